import { expect, test } from '../fixtures/index.ts';

// Every journey fails at a request to elsewhere and at a violation of the policy (fixtures/lookout.ts). Here it is shown
// that the lookout sees, and how far somebody's text would get that had become a program after all.

const ATTEMPTS: readonly [what: string, directive: string, attempt: () => unknown][] = [
  ['text becomes markup', 'require-trusted-types-for', () => (document.body.innerHTML = '<img src="x" onerror="alert(1)">')],
  ['text becomes a program', 'require-trusted-types-for', () => setTimeout('document.title = "taken"', 0)],
  ['a program in the page', 'require-trusted-types-for', () => (document.createElement('script').text = 'document.title = "taken"')],
  ['a foreign program', 'require-trusted-types-for', () => (document.createElement('script').src = 'https://elsewhere.invalid/x.js')],
  ['a worker', 'require-trusted-types-for', () => new Worker('/v1/worker.js')],
  ['a policy that allows all of this', 'trusted-types', () => (window as unknown as { trustedTypes: { createPolicy(name: string, rules: object): unknown } }).trustedTypes.createPolicy('mine', {}) && undefined],
  ['a module from elsewhere', 'script-src-elem', () => import('https://elsewhere.invalid/x.js' as string)],
  ['a picture from elsewhere', 'img-src', () => void (new Image().src = 'https://elsewhere.invalid/x.png')],
  ['a request to elsewhere', 'connect-src', () => fetch('https://elsewhere.invalid/x')],
  ['a stream to elsewhere', 'connect-src', () => void new WebSocket('wss://elsewhere.invalid/x')],
  // Not with a foreign address: Chromium opens a connection to a frame's host before it asks the policy.
  ['a frame', 'frame-src', () => void Object.assign(document.body.appendChild(document.createElement('iframe')), { src: 'data:text/html,frame' })],
  ['styles in the page', 'style-src-elem', () => void (document.head.appendChild(document.createElement('style')).textContent = 'body { color: red }')],
  ['a style on an element', 'style-src-attr', () => document.body.setAttribute('style', 'color: red')],
];

test('the policy stops what the app never does, and the lookout sees each of it', async ({ person, lookout }) => {
  const { page } = await person('Amal');
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(lookout.violations, 'the page itself keeps to it').toEqual([]);
  for (const [what, directive, attempt] of ATTEMPTS) {
    await page.evaluate(attempt).catch(() => undefined);
    await expect.poll(() => lookout.violations.join('\n'), what).toContain(`${directive} stopped`);
    expect(lookout.foreign, `${what}: nothing has left the browser`).toEqual([]);
    lookout.violations.length = 0;
  }
  expect(await page.title()).not.toBe('taken');
});

test('a request to elsewhere that no policy stops is seen at the door', async ({ person, lookout }) => {
  const { page } = await person('Amal');
  // A page that is not ours has no policy; whoever follows a link out goes there on purpose.
  await page.goto('http://elsewhere.invalid/').catch(() => undefined);
  expect(lookout.foreign.join('\n')).toContain('GET http://elsewhere.invalid/');
  lookout.foreign.length = 0;
});

test('the page is alone: no opener, no shared memory with others, nothing that it may ask of the device but the camera', async ({ person }) => {
  const { page } = await person('Amal');
  await page.goto('/');
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  const allowed = await page.evaluate(() => {
    const { featurePolicy } = document as unknown as { featurePolicy: { allowedFeatures(): string[] } };
    return ['camera', 'microphone', 'geolocation', 'clipboard-read', 'clipboard-write'].filter((name) => featurePolicy.allowedFeatures().includes(name));
  });
  expect(allowed).toEqual(['camera', 'clipboard-write']);
});

import { gather } from '../fixtures/gather.ts';
import { expect, test } from '../fixtures/index.ts';
import { SlowLine } from '../fixtures/slow.ts';

/** A poor mobile line. */
const LINE = { bitsPerSecond: 50_000, roundTripMs: 800 };

/** How long each act may take at most (ms) from the press to what it is for. */
const LIMITS = { open: 30_000, signIn: 45_000, circle: 45_000, meeting: 20_000, arrive: 20_000, line: 6_000, handOn: 10_000 };

// The app itself has been loaded before over a fast line: it is kept by the browser, and comes again only with a new version.
test('a meeting over 50 kbit/s and 800 ms: signing in, opening, having the floor, a line, handing on', async ({ person, server }, info) => {
  test.setTimeout(300_000);
  const line = await SlowLine.before(server.url);
  const amal = await person('Amal', { baseURL: line.url });
  const basil = await person('Basil');
  const link = await gather([amal]);
  await basil.knock(link.replace(line.url, server.url));
  await basil.goIn();
  await expect(amal.person('Basil').first()).toBeVisible();
  await amal.page.evaluate(async () => void (await navigator.serviceWorker.ready));
  const { keys } = amal;
  if (!keys) throw new Error('Amal has signed up');

  const took: Record<string, number> = {};
  const within = async (what: keyof typeof LIMITS, act: () => Promise<void>) => {
    const began = performance.now();
    await act();
    took[what] = Math.round(performance.now() - began);
    expect(took[what], `${what} (ms), of ${LIMITS[what]}`).toBeLessThan(LIMITS[what]);
  };

  await amal.page.goto('/settings');
  await amal.pressSurely('sign_out');
  await expect(amal.page.getByRole('heading', { level: 1 })).toBeVisible();
  line.slow(LINE);

  await within('open', async () => {
    await amal.page.goto('/signin');
    await expect(amal.heading('sign_in_title')).toBeVisible();
  });
  await within('signIn', async () => {
    await amal.signIn(keys);
    await amal.atHome();
  });
  await within('circle', async () => {
    await amal.page.getByRole('link', { name: /Thursday light/ }).click();
    await expect(amal.button('meeting_open')).toBeVisible();
  });
  await within('meeting', async () => {
    await amal.press('meeting_open');
    await expect(amal.button('act_depart')).toBeVisible();
  });
  await within('arrive', async () => {
    await basil.toMeeting();
    await basil.arrive();
    await expect(amal.seat('Basil')).toBeVisible();
  });
  await amal.hasFloor();
  await within('line', async () => {
    await amal.field('write_words').fill('It is enough for words.');
    await amal.press('say_it');
    await basil.hears('It is enough for words.');
  });
  await amal.press('act_done');
  await amal.keep('act_next_phase');
  await basil.inPart(2);
  await amal.hasFloor();
  await within('handOn', async () => {
    await amal.press('act_pass');
    await basil.hasFloor();
  });
  await basil.say('I hear you.');
  await amal.hears('I hear you.');

  await info.attach('took.json', { body: JSON.stringify({ took, carried: line.carried }), contentType: 'application/json' });
  await amal.page.close();
  await line.stop();
});

import { readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext } from '@playwright/test';
import { expect, Member, test } from '../fixtures/index.ts';

const SHARE = 'A share about gossamerquays.';
const LINE = 'A line about amberthickets.';
/** What nobody else writes. */
const OF_SHARE = 'gossamerquays';
const OF_LINE = 'amberthickets';
/** A line that is never said. */
const DRAFT = 'A draft about larkspurgates.';
const OF_DRAFT = 'larkspurgates';

// The lookout stands behind every browser of these journeys, and this one is started by hand, to have its files in hand.
test('no word of a meeting is ever in the files of the browser, and nothing of anybody after signing out', async ({ server, lookout }) => {
  test.setTimeout(240_000);
  const folder = join(tmpdir(), `stayhere-profile-${process.pid}-${Date.now()}`);
  const proxy = lookout.before(server.url);
  // Where it is not named, Playwright puts this rule behind the exception, and Chromium heeds the last that fits.
  proxy.bypass = `<-loopback>,${proxy.bypass}`;
  const open = () => chromium.launchPersistentContext(folder, { baseURL: server.url, locale: 'en-GB', proxy });
  let context = await open();
  const amal = await newcomer(context);
  await amal.page.goto('/signup');
  const keys = await amal.signUp();
  await amal.atHome();
  await amal.found('Grief circle', 'Lanternmoor');
  await amal.unfold('share_write');
  await amal.fill('share_label', SHARE);
  await amal.press('share_send');
  await expect(amal.text('share_sent')).toBeVisible();

  const link = await amal.invite();
  await amal.helpAndBack();

  await test.step('a meeting', async () => {
    await amal.press('meeting_open');
    await expect(amal.button('act_depart')).toBeVisible();
    await amal.hasFloor();
    await amal.say(LINE);
    await amal.hears(LINE);
    expect(await found(folder, [OF_LINE]), 'while it is said').toEqual([]);
    await amal.field('write_words').fill(DRAFT);
    // Leaving a screen is when a browser writes down what stands in its forms.
    await amal.helpAndBack();
    await amal.closeMeeting();
  });
  await test.step('a passphrase that is looked at', async () => {
    await amal.page.goto('/settings');
    await amal.press('change_start');
    await amal.fill('old_passphrase_label', keys.words);
    await amal.check('secret_show');
    await amal.helpAndBack();
  });
  await context.close();
  // A browser that has ended has written everything that it ever writes.
  const typed = [OF_LINE, OF_SHARE, OF_DRAFT, keys.words, keys.code, link.split('#')[1] ?? link];
  expect(await found(folder, typed), 'after the meeting').toEqual([]);
  expect((await files(folder)).length, 'or the folder is another').toBeGreaterThan(20);
  expect(await found(folder, ['device-key']), 'or the search sees nothing: the store is in these files').not.toEqual([]);

  context = await open();
  const back = await newcomer(context);
  await back.page.goto('/');
  await back.atHome();
  const deviceKey = await keyOf(back);
  await back.link('settings_link').click();
  await back.pressSurely('sign_out');
  await expect(back.link('landing_sign_in')).toBeVisible();
  await context.close();
  const secrets = [OF_LINE, OF_SHARE, OF_DRAFT, keys.words, keys.code, 'Lanternmoor'];
  expect(await found(folder, secrets), 'after signing out').toEqual([]);
  // A limit: the browser deletes as it likes. Told with the test, not judged.
  const left = await found(folder, [deviceKey]);
  test.info().annotations.push({ type: 'device key left in', description: left.join(', ') || 'no file' });
  await rm(folder, { recursive: true });
});

async function newcomer(context: BrowserContext): Promise<Member> {
  return new Member('Amal', context, context.pages()[0] ?? (await context.newPage()), 'en');
}

/** The device key, as it lies in the store. */
async function keyOf(member: Member): Promise<Buffer> {
  const bytes = await member.page.evaluate(async () => {
    for (const { name } of await indexedDB.databases()) {
      if (name === undefined) continue;
      const database = await new Promise<IDBDatabase>((opened, failed) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => opened(request.result);
        request.onerror = () => failed(request.error);
      });
      for (const store of database.objectStoreNames) {
        const value = await new Promise<unknown>((read, failed) => {
          const request = database.transaction(store).objectStore(store).get('device-key');
          request.onsuccess = () => read(request.result);
          request.onerror = () => failed(request.error);
        });
        if (value instanceof Uint8Array) return [...value];
      }
      database.close();
    }
    return [];
  });
  expect(bytes, 'the device key').toHaveLength(32);
  return Buffer.from(bytes);
}

async function files(folder: string): Promise<string[]> {
  const all = await readdir(folder, { recursive: true, withFileTypes: true });
  return all.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
}

/** Which of these stand in which file: in UTF-8, UTF-16 of both orders or base64; a key as it is. */
async function found(folder: string, wanted: (string | Buffer)[]): Promise<string[]> {
  const needles = wanted.flatMap((secret) => (typeof secret === 'string' ? dresses(secret) : [{ name: 'a key', needle: secret }]));
  const hits: string[] = [];
  for (const file of await files(folder)) {
    const bytes = await readFile(file).catch(() => Buffer.alloc(0));
    for (const { name, needle } of needles) if (bytes.includes(needle)) hits.push(`${name} in ${file}`);
  }
  return hits;
}

function dresses(text: string): { name: string; needle: Buffer }[] {
  const inner = [0, 1, 2].map((before) => {
    const whole = Buffer.from('\0'.repeat(before) + text).toString('base64');
    // Only the letters that come from the text alone.
    return whole.slice(Math.ceil((before * 8) / 6), Math.floor(((before + Buffer.byteLength(text)) * 8) / 6));
  });
  return [
    { name: text, needle: Buffer.from(text, 'utf8') },
    { name: `${text} in UTF-16`, needle: Buffer.from(text, 'utf16le') },
    // As IndexedDB writes its keys.
    { name: `${text} in UTF-16, the high byte first`, needle: Buffer.from(text, 'utf16le').swap16() },
    ...inner.map((letters) => ({ name: `${text} in base64`, needle: Buffer.from(letters) })),
  ];
}

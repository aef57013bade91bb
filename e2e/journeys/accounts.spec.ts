import { expect, type Member, test } from '../fixtures/index.ts';
import { kept } from '../fixtures/kept.ts';

test('an account: made, left, found again, and only with the right words', async ({ person, server }) => {
  test.setTimeout(240_000);
  const amal = await person('Amal');
  await amal.page.goto('/signup');
  const first = await amal.signUp();
  await amal.atHome();

  await test.step('a name is taken once', async () => {
    const other = await person('amal');
    await other.page.goto('/signup');
    await other.fill('name_label', 'amal');
    await other.page.getByRole('checkbox', { name: /18 or older/ }).check();
    await other.press('next');
    await other.drawnWords();
    await expect(other.text('error_name_taken')).toBeVisible({ timeout: 40_000 });
    await other.look('sign-up-name-taken');
  });

  await test.step('signing out leaves nothing behind', async () => {
    expect(await kept(amal.page)).not.toEqual([]);
    await amal.link('settings_link').click();
    await amal.look('settings');
    await amal.pressSurely('sign_out');
    await expect(amal.link('landing_sign_in')).toBeVisible();
    await expect.poll(() => kept(amal.page)).toEqual([]);
  });

  await test.step('a wrong passphrase and an unknown name are told in the same words', async () => {
    await amal.link('landing_sign_in').click();
    await refused(amal, first.name, 'river lantern copper meadow violin');
    await refused(amal, 'nobody-of-this-name', first.words);
    await amal.look('sign-in-refused');
    await amal.signIn(first);
    await amal.atHome();
  });

  const second = await test.step('new words and a new sheet', async () => {
    await amal.link('settings_link').click();
    await amal.press('change_start');
    await amal.look('settings-old-words');
    await amal.fill('old_passphrase_label', first.words);
    await amal.press('next');
    const words = await amal.drawnWords();
    await expect(amal.text('sheet_lead')).toBeVisible({ timeout: 40_000 });
    const code = await amal.readSheet();
    expect(code).not.toBe(first.code);
    await amal.pressSurely('sign_out');
    await amal.link('landing_sign_in').click();
    await refused(amal, first.name, first.words);
    return { name: first.name, words, code };
  });

  const third = await test.step('back with the code, and only with the newest', async () => {
    await amal.link('lost_words').click();
    await amal.look('recover');
    await amal.fill('code_label', first.code);
    await amal.press('next');
    await amal.drawnWords();
    await expect(amal.text('error_wrong_code')).toBeVisible({ timeout: 40_000 });
    await amal.fill('code_label', second.code);
    await amal.press('next');
    await expect(amal.heading('sheet_title')).toBeVisible({ timeout: 40_000 });
    const code = await amal.readSheet();
    await amal.atHome();
    expect(code).not.toBe(second.code);
    return code;
  });
  expect(third).not.toBe('');
  for (const word of [first.words, first.code, second.words, second.code]) expect(server.log).not.toContain(word);
});

test('words of one\'s own: weak ones are refused with the reason, strong ones open the door', async ({ person }) => {
  const amal = await person('Amal');
  await amal.page.goto('/signup');
  await amal.fill('name_label', 'amal');
  await amal.page.getByRole('checkbox', { name: /18 or older/ }).check();
  await amal.press('next');
  await amal.press('words_own');
  const table = [
    ['short', 'weak_short'],
    ['password password password', 'weak_repeats'],
    ['iloveyou123456', 'weak_common'],
    ['23.11.1987', 'weak_guessable'],
  ] as const;
  for (const [words, reason] of table) {
    await own(amal, words);
    await expect(amal.text(reason), words).toBeVisible();
  }
  await amal.look('words-own-weak');
  const words = 'violet tractor hums beneath seven marble oceans';
  await own(amal, words);
  await expect(amal.heading('sheet_title')).toBeVisible({ timeout: 40_000 });
  await amal.readSheet();
  await amal.atHome();
  await amal.link('settings_link').click();
  await amal.pressSurely('sign_out');
  await amal.link('landing_sign_in').click();
  await amal.signIn({ name: 'amal', words });
  await amal.atHome();
});

async function own(member: Member, words: string) {
  await member.fill('own_label', words);
  await member.fill('own_again', words);
  await member.press('next');
}

test('a shared device keeps nothing', async ({ person }) => {
  const amal = await person('Amal');
  await amal.page.goto('/signup');
  const keys = await amal.signUp({ shared: true });
  await amal.atHome();
  await expect(amal.text('shared_note')).toBeVisible();
  expect(await kept(amal.page)).toEqual([]);
  expect(await amal.page.evaluate(() => localStorage.length)).toBe(0);
  await amal.page.reload();
  await amal.signIn(keys, { shared: true });
  await amal.atHome();
  expect(await kept(amal.page)).toEqual([]);
});

test('a device that is one\'s own is remembered over a reload', async ({ person }) => {
  const amal = await person('Amal');
  await amal.page.goto('/signup');
  await amal.signUp();
  await amal.atHome();
  await amal.found('Steps fellowship', 'Morning steps');
  await amal.look('circle-steps');
  await amal.page.reload();
  await expect(amal.page.getByRole('heading', { level: 1, name: 'Morning steps' })).toBeVisible();
  await amal.pressSurely('leave_circle');
  await amal.atHome();
  await expect(amal.text('no_circles')).toBeVisible();
});

async function refused(member: Member, name: string, words: string) {
  await member.signIn({ name, words });
  await expect(member.text('error_wrong_name_or_passphrase')).toBeVisible({ timeout: 40_000 });
}

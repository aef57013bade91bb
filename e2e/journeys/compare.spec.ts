import { execFile } from 'node:child_process';
import { gather } from '../fixtures/gather.ts';
import { expect, test } from '../fixtures/index.ts';
import type { Member } from '../fixtures/member.ts';
import { BINARY, type Server } from '../fixtures/server.ts';
import { sentence } from '../fixtures/texts.ts';

/** Opens the page on which one compares with somebody, and reads the code. */
async function codeWith(member: Member, name: string): Promise<string[]> {
  await member.page.getByRole('link', { name: sentence(member.language, 'compare_link_with', { name }) }).first().click();
  await expect(member.heading('compare_title', { name })).toBeVisible();
  return code(member);
}

async function code(member: Member): Promise<string[]> {
  const list = member.page.getByRole('list', { name: sentence(member.language, 'code_words') });
  await expect(list).toBeVisible({ timeout: 40_000 });
  return list.getByRole('listitem').allInnerTexts();
}

async function sameCircle(member: Member): Promise<string[]> {
  await member.unfold('same_circle_title');
  await member.press('same_circle_show');
  return code(member);
}

test('two members compare keys, see each other verified, and find it again on a new device', async ({ person }) => {
  const [amal, basil, tablet] = [await person('Amal'), await person('Basil'), await person('Basil')];
  await gather([amal, basil]);

  const atAmal = await codeWith(amal, 'Basil');
  const atBasil = await codeWith(basil, 'Amal');
  expect(atAmal).toHaveLength(8);
  expect(atAmal).toEqual(atBasil);
  await amal.look('compare');
  await amal.unfold('code_show_picture');
  await expect(amal.page.getByRole('img', { name: sentence(amal.language, 'code_picture') })).toBeVisible();
  await amal.look('compare-picture');

  for (const [member, other] of [[amal, 'Basil'], [basil, 'Amal']] as const) {
    await member.press('compare_same');
    await expect(member.text('compare_done', { name: other })).toBeVisible();
    await member.link('compare_back').click();
    await expect(member.person(other).first()).toContainText('verified');
  }
  await amal.look('circle-verified');
  expect(await sameCircle(amal)).toEqual(await sameCircle(basil));
  await amal.look('circle-same');

  if (basil.keys === undefined) throw new Error('Basil has keys');
  await tablet.page.goto('/signin');
  await tablet.signIn(basil.keys);
  await tablet.atHome();
  await tablet.page.getByRole('link', { name: /Thursday light/ }).click();
  await expect(tablet.person('Amal').first()).toContainText('verified');
  expect(await codeWith(tablet, 'Amal'), 'a new device has the same keys').toEqual(atAmal);
  await tablet.press('compare_undo');
  await expect(tablet.button('compare_same')).toBeVisible();

  await test.step('another key is told calmly, and compared again', async () => {
    await tablet.link('settings_link').click();
    await tablet.press('change_start');
    await tablet.fill('old_passphrase_label', basil.keys?.words ?? '');
    await tablet.press('next');
    await tablet.drawnWords();
    await expect(tablet.text('sheet_lead')).toBeVisible({ timeout: 40_000 });
    await tablet.readSheet();
    await tablet.link('my_circles').first().click();
    await tablet.page.getByRole('link', { name: /Thursday light/ }).click();
    await expect(amal.page.getByText(/Basil\S* has new keys since/)).toBeVisible({ timeout: 60_000 });
    await expect(amal.person('Basil').first()).not.toContainText('verified');
    await amal.look('circle-new-keys');
    const now = await codeWith(amal, 'Basil');
    expect(now).not.toEqual(atAmal);
    expect(now).toEqual(await codeWith(tablet, 'Amal'));
  });
});

test('members are told that their circle is suspended, and go on afterwards', async ({ person, server }) => {
  const [amal, basil] = [await person('Amal'), await person('Basil')];
  await gather([amal, basil]);
  const [id] = (await operate(server, 'circles')).trim().split(/\s/);
  if (id === undefined || id === '') throw new Error('the list shows the circle');
  await operate(server, 'circles', 'suspend', id, '--reason', 'law');
  for (const member of [amal, basil]) {
    await expect(member.text('suspended_law')).toBeVisible({ timeout: 30_000 });
    await expect(member.link('need_help_now')).toBeVisible();
  }
  await amal.look('circle-suspended');
  await operate(server, 'circles', 'resume', id);
  await expect(amal.text('suspended_law')).toBeHidden({ timeout: 30_000 });
});

/** What the operator's command says; the server goes on meanwhile. */
function operate(server: Server, ...args: string[]): Promise<string> {
  const all = [...args, '--data', server.data, '--lang', 'en'];
  return new Promise((done, fail) => {
    execFile(BINARY, all, (error, out, err) => (error === null ? done(out) : fail(new Error(`${all.join(' ')}: ${out}${err}`))));
  });
}

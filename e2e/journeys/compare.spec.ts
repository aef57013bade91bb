import { gather } from '../fixtures/gather.ts';
import { expect, test } from '../fixtures/index.ts';
import type { Member } from '../fixtures/member.ts';
import { sentence } from '../fixtures/texts.ts';

/** Opens the page on which one compares with somebody, and reads the code. */
async function codeWith(member: Member, name: string): Promise<string[]> {
  await member.page.getByRole('link', { name: sentence(member.language, 'compare_link_with', { name }) }).click();
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
});

import { ahead } from '../fixtures/clock.ts';
import { gather } from '../fixtures/gather.ts';
import { expect, type Member, test } from '../fixtures/index.ts';

const TEMPLATE = { template: 'Mood and mind circle', circle: 'Ups and downs' };
const PARTS = { first: 'Check-in', second: 'Topics' };
/**
 * A day, and a little more. The devices' clocks can go no further: the server takes requests of its own day and of those
 * beside it, and its clock stays where it is.
 */
const NEXT_DAY = (24 * 60 + 2) * 60_000;

test('a round over days: each has a turn, one without a connection, an answer, a kind end', async ({ person }) => {
  test.setTimeout(240_000);
  const [amal, basil] = [await person('Amal'), await person('Basil')];
  await gather([amal, basil], TEMPLATE);
  await test.step('opened, and found on the first page', () => opened(amal, basil));
  await test.step('the next day, without a connection', () => without(amal, basil));
  await test.step('words and an answer', () => answered(amal, basil));
  await test.step('the end', () => ended(amal, basil));
});

/** A part of the round as this person sees it. */
function step(member: Member, name: string) {
  return member.page.getByRole('region', { name, exact: true });
}

async function turn(member: Member, name: string, words: string) {
  const form = member.page.getByRole('form', { name: new RegExp(name, 'u') });
  await form.getByLabel('Your words').fill(words);
  await member.button('round_turn_send', form).click();
  await expect(step(member, name).getByText(words)).toBeVisible();
}

async function opened(amal: Member, basil: Member) {
  await amal.walk(`${new URL(amal.page.url()).pathname}/round`);
  await amal.press('round_open');
  await turn(amal, PARTS.first, 'Six days of seven.');
  await basil.walk('/home');
  await expect(basil.heading('home_asked_title')).toBeVisible();
  await basil.look('home-asked');
  await basil.page.getByRole('region', { name: 'Asked of you' }).getByRole('link').click();
  await basil.hears('Six days of seven.');
  await turn(basil, PARTS.first, 'Two of seven, and I am here.');
  await amal.hears('Two of seven, and I am here.');
  await expect(step(basil, PARTS.second).getByRole('form')).toHaveCount(0);
  await basil.look('round-first-day');
}

async function without(amal: Member, basil: Member) {
  for (const { page } of [amal, basil]) await ahead(page, NEXT_DAY);
  for (const member of [amal, basil]) {
    await expect(step(member, PARTS.second).getByRole('form')).toBeVisible();
    await expect(step(member, PARTS.first).getByText('This part is over.')).toBeVisible();
  }
  await basil.context.setOffline(true);
  await turn(basil, PARTS.second, 'The walk home.');
  await expect(basil.text('share_sending')).toBeVisible();
  await basil.context.setOffline(false);
  await expect(basil.text('share_sending')).toBeHidden();
  await amal.hears('The walk home.');
}

async function answered(amal: Member, basil: Member) {
  await turn(amal, PARTS.second, 'What do you do at the corner shop?');
  await basil.hears('What do you do at the corner shop?');
  await basil.unfold('round_answer');
  await basil.fill('round_answer_label', 'I cross the road before it.');
  await basil.look('round-answer');
  await basil.press('share_send');
  await amal.hears('I cross the road before it.');
}

async function ended(amal: Member, basil: Member) {
  await amal.pressSurely('round_close');
  for (const member of [amal, basil]) {
    await expect(member.heading('round_past')).toBeVisible();
    await expect(member.text('round_now')).toBeHidden();
  }
  await amal.unfold('round_past_one');
  await expect(amal.page.getByText('I cross the road before it.')).toBeVisible();
  await amal.look('round-over');
}

import { gather, meet, nextPart } from '../fixtures/gather.ts';
import { expect, type Member, test } from '../fixtures/index.ts';

const TEMPLATE = { template: 'Self-management circle', circle: 'New habits' };

test('a self-management circle: check-in in parts, work on a topic, a show of hands, a plan', async ({ person }) => {
  test.setTimeout(300_000);
  const [amal, basil, chiara] = [await person('Amal'), await person('Basil'), await person('Chiara')];
  const all = [amal, basil, chiara];
  await gather([amal, basil, chiara], TEMPLATE);
  await meet([amal, basil, chiara]);
  await amal.press('act_done');
  await nextPart(amal, all, 2);
  await test.step('check-in, and a topic', () => checkIn(amal, basil, chiara));
  await test.step('work', () => work(amal, basil, chiara));
  await test.step('a show of hands', () => hands(amal, all));
  await test.step('a plan, and the end', () => plan(amal, basil, all));
});

async function inTwoParts(speaker: Member, listeners: readonly Member[], words: readonly [string, string]) {
  await speaker.press('act_hand_up');
  await speaker.hasFloor();
  await speaker.say(words[0]);
  await speaker.press('act_next_part');
  await expect(speaker.button('act_next_part')).toBeHidden();
  await speaker.say(words[1]);
  for (const listener of listeners) for (const one of words) await listener.hears(one);
}

async function checkIn(amal: Member, basil: Member, chiara: Member) {
  await inTwoParts(basil, [amal, chiara], ['Four evenings without.', 'I wish to talk about the fifth.']);
  await basil.look('meeting-parts');
  await basil.fill('agenda_propose', 'The fifth evening');
  await basil.press('agenda_put');
  for (const member of [amal, chiara]) await member.hears('The fifth evening');
  await basil.press('act_done');
  await nextPart(amal, [amal, basil, chiara], 3);
  await chiara.press('agenda_interested');
  await expect(chiara.button('agenda_interest_not')).toBeVisible();
  await chiara.look('meeting-agenda');
  await nextPart(amal, [amal, basil, chiara], 4);
}

async function work(amal: Member, basil: Member, chiara: Member) {
  await amal.press('agenda_begin');
  await basil.hasFloor();
  await basil.say('It is always after the news.');
  await basil.press('wish_open');
  await chiara.say('I go round the block then.');
  for (const member of [amal, basil]) await member.hears('I go round the block then.');
  await chiara.look('meeting-work');
  await basil.press('act_done');
  await amal.press('agenda_end');
  await nextPart(amal, [amal, basil, chiara], 5);
}

async function hands(amal: Member, all: readonly Member[]) {
  const [, ...others] = all;
  await amal.fill('hands_ask', 'Shall we begin at seven?');
  await amal.press('hands_put');
  for (const member of others) {
    await member.hears('Shall we begin at seven?');
    await member.press('hands_for');
    await expect(member.button('hands_for')).toHaveCount(0);
  }
  await amal.look('meeting-hands');
  await amal.press('hands_close');
  for (const member of all) await expect(member.text('hands_carried')).toBeVisible();
  await nextPart(amal, all, 6);
}

async function plan(amal: Member, basil: Member, all: readonly Member[]) {
  await inTwoParts(basil, [amal], ['That I am not the only one.', 'On Friday: round the block.']);
  await basil.fill('milestone_words', 'Last Friday was kept.');
  await basil.press('milestone_tell');
  for (const member of all) await member.hears('Last Friday was kept.');
  await basil.press('act_done');
  await nextPart(amal, all, 7);
  await amal.press('act_done');
  await amal.closeMeeting();
  for (const member of all) {
    await expect(member.heading('closed_title')).toBeVisible();
    for (const words of ['The fifth evening', 'Last Friday was kept.']) expect(await member.page.content()).not.toContain(words);
  }
}

import { Forger } from '../fixtures/forge.ts';
import { gather, meet, nextPart, offeredRound, whoHasTheFloor } from '../fixtures/gather.ts';
import { expect, type Member, test } from '../fixtures/index.ts';

const TEMPLATE = { template: 'Steps fellowship', circle: 'Morning steps' };

test('a meeting of a steps fellowship: nobody answers, not even past the screen, one comes late, and the chair is handed on', async ({ person }) => {
  test.setTimeout(300_000);
  const [amal, basil, chiara] = await Promise.all([person('Amal'), person('Basil'), person('Chiara')]);
  const all = [amal, basil, chiara];
  await gather([amal, basil, chiara], TEMPLATE);
  await amal.look('circle-fellowship');
  await test.step('help from the page of the circle, and back', async () => {
    await basil.helpAndBack();
    await expect(basil.heading('meeting_title')).toBeVisible();
  });
  await test.step('a second chair', async () => {
    await basil.unfold('services_title');
    await basil.page.getByRole('button', { name: 'Serve as Second chair' }).click();
    await expect(basil.page.getByRole('button', { name: 'Lay down: Second chair' })).toBeVisible();
  });
  await meet([amal, basil]);

  await test.step('welcome, silence, and one who comes late', () => beginning(amal, basil, chiara));
  await test.step('readings, newcomers', () => offered(amal, basil, chiara));
  await test.step('milestones, topic, and words past the screen', () => crosstalk(amal, basil, chiara));
  await test.step('one loads the page anew, and comes in again', () => again(basil));
  await test.step('everybody has a turn', () => shares(amal, all));
  await test.step('the second chair keeps the meeting: news, closing, the end', () => ending(amal, basil, all));
});

async function beginning(amal: Member, basil: Member, chiara: Member) {
  await amal.hasFloor();
  await amal.look('meeting-fellowship-welcome');
  await amal.say('Welcome, all of you.');
  await basil.hears('Welcome, all of you.');
  await amal.press('act_done');
  await nextPart(amal, [amal, basil], 2);

  await chiara.toMeeting();
  await chiara.inPart(2);
  await chiara.arrive();
  const all = [amal, basil, chiara];
  for (const member of all) {
    await expect(member.seat('Chiara')).toBeVisible();
    await expect(member.text('moment_silence')).toBeVisible();
    await expect(member.composer()).toHaveCount(0);
  }
  expect(await chiara.page.content(), 'what was said before stays with those who were there').not.toContain('Welcome, all of you.');
  await chiara.look('meeting-fellowship-silence');
}

async function offered(amal: Member, basil: Member, chiara: Member) {
  const all = [amal, basil, chiara];
  await nextPart(amal, all, 3);
  await basil.look('meeting-fellowship-readings');
  await offeredRound(all, { member: basil, words: 'We meet because we cannot do it alone.' });
  await nextPart(amal, all, 4);
  await basil.look('meeting-fellowship-newcomers');
  // Who serves is welcomed no more; who is new does not have to say anything.
  await offeredRound([chiara]);
}

/** The room's key lives in the page's memory alone, so the one who comes back knocks again and hears nothing of before. */
async function again(basil: Member) {
  await basil.page.reload();
  await basil.arrive();
  await basil.inPart(6);
  expect(await basil.page.content()).not.toContain('Today I sleep again.');
}

async function ending(amal: Member, basil: Member, all: readonly Member[]) {
  await basil.press('act_take_keeping');
  for (const member of all) await expect(member.seat('Basil')).toContainText('keeps the meeting');
  await nextPart(basil, all, 8);
  await amal.look('meeting-fellowship-news');
  await nextPart(basil, all, 9);
  await basil.say('See you tomorrow.');
  for (const member of all) await member.hears('See you tomorrow.');
  await amal.look('meeting-fellowship-closing');
  await basil.press('act_done');
  await basil.closeMeeting();
  for (const member of all) {
    await expect(member.heading('closed_title')).toBeVisible();
    for (const words of ['Ten days.', 'How it was.', 'My share.', 'See you tomorrow.']) expect(await member.page.content()).not.toContain(words);
  }
  await amal.look('meeting-fellowship-closed');
}

async function crosstalk(amal: Member, basil: Member, chiara: Member) {
  const all = [amal, basil, chiara];
  const forger = await Forger.at(chiara.page);
  await nextPart(amal, all, 5);
  await amal.look('meeting-fellowship-milestones');
  await chiara.press('act_hand_up');
  await chiara.hasFloor();
  await forger.forget();
  await chiara.say('Ten days.');
  for (const member of all) await member.hears('Ten days.');
  await chiara.press('act_done');
  await nextPart(amal, all, 6);
  await amal.look('meeting-fellowship-topic');
  await basil.press('act_hand_up');
  await basil.hasFloor();
  await basil.say('How it was.');
  for (const member of all) await member.hears('How it was.');
  await expect(chiara.composer()).toHaveCount(0);

  await chiara.helpAndBack();
  await expect(chiara.button('act_depart')).toBeVisible();
  await chiara.hears('How it was.');
  await expect(amal.seat('Chiara')).toBeVisible();

  const index = Number(/circle\/(\d+)/.exec(chiara.page.url())?.[1]);
  await forger.instead({ type: 'say', circle: index, text: 'You should rather listen to me.' });
  await chiara.button('tap_heard').first().click();
  await expect(chiara.text('refused_not_your_turn')).toBeVisible();
  await chiara.look('meeting-refused');
  expect(await forger.sendAgain()).toBe(10);

  // What Basil says afterwards has come everywhere, so what was sent before it would be there too.
  await basil.say('Today I sleep again.');
  for (const member of all) {
    await member.hears('Today I sleep again.');
    await expect(member.page.getByText('You should rather listen to me.')).toHaveCount(0);
    await expect(member.page.getByText('Ten days.')).toHaveCount(1);
    await expect(member.page.getByRole('region', { name: 'The words of this turn' })).not.toContainText('Ten days.');
  }
  await basil.press('act_done');
}

async function shares(amal: Member, all: readonly Member[]) {
  await nextPart(amal, all, 7);
  const waiting = new Set(all);
  await all[0]?.look('meeting-fellowship-shares');
  while (waiting.size > 0) {
    const speaker = await whoHasTheFloor([...waiting]);
    for (const other of all) if (other !== speaker) await expect(other.composer()).toHaveCount(0);
    if (speaker === amal) await speaker.press('act_pass');
    else {
      await speaker.say(`My share. I am ${speaker.name}.`);
      for (const other of all) await other.hears(`My share. I am ${speaker.name}.`);
      await speaker.press('act_done');
    }
    await expect(speaker.text('moment_my_floor')).toBeHidden();
    waiting.delete(speaker);
  }
}

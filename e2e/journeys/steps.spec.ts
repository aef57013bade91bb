import { Forger } from '../fixtures/forge.ts';
import { gather, meet, nextPart, offeredRound, whoHasTheFloor } from '../fixtures/gather.ts';
import { expect, type Member, test } from '../fixtures/index.ts';

const TEMPLATE = { template: 'Steps fellowship', circle: 'Morning steps' };

test('a meeting of a steps fellowship: nobody answers, not even past the screen, and help is a tap away', async ({ person }) => {
  test.setTimeout(300_000);
  const [amal, basil, chiara] = [await person('Amal'), await person('Basil'), await person('Chiara')];
  const all = [amal, basil, chiara];
  await gather([amal, basil, chiara], TEMPLATE);
  await amal.look('circle-fellowship');
  await test.step('help from the page of the circle, and back', async () => {
    await basil.helpAndBack();
    await expect(basil.heading('meeting_title')).toBeVisible();
  });
  await meet([amal, basil, chiara]);

  await test.step('welcome, silence, readings, newcomers', () => beginning(amal, basil, chiara));
  await test.step('milestones, topic, and words past the screen', () => crosstalk(amal, basil, chiara));
  await test.step('everybody has a turn', () => shares(amal, all));
  await test.step('news, closing, the end', async () => {
    for (const step of [8, 9]) await nextPart(amal, all, step);
    await amal.say('See you tomorrow.');
    await chiara.hears('See you tomorrow.');
    await amal.press('act_done');
    await amal.closeMeeting();
    for (const member of all) {
      await expect(member.heading('closed_title')).toBeVisible();
      for (const words of ['Ten days.', 'How it was.', 'My share.']) expect(await member.page.content()).not.toContain(words);
    }
  });
});

async function beginning(amal: Member, basil: Member, chiara: Member) {
  const all = [amal, basil, chiara];
  await amal.hasFloor();
  await amal.say('Welcome, all of you.');
  for (const member of all) await member.hears('Welcome, all of you.');
  await amal.press('act_done');
  await nextPart(amal, all, 2);
  for (const member of all) {
    await expect(member.text('moment_silence')).toBeVisible();
    await expect(member.composer()).toHaveCount(0);
  }
  await chiara.look('meeting-fellowship-silence');
  await nextPart(amal, all, 3);
  await offeredRound(all, { member: basil, words: 'We meet because we cannot do it alone.' });
  await nextPart(amal, all, 4);
  // Both are new, and nobody has to say anything.
  await offeredRound([basil, chiara]);
}

async function crosstalk(amal: Member, basil: Member, chiara: Member) {
  const all = [amal, basil, chiara];
  const forger = await Forger.at(chiara.page);
  await nextPart(amal, all, 5);
  await chiara.press('act_hand_up');
  await chiara.hasFloor();
  await forger.forget();
  await chiara.say('Ten days.');
  for (const member of all) await member.hears('Ten days.');
  await chiara.press('act_done');
  await nextPart(amal, all, 6);
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

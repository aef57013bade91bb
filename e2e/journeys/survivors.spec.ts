import { gather, meet, nextPart, offeredRound } from '../fixtures/gather.ts';
import { expect, type Member, test } from '../fixtures/index.ts';

const TEMPLATE = { template: 'Survivors circle', circle: 'Quiet harbour' };

test('a survivors circle: a held share, care afterwards, and one has to leave, told by two', async ({ person }) => {
  test.setTimeout(300_000);
  const [amal, basil, chiara] = [await person('Amal'), await person('Basil'), await person('Chiara')];
  await gather([amal, basil, chiara], TEMPLATE);
  await basil.unfold('services_title');
  await basil.page.getByRole('button', { name: 'Serve as Second keeper' }).click();
  await expect(basil.page.getByRole('button', { name: 'Lay down: Second keeper' })).toBeVisible();
  await meet([amal, basil, chiara]);
  await test.step('silence, guidelines, arriving, readings', () => beginning(amal, [amal, basil, chiara]));
  await test.step('a held share', () => held(amal, basil, chiara));
  await test.step('one has to leave', () => leaves(amal, basil, chiara));
  await test.step('the others go on', () => goOn(amal, basil, chiara));
});

async function beginning(amal: Member, all: readonly Member[]) {
  for (const member of all) await expect(member.composer()).toHaveCount(0);
  await nextPart(amal, all, 2);
  await amal.press('act_done');
  await nextPart(amal, all, 3);
  await offeredRound(all);
  await nextPart(amal, all, 4);
  await offeredRound(all);
  // Nobody wants to read: it falls to who keeps the meeting.
  await amal.hasFloor();
  await amal.keep('act_last');
  await amal.press('act_done');
  await nextPart(amal, all, 5);
}

async function held(amal: Member, basil: Member, chiara: Member) {
  await basil.press('act_hand_up');
  await basil.hasFloor();
  await basil.press('act_hold');
  await expect(basil.text('held_mine')).toBeVisible();
  await expect(chiara.text('held_other', { name: 'Basil' })).toBeVisible();
  await basil.say('I say only that it happened.');
  for (const member of [amal, chiara]) await member.hears('I say only that it happened.');
  await basil.look('meeting-held');
  await basil.press('act_done');
  await expect(chiara.text('room_quiet')).toBeVisible();
  await chiara.look('meeting-quiet');
  await amal.keep('act_quiet_over');
  await expect(chiara.text('room_quiet')).toBeHidden();
  await chiara.press('care_take');
  await expect(basil.text('care_taken_mine', { name: 'Chiara' })).toBeVisible();
  await nextPart(amal, [amal, basil, chiara], 6);
}

async function leaves(amal: Member, basil: Member, chiara: Member) {
  await amal.keep('eject_open');
  await amal.dialog().getByRole('combobox').selectOption({ label: 'Chiara' });
  await amal.radio('eject_attacking').check();
  await amal.look('meeting-eject');
  await amal.button('eject_act', amal.dialog()).click();
  await expect(amal.text('ejecting_mine', { name: 'Chiara' })).toBeVisible();

  // One alone decides nothing, and nobody else is told.
  await expect(basil.page.locator('.notice').getByText(/Amal.*Chiara.*Attacks somebody/u)).toBeVisible();
  await basil.look('meeting-eject-second');
  await expect(chiara.button('act_depart')).toBeVisible();
  await basil.press('eject_agree');
  await basil.button('eject_act', basil.dialog()).click();

  await expect(chiara.heading('ejected_title')).toBeVisible();
  await expect(chiara.page.getByText(/Attacks somebody/u)).toBeVisible();
  await chiara.look('meeting-ejected');
  await chiara.press('appeal_act');
  await expect(chiara.text('appeal_done')).toBeVisible();
  for (const member of [amal, basil]) await expect(member.seat('Chiara')).toHaveCount(0);
}

async function goOn(amal: Member, basil: Member, chiara: Member) {
  await basil.press('act_hand_up');
  await basil.hasFloor();
  await basil.say('Under another key.');
  await amal.hears('Under another key.');
  expect(await chiara.page.content()).not.toContain('Under another key.');
  await basil.press('act_done');
  await amal.closeMeeting();
  for (const keeper of [amal, basil]) {
    await expect(keeper.heading('closed_title')).toBeVisible();
    await keeper.link('back_to_circle').click();
    await expect(keeper.text('appeal_waits', { name: 'Chiara' })).toBeVisible();
  }
  await amal.look('circle-appeal');
  await chiara.link('back_to_circle').click();
  await expect(chiara.text('ejected_on')).toBeVisible();
  await expect(chiara.button('appeal_act')).toHaveCount(0);
  await chiara.look('circle-ejected');
}

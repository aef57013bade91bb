import { gather, meet } from '../fixtures/gather.ts';
import { expect, test } from '../fixtures/index.ts';

test('somebody signs in on a second browser in the middle of a meeting', async ({ person }) => {
  const [amal, basil, tablet] = [await person('Amal'), await person('Basil'), await person('Basil')];
  await gather([amal, basil]);
  await meet([amal, basil]);
  await amal.hasFloor();
  await amal.say('Before the tablet.');
  await basil.hears('Before the tablet.');

  if (basil.keys === undefined) throw new Error('Basil has keys');
  await tablet.page.goto('/signin');
  await tablet.signIn(basil.keys);
  await tablet.atHome();
  const card = tablet.page.getByRole('link', { name: /Thursday light/ });
  await expect(card).toContainText('Meets now');
  await tablet.look('home-meets');
  await card.click();
  await tablet.toMeeting();
  await tablet.arrive();
  await expect(tablet.seat('Basil'), 'one person, one seat').toHaveCount(1);
  await expect(amal.seat('Basil'), 'one person, one seat').toHaveCount(1);
  await expect(tablet.page.getByText('Before the tablet.')).toHaveCount(0);

  await amal.say('After the tablet.');
  for (const device of [basil, tablet]) await device.hears('After the tablet.');
  await amal.press('act_done');
  await amal.keep('act_next_phase');
  for (const device of [amal, basil, tablet]) await device.inPart(2);
  await amal.hasFloor();
  await amal.press('act_pass');
  await tablet.hasFloor();
  await tablet.say('Said on the tablet.');
  for (const device of [amal, basil]) await device.hears('Said on the tablet.');
  await tablet.press('act_done');
  await amal.closeMeeting();
  for (const device of [amal, basil, tablet]) await expect(device.heading('closed_title')).toBeVisible();
});

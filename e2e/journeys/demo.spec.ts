import { expect, test } from '../fixtures/index.ts';

test('a newcomer looks at the demo and has the floor within a minute of coming in', async ({ person, terminal }) => {
  test.setTimeout(240_000);
  const demo = await terminal(['demo', '--listen', '127.0.0.1:0']);
  const [link] = await demo.reads(/http:\/\/\S+\/join#\S+/);
  const nadia = await person('Nadia', { baseURL: new URL(link).origin });
  await nadia.knock(link);
  await nadia.goIn();
  await nadia.look('circle-demo');
  await expect(nadia.link('meeting_go')).toBeVisible({ timeout: 60_000 });
  await nadia.toMeeting();
  const began = Date.now();
  await nadia.arrive();
  await expect(nadia.button('act_hand_up').or(nadia.text('moment_my_floor'))).toBeVisible({ timeout: 60_000 });
  if (await nadia.button('act_hand_up').isVisible()) await nadia.press('act_hand_up');
  await expect(nadia.text('moment_my_floor')).toBeVisible({ timeout: 60_000 });
  expect(Date.now() - began, 'from the door to the floor').toBeLessThan(60_000);
  await nadia.look('meeting-demo');
  await nadia.say('Thank you for having me.');
  await nadia.hears('Thank you for having me.');
  await nadia.press('act_done');
});

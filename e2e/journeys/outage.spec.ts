import { gather, meet } from '../fixtures/gather.ts';
import { expect, test } from '../fixtures/index.ts';

test('the server is killed in the middle of a meeting and comes back: nobody reloads, nothing said is lost', async ({ person, server }) => {
  const [amal, basil, chiara] = [await person('Amal'), await person('Basil'), await person('Chiara')];
  const all = [amal, basil, chiara];
  await gather([amal, basil, chiara]);
  await meet([amal, basil, chiara]);
  for (const { page } of all) await page.evaluate(() => Object.assign(window, { sameLoad: true }));
  await amal.hasFloor();
  await amal.say('Before the power went.');
  for (const member of all) await member.hears('Before the power went.');

  const address = server.url;
  await server.kill();
  for (const member of all) await expect(member.text('meeting_reconnecting')).toBeVisible();
  await amal.say('While the power was out.');
  await amal.look('meeting-reconnecting');
  await server.restart();
  expect(server.url).toBe(address);

  for (const member of all) {
    await expect(member.text('meeting_reconnecting')).toBeHidden({ timeout: 60_000 });
    await member.hears('While the power was out.');
    await member.hears('Before the power went.');
  }
  await amal.press('act_done');
  await amal.keep('act_next_phase');
  for (const member of all) await member.inPart(2);
  await amal.closeMeeting();
  for (const member of all) {
    await expect(member.heading('closed_title')).toBeVisible();
    expect(await member.page.evaluate(() => 'sameLoad' in window), `${member.name} did not reload`).toBe(true);
  }
});

test('the one who keeps the meeting is gone: a deputy goes on', async ({ person }) => {
  test.setTimeout(240_000);
  const [amal, basil, chiara] = [await person('Amal'), await person('Basil'), await person('Chiara')];
  await gather([amal, basil, chiara]);
  await basil.unfold('services_title');
  await basil.page.getByRole('button', { name: 'Serve as Second host' }).click();
  await expect(basil.page.getByRole('button', { name: 'Lay down: Second host' })).toBeVisible();
  await meet([amal, basil, chiara]);
  await amal.hasFloor();
  await amal.say('I may lose my line.');
  for (const member of [basil, chiara]) await member.hears('I may lose my line.');

  await amal.page.close();
  await expect(basil.text('keeper_away', { name: 'Amal' })).toBeVisible({ timeout: 120_000 });
  await basil.look('meeting-keeper-away');
  await basil.press('act_take_keeping');
  for (const member of [basil, chiara]) await expect(member.seat('Basil')).toContainText('keeps the meeting');
  await basil.keep('act_move_on');
  await basil.hasFloor();
  await basil.say('I go on for Amal.');
  await chiara.hears('I go on for Amal.');
  await basil.press('act_done');
  await basil.keep('act_next_phase');
  for (const member of [basil, chiara]) await member.inPart(2);
  await basil.closeMeeting();
  for (const member of [basil, chiara]) await expect(member.heading('closed_title')).toBeVisible();
});

import { expect, type Member, test } from '../fixtures/index.ts';
import type { Terminal } from '../fixtures/terminal.ts';

test('one of three takes part on the terminal', async ({ person, terminal }) => {
  const [amal, basil] = [await person('Amal'), await person('Basil')];
  await amal.page.goto('/signup');
  await amal.signUp();
  await amal.atHome();
  await amal.found('Grief circle', 'Thursday light');
  const link = await amal.invite();
  await basil.knock(link);
  await basil.goIn();
  const chiara = await terminal(['join', link, '--name', 'Chiara', '--script']);
  await signUp(chiara);
  for (const member of [amal, basil]) await expect(member.person('Chiara').first()).toBeVisible();

  await amal.press('meeting_open');
  await basil.toMeeting();
  await basil.arrive();
  await chiara.reads(/^opened$/m);
  chiara.tell('arrive');
  await chiara.reads(/^place: inside$/m);
  for (const member of [amal, basil]) await expect(member.seat('Chiara')).toBeVisible();

  await amal.hasFloor();
  await amal.say('Welcome to our circle.');
  await chiara.reads(/^Amal: Welcome to our circle\.$/m);
  chiara.tell('say Here nobody answers.');
  await chiara.reads(/^refused: refused_/m);
  await amal.press('act_done');
  await amal.keep('act_next_phase');
  await chiara.reads(/^phase: names$/m);

  await round(amal, basil, chiara);
  await amal.closeMeeting();
  await chiara.reads(/^closed$/m);
  for (const member of [amal, basil]) await expect(member.heading('closed_title')).toBeVisible();
});

async function signUp(chiara: Terminal) {
  await chiara.reads(/begin anew:/);
  chiara.tell('new');
  await chiara.reads(/18 or older\?/);
  chiara.tell('yes');
  await chiara.reads(/name to sign in with/);
  chiara.tell('chiara-at-the-terminal');
  await chiara.reads(/written them down\?/);
  chiara.tell('yes');
  await chiara.reads(/written it down\?/);
  chiara.tell('yes');
  await chiara.reads(/yours too\?/);
  chiara.tell('yes');
  await chiara.reads(/promise this too\?/);
  chiara.tell('yes');
  await chiara.reads(/You are in: /);
}

async function round(amal: Member, basil: Member, chiara: Terminal) {
  await amal.hasFloor();
  await amal.press('act_pass');
  await basil.hasFloor();
  await basil.say('My brother, Jamal.');
  await chiara.reads(/^Basil: My brother, Jamal\.$/m);
  await basil.press('act_done');
  await chiara.reads(/^floor: Chiara$/m);
  chiara.tell('say My grandmother.');
  for (const member of [amal, basil]) await member.hears('My grandmother.');
  chiara.tell('done');
  await chiara.reads(/^floor: -$/m);
}

import { whoHasTheFloor } from '../fixtures/gather.ts';
import { expect, type Member, test } from '../fixtures/index.ts';

const CIRCLES = {
  en: { template: /^Grief circle/, name: 'Thursday light' },
  ar: { template: /^حلقة الفقد/, name: 'ضوء الخميس' },
} as const;

for (const locale of ['en-GB', 'ar']) {
  test(`three people: from signing up to the closed meeting (${locale})`, async ({ person }) => {
    test.setTimeout(300_000);
    const [amal, basil, chiara] = await Promise.all(['Amal', 'Basil', 'Chiara'].map((name) => person(name, { locale })));
    if (!amal || !basil || !chiara) throw new Error('three people');
    const all = [amal, basil, chiara];
    const circle = CIRCLES[amal.language];
    await test.step('a circle of three', async () => {
      await amal.page.goto('/');
      await expect(amal.page.getByRole('heading', { level: 1 })).toBeVisible();
      await amal.look('landing');
      await amal.link('landing_start').click();
      await amal.signUp();
      await amal.atHome();
      await amal.look('home-empty');
      await amal.found(circle.template.source.slice(1), circle.name, { greeter: true });
      await amal.look('circle-alone');
      const link = await amal.invite('I would be glad to have you there.');
      await amal.look('circle-invite');
      for (const newcomer of [basil, chiara]) await joins(newcomer, link, amal);
      for (const member of all) for (const other of all) await expect(member.person(other.name).first()).toBeVisible();
    });
    await test.step('a share, taps, and taking it back', () => shares(basil, chiara, amal));
    await test.step('a meeting', () => meeting(amal, basil, chiara));
  });
}

async function joins(newcomer: Member, link: string, greeter: Member) {
  await newcomer.knock(link);
  await expect(newcomer.heading('wait_title')).toBeVisible();
  await newcomer.look('waiting');
  await expect(greeter.heading('knocks_title')).toBeVisible();
  await greeter.look('circle-knock');
  await greeter.press('knock_admit');
  await newcomer.goIn();
  await expect(greeter.heading('knocks_title')).toBeHidden();
}

async function shares(basil: Member, chiara: Member, amal: Member) {
  const words = 'Today I sat in the garden for the first time since spring.';
  await basil.unfold('share_write');
  await basil.fill('share_label', words);
  await basil.look('share-form');
  await basil.press('share_send');
  await expect(basil.text('share_sent')).toBeVisible();
  await expect(basil.field('share_label')).toBeHidden();
  for (const member of [basil, chiara, amal]) await member.hears(words);
  await chiara.press('tap_with_you');
  await expect(chiara.button('tap_with_you')).toBeDisabled();
  await expect(basil.page.getByText(/\(.?1.?\)/u)).toBeVisible();
  await basil.look('circle-share');
  await amal.look('circle-share-heard');
  await basil.pressSurely('share_take_back');
  for (const member of [basil, chiara, amal]) {
    await expect(member.text('share_taken_back')).toBeVisible();
    await expect(member.page.getByText(words)).toHaveCount(0);
  }
}

async function meeting(amal: Member, basil: Member, chiara: Member) {
  const all = [amal, basil, chiara];
  await amal.press('meeting_open');
  await expect(amal.button('act_depart')).toBeVisible();
  await basil.toMeeting();
  await basil.look('meeting-outside');
  await basil.arrive();
  await chiara.toMeeting();
  await chiara.arrive();
  for (const member of all) for (const other of all) await expect(member.seat(other.name)).toBeVisible();

  await amal.inPart(1);
  await amal.hasFloor();
  await amal.look('meeting-my-floor');
  await amal.say('Welcome to our circle.');
  for (const member of all) await member.hears('Welcome to our circle.');
  await expect(basil.composer()).toHaveCount(0);
  await basil.look('meeting-listening');
  await amal.press('act_done');
  await amal.keep('act_next_phase');

  for (const member of all) await member.inPart(2);
  await round(all);

  await amal.keep('act_next_phase');
  for (const member of all) await member.inPart(3);
  await amal.hasFloor();
  await amal.say('What has changed in ordinary days.');
  await chiara.hears('What has changed in ordinary days.');
  await amal.press('act_done');
  await amal.keep('act_next_phase');

  for (const member of all) await member.inPart(4);
  await queue(amal, basil, chiara);

  for (const step of [5, 6, 7, 8]) {
    await amal.keep('act_next_phase');
    for (const member of all) await member.inPart(step);
    if (step === 7) await chiara.look('meeting-silence');
    if (step === 6) await amal.press('act_done');
  }
  await amal.keep('act_close');
  await amal.look('meeting-close-question');
  await amal.button('act_close', amal.dialog()).click();
  for (const member of all) {
    await expect(member.heading('closed_title')).toBeVisible();
    const page = await member.page.content();
    for (const words of ['Welcome to our circle.', 'My brother, Jamal.', 'I miss the mornings most.', 'I know these mornings.']) {
      expect(page, `nothing of it stays with ${member.name}`).not.toContain(words);
    }
  }
  await basil.look('meeting-closed');
  await basil.link('back_to_circle').click();
  await expect(basil.heading('meeting_title')).toBeVisible();
  await basil.look('circle');
}

/** Everybody is asked once; one says something, one passes. */
async function round(all: readonly Member[]) {
  const names: Record<string, string | null> = { Amal: 'My mother.', Basil: 'My brother, Jamal.', Chiara: null };
  const waiting = new Set(all);
  while (waiting.size > 0) {
    const speaker = await whoHasTheFloor([...waiting]);
    for (const other of all) if (other !== speaker) await expect(other.composer()).toHaveCount(0);
    await speaker.look('meeting-my-turn');
    const words = names[speaker.name];
    if (words) {
      await speaker.say(words);
      for (const other of all) await other.hears(words);
      await speaker.press('act_done');
    } else await speaker.press('act_pass');
    await expect(speaker.text('moment_my_floor')).toBeHidden();
    waiting.delete(speaker);
  }
}

async function queue(amal: Member, basil: Member, chiara: Member) {
  await basil.look('meeting-floor-free');
  await basil.press('act_hand_up');
  await basil.hasFloor();
  await basil.say('I miss the mornings most.');
  await chiara.hears('I miss the mornings most.');
  await expect(chiara.composer()).toHaveCount(0);
  await chiara.press('act_hand_up');
  await expect(chiara.button('act_hand_down')).toBeVisible();
  await chiara.look('meeting-hand-up');
  await basil.press('act_done_with_feedback');
  await expect(basil.text('moment_my_feedback')).toBeVisible();
  await basil.look('meeting-my-feedback');
  await expect(amal.field('write_feedback')).toBeVisible();
  await amal.look('meeting-feedback');
  await amal.say('I know these mornings.', 'write_feedback');
  await basil.hears('I know these mornings.');
  await basil.press('act_end_feedback');
  await chiara.hasFloor();
  await expect(amal.composer()).toHaveCount(0);
  await expect(basil.composer()).toHaveCount(0);
  await chiara.press('act_done');
}

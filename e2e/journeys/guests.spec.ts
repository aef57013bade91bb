import { gather } from '../fixtures/gather.ts';
import { expect, test } from '../fixtures/index.ts';

const TEMPLATE = { template: 'Living with illness circle', circle: 'Slow mornings' };
const LABEL = 'Pharmacist at the clinic';

// Domain I44, R28: by the word of two, labelled, without a vote and without history, and gone again.
test('a guest: asked for, agreed to, labelled, in the meeting, and gone', async ({ person }) => {
  test.setTimeout(300_000);
  const [amal, basil, gus] = [await person('Amal'), await person('Basil'), await person('Gus')];
  await gather([amal, basil], TEMPLATE);
  await amal.unfold('share_write');
  await amal.fill('share_label', 'Something from before.');
  await amal.press('share_send');
  await expect(amal.text('share_sent')).toBeVisible();

  const link = await test.step('one asks, another one agrees, one of the two makes the link', async () => {
    await basil.unfold('guest_ask_title');
    await basil.fill('guest_label_label', LABEL);
    await basil.page.getByRole('checkbox', { name: /pass on what they hear/ }).check();
    await basil.look('guest-ask');
    await basil.page.getByRole('button', { name: 'Ask the circle' }).click();
    await expect(basil.text('guest_waits', { circle: 'circle' })).toBeVisible();
    await expect(basil.button('guest_agree')).toHaveCount(0);
    await amal.look('guest-asked');
    await amal.press('guest_agree');
    await basil.press('guest_link');
    const field = basil.field('invite_link_guest');
    await expect(field).toHaveValue(/\/join#.+/);
    return field.inputValue();
  });

  await test.step('the guest reads as what, and needs no bond', async () => {
    await gus.page.goto(link);
    await expect(gus.heading('join_guest_title')).toBeVisible();
    await expect(gus.page.getByText(LABEL)).toBeVisible();
    await expect(gus.page.getByRole('radio')).toHaveCount(0);
    await gus.pledge().check();
    await gus.look('join-as-guest');
    await gus.press('join_begin');
    await gus.signUp();
    await gus.knockAsDecided();
    await gus.goIn();
  });

  await test.step('everybody sees it, and the guest sees nothing from before', async () => {
    await expect(gus.page.getByText(/You are here as a guest/)).toBeVisible();
    await expect(gus.page.getByText('Something from before.')).toHaveCount(0);
    await expect(gus.page.locator('summary').filter({ hasText: 'Write' })).toHaveCount(0);
    for (const member of [amal, basil]) await expect(member.page.getByText(/is here as a guest/)).toBeVisible();
    await expect(amal.text('invite_guest_here')).toBeVisible();
    await gus.look('circle-as-guest');
    await amal.look('circle-with-guest');
  });

  await test.step('in the meeting the seat says it', async () => {
    await amal.press('meeting_open');
    await gus.toMeeting();
    await gus.arrive();
    await expect(amal.seat('Gus')).toContainText(LABEL);
    await expect(amal.page.getByText(/is here as a guest/)).toBeVisible();
    await amal.look('meeting-with-guest');
  });

  await test.step('good-bye', async () => {
    await basil.page.getByRole('button', { name: /Say good-bye to/ }).first().click();
    await basil.dialog().getByRole('button', { name: /Say good-bye to/ }).click();
    await expect(amal.seat('Gus')).toHaveCount(0);
    await expect(basil.page.getByText(/is here as a guest/)).toHaveCount(0);
    await gus.walk('/home');
    await gus.atHome();
    await expect(gus.page.getByText(TEMPLATE.circle)).toHaveCount(0);
  });
});

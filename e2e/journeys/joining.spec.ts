import { expect, type Member, test } from '../fixtures/index.ts';
import { kept } from '../fixtures/kept.ts';

test('an invitation is read first: without an account, and nothing of it stays', async ({ person }) => {
  test.setTimeout(240_000);
  const [amal, basil, chiara] = [await person('Amal'), await person('Basil'), await person('Chiara')];
  await amal.page.goto('/signup');
  await amal.signUp();
  await amal.atHome();
  await amal.found('Grief circle', 'Thursday light', { greeter: true });
  const link = await amal.invite('I would be glad to have you there.');

  await test.step('reading asks the server for the preview and for nothing else', async () => {
    const asked: string[] = [];
    basil.page.on('request', (request) => {
      if (request.method() === 'POST') asked.push(new URL(request.url()).pathname);
    });
    await basil.page.goto(link);
    await basil.hears('I would be glad to have you there.');
    await expect(basil.heading('join_bond_title')).toBeVisible();
    await expect(basil.text('join_reading_is_free')).toBeVisible();
    expect(asked).toEqual(['/v1/mailbox/preview']);
    expect(await stored(basil), 'no secret on the device').not.toContain(link.split('#')[1]);
    expect(await kept(basil.page)).toEqual([]);
    await basil.press('not_now');
    await expect(basil.page).toHaveURL(/\/$/);
  });

  await test.step('the greeter says no: kind words and a way on', async () => {
    await basil.knock(link, 'My sister told me about you.');
    await expect(basil.heading('wait_title')).toBeVisible();
    await expect(amal.heading('knocks_title')).toBeVisible();
    await amal.hears('My sister told me about you.');
    await amal.press('knock_decline');
    await expect(amal.heading('knocks_title')).toBeHidden();
    await expect(basil.heading('join_not_let_in_title')).toBeVisible();
    await expect(basil.text('error_not_let_in')).toBeVisible();
    await expect(basil.page.getByRole('main').getByRole('link', { name: 'Help now' })).toBeVisible();
    await basil.look('join-not-let-in');
    await basil.press('to_my_circles');
    await basil.atHome();
    await expect(basil.text('no_circles')).toBeVisible();
  });

  await test.step('who has an account signs in and stands where the decision was made', async () => {
    await chiara.page.goto('/signup');
    const keys = await chiara.signUp();
    await chiara.atHome();
    await chiara.link('settings_link').click();
    await chiara.pressSurely('sign_out');
    await expect(chiara.link('landing_sign_in')).toBeVisible();
    await chiara.decide(link);
    await chiara.link('have_account').click();
    await expect(chiara.text('sign_in_invited')).toBeVisible();
    await chiara.signIn(keys);
    await expect(chiara.heading('join_bond_title')).toBeVisible({ timeout: 40_000 });
    await chiara.knockAsDecided();
    await expect(chiara.heading('wait_title')).toBeVisible();
    await amal.press('knock_admit');
    await chiara.goIn();
  });
});

/** What the browser keeps of this page outside the device store, as text. */
function stored(member: Member): Promise<string> {
  return member.page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state, location.href]));
}

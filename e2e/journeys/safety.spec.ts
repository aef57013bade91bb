import { expect, type Member, test } from '../fixtures/index.ts';

for (const locale of ['en-GB', 'ar']) {
  test(`help is one tap away: before signing in, inside, and without a network (${locale})`, async ({ person }) => {
    const amal = await person('Amal', { locale });
    await amal.page.goto('/');
    await expect(amal.page.locator('html')).toHaveAttribute('dir', amal.language === 'ar' ? 'rtl' : 'ltr');
    await amal.look('landing');
    await helpFrom(amal, '/');
    await amal.look('crisis');
    await amal.page.getByRole('combobox').selectOption('EG');
    await expect(amal.page.locator('a[href="tel:123"]')).toBeVisible();
    await amal.look('crisis-numbers');
    for (const path of ['/signup', '/signin', '/recover', '/join', '/security', '/nowhere']) await helpFrom(amal, path);
    await amal.page.goto('/security');
    await amal.look('security');
    await amal.page.goto('/nowhere');
    await amal.look('lost');
    await amal.page.goto('/signup');
    await amal.signUp();
    await amal.atHome();
    for (const path of ['/home', '/start', '/settings']) await helpFrom(amal, path);
    await amal.page.goto('/settings');
    await expect(amal.heading('settings_title')).toBeVisible();
    await amal.look('settings');
    await withoutNetwork(amal);
  });
}

test('leaving quickly, by button and by three times Escape, leaves an empty page', async ({ person }) => {
  const amal = await person('Amal');
  await amal.page.goto('/security');
  await amal.press('leave_quickly');
  await left(amal);
  await amal.page.goto('/signup');
  await expect(amal.heading('sign_up_title')).toBeVisible();
  for (let press = 0; press < 3; press++) await amal.page.keyboard.press('Escape');
  await left(amal);
  await amal.page.goBack();
  await expect(amal.page.locator('body')).toBeEmpty();
});

async function helpFrom(member: Member, path: string) {
  await member.page.goto(path);
  await expect(member.button('leave_quickly'), `leaving quickly from ${path}`).toBeVisible();
  await member.link('need_help_now').first().click();
  await expect(member.heading('crisis_title'), `help from ${path}`).toBeVisible();
}

async function withoutNetwork(member: Member) {
  await member.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await member.context.setOffline(true);
  await helpFrom(member, '/');
  await expect(member.page.locator('a[href="tel:123"]')).toBeVisible();
  await member.page.goto('/crisis');
  await expect(member.heading('crisis_title')).toBeVisible();
  await member.press('leave_quickly');
  await left(member);
  await member.context.setOffline(false);
}

async function left(member: Member) {
  await expect(member.page).toHaveURL(/\/blank\.html$/);
  await expect(member.page).toHaveTitle('New tab');
  await expect(member.page.locator('body')).toBeEmpty();
}

import { expect, test } from '../fixtures/index.ts';
import { kept } from '../fixtures/kept.ts';

test('a device with a lock opens with the words alone, also without a connection', async ({ person }) => {
  const amal = await person('Amal');
  await amal.page.goto('/signup');
  const keys = await amal.signUp();
  await amal.atHome();
  await amal.link('settings_link').click();

  await test.step('other words than the own make no lock', async () => {
    await amal.press('lock_start');
    await amal.fill('passphrase_label', 'river lantern copper meadow violin');
    await amal.look('settings-lock');
    await amal.press('lock_set');
    await expect(amal.text('error_wrong_name_or_passphrase')).toBeVisible({ timeout: 40_000 });
  });

  await test.step('with the lock on, the key lies on the device no more', async () => {
    expect(await kept(amal.page)).toContain('device-key');
    await amal.fill('passphrase_label', keys.words);
    await amal.press('lock_set');
    await expect(amal.button('lock_now')).toBeVisible({ timeout: 40_000 });
    await amal.look('settings-locked');
    await expect.poll(() => kept(amal.page)).not.toContain('device-key');
  });

  await test.step('locked, only help and the quick way out are there', async () => {
    await amal.press('lock_now');
    await expect(amal.heading('lock_screen_title')).toBeVisible({ timeout: 40_000 });
    await expect(amal.link('need_help_now')).toBeVisible();
    await expect(amal.page.getByText(keys.name)).toBeHidden();
    await expect(amal.page).not.toHaveTitle(/Stayhere/);
    await amal.look('locked');
    await amal.fill('passphrase_label', 'river lantern copper meadow violin');
    await amal.press('lock_open');
    await expect(amal.text('error_wrong_passphrase')).toBeVisible({ timeout: 40_000 });
  });

  await test.step('the right words open it, again and without a connection', async () => {
    await amal.fill('passphrase_label', keys.words);
    await amal.press('lock_open');
    await expect(amal.heading('settings_title')).toBeVisible({ timeout: 40_000 });
    await amal.context.setOffline(true);
    await amal.press('lock_now');
    await amal.fill('passphrase_label', keys.words);
    await amal.press('lock_open');
    await expect(amal.heading('settings_title')).toBeVisible({ timeout: 40_000 });
    await amal.context.setOffline(false);
  });

  await test.step('a page that is opened anew asks', async () => {
    await amal.page.reload();
    await expect(amal.heading('lock_screen_title')).toBeVisible({ timeout: 40_000 });
    await amal.fill('passphrase_label', keys.words);
    await amal.press('lock_open');
    await amal.press('lock_off');
    await expect(amal.button('lock_start')).toBeVisible();
    await amal.page.reload();
    await expect(amal.button('lock_start')).toBeVisible({ timeout: 40_000 });
  });
});

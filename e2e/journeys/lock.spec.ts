import { expect, test } from '../fixtures/index.ts';
import { kept } from '../fixtures/kept.ts';
import { sentence } from '../fixtures/texts.ts';

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

  await test.step('a second PIN opens ordinary notes, and nothing else', async () => {
    await amal.press('pin_start');
    await amal.fill('pin_label', keys.words);
    await amal.press('pin_set');
    await expect(amal.text('error_pin_is_passphrase')).toBeVisible({ timeout: 40_000 });
    await amal.fill('pin_label', '4821');
    await amal.press('pin_set');
    await expect(amal.text('pin_is_set')).toBeVisible({ timeout: 40_000 });
    await amal.look('settings-second-pin');
    await amal.page.reload();
    await amal.fill('passphrase_label', '4821');
    await amal.press('lock_open');
    const notes = amal.page.getByRole('textbox');
    await expect(notes).toHaveValue('', { timeout: 40_000 });
    await expect(amal.page).toHaveTitle(sentence(amal.language, 'notes_title'));
    await expect(amal.page.getByText(/Stayhere|circle/i)).toBeHidden();
    await expect(amal.page.getByRole('link')).toHaveCount(0);
    expect(new URL(amal.page.url()).pathname).toBe('/home');
    await notes.fill('Milk, bread, batteries');
    await amal.look('notes');
    await amal.press('notes_close');
    await amal.fill('passphrase_label', '4821');
    await amal.press('lock_open');
    await expect(amal.page.getByRole('textbox')).toHaveValue('Milk, bread, batteries', { timeout: 40_000 });
    await amal.press('notes_close');
    await amal.fill('passphrase_label', keys.words);
    await amal.press('lock_open');
    await expect(amal.page.getByText(keys.name).first()).toBeVisible({ timeout: 40_000 });
    await amal.link('settings_link').click();
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

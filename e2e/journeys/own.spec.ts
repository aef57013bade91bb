import { readFile } from 'node:fs/promises';
import { gather } from '../fixtures/gather.ts';
import { expect, type Member, test } from '../fixtures/index.ts';
import { kept } from '../fixtures/kept.ts';

test('own words are taken along, and nobody else\'s', async ({ person }) => {
  const [amal, basil] = [await person('Amal'), await person('Basil')];
  await gather([amal, basil]);
  await shares(amal, 'Words of Amal about the lantern.');
  await shares(basil, 'Words of Basil about the harbour.');
  await expect(basil.page.getByText('Words of Amal about the lantern.')).toBeVisible();

  await basil.page.goto('/settings');
  await basil.press('export_make');
  await expect(basil.text('export_ready')).toBeVisible();
  await basil.look('settings-export');
  for (const link of ['export_file_read', 'export_file_data']) {
    const file = await download(basil, link);
    expect(file).toContain('Words of Basil about the harbour.');
    expect(file).not.toContain('lantern');
    expect(file).not.toContain('Amal');
  }
});

for (const locale of ['en-GB', 'ar']) {
  test(`sheets are written without the network, kept, and burnt (${locale})`, async ({ person }) => {
    const amal = await person('Amal', { locale });
    await amal.page.goto('/signup');
    await amal.signUp();
    await amal.atHome();
    await amal.link('sheets_list').click();
    await expect(amal.text('sheets_none')).toBeVisible();
    await amal.look('sheets-none');
    await amal.press('sheets_new');
    await amal.fill('sheet_title_label', 'To Salim');
    await amal.fill('sheet_text_label', 'I kept your keys.');
    await expect(amal.text('sheet_state_saved')).toBeVisible();
    await amal.look('own-sheet');

    await amal.context.setOffline(true);
    await amal.fill('sheet_text_label', 'I kept your keys, and the coat.');
    await expect(amal.text('sheet_state_waiting')).toBeVisible();
    await amal.press('sheet_seal');
    await expect(amal.page.getByRole('button', { name: /To Salim/ })).toBeVisible();
    await amal.look('sheets-waiting');
    await amal.page.reload();
    await amal.page.getByRole('button', { name: /To Salim/ }).click({ timeout: 40_000 });
    await expect(amal.field('sheet_text_label')).toHaveValue('I kept your keys, and the coat.');
    await amal.context.setOffline(false);
    await expect(amal.text('sheet_state_saved')).toBeVisible({ timeout: 40_000 });

    await amal.press('sheet_burn');
    await amal.look('own-sheet-burning');
    await amal.button('sheet_burn_yes', amal.dialog()).click();
    await expect(amal.text('sheet_burnt')).toBeVisible();
    await expect(amal.page.getByText('To Salim')).toHaveCount(0);
    expect((await kept(amal.page)).filter((slot) => String(slot).startsWith('sheet-'))).toEqual([]);
    await amal.page.reload();
    await expect(amal.text('sheets_none')).toBeVisible({ timeout: 40_000 });
  });
}

test('an account is erased: nobody is left of it, here or there', async ({ person }) => {
  const [amal, basil] = [await person('Amal'), await person('Basil')];
  await gather([amal, basil]);
  await shares(basil, 'Words of Basil about the harbour.');
  await expect(amal.page.getByText('Words of Basil about the harbour.')).toBeVisible();
  if (basil.keys === undefined) throw new Error('Basil has keys');

  await basil.page.goto('/settings');
  await basil.press('erase_start');
  await basil.look('settings-erase');
  await basil.page.getByRole('checkbox', { name: 'Take back my shares first' }).check();
  await basil.fill('erase_passphrase', 'river lantern copper meadow violin');
  await basil.press('erase_yes');
  await expect(basil.text('error_wrong_name_or_passphrase')).toBeVisible({ timeout: 40_000 });
  await basil.fill('erase_passphrase', basil.keys.words);
  await basil.press('erase_yes');
  await expect(basil.heading('erase_done_title')).toBeVisible({ timeout: 60_000 });
  await basil.look('erased');
  await expect.poll(() => kept(basil.page)).toEqual([]);

  await expect(amal.page.getByText('Words of Basil about the harbour.')).toHaveCount(0);
  await expect(amal.person('Basil')).toHaveCount(0);
  await basil.page.goto('/signin');
  await basil.signIn(basil.keys);
  await expect(basil.text('error_wrong_name_or_passphrase')).toBeVisible({ timeout: 40_000 });
});

async function shares(member: Member, words: string): Promise<void> {
  await member.unfold('share_write');
  await member.fill('share_label', words);
  await member.press('share_send');
  await expect(member.text('share_sent')).toBeVisible();
}

async function download(member: Member, link: string): Promise<string> {
  const [file] = await Promise.all([member.page.waitForEvent('download'), member.link(link).click()]);
  return readFile(await file.path(), 'utf8');
}

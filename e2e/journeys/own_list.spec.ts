import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/index.ts';
import { BINARY, type Server } from '../fixtures/server.ts';

/** As the operator, in a terminal; gives the first line. */
async function operate(server: Server, ...args: string[]): Promise<string> {
  const env = { ...process.env, LC_ALL: 'C.UTF-8' };
  const { stdout } = await promisify(execFile)(BINARY, ['directory', ...args, '--data', server.data], { env });
  return stdout.split('\n')[0] ?? '';
}

async function comeIn(page: Page, server: Server, key: string, lang: string): Promise<void> {
  await page.goto(`${server.url}/servants?lang=${lang}`);
  await page.locator('#key').fill(key);
  await page.locator('main button').click();
}

test('one enters a meeting without a script, another one lists it, and people find it', async ({ server, browser, a11y, shots }) => {
  await operate(server, 'own', '--name', 'Bridge intergroup', '--zone', 'Africa/Cairo');
  const amal = await operate(server, 'servants', 'add', 'Amal');
  const badr = await operate(server, 'servants', 'add', 'Badr', '--reviews');
  // The running server looks at what the command has written every few seconds.
  const door = `${server.url}/servants`;
  await expect.poll(async () => (await fetch(door)).status, { timeout: 30_000 }).toBe(200);

  const plain = await browser.newContext({ javaScriptEnabled: false });
  const other = await browser.newContext();
  try {
    const writer = await plain.newPage();
    await writer.goto(`${door}?lang=en`);
    await writer.getByLabel('Your key').fill('not a key');
    await writer.getByRole('button', { name: 'Come in' }).click();
    await expect(writer.getByRole('alert')).toContainText('opens nothing');
    await comeIn(writer, server, amal, 'en');
    await expect(writer.getByText(/You are .?Amal/)).toBeVisible();

    await writer.getByRole('link', { name: 'Enter a meeting' }).click();
    await writer.getByLabel('Name (needed)').fill('Tea and talk');
    await writer.getByLabel('in person', { exact: true }).check();
    await writer.getByLabel('How often').selectOption('on a certain weekday of the month');
    await writer.getByLabel('Tuesday').check();
    await writer.getByLabel('From (needed)').fill('19:00');
    await writer.getByLabel('Town').fill('Cairo');
    await writer.getByRole('button', { name: 'Send it' }).click();
    await expect(writer.getByRole('alert')).toContainText('Nothing is lost');
    await expect(writer.getByText('Please choose which of the month.')).toHaveCount(2);
    await expect(writer.getByLabel('Name (needed)')).toHaveValue('Tea and talk');
    await expect(writer.getByLabel('Tuesday')).toBeChecked();
    await writer.getByRole('link', { name: 'Street and number' }).click();
    await writer.getByLabel('Street and number').fill('1 Nile Street');
    await writer.getByLabel('first', { exact: true }).check();
    await writer.getByLabel('last', { exact: true }).check();
    await writer.getByText('Season, exceptions, breaks').click();
    await writer.getByLabel('Not on these days').fill('2027-01-05');
    await writer.getByRole('button', { name: 'Another time' }).click();
    await expect(writer.getByLabel('From (needed)')).toHaveCount(2);
    await writer.getByLabel('Remove this time').last().check();
    await writer.getByRole('button', { name: 'Send it' }).click();
    await expect(writer.getByRole('heading', { name: 'Waiting for somebody to look at' })).toBeVisible();
    await expect(writer.getByRole('link', { name: /New: .?Tea and talk/ })).toBeVisible();

    // With the app's own worker between page and server.
    const reviewer = await other.newPage();
    await reviewer.goto(server.url);
    await reviewer.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    await reviewer.goto(`${server.url}/meeting/nowhere?lang=en`);
    await expect(reviewer.getByRole('heading', { name: 'There is no such meeting' })).toBeVisible();
    await comeIn(reviewer, server, badr, 'ar');
    await a11y.audit(reviewer);
    await shots(reviewer, 'servants-desk-ar');
    await reviewer.getByRole('link', { name: 'Tea and talk' }).click();
    await expect(reviewer.getByText('1 Nile Street')).toBeVisible();
    await a11y.audit(reviewer);
    await shots(reviewer, 'servants-review-ar');
    await reviewer.locator('#why').fill('أي باب؟');
    await reviewer.getByRole('button', { name: 'أعيدوه' }).click();

    await writer.reload();
    await expect(writer.getByText('أي باب؟')).toBeVisible();
    await writer.getByRole('link', { name: /New: .?Tea and talk/ }).click();
    await writer.getByLabel('How to find it').fill('The green door');
    await writer.getByRole('button', { name: 'Send it' }).click();

    await reviewer.reload();
    await reviewer.getByRole('link', { name: 'Tea and talk' }).click();
    await reviewer.getByRole('button', { name: 'صحيح: انشروه' }).click();
    await expect(reviewer.getByRole('heading', { name: 'لقاءاتنا المنشورة' })).toBeVisible();
    await reviewer.getByRole('link', { name: 'Tea and talk' }).click();
    await a11y.audit(reviewer);
    await shots(reviewer, 'servants-form-ar');
    await reviewer.goto(`${door}/new?lang=en`);
    await reviewer.getByRole('button', { name: 'Send it' }).click();
    await a11y.audit(reviewer);
    await shots(reviewer, 'servants-form-en');

    const visitor = await plain.newPage();
    await visitor.goto(`${server.url}/find?lang=en`);
    await visitor.getByLabel('What are you looking for?').fill('tea');
    await visitor.getByRole('button', { name: 'Search' }).click();
    await visitor.getByRole('link', { name: 'Tea and talk' }).click();
    await expect(visitor.getByText('The green door')).toBeVisible();
    await expect(visitor.getByText('Bridge intergroup')).toBeVisible();
    const calendar = await (await fetch(`${server.url}/meeting/tea-and-talk/calendar.ics`)).text();
    expect(calendar).toContain('BYDAY=1TU,-1TU');
    expect(calendar).toContain('EXDATE');

    await operate(server, 'servants', 'remove', 'Amal');
    await writer.goto(`${door}?lang=en`);
    await expect(writer.getByRole('alert')).toContainText('taken back');
  } finally {
    await plain.close();
    await other.close();
  }
});

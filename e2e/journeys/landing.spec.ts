import { expect, test } from '../fixtures/index.ts';

test('the landing page says what Stayhere is, to everybody', async ({ person, a11y, shots }) => {
  const { page } = await person('somebody');
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page).toHaveTitle(/Stayhere/);
  await a11y.audit(page);
  await shots(page, 'landing');
});

test('the landing page is whole in Arabic, from right to left', async ({ person, a11y, shots }) => {
  const { page } = await person('somebody', { locale: 'ar' });
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await a11y.audit(page);
  await shots(page, 'landing-ar');
});

test('the server is killed and started again: the page is there, on the same address', async ({ person, server }) => {
  const { page } = await person('somebody');
  const address = server.url;
  await page.goto('/');
  await server.kill();
  await server.restart();
  expect(server.url).toBe(address);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

import { expect, test } from '../fixtures/index.ts';

test('the server is killed and started again: the page is there, on the same address', async ({ person, server }) => {
  const { page } = await person('somebody');
  const address = server.url;
  await page.goto('/');
  await expect(page).toHaveTitle(/Stayhere/);
  await server.kill();
  await server.restart();
  expect(server.url).toBe(address);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

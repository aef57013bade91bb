import { execFile } from 'node:child_process';
import type { Page } from '@playwright/test';
import { gather } from '../fixtures/gather.ts';
import { expect, test } from '../fixtures/index.ts';
import { BINARY, Server } from '../fixtures/server.ts';

const TEMPLATE = { template: 'Grief circle', circle: 'Thursday light' };
const PUBLIC = 'Lanterns by the sea';
const FEEDS = ['/feeds/meetings.json', '/sitemap.xml', '/api/v1/meetings?q=lanterns'];
const WORDS = 'We lost somebody, and we remember together.';

// Domain I3, R33: two who keep the circle show a card, somebody without an account finds it and knocks, and it goes again.
test('a card: proposed, confirmed, found, knocked by, and taken back', async ({ person, server }) => {
  test.setTimeout(420_000);
  const [amal, basil, chiara] = [await person('Amal'), await person('Basil'), await person('Chiara')];
  await gather([amal, basil], TEMPLATE);
  await test.step('both keep the circle', async () => {
    await basil.unfold('services_title');
    await basil.page.getByRole('button', { name: 'Serve as Host', exact: true }).click();
    await expect(basil.page.getByRole('button', { name: 'Serve as Host', exact: true })).toHaveCount(0);
  });

  await test.step('one proposes, and it is nowhere yet', async () => {
    await amal.page.getByRole('link', { name: /shows in public/ }).click();
    await expect(amal.heading('card_now')).toBeVisible();
    await amal.unfold('card_propose');
    await amal.fill('card_name_label', PUBLIC);
    await amal.fill('card_text_label', WORDS);
    await amal.page.locator('summary').filter({ hasText: /^About$/ }).click();
    await amal.page.getByRole('checkbox', { name: 'grief', exact: true }).check();
    await amal.look('card-form');
    await amal.press('card_send');
    await expect(amal.heading('card_proposed_by_me')).toBeVisible();
    await expect(amal.button('card_confirm')).toHaveCount(0);
    expect(await search(chiara.page)).not.toContain(PUBLIC);
  });

  await test.step('another one reads exactly that and confirms it', async () => {
    await basil.page.getByRole('link', { name: /shows in public/ }).first().click();
    await basil.hears(WORDS);
    await basil.look('card-proposed');
    await basil.pressSurely('card_confirm');
    for (const member of [amal, basil]) {
      await member.press('card_look');
      await expect(member.text('card_shown_as_agreed'), member.name).toBeVisible();
    }
    await amal.look('card-shown');
  });

  const page = await test.step('somebody without an account finds it by a search, in the feeds, and on paper', async () => {
    await expect.poll(() => search(chiara.page), 'the directory has it').toContain(PUBLIC);
    await chiara.look('card-found');
    await chiara.page.getByRole('link', { name: PUBLIC }).click();
    await chiara.hears(WORDS);
    await chiara.look('card-page');
    const page = new URL(chiara.page.url()).pathname;
    expect(await chiara.page.content(), 'nothing of the circle besides').not.toContain(TEMPLATE.circle);
    for (const feed of FEEDS) expect(await read(server, feed), feed).toContain(page);
    await chiara.page.goto(`${page}/card`);
    await chiara.hears(PUBLIC);
    return page;
  });

  await test.step('another server that subscribes to this one lists it too, and leads here', async () => {
    // What is signed has the server's own address in it, which the operator names.
    server.env['STAYHERE_URL'] = server.url;
    await server.kill();
    await server.restart();
    const sister = await Server.start();
    try {
      const fingerprint = /(?:[a-z2-7]{4}-){4}[a-z2-7]{4}/.exec(await operate(server, 'key'))?.[0] ?? '';
      await operate(sister, 'subscribe', 'first', server.url, '--fingerprint', fingerprint, '--name', 'First city');
      const ask = () => read(sister, '/api/v1/meetings?q=lanterns');
      await expect.poll(ask, 'the sister has it').toContain(PUBLIC);
      const { meetings } = JSON.parse(await ask()) as { meetings: { slug: string; url?: string }[] };
      expect(meetings.map(({ url }) => url)).toEqual([`${server.url}${page}`]);
      const there = await read(sister, `/meeting/${meetings[0]?.slug}`);
      expect(there).toContain('First city');
      expect(there, 'one knocks where the circle is').toContain(`${server.url}/join#`);
    } finally {
      await sister.stop();
    }
  });

  await test.step('knocks, having read bond and pledge, and is let in by somebody who looks', async () => {
    await chiara.page.goto(page);
    await chiara.page.getByRole('link', { name: 'Knock', exact: true }).click();
    await expect(chiara.page.getByText(PUBLIC).first()).toBeVisible();
    await expect(chiara.heading('join_bond_title')).toBeVisible();
    await chiara.radio('join_bond_yes').check();
    await chiara.pledge().check();
    await chiara.press('join_begin');
    await chiara.signUp();
    await chiara.knockAsDecided();
    await expect(chiara.heading('wait_title')).toBeVisible();
    await amal.walk('/home');
    await amal.page.getByRole('link', { name: TEMPLATE.circle }).click();
    await expect(amal.heading('knocks_title')).toBeVisible();
    await amal.press('knock_admit');
    await chiara.goIn();
    await expect(amal.person('Chiara').first()).toBeVisible();
  });

  await test.step('whoever runs the server hides it, and the members are told', async () => {
    const [key] = (await operate(server, 'circles')).trim().split(/\s/);
    if (key === undefined || key === '') throw new Error('the list shows the card');
    await operate(server, 'hide', key);
    await expect.poll(() => search(chiara.page), 'nobody finds it').not.toContain(PUBLIC);
    await basil.press('card_look');
    await expect(basil.text('card_shown_hidden')).toBeVisible();
    await operate(server, 'show', key);
    await basil.press('card_look');
    await expect(basil.text('card_shown_as_agreed')).toBeVisible();
    expect(server.log).not.toContain(PUBLIC);
  });

  await test.step('one takes it back: it is gone from search and feeds', async () => {
    await basil.pressSurely('card_take_back');
    await expect(basil.text('card_none', { circle: 'circle' })).toBeVisible();
    const visitor = await person('Visitor');
    await expect.poll(() => search(visitor.page), 'the directory has it no more').not.toContain(PUBLIC);
    for (const feed of FEEDS) expect(await read(server, feed), feed).not.toContain(page);
    expect((await fetch(`${server.url}${page}`)).status).toBe(404);
  });
});

/** What the directory's page of results says. */
async function search(page: Page): Promise<string> {
  await page.goto('/find');
  await page.locator('#q').fill('lanterns');
  await page.locator('form button[type=submit]').first().click();
  return page.locator('main').innerText();
}

/** As a program reads it. */
async function read(server: Server, path: string): Promise<string> {
  const answer = await fetch(`${server.url}${path}`);
  return answer.text();
}

/** What the operator's command about the directory says; the server goes on meanwhile. */
function operate(server: Server, ...args: string[]): Promise<string> {
  const all = ['directory', '--data', server.data, '--lang', 'en', ...args];
  return new Promise((done, fail) => {
    execFile(BINARY, all, (error, out, err) => (error === null ? done(out) : fail(new Error(`${all.join(' ')}: ${out}${err}`))));
  });
}

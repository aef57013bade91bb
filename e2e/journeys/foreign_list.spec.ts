import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server as Web } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { expect, test } from '../fixtures/index.ts';
import { BINARY } from '../fixtures/server.ts';

/** The field's own list of meetings, as its users install it. */
const CROUTON = resolve(import.meta.dirname, '../node_modules/@bmlt-enabled/croutonjs');
const FEED = resolve(import.meta.dirname, '../../crates/directory/testdata/bmlt-sample-newyork-1555.json.gz');
/** One service body is enough, and quicker than all of them. */
const BODY = '1005';

interface Meeting {
  meeting_name: string;
  service_body_bigint: string;
  published: string;
}

/** A page of somebody else's site: the list, and the address of our server as that of a BMLT server. */
async function site(root: string): Promise<Web> {
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Meetings</title>
    <link rel="stylesheet" href="/crouton.min.css"><div id="bmlt-tabs"></div><script src="/crouton.min.js"></script>
    <script>
      var crouton = new Crouton({ root_server: ${JSON.stringify(root)}, service_body: ['${BODY}'], template_path: '.' });
      crouton.render();
    </script>`;
  const web = createServer((request, response) => {
    const file = /^\/(crouton\.min\.(?:js|css))$/.exec(request.url ?? '')?.[1];
    if (file === undefined) {
      response.setHeader('content-type', 'text/html; charset=utf-8').end(request.url === '/' ? page : '');
      return;
    }
    response.setHeader('content-type', file.endsWith('.js') ? 'text/javascript' : 'text/css');
    readFile(join(CROUTON, file)).then((bytes) => response.end(bytes), () => response.writeHead(500).end());
  });
  await new Promise<void>((listening) => web.listen(0, '127.0.0.1', listening));
  return web;
}

test('a list of meetings that speaks to BMLT servers shows ours, unmodified', async ({ server, browser }) => {
  const feed = gunzipSync(await readFile(FEED));
  const file = join(server.data, 'feed.json');
  await writeFile(file, feed);
  const args = ['directory', 'import', 'sample', file, '--zone', 'America/New_York', '--keep-numbers', '--data', server.data];
  await promisify(execFile)(BINARY, args);
  const { meetings } = JSON.parse(feed.toString()) as { meetings: Meeting[] };
  const shown = meetings.filter((one) => one.service_body_bigint === BODY && one.published === '1');
  const names = new Set(shown.map((one) => one.meeting_name.trim().replaceAll(/\s+/g, ' ')));
  expect(names.size).toBeGreaterThan(5);
  const answered = `${server.url}/client_interface/json/?switcher=GetSearchResults&services=${BODY}`;
  await expect.poll(async () => ((await (await fetch(answered)).json()) as unknown[]).length).toBe(shown.length);

  const web = await site(`${server.url}/main_server/`);
  const context = await browser.newContext();
  try {
    // Its map comes from elsewhere; the list does not.
    await context.route(({ hostname }) => hostname !== '127.0.0.1', (route) => route.abort());
    const page = await context.newPage();
    const thrown: string[] = [];
    page.on('pageerror', (error) => thrown.push(error.message));
    await page.goto(`http://127.0.0.1:${(web.address() as AddressInfo).port}/`);
    const list = page.locator('#bmlt-tabs');
    for (const name of names) await expect(list).toContainText(name);
    expect(thrown).toEqual([]);
  } finally {
    await context.close();
    web.close();
  }
});

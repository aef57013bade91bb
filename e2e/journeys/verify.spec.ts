import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { expect, Server, test } from '../fixtures/index.ts';
import { BINARY } from '../fixtures/server.ts';

interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

/** Between a server and whoever asks: passes everything on, but for what `change` makes of it. */
async function between<T>(server: Server, change: (path: string, answer: Answer, request: IncomingMessage) => void, act: (url: string) => Promise<T>): Promise<T> {
  const middle = createServer((request, response) => {
    ask(new URL(request.url ?? '/', server.url), { method: request.method, headers: request.headers }, (from) => {
      const parts: Buffer[] = [];
      from.on('data', (part: Buffer) => parts.push(part));
      from.on('end', () => {
        const answer = { status: from.statusCode ?? 0, headers: { ...from.headers }, body: Buffer.concat(parts) };
        change(request.url ?? '/', answer, request);
        delete answer.headers['content-length'];
        delete answer.headers['transfer-encoding'];
        response.writeHead(answer.status, answer.headers).end(answer.body);
      });
    }).end();
  });
  await new Promise<void>((ready) => middle.listen(0, '127.0.0.1', ready));
  try {
    return await act(`http://127.0.0.1:${(middle.address() as AddressInfo).port}`);
  } finally {
    middle.closeAllConnections();
    await new Promise((closed) => middle.close(closed));
  }
}

function stayhere(...args: string[]): Promise<{ code: number; said: string }> {
  return new Promise((done) => {
    execFile(BINARY, [...args, '--lang', 'en'], (error, out, err) => done({ code: error === null ? 0 : Number(error.code), said: out + err }));
  });
}

test('an honest server delivers its release; the page, the program and the list say the same digest', async ({ person, server }) => {
  const { code, said } = await stayhere('verify', server.url);
  expect(said).toContain('The server delivers this release');
  expect(code).toBe(0);
  const about = await stayhere('about');
  const digest = /(?:[0-9a-f]{4}\s+){16}/u.exec(about.said)?.[0].replace(/\s/gu, '');
  expect(digest).toHaveLength(64);
  expect(said.replace(/\s/gu, '')).toContain(digest);

  const amal = await person('Amal');
  await amal.page.goto('/security');
  await amal.press('digest_show');
  await expect(amal.page.locator('.digest span')).toHaveCount(16);
  await amal.look('security-digest');
  expect((await amal.page.locator('.digest span').allTextContents()).join('')).toBe(digest);
  const scripts = amal.page.locator('script[src], link[rel="stylesheet"]');
  for (const tag of await scripts.all()) await expect(tag).toHaveAttribute('integrity', /^sha384-/u);
});

const lies: readonly [what: string, change: (path: string, answer: Answer, request: IncomingMessage) => void, told: RegExp][] = [
  ['one byte of a program', (path, answer) => path.endsWith('.wasm') && answer.headers['content-encoding'] === undefined && answer.body.writeUInt8(answer.body.readUInt8(900) ^ 1, 900), /\.wasm: other contents/u],
  ['a script more', (path, answer) => path === '/' && forge(answer, (page) => page.replace('</head>', '<script src="/evil.js"></script></head>')), /\/: loads evil\.js, which is not in the release/u],
  ['another first page for those who are invited', (path, answer) => path === '/join' && forge(answer, () => '<!doctype html><p>Hello</p>'), /\/join: other contents/u],
  ['another first page for browsers alone', (path, answer, request) => path === '/' && /Mozilla/u.test(request.headers['user-agent'] ?? '') && forge(answer, (page) => `${page}<!-- -->`), /\/: other contents/u],
  ['another page in the compressed form alone', (path, answer, request) => {
    if (path !== '/' || !/br/u.test(String(request.headers['accept-encoding']))) return;
    answer.headers['content-encoding'] = 'br';
    answer.body = brotliCompressSync('<!doctype html><p>Hello</p>');
  }, /\/: other contents/u],
  ['a policy that lets everything in', (path, answer) => path === '/' && (answer.headers['content-security-policy'] = 'default-src *'), /\/: the header content-security-policy is missing or another one/u],
  ['a way to elsewhere', (path, answer) => path === '/' && (answer.headers['refresh'] = '0; url=https://elsewhere.invalid/'), /\/: has a header that the release never sends: refresh/u],
  ['nothing', (path, answer) => path === '/sw.js' && (answer.status = 404), /sw\.js: not delivered \(status 404\)/u],
];

function forge(answer: Answer, change: (page: string) => string): void {
  // The middle asks as it was asked; only the plain form can be changed as text.
  if (answer.headers['content-encoding'] === undefined) answer.body = Buffer.from(change(answer.body.toString('utf8')));
  else {
    answer.headers['content-encoding'] = 'br';
    answer.body = brotliCompressSync(change('<html><head></head></html>'));
  }
}

for (const [what, change, told] of lies) {
  test(`a server that delivers ${what} is found`, async ({ server }) => {
    const { code, said } = await between(server, (path, answer, request) => void change(path, answer, request), (url) => stayhere('verify', url));
    expect(said).toMatch(told);
    expect(said).toContain('does NOT deliver');
    expect(code).toBe(1);
  });
}

test('what passes through unchanged is found to be the same; no server is told from a false one', async ({ server }) => {
  const passed = await between(server, () => {}, (url) => stayhere('verify', url));
  expect(passed.said).toContain('The server delivers this release');
  expect(passed.code).toBe(0);
  const nobody = await stayhere('verify', 'http://127.0.0.1:1');
  expect(nobody.code).toBe(3);
});

test('a release is compared by its list alone', async ({ server }) => {
  const folder = await mkdtemp(join(tmpdir(), 'stayhere-list-'));
  const list = await (await fetch(`${server.url}/app.sha256`)).text();
  const file = join(folder, 'app.sha256');
  await writeFile(file, list);
  expect((await stayhere('verify', server.url, '--release', file)).code).toBe(0);
  await writeFile(file, list.replace(/^[0-9a-f]{4}/u, '0000'));
  expect((await stayhere('verify', server.url, '--release', file)).code).toBe(1);
  await writeFile(file, 'no list');
  expect((await stayhere('verify', server.url, '--release', file)).said).toContain('is not the list of a release');
  await rm(folder, { recursive: true });
});

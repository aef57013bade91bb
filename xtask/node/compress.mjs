// compress.mjs DIR: writes FILE.br and FILE.gz beside every file of DIR that gets smaller by it.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const WORTH_IT = new Set(['.css', '.html', '.ico', '.js', '.json', '.map', '.md', '.mjs', '.svg', '.toml', '.txt', '.wasm', '.webmanifest', '.xml']);
const SMALLEST_BYTES = 512;

let before = 0;
let after = 0;
for (const name of readdirSync(process.argv[2], { recursive: true })) {
  const path = join(process.argv[2], name);
  if (!statSync(path).isFile() || !WORTH_IT.has(extname(name))) continue;
  const bytes = readFileSync(path);
  if (bytes.length < SMALLEST_BYTES) continue;
  const br = brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
  writeFileSync(`${path}.br`, br);
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  before += bytes.length;
  after += br.length;
}
console.log(`  ${Math.round(before / 1024)} KiB become ${Math.round(after / 1024)} KiB with brotli`);

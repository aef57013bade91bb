/**
 * The digest of the app as this browser has it: each file of the app's list is read and hashed here, and the list of these hashes
 * is hashed again. `stayhere about` and the notes of a release show the same number for the same files.
 *
 * A false program would show whatever it likes: this finds accidents and mixed versions, `stayhere verify` finds a server's lie.
 */
const LIST = "/app.sha256";
/** What `sha256sum` writes: 64 hexadecimal digits, two spaces, a path. */
const LINE = /^[0-9a-f]{64} {2}(\S.*)$/;
/** Digits in a group, as people compare them. */
const GROUP = 4;

export type Digest = { state: "known"; groups: string[] } | { state: "mixed"; files: string[] } | { state: "unknown" };

/** Reads the whole app once more, as far as the browser has it without the network. */
export async function appDigest(): Promise<Digest> {
  try {
    const list = new TextDecoder("utf-8", { fatal: true }).decode(await read(LIST, "no-cache"));
    const paths = list.split("\n").filter(Boolean).map((line) => LINE.exec(line)?.[1]);
    if (paths.length === 0 || paths.includes(undefined)) return { state: "unknown" };
    const lines = await Promise.all(paths.map(async (path) => `${await sha256(await read(`/${path}`, "default"))}  ${path}\n`));
    const found = lines.join("");
    if (found !== list) {
      const listed = new Set(list.split("\n"));
      return { state: "mixed", files: lines.map((line) => line.trimEnd()).filter((line) => !listed.has(line)).map((line) => line.slice(66)) };
    }
    return { state: "known", groups: grouped(await sha256(new TextEncoder().encode(found))) };
  } catch {
    // Without a network, or where the browser gives a page no hashing, it cannot be said.
    return { state: "unknown" };
  }
}

async function read(path: string, cache: RequestCache): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await fetch(path, { cache, credentials: "omit" });
  if (!answer.ok) throw new Error(path);
  return new Uint8Array(await answer.arrayBuffer());
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function grouped(hex: string): string[] {
  return hex.match(new RegExp(`.{${GROUP}}`, "g")) ?? [];
}

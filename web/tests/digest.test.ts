/** The digest of the app: what this browser has, hashed file by file. */
import { createHash } from "node:crypto";
import { fireEvent, render, screen } from "@testing-library/svelte";
import { afterEach, describe, expect, test, vi } from "vitest";
import AppDigest from "$lib/components/AppDigest.svelte";
import { appDigest, type Digest } from "$lib/digest";
import { audit, languages, speak } from "./axe";

const sum = (text: string) => createHash("sha256").update(text).digest("hex");
const files: Record<string, string> = { "/assets/a.js": "run()", "/index.html": "<p>here</p>" };
const list = `${sum("run()")}  assets/a.js\n${sum("<p>here</p>")}  index.html\n`;

function serve(delivered: Record<string, string>) {
  vi.stubGlobal("fetch", (path: string) => {
    const text = delivered[path];
    return Promise.resolve(new Response(text ?? null, { status: text === undefined ? 404 : 200 }));
  });
}

afterEach(() => vi.unstubAllGlobals());

test("the digest is the hash of the list, as sha256sum would print it", async () => {
  serve({ ...files, "/app.sha256": list });
  const digest = await appDigest();
  expect(digest).toEqual({ state: "known", groups: sum(list).match(/.{4}/g) });
});

test("a file that is another one is named", async () => {
  serve({ ...files, "/assets/a.js": "run(1)", "/app.sha256": list });
  expect(await appDigest()).toEqual({ state: "mixed", files: ["assets/a.js"] });
});

test.each([
  ["no list", { ...files }],
  ["an empty list", { ...files, "/app.sha256": "" }],
  ["a page in its place", { ...files, "/app.sha256": "<!doctype html>" }],
  ["a file that is missing", { "/index.html": "<p>here</p>", "/app.sha256": list }],
])("%s: it cannot be said", async (_what, delivered) => {
  serve(delivered);
  expect(await appDigest()).toEqual({ state: "unknown" });
});

const states: Digest[] = [
  { state: "known", groups: sum(list).match(/.{4}/g) ?? [] },
  { state: "mixed", files: ["assets/a.js"] },
  { state: "unknown" },
];

describe.each(languages)("shown in %s", (locale) => {
  test.each(states)("$state", async (digest) => {
    speak(locale);
    const { container } = render(AppDigest, { find: () => Promise.resolve(digest) });
    await fireEvent.click(screen.getByRole("button"));
    await vi.waitFor(() => expect(container.querySelector("[aria-live]")?.textContent?.trim()).not.toBe(""));
    await audit(container);
  });
});

/** What the service worker does when a push comes. It is run as it is written, with a browser's parts in its place. */
import { readFileSync } from "node:fs";
import { transformWithOxc } from "vite";
import { beforeAll, expect, test } from "vitest";
import type { Kept } from "$lib/reminders/kept";

const STEP = 300_000;
const MINUTE = 60_000;
const NOW = 1_800_000_000_000;
const HERE = Math.floor(NOW / STEP);
const SOON = Math.floor(NOW / MINUTE) + 12;

let program = "";
beforeAll(async () => {
  const file = "src/sw.ts";
  const { code } = await transformWithOxc(readFileSync(file, "utf8"), file, {});
  program = code.replace(/^export .*$/m, "");
});

/** A database of one value, as far as the worker asks for it. */
function database(value: { kept: Kept | undefined }) {
  const done = (target: Record<string, unknown>, name: string) => queueMicrotask(() => (target[name] as (() => void) | undefined)?.());
  const transaction = () => {
    const made: Record<string, unknown> = {
      objectStore: () => ({
        get: () => ({ result: value.kept }),
        put: (kept: Kept) => ({ result: (value.kept = kept) }),
      }),
    };
    done(made, "oncomplete");
    return made;
  };
  const open = () => {
    const opening: Record<string, unknown> = { result: { transaction, close() {} } };
    done(opening, "onsuccess");
    return opening;
  };
  return { open };
}

function worker(kept: Kept | undefined, windows: { focus(): Promise<void> }[] = []) {
  const listeners: Record<string, (event: unknown) => void> = {};
  const seen = { shown: [] as { title: string; body?: string }[], left: [] as string[], opened: [] as string[], unsubscribed: 0 };
  const value = { kept };
  const registration = {
    showNotification: async (title: string, { body, tag }: { body?: string; tag: string }) => {
      seen.shown.push(body === undefined ? { title } : { title, body });
      seen.left.push(tag);
    },
    getNotifications: async ({ tag }: { tag: string }) =>
      seen.left.filter((one) => one === tag).map(() => ({ close: () => seen.left.splice(seen.left.indexOf(tag), 1) })),
    pushManager: { getSubscription: async () => ({ unsubscribe: async () => (seen.unsubscribed += 1) }) },
  };
  const self = {
    registration,
    addEventListener: (name: string, listen: (event: unknown) => void) => (listeners[name] = listen),
    clients: { matchAll: async () => windows, openWindow: async (path: string) => void seen.opened.push(path) },
  };
  const clock = { now: () => NOW };
  // eslint-disable-next-line no-new-func
  new Function("self", "indexedDB", "Date", program)(self, database(value), clock);
  const fire = async (name: string, more: object = {}) => {
    let waited: Promise<void> = Promise.resolve();
    listeners[name]?.({ ...more, waitUntil: (until: Promise<void>) => (waited = until) });
    await waited;
  };
  return { fire, seen, value };
}

const list = (wakes: Kept["wakes"], shown: number[] = []): Kept => ({ address: "a", title: "Notes", body: "Something", wakes, shown });

test("a push at the moment of a meeting shows the reminder, once", async () => {
  const { fire, seen, value } = worker(list([{ at: HERE, meeting: SOON }]));
  await fire("push");
  expect(seen.shown).toEqual([{ title: "Notes", body: "Something" }]);
  expect([seen.left, value.kept?.shown]).toEqual([["reminder"], [HERE]]);
  await fire("push");
  expect(seen.shown).toHaveLength(2);
  expect([seen.shown[1], seen.left]).toEqual([{ title: "Notes" }, ["reminder"]]);
});

test.each([
  ["a made-up moment", list([{ at: HERE, meeting: null }])],
  ["a moment that is far ahead", list([{ at: HERE + 12, meeting: SOON + 60 }])],
  ["a meeting that is over", list([{ at: HERE - 8, meeting: SOON - 30 }])],
  ["a reminder that was shown", list([{ at: HERE, meeting: SOON }], [HERE])],
])("%s leaves nothing on the screen", async (_, kept) => {
  const { fire, seen } = worker(kept);
  await fire("push");
  expect([seen.shown, seen.left, seen.unsubscribed]).toEqual([[{ title: "Notes" }], [], 0]);
});

test("who signed out is not woken again", async () => {
  const { fire, seen } = worker(undefined);
  await fire("push");
  expect([seen.left, seen.unsubscribed]).toEqual([[], 1]);
});

test("a touch opens the app, or brings it to the front", async () => {
  const notification = { close() {} };
  const closed = worker(undefined);
  await closed.fire("notificationclick", { notification });
  expect(closed.seen.opened).toEqual(["/"]);
  let focused = 0;
  const open = worker(undefined, [{ focus: async () => void (focused += 1) }]);
  await open.fire("notificationclick", { notification });
  expect([focused, open.seen.opened]).toEqual([1, []]);
});

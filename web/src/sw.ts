/**
 * Keeps the app's own files, so that the landing page and the crisis card open without a network. It never sees or
 * keeps what goes to and from the server under /v1. And it takes the pushes that this browser was promised: they have no content,
 * and what they are for stands in the list that the page has kept (lib/reminders/kept.ts). It imports nothing: browsers run it as one file.
 */
/// <reference lib="webworker" />
import type { Kept } from "./lib/reminders/kept";
export {};
declare const self: ServiceWorkerGlobalScope;

const CACHE = "shell-__SHELL_VERSION__";
const SHELL = ["/", "/blank.html", "/mark.svg", "/plain.svg", ..."__SHELL_FILES__".split(" ")];
/** Pages that the server makes itself: whatever it answers is right, and however long it takes, no page of the app stands for it. */
const SERVERS = ["/find", "/meeting/", "/check-feed", "/servants"];
/** A page load waits this long (ms) for the network before the kept page is shown. */
const PATIENCE = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(SHELL))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/v1")) return;
  if (event.request.mode === "navigate") event.respondWith(page(event.request, url));
  else if (url.pathname.startsWith("/assets/")) event.respondWith(asset(event.request));
  else event.respondWith(fetch(event.request).catch(() => kept(event.request)));
});

/** The network's page while there is one, so that an update is never missed; else the kept one. */
async function page(request: Request, url: URL): Promise<Response> {
  const isServers = SERVERS.some((path) => url.pathname.startsWith(path));
  try {
    const fresh = await fetch(request, isServers ? {} : { signal: AbortSignal.timeout(PATIENCE) });
    if (fresh.ok || isServers) return fresh;
  } catch {
    // Offline or too slow: the kept page stands in.
  }
  return kept(new Request(url.pathname === "/blank.html" ? "/blank.html" : "/"));
}

/** Files under /assets carry their hash in the name, so a kept one is always right. */
async function asset(request: Request): Promise<Response> {
  const found = await caches.match(request);
  if (found) return found;
  const fresh = await fetch(request);
  if (fresh.ok) {
    const cache = await caches.open(CACHE);
    await cache.put(request, fresh.clone());
  }
  return fresh;
}

async function kept(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? Response.error();
}

const STEP = 300_000;
const MINUTE = 60_000;
/** A push may come so much (ms) before its moment by this device's clock. */
const EARLY = 2 * MINUTE;
/** So long (ms) after a meeting has begun a reminder is still good for something. */
const LATE = 15 * MINUTE;
const REMINDER = "reminder";
const NOTHING = "nothing";

self.addEventListener("push", (event) => event.waitUntil(woken()));

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(showApp());
});

/** Shows the reminder that is due; at a made-up moment something that goes at once, for browsers want to see something. */
async function woken() {
  const kept = await readKept().catch(() => undefined);
  const now = Date.now();
  const due = kept?.wakes.find(({ at, meeting }) => {
    const isNear = meeting !== null && at * STEP - EARLY <= now && now < meeting * MINUTE + LATE;
    return isNear && !kept.shown.includes(at);
  });
  if (kept && due) {
    await self.registration.showNotification(kept.title, { body: kept.body, tag: REMINDER });
    await writeKept({ ...kept, shown: [...kept.shown, due.at] }).catch(() => {});
    return;
  }
  await self.registration.showNotification(kept?.title ?? "Stayhere", { tag: NOTHING, silent: true });
  for (const note of await self.registration.getNotifications({ tag: NOTHING })) note.close();
  // Nobody here wants to be woken any more.
  if (!kept) await (await self.registration.pushManager.getSubscription())?.unsubscribe();
}

async function showApp() {
  const [open] = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (open) await open.focus();
  else await self.clients.openWindow("/");
}

async function readKept(): Promise<Kept | undefined> {
  return (await inKept("readonly", (store) => store.get("reminders"))) as Kept | undefined;
}

async function writeKept(kept: Kept) {
  await inKept("readwrite", (store) => store.put(kept, "reminders"));
}

function inKept(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("stayhere-reminders", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("kept");
    opening.onerror = () => reject(opening.error ?? new Error("no database"));
    opening.onsuccess = () => {
      const database = opening.result;
      const transaction = database.transaction("kept", mode);
      const request = ask(transaction.objectStore("kept"));
      transaction.oncomplete = () => (database.close(), resolve(request.result));
      transaction.onabort = () => (database.close(), reject(transaction.error ?? new Error("not kept")));
    };
  });
}

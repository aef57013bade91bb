/**
 * Keeps the app's own files, so that the landing page and the crisis card open without a network. It never sees or
 * keeps what goes to and from the server under /v1.
 */
/// <reference lib="webworker" />
export {};
declare const self: ServiceWorkerGlobalScope;

const CACHE = "shell-__SHELL_VERSION__";
const SHELL = ["/", "/blank.html", "/mark.svg", "/plain.svg", ..."__SHELL_FILES__".split(" ")];
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
  try {
    const fresh = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
    if (fresh.ok) return fresh;
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

/** What counts as a touch. A pointer that merely moves does not: a table that shakes moves it. */
const TOUCHES = ["pointerdown", "keydown", "wheel", "touchstart"] as const;
/** How often (ms) it is looked whether the time is over; a browser that slept looks when it wakes. */
const LOOK = 5_000;

/**
 * Calls `onidle` once nobody has touched the page for `minutes()`; never while that is null or `busy()` says that
 * somebody is in the middle of something.
 */
export function watchIdle(minutes: () => number | null, busy: () => boolean, onidle: () => void): () => void {
  let touched = Date.now();
  const touch = () => (touched = Date.now());
  const look = () => {
    if (busy()) touch();
    const allowed = minutes();
    if (allowed === null || Date.now() - touched < allowed * 60_000) return;
    touch();
    onidle();
  };
  for (const name of TOUCHES) addEventListener(name, touch, { passive: true, capture: true });
  document.addEventListener("visibilitychange", look);
  const timer = setInterval(look, LOOK);
  return () => {
    for (const name of TOUCHES) removeEventListener(name, touch, { capture: true });
    document.removeEventListener("visibilitychange", look);
    clearInterval(timer);
  };
}

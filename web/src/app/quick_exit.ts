/** Leaving at once: the page is emptied first, then replaced by an empty one that says "New tab". */
import type { EngineClient } from "$lib/engine/client.svelte";

const LEFT = "left";
const BLANK = "/blank.html";
/** Three presses of Escape within this time (ms) leave. */
const ESCAPE_SPAN = 1500;

export function leaveNow(engine: EngineClient | null) {
  document.documentElement.replaceChildren(document.createElement("body"));
  document.title = "New tab";
  engine?.end();
  try {
    sessionStorage.setItem(LEFT, "1");
  } catch {
    // Without session storage the way back is not covered; the page itself is gone all the same.
  }
  history.replaceState(null, "", "/");
  location.replace(BLANK);
}

/** True when this page was reached by "back" after leaving: then it must stay empty. */
export function cameBackAfterLeaving(): boolean {
  try {
    if (sessionStorage.getItem(LEFT) === null) return false;
    const [entry] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    if (entry?.type === "back_forward") return true;
    sessionStorage.removeItem(LEFT);
  } catch {
    return false;
  }
  return false;
}

/** Calls `leave` when Escape is pressed three times in a row. Returns the way to stop listening. */
export function onThreeEscapes(leave: () => void): () => void {
  let presses: number[] = [];
  const listen = (event: KeyboardEvent) => {
    if (event.key !== "Escape") {
      presses = [];
      return;
    }
    if (event.repeat) return;
    presses = [...presses.filter((at) => event.timeStamp - at < ESCAPE_SPAN), event.timeStamp];
    if (presses.length >= 3) leave();
  };
  window.addEventListener("keydown", listen, { capture: true });
  return () => window.removeEventListener("keydown", listen, { capture: true });
}

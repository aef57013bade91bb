/** The time of a turn: it is looked at now and then, and never runs before anybody's eyes. */
export interface TurnTime {
  /** When the turn began (ms, circle time). */
  began: number;
  /** How long a turn is meant to be. */
  seconds: number;
  now: () => number;
}

/** How often (ms) it is looked. */
const STEP = 5000;

/** Looks at once, now and then, and when the page comes back to the front, until what it returns is called. */
export function nowAndThen(look: () => void): () => void {
  look();
  const timer = setInterval(look, STEP);
  // In a page that nobody sees, timers hardly run.
  document.addEventListener("visibilitychange", look);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", look);
  };
}

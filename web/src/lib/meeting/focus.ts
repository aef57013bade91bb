/** Focus in the room: acts come and go with the meeting, and whoever uses the keyboard should not be put out by that. */
import type { Attachment } from "svelte/attachments";

/**
 * When what has the focus goes away, the focus goes on to the primary act of this moment, or to the heading, and not to
 * the top of the page. The page stays where it is, and whoever is somewhere else is left there.
 */
export const keepFocus: Attachment<HTMLElement> = (room) => {
  let held: Element | null = null;
  const take = (event: FocusEvent) => (held = event.target as Element);
  // Some browsers also tell of leaving when the element itself goes; only afterwards it shows which of the two it was.
  const leave = () => queueMicrotask(() => isNowhere() && held?.isConnected && (held = null));
  const watch = new MutationObserver(() => {
    if (!held || (held.isConnected && !held.matches(":disabled"))) return;
    held = null;
    if (isNowhere()) restOn(room)?.focus({ preventScroll: true });
  });
  room.addEventListener("focusin", take);
  room.addEventListener("focusout", leave);
  watch.observe(room, { childList: true, subtree: true, attributes: true, attributeFilter: ["disabled"] });
  return () => {
    watch.disconnect();
    room.removeEventListener("focusin", take);
    room.removeEventListener("focusout", leave);
  };
};

/** A dialog keeps its own focus. */
function isNowhere(): boolean {
  const focused = document.activeElement;
  return focused === null || focused === document.body || focused.matches(":disabled");
}

function restOn(room: HTMLElement): HTMLElement | null {
  return room.querySelector<HTMLElement>(".bar .primary") ?? room.querySelector<HTMLElement>("h1");
}

/** Closes the details that an element stands in, once its act is done; the focus stays with whoever acted. */
export function shut(inside: Element | null) {
  const details = inside?.closest("details");
  if (!details) return;
  details.open = false;
  details.querySelector("summary")?.focus();
}

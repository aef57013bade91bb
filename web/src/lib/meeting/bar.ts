import type { Attachment } from "svelte/attachments";

/** The bar of acts lies over the page, so the page keeps whatever gets the focus clear of it, as high as it is right now. */
export const keepClear: Attachment<HTMLElement> = (bar) => {
  const page = document.documentElement.style;
  const watch = new ResizeObserver(() => page.setProperty("--bar", `${bar.offsetHeight}px`));
  watch.observe(bar);
  return () => {
    watch.disconnect();
    page.removeProperty("--bar");
  };
};

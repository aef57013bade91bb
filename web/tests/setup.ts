import { afterEach, vi } from "vitest";
import { cleanup } from "@testing-library/svelte";

// jsdom has no layout and no dialogs; the parts that the views touch are given plain stand-ins.
HTMLDialogElement.prototype.showModal = function () {
  this.open = true;
};
HTMLDialogElement.prototype.close = function () {
  this.open = false;
  this.dispatchEvent(new Event("close"));
};
globalThis.ResizeObserver = class implements ResizeObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
};
vi.stubGlobal("matchMedia", (query: string) => ({ matches: query.includes("fine"), media: query, addEventListener() {}, removeEventListener() {} }));

afterEach(cleanup);

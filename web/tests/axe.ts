import axe from "axe-core";
import { expect } from "vitest";
import { direction, prefs, type Locale } from "$lib/prefs.svelte";

export const languages: Locale[] = ["en", "ar"];

export function speak(locale: Locale) {
  prefs.locale = locale;
  document.documentElement.lang = locale;
  document.documentElement.dir = direction(locale);
  document.title = "Stayhere";
}

/** No violations; contrast and page structure are judged in a real browser (e2e), because jsdom has no layout. */
export async function audit(container: Element) {
  const results = await axe.run(container, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
  expect(results.violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
}

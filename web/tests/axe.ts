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

/** No violations, and nothing that the browser would keep; contrast and page structure are judged in a real browser (e2e), because jsdom has no layout. */
export async function audit(container: Element) {
  const results = await axe.run(container, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
  expect(results.violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
  expect(kept(container), "the browser would keep what is written here").toEqual([]);
}

/** A browser keeps what stands in a form in its session files, also a passphrase that is shown, unless it is told not to. */
function kept(container: Element): string[] {
  const controls = [...container.querySelectorAll<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>("input, textarea, select")];
  return controls.filter((control) => !off(control) && !off(control.form)).map((control) => control.outerHTML);
}

function off(element: Element | null): boolean {
  return element?.getAttribute("autocomplete") === "off";
}

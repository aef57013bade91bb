/**
 * What this person likes on this device: language, theme, a calmer screen, Hijri dates, discreet title, country of the crisis card.
 * Nothing of it is ever sent. On a shared device it lives only as long as the page.
 */
import { MediaQuery } from "svelte/reactivity";
import { overwriteGetLocale } from "./paraglide/runtime";

export type Locale = "en" | "ar";
export type Theme = "system" | "light" | "dark";
export type Calm = "system" | "on" | "off";

interface Saved {
  locale?: Locale;
  theme?: Theme;
  calm?: Calm;
  hijri?: boolean;
  discreet?: boolean;
  country?: string;
}

const KEY = "prefs";
export const locales: readonly Locale[] = ["en", "ar"];

class Prefs {
  locale: Locale = $state("en");
  theme: Theme = $state("system");
  calm: Calm = $state("system");
  /** Dates by the calendar of Umm al-Qura stand beside the Gregorian ones. */
  hijri = $state(false);
  discreet = $state(false);
  country = $state("");
  /** False on a shared device: then nothing is written. */
  keep = $state(true);

  readonly #asks = new MediaQuery("(prefers-reduced-motion: reduce), (prefers-contrast)");

  constructor() {
    const saved = read();
    this.locale = saved.locale ?? preferredLocale();
    this.theme = saved.theme ?? "system";
    this.calm = saved.calm ?? "system";
    this.hijri = saved.hijri ?? false;
    this.discreet = saved.discreet ?? false;
    this.country = saved.country ?? "";
  }

  /** The screen is to be calm: nothing moves, plain colours, time in words, less at once. */
  get isCalm(): boolean {
    return this.calm === "on" || (this.calm === "system" && this.#asks.current);
  }

  save() {
    try {
      if (!this.keep) return localStorage.removeItem(KEY);
      const { locale, theme, calm, hijri, discreet, country } = this;
      localStorage.setItem(KEY, JSON.stringify({ locale, theme, calm, hijri, discreet, country } satisfies Saved));
    } catch {
      // A browser that keeps nothing is fine: the choice then lasts as long as the page.
    }
  }
}

export const prefs = new Prefs();

overwriteGetLocale(() => prefs.locale);

export function direction(locale: Locale): "ltr" | "rtl" {
  return locale === "ar" ? "rtl" : "ltr";
}

/** Puts language, direction, theme and calm on the page. */
export function applyPrefs() {
  const root = document.documentElement;
  root.lang = prefs.locale;
  root.dir = direction(prefs.locale);
  if (prefs.theme === "system") delete root.dataset["theme"];
  else root.dataset["theme"] = prefs.theme;
  root.toggleAttribute("data-calm", prefs.isCalm);
  document.querySelector("#icon")?.setAttribute("href", prefs.discreet ? "/plain.svg" : "/mark.svg");
}

function read(): Saved {
  try {
    const saved: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return saved && typeof saved === "object" ? (saved as Saved) : {};
  } catch {
    return {};
  }
}

function preferredLocale(): Locale {
  const wanted = typeof navigator === "undefined" ? [] : navigator.languages;
  for (const tag of wanted) {
    const locale = locales.find((known) => tag.toLowerCase().split("-")[0] === known);
    if (locale) return locale;
  }
  return "en";
}

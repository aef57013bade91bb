import { prefs } from "./prefs.svelte";
import type { Text } from "./engine/types";

const FIRST_STRONG_ISOLATE = "\u2068";
const POP_ISOLATE = "\u2069";
const DAY = 86_400_000;

/** A text of the circle in the reader's language, else English, else whatever there is. */
export function say(text: Text): string {
  return text[prefs.locale] ?? text["en"] ?? Object.values(text)[0] ?? "";
}

/** A name or number inside a sentence, kept from turning the sentence's direction round. */
export function iso(value: string | number): string {
  return `${FIRST_STRONG_ISOLATE}${value}${POP_ISOLATE}`;
}

/** Names inside a sentence as one speaks: "Birch and Iris". */
export function namesText(names: string[]): string {
  return new Intl.ListFormat(formatTag(), { type: "conjunction" }).format(names.map(iso));
}

/** The language tag for formats: Gregorian days and Western digits in both languages. */
export function formatTag(): string {
  return prefs.locale === "ar" ? "ar-u-ca-gregory-nu-latn" : "en-GB";
}

/** A day (days since 1970) as people say it: "23 November". */
export function dayText(day: number): string {
  const options = { day: "numeric", month: "long" } as const;
  return withHijri(new Intl.DateTimeFormat(formatTag(), { ...options, timeZone: "UTC" }).format(day * DAY), day * DAY, options);
}

/** Whether the circle whose page is open tells its dates so; the app knows it. */
let circleIsHijri = (): boolean => false;

export function askCircleWith(isHijri: () => boolean): void {
  circleIsHijri = isHijri;
}

/**
 * A date with the same by the calendar of Umm al-Qura beside it, for a circle that agreed on it and for whoever likes that:
 * "23 November (13 Jumada II)".
 */
export function withHijri(text: string, at: number | Date, options: Intl.DateTimeFormatOptions, timeZone = "UTC"): string {
  if (!prefs.hijri && !circleIsHijri()) return text;
  const tag = prefs.locale === "ar" ? "ar-u-ca-islamic-umalqura-nu-latn" : "en-GB-u-ca-islamic-umalqura";
  return `${text} (${iso(new Intl.DateTimeFormat(tag, { ...options, timeZone }).format(at))})`;
}

/** A number of a code as four digits, in the digits of the reader's language. */
export function fourDigits(number: number): string {
  const tag = prefs.locale === "ar" ? "ar-u-nu-arab" : "en-GB";
  return new Intl.NumberFormat(tag, { minimumIntegerDigits: 4, useGrouping: false }).format(number);
}

/** An ISO date (2026-11-23) as people say it, with the year. */
export function dateText(date: string): string {
  const at = new Date(date);
  const text = new Intl.DateTimeFormat(formatTag(), { dateStyle: "long", timeZone: "UTC" }).format(at);
  return withHijri(text, at, { day: "numeric", month: "long", year: "numeric" });
}

/** A day of every year ("14 March"), or a month's name. */
export function yearDayText(month: number, day: number | null): string {
  const options = day === null ? ({ month: "long" } as const) : ({ day: "numeric", month: "long" } as const);
  return new Intl.DateTimeFormat(formatTag(), { ...options, timeZone: "UTC" }).format(Date.UTC(2024, month - 1, day ?? 1));
}

/** Whole days from `now` (ms) until the end of `day`; 0 means today. */
export function daysUntil(day: number, now: number): number {
  return Math.max(0, day - Math.floor(now / DAY));
}

/** The letter or two that stand for a name in the ring. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const [first] = graphemes(words[0] ?? "");
  return (first ?? "·").toLocaleUpperCase(prefs.locale);
}

function graphemes(word: string): string[] {
  if (typeof Intl.Segmenter !== "function") return [...word];
  return Array.from(new Intl.Segmenter(prefs.locale, { granularity: "grapheme" }).segment(word), (part) => part.segment);
}

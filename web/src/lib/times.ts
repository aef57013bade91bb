/** Moments in a zone, as people say them. */
import { m } from "./paraglide/messages";
import { formatTag, iso, withHijri } from "./text";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Monday. */
const MONDAY = Date.UTC(2026, 0, 5);

/** The zone that this device is set to. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Every zone that this browser knows, and the one that is set. */
export function zones(set: string): string[] {
  const known = typeof Intl.supportedValuesOf === "function" ? Intl.supportedValuesOf("timeZone") : [ownZone(), "UTC"];
  return known.includes(set) ? known : [...known, set].sort();
}

/** The place that a zone is named after: "Cairo". */
export function placeOf(zone: string): string {
  return (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");
}

/** "Friday 27 November, 18:30" in a zone. */
export function whenText(at: number, zone: string): string {
  return m.day_and_time({ day: iso(weekdayAndDay(at, zone, "long")), time: iso(clockText(at, zone)) });
}

/** "Fri 27 November" in a zone. */
export function dayIn(at: number, zone: string): string {
  return weekdayAndDay(at, zone, "short");
}

/** "18:30" in a zone. */
export function clockText(at: number, zone: string): string {
  return format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, zone).format(at);
}

/** Whether a zone has a clock of its own at that moment, which this browser knows: one that is worth a second line. */
export function otherClock(at: number, own: string, zone: string): boolean {
  return isKnown(zone) && localOf(at, own).key !== localOf(at, zone).key;
}

/** Weekday (0 is Monday) and hour that the clocks of a zone show. */
export function localOf(at: number, zone: string): { weekday: number; hour: number; date: string; key: string } {
  const options = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  const parts = new Intl.DateTimeFormat("en-GB", { ...options, calendar: "gregory", numberingSystem: "latn", timeZone: zone }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? "";
  const date = `${part("year")}-${part("month")}-${part("day")}`;
  const weekday = (new Date(`${date}T00:00Z`).getUTCDay() + 6) % 7;
  return { weekday, hour: Number(part("hour")), date, key: `${date} ${part("hour")}:${part("minute")}` };
}

/** The date (2026-11-27) that a zone's calendar shows. */
export function dateIn(at: number, zone: string): string {
  return localOf(at, zone).date;
}

/** The name of a weekday; 0 is Monday. */
export function weekdayText(day: number, width: "long" | "short" | "narrow" = "long"): string {
  return format({ weekday: width }, "UTC").format(MONDAY + day * DAY);
}

/** A list in words: "Monday, Tuesday and Friday". */
export function listText(parts: string[]): string {
  return new Intl.ListFormat(formatTag(), { type: "conjunction" }).format(parts);
}

/** A length in the largest unit that says it exactly. */
export function lengthText(minutes: number): string {
  if (minutes % 1440 === 0) return m.days({ count: minutes / 1440 });
  if (minutes % 60 === 0) return m.hours({ count: minutes / 60 });
  return m.minutes({ count: minutes });
}

function weekdayAndDay(at: number, zone: string, weekday: "long" | "short"): string {
  const day = { day: "numeric", month: "long" } as const;
  return withHijri(format({ ...day, weekday }, zone).format(at), at, day, zone);
}

function format(options: Intl.DateTimeFormatOptions, zone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(formatTag(), { ...options, timeZone: zone });
}

/** A browser may be older than a zone. */
function isKnown(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

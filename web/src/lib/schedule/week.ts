/** Hours of a week: people mark parts of their own day, the engine wants hours of the UTC week. */
import { clockText, localOf } from "../times";

const HOUR = 3_600_000;
const WEEK = 168;
/** Hours of one part of the day. */
export const PART = 3;
export const PARTS = 24 / PART;
/** How hard a part of the day can be: fine, rather not, hard, hardly possible. */
export const HARDEST = 3;

/** By weekday (0 is Monday) and part of the day, in the own zone. */
export type Week = number[][];

/** Nights are hard for most people: where everybody begins. */
export function usualWeek(): Week {
  const day = Array.from({ length: PARTS }, (_, part) => (part * PART < 6 ? HARDEST : 0));
  return Array.from({ length: 7 }, () => [...day]);
}

/** The 168 hours from Monday 00:00 UTC, each as hard as the part of the own day in which it lies. */
export function hoursOf(week: Week, monday: string, zone: string): number[] {
  const begin = Date.parse(`${monday}T00:00Z`);
  return Array.from({ length: WEEK }, (_, hour) => {
    const { weekday, hour: local } = localOf(begin + hour * HOUR, zone);
    return week[weekday]?.[Math.floor(local / PART)] ?? 0;
  });
}

/** When the hour of the UTC week is, that many weeks after the one that was asked about. */
export function momentOf(monday: string, week: number, hour: number): number {
  return Date.parse(`${monday}T00:00Z`) + (week * WEEK + hour) * HOUR;
}

/** "18:00-21:00", as the part of a day is called. */
export function partText(part: number): string {
  const hour = (of: number) => clockText((of % 24) * HOUR, "UTC");
  return `${hour(part * PART)}\u2013${hour((part + 1) * PART)}`;
}

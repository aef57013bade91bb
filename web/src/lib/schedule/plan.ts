/** Plans in words and in plain choices. */
import { m } from "../paraglide/messages";
import { dateText, iso, yearDayText } from "../text";
import { listText, weekdayText } from "../times";
import type { PlanText, RuleText, SeriesForm } from "../engine/types";

/** How often; `kept`: a rule that has no plain choice here, left as it is. */
export type Often = "once" | "weekly" | "fortnightly" | "monthly_weekday" | "monthly_date" | "kept";

/** What somebody is about to put on the schedule. */
export interface Draft {
  form: SeriesForm;
  title: string;
  often: Often;
  /** Weekdays of a weekly rule, 0 is Monday. */
  days: number[];
  start: string;
  time: string;
  minutes: number;
  zone: string;
  end: string;
  /** The plan that is changed. */
  old: PlanText | null;
}

export const MEETING_MINUTES = [30, 45, 60, 75, 90, 120, 150, 180];
export const ROUND_MINUTES = [1, 2, 3, 5, 7, 10, 14].map((days) => days * 1440);
const LAST = 4;

/** A new series: weekly from today on, an hour in the evening. */
export function fresh(title: string, zone: string, today: string): Draft {
  return { form: "meeting", title, often: "weekly", days: [weekdayOf(today)], start: today, time: "19:00", minutes: 60, zone, end: "", old: null };
}

export function draftOf(plan: PlanText): Draft {
  const { form, title, start, time, minutes, zone, end, rule } = plan;
  const days = rule.kind === "weekly" ? rule.days : [weekdayOf(start)];
  return { form, title, often: oftenOf(plan), days, start, time, minutes, zone, end: end ?? "", old: plan };
}

export function planOf(draft: Draft): PlanText {
  const { form, title, start, time, minutes, zone, old } = draft;
  const once = draft.often === "once";
  const months = draft.often === "kept" ? (old?.months ?? []) : [];
  return { form, title: title.trim(), zone, start, time, minutes, rule: ruleOf(draft), months, end: once || draft.end === "" ? null : draft.end };
}

/** When a series recurs, in words. */
export function ruleText({ rule, start, months }: PlanText): string {
  const season = months.length > 0 ? ` ${m.rule_season({ months: iso(listText(months.map((month) => yearDayText(month, null)))) })}` : "";
  return inWords(rule, start) + season;
}

/** The first, second, third or fourth such weekday of its month; the fifth one is the last. */
export function nthOf(date: string): number {
  return Math.min(LAST, Math.floor((Number(date.slice(8)) - 1) / 7));
}

export function weekdayOf(date: string): number {
  return (new Date(`${date}T00:00Z`).getUTCDay() + 6) % 7;
}

export function nthText(nth: number): string {
  return [m.nth_first(), m.nth_second(), m.nth_third(), m.nth_fourth(), m.nth_last()][nth] ?? "";
}

function oftenOf({ rule, start, months }: PlanText): Often {
  if (months.length > 0) return "kept";
  switch (rule.kind) {
    case "once":
      return "once";
    case "weekly":
      return rule.every === 1 ? "weekly" : rule.every === 2 ? "fortnightly" : "kept";
    case "monthly_weekday":
      return rule.every === 1 && rule.nths.length === 1 && rule.nths[0] === nthOf(start) && rule.day === weekdayOf(start) ? "monthly_weekday" : "kept";
    case "monthly_date":
      return rule.every === 1 && rule.day === Number(start.slice(8)) ? "monthly_date" : "kept";
    case "yearly":
      return "kept";
  }
}

function ruleOf({ often, days, start, old }: Draft): RuleText {
  switch (often) {
    case "once":
      return { kind: "once" };
    case "weekly":
      return { kind: "weekly", days, every: 1 };
    case "fortnightly":
      return { kind: "weekly", days, every: 2 };
    case "monthly_weekday":
      return { kind: "monthly_weekday", nths: [nthOf(start)], day: weekdayOf(start), every: 1 };
    case "monthly_date":
      return { kind: "monthly_date", day: Number(start.slice(8)), every: 1 };
    case "kept":
      return old?.rule ?? { kind: "once" };
  }
}

function inWords(rule: RuleText, start: string): string {
  switch (rule.kind) {
    case "once":
      return m.rule_once({ date: iso(dateText(start)) });
    case "weekly":
      return m.rule_weekly({ count: rule.every, days: iso(listText(rule.days.map((day) => weekdayText(day)))) });
    case "monthly_weekday":
      return m.rule_monthly_weekday({ count: rule.every, nths: listText(rule.nths.map(nthText)), day: weekdayText(rule.day) });
    case "monthly_date":
      return m.rule_monthly_date({ count: rule.every, day: iso(rule.day) });
    case "yearly":
      return m.rule_yearly({ date: iso(yearDayText(rule.month, rule.day)) });
  }
}

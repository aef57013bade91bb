/** Schedules, rotas and rounds as the engine would give them, for the tests and the gallery. Not part of the app. */
import { NOW, circle, phases } from "./fixtures";
import type { CircleView, OccurrenceView, PlanText, RoundStepView, RoundTurnView, RoundView, ScheduleView, SeatAsked, SeatView, SeriesView } from "./engine/types";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
const members = circle().members;
export const memberId = (name: string) => members.find((member) => member.name === name)?.id ?? "";

export const weekly: PlanText = {
  title: "Evening together",
  form: "meeting",
  zone: "Africa/Cairo",
  start: "2026-09-03",
  time: "19:00",
  minutes: 90,
  rule: { kind: "weekly", days: [3], every: 1 },
  months: [],
  end: null,
};

export const rounds: PlanText = { ...weekly, title: "A week together", form: "round", time: "18:00", minutes: 7 * 1440, rule: { kind: "monthly_weekday", nths: [0], day: 4, every: 1 } };

export function series(change: Partial<SeriesView> = {}): SeriesView {
  return { id: "a1", plan: weekly, state: "running", zone_known: true, rotation: null, breaks: [{ from: "2026-12-21", to: "2027-01-03" }], ...change };
}

export function seat(service: SeatView["service"], change: Partial<SeatView> = {}): SeatView {
  return { service, state: "free", member: null, name: null, is_mine: false, can_take: true, ...change };
}

const mine = { member: memberId("Noor"), name: "Noor", is_mine: true };
const seats: SeatView[][] = [
  [seat("keep", { state: "serves", member: memberId("Birch"), name: "Birch", can_take: false }), seat("read", { ...mine, state: "serves", can_take: false }), seat("greet")],
  [seat("keep", { can_take: false }), seat("read", { ...mine, state: "asked" }), seat("greet", { state: "offered", member: memberId("Iris"), name: "Iris" })],
  [seat("keep", { can_take: false }), seat("read", { state: "asked", member: memberId("Dara"), name: "Dara", can_take: false }), seat("greet", { ...mine, state: "offered" })],
];

/** Thursdays at 19:00 in Cairo, the first in three days. */
export const occurrences: OccurrenceView[] = [0, 1, 2, 3].map((week) => {
  const at = Date.UTC(2026, 10, 26, 17) + week * WEEK;
  return {
    series: "a1",
    title: weekly.title,
    form: "meeting",
    date: new Date(at).toISOString().slice(0, 10),
    at,
    ends: at + 1.5 * HOUR,
    zone: weekly.zone,
    moved: week === 2,
    cancelled: week === 3,
    seats: seats[week] ?? [],
  };
});

export function schedule(change: Partial<ScheduleView> = {}): ScheduleView {
  return {
    can_set: true,
    series: [series(), series({ id: "b2", plan: rounds, breaks: [] })],
    next: occurrences,
    hours: null,
    title: { en: "Evening together", ar: "أمسيتنا" },
    discreet_title: { en: "Quiet hour", ar: "ساعة هادئة" },
    ...change,
  };
}

export const asked = (change: Partial<NonNullable<ScheduleView["hours"]>> = {}): ScheduleView =>
  schedule({ hours: { monday: "2026-11-23", by: memberId("Birch"), by_me: false, told: 4, told_by_me: false, ...change } });

export const proposal = {
  hours: [42, 115, 18],
  burdens: ["Amal", "Birch", "Iris", "Noor"].map((name, index) => ({ member: memberId(name), burden: [2, 3, 0, 3][index] ?? 0 })),
  fixed: 9,
};

export const proposed: SeatAsked[] = [
  { series: "a1", date: "2026-11-26", service: "greet", member: memberId("Amal") },
  { series: "a1", date: "2026-12-03", service: "keep", member: memberId("Birch") },
];

export function turn(change: Partial<RoundTurnView> = {}): RoundTurnView {
  return {
    words: "aa",
    id: "e1",
    author: memberId("Iris"),
    author_name: "Iris",
    is_mine: false,
    state: "said",
    text: "This week I opened his letters. Two of them. Then I made soup.",
    note: null,
    asks: false,
    can_answer: false,
    answers_until: null,
    answers: [],
    taps: [],
    ...change,
  };
}

const answer = { id: "e9", author: memberId("Noor"), author_name: "Noor", is_mine: true, text: "I read one each birthday.", taps: [], sending: false };

function step(number: number, change: Partial<RoundStepView> = {}): RoundStepView {
  return { number, phase: phases[2] ?? null, from: NOW - 2 * DAY, to: NOW + 4 * DAY, open: true, each: 1, mine_left: 1, may_ask: true, turns: [], ...change };
}

export function round(change: Partial<RoundView> = {}): RoundView {
  return {
    id: "r1",
    leader: memberId("Birch"),
    leader_name: "Birch",
    opened: NOW - 2 * DAY,
    closed: false,
    steps: [
      step(0, {
        turns: [
          turn(),
          turn({ words: "bb", id: "e2", author: memberId("Yusuf"), author_name: "Yusuf", text: "How do you keep a voice from fading?", note: "recordings", asks: true, can_answer: true, answers_until: NOW + 4 * DAY, answers: [answer] }),
          turn({ words: null, id: null, author: memberId("Amal"), author_name: "Amal", text: null, state: "passed" }),
          turn({ words: "cc", id: null, author: memberId("Dara"), author_name: "Dara", text: null, state: "not_here" }),
        ],
      }),
      step(1, { phase: phases[3] ?? null, open: false, from: NOW + 4 * DAY, to: NOW + 5 * DAY, may_ask: false }),
    ],
    summary: { to_come: 3, unanswered: 1, mine: 1 },
    can_close: true,
    quiet_from: NOW + 6 * DAY,
    expires_day: Math.floor(NOW / DAY) + 28,
    ...change,
  };
}

export const due = { series: "b2", date: "2026-12-04", at: Date.UTC(2026, 11, 4, 16), leader_name: "Iris", deputy_from: Date.UTC(2026, 11, 5, 4), anybody_from: Date.UTC(2026, 11, 5, 16), can_open: false };

/** A circle with a schedule and a round. */
export const planned = (change: Partial<CircleView> = {}): CircleView => circle({ schedule: schedule(), rounds: [round()], ...change });

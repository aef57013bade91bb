/** Schedule, services, hours and rounds: what is chosen becomes the right act, and what is told to whom is said. */
import { fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, test, vi } from "vitest";
import FairTimes from "$lib/components/FairTimes.svelte";
import Occurrence from "$lib/components/Occurrence.svelte";
import Seat from "$lib/components/Seat.svelte";
import HoursView from "$lib/screens/HoursView.svelte";
import RotaView from "$lib/screens/RotaView.svelte";
import RoundView from "$lib/screens/RoundView.svelte";
import ScheduleView from "$lib/screens/ScheduleView.svelte";
import * as f from "$lib/fixtures";
import * as t from "$lib/fixtures_times";
import { draftOf, fresh, nthOf, planOf, ruleText } from "$lib/schedule/plan";
import { hoursOf, momentOf, usualWeek } from "$lib/schedule/week";
import { otherClock, whenText } from "$lib/times";
import type { Outcome, PlanText } from "$lib/engine/types";
import { parse } from "$app/router.svelte";
import { speak } from "./axe";

const fine: Outcome = { ok: true, value: null };
const early: Outcome = { ok: false, error: "refused_round_too_early", retry_after_s: null };
const acting = (outcome: Outcome = fine) => vi.fn((_act: unknown) => Promise.resolve(outcome));
const plain = { network: "online" as const, zone: "Asia/Tokyo", now: f.NOW, problem: undefined };

describe("plans", () => {
  const table: [Partial<PlanText>, string, string][] = [
    [{}, "Every week on Thursday", "كل أسبوع: ⁨الخميس⁩"],
    [{ rule: { kind: "weekly", days: [0, 3], every: 2 } }, "Every 2 weeks on Monday and Thursday", "كل أسبوعين: ⁨الاثنين والخميس⁩"],
    [{ rule: { kind: "monthly_weekday", nths: [0, 4], day: 4, every: 1 } }, "Every month on the first and last Friday", "كل شهر: الجمعة الأول والأخير"],
    [{ rule: { kind: "monthly_date", day: 3, every: 3 } }, "Every 3 months on day 3", "كل 3 أشهر في اليوم ⁨3⁩"],
    [{ rule: { kind: "yearly", month: 3, day: 14 } }, "Every year on 14 March", "كل سنة في ⁨14 مارس⁩"],
    [{ months: [9, 10] }, "Every week on Thursday (in September and October)", "كل أسبوع: ⁨الخميس⁩ (في ⁨سبتمبر وأكتوبر⁩)"],
  ];
  test.each(table)("%j in words", (change, english, arabic) => {
    const plan = { ...t.weekly, ...change };
    speak("en");
    expect(ruleText(plan).replaceAll(/[\u2068\u2069]/g, "")).toBe(english);
    speak("ar");
    expect(ruleText(plan)).toBe(arabic);
  });

  test.each(table)("%j comes back from the form as it was", (change) => {
    const plan = { ...t.weekly, ...change };
    expect(planOf(draftOf(plan))).toEqual(plan);
  });

  test("the first date says which weekday of the month is meant", () => {
    expect(["2026-12-07", "2026-12-08", "2026-12-28", "2026-12-29"].map(nthOf)).toEqual([0, 1, 3, 4]);
    const draft = { ...fresh("Tea", "UTC", "2026-12-29"), often: "monthly_weekday" as const };
    expect(planOf(draft).rule).toEqual({ kind: "monthly_weekday", nths: [4], day: 1, every: 1 });
  });

  test("what happens once has no last date", () => {
    expect(planOf({ ...fresh("Tea", "UTC", "2026-12-29"), often: "once", end: "2027-01-01" }).end).toBeNull();
  });
});

describe("clocks", () => {
  const at = t.occurrences[0]?.at ?? 0;
  test("a moment is told in both zones", () => {
    speak("en");
    render(Occurrence, { one: t.occurrences[0]!, zone: "Asia/Tokyo", canSet: false, act: acting() });
    expect(screen.getByRole("heading").textContent).toContain("02:00");
    expect(screen.getByText(/In .Cairo/).textContent).toContain("19:00");
  });

  test("once where the clocks agree, or where the browser does not know the zone", () => {
    expect(otherClock(at, "Africa/Cairo", "Europe/Kiev")).toBe(false);
    expect(otherClock(at, "Asia/Tokyo", "Mars/Olympus")).toBe(false);
    expect(otherClock(at, "Asia/Tokyo", "Africa/Cairo")).toBe(true);
  });
});

describe("the schedule", () => {
  test("a series is added as it was chosen", async () => {
    speak("en");
    const act = acting();
    render(ScheduleView, { ...plain, circle: t.planned({ schedule: t.schedule({ series: [], next: [] }) }), act, makeFile: () => Promise.resolve("") });
    const details = screen.getByText("Add a time").closest("details")!;
    details.open = true;
    await fireEvent(details, new Event("toggle"));
    const form = within(await waitFor(() => details.querySelector("form") ?? Promise.reject(new Error("no form"))));
    await fireEvent.input(form.getByLabelText("What you call it"), { target: { value: " Walk " } });
    await fireEvent.input(form.getByLabelText("First date"), { target: { value: "2026-12-01" } });
    await fireEvent.click(form.getByLabelText(/^Every month on day/));
    await fireEvent.click(form.getByRole("button", { name: "Put it on the schedule" }));
    const plan = { form: "meeting", title: "Walk", zone: "Asia/Tokyo", start: "2026-12-01", time: "19:00", minutes: 60, rule: { kind: "monthly_date", day: 1, every: 1 }, months: [], end: null };
    expect(act).toHaveBeenCalledExactlyOnceWith({ what: "set", series: null, plan });
    await waitFor(() => expect(details.open).toBe(false));
    expect(document.activeElement).toBe(screen.getByText("Add a time"));
  });

  test("one time is moved by the circle's clocks, and a break begins and ends", async () => {
    speak("en");
    const act = acting();
    render(ScheduleView, { ...plain, circle: t.planned(), act, makeFile: () => Promise.resolve("") });
    const [first] = screen.getAllByText("Change this one time");
    const details = first!.closest("details")!;
    details.open = true;
    await fireEvent(details, new Event("toggle"));
    const inside = within(details);
    expect((inside.getByLabelText("Time") as HTMLInputElement).value).toBe("19:00");
    await fireEvent.input(inside.getByLabelText("Date"), { target: { value: "2026-11-28" } });
    await fireEvent.click(inside.getByRole("button", { name: "Move it" }));
    expect(act).toHaveBeenLastCalledWith({ what: "move", series: "a1", date: "2026-11-26", to: "2026-11-28", time: "19:00" });
    await fireEvent.click(screen.getByRole("button", { name: "Go on with it" }));
    expect(act).toHaveBeenLastCalledWith({ what: "resume", series: "a1", on: "2026-12-21" });
  });

  test("who may not set it is shown no way to", () => {
    speak("en");
    render(ScheduleView, { ...plain, circle: t.planned({ schedule: t.schedule({ can_set: false }) }), act: acting(), makeFile: () => Promise.resolve("") });
    expect(screen.queryByText("Add a time")).toBeNull();
    expect(screen.queryByText("Change it")).toBeNull();
    expect(screen.queryByRole("button", { name: "End it" })).toBeNull();
  });

  test("the calendar file has the discreet title and is offered as a download", async () => {
    speak("en");
    vi.stubGlobal("URL", Object.assign(URL, { createObjectURL: () => "blob:x", revokeObjectURL: () => {} }));
    const makeFile = vi.fn(() => Promise.resolve("BEGIN:VCALENDAR"));
    render(ScheduleView, { ...plain, circle: t.planned(), act: acting(), makeFile });
    await fireEvent.click(screen.getByRole("button", { name: "Make the file" }));
    expect(makeFile).toHaveBeenCalledExactlyOnceWith("Quiet hour");
    expect((await screen.findByRole("link", { name: "Save the calendar file" })).getAttribute("download")).toBe("times.ics");
  });
});

describe("services", () => {
  const table: [string, Parameters<typeof t.seat>[1], string[]][] = [
    ["free", {}, ["Take it"]],
    ["free, not for me", { can_take: false }, []],
    ["asked of me", { state: "asked", is_mine: true }, ["Yes, I will", "No"]],
    ["asked of another", { state: "asked", can_take: false, name: "Dara" }, []],
    ["mine", { state: "serves", is_mine: true, can_take: false }, ["Ask for a swap", "Give it back"]],
    ["offered by me", { state: "offered", is_mine: true }, ["Keep it after all", "Give it back"]],
    ["offered by another", { state: "offered", name: "Iris" }, ["Take over"]],
  ];
  test.each(table)("%s", (_, change, labels) => {
    speak("en");
    const nothing = () => {};
    render(Seat, { seat: t.seat("greet", change), form: "meeting", when: "Friday", ontake: nothing, onoffer: nothing, onfree: nothing });
    expect(screen.queryAllByRole("button").map((button) => button.textContent)).toEqual(labels);
  });

  test("nobody is asked before the proposal was looked at, and only who is ticked", async () => {
    speak("en");
    const act = acting();
    render(RotaView, { ...plain, circle: t.planned(), act, propose: () => Promise.resolve(t.proposed) });
    await fireEvent.click(screen.getByRole("button", { name: "Show a proposal" }));
    const [first] = await screen.findAllByRole("checkbox");
    expect(act).not.toHaveBeenCalled();
    await fireEvent.click(first!);
    await fireEvent.click(screen.getByRole("button", { name: "Ask them" }));
    expect(act).toHaveBeenCalledExactlyOnceWith({ what: "ask_seats", seats: [t.proposed[1]] });
    expect(await screen.findByText(/They are asked/)).toBeTruthy();
  });
});

describe("hours", () => {
  test("parts of the own day become hours of the UTC week", () => {
    const week = Array.from({ length: 7 }, () => Array.from({ length: 8 }, () => 0));
    week[0]![2] = 3; // Monday, 06:00 to 09:00 in Tokyo: Sunday 21:00 to 24:00 UTC
    const hours = hoursOf(week, "2026-11-23", "Asia/Tokyo");
    expect(hours).toHaveLength(168);
    expect(hours.flatMap((cost, hour) => (cost > 0 ? [hour] : []))).toEqual([165, 166, 167]);
    expect(hoursOf(usualWeek(), "2026-11-23", "UTC").filter((cost) => cost === 3)).toHaveLength(7 * 6);
  });

  test("the page says who can read them, before anything is told", async () => {
    speak("en");
    const act = acting();
    const { container } = render(HoursView, { ...plain, today: "2026-11-23", circle: t.planned({ schedule: t.asked() }), act, plan: () => Promise.resolve("") });
    expect(screen.getByText(/sealed for .Birch. alone/)).toBeTruthy();
    const part = container.querySelector('[data-at="2 3"]')!;
    expect(part.textContent).toMatch(/Wednesday, .09:00–12:00.: fine/);
    await fireEvent.click(part);
    await fireEvent.click(screen.getByText(/^Tell/));
    const told = act.mock.calls[0]?.[0] as { what: string; hours: number[] };
    expect(told.what).toBe("tell_hours");
    // 09:00 in Tokyo is 00:00 UTC.
    expect(told.hours.slice(48, 52)).toEqual([1, 1, 1, 0]);
  });

  test("arrow keys walk through the week, against the writing in Arabic too", async () => {
    for (const [locale, key] of [["en", "ArrowRight"], ["ar", "ArrowLeft"]] as const) {
      speak(locale);
      const { container, unmount } = render(HoursView, { ...plain, today: "2026-11-23", circle: t.planned({ schedule: t.asked() }), act: acting(), plan: () => Promise.resolve("") });
      const at = (place: string) => container.querySelector<HTMLElement>(`[data-at="${place}"]`)!;
      at("0 0").focus();
      await fireEvent.keyDown(at("0 0"), { key });
      await fireEvent.keyDown(at("1 0"), { key: "ArrowUp" });
      expect(document.activeElement).toBe(at("1 7"));
      expect([...container.querySelectorAll("[data-at]")].filter((part) => part.getAttribute("tabindex") === "0")).toEqual([at("1 7")]);
      unmount();
    }
  });

  test("who bears what is shown before the times are set, and only to the asker", async () => {
    speak("en");
    const set = acting();
    const circle = t.planned({ schedule: t.asked({ by_me: true }) });
    render(FairTimes, { circle, hours: circle.schedule.hours!, zone: "Asia/Tokyo", today: "2026-11-23", plan: () => Promise.resolve(t.proposal), set: (plan: PlanText, hours: number[]) => set({ plan, hours }) });
    await fireEvent.click(screen.getByRole("button", { name: "Propose times" }));
    const bars = await screen.findAllByRole("meter");
    expect(bars.map((bar) => (bar as HTMLMeterElement).value)).toEqual([2, 3, 0, 3]);
    expect(screen.getByText(/With one fixed time it would be .9./)).toBeTruthy();
    expect(screen.getByText(/Week .1./).textContent).toContain(whenText(momentOf("2026-11-23", 0, 42), "Asia/Tokyo"));
    expect(set).not.toHaveBeenCalled();
    await fireEvent.click(screen.getByRole("button", { name: "Put these times on the schedule" }));
    expect(set.mock.calls[0]?.[0]).toMatchObject({ hours: t.proposal.hours, plan: { title: "Evening together", zone: "Asia/Tokyo", start: "2026-11-23" } });
  });
});

describe("a round", () => {
  const acts = (act = acting()) => ({ act, ontap: vi.fn(), ontakeback: vi.fn() });

  test("a turn is taken in its step, and asks only where that was ticked", async () => {
    speak("en");
    const { act, ...rest } = acts();
    render(RoundView, { ...plain, circle: t.planned(), act, ...rest });
    const form = within(screen.getByRole("form", { name: "Your turn in Shares" }));
    await fireEvent.input(form.getByLabelText("Your words"), { target: { value: "I slept." } });
    await fireEvent.click(form.getByRole("button", { name: "Take my turn" }));
    expect(act).toHaveBeenLastCalledWith({ what: "turn", step: 0, text: "I slept.", note: null, ask: false });
    expect(document.activeElement).toBe(screen.getByRole("heading", { name: "Shares" }));
    await fireEvent.click(form.getByRole("button", { name: "Pass" }));
    expect(act).toHaveBeenLastCalledWith({ what: "pass", step: 0 });
  });

  test("words that are refused stay, with the reason", async () => {
    speak("en");
    const { act, ...rest } = acts(acting(early));
    render(RoundView, { ...plain, circle: t.planned(), act, ...rest });
    const field = screen.getByLabelText("Your words") as HTMLTextAreaElement;
    await fireEvent.input(field, { target: { value: "Not lost." } });
    await fireEvent.click(screen.getByRole("button", { name: "Take my turn" }));
    expect(await screen.findByText(/not time yet/)).toBeTruthy();
    expect(field.value).toBe("Not lost.");
  });

  test("only who asked for answers is answered", async () => {
    speak("en");
    const { act, ...rest } = acts();
    render(RoundView, { ...plain, circle: t.planned(), act, ...rest });
    expect(screen.queryByText(/Answer .Iris/)).toBeNull();
    await fireEvent.input(screen.getByLabelText("Your answer"), { target: { value: "With you." } });
    const send = screen.getAllByRole("button", { name: "Share with the circle", hidden: true });
    await fireEvent.click(send[0]!);
    expect(act).toHaveBeenLastCalledWith({ what: "answer", words: "bb", text: "With you." });
  });

  test("it is closed after one question, and says when its words are gone", async () => {
    speak("en");
    const { act, ...rest } = acts();
    render(RoundView, { ...plain, circle: t.planned(), act, ...rest });
    await fireEvent.click(screen.getByRole("button", { name: "Close the round" }));
    expect(act).not.toHaveBeenCalled();
    const dialog = within(screen.getByRole("dialog"));
    expect(dialog.getByText(/stay until .21 December/)).toBeTruthy();
    await fireEvent.click(dialog.getByRole("button", { name: "Close the round" }));
    expect(act).toHaveBeenCalledExactlyOnceWith({ what: "close" });
  });

  test("the one that is due is opened by its date", async () => {
    speak("en");
    const { act, ...rest } = acts();
    render(RoundView, { ...plain, circle: t.planned({ rounds: [], round_due: { ...t.due, can_open: true } }), act, ...rest });
    await fireEvent.click(screen.getByRole("button", { name: "Open the round" }));
    expect(act).toHaveBeenCalledExactlyOnceWith({ what: "open", series: "b2", date: "2026-12-04" });
  });
});

test("addresses of the pages", () => {
  for (const name of ["times", "services", "hours", "round"] as const) expect(parse(`/circle/3/${name}`)).toEqual({ name, index: 3 });
  expect(parse("/circle/3/else")).toEqual({ name: "lost" });
});

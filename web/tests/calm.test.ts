/** A calm screen: nothing moves, plain colours, time in words, less at once. */
import { readFileSync } from "node:fs";
import { fireEvent, render, screen } from "@testing-library/svelte";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Outcome } from "$lib/engine/types";
import * as f from "$lib/fixtures";
import Ring from "$lib/components/Ring.svelte";
import TimeWords from "$lib/components/TimeWords.svelte";
import { namesOf } from "$lib/meeting/names";
import { applyPrefs, prefs, type Calm } from "$lib/prefs.svelte";
import MeetingScreen from "$lib/screens/MeetingView.svelte";
import { speak } from "./axe";

const fine: Outcome = { ok: true, value: null };
const name = namesOf(f.circle().members);

afterEach(() => {
  prefs.calm = "system";
  prefs.save();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the choice", () => {
  /** What a page does that starts on such a device with such a choice. */
  const check = async (saved: Calm | undefined, asks: string | null, expected: boolean) => {
    vi.stubGlobal("matchMedia", (query: string) => ({ matches: asks !== null && query.includes(asks), media: query, addEventListener() {}, removeEventListener() {} }));
    localStorage.setItem("prefs", JSON.stringify(saved === undefined ? {} : { calm: saved }));
    vi.resetModules();
    const fresh = await import("$lib/prefs.svelte");
    expect(fresh.prefs.isCalm).toBe(expected);
  };
  const table: [Calm | undefined, string | null, boolean][] = [
    [undefined, null, false],
    [undefined, "prefers-reduced-motion: reduce", true],
    [undefined, "prefers-contrast", true],
    ["on", null, true],
    ["off", "prefers-reduced-motion: reduce", false],
  ];
  test.each(table)("%s where the device asks for %s: %s", check);

  test("stands on the page and is kept on the device", () => {
    prefs.calm = "on";
    prefs.save();
    applyPrefs();
    expect(document.documentElement.hasAttribute("data-calm")).toBe(true);
    expect(JSON.parse(localStorage.getItem("prefs") ?? "{}")).toMatchObject({ calm: "on" });
    prefs.calm = "off";
    applyPrefs();
    expect(document.documentElement.hasAttribute("data-calm")).toBe(false);
  });

  test("stops what moves, everywhere", () => {
    const base = readFileSync("src/styles/base.css", "utf8");
    const rule = /:root\[data-calm\] \*,[^{]*\{([^}]*)\}/.exec(base)?.[1] ?? "";
    expect(rule).toMatch(/transition-duration: 0\.01ms !important/);
    expect(rule).toMatch(/animation: none !important/);
  });
});

describe("time in words", () => {
  const NOW = f.NOW;
  const table: [number, RegExp][] = [
    [0, /^About 4 minutes left$/],
    [61, /^About 3 minutes/],
    [121, /^About 2 minutes/],
    [239, /^About one minute left$/],
    [240, /^You may take longer$/],
    [999, /^You may take longer$/],
  ];
  test.each(table)("after %i of 240 seconds", (passed, expected) => {
    speak("en");
    const { container } = render(TimeWords, { props: { began: NOW, seconds: 240, now: () => NOW + passed * 1000 } });
    expect(container.textContent.trim()).toMatch(expected);
  });

  test("change while the turn goes on", async () => {
    vi.useFakeTimers({ now: NOW });
    speak("en");
    const { container } = render(TimeWords, { props: { began: NOW, seconds: 240, now: () => Date.now() } });
    await vi.advanceTimersByTimeAsync(130_000);
    expect(container.textContent).toContain("About 2 minutes");
  });
});

describe("the room", () => {
  const room = (calm: Calm, meeting = f.meeting()) => {
    speak("en");
    prefs.calm = calm;
    return render(MeetingScreen, { props: { circle: f.circle({ meeting }), meeting, problem: undefined, now: () => f.NOW, act: async () => fine, say: async () => fine, ontap: () => {}, tell: async () => fine } });
  };

  test("one's own turn has no running arc, but words", async () => {
    room("on", f.myTurn());
    expect(screen.queryByRole("img")).toBeNull();
    expect(screen.getByText("About 3 minutes left")).toBeTruthy();
  });

  test("and otherwise the arc alone", () => {
    room("off", f.myTurn());
    expect(screen.getByRole("img")).toBeTruthy();
    expect(screen.queryByText(/minutes? left/)).toBeNull();
  });

  test("time is no matter for who listens", () => {
    room("on");
    expect(screen.queryByText(/minutes? left/)).toBeNull();
  });

  test("the turn before this one stands open, what was said earlier is folded, nothing is gone", async () => {
    room("on");
    const fold = screen.getByText("What was said earlier").closest("details") as HTMLDetailsElement;
    expect(fold.open).toBe(false);
    expect(fold.textContent).toContain("I set the table for two");
    expect(screen.getByText(/سليم/).closest("details")).toBeNull();
    await fireEvent.click(screen.getByText("What was said earlier"));
  });

  test("nothing is folded otherwise", () => {
    room("off");
    expect(screen.queryByText("What was said earlier")).toBeNull();
  });

  test("no fold is open before somebody opens it", () => {
    const { container } = room("on", f.busy());
    expect(container.querySelectorAll("details").length).toBeGreaterThan(2);
    expect(container.querySelectorAll("details[open]")).toHaveLength(0);
  });

  test("the ring has no play of light and size", () => {
    prefs.calm = "on";
    const { container } = render(Ring, { props: { meeting: f.meeting(), me: f.circle().me, name, title: "", now: () => f.NOW } });
    expect(container.querySelector(".ring")?.classList.contains("calm")).toBe(true);
  });
});

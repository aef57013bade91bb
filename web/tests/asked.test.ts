/** What the first page says that a circle asks of this person: one line for each circle. */
import { render, screen } from "@testing-library/svelte";
import { describe, expect, test } from "vitest";
import type { CircleView } from "$lib/engine/types";
import * as f from "$lib/fixtures";
import * as t from "$lib/fixtures_times";
import { askedIn } from "$lib/schedule/asked";
import HomeView from "$lib/screens/HomeView.svelte";
import { speak } from "./axe";

const quiet = t.round({ summary: { to_come: 2, unanswered: 0, mine: 0 } });
const seatless = t.schedule({ next: [] });
const dues = { ...t.due, can_open: true };

describe("a circle asks", () => {
  const table: [string, Partial<CircleView>, string, RegExp | null][] = [
    ["nothing", { rounds: [], schedule: seatless }, "", null],
    ["for a service", { rounds: [quiet] }, "/circle/0/services", /^You are asked to take on a service\.$/],
    ["for a turn", { schedule: seatless }, "/circle/0/round", /^You may take a turn/],
    ["to open a round", { rounds: [], schedule: seatless, round_due: dues }, "/circle/0/round", /^A round is due/],
    ["not to open a round that others lead", { rounds: [], schedule: seatless, round_due: t.due }, "", null],
    ["nothing in a closed round", { rounds: [t.round({ closed: true })], schedule: seatless }, "", null],
    ["nothing on a date that is cancelled", { rounds: [], schedule: t.schedule({ next: t.occurrences.map((one) => ({ ...one, cancelled: true })) }) }, "", null],
    ["for another look", { rounds: [], schedule: seatless, ejections: [f.appeal()] }, "/circle/0", /^Somebody asks for another look/],
    ["not for a look at one's own", { rounds: [], schedule: seatless, ejections: [f.ejection()] }, "", null],
    ["several things at once", {}, "/circle/0", /^You are asked .* You may take a turn in the round\.$/],
    ["nothing once it was left", { state: "left" }, "", null],
  ];
  test.each(table)("%s", (_what, change, href, text) => {
    speak("en");
    const asked = askedIn(t.planned(change));
    if (text === null) return expect(asked).toBeNull();
    expect(asked?.href).toBe(href);
    expect(asked?.text).toMatch(text);
  });
});

describe("the first page", () => {
  const home = (circles: CircleView[]) => render(HomeView, { props: { name: "noor", shared: false, network: "online", circles, joining: false, putBack: false, renewal: null, putOut: [], onlink: () => true } });

  test("has one line with one link for each circle that asks", () => {
    speak("en");
    home([t.planned(), f.circle({ index: 1 }), t.planned({ index: 2, schedule: seatless })]);
    const lines = screen.getByRole("region", { name: "Asked of you" }).querySelectorAll("li");
    expect([...lines].map((line) => line.querySelectorAll("a").length)).toEqual([1, 1]);
    expect([...lines].map((line) => line.querySelector("a")?.getAttribute("href"))).toEqual(["/circle/0", "/circle/2/round"]);
  });

  test("says nothing where nothing is asked", () => {
    speak("en");
    home([f.circle()]);
    expect(screen.queryByText("Asked of you")).toBeNull();
  });
});

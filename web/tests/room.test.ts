/** In the room: where the focus goes, presses that come twice, what is told again, the question of a part, blocks. */
import { cleanup, fireEvent, render, screen } from "@testing-library/svelte";
import { tick } from "svelte";
import { afterEach, describe, expect, test, vi } from "vitest";
import * as f from "$lib/fixtures";
import { kinds } from "$lib/fixtures_kinds";
import type { CircleView as Circle, MeetingView as Meeting, Outcome } from "$lib/engine/types";
import ActBar from "$lib/components/ActBar.svelte";
import Said from "$lib/components/Said.svelte";
import { namesOf } from "$lib/meeting/names";
import { questionOf } from "$lib/meeting/question";
import MeetingScreen from "$lib/screens/MeetingView.svelte";
import SettingsView from "$lib/screens/SettingsView.svelte";
import { audit, speak } from "./axe";

const fine: Outcome = { ok: true, value: null };
const me = f.circle().me;
const name = namesOf(f.circle().members);
const waiting = f.meeting({ turn: null, acts: ["depart", "hand_up"] });
const listening = f.meeting({ acts: ["depart", "tap"] });

afterEach(() => {
  vi.useRealTimers();
});

function room(meeting: Meeting, circle: Circle = f.circle()) {
  speak("en");
  const told: unknown[] = [];
  const props = { circle, meeting, problem: undefined, now: () => f.NOW, act: async () => fine, say: async () => fine, ontap: () => {}, tell: async (command: unknown) => (told.push(command), fine) };
  const { container, rerender } = render(MeetingScreen, { props });
  // What watches the page is told after the page has changed.
  const becomes = async (next: Meeting) => {
    await rerender({ meeting: next });
    await tick();
  };
  return { told, container, becomes };
}

const button = (name: string) => screen.getByRole<HTMLButtonElement>("button", { name });

describe("when what has the focus goes away", () => {
  test("it goes to the primary act", async () => {
    const { becomes } = room(f.myTurn());
    button("I am done").focus();
    screen.getByRole("textbox", { name: "Write your words" }).focus();
    await becomes(waiting);
    expect(document.activeElement).toBe(button("Raise my hand"));
  });
  test("it goes to the heading where there is no act", async () => {
    const { becomes } = room(f.myTurn());
    button("Pass").focus();
    await becomes(listening);
    expect(document.activeElement).toBe(screen.getByRole("heading", { level: 1 }));
  });
  test("whoever is somewhere else, or nowhere, is left there", async () => {
    const { becomes } = room(f.myTurn());
    button("Leave the room").focus();
    await becomes(listening);
    expect(document.activeElement).toBe(button("Leave the room"));
    button("Leave the room").blur();
    await becomes(f.myTurn());
    await becomes(waiting);
    expect(document.activeElement).toBe(document.body);
  });
  test("a sign that was given keeps it, and is not given again", async () => {
    speak("en");
    const ontap = vi.fn();
    const meeting = f.meeting();
    const props = { circle: f.circle(), problem: undefined, now: () => f.NOW, act: async () => fine, say: async () => fine, ontap, tell: async () => fine };
    const { rerender } = render(MeetingScreen, { props: { ...props, meeting } });
    const heard = screen.getAllByRole("button", { name: "Heard" })[0] as HTMLElement;
    heard.focus();
    await fireEvent.click(heard);
    const words = meeting.words.map((turn) => (turn.turn === 7 ? { ...turn, taps: [{ tap: "heard" as const, count: 0, mine: true }] } : turn));
    await rerender({ meeting: { ...meeting, words } });
    expect(document.activeElement).toBe(heard);
    await fireEvent.click(heard);
    expect(ontap).toHaveBeenCalledTimes(1);
  });
});

test("what has the focus is kept clear of the bar, as high as the bar is", () => {
  let grows = () => {};
  const plain = globalThis.ResizeObserver;
  globalThis.ResizeObserver = class extends plain {
    constructor(told: ResizeObserverCallback) {
      super(told);
      grows = () => told([], this);
    }
  };
  const { container } = room(f.myTurn());
  globalThis.ResizeObserver = plain;
  Object.defineProperty(container.querySelector(".acts"), "offsetHeight", { value: 190 });
  const bar = () => document.documentElement.style.getPropertyValue("--bar");
  grows();
  expect(bar()).toBe("190px");
  cleanup();
  expect(bar()).toBe("");
});

describe("a double press", () => {
  const bar = (meeting: Meeting) => {
    speak("en");
    vi.useFakeTimers();
    const act = vi.fn(async (_what: string) => fine);
    const { rerender } = render(ActBar, { props: { meeting, keeper: "host", me, name, act, say: async () => fine, tell: async () => fine } });
    return { act, becomes: (next: Meeting) => rerender({ meeting: next }) };
  };
  test("ends a turn and does not raise the hand", async () => {
    const { act, becomes } = bar(f.myTurn());
    await fireEvent.click(button("I am done"));
    await becomes(waiting);
    await fireEvent.click(button("Raise my hand"));
    expect(act.mock.calls).toEqual([["done"]]);
    await vi.advanceTimersByTimeAsync(700);
    await fireEvent.click(button("Raise my hand"));
    expect(act.mock.calls).toEqual([["done"], ["hand_up"]]);
  });
  test("goes on by one part", async () => {
    const { act, becomes } = bar(f.keeping());
    const next = () => screen.getByText("Go to the next part", { selector: "button" });
    await fireEvent.click(next());
    await becomes({ ...f.keeping(), phase: 3 });
    await fireEvent.click(next());
    expect(act).toHaveBeenCalledTimes(1);
  });
  test("nobody waits for what others did", async () => {
    const { act, becomes } = bar(listening);
    await becomes(waiting);
    await fireEvent.click(button("Raise my hand"));
    expect(act).toHaveBeenCalledTimes(1);
  });
  test("a key that is held down presses once", async () => {
    bar(waiting);
    const held = (repeat: boolean) => fireEvent.keyDown(button("Raise my hand"), { key: "Enter", repeat });
    expect(await held(false)).toBe(true);
    expect(await held(true)).toBe(false);
  });
});

test("the same sentence is told again as something new", async () => {
  const { container, rerender } = render(Said, { said: { text: "Yusuf has the floor" } });
  const before = container.querySelector("[aria-live] > *");
  await rerender({ said: { text: "Yusuf has the floor" } });
  expect(container.querySelector("[aria-live]")?.textContent).toBe("Yusuf has the floor");
  expect(container.querySelector("[aria-live] > *")).not.toBe(before);
});

describe("the question of a part", () => {
  const asked = kinds.ask();
  const check = (meeting: Meeting, turn: number | null) => expect(questionOf(meeting)?.turn ?? null).toBe(turn);
  test("is what others answer to", () => check(asked, 6));
  test("is there between two answers", () => check({ ...asked, turn: null }, 6));
  test("is no other while one asks", () => check({ ...asked, turn: f.turn(8, f.id("Yusuf"), { sense: "question" }) }, null));
  test("stays while who asked says what they take along", () => {
    const taking = f.turn(7, f.id("Yusuf"), { sense: "taking_away" });
    check({ ...asked, turn: taking, words: [...asked.words.slice(0, 1), { ...f.said({ turn: 7, holder: f.id("Yusuf"), phase: 1, lines: [{ author: f.id("Yusuf"), text: "Thank you.", sending: false }], taps: [] }) }] }, 6);
  });
  test("is none in another part", () => check({ ...asked, phase: 2 }, null));
  test("stands before everything else, and once", () => {
    const { container } = room(asked);
    const words = container.querySelector(".words")?.textContent ?? "";
    expect(words.trimStart()).toMatch(/^.?Yusuf.? asks the others/);
    expect(words.split("How do you get through the evenings?")).toHaveLength(2);
  });
});

describe("blocks", () => {
  test("in the room somebody is blocked after a question, and it is taken back from the list", async () => {
    const { told, container } = room(f.meeting(), f.withBlock());
    await fireEvent.click(screen.getByText("Block somebody", { selector: "button" }));
    const whom = screen.getByLabelText("Whom?");
    const offered = [...whom.querySelectorAll<HTMLOptionElement>("option:not([disabled])")].map((option) => option.textContent);
    expect(offered).toEqual(["Birch", "Amal", "Iris", "Umm Salim"]);
    await fireEvent.change(whom, { target: { value: f.id("Iris") } });
    expect(told).toEqual([]);
    await fireEvent.click(screen.getByText("Block", { selector: "dialog button" }));
    await fireEvent.click(screen.getByText("Take the block back"));
    expect(told).toEqual([
      { type: "block", member: f.id("Iris"), on: true },
      { type: "block", member: f.id("Yusuf"), on: false },
    ]);
    await audit(container);
  });
  test("the settings list those of all circles", async () => {
    speak("en");
    const onlift = vi.fn();
    const done = async () => fine;
    const nothing = () => {};
    const props = { name: "noor", shared: false, theme: "system", calm: "system", hijri: false, discreet: false, makeWords: async () => "", check: async () => ({ strong: true, reason: null }), change: done, gather: async () => null, erase: done, ontheme: nothing, oncalm: nothing, onhijri: nothing, ondiscreet: nothing, unsaved: false, renewal: null, lockMinutes: null, setLock: done, clearLock: done, setPin: done, onlock: nothing, reminders: { state: "off", problem: null }, onremind: nothing, onsignout: nothing } as const;
    const { rerender } = render(SettingsView, { ...props, onlift, circles: [f.circle(), f.withBlock({ index: 4 })] });
    await fireEvent.click(screen.getByRole("button", { name: /Take the block of .*Yusuf.* back/ }));
    expect(onlift.mock.calls).toEqual([[4, f.id("Yusuf")]]);
    await rerender({ circles: [f.circle()] });
    expect(screen.queryByText("Blocked by you")).toBeNull();
  });
});

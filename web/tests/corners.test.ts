/** Small corners, and what somebody writes whom one has blocked. */
import { fireEvent, render, screen } from "@testing-library/svelte";
import { describe, expect, test } from "vitest";
import * as f from "$lib/fixtures";
import type { CircleView as Circle, MeetingView as Meeting, Outcome } from "$lib/engine/types";
import People from "$lib/components/People.svelte";
import MeetingScreen from "$lib/screens/MeetingView.svelte";
import { announce } from "$lib/meeting/announce";
import { namesOf } from "$lib/meeting/names";
import { wordsOf } from "$lib/vocabulary";
import { audit, speak } from "./axe";

const fine: Outcome = { ok: true, value: null };

function room(meeting: Meeting, circle: Circle = f.circle()) {
  speak("en");
  const told: unknown[] = [];
  const props = { circle, meeting, problem: undefined, now: () => f.NOW, act: async () => fine, say: async () => fine, ontap: () => {}, tell: async (command: unknown) => (told.push(command), fine) };
  const { container } = render(MeetingScreen, { props });
  return { told, container };
}

const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));

describe("in a corner", () => {
  test("one writes to it, and goes back alone", async () => {
    const { told } = room(f.inCorner());
    expect(screen.getByText(/count the trains/)).toBeTruthy();
    await fireEvent.input(screen.getByLabelText("Write to your corner"), { target: { value: " me too " } });
    await press("Say it");
    await press("Back to the circle");
    expect(told).toEqual([
      { type: "corners", act: { corners: "say", text: "me too" } },
      { type: "deed", deed: { deed: "leave_corner" } },
    ]);
  });
  test("nothing of the meeting is in sight", () => {
    room({ ...f.inCorner(), words: f.meeting().words });
    expect(screen.queryByText("Said before")).toBeNull();
    expect(screen.queryByLabelText("Write your words")).toBeNull();
  });
  test("alone, one is told so and writes to nobody", () => {
    room(f.inCorner({ alone: true, ready: false }));
    expect(screen.getByText(/You are alone here now/)).toBeTruthy();
    expect(screen.queryByLabelText("Write to your corner")).toBeNull();
  });
  test("before it has its key, nothing can be written", () => {
    room(f.inCorner({ ready: false }));
    expect(screen.getByText(/closed off/)).toBeTruthy();
    expect(screen.queryByLabelText("Write to your corner")).toBeNull();
  });
});

describe("keeping", () => {
  test("the keeper draws, looks and sends out", async () => {
    const { told } = room(f.drawing(null));
    await fireEvent.click(screen.getByLabelText("By topic"));
    await fireEvent.input(screen.getByLabelText("Minutes"), { target: { value: "12" } });
    await press("See who goes with whom");
    expect(told).toEqual([{ type: "corners", act: { corners: "draw", split: "topics", minutes: 12, with_me: true } }]);
  });
  test("what did not suit somebody is not shown", async () => {
    room(f.drawing("asking"));
    expect(screen.getByText(/every device is asked/)).toBeTruthy();
  });
  test("a draw is sent out or drawn again", async () => {
    const { told } = room(f.drawing("ready"));
    await press("Send out");
    await press("Draw again");
    expect(told.map((command) => (command as { act: { corners: string } }).act.corners)).toEqual(["start", "draw"]);
  });
  test("everybody is called back", async () => {
    const { told } = room(f.besideCorners());
    await press("Call everybody back");
    expect(told).toEqual([{ type: "deed", deed: { deed: "come_back" } }]);
  });
});

test("going out and coming back is told", () => {
  speak("en");
  const say = (before: Meeting, now: Meeting) => announce(before, now, f.circle().me, namesOf(f.circle().members), wordsOf({}));
  const together = f.meeting({ turn: null });
  expect(say(together, f.inCorner())).toEqual(["In a small corner"]);
  expect(say(f.inCorner(), together)[0]).toMatch(/gone/);
  expect(say(f.inCorner(), f.inCorner())).toEqual([]);
});

describe("a block", () => {
  test("hides words behind a line that opens", () => {
    const meeting = f.meeting();
    const { container } = room(meeting, f.withBlock());
    const hidden = container.querySelectorAll("details summary");
    expect([...hidden].filter((one) => one.textContent === "Hidden by you. Show").length).toBeGreaterThan(0);
    const { container: open } = room(meeting);
    expect([...open.querySelectorAll("summary")].some((one) => one.textContent === "Hidden by you. Show")).toBe(false);
  });
  test("is asked for once, and taken back in the list", async () => {
    speak("en");
    const told: unknown[] = [];
    const props = { rename: async () => fine, onserve: () => {}, onstanddown: () => {}, onblock: (_: string, on: boolean) => told.push(on ? "block" : "unblock") };
    const { unmount } = render(People, { ...props, circle: f.circle() });
    await fireEvent.click(screen.getByRole("button", { name: /Block .*Yusuf/ }));
    expect(told).toEqual([]);
    await fireEvent.click(screen.getByText("Block", { selector: "dialog button" }));
    unmount();
    render(People, { ...props, circle: f.withBlock() });
    await fireEvent.click(screen.getByRole("button", { name: /Take the block of .*Yusuf.* back/ }));
    expect(told).toEqual(["block", "unblock"]);
  });
});

test.each([["a corner", f.inCorner()], ["alone", f.inCorner({ alone: true, ready: false })], ["beside", f.besideCorners()], ["to draw", f.drawing(null)], ["drawn", f.drawing("ready")]] as const)("%s has no barrier", async (_, meeting) => {
  const { container } = room(meeting, f.withBlock());
  await audit(container);
});

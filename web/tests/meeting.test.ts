import { fireEvent, render, screen } from "@testing-library/svelte";
import { tick } from "svelte";
import { describe, expect, test, vi } from "vitest";
import * as f from "$lib/fixtures";
import type { MeetingAct, MeetingView as Meeting, Outcome } from "$lib/engine/types";
import ActBar from "$lib/components/ActBar.svelte";
import Ring from "$lib/components/Ring.svelte";
import MeetingScreen from "$lib/screens/MeetingView.svelte";
import { offer } from "$lib/meeting/acts";
import { announce } from "$lib/meeting/announce";
import { namesOf } from "$lib/meeting/names";
import { density, seatAngle, shorterWay } from "$lib/meeting/ring";
import { moment } from "$lib/meeting/moment";
import { m } from "$lib/paraglide/messages";
import { atStart, wordsOf } from "$lib/vocabulary";
import { speak } from "./axe";

const name = namesOf(f.circle().members);
const fine: Outcome = { ok: true, value: null };
const rest = { me: f.circle().me, name, tell: async () => fine };

describe("offer", () => {
  const table: [MeetingAct[], string | null, string[], string[], boolean][] = [
    [["arrive"], "arrive", [], [], false],
    [["depart", "tap", "hand_up"], "hand_up", [], [], false],
    [["depart", "say", "done", "done_with_feedback", "pass"], "done", ["done_with_feedback", "pass"], [], true],
    [["say", "end_feedback"], "end_feedback", [], [], true],
    [["hand_up", "door", "move_on", "next_phase", "close"], "hand_up", [], ["door", "move_on", "next_phase", "close"], false],
    [["take_keeping"], null, ["take_keeping"], [], false],
    [["depart"], null, [], [], false],
  ];
  test.each(table)("%j", (acts, primary, others, keeping, writes) => {
    expect(offer(f.meeting({ acts }))).toEqual({ primary, others, keeping, writes });
  });
});

describe("announce", () => {
  const check = (before: Meeting | null, now: Meeting | null, expected: RegExp[]) => {
    speak("en");
    const said = announce(before, now, f.circle().me, name, wordsOf({})).map((sentence) => sentence.replace(/[\u2068\u2069]/g, ""));
    expect(said).toHaveLength(expected.length);
    expected.forEach((pattern, index) => expect(said[index]).toMatch(pattern));
  };
  test("nothing new is not told", () => check(f.meeting(), f.meeting(), []));
  test("who has the floor", () => check(f.meeting({ turn: null }), f.meeting(), [/^Yusuf has the floor$/]));
  test("my floor", () => check(f.meeting(), { ...f.myTurn(), turn: f.turn(8, f.circle().me, { is_me: true }) }, [/^You have the floor$/]));
  test("a new part", () => check(f.meeting({ turn: null }), f.openPhase(), [/^Now: Closing\.$/]));
  test("let in at the door", () => check(f.atTheDoor(), f.meeting({ keeper: f.meeting().keeper }), [/in the room/]));
  test("feedback opens", () => check(f.meeting(), f.meeting({ turn: f.turn(7, f.meeting().turn?.holder ?? "", { feedback: true, open_to_feedback: true }) }), [/^Yusuf asks for feedback$/]));
  test("a second one says that somebody has to leave", () => check(f.busy(), f.ejecting(), [/now keeps/, /^Birch says that Yusuf should leave: Attacks somebody\./]));
  test("not to who said so", () => check(f.ejecting("Noor"), f.ejecting("Noor"), []));
  test("a pause, and that it is over", () => {
    const paused = f.meeting({ gathering: { ...f.meeting().gathering, paused: true } });
    check(f.meeting(), paused, [/^The meeting pauses$/]);
    check(paused, f.meeting(), [/^Yusuf has the floor$/]);
  });
  test("before the door: that the circle meets, and nothing of how", () => {
    check(null, f.outside(), [/^The circle meets now\.$/]);
    check(f.outside(), f.meeting({ my_place: "outside", turn: null, phase: 3 }), []);
  });
  test("the end", () => check(f.meeting(), null, [/closed/]));
});

describe("ring", () => {
  test("seats are even", () => expect([0, 1, 2, 3].map((index) => seatAngle(index, 4))).toEqual([0, 90, 180, 270]));
  test("nobody there", () => expect(seatAngle(0, 0)).toBe(0));
  test("density", () => expect([1, 8, 9, 13, 25].map(density)).toEqual(["few", "few", "some", "many", "crowd"]));
  const moves: [number, number, number][] = [
    [0, 90, 90],
    [350, 10, 370],
    [10, 350, -10],
    [720, 45, 765],
  ];
  test.each(moves)("the floor goes the shorter way from %i to %i", (from, to, expected) => expect(shorterWay(from, to)).toBe(expected));

  test("says in words who has the floor", () => {
    speak("en");
    render(Ring, { props: { meeting: f.meeting(), me: f.circle().me, name, title: "", now: () => f.NOW } });
    const seats = screen.getAllByRole("listitem").map((seat) => seat.textContent.replace(/\s+/g, " ").trim());
    expect(seats.find((seat) => seat.includes("Yusuf"))).toContain("has the floor");
    expect(seats.find((seat) => seat.includes("Iris"))).toContain("hand is raised");
    expect(seats.find((seat) => seat.includes("Birch"))).toContain("keeps the meeting");
  });

  test("the timer shows to the holder only", () => {
    speak("en");
    const props = { me: f.circle().me, name, title: "", now: () => f.NOW };
    const { rerender } = render(Ring, { props: { ...props, meeting: f.meeting() } });
    expect(screen.queryByRole("img")).toBeNull();
    return rerender({ ...props, meeting: f.myTurn() }).then(() => expect(screen.getByRole("img")).toBeTruthy());
  });
});

describe("the time of a turn", () => {
  const mine = (began: number) => ({ ...f.myTurn(), turn_began: began });
  const arc = (container: HTMLElement) => container.querySelector(".passed")?.getAttribute("stroke-dasharray");
  const props = { me: f.circle().me, name, title: "" };

  test("begins anew with a turn that follows on one's own", async () => {
    const { container, rerender } = render(Ring, { props: { ...props, now: () => f.NOW, meeting: mine(f.NOW - 120_000) } });
    expect(arc(container)).toBe("50 100");
    await rerender({ meeting: mine(f.NOW) });
    expect(arc(container)).toBe("0 100");
  });

  test("is right as soon as somebody looks again", async () => {
    let now = f.NOW;
    const { container } = render(Ring, { props: { ...props, now: () => now, meeting: mine(f.NOW) } });
    now += 60_000;
    document.dispatchEvent(new Event("visibilitychange"));
    await tick();
    expect(arc(container)).toBe("25 100");
  });

  test("is not told before the door", () => {
    render(Ring, { props: { ...props, now: () => f.NOW, meeting: { ...mine(f.NOW), my_place: "outside" } } });
    expect(screen.queryByRole("img")).toBeNull();
  });
});

describe("acting", () => {
  test("done says what is still in the box first", async () => {
    speak("en");
    const order: string[] = [];
    const say = vi.fn(async (text: string) => (order.push(`say ${text}`), fine));
    const act = vi.fn(async (what: string) => (order.push(what), fine));
    render(ActBar, { props: { meeting: f.myTurn(), keeper: "host", act, say, ...rest } });
    await fireEvent.input(screen.getByRole("textbox"), { target: { value: " one more thing " } });
    await fireEvent.click(screen.getByRole("button", { name: "I am done" }));
    await vi.waitFor(() => expect(order).toEqual(["say one more thing", "done"]));
  });

  test("words that could not be said stay in the box, and the turn goes on", async () => {
    speak("en");
    const say = vi.fn(async (): Promise<Outcome> => ({ ok: false, error: "offline", retry_after_s: null }));
    const act = vi.fn(async () => fine);
    render(ActBar, { props: { meeting: f.myTurn(), keeper: "host", act, say, ...rest } });
    const box = screen.getByRole<HTMLTextAreaElement>("textbox");
    await fireEvent.input(box, { target: { value: "wait" } });
    await fireEvent.click(screen.getByRole("button", { name: "I am done" }));
    await vi.waitFor(() => expect(say).toHaveBeenCalled());
    expect(act).not.toHaveBeenCalled();
    expect(box.value).toBe("wait");
  });

  test("a key pressed twice says it once", async () => {
    speak("en");
    const answers: ((outcome: Outcome) => void)[] = [];
    const say = vi.fn((_text: string) => new Promise<Outcome>((answer) => answers.push(answer)));
    render(ActBar, { props: { meeting: f.myTurn(), keeper: "host", act: async () => fine, say, ...rest } });
    await fireEvent.input(screen.getByRole("textbox"), { target: { value: "once" } });
    const button = screen.getByRole("button", { name: "Say it" });
    await fireEvent.click(button);
    await fireEvent.click(button);
    expect(say).toHaveBeenCalledTimes(1);
    answers[0]?.(fine);
    await vi.waitFor(() => expect(screen.getByRole<HTMLTextAreaElement>("textbox").value).toBe(""));
  });

  test("a second press while an act is on its way does nothing", async () => {
    speak("en");
    const answers: ((outcome: Outcome) => void)[] = [];
    const act = vi.fn((_what: string) => new Promise<Outcome>((answer) => answers.push(answer)));
    render(ActBar, { props: { meeting: f.keeping(), keeper: "host", act, say: async () => fine, ...rest } });
    const [next] = screen.getAllByText("Go to the next part", { selector: "button" });
    await fireEvent.click(next as HTMLElement);
    await fireEvent.click(next as HTMLElement);
    expect(act).toHaveBeenCalledTimes(1);
    answers[0]?.(fine);
    await vi.waitFor(async () => {
      await fireEvent.click(next as HTMLElement);
      expect(act).toHaveBeenCalledTimes(2);
    });
  });

  test("closing asks once", async () => {
    speak("en");
    const act = vi.fn(async () => fine);
    render(ActBar, { props: { meeting: f.keeping(), keeper: "host", act, say: async () => fine, ...rest } });
    await fireEvent.click(screen.getAllByRole("button", { name: "Close the meeting", hidden: true })[0] as HTMLElement);
    expect(act).not.toHaveBeenCalled();
    await fireEvent.click(screen.getAllByRole("button", { name: "Close the meeting" }).at(-1) as HTMLElement);
    expect(act).toHaveBeenCalledWith("close");
  });
});

describe("the circle's own words", () => {
  const own = { keeper: { en: "chair", ar: "مدير الجلسة" }, circle: { en: "fellowship", ar: "زمالة" } };
  const table: ["en" | "ar", string, string, string][] = [
    ["en", "The chair goes on", "Back to the fellowship", "Share"],
    ["ar", "يتابع مدير الجلسة", "العودة إلى الزمالة", "مشاركة"],
  ];
  test.each(table)("%s: stand where they are named, and the app's where there are none", (locale, silence, back, share) => {
    speak(locale);
    const words = wordsOf(own);
    const silent = f.meeting({ phase: 1, turn: null });
    expect(moment(silent, name, words).text).toContain(silence);
    expect(m.back_to_circle({ circle: words.circle })).toBe(back);
    expect(atStart(words.share)).toBe(share);
  });
});

describe("the room", () => {
  const room = async (view: Meeting) => {
    speak("en");
    const told: unknown[] = [];
    const props = { circle: f.circle({ meeting: view }), meeting: view, problem: undefined, now: () => 0, act: async () => fine, say: async () => fine, ontap: () => {}, tell: async (command: unknown) => (told.push(command), fine) };
    render(MeetingScreen, { props });
    return told;
  };
  const press = (name: string) => fireEvent.click(screen.getAllByText(name, { selector: "button" })[0] as HTMLElement);

  test("each deed that the rules take is one press away, and is sent as it is", async () => {
    const told = await room(f.busy());
    const presses: [string, unknown][] = [
      ["On to the next part", { deed: "next_part" }],
      ["With a sign only", { deed: "wish", wish: "taps" }],
      ["No longer hold it", { deed: "hold", up: false }],
      ["Show them only when I send", { deed: "typing", on: false }],
      ["I would like more time later", { deed: "later", up: true }],
      ["Only listening", { deed: "be", mode: "listening" }],
      ["Reading: I can do that", { deed: "volunteer", service: "read", up: true }],
      ["Pause the meeting", { deed: "pause", on: true }],
      ["This is the last turn of this part", { deed: "last", on: true }],
      ["Done with it", { deed: "close_topic" }],
      ["Begin with it", { deed: "open_topic", topic: 2 }],
      ["No more answers", { deed: "close_hands", question: 1 }],
    ];
    for (const [name] of presses) await press(name);
    expect(told).toEqual(presses.map(([, deed]) => ({ type: "deed", deed })));
  });
  test("an answer to a show of hands is sent with its question", async () => {
    const told = await room(f.busy());
    await press("I stand aside");
    expect(told).toEqual([{ type: "answer_hands", question: 1, answer: "aside" }]);
  });
  test("words stay in their place when others come before them: nobody taps on another turn than they saw", async () => {
    speak("en");
    const view = f.meeting();
    const base = { circle: f.circle({ meeting: view }), problem: undefined, now: () => 0, act: async () => fine, say: async () => fine, ontap: () => {}, tell: async () => fine };
    const { rerender, container } = render(MeetingScreen, { props: { ...base, meeting: view } });
    const birch = [...container.querySelectorAll(".past article")].find((article) => article.textContent.includes("I set the table"));
    await rerender({ meeting: f.meeting({ turn: null }) });
    const after = [...container.querySelectorAll(".past article")];
    expect(after[0]?.textContent).toContain("My brother's phone");
    expect(after.find((article) => article.textContent.includes("I set the table"))).toBe(birch);
  });
  test("nothing is offered that the rules do not take", async () => {
    await room(f.meeting());
    for (const name of ["Pause the meeting", "Only listening", "Put it on the list", "Ask", "Tell the others", "Send the note"])
      expect(screen.queryByText(name, { selector: "button" })).toBeNull();
  });
});

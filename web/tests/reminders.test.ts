/** Reminders are off until wanted, follow the schedule, and leave nothing behind. */
import { expect, test } from "vitest";
import type { CircleView, Command, Outcome, Wake } from "$lib/engine/types";
import type { Kept } from "$lib/reminders/kept";
import { Reminders, type Shell } from "$lib/reminders/reminders.svelte";

const ADDRESS = "https://push.example/this-browser";
const wakes: Wake[] = [
  { at: 100, meeting: 512 },
  { at: 200, meeting: null },
];

function browser({ allows = true, answers = {} as Partial<Record<Command["type"], Outcome>> } = {}) {
  const sent: Command[] = [];
  const here = { address: undefined as string | undefined, kept: undefined as Kept | undefined, asked: 0, allowed: false, fails: false };
  const shell: Shell = {
    push: {
      possible: async () => true,
      allowed: () => here.allowed,
      ask: async () => ((here.asked += 1), (here.allowed = allows)),
      address: async () => here.address,
      subscribe: async (key) => {
        expect(key).toBe("the key");
        if (here.fails) throw new Error("no push service");
        return (here.address = ADDRESS);
      },
      unsubscribe: async () => void (here.address = undefined),
    },
    read: async () => here.kept,
    write: async (kept) => void (here.kept = kept),
    forget: async () => void (here.kept = undefined),
  };
  const values: Partial<Record<Command["type"], unknown>> = { ask_wake_key: { key: "the key" }, set_wakes: { wakes } };
  const send = async (command: Command): Promise<Outcome> => {
    sent.push(command);
    return answers[command.type] ?? { ok: true, value: values[command.type] };
  };
  const reminders = new Reminders(send, () => ({ title: "Notes", body: "Something" }), shell);
  return { reminders, sent, here, of: (type: Command["type"]) => sent.filter((command) => command.type === type) };
}

const circle = (at: number[], state = "ready", cancelled = false) =>
  ({ state, schedule: { next: at.map((at) => ({ at, cancelled })) } }) as unknown as CircleView;
const refusal = (error: string) => ({ ok: false, error, retry_after_s: null }) as Outcome;

test("nothing is asked, kept or sent before somebody wants it", async () => {
  const { reminders, sent, here } = browser();
  await reminders.look();
  await reminders.follow([circle([1])]);
  await reminders.signedOut();
  expect([reminders.state, reminders.problem, sent, here.asked, here.kept]).toEqual(["off", null, [], 0, undefined]);
});

test("turning on keeps times and texts, and no circle", async () => {
  const { reminders, here, sent } = browser();
  await reminders.turnOn();
  expect(reminders.state).toBe("on");
  expect(here.kept).toEqual({ address: ADDRESS, title: "Notes", body: "Something", wakes, shown: [] });
  expect(sent).toEqual([{ type: "ask_wake_key" }, { type: "set_wakes", address: ADDRESS, before: [] }]);
});

test.each([
  ["denied", browser({ allows: false })],
  ["not_offered", browser({ answers: { ask_wake_key: refusal("not_found") } })],
  ["failed", browser({ answers: { ask_wake_key: refusal("offline") } })],
  ["failed", browser({ answers: { set_wakes: refusal("rate_limited") } })],
])("what stands in the way is told: %s", async (problem, { reminders, here }) => {
  await reminders.turnOn();
  expect([reminders.state, reminders.problem, here.kept, here.address]).toEqual(["off", problem, undefined, undefined]);
});

test("a push service that cannot be reached leaves nothing", async () => {
  const { reminders, here } = browser();
  here.fails = true;
  await reminders.turnOn();
  expect([reminders.state, reminders.problem, here.kept]).toEqual(["off", "failed", undefined]);
});

test("the list follows the schedule, from the list before, and not more often", async () => {
  const { reminders, of, here } = browser();
  await reminders.turnOn();
  await reminders.follow([circle([1, 2])], 0);
  await reminders.follow([circle([2, 1])], 1000);
  expect(of("set_wakes")).toHaveLength(2);
  expect(of("set_wakes")[1]).toEqual({ type: "set_wakes", address: ADDRESS, before: wakes });
  await reminders.follow([circle([1, 2, 3]), circle([4], "loading")], 2000);
  expect(of("set_wakes")).toHaveLength(2);
  await reminders.follow([circle([1, 2]), circle([3], "ready", true)], 2000);
  expect(of("set_wakes")).toHaveLength(2);
  await reminders.follow([circle([1, 2, 3])], 3000);
  expect(of("set_wakes")).toHaveLength(3);
  await reminders.follow([circle([1, 2, 3])], 3000 + 86_400_000);
  expect(of("set_wakes")).toHaveLength(4);
  here.kept = { ...(here.kept as Kept), shown: [100, 7] };
  await reminders.follow([circle([1])], 4000);
  expect(here.kept.shown).toEqual([100]);
});

test("a list that the server did not take is tried again", async () => {
  const answers: Partial<Record<Command["type"], Outcome>> = {};
  const { reminders, of } = browser({ answers });
  await reminders.turnOn();
  answers.set_wakes = refusal("offline");
  await reminders.follow([circle([1])], 0);
  await reminders.follow([circle([1])], 1);
  expect(of("set_wakes")).toHaveLength(3);
  expect(reminders.state).toBe("on");
});

test("another address of the same browser takes the place of the one before", async () => {
  const { reminders, here, of } = browser();
  await reminders.turnOn();
  here.address = "https://push.example/renewed";
  await reminders.follow([circle([1])]);
  expect(of("end_wakes")).toEqual([{ type: "end_wakes", address: ADDRESS }]);
  expect(of("set_wakes")[1]).toEqual({ type: "set_wakes", address: here.address, before: [] });
});

test("reminders that the browser has ended are told of", async () => {
  const { reminders, here } = browser();
  await reminders.turnOn();
  here.address = undefined;
  await reminders.follow([circle([1])]);
  expect([reminders.state, reminders.problem, here.kept]).toEqual(["off", "ended", undefined]);
});

test.each(["turnOff", "signedOut"] as const)("%s leaves nothing, here and on the server", async (end) => {
  const { reminders, here, of } = browser({ answers: { end_wakes: refusal("offline") } });
  await reminders.turnOn();
  await reminders[end]();
  expect(of("end_wakes")).toEqual([{ type: "end_wakes", address: ADDRESS }]);
  expect([reminders.state, here.kept, here.address]).toEqual(["off", undefined, undefined]);
});

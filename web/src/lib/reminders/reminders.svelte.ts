/** Reminders while this browser is closed: a choice of this device, off until somebody wants them. */
import type { CircleView, Command, Outcome, Wake } from "$lib/engine/types";
import { forgetKept, readKept, writeKept, type Kept } from "./kept";
import { browserPush, type Push } from "./push";

export type RemindersState = "impossible" | "off" | "working" | "on";
/** What stands in the way. */
export type RemindersProblem = "denied" | "not_offered" | "failed" | "ended";

export interface Shell {
  push: Push;
  read(): Promise<Kept | undefined>;
  write(kept: Kept): Promise<void>;
  forget(): Promise<void>;
}

const browser: Shell = { push: browserPush, read: readKept, write: writeKept, forget: forgetKept };
/** The list is set anew after so long (ms), so that it reaches a month ahead. */
const DAY = 86_400_000;

export class Reminders {
  state: RemindersState = $state("off");
  problem: RemindersProblem | null = $state(null);
  #send: (command: Command) => Promise<Outcome>;
  #texts: () => { title: string; body: string };
  #shell: Shell;
  /** One act at a time. */
  #turn: Promise<void> = Promise.resolve();
  #told = "";
  #toldAt = 0;

  constructor(send: (command: Command) => Promise<Outcome>, texts: () => { title: string; body: string }, shell: Shell = browser) {
    this.#send = send;
    this.#texts = texts;
    this.#shell = shell;
  }

  /** Looks how it stands in this browser. */
  look(): Promise<void> {
    return this.#one(async () => {
      const { push } = this.#shell;
      if (!(await push.possible())) this.state = "impossible";
      else this.state = push.allowed() && (await this.#shell.read()) ? "on" : "off";
    });
  }

  turnOn(): Promise<void> {
    return this.#one(async () => {
      const { push } = this.#shell;
      this.#rest("working");
      if (!(await push.ask())) return this.#rest("off", "denied");
      const key = await this.#send({ type: "ask_wake_key" });
      if (!key.ok) return this.#rest("off", key.error === "not_found" ? "not_offered" : "failed");
      try {
        const address = await push.subscribe((key.value as { key: string }).key);
        if (await this.#set(address, [], [])) return this.#rest("on");
      } catch {
        // No push service, or none that can be reached.
      }
      await this.#end();
      this.#rest("off", "failed");
    });
  }

  turnOff(): Promise<void> {
    return this.#one(async () => {
      await this.#end();
      this.#rest("off");
    });
  }

  /** Somebody signed out, or the account is gone: nothing of it stays, here and on the server. */
  signedOut(): Promise<void> {
    return this.#one(async () => {
      this.#told = "";
      if (!this.#shell.push.allowed()) return;
      await this.#end();
      if (this.state !== "impossible") this.#rest("off");
    });
  }

  /** Sets the list anew where the schedules are others than those that the server was told for, or the list is a day old. */
  follow(circles: CircleView[], now: number = Date.now()): Promise<void> {
    // While a circle is being opened, its meetings are not known, and would be forgotten.
    if (circles.some((circle) => circle.state === "loading")) return Promise.resolve();
    const times = circles.flatMap(({ schedule }) => schedule.next.filter((one) => !one.cancelled).map((one) => one.at));
    const told = times.sort((a, b) => a - b).join(" ");
    if (told === this.#told && now - this.#toldAt < DAY) return Promise.resolve();
    return this.#one(async () => {
      if (!this.#shell.push.allowed()) return;
      const kept = await this.#shell.read();
      if (!kept) return;
      const address = await this.#shell.push.address();
      if (!address) {
        await this.#end();
        return this.#rest("off", "ended");
      }
      const isSame = address === kept.address;
      if (!isSame) await this.#send({ type: "end_wakes", address: kept.address });
      if (!(await this.#set(address, isSame ? kept.wakes : [], kept.shown))) return;
      [this.#told, this.#toldAt] = [told, now];
    });
  }

  async #set(address: string, before: Wake[], shown: number[]): Promise<boolean> {
    const outcome = await this.#send({ type: "set_wakes", address, before });
    if (!outcome.ok) return false;
    const { wakes } = outcome.value as { wakes: Wake[] };
    await this.#shell.write({ address, ...this.#texts(), wakes, shown: shown.filter((at) => wakes.some((wake) => wake.at === at)) });
    return true;
  }

  /** The server is asked first: it needs the address. Whether it answers or not, the push service forgets the address. */
  async #end() {
    const address = (await this.#shell.push.address()) ?? (await this.#shell.read())?.address;
    if (address) await this.#send({ type: "end_wakes", address });
    await this.#shell.push.unsubscribe().catch(() => {});
    await this.#shell.forget();
  }

  #rest(state: RemindersState, problem: RemindersProblem | null = null) {
    this.state = state;
    this.problem = problem;
  }

  #one(act: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(act).catch(() => this.#rest("off", "failed"));
    return this.#turn;
  }
}

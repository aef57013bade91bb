import { ownProgram } from "$lib/own_program";
import type { Command, Fault, FromWorker, Outcome, ToWorker, View } from "./types";
import program from "./worker.ts?worker&url";

/** What the client needs of a worker; the gallery and the tests hand in their own. */
export interface Port {
  postMessage(message: ToWorker): void;
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null;
  terminate(): void;
}

const BEFORE_START: View = {
  session: { state: "starting" },
  network: "online",
  circles: [],
  joining: null,
  put_out: [],
  sheets: [],
};

/** The page's end of the engine: the newest view as state, and commands with their outcomes. */
export class EngineClient {
  view: View = $state.raw(BEFORE_START);
  fault: Fault | null = $state(null);
  /** Stayhere is open in another tab of this browser, and that one keeps the device's state. */
  elsewhere = $state(false);
  /** The page has ended it, and what the view says is no news any more. */
  ended = $state(false);
  #port: Port;
  #next = 1;
  #waiting = new Map<number, (outcome: Outcome) => void>();
  /** What is on its way, by what it says. */
  #sent = new Map<string, Promise<Outcome>>();

  constructor(port: Port) {
    this.#port = port;
    port.onmessage = (event) => this.#receive(event.data);
    port.postMessage({ kind: "start" });
  }

  /**
   * Gives a command to the engine. Always resolves: a refusal is an outcome too. The same command while it is still on its
   * way is not given again: whoever presses twice waits for the one outcome.
   */
  send(command: Command): Promise<Outcome> {
    if (this.fault) return Promise.resolve(failed());
    const said = JSON.stringify(command);
    const sent = this.#sent.get(said) ?? this.#give(command).finally(() => this.#sent.delete(said));
    this.#sent.set(said, sent);
    return sent;
  }

  /** Ends the worker and drops everything this page knows (quick exit). */
  end() {
    this.ended = true;
    this.#port.terminate();
    this.view = { ...BEFORE_START, session: { state: "signed_out" } };
    this.#waiting.clear();
    this.#sent.clear();
  }

  #give(command: Command): Promise<Outcome> {
    const id = this.#next++;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#port.postMessage({ kind: "command", id, command });
    });
  }

  #receive(message: FromWorker) {
    switch (message.kind) {
      case "view":
        this.view = message.view;
        return;
      case "outcome":
        this.#waiting.get(message.id)?.(message.outcome);
        this.#waiting.delete(message.id);
        return;
      case "elsewhere":
        this.elsewhere = true;
        return;
      case "fault":
        this.fault = message.fault;
        for (const resolve of this.#waiting.values()) resolve(failed());
        this.#waiting.clear();
        return;
    }
  }
}

/** Starts the real engine in its own worker. */
export function startEngine(): EngineClient {
  const worker = new Worker(ownProgram(program), { type: "module", name: "stayhere-engine" });
  return new EngineClient(worker);
}

function failed(): Outcome {
  return { ok: false, error: "internal", retry_after_s: null };
}

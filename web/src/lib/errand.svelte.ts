/** What a person asks for on a screen: one thing at a time, and what went wrong with the last one. */
import type { Outcome } from "./engine/types";
import { problemOf } from "./errors";

export class Errand {
  busy = $state(false);
  problem: string | undefined = $state();

  /** Whether it was done. What is asked for while another one is on its way is not asked. */
  async run(ask: () => Promise<Outcome>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    const outcome = await ask();
    this.busy = false;
    this.problem = problemOf(outcome);
    return outcome.ok;
  }
}

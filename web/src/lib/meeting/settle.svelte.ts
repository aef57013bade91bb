/** An act that takes the place of the one that was just pressed lets itself be pressed only after a moment. */

/** Within so long (ms) after a press, another act in its place is its consequence. */
const CONSEQUENCE = 3000;
/** So long (ms) the second half of a double press may still come. */
const MOMENT = 600;

/** Whether the acts of a bar wait, so that pressing one twice does not also do the one after it. */
export class Settling {
  now = $state(false);
  #pressed = -Infinity;
  #shown: string | null = null;
  #later: ReturnType<typeof setTimeout> | undefined;

  press() {
    this.#pressed = Date.now();
  }

  /** Tells which acts are shown. */
  show(acts: string) {
    const before = this.#shown;
    this.#shown = acts;
    if (before !== null && before !== acts && Date.now() - this.#pressed < CONSEQUENCE) {
      this.now = true;
      clearTimeout(this.#later);
      this.#later = setTimeout(() => (this.now = false), MOMENT);
    }
  }

  /** The bar goes away. */
  end() {
    clearTimeout(this.#later);
  }
}

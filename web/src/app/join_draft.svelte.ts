import type { JoinDraft } from "$lib/screens/JoinView.svelte";

/** What a newcomer has answered so far. It outlasts the pages on which an account is made, and nothing else. */
export class Draft implements JoinDraft {
  bond: JoinDraft["bond"] = $state("");
  pledge = $state(false);
  name = $state("");
  words = $state("");

  clear() {
    this.bond = "";
    this.pledge = false;
    this.name = this.words = "";
  }
}

export const draft = new Draft();

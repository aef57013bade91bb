import { m } from "$lib/paraglide/messages";
import type { Wish } from "./engine/types";

export const wishes: readonly Wish[] = ["just_listen", "ask_me", "experience", "advice"];

/** What the one who shares would like back. */
export function wishText(wish: Wish): string {
  switch (wish) {
    case "just_listen":
      return m.wish_just_listen();
    case "ask_me":
      return m.wish_ask_me();
    case "experience":
      return m.wish_experience();
    case "advice":
      return m.wish_advice();
  }
}

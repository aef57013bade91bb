import { getContext, setContext } from "svelte";
import type { MemberView } from "$lib/engine/types";

const KEY = Symbol("blocked");
type IsBlocked = (id: string) => boolean;

/** Tells everything inside this component whom the person has blocked. */
export function setBlocked(members: () => MemberView[]): void {
  setContext<IsBlocked>(KEY, (id) => members().some((member) => member.id === id && member.blocked));
}

/** Whether the person has blocked a member; outside of a circle nobody is. */
export function getBlocked(): IsBlocked {
  return getContext<IsBlocked | undefined>(KEY) ?? (() => false);
}

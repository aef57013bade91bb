/** Which of the acts that the rules allow stand where. The rules themselves are judged in the engine. */
import type { Carrying, Command, Deed, MeetingAct, MeetingView, Outcome } from "$lib/engine/types";

export type SimpleAct = Exclude<MeetingAct, Carrying>;

type ToCircle = Extract<
  Command,
  { type: "deed" | "propose_topic" | "ask_hands" | "answer_hands" | "tag_turn" | "tell_milestone" | "show_draft" | "write_note" | "corners" | "block" }
>;
type WithoutCircle<T> = T extends unknown ? Omit<T, "circle"> : never;
/** What a person does in the room besides taking turns. */
export type RoomCommand = WithoutCircle<ToCircle>;

/** What a part of the room is given. */
export interface InRoom {
  meeting: MeetingView;
  me: string;
  name: (id: string) => string;
  tell: (command: RoomCommand) => Promise<Outcome>;
}

type Named<N extends Deed["deed"]> = Extract<Deed, { deed: N }>;

/** The deeds of one name that the rules would take now. */
export function offered<N extends Deed["deed"]>(meeting: MeetingView, name: N): Named<N>[] {
  return meeting.gathering.deeds.filter((deed): deed is Named<N> => deed.deed === name);
}

export interface Offer {
  /** The one act that this moment is about, or none while one listens. */
  primary: SimpleAct | null;
  /** Other acts of a member. */
  others: SimpleAct[];
  /** Acts of the one who keeps the meeting. */
  keeping: SimpleAct[];
  /** Words may be written now. */
  writes: boolean;
}

const KEEPING: readonly SimpleAct[] = ["door", "move_on", "next_phase", "close"];
const PRIMARY_ORDER: readonly SimpleAct[] = ["arrive", "done", "end_feedback", "hand_up", "hand_down"];
const OTHERS: readonly SimpleAct[] = ["done_with_feedback", "pass", "take_keeping"];

/** Sorts the allowed acts. `depart` stands in the head of the page, not here. */
export function offer(meeting: MeetingView): Offer {
  // The rules let who has the floor ask for another turn already; offered beside "I am done" it only confuses.
  const speaking = meeting.turn?.is_me ?? false;
  const allowed = (act: MeetingAct) => meeting.acts.includes(act) && !(speaking && act === "hand_up");
  const primary = PRIMARY_ORDER.find(allowed) ?? null;
  return {
    primary,
    others: [...PRIMARY_ORDER, ...OTHERS].filter((act) => act !== primary && allowed(act)),
    keeping: KEEPING.filter(allowed),
    writes: allowed("say"),
  };
}

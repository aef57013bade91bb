/** The present moment of a meeting in one or two plain sentences. */
import { m } from "$lib/paraglide/messages";
import type { MeetingView } from "$lib/engine/types";
import { iso } from "$lib/text";
import type { Words } from "$lib/vocabulary";

export interface Moment {
  title: string;
  text: string;
}

export function moment(meeting: MeetingView, name: (id: string) => string, words: Words): Moment {
  const phase = meeting.phases[meeting.phase];
  const turn = meeting.turn;
  if (turn === null) return floorFree(meeting, phase?.kind ?? "open", words);
  const holder = iso(name(turn.holder));
  if (turn.feedback) {
    return turn.is_me
      ? { title: m.moment_my_feedback(), text: m.moment_my_feedback_text() }
      : { title: m.moment_feedback({ name: holder }), text: m.moment_feedback_text() };
  }
  if (turn.is_me) return { title: m.moment_my_floor(), text: m.moment_my_floor_text() };
  return { title: m.moment_floor({ name: holder }), text: listening(phase?.rule ?? "none", holder) };
}

function listening(rule: string, holder: string): string {
  switch (rule) {
    case "ask":
      return m.moment_listen_ask({ name: holder });
    case "open":
      return m.moment_listen_open();
    default:
      return m.moment_listen();
  }
}

function floorFree(meeting: MeetingView, kind: string, words: Words): Moment {
  switch (kind) {
    case "silence":
      return { title: m.moment_silence(), text: m.moment_silence_text({ keeper: words.keeper }) };
    case "queue":
      return meeting.my_hand
        ? { title: m.moment_hand_up(), text: m.moment_hand_up_text() }
        : { title: m.moment_free(), text: m.moment_free_text() };
    case "open":
      return { title: m.moment_open(), text: m.moment_open_text() };
    default:
      return { title: m.moment_between(), text: m.moment_between_text() };
  }
}

/** The present moment of a meeting in one or two plain sentences. */
import { m } from "$lib/paraglide/messages";
import type { MeetingView, PhaseKind, SenseView } from "$lib/engine/types";
import { iso } from "$lib/text";
import type { Words } from "$lib/vocabulary";

export interface Moment {
  title: string;
  text: string;
}

export function moment(meeting: MeetingView, name: (id: string) => string, words: Words): Moment {
  const phase = meeting.phases[meeting.phase];
  const turn = meeting.turn;
  if (meeting.gathering.paused) return { title: m.moment_paused(), text: m.moment_paused_text() };
  const corners = meeting.gathering.corners;
  if (corners) {
    return corners.mine === null
      ? { title: m.corners_beside_title(), text: m.corners_beside() }
      : { title: m.corner_title(), text: corners.alone ? m.corner_alone() : m.corner_hint() };
  }
  if (turn === null) return floorFree(meeting, phase?.kind ?? "open", words);
  const holder = iso(name(turn.holder));
  if (turn.feedback) {
    return turn.is_me
      ? { title: m.moment_my_feedback(), text: m.moment_my_feedback_text() }
      : { title: m.moment_feedback({ name: holder }), text: m.moment_feedback_text() };
  }
  const said = turn.is_me ? mine(turn.sense, phase?.kind) : theirs(turn.sense, phase?.kind, holder);
  if (said) return said;
  if (turn.is_me) return { title: m.moment_my_floor(), text: m.moment_my_floor_text() };
  return { title: m.moment_floor({ name: holder }), text: listening(phase?.rule ?? "none", holder) };
}

function mine(sense: SenseView, kind: PhaseKind | undefined): Moment | null {
  switch (sense) {
    case "question":
      return { title: m.moment_my_question(), text: m.moment_my_question_text() };
    case "answer":
      return { title: m.moment_my_answer(), text: m.moment_my_answer_text() };
    case "taking_away":
      return { title: m.moment_my_taking(), text: m.moment_my_taking_text() };
    case "later":
      return { title: m.moment_my_later(), text: m.moment_my_floor_text() };
    case "plain":
      return kind === "reading" ? { title: m.moment_my_reading(), text: m.moment_my_reading_text() } : null;
  }
}

function theirs(sense: SenseView, kind: PhaseKind | undefined, name: string): Moment | null {
  switch (sense) {
    case "question":
      return { title: m.moment_question({ name }), text: m.moment_question_text() };
    case "answer":
      return { title: m.moment_answer({ name }), text: m.moment_listen() };
    case "taking_away":
      return { title: m.moment_taking({ name }), text: m.moment_listen() };
    case "later":
      return { title: m.moment_later({ name }), text: m.moment_listen() };
    case "plain":
      return kind === "reading" ? { title: m.moment_reading({ name }), text: m.moment_reading_text() } : null;
  }
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
    case "open":
      return { title: m.moment_open(), text: m.moment_open_text() };
    case "queue":
    case "presenter":
    case "ask":
    case "example":
    case "sheet":
    case "business":
    case "work":
      return meeting.my_hand
        ? { title: m.moment_hand_up(), text: m.moment_hand_up_text() }
        : kind === "work" && meeting.gathering.topic === null
          ? { title: m.moment_topic(), text: m.moment_topic_text({ keeper: words.keeper }) }
          : { title: m.moment_free(), text: m.moment_free_text() };
    default:
      return { title: m.moment_between(), text: m.moment_between_text() };
  }
}

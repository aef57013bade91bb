/** What a screen reader is told when the meeting moves on: the phase, the floor, the door, the end; a keeper also, that another says somebody has to leave. */
import { m } from "$lib/paraglide/messages";
import type { MeetingView } from "$lib/engine/types";
import { iso, say } from "$lib/text";
import type { Words } from "$lib/vocabulary";
import { reasonText } from "./keeping";
import { moment } from "./moment";

/** Sentences for the difference between two states, in the order in which they matter. */
export function announce(before: MeetingView | null, now: MeetingView | null, me: string, name: (id: string) => string, words: Words): string[] {
  if (!now) return before ? [m.announce_closed()] : [];
  // Before the door one sees that the circle meets, and nothing of how.
  if (now.my_place !== "inside") return before ? [] : [m.meeting_is_on({ circle: words.circle })];
  if (!before) return [moment(now, name, words).title];
  const said: string[] = [];
  const phase = now.phases[now.phase];
  if (before.phase !== now.phase && phase) said.push(m.announce_phase({ phase: say(phase.name) }));
  if (before.my_place !== "inside" && now.my_place === "inside") said.push(m.announce_inside());
  if (before.keeper !== now.keeper) said.push(m.announce_keeper({ name: iso(name(now.keeper)) }));
  for (const one of now.gathering.ejecting) {
    const known = before.gathering.ejecting.some((known) => known.member === one.member);
    if (known || one.member === me || one.by.includes(me)) continue;
    said.push(m.ejecting({ by: iso(name(one.by[0] ?? "")), name: iso(name(one.member)), reason: iso(reasonText(one.reason)) }));
  }
  const corner = (meeting: MeetingView) => meeting.gathering.corners?.mine ?? null;
  const cornersOpen = (meeting: MeetingView) => meeting.gathering.corners !== null;
  if (corner(before) !== null && !cornersOpen(now)) said.push(m.corners_over());
  if (cornersOpen(now) && (!cornersOpen(before) || corner(before) !== corner(now))) said.push(moment(now, name, words).title);
  if (turnChanged(before, now)) said.push(moment(now, name, words).title);
  return said;
}

function turnChanged(before: MeetingView, now: MeetingView): boolean {
  return before.gathering.paused !== now.gathering.paused || before.turn?.number !== now.turn?.number || before.turn?.feedback !== now.turn?.feedback;
}

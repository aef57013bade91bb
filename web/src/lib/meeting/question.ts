import type { MeetingView, TurnWords } from "$lib/engine/types";

/** What the turns of an "ask" part answer to: the words of whoever asked, until they have said what they take along. */
export function questionOf(meeting: MeetingView): TurnWords | null {
  const { turn, phase, words } = meeting;
  const { asker } = meeting.gathering;
  if (asker === null || turn?.sense === "question") return null;
  const asked = words.filter((said) => said.phase === phase && said.holder === asker && said.turn !== turn?.number && said.lines.length > 0);
  return asked.at(-1) ?? null;
}

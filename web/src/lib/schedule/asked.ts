/** What a circle asks of this person, in one line for the first page. */
import { m } from "../paraglide/messages";
import type { CircleView } from "../engine/types";

export interface Asked {
  text: string;
  /** To the page where it is answered; to the circle's, where there are several things. */
  href: string;
}

export function askedIn(circle: CircleView): Asked | null {
  if (circle.state !== "ready") return null;
  const base = `/circle/${circle.index}`;
  const seats = circle.schedule.next.flatMap((one) => (one.cancelled ? [] : one.seats)).filter((seat) => seat.is_mine && seat.state === "asked").length;
  const turn = circle.rounds.some((round) => !round.closed && round.summary.mine > 0);
  const all: Asked[] = [];
  if (seats > 0) all.push({ text: m.home_asked_seats({ count: seats }), href: `${base}/services` });
  if (turn) all.push({ text: m.home_round_turn(), href: `${base}/round` });
  else if (circle.round_due?.can_open) all.push({ text: m.home_round_due(), href: `${base}/round` });
  if (circle.ejections.some((ejection) => !ejection.mine)) all.push({ text: m.home_appeals(), href: base });
  const [only] = all;
  if (only === undefined) return null;
  return all.length === 1 ? only : { text: all.map(({ text }) => text).join(" "), href: base };
}

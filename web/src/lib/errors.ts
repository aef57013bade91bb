/** What went wrong, kindly, in the reader's language. */
import { m } from "$lib/paraglide/messages";
import type { ErrorCode, Outcome } from "./engine/types";

/** A sentence for an error code; unknown codes (from a newer engine) get the general sentence. */
export function errorText(error: ErrorCode, retryAfterSeconds: number | null = null): string {
  if (error === "rate_limited" && retryAfterSeconds !== null) return m.error_rate_limited_for({ count: minutes(retryAfterSeconds) });
  if (error.startsWith("refused_")) return refusalText(error);
  return sentences[error]?.() ?? m.error_internal();
}

/** The sentence for a failed outcome, or undefined when it went well. */
export function problemOf(outcome: Outcome): string | undefined {
  return outcome.ok ? undefined : errorText(outcome.error, outcome.retry_after_s);
}

function minutes(seconds: number): number {
  return Math.max(1, Math.ceil(seconds / 60));
}

const sentences: Partial<Record<ErrorCode, () => string>> = {
  wrong_name_or_passphrase: m.error_wrong_name_or_passphrase,
  name_taken: m.error_name_taken,
  name_unusable: m.error_name_unusable,
  weak_passphrase: m.error_weak_passphrase,
  wrong_code: m.error_wrong_code,
  rate_limited: m.error_rate_limited,
  not_adult: m.error_not_adult,
  offline: m.error_offline,
  server_full: m.error_server_full,
  server_fault: m.error_server_fault,
  update_needed: m.error_update_needed,
  too_large: m.error_too_large,
  invite_unknown: m.error_invite_unknown,
  invite_used_up: m.error_invite_used_up,
  invite_expired: m.error_invite_expired,
  not_in_circle: m.error_not_in_circle,
  busy: m.error_busy,
  pledge_not_accepted: m.error_pledge_not_accepted,
  bond_not_shared: m.error_bond_not_shared,
  name_in_use: m.error_name_in_use,
  circle_full: m.error_circle_full,
  text_too_long: m.error_text_too_long,
  text_empty: m.error_text_empty,
  not_allowed: m.error_not_allowed,
  internal: m.error_internal,
};

function refusalText(code: string): string {
  return refusals[code.slice("refused_".length)]?.() ?? m.error_refused();
}

/** By `circle::Refused::code()`. Refusals that only a broken or dishonest device meets get the general sentence. */
const refusals: Record<string, () => string> = {
  name_unusable: m.error_name_unusable,
  name_taken: m.error_name_in_use,
  invite_unusable: m.error_invite_unknown,
  invite_unknown: m.error_invite_unknown,
  invite_expired: m.error_invite_expired,
  invite_used_up: m.error_invite_used_up,
  too_many_invites: m.refused_too_many_invites,
  role_full: m.refused_role_full,
  already_serving: m.refused_already,
  not_serving: m.refused_already,
  text_empty: m.error_text_empty,
  text_too_long: m.error_text_too_long,
  note_missing: m.refused_note_missing,
  share_unknown: m.refused_share_gone,
  share_taken_back: m.refused_share_gone,
  own_share: m.refused_own,
  own_turn: m.refused_own,
  already_tapped: m.refused_already,
  not_a_greeter: m.refused_greeter,
  circle_full: m.error_circle_full,
  pledge_outdated: m.refused_pledge_outdated,
  meeting_running: m.refused_meeting_running,
  may_not_open: m.refused_may_not_open,
  no_meeting: m.refused_no_meeting,
  meeting_full: m.refused_meeting_full,
  too_many_devices: m.refused_meeting_full,
  put_out: m.refused_put_out,
  not_present: m.refused_not_inside,
  not_admitted: m.refused_not_inside,
  nobody_waits: m.refused_nobody_waits,
  door_shut: m.refused_floor_held,
  not_the_keeper: m.refused_only_keeper,
  floor_held: m.refused_floor_held,
  wrong_phase: m.refused_moved_on,
  last_phase: m.refused_last_phase,
  no_hands: m.refused_no_hands,
  hand_unchanged: m.refused_already,
  not_your_turn: m.refused_not_your_turn,
  wrong_turn: m.refused_moved_on,
  after_the_end: m.refused_moved_on,
  no_feedback_here: m.refused_no_feedback,
  no_feedback_open: m.refused_not_your_turn,
  already_keeper: m.refused_already,
  keeper_here: m.refused_keeper_here,
  silence: m.refused_silence,
  ahead: m.refused_moved_on,
  too_old: m.refused_moved_on,
};


/** The keeper's cue cards and the reasons for asking somebody to leave a meeting or the circle, in plain words. */
import { m } from "$lib/paraglide/messages";
import type { EjectReason } from "$lib/engine/types";

/** As in the circle's charter, in the order in which they are shown. */
export const CARDS = ["opening", "welcome_newcomer", "time", "crosstalk", "monopolising", "silence", "strong_feeling", "medical_claim", "impaired", "conflict", "crisis", "closing", "debrief"] as const;
export type Card = (typeof CARDS)[number];

const TITLES: Record<Card, () => string> = {
  opening: m.card_opening,
  welcome_newcomer: m.card_welcome_newcomer,
  time: m.card_time,
  crosstalk: m.card_crosstalk,
  monopolising: m.card_monopolising,
  silence: m.card_silence,
  strong_feeling: m.card_strong_feeling,
  medical_claim: m.card_medical_claim,
  impaired: m.card_impaired,
  conflict: m.card_conflict,
  crisis: m.card_crisis,
  closing: m.card_closing,
  debrief: m.card_debrief,
};

/** In the order in which they are offered. */
export const REASONS = ["disturbing", "attacking", "pledge", "stranger", "other"] as const satisfies readonly EjectReason[];

const REASON_TEXTS: Record<EjectReason, () => string> = {
  disturbing: m.eject_disturbing,
  attacking: m.eject_attacking,
  pledge: m.eject_pledge,
  stranger: m.eject_stranger,
  other: m.eject_other,
};

/** So many days somebody may ask for another look, as in `crates/circle/src/limits.rs`. */
export const APPEAL_DAYS = 30;

export const cardTitle = (card: Card): string => TITLES[card]();
export const reasonText = (reason: EjectReason): string => REASON_TEXTS[reason]();

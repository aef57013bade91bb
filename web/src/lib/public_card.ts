/** Words of the directory that a card can say, and the draft of a card. */
import { m } from "./paraglide/messages";
import { formatTag, say } from "./text";
import { prefs } from "./prefs.svelte";
import type { CardAttendance, CardStatus, CardText, CircleView } from "./engine/types";

/** Facets of which several words may be said. */
export const many = ["problem", "philosophy", "relation"] as const;
/** Facets of which one word is said, or none. */
export const one = ["faith", "goal", "crosstalk"] as const;
export type Facet = (typeof many)[number] | (typeof one)[number];

export const facetNames: Record<Facet, () => string> = {
  problem: m.card_facet_problem,
  philosophy: m.card_facet_philosophy,
  relation: m.card_facet_relation,
  faith: m.card_facet_faith,
  goal: m.card_facet_goal,
  crosstalk: m.card_facet_crosstalk,
};

/** Each facet's words, as the directory calls them, and what people read. */
export const vocabulary: Record<Facet, Record<string, () => string>> = {
  problem: {
    addiction: m.card_problem_addiction,
    alcohol: m.card_problem_alcohol,
    drugs: m.card_problem_drugs,
    gambling: m.card_problem_gambling,
    eating: m.card_problem_eating,
    "sex-and-love": m.card_problem_sex_and_love,
    money: m.card_problem_money,
    nicotine: m.card_problem_nicotine,
    screens: m.card_problem_screens,
    relationships: m.card_problem_relationships,
    "mental-health": m.card_problem_mental_health,
    illness: m.card_problem_illness,
    grief: m.card_problem_grief,
    trauma: m.card_problem_trauma,
    care: m.card_problem_care,
    listening: m.card_problem_listening,
  },
  philosophy: {
    steps: m.card_philosophy_steps,
    "self-management": m.card_philosophy_self_management,
    secular: m.card_philosophy_secular,
    mindful: m.card_philosophy_mindful,
    training: m.card_philosophy_training,
    peer: m.card_philosophy_peer,
    voices: m.card_philosophy_voices,
    grief: m.card_philosophy_grief,
    stages: m.card_philosophy_stages,
    carers: m.card_philosophy_carers,
    listening: m.card_philosophy_listening,
  },
  relation: {
    self: m.card_relation_self,
    family: m.card_relation_family,
    bereaved: m.card_relation_bereaved,
    carer: m.card_relation_carer,
    ally: m.card_relation_ally,
  },
  faith: {
    on: m.card_faith_on,
    off: m.card_faith_off,
    own: m.card_faith_own,
  },
  goal: {
    abstinence: m.card_goal_abstinence,
    reduction: m.card_goal_reduction,
    own: m.card_goal_own,
    none: m.card_goal_none,
    switch: m.card_goal_switch,
  },
  crosstalk: {
    off: m.card_crosstalk_off,
    ask: m.card_crosstalk_ask,
    open: m.card_crosstalk_open,
  },
};

export const attendances: Record<CardAttendance, () => string> = { online: m.card_attendance_online, text: m.card_attendance_text };
export const statuses: Record<CardStatus, () => string> = { runs: m.card_status_runs, paused: m.card_status_paused, ended: m.card_status_ended };

/** Languages that are offered; others stay where a card has them. */
const LANGUAGES = ["ar", "bn", "de", "en", "es", "fa", "fr", "he", "hi", "id", "it", "ja", "ko", "nl", "pl", "pt", "ru", "sv", "sw", "ta", "tr", "uk", "ur", "vi", "zh"];

/** Tags and names of languages, by name in the reader's language. */
export function languages(chosen: string[]): [string, string][] {
  const names = new Intl.DisplayNames(formatTag(), { type: "language" });
  const all = [...new Set([...LANGUAGES, ...chosen])].map((tag): [string, string] => [tag, languageName(names, tag)]);
  return all.sort((a, b) => a[1].localeCompare(b[1], prefs.locale));
}

export function languageName(names: Intl.DisplayNames, tag: string): string {
  try {
    return names.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** What a card says of a facet, in words; what this app does not know it shows as it is. */
export function wordsFor(text: CardText, facet: Facet): string[] {
  return (text.tags[facet] ?? []).map((word) => vocabulary[facet][word]?.() ?? word);
}

/** What a proposal begins with: the present card, or what the circle says of itself among its members. */
export function draft(circle: CircleView): CardText {
  const present = circle.card.proposal?.text ?? circle.card.published?.text;
  if (present) return { ...present, text: { ...present.text }, tags: { ...present.tags }, languages: [...present.languages], series: [...present.series] };
  return { name: "", text: { [prefs.locale]: say(circle.bond) }, tags: {}, languages: [prefs.locale], attendance: "online", status: "runs", series: [], knock: true };
}

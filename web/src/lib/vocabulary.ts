/** The circle's own words for what every circle has ("host" for keeper), or the app's where it has none. */
import { m } from "./paraglide/messages";
import { prefs } from "./prefs.svelte";
import { say } from "./text";
import type { Text } from "./engine/types";

/**
 * Ready to stand in a message. In English without article; in Arabic the roles with it ("المضيف"), the others without
 * ("حلقة"), so that a message can put it before them. Counted things ("3 members") keep the app's words, because no
 * vocabulary has the plural forms of every language.
 */
export interface Words {
  circle: string;
  members: string;
  keeper: string;
  deputy: string;
  greeter: string;
  share: string;
  pledge: string;
}

export function wordsOf(vocabulary: Record<string, Text>): Words {
  const word = (key: keyof Words, usual: string) => (vocabulary[key] && say(vocabulary[key])) || usual;
  return {
    circle: word("circle", m.word_circle()),
    members: word("members", m.word_members()),
    keeper: word("keeper", m.word_keeper()),
    deputy: word("deputy", m.word_deputy()),
    greeter: word("greeter", m.word_greeter()),
    share: word("share", m.word_share()),
    pledge: word("pledge", m.word_pledge()),
  };
}

/** A word at the beginning of a line. */
export function atStart(word: string): string {
  const [first = ""] = word;
  return first.toLocaleUpperCase(prefs.locale) + word.slice(first.length);
}

/** What in a text could tell who somebody is (domain R30). It is looked for on this device only, and only ever a hint. */
import { m } from "./paraglide/messages";

export type Trace = "phone" | "email" | "address" | "profile" | "surname";

/** Eight digits and more with what stands between digits of a number, in any of the three scripts of digits. */
const PHONE = /(?:\+|\b00)?[\d٠-٩۰-۹](?:[\s().\-/\u2011]{0,2}[\d٠-٩۰-۹]){7,14}/gu;
/** Days and times look alike, and tell nobody's number. */
const DATE = /[\d٠-٩۰-۹]{1,4}([-./])[\d٠-٩۰-۹]{1,2}\1[\d٠-٩۰-۹]{1,4}|[\d٠-٩۰-۹]{1,2}:[\d٠-٩۰-۹]{2}/gu;
const EMAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+\.[\p{L}\p{N}.-]*\p{L}/u;
const STREET = /\b\d{1,5}\p{L}?,?\s+(?:[\p{L}'’.-]+\s+){1,3}(?:street|st|road|rd|avenue|ave|lane|ln|drive|close|square|boulevard|blvd|way|terrace)\b/iu;
const STREET_ARABIC = /(?:^|[\s،])(?:شارع|زقاق|عمارة|بناية|شقة)\s+[\p{L}\d٠-٩]/u;
const PROFILE = /\b(?:facebook|instagram|linkedin|twitter|tiktok|snapchat|telegram)\.(?:com|me)\/|\b(?:fb|x)\.com\/|\b(?:t|wa)\.me\//iu;
const SURNAME = /\b(?:[Mm]y (?:full name|last name|surname|family name) is\s+\p{L}|[Mm]y name is\s+\p{Lu}\p{L}+\s+\p{Lu}\p{L}+)/u;
const SURNAME_ARABIC = /(?:اسمي الكامل|اسم عائلتي|لقب عائلتي)\s+(?:هو\s+)?\p{L}/u;

/** What was found, each once, in a fixed order. */
export function traces(text: string): Trace[] {
  const plain = text.replace(DATE, " ");
  const found: [Trace, boolean][] = [
    ["phone", plain.search(PHONE) >= 0],
    ["email", EMAIL.test(text)],
    ["address", STREET.test(text) || STREET_ARABIC.test(text)],
    ["profile", PROFILE.test(text)],
    ["surname", SURNAME.test(text) || SURNAME_ARABIC.test(text)],
  ];
  return found.filter(([, is]) => is).map(([trace]) => trace);
}

export function traceText(trace: Trace): string {
  switch (trace) {
    case "phone":
      return m.trace_phone();
    case "email":
      return m.trace_email();
    case "address":
      return m.trace_address();
    case "profile":
      return m.trace_profile();
    case "surname":
      return m.trace_surname();
  }
}

/** The two catalogues say the same things, in the forms each language needs. */
import { describe, expect, test } from "vitest";
import en from "../messages/en.json";
import ar from "../messages/ar.json";
import { errorText } from "$lib/errors";
import type { ErrorCode } from "$lib/engine/types";
import { m } from "$lib/paraglide/messages";
import { languages, speak } from "./axe";

type Entry = string | { match: Record<string, string> }[];
const english = en as Record<string, Entry>;
const arabic = ar as Record<string, Entry>;

function texts(entry: Entry | undefined): string[] {
  if (entry === undefined) return [];
  return typeof entry === "string" ? [entry] : entry.flatMap((part) => Object.values(part.match));
}

const placeholders = (text: string) => new Set([...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]));

test("both languages have the same messages", () => {
  expect(Object.keys(arabic)).toEqual(Object.keys(english));
});

test("every Arabic count has six forms", () => {
  for (const [key, entry] of Object.entries(arabic)) {
    if (typeof entry === "string") continue;
    const forms = entry.flatMap((part) => Object.keys(part.match).map((form) => form.split("=")[1]));
    expect(forms, key).toEqual(["zero", "one", "two", "few", "many", "other"]);
  }
});

/** "3 of 5" counts nothing: it is the same for every number. */
const OF = ["step_of", "phase_of"];

test("whatever counts something has a form for each number", () => {
  for (const catalogue of [english, arabic]) {
    const plain = Object.entries(catalogue).filter(([key, entry]) => typeof entry === "string" && entry.includes("{count}") && !OF.includes(key));
    expect(plain).toEqual([]);
  }
});

test("no message asks for a value that the other language does not know", () => {
  for (const key of Object.keys(english).filter((name) => !name.startsWith("$"))) {
    const known = new Set(texts(english[key]).flatMap((text) => [...placeholders(text)]));
    for (const text of texts(arabic[key])) for (const name of placeholders(text)) expect(known, key).toContain(name);
  }
});

test("Arabic texts are Arabic", () => {
  for (const [key, entry] of Object.entries(arabic).filter(([name]) => !name.startsWith("$"))) {
    for (const text of texts(entry)) expect(/[\u0600-\u06ff]/.test(text), key).toBe(true);
  }
});

describe("counts in Arabic", () => {
  const table: [number, string][] = [
    [0, "أقل من يوم"],
    [1, "يوم واحد"],
    [2, "يومان"],
    [3, "3 أيام"],
    [10, "10 أيام"],
    [11, "11 يومًا"],
    [99, "99 يومًا"],
    [100, "100 يوم"],
    [102, "102 يوم"],
  ];
  test.each(table)("%i", (count, expected) => {
    expect(m.days({ count }, { locale: "ar" })).toBe(expected);
  });
});

/** Codes that a person meets and that need different acts. */
const codes: ErrorCode[] = [
  "wrong_name_or_passphrase", "name_taken", "name_unusable", "weak_passphrase", "wrong_code", "rate_limited", "not_adult",
  "offline", "server_full", "server_fault", "update_needed", "too_large",
  "invite_unknown", "invite_used_up", "invite_expired", "not_in_circle", "busy", "pledge_not_accepted", "bond_not_shared",
  "name_in_use", "not_let_in", "text_too_long", "not_allowed", "signed_out_elsewhere", "rolled_back", "box_damaged",
];

describe.each(languages)("errors in %s", (locale) => {
  test("every code has a sentence of its own", () => {
    speak(locale);
    const general = errorText("internal");
    const sentences = codes.map((code) => errorText(code));
    expect(sentences).not.toContain(general);
    expect(new Set(sentences).size).toBe(codes.length);
  });

  test("refusals speak, unknown ones too", () => {
    speak(locale);
    expect(errorText("refused_silence")).not.toBe(errorText("refused_something_new"));
    expect(errorText("refused_something_new")).not.toBe(errorText("internal"));
  });

  test("a wait is told in minutes", () => {
    speak(locale);
    expect(errorText("rate_limited", 61)).toContain(locale === "en" ? "2 minutes" : "دقيقتين");
  });
});

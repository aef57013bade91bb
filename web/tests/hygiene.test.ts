import { render, screen } from "@testing-library/svelte";
import { describe, expect, test } from "vitest";
import Traces from "$lib/components/Traces.svelte";
import { traces, type Trace } from "$lib/hygiene";
import { speak } from "./axe";

describe("what could tell who somebody is", () => {
  const table: [string, Trace[]][] = [
    ["Call me: +44 20 7946 0958", ["phone"]],
    ["0791 234 56 78 after six", ["phone"]],
    ["رقمي ٠٧٩١٢٣٤٥٦٧", ["phone"]],
    ["write to amal.k@example.org", ["email"]],
    ["I live at 12 Old Mill Road", ["address"]],
    ["أسكن في شارع النخيل", ["address"]],
    ["see instagram.com/amal", ["profile"]],
    ["https://wa.me/4477", ["profile"]],
    ["My name is Amal Haddad.", ["surname"]],
    ["اسم عائلتي حداد", ["surname"]],
    ["my surname is Haddad, amal@example.org", ["email", "surname"]],
  ];
  test.each(table)("%s", (text, expected) => expect(traces(text)).toEqual(expected));

  const innocent = [
    "",
    "I have been sober for 1000 days, since 2024-03-01 at 20:30.",
    "It was on 12.11.2023 and again on 1/2/2024.",
    "My name is Amal and I am new here.",
    "I took 2 pills of 100 mg and slept 10 hours.",
    "اسمي أمل وأنا جديدة هنا.",
    "We walked down the road for 3 hours.",
    "I gave it 100 % @ work",
  ];
  test.each(innocent)("nothing in: %s", (text) => expect(traces(text)).toEqual([]));
});

test("it is said in words, and told to screen readers", () => {
  speak("en");
  render(Traces, { props: { text: "+44 20 7946 0958 or amal@example.org" } });
  expect(screen.getByRole("status").textContent).toMatch(/a phone number.*an e-mail address/);
});

/** The circle's card: proposing, confirming exactly what was read, taking back, and what is said where it is not as agreed. */
import { readFileSync } from "node:fs";
import { render, screen } from "@testing-library/svelte";
import { describe, expect, test, vi } from "vitest";
import * as f from "$lib/fixtures";
import type { CardCommand, CardShown, CircleView } from "$lib/engine/types";
import { draft, many, one, vocabulary } from "$lib/public_card";
import CardNote from "$lib/components/CardNote.svelte";
import PublicCardView from "$lib/screens/PublicCardView.svelte";
import { languages, speak } from "./axe";

const fine = () => vi.fn((_act: CardCommand) => Promise.resolve({ ok: true as const, value: null }));
const later = () => new Promise((done) => setTimeout(done));
const show = (circle: CircleView, tell = fine()) => {
  render(PublicCardView, { circle, network: "online", origin: "https://here.example", tell });
  return tell;
};

function button(name: string): HTMLButtonElement {
  const found = screen.getAllByRole<HTMLButtonElement>("button", { name, hidden: true })[0];
  if (!found) throw new Error(`no button ${name}`);
  return found;
}

function write(label: string, text: string) {
  const field = screen.getByLabelText<HTMLInputElement | HTMLTextAreaElement>(label);
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

async function open(summary: string) {
  const found = screen.getByText(summary).closest("details");
  if (!found) throw new Error(`nothing to open: ${summary}`);
  found.open = true;
  found.dispatchEvent(new Event("toggle"));
  await later();
}

describe("proposing a card", () => {
  test("says what was written and chosen, and nothing of the circle besides", async () => {
    speak("en");
    const plain = f.circle();
    const tell = show({ ...plain, card: { ...plain.card, can_propose: true } });
    await open("Propose a card");
    write("Name in public", "  Lanterns ");
    write("What should somebody know who is looking?", "We remember.");
    screen.getByRole<HTMLInputElement>("checkbox", { name: "grief", hidden: true }).click();
    const faith = screen.getByLabelText<HTMLSelectElement>("Words of faith");
    faith.value = "own";
    faith.dispatchEvent(new Event("change", { bubbles: true }));
    screen.getByRole<HTMLInputElement>("radio", { name: "In writing, each at their own time", hidden: true }).click();
    await later();
    button("Propose this").click();
    await later();
    expect(tell).toHaveBeenCalledExactlyOnceWith({
      what: "propose",
      text: {
        name: "Lanterns",
        text: { en: "We remember." },
        tags: { problem: ["grief"], faith: ["own"], goal: [], crosstalk: [] },
        languages: ["en"],
        attendance: "text",
        status: "runs",
        series: [],
        knock: true,
      },
    });
  });

  test("begins with the present card, and keeps what was written in another language", async () => {
    speak("ar");
    const circle = f.withCard();
    expect(draft(circle)).toEqual(circle.card.published?.text);
    speak("en");
    expect(draft(f.circle()).name).toBe("");
  });

  test("is offered to nobody who may not", () => {
    speak("en");
    show(f.circle());
    expect(screen.queryByText("Propose a card")).toBeNull();
    expect(screen.getByText("The circle shows nothing in public.")).toBeTruthy();
  });
});

describe("a card that is proposed", () => {
  test("is confirmed by its hash, after everything on it was shown and a question", async () => {
    speak("en");
    const tell = show(f.withProposal());
    expect(screen.getByText("Lanterns by the sea")).toBeTruthy();
    expect(screen.getByText("One cannot knock by it.")).toBeTruthy();
    button("Show exactly this").click();
    await later();
    expect(tell).not.toHaveBeenCalled();
    screen.getAllByRole<HTMLButtonElement>("button", { name: "Show exactly this", hidden: true })[1]?.click();
    await later();
    expect(tell).toHaveBeenCalledExactlyOnceWith({ what: "confirm", hash: "ab".repeat(32) });
  });

  test("is let be with one press", async () => {
    speak("en");
    const tell = show(f.withProposal());
    button("Let it be").click();
    await later();
    expect(tell).toHaveBeenCalledExactlyOnceWith({ what: "withdraw" });
  });
});

describe("a card that is shown", () => {
  test("is taken back by one, after a question", async () => {
    speak("en");
    const tell = show(f.withCard());
    button("Take the card back").click();
    await later();
    screen.getAllByRole<HTMLButtonElement>("button", { name: "Take the card back", hidden: true })[1]?.click();
    await later();
    expect(tell).toHaveBeenCalledExactlyOnceWith({ what: "take_back" });
    expect(screen.getByRole("link", { name: "Its page in the directory" }).getAttribute("href")).toContain("https://here.example/meeting/circle-");
  });

  test("is told of where the server shows something else, and published again", async () => {
    speak("en");
    const tell = show(f.withCard("differs"));
    expect(screen.getByText(/shows something else than what you agreed on/)).toBeTruthy();
    button("Publish the agreed words again").click();
    await later();
    expect(tell).toHaveBeenCalledExactlyOnceWith({ what: "restore" });
  });

  test("has a sentence for each thing that the server may show", () => {
    const all: CardShown[] = ["unknown", "as_agreed", "earlier", "missing", "differs", "hidden", "gone", "no_directory"];
    for (const language of languages) {
      speak(language);
      const seen = all.map((shown) => {
        const { container, unmount } = render(PublicCardView, { circle: f.withCard(shown), network: "online" as const, origin: "", tell: fine() });
        const text = container.querySelector("#now + *")?.textContent ?? "";
        unmount();
        return text;
      });
      expect(new Set(seen).size, language).toBe(all.length);
    }
  });
});

test("the circle's page says what waits and what is wrong", () => {
  speak("en");
  const notes = (circle: CircleView) => {
    const { container, unmount } = render(CardNote, { circle, word: "circle" });
    const text = container.textContent;
    unmount();
    return text;
  };
  expect(notes(f.withCard())).toBe("");
  expect(notes(f.withCard("earlier"))).toBe("");
  expect(notes(f.withProposal())).toContain("A card is proposed");
  for (const shown of ["differs", "hidden", "gone"] as const) expect(notes(f.withCard(shown))).toContain("not shown as you agreed");
});

test("what can be said is what the directory knows", () => {
  const pages = readFileSync("../crates/directory-pages/locales/en.ftl", "utf8");
  for (const facet of [...many, ...one]) {
    const words = [...pages.matchAll(new RegExp(`^${facet}-([a-z-]+) =`, "gm"))].map((found) => found[1]);
    expect(Object.keys(vocabulary[facet]), facet).toEqual(words);
  }
});

test("every word of the directory has a name of its own", () => {
  for (const language of languages) {
    speak(language);
    for (const facet of [...many, ...one]) {
      const names = Object.values(vocabulary[facet]).map((name) => name());
      expect(new Set(names).size, `${language} ${facet}`).toBe(names.length);
    }
  }
});

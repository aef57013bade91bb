/** Somebody has to leave a circle for good: asking, saying so too, being told. */
import { render, screen } from "@testing-library/svelte";
import { describe, expect, test, vi } from "vitest";
import * as f from "$lib/fixtures";
import type { RemovalCommand } from "$lib/engine/types";
import { errorText } from "$lib/errors";
import AskRemoval from "$lib/components/AskRemoval.svelte";
import Removals from "$lib/components/Removals.svelte";
import HomeView from "$lib/screens/HomeView.svelte";
import PutOutView from "$lib/screens/PutOutView.svelte";
import { parse } from "$app/router.svelte";
import { languages, speak } from "./axe";

const yusuf = f.removal.member;
const fine = () => vi.fn((_act: RemovalCommand) => Promise.resolve({ ok: true as const, value: null }));

describe("asking that somebody leaves", () => {
  test("is offered to nobody who may not", () => {
    speak("en");
    render(AskRemoval, { circle: f.circle(), tell: fine() });
    expect(screen.queryByText("Somebody has to leave for good")).toBeNull();
  });

  test("names whom and why, and is asked about once more before it is sent", async () => {
    speak("en");
    const tell = fine();
    render(AskRemoval, { circle: f.keptCircle(), tell });
    screen.getByText("Somebody has to leave for good").click();
    await Promise.resolve();
    const button = () => screen.getAllByRole<HTMLButtonElement>("button", { name: "Ask that they leave for good", hidden: true });
    expect(button()[0]?.disabled).toBe(true);
    choose("Who", yusuf);
    choose("Why", "pledge");
    const words = screen.getByLabelText<HTMLTextAreaElement>("Words beside the reason, if you like");
    expect(words.maxLength).toBe(300);
    words.value = "  told outside  ";
    words.dispatchEvent(new Event("input", { bubbles: true }));
    await Promise.resolve();
    button()[0]?.click();
    await Promise.resolve();
    expect(tell).not.toHaveBeenCalled();
    expect(screen.getByRole("dialog").textContent).toContain("Ask that \u2068Yusuf\u2069 leaves the circle for good?");
    button()[1]?.click();
    expect(tell).toHaveBeenCalledExactlyOnceWith({ what: "move", member: yusuf, reason: "pledge", words: "told outside" });
  });

  test("shows why it was refused", async () => {
    speak("en");
    const refused = { ok: false as const, error: "refused_not_your_move" as const, retry_after_s: null };
    render(Removals, { circle: f.circle({ removals: [{ ...f.removal, can_confirm: false, can_withdraw: true }] }), tell: () => Promise.resolve(refused) });
    screen.getByRole("button", { name: "Take it back" }).click();
    expect((await screen.findByRole("alert")).textContent).toContain(errorText("refused_not_your_move"));
  });
});

test("saying so too is asked about once more", async () => {
  speak("en");
  const tell = fine();
  render(Removals, { circle: f.circle({ removals: [f.removal] }), tell });
  expect(screen.getByText(/asks that/).textContent).toContain("Birch");
  screen.getByRole("button", { name: "I say so too" }).click();
  await Promise.resolve();
  expect(tell).not.toHaveBeenCalled();
  const yes = screen.getAllByRole("button", { name: "I say so too" });
  yes.at(-1)?.click();
  expect(tell).toHaveBeenCalledExactlyOnceWith({ what: "confirm", member: yusuf });
});

describe.each(languages)("whoever it is about, in %s", (locale) => {
  test("reads why, has no say, and has help one tap away", () => {
    speak(locale);
    const { container } = render(Removals, { circle: f.circle({ removals: [{ ...f.removal, about_me: true, can_confirm: false }] }), tell: fine() });
    expect(container.textContent).toContain(f.removal.words);
    expect(container.querySelectorAll("button:not(dialog button)")).toHaveLength(0);
    expect([...container.querySelectorAll("a")].map((link) => link.getAttribute("href"))).toEqual(["/settings", "/crisis"]);
  });

  test("is told afterwards what happened, why, and what there is to do", () => {
    speak(locale);
    const onread = vi.fn();
    const { container } = render(PutOutView, { told: f.putOut, problem: undefined, onread });
    for (const part of [f.putOut.circle, ...f.putOut.by, f.putOut.words ?? ""]) expect(container.textContent).toContain(part);
    expect([...container.querySelectorAll("a")].map((link) => link.getAttribute("href"))).toEqual(["/crisis", "/home"]);
    screen.getByRole("button").click();
    expect(onread).toHaveBeenCalledOnce();
  });
});

test("the others are told, and no words", () => {
  speak("en");
  const { container } = render(AskRemoval, { circle: f.circle({ removed: [f.removed] }), tell: fine() });
  expect(container.textContent).toContain("Umm Salim");
  expect(container.textContent).toContain("Attacks somebody");
  expect(container.querySelector("[role=alert]")).toBeNull();
});

test("the list of circles leads to what is told", () => {
  speak("en");
  render(HomeView, { name: "noor", shared: false, network: "online", circles: [], joining: false, putBack: false, renewal: null, putOut: [f.putOut], onlink: () => true });
  const link = screen.getByRole("link", { name: "Read what happened" });
  expect(parse(link.getAttribute("href") ?? "")).toEqual({ name: "gone", member: f.putOut.id });
  expect(parse("/gone/somebody")).toEqual({ name: "lost" });
});

function choose(label: string, value: string) {
  const select = screen.getByLabelText<HTMLSelectElement>(label);
  select.value = value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

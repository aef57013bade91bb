/** Comparing keys: the code in each language, its picture, and what is noted and told. */
import { render, screen } from "@testing-library/svelte";
import { describe, expect, test, vi } from "vitest";
import * as f from "$lib/fixtures";
import CodeView from "$lib/components/CodeView.svelte";
import Parted from "$lib/components/Parted.svelte";
import CircleView from "$lib/screens/CircleView.svelte";
import CompareView from "$lib/screens/CompareView.svelte";
import { picture, read } from "$lib/qr";
import { parse } from "$app/router.svelte";
import { wordsOf } from "$lib/vocabulary";
import { speak } from "./axe";

const yusuf = f.circle().members.find((member) => member.name === "Yusuf");
const acts = { back: "/circle/0", words: wordsOf({}), code: f.code, problem: undefined, onunverify: () => {} };

describe("the code", () => {
  test("is words and their numbers in English", () => {
    speak("en");
    render(CodeView, { code: f.code });
    const items = screen.getAllByRole("listitem").map((item) => item.textContent?.trim());
    expect(items[1]).toBe("lantern 0041");
    expect(items).toHaveLength(8);
  });

  test("is the same numbers in Arabic, in Arabic digits", () => {
    speak("ar");
    render(CodeView, { code: f.code });
    const items = screen.getAllByRole("listitem").map((item) => item.textContent?.trim());
    expect(items[0]).toBe("٧٣٢١");
    expect(items[1]).toBe("٠٠٤١");
    expect(items[6]).toBe("٠٠٠٠");
  });

  test("can be read from its picture, and from no other", () => {
    expect(read(painted(f.code.code))).toBe(f.code.code);
    expect(read({ width: 40, height: 40, data: new Uint8ClampedArray(40 * 40 * 4).fill(255) })).toBeNull();
  });
});

test("what is noted is the code that was shown", () => {
  speak("en");
  const onverify = vi.fn();
  render(CompareView, { ...acts, member: yusuf ?? null, onverify });
  screen.getByRole("button", { name: "We see the same" }).click();
  expect(onverify).toHaveBeenCalledExactlyOnceWith(f.code.code);
});

test("new keys are told to whoever had compared them, and quietly to others", () => {
  speak("en");
  const nothing = () => {};
  const done = () => Promise.resolve({ ok: true as const, value: null });
  render(CircleView, {
    circle: f.circle(), network: "online", origin: "", problem: undefined, onopen: nothing, share: done, ontap: nothing, ontakeback: nothing,
    makeInvite: done, onrevoke: nothing, onanswer: nothing, rename: done, onserve: nothing, onstanddown: nothing, onblock: nothing, onleave: nothing, onremoval: done, onguest: done, today: f.TODAY, sameCircle: done, onsettle: nothing, appeal: done,
  });
  const told = screen.getAllByText(/has new keys since/);
  expect(told).toHaveLength(1);
  expect(told[0]?.textContent).toContain("Yusuf");
  expect(told[0]?.closest("[role=alert]")).toBeNull();
  const people = screen.getAllByRole("listitem").filter((item) => /Compare keys/.test(item.textContent ?? ""));
  const line = (name: string) => people.find((item) => item.textContent?.includes(name))?.textContent ?? "";
  expect(line("Birch")).toContain("verified: you have compared keys");
  expect(line("Iris")).toContain("new keys since");
  expect(line("Yusuf")).not.toContain("verified");
});

test("words that did not reach the others are sent again as chosen", async () => {
  speak("en");
  const onsettle = vi.fn();
  render(Parted, { parted: f.parted, onsettle });
  const [first] = screen.getAllByRole("checkbox");
  first?.click();
  await Promise.resolve();
  screen.getByRole("button", { name: "Send again what is ticked" }).click();
  expect(onsettle).toHaveBeenLastCalledWith([f.parted.words[1]?.id]);
  screen.getByRole("button", { name: "Send nothing" }).click();
  expect(onsettle).toHaveBeenLastCalledWith([]);
});

test("addresses of the page", () => {
  const member = "0a".repeat(16);
  expect(parse(`/circle/2/with/${member}`)).toEqual({ name: "compare", index: 2, member });
  expect(parse("/circle/2/with/somebody")).toEqual({ name: "lost" });
});

/** A picture as a camera sees it: four pixels for a module. */
function painted(text: string): { width: number; height: number; data: Uint8ClampedArray } {
  const { size, path } = picture(text);
  const side = size * 4;
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let dy = 0; dy < 4; dy += 1) {
      const row = (Number(y) * 4 + dy) * side;
      for (let dx = 0; dx < 4; dx += 1) data.fill(0, (row + Number(x) * 4 + dx) * 4, (row + Number(x) * 4 + dx) * 4 + 3);
    }
  }
  return { width: side, height: side, data };
}

/** Starting a circle from a template in own files. */
import { render, screen } from "@testing-library/svelte";
import { expect, test, vi } from "vitest";
import type { Outcome } from "$lib/engine/types";
import * as f from "$lib/fixtures";
import OwnTemplate from "$lib/components/OwnTemplate.svelte";
import CreateCircleView from "$lib/screens/CreateCircleView.svelte";
import { speak } from "./axe";

/** jsdom reads no files. */
const file = (name: string, text: string) => Object.assign(new File([text], name), { text: () => Promise.resolve(text) });

function choose(...files: File[]) {
  const input = screen.getByLabelText<HTMLInputElement>("All files of the template");
  Object.defineProperty(input, "files", { value: files, configurable: true });
  Object.defineProperty(input, "value", { value: "", writable: true });
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

const taking = (template: string | null, faults: string[] = []) =>
  vi.fn((_structure: string, _words: Record<string, string>): Promise<Outcome> => Promise.resolve({ ok: true, value: { template, faults } }));

test("structure and texts are told apart by their names", async () => {
  speak("en");
  const use = taking("ours");
  const ontaken = vi.fn();
  render(OwnTemplate, { use, ontaken });
  choose(file("en.toml", "title"), file("template.toml", "id"), file("ar.toml", "عنوان"), file("notes.txt", "x"));
  await vi.waitFor(() => expect(ontaken).toHaveBeenCalledExactlyOnceWith("ours"));
  expect(use).toHaveBeenCalledExactlyOnceWith("id", { en: "title", ar: "عنوان" });
});

test("everything that is wrong is told with file and line", async () => {
  speak("en");
  const ontaken = vi.fn();
  render(OwnTemplate, { use: taking(null, ["template.toml:3: no such field", "en.toml: a text is missing"]), ontaken });
  choose(file("template.toml", "id"));
  expect((await screen.findByText("template.toml:3: no such field")).closest("ul")?.children).toHaveLength(2);
  expect(ontaken).not.toHaveBeenCalled();
});

test("without the structure nothing is read", async () => {
  speak("en");
  const use = taking("ours");
  render(OwnTemplate, { use, ontaken: vi.fn() });
  choose(file("en.toml", "title"));
  expect((await screen.findByRole("alert")).textContent).toContain("template.toml");
  expect(use).not.toHaveBeenCalled();
});

test("a card says whose template it is", () => {
  speak("en");
  const [first] = f.templates;
  if (!first) throw new Error("no template");
  const templates = [first, { ...first, id: "ours", origin: "server" as const }, { ...first, id: "mine", origin: "own" as const }];
  render(CreateCircleView, { templates, useOwn: taking(null), create: () => Promise.resolve({ ok: true, value: null }), ondone: () => {} });
  expect(screen.getAllByText("Of the people who run this server")).toHaveLength(1);
  expect(screen.getAllByText("From your own files")).toHaveLength(1);
});

/** Sheets: what is written is handed on, what is burnt is gone from the page, and a refusal loses no word. */
import { fireEvent, render, waitFor } from "@testing-library/svelte";
import { expect, test, vi } from "vitest";
import SheetEditor from "$lib/components/SheetEditor.svelte";
import SheetsView from "$lib/screens/SheetsView.svelte";
import * as f from "$lib/fixtures";
import type { Outcome, SheetView } from "$lib/engine/types";
import { audit, speak } from "./axe";

const fine: Outcome = { ok: true, value: null };
const gone: Outcome = { ok: false, error: "sheet_gone", retry_after_s: null };
const sheet: SheetView = { id: "a1", title: "To Salim", created_day: 20_000, state: "saved", parted: false };

function editor(change: Record<string, unknown> = {}) {
  const acts = { save: vi.fn(() => Promise.resolve(fine)), burn: vi.fn(() => Promise.resolve(fine)), onseal: vi.fn(), onburnt: vi.fn() };
  const words = { title: "To Salim", text: "" };
  const props = { sheet, words, shared: false, ...acts, ...change };
  return { ...acts, ...render(SheetEditor, { props }) };
}

test("putting a sheet away hands its words on at once", async () => {
  speak("en");
  const { getByLabelText, getByRole, save, onseal, container } = editor();
  await fireEvent.input(getByLabelText("Your words"), { target: { value: "I kept your keys." } });
  expect(getByRole("status").textContent).toBe("Writing");
  await fireEvent.click(getByRole("button", { name: "Seal and put away" }));
  await waitFor(() => expect(onseal).toHaveBeenCalledOnce());
  expect(save).toHaveBeenCalledExactlyOnceWith("To Salim", "I kept your keys.");
  await audit(container);
});

test("leaving the page hands the words on", async () => {
  speak("en");
  const { getByLabelText, save, unmount } = editor();
  await fireEvent.input(getByLabelText("Title"), { target: { value: "To nobody" } });
  unmount();
  expect(save).toHaveBeenCalledExactlyOnceWith("To nobody", "");
});

test("words that cannot be kept stay on the page, with the reason", async () => {
  speak("en");
  const { getByLabelText, getByRole, findByText, onseal } = editor({ save: () => Promise.resolve(gone) });
  const text = getByLabelText("Your words") as HTMLTextAreaElement;
  await fireEvent.input(text, { target: { value: "Not lost." } });
  await fireEvent.click(getByRole("button", { name: "Seal and put away" }));
  expect(await findByText(/burnt on another device/)).toBeTruthy();
  expect(text.value).toBe("Not lost.");
  expect(onseal).not.toHaveBeenCalled();
});

test("where a sheet waits is said, also on a device that keeps nothing", () => {
  speak("en");
  const waiting = { ...sheet, state: "waiting" as const };
  expect(editor({ sheet: waiting }).getByText(/Kept on this device/)).toBeTruthy();
  expect(editor({ sheet: waiting, shared: true }).getByText(/leave the page open/)).toBeTruthy();
});

test("burning asks once; afterwards the list says that it is done", async () => {
  speak("en");
  vi.stubGlobal("matchMedia", (query: string) => ({ matches: query.includes("reduce"), media: query }));
  const burn = vi.fn(() => Promise.resolve(fine));
  const read = () => Promise.resolve({ ok: true, value: { sheet: "a1", title: "To Salim", text: "Words." } } as Outcome);
  const never = () => Promise.resolve(gone);
  const props = { sheets: f.sheets, network: "online" as const, shared: false, begin: never, read, save: never, burn };
  const { getByRole, findByRole, findByText } = render(SheetsView, { props });
  await fireEvent.click(getByRole("button", { name: /To Salim/ }));
  await fireEvent.click(await findByRole("button", { name: "Burn this sheet" }));
  expect(burn).not.toHaveBeenCalled();
  await fireEvent.click(getByRole("button", { name: "Burn it" }));
  expect(burn).toHaveBeenCalledExactlyOnceWith("a1");
  expect(await findByText("The sheet is burnt. Nothing of it is left.")).toBeTruthy();
});

/** Erasing asks once, says what it cannot do, and takes the passphrase. */
import { fireEvent, render } from "@testing-library/svelte";
import { expect, test, vi } from "vitest";
import EraseAccount from "$lib/components/EraseAccount.svelte";
import type { Outcome } from "$lib/engine/types";
import { audit, speak } from "./axe";

test("nothing is erased before the words are given", async () => {
  speak("en");
  const wrong: Outcome = { ok: false, error: "wrong_name_or_passphrase", retry_after_s: null };
  const erase = vi.fn(() => Promise.resolve(wrong));
  const { container, getByRole, getByLabelText, findByText, queryByText } = render(EraseAccount, { props: { erase } });
  await fireEvent.click(getByRole("button", { name: "Erase my account" }));
  expect(queryByText(/already read stays with them/)).toBeTruthy();
  await audit(container);
  await fireEvent.input(getByLabelText("Your words"), { target: { value: "not these" } });
  await fireEvent.click(getByRole("checkbox", { name: "Take back my shares first" }));
  await fireEvent.click(getByRole("button", { name: "Erase everything" }));
  expect(erase).toHaveBeenCalledWith("not these", true);
  expect(await findByText(/do not fit together/)).toBeTruthy();
  await fireEvent.click(getByRole("button", { name: "Keep my account" }));
  expect(queryByText(/already read stays with them/)).toBeNull();
});

/** Own words as files: nothing that a person wrote becomes markup, and the files are offered, not sent. */
import { fireEvent, render } from "@testing-library/svelte";
import { describe, expect, test, vi } from "vitest";
import { exportPage } from "$lib/export/page";
import TakeWords from "$lib/components/TakeWords.svelte";
import * as f from "$lib/fixtures";
import { audit, languages, speak } from "./axe";

describe.each(languages)("the page in %s", (locale) => {
  test("keeps words as they were written", () => {
    speak(locale);
    const page = new DOMParser().parseFromString(exportPage(f.words), "text/html");
    expect(page.documentElement.lang).toBe(locale);
    expect(page.querySelector("script, link, img")).toBeNull();
    const quotes = [...page.querySelectorAll("blockquote")].map((quote) => quote.textContent);
    expect(quotes).toContain("I set <b>two</b> cups & laughed.");
    expect(quotes).toContain("I have not said this to anybody yet.");
    expect(page.querySelectorAll("h2")).toHaveLength(3);
    expect(quotes).toContain("I kept <your> keys.");
  });
});

test("two files are offered, and what is missing is said", async () => {
  speak("en");
  vi.stubGlobal("URL", Object.assign(URL, { createObjectURL: () => "blob:own", revokeObjectURL: () => {} }));
  const { container, getByRole, findByRole } = render(TakeWords, { props: { gather: () => Promise.resolve(f.words) } });
  await fireEvent.click(getByRole("button", { name: "Gather my words" }));
  const page = await findByRole("link", { name: "A page to read" });
  expect(page.getAttribute("download")).toBe("stayhere-words.html");
  expect(getByRole("link", { name: /JSON/ }).getAttribute("download")).toBe("stayhere-words.json");
  expect(getByRole("status").textContent).toContain("could not be opened");
  await audit(container);
});

test("when nothing can be gathered, that is said", async () => {
  speak("en");
  const { getByRole, findByText } = render(TakeWords, { props: { gather: () => Promise.resolve(null) } });
  await fireEvent.click(getByRole("button", { name: "Gather my words" }));
  expect(await findByText(/could not be gathered/)).toBeTruthy();
});

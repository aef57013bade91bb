import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { describe, expect, test, vi } from "vitest";
import { secretOf } from "$app/invitation";
import { offerInvitation, takeInvitations } from "$app/other_tab";
import { onThreeEscapes } from "$app/quick_exit";
import { parse, router } from "$app/router.svelte";
import { countries, emergencyIn, linesIn, telLink } from "$lib/crisis/helplines";
import data from "$lib/crisis/helplines.json";
import { EngineClient, type Port } from "$lib/engine/client.svelte";
import type { FromWorker, Outcome, ToWorker } from "$lib/engine/types";
import PassphraseStep from "$lib/components/PassphraseStep.svelte";
import SignUpView from "$lib/screens/SignUpView.svelte";
import { initials, iso, namesText, say } from "$lib/text";
import { speak } from "./axe";

describe("routes", () => {
  const table: [string, unknown][] = [
    ["/", { name: "landing" }],
    ["/home", { name: "home" }],
    ["/home/", { name: "home" }],
    ["/home/x", { name: "lost" }],
    ["/circle/3", { name: "circle", index: 3 }],
    ["/circle/3/meeting", { name: "meeting", index: 3 }],
    ["/circle/3/other", { name: "lost" }],
    ["/circle/-1", { name: "lost" }],
    ["/circle/abc", { name: "lost" }],
    ["/nowhere", { name: "lost" }],
  ];
  test.each(table)("%s", (path, expected) => expect(parse(path)).toEqual(expected));

  test("an invitation's secret leaves the address at once and is given out once", () => {
    history.replaceState(null, "", "/join#abcdefgh12345678");
    router.start();
    expect(location.href).not.toContain("abcdefgh");
    expect(router.hasSecret).toBe(true);
    expect(router.takeSecret()).toBe("abcdefgh12345678");
    expect(router.takeSecret()).toBeNull();
  });

  const links: [string, string | null][] = [
    ["https://example.org/join#q8Zt0nWmJr2v", "q8Zt0nWmJr2v"],
    ["  q8Zt0nWmJr2v ", "q8Zt0nWmJr2v"],
    ["https://example.org/join", null],
    ["hello there", null],
    ["", null],
  ];
  test.each(links)("link %j", (link, secret) => expect(secretOf(link)).toBe(secret));
});

describe("an invitation opened in a second tab", () => {
  const check = async (able: boolean) => {
    const taken = vi.fn();
    const take = vi.fn(() => able);
    const stop = takeInvitations(take);
    const end = offerInvitation("abcdefgh12345678", taken);
    await vi.waitFor(() => expect(take).toHaveBeenCalledWith("abcdefgh12345678"));
    if (able) await vi.waitFor(() => expect(taken).toHaveBeenCalled());
    else expect(taken).not.toHaveBeenCalled();
    stop();
    end();
  };
  test("goes to the tab that is signed in", () => check(true));
  test("stays where nobody is signed in elsewhere", () => check(false));
});

describe("three Escapes", () => {
  const press = (key: string) => window.dispatchEvent(new KeyboardEvent("keydown", { key }));
  const check = (keys: string[], leaves: boolean) => {
    const leave = vi.fn();
    const stop = onThreeEscapes(leave);
    keys.forEach(press);
    stop();
    expect(leave.mock.calls.length > 0).toBe(leaves);
  };
  test("leave", () => check(["Escape", "Escape", "Escape"], true));
  test("two do not", () => check(["Escape", "Escape"], false));
  test("another key between starts again", () => check(["Escape", "Escape", "a", "Escape"], false));
});

describe("helplines", () => {
  test("each has a source, a date and a number that dials", () => {
    for (const record of [...data.emergency, ...data.lines]) {
      expect(new URL(record.source).protocol).toBe("https:");
      expect(record.checked).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
    for (const line of data.lines) {
      const numbers = [line.dial, line.text].filter((number) => number !== null);
      expect(numbers.length).toBeGreaterThan(0);
      for (const number of numbers) expect(telLink(number)).toMatch(/^tel:\+?\d{2,}$/);
    }
  });
  test("every listed country has something", () => {
    for (const country of countries) expect(emergencyIn(country).length + linesIn(country).length).toBeGreaterThan(0);
  });
});

describe("texts", () => {
  test("fall back to English, then to the first", () => {
    speak("ar");
    expect(say({ en: "a", ar: "ب" })).toBe("ب");
    expect(say({ en: "a" })).toBe("a");
    expect(say({ fr: "c" })).toBe("c");
    expect(say({})).toBe("");
  });
  test("names are isolated in sentences", () => expect(iso("Noor")).toBe("\u2068Noor\u2069"));
  test.each([["en", ["Birch", "Iris"], "Birch and Iris"], ["en", ["Birch"], "Birch"], ["ar", ["Birch", "Iris"], "Birch وIris"]] as const)("in %s %j are named together", (locale, names, expected) => {
    speak(locale);
    expect(namesText([...names]).replace(/[\u2068\u2069]/g, "")).toBe(expected);
  });
  test.each([["noor", "N"], ["أمل", "أ"], ["  ", "·"], ["👩‍👧 two", "👩‍👧"]])("first letter of %j", (given, letter) => {
    speak("en");
    expect(initials(given)).toBe(letter);
  });
});

class FakePort implements Port {
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null = null;
  sent: ToWorker[] = [];
  terminate = vi.fn();
  postMessage(message: ToWorker) {
    this.sent.push(message);
  }
  tell(message: FromWorker) {
    this.onmessage?.(new MessageEvent("message", { data: message }));
  }
}

describe("engine client", () => {
  test("outcomes find their command, in any order", async () => {
    const port = new FakePort();
    const client = new EngineClient(port);
    const first = client.send({ type: "make_passphrase" });
    const second = client.send({ type: "sign_out" });
    const offline: Outcome = { ok: false, error: "offline", retry_after_s: null };
    port.tell({ kind: "outcome", id: 2, outcome: offline });
    port.tell({ kind: "outcome", id: 1, outcome: { ok: true, value: { words: "a b" } } });
    expect(await second).toEqual(offline);
    expect(await first).toEqual({ ok: true, value: { words: "a b" } });
  });

  test("what is on its way is not sent again, and can be once it has an outcome", async () => {
    const port = new FakePort();
    const client = new EngineClient(port);
    const commands = () => port.sent.filter((message) => message.kind === "command").length;
    const propose = (title: string) => client.send({ type: "propose_topic", circle: 0, title });
    const presses = [propose("Sleep"), propose("Sleep")];
    expect(commands()).toBe(1);
    void propose("Work");
    expect(commands()).toBe(2);
    port.tell({ kind: "outcome", id: 1, outcome: { ok: true, value: null } });
    expect(await Promise.all(presses)).toEqual([{ ok: true, value: null }, { ok: true, value: null }]);
    void propose("Sleep");
    expect(commands()).toBe(3);
  });

  test("a fault answers everything that waits, and everything after", async () => {
    const port = new FakePort();
    const client = new EngineClient(port);
    const waiting = client.send({ type: "sign_out" });
    port.tell({ kind: "fault", fault: "crashed" });
    expect((await waiting).ok).toBe(false);
    expect((await client.send({ type: "sign_out" })).ok).toBe(false);
  });

  test("another tab that holds the device is known", () => {
    const port = new FakePort();
    const client = new EngineClient(port);
    port.tell({ kind: "elsewhere" });
    expect(client.elsewhere).toBe(true);
  });

  test("leaving ends the worker and empties the view", () => {
    const port = new FakePort();
    const client = new EngineClient(port);
    client.end();
    expect(port.terminate).toHaveBeenCalled();
    expect(client.view.circles).toEqual([]);
  });
});

describe("signing up", () => {
  const props = {
    invited: false,
    shared: false,
    makeWords: () => Promise.resolve("one two three four five"),
    check: () => Promise.resolve({ strong: false, reason: "short" as const }),
    onshared: () => {},
    ondone: () => {},
  };

  test("asks for two of the words before it goes on", async () => {
    speak("en");
    const onready = vi.fn();
    render(PassphraseStep, { props: { ...props, onready, onback: () => {} } });
    await waitFor(() => screen.getByText("three"));
    await fireEvent.click(screen.getByRole("button", { name: "I have written them down" }));
    const boxes = screen.getAllByRole("textbox");
    const asked = boxes.map((box) => Number(/\d/.exec(document.querySelector(`label[for="${box.id}"]`)?.textContent ?? "")?.[0]));
    const words = props.makeWords().then((made) => made.split(" "));
    for (const box of boxes) await fireEvent.input(box, { target: { value: "wrong" } });
    await fireEvent.click(screen.getByRole("button", { name: "Next" }));
    expect(onready).not.toHaveBeenCalled();
    for (const [index, box] of boxes.entries()) await fireEvent.input(box, { target: { value: ` ${((await words)[(asked[index] ?? 1) - 1] ?? "").toUpperCase()} ` } });
    await fireEvent.click(screen.getByRole("button", { name: "Next" }));
    expect(onready).toHaveBeenCalledWith("one two three four five");
  });

  test("own weak words get their reason", async () => {
    speak("en");
    const onready = vi.fn();
    render(PassphraseStep, { props: { ...props, onready, onback: () => {} } });
    await fireEvent.click(screen.getByRole("button", { name: "I want my own words" }));
    const boxes = document.querySelectorAll<HTMLInputElement>("input[autocomplete=new-password]");
    for (const box of boxes) await fireEvent.input(box, { target: { value: "abc" } });
    await fireEvent.click(screen.getByRole("button", { name: "Next" }));
    await screen.findByText(/too short/);
    expect(onready).not.toHaveBeenCalled();
  });

  test("a second try keeps the words that were written down", async () => {
    speak("en");
    const signUp = vi
      .fn<(name: string, passphrase: string) => Promise<Outcome>>()
      .mockResolvedValueOnce({ ok: false, error: "offline", retry_after_s: null })
      .mockResolvedValueOnce({ ok: true, value: { recovery_code: "AAAA-BBBB" } });
    const strong = () => Promise.resolve({ strong: true, reason: null });
    render(SignUpView, { props: { ...props, check: strong, signUp } });
    await fireEvent.input(screen.getByLabelText("Name for signing in"), { target: { value: "noor" } });
    await fireEvent.click(screen.getByLabelText(/I am an adult/));
    await fireEvent.click(screen.getByRole("button", { name: "Next" }));
    await fireEvent.click(screen.getByRole("button", { name: "I want my own words" }));
    for (const box of document.querySelectorAll("input[autocomplete=new-password]")) await fireEvent.input(box, { target: { value: "tree lamp sea" } });
    await fireEvent.click(screen.getByRole("button", { name: "Next" }));
    await screen.findByText(/stay the same/);
    await fireEvent.click(screen.getByRole("button", { name: "Next" }));
    await screen.findByText("AAAA-BBBB");
    expect(signUp.mock.calls.map((call) => call[1])).toEqual(["tree lamp sea", "tree lamp sea"]);
  });

  test("only adults go on", async () => {
    speak("en");
    const signUp = vi.fn();
    render(SignUpView, { props: { ...props, signUp } });
    await fireEvent.input(screen.getByLabelText("Name for signing in"), { target: { value: "noor" } });
    await fireEvent.submit(document.querySelector("form") as HTMLFormElement);
    expect(screen.getByRole("alert").textContent).toMatch(/adults/);
    expect(signUp).not.toHaveBeenCalled();
  });
});

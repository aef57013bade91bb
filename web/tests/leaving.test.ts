/** Somebody has to leave a meeting: two say so, the one who leaves knows why and can ask for another look. */
import { fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, test, vi } from "vitest";
import type { MeetingView as Meeting, Outcome } from "$lib/engine/types";
import * as f from "$lib/fixtures";
import Ejections from "$lib/components/Ejections.svelte";
import Eject from "$lib/components/room/Eject.svelte";
import EjectSaid from "$lib/components/room/EjectSaid.svelte";
import { namesOf } from "$lib/meeting/names";
import EjectedView from "$lib/screens/EjectedView.svelte";
import { speak } from "./axe";

const fine: Outcome = { ok: true, value: null };
const name = namesOf(f.circle().members);
const member = (who: string) => f.circle().members.find((one) => one.name === who)?.id ?? "";
const plain = (node: HTMLElement) => node.textContent.replace(/[\u2068\u2069]/g, "").replace(/\s+/g, " ");

function keeping(part: typeof Eject, meeting: Meeting) {
  speak("en");
  const told: unknown[] = [];
  const { container } = render(part, { props: { meeting, me: f.circle().me, name, tell: async (command: unknown) => (told.push(command), fine) } });
  return { told, container };
}

describe("one who keeps the meeting", () => {
  test("says whom and why, and only then", async () => {
    const { told } = keeping(Eject, f.keeping());
    await fireEvent.click(screen.getByRole("button", { name: "Somebody has to leave …" }));
    const dialog = within(screen.getByRole("dialog"));
    const yes = dialog.getByRole<HTMLButtonElement>("button", { name: "Ask them to leave" });
    expect(yes.disabled).toBe(true);
    expect(dialog.queryByRole("option", { name: "Noor" })).toBeNull();
    await fireEvent.change(dialog.getByRole("combobox"), { target: { value: member("Yusuf") } });
    expect(yes.disabled).toBe(true);
    await fireEvent.click(dialog.getByRole("radio", { name: "Attacks somebody" }));
    expect(told).toEqual([]);
    await fireEvent.click(yes);
    expect(told).toEqual([{ type: "deed", deed: { deed: "eject", member: member("Yusuf"), reason: "attacking" } }]);
  });

  test("agrees with what another has said, for the same reason", async () => {
    const { told, container } = keeping(EjectSaid, f.ejecting());
    expect(plain(container)).toContain("Birch says that Yusuf should leave: Attacks somebody.");
    await fireEvent.click(screen.getByRole("button", { name: /^I agree: .?Yusuf.? should leave$/ }));
    expect(told).toEqual([]);
    await fireEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Ask them to leave" }));
    expect(told).toEqual([{ type: "deed", deed: { deed: "eject", member: member("Yusuf"), reason: "attacking" } }]);
  });

  test("is not shown what another says of them, and is not offered somebody twice", async () => {
    const own = f.ejecting();
    const [one] = own.gathering.ejecting;
    if (!one) throw new Error("one");
    const { container } = keeping(EjectSaid, { ...own, gathering: { ...own.gathering, ejecting: [{ ...one, member: f.circle().me }] } });
    expect(plain(container)).not.toContain("should leave");
    keeping(Eject, f.ejecting());
    await fireEvent.click(screen.getByRole("button", { name: "Somebody has to leave …" }));
    expect(screen.queryByRole("option", { name: "Yusuf" })).toBeNull();
  });

  test("cannot agree with themselves", () => {
    const { container } = keeping(EjectSaid, f.ejecting("Noor"));
    expect(plain(container)).toContain("You have said that Yusuf should leave.");
    expect(screen.queryByRole("button", { name: /^I agree/ })).toBeNull();
  });
});

describe("who had to leave", () => {
  const props = { circle: 3, word: "circle", ejection: f.ejection({ reason: "pledge" }) };

  test("reads why, and asks for another look", async () => {
    speak("en");
    const appeal = vi.fn(async () => fine);
    const { container, rerender } = render(EjectedView, { props: { ...props, appeal } });
    expect(plain(container)).toContain("The reason that was given: Breaks what was agreed on.");
    expect(plain(container)).toContain("until 23 December");
    await fireEvent.click(screen.getByRole("button", { name: "Ask for another look" }));
    expect(appeal).toHaveBeenCalledOnce();
    await rerender({ ...props, ejection: { ...props.ejection, appealed: true }, appeal });
    expect(screen.queryByRole("button")).toBeNull();
    expect(screen.getByRole("status").textContent).toContain("You have asked for another look");
  });

  test("is told when that did not work", async () => {
    speak("en");
    render(EjectedView, { props: { ...props, appeal: async () => ({ ok: false as const, error: "offline" as const, retry_after_s: null }) } });
    await fireEvent.click(screen.getByRole("button", { name: "Ask for another look" }));
    await waitFor(() => expect(screen.getByRole("alert")).toBeTruthy());
    expect(screen.getByRole<HTMLButtonElement>("button").disabled).toBe(false);
  });
});

test("those who keep meetings see on the circle's page who asks, and nothing to press", () => {
  speak("en");
  const { container } = render(Ejections, { props: { circle: f.circle({ ejections: [f.appeal()] }), word: "circle", appeal: async () => fine } });
  expect(plain(container)).toContain("Yusuf asks for another look");
  expect(plain(container)).toContain("The reason that was given: Breaks what was agreed on.");
  expect(screen.queryByRole("button")).toBeNull();
});

/** Guests: asking for one, agreeing, objecting, and what a guest sees. */
import { render, screen } from "@testing-library/svelte";
import { describe, expect, test, vi } from "vitest";
import * as f from "$lib/fixtures";
import type { GuestCommand } from "$lib/engine/types";
import { errorText } from "$lib/errors";
import Guests from "$lib/components/Guests.svelte";
import GuestNote from "$lib/components/GuestNote.svelte";
import InvitationCard from "$lib/components/InvitationCard.svelte";
import Invites from "$lib/components/Invites.svelte";
import Ring from "$lib/components/Ring.svelte";
import { speak } from "./axe";

const fine = () => vi.fn((_act: GuestCommand) => Promise.resolve({ ok: true as const, value: null }));
const later = () => new Promise((done) => setTimeout(done));

function button(name: string, index = 0): HTMLButtonElement {
  const found = screen.getAllByRole<HTMLButtonElement>("button", { name, hidden: true })[index];
  if (!found) throw new Error(`no button ${name}`);
  return found;
}

describe("asking for a guest", () => {
  test("says who, what for, until when and whether something is passed on", async () => {
    speak("en");
    const tell = fine();
    render(Guests, { circle: f.withGuests(), today: f.TODAY, tell });
    const label = screen.getByLabelText<HTMLInputElement>("Who are they to us?");
    label.value = "  Lawyer ";
    label.dispatchEvent(new Event("input", { bubbles: true }));
    screen.getByRole<HTMLInputElement>("radio", { name: "Looks on and says nothing", hidden: true }).click();
    screen.getByRole<HTMLInputElement>("checkbox", { name: /pass on what they hear/, hidden: true }).click();
    const until = screen.getByLabelText<HTMLSelectElement>("Their last day");
    until.selectedIndex = 2;
    until.dispatchEvent(new Event("change", { bubbles: true }));
    await later();
    button("Ask the circle").click();
    expect(tell).toHaveBeenCalledExactlyOnceWith({ what: "ask", part: "observes", label: "Lawyer", days: 3, reports: true });
  });

  test("is offered to nobody where the circle has no guests", () => {
    speak("en");
    render(Guests, { circle: f.circle(), today: f.TODAY, tell: fine() });
    expect(screen.queryByText("Ask for a guest")).toBeNull();
  });
});

describe("a guest who is asked for", () => {
  test("is agreed to with one press, once while it is on its way", async () => {
    speak("en");
    const tell = fine();
    render(Guests, { circle: f.withGuests(), today: f.TODAY, tell });
    button("I agree").click();
    button("I agree").click();
    expect(tell).toHaveBeenCalledExactlyOnceWith({ what: "agree", visit: "7" });
    await later();
  });

  test("is objected to after a question", async () => {
    speak("en");
    const tell = fine();
    render(Guests, { circle: f.withGuests(), today: f.TODAY, tell });
    button("I object").click();
    await later();
    expect(tell).not.toHaveBeenCalled();
    const dialog = screen.getByRole("dialog");
    [...dialog.querySelectorAll("button")].find((each) => each.textContent === "I object")?.click();
    expect(tell).toHaveBeenCalledExactlyOnceWith({ what: "object", visit: "7" });
  });

  test("gets a link, and a refusal is told", async () => {
    speak("en");
    const refused = { ok: false as const, error: "refused_visit_unknown" as const, retry_after_s: null };
    const tell = vi.fn((_act: GuestCommand) => Promise.resolve(refused));
    render(Guests, { circle: f.withGuests(), today: f.TODAY, tell });
    button("Make the guest’s link").click();
    expect(tell).toHaveBeenCalledExactlyOnceWith({ what: "link", visit: "9", words: "" });
    expect((await screen.findByRole("alert")).textContent).toContain(errorText("refused_visit_unknown"));
  });
});

test("good-bye is asked about once more", async () => {
  speak("en");
  const tell = fine();
  const circle = f.withGuests();
  const iris = circle.members.find((member) => member.guest);
  render(Guests, { circle, today: f.TODAY, tell });
  button("Say good-bye to \u2068Iris\u2069").click();
  await later();
  expect(tell).not.toHaveBeenCalled();
  const dialog = screen.getByRole("dialog");
  [...dialog.querySelectorAll("button")].find((each) => each.textContent?.startsWith("Say good-bye"))?.click();
  expect(tell).toHaveBeenCalledExactlyOnceWith({ what: "end", member: iris?.id });
});

describe("everybody is told", () => {
  test("who is a guest, beside what they may have to pass on", () => {
    speak("en");
    render(GuestNote, { circle: f.withGuests() });
    expect(screen.getByText(/is here as a guest/).textContent).toMatch(/Iris.*Pharmacist at the clinic.*pass on what they hear/);
  });

  test("only of those who are in the room, there", () => {
    speak("en");
    const { container } = render(GuestNote, { circle: f.withGuests(), among: [] });
    expect(container.textContent?.trim()).toBe("");
  });

  test("and a guest is told as what they are here", () => {
    speak("en");
    render(GuestNote, { circle: f.withGuests(true) });
    expect(screen.getByText(/You are here as a guest/).textContent).toContain("You have no vote");
  });

  test("the ring says it of the seat", () => {
    speak("en");
    const meeting = f.meeting();
    const [first = ""] = meeting.present;
    render(Ring, { meeting, me: "", name: (id: string) => id, guests: { [first]: "Pharmacist" }, title: "", now: () => 0 });
    expect(screen.getAllByRole("listitem")[0]?.textContent).toContain("Guest: \u2068Pharmacist\u2069");
  });
});

test("an invitation of a guest asks for the pledge and not for the bond", () => {
  speak("en");
  render(InvitationCard, { preview: f.guestPreview, bond: "", pledge: false });
  expect(screen.queryByRole("radio")).toBeNull();
  expect(screen.getByRole<HTMLInputElement>("checkbox").required).toBe(true);
});

test("no link for a member is offered while a guest would know it", () => {
  speak("en");
  render(Invites, { origin: "https://x.example", invites: [], closed: true, make: () => Promise.resolve({ ok: true, value: null }), onrevoke: () => {} });
  expect(screen.queryByText("Invite somebody")).toBeNull();
  expect(screen.getByText(/no links for new members/)).toBeTruthy();
});

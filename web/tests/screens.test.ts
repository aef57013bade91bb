/** Every screen, in both languages: it renders, holds no violation, and shows no message key. */
import { render } from "@testing-library/svelte";
import type { Component } from "svelte";
import { describe, expect, test } from "vitest";
import * as f from "$lib/fixtures";
import { kinds } from "$lib/fixtures_kinds";
import * as t from "$lib/fixtures_times";
import type { Outcome } from "$lib/engine/types";
import { Draft } from "$app/join_draft.svelte";
import Shell from "$lib/components/Shell.svelte";
import CircleView from "$lib/screens/CircleView.svelte";
import CompareView from "$lib/screens/CompareView.svelte";
import CreateCircleView from "$lib/screens/CreateCircleView.svelte";
import CrisisView from "$lib/screens/CrisisView.svelte";
import ErasedView from "$lib/screens/ErasedView.svelte";
import FaultView from "$lib/screens/FaultView.svelte";
import EjectedView from "$lib/screens/EjectedView.svelte";
import HomeView from "$lib/screens/HomeView.svelte";
import HoursView from "$lib/screens/HoursView.svelte";
import JoinView from "$lib/screens/JoinView.svelte";
import LandingView from "$lib/screens/LandingView.svelte";
import LockView from "$lib/screens/LockView.svelte";
import LostView from "$lib/screens/LostView.svelte";
import MeetingEndView from "$lib/screens/MeetingEndView.svelte";
import MeetingView from "$lib/screens/MeetingView.svelte";
import PublicCardView from "$lib/screens/PublicCardView.svelte";
import PutOutView from "$lib/screens/PutOutView.svelte";
import RecoverView from "$lib/screens/RecoverView.svelte";
import RotaView from "$lib/screens/RotaView.svelte";
import RoundView from "$lib/screens/RoundView.svelte";
import ScheduleView from "$lib/screens/ScheduleView.svelte";
import SecurityView from "$lib/screens/SecurityView.svelte";
import NotesView from "$lib/screens/NotesView.svelte";
import SettingsView from "$lib/screens/SettingsView.svelte";
import SheetsView from "$lib/screens/SheetsView.svelte";
import SignInView from "$lib/screens/SignInView.svelte";
import SignUpView from "$lib/screens/SignUpView.svelte";
import StartingView from "$lib/screens/StartingView.svelte";
import { wordsOf } from "$lib/vocabulary";
import { audit, languages, speak } from "./axe";

const fine: Outcome = { ok: true, value: { recovery_code: "AAAA-BBBB", name: "noor", circle: 0 } };
const done = () => Promise.resolve(fine);
const nothing = () => {};
const makeWords = () => Promise.resolve("one two three four five");
const check = () => Promise.resolve({ strong: true, reason: null });
const account = { shared: false, onshared: nothing, ondone: nothing, makeWords, check };
const lock = { setLock: done, clearLock: done, setPin: done, onlock: nothing };
const room = { problem: undefined, now: () => f.NOW, act: done, say: done, ontap: nothing };
const card = { network: "online", origin: "https://example.org", tell: done };
const circleActs = {
  network: "online",
  origin: "https://example.org",
  problem: undefined,
  onopen: nothing,
  rename: done,
  share: done,
  ontap: nothing,
  ontakeback: nothing,
  makeInvite: done,
  onrevoke: nothing,
  onanswer: nothing,
  onserve: nothing,
  onstanddown: nothing, onblock: nothing,
  onleave: nothing,
  onremoval: done,
  onguest: done,
  today: f.TODAY,
  sameCircle: done,
  onsettle: nothing,
  appeal: done,
};
const ejected = { circle: 0, word: "circle", ejection: f.ejection(), appeal: done };
const yusuf = f.circle().members.find((member) => member.name === "Yusuf");
const compare = { back: "/circle/0", words: wordsOf({}), member: yusuf, code: f.code, problem: undefined, onverify: nothing, onunverify: nothing };
const sheetActs = { network: "online", shared: false, begin: done, read: done, save: done, burn: done };
const plan = { network: "online", zone: "Asia/Tokyo", now: f.NOW, act: done };
const times = { ...plan, makeFile: () => Promise.resolve("BEGIN:VCALENDAR") };
const rota = { ...plan, problem: undefined, propose: () => Promise.resolve(t.proposed) };
const hours = { ...plan, today: "2026-11-23", plan: () => Promise.resolve(t.proposal) };
const rounds = { ...plan, ontap: nothing, ontakeback: nothing };
const decided = Object.assign(new Draft(), { bond: "yes" });
const join = { signedIn: true, hasLink: false, draft: new Draft(), joining: null, joined: null, knock: done, onaccount: nothing, oncancel: nothing };

// Components of different props stand in one table, so the table's type is the loosest one.
const screens: [string, Component<any>, Record<string, unknown>][] = [
  ["landing", LandingView, {}],
  ["crisis without a country", CrisisView, { country: "", oncountry: nothing }],
  ["crisis in a country", CrisisView, { country: "GB", oncountry: nothing, back: "/circle/0/meeting" }],
  ["crisis elsewhere", CrisisView, { country: "other", oncountry: nothing }],
  ["security", SecurityView, { digest: () => Promise.resolve({ state: "unknown" }) }],
  ["starting", StartingView, { offline: true }],
  ["fault", FaultView, { fault: "crashed" }],
  ["lost", LostView, {}],
  ["erased", ErasedView, {}],
  ["sheets", SheetsView, { ...sheetActs, sheets: f.sheets }],
  ["sheets, none", SheetsView, { ...sheetActs, sheets: [], shared: true }],
  ["sign up", SignUpView, { ...account, invited: true, signUp: done }],
  ["sign up by code", SignUpView, { ...account, invited: false, rule: "code", signUp: done }],
  ["sign up, closed", SignUpView, { ...account, invited: false, rule: "closed", signUp: done }],
  ["sign in", SignInView, { ...account, invited: false, elsewhere: true, signIn: done }],
  ["recover", RecoverView, { ...account, recover: done }],
  ["home", HomeView, { name: "noor", shared: true, network: "offline", circles: f.view().circles, joining: true, putBack: true, renewal: { done: 2, all: 3 }, putOut: [f.putOut], onlink: () => true }],
  ["home, asked", HomeView, { name: "noor", shared: false, network: "online", circles: [t.planned(), t.planned({ index: 1, rounds: [] })], joining: false, putBack: false, renewal: null, putOut: [], onlink: () => true }],
  ["home, no circle", HomeView, { name: "noor", shared: false, network: "full", circles: [], joining: false, putBack: false, renewal: null, putOut: [], onlink: () => true }],
  ["create", CreateCircleView, { templates: f.templates, useOwn: done, create: done, ondone: nothing }],
  ["create, closed", CreateCircleView, { templates: f.templates, closed: true, useOwn: done, create: done, ondone: nothing }],
  ["circle, suspended", CircleView, { ...circleActs, circle: f.circle({ suspended: "law" }) }],
  ["circle", CircleView, { ...circleActs, circle: f.circle({ knocks: [f.knock], confirmed_by: 2, outbox: 3 }) }],
  ["circle, parted", CircleView, { ...circleActs, circle: f.circle({ parted: f.parted }) }],
  ["circle, parted, nothing lost", CircleView, { ...circleActs, circle: f.circle({ parted: { ...f.parted, words: [] } }) }],
  ["circle, kept", CircleView, { ...circleActs, circle: f.keptCircle({ removals: [f.removal], removed: [f.removed] }) }],
  ["circle, asked to leave", CircleView, { ...circleActs, circle: f.circle({ removals: [{ ...f.removal, about_me: true, can_confirm: false }] }) }],
  ["circle, has to leave", CircleView, { ...circleActs, circle: f.circle({ removals: [{ ...f.removal, about_me: true, can_confirm: false, decided: true, words: null }] }) }],
  ["put out", PutOutView, { told: f.putOut, problem: undefined, onread: nothing }],
  ["put out, no names", PutOutView, { told: { ...f.putOut, by: [], words: null }, problem: "No connection.", onread: nothing }],
  ["compare", CompareView, compare],
  ["compare, making the code", CompareView, { ...compare, code: null }],
  ["compare, done", CompareView, { ...compare, member: { ...yusuf, verified: "yes", new_keys_day: null } }],
  ["compare, another code", CompareView, { ...compare, problem: "This is not the same code." }],
  ["compare, gone", CompareView, { ...compare, member: null }],
  ["circle that meets", CircleView, { ...circleActs, circle: f.circle({ meeting: f.meeting() }) }],
  ["circle, returning", CircleView, { ...circleActs, circle: f.circle({ state: "returning" }) }],
  ["circle, returning", CircleView, { ...circleActs, circle: f.circle({ state: "returning" }) }],
  ["circle, stuck", CircleView, { ...circleActs, circle: f.circle({ state: "stuck" }) }],
  ["circle, with guests", CircleView, { ...circleActs, circle: f.withGuests() }],
  ["circle, as a guest", CircleView, { ...circleActs, circle: f.withGuests(true) }],
  ["meeting, with a guest", MeetingView, { ...room, circle: f.withGuests(false, { meeting: f.meeting() }), meeting: f.meeting() }],
  ["join, as a guest", JoinView, { ...join, joining: { ...f.joining("asking"), preview: f.guestPreview } }],
  ["join, no link", JoinView, { ...join, signedIn: false }],
  ["join, asking without an account", JoinView, { ...join, signedIn: false, joining: f.joining("asking") }],
  ["join, decided without an account", JoinView, { ...join, signedIn: false, draft: decided, joining: f.joining("asking") }],
  ["join, decided", JoinView, { ...join, draft: decided, joining: f.joining("asking") }],
  ["join, not let in", JoinView, { ...join, joining: f.joining("failed", "not_let_in") }],
  ["join, reading", JoinView, { ...join, joining: f.joining("reading") }],
  ["join, asking", JoinView, { ...join, joining: f.joining("asking") }],
  ["join, waiting", JoinView, { ...join, joining: f.joining("waiting") }],
  ["join, failed", JoinView, { ...join, joining: f.joining("failed", "invite_used_up") }],
  ["join, unread", JoinView, { ...join, problem: "No connection.", onretry: nothing }],
  ["join, in another tab", JoinView, { ...join, signedIn: false, handedOver: true }],
  ["join, in", JoinView, { ...join, joined: { index: 0, name: "Lanterns" } }],
  ["card, none", PublicCardView, { ...card, circle: f.circle() }],
  ["card, shown and to be changed", PublicCardView, { ...card, circle: f.withCard("differs", true) }],
  ["card, proposed", PublicCardView, { ...card, circle: f.withProposal() }],
  ["circle with a card", CircleView, { ...circleActs, circle: f.withCard("hidden") }],
  ["circle with times", CircleView, { ...circleActs, circle: t.planned() }],
  ["times", ScheduleView, { ...times, circle: t.planned() }],
  ["times, of others", ScheduleView, { ...times, circle: t.planned({ schedule: t.schedule({ can_set: false, next: [] }), outbox: 1 }) }],
  ["times, ended and unknown", ScheduleView, { ...times, circle: t.planned({ schedule: t.schedule({ series: [t.series({ state: "ended", zone_known: false, rotation: "a1", breaks: [{ from: "2026-12-01", to: null }] })] }) }) }],
  ["services", RotaView, { ...rota, circle: t.planned() }],
  ["services, none", RotaView, { ...rota, circle: f.circle(), problem: "No connection." }],
  ["hours, nobody asks", HoursView, { ...hours, circle: f.circle() }],
  ["hours, asking", HoursView, { ...hours, circle: t.planned() }],
  ["hours, asked", HoursView, { ...hours, circle: t.planned({ schedule: t.asked() }) }],
  ["hours, of the asker", HoursView, { ...hours, circle: t.planned({ schedule: t.asked({ by: t.memberId("Noor"), by_me: true, told_by_me: true }) }) }],
  ["round", RoundView, { ...rounds, circle: t.planned() }],
  ["round, closed", RoundView, { ...rounds, circle: t.planned({ rounds: [t.round({ closed: true })], round_due: t.due }) }],
  ["round, mine to open", RoundView, { ...rounds, circle: t.planned({ rounds: [], round_due: { ...t.due, can_open: true, leader_name: null } }) }],
  ["round, none", RoundView, { ...rounds, circle: t.planned({ rounds: [] }) }],
  ["meeting, listening", MeetingView, { ...room, circle: f.circle(), meeting: f.meeting() }],
  ["meeting, my turn", MeetingView, { ...room, circle: f.circle(), meeting: f.myTurn() }],
  ["meeting, keeping", MeetingView, { ...room, circle: f.circle(), meeting: f.keeping() }],
  ["meeting, a second one says somebody should leave", MeetingView, { ...room, circle: f.circle(), meeting: f.ejecting() }],
  ["meeting, had to leave", EjectedView, ejected],
  ["meeting, had to leave and asks for another look", EjectedView, { ...ejected, ejection: f.ejection({ appealed: true }) }],
  ["circle, after having to leave a meeting", CircleView, { ...circleActs, circle: f.circle({ ejections: [f.ejection({ running: false }), f.appeal()] }) }],
  ["meeting, at the door", MeetingView, { ...room, circle: f.circle(), meeting: f.atTheDoor() }],
  ["meeting, outside", MeetingView, { ...room, circle: f.circle(), meeting: f.outside() }],
  ["meeting, open part", MeetingView, { ...room, circle: f.circle(), meeting: f.openPhase() }],
  ...Object.entries(kinds).map(([kind, meeting]): [string, Component<any>, Record<string, unknown>] => [`meeting, part of kind ${kind}`, MeetingView, { ...room, circle: f.circle(), meeting: meeting() }]),
  ["meeting, full ring", MeetingView, { ...room, ...f.fullRing() }],
  ["meeting, line broken", MeetingView, { ...room, circle: f.circle(), meeting: f.meeting({ connected: false, unsent: 2, keeper_here: false }) }],
  ["meeting closed", MeetingEndView, { circle: 0, word: "circle", wasInside: true }],
  ["settings", SettingsView, { ...account, name: "noor", theme: "system", calm: "system", hijri: false, discreet: false, change: done, gather: () => Promise.resolve(f.words), erase: done, ontheme: nothing, oncalm: nothing, onhijri: nothing, ondiscreet: nothing, unsaved: false, renewal: { done: 3, all: 3 }, ...lock, lockMinutes: null, circles: [f.circle()], onlift: nothing, reminders: { state: "off", problem: "denied" }, onremind: nothing, onsignout: nothing }],
  ["notes", NotesView, { kept: "Milk, bread, batteries", save: done, onlock: nothing }],
  ["settings with a lock", SettingsView, { ...account, name: "noor", theme: "system", calm: "system", hijri: false, discreet: false, change: done, gather: () => Promise.resolve(f.words), erase: done, ontheme: nothing, oncalm: nothing, onhijri: nothing, ondiscreet: nothing, unsaved: false, renewal: null, ...lock, lockMinutes: 15, circles: [f.withBlock()], onlift: nothing, reminders: { state: "on", problem: null }, onremind: nothing, onsignout: nothing }],
  ["locked", LockView, { unlock: done, onsignout: nothing }],
];

describe.each(languages)("screens in %s", (locale) => {
  test.each(screens)("%s", async (_name, view, props) => {
    speak(locale);
    const { container } = render(view, { props });
    expect(container.querySelectorAll("h1")).toHaveLength(1);
    expect(container.textContent).not.toMatch(/undefined|\[object|\b[a-z]+_[a-z_]+\b/);
    expect(container.querySelectorAll("[style]:not([style*='--angle'])")).toHaveLength(0);
    await audit(container);
  });
});

test("help and the quick way out stand on every page", () => {
  speak("en");
  const { getByRole } = render(Shell, { props: { signedIn: false, onleave: nothing, children: (() => {}) as never } });
  expect(getByRole("link", { name: "Help now" }).getAttribute("href")).toBe("/crisis");
  expect(getByRole("button", { name: "Leave quickly" })).toBeTruthy();
});

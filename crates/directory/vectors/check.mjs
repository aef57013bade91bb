// Has ical.js, which web mail and calendars in browsers use, expand every event of the real feeds over two years, as
// `check.py` has it done in Python; `cargo xtask vectors` runs both. The zones are those that each file describes itself.

import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { gunzipSync } from "node:zlib";

// It is installed with the journeys' tools.
const ICAL = createRequire(new URL("../../../e2e/package.json", import.meta.url))("ical.js");
const ical = ICAL.default ?? ICAL;

const FOLDER = new URL(".", import.meta.url);
const NOW = 1_795_608_000;
const UNTIL = NOW + 2 * 365 * 86_400;
const WHEN = new Set(["dtstart", "rrule", "rdate", "exdate"]);

/**
 * Where ical.js 2.2.1 does otherwise than RFC 5545 and the other implementations, with what it finds: once it does not, this
 * fails and the line goes. It passes over BYSETPOS beside BYMONTHDAY ("on the 31st, or else on the last day": it shows every
 * day from the 28th on), and of an hour that a clock change doubles it takes the second (3.3.5: the first).
 */
const OTHERWISE = {
  "2771666233952940-1@stay.example": "730,1795643100,1858628700,1333807903800",
  "6516445326032979-0@stay.example": "83,1795833000,1856572200,151617972600",
  "6516445326032979-1@stay.example": "83,1795869900,1856609100,151621110900",
  "7976523655709465-0@stay.example": "4,1803742200,1835364600,7278213600",
  "7976523655709465-1@stay.example": "4,1803845700,1835468100,7278627600",
};

const unpacked = (name) => gunzipSync(readFileSync(new URL(name, FOLDER))).toString();

/** What an event's beginnings depend on: events that agree in it begin alike. */
const when = (component) =>
  component.getAllProperties().filter((one) => WHEN.has(one.name)).map((one) => one.toICALString()).join("\n");

/** The seconds at which an event begins, changed occurrences included. */
function beginnings(main, changed) {
  const event = new ical.Event(main, { strictExceptions: true, exceptions: changed });
  const found = [];
  const add = (start) => {
    const seconds = start.toUnixTime();
    if (seconds >= NOW && seconds < UNTIL) found.push(seconds);
  };
  if (!event.isRecurring()) {
    add(event.startDate);
    return found;
  }
  const dates = event.iterator();
  // A changed one may begin earlier or later than its rule says, by days.
  const last = UNTIL + 31 * 86_400;
  for (let date = dates.next(); date && date.toUnixTime() < last; date = dates.next()) {
    add(event.getOccurrenceDetails(date).startDate);
  }
  return found.sort((a, b) => a - b);
}

function expanded(text) {
  const calendar = new ical.Component(ical.parse(text));
  ical.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ical.TimezoneService.register(zone);
  const events = new Map();
  for (const event of calendar.getAllSubcomponents("vevent")) {
    const uid = event.getFirstPropertyValue("uid");
    events.set(uid, [...(events.get(uid) ?? []), event]);
  }
  const known = new Map();
  const found = new Map();
  for (const [uid, all] of events) {
    const main = all.find((event) => !event.hasProperty("recurrence-id"));
    const changed = all.filter((event) => event !== main);
    const key = changed.length ? uid : when(main);
    if (!known.has(key)) known.set(key, beginnings(main, changed));
    found.set(uid, known.get(key));
  }
  return found;
}

const expectations = JSON.parse(unpacked("expected.json.gz"));
const files = readdirSync(FOLDER).filter((name) => name.endsWith(".ics.gz")).map((name) => name.slice(0, -7));
const faults = files.filter((name) => !(name in expectations)).map((name) => `${name}: not expected`);
let checked = 0;
for (const [name, expected] of Object.entries(expectations)) {
  const found = expanded(unpacked(`${name}.ics.gz`));
  for (const [uid, wanted] of Object.entries(expected)) {
    const all = found.get(uid) ?? [];
    found.delete(uid);
    checked += all.length;
    const told = [all.length, all[0] ?? 0, all.at(-1) ?? 0, all.reduce((sum, one) => sum + one, 0)];
    const right = (name === "odd" && OTHERWISE[uid]) || wanted.join();
    if (told.join() !== right) faults.push(`${name} ${uid}: ${wanted} expected, ${told} found`);
  }
  for (const [uid, all] of found) if (all.length) faults.push(`${name} ${uid}: not expected`);
}
for (const fault of faults.slice(0, 20)) console.log(fault);
console.log(`directory calendars by ical.js: ${files.length} files, ${checked} beginnings, ${faults.length} faults`);
process.exit(faults.length ? 1 : 0);

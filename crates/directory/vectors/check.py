"""Has other implementations expand every event of the real feeds over two years; `cargo xtask vectors` runs it.

Each `*.ics.gz` is read by `icalendar` and `recurring-ical-events`, with the zones that the file itself describes. For each
UID, the number of beginnings, the first, the last and the sum of all must be what the Rust side expects.
"""

import collections
import datetime
import gzip
import json
import pathlib
import sys
import zoneinfo

import icalendar
import recurring_ical_events

# The pinned package alone: the system's zones may be older than those that are compiled in.
zoneinfo.reset_tzpath(())

FOLDER = pathlib.Path(__file__).parent
UTC = datetime.timezone.utc
NOW = datetime.datetime.fromtimestamp(1_795_608_000, UTC)
UNTIL = NOW + datetime.timedelta(days=2 * 365)


def unpacked(name):
    return gzip.decompress((FOLDER / name).read_bytes()).decode()


def form(text):
    raw = text.encode()
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r"), "lines end with CRLF"
    assert all(len(line) <= 75 for line in raw.split(b"\r\n")), "lines are folded"


def when(event):
    """What an event's beginnings depend on: events that agree in it begin alike."""
    lines = event.to_ical().decode().replace("\r\n ", "").split("\r\n")
    return tuple(line for line in lines if line.split(":")[0].split(";")[0] in ("DTSTART", "RRULE", "RDATE", "EXDATE"))


def expanded(text):
    calendar = icalendar.Calendar.from_ical(text)
    zones = [part for part in calendar.subcomponents if part.name == "VTIMEZONE"]
    by_uid = collections.defaultdict(list)
    for event in calendar.walk("VEVENT"):
        by_uid[str(event["UID"])].append(event)
    known, found = {}, {}
    for uid, events in by_uid.items():
        key = tuple(when(event) for event in events) if len(events) == 1 else uid
        if key not in known:
            alone = icalendar.Calendar()
            alone.subcomponents = zones + events
            starts = [event["DTSTART"].dt.astimezone(UTC) for event in recurring_ical_events.of(alone).between(NOW, UNTIL)]
            known[key] = sorted(int(start.timestamp()) for start in starts if start >= NOW)
        found[uid] = known[key]
    return found


def main():
    expectations = json.loads(unpacked("expected.json.gz"))
    assert {path.name.removesuffix(".ics.gz") for path in FOLDER.glob("*.ics.gz")} == set(expectations)
    faults, checked = [], 0
    for name, expected in expectations.items():
        text = unpacked(f"{name}.ics.gz")
        form(text)
        found = expanded(text)
        for uid, wanted in expected.items():
            seconds = found.get(uid, [])
            told = [len(seconds), seconds[0] if seconds else 0, seconds[-1] if seconds else 0, sum(seconds)]
            checked += len(seconds)
            if told != wanted:
                faults.append(f"{name} {uid}: {wanted} expected, {told} found")
        faults += [f"{name} {uid}: not expected" for uid in {uid for uid, seconds in found.items() if seconds} - set(expected)]
    for fault in faults[:20]:
        print(fault)
    print(f"directory calendars: {len(expectations)} files, {checked} beginnings, {len(faults)} faults")
    sys.exit(1 if faults else 0)


main()

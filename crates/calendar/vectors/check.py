"""Checks the calendar against implementations that are not ours; `cargo xtask test` runs it.

`oracle.json` is made again by dateutil and zoneinfo and must not differ. Each `ics/*.ics` is read by `icalendar` and
`recurring-ical-events`, and by dateutil with nothing but the zone that the file itself describes; both must give
the instants that the Rust side expects (`ics/expected.json`). Nothing in a file tells what it must not.
"""

import datetime
import io
import json
import pathlib
import sys

import icalendar
import recurring_ical_events
from dateutil import tz

import oracle

FOLDER = pathlib.Path(__file__).parent / "ics"
UTC = datetime.timezone.utc


def span(expected):
    first, last = expected["instants"][0], expected["instants"][-1]
    return [datetime.datetime.fromtimestamp(second, UTC) for second in (first, last + 1)]


def by_library(text, expected):
    start, end = span(expected)
    events = recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(start, end)
    return sorted(int(event["DTSTART"].dt.astimezone(UTC).timestamp()) for event in events)


def by_own_zone(text, expected):
    """The walls of the occurrences, turned into instants by the file's own VTIMEZONE."""
    zone = tz.tzical(io.StringIO(text.replace("\r\n ", ""))).get()
    start, end = span(expected)
    events = recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(start, end)
    walls = [event["DTSTART"].dt.replace(tzinfo=None) for event in events]
    fixed = [tz.resolve_imaginary(wall.replace(tzinfo=zone)) for wall in walls]
    return sorted(int(wall.astimezone(UTC).timestamp()) for wall in fixed)


def form(text):
    raw = text.encode()
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r"), "lines end with CRLF"
    assert all(len(line) <= 75 for line in raw.split(b"\r\n")), "lines are folded"
    for word in ("LOCATION", "DESCRIPTION", "ORGANIZER", "ATTENDEE", "VALARM", "URL"):
        assert f"\r\n{word}" not in text, word


def main():
    assert oracle.FILE.read_text() == oracle.text(), "oracle.json is not what oracle.py makes"
    expectations = json.loads((FOLDER / "expected.json").read_text())
    assert {path.stem for path in FOLDER.glob("*.ics")} == set(expectations)
    faults, checked = [], 0
    for name, expected in expectations.items():
        text = (FOLDER / f"{name}.ics").read_bytes().decode()
        form(text)
        for read in (by_library, by_own_zone):
            found = read(text, expected)
            checked += len(found)
            if found != expected["instants"]:
                odd = sorted(set(found) ^ set(expected["instants"]))
                faults.append(f"{name}, {read.__name__}: {[str(datetime.datetime.fromtimestamp(s, UTC)) for s in odd]}")
    print("\n".join(faults) or f"calendar: {len(expectations)} files, {checked} instants agree")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()

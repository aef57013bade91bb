"""What recurs when, by python-dateutil and zoneinfo: the expected instants of `oracle.json`.

It shares no code with the Rust side. `python oracle.py` writes the file, `check.py` makes it again and compares.
"""

import datetime
import itertools
import json
import pathlib
import random
import zoneinfo

from dateutil import rrule

zoneinfo.reset_tzpath([])  # the pinned tzdata package, not what the system has
FILE = pathlib.Path(__file__).parent / "oracle.json"
UTC = datetime.timezone.utc
DAYS = [rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU]
NTHS = [1, 2, 3, 4, -1]
ZONES = [
    "Europe/Berlin", "Europe/London", "America/New_York", "America/Sao_Paulo", "America/Santiago", "America/St_Johns",
    "Africa/Cairo", "Africa/Casablanca", "Asia/Tehran", "Asia/Beirut", "Asia/Gaza", "Asia/Kolkata", "Asia/Kathmandu",
    "Australia/Lord_Howe", "Australia/Sydney", "Pacific/Apia", "Pacific/Chatham", "Antarctica/Troll", "Asia/Riyadh", "UTC",
]
TIMES = ["00:00", "00:30", "01:30", "02:00", "02:15", "02:30", "03:00", "12:00", "18:30", "23:45"]
MOST = 24


def month_days(day):
    """The day, or a shorter month's last one."""
    return dict(bymonthday=day) if day <= 28 else dict(bymonthday=range(28, day + 1), bysetpos=-1)


def recurrence(case, start):
    rule, months = case["rule"], case.get("months")
    season = dict(bymonth=months) if months else {}
    kind = rule["kind"]
    if kind == "once":
        return [start]
    if kind == "weekly":
        days = [DAYS[day] for day in rule["days"]]
        return rrule.rrule(rrule.WEEKLY, start, interval=rule["every"], wkst=rrule.MO, byweekday=days, **season)
    if kind == "monthly_weekday":
        days = [DAYS[rule["day"]](NTHS[nth]) for nth in rule["nths"]]
        return rrule.rrule(rrule.MONTHLY, start, interval=rule["every"], byweekday=days, **season)
    if kind == "monthly_date":
        return rrule.rrule(rrule.MONTHLY, start, interval=rule["every"], **month_days(rule["day"]), **season)
    return rrule.rrule(rrule.YEARLY, start, bymonth=rule["month"], **month_days(rule["day"]))


def instants(case):
    zone = zoneinfo.ZoneInfo(case["zone"])
    start = datetime.datetime.fromisoformat(f"{case['start']}T{case['time']}")
    end = case.get("end")
    last = datetime.datetime.fromisoformat(f"{end}T23:59") if end else datetime.datetime(2060, 1, 1)
    walls = itertools.islice(itertools.takewhile(lambda wall: wall <= last, recurrence(case, start)), MOST)
    # PEP 495, fold=0: of two the first, and in a gap the offset before it.
    return [int(wall.replace(tzinfo=zone).astimezone(UTC).timestamp()) for wall in walls]


def rules(rng):
    yield dict(kind="once")
    yield dict(kind="weekly", days=sorted(rng.sample(range(7), rng.randint(1, 4))), every=rng.choice([1, 1, 2, 3, 5]))
    yield dict(kind="weekly", days=list(range(7)), every=1)
    nths = sorted(rng.sample(range(5), rng.randint(1, 2)))
    yield dict(kind="monthly_weekday", nths=nths, day=rng.randrange(7), every=rng.choice([1, 1, 2, 3]))
    yield dict(kind="monthly_date", day=rng.choice([1, 15, 28, 29, 30, 31, 31]), every=rng.choice([1, 1, 2, 6]))
    yield rng.choice([dict(kind="yearly", month=2, day=29), dict(kind="yearly", month=rng.randint(1, 12), day=27)])


def around(zone, year, rng):
    """Daily series over each clock change of a year."""
    tz = zoneinfo.ZoneInfo(zone)
    day = datetime.datetime(year, 1, 1, tzinfo=UTC)
    while day.year == year:
        following = day + datetime.timedelta(days=1)
        if day.astimezone(tz).utcoffset() != following.astimezone(tz).utcoffset():
            start = (day - datetime.timedelta(days=1)).date()
            for time in rng.sample(TIMES, 4):
                rule = dict(kind="weekly", days=list(range(7)), every=1)
                end = (start + datetime.timedelta(days=4)).isoformat()
                yield dict(zone=zone, start=start.isoformat(), time=time, rule=rule, end=end)
        day = following


def cases():
    rng = random.Random(20261126)
    for zone in ZONES:
        for rule in rules(rng):
            start = datetime.date(rng.randint(2018, 2036), 1, 1) + datetime.timedelta(days=rng.randrange(365))
            case = dict(zone=zone, start=start.isoformat(), time=rng.choice(TIMES), rule=rule)
            if rule["kind"] in ("weekly", "monthly_date", "monthly_weekday") and rule["every"] == 1 and rng.random() < 0.4:
                case["months"] = sorted(rng.sample(range(1, 13), rng.randint(2, 9)))
            if rng.random() < 0.3:
                case["end"] = (start + datetime.timedelta(days=rng.randint(30, 900))).isoformat()
            yield case
        for year in (2018, 2022, 2026, 2031):
            yield from around(zone, year, rng)


def text():
    lines = [json.dumps(dict(case, instants=instants(case)), sort_keys=True) for case in cases()]
    return "[\n" + ",\n".join(lines) + "\n]\n"


if __name__ == "__main__":
    FILE.write_text(text())

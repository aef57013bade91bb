//! From a series to instants.

use wire::Millis;

use crate::{Change, Date, Series, Time, Zone, limits};

/// One time that it happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Occurrence {
    /// When it begins.
    pub at: Millis,
    /// When it ends.
    pub ends: Millis,
    /// Its name in the series: the date on which the rule puts it.
    pub date: Date,
    /// It was moved.
    pub moved: bool,
}

impl Series {
    /// What happens in `zone`, the pattern's own, from an instant until before another one, by beginning; what has begun
    /// before and not ended counts. At most `most`, and at most [`limits::SEARCH_DAYS`] days on.
    pub fn occurrences(&self, zone: &Zone, from: Millis, until: Millis, most: usize) -> Vec<Occurrence> {
        let last = zone.local(until).0.plus(1);
        let dates = self.dates(self.earliest(zone, from)).take_while(|date| *date <= last);
        let plain = dates.filter(|date| !self.changes.contains_key(date));
        let plain = plain.map(|date| self.occurrence(zone, date, self.pattern.time, date));
        let fits = |one: &Occurrence| one.ends > from && one.at < until;
        let mut all: Vec<_> = plain.chain(self.moved(zone)).filter(fits).collect();
        all.sort_unstable();
        all.truncate(most);
        all
    }

    /// The first that has not ended.
    pub fn next(&self, zone: &Zone, now: Millis) -> Option<Occurrence> {
        let dates = self.dates(self.earliest(zone, now)).filter(|date| !self.changes.contains_key(date));
        let plain = dates.map(|date| self.occurrence(zone, date, self.pattern.time, date));
        let plain = plain.filter(|one| one.ends > now).take(1);
        plain.chain(self.moved(zone).filter(|one| one.ends > now)).min()
    }

    /// The occurrence of this name, if it happens.
    pub fn occurrence_on(&self, zone: &Zone, date: Date) -> Option<Occurrence> {
        if !self.has(date) {
            return None;
        }
        match self.changes.get(&date) {
            None => Some(self.occurrence(zone, date, self.pattern.time, date)),
            Some(Change::Cancelled) => None,
            Some(Change::Moved { date: to, time }) => Some(self.occurrence(zone, *to, *time, date)),
        }
    }

    fn moved(&self, zone: &Zone) -> impl Iterator<Item = Occurrence> {
        self.changes.keys().filter_map(|date| self.occurrence_on(zone, *date))
    }

    fn occurrence(&self, zone: &Zone, on: Date, time: Time, name: Date) -> Occurrence {
        let at = zone.instant(on, time);
        let ends = at.plus(u64::from(self.pattern.minutes) * 60_000);
        Occurrence { at, ends, date: name, moved: self.changes.contains_key(&name) }
    }

    /// The first date that can still be going on; a day earlier, as a gap may push one over midnight.
    fn earliest(&self, zone: &Zone, now: Millis) -> Date {
        let before = Millis(now.0.saturating_sub(u64::from(self.pattern.minutes.min(limits::MINUTES)) * 60_000));
        zone.local(before).0.plus(-1)
    }
}

//! Zones: between what a wall shows and instants, by the database that is compiled in.

use jiff::{Timestamp, tz::TimeZone};
use wire::Millis;

use crate::{Date, Time, limits};

/// A zone of the time zone database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(TimeZone);

impl Zone {
    /// The zone of this name, if this version of the database knows it.
    pub fn find(name: &str) -> Option<Self> {
        if !is_zone_name(name) {
            return None;
        }
        TimeZone::get(name).ok().map(Self)
    }

    /// Its name in the database's spelling.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// When it is this date and time here: in a gap as much later as the clock jumps, of two the first (RFC 5545, 3.3.5).
    pub fn instant(&self, date: Date, time: Time) -> Millis {
        let local = date.civil().to_datetime(time.civil());
        let instant = self.0.to_ambiguous_zoned(local).compatible();
        Millis(instant.map_or(0, |zoned| u64::try_from(zoned.timestamp().as_millisecond()).unwrap_or(0)))
    }

    /// What date and time it is here then.
    pub fn local(&self, at: Millis) -> (Date, Time) {
        let local = self.0.to_datetime(timestamp(at));
        (Date::clamped(local.date()), Time::of(local.time()))
    }

    /// How far this zone's clocks are ahead of UTC then, in minutes; seconds of old local times are dropped.
    pub fn offset_minutes(&self, at: Millis) -> i16 {
        i16::try_from(self.0.to_offset(timestamp(at)).seconds() / 60).unwrap_or(0)
    }

    pub(crate) const fn tz(&self) -> &TimeZone {
        &self.0
    }
}

/// Whether this can be the name of a zone: letters, digits, `+`, `-`, `_`, with single slashes between.
pub fn is_zone_name(name: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'_'))
    };
    name.len() <= limits::ZONE && name.split('/').all(part)
}

pub(crate) fn timestamp(at: Millis) -> Timestamp {
    i64::try_from(at.0).ok().and_then(|ms| Timestamp::from_millisecond(ms).ok()).unwrap_or(Timestamp::MAX)
}

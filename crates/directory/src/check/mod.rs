//! What the field's apps will do with a feed, entry by entry: what they drop, hide or change without telling anybody.
//!
//! The rules are those of the programs themselves (directory.md, section 1), not of the convention's text alone: the two differ.

mod guide;
mod providers;
mod venue;

use crate::{
    feed::{At, Fetched, Report, Unreadable},
    model::{Source, SourceId, SourceKind, Word, vocabulary},
    stayhere::Bundle,
};

vocabulary! {
    /// What becomes of an entry, or of a part of it.
    Effect {
        /// tsml-ui drops it: no address at all.
        NoAddress = 0, "no-address";
        /// tsml-ui drops it on pages that name no zone: none of its own.
        NoZone = 1, "no-zone";
        /// tsml-ui fails as a whole: two or more entries have a list of days.
        DayLists = 2, "day-lists";
        /// Shown as inactive: nobody can go there, and there is no way in that the apps know.
        Inactive = 3, "inactive";
        /// Shown as inactive although it has an address: with few commas and no `approximate` it counts as an area.
        FewCommas = 4, "few-commas";
        /// The link is hidden: the apps know only certain providers.
        Provider = 5, "provider";
        /// Shown by some apps only: it has a telephone number and no link.
        PhoneOnly = 6, "phone-only";
        /// The telephone number has too few digits, and does not count.
        ShortPhone = 7, "short-phone";
        /// Types that belong to a place are taken away from what is online alone.
        TypesRemoved = 8, "types-removed";
        /// The slug is longer than the convention permits.
        LongSlug = 9, "long-slug";
        /// The name is longer than the convention advises.
        LongName = 10, "long-name";
        /// It counts as by appointment: no day and no time.
        ByAppointment = 11, "by-appointment";
        /// The body's fields are ignored: its name is missing.
        NoEntity = 12, "no-entity";
        /// The body's address stands in one of two fields, and readers differ.
        OneEntityUrl = 13, "one-entity-url";
        /// A place is said, and no street: nobody finds it.
        NoStreet = 14, "no-street";
        /// It is online, and there is no way in.
        NoWayIn = 15, "no-way-in";
    }
}

impl Effect {
    /// Whether people cannot find or enter the meeting in that app: what is to be mended first.
    pub const fn loses_people(self) -> bool {
        match self {
            Self::NoAddress
            | Self::NoZone
            | Self::DayLists
            | Self::Inactive
            | Self::FewCommas
            | Self::Provider
            | Self::NoStreet
            | Self::NoWayIn => true,
            Self::PhoneOnly
            | Self::ShortPhone
            | Self::TypesRemoved
            | Self::LongSlug
            | Self::LongName
            | Self::ByAppointment
            | Self::NoEntity
            | Self::OneEntityUrl => false,
        }
    }

    /// What it means, in English; catalogues have it by [`Word::word`].
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::NoAddress => "tsml-ui drops it: it has no address, not even a city.",
            Self::NoZone => "tsml-ui drops it unless the page names a time zone: it has none of its own.",
            Self::DayLists => {
                "tsml-ui fails as a whole: several entries have a list of days. Give each day its own entry."
            }
            Self::Inactive => "The apps show it as inactive: no place to go to and no way in that they know.",
            Self::FewCommas => {
                "tsml-ui takes its address for an area and shows it as inactive. Add \"approximate\": \"no\"."
            }
            Self::Provider => "The apps hide its link: they know only certain providers. A telephone number helps.",
            Self::PhoneOnly => "Some apps leave it out: it has a telephone number and no link.",
            Self::ShortPhone => "Its telephone number does not count: it has fewer than ten digits.",
            Self::TypesRemoved => "Types that belong to a place are taken away: it is online alone.",
            Self::LongSlug => "Its slug is longer than 64 characters.",
            Self::LongName => "Its name is longer than 64 characters and is cut on small screens.",
            Self::ByAppointment => "It is shown as by appointment: it has no day.",
            Self::NoEntity => "What it says of its body is ignored: the field entity is missing.",
            Self::OneEntityUrl => "Some apps do not find its body's page: fill in entity_url and entity_website_url.",
            Self::NoStreet => "It is said to be at a place, and there is no street.",
            Self::NoWayIn => "It is said to be online, and there is no link and no number.",
        }
    }
}

/// What becomes of one entry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Verdict {
    /// Where it is.
    pub at: At,
    /// Its name, to find it.
    pub name: String,
    /// What becomes of it.
    pub effect: Effect,
}

/// All that is to be said of a feed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checked {
    /// Good entries.
    pub entries: usize,
    /// What cannot be read, or was cleaned.
    pub report: Report,
    /// What the apps will do, in the order of the feed.
    pub verdicts: Vec<Verdict>,
}

impl Checked {
    /// Nothing is refused, and nobody is lost.
    pub fn is_good(&self) -> bool {
        self.report.refused == 0 && !self.verdicts.iter().any(|verdict| verdict.effect.loses_people())
    }

    /// How many verdicts there are of each kind, in the order of the kinds.
    pub fn counts(&self) -> Vec<(Effect, usize)> {
        let count = |effect: &Effect| self.verdicts.iter().filter(|verdict| verdict.effect == *effect).count();
        Effect::ALL.iter().map(|effect| (*effect, count(effect))).filter(|(_, count)| *count > 0).collect()
    }
}

/// In which convention a feed speaks, by how it begins; `None` if in none.
pub fn kind_of(bytes: &[u8]) -> Option<SourceKind> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let start = bytes.iter().position(|b| !b.is_ascii_whitespace())?;
    let head = &bytes[start..bytes.len().min(start + 64 * 1024)];
    let has = |needle: &[u8]| head.windows(needle.len()).any(|window| window == needle);
    match head[0] {
        b'[' | b'{' if has(b"\"id_bigint\"") => Some(SourceKind::Bmlt),
        b'[' | b'{' => Some(SourceKind::MeetingGuide),
        _ if head.len() >= 15 && head[..15].eq_ignore_ascii_case(b"BEGIN:VCALENDAR") => Some(SourceKind::Icalendar),
        b'<' if Bundle::is_in(bytes) => Some(SourceKind::Stayhere),
        b'<' => None,
        _ if head.split(|b| *b == b'\n').next().is_some_and(|line| line.contains(&b',')) => Some(SourceKind::Sheet),
        _ => None,
    }
}

/// Reads a feed as that source and says what becomes of it.
///
/// # Errors
/// [`Unreadable`] when it cannot be read at all.
pub fn check(source: &Source, bytes: &[u8]) -> Result<Checked, Unreadable> {
    let id = SourceId("check".to_owned());
    let fetched = crate::read(&id, source, bytes)?;
    let verdicts = match source.kind {
        SourceKind::MeetingGuide | SourceKind::Own => guide::verdicts(bytes)?,
        SourceKind::Sheet | SourceKind::Icalendar | SourceKind::Bmlt | SourceKind::Stayhere => venues(&fetched),
    };
    Ok(Checked { entries: fetched.entries.len(), report: fetched.report, verdicts })
}

fn venues(fetched: &Fetched) -> Vec<Verdict> {
    let numbered = fetched.entries.iter().enumerate();
    numbered.flat_map(|(number, entry)| venue::verdicts(At::Entry(number + 1), entry)).collect()
}

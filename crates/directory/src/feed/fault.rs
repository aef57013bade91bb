//! What is wrong with a feed, entry by entry, for its owner.

use crate::{limits, model::Word};

/// One fault. The entries beside it are taken all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub at: At,
    /// Which field, in the feed's own words; empty: the entry as a whole.
    pub field: String,
    /// What.
    pub what: What,
    /// The beginning of what stands there.
    pub found: String,
    /// The entry is left out; otherwise it is taken without what is wrong.
    pub refused: bool,
}

/// A place in a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum At {
    /// The entry of this number, from 1.
    Entry(usize),
    /// The line of this number, from 1.
    Line(usize),
}

macro_rules! whats {
    ($($(#[$item:meta])* $case:ident = $n:literal, $word:tt, $hint:literal;)*) => {
        crate::model::vocabulary! {
            /// A kind of fault.
            What { $($(#[$item])* $case = $n, $word;)* }
        }

        impl What {
            /// What its owner can do, in English; catalogues have it by [`Word::word`].
            pub const fn hint(self) -> &'static str {
                match self { $(Self::$case => $hint,)* }
            }
        }
    };
}

whats! {
    /// The text is not what the convention says.
    Broken = 0, "broken", "It cannot be read. Check quotes, commas and brackets.";
    /// Too many bytes.
    TooLarge = 1, "too-large", "It is larger than any meeting needs. Shorten it.";
    /// Brackets within brackets.
    TooDeep = 2, "too-deep", "It is nested too deeply. Use plain values.";
    /// Bytes that are not UTF-8.
    Encoding = 3, "encoding", "It is not UTF-8. Save the file as UTF-8.";
    /// A field that must be there is not.
    Missing = 4, "missing", "The field is needed. Fill it in.";
    /// A field of the wrong type.
    WrongType = 5, "wrong-type", "The value has the wrong type.";
    /// A text that is too long.
    TooLong = 6, "too-long", "The text is too long and was cut.";
    /// Too many of something.
    TooMany = 7, "too-many", "There are too many; the first were taken.";
    /// No time of day.
    Time = 8, "time", "Write the time as HH:MM, from 00:00 to 23:59.";
    /// No day of the week.
    Day = 9, "day", "Write the day as the convention numbers it.";
    /// No zone, or an unknown one.
    Zone = 10, "zone", "Name a zone such as America/New_York.";
    /// No web address.
    Url = 11, "url", "Write a whole address that begins with https://.";
    /// No telephone number.
    Phone = 12, "phone", "Use digits and + , * # only.";
    /// No point on the Earth.
    Point = 13, "point", "Latitude is -90 to 90, longitude -180 to 180, both as numbers.";
    /// No date.
    Date = 14, "date", "Write the date as YYYY-MM-DD HH:MM:SS, in UTC.";
    /// The same name twice.
    Duplicate = 15, "duplicate", "Another entry has the same name. Give each its own.";
    /// HTML where plain text belongs.
    Html = 16, "html", "HTML was removed. Write plain text.";
    /// Characters that turn or hide what stands around them.
    Hidden = 17, "hidden", "Characters that turn or hide text were removed.";
    /// A recurrence that nothing here can express.
    Recurrence = 18, "recurrence", "This recurrence is not known. Use weekly, monthly or yearly ones.";
    /// A choice that the convention does not have.
    Choice = 19, "choice", "The convention has no such value.";
}

/// All that is wrong: [`limits::FAULTS`] are kept, the others counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// The first ones, in the order of the feed.
    pub faults: Vec<Fault>,
    /// How many more there were.
    pub more: usize,
    /// Entries that were left out.
    pub refused: usize,
}

impl Report {
    pub(crate) fn note(&mut self, at: At, field: &str, what: What, found: &str) {
        self.push(at, field, what, found, false);
    }

    pub(crate) fn refuse(&mut self, at: At, field: &str, what: What, found: &str) {
        self.refused += 1;
        self.push(at, field, what, found, true);
    }

    fn push(&mut self, at: At, field: &str, what: What, found: &str, refused: bool) {
        if self.faults.len() >= limits::FAULTS {
            self.more += 1;
            return;
        }
        let visible = |text: &str, most| text.chars().filter(|c| !super::clean::is_hidden(*c)).take(most).collect();
        let (field, found) = (visible(field, limits::FIELD), visible(found, limits::FOUND));
        self.faults.push(Fault { at, field, what, found, refused });
    }

    /// How many there are of each kind, in the order of the kinds.
    pub fn counts(&self) -> Vec<(What, usize)> {
        let count = |what: &What| self.faults.iter().filter(|fault| fault.what == *what).count();
        What::ALL.iter().map(|what| (*what, count(what))).filter(|(_, count)| *count > 0).collect()
    }
}

/// Why a feed cannot be read at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// More than [`limits::FEED`] bytes.
    #[error("the feed is larger than {max} bytes", max = limits::FEED)]
    TooLarge,
    /// Not UTF-8: UTF-16 or UTF-32 by its first bytes.
    #[error("the feed is not UTF-8")]
    Encoding,
    /// Not what the convention begins with: a web page, another convention.
    #[error("the feed is not in the convention that was expected")]
    Other,
}

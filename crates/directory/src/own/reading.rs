//! A form's values, cleaned, with what is wrong about each.

use calendar::{Date, Time, Zone};

use super::Form;
use crate::{
    feed::{
        clean::{self, Plain},
        fields::{is_phone, is_tag, is_url},
    },
    limits,
    model::{Coordinates, Set, Word, vocabulary},
};

vocabulary! {
    /// What is wrong with a field; catalogues say it by [`Word::word`].
    Amiss {
        /// It is needed.
        Missing = 0, "missing";
        /// It is longer than there is room for.
        TooLong = 1, "too-long";
        /// HTML in it, which would not be shown.
        Html = 2, "html";
        /// None of the choices.
        Choice = 3, "choice";
        /// No whole web address.
        Link = 4, "link";
        /// No telephone number.
        Phone = 5, "phone";
        /// No mail address.
        Email = 6, "email";
        /// No known time zone.
        Zone = 7, "zone";
        /// No time of day.
        Time = 8, "time";
        /// No date.
        Date = 9, "date";
        /// No point on the Earth.
        Point = 10, "point";
        /// No language tag.
        Language = 11, "language";
        /// Too many of them.
        TooMany = 12, "too-many";
        /// No day of the week is chosen.
        Day = 13, "day";
        /// More than one day of the week, where one is meant.
        OneDay = 14, "one-day";
        /// No week of the month is chosen.
        Nth = 15, "nth";
        /// A number out of its range.
        Number = 16, "number";
        /// It ends when it begins, or its last day is before its first.
        End = 17, "end";
        /// A season for what happens once, or once a year.
        Season = 18, "season";
        /// It does not meet on that day.
        NotThen = 19, "not-then";
        /// Breaks that overlap, end before they begin, or are longer than a year.
        Breaks = 20, "breaks";
        /// In person, and no town is told.
        Town = 21, "town";
        /// In person, and no street is told, although the place is no secret.
        Street = 22, "street";
        /// Not in person, and there is no link, no number and nobody to ask.
        WayIn = 23, "way-in";
        /// Only the area is to be listed, and this tells more.
        Secret = 24, "secret";
        /// Only the area is to be listed, and this point is more exact than 0.01 degrees, a kilometre.
        Coarse = 25, "coarse";
        /// Only the area is listed, and there is nobody whom one can ask for the place.
        Ask = 26, "ask";
        /// Something is filled in that does not go with how often it meets.
        Rhythm = 27, "rhythm";
        /// A line of moved days without its three parts.
        Moved = 28, "moved";
        /// A line of a break with other parts than one day or two.
        Rest = 29, "rest";
    }
}

/// A fault, and the field that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The field's name.
    pub field: String,
    /// What.
    pub what: Amiss,
}

/// Takes values from a form, and notes what is wrong.
pub(super) struct Reading<'f> {
    pub(super) form: &'f Form,
    pub(super) wrong: Vec<Wrong>,
}

impl Reading<'_> {
    pub(super) fn note(&mut self, field: &str, what: Amiss) {
        self.wrong.push(Wrong { field: field.to_owned(), what });
    }

    pub(super) fn line(&mut self, field: &str, most: usize) -> String {
        let plain = clean::line(self.form.first(field), most);
        self.plain(field, plain)
    }

    pub(super) fn paragraph(&mut self, field: &str) -> String {
        let plain = clean::paragraph(self.form.first(field), limits::NOTES);
        self.plain(field, plain)
    }

    pub(super) fn needed(&mut self, field: &str, most: usize) -> String {
        let line = self.line(field, most);
        if line.is_empty() {
            self.note(field, Amiss::Missing);
        }
        line
    }

    /// A web address; people write them without their beginning.
    pub(super) fn link(&mut self, field: &str) -> String {
        let link = self.line(field, limits::URL);
        let whole = if link.is_empty() || link.contains("://") { link } else { format!("https://{link}") };
        self.fitting(field, whole, is_url, Amiss::Link)
    }

    pub(super) fn phone(&mut self, field: &str) -> String {
        let phone = figures(&self.line(field, limits::PHONE));
        self.fitting(field, phone, is_phone, Amiss::Phone)
    }

    pub(super) fn email(&mut self, field: &str) -> String {
        let email = self.line(field, limits::LINE);
        self.fitting(field, email, is_email, Amiss::Email)
    }

    /// Texts with commas between.
    pub(super) fn list(&mut self, field: &str, most: usize) -> Vec<String> {
        let line = self.line(field, limits::NOTES);
        let parts = line.split([',', '،', ' ']).map(str::trim).filter(|part| !part.is_empty());
        let parts: Vec<String> = parts.map(str::to_owned).collect();
        if parts.len() > most {
            self.note(field, Amiss::TooMany);
        }
        parts
    }

    pub(super) fn languages(&mut self, field: &str) -> Vec<String> {
        let tags = self.list(field, limits::LANGUAGES).into_iter().map(|tag| tag.to_ascii_lowercase());
        let tags: Vec<String> = tags.collect();
        // Of a language's name nothing would be found: a code has two or three letters (RFC 5646, 2.2.1).
        let is_code = |tag: &String| {
            let first = tag.split('-').next().unwrap_or_default();
            is_tag(tag) && (2..=3).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_lowercase())
        };
        if !tags.iter().all(is_code) {
            self.note(field, Amiss::Language);
        }
        tags
    }

    pub(super) fn zone(&mut self, field: &str) -> String {
        let zone = self.needed(field, limits::LINE);
        let known = Zone::find(&zone).map(|zone| zone.name().to_owned());
        if known.is_none() && !zone.is_empty() {
            self.note(field, Amiss::Zone);
        }
        known.unwrap_or(zone)
    }

    /// `30.0444, 31.2357`.
    pub(super) fn point(&mut self, field: &str) -> Option<Coordinates> {
        let line = figures(&self.line(field, limits::LINE));
        if line.is_empty() {
            return None;
        }
        let degrees = |text: &str| text.trim().parse::<f64>().ok();
        let parts = line.split_once([',', '،']);
        let point = parts.and_then(|(north, east)| Coordinates::new(degrees(north)?, degrees(east)?));
        if point.is_none() {
            self.note(field, Amiss::Point);
        }
        point
    }

    pub(super) fn time(&mut self, field: &str) -> Option<Time> {
        let line = figures(&self.line(field, limits::LINE));
        let time = crate::feed::fields::time(&line);
        if time.is_none() && !line.is_empty() {
            self.note(field, Amiss::Time);
        }
        time
    }

    pub(super) fn date(&mut self, field: &str) -> Option<Date> {
        let line = figures(&self.line(field, limits::LINE));
        let date = Date::parse(&line);
        if date.is_none() && !line.is_empty() {
            self.note(field, Amiss::Date);
        }
        date
    }

    /// A number from 1 to `most`; 1 where none stands.
    pub(super) fn number(&mut self, field: &str, most: u8) -> u8 {
        let line = figures(&self.line(field, limits::LINE));
        if line.is_empty() {
            return 1;
        }
        let number = line.parse().ok().filter(|number| (1..=most).contains(number));
        if number.is_none() {
            self.note(field, Amiss::Number);
        }
        number.unwrap_or(1)
    }

    /// One case of a vocabulary; the empty choice is none.
    pub(super) fn word<W: Word>(&mut self, field: &str) -> Option<W> {
        let text = self.form.first(field);
        let word = W::parse(text);
        if word.is_none() && !text.is_empty() {
            self.note(field, Amiss::Choice);
        }
        word
    }

    pub(super) fn words<W: Word>(&mut self, field: &str) -> Set<W> {
        let words: Vec<Option<W>> = self.form.all(field).iter().map(|text| W::parse(text)).collect();
        if words.contains(&None) {
            self.note(field, Amiss::Choice);
        }
        words.into_iter().flatten().collect()
    }

    fn fitting(&mut self, field: &str, text: String, fits: fn(&str) -> bool, what: Amiss) -> String {
        if !text.is_empty() && !fits(&text) {
            self.note(field, what);
        }
        text
    }

    fn plain(&mut self, field: &str, plain: Plain) -> String {
        for (what, is_so) in [(Amiss::Html, plain.html), (Amiss::TooLong, plain.cut)] {
            if is_so {
                self.note(field, what);
            }
        }
        plain.text
    }
}

/// The same with Arabic and Persian digits written as those of a clock in a feed.
pub(super) fn figures(text: &str) -> String {
    let plain = |c: char| match c {
        '\u{0660}'..='\u{0669}' => char::from_digit(u32::from(c) - 0x0660, 10),
        '\u{06F0}'..='\u{06F9}' => char::from_digit(u32::from(c) - 0x06F0, 10),
        _ => None,
    };
    text.chars().map(|c| plain(c).unwrap_or(c)).collect()
}

/// Whether it looks like a mail address: only sending to it would tell more.
fn is_email(text: &str) -> bool {
    let fits = |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || "@<>,;\"".contains(c));
    text.split_once('@').is_some_and(|(name, host)| fits(name) && fits(host) && host.contains('.'))
}

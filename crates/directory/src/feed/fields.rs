//! The fields of one entry of a feed: taken one by one, cleaned, with everything odd reported; the rest is kept.

use std::collections::BTreeMap;

use calendar::{Date, Time, Zone};
use serde_json::{Map, Value};
use wire::Millis;

use super::{
    At, Report, What,
    clean::{self, Plain},
};
use crate::{limits, model::Coordinates};

/// The fields of one entry.
pub(crate) struct Fields<'r> {
    map: Map<String, Value>,
    pub(crate) at: At,
    pub(crate) report: &'r mut Report,
}

impl<'r> Fields<'r> {
    pub(crate) fn new(map: Map<String, Value>, at: At, report: &'r mut Report) -> Self {
        Self { map, at, report }
    }

    /// The value, if it is there and not null.
    pub(crate) fn take(&mut self, name: &str) -> Option<Value> {
        self.map.remove(name).filter(|value| !value.is_null())
    }

    pub(crate) fn peek(&self, name: &str) -> Option<&Value> {
        self.map.get(name)
    }

    /// One line of text; empty if there is none.
    pub(crate) fn line(&mut self, name: &str, most: usize) -> String {
        self.plain(name, |raw| clean::line(raw, most))
    }

    /// Text with line breaks.
    pub(crate) fn notes(&mut self, name: &str) -> String {
        self.plain(name, |raw| clean::paragraph(raw, limits::NOTES))
    }

    /// A web address.
    pub(crate) fn url(&mut self, name: &str) -> String {
        let url = self.line(name, limits::URL);
        if url.is_empty() || is_url(&url) {
            return url;
        }
        // People write addresses without their beginning.
        let whole = format!("https://{url}");
        if is_url(&whole) && url.contains('.') && !url.contains(':') {
            return whole;
        }
        self.note(name, What::Url, &url);
        String::new()
    }

    /// A telephone number.
    pub(crate) fn phone(&mut self, name: &str) -> String {
        let phone = self.line(name, limits::PHONE);
        if phone.is_empty() || is_phone(&phone) {
            return phone;
        }
        self.note(name, What::Phone, &phone);
        String::new()
    }

    /// A list of texts: an array, or one text with `separator` between.
    pub(crate) fn list(&mut self, name: &str, separator: char, most: usize, each: usize) -> Vec<String> {
        let raw: Vec<String> = match self.take(name) {
            None => return Vec::new(),
            Some(Value::Array(values)) => values.iter().filter_map(scalar).collect(),
            Some(value) => {
                let Some(text) = scalar(&value) else {
                    self.note(name, What::WrongType, &value.to_string());
                    return Vec::new();
                };
                text.split(separator).map(str::to_owned).collect()
            }
        };
        if raw.len() > most {
            self.note(name, What::TooMany, "");
        }
        let cleaned = raw.iter().take(most).map(|text| self.noted(name, clean::line(text, each)));
        cleaned.collect::<Vec<_>>().into_iter().filter(|text| !text.is_empty()).collect()
    }

    /// A point from two fields.
    pub(crate) fn point(&mut self, latitude: &str, longitude: &str) -> Option<Coordinates> {
        let (north, east) = (self.line(latitude, limits::LINE), self.line(longitude, limits::LINE));
        let (told_north, told_east) = (number(&north), number(&east));
        // Sheets and old servers write nothing as zero.
        if (north.is_empty() && east.is_empty()) || (told_north == Some(0.0) && told_east == Some(0.0)) {
            return None;
        }
        let point = told_north.zip(told_east).and_then(|(north, east)| Coordinates::new(north, east));
        if point.is_none() {
            self.note(latitude, What::Point, &format!("{north}, {east}"));
        }
        point
    }

    /// A zone that the database knows.
    pub(crate) fn zone(&mut self, name: &str) -> Option<String> {
        let zone = self.line(name, limits::LINE);
        if zone.is_empty() {
            return None;
        }
        let found = Zone::find(&zone).map(|zone| zone.name().to_owned());
        if found.is_none() {
            self.note(name, What::Zone, &zone);
        }
        found
    }

    /// A time of day; the field stays empty if it is none.
    pub(crate) fn time(&mut self, name: &str) -> Option<Time> {
        let text = self.line(name, limits::LINE);
        if text.is_empty() {
            return None;
        }
        let time = time(&text);
        if time.is_none() {
            self.note(name, What::Time, &text);
        }
        time
    }

    /// An instant, `YYYY-MM-DD HH:MM:SS` in UTC.
    pub(crate) fn instant(&mut self, name: &str) -> Option<Millis> {
        let text = self.line(name, limits::LINE);
        if text.is_empty() {
            return None;
        }
        let instant = instant(&text);
        if instant.is_none() {
            self.note(name, What::Date, &text);
        }
        instant
    }

    pub(crate) fn note(&mut self, field: &str, what: What, found: &str) {
        self.report.note(self.at, field, what, found);
    }

    /// Reports the entry as left out.
    pub(crate) fn refuse(&mut self, field: &str, what: What, found: &str) {
        self.report.refuse(self.at, field, what, found);
    }

    /// What nobody has taken, as JSON.
    pub(crate) fn take_rest(&mut self) -> BTreeMap<String, String> {
        let mut kept = BTreeMap::new();
        for (name, value) in core::mem::take(&mut self.map) {
            let json = value.to_string();
            let is_empty = value.is_null() || value.as_str().is_some_and(str::is_empty);
            if is_empty || clean::line(&name, limits::KEY).text != name {
                continue;
            }
            if kept.len() >= limits::KEPT {
                self.report.note(self.at, &name, What::TooMany, "");
                break;
            }
            if json.len() > limits::KEPT_VALUE {
                self.report.note(self.at, &name, What::TooLong, &json);
            } else if json.chars().any(clean::is_hidden) {
                self.report.note(self.at, &name, What::Hidden, &json);
            } else {
                kept.insert(name, json);
            }
        }
        kept
    }

    fn plain(&mut self, name: &str, clean: impl Fn(&str) -> Plain) -> String {
        let Some(value) = self.take(name) else { return String::new() };
        let Some(text) = scalar(&value) else {
            self.note(name, What::WrongType, &value.to_string());
            return String::new();
        };
        self.noted(name, clean(&text))
    }

    fn noted(&mut self, name: &str, plain: Plain) -> String {
        for (what, is_so) in [(What::Html, plain.html), (What::Hidden, plain.hidden), (What::TooLong, plain.cut)] {
            if is_so {
                self.note(name, what, &plain.text);
            }
        }
        plain.text
    }
}

/// A text, number or truth value as text.
pub(crate) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(if *truth { "1" } else { "0" }.to_owned()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Whether it is a telephone number with pauses and codes.
pub(crate) fn is_phone(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_digit() || "+,*#;-.() xp/".contains(c);
    text.chars().all(fits) && text.chars().any(|c| c.is_ascii_digit())
}

/// Whether it is a web address that can be opened: http or https, a host, nothing that ends it early.
pub(crate) fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = |rest: &str| rest.split(['/', '?', '#']).next().is_some_and(|host| !host.is_empty());
    let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '\\');
    text.len() <= limits::URL && rest.is_some_and(host) && !text.contains(odd)
}

/// Letters, digits and hyphens, as language tags have them (RFC 5646).
pub(crate) fn is_tag(tag: &str) -> bool {
    let fits = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
    (1..=limits::LANGUAGE).contains(&tag.len()) && tag.bytes().all(fits)
}

/// `18:30`, `8:30`, `18:30:00`, `6:30 pm`.
pub(crate) fn time(text: &str) -> Option<Time> {
    let lower = text.trim().to_ascii_lowercase();
    let (clock, half) = match (lower.strip_suffix("am"), lower.strip_suffix("pm")) {
        (Some(clock), _) => (clock.trim(), Some(0)),
        (_, Some(clock)) => (clock.trim(), Some(12)),
        _ => (lower.as_str(), None),
    };
    let mut parts = clock.split(':');
    let mut part = || {
        let digits = parts.next()?;
        (digits.len() <= 2 && digits.bytes().all(|b| b.is_ascii_digit())).then(|| digits.parse::<u8>().ok()).flatten()
    };
    let (hour, minute) = (part()?, part()?);
    if clock.matches(':').count() > 2 || (clock.matches(':').count() == 2 && part().is_none()) {
        return None;
    }
    match half {
        None => Time::new(hour, minute),
        Some(half) => (1..=12).contains(&hour).then(|| Time::new(hour % 12 + half, minute)).flatten(),
    }
}

/// `2026-03-01 18:30:00`, in UTC.
pub(crate) fn instant(text: &str) -> Option<Millis> {
    let date = Date::parse(text.get(..10)?)?;
    let mut parts = text.get(11..19)?.splitn(3, ':').map(str::parse::<u64>);
    let mut part = || parts.next().and_then(Result::ok);
    let (hour, minute, second) = (part()?, part()?, part()?);
    let fits = hour < 24 && minute < 60 && second < 60 && matches!(text.as_bytes()[10], b' ' | b'T');
    fits.then(|| Millis((u64::from(date.days()) * 86_400 + hour * 3_600 + minute * 60 + second) * 1_000))
}

/// The same, written.
pub(crate) fn instant_text(at: Millis) -> String {
    let seconds = at.0 / 1_000;
    let date = u32::try_from(seconds / 86_400).ok().and_then(Date::from_days);
    let date = date.map_or_else(|| "1970-01-01".to_owned(), |date| date.to_string());
    format!("{date} {:02}:{:02}:{:02}", seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60)
}

fn number(text: &str) -> Option<f64> {
    text.trim().parse().ok()
}

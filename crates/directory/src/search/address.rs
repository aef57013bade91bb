//! A query as the address of a page: `q=women&problem=alcohol&day=mon&from=18:00&zone=Africa/Cairo`.
//!
//! A parameter may be repeated, and its words may be joined by commas. An empty one asks for nothing, as forms send it.

use calendar::{Time, Weekday, Weekdays, Zone};
use form_urlencoded::Serializer;

use super::{
    limits,
    query::{Cell, Near, Query, Week, When},
};
use crate::model::{Coordinates, DAYS, Set, Word};

/// What is wrong with a search's address, by the name of the parameter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("parameter `{name}`: {wrong}")]
pub struct QueryFault {
    /// The parameter.
    pub name: String,
    /// What is wrong with it.
    pub wrong: Wrong,
}

/// What is wrong with a parameter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// There is none of this name.
    #[error("there is no such parameter")]
    Unknown,
    /// Its word is none of the vocabulary.
    #[error("must be one of: {0}")]
    Word(String),
    /// A number is none, or beyond its limit.
    #[error("must be a number from {0} to {1}")]
    Number(u32, u32),
    /// It is too long, or there are too many.
    #[error("at most {0}")]
    TooMuch(usize),
    /// It has another form.
    #[error("must look like {0}")]
    Form(&'static str),
    /// The time zone is not known.
    #[error("must be a time zone of the IANA database, like Africa/Cairo")]
    Zone,
    /// Two parameters contradict each other.
    #[error("cannot stand together with `{0}`")]
    Together(&'static str),
    /// Another parameter is missing.
    #[error("needs `{0}`")]
    Needs(&'static str),
}

const MIDNIGHT: u16 = 0;

impl Query {
    /// Reads the part of an address after `?`.
    ///
    /// # Errors
    /// The first parameter that cannot be used.
    pub fn parse(address: &str) -> Result<Self, QueryFault> {
        if address.len() > limits::ADDRESS {
            return Err(fault("", Wrong::TooMuch(limits::ADDRESS)));
        }
        let mut query = Self::default();
        let mut parts = Parts::default();
        for (name, value) in form_urlencoded::parse(address.as_bytes()) {
            if !value.trim().is_empty() {
                query.put(&mut parts, &name, value.trim()).map_err(|wrong| fault(&name, wrong))?;
            }
        }
        query.when = parts.when()?;
        query.near = parts.near()?;
        if query.order == Some(super::Order::Nearest) && query.near.is_none() {
            return Err(fault("sort", Wrong::Needs("near")));
        }
        Ok(query)
    }

    /// The part of an address after `?`; [`Query::parse`] reads it back.
    pub fn print(&self) -> String {
        let mut out = Serializer::new(String::new());
        if !self.words.is_empty() {
            out.append_pair("q", &self.words);
        }
        self.print_facets(&mut out);
        for tag in &self.languages {
            out.append_pair("language", tag);
        }
        if let Some(zone) = &self.zone {
            out.append_pair("zone", zone);
        }
        self.print_when(&mut out);
        match &self.near {
            Some(Near::Point { at, km }) => {
                out.append_pair("near", &format!("{:.7},{:.7}", at.latitude(), at.longitude()));
                out.append_pair("km", &km.to_string());
            }
            Some(Near::Cell(cell)) => drop(out.append_pair("cell", &cell.to_string())),
            None => {}
        }
        if let Some(order) = self.order {
            out.append_pair("sort", order.word());
        }
        if self.page != 1 {
            out.append_pair("page", &self.page.to_string());
        }
        if self.size != limits::DEFAULT_SIZE {
            out.append_pair("size", &self.size.to_string());
        }
        out.finish()
    }

    fn print_facets(&self, out: &mut Serializer<'_, String>) {
        print_set(out, "problem", self.problems);
        print_set(out, "philosophy", self.philosophies);
        print_set(out, "relation", self.relations);
        print_set(out, "openness", self.openness);
        print_set(out, "faith", self.faith);
        print_set(out, "goal", self.goals);
        print_set(out, "crosstalk", self.crosstalk);
        print_set(out, "access", self.access);
        print_set(out, "audience", self.audience);
        print_set(out, "form", self.forms);
        print_set(out, "attendance", self.attendance);
        print_set(out, "status", self.status);
    }

    fn print_when(&self, out: &mut Serializer<'_, String>) {
        match self.when {
            Some(When::Soon { minutes }) => drop(out.append_pair("within", &minutes.to_string())),
            Some(When::Week(week)) => {
                let timed = week.from.minutes() != MIDNIGHT || week.until.is_some();
                for day in week.days.iter().filter(|_| week.days != Weekdays::ALL || !timed) {
                    out.append_pair("day", DAYS[day as usize]);
                }
                if week.from.minutes() != MIDNIGHT {
                    out.append_pair("from", &week.from.to_string());
                }
                if let Some(until) = week.until {
                    out.append_pair("until", &until.to_string());
                }
            }
            None => {}
        }
    }

    fn put(&mut self, parts: &mut Parts, name: &str, value: &str) -> Result<(), Wrong> {
        match name {
            "q" => at_most(value, limits::WORDS)?.clone_into(&mut self.words),
            "problem" => put_words(&mut self.problems, value)?,
            "philosophy" => put_words(&mut self.philosophies, value)?,
            "relation" => put_words(&mut self.relations, value)?,
            "openness" => put_words(&mut self.openness, value)?,
            "faith" => put_words(&mut self.faith, value)?,
            "goal" => put_words(&mut self.goals, value)?,
            "crosstalk" => put_words(&mut self.crosstalk, value)?,
            "access" => put_words(&mut self.access, value)?,
            "audience" => put_words(&mut self.audience, value)?,
            "form" => put_words(&mut self.forms, value)?,
            "attendance" => put_words(&mut self.attendance, value)?,
            "status" => put_words(&mut self.status, value)?,
            "language" => self.put_languages(value)?,
            "zone" => self.zone = Some(Zone::find(value).ok_or(Wrong::Zone)?.name().to_owned()),
            "sort" => self.order = Some(word(value)?),
            "page" => self.page = number(value, 1, limits::PAGE)?,
            "size" => self.size = number(value, 1, u32::from(limits::SIZE))? as u16,
            _ => parts.put(name, value)?,
        }
        Ok(())
    }

    fn put_languages(&mut self, value: &str) -> Result<(), Wrong> {
        for tag in value.split(',').map(str::trim).filter(|tag| !tag.is_empty()) {
            let fits = tag.len() <= crate::limits::LANGUAGE
                && tag
                    .split('-')
                    .all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
            if !fits {
                return Err(Wrong::Form("a language tag, like en or pt-BR"));
            }
            self.languages.insert(tag.to_ascii_lowercase());
        }
        if self.languages.len() > limits::LANGUAGES { Err(Wrong::TooMuch(limits::LANGUAGES)) } else { Ok(()) }
    }
}

/// Parameters that mean something together.
#[derive(Default)]
struct Parts {
    within: Option<u16>,
    days: Option<Weekdays>,
    from: Option<Time>,
    until: Option<Time>,
    near: Option<Coordinates>,
    km: Option<u16>,
    cell: Option<Cell>,
}

impl Parts {
    fn put(&mut self, name: &str, value: &str) -> Result<(), Wrong> {
        match name {
            "within" => self.within = Some(number(value, 1, u32::from(limits::SOON_MINUTES))? as u16),
            "day" => self.days = Some(days(value, self.days)?),
            "from" => self.from = Some(Time::parse(value).ok_or(Wrong::Form("18:30"))?),
            "until" => self.until = Some(Time::parse(value).ok_or(Wrong::Form("18:30"))?),
            "near" => self.near = Some(point(value).ok_or(Wrong::Form("52.5200,13.4050: latitude, longitude"))?),
            "km" => self.km = Some(number(value, 1, u32::from(limits::KM))? as u16),
            "cell" => self.cell = Some(Cell::parse(value).ok_or(Wrong::Form("a geohash of 3 or 4 letters, like u33"))?),
            _ => return Err(Wrong::Unknown),
        }
        Ok(())
    }

    fn when(&self) -> Result<Option<When>, QueryFault> {
        let has_week = self.days.is_some() || self.from.is_some() || self.until.is_some();
        match self.within {
            Some(_) if has_week => Err(fault("within", Wrong::Together("day"))),
            Some(minutes) => Ok(Some(When::Soon { minutes })),
            None => Ok(has_week.then(|| {
                let from =
                    self.from.or(Time::from_minutes(MIDNIGHT)).unwrap_or_else(|| unreachable!("midnight is a time"));
                When::Week(Week { days: self.days.unwrap_or(Weekdays::ALL), from, until: self.until })
            })),
        }
    }

    fn near(&self) -> Result<Option<Near>, QueryFault> {
        match (self.near, &self.cell) {
            (Some(_), Some(_)) => Err(fault("cell", Wrong::Together("near"))),
            (Some(at), None) => Ok(Some(Near::Point { at, km: self.km.unwrap_or(limits::DEFAULT_KM) })),
            // A form may send its radius although no place was typed.
            (None, cell) => Ok(cell.clone().map(Near::Cell)),
        }
    }
}

fn fault(name: &str, wrong: Wrong) -> QueryFault {
    const SHOWN: usize = 40;
    QueryFault { name: name.chars().take(SHOWN).collect(), wrong }
}

fn at_most(value: &str, most: usize) -> Result<&str, Wrong> {
    if value.chars().count() > most { Err(Wrong::TooMuch(most)) } else { Ok(value) }
}

fn number(value: &str, least: u32, most: u32) -> Result<u32, Wrong> {
    value.parse().ok().filter(|number| (least..=most).contains(number)).ok_or(Wrong::Number(least, most))
}

fn word<W: Word>(value: &str) -> Result<W, Wrong> {
    W::parse(value).ok_or_else(|| Wrong::Word(W::ALL.iter().map(|word| word.word()).collect::<Vec<_>>().join(", ")))
}

fn put_words<W: Word>(set: &mut Set<W>, value: &str) -> Result<(), Wrong> {
    for one in value.split(',').map(str::trim).filter(|one| !one.is_empty()) {
        set.insert(word(one)?);
    }
    Ok(())
}

fn days(value: &str, known: Option<Weekdays>) -> Result<Weekdays, Wrong> {
    let mut days: Vec<Weekday> = known.into_iter().flat_map(Weekdays::iter).collect();
    for one in value.split(',').map(str::trim) {
        let place = DAYS.iter().position(|day| *day == one).ok_or_else(|| Wrong::Word(DAYS.join(", ")))?;
        days.push(Weekday::ALL[place]);
    }
    Ok(Weekdays::of(&days))
}

fn point(value: &str) -> Option<Coordinates> {
    let (latitude, longitude) = value.split_once(',')?;
    Coordinates::new(latitude.trim().parse().ok()?, longitude.trim().parse().ok()?)
}

fn print_set<W: Word>(out: &mut Serializer<'_, String>, name: &str, set: Set<W>) {
    for word in set.iter() {
        out.append_pair(name, word.word());
    }
}

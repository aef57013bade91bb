//! Reading a TOML table field by field, so that every problem is found at once and with its line.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use serde::{Deserialize, de::IntoDeserializer};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::TemplateFault;

/// One file, and what is wrong with it so far.
pub(super) struct Source<'a> {
    pub(super) file: &'a str,
    pub(super) text: &'a str,
    pub(super) faults: &'a RefCell<Vec<TemplateFault>>,
}

impl Source<'_> {
    /// The line of a position, from 1.
    pub(super) fn line(&self, at: usize) -> usize {
        self.text.get(..at).map_or(0, |before| before.matches('\n').count() + 1)
    }

    pub(super) fn fault(&self, line: usize, message: impl Into<String>) {
        let fault = TemplateFault { file: self.file.to_owned(), line, message: message.into() };
        self.faults.borrow_mut().push(fault);
    }

    /// The whole file as far as it is TOML.
    pub(super) fn parse(&self) -> Spanned<DeTable<'_>> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in errors {
            self.fault(error.span().map_or(0, |span| self.line(span.start)), error.message());
        }
        table
    }
}

/// A table of the file; an absent one reports each of its fields.
pub(super) struct Table<'a> {
    source: &'a Source<'a>,
    entries: Option<&'a DeTable<'a>>,
    line: usize,
    seen: RefCell<BTreeSet<&'static str>>,
}

type Value<'a> = Spanned<DeValue<'a>>;

impl<'a> Table<'a> {
    pub(super) fn new(source: &'a Source<'a>, entries: &'a DeTable<'a>, line: usize) -> Self {
        Self { source, entries: Some(entries), line, seen: RefCell::default() }
    }

    /// Where the table begins.
    pub(super) const fn line(&self) -> usize {
        self.line
    }

    /// Where a field stands, or the table where it does not.
    pub(super) fn line_of(&self, key: &str) -> usize {
        self.find(key).map_or(self.line, |value| self.source.line(value.span().start))
    }

    pub(super) fn string(&self, key: &'static str) -> String {
        self.read(key, "a text", |value| value.as_str().map(str::to_owned)).unwrap_or_else(|| {
            self.missing(key);
            String::new()
        })
    }

    pub(super) fn string_or_empty(&self, key: &'static str) -> String {
        self.read(key, "a text", |value| value.as_str().map(str::to_owned)).unwrap_or_default()
    }

    pub(super) fn number(&self, key: &'static str) -> u32 {
        self.read(key, "a whole number", number).unwrap_or_else(|| {
            self.missing(key);
            0
        })
    }

    pub(super) fn number_or(&self, key: &'static str, default: u32) -> u32 {
        self.read(key, "a whole number", number).unwrap_or(default)
    }

    pub(super) fn flag(&self, key: &'static str) -> bool {
        self.read(key, "true or false", DeValue::as_bool).unwrap_or_else(|| {
            self.missing(key);
            false
        })
    }

    pub(super) fn flag_or(&self, key: &'static str, default: bool) -> bool {
        self.read(key, "true or false", DeValue::as_bool).unwrap_or(default)
    }

    /// One of a few words; `fallback` stands in after a fault.
    pub(super) fn choice<T: for<'de> Deserialize<'de>>(&self, key: &'static str, fallback: T) -> T {
        if self.find(key).is_none() {
            self.missing(key);
        }
        self.choice_or(key, fallback)
    }

    pub(super) fn choice_or<T: for<'de> Deserialize<'de>>(&self, key: &'static str, default: T) -> T {
        let word = self.read(key, "a text", |value| value.as_str().map(str::to_owned));
        word.and_then(|word| self.word(&word, self.line_of(key))).unwrap_or(default)
    }

    /// A list of words, each one of a few.
    pub(super) fn choices<T: for<'de> Deserialize<'de>>(&self, key: &'static str) -> Vec<T> {
        if self.find(key).is_none() {
            self.missing(key);
        }
        self.list(key).into_iter().filter_map(|(word, line)| self.word(&word, line)).collect()
    }

    pub(super) fn strings_or_none(&self, key: &'static str) -> Vec<String> {
        self.list(key).into_iter().map(|(word, _)| word).collect()
    }

    pub(super) fn numbers(&self, key: &'static str) -> Vec<u32> {
        let all = |value: &DeValue<'_>| value.as_array()?.iter().map(|item| number(item.get_ref())).collect();
        self.read(key, "a list of whole numbers", all).unwrap_or_default()
    }

    /// The table under `key`.
    pub(super) fn table(&self, key: &'static str) -> Table<'a> {
        self.seen.borrow_mut().insert(key);
        let found = self.find(key);
        let entries = found.and_then(|value| value.get_ref().as_table());
        if entries.is_none() {
            self.source.fault(self.line_of(key), format!("the table `[{key}]` is missing"));
        }
        Table { source: self.source, entries, line: self.line_of(key), seen: RefCell::default() }
    }

    /// The tables of a list `[[key]]`.
    pub(super) fn tables(&self, key: &'static str) -> Vec<Table<'a>> {
        self.seen.borrow_mut().insert(key);
        let items: Vec<&Value<'_>> = self
            .find(key)
            .and_then(|value| value.get_ref().as_array())
            .map(|array| array.iter().collect())
            .unwrap_or_default();
        if items.is_empty() {
            self.source.fault(self.line_of(key), format!("there is no `[[{key}]]`"));
        }
        let one = |item: &&'a Value<'a>| {
            let entries = item.get_ref().as_table()?;
            Some(Table::new(self.source, entries, self.source.line(item.span().start)))
        };
        items.iter().filter_map(one).collect()
    }

    /// Reports the fields that nobody asked for.
    pub(super) fn finish(&self) {
        let seen = self.seen.borrow();
        let unknown = |key: &str| !key.is_empty() && !seen.contains(key);
        for (key, _) in self.entries.into_iter().flatten().filter(|(key, _)| unknown(key.get_ref())) {
            let line = self.source.line(key.span().start);
            self.source.fault(line, format!("field `{}` is not known here", key.get_ref()));
        }
    }

    fn list(&self, key: &'static str) -> Vec<(String, usize)> {
        let words = |value: &DeValue<'_>| {
            let one =
                |item: &Value<'_>| Some((item.get_ref().as_str()?.to_owned(), self.source.line(item.span().start)));
            value.as_array()?.iter().map(one).collect()
        };
        self.read(key, "a list of words", words).unwrap_or_default()
    }

    fn word<T: for<'de> Deserialize<'de>>(&self, word: &str, line: usize) -> Option<T> {
        let read: Result<T, serde::de::value::Error> = T::deserialize(word.into_deserializer());
        read.map_err(|error| self.source.fault(line, error.to_string())).ok()
    }

    fn read<T>(&self, key: &'static str, what: &str, take: impl Fn(&DeValue<'a>) -> Option<T>) -> Option<T> {
        self.seen.borrow_mut().insert(key);
        let value = self.find(key)?;
        let taken = take(value.get_ref());
        if taken.is_none() {
            self.source.fault(self.line_of(key), format!("field `{key}` must be {what}"));
        }
        taken
    }

    fn missing(&self, key: &str) {
        // A field that is there and of the wrong kind has been reported as such.
        if self.entries.is_some() && self.find(key).is_none() {
            self.source.fault(self.line, format!("field `{key}` is missing"));
        }
    }

    fn find(&self, key: &str) -> Option<&'a Value<'a>> {
        self.entries?.get(key)
    }
}

/// Every text of a file under its dotted path, with its line; and the lines of its tables.
pub(super) fn flatten(source: &Source<'_>) -> (BTreeMap<String, (String, usize)>, BTreeMap<String, usize>) {
    let (mut texts, mut tables) = (BTreeMap::new(), BTreeMap::new());
    let root = source.parse();
    let mut open = vec![(String::new(), root.get_ref())];
    while let Some((path, table)) = open.pop() {
        for (key, value) in table {
            let path = if path.is_empty() { key.get_ref().to_string() } else { format!("{path}.{}", key.get_ref()) };
            let line = source.line(key.span().start);
            match value.get_ref() {
                DeValue::String(text) => {
                    texts.insert(path, (text.trim().to_owned(), line));
                }
                DeValue::Table(inner) => {
                    tables.insert(path.clone(), line);
                    open.push((path, inner));
                }
                _ => source.fault(line, format!("`{path}` must be a text")),
            }
        }
    }
    (texts, tables)
}

fn number(value: &DeValue<'_>) -> Option<u32> {
    let integer = value.as_integer()?;
    u32::from_str_radix(integer.as_str(), integer.radix()).ok()
}

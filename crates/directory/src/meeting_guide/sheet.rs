//! A sheet as CSV: the convention's names on top, a meeting a line.

use serde_json::{Map, Value};

use super::read::Reader;
use crate::{
    feed::{At, Fetched, Unreadable, What, split},
    limits,
    model::{Source, SourceId},
};

/// Names on top that mean a field by another name.
const OTHER_NAMES: [(&str, &str); 9] = [
    ("id", "slug"),
    ("start_time", "time"),
    ("zip", "postal_code"),
    ("street", "address"),
    ("province", "state"),
    ("lat", "latitude"),
    ("lng", "longitude"),
    ("time_zone", "timezone"),
    ("last_updated", "updated"),
];

/// Reads a sheet of that source.
///
/// # Errors
/// [`Unreadable`] when it is too large, not UTF-8, or has no column for names.
pub fn read_sheet(id: &SourceId, source: &Source, bytes: &[u8]) -> Result<Fetched, Unreadable> {
    let bytes = split::checked(bytes)?;
    let mut rows = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let names: Vec<String> = rows.byte_headers().map_err(|_| Unreadable::Other)?.iter().map(field).collect();
    if !names.iter().any(|name| name == "name") {
        return Err(Unreadable::Other);
    }
    let mut reader = Reader::new(id, source);
    let mut row = csv::ByteRecord::new();
    let mut count = 0;
    let mut lines = Lines { bytes, counted: 0, line: 1 };
    loop {
        let from = usize::try_from(rows.position().byte()).unwrap_or(usize::MAX);
        let at = At::Line(lines.at(from));
        match rows.read_byte_record(&mut row) {
            Ok(false) => break,
            Ok(true) if count >= limits::ENTRIES => {
                reader.fetched.report.refuse(at, "", What::TooMany, "");
                break;
            }
            Ok(true) => take(&mut reader, at, &names, &row),
            Err(_) => reader.fetched.report.refuse(at, "", What::Broken, ""),
        }
        count += 1;
    }
    Ok(reader.fetched)
}

/// Numbers of lines, as an editor shows them: the library counts the end of a line to the row behind it.
struct Lines<'a> {
    bytes: &'a [u8],
    counted: usize,
    line: usize,
}

impl Lines<'_> {
    /// The line on which the row begins that is looked for from this byte on; each call asks for a later one.
    fn at(&mut self, from: usize) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        let start = from + rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let passed = self.bytes.get(self.counted..start).unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', passed).count();
        self.counted = start.max(self.counted);
        self.line
    }
}

fn take(reader: &mut Reader<'_>, at: At, names: &[String], row: &csv::ByteRecord) {
    if row.iter().all(<[u8]>::is_empty) {
        return;
    }
    if row.as_slice().len() > limits::ENTRY {
        reader.fetched.report.refuse(at, "", What::TooLarge, "");
        return;
    }
    let mut map = Map::new();
    for (name, cell) in names.iter().zip(row) {
        let Ok(text) = core::str::from_utf8(cell) else {
            reader.fetched.report.refuse(at, name, What::Encoding, &String::from_utf8_lossy(cell));
            return;
        };
        // Of two columns of one name the first that says something counts.
        if !text.trim().is_empty() && !name.is_empty() && !map.contains_key(name) {
            map.insert(name.clone(), Value::String(text.trim().to_owned()));
        }
    }
    reader.take(at, map);
}

/// `Postal Code` is `postal_code`.
fn field(title: &[u8]) -> String {
    let title = String::from_utf8_lossy(title).trim().trim_start_matches('\u{FEFF}').to_lowercase();
    let name: String = title.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    let other = OTHER_NAMES.iter().find(|(other, _)| *other == name);
    other.map_or(name, |(_, name)| (*name).to_owned())
}

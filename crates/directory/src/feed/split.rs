//! A JSON array, entry by entry: one that is broken does not take the others with it.

use serde_json::{Map, Value};

use super::{At, Report, Unreadable, What};
use crate::limits;

/// Each entry of a JSON array as an object, with its number.
pub(crate) struct Entries<'a> {
    bytes: &'a [u8],
    at: usize,
    number: usize,
}

/// The entries of the array that `bytes` are, or that stands under one of `names` in the object that they are.
pub(crate) fn entries<'a>(bytes: &'a [u8], names: &[&str]) -> Result<Entries<'a>, Unreadable> {
    let bytes = checked(bytes)?;
    let start = bytes.iter().position(|b| !b.is_ascii_whitespace()).ok_or(Unreadable::Other)?;
    let open = match bytes[start] {
        b'[' => Some(start),
        b'{' => names.iter().find_map(|name| member(bytes, start, name)),
        _ => None,
    };
    Ok(Entries { bytes, at: open.ok_or(Unreadable::Other)? + 1, number: 0 })
}

/// Not too large, and UTF-8 by its first bytes; without the mark of order.
pub(crate) fn checked(bytes: &[u8]) -> Result<&[u8], Unreadable> {
    if bytes.len() > limits::FEED {
        return Err(Unreadable::TooLarge);
    }
    match bytes {
        [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] | [0, _, ..] | [_, 0, ..] => Err(Unreadable::Encoding),
        [0xEF, 0xBB, 0xBF, rest @ ..] => Ok(rest),
        bytes => Ok(bytes),
    }
}

impl<'a> Entries<'a> {
    /// The next entry, if it can be read; those that cannot be are reported.
    pub(crate) fn next(&mut self, report: &mut Report) -> Option<(At, Map<String, Value>)> {
        loop {
            let (bytes, depth) = self.next_bytes()?;
            self.number += 1;
            let at = At::Entry(self.number);
            if self.number > limits::ENTRIES {
                report.refuse(at, "", What::TooMany, "");
                return None;
            }
            let what = match read(bytes, depth) {
                Ok(map) => return Some((at, map)),
                Err(what) => what,
            };
            report.refuse(at, "", what, &String::from_utf8_lossy(&bytes[..bytes.len().min(limits::FOUND)]));
        }
    }

    /// The bytes up to the comma or bracket that ends the entry, and how deep it is nested.
    fn next_bytes(&mut self) -> Option<(&'a [u8], usize)> {
        let from = self.at + self.bytes.get(self.at..)?.iter().position(|b| !b.is_ascii_whitespace() && *b != b',')?;
        if self.bytes[from] == b']' {
            return None;
        }
        let (end, depth) = value_end(self.bytes, from);
        // A bracket that closes nothing is an entry of its own, and not one without end.
        let end = end.max(from + 1);
        self.at = end;
        Some((&self.bytes[from..end], depth))
    }
}

fn read(bytes: &[u8], depth: usize) -> Result<Map<String, Value>, What> {
    if bytes.len() > limits::ENTRY {
        return Err(What::TooLarge);
    }
    if depth > limits::DEPTH {
        return Err(What::TooDeep);
    }
    let text = core::str::from_utf8(bytes).map_err(|_| What::Encoding)?;
    match serde_json::from_str(text) {
        Ok(Value::Object(map)) => Ok(map),
        Ok(_) => Err(What::WrongType),
        Err(_) => Err(What::Broken),
    }
}

/// Where the value that begins at `from` ends: before the comma or bracket outside of it; and its depth.
fn value_end(bytes: &[u8], from: usize) -> (usize, usize) {
    let (mut open, mut deepest, mut quoted, mut escaped) = (0_usize, 0, false, false);
    for (at, byte) in bytes.iter().enumerate().skip(from) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'{' | b'[' => {
                open += 1;
                deepest = deepest.max(open);
            }
            b',' | b'}' | b']' if open == 0 => return (at, deepest),
            b'}' | b']' => open -= 1,
            _ => {}
        }
    }
    (bytes.len(), deepest)
}

/// Where the array of this name opens in the object that begins at `start`.
fn member(bytes: &[u8], start: usize, name: &str) -> Option<usize> {
    let mut at = start + 1;
    loop {
        at += bytes.get(at..)?.iter().position(|b| *b == b'"')?;
        let (key_end, value) = (at + 1 + string_length(&bytes[at + 1..])?, at);
        let key = &bytes[value + 1..key_end];
        at = key_end + 1 + bytes.get(key_end + 1..)?.iter().position(|b| !b.is_ascii_whitespace() && *b != b':')?;
        if key == name.as_bytes() && bytes[at] == b'[' {
            return Some(at);
        }
        at = value_end(bytes, at).0;
        if bytes.get(at) != Some(&b',') {
            return None;
        }
    }
}

/// Bytes before the quote that ends the string.
fn string_length(bytes: &[u8]) -> Option<usize> {
    let mut escaped = false;
    bytes.iter().position(|byte| {
        let ends = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        ends
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(text: &[u8], names: &[&str]) -> (Vec<(At, String)>, Report) {
        let mut report = Report::default();
        let mut all = Vec::new();
        let mut entries = entries(text, names).unwrap();
        while let Some((at, map)) = entries.next(&mut report) {
            all.push((at, serde_json::to_string(&map).unwrap()));
        }
        (all, report)
    }

    #[test]
    fn a_broken_entry_is_alone() {
        let text = br#" [{"a":"x,]}\""}, {"b":oops}, 7, {"c":[1,{"d":2}]} , {"e"} ,{"f":1}]"#;
        let (good, report) = read_all(text, &[]);
        let numbers: Vec<At> = good.iter().map(|(at, _)| *at).collect();
        assert_eq!(numbers, [At::Entry(1), At::Entry(4), At::Entry(6)]);
        assert_eq!(good[0].1, r#"{"a":"x,]}\""}"#);
        let faults: Vec<_> = report.faults.iter().map(|fault| (fault.at, fault.what)).collect();
        let expected = [(At::Entry(2), What::Broken), (At::Entry(3), What::WrongType), (At::Entry(5), What::Broken)];
        assert_eq!(faults, expected);
        assert_eq!(report.refused, 3);
    }

    #[test]
    fn a_bracket_too_many_is_told_once() {
        let (good, report) = read_all(br#"[{"a":1}},{"b":2}]"#, &[]);
        assert_eq!(good.iter().map(|(at, _)| *at).collect::<Vec<_>>(), [At::Entry(1), At::Entry(3)]);
        assert_eq!((report.refused, report.faults[0].at, report.faults[0].what), (1, At::Entry(2), What::Broken));
    }

    #[test]
    fn an_array_under_a_name_is_found() {
        let text = br#"{"formats":[{"meetings":[1]}],"x":"\"[","meetings":[{"a":1}],"y":2}"#;
        assert_eq!(read_all(text, &["meetings"]).0, [(At::Entry(1), r#"{"a":1}"#.to_owned())]);
        for other in ["<html>", "", "  ", "{}", r#"{"a":[]}"#, "null", r#"{"meetings":"#, r#"{"meetings"#] {
            assert_eq!(entries(other.as_bytes(), &["meetings"]).err(), Some(Unreadable::Other), "{other}");
        }
    }

    #[test]
    fn encodings_are_told_apart() {
        assert_eq!(read_all("\u{FEFF}[{\"a\":1}]".as_bytes(), &[]).0.len(), 1);
        for bytes in [&b"\xFF\xFE[\0"[..], b"\0[", b"[\0"] {
            assert_eq!(entries(bytes, &[]).err(), Some(Unreadable::Encoding), "{bytes:?}");
        }
        let (good, report) = read_all(b"[{\"a\":\"caf\xE9\"},{\"a\":\"b\"}]", &[]);
        assert_eq!(good.len(), 1);
        assert_eq!(report.faults[0].what, What::Encoding);
    }
}

//! Content lines: at most 75 bytes, then folded (RFC 5545, 3.1); texts escaped (3.3.11).

use core::fmt::Write;

use wire::Millis;

use crate::{Date, Time, zone::timestamp};

const LINE: usize = 75;

#[derive(Default)]
pub(super) struct Lines {
    pub(super) text: String,
}

impl Lines {
    pub(super) fn put(&mut self, line: &str) {
        let mut room = LINE;
        for c in line.chars() {
            if c.len_utf8() > room {
                self.text.push_str("\r\n ");
                room = LINE - 1;
            }
            room -= c.len_utf8();
            self.text.push(c);
        }
        self.text.push_str("\r\n");
    }

    pub(super) fn put_text(&mut self, name: &str, text: &str) {
        self.put(&format!("{name}:{}", escape(text)));
    }

    /// An address: not escaped; what could end the line is left out.
    pub(super) fn put_uri(&mut self, name: &str, uri: &str) {
        let whole: String = uri.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
        self.put(&format!("{name}:{whole}"));
    }
}

fn escape(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// `20260301T183000`.
pub(super) fn local(date: Date, time: Time) -> String {
    let mut out = format!("{:04}{:02}{:02}T", date.year(), date.month(), date.day());
    // Writing to a String cannot fail.
    let _ = write!(out, "{:02}{:02}00", time.minutes() / 60, time.minutes() % 60);
    out
}

/// `20260301T173000Z`.
pub(super) fn utc(at: Millis) -> String {
    timestamp(at).strftime("%Y%m%dT%H%M%SZ").to_string()
}

//! The one place that writes to the terminal's streams.

use std::io::{self, Write};

/// A line on standard output. Whoever reads it may have gone, which is no reason to stop.
pub(crate) fn line(text: &str) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{text}").and_then(|()| out.flush());
}

/// A question, without an end of line.
pub(crate) fn prompt(text: &str) {
    let mut out = io::stdout().lock();
    let _ = write!(out, "{text} ").and_then(|()| out.flush());
}

/// A line on standard error.
pub(crate) fn trouble(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

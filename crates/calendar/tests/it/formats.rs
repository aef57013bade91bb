//! The stored form of a series.

use calendar::{Break, Change, Months};

use crate::world::{date, series, time, weekly};

#[test]
fn a_series_is_stored_like_this() {
    let mut said = series("Africa/Cairo", "2026-03-05", "18:30", weekly(&[calendar::Weekday::Thursday], 2));
    said.pattern.months = Months::of(&[9, 10]);
    said.pattern.end = Some(date("2027-01-01"));
    said.breaks.push(Break { from: date("2026-06-18"), to: None });
    said.changes.insert(date("2026-03-12"), Change::Cancelled);
    said.changes.insert(date("2026-03-19"), Change::Moved { date: date("2026-03-20"), time: time("09:00") });
    said.extra.insert(date("2026-04-01"));
    insta::assert_snapshot!(data_encoding::HEXLOWER.encode(&wire::encode(&said)));
}

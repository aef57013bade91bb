//! The stored form of a sheet.

use personal::{Malformed, Sheet, TooLong, limits};
use proptest::prelude::*;
use wire::Day;

fn written() -> Sheet {
    Sheet::new(Day(20_781)).write("A letter", "I never sent it.").expect("it is short")
}

#[test]
fn the_format_is_this() {
    insta::assert_snapshot!(data_encoding::HEXLOWER.encode(&written().encode()));
}

#[test]
fn a_later_version_is_not_read() {
    let mut bytes = written().encode();
    assert_eq!(bytes[1], 1, "the version comes first");
    bytes[1] = 2;
    assert_eq!(Sheet::decode(&bytes), Err(Malformed));
}

#[test]
fn words_fit_or_nothing_changes() {
    let sheet = written();
    let (title, text) = ("ت".repeat(limits::TITLE), "ن".repeat(limits::TEXT));
    assert_eq!(sheet.write(&title, &text).map(|sheet| sheet.text().len()), Ok(2 * limits::TEXT));
    assert_eq!(sheet.write(&format!("{title}x"), ""), Err(TooLong));
    assert_eq!(sheet.write("", &format!("{text}x")), Err(TooLong));
}

#[test]
fn words_stay_out_of_logs() {
    assert_eq!(format!("{:?}", written()), "Sheet(..)");
}

proptest! {
    #[test]
    fn any_words_come_back(title in ".{0,120}", text in ".{0,500}", day: u32) {
        let sheet = Sheet::new(Day(day)).write(&title, &text).unwrap();
        let back = Sheet::decode(&sheet.encode()).unwrap();
        prop_assert_eq!((back.title(), back.text(), back.created()), (title.as_str(), text.as_str(), Day(day)));
    }

    #[test]
    fn no_bytes_are_too_odd(bytes: Vec<u8>) {
        let _ = Sheet::decode(&bytes);
    }
}

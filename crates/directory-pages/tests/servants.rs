//! The pages of those who enter meetings.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::collections::BTreeMap;

use directory::{
    Entry, Listing, Source,
    model::{Attendance, Online, SourceKind},
    own::{Form, Proposal, Wish, fresh, settled, source},
};
use directory_pages::{
    AtDoor, Draft, Frame, Hitch, Lang, Me, Stage, servants_desk, servants_door, servants_form, servants_note,
    servants_review,
};
use wire::{Day, Millis};

/// Wednesday, 4 March 2026, 12:00 UTC.
const NOW: Millis = Millis(1_772_625_600_000);
const LANGS: [Lang; 2] = [Lang::En, Lang::Ar];
const NASTY: &str = "Tea \"<script>alert(1)</script>";

const fn frame(lang: Lang) -> Frame<'static> {
    Frame { lang, base: "https://here.example", other: "/servants?lang=x", keep: "?lang=y" }
}

fn meeting(name: &str) -> Entry {
    let online = Online { url: "https://example.org/room".to_owned(), ..Online::default() };
    Entry { name: name.to_owned(), attendance: Attendance::Online, online, notes: NASTY.to_owned(), ..fresh("1") }
}

fn listing(entry: &Entry) -> Listing {
    let list = Source { name: NASTY.to_owned(), ..Source::unnamed(SourceKind::Own, "Africa/Cairo") };
    let entry = settled(entry.clone(), &Listing::default(), NOW);
    Listing { sources: [(source(), list)].into(), entries: [(entry.id, entry)].into(), ..Listing::default() }
}

fn wish(entry: &Entry) -> Proposal {
    let wish = Wish::List(Box::new(entry.clone()));
    Proposal { by: NASTY.to_owned(), at: NOW, wish, returned: None }
}

/// Escaped, nothing that a strict policy refuses, every text there, the way to help.
fn assert_sound(page: &str, lang: Lang) {
    for inline in ["<script", "style=", "<style", " on", "javascript:"] {
        let tags = page.split('<').skip(1).map(|tag| format!("<{}", tag.split('>').next().unwrap()));
        assert!(!tags.into_iter().any(|tag| tag.contains(inline)), "{inline}: {page}");
    }
    for key in ["servants-", "entry-", "amiss-", "field-", "rhythm-"] {
        assert!(!page.contains(&format!(">{key}")), "a text is missing: {key}");
    }
    assert!(page.contains(&format!("<html lang=\"{}\" dir=\"{}\">", lang.tag(), lang.direction())));
    assert!(page.contains("href=\"/crisis\""));
}

#[test]
fn every_page_is_sound_in_both_languages() {
    let (old, new) = (meeting("Old"), meeting(NASTY));
    let (listing, nothing) = (listing(&old), Listing::default());
    let proposals = BTreeMap::from([(new.id, wish(&new))]);
    let me = Me { name: NASTY, reviews: true };
    let form = Form::of(&new, "Africa/Cairo");
    let wrong = Form::parse(b"name=").read(fresh("1"), Day::of(NOW)).unwrap_err();
    for lang in LANGS {
        let draft = Draft {
            id: Some(new.id),
            form: &form,
            wrong: &wrong,
            stage: Stage::Returned(NASTY),
            listed: true,
            rows: 2,
            hitch: Some(Hitch::Changed),
            seen: 1,
            key: "",
        };
        let removal = Proposal { wish: Wish::Remove, ..wish(&new) };
        let mut pages = vec![
            servants_door(frame(lang), AtDoor::Came),
            servants_door(frame(lang), AtDoor::WrongKey),
            servants_door(frame(lang), AtDoor::Sent),
            servants_door(frame(lang), AtDoor::NotKept),
            servants_desk(frame(lang), NASTY, me, &listing, &proposals),
            servants_desk(frame(lang), NASTY, Me { name: "other", ..me }, &nothing, &proposals),
            servants_form(frame(lang), draft),
            servants_review(frame(lang), &listing, new.id, &wish(&new), true, NOW),
            servants_review(frame(lang), &nothing, new.id, &wish(&new), false, NOW),
            servants_review(frame(lang), &listing, new.id, &removal, false, NOW),
        ];
        let hitches =
            [Hitch::Waits, Hitch::Others, Hitch::Changed, Hitch::Full, Hitch::Decided, Hitch::Gone, Hitch::Elsewhere];
        pages.extend(hitches.map(|hitch| servants_note(frame(lang), hitch, NASTY)));
        for page in pages {
            assert_sound(&page, lang);
        }
    }
}

/// Whoever cannot see where a fault stands is led there, and hears it at the field.
#[test]
fn a_fault_is_led_to_and_described() {
    let form = Form::parse(b"name=Tea&zone=UTC&attendance=online&time0-from=19:00&time0-not=soon");
    let wrong = form.read(fresh("1"), Day::of(NOW)).unwrap_err();
    let (stage, key) = (Stage::Writing, "0");
    let draft =
        Draft { id: None, form: &form, wrong: &wrong, stage, listed: false, rows: 1, hitch: None, seen: 0, key };
    let page = servants_form(frame(Lang::En), draft);
    for told in [
        "<a href=\"#link\">Link</a>",
        "<a href=\"#time0-day\">On</a>",
        "id=\"link\" name=\"link\" type=\"text\" value=\"\" dir=\"ltr\" autocomplete=\"off\" aria-describedby=\"link-wrong\" aria-invalid=\"true\"",
        "<fieldset id=\"time0-day\" class=\"choices\" tabindex=\"-1\" aria-describedby=\"time0-day-wrong\" aria-invalid=\"true\">",
        "id=\"time0-day-wrong\"",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
}

/// Who looks at a change sees what changes, and nothing else.
#[test]
fn a_change_is_shown_before_and_after() {
    let old = meeting("Old");
    let new = Entry { name: "New".to_owned(), languages: vec!["ar".to_owned()], ..old.clone() };
    let page = servants_review(frame(Lang::En), &listing(&old), new.id, &wish(&new), false, NOW);
    assert!(page.contains("<del><bdi>Old</bdi></del>") && page.contains("<bdi>New</bdi>"), "{page}");
    assert!(page.contains("<dt>Languages</dt>") && !page.contains("<dt>Link</dt>"), "{page}");
}

/// Not even what is past or the seventh of its kind is listed unseen.
#[test]
fn every_part_of_a_time_that_changes_is_shown() {
    let meeting = |form: &str| {
        let form = format!("name=Tea&attendance=online&zone=UTC&link=example.org&time0-from=19:00&{form}");
        Form::parse(form.as_bytes()).read(fresh("1"), Day::of(NOW)).unwrap()
    };
    let seven = "2026-03-09+2026-03-16+2026-03-23+2026-03-30+2026-04-06+2026-04-13+2026-04-20";
    for (old, new) in [
        (format!("time0-day=mon&time0-not={}", &seven[..65]), format!("time0-day=mon&time0-not={seven}")),
        (
            "time0-day=mon&time0-every=2&time0-first=2026-01-05".to_owned(),
            "time0-day=mon&time0-every=2&time0-first=2026-01-12".to_owned(),
        ),
        ("time0-day=mon".to_owned(), "time0-day=mon&time0-until=20:00".to_owned()),
        ("time0-day=mon".to_owned(), "time0-day=mon&time0-not=2025-01-06".to_owned()),
    ] {
        let (old, new) = (meeting(&old), meeting(&new));
        assert_ne!(old, new);
        let page = servants_review(frame(Lang::En), &listing(&old), new.id, &wish(&new), false, NOW);
        assert!(page.contains("<dt>When</dt>"), "{new:?}: {page}");
    }
}

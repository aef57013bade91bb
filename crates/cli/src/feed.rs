//! `stayhere feed check`: what is wrong with a feed of meetings, and what the field's apps will do with each entry.

use std::{collections::BTreeMap, fs, path::Path, process::ExitCode};

use directory::{
    Source,
    check::{Checked, check, kind_of},
    feed::{At, Fault, Report, Unreadable},
    limits,
    model::{SourceKind, Stale, Tags, Word},
};

use crate::{
    Trouble,
    args::{self, FeedTask},
    say,
    words::Words,
};

/// When the feed could not be read, as opposed to 1: something is wrong with it.
const UNKNOWN: u8 = 3;
/// Lines of each kind that are told without `--all`.
const FEW: usize = 5;

pub(crate) async fn run(args: args::Feed, words: &Words) -> Result<ExitCode, Trouble> {
    let FeedTask::Check { feed, zone, all } = args.task;
    if !directory::is_zone(&zone) {
        return Err(Trouble(words.name("feed-zone", &zone)));
    }
    let bytes = match fetch(&feed).await {
        Ok(bytes) => bytes,
        Err(why) => return Ok(unknown(&words.name("feed-no-answer", &why))),
    };
    let Some(kind) = kind_of(&bytes) else { return Ok(unknown(&words.name("feed-unknown", &feed))) };
    let checked = match check(&source(kind, &feed, &zone), &bytes) {
        Ok(checked) => checked,
        Err(why) => return Ok(unknown(&words.name(unreadable(why), &feed))),
    };
    say::line(&words.get(&format!("feed-kind-{}", kind.word())));
    for line in tell(&checked, all, words) {
        say::line(&line);
    }
    Ok(if checked.is_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn unknown(sentence: &str) -> ExitCode {
    say::trouble(sentence);
    ExitCode::from(UNKNOWN)
}

async fn fetch(feed: &str) -> Result<Vec<u8>, String> {
    if is_address(feed) {
        return client::fetch_file(feed, limits::FEED).await.map_err(|error| error.to_string());
    }
    fs::read(Path::new(feed)).map_err(|error| format!("{feed}: {error}"))
}

/// Whether it is to be asked for over the network.
pub(crate) fn is_address(feed: &str) -> bool {
    feed.starts_with("https://") || feed.starts_with("http://")
}

fn source(kind: SourceKind, feed: &str, zone: &str) -> Source {
    Source {
        name: feed.to_owned(),
        url: feed.to_owned(),
        kind,
        zone: zone.to_owned(),
        programme: String::new(),
        tags: Tags::default(),
        keeps_numbers: false,
        fetched: None,
        stale: Stale::default(),
    }
}

/// The sentence for a feed that cannot be read.
pub(crate) const fn unreadable(why: Unreadable) -> &'static str {
    match why {
        Unreadable::TooLarge => "feed-too-large",
        Unreadable::Encoding => "feed-encoding",
        Unreadable::Other => "feed-unknown",
    }
}

/// What is said of a feed, line by line.
fn tell(checked: &Checked, all: bool, words: &Words) -> Vec<String> {
    let mut lines = amiss(checked.entries, &checked.report, all, words);
    let mut kinds: BTreeMap<_, Vec<String>> = BTreeMap::new();
    for verdict in &checked.verdicts {
        let effect = words.get(&format!("feed-effect-{}", verdict.effect.word()));
        let line = format!("{} ({}): {effect}", place(verdict.at, words), verdict.name);
        kinds.entry(verdict.effect).or_default().push(line);
    }
    list(&mut lines, &words.get("feed-apps"), kinds.into_values(), all, words);
    if lines.len() == 1 {
        lines.push(words.get("feed-good"));
    }
    lines
}

/// How many entries are good, and what is wrong with the others, line by line.
pub(crate) fn amiss(good: usize, report: &Report, all: bool, words: &Words) -> Vec<String> {
    let numbers = [("good", good.into()), ("refused", report.refused.into())];
    let mut lines = vec![words.with("feed-entries", &numbers)];
    let fault = |fault: &Fault| {
        let what = words.get(&format!("feed-what-{}", fault.what.word()));
        let subject = [place(fault.at, words), fault.field.clone()].join(" ").trim_end().to_owned();
        let found = if fault.found.is_empty() { String::new() } else { format!(" [{}]", fault.found) };
        format!("{subject}: {what}{found}")
    };
    let (refused, odd): (Vec<&Fault>, Vec<&Fault>) = report.faults.iter().partition(|fault| fault.refused);
    for (title, faults) in [("feed-refused", refused), ("feed-odd", odd)] {
        let mut kinds: BTreeMap<_, Vec<String>> = BTreeMap::new();
        for one in faults {
            kinds.entry((one.what, one.field.clone())).or_default().push(fault(one));
        }
        list(&mut lines, &words.get(title), kinds.into_values(), all, words);
    }
    if report.more > 0 {
        lines.push(words.with("feed-uncounted", &[("count", report.more.into())]));
    }
    lines
}

fn place(at: At, words: &Words) -> String {
    match at {
        At::Entry(number) => words.with("feed-entry", &[("number", number.into())]),
        At::Line(number) => words.with("feed-line", &[("number", number.into())]),
    }
}

/// A title and the first few lines of each kind, or all.
fn list(lines: &mut Vec<String>, title: &str, kinds: impl Iterator<Item = Vec<String>>, all: bool, words: &Words) {
    let mut kinds = kinds.peekable();
    if kinds.peek().is_some() {
        lines.push(title.to_owned());
    }
    for told in kinds {
        let most = if all { told.len() } else { FEW };
        lines.extend(told.iter().take(most).map(|line| format!("  {line}")));
        let more = told.len().saturating_sub(most);
        if more > 0 {
            lines.push(format!("  {}", words.with("feed-more", &[("count", more.into())])));
        }
    }
}

#[cfg(test)]
mod tests {
    use directory::{check::Effect, feed::What};

    use super::*;
    use crate::words::Lang;

    const FEED: &str = r#"[{"slug":"a","name":"Tea","day":1,"time":"25:00"},
        {"slug":"b","name":"Bread","day":1,"time":"10:00","city":"Bath","conference_url":"https://meet.example.org/r"},
        {"slug":"c","day":1,"time":"10:00"},
        {"slug":"d","name":"<b>Salt</b>","day":1,"time":"10:00","timezone":"Europe/London","city":"Bath","approximate":"no"}]"#;

    #[test]
    fn every_kind_has_a_text_in_every_language() {
        for words in [Words::of(Lang::En), Words::of(Lang::Ar)] {
            let whats = What::ALL.iter().map(|what| format!("feed-what-{}", what.word()));
            let effects = Effect::ALL.iter().map(|effect| format!("feed-effect-{}", effect.word()));
            let kinds = [SourceKind::MeetingGuide, SourceKind::Sheet, SourceKind::Bmlt, SourceKind::Icalendar];
            let kinds = kinds.iter().map(|kind| format!("feed-kind-{}", kind.word()));
            for key in whats.chain(effects).chain(kinds) {
                assert_ne!(words.get(&key), key);
            }
        }
    }

    #[test]
    fn a_feed_is_told_like_this() {
        let checked = check(&source(SourceKind::MeetingGuide, "x", "UTC"), FEED.as_bytes()).unwrap();
        assert!(!checked.is_good());
        let told = [Lang::En, Lang::Ar].map(|lang| tell(&checked, true, &Words::of(lang)).join("\n"));
        insta::assert_snapshot!(told.join("\n\n"));
    }

    #[test]
    fn few_of_many_are_told() {
        let many: Vec<String> = (0..20).map(|n| format!(r#"{{"slug":"{n}","name":"Tea"}}"#)).collect();
        let checked = check(&source(SourceKind::MeetingGuide, "x", "UTC"), format!("[{}]", many.join(",")).as_bytes());
        let checked = checked.unwrap();
        let words = Words::of(Lang::En);
        let effects = Effect::ALL.len().min(checked.counts().len());
        let (few, all) = (tell(&checked, false, &words), tell(&checked, true, &words));
        assert_eq!((few.len(), all.len()), (2 + effects * (FEW + 1), 2 + effects * 20));
    }
}

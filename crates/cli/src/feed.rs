//! `stayhere feed check`: what is wrong with a feed of meetings, and what the field's apps will do with each entry.

use std::{fs, path::Path, process::ExitCode};

use directory::{
    Source,
    check::{Checked, check, kind_of},
    feed::{Report, Unreadable},
    limits,
    model::SourceKind,
};
use directory_pages::report::{self, Section};

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
    say::line(&report::kind(kind, words.pages()));
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
    Source { name: feed.to_owned(), url: feed.to_owned(), ..Source::unnamed(kind, zone) }
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
    lines.extend(report::verdicts(checked, most(all), words.pages()).iter().flat_map(|one| flat(one, words)));
    if lines.len() == 1 {
        lines.push(report::good(words.pages()));
    }
    lines
}

/// How many entries are good, and what is wrong with the others, line by line.
pub(crate) fn amiss(good: usize, of: &Report, all: bool, words: &Words) -> Vec<String> {
    let lang = words.pages();
    let mut lines = vec![bare(&report::count(good, of, lang))];
    lines.extend(report::faults(of, most(all), lang).iter().flat_map(|one| flat(one, words)));
    lines.extend(report::uncounted(of, lang).map(|line| bare(&line)));
    lines
}

const fn most(all: bool) -> usize {
    if all { usize::MAX } else { FEW }
}

fn flat(section: &Section, words: &Words) -> Vec<String> {
    let mut lines = vec![bare(&section.title)];
    for told in &section.kinds {
        lines.extend(told.lines.iter().map(|line| format!("  {}", bare(line))));
        if told.more > 0 {
            lines.push(format!("  {}", words.with("feed-more", &[("count", told.more.into())])));
        }
    }
    lines
}

/// Many terminals print the marks that keep directions apart as boxes.
fn bare(line: &str) -> String {
    line.replace(['\u{2068}', '\u{2069}'], "")
}

#[cfg(test)]
mod tests {
    use directory::{check::Effect, model::Word};

    use super::*;
    use crate::words::Lang;

    const FEED: &str = r#"[{"slug":"a","name":"Tea","day":1,"time":"25:00"},
        {"slug":"b","name":"Bread","day":1,"time":"10:00","city":"Bath","conference_url":"https://meet.example.org/r"},
        {"slug":"c","day":1,"time":"10:00"},
        {"slug":"d","name":"<b>Salt</b>","day":1,"time":"10:00","timezone":"Europe/London","city":"Bath","approximate":"no"}]"#;

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

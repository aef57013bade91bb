//! What is said of a feed, line by line: on its page, and by the terminal.

use std::collections::BTreeMap;

use directory::{
    check::{Checked, Verdict},
    feed::{At, Fault, Report},
    model::{SourceKind, Word},
};

use crate::Lang;

/// A part of what is said, under a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// What its lines have in common.
    pub title: String,
    /// The lines, kind by kind.
    pub kinds: Vec<Told>,
}

/// The first lines of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// In the order of the feed.
    pub lines: Vec<String>,
    /// How many more there are.
    pub more: usize,
}

/// Which convention it is.
pub fn kind(kind: SourceKind, lang: Lang) -> String {
    lang.get(&format!("feed-kind-{}", kind.word()))
}

/// How many entries are good, and how many are left out.
pub fn count(good: usize, report: &Report, lang: Lang) -> String {
    lang.with("feed-entries", &[("good", good.into()), ("refused", report.refused.into())])
}

/// What is wrong with entries, at most `most` lines of each kind.
pub fn faults(report: &Report, most: usize, lang: Lang) -> Vec<Section> {
    let (refused, odd): (Vec<&Fault>, Vec<&Fault>) = report.faults.iter().partition(|fault| fault.refused);
    let section = |(title, faults): (&str, Vec<&Fault>)| {
        let kinds = by_kind(&faults, most, |fault| (fault.what, fault.field.clone()), |fault| told_fault(fault, lang));
        Section { title: lang.get(title), kinds }
    };
    let sections = [("feed-refused", refused), ("feed-odd", odd)].into_iter().map(section);
    sections.filter(|section| !section.kinds.is_empty()).collect()
}

/// That there is more amiss than a report has room for.
pub fn uncounted(report: &Report, lang: Lang) -> Option<String> {
    (report.more > 0).then(|| lang.with("feed-uncounted", &[("count", report.more.into())]))
}

/// What the field's apps will do, at most `most` lines of each kind.
pub fn verdicts(checked: &Checked, most: usize, lang: Lang) -> Option<Section> {
    let told = |verdict: &Verdict| {
        let effect = lang.get(&format!("feed-effect-{}", verdict.effect.word()));
        format!("{} ({}): {effect}", place(verdict.at, lang), verdict.name)
    };
    let kinds = by_kind(&checked.verdicts, most, |verdict| verdict.effect, told);
    (!kinds.is_empty()).then(|| Section { title: lang.get("feed-apps"), kinds })
}

/// That nothing is amiss.
pub fn good(lang: Lang) -> String {
    lang.get("feed-good")
}

fn by_kind<T, K: Ord>(all: &[T], most: usize, kind: impl Fn(&T) -> K, told: impl Fn(&T) -> String) -> Vec<Told> {
    let mut kinds: BTreeMap<K, Told> = BTreeMap::new();
    for one in all {
        let so_far = kinds.entry(kind(one)).or_insert_with(|| Told { lines: Vec::new(), more: 0 });
        if so_far.lines.len() < most {
            so_far.lines.push(told(one));
        } else {
            so_far.more += 1;
        }
    }
    kinds.into_values().collect()
}

fn told_fault(fault: &Fault, lang: Lang) -> String {
    let what = lang.get(&format!("feed-what-{}", fault.what.word()));
    let subject = [place(fault.at, lang), fault.field.clone()].join(" ").trim_end().to_owned();
    let found = if fault.found.is_empty() { String::new() } else { format!(" [{}]", fault.found) };
    format!("{subject}: {what}{found}")
}

fn place(at: At, lang: Lang) -> String {
    match at {
        At::Entry(number) => lang.with("feed-entry", &[("number", number.into())]),
        At::Line(number) => lang.with("feed-line", &[("number", number.into())]),
    }
}

//! The field's synonyms, as data (`synonyms.txt`).

use std::collections::BTreeMap;

use super::{facets::Facet, fold};

const DATA: &str = include_str!("synonyms.txt");

/// Words that say nothing about what is looked for; passed over where other words stand beside them.
const STOP: [&str; 40] = [
    "a", "an", "the", "of", "for", "in", "at", "on", "and", "or", "to", "with", "near", "me", "my", "i", "is", "am",
    "are", "who", "from", "by", "في", "من", "علي", "عن", "مع", "و", "او", "الي", "لي", "انا", "عند", "بعد", "هل", "ما",
    "كيف", "اين", "ابحث", "اريد",
];

/// What a line means besides its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// Every meeting.
    Every,
    /// The words alone.
    Words,
    /// Whatever has this facet: its place in the vocabulary.
    Facet(Facet, u8),
    /// Whatever speaks this language.
    Language(String),
}

/// A line: what it means, and the folded words of each of its phrases.
#[derive(Debug)]
pub(crate) struct Concept {
    pub(crate) meaning: Meaning,
    pub(crate) phrases: Vec<Vec<String>>,
}

/// All lines, found by the first word of a phrase.
#[derive(Debug)]
pub(crate) struct Concepts {
    pub(crate) all: Vec<Concept>,
    by_first: BTreeMap<String, Vec<(usize, usize)>>,
}

impl Concepts {
    /// Reads the data; a line that cannot be read is passed over (a test reads them all).
    pub(crate) fn read() -> Self {
        let all: Vec<Concept> = lines().filter_map(concept).collect();
        let mut by_first: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
        for (number, concept) in all.iter().enumerate() {
            for (place, phrase) in concept.phrases.iter().enumerate() {
                if let Some(first) = phrase.first() {
                    by_first.entry(first.clone()).or_default().push((number, place));
                }
            }
        }
        Self { all, by_first }
    }

    /// How many words at the beginning make the longest known phrase, and which concepts have it; (1, none) if none.
    pub(crate) fn at(&self, words: &[String]) -> (usize, Vec<usize>) {
        let Some(first) = words.first() else { return (1, Vec::new()) };
        let starts = [Some(first.as_str()), fold::stem(first)];
        let found = starts.into_iter().flatten().filter_map(|start| self.by_first.get(start)).flatten();
        let fitting: Vec<(usize, usize)> = found
            .filter_map(|&(number, place)| {
                let phrase = self.all.get(number)?.phrases.get(place)?;
                let rest = words.get(1..phrase.len())?;
                let same = phrase
                    .iter()
                    .skip(1)
                    .zip(rest)
                    .all(|(known, typed)| known == typed || fold::stem(typed).is_some_and(|stem| stem == known));
                same.then_some((phrase.len(), number))
            })
            .collect();
        let longest = fitting.iter().map(|(length, _)| *length).max().unwrap_or(1);
        let mut concepts: Vec<usize> =
            fitting.into_iter().filter(|(length, _)| *length == longest).map(|(_, number)| number).collect();
        concepts.sort_unstable();
        concepts.dedup();
        (longest, concepts)
    }
}

/// Without the words that say nothing, unless nothing else is there.
pub(crate) fn telling(words: Vec<String>) -> Vec<String> {
    let telling: Vec<String> = words.iter().filter(|word| !STOP.contains(&word.as_str())).cloned().collect();
    if telling.is_empty() { words } else { telling }
}

fn lines() -> impl Iterator<Item = &'static str> {
    DATA.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn concept(line: &str) -> Option<Concept> {
    let (meaning, phrases) = line.split_once('|')?;
    let meaning = match meaning.trim() {
        "every" => Meaning::Every,
        "-" => Meaning::Words,
        facet => {
            let (facet, word) = facet.split_once(':')?;
            if facet == "language" {
                Meaning::Language(word.to_owned())
            } else {
                let facet = Facet::parse(facet)?;
                Meaning::Facet(facet, facet.place(word)?)
            }
        }
    };
    let phrases: Vec<Vec<String>> = phrases.split(',').map(fold::words).filter(|words| !words.is_empty()).collect();
    Some(Concept { meaning, phrases })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read() {
        for line in lines() {
            let concept = concept(line).unwrap_or_else(|| panic!("{line}"));
            assert!(!concept.phrases.is_empty(), "{line}");
            assert!(concept.phrases.iter().all(|phrase| phrase.len() <= 4), "{line}");
        }
        for word in STOP {
            assert_eq!(fold::words(word), [word], "a stop word stands in its folded form");
        }
    }

    #[test]
    fn the_longest_phrase_counts() {
        let concepts = Concepts::read();
        let check = |typed: &str, length: usize, meaning: Option<Meaning>| {
            let (found, numbers) = concepts.at(&fold::words(typed));
            assert_eq!(found, length, "{typed}");
            let meanings: Vec<_> = numbers.iter().map(|number| concepts.all[*number].meaning.clone()).collect();
            assert!(meaning.is_none_or(|meaning| meanings.contains(&meaning)), "{typed}: {meanings:?}");
        };
        check("self-help", 2, Some(Meaning::Every));
        check("Meetings", 1, Some(Meaning::Every));
        check(
            "narcotics anonymous tonight",
            2,
            Facet::Problem.place("drugs").map(|at| Meaning::Facet(Facet::Problem, at)),
        );
        check("مجموعة دعم", 2, Some(Meaning::Every));
        check("إدمان", 1, Facet::Problem.place("addiction").map(|at| Meaning::Facet(Facet::Problem, at)));
        check("zzz", 1, None);
    }
}

//! Which words stand where.

use std::collections::BTreeMap;

use roaring::RoaringBitmap;

use super::{
    facets::Facets,
    synonyms::{Concepts, Meaning},
};
use super::{fold, limits, synonyms};

/// Words, sorted, each with what has it.
#[derive(Debug, Default)]
pub(crate) struct Words(Vec<(Box<str>, RoaringBitmap)>);

impl Words {
    /// From the texts of each document, in order.
    pub(crate) fn of<'a>(docs: impl Iterator<Item = (u32, Vec<&'a str>)>) -> Self {
        let mut words: BTreeMap<String, RoaringBitmap> = BTreeMap::new();
        let mut put = |word: &str, doc| match words.get_mut(word) {
            Some(having) => drop(having.insert(doc)),
            None => drop(words.insert(word.to_owned(), RoaringBitmap::from_iter([doc]))),
        };
        for (doc, texts) in docs {
            for word in texts.into_iter().flat_map(fold::words) {
                put(&word, doc);
                if let Some(rest) = fold::without_article(&word) {
                    put(rest, doc);
                }
            }
        }
        Self(words.into_iter().map(|(word, having)| (word.into_boxed_str(), having)).collect())
    }

    fn whole(&self, word: &str) -> RoaringBitmap {
        let at = self.0.binary_search_by(|(known, _)| (**known).cmp(word));
        at.ok().and_then(|at| self.0.get(at)).map(|(_, having)| having.clone()).unwrap_or_default()
    }

    /// What has a word that begins so.
    fn beginning(&self, start: &str) -> RoaringBitmap {
        let from = self.0.partition_point(|(known, _)| **known < *start);
        let words = self.0.iter().skip(from).take_while(|(known, _)| known.starts_with(start));
        words.fold(RoaringBitmap::new(), |all, (_, having)| all | having)
    }

    /// What a typed word finds by itself.
    pub(crate) fn find(&self, word: &str) -> RoaringBitmap {
        let one = |form: &str| {
            if form.chars().count() >= limits::PREFIX { self.beginning(form) } else { self.whole(form) }
        };
        fold::stem(word).map_or_else(|| one(word), |stem| one(word) | one(stem))
    }
}

/// Words, and what they mean.
#[derive(Debug)]
pub(crate) struct Texts {
    words: Words,
    names: Words,
    concepts: Concepts,
    /// By number of the concept; `None`: everything.
    meant: Vec<Option<RoaringBitmap>>,
}

impl Texts {
    pub(crate) fn new(words: Words, names: Words, facets: &Facets) -> Self {
        let concepts = Concepts::read();
        let meant = concepts.all.iter().map(|concept| {
            let said = concept.phrases.iter().map(|phrase| {
                let all = phrase.iter().map(|word| words.whole(word));
                all.reduce(|all, one| all & one).unwrap_or_default()
            });
            let said = said.fold(RoaringBitmap::new(), |all, one| all | one);
            match &concept.meaning {
                Meaning::Every => None,
                Meaning::Words => Some(said),
                Meaning::Facet(facet, place) => Some(said | facets.one(*facet, *place)),
                Meaning::Language(tag) => Some(said | facets.speaking(tag)),
            }
        });
        let meant = meant.collect();
        Self { words, names, concepts, meant }
    }

    /// Leaves in `found` what has every typed word, a word that begins with it, or what the word means; answers what of
    /// it has all the words in its name.
    pub(crate) fn narrow(&self, found: &mut RoaringBitmap, typed: &str) -> RoaringBitmap {
        let mut words = synonyms::telling(fold::words(typed));
        words.truncate(limits::TERMS);
        let mut named = found.clone();
        let mut rest = words.as_slice();
        while !rest.is_empty() {
            let (length, concepts) = self.concepts.at(rest);
            let (term, after) = rest.split_at(length.clamp(1, rest.len()));
            rest = after;
            for word in term {
                named &= self.names.find(word);
            }
            if concepts.iter().any(|number| self.meant.get(*number).is_some_and(Option::is_none)) {
                continue;
            }
            let literal = term.iter().map(|word| self.words.find(word)).reduce(|all, one| all & one);
            let meant = concepts.iter().filter_map(|number| self.meant.get(*number)?.as_ref());
            *found &= meant.fold(literal.unwrap_or_default(), |all, one| all | one);
        }
        if words.is_empty() { RoaringBitmap::new() } else { named & &*found }
    }
}

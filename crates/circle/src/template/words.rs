//! The language files of a template: every text in every language.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use super::{
    TemplateFault,
    table::{self, Source},
};
use crate::{Text, limits};

/// All languages. A text that is asked for and absent is a fault, and so is one that nobody asks for.
pub(super) struct Words<'a> {
    languages: Vec<Language<'a>>,
    asked: RefCell<BTreeSet<String>>,
}

struct Language<'a> {
    source: Source<'a>,
    texts: BTreeMap<String, (String, usize)>,
    tables: BTreeMap<String, usize>,
}

impl<'a> Words<'a> {
    pub(super) fn read(files: &[(&'a str, &'a str)], faults: &'a RefCell<Vec<TemplateFault>>) -> Self {
        let one = |(file, text): &(&'a str, &'a str)| {
            let source = Source { file, text, faults };
            let (texts, tables) = table::flatten(&source);
            Language { source, texts, tables }
        };
        Self { languages: files.iter().map(one).collect(), asked: RefCell::default() }
    }

    /// A name or a word.
    pub(super) fn short(&self, key: &str) -> Text {
        self.text(key, limits::SHORT_TEXT)
    }

    /// A sentence or more.
    pub(super) fn long(&self, key: &str) -> Text {
        self.text(key, limits::LONG_TEXT)
    }

    /// The names under `section` in any language: where each circle has its own.
    pub(super) fn names(&self, section: &str) -> BTreeSet<String> {
        let prefix = format!("{section}.");
        let keys = self.languages.iter().flat_map(|language| language.texts.keys());
        keys.filter_map(|key| key.strip_prefix(&prefix)?.split('.').next().map(str::to_owned)).collect()
    }

    /// Reports the texts that nobody asked for.
    pub(super) fn finish(&self) {
        let asked = self.asked.borrow();
        for language in &self.languages {
            for (key, (_, line)) in language.texts.iter().filter(|(key, _)| !asked.contains(*key)) {
                language.source.fault(*line, format!("`{key}` is not expected"));
            }
        }
    }

    fn text(&self, key: &str, max: usize) -> Text {
        self.asked.borrow_mut().insert(key.to_owned());
        let mut text = Text::default();
        for language in &self.languages {
            let Some((words, line)) = language.texts.get(key) else {
                language.source.fault(language.line_near(key), format!("`{key}` is missing"));
                continue;
            };
            let count = words.chars().count();
            if count == 0 || count > max {
                let message = format!("`{key}` has {count} characters; 1 to {max} are possible");
                language.source.fault(*line, message);
            }
            text.0.insert(language.source.file.to_owned(), words.clone());
        }
        text
    }
}

impl Language<'_> {
    /// The line of the innermost table around a key.
    fn line_near(&self, key: &str) -> usize {
        let mut path = key;
        while let Some((outer, _)) = path.rsplit_once('.') {
            if let Some(line) = self.tables.get(outer) {
                return *line;
            }
            path = outer;
        }
        1
    }
}

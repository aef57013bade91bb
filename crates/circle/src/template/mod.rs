//! Templates are data: one TOML file with the structure, one per language with the words; see `templates/README.md`.

mod diff;
mod structure;
mod table;
mod words;

use std::cell::RefCell;

pub use diff::{Change, changes};

use self::{structure::Structure, table::Source, words::Words};
use crate::{Ancestor, Charter, CharterFault, Text};

/// What a circle can start from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Its id, for example `steps-fellowship`.
    pub id: String,
    /// Its version.
    pub version: String,
    /// What it is called.
    pub title: Text,
    /// For whom it is, in a sentence or two.
    pub summary: Text,
    /// Declared length of a meeting in minutes, for [`Template::people`].
    pub minutes: u32,
    /// The number of people that the length is declared for.
    pub people: u32,
    /// The template whose variant this is, for example for families.
    pub variant_of: Option<String>,
    /// The charter that a circle starts with; its name is the template's English title until the founders choose one.
    pub charter: Charter,
}

/// The name of the structure's file in faults; language files are named by their tag.
pub const STRUCTURE: &str = "template";

/// Something that is wrong with a template.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("{file}:{line}: {message}")]
pub struct TemplateFault {
    /// [`STRUCTURE`] or the language tag.
    pub file: String,
    /// Line, from 1; 0 where none can be named.
    pub line: usize,
    /// What is wrong, in English.
    pub message: String,
}

impl Template {
    /// Reads a template from its structure and its words by language tag.
    ///
    /// # Errors
    /// Everything that is wrong with it, by file and line.
    pub fn parse(structure: &str, words: &[(&str, &str)]) -> Result<Self, Vec<TemplateFault>> {
        let faults = RefCell::default();
        let source = Source { file: STRUCTURE, text: structure, faults: &faults };
        if words.is_empty() {
            source.fault(0, "a template needs at least one language");
        }
        let parsed = source.parse();
        let root = table::Table::new(&source, parsed.get_ref(), 1);
        let languages = Words::read(words, &faults);
        let structure = Structure { root: &root, words: &languages };
        let template = structure.read();
        languages.finish();
        if faults.borrow().is_empty()
            && let Err(found) = template.charter.check()
        {
            for fault in found {
                source.fault(structure.line_of(&fault), fault.to_string());
            }
        }
        let mut faults = faults.take();
        faults.sort();
        faults.dedup();
        if faults.is_empty() { Ok(template) } else { Err(faults) }
    }

    /// Whether this one was forked from `id`, in whichever version.
    pub fn descends_from(&self, id: &str) -> Option<&Ancestor> {
        self.charter.lineage.iter().find(|ancestor| ancestor.id == id)
    }
}

impl CharterFault {
    /// The phase or role that a fault is about.
    fn subject(&self) -> Option<&str> {
        match self {
            Self::Length(id)
            | Self::Rule(id)
            | Self::Pass(id)
            | Self::Parts(id)
            | Self::Who(id)
            | Self::Held(id)
            | Self::After(id)
            | Self::Twice(id) => Some(id),
            _ => None,
        }
    }
}

//! What the parts of a long form are made of.

use crate::options::Choice;

/// Inputs that belong together.
pub(crate) struct Part {
    pub(crate) title: String,
    pub(crate) lead: String,
    /// It folds, and stands open or not; `None`: it does not fold.
    pub(crate) open: Option<bool>,
    pub(crate) inputs: Vec<Input>,
}

/// A field with its label, and what is wrong with what stands in it.
pub(crate) struct Input {
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) hint: String,
    pub(crate) wrong: String,
    /// In which direction one writes into it.
    pub(crate) direction: &'static str,
    pub(crate) needed: bool,
    pub(crate) kind: Kind,
}

/// How one fills it.
pub(crate) enum Kind {
    /// A line, of a browser's own kind, with values that it offers.
    Line { value: String, native: &'static str, offered: Vec<String> },
    /// Some lines.
    Paragraph { value: String, rows: usize },
    /// Any of these.
    Many(Vec<Choice>),
    /// One of these, all in sight.
    One(Vec<Choice>),
    /// One of these.
    Select(Vec<Choice>),
}

impl Input {
    pub(crate) fn hinted(self, hint: String) -> Self {
        Self { hint, ..self }
    }

    /// For addresses and numbers, which have one direction in every language.
    pub(crate) fn left_to_right(self) -> Self {
        Self { direction: "ltr", ..self }
    }

    /// What describes it, for those who have it read to them.
    pub(crate) fn described_by(&self) -> String {
        let parts = [(&self.wrong, "wrong"), (&self.hint, "hint")];
        let ids =
            parts.into_iter().filter(|(text, _)| !text.is_empty()).map(|(_, part)| format!("{}-{part}", self.name));
        ids.collect::<Vec<_>>().join(" ")
    }
}

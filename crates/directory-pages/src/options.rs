//! The choices of a form.

use directory::model::{Set, Tags, Word};

use crate::Lang;

/// A choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) chosen: bool,
}

/// A field with choices of which several may be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) label: String,
    pub(crate) choices: Vec<Choice>,
    /// It stands open when something of it is chosen.
    pub(crate) open: bool,
}

/// A field of a whole vocabulary.
pub(crate) fn field<W: Word>(lang: Lang, name: &'static str, chosen: Set<W>) -> Field {
    let choice = |word: &W| Choice {
        value: word.word().to_owned(),
        label: lang.word(name, word.word()),
        chosen: chosen.contains(*word),
    };
    let label = lang.get(&format!("field-{name}"));
    Field { name, label, choices: W::ALL.iter().map(choice).collect(), open: !chosen.is_empty() }
}

/// Every facet by its name, with the words of what is stated of it.
pub(crate) fn facets(lang: Lang, tags: &Tags) -> [(&'static str, Vec<String>); 10] {
    [
        ("problem", labels(lang, "problem", tags.problems.iter())),
        ("philosophy", labels(lang, "philosophy", tags.philosophies.iter())),
        ("relation", labels(lang, "relation", tags.relations.iter())),
        ("openness", labels(lang, "openness", tags.openness)),
        ("faith", labels(lang, "faith", tags.faith)),
        ("goal", labels(lang, "goal", tags.goal)),
        ("crosstalk", labels(lang, "crosstalk", tags.crosstalk)),
        ("access", labels(lang, "access", tags.access.iter())),
        ("audience", labels(lang, "audience", tags.audience.iter())),
        ("form", labels(lang, "form", tags.forms.iter())),
    ]
}

/// The words of what is stated, in order.
pub(crate) fn labels<W: Word>(lang: Lang, name: &str, stated: impl IntoIterator<Item = W>) -> Vec<String> {
    stated.into_iter().map(|word| lang.word(name, word.word())).collect()
}

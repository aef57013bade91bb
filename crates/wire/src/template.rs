//! Templates of an operator's own, beside those that every program ships. Public texts: anybody may ask.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};

use crate::Request;

/// Asks for the templates that the operator of this server offers.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct TemplatesGet {}

/// Answer of [`TemplatesGet`]: at most [`crate::limits::TEMPLATES`]. The device judges each by the same rules as one of its own files.
#[derive(Debug, Clone, PartialEq, Eq, Default, Encode, Decode)]
pub struct Templates {
    /// The templates.
    #[n(0)]
    pub templates: Vec<TemplateFiles>,
}

/// The files of one template, at most [`crate::limits::TEMPLATE_BYTES`] together.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct TemplateFiles {
    /// `template.toml`.
    #[n(0)]
    pub structure: String,
    /// The texts, by language tag (RFC 5646).
    #[n(1)]
    pub words: BTreeMap<String, String>,
}

impl TemplateFiles {
    /// Bytes of all files.
    pub fn bytes(&self) -> usize {
        self.structure.len() + self.words.iter().map(|(tag, text)| tag.len() + text.len()).sum::<usize>()
    }
}

impl Request for TemplatesGet {
    const PATH: &'static str = "/v1/templates";
    type Response = Templates;
}

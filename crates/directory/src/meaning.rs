//! What a code of any convention says, in the directory's words.

use crate::model::{Access, Audience, Crosstalk, Faith, Form, Openness, Tags};

/// What a code says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Means {
    Openness(Openness),
    Audience(Audience),
    Access(Access),
    Form(Form),
    Crosstalk(Crosstalk),
    Faith(Faith),
    Language(&'static str),
}

impl Means {
    pub(crate) fn add_to(self, tags: &mut Tags, languages: &mut Vec<String>) {
        match self {
            Self::Openness(openness) => tags.openness = Some(openness),
            Self::Audience(audience) => tags.audience.insert(audience),
            Self::Access(access) => tags.access.insert(access),
            Self::Form(form) => tags.forms.insert(form),
            Self::Crosstalk(crosstalk) => tags.crosstalk = Some(crosstalk),
            Self::Faith(faith) => tags.faith = Some(faith),
            Self::Language(tag) if languages.iter().any(|language| language == tag) => {}
            Self::Language(tag) => languages.push(tag.to_owned()),
        }
    }

    pub(crate) fn is_said(self, tags: &Tags, languages: &[String]) -> bool {
        match self {
            Self::Openness(openness) => tags.openness == Some(openness),
            Self::Audience(audience) => tags.audience.contains(audience),
            Self::Access(access) => tags.access.contains(access),
            Self::Form(form) => tags.forms.contains(form),
            Self::Crosstalk(crosstalk) => tags.crosstalk == Some(crosstalk),
            Self::Faith(faith) => tags.faith == Some(faith),
            Self::Language(tag) => languages.iter().any(|language| language.split('-').next() == Some(tag)),
        }
    }
}

//! Templates are data: one TOML file with the structure, one per language with the words; see `templates/README.md`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{
    Charter, CharterFault, ContentNotes, Notices, Openness, Phase, PhaseKind, Role, Safety, SpeakingRule, Symbol, Text,
    Welcoming, Who,
};

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
    /// The charter that a circle starts with; its name is the template's English title until the founders choose one.
    pub charter: Charter,
}

/// Why a template could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// The file is not TOML, lacks a field or has one too many.
    #[error("{file}, line {line}: {message}")]
    Read {
        /// `template` or the language tag.
        file: String,
        /// Line, from 1; 0 where it is not known.
        line: usize,
        /// What the parser says.
        message: String,
    },
    /// There is no language file.
    #[error("a template needs at least one language")]
    NoLanguage,
    /// A language file has a phase, role or word that the others lack, or lacks one that they have.
    #[error("{file}: `{key}` is missing or not expected")]
    Key {
        /// The language tag.
        file: String,
        /// For example `phase.welcome`.
        key: String,
    },
    /// The charter breaks a limit.
    #[error("the charter is not usable: {0:?}")]
    Charter(Vec<CharterFault>),
}

impl Template {
    /// Reads a template from its structure and its words by language tag.
    ///
    /// # Errors
    /// The first file, line or key that is wrong.
    pub fn parse(structure: &str, words: &[(&str, &str)]) -> Result<Self, TemplateError> {
        let structure: Structure = read("template", structure)?;
        let mut languages = BTreeMap::new();
        for (tag, toml) in words {
            let words: Words = read(tag, toml)?;
            words.check(tag, &structure)?;
            languages.insert((*tag).to_owned(), words);
        }
        let first = languages.values().next().ok_or(TemplateError::NoLanguage)?;
        for (tag, words) in &languages {
            same_keys(tag, "vocabulary", first.vocabulary.keys(), words.vocabulary.keys())?;
        }
        let template = structure.assemble(&languages);
        template.charter.check().map_err(TemplateError::Charter)?;
        Ok(template)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Structure {
    id: String,
    version: String,
    minutes: u32,
    people: u32,
    openness: Openness,
    welcome: Welcoming,
    retention_days: u8,
    symbol: Symbol,
    safety: RawSafety,
    phase: Vec<RawPhase>,
    role: Vec<RawRole>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSafety {
    doors: bool,
    two_keepers: bool,
    content_notes: ContentNotes,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPhase {
    id: String,
    kind: PhaseKind,
    rule: SpeakingRule,
    #[serde(default)]
    seconds: u32,
    #[serde(default)]
    turn_seconds: u32,
    who: Who,
    pass: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRole {
    id: String,
    seats: u32,
    term_days: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    title: String,
    summary: String,
    bond: String,
    pledge: String,
    vocabulary: BTreeMap<String, String>,
    notice: NoticeWords,
    newcomer: NewcomerWords,
    phase: BTreeMap<String, PhaseWords>,
    role: BTreeMap<String, RoleWords>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NoticeWords {
    adult: String,
    not_treatment: String,
}

/// The questions that every newcomer has, in the order in which they are answered.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewcomerWords {
    what_happens: String,
    you_may_pass: String,
    what_is_kept: String,
    who_sees_you: String,
    whom_to_ask: String,
    how_to_leave: String,
    may_feel_heavy: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PhaseWords {
    name: String,
    purpose: String,
    cue: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleWords {
    name: String,
    duty: String,
}

impl Words {
    fn check(&self, tag: &str, structure: &Structure) -> Result<(), TemplateError> {
        same_keys(tag, "phase", structure.phase.iter().map(|phase| &phase.id), self.phase.keys())?;
        same_keys(tag, "role", structure.role.iter().map(|role| &role.id), self.role.keys())
    }
}

impl NewcomerWords {
    fn cards(&self) -> [&str; 7] {
        [
            &self.what_happens,
            &self.you_may_pass,
            &self.what_is_kept,
            &self.who_sees_you,
            &self.whom_to_ask,
            &self.how_to_leave,
            &self.may_feel_heavy,
        ]
    }
}

type Languages = BTreeMap<String, Words>;

impl Structure {
    fn assemble(self, languages: &Languages) -> Template {
        let title = text(languages, |words| Some(&words.title));
        let words = languages.values().next();
        let vocabulary = words.map(|words| words.vocabulary.keys()).into_iter().flatten();
        let charter = Charter {
            template: self.id.clone(),
            template_version: self.version.clone(),
            name: title.in_language("en").to_owned(),
            bond: text(languages, |words| Some(&words.bond)),
            pledge: text(languages, |words| Some(&words.pledge)),
            openness: self.openness,
            welcome: self.welcome,
            retention_days: self.retention_days,
            vocabulary: vocabulary
                .map(|key| (key.clone(), text(languages, |words| words.vocabulary.get(key).map(String::as_str))))
                .collect(),
            phases: self.phase.into_iter().map(|raw| phase(raw, languages)).collect(),
            roles: self.role.into_iter().map(|raw| role(raw, languages)).collect(),
            safety: Safety {
                doors: self.safety.doors,
                two_keepers: self.safety.two_keepers,
                content_notes: self.safety.content_notes,
            },
            notices: Notices {
                adult: text(languages, |words| Some(&words.notice.adult)),
                not_treatment: text(languages, |words| Some(&words.notice.not_treatment)),
            },
            newcomer_card: (0..7).map(|card| text(languages, |words| Some(words.newcomer.cards()[card]))).collect(),
            symbol: self.symbol,
        };
        Template {
            id: self.id,
            version: self.version,
            title,
            summary: text(languages, |words| Some(&words.summary)),
            minutes: self.minutes,
            people: self.people,
            charter,
        }
    }
}

fn phase(raw: RawPhase, languages: &Languages) -> Phase {
    let words = |pick: fn(&PhaseWords) -> &str| text(languages, |words| words.phase.get(&raw.id).map(pick));
    Phase {
        name: words(|phase| &phase.name),
        purpose: words(|phase| &phase.purpose),
        cue: words(|phase| &phase.cue),
        kind: raw.kind,
        rule: raw.rule,
        seconds: raw.seconds,
        turn_seconds: raw.turn_seconds,
        who: raw.who,
        pass: raw.pass,
        id: raw.id,
    }
}

fn role(raw: RawRole, languages: &Languages) -> Role {
    let words = |pick: fn(&RoleWords) -> &str| text(languages, |words| words.role.get(&raw.id).map(pick));
    Role {
        name: words(|role| &role.name),
        duty: words(|role| &role.duty),
        seats: raw.seats,
        term_days: raw.term_days,
        id: raw.id,
    }
}

/// One text in all languages.
fn text<'a>(languages: &'a Languages, pick: impl Fn(&'a Words) -> Option<&'a str>) -> Text {
    let one = |(tag, words): (&String, &'a Words)| pick(words).map(|text| (tag.clone(), text.trim().to_owned()));
    Text(languages.iter().filter_map(one).collect())
}

fn read<T: for<'de> Deserialize<'de>>(file: &str, toml: &str) -> Result<T, TemplateError> {
    toml::from_str(toml).map_err(|error| {
        let before = error.span().and_then(|span| toml.get(..span.start));
        let line = before.map_or(0, |before| before.matches('\n').count() + 1);
        TemplateError::Read { file: file.to_owned(), line, message: error.message().to_owned() }
    })
}

fn same_keys<'a>(
    file: &str,
    section: &str,
    wanted: impl Iterator<Item = &'a String>,
    found: impl Iterator<Item = &'a String>,
) -> Result<(), TemplateError> {
    let wanted: std::collections::BTreeSet<_> = wanted.collect();
    let found: std::collections::BTreeSet<_> = found.collect();
    match wanted.symmetric_difference(&found).next() {
        Some(key) => Err(TemplateError::Key { file: file.to_owned(), key: format!("{section}.{key}") }),
        None => Ok(()),
    }
}

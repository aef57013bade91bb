//! The limits of a charter.

use std::collections::BTreeSet;

use super::{Charter, GREETER, KEEPER, Phase, PhaseKind, Role, SpeakingRule, Welcoming};
use crate::{
    limits,
    text::{is_name, is_tag},
};

/// What is wrong with a charter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CharterFault {
    /// The circle's name is empty, too long or holds characters that cannot be shown.
    #[error("the circle's name is not usable")]
    Name,
    /// The founder's name is not usable, or the founder accepted another pledge.
    #[error("the founder's name or pledge is not usable")]
    Founder,
    /// A text is empty or too long; the field is named.
    #[error("text `{0}` is empty or too long")]
    Text(String),
    /// An identifier is empty, too long or holds other characters than a-z, 0-9, `-` and `_`.
    #[error("identifier `{0}` is not usable")]
    Tag(String),
    /// Two phases or two roles have the same identifier.
    #[error("`{0}` occurs twice")]
    Twice(String),
    /// Not between 1 and [`wire::limits::RETENTION_DAYS`].
    #[error("retention must be 1 to {max} days", max = wire::limits::RETENTION_DAYS)]
    Retention,
    /// No phase, or too many.
    #[error("there must be 1 to {max} phases", max = limits::PHASES)]
    Phases,
    /// A phase has no length, or too long a one.
    #[error("phase `{0}` has no usable length")]
    Length(String),
    /// Silence with a reply rule, an open phase with a closed one.
    #[error("kind and speaking rule of phase `{0}` do not go together")]
    Rule(String),
    /// A round or a queue in which nobody may pass (domain R10).
    #[error("phase `{0}` must offer to pass")]
    Pass(String),
    /// Too many roles, no seats, or no keeper.
    #[error("roles are too many, lack seats, or the keeper's role is missing")]
    Roles,
    /// Newcomers wait for a greeter, but there is no such role.
    #[error("the greeter's role is missing")]
    Greeter,
    /// Two keepers are wanted, but the role has fewer than two seats.
    #[error("the keeper's role needs two seats")]
    TwoKeepers,
    /// Too many words in the vocabulary, or too many newcomer cards.
    #[error("too many words in the vocabulary or too many cards")]
    TooMany,
}

impl Charter {
    /// Checks every limit.
    ///
    /// # Errors
    /// All faults at once, in the order of the fields.
    pub fn check(&self) -> Result<(), Vec<CharterFault>> {
        let mut faults = Vec::new();
        if !is_name(&self.name, limits::CIRCLE_NAME) {
            faults.push(CharterFault::Name);
        }
        if !(1..=wire::limits::RETENTION_DAYS).contains(&u32::from(self.retention_days)) {
            faults.push(CharterFault::Retention);
        }
        for (field, tag) in [("template", &self.template), ("template_version", &self.template_version)] {
            if !is_tag(&tag.replace('.', "-")) {
                faults.push(CharterFault::Tag(field.to_owned()));
            }
        }
        self.check_texts(&mut faults);
        self.check_phases(&mut faults);
        self.check_roles(&mut faults);
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }

    fn check_texts(&self, faults: &mut Vec<CharterFault>) {
        let long = [
            ("bond", &self.bond),
            ("pledge", &self.pledge),
            ("notices.adult", &self.notices.adult),
            ("notices.not_treatment", &self.notices.not_treatment),
        ];
        let cards = self.newcomer_card.iter().map(|card| ("newcomer_card", card));
        for (field, text) in long.into_iter().chain(cards) {
            if !text.fits(limits::LONG_TEXT) {
                faults.push(CharterFault::Text(field.to_owned()));
            }
        }
        for (word, text) in &self.vocabulary {
            if !is_tag(word) || !text.fits(limits::SHORT_TEXT) {
                faults.push(CharterFault::Text(format!("vocabulary.{word}")));
            }
        }
        if self.vocabulary.len() > limits::VOCABULARY || self.newcomer_card.len() > limits::VOCABULARY {
            faults.push(CharterFault::TooMany);
        }
    }

    fn check_phases(&self, faults: &mut Vec<CharterFault>) {
        if !(1..=limits::PHASES).contains(&self.phases.len()) {
            faults.push(CharterFault::Phases);
        }
        check_ids(self.phases.iter().map(|phase| phase.id.as_str()), faults);
        for phase in &self.phases {
            phase.check(faults);
        }
    }

    fn check_roles(&self, faults: &mut Vec<CharterFault>) {
        check_ids(self.roles.iter().map(|role| role.id.as_str()), faults);
        let seats_fit = |role: &Role| (1..=wire::limits::MEMBERS as u32).contains(&role.seats);
        if self.role(KEEPER).is_none() || self.roles.len() > limits::ROLES || !self.roles.iter().all(seats_fit) {
            faults.push(CharterFault::Roles);
        }
        if self.welcome == Welcoming::Greeter && self.role(GREETER).is_none() {
            faults.push(CharterFault::Greeter);
        }
        if self.safety.two_keepers && self.role(KEEPER).is_some_and(|role| role.seats < 2) {
            faults.push(CharterFault::TwoKeepers);
        }
        for role in &self.roles {
            if !role.name.fits(limits::SHORT_TEXT) || !role.duty.fits(limits::LONG_TEXT) {
                faults.push(CharterFault::Text(format!("role.{}", role.id)));
            }
        }
    }
}

impl Phase {
    fn check(&self, faults: &mut Vec<CharterFault>) {
        let texts =
            [(&self.name, limits::SHORT_TEXT), (&self.purpose, limits::LONG_TEXT), (&self.cue, limits::LONG_TEXT)];
        if !texts.iter().all(|(text, max)| text.fits(*max)) {
            faults.push(CharterFault::Text(format!("phase.{}", self.id)));
        }
        let turns = matches!(self.kind, PhaseKind::Round | PhaseKind::Queue);
        let length = self.planned_seconds(1);
        if length == 0 || length.max(self.turn_seconds) > limits::PHASE_SECONDS || (turns && self.turn_seconds == 0) {
            faults.push(CharterFault::Length(self.id.clone()));
        }
        let fits = match self.kind {
            PhaseKind::Silence => self.rule == SpeakingRule::None,
            PhaseKind::Open => self.rule == SpeakingRule::Open,
            PhaseKind::Words | PhaseKind::Round | PhaseKind::Queue => true,
        };
        if !fits {
            faults.push(CharterFault::Rule(self.id.clone()));
        }
        if turns && !self.pass {
            faults.push(CharterFault::Pass(self.id.clone()));
        }
    }
}

fn check_ids<'a>(ids: impl Iterator<Item = &'a str>, faults: &mut Vec<CharterFault>) {
    let mut seen = BTreeSet::new();
    for id in ids {
        if !is_tag(id) {
            faults.push(CharterFault::Tag(id.to_owned()));
        }
        if !seen.insert(id) {
            faults.push(CharterFault::Twice(id.to_owned()));
        }
    }
}

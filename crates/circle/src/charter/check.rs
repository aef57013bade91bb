//! The limits of a charter.

use std::collections::BTreeSet;

use super::{
    CARDS, Charter, Duty, GREETER, KEEPER, MilestoneKind, Modules, Order, Phase, PhaseKind, Role, SpeakingRule,
    Welcoming, Who,
};
use crate::{
    Text, limits,
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
    /// Two phases, roles, parts, tags or modules have the same identifier.
    #[error("`{0}` occurs twice")]
    Twice(String),
    /// A phase names a tag, or a round's step a phase, that there is none of.
    #[error("`{0}` is named but not defined")]
    Unknown(String),
    /// Not between 1 and [`wire::limits::RETENTION_DAYS`].
    #[error("retention must be 1 to {max} days", max = wire::limits::RETENTION_DAYS)]
    Retention,
    /// No phase, or too many.
    #[error("there must be 1 to {max} phases", max = limits::PHASES)]
    Phases,
    /// A phase has no length, or too long a one.
    #[error("phase `{0}` has no usable length")]
    Length(String),
    /// Silence with a reply rule, an open phase with a closed one, an example without tags.
    #[error("kind and speaking rule of phase `{0}` do not go together")]
    Rule(String),
    /// A phase with turns in which nobody may pass (domain R10).
    #[error("phase `{0}` must offer to pass")]
    Pass(String),
    /// An example, sheet or plan without parts, parts where there are no turns, or too many.
    #[error("the parts of phase `{0}` do not go with its kind")]
    Parts(String),
    /// Somebody else has the floor in such a phase, or hands order what goes by the ring.
    #[error("`who` or `order` of phase `{0}` does not go with its kind")]
    Who(String),
    /// Held shares where nobody shares, or too long a quiet.
    #[error("phase `{0}` cannot hold shares or be quiet for so long")]
    Held(String),
    /// A phase of the meeting comes after one that is after the closing.
    #[error("phase `{0}` comes after the closing")]
    After(String),
    /// Too many roles, no seats, no keeper, or a keeper who may not open.
    #[error("roles are too many, lack seats, or the role `keeper` with the duty `open` is missing")]
    Roles,
    /// Newcomers wait for a greeter, but there is no such role.
    #[error("the greeter's role is missing")]
    Greeter,
    /// Two keepers are wanted, but the role has fewer than two seats.
    #[error("the keeper's role needs two seats")]
    TwoKeepers,
    /// For nobody.
    #[error("a circle is for somebody: `relations` is empty")]
    Relations,
    /// Days that do not grow, too many, none where days are counted, or some where they are not.
    #[error("the marks of the milestones do not go with their kind")]
    Marks,
    /// Modules where there are none, or none where there are some.
    #[error("the modules do not go with `modules`")]
    Programme,
    /// A step of a round is shorter than a day or longer than shares are kept, or there are too many.
    #[error("the round has an unusable step or time")]
    RoundPlan,
    /// More days than a year.
    #[error("decisions have unusable times")]
    Decisions,
    /// A reading phase without readings, or too many of them.
    #[error("there must be 1 to {max} readings where readings are read", max = limits::READINGS)]
    Readings,
    /// Too many words in the vocabulary, too many cards or tags.
    #[error("too many words in the vocabulary, cards or tags")]
    TooMany,
    /// All in all.
    #[error("the charter is longer than {max} bytes", max = limits::CHARTER)]
    TooLarge,
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
        self.check_origin(&mut faults);
        self.check_texts(&mut faults);
        self.check_phases(&mut faults);
        self.check_roles(&mut faults);
        self.check_frame(&mut faults);
        if wire::encode(self).len() > limits::CHARTER {
            faults.push(CharterFault::TooLarge);
        }
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }

    fn check_origin(&self, faults: &mut Vec<CharterFault>) {
        let own = [("template", &self.template), ("template_version", &self.template_version)];
        let ancestors = self.lineage.iter().flat_map(|a| [("lineage", &a.id), ("lineage", &a.version)]);
        for (field, tag) in own.into_iter().chain(ancestors) {
            if !is_tag(&tag.replace('.', "-")) {
                faults.push(CharterFault::Tag(field.to_owned()));
            }
        }
        if self.lineage.len() > limits::LINEAGE {
            faults.push(CharterFault::TooMany);
        }
    }

    fn check_texts(&self, faults: &mut Vec<CharterFault>) {
        let plain = [
            ("bond", &self.bond),
            ("pledge", &self.pledge),
            ("notices.adult", &self.notices.adult),
            ("notices.not_treatment", &self.notices.not_treatment),
            ("late", &self.late),
            ("round.close", &self.round.close),
        ];
        let cards = self.newcomer_card.iter().map(|card| ("newcomer_card", card));
        let keyed = self.notices.health.iter().chain(&self.cards).map(|(key, text)| (key.as_str(), text));
        let rest = self.readings.iter().map(|reading| ("reading", &reading.text));
        let modules = self.programme.modules.iter().map(|module| ("module", &module.purpose));
        fit(plain.into_iter().chain(cards).chain(keyed).chain(rest).chain(modules), limits::LONG_TEXT, faults);
        let titles = [("schedule.title", &self.schedule.title), ("schedule.discreet", &self.schedule.discreet)];
        let tags = self.tags.iter().map(|tag| ("tag", &tag.name));
        let readings = self.readings.iter().map(|reading| ("reading", &reading.title));
        let modules = self.programme.modules.iter().map(|module| ("module", &module.name));
        let words = self.vocabulary.iter().map(|(word, text)| (word.as_str(), text));
        fit(titles.into_iter().chain(tags).chain(readings).chain(modules).chain(words), limits::SHORT_TEXT, faults);
        let keys = self.vocabulary.keys().map(|key| ("vocabulary", key));
        for (field, key) in keys.chain(self.notices.health.keys().map(|key| ("notices", key))) {
            if !is_tag(key) {
                faults.push(CharterFault::Text(format!("{field}.{key}")));
            }
        }
        if self.cards.keys().any(|card| !CARDS.contains(&card.as_str())) {
            faults.push(CharterFault::Text("card".to_owned()));
        }
        let many = [self.vocabulary.len(), self.newcomer_card.len(), self.tags.len(), self.notices.health.len()];
        if many.iter().any(|many| *many > limits::VOCABULARY) {
            faults.push(CharterFault::TooMany);
        }
    }

    fn check_phases(&self, faults: &mut Vec<CharterFault>) {
        if !(1..=limits::PHASES).contains(&self.phases.len()) {
            faults.push(CharterFault::Phases);
        }
        check_ids(self.phases.iter().map(|phase| phase.id.as_str()), faults);
        check_ids(self.tags.iter().map(|tag| tag.id.as_str()), faults);
        let mut after = false;
        for phase in &self.phases {
            phase.check(faults);
            for tag in phase.tags.iter().filter(|tag| self.tags.iter().all(|known| known.id != **tag)) {
                faults.push(CharterFault::Unknown(tag.clone()));
            }
            if after && !phase.after {
                faults.push(CharterFault::After(phase.id.clone()));
            }
            after |= phase.after;
        }
        if self.phases.first().is_some_and(|phase| phase.after) {
            faults.push(CharterFault::Phases);
        }
        let read = self.phases.iter().any(|phase| phase.kind == PhaseKind::Reading);
        if self.readings.len() > limits::READINGS || (read && self.readings.is_empty()) {
            faults.push(CharterFault::Readings);
        }
    }

    fn check_roles(&self, faults: &mut Vec<CharterFault>) {
        check_ids(self.roles.iter().map(|role| role.id.as_str()), faults);
        let seats_fit = |role: &Role| (1..=wire::limits::MEMBERS as u32).contains(&role.seats);
        let opens = self.role(KEEPER).is_some_and(|role| role.duties.contains(&Duty::Open));
        if !opens || self.roles.len() > limits::ROLES || !self.roles.iter().all(seats_fit) {
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

    fn check_frame(&self, faults: &mut Vec<CharterFault>) {
        if self.facets.relations.is_empty() {
            faults.push(CharterFault::Relations);
        }
        let marks = &self.milestones.marks;
        let counted = self.milestones.kind == MilestoneKind::DaysSince;
        let grow = marks.first().is_none_or(|first| *first > 0) && marks.windows(2).all(|pair| pair[0] < pair[1]);
        if counted == marks.is_empty() || !grow || marks.len() > limits::MARKS {
            faults.push(CharterFault::Marks);
        }
        let modules = &self.programme.modules;
        check_ids(modules.iter().map(|module| module.id.as_str()), faults);
        if (self.programme.order == Modules::None) != modules.is_empty() || modules.len() > limits::MODULES {
            faults.push(CharterFault::Programme);
        }
        if self.decisions.information_days > limits::YEAR_DAYS || self.decisions.review_days > 3 * limits::YEAR_DAYS {
            faults.push(CharterFault::Decisions);
        }
        self.check_round(faults);
    }

    fn check_round(&self, faults: &mut Vec<CharterFault>) {
        let round = &self.round;
        for step in round.steps.iter().filter(|step| self.phases.iter().all(|phase| phase.id != step.phase)) {
            faults.push(CharterFault::Unknown(step.phase.clone()));
        }
        let days = wire::limits::RETENTION_DAYS;
        let fits = round
            .steps
            .iter()
            .all(|step| step.from_day < step.to_day && step.to_day <= days && step.each <= limits::EACH);
        let hours = round.leader_by_hours.max(round.close_hours) <= days * 24;
        if !fits || !hours || !(1..=limits::STEPS).contains(&round.steps.len()) {
            faults.push(CharterFault::RoundPlan);
        }
    }
}

impl Phase {
    fn check(&self, faults: &mut Vec<CharterFault>) {
        let texts =
            [(&self.name, limits::SHORT_TEXT), (&self.purpose, limits::LONG_TEXT), (&self.cue, limits::LONG_TEXT)];
        let parts = self.parts.iter().flat_map(|p| [(&p.name, limits::SHORT_TEXT), (&p.hint, limits::LONG_TEXT)]);
        if !texts.into_iter().chain(parts).all(|(text, max)| text.fits(max)) {
            faults.push(CharterFault::Text(format!("phase.{}", self.id)));
        }
        check_ids(self.parts.iter().map(|part| part.id.as_str()), faults);
        let turns = !matches!(self.kind, PhaseKind::Silence | PhaseKind::Open | PhaseKind::Words);
        let length = self.planned_seconds(1);
        let id = || self.id.clone();
        if length == 0 || length.max(self.turn_seconds) > limits::PHASE_SECONDS || (turns && self.turn_seconds == 0) {
            faults.push(CharterFault::Length(id()));
        }
        if !self.rule_fits() {
            faults.push(CharterFault::Rule(id()));
        }
        if turns && !self.pass {
            faults.push(CharterFault::Pass(id()));
        }
        if !self.parts_fit() || self.lines > limits::LINES {
            faults.push(CharterFault::Parts(id()));
        }
        if !self.who_fits() {
            faults.push(CharterFault::Who(id()));
        }
        if (self.held && !self.kind.shares()) || self.silence_after > limits::QUIET_SECONDS {
            faults.push(CharterFault::Held(id()));
        }
    }

    fn rule_fits(&self) -> bool {
        match self.kind {
            PhaseKind::Silence | PhaseKind::Ask => self.rule == SpeakingRule::None,
            PhaseKind::Open | PhaseKind::Sheet => self.rule == SpeakingRule::Open,
            PhaseKind::Example => self.rule == SpeakingRule::Tags && !self.tags.is_empty(),
            PhaseKind::Words
            | PhaseKind::Round
            | PhaseKind::Queue
            | PhaseKind::Reading
            | PhaseKind::Welcome
            | PhaseKind::Presenter
            | PhaseKind::Work
            | PhaseKind::Plans
            | PhaseKind::Business => true,
        }
    }

    fn parts_fit(&self) -> bool {
        let some = (1..=limits::PARTS).contains(&self.parts.len());
        match self.kind {
            PhaseKind::Example | PhaseKind::Sheet | PhaseKind::Plans => some,
            PhaseKind::Round | PhaseKind::Queue | PhaseKind::Presenter => some || self.parts.is_empty(),
            PhaseKind::Silence
            | PhaseKind::Words
            | PhaseKind::Open
            | PhaseKind::Reading
            | PhaseKind::Welcome
            | PhaseKind::Work
            | PhaseKind::Ask
            | PhaseKind::Business => self.parts.is_empty(),
        }
    }

    fn who_fits(&self) -> bool {
        let hands = self.order == Order::Ring || self.kind.is_round();
        let who = match self.kind {
            PhaseKind::Reading => self.who == Who::Reader,
            PhaseKind::Welcome => self.who == Who::Newcomers,
            PhaseKind::Words => self.who != Who::Newcomers,
            _ => matches!(self.who, Who::Keeper | Who::Anyone),
        };
        hands && who
    }
}

fn fit<'a>(texts: impl Iterator<Item = (&'a str, &'a Text)>, max: usize, faults: &mut Vec<CharterFault>) {
    for (field, text) in texts {
        if !text.fits(max) {
            faults.push(CharterFault::Text(field.to_owned()));
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

//! The steps of a round, as the charter has them when it is opened.

use minicbor::{Decode, Encode};

use crate::{Charter, RoundStep, SpeakingRule, limits};

/// One step of a round.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Step {
    /// As the charter has it.
    #[n(0)]
    pub plan: RoundStep,
    /// Who may answer: the rule of its phase.
    #[n(1)]
    pub rule: SpeakingRule,
}

impl Step {
    /// Turns that everybody may take; where the charter sets no number, [`limits::ROUND_EACH`].
    pub const fn most(&self) -> usize {
        (if self.plan.each == 0 { limits::ROUND_EACH } else { self.plan.each }) as usize
    }
}

/// The steps of the charter with their rules; none if one names a phase that there is not.
pub(super) fn steps(charter: &Charter) -> Option<Vec<Step>> {
    let step = |plan: &RoundStep| {
        let phase = charter.phases.iter().find(|phase| phase.id == plan.phase)?;
        Some(Step { plan: plan.clone(), rule: phase.rule })
    };
    charter.round.steps.iter().map(step).collect()
}

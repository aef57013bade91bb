//! Taking a turn, passing, answering.

use wire::Hash;

use super::{Round, RoundTurn};
use crate::{Effect, MemberId, Refused, RoundId, SpeakingRule, durable::Durable, limits};

/// What a turn is made of.
#[derive(Clone, Copy)]
pub(super) struct Taken {
    pub(super) step: u16,
    pub(super) words: Option<Hash>,
    pub(super) ask: bool,
}

/// Everybody may take as many turns in a step as it gives to each, while its window is open.
pub(super) fn turn(state: &mut Durable, author: MemberId, id: RoundId, taken: Taken) -> Result<Vec<Effect>, Refused> {
    let time = state.time();
    let round = state.rounds.running_mut(id)?;
    let now = round.now(time);
    let Taken { step, words, ask } = taken;
    if !round.open_steps(now).any(|(open, _)| open == step) {
        return Err(Refused::StepClosed);
    }
    if round.left(author, step) == 0 {
        return Err(Refused::RoundTurnTaken);
    }
    if words.is_some_and(|words| round.turn_of(words).is_some()) {
        return Err(Refused::Repeated);
    }
    if round.turns.len() >= limits::ROUND_TURNS {
        return Err(Refused::RoundFull);
    }
    round.turns.push(RoundTurn { member: author, step, words, ask, at: now });
    Ok(vec![Effect::RoundChanged(id)])
}

/// Whether these words may be answered now (domain R11): by the step's rule, and in time.
pub(crate) fn may_answer(state: &Durable, id: RoundId, words: Hash) -> Result<(), Refused> {
    let round = state.rounds.running().filter(|round| round.id == id).ok_or(Refused::NoRound)?;
    let turn = round.turn_of(words).ok_or(Refused::NoAnswersHere)?;
    if !round.takes_answers(turn) {
        return Err(Refused::NoAnswersHere);
    }
    let until = round.answers_until(words).ok_or(Refused::NoAnswersHere)?;
    if state.time() < until { Ok(()) } else { Err(Refused::AnswersClosed) }
}

impl Round {
    /// Whether a turn can be answered with words, its time aside.
    pub fn takes_answers(&self, turn: &RoundTurn) -> bool {
        match self.steps.get(usize::from(turn.step)).map(|step| step.rule) {
            Some(SpeakingRule::Open) => true,
            Some(SpeakingRule::Ask) => turn.ask,
            Some(SpeakingRule::None | SpeakingRule::Tags) | None => false,
        }
    }
}

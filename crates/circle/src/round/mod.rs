//! The asynchronous form: the same circle over days. One round at a time.
//!
//! The structure is durable: who led, the steps, who has had a turn. A turn names its words by their hash; the words
//! are kept entries that die with the round, and go when their author takes them back. Whether an act is admitted
//! depends on the structure alone, so devices that came later, and cannot read what was said before, judge alike.
//! Circle time moves the windows; a device whose clock is past a border may say so ([`RoundAct::Tell`]).

mod act;
mod close;
mod open;
mod said;
mod step;
mod time;
mod turn;

pub use act::{RoundAct, RoundWords, words_hash};
pub(crate) use said::check as check_words;
pub use said::{Said, SaidKind};
pub use step::Step;
pub(crate) use time::{border, opening};
pub(crate) use turn::may_answer;

use calendar::Date;
use minicbor::{Decode, Encode};
use wire::{Day, Hash, Millis};

use crate::{Effect, Entry, MemberId, Refused, RoundId, SeriesId, durable::Durable, limits};

const DAY_MS: u64 = 86_400_000;

/// A round.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Round {
    /// Its id.
    #[n(0)]
    pub id: RoundId,
    /// The occurrence of the schedule that it is.
    #[n(1)]
    pub occurrence: Option<Occasion>,
    /// Who opened it and leads it.
    #[n(2)]
    pub leader: MemberId,
    /// When, by circle time.
    #[n(3)]
    pub opened: Millis,
    /// Its steps.
    #[n(4)]
    pub steps: Vec<Step>,
    /// Hours of quiet after which anybody may close it once the steps are over.
    #[n(5)]
    pub close_hours: u32,
    /// The turns, in order.
    #[n(6)]
    pub turns: Vec<RoundTurn>,
    /// When it was closed, by circle time.
    #[n(7)]
    pub closed: Option<Millis>,
    /// The day on which all of its words are gone.
    #[n(8)]
    pub expires: Day,
}

/// One occurrence of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct Occasion {
    /// The series.
    #[n(0)]
    pub series: SeriesId,
    /// The occurrence's name.
    #[n(1)]
    pub date: Date,
}

/// One turn of one member in one step.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct RoundTurn {
    /// Whose.
    #[n(0)]
    pub member: MemberId,
    /// Number of the step.
    #[n(1)]
    pub step: u16,
    /// [`words_hash`] of the words; `None`: passed.
    #[n(2)]
    pub words: Option<Hash>,
    /// The member asks for answers.
    #[n(3)]
    pub ask: bool,
    /// When, by circle time.
    #[n(4)]
    pub at: Millis,
}

impl Round {
    /// The turn whose words these are.
    pub fn turn_of(&self, words: Hash) -> Option<&RoundTurn> {
        self.turns.iter().find(|turn| turn.words == Some(words))
    }

    /// How many turns the member has had in a step, passes included.
    pub fn taken(&self, member: MemberId, step: u16) -> usize {
        self.turns.iter().filter(|turn| turn.member == member && turn.step == step).count()
    }

    /// How many turns the member may still take in a step, windows aside.
    pub fn left(&self, member: MemberId, step: u16) -> usize {
        let each = self.steps.get(usize::from(step)).map_or(0, Step::most);
        each.saturating_sub(self.taken(member, step))
    }
}

/// The rounds of a circle: the one that runs, and closed ones whose words are not gone yet.
#[derive(Debug, Clone, PartialEq, Eq, Default, Encode, Decode)]
pub(crate) struct Rounds {
    #[n(0)]
    pub(crate) all: Vec<Round>,
}

impl Rounds {
    pub(crate) fn running(&self) -> Option<&Round> {
        self.all.iter().find(|round| round.closed.is_none())
    }

    pub(crate) fn get(&self, id: RoundId) -> Option<&Round> {
        self.all.iter().find(|round| round.id == id)
    }

    /// Whether read bytes make sense.
    pub(crate) fn is_sound(&self) -> bool {
        self.all.iter().filter(|round| round.closed.is_none()).count() <= 1
    }

    fn running_mut(&mut self, id: RoundId) -> Result<&mut Round, Refused> {
        self.all.iter_mut().find(|round| round.id == id && round.closed.is_none()).ok_or(Refused::NoRound)
    }

    fn tidy(&mut self, today: Day) {
        self.all.retain(|round| round.closed.is_none() || round.expires > today);
        while self.all.iter().filter(|round| round.closed.is_some()).count() > limits::ROUNDS_PAST {
            let oldest = self.all.iter().position(|round| round.closed.is_some());
            oldest.map(|oldest| self.all.remove(oldest));
        }
    }
}

/// Folds an act of a round. On refusal the state is half changed and must be dropped.
pub(crate) fn fold(state: &mut Durable, entry: &Entry, act: &RoundAct) -> Result<Vec<Effect>, Refused> {
    let today = state.today();
    state.rounds.tidy(today);
    match act {
        RoundAct::Open { round, occurrence } => open::open(state, entry, *round, *occurrence),
        RoundAct::Turn { round, step, words, ask } => {
            turn::turn(state, entry.member, *round, turn::Taken { step: *step, words: Some(*words), ask: *ask })
        }
        RoundAct::Pass { round, step } => {
            turn::turn(state, entry.member, *round, turn::Taken { step: *step, words: None, ask: false })
        }
        // Its claim is all that it is; [`check_tell`] has judged it.
        RoundAct::Tell {} => Ok(Vec::new()),
        RoundAct::Close { round } => close::close(state, entry.member, *round),
    }
}

/// Whether telling the time would move anything: a border lies between circle time and the claim, and the author has
/// not told before. Judged before the claim counts.
pub(crate) fn check_tell(state: &Durable, entry: &Entry) -> Result<(), Refused> {
    let border = border(&state.rounds, &state.schedule, &state.charter, state.time());
    let news = border.is_some_and(|border| entry.claimed >= border && state.claim_of(entry.member) < border);
    if news { Ok(()) } else { Err(Refused::NothingToTell) }
}

//! Asynchronous rounds: what a person may ask of them, and what an open device does by itself.

pub(crate) mod view;

use circle::{Body, Occasion, Refused, RoundAct, RoundId, RoundWords, words_hash};
use serde::{Deserialize, Serialize};
use wire::{Hash, Millis};

#[cfg(feature = "ts")]
use ts_rs::TS;

use crate::{
    command::{Failure, Value},
    member::{Core, Member, rank, unhex},
    schedule::{date, series_id},
    suite::Suite,
};

/// An act in the running round. Words of rounds are tapped by `TapShare` and taken back by `TakeBack`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(TS))]
pub enum RoundCommand {
    /// Opens the round that is due (`CircleView::round_due`), or one of its own where the schedule has none.
    Open { series: Option<String>, date: Option<String> },
    /// Takes a turn in a step. `ask`: asks for answers, where the rule has it.
    Turn { step: u16, text: String, note: Option<String>, ask: bool },
    /// Gives the turn in a step on without words.
    Pass { step: u16 },
    /// Answers a turn; `words` is `RoundTurnView::words`.
    Answer { words: String, text: String },
    /// Closes the round.
    Close,
}

impl<S: Suite> Member<S> {
    pub(crate) fn round(&self, command: RoundCommand) -> Result<Value, Failure> {
        match command {
            RoundCommand::Open { series, date } => self.open_round(series.as_deref(), date.as_deref()),
            RoundCommand::Turn { step, text, note, ask } => self.take_turn(step, &text, note.as_deref(), ask),
            RoundCommand::Pass { step } => {
                let round = self.running()?;
                self.act(Body::Round(RoundAct::Pass { round, step }))
            }
            RoundCommand::Answer { words, text } => {
                let to = unhex(&words).map(Hash).ok_or(Refused::NoAnswersHere)?;
                let (round, text) = (self.running()?, text.trim().to_owned());
                self.act(Body::RoundWords(RoundWords::Answer { round, to, text }))
            }
            RoundCommand::Close => {
                let round = self.running()?;
                self.act(Body::Round(RoundAct::Close { round }))
            }
        }
    }

    /// What an open device does by itself: it tells the time where circle time lags behind a border, and closes a round
    /// that is over and quiet. Devices take turns by rank, so that mostly one or two are enough.
    pub(crate) fn keep_round(&self) {
        let now = self.now();
        self.change(|core| {
            let since = now.0.saturating_sub(rank(core));
            for body in [tell(core, Millis(since)), close(core, Millis(since))].into_iter().flatten() {
                // What the rules refuse by now another device has done.
                if !core.is_posting(|posting| *posting == body) {
                    let _ = core.post(body, now);
                }
            }
        });
    }

    fn open_round(&self, series: Option<&str>, name: Option<&str>) -> Result<Value, Failure> {
        let occurrence = match (series, name) {
            (Some(series), Some(name)) => Some(Occasion { series: series_id(series)?, date: date(name)? }),
            (None, None) => None,
            (Some(_), None) | (None, Some(_)) => return Err(Refused::NoOccurrence.into()),
        };
        let round = RoundId(self.draw());
        self.act(Body::Round(RoundAct::Open { round, occurrence }))
    }

    /// The words first, then the turn that names them: nobody sees a turn whose words are missing for long.
    fn take_turn(&self, step: u16, text: &str, note: Option<&str>, ask: bool) -> Result<Value, Failure> {
        let round = self.running()?;
        let salt = self.draw();
        let (text, note) = (text.trim(), note.map(str::trim).filter(|note| !note.is_empty()));
        let words = words_hash(round, self.membership().member, salt, text, note);
        let turn = Body::Round(RoundAct::Turn { round, step, words, ask });
        let words = RoundWords::Words { round, salt, text: text.to_owned(), note: note.map(str::to_owned) };
        let now = self.now();
        // Both or none: words without a turn would be kept and never shown.
        if self.with(|core| core.allows(turn.clone(), now)) == Some(true) {
            self.act(Body::RoundWords(words))?;
        }
        self.act(turn)
    }

    fn running(&self) -> Result<RoundId, Failure> {
        self.with(|core| core.circle.round().map(|round| round.id)).flatten().ok_or_else(|| Refused::NoRound.into())
    }

    fn draw(&self) -> [u8; 16] {
        self.io.random(|rng| {
            let mut bytes = [0; 16];
            rng.fill_bytes(&mut bytes);
            bytes
        })
    }
}

fn tell<S: Suite>(core: &Core<S>, now: Millis) -> Option<Body> {
    let border = core.circle.round_border()?;
    (border <= now).then_some(Body::Round(RoundAct::Tell {}))
}

fn close<S: Suite>(core: &Core<S>, now: Millis) -> Option<Body> {
    let round = core.circle.round().filter(|round| round.quiet_from() <= core.circle.time().min(now))?;
    Some(Body::Round(RoundAct::Close { round: round.id }))
}

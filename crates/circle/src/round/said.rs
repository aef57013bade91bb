//! Words of rounds, as a device keeps them. Not under the state root, like shares.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decode, Encode};
use wire::{Day, Hash, Millis};

use super::{RoundWords, may_answer, words_hash};
use crate::{
    Arrival, Charter, ContentNotes, Entry, EntryRef, MemberId, Refused, RoundId, Tap, durable::Durable, limits,
};

/// Words of a turn, or an answer.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Said {
    /// How taps and take-backs name it.
    #[n(0)]
    pub at: EntryRef,
    /// Who wrote it, on which device.
    #[n(1)]
    pub author: Arrival,
    /// In which round.
    #[n(2)]
    pub round: RoundId,
    /// What it is.
    #[n(3)]
    pub kind: SaidKind,
    /// The words; none once they were taken back.
    #[n(4)]
    pub text: Option<String>,
    /// The content note.
    #[n(5)]
    pub note: Option<String>,
    /// The writer's clock.
    #[n(6)]
    pub claimed: Millis,
    /// Who tapped how. Counts are for the writer alone (domain R26).
    #[n(7)]
    pub taps: BTreeMap<Tap, BTreeSet<MemberId>>,
    /// The day on which it is gone, with the round.
    #[n(8)]
    pub expires: Day,
    #[n(9)]
    pub(crate) counter: u64,
}

/// What was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum SaidKind {
    /// The words of the turn that names this hash; without one they are not shown.
    #[n(0)]
    Words(#[n(0)] Hash),
    /// An answer to these words.
    #[n(1)]
    Answer(#[n(0)] Hash),
}

/// Judges words in a round by the structure alone.
pub(crate) fn check(state: &Durable, words: &RoundWords) -> Result<(), Refused> {
    match words {
        RoundWords::Words { round, text, note, .. } => {
            state.rounds.running().filter(|running| running.id == *round).ok_or(Refused::NoRound)?;
            check_text(text, limits::SHARE)?;
            check_note(&state.charter, note.as_deref())
        }
        RoundWords::Answer { round, to, text } => {
            check_text(text, limits::LINE)?;
            may_answer(state, *round, *to)
        }
    }
}

impl Said {
    pub(crate) fn of(at: EntryRef, entry: &Entry, words: &RoundWords, expires: Day) -> Self {
        let (kind, text, note) = match words {
            RoundWords::Words { round, salt, text, note } => {
                let hash = words_hash(*round, entry.member, *salt, text, note.as_deref());
                (SaidKind::Words(hash), text, note.clone())
            }
            RoundWords::Answer { to, text, .. } => (SaidKind::Answer(*to), text, None),
        };
        Self {
            at,
            author: entry.author(),
            round: words.round(),
            kind,
            text: Some(text.clone()),
            note,
            claimed: entry.claimed,
            taps: BTreeMap::new(),
            expires,
            counter: entry.counter,
        }
    }
}

fn check_text(text: &str, most: usize) -> Result<(), Refused> {
    if text.trim().is_empty() {
        return Err(Refused::TextEmpty);
    }
    if text.chars().count() > most { Err(Refused::TextTooLong) } else { Ok(()) }
}

fn check_note(charter: &Charter, note: Option<&str>) -> Result<(), Refused> {
    match note {
        Some(note) => check_text(note, limits::NOTE),
        None if charter.safety.content_notes == ContentNotes::Asked => Err(Refused::NoteMissing),
        None => Ok(()),
    }
}

//! The words of a meeting as this device heard them. In memory only.

use std::collections::{BTreeMap, BTreeSet};

use circle::{Arrival, MemberId, Tap};

use crate::{member::Core, suite::Suite};

/// All that was heard, by phase and turn.
#[derive(Default)]
pub(crate) struct Words {
    pub(crate) talks: BTreeMap<(u32, u32), Talk>,
    /// Which taps on which turn are whose.
    pub(crate) taps: BTreeMap<u32, BTreeMap<Tap, BTreeSet<MemberId>>>,
}

/// What was said in one turn (or in the open talk of a phase, as turn 0).
#[derive(Default)]
pub(crate) struct Talk {
    pub(crate) lines: Vec<Line>,
}

/// One line.
pub(crate) struct Line {
    pub(crate) author: Arrival,
    pub(crate) number: u32,
    pub(crate) text: zeroize::Zeroizing<String>,
    /// The server has not taken it yet.
    pub(crate) sending: bool,
}

impl Words {
    /// Adds a line; false when it is known already.
    pub(crate) fn add(&mut self, phase: u32, turn: u32, line: Line) -> bool {
        let known = |talk: &Talk| talk.lines.iter().any(|l| l.author == line.author && l.number == line.number);
        if self.talks.iter().any(|((_, t), talk)| *t == turn && known(talk)) {
            return false;
        }
        self.talks.entry((phase, turn)).or_default().lines.push(line);
        true
    }

    pub(crate) fn tap(&mut self, turn: u32, member: MemberId, tap: Tap) -> bool {
        self.taps.entry(turn).or_default().entry(tap).or_default().insert(member)
    }

    /// Own lines that are on their way by now.
    pub(crate) fn arrived(&mut self, author: Arrival, turn: u32, number: u32) {
        for ((_, t), talk) in &mut self.talks {
            for line in
                talk.lines.iter_mut().filter(|line| *t == turn && line.author == author && line.number == number)
            {
                line.sending = false;
            }
        }
    }
}

/// Drops lines beyond what the end of their turn counts, so that every device shows the same.
pub(super) fn prune<S: Suite>(core: &mut Core<S>) {
    let (Some(meeting), Some(room)) = (core.circle.meeting(), &mut core.room) else { return };
    for ((_, number), talk) in &mut room.words.talks {
        let Some(turn) = meeting.turns.get(number) else { continue };
        talk.lines.retain(|line| {
            let counted = if line.author.member == turn.holder {
                turn.lines.as_ref().map(|lines| lines.get(&line.author.device).copied().unwrap_or_default())
            } else {
                turn.answers.as_ref().map(|answers| answers.get(&line.author).copied().unwrap_or_default())
            };
            counted.is_none_or(|counted| line.number < counted)
        });
    }
}

//! Who is next in a phase of each kind. Adding a kind is adding a file.

mod ask;
mod hands;
mod presenter;
mod reading;
mod round;
mod welcome;
mod words;
mod work;

use super::{Act, Ended, Sense, Turn};
use crate::{MemberId, PhaseKind};

/// Who gets the free floor, and what for.
pub(super) fn next(act: &Act) -> Option<(MemberId, Sense)> {
    if act.phase().kind == PhaseKind::Ask {
        return ask::next(act).or_else(|| later(act));
    }
    if act.meeting.stage.last {
        return None;
    }
    let next = match act.phase().kind {
        PhaseKind::Silence | PhaseKind::Open | PhaseKind::Ask => None,
        PhaseKind::Words => words::next(act),
        PhaseKind::Reading => reading::next(act),
        PhaseKind::Welcome => welcome::next(act),
        PhaseKind::Round | PhaseKind::Plans => round::next(act),
        PhaseKind::Presenter => presenter::next(act),
        PhaseKind::Work => work::next(act),
        PhaseKind::Queue | PhaseKind::Example | PhaseKind::Sheet | PhaseKind::Business => hands::next(act.meeting),
    };
    next.map(|member| (member, Sense::Plain)).or_else(|| later(act))
}

/// What the end of a turn changes in the phase.
pub(super) fn ended(act: &mut Act, turn: &Turn, how: Ended) {
    match act.charter.phases[turn.phase as usize].kind {
        PhaseKind::Reading => reading::ended(act, turn, how),
        PhaseKind::Presenter => presenter::ended(act, how),
        PhaseKind::Ask => ask::ended(act, turn, how),
        PhaseKind::Silence
        | PhaseKind::Words
        | PhaseKind::Round
        | PhaseKind::Queue
        | PhaseKind::Open
        | PhaseKind::Welcome
        | PhaseKind::Work
        | PhaseKind::Example
        | PhaseKind::Sheet
        | PhaseKind::Plans
        | PhaseKind::Business => {}
    }
}

/// After all others: who would like more time.
fn later(act: &Act) -> Option<(MemberId, Sense)> {
    let stage = &act.meeting.stage;
    let asked = if stage.last { &[][..] } else { &stage.later };
    asked.iter().copied().find(|member| act.meeting.is_open_to_turns(*member)).map(|member| (member, Sense::Later))
}

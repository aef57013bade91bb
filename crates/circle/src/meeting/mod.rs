//! The meeting machine. One meeting at a time; its structure is durable while it runs, its words are never here.
//!
//! Every act is one file. After each act [`floor::settle`] gives a free floor to whoever is next by the phase's kind.

mod arrive;
mod close;
mod depart;
mod door;
mod floor;
mod hand;
mod history;
pub(crate) mod judge;
mod keeping;
mod move_on;
mod open;
mod phase;
mod rekey;
mod turn;
mod types;

pub(crate) use depart::depart_wholly;
pub(crate) use history::History;
pub use types::{ArrivalKey, Meeting, Presence, Turn, TurnState};

use wire::Millis;

use crate::{
    Arrival, Body, Charter, Effect, Entry, MeetingEffect, MeetingId, MemberId, Phase, Refused, durable::Durable,
};

/// Folds an entry of a meeting. On refusal the state is half changed and must be dropped.
pub(crate) fn fold(state: &mut Durable, entry: &Entry) -> Result<Vec<Effect>, Refused> {
    let mut effects = Vec::new();
    let e = &mut effects;
    let (author, claimed) = (entry.author(), entry.claimed);
    match &entry.body {
        Body::MeetingOpened { meeting, key_check, arrival_key } => {
            open::open(state, entry, (*meeting, *key_check, arrival_key), e)?;
        }
        Body::Arrive { meeting, key } => act(state, author, claimed, *meeting, e, |a| arrive::arrive(a, key))?,
        Body::Depart { meeting } => act(state, author, claimed, *meeting, e, depart::depart)?,
        Body::Door { meeting, index, seals } => {
            act(state, author, claimed, *meeting, e, |a| door::door(a, *index, seals))?;
        }
        Body::Rekey { meeting, index, seals, without } => {
            act(state, author, claimed, *meeting, e, |a| rekey::rekey(a, *index, seals, without))?;
        }
        Body::NextPhase { meeting, from } => act(state, author, claimed, *meeting, e, |a| phase::next(a, *from))?,
        Body::Hand { meeting, up } => act(state, author, claimed, *meeting, e, |a| hand::hand(a, *up))?,
        Body::TurnDone { meeting, turn, last, feedback } => {
            act(state, author, claimed, *meeting, e, |a| turn::done(a, *turn, last, *feedback))?;
        }
        Body::Pass { meeting } => act(state, author, claimed, *meeting, e, turn::pass)?,
        Body::EndFeedback { meeting, turn, last } => {
            act(state, author, claimed, *meeting, e, |a| turn::end_feedback(a, *turn, last))?;
        }
        Body::MoveOn { meeting, turn, last } => {
            act(state, author, claimed, *meeting, e, |a| move_on::move_on(a, *turn, last))?;
        }
        Body::TakeKeeping { meeting } => act(state, author, claimed, *meeting, e, keeping::take)?,
        Body::Close { meeting } => act(state, author, claimed, *meeting, e, close::close)?,
        _ => return Err(Refused::NoMeeting),
    }
    Ok(effects)
}

/// Has `author` do something in meeting `id`, and closes the meeting if that was its end.
fn act(
    state: &mut Durable,
    author: Arrival,
    claimed: Millis,
    id: MeetingId,
    effects: &mut Vec<Effect>,
    what: impl FnOnce(&mut Act) -> Result<(), Refused>,
) -> Result<(), Refused> {
    let mut shared = state.meeting.take().filter(|meeting| meeting.id == id).ok_or(Refused::NoMeeting)?;
    let keeper_silent = keeping::is_silent(state, &shared, claimed);
    let mut act = Act {
        charter: &state.charter,
        author,
        stand_ins: state.members.keys().copied().filter(|member| state.keeps(*member)).collect(),
        keeper_silent,
        now: state.time(),
        claimed,
        over: false,
        effects,
        meeting: shared.change(),
    };
    what(&mut act)?;
    if act.over {
        effects.push(MeetingEffect::Closed(id).into());
        state.meetings_held = state.meetings_held.saturating_add(1);
    } else {
        state.meeting = Some(shared);
    }
    Ok(())
}

/// What an act in a meeting works with.
pub(crate) struct Act<'a> {
    meeting: &'a mut Meeting,
    charter: &'a Charter,
    author: Arrival,
    /// Who serves as keeper or deputy of the circle: the first to take over.
    stand_ins: Vec<MemberId>,
    /// Whether the meeting's keeper has been silent for so long that anybody may take over.
    keeper_silent: bool,
    now: Millis,
    claimed: Millis,
    over: bool,
    effects: &'a mut Vec<Effect>,
}

impl Act<'_> {
    fn phase(&self) -> &Phase {
        &self.charter.phases[self.meeting.phase as usize]
    }

    /// The author's device is in the meeting, waiting or not.
    fn present(&self) -> Result<(), Refused> {
        self.meeting.presence(self.author).map(|_| ()).ok_or(Refused::NotPresent)
    }

    /// The author's device is in the meeting, and the author has a seat, that is, has been let in.
    fn seated(&self) -> Result<(), Refused> {
        self.present()?;
        if self.meeting.ring.contains(&self.author.member) { Ok(()) } else { Err(Refused::NotAdmitted) }
    }

    /// The author is the meeting's keeper.
    fn keeper(&self) -> Result<(), Refused> {
        self.present()?;
        if self.meeting.keeper == self.author.member { Ok(()) } else { Err(Refused::NotTheKeeper) }
    }
}

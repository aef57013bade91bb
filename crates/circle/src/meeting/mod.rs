//! The meeting machine. One meeting at a time; its structure is durable while it runs, its words are never here.
//!
//! Every act is one file. After each act [`floor::settle`] gives a free floor to whoever is next by the phase's kind.

mod arrive;
mod assign;
mod close;
mod deed;
mod depart;
mod door;
mod floor;
mod hand;
mod history;
mod judge;
mod keeping;
mod kind;
mod move_on;
mod open;
mod phase;
mod rekey;
mod stage;
mod turn;
mod turn_types;
mod types;

pub use assign::{Apart, Split, assign};
pub use deed::{
    Answer, Breakout, Corner, EjectReason, Mode, OpenCorner, Question, QuestionState, Service, Topic, TopicState,
};
pub(crate) use depart::{depart_wholly, put_out_wholly};
pub(crate) use history::History;
pub(crate) use judge::Judge;
pub(crate) use keeping::{check_tell, is_abandoned, presence_due, silences};
pub use stage::{Asking, Quiet, Stage};
pub use turn_types::{Aftercare, Feedback, Sense, Turn, TurnState};
pub use types::{ArrivalKey, Meeting, Presence};

use turn_types::Ended;

use std::collections::{BTreeMap, BTreeSet};

use wire::Millis;

use crate::{
    Arrival, Body, Charter, Duty, Effect, Entry, GuestPart, MeetingEffect, MeetingId, MemberId, Phase, Refused,
    durable::Durable, guest, records::Records,
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
        Body::NextPhase { meeting, from, skip } => {
            act(state, author, claimed, *meeting, e, |a| phase::next(a, *from, *skip))?;
        }
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
        Body::InMeeting { meeting, deed } => act(state, author, claimed, *meeting, e, |a| deed::run(a, deed))?,
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
    let asleep = keeping::asleep(state, &shared, claimed);
    let stand_ins = state.members.keys().copied().filter(|member| state.keeps(*member)).collect();
    let guests = guest::parts(state);
    let now = state.time();
    let mut act = Act {
        charter: &state.charter,
        roles: &state.roles,
        author,
        stand_ins,
        keeper_silent,
        asleep,
        guests,
        now,
        claimed,
        over: false,
        effects,
        records: &mut state.records,
        meeting: shared.change(),
    };
    what(&mut act)?;
    if act.over {
        effects.push(MeetingEffect::Closed(id).into());
        state.meetings_held = state.meetings_held.saturating_add(1);
        state.records.count(&shared.came);
    } else {
        state.meeting = Some(shared);
    }
    Ok(())
}

/// What an act in a meeting works with.
pub(crate) struct Act<'a> {
    meeting: &'a mut Meeting,
    charter: &'a Charter,
    roles: &'a BTreeMap<String, BTreeSet<MemberId>>,
    records: &'a mut Records,
    author: Arrival,
    /// Who serves as keeper or deputy of the circle: the first to take over.
    stand_ins: Vec<MemberId>,
    /// Whether the meeting's keeper has been silent for so long that anybody may take over.
    keeper_silent: bool,
    /// Who in the ring has been silent for so long that nothing may wait for them.
    asleep: BTreeSet<MemberId>,
    /// Guests of the circle, and what for.
    guests: BTreeMap<MemberId, GuestPart>,
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

    /// The author is let in and keeps the meeting, or may open meetings of the circle.
    fn any_keeper(&self) -> Result<(), Refused> {
        self.seated()?;
        if self.keepers_here().contains(&self.author.member) { Ok(()) } else { Err(Refused::NotTheKeeper) }
    }

    /// Who is let in and keeps the meeting, or may open meetings of the circle.
    fn keepers_here(&self) -> Vec<MemberId> {
        let keeps = |member: &MemberId| *member == self.meeting.keeper || self.stand_ins.contains(member);
        self.meeting.ring.iter().copied().filter(keeps).collect()
    }

    /// The same, less those for whom nothing may wait.
    fn keepers_awake(&self) -> Vec<MemberId> {
        self.keepers_here().into_iter().filter(|keeper| !self.asleep.contains(keeper)).collect()
    }

    /// Whether a role of the member has this duty.
    fn has_duty(&self, member: MemberId, duty: Duty) -> bool {
        let mut roles = self.charter.roles.iter().filter(|role| role.duties.contains(&duty));
        roles.any(|role| self.roles.get(&role.id).is_some_and(|holders| holders.contains(&member)))
    }

    /// The meeting is together and not paused.
    const fn floor_is_open(&self) -> Result<(), Refused> {
        if self.meeting.pause.is_some() {
            return Err(Refused::Paused);
        }
        if self.meeting.breakout.is_some() { Err(Refused::InCorners) } else { Ok(()) }
    }

    /// Whether so many seconds have passed by the author's clock since another clock said `since`.
    fn is_over_since(&self, since: Millis, seconds: u32) -> bool {
        self.claimed.since(since) >= u64::from(seconds) * 1_000
    }

    /// The present turn, which must be the author's and held.
    fn own_turn(&mut self, number: u32) -> Result<&mut Turn, Refused> {
        self.seated()?;
        let member = self.author.member;
        let present = self.meeting.turn_count;
        let turn = self.meeting.turns.get_mut(&number).filter(|_| number == present).ok_or(Refused::WrongTurn)?;
        if turn.holder == member && turn.state == TurnState::Held { Ok(turn) } else { Err(Refused::NotYourTurn) }
    }

    /// The author is the meeting's keeper.
    fn keeper(&self) -> Result<(), Refused> {
        self.present()?;
        if self.meeting.keeper == self.author.member { Ok(()) } else { Err(Refused::NotTheKeeper) }
    }
}

//! Small corners with keys of their own: pairs, triads, or by topic.
//!
//! The keeper's device says who is with whom; a device in each corner makes its key, so the keeper does not have it.

use std::collections::BTreeSet;

use minicbor::{Decode, Encode};
use wire::Millis;

use crate::{
    Arrival, Meeting, MeetingEffect, MemberId, Refused, Seal, limits,
    meeting::{Act, door, floor},
};

/// Who is with whom.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Corner {
    /// At least two.
    #[n(0)]
    pub members: BTreeSet<MemberId>,
    /// The topic of the agenda; 0: none.
    #[n(1)]
    pub topic: u32,
}

/// A break-out.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Breakout {
    /// Its number, from 1.
    #[n(0)]
    pub number: u32,
    /// Planned length in seconds.
    #[n(1)]
    pub seconds: u32,
    /// What the clock of whoever made it begin said.
    #[n(2)]
    pub claimed: Millis,
    /// The corners.
    #[n(3)]
    pub corners: Vec<OpenCorner>,
}

/// A corner that is open.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct OpenCorner {
    /// Who is in it.
    #[n(0)]
    pub members: BTreeSet<MemberId>,
    /// The topic of the agenda; 0: none.
    #[n(1)]
    pub topic: u32,
    /// Number of its present key; 0: there is none yet.
    #[n(2)]
    pub index: u32,
    /// Which devices the present key was sealed to.
    #[n(3)]
    pub keyed: BTreeSet<Arrival>,
}

impl Breakout {
    /// The corner of a member, by number from 0.
    pub fn corner_of(&self, member: MemberId) -> Option<(u32, &OpenCorner)> {
        let place = self.corners.iter().position(|corner| corner.members.contains(&member))?;
        Some((place as u32, &self.corners[place]))
    }
}

impl OpenCorner {
    /// The devices of those in it that are here, waiting ones included: exactly these get its next key. Whoever drops
    /// out of the meeting and comes back is in the same corner.
    pub fn here(&self, meeting: &Meeting) -> BTreeSet<Arrival> {
        let here = meeting.arrivals.iter().map(|presence| presence.arrival);
        here.filter(|arrival| self.members.contains(&arrival.member)).collect()
    }

    /// Words may be said: there is a key, and nobody has it who is gone.
    pub fn is_open(&self, meeting: &Meeting) -> bool {
        self.index > 0 && self.keyed.is_subset(&self.here(meeting))
    }

    /// Somebody came or went since the present key was made. One who is alone needs none.
    pub fn needs_key(&self, meeting: &Meeting) -> bool {
        let here = self.here(meeting);
        let members: BTreeSet<MemberId> = here.iter().map(|arrival| arrival.member).collect();
        members.len() >= 2 && self.keyed != here
    }
}

/// The keeper sends people out. Nobody is in two corners, or alone, or sent who has not been let in.
pub(super) fn out(act: &mut Act, number: u32, seconds: u32, corners: &[Corner]) -> Result<(), Refused> {
    act.keeper()?;
    act.floor_is_open()?;
    if act.meeting.turn().is_some() || act.meeting.stage.quiet.is_some() {
        return Err(Refused::FloorHeld);
    }
    let members: Vec<MemberId> = corners.iter().flat_map(|corner| corner.members.iter().copied()).collect();
    let different: BTreeSet<MemberId> = members.iter().copied().collect();
    let sound = !corners.is_empty()
        && corners.iter().all(|corner| corner.members.len() >= 2)
        && corners.iter().all(|corner| corner.topic == 0 || act.meeting.topic(corner.topic).is_some())
        && different.len() == members.len()
        && different.iter().all(|member| act.meeting.is_open_to_turns(*member))
        && (1..=limits::PHASE_SECONDS).contains(&seconds)
        && Some(number) == act.meeting.breakouts.checked_add(1);
    if !sound {
        return Err(Refused::WrongCorners);
    }
    let open = |corner: &Corner| OpenCorner {
        members: corner.members.clone(),
        topic: corner.topic,
        index: 0,
        keyed: BTreeSet::new(),
    };
    act.meeting.breakouts = number;
    act.meeting.breakout =
        Some(Breakout { number, seconds, claimed: act.claimed, corners: corners.iter().map(open).collect() });
    act.effects.push(MeetingEffect::BreakoutChanged.into());
    Ok(())
}

/// The next key of a corner: the first one of a number wins.
pub(super) fn key(act: &mut Act, (number, place): (u32, u32), index: u32, seals: &[Seal]) -> Result<(), Refused> {
    act.seated()?;
    let author = act.author;
    let breakout = act.meeting.breakout.as_ref().filter(|b| b.number == number).ok_or(Refused::NoBreakout)?;
    let corner = breakout.corners.get(place as usize).ok_or(Refused::NoBreakout)?;
    if !corner.members.contains(&author.member) {
        return Err(Refused::NotYourCorner);
    }
    if Some(index) != corner.index.checked_add(1) {
        return Err(Refused::WrongKeyIndex);
    }
    let to = corner.here(act.meeting);
    door::check_seals(seals, &to)?;
    let open = act.meeting.breakout.as_mut().and_then(|breakout| breakout.corners.get_mut(place as usize));
    let corner = open.ok_or(Refused::NoBreakout)?;
    corner.index = index;
    corner.keyed = to;
    act.effects.push(MeetingEffect::CornerKeyed { corner: place, index }.into());
    Ok(())
}

/// The keeper calls everybody back, or anybody once the time is over by their clock.
pub(super) fn back(act: &mut Act, number: u32) -> Result<(), Refused> {
    act.seated()?;
    let breakout = act.meeting.breakout.as_ref().filter(|b| b.number == number).ok_or(Refused::NoBreakout)?;
    if !act.is_over_since(breakout.claimed, breakout.seconds) {
        act.keeper()?;
    }
    act.meeting.breakout = None;
    act.effects.push(MeetingEffect::BreakoutChanged.into());
    floor::settle(act);
    Ok(())
}

/// One goes back alone. When the last one has gone, the break-out is over.
pub(super) fn leave(act: &mut Act, number: u32) -> Result<(), Refused> {
    act.seated()?;
    let member = act.author.member;
    let breakout = act.meeting.breakout.as_ref().filter(|b| b.number == number).ok_or(Refused::NoBreakout)?;
    if breakout.corner_of(member).is_none() {
        return Err(Refused::NotYourCorner);
    }
    forget(act.meeting, member);
    act.effects.push(MeetingEffect::BreakoutChanged.into());
    floor::settle(act);
    Ok(())
}

/// The member is in no corner any more.
pub(in crate::meeting) fn forget(meeting: &mut Meeting, member: MemberId) {
    let Some(breakout) = &mut meeting.breakout else { return };
    for corner in &mut breakout.corners {
        corner.members.remove(&member);
    }
    if breakout.corners.iter().all(|corner| corner.members.is_empty()) {
        meeting.breakout = None;
    }
}

/// The device was reloaded or has come back: it has lost what was sealed to it.
pub(in crate::meeting) fn came_again(meeting: &mut Meeting, arrival: Arrival) {
    for corner in meeting.breakout.iter_mut().flat_map(|breakout| &mut breakout.corners) {
        corner.keyed.remove(&arrival);
    }
}

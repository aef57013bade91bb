//! Listening only, pausing, being called away: the seat stays, and no turn is offered.

use minicbor::{Decode, Encode};

use crate::{
    MeetingEffect, MemberId, Refused,
    meeting::{Act, Ended, floor, keeping},
};

/// How somebody is here, if not as usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Mode {
    /// Listens only: is never offered a turn and never named.
    #[n(0)]
    Listening,
    /// Rests for a while.
    #[n(1)]
    Paused,
    /// Was called away, and comes back.
    #[n(2)]
    Away,
}

/// A turn that is interrupted like this is not counted: whoever comes back is offered it again.
pub(super) fn be(act: &mut Act, mode: Option<Mode>) -> Result<(), Refused> {
    act.seated()?;
    let member = act.author.member;
    if act.meeting.modes.get(&member).copied() == mode {
        return Err(Refused::Unchanged);
    }
    match mode {
        Some(mode) => act.meeting.modes.insert(member, mode),
        None => act.meeting.modes.remove(&member),
    };
    act.effects.push(MeetingEffect::ModeChanged(member).into());
    if mode.is_some() && act.meeting.turn().is_some_and(|turn| turn.holder == member) {
        floor::end_turn(act, Ended::Away);
    }
    if mode == Some(Mode::Listening) {
        forget_wishes(act, member);
    }
    if matches!(mode, Some(Mode::Paused | Mode::Away)) && act.meeting.keeper == member {
        keeping::pass_on(act);
    }
    floor::settle(act);
    Ok(())
}

/// What a member who is gone leaves behind.
pub(in crate::meeting) fn tidy(act: &mut Act, member: MemberId) {
    forget_wishes(act, member);
    let meeting = &mut *act.meeting;
    meeting.modes.remove(&member);
    meeting.pause_asked.remove(&member);
    meeting.ejecting.remove(&member);
    for keepers in meeting.ejecting.values_mut() {
        keepers.remove(&member);
    }
    meeting.ejecting.retain(|_, keepers| !keepers.is_empty());
    for members in meeting.services.values_mut() {
        members.retain(|other| *other != member);
    }
    meeting.services.retain(|_, members| !members.is_empty());
    if meeting.stage.asking.as_ref().is_some_and(|asking| asking.asker == member) {
        meeting.stage.asking = None;
    }
    if meeting.pause == Some(member) {
        meeting.pause = Some(meeting.keeper).filter(|keeper| *keeper != member);
    }
}

fn forget_wishes(act: &mut Act, member: MemberId) {
    let meeting = &mut *act.meeting;
    if meeting.hands.contains(&member) {
        meeting.hands.retain(|hand| *hand != member);
        act.effects.push(MeetingEffect::HandsChanged.into());
    }
    meeting.stage.later.retain(|other| *other != member);
    meeting.stage.hold.remove(&member);
    if let Some(presenters) = meeting.services.get_mut(&crate::Service::Present) {
        presenters.retain(|other| *other != member);
    }
    meeting.services.retain(|_, members| !members.is_empty());
}

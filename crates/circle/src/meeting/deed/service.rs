//! Small services of one meeting, for everybody and from the first meeting on (domain I50).

use minicbor::{Decode, Encode};

use crate::{
    MeetingEffect, Refused, limits,
    meeting::{Act, floor},
};

/// A small service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Service {
    /// Stands in for the keeper.
    #[n(0)]
    Open,
    /// Keeps an eye on the time.
    #[n(1)]
    Time,
    /// Answers the door.
    #[n(2)]
    Door,
    /// Reads.
    #[n(3)]
    Read,
    /// Welcomes who is new.
    #[n(4)]
    Greet,
    /// Presents.
    #[n(5)]
    Present,
}

/// Takes a service on or lays it down.
pub(super) fn volunteer(act: &mut Act, service: Service, up: bool) -> Result<(), Refused> {
    act.seated()?;
    let member = act.author.member;
    let members = act.meeting.services.entry(service).or_default();
    if members.contains(&member) == up {
        return Err(Refused::Unchanged);
    }
    if up && members.len() >= limits::VOLUNTEERS {
        return Err(Refused::ServiceFull);
    }
    if up {
        members.push(member);
    } else {
        members.retain(|other| *other != member);
    }
    act.meeting.services.retain(|_, members| !members.is_empty());
    act.effects.push(MeetingEffect::ServicesChanged.into());
    floor::settle(act);
    Ok(())
}

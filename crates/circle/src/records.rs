//! What outlives a meeting: who has come how often, who read last, who had to leave one.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decode, Encode};
use wire::Day;

use crate::{Effect, EjectReason, MeetingEffect, MeetingId, MemberId, Refused, durable::Durable, limits};

/// Records of past meetings.
#[derive(Debug, Clone, PartialEq, Eq, Default, Encode, Decode)]
pub(crate) struct Records {
    /// To how many meetings somebody has come, up to [`limits::COUNTED_MEETINGS`]: more is not counted.
    #[n(0)]
    came: BTreeMap<MemberId, u32>,
    #[n(1)]
    last_reader: Option<MemberId>,
    /// The latest last.
    #[n(2)]
    ejections: Vec<Ejection>,
}

/// Somebody had to leave a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Ejection {
    /// Who.
    #[n(0)]
    pub member: MemberId,
    /// Which meeting.
    #[n(1)]
    pub meeting: MeetingId,
    /// When, in circle time.
    #[n(2)]
    pub day: Day,
    /// Why.
    #[n(3)]
    pub reason: EjectReason,
    /// Who said so.
    #[n(4)]
    pub by: BTreeSet<MemberId>,
    /// They ask the circle to look at it again.
    #[n(5)]
    pub appealed: bool,
}

impl Ejection {
    /// It is not so long ago that nobody speaks of it any more.
    #[must_use]
    pub fn counts(&self, today: Day) -> bool {
        self.day.plus(limits::APPEAL_DAYS) >= today
    }
}

impl Records {
    /// How often the member has come, as far as it is counted.
    pub(crate) fn came(&self, member: MemberId) -> u32 {
        self.came.get(&member).copied().unwrap_or_default()
    }

    pub(crate) fn is_new(&self, member: MemberId) -> bool {
        self.came(member) < limits::NEW_MEETINGS
    }

    pub(crate) const fn last_reader(&self) -> Option<MemberId> {
        self.last_reader
    }

    pub(crate) fn ejections(&self) -> &[Ejection] {
        &self.ejections
    }

    pub(crate) const fn read(&mut self, member: MemberId) {
        self.last_reader = Some(member);
    }

    pub(crate) fn count(&mut self, came: &BTreeSet<MemberId>) {
        for member in came {
            let times = self.came.entry(*member).or_default();
            *times = limits::COUNTED_MEETINGS.min(*times + 1);
        }
    }

    pub(crate) fn eject(&mut self, ejection: Ejection) {
        self.ejections.retain(|known| known.counts(ejection.day));
        self.ejections.push(ejection);
        if self.ejections.len() > limits::EJECTIONS {
            self.ejections.remove(0);
        }
    }

    /// Somebody is no longer a member.
    pub(crate) fn forget(&mut self, member: MemberId) {
        self.came.remove(&member);
        self.last_reader = self.last_reader.filter(|last| *last != member);
        self.ejections.retain(|ejection| ejection.member != member);
    }
}

/// Who had to leave a meeting asks the circle to look at it again, once, within [`limits::APPEAL_DAYS`].
pub(crate) fn appeal(state: &mut Durable, author: MemberId, meeting: MeetingId) -> Result<Vec<Effect>, Refused> {
    let today = Day::of(state.clock.time());
    let mut own = state.records.ejections.iter_mut().filter(|e| e.member == author && e.meeting == meeting);
    let ejection = own.next().filter(|ejection| ejection.counts(today)).ok_or(Refused::NotEjected)?;
    if std::mem::replace(&mut ejection.appealed, true) {
        return Err(Refused::AlreadyAppealed);
    }
    Ok(vec![MeetingEffect::Appealed(author).into()])
}

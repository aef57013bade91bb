//! The durable state: what stands under the state root and in the snapshot of every commit.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decode, Encode};
use wire::{Day, Hash, Millis};

use crate::{
    Body, Charter, CharterFault, Deed, DeviceId, Duty, Effect, Entry, Former, InviteId, KEEPER, KnockKey, Lifetime,
    Malformed, Meeting, Member, MemberId, NewMember, OpenInvite, Refused, RoundAct, Seq, Visit,
    away::Away,
    clock::Clock,
    guest, limits, members,
    published::{self, Cards},
    records::Records,
    removal::{self, Removals},
    round::{self, Rounds},
    schedule::{self, Schedule},
    shared::Shared,
    text::is_name,
};

const FORMAT: u8 = 1;
const ROOT_PREFIX: &[u8] = b"stayhere/v1/root\0";

/// Everything that validity depends on.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub(crate) struct Durable {
    #[n(0)]
    format: u8,
    #[n(1)]
    pub(crate) seq: Seq,
    #[n(2)]
    pub(crate) charter: Shared<Charter>,
    #[n(3)]
    pub(crate) members: BTreeMap<MemberId, Member>,
    #[n(4)]
    pub(crate) former: BTreeMap<MemberId, Former>,
    #[n(5)]
    pub(crate) roles: BTreeMap<String, BTreeSet<MemberId>>,
    #[n(6)]
    pub(crate) invites: BTreeMap<InviteId, OpenInvite>,
    #[n(7)]
    pub(crate) knock: KnockKey,
    #[n(8)]
    pub(crate) clock: Clock,
    #[n(9)]
    pub(crate) counters: BTreeMap<MemberId, BTreeMap<DeviceId, Counter>>,
    #[n(10)]
    pub(crate) meeting: Option<Shared<Meeting>>,
    #[n(11)]
    pub(crate) meetings_held: u32,
    /// Somebody who knows the knock key was removed, and it has not been replaced since.
    #[n(12)]
    pub(crate) knock_due: bool,
    /// Knock keys that were replaced, the latest last: links made before still lead to them.
    #[n(13)]
    pub(crate) old_knocks: Vec<KnockKey>,
    /// Members whose leaves were removed because they were silent, and who may come back.
    #[n(14)]
    pub(crate) away: BTreeMap<MemberId, Away>,
    #[n(40)]
    pub(crate) records: Records,
    #[n(15)]
    pub(crate) schedule: Schedule,
    #[n(16)]
    pub(crate) rounds: Rounds,
    #[n(17)]
    pub(crate) removals: Removals,
    /// Guests who are asked for, by where.
    #[n(18)]
    pub(crate) visits: BTreeMap<Seq, Visit>,
    #[n(19)]
    pub(crate) cards: Cards,
}

/// The last counter that a device used for a durable entry, and where in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub(crate) struct Counter {
    #[n(0)]
    last: u64,
    #[n(1)]
    at: Seq,
}

impl Durable {
    pub(crate) fn found(founder: NewMember, charter: Charter, knock: KnockKey) -> Result<Self, Vec<CharterFault>> {
        charter.check()?;
        if !is_name(&founder.name, limits::NAME) || founder.pledge != charter.pledge_hash() {
            return Err(vec![CharterFault::Founder]);
        }
        let roles = BTreeMap::from([(KEEPER.to_owned(), BTreeSet::from([founder.id]))]);
        Ok(Self {
            format: FORMAT,
            seq: Seq(0),
            charter: Shared::new(charter),
            members: BTreeMap::from([(founder.id, Member::of(founder, Day(0), 0))]),
            former: BTreeMap::new(),
            roles,
            invites: BTreeMap::new(),
            knock,
            clock: Clock::default(),
            counters: BTreeMap::new(),
            meeting: None,
            meetings_held: 0,
            knock_due: false,
            old_knocks: Vec::new(),
            away: BTreeMap::new(),
            records: Records::default(),
            schedule: Schedule::default(),
            rounds: Rounds::default(),
            removals: Removals::default(),
            visits: BTreeMap::new(),
            cards: Cards::default(),
        })
    }

    /// Reads a snapshot; only canonical bytes of a state that the rules can work with are accepted.
    pub(crate) fn restore(snapshot: &[u8]) -> Result<Self, Malformed> {
        let state: Self = wire::decode(snapshot)?;
        let phases = state.charter.phases.len();
        let meeting_fits = state.meeting.as_ref().is_none_or(|meeting| (meeting.phase as usize) < phases);
        let parts_are = state.charter.check().is_ok() && state.schedule.is_sound() && state.rounds.is_sound();
        let sound = state.format == FORMAT && parts_are && meeting_fits;
        if sound && state.snapshot() == snapshot { Ok(state) } else { Err(Malformed) }
    }

    pub(crate) fn snapshot(&self) -> Vec<u8> {
        wire::encode(self)
    }

    pub(crate) fn root(&self) -> Hash {
        let mut bytes = ROOT_PREFIX.to_vec();
        bytes.extend_from_slice(&self.snapshot());
        Hash::of(&bytes)
    }

    pub(crate) fn today(&self) -> Day {
        Day::of(self.time())
    }

    pub(crate) const fn time(&self) -> Millis {
        self.clock.time()
    }

    /// The latest moment that the member claimed.
    pub(crate) fn claim_of(&self, member: MemberId) -> Millis {
        self.clock.claim_of(member)
    }

    /// The author, who must be a member that has not left, with knowledge of no more than has happened, and if a guest,
    /// doing what guests may do.
    pub(crate) fn author(&self, entry: &Entry) -> Result<&Member, Refused> {
        if entry.known > self.seq {
            return Err(Refused::KnowsTooMuch);
        }
        let member = self.active(entry.member)?;
        guest::check_act(self, member, entry)?;
        Ok(member)
    }

    /// A member that has not left.
    pub(crate) fn active(&self, member: MemberId) -> Result<&Member, Refused> {
        let member = self.members.get(&member).ok_or(Refused::NotAMember)?;
        if member.leaving { Err(Refused::Leaving) } else { Ok(member) }
    }

    /// A member that has not left and is no guest.
    pub(crate) fn full(&self, member: MemberId) -> Result<&Member, Refused> {
        let member = self.active(member)?;
        if member.guest.is_some() { Err(Refused::IsGuest) } else { Ok(member) }
    }

    /// A member, or somebody who is away.
    pub(crate) fn seat(&self, id: MemberId) -> Option<&Member> {
        self.members.get(&id).or_else(|| self.away.get(&id).map(|away| &away.member))
    }

    pub(crate) fn serves(&self, member: MemberId, role: &str) -> bool {
        self.roles.get(role).is_some_and(|holders| holders.contains(&member))
    }

    /// Whether a role of the member may open meetings.
    pub(crate) fn keeps(&self, member: MemberId) -> bool {
        let mut open = self.charter.roles.iter().filter(|role| role.duties.contains(&Duty::Open));
        open.any(|role| self.serves(member, &role.id))
    }

    /// Folds an entry that is no share. On refusal the state is half changed and must be dropped.
    pub(crate) fn fold(&mut self, entry: &Entry) -> Result<Vec<Effect>, Refused> {
        self.author(entry)?;
        debug_assert!(entry.body.lifetime() != Lifetime::Retention, "shares are recent");
        self.count(entry)?;
        match &entry.body {
            Body::Round(RoundAct::Tell {}) => round::check_tell(self, entry)?,
            Body::InMeeting { deed: Deed::Tell {}, .. } => crate::meeting::check_tell(self, entry)?,
            _ => {}
        }
        self.clock.claim(entry.member, entry.claimed, self.members.len() == 1);
        match &entry.body {
            Body::Rename { name } => members::rename(self, entry.member, name),
            Body::Leave {} => Ok(members::leave(self, entry.member)),
            Body::InviteMade { invite } => crate::invites::make(self, entry.member, invite),
            Body::InviteRevoked { invite } => crate::invites::revoke(self, entry.member, *invite),
            Body::ServeAs { role } => crate::roles::serve(self, entry.member, role),
            Body::StandDown { role } => crate::roles::stand_down(self, entry.member, role),
            Body::KnockReplaced { knock } => members::replace_knock(self, knock),
            Body::Appeal { meeting } => crate::records::appeal(self, entry.member, *meeting),
            Body::Schedule(act) => schedule::fold(self, entry, act),
            Body::Rota(act) => schedule::fold_rota(self, entry, act),
            Body::Round(act) => round::fold(self, entry, act),
            Body::Removal(act) => removal::fold(self, entry, act),
            Body::Guest(act) => guest::fold(self, entry, act),
            Body::Card(act) => published::fold(self, entry, act),
            _ => crate::meeting::fold(self, entry),
        }
    }

    /// Counters of a device must grow, so that nobody can have an old entry folded again.
    fn count(&mut self, entry: &Entry) -> Result<(), Refused> {
        let devices = self.counters.entry(entry.member).or_default();
        if devices.get(&entry.device).is_some_and(|counter| entry.counter <= counter.last) {
            return Err(Refused::Repeated);
        }
        devices.insert(entry.device, Counter { last: entry.counter, at: self.seq });
        if devices.len() > limits::DEVICES
            && let Some(oldest) = devices.iter().min_by_key(|(_, counter)| counter.at).map(|(device, _)| *device)
        {
            devices.remove(&oldest);
        }
        Ok(())
    }
}

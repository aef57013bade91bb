//! Who is in the circle: names, leaving, and what a commit may change (protocol.md section 2, "Authority").

use std::collections::BTreeSet;

use minicbor::{Decode, Encode};
use wire::{Day, Hash, Millis, PublicKey};

use crate::{
    Add, AddGround, EarlierKey, Effect, Facts, GREETER, Guest, InviteId, KEEPER, KnockKey, MemberId, NewMember,
    Refused, Remove, RemoveGround, Welcoming, away,
    durable::Durable,
    guest, invites, limits, meeting, rekey, removal,
    text::{is_name, name_key},
};

/// A member.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Member {
    /// Who.
    #[n(0)]
    pub id: MemberId,
    /// The key that signs the member's entries.
    #[n(1)]
    pub key: PublicKey,
    /// The name in this circle.
    #[n(2)]
    pub name: String,
    /// Hash of the pledge that the member accepted.
    #[n(3)]
    pub pledge: Hash,
    /// Has left or has to leave, and is removed by the next commit.
    #[n(4)]
    pub leaving: bool,
    /// When they last asked to be let in again after losing their place, by their own clock; 0 if never.
    #[n(5)]
    pub returned: Millis,
    /// The version of the client by which they last committed; 0 before the first time.
    #[n(6)]
    pub client: u32,
    /// The day of their last commit, or of their coming, as far as its author's clock and circle time tell.
    #[n(7)]
    pub seen: Day,
    /// The day on which their key last took the place of another; none while it is the one that they came with.
    #[n(9)]
    pub rekeyed: Option<Day>,
    /// Signing keys that they have replaced, the latest last.
    #[n(8)]
    pub earlier: Vec<EarlierKey>,
    /// Grows with each who comes in: who has the lower number was here before.
    #[n(10)]
    pub place: u32,
    /// The day of their coming, as far as its author's clock and circle time tell.
    #[n(11)]
    pub since: Day,
    /// They are a guest.
    #[n(12)]
    pub guest: Option<Guest>,
}

/// Somebody who was a member and whose shares may still be kept.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Former {
    /// The last name.
    #[n(0)]
    pub name: String,
    /// The last signing key.
    #[n(1)]
    pub key: PublicKey,
    /// The day after which nothing of theirs is kept.
    #[n(2)]
    pub until: Day,
    /// Signing keys that they had replaced, the latest last.
    #[n(3)]
    pub earlier: Vec<EarlierKey>,
}

impl Member {
    pub(crate) fn of(new: NewMember, since: Day, place: u32) -> Self {
        let NewMember { id, key, name, pledge } = new;
        Self {
            id,
            key,
            name,
            pledge,
            leaving: false,
            returned: Millis(0),
            client: 0,
            seen: since,
            earlier: Vec::new(),
            rekeyed: None,
            place,
            since,
            guest: None,
        }
    }
}

pub(crate) fn rename(state: &mut Durable, member: MemberId, name: &str) -> Result<Vec<Effect>, Refused> {
    check_name(state, member, name)?;
    if let Some(member) = state.members.get_mut(&member) {
        name.clone_into(&mut member.name);
    }
    Ok(vec![Effect::Renamed(member)])
}

/// Leaving takes effect at once: roles are free, the seat in the meeting too. The next commit removes the leaf.
pub(crate) fn leave(state: &mut Durable, member: MemberId) -> Vec<Effect> {
    lay_down(state, member);
    let mut effects = vec![Effect::LeaveAnnounced(member)];
    meeting::depart_wholly(state, member, &mut effects);
    effects
}

/// The member goes with the next commit: nothing waits for them any more.
pub(crate) fn lay_down(state: &mut Durable, member: MemberId) {
    if let Some(member) = state.members.get_mut(&member) {
        member.leaving = true;
    }
    for holders in state.roles.values_mut() {
        holders.remove(&member);
    }
    state.schedule.release(member);
}

/// Keeps of somebody who is no longer in the circle what their shares need, for as long as those are kept.
pub(crate) fn part(state: &mut Durable, member: Member) {
    let until = state.today().plus(u32::from(state.charter.retention_days));
    let Member { id, name, key, earlier, .. } = member;
    state.former.insert(id, Former { name: name.clone(), key, until, earlier });
    state.clock.forget(id);
    state.counters.remove(&id);
    state.records.forget(id);
    removal::close(state, id, name);
}

/// Who was removed knows the knock key, so a removal makes a new one due. The first of those that are offered wins.
/// It comes as an entry and not in the commit: a commit's envelope is sealed under the epoch that the removed
/// member still holds.
pub(crate) fn replace_knock(state: &mut Durable, knock: &KnockKey) -> Result<Vec<Effect>, Refused> {
    if !state.knock_due {
        return Err(Refused::KnockNotDue);
    }
    if !is_knock_key(knock) {
        return Err(Refused::KnockKeyUnusable);
    }
    let old = std::mem::replace(&mut state.knock, knock.clone());
    state.old_knocks.push(old);
    if state.old_knocks.len() > limits::OLD_KNOCKS {
        state.old_knocks.remove(0);
    }
    state.knock_due = false;
    Ok(vec![Effect::KnockReplaced])
}

/// Applies a commit's facts. On refusal the state is half changed and must be dropped.
pub(crate) fn commit(state: &mut Durable, facts: &Facts) -> Result<Vec<Effect>, Refused> {
    state.active(facts.author)?;
    state.clock.claim(facts.author, facts.claimed, state.members.len() == 1);
    // Circle time may lag behind where only one is active; whoever is seen now is not silent.
    let now = Day::of(facts.claimed).max(state.today());
    note_author(state, facts, now);
    let mut effects = Vec::new();
    check_rejoins(state, facts)?;
    for Remove { member, ground } in &facts.removes {
        match ground {
            RemoveGround::Left => {
                removal::check_ground(state, *member, false)?;
                remove(state, *member, &mut effects)?;
            }
            RemoveGround::Decided => {
                removal::check_ground(state, *member, true)?;
                remove(state, *member, &mut effects)?;
            }
            RemoveGround::Silent => away::let_go(state, *member, &mut effects)?,
            RemoveGround::Rejoin => {}
        }
    }
    for add in &facts.adds {
        match add.ground {
            AddGround::Invite(invite) => {
                greet(state, facts.author, invite)?;
                let visit = invites::take_one(state, invite)?;
                admit(state, &add.member, now)?;
                effects.extend([Effect::MemberJoined(add.member.id), Effect::InvitesChanged]);
                if let Some(visit) = visit {
                    guest::come(state, add.member.id, visit)?;
                    effects.push(Effect::GuestsChanged);
                }
            }
            AddGround::Rejoin { at } => effects.push(away::come_back(state, add.member.id, at, now)?),
        }
    }
    if let Some(key) = facts.rekeyed {
        rekey::rekey(state, facts.author, key, now)?;
        effects.push(Effect::KeyChanged(facts.author));
    }
    let today = state.today();
    state.former.retain(|_, former| former.until >= today);
    rekey::tidy(state);
    away::tidy(state, wire::limits::MEMBERS.saturating_sub(state.members.len()));
    removal::tidy(state);
    Ok(effects)
}

fn note_author(state: &mut Durable, facts: &Facts, now: Day) {
    if let Some(author) = state.members.get_mut(&facts.author) {
        author.client = facts.client;
        author.seen = now;
    }
}

fn check_name(state: &Durable, own: MemberId, name: &str) -> Result<(), Refused> {
    if !is_name(name, limits::NAME) {
        return Err(Refused::NameUnusable);
    }
    let key = name_key(name);
    let taken = seats(state).any(|other| other.id != own && name_key(&other.name) == key);
    if taken { Err(Refused::NameTaken) } else { Ok(()) }
}

pub(crate) fn check_key(state: &Durable, own: MemberId, key: PublicKey) -> Result<(), Refused> {
    let has_had =
        |present: PublicKey, earlier: &[EarlierKey]| present == key || earlier.iter().any(|old| old.key == key);
    let taken = seats(state).any(|other| other.id != own && has_had(other.key, &other.earlier))
        || state.former.values().any(|former| has_had(former.key, &former.earlier));
    if taken { Err(Refused::KeyTaken) } else { Ok(()) }
}

/// The members, and those who are away.
fn seats(state: &Durable) -> impl Iterator<Item = &Member> {
    state.members.values().chain(state.away.values().map(|away| &away.member))
}

/// By the link that everybody may know, somebody has to look who comes, also where the others lead in by themselves.
fn greet(state: &Durable, author: MemberId, invite: InviteId) -> Result<(), Refused> {
    state.full(author)?;
    let is_public = state.invites.get(&invite).is_some_and(|open| open.invite.card);
    match state.charter.welcome {
        Welcoming::Open if !is_public => Ok(()),
        Welcoming::Open | Welcoming::Greeter if state.serves(author, GREETER) || state.serves(author, KEEPER) => Ok(()),
        Welcoming::Open | Welcoming::Greeter => Err(Refused::NotAGreeter),
    }
}

fn admit(state: &mut Durable, new: &NewMember, now: Day) -> Result<(), Refused> {
    if state.members.len() >= wire::limits::MEMBERS {
        return Err(Refused::CircleFull);
    }
    if seats(state).any(|seat| seat.id == new.id) || state.former.contains_key(&new.id) {
        return Err(Refused::MemberTaken);
    }
    check_key(state, new.id, new.key)?;
    check_name(state, new.id, &new.name)?;
    if new.pledge != state.charter.pledge_hash() {
        return Err(Refused::PledgeOutdated);
    }
    let place = seats(state).map(|seat| seat.place).max().unwrap_or_default().saturating_add(1);
    state.members.insert(new.id, Member::of(new.clone(), now, place));
    Ok(())
}

fn remove(state: &mut Durable, id: MemberId, effects: &mut Vec<Effect>) -> Result<(), Refused> {
    if !state.members.get(&id).ok_or(Refused::NotAMember)?.leaving {
        return Err(Refused::NoGround);
    }
    if let Some(member) = state.members.remove(&id) {
        part(state, member);
    }
    state.knock_due = true;
    effects.push(Effect::MemberLeft(id));
    Ok(())
}

/// Every rejoin is an addition of the same member with the same key, once, and the removal of the old leaf where there
/// is one.
fn check_rejoins(state: &Durable, facts: &Facts) -> Result<(), Refused> {
    let mut removed = BTreeSet::new();
    for remove in facts.removes.iter().filter(|remove| remove.ground == RemoveGround::Rejoin) {
        if !removed.insert(remove.member) {
            return Err(Refused::RejoinMismatch);
        }
    }
    let mut added = BTreeSet::new();
    for Add { member, .. } in facts.adds.iter().filter(|add| matches!(add.ground, AddGround::Rejoin { .. })) {
        let away = state.away.get(&member.id).map(|away| &away.member);
        let known = away.map_or_else(|| state.active(member.id), Ok)?;
        let is_first = away.is_some() || added.insert(member.id);
        if !is_first || known.key != member.key {
            return Err(Refused::RejoinMismatch);
        }
        if member.pledge != state.charter.pledge_hash() {
            return Err(Refused::PledgeOutdated);
        }
    }
    if removed == added { Ok(()) } else { Err(Refused::RejoinMismatch) }
}

fn is_knock_key(key: &KnockKey) -> bool {
    let fits = |half: &[u8]| (1..=limits::KNOCK_KEY).contains(&half.len());
    fits(&key.secret) && fits(&key.public)
}

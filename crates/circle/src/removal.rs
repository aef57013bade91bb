//! Somebody has to leave the circle for good: one member moves it, another confirms it (domain R22), and the next commit
//! removes the leaf (protocol.md section 2, "Authority").
//!
//! Both are members who keep the circle, and both have [standing](has_standing) towards the one whom it is about: who has
//! just come puts nobody out who was there before. Where nobody else keeps the circle, any member with standing confirms;
//! where nobody but the one whom it is about keeps it, any such member moves it too. So two can always do it, and never
//! one: in a circle of two somebody leaves.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};
use wire::Day;

use crate::{
    Effect, EjectReason, Entry, Member, MemberId, Refused, Seq, durable::Durable, limits, meeting, members, published,
};

/// The acts there are about somebody who has to leave the circle for good.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum RemovalAct {
    /// Moves it.
    #[n(0)]
    Move {
        /// Who has to leave.
        #[n(0)]
        member: MemberId,
        /// Why.
        #[n(1)]
        reason: EjectReason,
        /// Words beside the reason, 1 to [`limits::REMOVAL_WORDS`] characters. Every member can read them.
        #[n(2)]
        words: Option<String>,
    },
    /// Another member says so too: it is decided.
    #[n(1)]
    Confirm {
        /// Who has to leave.
        #[n(0)]
        member: MemberId,
        /// The motion that they have read: where it was moved ([`Removal::at`]).
        #[n(1)]
        at: Seq,
    },
    /// Whoever moved it takes it back.
    #[n(2)]
    Withdraw {
        /// Who was to leave.
        #[n(0)]
        member: MemberId,
    },
}

/// That somebody has to leave for good: moved, and perhaps decided.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Removal {
    /// Who moved it.
    #[n(0)]
    pub by: MemberId,
    /// Where in the log.
    #[n(1)]
    pub at: Seq,
    /// When, in circle time. It falls after [`limits::REMOVAL_DAYS`] unless it is decided.
    #[n(2)]
    pub day: Day,
    /// Why.
    #[n(3)]
    pub reason: EjectReason,
    /// Words beside the reason.
    #[n(4)]
    pub words: Option<String>,
    /// Who confirmed it: it is decided, and the next commit removes the leaf.
    #[n(5)]
    pub confirmed: Option<MemberId>,
}

/// Somebody had to leave the circle.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Removed {
    /// Who.
    #[n(0)]
    pub member: MemberId,
    /// The name that they had.
    #[n(1)]
    pub name: String,
    /// When it was carried out, in circle time.
    #[n(2)]
    pub day: Day,
    /// Why.
    #[n(3)]
    pub reason: EjectReason,
    /// Who moved it.
    #[n(4)]
    pub moved: MemberId,
    /// Who confirmed it.
    #[n(5)]
    pub confirmed: MemberId,
}

/// What stands and what was carried out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Encode, Decode)]
pub(crate) struct Removals {
    #[n(0)]
    open: BTreeMap<MemberId, Removal>,
    /// The latest last.
    #[n(1)]
    done: Vec<Removed>,
}

impl Removals {
    pub(crate) fn done(&self) -> &[Removed] {
        &self.done
    }

    fn is_decided(&self, member: MemberId) -> bool {
        self.open.get(&member).is_some_and(|removal| removal.confirmed.is_some())
    }
}

/// Folds an act. On refusal the state is half changed and must be dropped.
pub(crate) fn fold(state: &mut Durable, entry: &Entry, act: &RemovalAct) -> Result<Vec<Effect>, Refused> {
    tidy(state);
    let author = entry.member;
    match act {
        RemovalAct::Move { member, reason, words } => begin(state, author, *member, *reason, words.as_ref()),
        RemovalAct::Confirm { member, at } => confirm(state, author, *member, *at),
        RemovalAct::Withdraw { member } => withdraw(state, author, *member),
    }
}

/// Whether `author`, who has not left, may move that `member` leaves.
pub(crate) fn check_move(state: &Durable, author: MemberId, member: MemberId) -> Result<(), Refused> {
    let target = check_standing(state, author, member)?;
    if standing(state, member).is_some() {
        return Err(Refused::RemovalMoved);
    }
    if all_standing(state).filter(|(_, removal)| removal.by == author).count() >= limits::REMOVALS_EACH {
        return Err(Refused::TooManyRemovals);
    }
    if state.keeps(author) || !others_keep(state, target, author) { Ok(()) } else { Err(Refused::MayNotRemove) }
}

/// Whether `author`, who has not left, may confirm that `member` leaves.
pub(crate) fn check_confirm(state: &Durable, author: MemberId, member: MemberId) -> Result<(), Refused> {
    let target = check_standing(state, author, member)?;
    let removal = standing(state, member).ok_or(Refused::NoRemoval)?;
    if removal.by == author {
        return Err(Refused::OwnMove);
    }
    if state.keeps(author) || !others_keep(state, target, removal.by) { Ok(()) } else { Err(Refused::MayNotRemove) }
}

/// What was moved about the member and stands, or was decided and is not carried out yet.
pub(crate) fn standing(state: &Durable, member: MemberId) -> Option<&Removal> {
    state.removals.open.get(&member).filter(|removal| stands(state, member, removal))
}

/// Everything that stands.
pub(crate) fn all_standing(state: &Durable) -> impl Iterator<Item = (MemberId, &Removal)> {
    let open = state.removals.open.iter().map(|(member, removal)| (*member, removal));
    open.filter(|(member, removal)| stands(state, *member, removal))
}

/// Whether a commit may remove the member's leaf on this ground.
pub(crate) fn check_ground(state: &Durable, member: MemberId, decided: bool) -> Result<(), Refused> {
    if state.removals.is_decided(member) == decided { Ok(()) } else { Err(Refused::NoGround) }
}

/// The member is in the circle no longer, whatever the ground was.
pub(crate) fn close(state: &mut Durable, member: MemberId, name: String) {
    let day = state.today();
    if let Some(Removal { by: moved, reason, confirmed: Some(confirmed), .. }) = state.removals.open.remove(&member) {
        state.removals.done.push(Removed { member, name, day, reason, moved, confirmed });
    }
    tidy(state);
}

/// What has fallen goes, and what was carried out long ago.
pub(crate) fn tidy(state: &mut Durable) {
    let today = state.today();
    let fallen = |member: &MemberId| standing(state, *member).is_none();
    let fallen: Vec<MemberId> = state.removals.open.keys().copied().filter(fallen).collect();
    state.removals.open.retain(|member, _| !fallen.contains(member));
    let done = &mut state.removals.done;
    done.retain(|removed| removed.day.plus(limits::REMOVED_DAYS) > today);
    let most = done.len().saturating_sub(limits::REMOVED);
    done.drain(..most);
}

fn begin(
    state: &mut Durable,
    author: MemberId,
    member: MemberId,
    reason: EjectReason,
    words: Option<&String>,
) -> Result<Vec<Effect>, Refused> {
    check_move(state, author, member)?;
    if words.is_some_and(|words| words.trim().is_empty()) {
        return Err(Refused::TextEmpty);
    }
    if words.is_some_and(|words| words.chars().count() > limits::REMOVAL_WORDS) {
        return Err(Refused::TextTooLong);
    }
    let (at, day) = (state.seq, state.today());
    let removal = Removal { by: author, at, day, reason, words: words.cloned(), confirmed: None };
    state.removals.open.insert(member, removal);
    Ok(vec![Effect::RemovalChanged(member)])
}

/// Takes effect at once, as leaving does: roles are free, the seat in the meeting is empty and its key is due. The links
/// that there are end, the card too: whoever has to leave knows all of them.
fn confirm(state: &mut Durable, author: MemberId, member: MemberId, at: Seq) -> Result<Vec<Effect>, Refused> {
    check_confirm(state, author, member)?;
    let removal = state.removals.open.get_mut(&member).filter(|removal| removal.at == at).ok_or(Refused::NoRemoval)?;
    removal.confirmed = Some(author);
    state.invites.clear();
    let mut effects = vec![Effect::RemovalChanged(member), Effect::InvitesChanged];
    effects.extend(published::end(state));
    if let Some(away) = state.away.remove(&member) {
        // There is no leaf: the seat that waited is all there is to take.
        members::part(state, away.member);
        effects.push(Effect::MemberLeft(member));
    } else {
        members::lay_down(state, member);
        meeting::put_out_wholly(state, member, &mut effects);
    }
    Ok(effects)
}

fn withdraw(state: &mut Durable, author: MemberId, member: MemberId) -> Result<Vec<Effect>, Refused> {
    let removal = standing(state, member).filter(|removal| removal.confirmed.is_none()).ok_or(Refused::NoRemoval)?;
    if removal.by != author {
        return Err(Refused::NotYourMove);
    }
    state.removals.open.remove(&member);
    Ok(vec![Effect::RemovalChanged(member)])
}

/// The one whom it is about, if the author may have a say in it at all.
fn check_standing(state: &Durable, author: MemberId, member: MemberId) -> Result<&Member, Refused> {
    if author == member {
        return Err(Refused::OwnRemoval);
    }
    let target = state.seat(member).ok_or(Refused::NotAMember)?;
    if target.leaving {
        return Err(Refused::Unchanged);
    }
    if has_standing(state, state.full(author)?, target) { Ok(target) } else { Err(Refused::TooNew) }
}

/// Came before the other one did, or has been here for [`limits::STANDING_DAYS`].
fn has_standing(state: &Durable, member: &Member, target: &Member) -> bool {
    member.place < target.place || member.since.plus(limits::STANDING_DAYS) <= state.today()
}

/// Whether anybody with standing keeps the circle, but for these two.
fn others_keep(state: &Durable, target: &Member, but: MemberId) -> bool {
    let others = state.members.values().filter(|member| !member.leaving && member.id != target.id && member.id != but);
    others.filter(|member| has_standing(state, member, target)).any(|member| state.keeps(member.id))
}

/// What is decided stands until a commit carries it out; what is not, for its days, while mover and target are there.
fn stands(state: &Durable, member: MemberId, removal: &Removal) -> bool {
    let in_time = removal.day.plus(limits::REMOVAL_DAYS) > state.today();
    let target_is_there = state.seat(member).is_some_and(|target| !target.leaving);
    removal.confirmed.is_some() || (in_time && target_is_there && state.active(removal.by).is_ok())
}

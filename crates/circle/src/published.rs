//! What the circle shows of itself in public (domain I3, R33): a card, with meetings of the schedule on it.
//!
//! A member who keeps the circle proposes it, another one confirms exactly that, by its hash; where nobody else keeps
//! the circle, any member confirms. So two can always do it, and never one. Taking it back is always safe: any one of
//! those who keep the circle does it at once, and so does a decision that somebody has to leave, who knows the card's key.
//!
//! The log holds the choice and the keys. What is published is made from it by devices: single dates follow the schedule.

use std::collections::BTreeSet;

use card::Words;
use minicbor::{Decode, Encode};
use wire::{Day, Hash};

use crate::{Effect, Entry, Invite, InviteId, MemberId, OpenInvite, Refused, Seq, SeriesId, durable::Durable, limits};

const HASH_PREFIX: &[u8] = b"stayhere/v1/card plan\0";

/// The acts there are about the circle's card.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum CardAct {
    /// Proposes what the card says from now on, in place of what was proposed before.
    #[n(0)]
    Propose {
        /// What.
        #[n(0)]
        plan: Box<CardPlan>,
        /// Drawn for a first card; a card that is shown keeps its own.
        #[n(1)]
        keys: Option<CardKeys>,
    },
    /// Another member says so too: it is to be shown.
    #[n(1)]
    Confirm {
        /// What they have read: [`CardProposal::hash`].
        #[n(0)]
        hash: Hash,
    },
    /// Whoever proposed it, or anybody who keeps the circle, lets it be.
    #[n(2)]
    Withdraw {},
    /// Takes the card back, with its address and its way to the door.
    #[n(3)]
    TakeBack {},
}

/// What the card is to say.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct CardPlan {
    /// In words.
    #[n(0)]
    pub words: Words,
    /// Which series of the schedule are on it, [`wire::limits::CARD_SERIES`] at most.
    #[n(1)]
    pub series: BTreeSet<SeriesId>,
    /// Whether one may knock.
    #[n(2)]
    pub knock: bool,
}

/// The keys of a card. Every member's device holds them; none is used for anything else.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct CardKeys {
    /// Seed of the key that signs the card and is its address.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub seed: [u8; 32],
    /// The invite by which one knocks.
    #[n(1)]
    pub invite: InviteId,
    /// The 128 bits in its link, which stands on the card.
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    pub secret: [u8; 16],
    /// Seed of the key that reads and closes the invite's mailbox.
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    pub read_seed: [u8; 32],
}

impl core::fmt::Debug for CardKeys {
    // The secrets stay out of every log.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "CardKeys({:?})", self.invite)
    }
}

/// A card that somebody would like to show. It falls after [`limits::CARD_PROPOSAL_DAYS`], or when whoever proposed it
/// keeps the circle no longer.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct CardProposal {
    /// Who.
    #[n(0)]
    pub by: MemberId,
    /// Where in the log.
    #[n(1)]
    pub at: Seq,
    /// When, in circle time.
    #[n(2)]
    pub day: Day,
    /// What.
    #[n(3)]
    pub plan: CardPlan,
    /// The keys of a first card.
    #[n(4)]
    pub keys: Option<CardKeys>,
}

impl CardProposal {
    /// Names exactly this proposal: what it says, and where it stands.
    pub fn hash(&self) -> Hash {
        let mut bytes = HASH_PREFIX.to_vec();
        bytes.extend(wire::encode(&(self.at, &self.plan)));
        Hash::of(&bytes)
    }
}

/// The card that the circle shows.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Published {
    /// What it says.
    #[n(0)]
    pub plan: CardPlan,
    /// Its keys.
    #[n(1)]
    pub keys: CardKeys,
    /// Grows with each agreement, also from card to card.
    #[n(2)]
    pub revision: u32,
    /// Who proposed it.
    #[n(3)]
    pub by: MemberId,
    /// Who confirmed it.
    #[n(4)]
    pub confirmed: MemberId,
    /// When it was confirmed, in circle time.
    #[n(5)]
    pub day: Day,
}

/// The keys of a card that was taken back, so that devices see to it that it is gone.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct TakenBack {
    /// The keys.
    #[n(0)]
    pub keys: CardKeys,
    /// When, in circle time.
    #[n(1)]
    pub day: Day,
}

/// What is proposed, shown, and was shown.
#[derive(Debug, Clone, PartialEq, Eq, Default, Encode, Decode)]
pub(crate) struct Cards {
    #[n(0)]
    proposal: Option<CardProposal>,
    #[n(1)]
    pub(crate) shown: Option<Published>,
    /// The latest last; nobody renews them, so that they are kept until each of them has expired by itself.
    #[n(2)]
    pub(crate) back: Vec<TakenBack>,
    #[n(3)]
    revision: u32,
}

/// Folds an act. On refusal the state is half changed and must be dropped.
pub(crate) fn fold(state: &mut Durable, entry: &Entry, act: &CardAct) -> Result<Vec<Effect>, Refused> {
    tidy(state);
    let author = entry.member;
    match act {
        CardAct::Propose { plan, keys } => propose(state, author, plan, keys.as_ref()),
        CardAct::Confirm { hash } => confirm(state, author, *hash),
        CardAct::Withdraw {} => withdraw(state, author),
        CardAct::TakeBack {} => take_back(state, author),
    }
}

/// Whether `author`, a member who has not left and is no guest, may propose a card.
pub(crate) fn check_propose(state: &Durable, author: MemberId) -> Result<(), Refused> {
    if state.keeps(author) { Ok(()) } else { Err(Refused::CardByKeeper) }
}

/// Whether `author`, a member who has not left and is no guest, may confirm what is proposed.
pub(crate) fn check_confirm(state: &Durable, author: MemberId) -> Result<&CardProposal, Refused> {
    let proposal = standing(state).ok_or(Refused::NoCardProposal)?;
    if proposal.by == author {
        return Err(Refused::OwnMove);
    }
    let others = state.members.values().filter(|member| !member.leaving && member.id != proposal.by);
    let others_keep = others.map(|member| member.id).any(|member| state.keeps(member));
    if state.keeps(author) || !others_keep { Ok(proposal) } else { Err(Refused::CardByKeeper) }
}

/// Whether `author`, a member who has not left and is no guest, may let the proposal be.
pub(crate) fn check_withdraw(state: &Durable, author: MemberId) -> Result<(), Refused> {
    let proposal = standing(state).ok_or(Refused::NoCardProposal)?;
    if proposal.by == author || state.keeps(author) { Ok(()) } else { Err(Refused::CardByKeeper) }
}

/// Whether `author`, a member who has not left and is no guest, may take the card back.
pub(crate) fn check_take_back(state: &Durable, author: MemberId) -> Result<(), Refused> {
    state.cards.shown.as_ref().ok_or(Refused::NoCard)?;
    if state.keeps(author) { Ok(()) } else { Err(Refused::CardByKeeper) }
}

/// What is proposed and stands.
pub(crate) fn standing(state: &Durable) -> Option<&CardProposal> {
    state.cards.proposal.as_ref().filter(|proposal| {
        let in_time = proposal.day.plus(limits::CARD_PROPOSAL_DAYS) > state.today();
        in_time && state.active(proposal.by).is_ok() && state.keeps(proposal.by)
    })
}

/// Somebody who knows the keys has to leave: what they open ends.
pub(crate) fn end(state: &mut Durable) -> Option<Effect> {
    state.cards.proposal = None;
    let Published { keys, .. } = state.cards.shown.take()?;
    state.invites.remove(&keys.invite);
    let day = state.today();
    state.cards.back.push(TakenBack { keys, day });
    let most = state.cards.back.len().saturating_sub(limits::CARDS_BACK);
    state.cards.back.drain(..most);
    Some(Effect::CardChanged)
}

fn propose(
    state: &mut Durable,
    by: MemberId,
    plan: &CardPlan,
    keys: Option<&CardKeys>,
) -> Result<Vec<Effect>, Refused> {
    check_propose(state, by)?;
    plan.words.check().map_err(|_| Refused::CardUnusable)?;
    let known = |series: &SeriesId| state.schedule.series.contains_key(series);
    if plan.series.len() > wire::limits::CARD_SERIES || !plan.series.iter().all(known) {
        return Err(Refused::SeriesUnknown);
    }
    let is_new = |keys: &CardKeys| {
        let was = state.cards.back.iter().any(|back| back.keys.seed == keys.seed || back.keys.invite == keys.invite);
        !was && !state.invites.contains_key(&keys.invite)
    };
    if keys.is_some() == state.cards.shown.is_some() || !keys.is_none_or(is_new) {
        return Err(Refused::CardKeysMismatch);
    }
    if state.cards.shown.as_ref().is_some_and(|shown| shown.plan == *plan) {
        return Err(Refused::Unchanged);
    }
    let (at, day) = (state.seq, state.today());
    state.cards.proposal = Some(CardProposal { by, at, day, plan: plan.clone(), keys: keys.cloned() });
    Ok(vec![Effect::CardChanged])
}

fn confirm(state: &mut Durable, author: MemberId, hash: Hash) -> Result<Vec<Effect>, Refused> {
    if check_confirm(state, author)?.hash() != hash {
        return Err(Refused::NoCardProposal);
    }
    let shown = state.cards.shown.take().map(|shown| shown.keys);
    let Some(CardProposal { by, plan, keys, .. }) = state.cards.proposal.take() else {
        return Err(Refused::NoCardProposal);
    };
    let keys = shown.or(keys).ok_or(Refused::CardKeysMismatch)?;
    // Links that were made since it was proposed may have taken its place.
    if state.invites.get(&keys.invite).is_some_and(|open| !open.invite.card) {
        return Err(Refused::InviteTaken);
    }
    if plan.knock {
        open_door(state, &keys, by);
    } else {
        state.invites.remove(&keys.invite);
    }
    state.cards.revision = state.cards.revision.saturating_add(1);
    let (revision, day) = (state.cards.revision, state.today());
    state.cards.shown = Some(Published { plan, keys, revision, by, confirmed: author, day });
    Ok(vec![Effect::CardChanged, Effect::InvitesChanged])
}

fn withdraw(state: &mut Durable, author: MemberId) -> Result<Vec<Effect>, Refused> {
    check_withdraw(state, author)?;
    state.cards.proposal = None;
    Ok(vec![Effect::CardChanged])
}

fn take_back(state: &mut Durable, author: MemberId) -> Result<Vec<Effect>, Refused> {
    check_take_back(state, author)?;
    Ok(end(state).into_iter().chain([Effect::InvitesChanged]).collect())
}

/// One knocks by an invite like any other, but that it leads in by a greeter or keeper alone, and lives as long as the
/// card.
fn open_door(state: &mut Durable, keys: &CardKeys, made_by: MemberId) {
    let CardKeys { invite: id, secret, read_seed, .. } = *keys;
    let uses = wire::limits::MEMBERS as u32;
    let invite = Invite { id, secret, read_seed, uses, expires: Day(u32::MAX), made_by, guest: None, card: true };
    state.invites.entry(id).or_insert(OpenInvite { invite, used: 0 });
}

fn tidy(state: &mut Durable) {
    let today = state.today();
    if standing(state).is_none() {
        state.cards.proposal = None;
    }
    state.cards.back.retain(|back| back.day.plus(limits::CARD_BACK_DAYS) > today);
}

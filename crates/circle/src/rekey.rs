//! A member's new signing key, and which key signed what before (protocol.md section 5.3, R10).

use minicbor::{Decode, Encode};
use wire::{Day, PublicKey};

use crate::{MemberId, Refused, Seq, durable::Durable, limits, members};

/// A signing key that its member has replaced. It signs nothing new; what it had signed stays as long as it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct EarlierKey {
    /// The key.
    #[n(0)]
    pub key: PublicKey,
    /// It counts for entries before this place in the log.
    #[n(1)]
    pub before: Seq,
    /// The day after which nothing that it signed is kept.
    #[n(2)]
    pub until: Day,
}

/// The author's key is another one from here on. Whoever knew the old one may have known all that its holder did, so the
/// keys of knocks and of the way back are due, as after a removal.
pub(crate) fn rekey(state: &mut Durable, author: MemberId, key: PublicKey, now: Day) -> Result<(), Refused> {
    members::check_key(state, author, key)?;
    let (before, until) = (state.seq, state.today().plus(u32::from(state.charter.retention_days)));
    let member = state.members.get_mut(&author).ok_or(Refused::NotAMember)?;
    if member.key == key || member.earlier.iter().any(|old| old.key == key) {
        return Err(Refused::KeyTaken);
    }
    member.earlier.push(EarlierKey { key: std::mem::replace(&mut member.key, key), before, until });
    member.rekeyed = Some(now);
    if member.earlier.len() > limits::EARLIER_KEYS {
        member.earlier.remove(0);
    }
    state.knock_due = true;
    Ok(())
}

/// Forgets keys of which nothing is kept any more.
pub(crate) fn tidy(state: &mut Durable) {
    let today = state.today();
    let seats = state.members.values_mut().chain(state.away.values_mut().map(|away| &mut away.member));
    for member in seats {
        member.earlier.retain(|old| old.until >= today);
    }
}

/// The key that counts at a place in the log, given the present one and those that it replaced, the latest last.
pub(crate) fn key_at(present: PublicKey, earlier: &[EarlierKey], at: Seq) -> PublicKey {
    earlier.iter().find(|old| at < old.before).map_or(present, |old| old.key)
}

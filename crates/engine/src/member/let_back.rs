//! Members who have lost their place and ask to be let in again: any open device does it, no person is needed
//! (protocol.md section 5.3, R7).

use circle::{Member as Known, MemberId, NewMember};
use minicbor::{Decode, Encode, bytes::ByteVec};
use seal::{Group, HpkePublic, WayBack};
use wire::{CircleId, CommitId, Hash, MailId, MailboxId, Millis, Signature, mailbox::WaitingMail};

use super::{Core, knocks::open_knock};
use crate::suite::Suite;

/// What somebody who comes back says, sealed to the circle's knock key.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub(crate) struct ReturnLetter {
    #[n(0)]
    pub(crate) member: MemberId,
    /// By the own clock: each time later than the last.
    #[n(1)]
    pub(crate) at: Millis,
    #[n(2)]
    pub(crate) key_package: ByteVec,
    #[n(3)]
    pub(crate) reply: MailboxId,
    #[n(4)]
    pub(crate) reply_key: HpkePublic,
    /// By the leaf's key, over [`return_bytes`].
    #[n(5)]
    pub(crate) signature: Signature,
    /// Commits that they cannot follow: whoever has not followed one of them has nobody to let in. None where their place
    /// is lost.
    #[n(6)]
    pub(crate) cannot_follow: Vec<CommitId>,
}

/// That the member wants a new leaf with this KeyPackage.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub(crate) struct ReturnProof {
    /// SHA-256 of the KeyPackage.
    #[n(0)]
    pub(crate) key_package: Hash,
    /// By the leaf's key, over [`return_bytes`].
    #[n(1)]
    pub(crate) signature: Signature,
}

/// A member who waits to be let in again.
#[derive(Debug, Clone)]
pub(crate) struct Returning {
    pub(crate) letter: ReturnLetter,
    pub(crate) mail: (MailboxId, MailId),
    pub(crate) seen: Millis,
}

/// What the signature of somebody who comes back covers.
pub(crate) fn return_bytes(circle: CircleId, member: MemberId, key_package: Hash, at: Millis) -> Vec<u8> {
    wire::encode(&(circle, member, key_package, at))
}

impl Returning {
    /// Whether the circle still has to let them in.
    pub(crate) fn is_wanted(&self, circle: &circle::Circle) -> bool {
        circle.seat(self.letter.member).is_some_and(|member| waits(member, &self.letter))
    }

    /// Whether this device stands where they want to be.
    pub(crate) fn is_ours<S: Suite>(&self, core: &Core<S>) -> bool {
        let named = &self.letter.cannot_follow;
        named.is_empty() || named.iter().any(|commit| core.passed.contains(commit))
    }

    pub(crate) fn proof(&self) -> ReturnProof {
        ReturnProof { key_package: Hash::of(&self.letter.key_package), signature: self.letter.signature }
    }

    /// As the circle knows them.
    pub(crate) fn member(&self, circle: &circle::Circle) -> Option<NewMember> {
        let Known { id, key, name, .. } = circle.seat(self.letter.member)?.clone();
        Some(NewMember { id, key, name, pledge: circle.charter().pledge_hash() })
    }
}

/// Takes a mail of a way back; what is none is left in its mailbox to expire.
pub(crate) fn take<S: Suite>(core: &mut Core<S>, mailbox: MailboxId, mail: &WaitingMail, now: Millis) {
    if let Some(returning) = read(core, mailbox, mail, now) {
        core.returns.insert(mail.mail, returning);
    }
}

/// Whether members who have lost their place knock there.
pub(crate) fn is_way_back(circle: &circle::Circle, mailbox: MailboxId) -> bool {
    circle.knocks().any(|knock| WayBack::from_seed(knock.back).mailbox() == mailbox)
}

fn read<S: Suite>(core: &Core<S>, mailbox: MailboxId, mail: &WaitingMail, seen: Millis) -> Option<Returning> {
    let letter: ReturnLetter = wire::decode(&open_knock(&core.circle, mailbox, mail)?).ok()?;
    let member = core.circle.seat(letter.member).filter(|member| waits(member, &letter))?;
    let leaf = S::Group::key_package_leaf(&letter.key_package).ok()?;
    let covered = return_bytes(core.id, member.id, Hash::of(&letter.key_package), letter.at);
    seal::knock::verify_rejoin(member.key, &covered, letter.signature).ok()?;
    let same = leaf.member == member.id.0 && leaf.key == member.key;
    same.then_some(Returning { letter, mail: (mailbox, mail.mail), seen })
}

fn waits(member: &Known, letter: &ReturnLetter) -> bool {
    !member.leaving && letter.at > member.returned
}

//! The vault: what a person's passphrase opens, and the list of memberships in it (protocol.md section 2).

use circle::MemberId;
use minicbor::{Decode, Encode};
use seal::{SigningKey, box_::BoxKey};
use wire::{BoxId, CircleId, CodeSecret, Hash, PublicKey};

use super::{OldBox, Renewal};
use crate::{
    removal::Told,
    sheets::{Burnt, SheetPlace},
};

/// Everything that a fresh browser needs to find a person's circles again.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub(crate) struct Vault {
    /// The sign-in name as the person wrote it; the server has only its hash.
    #[n(0)]
    pub(crate) name: String,
    /// Deletes the recovery record that the next one replaces.
    #[n(1)]
    pub(crate) code: CodeSecret,
    /// In order of joining.
    #[n(2)]
    pub(crate) memberships: Vec<Membership>,
    /// The person has asked for everything to be erased: whichever device reads this goes on with it.
    #[cbor(n(3), default)]
    pub(crate) erasing: bool,
    /// Own sheets, in the order of their making.
    #[cbor(n(4), default)]
    pub(crate) sheets: Vec<SheetPlace>,
    /// Boxes of burnt sheets, and of those who waited to be let in: they are to be deleted.
    #[cbor(n(5), default)]
    pub(crate) burnt: Vec<Burnt>,
    /// How often it was changed: a server that gives back an older one is found out by whoever knows a newer one.
    #[cbor(n(6), default)]
    pub(crate) version: u64,
    /// Circles that had new keys coming when the passphrase was last changed.
    #[cbor(n(7), default)]
    pub(crate) renewing: u32,
    /// Circles that the person had to leave, until they have read it.
    #[cbor(n(8), default)]
    pub(crate) told: Vec<Told>,
    /// Boxes of memberships that are over, to be deleted with the rings beside them.
    #[cbor(n(9), default)]
    pub(crate) ended: Vec<OldBox>,
}

impl Vault {
    /// A vault with nothing in it.
    pub(crate) const fn new(name: String, code: CodeSecret) -> Self {
        Self {
            name,
            code,
            memberships: Vec::new(),
            erasing: false,
            sheets: Vec::new(),
            burnt: Vec::new(),
            version: 0,
            renewing: 0,
            told: Vec::new(),
            ended: Vec::new(),
        }
    }
}

impl Vault {
    /// A membership is over: its boxes are to be deleted. False where it is not listed.
    pub(crate) fn end_membership(&mut self, member: MemberId) -> bool {
        let Some(at) = self.memberships.iter().position(|own| own.member == member) else { return false };
        let Membership { box_id, box_key, renewal, .. } = self.memberships.remove(at);
        self.ended.push(OldBox { box_id, box_key });
        self.ended.extend(renewal.map(|renewal| renewal.from));
        true
    }

    /// Somebody who waited to be let in waits no longer: there is a box, and no ring beside it yet.
    pub(crate) fn end_waiting(&mut self, waiting: &Membership) {
        self.memberships.retain(|own| own.member != waiting.member);
        self.burnt.push(Burnt { box_id: waiting.box_id, capability: waiting.box_key.capability() });
    }
}

/// One membership: somebody new in each circle (R3).
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub(crate) struct Membership {
    /// Where the membership's state lies.
    #[n(0)]
    pub(crate) box_id: BoxId,
    /// Its key.
    #[n(1)]
    pub(crate) box_key: BoxKey,
    /// Who the person is there.
    #[n(2)]
    pub(crate) member: MemberId,
    /// The leaf's signing key.
    #[n(3)]
    pub(crate) signer: SigningKey,
    /// The own name there when joining.
    #[n(4)]
    pub(crate) own_name: String,
    /// Once let in: what is needed to come back when the box is lost.
    #[n(5)]
    pub(crate) home: Option<Home>,
    /// Its new keys are on their way.
    #[n(6)]
    pub(crate) renewal: Option<Renewal>,
    /// It is to get new keys (again) after that.
    #[cbor(n(7), default)]
    pub(crate) due: bool,
    /// Members whose keys the person has compared with them. The vault has one size, so that nobody sees how many.
    #[cbor(n(8), default)]
    pub(crate) compared: Vec<Compared>,
    /// Members whom the person has blocked there.
    #[cbor(n(9), default)]
    pub(crate) blocked: Vec<MemberId>,
}

/// That somebody's key was compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub(crate) struct Compared {
    /// Whose.
    #[n(0)]
    pub(crate) member: MemberId,
    /// The first half of the key's hash.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub(crate) mark: [u8; 16],
}

impl Compared {
    /// The note that this key of theirs was compared.
    pub(crate) fn of(member: MemberId, key: PublicKey) -> Self {
        let mut mark = [0; 16];
        mark.iter_mut().zip(Hash::of(key.as_bytes()).0).for_each(|(to, byte)| *to = byte);
        Self { member, mark }
    }
}

/// The way back into a circle (protocol.md section 5.3, R7).
#[derive(Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub(crate) struct Home {
    /// Which circle.
    #[n(0)]
    pub(crate) circle: CircleId,
    /// Seed of its [`seal::WayBack`].
    #[cbor(n(1), with = "minicbor::bytes")]
    pub(crate) back: [u8; 32],
}

impl core::fmt::Debug for Membership {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Membership(..)")
    }
}

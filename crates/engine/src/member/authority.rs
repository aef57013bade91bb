//! The authority proof that a commit's envelope carries: who is added or removed, on which ground
//! (protocol.md section 2, "Authority").

use circle::{AddGround, Circle, Facts, InviteId};
use minicbor::{Decode, Encode};
use seal::invite::{InviteSecret, KnockMac};
use wire::{CircleId, Hash};

use super::let_back::{ReturnProof, return_bytes};

/// Facts for the rules of the circle, and what proves them.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub(crate) struct Authority {
    /// What the commit does to the membership.
    #[n(0)]
    pub(crate) facts: Facts,
    /// One for each added member who comes by an invite, in the order of `facts.adds`.
    #[n(1)]
    pub(crate) proofs: Vec<Proof>,
    /// One for each member who comes back, in the order of `facts.adds`.
    #[n(2)]
    pub(crate) returns: Vec<ReturnProof>,
}

/// That somebody with the invite's link asked to be added with this KeyPackage.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub(crate) struct Proof {
    /// SHA-256 of the KeyPackage.
    #[n(0)]
    pub(crate) key_package: Hash,
    /// By the invite's MAC key over [`knock_bytes`].
    #[n(1)]
    pub(crate) mac: KnockMac,
}

/// What a knock's MAC covers.
pub(crate) fn knock_bytes(key_package: Hash, name: &str, pledge: Hash) -> Vec<u8> {
    wire::encode(&(key_package, name, pledge))
}

impl Authority {
    /// Whether every invited newcomer's MAC holds under the invite that the facts name, and every returning member's
    /// signature under the key that the circle knows.
    pub(crate) fn is_proven(&self, id: CircleId, circle: &Circle) -> bool {
        self.invites_are_proven(circle) && self.returns_are_proven(id, circle)
    }

    fn invites_are_proven(&self, circle: &Circle) -> bool {
        let invited = self.facts.adds.iter().filter_map(|add| match add.ground {
            AddGround::Invite(invite) => Some((invite, add)),
            AddGround::Rejoin { .. } => None,
        });
        let mut proofs = self.proofs.iter();
        for (invite, add) in invited {
            let Some(proof) = proofs.next() else { return false };
            let bytes = knock_bytes(proof.key_package, &add.member.name, add.member.pledge);
            if !holds(circle, invite, &bytes, &proof.mac) {
                return false;
            }
        }
        proofs.next().is_none()
    }

    fn returns_are_proven(&self, id: CircleId, circle: &Circle) -> bool {
        let returned = self.facts.adds.iter().filter_map(|add| match add.ground {
            AddGround::Invite(_) => None,
            AddGround::Rejoin { at } => Some((add.member.id, at)),
        });
        let mut proofs = self.returns.iter();
        for (member, at) in returned {
            let (Some(proof), Some(known)) = (proofs.next(), circle.seat(member)) else { return false };
            let bytes = return_bytes(id, member, proof.key_package, at);
            if seal::knock::verify_rejoin(known.key, &bytes, proof.signature).is_err() {
                return false;
            }
        }
        proofs.next().is_none()
    }
}

fn holds(circle: &Circle, invite: InviteId, bytes: &[u8], mac: &KnockMac) -> bool {
    circle.invite(invite).is_some_and(|open| InviteSecret::from_stored(open.invite.secret).check_knock(bytes, mac))
}

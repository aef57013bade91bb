//! What a new passphrase sets going: new boxes, keys and capabilities for every circle and sheet, and a new signing key
//! in every circle (protocol.md section 5.3, R10). All of it is drawn when the passphrase is set and stands in the new
//! vault, which whoever knew the old passphrase cannot open: so any device goes on where another stopped, and two at once
//! do the same.

use circle::MemberId;
use minicbor::{Decode, Encode};
use seal::{
    SigningKey,
    box_::{BoxKey, make_box_id},
};
use wire::{BoxId, limits};

use super::{Membership, Vault};
use crate::io::Io;

/// Bytes of the vault that a renewal leaves free: what is listed next must find room.
const SPARE: usize = 2_048;

/// A box that was replaced, until it is deleted.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub(crate) struct OldBox {
    #[n(0)]
    pub(crate) box_id: BoxId,
    #[n(1)]
    pub(crate) box_key: BoxKey,
}

/// What is still to be done for a membership.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub(crate) struct Renewal {
    /// Where its state lay before.
    #[n(0)]
    pub(crate) from: OldBox,
    /// The leaf's next signing key.
    #[n(1)]
    pub(crate) signer: SigningKey,
}

/// What has got its new box so far, in part or wholly.
struct Fresh {
    box_id: BoxId,
    box_key: BoxKey,
    signer: SigningKey,
}

impl Fresh {
    fn make(io: &Io) -> Self {
        Self { box_id: io.random(make_box_id), box_key: io.random(BoxKey::make), signer: io.random(SigningKey::make) }
    }
}

impl Vault {
    /// Everything that it lists gets new keys, one after another.
    pub(crate) fn renew_all(&mut self, io: &Io) {
        self.renewing = self.memberships.len() as u32;
        for membership in &mut self.memberships {
            membership.due = true;
        }
        for sheet in &mut self.sheets {
            sheet.due = true;
        }
        self.begin_renewals(io);
    }

    /// Draws keys for what is due, as far as the vault has room for old and new ones. Who has not been let in yet is no
    /// member: their turn comes after that.
    pub(crate) fn begin_renewals(&mut self, io: &Io) {
        let has_room = |vault: &Self| wire::encode(vault).len() + SPARE < limits::VAULT;
        for n in 0..self.memberships.len() {
            let room = has_room(self);
            let Some(membership) = self.memberships.get_mut(n) else { continue };
            if room && membership.due && membership.renewal.is_none() && membership.home.is_some() {
                membership.begin(Fresh::make(io));
            }
        }
        for n in 0..self.sheets.len() {
            let room = has_room(self);
            let Some(sheet) = self.sheets.get_mut(n) else { continue };
            if room && sheet.due && sheet.from.is_none() {
                let Fresh { box_id, box_key, .. } = Fresh::make(io);
                sheet.due = false;
                sheet.from = Some(OldBox {
                    box_id: std::mem::replace(&mut sheet.box_id, box_id),
                    box_key: std::mem::replace(&mut sheet.box_key, box_key),
                });
            }
        }
    }

    /// The circle knows the new key, and the old boxes are gone.
    pub(crate) fn end_renewal(&mut self, member: MemberId, done: &Renewal) {
        for membership in self.memberships.iter_mut().filter(|membership| membership.member == member) {
            if membership.renewal.as_ref() == Some(done) {
                membership.signer = done.signer.clone();
                membership.renewal = None;
            }
        }
    }

    /// The sheet lies in its new box alone.
    pub(crate) fn end_move(&mut self, box_id: BoxId) {
        for sheet in self.sheets.iter_mut().filter(|sheet| sheet.box_id == box_id) {
            sheet.from = None;
        }
    }

    /// Circles that had new keys coming, and how many of them have got them; none where none had.
    pub(crate) fn renewed(&self) -> Option<(u32, u32)> {
        let left = self.memberships.iter().filter(|one| one.due || one.renewal.is_some()).count() as u32;
        (self.renewing > 0).then(|| (self.renewing.saturating_sub(left), self.renewing))
    }
}

impl Membership {
    fn begin(&mut self, fresh: Fresh) {
        let Fresh { box_id, box_key, signer } = fresh;
        self.due = false;
        let from = OldBox {
            box_id: std::mem::replace(&mut self.box_id, box_id),
            box_key: std::mem::replace(&mut self.box_key, box_key),
        };
        self.renewal = Some(Renewal { from, signer });
    }
}

impl core::fmt::Debug for OldBox {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("OldBox(..)")
    }
}

impl core::fmt::Debug for Renewal {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Renewal(..)")
    }
}

//! New keys for one membership, after a new passphrase: another box, another leaf, another signing key
//! (protocol.md section 5.3, R10). Each step may be done twice, and by any device of this person.

use wire::Etag;

use super::{Member, commit::Intent};
use crate::{command::Failure, suite::Suite};

impl<S: Suite> Member<S> {
    /// Acts by what the vault says of this membership now. Hold [`Member::turn`], unless nothing else acts.
    pub(super) fn take_up_listed(&self) {
        let Some(listed) = self.app.upgrade().and_then(|app| app.listed(self.me())) else { return };
        if *self.membership.borrow() == listed {
            return;
        }
        if self.membership.borrow().box_id != listed.box_id {
            self.ring_moved.set(false);
            self.last_read.set(Etag::NONE);
            self.held_mark.set(None);
            self.change(|core| core.etag = Etag::NONE);
        }
        self.membership.replace(listed);
        self.io.changed();
    }

    pub(super) fn is_renewing(&self) -> bool {
        self.membership.borrow().renewal.is_some()
    }

    /// Moves the state to the new box, gives the leaf its new key, deletes what the old passphrase led to, and notes in
    /// the vault that all this is done. Hold [`Member::turn`].
    pub(super) async fn renew(&self) -> Result<(), Failure> {
        self.take_up_listed();
        let Some(renewal) = self.membership().renewal else { return Ok(()) };
        if self.with(|core| core.etag) == Some(Etag::NONE) && !self.save().await? {
            self.reload().await?;
        }
        let has_new_key = || self.with(|core| core.leaf.key == renewal.signer);
        if has_new_key() == Some(false) {
            self.commit(&Intent { signer: Some(renewal.signer.clone()), ..Intent::default() }).await?;
        }
        if has_new_key() != Some(true) {
            return Ok(());
        }
        // The box says so too, before the vault does.
        if self.with(|core| core.unsaved) == Some(true) && !self.save().await? {
            return self.reload().await;
        }
        self.bring_ring_along().await?;
        let app = self.app()?;
        app.delete_with_ring(&renewal.from).await?;
        app.end_renewal(self.me(), &renewal).await?;
        self.take_up_listed();
        Ok(())
    }
}

//! Erasing the account (domain R34): leaves every circle, deletes every box, then account and recovery record, and wipes
//! this device.
//!
//! The vault lists all that is to be deleted, so it goes last. Once it says that the account is being erased, whichever
//! device opens it next goes on from there, without asking again: every step may be done twice.

use std::rc::Rc;

use futures::future::try_join_all;
use seal::words::Passphrase;
use wire::{BoxId, Code, Day, account::AccountErase, limits, sealed_box::BoxDelete};

use super::{Account, Membership, OldBox, Vault};
use crate::{
    api::CallError,
    app::App,
    command::{Failure, Value},
    member::Member,
    sheets::{Burnt, SheetPlace},
    suite::Suite,
    view::CircleState,
};

/// Pause before another attempt while the server cannot be reached.
const PAUSE_MS: u64 = 3_000;

impl<S: Suite> App<S> {
    /// Erases everything of this person. With `take_back`, own shares are taken back first, on every device.
    pub(crate) async fn erase_account(self: &Rc<Self>, passphrase: &str, take_back: bool) -> Result<Value, Failure> {
        let account = self.account()?;
        let _turn = self.turn.lock().await;
        self.authenticate(account.login, Passphrase::typed(passphrase)).await?;
        self.follow_vault().await?;
        if !account.vault.borrow().erasing {
            self.leave_all(take_back).await?;
        }
        self.finish_erasing(&account).await?;
        Ok(self.sign_out())
    }

    /// Tells every circle, and notes in the vault that all which it lists is to be deleted.
    async fn leave_all(&self, take_back: bool) -> Result<(), Failure> {
        self.cancel_join().await?;
        let members: Vec<_> = self.circles.borrow().values().cloned().collect();
        for member in &members {
            member.bid_farewell(take_back).await?;
        }
        self.update_vault(|vault| vault.erasing = true).await?;
        for member in members {
            self.stop(&member).await;
        }
        Ok(())
    }

    /// Whoever signs in to an account that is being erased has the rest of it erased, and is told.
    pub(super) async fn go_on_erasing(&self, account: &Account) -> Result<(), Failure> {
        if !account.vault.borrow().erasing {
            return Ok(());
        }
        self.finish_erasing(account).await?;
        Err(Failure::new("account_erased"))
    }

    /// Goes on with an erasure that was begun here or on another device, until it is done.
    pub(crate) async fn finish_erasing_at_last(&self, account: &Account) {
        while self.finish_erasing(account).await.is_err_and(|failure| failure.passes()) {
            self.io.sleep(PAUSE_MS).await;
        }
    }

    /// Deletes what the vault lists, then the account. For an account whose vault says that it is being erased.
    async fn finish_erasing(&self, account: &Account) -> Result<(), Failure> {
        let Vault { memberships, sheets, burnt, ended, code, .. } = account.vault.borrow().clone();
        for membership in &memberships {
            self.delete_boxes(membership).await?;
        }
        for SheetPlace { box_id, box_key, from, .. } in &sheets {
            self.delete_box(*box_id, &box_key.capability()).await?;
            if let Some(OldBox { box_id, box_key }) = from {
                self.delete_box(*box_id, &box_key.capability()).await?;
            }
        }
        for Burnt { box_id, capability } in &burnt {
            self.delete_box(*box_id, capability).await?;
        }
        for old in &ended {
            self.delete_with_ring(old).await?;
        }
        let erase = AccountErase { login: account.login, code };
        match self.io.call(&erase, Some(&account.capability())).await {
            Ok(_) => Ok(()),
            // An account that is gone is refused like a wrong signature.
            Err(CallError::Problem(problem)) if problem.code == Code::NotAuthorised => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Deletes the box of a membership and the ring records beside it.
    pub(crate) async fn delete_boxes(&self, membership: &Membership) -> Result<(), Failure> {
        let Membership { box_id, box_key, renewal, .. } = membership;
        if let Some(renewal) = renewal {
            self.delete_with_ring(&renewal.from).await?;
        }
        self.delete_with_ring(&OldBox { box_id: *box_id, box_key: box_key.clone() }).await
    }

    /// Deletes a member's box and the ring records beside it.
    pub(crate) async fn delete_with_ring(&self, OldBox { box_id, box_key }: &OldBox) -> Result<(), Failure> {
        let today = self.io.today();
        let days = (0..=limits::RETENTION_DAYS).map(|back| Day(today.0.saturating_sub(back)));
        let rings = days.map(|day| box_key.ring(day));
        try_join_all(rings.map(async |ring| self.delete_box(ring.id, &ring.capability).await)).await?;
        self.delete_box(*box_id, &box_key.capability()).await
    }

    /// Deletes a box; one that is gone counts as deleted.
    pub(crate) async fn delete_box(&self, id: BoxId, capability: &seal::SigningKey) -> Result<(), Failure> {
        match self.io.call(&BoxDelete { id }, Some(capability)).await {
            Err(CallError::Problem(problem)) if problem.code != Code::NotFound => Err(problem.into()),
            Err(CallError::Network) => Err(CallError::Network.into()),
            Ok(_) | Err(CallError::Problem(_)) => Ok(()),
        }
    }

    /// Stops following a circle, and waits until nothing writes its boxes any more.
    async fn stop(&self, member: &Member<S>) {
        member.end(CircleState::Left);
        drop(member.turn.lock().await);
        self.circles.borrow_mut().remove(&member.index);
        self.forget_circle(member);
    }
}

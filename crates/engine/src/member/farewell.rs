//! Leaving a circle for good: what the circle is told, and what is taken back before.

use circle::Body;

use super::{Member, Outgoing};
use crate::{
    command::{Failure, Value},
    suite::Suite,
    view::CircleState,
};

/// Between two looks at whether the circle is open.
const LOOK_MS: u64 = 250;
/// Looks before a circle that does not open is left without a word.
const LOOKS: u32 = 120;

impl<S: Suite> Member<S> {
    /// Leaves: an entry that all devices fold, after which the next active one renews the keys without this leaf.
    pub(super) async fn leave(&self) -> Result<Value, Failure> {
        self.tell_that_i_leave().await?;
        self.app()?.forget_membership(self.index).await?;
        Ok(Value::Nothing)
    }

    /// The circle has let this leaf go, and whatever should have cleared away after it was interrupted, or happened on
    /// another device: nothing of the membership stays.
    pub(super) async fn clear_up(&self) {
        let Ok(app) = self.app() else { return };
        let is_erasing = app.account().is_ok_and(|account| account.vault.borrow().erasing);
        // Whoever leaves here, or erases the account, clears away without this.
        if is_erasing || !app.circles.borrow().contains_key(&self.index) {
            return;
        }
        app.forget_circle(self);
        if app.until_done(async || app.remove_membership(self.me()).await).await {
            app.circles.borrow_mut().remove(&self.index);
            self.io.changed();
        }
    }

    /// Tells the circle that this member leaves, with `take_back` after taking back all own shares. May be done twice.
    /// A circle that this device cannot open is told nothing: its members evict a leaf that stays silent.
    pub(crate) async fn bid_farewell(&self, take_back: bool) -> Result<(), Failure> {
        for _ in 0..LOOKS {
            if self.state.get() != CircleState::Loading {
                break;
            }
            self.io.sleep(LOOK_MS).await;
        }
        if self.state.get() != CircleState::Ready {
            return Ok(());
        }
        if take_back {
            self.take_all_back().await.or_else(unless_suspended)?;
        }
        self.tell_that_i_leave().await
    }

    async fn tell_that_i_leave(&self) -> Result<(), Failure> {
        let _turn = self.turn.lock().await;
        let now = self.now();
        let posted = self.change(|core| {
            let is_leaving = core.circle.member(core.me()).is_none_or(|me| me.leaving);
            if is_leaving { Ok(()) } else { core.post(Body::Leave {}, now) }
        });
        posted.ok_or_else(|| Failure::new("busy"))??;
        // Where the circle is suspended nobody can be told. The own keys go all the same.
        self.send_outbox().await.or_else(unless_suspended)
    }

    async fn take_all_back(&self) -> Result<(), Failure> {
        {
            let _turn = self.turn.lock().await;
            let is_words = |body: &Body| matches!(body, Body::Share { .. } | Body::RoundWords(_));
            let is_unsaid = |out: &Outgoing| out.sealed.is_none() && is_words(&out.body);
            self.change(|core| core.outbox.retain(|out| !is_unsaid(out)));
            self.send_outbox().await?;
        }
        for share in self.own_words() {
            self.take_back_now(&share).await?;
        }
        Ok(())
    }

    /// Own shares, and own words of rounds, that are still there.
    fn own_words(&self) -> Vec<String> {
        let own = self.with(|core| {
            let me = core.me();
            let shares = core.circle.shares().iter().filter(|share| share.author.member == me && share.text.is_some());
            let said = core.circle.said().iter().filter(|said| said.author.member == me && said.text.is_some());
            shares.map(|share| share.at).chain(said.map(|said| said.at)).map(|at| at.0.to_hex()).collect()
        });
        own.unwrap_or_default()
    }
}

fn unless_suspended(failure: Failure) -> Result<(), Failure> {
    if failure.is("suspended") { Ok(()) } else { Err(failure) }
}

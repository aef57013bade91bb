//! Shares between meetings: share, tap, take back.
//!
//! To take back is two steps: an entry that all devices fold, and the server's forgetting. The second is a duty of the
//! author's devices from when they have folded the first, until the server has done it.

use circle::{Body, EntryRef};
use wire::circle::Shred;

use super::{
    Member,
    core::{Core, Place},
};
use crate::{
    command::{Failure, Tap, Value, Wish},
    suite::Suite,
};

impl<S: Suite> Member<S> {
    pub(crate) fn share(&self, text: &str, wish: Wish, note: Option<&str>) -> Result<Value, Failure> {
        let note = note.map(str::trim).filter(|note| !note.is_empty()).map(str::to_owned);
        self.act(Body::Share { text: text.trim().to_owned(), wish: wish.into(), note })
    }

    pub(crate) fn tap_share(&self, share: &str, tap: Tap) -> Result<Value, Failure> {
        let share = self.find(share)?;
        self.act(Body::Tap { share, tap: tap.into() })
    }

    /// Takes a share back on every device, and has the server forget its content. Without the network both wait for it.
    pub(crate) async fn take_back(&self, share: &str) -> Result<Value, Failure> {
        match self.take_back_now(share).await {
            Err(failure) if !failure.is("offline") => Err(failure),
            Ok(()) | Err(_) => Ok(Value::Nothing),
        }
    }

    /// The same, done only once the server has forgotten.
    pub(super) async fn take_back_now(&self, share: &str) -> Result<(), Failure> {
        let share = self.find(share)?;
        self.act(Body::TakeBack { share })?;
        let _turn = self.turn.lock().await;
        self.send_outbox().await?;
        self.shred_taken_back().await
    }

    /// Has the server forget what was taken back.
    pub(super) async fn shred_taken_back(&self) -> Result<(), Failure> {
        let Some(waiting) = self.with(|core| core.unshredded.clone()) else { return Ok(()) };
        for (share, place) in waiting {
            let shred = self.with(|core| Some((shred(core, place)?, core.secrets.access.clone()))).flatten();
            if let Some((shred, key)) = shred {
                let failure = self.io.call(&shred, Some(&key)).await.err().map(Failure::from);
                // What the server refuses for good is not asked again: its day ends the ciphertext.
                if let Some(failure) = failure.filter(Failure::passes) {
                    return Err(failure);
                }
            }
            self.change(|core| core.unshredded.remove(&share));
        }
        Ok(())
    }

    fn find(&self, share: &str) -> Result<EntryRef, Failure> {
        let found = self.with(|core| {
            let shares = core.circle.shares().iter().map(|share| share.at);
            let said = core.circle.said().iter().map(|said| said.at);
            shares.chain(said).find(|at| at.0.to_hex() == share)
        });
        found.flatten().ok_or_else(|| circle::Refused::ShareUnknown.into())
    }

    /// Puts an entry into the outbox, which the duties send as soon as they can.
    pub(crate) fn act(&self, body: Body) -> Result<Value, Failure> {
        let now = self.now();
        self.change(|core| core.post(body, now)).ok_or_else(|| Failure::new("busy"))??;
        // The person is told that it is done: from here it outlives this session.
        self.remember_outbox();
        self.poke();
        Ok(Value::Nothing)
    }
}

/// Nothing where the key that the secret derives from is gone.
fn shred<S: Suite>(core: &Core<S>, place: Place) -> Option<Shred> {
    let secret = seal::entry::derive_delete_secret(core.signer_of(place.key)?, core.id, place.commit, place.nonce);
    Some(Shred { circle: core.id, at: core.tip, commit: place.commit, n: place.n, secret })
}

impl From<Wish> for circle::Wish {
    fn from(wish: Wish) -> Self {
        match wish {
            Wish::JustListen => Self::JustListen,
            Wish::AskMe => Self::AskMe,
            Wish::Experience => Self::Experience,
            Wish::Advice => Self::Advice,
        }
    }
}

impl From<circle::Wish> for Wish {
    fn from(wish: circle::Wish) -> Self {
        match wish {
            circle::Wish::JustListen => Self::JustListen,
            circle::Wish::AskMe => Self::AskMe,
            circle::Wish::Experience => Self::Experience,
            circle::Wish::Advice => Self::Advice,
        }
    }
}

impl From<Tap> for circle::Tap {
    fn from(tap: Tap) -> Self {
        match tap {
            Tap::Heard => Self::Heard,
            Tap::MeToo => Self::MeToo,
            Tap::Thanks => Self::Thanks,
            Tap::WithYou => Self::WithYou,
        }
    }
}

impl From<circle::Tap> for Tap {
    fn from(tap: circle::Tap) -> Self {
        match tap {
            circle::Tap::Heard => Self::Heard,
            circle::Tap::MeToo => Self::MeToo,
            circle::Tap::Thanks => Self::Thanks,
            circle::Tap::WithYou => Self::WithYou,
        }
    }
}

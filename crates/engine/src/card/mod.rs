//! What a circle shows of itself in public: what members may say about it, and that devices see to it.

mod publish;
mod text;
pub(crate) mod view;
mod watch;

use circle::{Body, CardAct, CardKeys, InviteId, Refused};
use seal::{SigningKey, invite::InviteSecret};
use serde::{Deserialize, Serialize};
use wire::Hash;

#[cfg(feature = "ts")]
use ts_rs::TS;

pub use self::text::{CardAttendance, CardStatus, CardText};
pub(crate) use self::watch::Watch;
use crate::{
    command::{Failure, Value},
    member::Member,
    suite::Suite,
};

/// What a member may say about the circle's card (domain R33). It takes two to show it, and one to take it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(TS))]
pub enum CardCommand {
    /// Proposes what it says from now on.
    Propose { text: CardText },
    /// Confirms exactly what was read (`CardProposalView::hash`).
    Confirm { hash: String },
    /// Lets be what is proposed.
    Withdraw,
    /// Takes it back, here and where it was shown.
    TakeBack,
    /// Looks now at what the server shows.
    Look,
    /// Publishes again what was agreed, where the server shows something else.
    Restore,
}

impl<S: Suite> Member<S> {
    pub(crate) async fn card(&self, command: CardCommand) -> Result<Value, Failure> {
        match command {
            CardCommand::Propose { text } => {
                let plan = Box::new(text.plan()?);
                let is_first = self.with(|core| core.circle.card().is_none()) == Some(true);
                let keys = is_first.then(|| self.draw_keys());
                self.act(Body::Card(CardAct::Propose { plan, keys }))
            }
            CardCommand::Confirm { hash } => {
                let hash = crate::member::unhex(&hash).map(Hash).ok_or(Refused::NoCardProposal)?;
                self.act(Body::Card(CardAct::Confirm { hash }))
            }
            CardCommand::Withdraw => self.act(Body::Card(CardAct::Withdraw {})),
            CardCommand::TakeBack => {
                let done = self.act(Body::Card(CardAct::TakeBack {}))?;
                let _turn = self.turn.lock().await;
                self.send_outbox().await?;
                // Offline, the duties do it later.
                let _ = self.see_cards_gone().await;
                Ok(done)
            }
            CardCommand::Look => {
                self.card_watch.borrow_mut().hurry();
                self.poke();
                Ok(Value::Nothing)
            }
            CardCommand::Restore => {
                self.card_watch.borrow_mut().restore();
                self.poke();
                Ok(Value::Nothing)
            }
        }
    }

    fn draw_keys(&self) -> CardKeys {
        let secret = self.io.random(InviteSecret::make);
        let (key, read) = (self.io.random(SigningKey::make), self.io.random(SigningKey::make));
        CardKeys {
            seed: *key.to_stored(),
            invite: InviteId(self.io.bytes()),
            secret: *secret.to_stored(),
            read_seed: *read.to_stored(),
        }
    }
}

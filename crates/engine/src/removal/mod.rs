//! Somebody has to leave a circle for good: what members may say about it, and what is left to the person whom it was
//! about.

mod told;
pub(crate) mod view;

use circle::{Body, MemberId, Refused, RemovalAct};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ts")]
use ts_rs::TS;

pub(crate) use self::told::Told;
use crate::{
    command::{EjectReason, Failure, Value},
    member::{Member, hex},
    suite::Suite,
};

/// What a member may say about another one who has to leave the circle for good. It takes two (R22).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(TS))]
pub enum RemovalCommand {
    /// Moves it; `words` stand beside the reason, where everybody in the circle can read them.
    Move { member: String, reason: EjectReason, words: Option<String> },
    /// Confirms what another has moved (`CircleView::removals`).
    Confirm { member: String },
    /// Takes back what this person has moved.
    Withdraw { member: String },
}

impl<S: Suite> Member<S> {
    pub(crate) async fn removal(&self, command: RemovalCommand) -> Result<Value, Failure> {
        let act = match command {
            RemovalCommand::Move { member, reason, words } => {
                let words = words.map(|words| words.trim().to_owned()).filter(|words| !words.is_empty());
                RemovalAct::Move { member: self.seated(&member)?, reason: reason.into(), words }
            }
            RemovalCommand::Confirm { member } => return self.confirm(&member).await,
            RemovalCommand::Withdraw { member } => RemovalAct::Withdraw { member: self.seated(&member)? },
        };
        self.act(Body::Removal(act))
    }

    /// The circle's invites end with it, and so do their mailboxes as far as the server is reached now.
    async fn confirm(&self, member: &str) -> Result<Value, Failure> {
        let member = self.seated(member)?;
        let at = self.with(|core| core.circle.removal(member).map(|removal| removal.at)).flatten();
        let mailboxes = self.invite_mailboxes();
        let done = self.act(Body::Removal(RemovalAct::Confirm { member, at: at.ok_or(Refused::NoRemoval)? }))?;
        let _turn = self.turn.lock().await;
        // Offline it waits in the outbox.
        if self.send_outbox().await.is_ok() && self.with(|core| core.circle.invites().count()) == Some(0) {
            self.close_mailboxes(mailboxes).await;
        }
        Ok(done)
    }

    /// Somebody with a seat in the circle, by the id that the view has.
    pub(crate) fn seated(&self, id: &str) -> Result<MemberId, Failure> {
        let found = self.with(|core| {
            let away = core.circle.away().map(|away| away.member.id);
            core.circle.members().map(|member| member.id).chain(away).find(|member| hex(&member.0) == id)
        });
        Ok(found.flatten().ok_or(Refused::NotAMember)?)
    }
}

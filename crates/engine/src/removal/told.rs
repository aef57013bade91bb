//! What is left to somebody who had to leave a circle: that it was so, and why. Everything else of the membership goes,
//! as after leaving; this stays in the vault until the person puts it away, so that every device of theirs tells it.

use circle::{EjectReason, MemberId};
use minicbor::{Decode, Encode};
use wire::Day;

use crate::{
    account::Vault,
    app::App,
    command::{Failure, Value},
    member::{Core, Member, hex},
    suite::Suite,
};

/// So many are kept; the oldest goes for a new one.
const MOST: usize = 4;
/// Characters of a circle's name that are kept where the vault has no room for more.
const SHORT: usize = 20;

/// That the person had to leave a circle.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub(crate) struct Told {
    /// Who they were there.
    #[n(0)]
    pub(crate) member: MemberId,
    /// What the circle is called.
    #[n(1)]
    pub(crate) circle: String,
    /// When it was moved, in circle time.
    #[n(2)]
    pub(crate) day: Day,
    #[n(3)]
    pub(crate) reason: EjectReason,
    /// Words beside the reason.
    #[n(4)]
    pub(crate) words: Option<String>,
    /// The names of the two who decided it.
    #[n(5)]
    pub(crate) by: Vec<String>,
}

impl Told {
    /// What the state says about the own removal.
    pub(crate) fn of<S: Suite>(core: &Core<S>) -> Option<Self> {
        let removal = core.circle.removal(core.me())?;
        let decided = [Some(removal.by), removal.confirmed];
        let names = decided.into_iter().flatten().filter_map(|by| core.circle.name_of(by));
        Some(Self {
            member: core.me(),
            circle: core.circle.charter().name.clone(),
            day: removal.day,
            reason: removal.reason,
            words: removal.words.clone(),
            by: names.map(str::to_owned).collect(),
        })
    }
}

impl<S: Suite> Member<S> {
    /// The membership ended against the person's will: its keys and words go from here and from the server, and what the
    /// person is told takes their place. May be done twice, and on every device of the person.
    pub(crate) async fn lay_down(&self) {
        let Some(told) = self.with(Told::of).flatten() else { return };
        let Ok(app) = self.app() else { return };
        drop(self.turn.lock().await);
        *self.core.borrow_mut() = None;
        self.restored.take();
        self.held.take();
        app.forget_circle(self);
        app.remember_outbox();
        app.note_ended(self);
        *self.told.borrow_mut() = Some(told.clone());
        self.io.changed();
        if !app.until_done(async || app.put_down(&told).await).await {
            return;
        }
        app.circles.borrow_mut().remove(&self.index);
        self.io.changed();
        app.until_done(async || app.delete_ended().await).await;
    }
}

impl<S: Suite> App<S> {
    /// The person has read it.
    pub(crate) async fn put_away(&self, id: &str) -> Result<Value, Failure> {
        let _turn = self.turn.lock().await;
        self.update_vault(|vault| vault.told.retain(|told| hex(&told.member.0) != id)).await?;
        Ok(Value::Nothing)
    }

    /// What the person is told takes the membership's place in the vault.
    async fn put_down(&self, told: &Told) -> Result<(), Failure> {
        let _turn = self.turn.lock().await;
        let short = Told { words: None, ..told.clone() };
        // No longer than what it takes the place of.
        let shortest = Told { by: Vec::new(), circle: told.circle.chars().take(SHORT).collect(), ..short.clone() };
        let mut result = Ok(());
        for told in [told, &short, &shortest] {
            result = self.update_vault(|vault| vault.put_down(told)).await;
            if !result.as_ref().is_err_and(|failure| failure.is("vault_full")) {
                break;
            }
        }
        result
    }
}

impl Vault {
    /// Where the membership is not listed any more, another device has done this, and the person may have put it away.
    fn put_down(&mut self, told: &Told) {
        if !self.end_membership(told.member) {
            return;
        }
        self.told.push(told.clone());
        if self.told.len() > MOST {
            self.told.remove(0);
        }
    }
}

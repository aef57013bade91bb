//! Whom this person has blocked in the circle: a note of their own, which no member and no server reads (domain R20, I94).

use std::collections::BTreeSet;

use circle::MemberId;

use super::{Member, hex};
use crate::{
    command::{Failure, Value},
    suite::Suite,
};

impl<S: Suite> Member<S> {
    /// Whom the person has blocked, as far as this device knows.
    pub(crate) fn blocked(&self) -> BTreeSet<MemberId> {
        let listed = self.app().ok().and_then(|app| app.listed(self.me()));
        listed.map(|membership| membership.blocked.into_iter().collect()).unwrap_or_default()
    }

    pub(super) async fn block(&self, other: &str, on: bool) -> Result<Value, Failure> {
        let members: Vec<MemberId> =
            self.with(|core| core.circle.members().map(|member| member.id).collect()).unwrap_or_default();
        let mut others = members.iter().copied().filter(|member| *member != self.me());
        let other = others.find(|member| hex(&member.0) == other).ok_or(circle::Refused::NotAMember)?;
        let change = |notes: &mut Vec<MemberId>| {
            // Whoever has left does not come back as the same member.
            notes.retain(|known| *known != other && members.contains(known));
            notes.extend(on.then_some(other));
        };
        self.app()?.note_blocked(self.me(), change).await?;
        // The own corner may be one with them.
        self.poke();
        Ok(Value::Nothing)
    }

    /// Whoever comes to a meeting brings along what they have noted on another device meanwhile.
    pub(super) fn look_at_vault(&self) {
        let Ok(app) = self.app() else { return };
        let (me, looking) = (self.me(), std::rc::Rc::clone(&app));
        app.spawn(async move {
            // Where it cannot be had, what this device knows holds.
            let _ = looking.still_lists(me).await;
        });
    }
}

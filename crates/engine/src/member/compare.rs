//! Comparing keys with another member, and the circle with the others, outside of this program (domain I15).

use circle::MemberId;
use seal::{LeafInfo, safety::SafetyCode};

use super::{Member, commit::internal, hex};
use crate::{
    account::Compared,
    command::{Failure, Value},
    suite::Suite,
    view::Verified,
};

impl<S: Suite> Member<S> {
    pub(super) fn compare(&self, other: &str) -> Result<Value, Failure> {
        Ok(shown(&self.code_with(self.known(other)?)?))
    }

    pub(super) fn same_circle(&self) -> Result<Value, Failure> {
        let code = self.with(|core| SafetyCode::of_circle::<S::Ksf>(core.id, core.tip, &core.secrets.hs));
        Ok(shown(&code.ok_or_else(|| Failure::new("busy"))?.map_err(internal)?))
    }

    /// Bound to the key that the code was made from: where it has changed since, nothing is noted.
    pub(super) async fn verify(&self, other: &str, code: &str) -> Result<Value, Failure> {
        let leaf = self.known(other)?;
        if hex(self.code_with(leaf)?.as_bytes()) != code {
            return Err(Failure::new("code_differs"));
        }
        let members: Vec<_> =
            self.with(|core| core.circle.members().map(|member| member.id).collect()).unwrap_or_default();
        let note = Compared::of(MemberId(leaf.member), leaf.key);
        let change = |notes: &mut Vec<Compared>| {
            // Whoever has left does not come back as the same member.
            notes.retain(|known| known.member != note.member && members.contains(&known.member));
            notes.push(note);
        };
        self.app()?.note_compared(self.me(), change).await?;
        Ok(Value::Nothing)
    }

    pub(super) async fn unverify(&self, other: &str) -> Result<Value, Failure> {
        let leaf = self.known(other)?;
        let change = |notes: &mut Vec<Compared>| notes.retain(|known| known.member.0 != leaf.member);
        self.app()?.note_compared(self.me(), change).await?;
        Ok(Value::Nothing)
    }

    fn known(&self, other: &str) -> Result<LeafInfo, Failure> {
        let found = self.with(|core| {
            let is_meant = |member: &&circle::Member| member.id != core.me() && hex(&member.id.0) == other;
            core.circle.members().find(is_meant).map(|member| LeafInfo { member: member.id.0, key: member.key })
        });
        found.flatten().ok_or_else(|| circle::Refused::NotAMember.into())
    }

    fn code_with(&self, other: LeafInfo) -> Result<SafetyCode, Failure> {
        let code = self.with(|core| SafetyCode::of_two::<S::Ksf>(core.id, &core.leaf.info(), &other));
        code.ok_or_else(|| Failure::new("busy"))?.map_err(internal)
    }
}

/// What the notes say of a member.
pub(crate) fn standing(notes: &[Compared], member: &circle::Member) -> Verified {
    match notes.iter().find(|note| note.member == member.id) {
        None => Verified::No,
        Some(note) if *note == Compared::of(member.id, member.key) => Verified::Yes,
        Some(_) => Verified::NewKeys,
    }
}

fn shown(code: &SafetyCode) -> Value {
    Value::Safety {
        words: code.words().into_iter().map(str::to_owned).collect(),
        numbers: code.numbers().to_vec(),
        code: hex(code.as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use wire::{Day, Hash, Millis, PublicKey};

    use super::*;

    #[test]
    fn a_note_holds_for_the_key_that_was_compared() {
        let member = |id: u8, key: u8| circle::Member {
            id: MemberId([id; 16]),
            key: PublicKey([key; 32]),
            name: "bo".to_owned(),
            pledge: Hash::ZERO,
            leaving: false,
            returned: Millis(0),
            client: 0,
            seen: Day(0),
            rekeyed: None,
            earlier: Vec::new(),
            place: 0,
            since: Day(0),
            guest: None,
        };
        let notes = [Compared::of(MemberId([1; 16]), PublicKey([2; 32]))];
        assert_eq!(standing(&notes, &member(1, 2)), Verified::Yes);
        assert_eq!(standing(&notes, &member(1, 3)), Verified::NewKeys);
        assert_eq!(standing(&notes, &member(4, 2)), Verified::No);
    }
}

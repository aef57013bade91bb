//! Burning: the key is destroyed first, then the ciphertext, then nothing reminds of it. Without the network nothing
//! burns, because it would come back from the server.

use super::{Burnt, SheetPlace};
use crate::{
    account::{OldBox, Vault},
    app::App,
    command::{Failure, Value},
    suite::Suite,
};

impl<S: Suite> App<S> {
    /// Burns a sheet for good, on the server and on every device of this person.
    pub(crate) async fn burn_sheet(&self, id: &str) -> Result<Value, Failure> {
        let _turn = self.turn.lock().await;
        let (place, listed) = {
            let held = self.sheets.find(id)?;
            (held.place.clone(), held.listed)
        };
        if listed {
            self.update_vault(|vault| vault.burn(&place)).await?;
        }
        self.drop_sheet(place.box_id);
        // Nothing opens the box any more. Where it cannot be deleted now, the vault remembers that it must be.
        if self.delete_burnt().await.is_err() {
            self.sheets.poke();
        }
        Ok(Value::Nothing)
    }

    /// Deletes the boxes of burnt sheets, and of those who waited to be let in.
    pub(crate) async fn delete_burnt(&self) -> Result<(), Failure> {
        let burnt = self.account()?.vault.borrow().burnt.clone();
        if burnt.is_empty() {
            return Ok(());
        }
        for Burnt { box_id, capability } in &burnt {
            self.delete_box(*box_id, capability).await?;
        }
        self.update_vault(|vault| vault.burnt.retain(|left| !burnt.contains(left))).await
    }
}

impl Vault {
    /// Forgets the key of a sheet; only its box can still be deleted.
    fn burn(&mut self, place: &SheetPlace) {
        let is_it = |listed: &SheetPlace| {
            let lay_there = listed.from.as_ref().is_some_and(|from| from.box_id == place.box_id);
            listed.box_id == place.box_id || lay_there
        };
        let (gone, left) = std::mem::take(&mut self.sheets).into_iter().partition::<Vec<_>, _>(is_it);
        self.sheets = left;
        for SheetPlace { box_id, box_key, from, .. } in gone {
            self.burnt.push(Burnt { box_id, capability: box_key.capability() });
            if let Some(OldBox { box_id, box_key }) = from {
                self.burnt.push(Burnt { box_id, capability: box_key.capability() });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use seal::box_::BoxKey;
    use wire::{BoxId, CodeSecret};

    use super::*;

    #[test]
    fn a_burnt_sheet_leaves_no_key_in_the_vault() {
        let place =
            SheetPlace { box_id: BoxId([1; 32]), box_key: BoxKey::from_stored([0x5a; 32]), from: None, due: false };
        let mut vault = Vault::new("noor".to_owned(), CodeSecret([2; 32]));
        vault.sheets.push(place.clone());
        let has_key = |vault: &Vault| wire::encode(vault).windows(32).any(|bytes| bytes == [0x5a; 32]);
        assert!(has_key(&vault));
        for _ in 0..2 {
            vault.burn(&place);
            assert!(!has_key(&vault));
            assert_eq!(vault.burnt.len(), 1);
        }
    }
}

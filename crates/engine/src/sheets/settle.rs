//! What keeps this device's sheets, the vault's list and the boxes in step. Nothing that was written is ever lost: where
//! two devices wrote on one sheet, both writings are kept, on two sheets.

use std::rc::Rc;

use futures::{FutureExt, StreamExt, channel::mpsc, select_biased};
use personal::Sheet;
use seal::box_::BoxKey;
use wire::{
    BoxId, Code, Etag,
    pow::Stamp,
    sealed_box::{BoxGet, BoxPut, NewBox},
};

use super::{Held, SheetPlace};
use crate::{
    api::CallError,
    app::App,
    command::{Failure, Value},
    member::bytes,
    suite::Suite,
};

/// Pause before another attempt.
const PAUSE_MS: u64 = 3_000;
/// How often a lost race for one box is tried again at once.
const RACES: u32 = 8;

impl<S: Suite> App<S> {
    /// Looks after the sheets for as long as the session lasts.
    pub(crate) async fn keep_sheets(self: Rc<Self>) {
        let (sender, mut pokes) = mpsc::unbounded();
        *self.sheets.pokes.borrow_mut() = Some(sender);
        loop {
            let settled = self.settle_sheets().await;
            if settled.is_err_and(|failure| failure.passes() || failure.is("busy")) {
                select_biased! {
                    _ = pokes.next() => {}
                    () = self.io.sleep(PAUSE_MS).fuse() => {}
                }
            } else {
                pokes.next().await;
            }
            while pokes.try_recv().is_ok() {}
        }
    }

    /// Looks at what other devices of this person have done.
    pub(crate) async fn look_at_sheets(&self) -> Result<Value, Failure> {
        let account = self.account()?;
        {
            let _turn = self.turn.lock().await;
            self.refresh_vault(&account).await?;
            self.move_sheets().await?;
            self.take_list().await?;
            let saved = |held: &&Held| !held.unsaved && held.listed;
            let places: Vec<_> =
                self.sheets.held.borrow().values().filter(saved).map(|held| held.place.clone()).collect();
            for place in places {
                if let Some((etag, sheet)) = self.fetch_sheet(&place).await? {
                    self.change_sheet(place.box_id, |held| {
                        // What was written here in the meantime is compared when it is saved.
                        if !held.unsaved {
                            (held.sheet, held.etag) = (sheet, etag);
                        }
                    });
                }
            }
        }
        self.sheets.poke();
        Ok(Value::Nothing)
    }

    async fn settle_sheets(&self) -> Result<(), Failure> {
        let _turn = self.turn.lock().await;
        self.delete_burnt().await?;
        self.list_new_sheets().await?;
        self.move_sheets().await?;
        self.take_list().await?;
        let unsaved = |held: &&Held| held.unsaved;
        let unsaved: Vec<_> =
            self.sheets.held.borrow().values().filter(unsaved).map(|held| held.place.box_id).collect();
        let mut settled = Ok(());
        for box_id in unsaved {
            let saved = self.save_box_of(box_id).await;
            settled = settled.and(saved);
        }
        settled
    }

    /// The vault's entry is written before the box.
    async fn list_new_sheets(&self) -> Result<(), Failure> {
        let new = |held: &&Held| !held.listed;
        let new: Vec<_> = self.sheets.held.borrow().values().filter(new).map(|held| held.place.clone()).collect();
        if new.is_empty() {
            return Ok(());
        }
        self.update_vault(|vault| {
            for place in &new {
                if !vault.sheets.contains(place) {
                    vault.sheets.push(place.clone());
                }
            }
        })
        .await?;
        for place in new {
            self.change_sheet(place.box_id, |held| held.listed = true);
        }
        Ok(())
    }

    /// Takes up sheets that another device has written, and drops those that it has burnt.
    async fn take_list(&self) -> Result<(), Failure> {
        let listed = self.account()?.vault.borrow().sheets.clone();
        let is_listed = |box_id: BoxId| listed.iter().any(|place| place.box_id == box_id);
        let gone = |held: &&Held| held.listed && !is_listed(held.place.box_id);
        let gone: Vec<_> = self.sheets.held.borrow().values().filter(gone).map(|held| held.place.box_id).collect();
        for box_id in gone {
            self.drop_sheet(box_id);
        }
        for place in &listed {
            if self.sheets.held.borrow().contains_key(&place.box_id) {
                continue;
            }
            match self.fetch_sheet(place).await {
                Ok(Some((etag, sheet))) => {
                    let new = Held::new(place.clone(), sheet, false);
                    self.hold_sheet(Held { etag, unsaved: false, listed: true, ..new });
                }
                Err(failure) if failure.passes() => return Err(failure),
                // Not made yet, or not readable here: the other sheets do not wait for it.
                Ok(None) | Err(_) => {}
            }
        }
        Ok(())
    }

    /// Writes a sheet into its box.
    pub(super) async fn save_box_of(&self, box_id: BoxId) -> Result<(), Failure> {
        for _ in 0..RACES {
            let held = self.sheets.held.borrow().get(&box_id).cloned();
            let Some(held) = held.filter(|held| held.unsaved) else { return Ok(()) };
            let Held { place, sheet, etag, .. } = held;
            match self.put_sheet(&place, etag, &sheet).await {
                Ok(stored) => {
                    self.change_sheet(box_id, |held| (held.etag, held.unsaved) = (stored, held.sheet != sheet));
                }
                Err(error) if matches!(error.code(), Some(Code::Conflict | Code::NotFound)) => {
                    self.make_room(&place).await?;
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(Failure::new("busy"))
    }

    async fn put_sheet(&self, place: &SheetPlace, if_match: Etag, sheet: &Sheet) -> Result<Etag, CallError> {
        let SheetPlace { box_id, box_key, .. } = place;
        let capability = box_key.capability();
        let blob = self.io.random(|rng| seal::box_::seal_box(box_key, *box_id, if_match, &sheet.encode(), rng));
        let new = (if_match == Etag::NONE).then(|| NewBox {
            cap: capability.public(),
            expires: None,
            stamp: Stamp::find(self.io.today(), box_id.as_bytes()),
        });
        let etag = Etag::of(&blob);
        self.change_sheet(*box_id, |held| held.sent = etag);
        self.io.call(&BoxPut { id: *box_id, if_match, blob: bytes(blob), new }, Some(&capability)).await?;
        Ok(etag)
    }

    /// The box is not as this device last saw it: keeps what another device has saved there on a sheet of its own.
    async fn make_room(&self, place: &SheetPlace) -> Result<(), Failure> {
        let present = self.fetch_sheet(place).await?;
        let Some((etag, sheet)) = present else {
            // The server has lost it: it is made anew.
            self.change_sheet(place.box_id, |held| held.etag = Etag::NONE);
            return Ok(());
        };
        let is_other = self.sheets.held.borrow().get(&place.box_id).is_some_and(|held| {
            let is_mine = held.sent == etag || held.sheet == sheet;
            !is_mine
        });
        if is_other {
            self.hold_sheet(Held::new(self.new_place(), sheet, true));
            self.sheets.poke();
        }
        self.change_sheet(place.box_id, |held| held.etag = etag);
        Ok(())
    }

    /// The sheet in a box; none where there is no box, or nothing in it that can be read.
    async fn fetch_sheet(&self, place: &SheetPlace) -> Result<Option<(Etag, Sheet)>, Failure> {
        self.fetch_from(place.box_id, &place.box_key).await
    }

    pub(super) async fn fetch_from(&self, box_id: BoxId, box_key: &BoxKey) -> Result<Option<(Etag, Sheet)>, Failure> {
        match self.io.call(&BoxGet { id: box_id }, Some(&box_key.capability())).await {
            Ok(content) => {
                let etag = Etag::of(&content.blob);
                let opened = seal::box_::open_box(box_key, box_id, &content.blob).ok();
                let sheet = opened.and_then(|opened| Sheet::decode(&opened.plain).ok());
                // Behind damage there may still be words: the box is left as it is.
                sheet.map(|sheet| Some((etag, sheet))).ok_or_else(|| Failure::new("box_damaged"))
            }
            Err(error) if error.code() == Some(Code::NotFound) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

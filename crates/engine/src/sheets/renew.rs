//! New boxes for sheets, after a new passphrase (protocol.md section 5.3, R10). Each step may be done twice, and by any
//! device of this person.

use personal::Sheet;
use wire::Etag;

use super::{Held, SheetPlace};
use crate::{account::OldBox, app::App, command::Failure, suite::Suite};

impl<S: Suite> App<S> {
    /// Moves every sheet for which the vault lists a new box. One that cannot be read stays where it is, and the others
    /// do not wait for it. Hold [`App::turn`].
    pub(super) async fn move_sheets(&self) -> Result<(), Failure> {
        let listed = self.account()?.vault.borrow().sheets.clone();
        for place in &listed {
            let Some(from) = &place.from else { continue };
            match self.move_sheet(place, from).await {
                Err(failure) if failure.is("box_damaged") => {}
                moved => moved?,
            }
        }
        Ok(())
    }

    async fn move_sheet(&self, place: &SheetPlace, from: &OldBox) -> Result<(), Failure> {
        let moved = self.fetch_from(place.box_id, &place.box_key).await?;
        // What another device wrote there since this one looked is not lost with the old box.
        let before = if moved.is_some() { None } else { self.fetch_from(from.box_id, &from.box_key).await? };
        self.take_along(place, from, moved, before);
        self.save_box_of(place.box_id).await?;
        self.delete_box(from.box_id, &from.box_key.capability()).await?;
        self.update_vault(|vault| {
            vault.end_move(place.box_id);
            vault.begin_renewals(&self.io);
        })
        .await
    }

    /// Holds the sheet under its new place: as it lies there, else as it lay in the old one, else as this device has it.
    fn take_along(
        &self,
        place: &SheetPlace,
        from: &OldBox,
        moved: Option<(Etag, Sheet)>,
        before: Option<(Etag, Sheet)>,
    ) {
        let own = self.sheets.held.borrow().get(&from.box_id).cloned();
        if let Some(own) = own {
            self.drop_sheet(from.box_id);
            let is_other = |(etag, sheet): &(Etag, Sheet)| {
                own.unsaved && *etag != own.etag && *etag != own.sent && *sheet != own.sheet
            };
            if let Some((_, sheet)) = before.as_ref().filter(|there| is_other(there)) {
                self.hold_sheet(Held::new(self.new_place(), sheet.clone(), true));
            }
            let sheet = match &before {
                Some((_, sheet)) if !own.unsaved => sheet.clone(),
                _ => own.sheet,
            };
            // Where the new box is there already, saving compares the two and keeps both.
            let unsaved = own.unsaved || moved.is_none();
            let held = Held { listed: true, unsaved, ..Held::new(place.clone(), sheet, own.parted) };
            self.hold_sheet(held);
        } else if let Some((_, sheet)) = before
            && !self.sheets.held.borrow().contains_key(&place.box_id)
        {
            self.hold_sheet(Held { listed: true, ..Held::new(place.clone(), sheet, false) });
        }
        if let Some((etag, sheet)) = moved {
            self.change_sheet(place.box_id, |held| {
                if !held.unsaved {
                    (held.sheet, held.etag) = (sheet, etag);
                }
            });
        }
    }
}

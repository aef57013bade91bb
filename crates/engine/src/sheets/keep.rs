//! Sheets on the device, sealed under its key, so that writing outlives a restart without the network. A shared device
//! keeps nothing.

use std::collections::BTreeMap;

use seal::Key;
use wire::BoxId;

use super::{Held, name};
use crate::{app::App, device::read, suite::Suite};

/// Before the name of a sheet's slot.
const SLOT: &str = "sheet-";

impl<S: Suite> App<S> {
    /// Takes up what the device kept from an earlier session.
    pub(crate) fn take_kept_sheets(&self, slots: &BTreeMap<String, Vec<u8>>, key: &Key) {
        let kept = slots.keys().filter(|slot| slot.starts_with(SLOT));
        for held in kept.filter_map(|slot| read::<Held>(slots, slot, key)) {
            self.sheets.held.borrow_mut().insert(held.place.box_id, held);
        }
        self.sheets.poke();
        self.io.changed();
    }

    /// Holds a sheet in memory and on the device.
    pub(super) fn hold_sheet(&self, held: Held) {
        if let Some(key) = self.device_key.borrow().as_ref() {
            self.put(key, &slot(held.place.box_id), &held);
        }
        self.sheets.held.borrow_mut().insert(held.place.box_id, held);
        self.io.changed();
    }

    /// Changes a sheet that is still there.
    pub(super) fn change_sheet(&self, box_id: BoxId, change: impl FnOnce(&mut Held)) {
        let held = self.sheets.held.borrow().get(&box_id).cloned();
        if let Some(mut held) = held {
            change(&mut held);
            self.hold_sheet(held);
        }
    }

    /// Drops a sheet from memory and from the device.
    pub(super) fn drop_sheet(&self, box_id: BoxId) {
        self.sheets.held.borrow_mut().remove(&box_id);
        if self.device_key.borrow().is_some() {
            self.io.store(&slot(box_id), Vec::new());
        }
        self.io.changed();
    }
}

fn slot(box_id: BoxId) -> String {
    format!("{SLOT}{}", name(box_id))
}

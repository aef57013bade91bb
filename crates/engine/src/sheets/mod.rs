//! Sheets: own writing that nobody else sees (domain I68). Each lies in a box of its own, which the vault lists with its
//! key; what was written without the network waits on the device.

mod burn;
mod keep;
mod renew;
mod settle;
mod write;

use std::{
    cell::{Ref, RefCell},
    collections::BTreeMap,
};

use futures::channel::mpsc;
use minicbor::{Decode, Encode};
use personal::Sheet;
use seal::{SigningKey, box_::BoxKey};
use wire::{BoxId, Etag, Hash};

use crate::{
    account::OldBox,
    command::Failure,
    view::{SheetState, SheetView},
};

/// Where a sheet lies.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub(crate) struct SheetPlace {
    #[n(0)]
    pub(crate) box_id: BoxId,
    #[n(1)]
    pub(crate) box_key: BoxKey,
    /// Where it lay before a new passphrase.
    #[n(2)]
    pub(crate) from: Option<OldBox>,
    /// It is to get a new box (again) after that.
    #[cbor(n(3), default)]
    pub(crate) due: bool,
}

/// A sheet that was burnt and whose box is to be deleted. Nothing opens it any more: its key is not here.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub(crate) struct Burnt {
    #[n(0)]
    pub(crate) box_id: BoxId,
    #[n(1)]
    pub(crate) capability: SigningKey,
}

/// A sheet as this device has it.
#[derive(Clone, Encode, Decode)]
struct Held {
    #[n(0)]
    place: SheetPlace,
    #[n(1)]
    sheet: Sheet,
    /// Of the box as it was last read or written; [`Etag::NONE`] before it was made.
    #[n(2)]
    etag: Etag,
    /// Of what was sent last, noted before it was sent: after a lost answer it is known as one's own.
    #[n(3)]
    sent: Etag,
    /// The box does not hold these words yet.
    #[n(4)]
    unsaved: bool,
    /// The vault lists it.
    #[n(5)]
    listed: bool,
    /// What another device had saved while this one wrote on the same sheet.
    #[n(6)]
    parted: bool,
}

/// The sheets of the person who is signed in.
#[derive(Default)]
pub(crate) struct Sheets {
    held: RefCell<BTreeMap<BoxId, Held>>,
    pokes: RefCell<Option<mpsc::UnboundedSender<()>>>,
}

impl Sheets {
    /// Newest first.
    pub(crate) fn view(&self) -> Vec<SheetView> {
        let mut list: Vec<_> = self.held.borrow().values().map(Held::view).collect();
        list.sort_by(|a, b| b.created_day.cmp(&a.created_day).then_with(|| a.title.cmp(&b.title)));
        list
    }

    /// What a person has written on them, newest first, for an export.
    pub(crate) fn written(&self) -> Vec<Sheet> {
        let mut list: Vec<_> = self.held.borrow().values().map(|held| held.sheet.clone()).collect();
        list.sort_by_key(|sheet| core::cmp::Reverse(sheet.created()));
        list
    }

    /// Has everything looked at that waits.
    pub(crate) fn poke(&self) {
        if let Some(pokes) = &*self.pokes.borrow() {
            let _ = pokes.unbounded_send(());
        }
    }

    fn find(&self, id: &str) -> Result<Ref<'_, Held>, Failure> {
        let find = |all: &BTreeMap<BoxId, Held>| all.keys().find(|box_id| name(**box_id) == id).copied();
        let box_id = find(&self.held.borrow()).ok_or_else(|| Failure::new("sheet_gone"))?;
        Ref::filter_map(self.held.borrow(), |all| all.get(&box_id)).map_err(|_| Failure::new("sheet_gone"))
    }
}

impl Held {
    /// What a sheet is on this device before anybody else knows of it.
    fn new(place: SheetPlace, sheet: Sheet, parted: bool) -> Self {
        Self { place, sheet, etag: Etag::NONE, sent: Etag::NONE, unsaved: true, listed: false, parted }
    }

    fn view(&self) -> SheetView {
        SheetView {
            id: name(self.place.box_id),
            title: self.sheet.title().to_owned(),
            created_day: self.sheet.created().0,
            state: if self.unsaved { SheetState::Waiting } else { SheetState::Saved },
            parted: self.parted,
        }
    }
}

/// A name for views and slots that tells nothing but that it is always the same sheet's.
fn name(box_id: BoxId) -> String {
    let hash = Hash::of(box_id.as_bytes()).to_hex();
    hash.get(..32).unwrap_or_default().to_owned()
}

impl core::fmt::Debug for SheetPlace {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("SheetPlace(..)")
    }
}

impl core::fmt::Debug for Burnt {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Burnt(..)")
    }
}

use wire::{BoxId, Day, Etag, sealed_box::BoxPut};

use super::Tables;
use crate::{StoredBox, Swapping};

#[derive(Clone)]
pub(super) struct Row {
    stored: StoredBox,
    expires: Option<Day>,
}

impl Row {
    pub(super) fn lives(&self, today: Day) -> bool {
        self.expires.is_none_or(|day| today < day)
    }

    /// Whether no day ends it.
    pub(super) const fn lasts(&self) -> bool {
        self.expires.is_none()
    }
}

impl Tables {
    pub(super) fn box_put(&mut self, request: BoxPut, today: Day) -> Swapping {
        let blob: Vec<u8> = request.blob.into();
        if let Some(row) = self.boxes.get_mut(&request.id).filter(|row| row.lives(today)) {
            let present = Etag::of(&row.stored.blob);
            if present == Etag::of(&blob) {
                return Swapping::Stored;
            }
            if present != request.if_match {
                return Swapping::Conflict(present);
            }
            row.stored.blob = blob;
            return Swapping::Stored;
        }
        match request.new {
            Some(new) if request.if_match == Etag::NONE => {
                let row = Row { stored: StoredBox { cap: new.cap, blob }, expires: new.expires };
                self.boxes.insert(request.id, row);
                Swapping::Stored
            }
            _ => Swapping::Missing,
        }
    }

    pub(super) fn box_get(&self, id: BoxId, today: Day) -> Option<StoredBox> {
        self.boxes.get(&id).filter(|row| row.lives(today)).map(|row| row.stored.clone())
    }
}

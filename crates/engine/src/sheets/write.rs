//! Writing: always at once and on this device; the boxes follow when the network does.

use personal::{Sheet, limits};
use seal::box_::{BoxKey, make_box_id};

use super::{Held, SheetPlace, name};
use crate::{
    app::App,
    command::{Failure, Value},
    suite::Suite,
};

impl<S: Suite> App<S> {
    /// A new, empty sheet.
    pub(crate) fn new_sheet(&self) -> Result<Value, Failure> {
        self.account()?;
        if self.sheets.held.borrow().len() >= limits::SHEETS {
            return Err(Failure::new("sheets_full"));
        }
        let held = Held::new(self.new_place(), Sheet::new(self.io.today()), false);
        let value = value(&held);
        self.hold_sheet(held);
        self.sheets.poke();
        Ok(value)
    }

    /// The words of a sheet.
    pub(crate) fn read_sheet(&self, id: &str) -> Result<Value, Failure> {
        Ok(value(&*self.sheets.find(id)?))
    }

    /// Other words on a sheet. Done when this device has them; the view tells when the server has.
    pub(crate) fn save_sheet(&self, id: &str, title: &str, text: &str) -> Result<Value, Failure> {
        let (box_id, written) = {
            let held = self.sheets.find(id)?;
            let written = held.sheet.write(title, text).map_err(|_| Failure::new("text_too_long"))?;
            (held.place.box_id, (written != held.sheet).then_some(written))
        };
        if let Some(written) = written {
            self.change_sheet(box_id, |held| (held.sheet, held.unsaved) = (written, true));
            self.sheets.poke();
        }
        Ok(Value::Nothing)
    }

    pub(super) fn new_place(&self) -> SheetPlace {
        SheetPlace {
            box_id: self.io.random(make_box_id),
            box_key: self.io.random(BoxKey::make),
            from: None,
            due: false,
        }
    }
}

fn value(held: &Held) -> Value {
    Value::Sheet {
        sheet: name(held.place.box_id),
        title: held.sheet.title().to_owned(),
        text: held.sheet.text().to_owned(),
    }
}

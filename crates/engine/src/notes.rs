//! A second PIN for a device with a lock (domain I56, R29): it opens an empty space with ordinary notes, for whoever is made
//! to open the device before somebody else's eyes. The store has a key and notes of one length always, under random
//! bytes where no PIN was set, so that it does not tell whether there is one. It does tell, by its other slots, that the
//! device keeps more than notes: this is for eyes, not for a laboratory.

use std::{cell::RefCell, collections::BTreeMap};

use seal::{
    Key, Kind, aead, lock,
    pad::{self, Class},
    words::Passphrase,
};
use zeroize::Zeroizing;

use crate::{
    app::App,
    command::{Failure, Value},
    lock::Lock,
    member::{hex, internal},
    suite::Suite,
};

/// The slot of the notes.
pub(crate) const NOTES: &str = "notes";
/// Fewest characters of a second PIN. It guards nothing but the notes: whoever tries all of them finds these.
const SHORTEST: usize = 4;

/// Notes that are open.
pub(crate) struct Notes {
    key: Key,
    text: RefCell<String>,
}

impl Notes {
    /// Opens the notes; damaged ones are empty.
    pub(crate) fn read(key: Key, slots: &BTreeMap<String, Vec<u8>>) -> Self {
        let sealed = slots.get(NOTES).map_or(&[][..], Vec::as_slice);
        let plain = aead::open(&key, Kind::Device, NOTES.as_bytes(), sealed).ok();
        let text = plain.and_then(|plain| String::from_utf8(pad::unpad(&plain).ok()?.to_vec()).ok());
        Self { key, text: RefCell::new(text.unwrap_or_default()) }
    }

    pub(crate) fn text(&self) -> String {
        self.text.borrow().clone()
    }
}

impl<S: Suite> App<S> {
    /// Sets another second PIN, with empty notes, or none.
    pub(crate) fn set_second_pin(&self, pin: Option<&str>) -> Result<Value, Failure> {
        self.account()?;
        if self.lock.borrow().is_none() {
            return Err(Failure::new("no_lock"));
        }
        let second = match pin.map(Passphrase::typed) {
            Some(pin) if pin.as_str().chars().count() < SHORTEST => return Err(Failure::new("pin_too_short")),
            Some(pin) if self.is_own_passphrase(&pin)? => return Err(Failure::new("pin_is_passphrase")),
            Some(pin) => self.empty_notes(&pin)?,
            None => self.nobodys_notes()?,
        };
        if let Some(lock) = self.lock.borrow_mut().as_mut() {
            lock.stored.second = second;
            self.keep_lock(&lock.stored);
        }
        Ok(Value::Nothing)
    }

    /// Keeps other notes.
    pub(crate) fn save_notes(&self, text: &str) -> Result<Value, Failure> {
        let held = self.lock.borrow();
        let notes = held.as_ref().and_then(Lock::notes).ok_or_else(|| Failure::new("not_signed_in"))?;
        self.put_notes(&notes.key, text)?;
        text.clone_into(&mut notes.text.borrow_mut());
        Ok(Value::Nothing)
    }

    /// A key and notes that nobody can open.
    pub(crate) fn nobodys_notes(&self) -> Result<Vec<u8>, Failure> {
        let drawn = self.io.random(Key::make).to_stored();
        let nobodys = Zeroizing::new(hex(drawn.as_slice()));
        self.empty_notes(&Passphrase::typed(&nobodys))
    }

    fn empty_notes(&self, pin: &Passphrase) -> Result<Vec<u8>, Failure> {
        let key = self.io.random(Key::make);
        let wrapped = self.io.random(|rng| lock::wrap::<S::Ksf>(&key, pin, rng)).map_err(internal)?;
        self.put_notes(&key, "")?;
        Ok(wrapped)
    }

    fn put_notes(&self, key: &Key, text: &str) -> Result<(), Failure> {
        let plain = pad::pad(text.as_bytes(), Class::PinNotes).map_err(|_| Failure::new("text_too_long"))?;
        let sealed = self.io.random(|rng| aead::seal(key, Kind::Device, NOTES.as_bytes(), &plain, rng));
        self.io.store(NOTES, sealed);
        Ok(())
    }
}

//! The lock of a device (domain R29): its key lies in the store wrapped under the passphrase and not as it is, so that
//! whoever has the store has nothing without the passphrase. A lock that is on closes with the engine, too. A second PIN
//! opens notes instead ([`crate::notes`]).

use std::{cell::Cell, collections::BTreeMap, rc::Rc};

use minicbor::{Decode, Encode};
use seal::{lock, words::Passphrase};
use wire::Millis;

use crate::{
    app::App,
    command::{Failure, Value},
    device::{KEY, SESSION, read, read_session},
    io::Output,
    member::internal,
    notes::{NOTES, Notes},
    suite::Suite,
};

/// The slot of the wrapped key.
const LOCK: &str = "lock";
/// Wrong tries that need no pause.
const FREE_TRIES: u32 = 5;
/// Pause between further tries. It keeps a hand from trying; who has the store tries elsewhere, at the price of the
/// stretching.
const PAUSE_MS: u64 = 30_000;
/// The longest time without a touch, in minutes, after which a device may be told to lock.
const LONGEST: u32 = 240;

/// What lies in the slot.
#[derive(Clone, Encode, Decode)]
pub(crate) struct Stored {
    /// For the shell: after so many minutes without a touch it locks.
    #[n(0)]
    pub(crate) minutes: u32,
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    wrapped: Vec<u8>,
    /// The key of the notes under the second PIN; under random bytes where there is none, so that the store does not
    /// tell.
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    pub(crate) second: Vec<u8>,
}

/// Whether the passphrase is asked for.
enum State {
    /// It was given.
    Open,
    /// It is, before the store is read.
    Shut(BTreeMap<String, Vec<u8>>),
    /// The second PIN was given.
    Notes(Notes),
    /// It is, by the next engine: this one has dropped what it knew ([`crate::Command::Lock`]).
    Spent,
}

/// The device's key, and what its store holds.
type Opened = (seal::Key, BTreeMap<String, Vec<u8>>);

/// A lock that is on.
pub(crate) struct Lock {
    pub(crate) stored: Stored,
    state: State,
    wrong: Cell<u32>,
    tried: Cell<Millis>,
}

impl Lock {
    /// Minutes without a touch after which the shell locks.
    pub(crate) fn minutes(&self) -> u32 {
        self.stored.minutes
    }

    /// Whether the passphrase is asked for.
    pub(crate) fn is_shut(&self) -> bool {
        !matches!(self.state, State::Open)
    }

    /// The notes, where the second PIN was given.
    pub(crate) fn notes(&self) -> Option<&Notes> {
        match &self.state {
            State::Notes(notes) => Some(notes),
            State::Open | State::Shut(_) | State::Spent => None,
        }
    }

    fn new(stored: Stored, state: State) -> Self {
        Self { stored, state, wrong: Cell::new(0), tried: Cell::new(Millis(0)) }
    }

    /// How long the next try has to wait.
    fn wait(&self, now: Millis) -> Option<u32> {
        let due = self.tried.get().plus(PAUSE_MS);
        let waits = self.wrong.get() >= FREE_TRIES && now < due;
        waits.then(|| ((due.0 - now.0).div_ceil(1000)) as u32)
    }
}

impl<S: Suite> App<S> {
    /// Takes up the lock that the store has. A store that has the key as it is as well was interrupted while the lock
    /// was put on, and is open.
    pub(crate) fn take_lock(&self, slots: &BTreeMap<String, Vec<u8>>) {
        let Some(stored) = slots.get(LOCK).and_then(|bytes| wire::decode::<Stored>(bytes).ok()) else { return };
        let open = read_session(slots).is_some();
        if open {
            self.io.store(KEY, Vec::new());
        }
        let state = if open { State::Open } else { State::Shut(slots.clone()) };
        *self.lock.borrow_mut() = Some(Lock::new(stored, state));
    }

    /// Puts a lock on, or sets another time. The passphrase is the account's, which the server attests.
    pub(crate) async fn set_lock(&self, passphrase: &str, minutes: u32) -> Result<Value, Failure> {
        let account = self.account()?;
        if account.shared_device || self.device_key.borrow().is_none() {
            return Err(Failure::new("shared_device"));
        }
        let _turn = self.turn.lock().await;
        let passphrase = Passphrase::typed(passphrase);
        self.authenticate(account.login, passphrase.clone()).await?;
        self.wrap_device_key(&passphrase, minutes.clamp(1, LONGEST))?;
        Ok(Value::Nothing)
    }

    /// Takes the lock off: whoever has the device open may.
    pub(crate) fn clear_lock(&self) -> Result<Value, Failure> {
        self.account()?;
        if let Some(key) = self.device_key.borrow().as_ref() {
            self.io.store(KEY, key.to_stored().to_vec());
        }
        self.io.store(LOCK, Vec::new());
        self.io.store(NOTES, Vec::new());
        *self.lock.borrow_mut() = None;
        Ok(Value::Nothing)
    }

    /// A device whose lock is on asks for the new passphrase from now on.
    pub(crate) fn lock_again(&self, passphrase: &Passphrase) -> Result<(), Failure> {
        let minutes = self.lock.borrow().as_ref().map(Lock::minutes);
        minutes.map_or(Ok(()), |minutes| self.wrap_device_key(passphrase, minutes))
    }

    fn wrap_device_key(&self, passphrase: &Passphrase, minutes: u32) -> Result<(), Failure> {
        let key = self.device_key.borrow().clone().ok_or_else(|| Failure::new("shared_device"))?;
        let wrapped = self.io.random(|rng| lock::wrap::<S::Ksf>(&key, passphrase, rng)).map_err(internal)?;
        let held = self.lock.borrow().as_ref().map(|lock| lock.stored.second.clone());
        let second = held.map_or_else(|| self.nobodys_notes(), Ok)?;
        let stored = Stored { minutes, wrapped, second };
        self.keep_lock(&stored);
        self.io.store(KEY, Vec::new());
        *self.lock.borrow_mut() = Some(Lock::new(stored, State::Open));
        Ok(())
    }

    pub(crate) fn keep_lock(&self, stored: &Stored) {
        self.io.store(LOCK, wire::encode(stored));
    }

    /// Whether these words open the device.
    pub(crate) fn is_own_passphrase(&self, words: &Passphrase) -> Result<bool, Failure> {
        let held = self.lock.borrow();
        let lock = held.as_ref().ok_or_else(|| Failure::new("no_lock"))?;
        Ok(lock::unwrap::<S::Ksf>(words, &lock.stored.wrapped).is_ok())
    }

    /// Locks now: everything in memory goes, the store stays.
    pub(crate) fn lock_now(&self) -> Result<Value, Failure> {
        if self.lock.borrow().as_ref().and_then(Lock::notes).is_none() {
            self.account()?;
        }
        if self.lock.borrow().is_none() {
            return Err(Failure::new("no_lock"));
        }
        self.remember_outbox();
        self.drop_session();
        if let Some(lock) = self.lock.borrow_mut().as_mut() {
            lock.state = State::Spent;
        }
        self.io.reset();
        Ok(Value::Nothing)
    }

    /// Opens a device that is locked. Needs no server.
    pub(crate) async fn unlock(self: &Rc<Self>, passphrase: &str) -> Result<Value, Failure> {
        let Some((key, slots)) = self.try_lock(&Passphrase::typed(passphrase))? else { return Ok(Value::Nothing) };
        let remembered = read(&slots, SESSION, &key).ok_or_else(|| Failure::new("internal"))?;
        self.starting.set(true);
        self.io.changed();
        self.open_remembered((key, remembered), &slots).await;
        self.rest();
        Ok(Value::Nothing)
    }

    /// The device's key and its store, or nothing where it was the second PIN.
    fn try_lock(&self, passphrase: &Passphrase) -> Result<Option<Opened>, Failure> {
        let mut held = self.lock.borrow_mut();
        let lock = held.as_mut().ok_or_else(|| Failure::new("no_lock"))?;
        let State::Shut(slots) = &lock.state else { return Err(Failure::new("busy")) };
        if let Some(seconds) = lock.wait(self.io.now()) {
            return Err(Failure { code: "rate_limited".into(), retry_after_s: Some(seconds) });
        }
        let Ok(key) = lock::unwrap::<S::Ksf>(passphrase, &lock.stored.wrapped) else {
            if let Ok(key) = lock::unwrap::<S::Ksf>(passphrase, &lock.stored.second) {
                lock.state = State::Notes(Notes::read(key, slots));
                lock.wrong.set(0);
                return Ok(None);
            }
            lock.wrong.set(lock.wrong.get().saturating_add(1));
            lock.tried.set(self.io.now());
            return Err(Failure::new("wrong_passphrase"));
        };
        let slots = slots.clone();
        lock.state = State::Open;
        lock.wrong.set(0);
        Ok(Some((key, slots)))
    }

    /// Whether this device asks for the passphrase of somebody.
    pub(crate) fn is_locked(&self) -> bool {
        self.lock.borrow().as_ref().is_some_and(Lock::is_shut)
    }

    /// Drops what this engine knows of the person.
    pub(crate) fn drop_session(&self) {
        self.circles.borrow_mut().clear();
        self.ended.borrow_mut().clear();
        *self.join.borrow_mut() = None;
        *self.account.borrow_mut() = None;
        *self.device_key.borrow_mut() = None;
    }

    /// Wipes the device's store, and forgets whose it was.
    pub(crate) fn forget_device(&self) {
        self.io.push(Output::Forget);
        *self.device_key.borrow_mut() = None;
        *self.lock.borrow_mut() = None;
    }
}

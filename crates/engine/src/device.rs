//! What a device remembers, sealed under a device key that signing out discards (protocol.md section 2, "At rest on a
//! device"). A shared device remembers nothing.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
};

use circle::{Body, Lifetime};
use minicbor::{Decode, Encode};
use seal::{Key, Kind, account::VaultKey, aead};
use wire::{BoxId, Code, CodeId, LoginHash, account::VaultGet, circle::Append};

use crate::{
    account::{Account, Vault},
    api::CallError,
    app::App,
    io::Output,
    member::Outgoing,
    suite::Suite,
};

const KEY: &str = "device-key";
const SESSION: &str = "session";
const OUTBOX: &str = "outbox";
/// Pause between attempts to reach the server at the start.
const PAUSE_MS: u64 = 3_000;

/// Enough to open the vault again.
#[derive(Encode, Decode)]
struct Remembered {
    #[n(0)]
    login: LoginHash,
    #[n(1)]
    vault_key: VaultKey,
}

/// An entry that was not folded, and as what it was sent.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub(crate) struct Kept {
    #[n(0)]
    pub(crate) body: Body,
    #[n(1)]
    pub(crate) sealed: Option<Append>,
}

/// Own entries that were not folded, by membership.
#[derive(Encode, Decode, Default)]
struct Outbox {
    #[n(0)]
    waiting: Vec<(BoxId, Vec<Kept>)>,
}

impl<S: Suite> App<S> {
    /// Opens what the device remembers.
    pub(crate) async fn start(self: &Rc<Self>, slots: BTreeMap<String, Vec<u8>>) {
        if let Some((key, remembered)) = read_session(&slots) {
            *self.device_key.borrow_mut() = Some(key.clone());
            self.resume(&remembered).await;
            let outbox: Outbox = read(&slots, OUTBOX, &key).unwrap_or_default();
            self.restore_outbox(outbox);
        }
        self.rest();
    }

    /// Remembers the account on this device, unless the device is shared.
    pub(crate) fn remember(&self, account: &Account) {
        if account.shared_device {
            return;
        }
        let key = self.device_key.borrow().clone().unwrap_or_else(|| self.io.random(Key::make));
        self.io.store(KEY, key.to_stored().to_vec());
        let remembered =
            Remembered { login: account.login, vault_key: VaultKey::from_stored(*account.key.borrow().to_stored()) };
        self.put(&key, SESSION, &remembered);
        *self.device_key.borrow_mut() = Some(key);
    }

    /// Writes down which kept entries have not been sent; words of a meeting are never among them.
    pub(crate) fn remember_outbox(&self) {
        let Some(key) = self.device_key.borrow().clone() else { return };
        let mut outbox = Outbox::default();
        for member in self.circles.borrow().values() {
            let waiting = member.with(|core| core.outbox.iter().filter_map(kept).collect::<Vec<_>>());
            let waiting = waiting.unwrap_or_else(|| member.restored.borrow().clone());
            if !waiting.is_empty() {
                outbox.waiting.push((member.membership.box_id, waiting));
            }
        }
        let plain = wire::encode(&outbox);
        if *self.written_outbox.borrow() != plain {
            self.put(&key, OUTBOX, &outbox);
            *self.written_outbox.borrow_mut() = plain;
        }
    }

    async fn resume(self: &Rc<Self>, remembered: &Remembered) {
        let account = loop {
            match self.open_remembered(remembered).await {
                Ok(account) => break account,
                Err(CallError::Problem(problem)) if problem.code != Code::Unavailable => {
                    // The passphrase was changed elsewhere, or the account is gone.
                    self.io.push(Output::Forget);
                    *self.device_key.borrow_mut() = None;
                    return;
                }
                Err(_) => self.io.sleep(PAUSE_MS).await,
            }
        };
        self.open_account(account);
    }

    async fn open_remembered(&self, remembered: &Remembered) -> Result<Account, CallError> {
        let key = VaultKey::from_stored(*remembered.vault_key.to_stored());
        let login = remembered.login;
        let answer = self.io.call(&VaultGet { login }, Some(&key.capability())).await?;
        let account = Account {
            login,
            shared_device: false,
            key: RefCell::new(key),
            vault: RefCell::new(Vault { name: String::new(), code: CodeId([0; 32]), memberships: Vec::new() }),
            etag: Cell::new(answer.etag),
        };
        let vault = account.open(&answer.vault).map_err(|_| CallError::Problem(Code::Internal.into()))?;
        *account.vault.borrow_mut() = vault;
        Ok(account)
    }

    fn restore_outbox(&self, outbox: Outbox) {
        for (box_id, waiting) in outbox.waiting {
            for member in self.circles.borrow().values().filter(|member| member.membership.box_id == box_id) {
                member.restored.borrow_mut().clone_from(&waiting);
            }
        }
    }

    fn put<T: Encode<()>>(&self, key: &Key, slot: &'static str, value: &T) {
        let plain = wire::encode(value);
        let sealed = self.io.random(|rng| aead::seal(key, Kind::Device, slot.as_bytes(), &plain, rng));
        self.io.store(slot, sealed);
    }
}

fn read_session(slots: &BTreeMap<String, Vec<u8>>) -> Option<(Key, Remembered)> {
    let key = Key::from_stored(slots.get(KEY)?.as_slice().try_into().ok()?);
    let remembered = read(slots, SESSION, &key)?;
    Some((key, remembered))
}

fn read<T: for<'b> Decode<'b, ()>>(slots: &BTreeMap<String, Vec<u8>>, slot: &str, key: &Key) -> Option<T> {
    let plain = aead::open(key, Kind::Device, slot.as_bytes(), slots.get(slot)?).ok()?;
    wire::decode(&plain).ok()
}

fn kept(out: &Outgoing) -> Option<Kept> {
    let Outgoing { body, sealed, .. } = out.clone();
    (body.lifetime() == Lifetime::Retention).then_some(Kept { body, sealed })
}

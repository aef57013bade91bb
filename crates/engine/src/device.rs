//! What a device remembers, sealed under a device key that signing out discards (protocol.md section 2, "At rest on a
//! device"): the session, the vault, what was folded of each circle, and what waits to be sent. A shared device
//! remembers nothing.

use std::{collections::BTreeMap, rc::Rc};

use circle::{Body, Lifetime, MemberId};
use minicbor::{Decode, Encode};
use seal::{Key, Kind, account::VaultKey, aead};
use wire::{Etag, Hash, LoginHash, circle::Append};

use crate::{
    account::{Account, Vault},
    app::App,
    command::Failure,
    member::{Member, Outgoing},
    suite::Suite,
};

pub(crate) const KEY: &str = "device-key";
pub(crate) const SESSION: &str = "session";
const OUTBOX: &str = "outbox";
const VAULT: &str = "vault";
/// Before the name of a circle's slot.
const CIRCLE: &str = "circle-";
/// Pause between attempts to reach the server at the start.
const PAUSE_MS: u64 = 3_000;

/// Enough to open the vault again.
#[derive(Encode, Decode)]
pub(crate) struct Remembered {
    #[n(0)]
    login: LoginHash,
    #[n(1)]
    vault_key: VaultKey,
}

/// The vault as it was last seen.
#[derive(Encode, Decode)]
pub(crate) struct KeptVault {
    #[n(0)]
    vault: Vault,
    #[n(1)]
    etag: Etag,
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
pub(crate) struct Outbox {
    #[n(0)]
    waiting: Vec<(MemberId, Vec<Kept>)>,
}

impl<S: Suite> App<S> {
    /// Opens what the device remembers.
    pub(crate) async fn start(self: &Rc<Self>, slots: BTreeMap<String, Vec<u8>>) {
        self.take_lock(&slots);
        if let Some(session) = read_session(&slots) {
            self.open_remembered(session, &slots).await;
        }
        self.rest();
    }

    /// Opens the account and what was kept of its circles.
    pub(crate) async fn open_remembered(
        self: &Rc<Self>,
        (key, remembered): (Key, Remembered),
        slots: &BTreeMap<String, Vec<u8>>,
    ) {
        // Whoever signs in meanwhile would open the account twice.
        let _turn = self.turn.lock().await;
        *self.device_key.borrow_mut() = Some(key.clone());
        self.resume(&remembered, read(slots, VAULT, &key)).await;
        self.give_held(slots, &key);
        self.take_kept_sheets(slots, &key);
        let outbox: Outbox = read(slots, OUTBOX, &key).unwrap_or_default();
        self.restore_outbox(outbox);
    }

    /// Remembers the account on this device, unless the device is shared.
    pub(crate) fn remember(&self, account: &Account) {
        if account.shared_device {
            return;
        }
        let key = self.device_key.borrow().clone().unwrap_or_else(|| self.io.random(Key::make));
        // Where a lock is on, the key lies wrapped beside it.
        if self.lock.borrow().is_none() {
            self.io.store(KEY, key.to_stored().to_vec());
        }
        let remembered =
            Remembered { login: account.login, vault_key: VaultKey::from_stored(*account.key.borrow().to_stored()) };
        self.put(&key, SESSION, &remembered);
        *self.device_key.borrow_mut() = Some(key);
        self.remember_vault(account);
    }

    /// Writes down which entries have not been sent; nothing of a meeting is ever among them.
    pub(crate) fn remember_outbox(&self) {
        let Some(key) = self.device_key.borrow().clone() else { return };
        let mut outbox = Outbox::default();
        for member in self.circles.borrow().values() {
            let waiting = member.with(|core| core.outbox.iter().filter_map(kept).collect::<Vec<_>>());
            let waiting = waiting.unwrap_or_else(|| member.restored.borrow().clone());
            if !waiting.is_empty() {
                outbox.waiting.push((member.me(), waiting));
            }
        }
        let plain = wire::encode(&outbox);
        if *self.written_outbox.borrow() != plain {
            self.put(&key, OUTBOX, &outbox);
            *self.written_outbox.borrow_mut() = plain;
        }
    }

    /// Keeps the vault, so that the circles open without the server.
    pub(crate) fn remember_vault(&self, account: &Account) {
        if let Some(key) = self.device_key.borrow().as_ref() {
            let kept = KeptVault { vault: account.vault.borrow().clone(), etag: account.etag.get() };
            self.put(key, VAULT, &kept);
        }
    }

    /// Keeps what was folded of a circle, where it has moved since.
    pub(crate) fn remember_circle(&self, member: &Member<S>) {
        let Some(key) = self.device_key.borrow().clone() else { return };
        if let Some(held) = member.hold() {
            self.put(&key, &slot(member.me()), &held);
        }
    }

    /// Keeps nothing more of a circle.
    pub(crate) fn forget_circle(&self, member: &Member<S>) {
        if self.device_key.borrow().is_some() {
            self.io.store(&slot(member.me()), Vec::new());
        }
    }

    async fn resume(self: &Rc<Self>, remembered: &Remembered, kept: Option<KeptVault>) {
        let key = VaultKey::from_stored(*remembered.vault_key.to_stored());
        let account = Account::unread(remembered.login, false, key);
        let is_kept = kept.as_ref().is_some_and(|kept| !kept.vault.erasing);
        if let Some(KeptVault { vault, etag }) = kept {
            *account.vault.borrow_mut() = vault;
            account.etag.set(etag);
        }
        loop {
            match self.refresh_vault(&account).await {
                Ok(_) if account.vault.borrow().erasing => {
                    self.finish_erasing_at_last(&account).await;
                    return drop(self.sign_out());
                }
                Ok(_) => return self.open_account(account),
                Err(failure) if is_over(&failure) => {
                    // The passphrase was changed elsewhere, or the account is gone.
                    return self.forget_device();
                }
                Err(_) if is_kept => {
                    self.open_account(account);
                    let app = Rc::clone(self);
                    return self.spawn(async move { app.catch_up_with_vault().await });
                }
                // What cannot be read may be readable the next time.
                Err(_) => self.io.sleep(PAUSE_MS).await,
            }
        }
    }

    /// Another device has begun to erase the account, or this one before it was switched off.
    async fn end_if_erasing(&self) {
        if let Ok(account) = self.account()
            && account.vault.borrow().erasing
        {
            self.finish_erasing_at_last(&account).await;
            drop(self.sign_out());
        }
    }

    /// After a start without the server: takes the vault as it is now, as soon as it can be had.
    async fn catch_up_with_vault(self: Rc<Self>) {
        loop {
            self.io.sleep(PAUSE_MS).await;
            match self.follow_vault().await {
                Ok(()) => return self.end_if_erasing().await,
                // The passphrase was changed elsewhere, or the account is gone.
                Err(failure) if is_over(&failure) => return drop(self.sign_out()),
                // What cannot be read may be readable the next time: nothing that waits to be sent is given up for it.
                Err(_) => {}
            }
        }
    }

    fn give_held(&self, slots: &BTreeMap<String, Vec<u8>>, key: &Key) {
        for member in self.circles.borrow().values() {
            *member.held.borrow_mut() = read(slots, &slot(member.me()), key);
        }
        // Of a membership that has ended elsewhere nothing stays here.
        let listed: Vec<String> = self.circles.borrow().values().map(|member| slot(member.me())).collect();
        for name in slots.keys().filter(|name| name.starts_with(CIRCLE) && !listed.contains(name)) {
            self.io.store(name, Vec::new());
        }
    }

    fn restore_outbox(&self, outbox: Outbox) {
        for (id, waiting) in outbox.waiting {
            for member in self.circles.borrow().values().filter(|member| member.me() == id) {
                member.restored.borrow_mut().clone_from(&waiting);
            }
        }
    }

    pub(crate) fn put<T: Encode<()>>(&self, key: &Key, slot: &str, value: &T) {
        let plain = wire::encode(value);
        let sealed = self.io.random(|rng| aead::seal(key, Kind::Device, slot.as_bytes(), &plain, rng));
        self.io.store(slot, sealed);
    }
}

/// Whether the server has said that this session is over.
pub(crate) fn is_over(failure: &Failure) -> bool {
    failure.is("signed_out_elsewhere") || failure.is("not_found")
}

/// A name that tells nothing but that it is always the same circle's.
fn slot(member: MemberId) -> String {
    let hash = Hash::of(&member.0).to_hex();
    format!("{CIRCLE}{}", hash.get(..32).unwrap_or_default())
}

pub(crate) fn read_session(slots: &BTreeMap<String, Vec<u8>>) -> Option<(Key, Remembered)> {
    let key = Key::from_stored(slots.get(KEY)?.as_slice().try_into().ok()?);
    let remembered = read(slots, SESSION, &key)?;
    Some((key, remembered))
}

/// What a slot holds, if it was sealed under this key.
pub(crate) fn read<T: for<'b> Decode<'b, ()>>(slots: &BTreeMap<String, Vec<u8>>, slot: &str, key: &Key) -> Option<T> {
    let plain = aead::open(key, Kind::Device, slot.as_bytes(), slots.get(slot)?).ok()?;
    wire::decode(&plain).ok()
}

fn kept(out: &Outgoing) -> Option<Kept> {
    let Outgoing { body, sealed, .. } = out.clone();
    outlives_session(&body).then_some(Kept { body, sealed })
}

/// The acts of which a person is told that they are done before the server has them. The structure of a meeting is not
/// among them: its key is in memory only.
fn outlives_session(body: &Body) -> bool {
    matches!(body, Body::Rename { .. } | Body::ServeAs { .. } | Body::StandDown { .. })
        || matches!(body, Body::Schedule(_) | Body::Rota(_) | Body::Round(_) | Body::Removal(_) | Body::Guest(_))
        || body.lifetime() == Lifetime::Retention
}

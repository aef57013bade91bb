//! Day keys: what is wrapped at rest, and when the key of it dies (protocol.md S6 (ii), decision 0005).
//!
//! What dies on a known day is wrapped with the key of that day, which the sweep of the day destroys. Everything else
//! is wrapped with the *lasting* key, each day anew. After [`KEY_DAYS`] the sweep retires it for a new one, and
//! destroys the retired key when another [`KEY_DAYS`] have passed. The keys are in a file beside the database, which no
//! copy of the database contains.
//!
//! Layout of a wrapped value: key id (8 bytes), nonce (24), ciphertext and tag (plain + 16). XChaCha20-Poly1305; the
//! associated data are column, row and key id, so that no value passes for another. Key ids are random and tell nothing.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
};

use chacha20poly1305::{AeadInPlace, KeyInit, Tag, XChaCha20Poly1305};
use minicbor::{Decode, Encode};
use rand_core::{OsRng, RngCore};
use wire::Day;
use zeroize::Zeroize;

use crate::{column::Column, error, key_file, open::OpenError};

/// Days after which a new lasting key is made, and for which the one before it lives on. A copy of the database can be
/// restored for at least this long, and nothing lasting opens in a copy that is older than twice as long.
pub const KEY_DAYS: u32 = 7;

/// Bytes of a key id, which every wrapped value begins with.
pub(crate) const ID: usize = 8;
const NONCE: usize = 24;
const TAG: usize = 16;

/// Names a key. Random, so that it tells only which values share a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(transparent)]
pub(crate) struct KeyId(#[cbor(n(0), with = "minicbor::bytes")] pub(crate) [u8; ID]);

/// When a key dies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub(crate) enum Life {
    /// The sweep of this day destroys it.
    #[n(0)]
    Until(#[n(0)] Day),
    /// Everything lasting is wrapped with it, since the first sweep that saw it.
    #[n(1)]
    Current(#[n(0)] Option<Day>),
    /// Nothing is wrapped with it any more since this day; copies of the database may need it.
    #[n(2)]
    Retired(#[n(0)] Day),
}

/// One key.
#[derive(Clone, Encode, Decode)]
pub(crate) struct DayKey {
    #[n(0)]
    pub(crate) id: KeyId,
    #[cbor(n(1), with = "minicbor::bytes")]
    pub(crate) key: [u8; 32],
    #[n(2)]
    pub(crate) life: Life,
}

impl Drop for DayKey {
    fn drop(&mut self) {
        self.key.zeroize();
    }
}

impl DayKey {
    pub(crate) fn make(life: Life) -> Self {
        let mut made = Self { id: KeyId([0; ID]), key: [0; 32], life };
        OsRng.fill_bytes(&mut made.id.0);
        OsRng.fill_bytes(&mut made.key);
        made
    }
}

/// Why a wrapped value does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shut {
    /// Its key is gone.
    KeyGone,
    /// It was changed, or stood in another place.
    Damaged,
}

/// The living day keys of a data folder.
pub(crate) struct Keys {
    file: PathBuf,
    ring: RwLock<Ring>,
}

struct Ring {
    keys: BTreeMap<KeyId, DayKey>,
    by_day: BTreeMap<Day, KeyId>,
    current: KeyId,
    is_saved: bool,
}

impl Keys {
    /// Reads the keys of a data folder; where there is no database yet, makes the file.
    ///
    /// # Errors
    /// [`OpenError::DayKeysMissing`], [`OpenError::DayKeysDamaged`], [`OpenError::NotWritable`].
    pub(crate) fn open(folder: &Path, is_new: bool) -> Result<Self, OpenError> {
        let file = folder.join(key_file::NAME);
        if is_new && !file.exists() {
            let not_writable = |cause| OpenError::NotWritable { folder: folder.to_owned(), cause };
            key_file::write(&file, &[DayKey::make(Life::Current(None))]).map_err(not_writable)?;
        }
        let ring = Ring::of(key_file::read(&file)?).ok_or_else(|| OpenError::DayKeysDamaged(file.clone()))?;
        Ok(Self { file, ring: RwLock::new(ring) })
    }

    /// Where they are stored.
    pub(crate) fn file(&self) -> &Path {
        &self.file
    }

    /// Wraps a value of a row, which is deleted in the sweep of the day `dies`, if such a day is known. It must not be
    /// acknowledged before [`Keys::save`].
    pub(crate) fn wrap(&self, column: &Column, row: &[&[u8]], dies: Option<Day>, plain: &[u8]) -> Vec<u8> {
        let (id, cipher) = self.for_writing(dies);
        let mut out = Vec::with_capacity(ID + NONCE + plain.len() + TAG);
        out.extend_from_slice(&id.0);
        out.extend_from_slice(&[0; NONCE]);
        out.extend_from_slice(plain);
        let (head, body) = out.split_at_mut(ID + NONCE);
        let (_, nonce) = head.split_at_mut(ID);
        OsRng.fill_bytes(nonce);
        // The only error is a value of more than 256 GiB.
        let tag = cipher.encrypt_in_place_detached((&*nonce).into(), &place(column, row, id), body);
        out.extend_from_slice(&tag.unwrap_or_default());
        out
    }

    /// What was wrapped, or none where its key is gone. What was damaged is handed out as it stands: the devices check
    /// everything that they get, and tell their people.
    pub(crate) fn value(&self, column: &Column, row: &[&[u8]], stored: &[u8]) -> Option<Vec<u8>> {
        match self.try_open(column, row, stored) {
            Ok(plain) => Some(plain),
            Err(Shut::KeyGone) => None,
            Err(Shut::Damaged) => {
                tracing::error!(table = column.table, column = column.name, "a stored value is damaged");
                Some(stored.to_vec())
            }
        }
    }

    /// Like [`Keys::value`] for a value without a day on which it dies.
    pub(crate) fn lasting_value(&self, column: &Column, row: &[&[u8]], stored: &[u8]) -> sqlx::Result<Vec<u8>> {
        self.value(column, row, stored).ok_or_else(|| error::key_gone(column))
    }

    /// What was wrapped.
    pub(crate) fn try_open(&self, column: &Column, row: &[&[u8]], stored: &[u8]) -> Result<Vec<u8>, Shut> {
        let (id, rest) = stored.split_first_chunk::<ID>().ok_or(Shut::Damaged)?;
        let id = KeyId(*id);
        let cipher = cipher(self.read().keys.get(&id).ok_or(Shut::KeyGone)?);
        let (nonce, rest) = rest.split_first_chunk::<NONCE>().ok_or(Shut::Damaged)?;
        let (body, tag) = rest.split_last_chunk::<TAG>().ok_or(Shut::Damaged)?;
        let mut plain = body.to_vec();
        let opened =
            cipher.decrypt_in_place_detached(nonce.into(), &place(column, row, id), &mut plain, Tag::from_slice(tag));
        opened.map(|()| plain).map_err(|_| Shut::Damaged)
    }

    /// The keys with which something lasting may be wrapped.
    pub(crate) fn lasting(&self) -> Vec<KeyId> {
        let is_lasting = |key: &&DayKey| !matches!(key.life, Life::Until(_));
        self.read().keys.values().filter(is_lasting).map(|key| key.id).collect()
    }

    /// Destroys the keys of the days up to `today`, and retires the lasting key if it is old enough. What is still
    /// wrapped with a retired one must be wrapped again.
    pub(crate) fn turn(&self, today: Day) {
        let mut ring = self.write();
        ring.forget(|life| matches!(life, Life::Until(day) if day <= today));
        let current = ring.current;
        let due = match ring.life(current) {
            // A clock that was set back must not keep a key alive.
            Some(Life::Current(Some(since))) if since <= today => since.plus(KEY_DAYS) <= today,
            _ => {
                ring.set(current, Life::Current(Some(today)));
                false
            }
        };
        if due {
            ring.set(current, Life::Retired(today));
            let made = DayKey::make(Life::Current(Some(today)));
            ring.current = made.id;
            ring.add(made);
        }
    }

    /// Destroys the retired keys that are old enough. Nothing alive may be wrapped with them.
    pub(crate) fn forget_retired(&self, today: Day) {
        let mut ring = self.write();
        let ahead = |life: Life| matches!(life, Life::Retired(on) if on > today);
        let ahead: Vec<KeyId> = ring.keys.values().filter(|key| ahead(key.life)).map(|key| key.id).collect();
        for id in ahead {
            ring.set(id, Life::Retired(today));
        }
        ring.forget(|life| matches!(life, Life::Retired(on) if on.plus(KEY_DAYS) <= today));
    }

    /// Brings the file up to date: on return, everything that was wrapped can be opened after a crash, and what was
    /// destroyed is gone. Only the writer calls it.
    pub(crate) async fn save(self: &Arc<Self>) -> io::Result<()> {
        if self.read().is_saved {
            return Ok(());
        }
        let keys = Arc::clone(self);
        tokio::task::spawn_blocking(move || keys.save_now()).await.map_err(io::Error::other)?
    }

    fn save_now(&self) -> io::Result<()> {
        let keys: Vec<DayKey> = self.read().keys.values().cloned().collect();
        key_file::write(&self.file, &keys)?;
        self.write().is_saved = true;
        Ok(())
    }

    fn for_writing(&self, dies: Option<Day>) -> (KeyId, XChaCha20Poly1305) {
        let ring = self.read();
        let id = dies.map_or(Some(ring.current), |day| ring.by_day.get(&day).copied());
        if let Some(key) = id.and_then(|id| ring.keys.get(&id)) {
            return (key.id, cipher(key));
        }
        drop(ring);
        let made = DayKey::make(dies.map_or(Life::Current(None), Life::Until));
        let pair = (made.id, cipher(&made));
        self.write().add(made);
        pair
    }

    fn read(&self) -> RwLockReadGuard<'_, Ring> {
        self.ring.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Ring> {
        self.ring.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ring {
    /// None unless exactly one key is the current one.
    fn of(keys: Vec<DayKey>) -> Option<Self> {
        let mut current = keys.iter().filter(|key| matches!(key.life, Life::Current(_)));
        let id = current.next()?.id;
        if current.next().is_some() {
            return None;
        }
        let mut ring = Self { keys: BTreeMap::new(), by_day: BTreeMap::new(), current: id, is_saved: true };
        for key in keys {
            ring.add(key);
        }
        ring.is_saved = true;
        Some(ring)
    }

    fn add(&mut self, key: DayKey) {
        if let Life::Until(day) = key.life {
            self.by_day.insert(day, key.id);
        }
        self.keys.insert(key.id, key);
        self.is_saved = false;
    }

    fn life(&self, id: KeyId) -> Option<Life> {
        self.keys.get(&id).map(|key| key.life)
    }

    fn set(&mut self, id: KeyId, life: Life) {
        if let Some(key) = self.keys.get_mut(&id) {
            key.life = life;
            self.is_saved = false;
        }
    }

    fn forget(&mut self, is_dead: impl Fn(Life) -> bool) {
        let before = self.keys.len();
        self.keys.retain(|_, key| !is_dead(key.life));
        self.by_day.retain(|_, id| self.keys.contains_key(id));
        self.is_saved &= self.keys.len() == before;
    }
}

fn cipher(key: &DayKey) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new((&key.key).into())
}

/// Where a value stands. The parts of a row's key have fixed lengths, so no two places spell the same.
fn place(column: &Column, row: &[&[u8]], id: KeyId) -> Vec<u8> {
    let names = [column.table.as_bytes(), b".", column.name.as_bytes(), b"\0", &id.0];
    names.iter().chain(row).flat_map(|part| part.iter().copied()).collect()
}

#[cfg(test)]
mod tests;

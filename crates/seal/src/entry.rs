//! Entries of a circle's log and snapshots of its durable state, both under an epoch's content key.

use rand_core::CryptoRngCore;
use wire::{CircleId, CommitId, DeleteSecret, PublicKey, Signature};
use zeroize::Zeroizing;

use crate::{
    aead::{self, CannotOpen, Key, Kind, derive},
    pad::{self, Class},
    sign::{BadSignature, Domain, SigningKey, verify},
};

/// Random bytes in front of every payload; they name the entry's delete secret.
pub type Nonce = [u8; 16];

/// An entry, ready to be appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedEntry {
    /// What is sent.
    pub blob: Vec<u8>,
    /// What the delete secret is derived from.
    pub nonce: Nonce,
    /// Whoever shows it to the server shreds the entry; its hash goes with the entry.
    pub delete: DeleteSecret,
}

/// An opened entry; who wrote it is known after [`Opened::verify`].
#[derive(Clone, PartialEq, Eq)]
pub struct Opened {
    /// What was said.
    pub payload: Zeroizing<Vec<u8>>,
    /// What the author's delete secret is derived from.
    pub nonce: Nonce,
    /// The author's signature over circle, commit, nonce and payload.
    pub signature: Signature,
}

/// Signs and seals an entry of `commit`.
pub fn seal_entry(
    content: &Key,
    circle: CircleId,
    commit: CommitId,
    payload: &[u8],
    signer: &SigningKey,
    rng: &mut dyn CryptoRngCore,
) -> SealedEntry {
    let mut nonce = [0; 16];
    rng.fill_bytes(&mut nonce);
    let signature = signer.sign(Domain::Entry, &signed(circle, commit, nonce, payload));
    let plain = Zeroizing::new([nonce.as_slice(), signature.as_bytes(), payload].concat());
    // Only the vault has a largest size.
    let padded = pad::pad(&plain, Class::Entry).unwrap_or_default();
    let blob = aead::seal(content, Kind::Entry, &place(circle, commit), &padded, rng);
    SealedEntry { blob, nonce, delete: derive_delete_secret(signer, circle, commit, nonce) }
}

/// Opens an entry of `commit`.
///
/// # Errors
/// [`CannotOpen`].
pub fn open_entry(content: &Key, circle: CircleId, commit: CommitId, blob: &[u8]) -> Result<Opened, CannotOpen> {
    let padded = aead::open(content, Kind::Entry, &place(circle, commit), blob)?;
    let plain = pad::unpad(&padded)?;
    let (nonce, rest) = plain.split_first_chunk::<16>().ok_or(CannotOpen)?;
    let (signature, payload) = rest.split_first_chunk::<64>().ok_or(CannotOpen)?;
    Ok(Opened { payload: payload.to_vec().into(), nonce: *nonce, signature: Signature(*signature) })
}

impl Opened {
    /// Whether the holder of `key` wrote this entry for this commit.
    ///
    /// # Errors
    /// [`BadSignature`].
    pub fn verify(&self, circle: CircleId, commit: CommitId, key: PublicKey) -> Result<(), BadSignature> {
        verify(key, Domain::Entry, &signed(circle, commit, self.nonce, &self.payload), self.signature)
    }
}

impl core::fmt::Debug for Opened {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Opened").field("bytes", &self.payload.len()).finish_non_exhaustive()
    }
}

/// The secret that shreds an entry: every device of the author derives it from the leaf's key, nobody else can.
pub fn derive_delete_secret(signer: &SigningKey, circle: CircleId, commit: CommitId, nonce: Nonce) -> DeleteSecret {
    let context = [place(circle, commit).as_slice(), &nonce].concat();
    DeleteSecret(derive(&signer.0, "delete", &context))
}

/// What a circle stands at after a commit. The first byte of its form is a version.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct Snapshot {
    /// The durable state.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub state: Vec<u8>,
    /// [`crate::Group::tree`].
    #[cbor(n(1), with = "minicbor::bytes")]
    pub tree: Vec<u8>,
}

/// Version of a snapshot's form.
const SNAPSHOT: u8 = 1;

/// Seals what `commit` leads to, under the content key of that commit's own epoch. The same snapshot is always the same
/// bytes: whichever device of the author sends the commit makes them anew, so that no box has to carry them.
pub fn seal_snapshot(content: &Key, circle: CircleId, commit: CommitId, snapshot: &Snapshot) -> Vec<u8> {
    let plain = Zeroizing::new([&[SNAPSHOT], wire::encode(snapshot).as_slice()].concat());
    // Only the vault has a largest size.
    let padded = Zeroizing::new(pad::pad(&plain, Class::Box).unwrap_or_default());
    aead::seal_same(content, Kind::Snapshot, &place(circle, commit), &padded)
}

/// Opens a snapshot. That it is true shows when the hash of its state is the root that the commit binds, and that of its
/// tree the one that the own leaf's stored state names.
///
/// # Errors
/// [`CannotOpen`].
pub fn open_snapshot(content: &Key, circle: CircleId, commit: CommitId, sealed: &[u8]) -> Result<Snapshot, CannotOpen> {
    let padded = aead::open(content, Kind::Snapshot, &place(circle, commit), sealed)?;
    let plain = pad::unpad(&padded)?.strip_prefix(&[SNAPSHOT]).ok_or(CannotOpen)?;
    wire::decode(plain).map_err(|_| CannotOpen)
}

fn place(circle: CircleId, commit: CommitId) -> [u8; 64] {
    crate::join(circle.as_bytes(), commit.as_bytes())
}

fn signed(circle: CircleId, commit: CommitId, nonce: Nonce, payload: &[u8]) -> Zeroizing<Vec<u8>> {
    [place(circle, commit).as_slice(), &nonce, payload].concat().into()
}

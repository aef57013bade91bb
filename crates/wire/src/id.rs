//! Identifiers. All are random or hashes; none is derived from a name that a person chose.

use minicbor::{Decode, Decoder, Encode, Encoder, bytes::ByteArray};
use sha2::{Digest, Sha256};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $len:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $len]);

        impl $name {
            /// Length in bytes.
            pub const LEN: usize = $len;
            /// The bytes.
            pub const fn as_bytes(&self) -> &[u8; $len] { &self.0 }
            /// Reads the id from a slice of exactly [`Self::LEN`] bytes.
            pub fn from_slice(bytes: &[u8]) -> Option<Self> { bytes.try_into().ok().map(Self) }
            /// Lower-case hexadecimal.
            pub fn to_hex(&self) -> String { data_encoding::HEXLOWER.encode(&self.0) }
        }

        impl core::fmt::Debug for $name {
            // Four bytes tell two ids apart in a test's output, and are too few to link rows by.
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                write!(f, concat!(stringify!($name), "({}..)"), data_encoding::HEXLOWER.encode(&self.0[..4]))
            }
        }

        impl<C> Encode<C> for $name {
            fn encode<W: minicbor::encode::Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), minicbor::encode::Error<W::Error>> {
                e.bytes(&self.0)?;
                Ok(())
            }
        }

        impl<'b, C> Decode<'b, C> for $name {
            fn decode(d: &mut Decoder<'b>, c: &mut C) -> Result<Self, minicbor::decode::Error> {
                Ok(Self(ByteArray::<$len>::decode(d, c)?.into()))
            }
        }
    };
}

id!(
    /// A circle on a server: 32 random bytes, known to its members and to the server, never printed.
    CircleId, 32
);
id!(
    /// A commit of a circle: SHA-256 over (circle, parent, MLS bytes, access key).
    CommitId, 32
);
id!(
    /// A sealed box: 32 bytes, random or derived from a key; known only inside a vault.
    BoxId, 32
);
id!(
    /// Hash of a box's content, which a writer names to replace exactly that content.
    Etag, 32
);
id!(
    /// A mailbox for knocks, replies or repairs.
    MailboxId, 32
);
id!(
    /// One mail in a mailbox: SHA-256 of its bytes.
    MailId, 32
);
id!(
    /// A stored blob (a snapshot): SHA-256 of its bytes.
    BlobId, 32
);
id!(
    /// SHA-256 of the normalised sign-in name; the server stores only an HMAC of it.
    LoginHash, 32
);
id!(
    /// Identifier of a printed recovery code: SHA-256 of its [`CodeSecret`].
    CodeId, 32
);
id!(
    /// A preimage, derived from a printed recovery code, that the account reveals to have the code's record deleted.
    CodeSecret, 32
);
id!(
    /// SHA-256 of something.
    Hash, 32
);
id!(
    /// An Ed25519 public key (RFC 8032).
    PublicKey, 32
);
id!(
    /// An Ed25519 signature (RFC 8032).
    Signature, 64
);
id!(
    /// A preimage that its holder reveals to have an entry shredded.
    DeleteSecret, 32
);

impl Hash {
    /// SHA-256 of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The next link of a hash chain: SHA-256(self, other), protocol.md section 5.1 S3.
    #[must_use]
    pub fn chain(self, other: Self) -> Self {
        Self(Sha256::new().chain_update(self.0).chain_update(other.0).finalize().into())
    }

    /// The link before the first entry of a commit.
    pub const ZERO: Self = Self([0; 32]);
}

impl Etag {
    /// The etag of a box that does not exist yet.
    pub const NONE: Self = Self([0; 32]);
    /// The etag of a box with this content.
    pub fn of(blob: &[u8]) -> Self {
        Self(Hash::of(blob).0)
    }
}

impl BlobId {
    /// The id of a blob with this content.
    pub fn of(blob: &[u8]) -> Self {
        Self(Hash::of(blob).0)
    }
}

impl MailId {
    /// The id of a mail with this content.
    pub fn of(blob: &[u8]) -> Self {
        Self(Hash::of(blob).0)
    }
}

impl CodeSecret {
    /// Under which the server keeps the code's record.
    pub fn id(&self) -> CodeId {
        CodeId(Hash::of(&self.0).0)
    }
}

impl DeleteSecret {
    /// What is stored beside the entry: the hash whose preimage shreds it.
    pub fn hash(&self) -> Hash {
        Hash::of(&self.0)
    }
}

/// Days since 1970-01-01 UTC: the finest time that the server stores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct Day(#[n(0)] pub u32);

impl Day {
    /// The day of an instant.
    pub const fn of(now: Millis) -> Self {
        Self((now.0 / 86_400_000) as u32)
    }
    /// This day and `days` more.
    #[must_use]
    pub const fn plus(self, days: u32) -> Self {
        Self(self.0.saturating_add(days))
    }
}

/// Milliseconds since 1970-01-01 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Encode, Decode)]
#[cbor(transparent)]
pub struct Millis(#[n(0)] pub u64);

impl Millis {
    /// This instant and `millis` more.
    #[must_use]
    pub const fn plus(self, millis: u64) -> Self {
        Self(self.0.saturating_add(millis))
    }
    /// Milliseconds from `earlier` to this instant, 0 if it lies ahead.
    pub const fn since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}

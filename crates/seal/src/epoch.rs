//! The three secrets of an epoch; nothing else is exported from MLS (protocol.md section 2).

use wire::CircleId;

use crate::{aead::Key, sign::SigningKey};

/// What the members of an epoch share.
#[derive(Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
pub struct EpochSecrets {
    /// Seals the envelopes of this commit's children.
    #[n(0)]
    pub hs: Key,
    /// Seals the entries and the snapshot of this commit.
    #[n(1)]
    pub content: Key,
    /// Signs what is asked of the server in the name of this commit.
    #[n(2)]
    pub access: SigningKey,
}

impl EpochSecrets {
    /// Collects the secrets from an exporter that is given label, context (the circle's id) and gives 32 bytes.
    pub(crate) fn export<E>(
        circle: CircleId,
        mut exporter: impl FnMut(&str, &[u8]) -> Result<[u8; 32], E>,
    ) -> Result<Self, E> {
        let mut export = |label| exporter(label, circle.as_bytes());
        Ok(Self { hs: Key(export("hs")?), content: Key(export("content")?), access: SigningKey(export("access")?) })
    }
}

//! Which cryptography an engine runs on.

/// The parts that the simulator exchanges: MLS, and the stretching of passphrases. All else is real everywhere.
pub trait Suite: 'static {
    /// The group key agreement.
    type Group: seal::Group;
    /// What stretches a passphrase.
    type Ksf: login::Ksf;
}

/// The real one: OpenMLS with X-Wing, Argon2id.
#[derive(Debug, Clone, Copy)]
pub struct MlsSuite;

impl Suite for MlsSuite {
    type Group = seal::MlsGroup;
    type Ksf = login::Stretch;
}

/// Deterministic and without public-key cryptography in the group, no stretching: for simulations only.
#[cfg(feature = "test-suite")]
#[derive(Debug, Clone, Copy)]
pub struct PlainSuite;

#[cfg(feature = "test-suite")]
impl Suite for PlainSuite {
    type Group = seal::PlainGroup;
    type Ksf = login::TestKsf;
}

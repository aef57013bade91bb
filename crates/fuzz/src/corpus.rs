//! The corpus in the tree: one file for each target and origin, a CBOR list of inputs, sorted.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow};
use minicbor::bytes::ByteVec;

use crate::Target;

/// Where inputs come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Real values, written anew by `cargo xtask fuzz seed` when a format has changed.
    Seeds,
    /// What a search found worth keeping: each reaches code that no other does.
    Found,
    /// What broke a promise once.
    Broke,
}

/// All origins.
pub const ORIGINS: [Origin; 3] = [Origin::Seeds, Origin::Found, Origin::Broke];

impl Origin {
    const fn name(self) -> &'static str {
        match self {
            Self::Seeds => "seeds",
            Self::Found => "found",
            Self::Broke => "broke",
        }
    }
}

/// The folder of the corpus.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// Inputs of a target; none where there is no file.
///
/// # Errors
/// A file that cannot be read.
pub fn read(target: &Target, origin: Origin) -> Result<Vec<Vec<u8>>> {
    let path = path(target, origin);
    if !path.exists() {
        return Ok(Vec::new());
    }
    let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
    let inputs: Vec<ByteVec> = wire::decode(&bytes).map_err(|_| anyhow!("{} is no corpus", path.display()))?;
    Ok(inputs.into_iter().map(Into::into).collect())
}

/// All inputs of a target.
///
/// # Errors
/// A file that cannot be read.
pub fn read_all(target: &Target) -> Result<Vec<Vec<u8>>> {
    let mut inputs = Vec::new();
    for origin in ORIGINS {
        inputs.extend(read(target, origin)?);
    }
    Ok(inputs)
}

/// Replaces the inputs of a target.
///
/// # Errors
/// A file that cannot be written.
pub fn write(target: &Target, origin: Origin, inputs: BTreeSet<Vec<u8>>) -> Result<()> {
    let inputs: Vec<ByteVec> = inputs.into_iter().map(Into::into).collect();
    let path = path(target, origin);
    if inputs.is_empty() {
        return if path.exists() { Ok(std::fs::remove_file(path)?) } else { Ok(()) };
    }
    std::fs::create_dir_all(folder())?;
    std::fs::write(&path, wire::encode(&inputs)).with_context(|| path.display().to_string())
}

fn path(target: &Target, origin: Origin) -> PathBuf {
    folder().join(format!("{}.{}", target.name, origin.name()))
}

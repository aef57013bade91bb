//! Skipping work whose inputs have not changed: a hash of them is kept beside the output.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::tree;

/// A piece of work: what goes in, and the file that remembers it.
pub(crate) struct Stamp {
    file: PathBuf,
    hash: String,
}

impl Stamp {
    /// Hashes `inputs` (files or folders under `root`) and `words` (options, tool versions).
    /// The stamp is kept in `file`, relative to `root`.
    pub(crate) fn of(root: &Path, file: &str, inputs: &[&str], words: &[&str]) -> Result<Self> {
        let mut hasher = Sha256::new();
        for word in words {
            add(&mut hasher, word.as_bytes());
        }
        for input in inputs {
            for path in tree::files(root, input)? {
                let bytes = fs::read(root.join(&path)).with_context(|| format!("reading {}", path.display()))?;
                add(&mut hasher, path.to_string_lossy().as_bytes());
                add(&mut hasher, &bytes);
            }
        }
        Ok(Self { file: root.join(file), hash: HEXLOWER.encode(&hasher.finalize()) })
    }

    /// Was the work done with exactly these inputs, and are its `outputs` still there?
    pub(crate) fn is_current(&self, outputs: &[&Path]) -> bool {
        let remembered = fs::read_to_string(&self.file).unwrap_or_default();
        remembered == self.hash && outputs.iter().all(|output| output.exists())
    }

    /// Remembers that the work is done.
    pub(crate) fn set(&self) -> Result<()> {
        if let Some(folder) = self.file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&self.file, &self.hash).with_context(|| format!("writing {}", self.file.display()))
    }
}

/// Lengths go in too, so that moving bytes from one input to the next changes the hash.
fn add(hasher: &mut Sha256, bytes: &[u8]) {
    hasher.update((bytes.len() as u64).to_le_bytes());
    hasher.update(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_change_of_an_input_asks_for_the_work_again() {
        let root = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(root.path().join(name), text).unwrap();
        let stamp = |words: &[&str]| Stamp::of(root.path(), "out/stamp", &["in.txt", "more.txt"], words).unwrap();
        let out = root.path().join("out.txt");
        write("in.txt", "ab");
        write("out.txt", "");
        assert!(!stamp(&["v1"]).is_current(&[&out]));
        stamp(&["v1"]).set().unwrap();
        assert!(stamp(&["v1"]).is_current(&[&out]));
        assert!(!stamp(&["v2"]).is_current(&[&out]), "another option");
        assert!(!stamp(&["v1"]).is_current(&[&root.path().join("gone")]), "an output is missing");
        write("in.txt", "a");
        write("more.txt", "b");
        assert!(!stamp(&["v1"]).is_current(&[&out]), "bytes that moved");
    }
}

//! Writes the corpus of the tree: `seed`, `unpack TARGET FOLDER`, `pack TARGET FOLDER`, `broke TARGET FILE`, `list`.

use std::{collections::BTreeSet, fs, io::Write, path::Path};

use anyhow::{Context, Result, bail};
use fuzz::{
    TARGETS, Target,
    corpus::{self, Origin},
};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["seed"] => TARGETS.iter().try_for_each(seed),
        ["unpack", name, folder] => unpack(find(name)?, Path::new(folder)),
        ["pack", name, folder] => pack(find(name)?, Path::new(folder)),
        ["broke", name, file] => broke(find(name)?, Path::new(file)),
        ["list"] => list(),
        _ => bail!("seed | unpack TARGET FOLDER | pack TARGET FOLDER | broke TARGET FILE | list"),
    }
}

fn find(name: &str) -> Result<&'static Target> {
    fuzz::find(name).with_context(|| format!("there is no target {name}"))
}

fn seed(target: &Target) -> Result<()> {
    corpus::write(target, Origin::Seeds, (target.seeds)().into_iter().collect())
}

/// One file for each input, as libFuzzer wants them.
fn unpack(target: &Target, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    for (number, input) in corpus::read_all(target)?.iter().enumerate() {
        fs::write(folder.join(format!("{number:05}")), input)?;
    }
    Ok(())
}

/// What a search has left in a folder, but for the seeds.
fn pack(target: &Target, folder: &Path) -> Result<()> {
    let mut found = BTreeSet::new();
    for file in fs::read_dir(folder)? {
        found.insert(fs::read(file?.path())?);
    }
    for origin in [Origin::Seeds, Origin::Broke] {
        for known in corpus::read(target, origin)? {
            found.remove(&known);
        }
    }
    corpus::write(target, Origin::Found, found)
}

fn broke(target: &Target, file: &Path) -> Result<()> {
    let mut known: BTreeSet<Vec<u8>> = corpus::read(target, Origin::Broke)?.into_iter().collect();
    known.insert(fs::read(file)?);
    corpus::write(target, Origin::Broke, known)
}

fn list() -> Result<()> {
    let mut out = std::io::stdout();
    for target in &TARGETS {
        writeln!(out, "{} {}", target.name, target.longest)?;
    }
    Ok(())
}

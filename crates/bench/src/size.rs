//! What a browser loads, as it is served: with brotli where that is smaller.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, Result, bail};

use crate::figures::{head, row};

const DIST: &str = "web/dist";

pub(crate) fn run() -> Result<()> {
    let mut files = BTreeMap::new();
    read(Path::new(DIST), &mut files).context("the web app is not built: cargo xtask web")?;
    if !Path::new(DIST).join("index.html.br").is_file() {
        bail!("{DIST} is not compressed yet: cargo xtask web");
    }
    let mut files: Vec<_> = files.into_iter().map(|(name, bytes)| (when(&name), bytes, name)).collect();
    files.sort_by_key(|(when, bytes, name)| (*when, std::cmp::Reverse(*bytes), name.clone()));
    head(&["file", "bytes", "loaded"]);
    for (when, bytes, name) in &files {
        row(&[format!("`{name}`"), bytes.to_string(), when.to_string()]);
    }
    println!();
    head(&["loaded", "kB together"]);
    for wanted in [When::First, When::Engine, When::OwnPhrase, When::Later] {
        let sum: u64 = files.iter().filter(|(when, ..)| *when == wanted).map(|(_, bytes, _)| bytes).sum();
        row(&[wanted.to_string(), sum.div_ceil(1000).to_string()]);
    }
    Ok(())
}

/// On what occasion a browser fetches a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum When {
    First,
    Engine,
    OwnPhrase,
    Later,
}

impl std::fmt::Display for When {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::First => "at the first visit",
            Self::Engine => "with the first screen that needs the engine",
            Self::OwnPhrase => "for a passphrase of one's own",
            Self::Later => "afterwards, or where it is needed",
        })
    }
}

fn when(name: &str) -> When {
    match name {
        "index.html" | "main.js" | "main.css" => When::First,
        _ if name.starts_with("client_wasm") || name == "worker.js" => When::Engine,
        _ if name.starts_with("phrase_wasm") => When::OwnPhrase,
        _ => When::Later,
    }
}

/// Sizes by name without the hash of the content; a compressed copy counts instead of its file.
fn read(folder: &Path, files: &mut BTreeMap<String, u64>) -> Result<()> {
    for item in fs::read_dir(folder)? {
        let item = item?;
        let name = item.file_name().to_string_lossy().into_owned();
        if item.file_type()?.is_dir() {
            read(&item.path(), files)?;
        } else if !name.starts_with('.') && Path::new(&name).extension().is_none_or(|ending| ending != "gz") {
            let (name, bytes) = (plain(name.strip_suffix(".br").unwrap_or(&name)), item.metadata()?.len());
            files.entry(name).and_modify(|known| *known = bytes.min(*known)).or_insert(bytes);
        }
    }
    Ok(())
}

/// `main-CH2q35Re.css` becomes `main.css`.
fn plain(name: &str) -> String {
    const HASH: usize = "-CH2q35Re".len();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let cut = stem.len().checked_sub(HASH).filter(|cut| *cut > 0 && stem.as_bytes()[*cut] == b'-');
    format!("{}.{ending}", &stem[..cut.unwrap_or(stem.len())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_without_hashes() {
        for (name, expected, loaded) in [
            ("main-CH2q35Re.css", "main.css", When::First),
            ("main-t_0uqwtT.js", "main.js", When::First),
            ("client_wasm_bg-Cae6GlRT.wasm", "client_wasm_bg.wasm", When::Engine),
            ("worker-C2_nTp1X.js", "worker.js", When::Engine),
            ("index.html", "index.html", When::First),
            ("sw.js", "sw.js", When::Later),
            ("phrase_wasm_bg-CLInLeFE.wasm", "phrase_wasm_bg.wasm", When::OwnPhrase),
        ] {
            assert_eq!((plain(name).as_str(), when(&plain(name))), (expected, loaded), "{name}");
        }
    }
}

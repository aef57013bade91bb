//! What makes the built web app checkable: `index.html` names the hashes of what it loads, and `app.sha256` lists every file.
//!
//! The list is what `sha256sum` reads and writes: `sha256sum --check app.sha256` checks a folder. Its own SHA-256 is the *app's
//! digest*, which `stayhere about`, the app's page about security and the notes of a release show. Compressed copies are not in
//! it: they say the same, and a compressor of another version packs them otherwise.

use std::{fmt::Write, fs, path::Path};

use anyhow::{Context, Result, bail};
use data_encoding::{BASE64, HEXLOWER};
use sha2::{Digest, Sha256, Sha384};

use crate::{process, tree};

/// The list, in the app's folder.
pub(crate) const LIST: &str = "app.sha256";
/// What releases are built with: another compiler gives another module, and so another digest.
const COMPILER: &str = "rustc 1.95.0 ";
const INDEX: &str = "index.html";
/// Attributes of a tag that load something: what is behind them is hashed.
const LOADS: [&str; 2] = ["src=\"/", "href=\"/assets/"];

/// Completes the app in `folder` (relative to the root).
pub(crate) fn seal(folder: &str) -> Result<()> {
    let place = process::root().join(folder);
    let index = place.join(INDEX);
    let sealed = with_integrity(&fs::read_to_string(&index)?, |path| {
        fs::read(place.join(path)).with_context(|| format!("{INDEX} loads {path}"))
    })?;
    fs::write(&index, sealed)?;
    let list = list(&place)?;
    process::say(&format!("  the app's digest is {}", HEXLOWER.encode(&Sha256::digest(&list))));
    let compiler = process::output(process::program("rustc", ".").arg("--version"))?;
    if !compiler.starts_with(COMPILER) {
        process::say(&format!("  releases are built with {COMPILER}and npm's lock file; this was {compiler}"));
    }
    Ok(fs::write(place.join(LIST), list)?)
}

/// Every file of the app, in the order of bytes of its path.
fn list(place: &Path) -> Result<String> {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for path in tree::files(place, ".")? {
        let name = path.to_string_lossy().replace('\\', "/");
        if is_listed(&name) {
            files.push((name, fs::read(place.join(&path))?));
        }
    }
    files.sort();
    let mut list = String::new();
    for (name, bytes) in files {
        writeln!(list, "{}  {name}", HEXLOWER.encode(&Sha256::digest(bytes)))?;
    }
    Ok(list)
}

/// Not the list itself, not what is hidden, not the compressed copies.
fn is_listed(name: &str) -> bool {
    let is_hidden = name.split('/').any(|part| part.starts_with('.'));
    let is_copy = matches!(name.rsplit('.').next(), Some("br" | "gz"));
    name != LIST && !is_hidden && !is_copy
}

/// Adds `integrity` (W3C Subresource Integrity) to each tag that loads a script or a style sheet.
fn with_integrity(page: &str, read: impl Fn(&str) -> Result<Vec<u8>>) -> Result<String> {
    let mut sealed = String::new();
    for part in page.split_inclusive('>') {
        let (before, tag) = part.split_at(part.rfind('<').unwrap_or(part.len()));
        sealed.push_str(before);
        match loaded(tag) {
            Some(_) if tag.contains("integrity=") => bail!("{INDEX} has an integrity already: {tag}"),
            Some(path) => {
                let hash = BASE64.encode(&Sha384::digest(read(path)?));
                let end = tag.len() - 1;
                write!(sealed, "{} integrity=\"sha384-{hash}\">", tag.get(..end).unwrap_or_default())?;
            }
            None => sealed.push_str(tag),
        }
    }
    Ok(sealed)
}

/// What a tag loads that can run or restyle the page.
fn loaded(tag: &str) -> Option<&str> {
    let is_style = tag.starts_with("<link") && (tag.contains("stylesheet") || tag.contains("modulepreload"));
    if !tag.starts_with("<script") && !is_style {
        return None;
    }
    let start = LOADS.iter().find_map(|attribute| Some(tag.find(attribute)? + attribute.find('/')? + 1))?;
    tag.get(start..)?.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_page_loads_carries_its_hash() {
        let page = "<head>\n<link rel=\"icon\" href=\"/mark.svg\">\n<script type=\"module\" crossorigin src=\"/assets/a.js\"></script>\n\
                    <link rel=\"stylesheet\" crossorigin href=\"/assets/a.css\">\n<p>1 > 0</p>";
        let sealed = with_integrity(page, |path| Ok(path.as_bytes().to_vec())).unwrap();
        let hash = |path: &str| BASE64.encode(&Sha384::digest(path));
        let expected = page
            .replace("a.js\">", &format!("a.js\" integrity=\"sha384-{}\">", hash("assets/a.js")))
            .replace("a.css\">", &format!("a.css\" integrity=\"sha384-{}\">", hash("assets/a.css")));
        assert_eq!(sealed, expected);
        assert!(with_integrity(&sealed, |_| Ok(Vec::new())).is_err(), "sealed twice");
        assert!(with_integrity(page, |path| bail!("no {path}")).is_err(), "a file that is not there");
    }

    #[test]
    fn the_list_is_what_sha256sum_reads() {
        let place = tempfile::tempdir().unwrap();
        for (name, text) in
            [("b.js", "b"), ("a/x.js", "x"), ("a/x.js.br", ""), (".stamp", ""), (LIST, "old"), ("B.svg", "B")]
        {
            let path = place.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let sum = |text: &str| HEXLOWER.encode(&Sha256::digest(text));
        let expected = format!("{}  B.svg\n{}  a/x.js\n{}  b.js\n", sum("B"), sum("x"), sum("b"));
        assert_eq!(list(place.path()).unwrap(), expected);
    }
}

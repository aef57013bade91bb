//! Finds words in bytes, in every dress in which they may have got there.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use aho_corasick::AhoCorasick;
use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD, Encoding, HEXLOWER};

/// Shorter words would be found in random bytes.
const SHORTEST: usize = 8;

/// A word that stands where it must not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The name under which the word was given.
    pub word: String,
    /// How it was dressed.
    pub dress: &'static str,
    /// In which file, log or connection.
    pub place: String,
}

/// Knows the words and their dresses.
pub struct Detector {
    any_case: Matcher,
    exact: Matcher,
}

struct Matcher {
    patterns: Vec<(String, &'static str)>,
    automaton: AhoCorasick,
}

impl Detector {
    /// Of words in clear and secrets in bytes, each with a name for the report.
    ///
    /// # Panics
    /// When a word is so short that it would be found in random bytes.
    pub fn new<'a>(words: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Self {
        let (mut any_case, mut exact) = (Vec::new(), Vec::new());
        for (name, word) in words {
            assert!(word.len() >= SHORTEST, "{name} is too short to be looked for");
            for (dress, bytes) in dresses_in_any_case(word) {
                any_case.push((name.to_owned(), dress, bytes));
            }
            for (dress, bytes) in dresses_as_they_are(word) {
                exact.push((name.to_owned(), dress, bytes));
            }
        }
        Self { any_case: Matcher::new(any_case, true), exact: Matcher::new(exact, false) }
    }

    /// What stands in `bytes`.
    pub fn search(&self, place: &str, bytes: &[u8]) -> BTreeSet<Finding> {
        let found = [&self.any_case, &self.exact].into_iter().flat_map(|matcher| matcher.search(bytes));
        found.map(|(word, dress)| Finding { word: word.clone(), dress, place: place.to_owned() }).collect()
    }

    /// What stands in the files of a folder, or in their names.
    pub fn search_folder(&self, folder: &Path) -> BTreeSet<Finding> {
        let mut found = BTreeSet::new();
        for path in files(folder) {
            let place = path.display().to_string();
            found.extend(self.search(&format!("the name of {place}"), place.as_bytes()));
            // A log of the database may go away while we look.
            found.extend(self.search(&place, &fs::read(&path).unwrap_or_default()));
        }
        found
    }
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for item in fs::read_dir(folder).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() { all.extend(files(&path)) } else { all.push(path) }
    }
    all
}

impl Matcher {
    fn new(patterns: Vec<(String, &'static str, Vec<u8>)>, any_case: bool) -> Self {
        let bytes = patterns.iter().map(|(_, _, bytes)| bytes);
        let automaton = AhoCorasick::builder().ascii_case_insensitive(any_case).build(bytes).unwrap();
        Self { patterns: patterns.into_iter().map(|(word, dress, _)| (word, dress)).collect(), automaton }
    }

    fn search(&self, bytes: &[u8]) -> impl Iterator<Item = &(String, &'static str)> {
        self.automaton.find_overlapping_iter(bytes).map(|found| &self.patterns[found.pattern().as_usize()])
    }
}

fn dresses_in_any_case(word: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let mut dresses = vec![
        ("clear", word.to_vec()),
        ("hex", HEXLOWER.encode(word).into_bytes()),
        ("URL, every byte", word.iter().flat_map(|byte| format!("%{byte:02x}").into_bytes()).collect()),
        ("Debug of bytes", decimal(word)),
    ];
    if let Ok(text) = str::from_utf8(word) {
        let units: Vec<u16> = text.encode_utf16().collect();
        dresses.push(("UTF-16 LE", units.iter().flat_map(|unit| unit.to_le_bytes()).collect()));
        dresses.push(("UTF-16 BE", units.iter().flat_map(|unit| unit.to_be_bytes()).collect()));
        if !text.is_ascii() {
            dresses.push(("Debug of text", text.escape_default().to_string().into_bytes()));
        }
    }
    if !word.iter().all(u8::is_ascii_alphanumeric) {
        dresses.push(("URL", word.iter().flat_map(|byte| url(*byte)).collect()));
    }
    dresses
}

fn dresses_as_they_are(word: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let alphabets: [(&str, Encoding); 2] = [("base64", BASE64_NOPAD), ("base64url", BASE64URL_NOPAD)];
    let shifted = |(dress, alphabet): (&'static str, Encoding)| {
        (0..3).map(move |before| (dress, inner_base64(&alphabet, word, before))).collect::<Vec<_>>()
    };
    alphabets.into_iter().flat_map(shifted).collect()
}

/// The letters of base64 that come from `word` alone when `before` bytes stand before it.
fn inner_base64(alphabet: &Encoding, word: &[u8], before: usize) -> Vec<u8> {
    let text = alphabet.encode(&[vec![0; before], word.to_vec()].concat());
    let (first, end) = ((before * 8).div_ceil(6), (before + word.len()) * 8 / 6);
    text.as_bytes()[first..end].to_vec()
}

fn decimal(word: &[u8]) -> Vec<u8> {
    word.iter().map(u8::to_string).collect::<Vec<_>>().join(", ").into_bytes()
}

fn url(byte: u8) -> Vec<u8> {
    if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
        vec![byte]
    } else {
        format!("%{byte:02x}").into_bytes()
    }
}

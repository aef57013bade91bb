//! Pure and sans-IO crates read no clock, draw no randomness and do no I/O: neither by themselves nor through a library.

use std::{
    collections::BTreeMap,
    path::{Component, Path},
};

use super::{Problem, extension};
use crate::rooms::Room;

/// Each such crate and the libraries it may use.
const LIBRARIES: [(&str, &[&str]); 9] = [
    ("wire", &["data-encoding", "minicbor", "sha2", "subtle", "thiserror", "zeroize"]),
    ("calendar", &["jiff", "minicbor", "thiserror"]),
    ("card", &["ed25519-dalek", "minicbor", "thiserror"]),
    ("circle", &["data-encoding", "minicbor", "serde", "sha2", "thiserror", "toml", "unicode-normalization"]),
    (
        "directory",
        &[
            "csv",
            "data-encoding",
            "ed25519-dalek",
            "form_urlencoded",
            "geohash",
            "memchr",
            "minicbor",
            "roaring",
            "rstar",
            "serde",
            "serde_json",
            "sha2",
            "thiserror",
            "unicode-normalization",
            "utoipa",
        ],
    ),
    ("personal", &["data-encoding", "minicbor", "serde", "sha2", "thiserror", "toml"]),
    ("login", &["argon2", "hmac", "minicbor", "opaque-ke", "rand_core", "sha2", "subtle", "thiserror", "zeroize"]),
    (
        "seal",
        &[
            "argon2",
            "chacha20poly1305",
            "data-encoding",
            "ed25519-dalek",
            "hkdf",
            "hmac",
            "memchr",
            "minicbor",
            "openmls",
            "openmls_memory_storage",
            "openmls_rust_crypto",
            "openmls_traits",
            "rand_chacha",
            "rand_core",
            "rmp-serde",
            "serde",
            "serde_json",
            "sha2",
            "subtle",
            "thiserror",
            "unicode-normalization",
            "zeroize",
            "zxcvbn",
        ],
    ),
    (
        "engine",
        &[
            "data-encoding",
            "futures",
            "minicbor",
            "rand_chacha",
            "rand_core",
            "serde",
            "sha2",
            "thiserror",
            "toml",
            "ts-rs",
            "unicode-normalization",
            "zeroize",
        ],
    ),
];
const FORBIDDEN: [&str; 9] =
    ["SystemTime", "Instant::now", "std::fs", "std::env", "std::net", "tokio", "thread_rng", "OsRng", "getrandom"];

/// Looks for forbidden words in the code of such a crate; its tests may use them.
pub(super) fn check_source(path: &Path, text: &str) -> Vec<Problem> {
    if extension(path) != "rs" || !in_pure_source(path) {
        return Vec::new();
    }
    let mut problems = Vec::new();
    for (index, line) in code(text).enumerate() {
        for word in FORBIDDEN.into_iter().filter(|word| line.contains(word)) {
            let what = format!("`{word}` in a crate without clock, randomness and I/O: take it as a parameter");
            problems.push(Problem::in_line(path, index, what));
        }
    }
    problems
}

/// Looks for libraries that nobody has judged to be without I/O.
pub(super) fn check_dependencies(room: &Room, rooms: &BTreeMap<String, Room>) -> Vec<Problem> {
    let Some((name, allowed)) = LIBRARIES.iter().find(|(name, _)| *name == room.folder) else {
        return Vec::new();
    };
    let foreign = room.dependencies.iter().filter(|library| !rooms.contains_key(*library));
    let unknown = foreign.filter(|library| !allowed.contains(&library.as_str()));
    let problem = |library| Problem {
        place: format!("crates/{name}/Cargo.toml"),
        what: format!("{library} is not on the list of {name}; if it does no I/O, add it in xtask/src/tidy/purity.rs"),
    };
    unknown.map(problem).collect()
}

fn in_pure_source(path: &Path) -> bool {
    let parts: Vec<&str> = path.components().filter_map(component).take(3).collect();
    matches!(parts.as_slice(), ["crates", name, "src"] if LIBRARIES.iter().any(|(pure, _)| pure == name))
        && path.file_name().is_none_or(|name| name != "tests.rs")
        && !path.components().filter_map(component).any(|part| part == "tests")
}

fn component(part: Component<'_>) -> Option<&str> {
    part.as_os_str().to_str()
}

/// The lines before the tests, without comments.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .take_while(|line| line.trim() != "#[cfg(test)]")
        .map(|line| line.split("//").next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forbidden_words() {
        let cases = [
            ("crates/circle/src/meeting/floor.rs", "let now = SystemTime::now();", 1),
            ("crates/circle/src/lib.rs", "//! reads no SystemTime", 0),
            ("crates/circle/src/lib.rs", "fn a() {}\n#[cfg(test)]\nmod tests { use std::fs; }", 0),
            ("crates/circle/tests/world.rs", "use std::fs;", 0),
            ("crates/circle/src/meeting/tests.rs", "use std::fs;", 0),
            ("crates/server/src/lib.rs", "use std::fs;", 0),
            ("crates/engine/src/lib.rs", "use std::{collections::BTreeMap};", 0),
        ];
        for (path, text, expected) in cases {
            assert_eq!(check_source(Path::new(path), text).len(), expected, "{path}: {text}");
        }
    }

    #[test]
    fn unknown_libraries() {
        let room = |folder: &str, names: &[&str]| Room {
            folder: folder.to_owned(),
            dependencies: names.iter().map(|name| (*name).to_owned()).collect(),
        };
        let rooms = BTreeMap::from([("wire".to_owned(), Room::default())]);
        assert!(check_dependencies(&room("circle", &["wire", "minicbor"]), &rooms).is_empty());
        assert_eq!(check_dependencies(&room("circle", &["reqwest"]), &rooms).len(), 1);
        assert!(check_dependencies(&room("server", &["axum"]), &rooms).is_empty());
    }
}

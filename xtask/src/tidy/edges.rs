//! Edges between our crates point downward only.

use std::collections::BTreeMap;

use super::Problem;
use crate::rooms::Room;

/// Each crate and those of ours that it may use in a build. Tests may use more.
const MAY_USE: [(&str, &[&str]); 23] = [
    ("wire", &[]),
    ("personal", &["wire"]),
    ("calendar", &["wire"]),
    ("card", &["calendar", "wire"]),
    ("circle", &["calendar", "card", "wire"]),
    ("login", &["wire"]),
    ("seal", &["login", "wire"]),
    ("engine", &["calendar", "card", "circle", "login", "personal", "seal", "wire"]),
    ("client", &["circle", "engine", "seal", "wire"]),
    ("client-wasm", &["engine", "wire"]),
    ("phrase-wasm", &["seal"]),
    ("server-store", &["wire"]),
    ("server-store-sqlite", &["server-store", "wire"]),
    ("server", &["card", "directory", "directory-pages", "directory-store", "login", "server-store", "wire"]),
    ("sim", &["card", "circle", "directory-store", "engine", "login", "seal", "server", "server-store", "wire"]),
    ("proofs", &["client", "engine", "server", "server-store-sqlite", "wire"]),
    (
        "bench",
        &[
            "calendar",
            "directory",
            "directory-store",
            "engine",
            "login",
            "proofs",
            "seal",
            "server",
            "server-store",
            "server-store-sqlite",
            "wire",
        ],
    ),
    (
        "fuzz",
        &[
            "circle",
            "directory",
            "engine",
            "login",
            "personal",
            "seal",
            "server",
            "server-store",
            "server-store-sqlite",
            "sim",
            "wire",
        ],
    ),
    ("model", &[]),
    ("directory", &["calendar", "card", "wire"]),
    ("directory-store", &["card", "directory", "wire"]),
    ("directory-pages", &["calendar", "directory", "wire"]),
    (
        "cli",
        &[
            "circle",
            "client",
            "directory",
            "directory-pages",
            "directory-store",
            "engine",
            "server",
            "server-store",
            "server-store-sqlite",
            "sim",
            "wire",
        ],
    ),
];

pub(super) fn check(room: &Room, rooms: &BTreeMap<String, Room>) -> Vec<Problem> {
    let place = format!("crates/{}/Cargo.toml", room.folder);
    let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == room.folder) else {
        let what = "a new crate: say in xtask/src/tidy/edges.rs what it may use".to_owned();
        return vec![Problem { place, what }];
    };
    let ours = room.dependencies.iter().filter(|name| rooms.contains_key(*name));
    let wrong = ours.filter(|name| !allowed.contains(&name.as_str()));
    wrong.map(|name| Problem { place: place.clone(), what: format!("{} may not use {name}", room.folder) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(folder: &str, dependencies: &[&str]) -> Vec<String> {
        let dependencies = dependencies.iter().map(|name| (*name).to_owned()).collect();
        let room = Room { folder: folder.to_owned(), dependencies };
        let rooms = MAY_USE.iter().map(|(name, _)| ((*name).to_owned(), Room::default())).collect();
        check(&room, &rooms).into_iter().map(|problem| problem.what).collect()
    }

    #[test]
    fn upward_edges_are_refused() {
        assert_eq!(found("server", &["wire", "tokio"]), Vec::<String>::new());
        assert_eq!(found("server", &["engine", "wire"]), ["server may not use engine"]);
        assert_eq!(found("seal", &["circle"]), ["seal may not use circle"]);
        assert_eq!(found("wire", &["circle"]), ["wire may not use circle"]);
    }

    #[test]
    fn a_new_crate_must_be_placed() {
        assert_eq!(found("attic", &[]).len(), 1);
    }

    #[test]
    fn the_table_has_no_way_round_in_a_circle() {
        let table: BTreeMap<&str, &[&str]> = MAY_USE.into_iter().collect();
        let mut placed: Vec<&str> = Vec::new();
        while placed.len() < table.len() {
            let ready = |name: &&str| !placed.contains(name) && table[name].iter().all(|below| placed.contains(below));
            let next = table.keys().copied().find(ready);
            placed.push(next.unwrap_or_else(|| panic!("a way round among what is not in {placed:?}")));
        }
    }
}

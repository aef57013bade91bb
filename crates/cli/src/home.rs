//! Where this user's data lie (XDG Base Directory specification, `$XDG_DATA_HOME`).

use std::{
    fs::{self, DirBuilder},
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
};

use crate::{Trouble, words::Words};

const LAST_SERVER: &str = "last-server";

/// The server's data folder where none is named.
pub(crate) fn server_data(words: &Words) -> Result<PathBuf, Trouble> {
    Ok(base(words)?.join("server"))
}

/// Where this device remembers a server, and which one it used last.
pub(crate) struct Home(PathBuf);

impl Home {
    pub(crate) fn new(named: Option<PathBuf>, words: &Words) -> Result<Self, Trouble> {
        Ok(Self(named.map_or_else(|| Ok::<_, Trouble>(base(words)?.join("devices")), Ok)?))
    }

    /// The folder of a server: people may have accounts on several.
    pub(crate) fn of_server(&self, server: &str) -> PathBuf {
        let (_, host) = server.split_once("://").unwrap_or(("", server));
        let is_plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '.' || letter == '-';
        self.0.join(host.trim_end_matches('/').replace(|letter| !is_plain(letter), "_"))
    }

    pub(crate) fn last_server(&self) -> Option<String> {
        let url = fs::read_to_string(self.0.join(LAST_SERVER)).ok()?;
        Some(url.trim().to_owned()).filter(|url| !url.is_empty())
    }

    pub(crate) fn remember_server(&self, server: &str) -> Result<(), Trouble> {
        make_private(&self.0)?;
        Ok(fs::write(self.0.join(LAST_SERVER), server)?)
    }
}

/// Makes a folder that only its owner can open; one that is there stays as it is.
pub(crate) fn make_private(folder: &Path) -> std::io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

fn base(words: &Words) -> Result<PathBuf, Trouble> {
    let set = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let data = set("XDG_DATA_HOME").or_else(|| Some(set("HOME")?.join(".local/share")));
    Ok(data.ok_or_else(|| Trouble(words.get("no-home")))?.join("stayhere"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_server_has_its_folder() {
        let home = Home(PathBuf::from("/d"));
        for (server, expected) in [
            ("http://127.0.0.1:8080", "/d/127.0.0.1_8080"),
            ("https://example.org/", "/d/example.org"),
            ("https://[::1]:80", "/d/___1__80"),
            ("https://a/../b", "/d/a_.._b"),
        ] {
            assert_eq!(home.of_server(server), PathBuf::from(expected), "{server}");
        }
    }
}

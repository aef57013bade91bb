//! `stayhere about`: which program this is, and the digest of the web app in it.

use std::process::ExitCode;

use crate::{release::Release, say, words::Words};

pub(crate) fn run(words: &Words) -> ExitCode {
    say::line(&words.name("about-version", env!("CARGO_PKG_VERSION")));
    match Release::embedded() {
        Some(release) => {
            say::line(&words.get("about-digest"));
            for line in release.digest() {
                say::line(&format!("  {line}"));
            }
        }
        None => say::line(&words.get("serve-no-web")),
    }
    ExitCode::SUCCESS
}

//! `stayhere verify`: does a server deliver the web app of a release, byte for byte?
//!
//! It asks for every file of the release and for the app's own routes, once as a browser does and once plainly, and compares
//! contents, types and the headers that guard the page. It sees what *it* is served: a server that gives others something else
//! is not found by it.

use std::{collections::BTreeSet, fs, path::Path, process::ExitCode};

use client::{Fetch, FetchError, Fetched, Way};
use wire::Hash;

use crate::{
    Trouble, args, assets,
    release::{INDEX, LIST, Release},
    say,
    words::Words,
};

/// When it could not be found out, as opposed to 1: something else is delivered.
const UNKNOWN: u8 = 3;
/// Addresses that deliver the first page: each screen a person may come in by, and one that nobody has ever linked.
const ROUTES: [&str; 9] = [
    "/",
    "/signin",
    "/signup",
    "/join",
    "/recover",
    "/home",
    "/security",
    "/circle/0/meeting",
    "/nowhere-in-particular",
];
/// Headers that send a browser elsewhere, or load or keep something.
const FOREIGN: [&str; 6] = ["refresh", "location", "link", "set-cookie", "sourcemap", "service-worker-allowed"];

/// One thing that is not as in the release.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Difference {
    /// Not delivered: the status.
    Missing { path: String, status: u16 },
    /// Other bytes.
    Other { path: String },
    /// Bytes that the browser would take for something else.
    Type { path: String, found: String },
    /// A header that guards the page is missing or another one.
    Guard { path: String, header: String },
    /// A header that has no place there.
    Foreign { path: String, header: String },
    /// The false first page loads something that the release does not have.
    Loads { path: String, what: String },
}

pub(crate) async fn run(args: args::Verify, words: &Words) -> Result<ExitCode, Trouble> {
    let release = release(args.release.as_deref(), words)?;
    let fetch = Fetch::new(&args.url)?;
    let found = match compare(&release, &fetch).await {
        Ok(found) => found,
        Err(error) => {
            say::trouble(&words.name("verify-no-answer", &error.to_string()));
            return Ok(ExitCode::from(UNKNOWN));
        }
    };
    for difference in &found {
        say::line(&tell(difference, words));
    }
    if found.is_empty() {
        say::line(&words.with("verify-same", &[("files", release.files.len().into())]));
        for line in release.digest() {
            say::line(&format!("  {line}"));
        }
        say::line(&words.get("verify-limit"));
        return Ok(ExitCode::SUCCESS);
    }
    say::line(&words.get("verify-differs"));
    Ok(ExitCode::FAILURE)
}

fn release(file: Option<&Path>, words: &Words) -> Result<Release, Trouble> {
    let Some(file) = file else {
        return Release::embedded().ok_or_else(|| Trouble(words.get("verify-no-app")));
    };
    let place = file.display().to_string();
    let list = fs::read_to_string(file).map_err(|cause| Trouble(format!("{place}: {cause}")))?;
    Release::read(&list).ok_or_else(|| Trouble(words.name("verify-no-list", &place)))
}

async fn compare(release: &Release, fetch: &Fetch) -> Result<BTreeSet<Difference>, FetchError> {
    let mut found = BTreeSet::new();
    for way in [Way::Browser, Way::Plain] {
        for (path, hash) in &release.files {
            let answer = fetch.get(&format!("/{path}"), way).await?;
            found.extend(look(path, path, *hash, &answer, release));
        }
        if let Some(hash) = release.files.get(INDEX) {
            for route in ROUTES {
                found.extend(look(route, INDEX, *hash, &fetch.get(route, way).await?, release));
            }
        }
        let list = Hash::of(release.list().as_bytes());
        found.extend(look(LIST, LIST, list, &fetch.get(&format!("/{LIST}"), way).await?, release));
    }
    Ok(found)
}

/// What is wrong with the answer for `path`, which should be the release's `file`.
fn look(path: &str, file: &str, hash: Hash, answer: &Fetched, release: &Release) -> Vec<Difference> {
    let path = path.to_owned();
    if answer.status != 200 {
        return vec![Difference::Missing { path, status: answer.status }];
    }
    let mut found = Vec::new();
    if Hash::of(&answer.body) != hash {
        found.push(Difference::Other { path: path.clone() });
        if file == INDEX {
            let strange = loads(&answer.body).into_iter().filter(|what| !release.files.contains_key(what));
            found.extend(strange.map(|what| Difference::Loads { path: path.clone(), what }));
        }
    }
    let header = |name: &str| answer.headers.get(name).map(String::as_str).unwrap_or_default();
    if header("content-type") != assets::content_type(file) {
        found.push(Difference::Type { path: path.clone(), found: header("content-type").to_owned() });
    }
    for (name, value) in server::guards() {
        if header(name) != value {
            found.push(Difference::Guard { path: path.clone(), header: name.to_owned() });
        }
    }
    for name in FOREIGN.into_iter().filter(|name| answer.headers.contains_key(*name)) {
        found.push(Difference::Foreign { path: path.clone(), header: name.to_owned() });
    }
    found
}

/// What the tags of a page load, without a slash at the beginning; a script without a source is `<script>`.
fn loads(page: &[u8]) -> BTreeSet<String> {
    let page = String::from_utf8_lossy(page);
    let tags = page.split('<').filter_map(|part| part.split('>').next());
    let mut found = BTreeSet::new();
    for tag in tags {
        let sources = ["src=", "href="].into_iter().filter_map(|name| tag.split_once(name));
        let quoted = sources.filter_map(|(_, rest)| rest.split(['"', '\'']).find(|part| !part.is_empty()));
        let mut named = quoted.map(|source| source.trim_start_matches('/').to_owned()).peekable();
        if tag.starts_with("script") && named.peek().is_none() {
            found.insert("<script>".to_owned());
        }
        found.extend(named);
    }
    found
}

fn tell(difference: &Difference, words: &Words) -> String {
    let told = |key, path: &str, what: &str| words.with(key, &[("path", path.into()), ("what", what.into())]);
    match difference {
        Difference::Missing { path, status } => told("verify-missing", path, &status.to_string()),
        Difference::Other { path } => told("verify-other", path, ""),
        Difference::Type { path, found } => told("verify-type", path, found),
        Difference::Guard { path, header } => told("verify-guard", path, header),
        Difference::Foreign { path, header } => told("verify-foreign", path, header),
        Difference::Loads { path, what } => told("verify-loads", path, what),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    const PAGE: &str = "<!doctype html><script type=\"module\" src=\"/assets/a.js\"></script>";

    fn release() -> Release {
        let files = [(INDEX, PAGE), ("assets/a.js", "run()")];
        Release { files: files.map(|(path, text)| (path.to_owned(), Hash::of(text.as_bytes()))).into() }
    }

    fn honest(file: &str, body: &str) -> Fetched {
        let mut headers: BTreeMap<String, String> =
            server::guards().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        headers.insert("content-type".to_owned(), assets::content_type(file).to_owned());
        Fetched { status: 200, headers, body: body.as_bytes().to_vec() }
    }

    fn found(file: &str, change: impl FnOnce(&mut Fetched)) -> Vec<String> {
        let release = release();
        let mut answer = honest(file, if file == INDEX { PAGE } else { "run()" });
        change(&mut answer);
        let words = Words::of(crate::words::Lang::En);
        look(file, file, release.files[file], &answer, &release).iter().map(|one| tell(one, &words)).collect()
    }

    #[test]
    fn each_difference_is_told() {
        let set = |name: &'static str, value: &'static str| {
            move |answer: &mut Fetched| drop(answer.headers.insert(name.to_owned(), value.to_owned()))
        };
        assert!(found(INDEX, |_| {}).is_empty(), "the honest page");
        assert!(found("assets/a.js", |_| {}).is_empty(), "the honest file");
        insta::assert_snapshot!(
            "differences",
            [
                found("assets/a.js", |answer| answer.body.push(b' ')),
                found("assets/a.js", |answer| answer.status = 404),
                found("assets/a.js", set("content-type", "text/html; charset=utf-8")),
                found(INDEX, |answer| answer.body.extend(b"<script src='/evil.js'></script><script>run()</script>")),
                found(INDEX, set("content-security-policy", "default-src *")),
                found(INDEX, |answer| drop(answer.headers.remove("cross-origin-opener-policy"))),
                found(INDEX, set("refresh", "0; url=https://elsewhere.invalid")),
            ]
            .map(|lines| lines.join("\n"))
            .join("\n--\n")
        );
    }
}

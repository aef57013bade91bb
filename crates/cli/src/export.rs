//! `stayhere export FOLDER`: the own words, for programs (JSON) and to read (Markdown). Nothing is sent anywhere.

use std::{
    fmt::Write as _,
    fs::OpenOptions,
    io::Write as _,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    process::ExitCode,
};

use client::Client;
use engine::{
    Command,
    command::{Export, ExportedCircle, ExportedShare, ExportedSheet, Value},
    view::{CircleState, CircleView},
};
use tokio::time::timeout;

use crate::{Trouble, args, ask::Desk, join, meet, say, sign_in, words::Words};

const JSON: &str = "stayhere-words.json";
const MARKDOWN: &str = "stayhere-words.md";

pub(crate) async fn run(args: args::Export, words: &Words) -> Result<ExitCode, Trouble> {
    let server = meet::server(args.server, args.device.store.clone(), words)?;
    let client = join::connect(&server, args.device.store, args.device.shared, words)?;
    let mut desk = Desk::new(words);
    sign_in::sign_in(&client, &mut desk, args.device.shared).await?;
    circles_are_open(&client).await;
    let made = sign_in::done(&client, Command::Export, &desk).await;
    client.close().await;
    let Some(Value::Export(export)) = made else { return Ok(ExitCode::FAILURE) };
    let json = serde_json::to_string_pretty(&export).map_err(|error| Trouble(error.to_string()))?;
    for path in [write(&args.folder, JSON, &json)?, write(&args.folder, MARKDOWN, &page(&export, words))?] {
        say::line(&words.name("export-written", &path.display().to_string()));
    }
    if export.circles.iter().any(|circle| !circle.complete) {
        say::line(&words.get("export-incomplete"));
    }
    say::line(&words.get("export-private"));
    Ok(ExitCode::SUCCESS)
}

/// Waits until no circle is being opened any more. What is there in the end counts, however long it took.
async fn circles_are_open(client: &Client) {
    let mut view = client.view();
    let opening = |circle: &CircleView| circle.state == CircleState::Loading;
    let _ = timeout(meet::LOADING, view.wait_for(|view| !view.circles.iter().any(opening))).await;
}

/// Writes a file that only its owner can read. One that is there is left alone.
fn write(folder: &Path, name: &str, content: &str) -> Result<PathBuf, Trouble> {
    let path = folder.join(name);
    let trouble = |error: std::io::Error| Trouble(format!("{}: {error}", path.display()));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path).map_err(trouble)?;
    file.write_all(content.as_bytes()).map_err(trouble)?;
    Ok(path)
}

fn page(export: &Export, words: &Words) -> String {
    let mut page = format!("# {}\n\n{}\n", words.get("export-title"), words.name("export-made", &export.made));
    for circle in &export.circles {
        add_circle(&mut page, circle, words);
    }
    if !export.sheets.is_empty() {
        // Writing into a String cannot fail.
        let _ = write!(page, "\n## {}\n", words.get("export-sheets"));
    }
    for ExportedSheet { created, title, text } in &export.sheets {
        let title = if title.is_empty() { String::new() } else { format!(" {}", plain(title)) };
        let _ = write!(page, "\n**{created}**{title}\n\n{}\n", quote(text));
    }
    page
}

fn add_circle(page: &mut String, circle: &ExportedCircle, words: &Words) {
    let title = if circle.complete { plain(&circle.name) } else { words.get("export-closed-circle") };
    // Writing into a String cannot fail.
    let _ = write!(page, "\n## {title}\n\n{}\n", words.name("export-my-name", &plain(&circle.my_name)));
    for (key, text) in [("join-bond", &circle.bond), ("join-pledge", &circle.pledge)] {
        if circle.complete {
            let _ = write!(page, "\n### {}\n\n{}\n", words.get(key), quote(words.text(text)));
        }
    }
    if !circle.shares.is_empty() {
        let _ = write!(page, "\n### {}\n", words.get("export-shares"));
    }
    for ExportedShare { written, text, note, .. } in &circle.shares {
        let when = written.clone().unwrap_or_else(|| words.get("export-not-sent"));
        let note = note.as_ref().map(|note| format!(" ({})", plain(note))).unwrap_or_default();
        let _ = write!(page, "\n**{when}**{note}\n\n{}\n", quote(text));
    }
    if !circle.lines.is_empty() {
        let _ = write!(page, "\n### {}\n\n{}\n", words.get("export-lines"), quote(&circle.lines.join("\n\n")));
    }
}

/// As a block quotation: nothing in it ends the block.
fn quote(text: &str) -> String {
    text.lines().map(|line| format!("> {}", plain(line)).trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

/// With what Markdown would take for its own marked as letters (CommonMark 0.31, section 2.4).
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii_punctuation() && !matches!(letter, ',' | ';' | '?' | '\'' | '"' | '/') {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use engine::command::Wish;

    use super::*;
    use crate::words::Lang;

    #[test]
    fn the_page_keeps_words_as_they_are() {
        let text = |text: &str| BTreeMap::from([("en".to_owned(), text.to_owned())]);
        let circle = ExportedCircle {
            complete: true,
            name: "*Light*".to_owned(),
            my_name: "Noor".to_owned(),
            bond: text("We lost somebody."),
            pledge: text("It stays here."),
            my_roles: Vec::new(),
            shares: vec![ExportedShare {
                written: Some("2026-11-24".to_owned()),
                text: "# no heading\n\nand [no link](x)".to_owned(),
                note: Some("about loss".to_owned()),
                wish: Some(Wish::JustListen),
            }],
            lines: vec!["said aloud".to_owned()],
        };
        let closed = ExportedCircle { complete: false, shares: Vec::new(), lines: Vec::new(), ..circle.clone() };
        let (made, name) = ("2026-11-24".to_owned(), "noor".to_owned());
        let sheets = vec![ExportedSheet {
            created: "2026-11-23".to_owned(),
            title: String::new(),
            text: "1. only for me".to_owned(),
        }];
        let export = Export { format: "f", version: 1, made, name, circles: vec![circle, closed], sheets };
        insta::assert_snapshot!(page(&export, &Words::of(Lang::En)));
    }
}

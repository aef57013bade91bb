//! `stayhere join LINK`: bond, pledge, a name, an honest wait, and then the circle.

use std::{collections::BTreeSet, process::ExitCode, sync::Arc};

use client::Client;
use engine::{
    Command, Outcome,
    command::Welcome,
    view::{CircleState, JoinStage, Preview, View},
};
use tokio::sync::watch;

use crate::{Trouble, args, ask::Desk, home::Home, meet, say, sign_in, words::Words};

pub(crate) async fn run(args: args::Join, words: &Words) -> Result<ExitCode, Trouble> {
    let (server, fragment) = parse(&args.link).ok_or_else(|| Trouble(words.get("join-link-unusable")))?;
    let client = connect(&server, args.device.store, args.device.shared, words)?;
    let mut desk = Desk::new(words);
    sign_in::sign_in(&client, &mut desk, args.device.shared).await?;
    let Some(circle) = join(&client, &mut desk, fragment.to_owned(), args.name).await? else {
        client.close().await;
        return Ok(ExitCode::FAILURE);
    };
    meet::take_part(client, circle, desk, &args.way).await
}

/// A client of this server, with what this device remembers of it.
pub(crate) fn connect(
    server: &str,
    store: Option<std::path::PathBuf>,
    shared: bool,
    words: &Words,
) -> Result<Client, Trouble> {
    if shared {
        return Ok(Client::connect(server, None)?);
    }
    let home = Home::new(store, words)?;
    let client = Client::connect(server, Some(home.of_server(server)))?;
    home.remember_server(server)?;
    Ok(client)
}

/// Server and secret of a link.
fn parse(link: &str) -> Option<(String, &str)> {
    let (address, fragment) = link.trim().split_once('#')?;
    let server = address.trim_end_matches('/').strip_suffix("/join")?;
    let is_web = server.starts_with("http://") || server.starts_with("https://");
    (is_web && !fragment.is_empty()).then(|| (server.to_owned(), fragment))
}

/// The circle that was joined; none when the person would rather not.
async fn join(
    client: &Client,
    desk: &mut Desk<'_>,
    fragment: String,
    name: Option<String>,
) -> Result<Option<u32>, Trouble> {
    let mut view = client.view();
    let before: BTreeSet<u32> = view.borrow().circles.iter().map(|circle| circle.index).collect();
    match client.command(Command::ReadInvite { fragment }).await {
        Outcome::Done(_) => {
            let preview = preview(&mut view).await;
            if !agrees(&preview, desk).await? {
                client.command(Command::CancelJoin).await;
                say::line(&desk.words.get("join-not-now"));
                return Ok(None);
            }
            knock(client, desk, name).await?;
            say::line(&desk.words.get(match preview.welcome {
                Welcome::Open => "join-wait-open",
                Welcome::Greeter => "join-wait-greeter",
            }));
            say::line(&desk.words.get("join-wait-close"));
        }
        // A knock from before still waits.
        Outcome::Refused { error, .. } if error.0 == "busy" => say::line(&desk.words.get("join-waits-already")),
        Outcome::Refused { error, retry_after_s } => return Err(Trouble(desk.words.error(&error.0, retry_after_s))),
    }
    wait(client, desk, &before).await.map(Some)
}

async fn preview(view: &mut watch::Receiver<Arc<View>>) -> Preview {
    loop {
        let seen = view.borrow_and_update().joining.as_ref().and_then(|joining| joining.preview.clone());
        match seen {
            Some(preview) => return preview,
            // The view follows the outcome; the client, and with it the sender, outlives this wait.
            None => drop(view.changed().await),
        }
    }
}

/// Shows what newcomers read, and asks for bond and pledge (domain R4, I34).
async fn agrees(preview: &Preview, desk: &mut Desk<'_>) -> Result<bool, Trouble> {
    let words = desk.words;
    say::line(&words.name("join-invited", &preview.circle_name));
    if !preview.words.is_empty() {
        say::line(&format!("\"{}\"", preview.words));
    }
    for notice in &preview.notices {
        say::line(&format!("\n{}", words.text(notice)));
    }
    say::line(&format!("\n{}", words.get("join-card")));
    for text in &preview.newcomer_card {
        say::line(&format!("- {}", words.text(text)));
    }
    say::line(&format!("\n{}\n{}\n", words.get("join-bond"), words.text(&preview.bond)));
    if !desk.yes(&words.get("join-bond-ask")).await? {
        return Ok(false);
    }
    say::line(&format!("\n{}\n{}\n", words.get("join-pledge"), words.text(&preview.pledge)));
    desk.yes(&words.get("join-pledge-ask")).await
}

/// Knocks, with another name where the first cannot be used.
async fn knock(client: &Client, desk: &mut Desk<'_>, mut name: Option<String>) -> Result<(), Trouble> {
    loop {
        let name = match name.take() {
            Some(name) => name,
            None => desk.ask(&desk.words.get("join-name")).await?,
        };
        let knock = Command::Knock { name, words: String::new(), shares_bond: true, accepts_pledge: true };
        match client.command(knock).await {
            Outcome::Done(_) => return Ok(()),
            Outcome::Refused { error, retry_after_s } => {
                let sentence = desk.words.error(&error.0, retry_after_s);
                if !matches!(error.0.as_str(), "name_unusable" | "name_in_use" | "offline") {
                    return Err(Trouble(sentence));
                }
                say::line(&sentence);
            }
        }
    }
}

async fn wait(client: &Client, desk: &mut Desk<'_>, before: &BTreeSet<u32>) -> Result<u32, Trouble> {
    let mut view = client.view();
    let mut told = JoinStage::Waiting;
    loop {
        let now = Arc::clone(&view.borrow_and_update());
        if let Some(joining) = &now.joining {
            let error = joining.error.as_deref().unwrap_or("internal");
            match joining.stage {
                JoinStage::Failed => return Err(Trouble(desk.words.error(error, None))),
                JoinStage::Asking if joining.error.is_some() => {
                    say::line(&desk.words.error(error, None));
                    knock(client, desk, None).await?;
                }
                JoinStage::Joining if told != JoinStage::Joining => {
                    say::line(&desk.words.get("join-keys"));
                    told = JoinStage::Joining;
                }
                _ => {}
            }
        }
        let mut circles = now.circles.iter().filter(|circle| circle.state == CircleState::Ready);
        if let Some(circle) = circles.find(|circle| !before.contains(&circle.index)) {
            say::line(&desk.words.name("join-in", &circle.name));
            return Ok(circle.index);
        }
        if view.changed().await.is_err() {
            return Err(Trouble(desk.words.error("internal", None)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links() {
        for (link, expected) in [
            ("http://127.0.0.1:8080/join#abc", Some(("http://127.0.0.1:8080", "abc"))),
            (" https://example.org/join/#abc ", Some(("https://example.org", "abc"))),
            ("https://example.org/home/join#abc", Some(("https://example.org/home", "abc"))),
            ("https://example.org/join", None),
            ("https://example.org/join#", None),
            ("https://example.org/#abc", None),
            ("ftp://example.org/join#abc", None),
            ("", None),
        ] {
            let expected = expected.map(|(server, fragment)| (server.to_owned(), fragment));
            assert_eq!(parse(link), expected, "{link}");
        }
    }
}

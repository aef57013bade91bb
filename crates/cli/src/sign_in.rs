//! Signing in, or making an account, by questions.

use std::time::Duration;

use client::Client;
use engine::{
    Command, Outcome,
    command::{SignUpRule, Value},
    view::Session,
};
use tokio::time::timeout;

use crate::{Trouble, ask::Desk, say};

/// After so long without an answer the person is told that the server cannot be reached.
const SLOW: Duration = Duration::from_secs(5);

/// Ends when somebody is signed in: at once where this device remembers who.
pub(crate) async fn sign_in(client: &Client, desk: &mut Desk<'_>, shared: bool) -> Result<(), Trouble> {
    if let Session::SignedIn { name, .. } = settled(client, desk).await {
        say::line(&desk.words.name("signed-in", &name));
        return Ok(());
    }
    say::line(&desk.words.get("account-why"));
    loop {
        let answer = desk.ask(&desk.words.get("account-have")).await?.to_lowercase();
        let is = |word: &str, key| answer == word || answer == desk.words.get(key).to_lowercase();
        let done = if is("sign", "account-word-sign") {
            with_words(client, desk, shared).await?
        } else if is("new", "account-word-new") {
            new_account(client, desk, shared).await?
        } else {
            false
        };
        if done {
            return Ok(());
        }
    }
}

/// Carries out a command; a refusal is told in words.
pub(crate) async fn done(client: &Client, command: Command, desk: &Desk<'_>) -> Option<Value> {
    match client.command(command).await {
        Outcome::Done(value) => Some(value),
        Outcome::Refused { error, retry_after_s } => {
            say::line(&desk.words.error(&error.0, retry_after_s));
            None
        }
    }
}

async fn settled(client: &Client, desk: &Desk<'_>) -> Session {
    let mut view = client.view();
    let settled = |view: &std::sync::Arc<engine::view::View>| view.session != Session::Starting;
    if timeout(SLOW, view.wait_for(settled)).await.is_err() {
        say::line(&desk.words.get("server-not-reached"));
    }
    // The sender lives as long as the client.
    let _ = view.wait_for(settled).await;
    view.borrow().session.clone()
}

async fn with_words(client: &Client, desk: &mut Desk<'_>, shared_device: bool) -> Result<bool, Trouble> {
    let name = desk.ask(&desk.words.get("account-name")).await?;
    let passphrase = desk.secret(&desk.words.get("account-passphrase")).await?;
    Ok(done(client, Command::SignIn { name, passphrase, shared_device }, desk).await.is_some())
}

async fn new_account(client: &Client, desk: &mut Desk<'_>, shared_device: bool) -> Result<bool, Trouble> {
    let Some(Value::Server { sign_up, .. }) = done(client, Command::AskServer, desk).await else { return Ok(false) };
    let code = match sign_up {
        SignUpRule::Open => None,
        SignUpRule::Code => Some(desk.ask(&desk.words.get("account-operators-code")).await?),
        SignUpRule::Closed => {
            say::line(&desk.words.error("sign_up_closed", None));
            return Ok(false);
        }
    };
    say::line(&desk.words.get("account-new-why"));
    if !desk.yes(&desk.words.get("account-adult")).await? {
        say::line(&desk.words.error("not_adult", None));
        return Ok(false);
    }
    let name = desk.ask(&desk.words.get("account-new-name")).await?;
    let Some(Value::Words { words: passphrase }) = done(client, Command::MakePassphrase, desk).await else {
        return Ok(false);
    };
    say::line(&desk.words.get("account-words"));
    say::line(&format!("\n    {passphrase}\n"));
    while !desk.yes(&desk.words.get("account-words-written")).await? {}
    let command = Command::SignUp { name, passphrase, shared_device, adult: true, code };
    let Some(Value::Recovery { recovery_code, .. }) = done(client, command, desk).await else { return Ok(false) };
    say::line(&desk.words.get("account-code"));
    say::line(&format!("\n    {recovery_code}\n"));
    while !desk.yes(&desk.words.get("account-code-written")).await? {}
    Ok(true)
}

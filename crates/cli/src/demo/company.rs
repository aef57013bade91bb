//! The simulated members' clients: accounts, the circle, the link, and playing.

use std::{path::Path, time::Duration};

use client::Client;
use engine::{
    Command, Outcome,
    command::{Value, Welcome},
    view::{CircleState, CircleView, JoinStage, Session, View},
};
use futures::future::join_all;
use tokio::time::{sleep, timeout};

use super::{cast::Cast, mind::Mind};
use crate::{Trouble, host, words::Words};

/// The template of the circle.
const TEMPLATE: &str = "grief-circle";
/// Newcomers that a link lets in.
const GUESTS: u32 = 100;
/// Days that a link is good for.
const DAYS: u32 = 30;
/// How long one step of gathering may take.
const STEP: Duration = Duration::from_mins(1);
/// How often a member looks up when nothing happens.
const LOOK: Duration = Duration::from_millis(200);

/// Everybody, each with the local number of the circle.
pub(crate) struct Company {
    members: Vec<(Client, u32)>,
}

/// Signs everybody up or in, founds the circle where there is none, and brings all into it.
pub(crate) async fn gather(server: &str, stores: &Path, cast: &Cast, words: &Words) -> Result<Company, Trouble> {
    let mut clients = Vec::new();
    for number in 0..cast.member.len() {
        clients.push(Client::connect(server, Some(stores.join(number.to_string())))?);
    }
    for signed_in in join_all(clients.iter().enumerate().map(|(number, client)| sign_in(client, number, words))).await {
        signed_in?;
    }
    let mut members = Vec::new();
    for (number, client) in clients.into_iter().enumerate() {
        let circle = match (own_circle(&client).await, members.first()) {
            (Some(circle), _) => circle,
            (None, None) => found(&client, cast, words).await?,
            (None, Some((keeper, circle))) => {
                let fragment = invite(keeper, *circle, 1, "", words).await?;
                join(&client, fragment, &cast.member[number].name, words).await?
            }
        };
        members.push((client, circle));
    }
    for ((client, circle), role) in members.iter().skip(1).zip(["deputy", "greeter"]) {
        // Refused where the role is theirs already.
        client.command(Command::ServeAs { circle: *circle, role: role.to_owned() }).await;
    }
    Ok(Company { members })
}

impl Company {
    /// A link for newcomers.
    pub(crate) async fn link(&self, server: &str, words: &Words) -> Result<String, Trouble> {
        let Some((keeper, circle)) = self.members.first() else { return Err(fault("internal", words)) };
        let cast = Cast::of(words.lang)?;
        let fragment = invite(keeper, *circle, GUESTS, &cast.invitation, words).await?;
        Ok(format!("{server}/join#{fragment}"))
    }

    /// Holds meetings for ever.
    pub(crate) async fn play(&self, cast: &Cast, speed: u64) {
        let playing = self.members.iter().enumerate();
        join_all(playing.map(|(number, (client, circle))| play(client, *circle, Mind::new(cast, number, speed)))).await;
    }
}

async fn play(client: &Client, circle: u32, mut mind: Mind) {
    let mut view = client.view();
    loop {
        let command = {
            let view = view.borrow_and_update();
            view.circles.iter().find(|one| one.index == circle).and_then(|circle| mind.next(circle, host::now()))
        };
        if let Some(command) = command {
            // A refusal says that somebody was faster; the next look sees how things stand.
            client.command(command).await;
        }
        tokio::select! {
            changed = view.changed() => if changed.is_err() { return },
            () = sleep(LOOK) => {}
        }
    }
}

async fn sign_in(client: &Client, number: usize, words: &Words) -> Result<(), Trouble> {
    let view = seen(client, words, |view| (view.session != Session::Starting).then(|| view.session.clone())).await?;
    if matches!(view, Session::SignedIn { .. }) {
        return Ok(());
    }
    let Value::Words { words: passphrase } = done(client, Command::MakePassphrase, words).await? else {
        return Err(fault("internal", words));
    };
    let name = format!("simulated member {}", number + 1);
    done(client, Command::SignUp { name, passphrase, shared_device: false, adult: true, code: None }, words).await?;
    Ok(())
}

/// The circle of an earlier run, in a data folder that was kept.
async fn own_circle(client: &Client) -> Option<u32> {
    let mut view = client.view();
    let open = |circle: &CircleView| circle.state != CircleState::Loading;
    let settled = timeout(STEP, view.wait_for(|view| view.circles.iter().all(open))).await;
    let view = settled.ok()?.ok()?;
    view.circles.iter().find(|circle| circle.state == CircleState::Ready).map(|circle| circle.index)
}

async fn found(client: &Client, cast: &Cast, words: &Words) -> Result<u32, Trouble> {
    let command = Command::CreateCircle {
        template: TEMPLATE.to_owned(),
        name: cast.circle.clone(),
        my_name: cast.member.first().map(|member| member.name.clone()).unwrap_or_default(),
        bond: None,
        pledge: None,
        lang: words.lang.tag().to_owned(),
        welcome: Welcome::Open,
        retention_days: 1,
        calendar: None,
    };
    match done(client, command, words).await? {
        Value::NewCircle { circle } => Ok(circle),
        _ => Err(fault("internal", words)),
    }
}

async fn invite(keeper: &Client, circle: u32, uses: u32, text: &str, words: &Words) -> Result<String, Trouble> {
    let command = Command::MakeInvite { circle, uses, days: DAYS, words: text.to_owned() };
    match done(keeper, command, words).await? {
        Value::Link { fragment } => Ok(fragment),
        _ => Err(fault("internal", words)),
    }
}

async fn join(client: &Client, fragment: String, name: &str, words: &Words) -> Result<u32, Trouble> {
    done(client, Command::ReadInvite { fragment }, words).await?;
    let (name, text) = (name.to_owned(), String::new());
    done(client, Command::Knock { name, words: text, shares_bond: true, accepts_pledge: true }, words).await?;
    seen(client, words, |view| {
        if let Some(joining) = view.joining.as_ref().filter(|joining| joining.stage == JoinStage::Failed) {
            return Some(Err(fault(joining.error.as_deref().unwrap_or("internal"), words)));
        }
        let ready = |circle: &&CircleView| circle.state == CircleState::Ready;
        view.circles.iter().find(ready).map(|circle| Ok(circle.index))
    })
    .await?
}

async fn done(client: &Client, command: Command, words: &Words) -> Result<Value, Trouble> {
    match client.command(command).await {
        Outcome::Done(value) => Ok(value),
        Outcome::Refused { error, retry_after_s } => Err(Trouble(words.error(&error.0, retry_after_s))),
    }
}

/// Waits until the view shows what is asked for.
async fn seen<T>(client: &Client, words: &Words, look: impl Fn(&View) -> Option<T>) -> Result<T, Trouble> {
    let mut view = client.view();
    let found = timeout(STEP, view.wait_for(|view| look(view).is_some())).await;
    let found = found.ok().and_then(Result::ok).and_then(|view| look(&view));
    found.ok_or_else(|| fault("offline", words))
}

fn fault(code: &str, words: &Words) -> Trouble {
    Trouble(words.error(code, None))
}

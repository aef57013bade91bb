//! `stayhere meet`: taking part in the meetings of a circle, on a screen or by a script.

mod draw;
mod feed;
mod order;
mod screen;
mod script;

use std::{path::PathBuf, process::ExitCode, sync::Arc, time::Duration};

use client::Client;
use engine::view::{CircleState, CircleView, View};
use tokio::time::timeout;

use crate::{Trouble, args, ask::Desk, home::Home, join, say, sign_in, words::Words};

/// How long circles may take to be found and opened after signing in.
pub(crate) const LOADING: Duration = Duration::from_secs(15);

pub(crate) async fn run(args: args::Meet, words: &Words) -> Result<ExitCode, Trouble> {
    let server = server(args.server, args.device.store.clone(), words)?;
    let client = join::connect(&server, args.device.store, args.device.shared, words)?;
    let mut desk = Desk::new(words);
    sign_in::sign_in(&client, &mut desk, args.device.shared).await?;
    let circle = choose(&client, &mut desk, args.circle).await?;
    take_part(client, circle, desk, &args.way).await
}

/// The server that was named, else the one that this device used last.
pub(crate) fn server(named: Option<String>, store: Option<PathBuf>, words: &Words) -> Result<String, Trouble> {
    match named {
        Some(server) => Ok(server.trim_end_matches('/').to_owned()),
        None => Home::new(store, words)?.last_server().ok_or_else(|| Trouble(words.get("meet-which-server"))),
    }
}

/// Stays with a circle until the person goes.
pub(crate) async fn take_part(
    client: Client,
    circle: u32,
    desk: Desk<'_>,
    way: &args::Way,
) -> Result<ExitCode, Trouble> {
    let code = if way.script {
        script::run(&client, circle, desk, Duration::from_secs(way.patience)).await
    } else if desk.is_terminal() {
        screen::run(&client, circle, desk.words).await.map(|()| ExitCode::SUCCESS)
    } else {
        Err(Trouble(desk.words.get("meet-no-terminal")))
    };
    client.close().await;
    code
}

async fn choose(client: &Client, desk: &mut Desk<'_>, wanted: Option<usize>) -> Result<u32, Trouble> {
    let circles = circles(client).await;
    let find = |number: usize| circles.get(number.checked_sub(1)?).map(|circle| circle.index);
    match (wanted, circles.as_slice()) {
        (_, []) => Err(Trouble(desk.words.get("meet-no-circle"))),
        (None, [circle]) => Ok(circle.index),
        (Some(number), _) => find(number).ok_or_else(|| Trouble(desk.words.get("meet-no-such-circle"))),
        (None, _) => loop {
            for (number, circle) in circles.iter().enumerate() {
                say::line(&format!("{}. {}", number + 1, circle.name));
            }
            let answer = desk.ask(&desk.words.get("meet-which-circle")).await?;
            if let Some(index) = answer.parse().ok().and_then(find) {
                return Ok(index);
            }
        },
    }
}

/// The person's circles, once they are open; those that could be opened, when that takes too long.
async fn circles(client: &Client) -> Vec<CircleView> {
    let mut view = client.view();
    let open = |circle: &CircleView| circle.state == CircleState::Ready;
    let all = |view: &Arc<View>| {
        !view.circles.is_empty() && view.circles.iter().all(|circle| circle.state != CircleState::Loading)
    };
    // What is there in the end counts, however long it took.
    let _ = timeout(LOADING, view.wait_for(all)).await;
    view.borrow().circles.iter().filter(|circle| open(circle)).cloned().collect()
}

/// The circle that this is about.
fn find(view: &View, index: u32) -> Option<&CircleView> {
    view.circles.iter().find(|circle| circle.index == index)
}

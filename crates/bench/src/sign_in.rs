//! From the command to sign in to the first view with every circle in it, and what the time goes to.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use engine::{
    Command,
    view::{CircleState, View},
};
use login::{Ksf, Stretch};
use proofs::Person;
use sha2::{Digest, Sha512};
use wire::{
    Request,
    account::{SignInFinish, SignInStart},
    sealed_box::BoxGet,
};

use crate::{
    figures::{Samples, head, ms, ratio, row},
    gather,
    house::{Heard, House, Log},
};

/// Sign-ins of each account: the server allows 20 an hour, of which signing up is one.
const RUNS: usize = 15;
const MEMBERS: usize = 5;
const SHARES: usize = 5;

/// Accounts that are alike, and what their sign-ins took.
struct Kind {
    circles: usize,
    accounts: Vec<(String, String)>,
    whole: Samples,
    parts: [Samples; PARTS.len()],
    requests: Samples,
    stretching_alone: Samples,
}

const PARTS: [&str; 5] = [
    "the first half of OPAQUE, with its request",
    "Argon2id, and the second half of OPAQUE on the device",
    "the second request of OPAQUE, at the server",
    "vault opened, boxes fetched",
    "boxes opened, snapshot, key ring, shares, entries",
];

pub(crate) async fn run() -> Result<()> {
    let (house, log) = House::recorded().await?;
    crate::eprint("sign-in: gathering the circles");
    let mut kinds = [prepare(&house.url, 1).await, prepare(&house.url, 3).await];
    for run in 0..2 * RUNS {
        for kind in &mut kinds {
            kind.stretching_alone.add_time(stretch()?);
            measure(&house.url, &log, kind, run).await?;
        }
    }
    show(&kinds);
    Ok(())
}

/// Circles of five with shares in them, of whom two sign in; nobody's device stays on.
async fn prepare(url: &str, circles: usize) -> Kind {
    let people = gather::people(url, (0..MEMBERS).map(|n| format!("person {n} of {circles}"))).await;
    for number in 0..circles {
        let name = format!("Circle {number}");
        gather::found(&name, &people[0], &people[1..]).await;
        for n in 0..SHARES {
            let (person, text) = (&people[n % MEMBERS], format!("Share {n}: it was a long week, and a good one."));
            person.done(gather::sharing(person, &name, &text)).await;
            person.has_sent(&name).await;
        }
    }
    let accounts = people[..2].iter().map(|person| (person.name.clone(), person.passphrase.clone())).collect();
    gather::go(people).await;
    Kind {
        circles,
        accounts,
        whole: Samples::default(),
        parts: Default::default(),
        requests: Samples::default(),
        stretching_alone: Samples::default(),
    }
}

async fn measure(url: &str, log: &Log, kind: &mut Kind, run: usize) -> Result<()> {
    let (name, passphrase) = kind.accounts[run % kind.accounts.len()].clone();
    let person = Person::nobody(url, None).await;
    log.take();
    let began = Instant::now();
    person.done(Command::SignIn { name, passphrase, shared_device: true }).await;
    person.sees("every circle", |view| is_whole(view, kind.circles)).await;
    let ended = Instant::now();
    let heard = log.take();
    person.goes().await;
    let marks = marks(&heard, kind.circles, began, ended).context("requests of a sign-in are missing")?;
    kind.whole.add_time(ended - began);
    for (samples, (from, to)) in kind.parts.iter_mut().zip(marks.iter().zip(&marks[1..])) {
        samples.add_time(to.duration_since(*from));
    }
    kind.requests.add_count(heard.iter().filter(|request| request.answered <= ended).count() as u64);
    Ok(())
}

fn is_whole(view: &View, circles: usize) -> bool {
    let ready = |circle: &engine::view::CircleView| {
        circle.state == CircleState::Ready && circle.members.len() == MEMBERS && circle.shares.len() == SHARES
    };
    view.circles.len() == circles && view.circles.iter().all(ready)
}

/// The borders between the parts.
fn marks(heard: &[Heard], circles: usize, began: Instant, ended: Instant) -> Option<[Instant; PARTS.len() + 1]> {
    let of = |path: &'static str| heard.iter().filter(move |request| request.path == path);
    let (start, finish) = (of(SignInStart::PATH).next()?, of(SignInFinish::PATH).next()?);
    // Every circle asks for its box first.
    let mut boxes: Vec<_> = of(BoxGet::PATH).collect();
    boxes.sort_by_key(|request| request.came);
    let boxes = boxes.get(..circles)?.iter().map(|request| request.answered).max()?;
    Some([began, start.answered, finish.came, finish.answered, boxes, ended])
}

/// The stretching of a passphrase and nothing else.
fn stretch() -> Result<Duration> {
    let began = Instant::now();
    Stretch.hash(Sha512::digest(b"a passphrase")).ok().context("no memory to stretch a passphrase")?;
    Ok(began.elapsed())
}

fn show(kinds: &[Kind; 2]) {
    let runs = 2 * RUNS;
    println!("Circles of {MEMBERS} with {SHARES} shares; a native client on loopback, SQLite; {runs} sign-ins each.\n");
    let [one, three] = kinds;
    head(&["ms", "1 circle, median", "p95", "3 circles, median", "p95", "3 to 1"]);
    let line = |what: &str, first: &Samples, second: &Samples| {
        let cells = [first.median(), first.p95(), second.median(), second.p95()].map(ms);
        let [a, b, c, d] = cells;
        row(&[what.to_owned(), a, b, c, d, ratio(second, first)]);
    };
    line("**sign-in to first view**", &one.whole, &three.whole);
    for (n, part) in PARTS.into_iter().enumerate() {
        line(part, &one.parts[n], &three.parts[n]);
    }
    line("beside it: Argon2id alone", &one.stretching_alone, &three.stretching_alone);
    line("requests (a number)", &one.requests, &three.requests);
}

//! Circles of real people at real clients.

use engine::{
    Command,
    command::{Welcome, Wish},
    view::View,
};
use futures::future::join_all;
use proofs::{Person, circle};

const TEMPLATE: &str = "steps-fellowship";
/// How many come in with one invite.
const TOGETHER: usize = 3;

/// A new circle with `others` in it beside its founder.
pub(crate) async fn found(name: &str, founder: &Person, others: &[Person]) {
    founder.founds(TEMPLATE, name, Welcome::Open).await;
    for (round, newcomers) in others.chunks(TOGETHER).enumerate() {
        let fragment = founder.invites(name, "").await;
        join_all(newcomers.iter().map(async |newcomer| {
            newcomer.knocks(&fragment, &newcomer.name, "").await;
            newcomer.is_in(name).await;
        }))
        .await;
        let inside = 1 + round * TOGETHER + newcomers.len();
        join_all(others[..inside - 1].iter().chain([founder]).map(|person| person.counts(name, inside))).await;
    }
    let warm = others.iter().map(|person| person.has_sent(name));
    join_all(warm).await;
}

/// People who have just signed up.
pub(crate) async fn people(url: &str, names: impl Iterator<Item = String>) -> Vec<Person> {
    let mut people = Vec::new();
    for name in names {
        people.push(Person::new(url, &name).await);
    }
    people
}

/// A share in a circle.
pub(crate) fn sharing(person: &Person, name: &str, text: &str) -> Command {
    Command::Share { circle: person.index(name), text: text.to_owned(), wish: Wish::JustListen, note: None }
}

/// Whether a share of a circle can be seen, and has been acknowledged where it is one's own.
pub(crate) fn shows(view: &View, name: &str, text: &str) -> bool {
    let shares = circle(view, name).map(|circle| circle.shares.as_slice()).unwrap_or_default();
    shares.iter().any(|share| share.text.as_deref() == Some(text) && !share.sending)
}

/// Ends the devices of people.
pub(crate) async fn go(people: Vec<Person>) {
    join_all(people.into_iter().map(Person::goes)).await;
}

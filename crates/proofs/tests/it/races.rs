//! Members who act at once.

use engine::{
    Command,
    command::{Welcome, Wish},
    view::View,
};
use proofs::{House, Person, circle};

const CIRCLE: &str = "Evening lamp";

/// Two devices could let each of them in, and both newcomers make their own first commit.
#[tokio::test(flavor = "multi_thread")]
async fn two_who_join_at_once_are_both_in() {
    let data = tempfile::tempdir().unwrap();
    let house = House::open(data.path()).await;
    let url = house.url();
    let sama = Person::new(&url, "sama").await;
    sama.founds("steps-fellowship", CIRCLE, Welcome::Open).await;
    let fragment = sama.invites(CIRCLE, "").await;
    let omar = Person::new(&url, "omar").await;
    omar.knocks(&fragment, "Omar", "").await;
    omar.is_in(CIRCLE).await;
    sama.counts(CIRCLE, 2).await;

    let (lina, noor) = (Person::new(&url, "lina").await, Person::new(&url, "noor").await);
    tokio::join!(lina.knocks(&fragment, "Lina", ""), noor.knocks(&fragment, "Noor", ""));
    tokio::join!(lina.is_in(CIRCLE), noor.is_in(CIRCLE));
    let all = [&sama, &omar, &lina, &noor];
    for person in all {
        person.counts(CIRCLE, 4).await;
    }
    // All write at once, too.
    for person in all {
        let (text, wish) = (format!("from {}", person.name), Wish::JustListen);
        person.done(Command::Share { circle: person.index(CIRCLE), text, wish, note: None }).await;
    }
    for person in all {
        let heard = |view: &View| {
            circle(view, CIRCLE)
                .is_some_and(|circle| circle.shares.iter().all(|it| !it.sending) && circle.shares.len() == 4)
        };
        person.sees("what everybody wrote", heard).await;
    }
    for person in [sama, omar, lina, noor] {
        person.goes().await;
    }
    house.close().await;
}

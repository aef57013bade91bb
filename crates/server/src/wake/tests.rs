use std::sync::Arc;

use data_encoding::BASE64URL_NOPAD;
use futures::FutureExt;
use p256::ecdsa::{Signature, VerifyingKey, signature::Verifier};
use serde_json::Value;
use server_store::Store;
use tokio::sync::Semaphore;
use wire::{
    Millis, limits,
    wake::{WakeKeyGet, WakeTime, WakesSet},
};

use super::{
    Push, Pushed, Waker, origin,
    testing::{Seen, answering},
};
use crate::testing::World;

const MINUTE: u64 = 60_000;

fn taking() -> (Waker, Seen) {
    answering(|_| Pushed::Answered(201))
}

/// Asks for 16 wakes, from the first step ahead on.
async fn ask(world: &World, address: &str) {
    let now = WakeTime::of(Millis(u64::from(world.today().0) * 86_400_000));
    let times = (1..=limits::WAKES as u32).map(|step| now.plus(step)).collect();
    let stamp = world.stamp(WakesSet::subject(address));
    world.ask(&WakesSet { address: address.to_owned(), times, stamp }).await.unwrap();
}

fn addresses(seen: &Seen) -> Vec<String> {
    let mut all: Vec<_> = seen.lock().unwrap().drain(..).map(|push| push.address).collect();
    all.sort();
    all
}

async fn left(world: &World) -> usize {
    world.service.store().wakes_take(WakeTime(u32::MAX), 999).await.unwrap().len()
}

fn header<'a>(push: &'a Push, name: &str) -> &'a str {
    &push.headers.iter().find(|(key, _)| *key == name).unwrap().1
}

#[tokio::test]
async fn a_push_has_no_content_and_is_signed_by_the_key_that_the_server_names() {
    let world = World::new();
    let (waker, seen) = taking();
    world.service.wake_by(waker);
    let key = world.ask(&WakeKeyGet {}).await.unwrap().key;
    ask(&world, "https://push.example/a").await;
    world.pass(5 * MINUTE);
    world.service.wake_due().await.unwrap();
    let push = seen.lock().unwrap().pop().unwrap();
    assert_eq!(push.address, "https://push.example/a");
    let names: Vec<&str> = push.headers.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["authorization", "ttl", "urgency"]);
    assert_eq!((header(&push, "ttl"), header(&push, "urgency")), ("900", "high"));

    let value = header(&push, "authorization").strip_prefix("vapid t=").unwrap();
    let (token, told) = value.split_once(", k=").unwrap();
    assert_eq!(BASE64URL_NOPAD.decode(told.as_bytes()).unwrap(), key.to_vec());
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let verifying = VerifyingKey::from_sec1_bytes(&*key).unwrap();
    let signature = Signature::from_slice(&BASE64URL_NOPAD.decode(signature.as_bytes()).unwrap()).unwrap();
    verifying.verify(signed.as_bytes(), &signature).unwrap();
    assert!(verifying.verify(b"other", &signature).is_err());
    let part = |text: &str| serde_json::from_slice::<Value>(&BASE64URL_NOPAD.decode(text.as_bytes()).unwrap()).unwrap();
    let (head, claims) = signed.split_once('.').unwrap();
    assert_eq!(part(head)["alg"], "ES256");
    let claims = part(claims);
    assert_eq!((&claims["aud"], &claims["sub"]), (&"https://push.example".into(), &"https://stayhere.example".into()));
    let start = u64::from(world.today().0) * 86_400;
    assert_eq!(claims["exp"], start + 300 + 3600, "less than a day ahead");
}

#[tokio::test]
async fn each_moment_is_kept_once_also_over_a_restart_and_all_pushes_look_alike() {
    let mut world = World::new();
    let (waker, seen) = taking();
    world.service.wake_by(waker.clone());
    ask(&world, "https://push.example/a").await;
    world.service.wake_due().await.unwrap();
    assert!(seen.lock().unwrap().is_empty(), "none is due");
    world.pass(5 * MINUTE);
    world.service.wake_due().await.unwrap();
    world.service.wake_due().await.unwrap();
    assert_eq!(seen.lock().unwrap().len(), 1);
    world.restart();
    world.service.wake_by(waker);
    for _ in 0..100 {
        world.pass(MINUTE);
        world.service.wake_due().await.unwrap();
    }
    let all = seen.lock().unwrap();
    assert_eq!(all.len(), limits::WAKES);
    let without_token = |push: &Push| (push.address.clone(), push.headers[1..].to_vec());
    assert!(all.iter().all(|push| without_token(push) == without_token(&all[0])));
    let length = |push: &Push| header(push, "authorization").len();
    assert!(all.iter().all(|push| length(push) == length(&all[0])));
}

#[tokio::test]
async fn after_an_outage_what_is_more_than_an_hour_late_is_dropped() {
    let world = World::new();
    let (waker, seen) = taking();
    world.service.wake_by(waker);
    ask(&world, "https://push.example/a").await;
    world.pass(75 * MINUTE);
    world.service.wake_due().await.unwrap();
    assert_eq!(seen.lock().unwrap().len(), 13, "those of the last hour");
    assert_eq!(left(&world).await, 1, "the one that is still ahead");
}

#[tokio::test]
async fn a_browser_that_its_push_service_does_not_know_any_more_is_forgotten() {
    for status in [404, 410] {
        let world = World::new();
        let gone = move |push: &Push| {
            if push.address.ends_with('a') { Pushed::Answered(status) } else { Pushed::Answered(201) }
        };
        let (waker, seen) = answering(gone);
        world.service.wake_by(waker);
        ask(&world, "https://push.example/a").await;
        ask(&world, "https://push.example/b").await;
        world.pass(5 * MINUTE);
        world.service.wake_due().await.unwrap();
        assert_eq!(addresses(&seen), ["https://push.example/a", "https://push.example/b"]);
        assert_eq!(left(&world).await, limits::WAKES - 1, "only those of b");
    }
}

#[tokio::test]
async fn a_failure_forgets_nobody_and_is_not_tried_again() {
    for failure in [Pushed::Failed, Pushed::Answered(503), Pushed::Answered(429), Pushed::Answered(301)] {
        let world = World::new();
        let (waker, seen) = answering(move |_| failure);
        world.service.wake_by(waker);
        ask(&world, "https://push.example/a").await;
        world.pass(5 * MINUTE);
        world.service.wake_due().await.unwrap();
        world.service.wake_due().await.unwrap();
        assert_eq!(seen.lock().unwrap().len(), 1);
        assert_eq!(left(&world).await, limits::WAKES - 1);
    }
}

/// The dead one answers only when the other one has been asked: had it held that up, this would never end.
#[tokio::test]
async fn a_push_service_that_does_not_answer_holds_up_nobody_else() {
    let world = World::new();
    let seen = Seen::default();
    let book = Arc::clone(&seen);
    let asked = Arc::new(Semaphore::new(0));
    let carry = move |push: Push| {
        let (asked, dead) = (Arc::clone(&asked), push.address.starts_with("https://dead."));
        book.lock().unwrap().push(push);
        async move {
            if !dead {
                asked.add_permits(99);
                return Pushed::Answered(201);
            }
            asked.acquire().await.unwrap().forget();
            Pushed::Failed
        }
        .boxed()
    };
    world.service.wake_by(Waker::new(Arc::new(carry), None));
    for number in 0..40 {
        ask(&world, &format!("https://dead.example/{number}")).await;
    }
    ask(&world, "https://push.example/a").await;
    world.pass(5 * MINUTE);
    world.service.wake_due().await.unwrap();
    let all = addresses(&seen);
    assert!(all.contains(&"https://push.example/a".to_owned()));
    assert_eq!(all.len(), 1 + super::FAILURES, "the dead one is left alone after some");
}

#[test]
fn origins() {
    for (address, expected) in [
        ("https://push.example/a?b", Some("https://push.example")),
        ("https://PUSH.example:443/a", Some("https://push.example")),
        ("https://10.0.0.1/", None),
        ("https://push.example:444/a", None),
        ("ftp://push.example/a", None),
    ] {
        assert_eq!(origin(address).as_deref(), expected, "{address}");
    }
}

//! Streams without sockets: who hears what, and that nothing is missed or heard twice.

use wire::{MailId, circle::Mail, limits, mailbox::MailPost, stream::ToServer};

use crate::testing::{BOX, World, brief};

#[tokio::test]
async fn a_stream_opens_by_the_access_key_of_its_commit() {
    let world = World::new();
    world.forked().await;
    let stream = world.listen();
    assert_eq!(brief(stream.open_as(2, 3, 0, 0).await), ["refused NotAuthorised"]);
    assert_eq!(brief(stream.open(9, 0, 0).await), ["refused NotFound"]);
    assert_eq!(brief(stream.live(b"hello").await), ["refused NotAuthorised"]);
    assert_eq!(brief(stream.open(3, 0, 0).await), ["opened 3 e1 l0-0", "e0 of 3"]);
    stream.say(&ToServer::Ping { number: 5 }).await;
    stream.stream.receive(b"nonsense").await;
    assert_eq!(stream.brief().await, ["pong 5", "refused Malformed"]);
    assert_eq!(brief(stream.open(1, 1, 0).await), ["opened 1 e1 l0-0", "c2 of 1", "c4 of 1"]);
}

#[tokio::test]
async fn a_long_absence_is_caught_up_without_gap_or_repetition() {
    let world = World::new();
    world.found().await;
    for number in 0..590_u32 {
        world.append(1, &number.to_be_bytes()).await.unwrap();
    }
    world.commit(1, 2, 0, 590).await.unwrap();
    let stream = world.listen();
    let heard = brief(stream.open(1, 10, 0).await);
    let expected: Vec<_> = (10..590).map(|n| format!("e{n} of 1")).collect();
    assert_eq!(heard[0], "opened 1 e590 l0-0");
    assert_eq!(heard[1..581], expected);
    assert_eq!(heard[581..], ["c2 of 1"]);
}

#[tokio::test]
async fn what_is_written_while_a_stream_opens_comes_once() {
    let world = World::new();
    world.found().await;
    world.append(1, b"before").await.unwrap();
    let stream = world.listen();
    stream.open(1, 0, 0).await;
    // Opened, but its outbox is not carried away: a slow reader.
    for number in 0..300_u32 {
        world.append(1, &number.to_be_bytes()).await.unwrap();
    }
    world.commit(1, 2, 0, 301).await.unwrap();
    let expected: Vec<_> = (1..301).map(|n| format!("e{n} of 1")).chain(["c2 of 1".to_owned()]).collect();
    assert_eq!(stream.brief().await, expected);
    world.append(1, b"after").await.unwrap();
    assert_eq!(stream.brief().await, ["e301 of 1"]);
    world.append(1, b"after").await.unwrap();
    assert!(stream.brief().await.is_empty(), "a repetition is no news");
}

#[tokio::test]
async fn a_stream_moves_on_with_the_circle() {
    let world = World::new();
    world.found().await;
    let stream = world.listen();
    stream.open(1, 0, 0).await;
    world.commit(1, 2, 0, 0).await.unwrap();
    world.commit(2, 3, 0, 0).await.unwrap();
    assert_eq!(stream.brief().await, ["c2 of 1", "c3 of 2"]);
    world.append(2, b"in 2").await.unwrap();
    assert!(stream.brief().await.is_empty(), "entries of its own commit only");
    assert_eq!(brief(stream.open(2, 0, 0).await), ["opened 2 e1 l0-0", "e0 of 2", "c3 of 2"]);
    world.append(2, b"more").await.unwrap();
    world.append(1, b"old").await.unwrap();
    assert_eq!(stream.brief().await, ["e1 of 2"]);
}

#[tokio::test]
async fn live_frames_reach_everybody_else_and_wait_for_those_who_come_back() {
    let mut world = World::new();
    world.found().await;
    let (anna, ben) = (world.listen(), world.listen());
    anna.open(1, 0, 0).await;
    ben.open(1, 0, 0).await;
    assert_eq!(brief(anna.live(b"a").await), ["taken 1"]);
    assert_eq!(ben.brief().await, ["l1 a"]);
    drop(ben);
    anna.live(b"b").await;
    anna.live(b"c").await;
    let ben = world.listen();
    assert_eq!(brief(ben.open(1, 0, 1).await), ["opened 1 e0 l0-3", "l2 b", "l3 c"]);
    assert_eq!(brief(ben.open(1, 0, 1).await), ["opened 1 e0 l0-3"], "nothing twice on one stream");
    drop((anna, ben));
    world.pass(9 * 60_000);
    world.service.tidy_memory();
    assert_eq!(brief(world.listen().open(1, 0, 2).await), ["opened 1 e0 l0-3", "l3 c"]);
    world.pass(2 * 60_000);
    world.service.tidy_memory();
    let late = world.listen();
    assert_eq!(brief(late.open(1, 0, 2).await), ["opened 1 e0 l3-3"], "memory is short, numbers go on");
    drop(late);
    world.restart();
    assert_eq!(brief(world.listen().open(1, 0, 3).await), ["opened 1 e0 l0-0"], "another process counts from 1");
}

#[tokio::test]
async fn the_ring_is_bounded() {
    let world = World::new();
    world.found().await;
    let speaker = world.listen();
    speaker.open(1, 0, 0).await;
    for _ in 0..100 {
        speaker.live(&[7; limits::LIVE_FRAME]).await;
        world.pass(10);
    }
    let heard = world.listen().open(1, 0, 0).await;
    assert_eq!(heard.len(), 1 + 63, "a megabyte of frames of 16 kB and their envelopes");
    assert_eq!(brief(heard)[0], "opened 1 e0 l37-100");
    assert_eq!(brief(speaker.live(&vec![7; limits::LIVE_FRAME + 1]).await), ["refused TooLarge"]);
}

#[tokio::test]
async fn a_circle_that_shouts_is_slowed_down() {
    let world = World::new();
    world.found().await;
    let speaker = world.listen();
    speaker.open(1, 0, 0).await;
    for number in 1..=u64::from(5 * limits::LIVE_RATE) {
        assert_eq!(brief(speaker.live(b"x").await), [format!("taken {number}")]);
    }
    assert_eq!(brief(speaker.live(b"x").await), ["refused RateLimited"]);
    world.pass(10);
    assert_eq!(brief(speaker.live(b"x").await), ["taken 501"]);
}

/// Members at 1 when the commit 2 comes; somebody whom it removed stays at 1, or posts a child 4 of his own.
#[tokio::test]
async fn who_hears_whose_live_frames() {
    let world = World::new();
    world.found().await;
    let (member, slow, removed) = (world.listen(), world.listen(), world.listen());
    for stream in [&member, &slow, &removed] {
        stream.open(1, 0, 0).await;
    }
    world.commit(1, 2, 0, 0).await.unwrap();
    world.commit(1, 4, 1, 0).await.unwrap();
    member.open(2, 0, 0).await;
    removed.open(4, 0, 0).await;
    slow.heard().await;
    member.live(b"at 2").await;
    assert_eq!(slow.brief().await, ["l1 at 2"], "in the grace time");
    assert!(removed.brief().await.is_empty(), "4 is no child and no parent of 2");
    slow.live(b"at 1").await;
    assert_eq!(member.brief().await, ["l2 at 1"], "1 is on the path to 2");
    removed.live(b"at 4").await;
    assert!(member.brief().await.is_empty());
    assert_eq!(slow.brief().await, ["l3 at 4"]);
    world.pass(limits::REAUTH_GRACE_MS);
    member.live(b"later").await;
    assert!(slow.brief().await.is_empty(), "the grace time is over");
    assert_eq!(brief(slow.open(2, 0, 3).await), ["opened 2 e0 l0-4", "l4 later"], "what it could not hear before");
}

#[tokio::test]
async fn who_does_not_listen_is_closed_and_comes_back() {
    let world = World::new();
    world.found().await;
    let (speaker, sleeper) = (world.listen(), world.listen());
    speaker.open(1, 0, 0).await;
    sleeper.open(1, 0, 0).await;
    for _ in 0..600 {
        speaker.live(&[7; limits::LIVE_FRAME]).await;
        world.pass(10);
    }
    assert!(sleeper.stream.outbox().await.is_none());
    assert_eq!(brief(world.listen().open(1, 0, 599).await).len(), 2);
}

#[tokio::test]
async fn a_watched_mailbox_tells_what_waits_and_what_comes() {
    let world = World::new();
    world.signed(60, &world.mailbox(9)).await.unwrap();
    let post = async |words: &[u8]| {
        let mail = Mail { mailbox: BOX, blob: words.to_vec().into() };
        world.ask(&MailPost { mail, stamp: world.stamp(MailId::of(words).0) }).await.unwrap();
    };
    post(b"first").await;
    let stream = world.listen();
    assert_eq!(brief(stream.watch(61).await), ["refused NotAuthorised"]);
    assert_eq!(brief(stream.watch(60).await), ["mail first"]);
    post(b"second").await;
    post(b"second").await;
    assert_eq!(stream.brief().await, ["mail second"]);
}

#[tokio::test]
async fn shredding_is_told_to_whoever_could_read_it() {
    let world = World::new();
    world.forked().await;
    let secret = wire::DeleteSecret([7; 32]);
    let keep = wire::circle::Keep::Until(world.today().plus(9));
    let entry = wire::circle::Append { delete: secret.hash(), keep, ..crate::testing::append(2, b"words") };
    world.signed(2, &entry).await.unwrap();
    let (below, beside) = (world.listen(), world.listen());
    below.open(3, 1, 0).await;
    beside.open(4, 1, 0).await;
    let (circle, at) = (crate::testing::CIRCLE, crate::testing::id(3));
    let shred = wire::circle::Shred { circle, at, commit: crate::testing::id(2), n: 1, secret };
    world.signed(3, &shred).await.unwrap();
    assert_eq!(below.brief().await, ["shredded 1 of 2"]);
    assert!(beside.brief().await.is_empty());
}

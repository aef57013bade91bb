//! Shares, taps and take-backs.

use circle::{
    Body, Charter, Circle, ContentNotes, Effect, Entry, EntryRef, Refused, RemoveGround, Safety, Share, Tap, Wish,
};
use wire::Hash;

use crate::world::{START, World, at, charter, device, entry_ref, id};

const DAY: u64 = 86_400_000;

fn share(text: &str, note: Option<&str>) -> Body {
    Body::Share { text: text.to_owned(), wish: Wish::JustListen, note: note.map(str::to_owned) }
}

/// ben has shared something.
fn shared() -> (World, EntryRef) {
    let mut world = World::of(&["ben", "cho"]);
    let at = entry_ref(world.circle.seq().0);
    assert_eq!(world.ok("ben", share("words", None)), [Effect::Shared(at)]);
    (world, at)
}

#[track_caller]
fn check(before: &[(&str, Body)], (who, body): (&str, Body), want: Result<(), Refused>) {
    let (mut world, _) = shared();
    for (who, body) in before {
        world.ok(who, body.clone());
    }
    let what = format!("{who}: {body:?}");
    assert_eq!(world.act(at(who), body).map(|_| ()), want, "{what}");
}

#[test]
fn shares() {
    check(&[], ("ben", share("words", None)), Ok(()));
    check(&[], ("ben", share("words", Some("loss"))), Ok(()));
    check(&[], ("ben", share(&"ي".repeat(8_000), Some(&"ي".repeat(200)))), Ok(()));
    check(&[], ("ben", share(" \n", None)), Err(Refused::TextEmpty));
    check(&[], ("ben", share("words", Some(" "))), Err(Refused::TextEmpty));
    check(&[], ("ben", share(&"x".repeat(8_001), None)), Err(Refused::TextTooLong));
    check(&[], ("ben", share("words", Some(&"x".repeat(201)))), Err(Refused::TextTooLong));
    check(&[], ("eve", share("words", None)), Err(Refused::NotAMember));
    check(&[("ben", Body::Leave {})], ("ben", share("words", None)), Err(Refused::Leaving));
}

#[test]
fn notes_are_asked_for_where_the_charter_says_so() {
    let safety = Safety { content_notes: ContentNotes::Asked, ..charter().safety };
    let mut world = World::under(Charter { safety, ..charter() }, &[]);
    world.refused("ann", share("words", None), Refused::NoteMissing);
    world.ok("ann", share("words", Some("none needed")));
}

#[test]
fn taps_and_take_backs() {
    let (_, at) = shared();
    let tap = |tap| Body::Tap { share: at, tap };
    let back = Body::TakeBack { share: at };
    let nowhere = EntryRef(Hash::ZERO);
    check(&[], ("cho", tap(Tap::Heard)), Ok(()));
    check(&[("cho", tap(Tap::Heard))], ("cho", tap(Tap::MeToo)), Ok(()));
    check(&[("cho", tap(Tap::Heard))], ("ann", tap(Tap::Heard)), Ok(()));
    check(&[("cho", tap(Tap::Heard))], ("cho", tap(Tap::Heard)), Err(Refused::AlreadyTapped));
    check(&[], ("ben", tap(Tap::Heard)), Err(Refused::OwnShare));
    check(&[], ("cho", Body::Tap { share: nowhere, tap: Tap::Heard }), Err(Refused::ShareUnknown));
    check(&[("ben", back.clone())], ("cho", tap(Tap::Heard)), Err(Refused::ShareTakenBack));
    check(&[], ("ben", back.clone()), Ok(()));
    check(&[], ("cho", back.clone()), Err(Refused::NotYourShare));
    check(&[("ben", back.clone())], ("ben", back), Err(Refused::ShareTakenBack));
    check(&[], ("ben", Body::TakeBack { share: nowhere }), Err(Refused::ShareUnknown));
}

#[test]
fn what_is_taken_back_leaves_a_gap() {
    let (mut world, at) = shared();
    world.ok("cho", Body::Tap { share: at, tap: Tap::WithYou });
    world.ok("cho", share("after", None));
    assert_eq!(world.ok("ben", Body::TakeBack { share: at }), [Effect::TakenBack(at)]);
    let texts: Vec<Option<&str>> = world.circle.shares().iter().map(|share| share.text.as_deref()).collect();
    assert_eq!(texts, [None, Some("after")]);
    assert!(world.circle.share(at).is_some_and(|share| share.taps.is_empty()));
}

#[test]
fn a_share_is_folded_once() {
    let mut world = World::of(&["ben"]);
    let entry = world.entry(at("ben"), share("words", None));
    assert!(world.fold(&entry).is_ok());
    assert_eq!(world.fold(&entry), Err(Refused::Repeated), "sealed anew it is still the same");
    let other = Entry { device: device("ben", 2).device, ..entry };
    assert!(world.fold(&other).is_ok());
}

#[test]
fn shares_go_with_the_retention() {
    let (mut world, _) = shared();
    world.now = START.plus(1000 * DAY);
    world.ok("cho", share("from the future", None));
    world.circle.expire(START.plus(30 * DAY));
    assert_eq!(world.circle.shares().len(), 2);
    world.circle.expire(START.plus(30 * DAY + 1));
    assert_eq!(world.circle.shares().len(), 1, "a claim from the future counts from when it was first looked at");
    world.circle.expire(START.plus(61 * DAY));
    assert!(world.circle.shares().is_empty());
}

#[test]
fn own_keys_bring_back_what_is_older_than_the_snapshot() {
    let (mut world, first) = shared();
    let older = [share("older", None), Body::Tap { share: first, tap: Tap::Heard }];
    let [second, tap] = older.map(|body| world.entry(at("cho"), body));
    let rename = world.entry(at("cho"), Body::Rename { name: "Chou".to_owned() });
    let one = world.entry(at("ben"), share("words", None));
    let stranger = world.entry(at("eve"), share("words", None));

    let mut circle = Circle::restore(&world.circle.snapshot()).expect("a snapshot");
    let root = circle.root();
    let live = world.entry(at("ann"), share("new", None));
    assert!(circle.admit(entry_ref(50), &live).is_ok());
    assert_eq!(circle.backfill(first, &one.encode()), Ok(()));
    assert_eq!(circle.backfill(entry_ref(51), &second.encode()), Ok(()));
    assert_eq!(circle.backfill(entry_ref(52), &tap.encode()), Ok(()));
    assert_eq!(circle.backfill(first, &one.encode()), Err(Refused::Repeated));
    assert_eq!(circle.backfill(entry_ref(53), &rename.encode()), Err(Refused::NotKept));
    assert_eq!(circle.backfill(entry_ref(54), &stranger.encode()), Err(Refused::NotAMember));
    assert_eq!(circle.backfill(entry_ref(55), &[1, 2, 3]), Err(Refused::Malformed));

    let texts: Vec<Option<&str>> = circle.shares().iter().map(|share: &Share| share.text.as_deref()).collect();
    assert_eq!(texts, [Some("words"), Some("older"), Some("new")], "oldest first");
    assert_eq!(circle.share(first).map(|share| share.taps.len()), Some(1));
    let mut skipped = Circle::restore(&world.circle.snapshot()).expect("a snapshot");
    assert_eq!(skipped.root(), root);
    skipped.skip();
    assert_eq!(circle.root(), skipped.root(), "nothing durable changed");
}

#[test]
fn what_came_back_goes_with_the_retention_too() {
    let mut world = World::of(&["ben"]);
    let mut circle = world.circle.clone();
    let mut share = |n: u64, claimed| Entry { claimed, ..world.entry(at("ben"), share(&n.to_string(), None)) };
    let (old, older) = (share(1, START), share(2, START.plus(DAY)));
    let new = share(3, START.plus(20 * DAY));
    for (n, entry) in [(1, &old), (2, &older)] {
        assert_eq!(circle.backfill(entry_ref(n), &entry.encode()), Ok(()));
    }
    circle.expire(START.plus(31 * DAY));
    assert!(circle.admit(entry_ref(3), &new).is_ok());
    let again = share(4, START.plus(19 * DAY));
    assert_eq!(circle.backfill(entry_ref(4), &again.encode()), Ok(()));
    let texts: Vec<Option<&str>> = circle.shares().iter().map(|share| share.text.as_deref()).collect();
    assert_eq!(texts, [Some("2"), Some("4"), Some("3")]);
}

#[test]
fn words_of_former_members_come_back_too() {
    let (mut world, first) = shared();
    let one = world.entry(at("ben"), share("words", None));
    world.ok("ben", Body::Leave {});
    let removes = vec![circle::Remove { member: id("ben"), ground: RemoveGround::Left }];
    let facts = circle::Facts { removes, ..circle::Facts::of(id("cho")) };
    world.circle.commit(&facts).expect("ben left");
    let mut circle = Circle::restore(&world.circle.snapshot()).expect("a snapshot");
    assert_eq!(circle.backfill(first, &one.encode()), Ok(()));
    assert_eq!(circle.name_of(id("ben")), Some("ben"));
}

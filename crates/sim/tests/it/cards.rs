//! A circle shows itself in public (domain I3, R33): by the word of two, under a key of its own, as agreed and not
//! otherwise; whoever comes by it is looked at; and one word takes it back.

use std::collections::BTreeMap;

use card::Card;
use directory_store::{DirectoryStore, Hidden, KeptCard, Memory};
use engine::{
    Command, MlsSuite, Outcome, PlainSuite, Suite,
    command::{CardAttendance, CardCommand, CardStatus, CardText, EjectReason, RemovalCommand, Welcome},
    view::{CardShown, CardView},
};
use seal::{Domain, SigningKey};
use sim::{DeviceId, Liar, World, ops::MINUTE};
use wire::{
    Code, Day, PublicKey, Request,
    card::{CardDelete, CardGet, CardPut, CardState, Signed},
    limits,
    pow::Stamp,
    stream::ToClient,
};

const DAY: u64 = 24 * 60 * MINUTE;

fn text(name: &str) -> CardText {
    CardText {
        name: name.to_owned(),
        text: BTreeMap::from([("en".to_owned(), "We remember together.".to_owned())]),
        tags: BTreeMap::from([("problem".to_owned(), vec!["grief".to_owned()])]),
        languages: vec!["en".to_owned()],
        attendance: CardAttendance::Online,
        status: CardStatus::Runs,
        series: Vec::new(),
        knock: true,
    }
}

/// A circle of ana and bo, who keep it, and cy; what the server has of their card.
struct Harbour<S: Suite> {
    world: World<S>,
    directory: Memory,
    people: [DeviceId; 3],
}

impl<S: Suite> Harbour<S> {
    fn new(seed: u64) -> Self {
        let mut world = World::new(seed);
        let directory = world.list_circles();
        let people = world.circle_of(["anabel", "bodil", "cyrus"]);
        let role = "deputy".to_owned();
        world.command(people[1], Command::ServeAs { circle: 0, role });
        world.pass(MINUTE);
        Self { world, directory, people }
    }

    /// With a card that ana proposed and bo confirmed.
    fn shown(seed: u64) -> Self {
        let mut harbour = Self::new(seed);
        harbour.agree("Harbour");
        harbour
    }

    fn agree(&mut self, name: &str) {
        let [ana, bo, _] = self.people;
        self.done(ana, CardCommand::Propose { text: text(name) });
        let hash = self.card(bo).proposal.expect("proposed").hash;
        self.done(bo, CardCommand::Confirm { hash });
        self.world.pass(2 * MINUTE);
    }

    fn run(&mut self, device: DeviceId, act: CardCommand) -> Option<Outcome> {
        let outcome = self.world.run(device, Command::Card { circle: 0, act }, MINUTE);
        self.world.pass(MINUTE);
        outcome
    }

    /// Days on each of which the devices are open for a while.
    fn days(&mut self, days: u32) {
        for _ in 0..days {
            self.world.sleep(DAY - 3 * MINUTE);
            self.world.pass(3 * MINUTE);
        }
    }

    fn done(&mut self, device: DeviceId, act: CardCommand) {
        let outcome = self.run(device, act);
        assert!(matches!(outcome, Some(Outcome::Done(_))), "{outcome:?}");
    }

    fn card(&self, device: DeviceId) -> CardView {
        self.world.ready(device)[0].card.clone()
    }

    /// What each device says of what the server shows, having looked.
    fn seen(&mut self) -> Vec<Option<CardShown>> {
        for device in self.people {
            self.done(device, CardCommand::Look);
        }
        self.people.map(|device| self.card(device).published.map(|card| card.shown)).to_vec()
    }

    /// What a member with a changed program knows.
    fn key(&mut self, device: DeviceId) -> SigningKey {
        self.world.turncoat(device).card_key().expect("a card")
    }

    fn kept(&self) -> Option<Card> {
        let stored = self.world.wait(self.directory.load()).expect("a store");
        stored.cards.values().next().map(|card| card::open(&card.signed).expect("as it was signed"))
    }

    fn put(&mut self, card: &Card, by: &SigningKey) -> Result<wire::account::Done, wire::Problem> {
        let put = CardPut {
            key: card.key,
            signed: signed(card, by),
            stamp: Stamp::find(Day::of(self.world.now()), &card.key.0),
        };
        self.world.pose_by(by, &put)
    }
}

fn signed(card: &Card, by: &SigningKey) -> Signed {
    let bytes = card.encode();
    let signature = by.sign(Domain::Card, &bytes);
    Signed { card: bytes.into(), signature }
}

#[test]
fn cards_on_the_plain_suite() {
    published_and_taken_back::<PlainSuite>();
}

#[test]
fn cards_on_mls() {
    published_and_taken_back::<MlsSuite>();
}

fn published_and_taken_back<S: Suite>() {
    let mut harbour = Harbour::<S>::new(41);
    let [ana, bo, cy] = harbour.people;
    assert!(!harbour.card(cy).can_propose);
    let refused = harbour.run(cy, CardCommand::Propose { text: text("Alone") });
    assert!(matches!(&refused, Some(Outcome::Refused { error, .. }) if error.0 == "refused_card_by_keeper"));
    harbour.done(ana, CardCommand::Propose { text: text("Harbour") });
    assert!(harbour.kept().is_none(), "one alone shows nothing");
    let shown = harbour.card(bo).proposal.expect("proposed");
    assert_eq!((shown.text, shown.by.as_str()), (text("Harbour"), "anabel"));
    assert!(!harbour.card(ana).can_confirm && !harbour.card(cy).can_confirm && harbour.card(bo).can_confirm);
    harbour.done(bo, CardCommand::Confirm { hash: shown.hash });
    harbour.world.pass(MINUTE);

    let card = harbour.kept().expect("published by a device");
    assert_eq!((card.words.name.as_str(), card.version, card.revision), ("Harbour", 1, 1));
    assert_eq!(harbour.seen(), [Some(CardShown::AsAgreed); 3]);
    let page = harbour.card(cy).published.expect("shown").page;
    assert_eq!(page, format!("/meeting/{}", Card::slug(card.key)));
    names_nobody(&harbour, &card);

    harbour.agree("Lighthouse");
    let changed = harbour.kept().expect("published");
    assert_eq!((changed.words.name.as_str(), changed.version, changed.revision), ("Lighthouse", 2, 2));
    assert_eq!((changed.key, &changed.knock), (card.key, &card.knock), "the address stays");
    comes_by_it(&mut harbour, &changed);

    let key = harbour.key(cy);
    harbour.done(bo, CardCommand::TakeBack);
    assert!(harbour.kept().is_none());
    for device in harbour.people {
        assert!(harbour.card(device).published.is_none());
    }
    let again = Card { version: 9, ..changed.clone() };
    assert_eq!(
        harbour.put(&again, &key).expect_err("refused").code,
        Code::Gone,
        "who kept the key brings nothing back"
    );
    let late = harbour.world.sign_up("eve");
    assert!(!harbour.world.ask_in(late, &changed.knock.expect("a way to knock")), "nor is there a door");
    harbour.agree("Harbour");
    assert_ne!(harbour.kept().expect("a new one").key, card.key, "under another key");
}

/// What is public says nothing of the circle besides.
fn names_nobody<S: Suite>(harbour: &Harbour<S>, card: &Card) {
    let stored = harbour.world.wait(harbour.directory.load()).expect("a store");
    let kept = wire::encode(&stored.cards.values().map(|card| card.signed.clone()).collect::<Vec<_>>());
    let holds = |needle: &[u8]| kept.windows(needle.len()).any(|part| part == needle);
    for (circle, _) in harbour.world.heads(harbour.people[0]) {
        assert!(!holds(&circle.0), "the circle's id");
    }
    let circle = harbour.world.ready(harbour.people[0])[0];
    for member in &circle.members {
        assert!(!holds(member.id.as_bytes()) && !holds(member.name.as_bytes()), "{}", member.name);
    }
    assert!(!holds(circle.name.as_bytes()) && holds(b"We remember together."));
    assert_eq!(stored.cards.len(), 1);
    assert!(stored.listing.entries.is_empty() && card.schedule.is_empty(), "nothing that was not chosen");
}

/// The circle opens its door by itself to whoever holds a link; for this one, somebody looks.
fn comes_by_it<S: Suite>(harbour: &mut Harbour<S>, card: &Card) {
    let [ana, _, cy] = harbour.people;
    let dee = harbour.world.sign_up("dee");
    let fragment = card.knock.clone().expect("a way to knock");
    assert!(harbour.world.ask_in(dee, &fragment));
    let joining = harbour.world.view(dee).and_then(|view| view.joining.as_ref()).and_then(|one| one.preview.as_ref());
    let preview = joining.expect("bond and pledge are read first");
    assert_eq!(preview.circle_name, "Lighthouse", "as it goes by in public");
    assert_eq!(preview.welcome, Welcome::Greeter, "and that somebody looks is said");
    harbour.world.pass(10 * MINUTE);
    assert!(harbour.world.view(dee).is_some_and(|view| view.circles.is_empty()), "nobody is let in by a device alone");
    assert!(harbour.world.ready(cy)[0].knocks.is_empty());
    let knock = harbour.world.ready(ana)[0].knocks[0].id.clone();
    harbour.world.command(ana, Command::AnswerKnock { circle: 0, knock, admit: true });
    assert!(harbour.world.until(10 * MINUTE, |world| world.view(dee).is_some_and(|view| view.circles.len() == 1)));
    assert_eq!(harbour.world.ready(ana)[0].members.len(), 4);
}

/// Every member's device holds the card's key: with a changed program one publishes alone, and all others say so.
#[test]
fn one_who_publishes_alone_is_noticed() {
    let mut harbour = Harbour::<PlainSuite>::shown(42);
    let [ana, _, cy] = harbour.people;
    let key = harbour.key(cy);
    let mut edited = harbour.kept().expect("published");
    (edited.version, edited.words.name) = (7, "Bring money".to_owned());
    harbour.put(&edited, &key).expect("the server cannot know");
    assert_eq!(harbour.seen(), [Some(CardShown::Differs); 3]);
    harbour.days(1);
    assert_eq!(harbour.kept().expect("published"), edited, "nobody's device hides that it happened");
    harbour.done(ana, CardCommand::Restore);
    let restored = harbour.kept().expect("published");
    assert_eq!((restored.words.name.as_str(), restored.version), ("Harbour", 8));
    assert_eq!(harbour.seen(), [Some(CardShown::AsAgreed); 3]);
    let mut ahead = restored.clone();
    (ahead.version, ahead.revision) = (9, 9);
    harbour.put(&ahead, &key).expect("the server cannot know");
    assert_eq!(harbour.seen(), [Some(CardShown::Differs); 3], "an agreement that nobody made");
    let delete = CardDelete { key: key.public() };
    harbour.world.pose_by(&key, &delete).expect("the server cannot know");
    assert_eq!(harbour.seen()[..2], [Some(CardShown::Gone); 2], "taken back, and not by the circle");
}

#[test]
fn an_unsigned_a_foreign_and_an_older_card_are_refused() {
    let mut harbour = Harbour::<PlainSuite>::shown(43);
    let key = harbour.key(harbour.people[0]);
    let card = harbour.kept().expect("published");
    let foreign = SigningKey::from_stored([5; 32]);
    assert_eq!(
        harbour.put(&Card { version: 5, ..card.clone() }, &foreign).expect_err("refused").code,
        Code::NotAuthorised
    );
    assert_eq!(
        harbour
            .put(&Card { version: 1, until: Day(card.until.0 - 1), ..card.clone() }, &key)
            .expect_err("refused")
            .code,
        Code::Conflict
    );
    let unsigned = CardPut {
        key: card.key,
        signed: Signed { card: Card { version: 5, ..card.clone() }.encode().into(), ..signed(&card, &key) },
        stamp: Stamp::find(Day::of(harbour.world.now()), &card.key.0),
    };
    assert_eq!(harbour.world.pose_by(&key, &unsigned).expect_err("refused").code, Code::Malformed);
    let pose = harbour.world.pose_by(&foreign, &CardDelete { key: card.key });
    assert_eq!(pose.expect_err("refused").code, Code::NotAuthorised);
    assert_eq!(harbour.kept(), Some(card));
}

/// Whoever runs the server hides what they like; what they edit is no card any more, and what is old is seen to be.
#[test]
fn what_an_operator_does_is_noticed() {
    let mut harbour = Harbour::<PlainSuite>::shown(44);
    let (key, first) = {
        let stored = harbour.world.wait(harbour.directory.load()).expect("a store");
        stored.cards.into_iter().next().expect("published")
    };
    let hide = |harbour: &Harbour<PlainSuite>, hidden| {
        let now = harbour.world.now();
        assert!(harbour.world.wait(harbour.directory.hide(Hidden::Card(key), hidden, now)).expect("a store"));
    };
    hide(&harbour, true);
    assert_eq!(harbour.seen(), [Some(CardShown::Hidden); 3]);
    hide(&harbour, false);
    assert_eq!(harbour.seen(), [Some(CardShown::AsAgreed); 3]);

    let mut card = card::open(&first.signed).expect("a card");
    (card.words.name, card.version) = ("Bring money".to_owned(), 99);
    let edited = KeptCard {
        version: 99,
        signed: Signed { card: card.encode().into(), ..first.signed.clone() },
        ..first.clone()
    };
    harbour.world.wait(harbour.directory.put_card(key, edited)).expect("a store");
    assert_eq!(harbour.seen(), [Some(CardShown::Differs); 3]);
    let stored = harbour.world.wait(harbour.directory.load()).expect("a store");
    assert!(stored.shown(None, harbour.world.now()).circles.is_empty(), "and no page has it");

    let mut harbour = Harbour::<PlainSuite>::shown(45);
    let old = harbour.world.wait(harbour.directory.load()).expect("a store").cards.into_values().next();
    harbour.agree("Lighthouse");
    harbour.world.set_liar(Some(Box::new(Replays(old.expect("published").signed))));
    let seen = harbour.seen();
    assert_eq!(seen[2], Some(CardShown::Earlier), "an older card is told as such: {seen:?}");
}

/// Answers with a card that was signed before.
struct Replays(Signed);

impl Liar for Replays {
    fn answer(&mut self, _: DeviceId, path: &str, body: Vec<u8>) -> Vec<u8> {
        let shown = CardState { signed: Some(self.0.clone()), hidden: false };
        if path == CardGet::PATH { wire::encode(&shown) } else { body }
    }

    fn message(&mut self, _: DeviceId, message: ToClient) -> Option<ToClient> {
        Some(message)
    }
}

#[test]
fn it_is_renewed_by_devices_and_goes_without_them() {
    let mut harbour = Harbour::<PlainSuite>::shown(46);
    let [ana, bo, cy] = harbour.people;
    let first = harbour.kept().expect("published").until;
    assert_eq!(first, Day::of(harbour.world.now()).plus(limits::CARD_DAYS));
    harbour.days(limits::CARD_FRESH_DAYS + 1);
    let renewed = harbour.kept().expect("published");
    assert!(renewed.until > first && renewed.version > 1 && renewed.revision == 1, "{renewed:?}");
    for keeper in [ana, bo] {
        harbour.world.set_online(keeper, false);
    }
    harbour.days(limits::CARD_DAYS + limits::CARD_FRESH_DAYS + 1);
    let key = PublicKey(renewed.key.0);
    let state = harbour.world.pose_by(&SigningKey::from_stored([5; 32]), &CardGet { key }).expect("an answer");
    assert_eq!(state.signed, None, "those who do not keep the circle publish nothing");
    harbour.done(cy, CardCommand::Look);
    assert_eq!(harbour.card(cy).published.map(|card| card.shown), Some(CardShown::Missing));
}

#[test]
fn who_has_to_leave_takes_the_card_along_and_its_key_opens_nothing() {
    let mut harbour = Harbour::<PlainSuite>::shown(47);
    let [ana, bo, cy] = harbour.people;
    let key = harbour.key(cy);
    let card = harbour.kept().expect("published");
    let member = harbour.world.ready(cy)[0].me.clone();
    for (device, act) in [
        (ana, RemovalCommand::Move { member: member.clone(), reason: EjectReason::Other, words: None }),
        (bo, RemovalCommand::Confirm { member }),
    ] {
        let outcome = harbour.world.run(device, Command::Removal { circle: 0, act }, MINUTE);
        assert!(matches!(outcome, Some(Outcome::Done(_))), "{outcome:?}");
        harbour.world.pass(MINUTE);
    }
    harbour.world.pass(5 * MINUTE);
    assert!(harbour.card(ana).published.is_none() && harbour.kept().is_none());
    assert_eq!(harbour.put(&Card { version: 50, ..card }, &key).expect_err("refused").code, Code::Gone);
}

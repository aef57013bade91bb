//! An export holds the own words, and no word and no name of anybody else (domain R8).

use std::collections::BTreeSet;

use engine::{
    Command,
    command::{Act, Export, Value, Welcome, Wish},
    view::View,
};
use proofs::{Detector, House, Person, circle, has_floor, meeting, nobody_takes_it};

const CIRCLE: &str = "lanternmoor";
/// What only the others have written or are called.
const OTHERS: [&str; 6] = ["zorblattica", "quindelirov", "brambleheart", "velvetstorms", "gossamerquay", "saffronpath"];

#[tokio::test(flavor = "multi_thread")]
async fn only_own_words_are_taken_along() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::open(&folder.path().join("data")).await;
    let [zorblattica, me] = two_who_write(&house).await;

    let export = taken(&me).await;
    let json = serde_json::to_string(&export).unwrap();
    let others = Detector::new(OTHERS.iter().map(|word| (*word, word.as_bytes())));
    assert_eq!(others.search("the export", json.as_bytes()), [].into());
    let [there] = export.circles.as_slice() else { panic!("one circle: {export:#?}") };
    assert!(there.complete && there.name == CIRCLE && there.my_name == "Umbrawillow");
    let shares: Vec<_> = there.shares.iter().map(|share| (share.text.as_str(), share.note.as_deref())).collect();
    assert_eq!(shares, [("I carry a plumbagowick.", Some("about cinderquill"))], "what was taken back stays away");
    assert_eq!(there.lines, ["Good evening from the heronglass."]);

    let theirs = serde_json::to_string(&taken(&zorblattica).await).unwrap();
    let found = others.search("the other's export", theirs.as_bytes()).into_iter().map(|finding| finding.word);
    let words = ["zorblattica", "quindelirov", "brambleheart", "velvetstorms", "gossamerquay"].map(str::to_owned);
    assert_eq!(found.collect::<BTreeSet<_>>(), words.into(), "the search finds what is there");
    house.close().await;
}

async fn taken(person: &Person) -> Export {
    let Value::Export(export) = person.done(Command::Export).await else { panic!("no export") };
    *export
}

/// Both have shared, and both have spoken in a meeting that is running.
async fn two_who_write(house: &House) -> [Person; 2] {
    let founder = Person::new(&house.url(), "zorblattica").await;
    founder.founds("steps-fellowship", CIRCLE, Welcome::Open).await;
    let fragment = founder.invites(CIRCLE, "Follow the saffronpath to us.").await;
    let me = Person::new(&house.url(), "umbrawillow").await;
    me.knocks(&fragment, "Umbrawillow", "").await;
    me.is_in(CIRCLE).await;
    let rename = Command::Rename { circle: founder.index(CIRCLE), name: "Quindelirov".to_owned() };
    founder.done(rename).await;

    shares(&founder, "My brambleheart is heavy.", "about velvetstorms").await;
    shares(&me, "I carry a plumbagowick.", "about cinderquill").await;
    shares(&me, "Better left unsaid.", "about nothing").await;
    let unsaid = me.view();
    let unsaid = circle(&unsaid, CIRCLE).unwrap().shares.last().unwrap().id.clone();
    me.done(Command::TakeBack { circle: me.index(CIRCLE), share: unsaid }).await;

    meet(&founder, &me).await;
    [founder, me]
}

async fn shares(person: &Person, text: &str, note: &str) {
    let (text, note) = (text.to_owned(), Some(note.to_owned()));
    person.done(Command::Share { circle: person.index(CIRCLE), text, wish: Wish::JustListen, note }).await;
    person.has_sent(CIRCLE).await;
}

async fn meet(founder: &Person, me: &Person) {
    founder.done(Command::OpenMeeting { circle: founder.index(CIRCLE) }).await;
    me.arrives(CIRCLE).await;
    founder.sees("the floor", |view| has_floor(view, CIRCLE)).await;
    speaks(founder, me, "I feel like a gossamerquay.").await;
    founder.acts(CIRCLE, Act::Done).await;
    let is_free = |view: &View| meeting(view, CIRCLE).is_some_and(|meeting| meeting.turn.is_none());
    founder.sees("a free floor", is_free).await;
    // Milestones: the first phase where whoever wants the floor raises a hand.
    for phase in 1..=4 {
        founder.acts(CIRCLE, Act::NextPhase).await;
        let reached = |view: &View| meeting(view, CIRCLE).is_some_and(|meeting| meeting.phase == phase);
        for person in [founder, me] {
            person.sees("the phase", reached).await;
        }
        nobody_takes_it(&[founder, me], CIRCLE).await;
    }
    me.acts(CIRCLE, Act::HandUp).await;
    me.sees("the floor", |view| has_floor(view, CIRCLE)).await;
    speaks(me, founder, "Good evening from the heronglass.").await;
}

async fn speaks(speaker: &Person, hearer: &Person, line: &str) {
    speaker.says(CIRCLE, line).await;
    for person in [speaker, hearer] {
        person.hears(CIRCLE, line).await;
    }
}

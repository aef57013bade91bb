//! A guest comes by a decision of two, is seen as one, has no say and sees nothing from before; after the last day the
//! others' devices say good-bye by themselves (domain I44, R28).

use engine::{
    Command, MlsSuite, Outcome, PlainSuite, Suite,
    command::{Act, GuestCommand, GuestPart, Value, Wish},
    view::CircleState,
};
use sim::{DeviceId, World, ops::MINUTE};

const DAY: u64 = 24 * 60 * MINUTE;
const TEMPLATE: &str = "illness-circle";

#[test]
fn guests_on_the_plain_suite() {
    a_visit::<PlainSuite>();
    the_circle_objects::<PlainSuite>();
}

#[test]
fn guests_on_mls() {
    a_visit::<MlsSuite>();
}

fn a_visit<S: Suite>() {
    let mut world = World::<S>::new(31);
    let [ana, bo, cy] = world.circle_under(TEMPLATE, ["ana", "bo", "cy"]);
    world.say(cy, "said before");
    let gus = comes(&mut world, ana, bo);
    for device in [ana, bo, cy, gus] {
        let circle = world.ready(device)[0];
        let guests: Vec<_> = circle.members.iter().filter(|member| member.guest.is_some()).collect();
        assert_eq!(guests.len(), 1, "{device:?}");
        let guest = guests[0].guest.as_ref().expect("a guest");
        assert_eq!((guests[0].name.as_str(), guest.label.as_str()), ("gus", "Pharmacist"), "{device:?}");
        assert!(guest.reports, "{device:?}: whoever may have to pass on what they hear");
        assert_eq!(guest.by, ["bo", "ana"], "{device:?}");
        assert_eq!(guest.can_end, device == ana || device == bo, "{device:?}");
    }
    assert!(world.ready(gus)[0].shares.is_empty(), "nothing from before");
    has_no_say(&mut world, gus);
    world.say(ana, "while gus is here");
    world.pass(MINUTE);
    assert_eq!(world.ready(gus)[0].shares.len(), 1, "and that is what the screen says");
    takes_part(&mut world, [ana, bo, gus]);
    goes_by_themselves(&mut world, [ana, bo, cy, gus]);
}

/// bo asks for a pharmacist, ana agrees, and gus comes by the link that bo makes.
fn comes<S: Suite>(world: &mut World<S>, ana: DeviceId, bo: DeviceId) -> DeviceId {
    let label = " Pharmacist ".to_owned();
    done(world, bo, GuestCommand::Ask { part: GuestPart::Speaks, label, days: 1, reports: true });
    world.pass(MINUTE);
    let asked = world.ready(bo)[0].visits[0].clone();
    assert!(!asked.can_agree && !asked.can_link, "one alone decides nothing");
    let shown = world.ready(ana)[0].visits[0].clone();
    assert_eq!((shown.asked.as_str(), shown.can_agree), ("bo", true));
    done(world, ana, GuestCommand::Agree { visit: shown.id.clone() });
    world.pass(MINUTE);
    let fragment = link(world, bo, &shown.id);
    let gus = world.sign_up("gus");
    let read = world.run(gus, Command::ReadInvite { fragment }, MINUTE);
    assert!(matches!(read, Some(Outcome::Done(_))), "{read:?}");
    let preview = world.view(gus).and_then(|view| view.joining.as_ref()).and_then(|joining| joining.preview.as_ref());
    let terms = preview.and_then(|preview| preview.guest.clone()).expect("as what they come");
    assert_eq!((terms.part, terms.label.as_str(), terms.reports), (GuestPart::Speaks, "Pharmacist", true));
    let (name, words) = ("gus".to_owned(), String::new());
    let knock = Command::Knock { name, words, shares_bond: false, accepts_pledge: true };
    let knocked = world.run(gus, knock, MINUTE);
    assert!(matches!(knocked, Some(Outcome::Done(_))), "{knocked:?}");
    assert!(world.until(10 * MINUTE, |world| world.view(gus).is_some_and(|view| view.circles.len() == 1)));
    world.pass(MINUTE);
    gus
}

fn has_no_say<S: Suite>(world: &mut World<S>, gus: DeviceId) {
    let circle = world.ready(gus)[0];
    assert!(circle.roles.iter().all(|role| !role.can_serve), "no services");
    assert!(circle.members.iter().all(|member| !member.can_remove), "no removals");
    assert!(circle.may_ask_guests.is_empty() && circle.visits.is_empty());
    let text = "from a guest".to_owned();
    let share = Command::Share { circle: 0, text, wish: Wish::JustListen, note: None };
    refused(world, gus, share);
    refused(world, gus, Command::MakeInvite { circle: 0, uses: 1, days: 1, words: String::new() });
}

/// In a meeting a guest has a seat; who keeps it has not.
fn takes_part<S: Suite>(world: &mut World<S>, [ana, bo, gus]: [DeviceId; 3]) {
    world.gather(&[ana, bo, gus]);
    let (_, meeting) = world.meeting(gus).expect("a meeting");
    assert_eq!(meeting.present.len(), 3, "inside");
    assert_eq!(world.disagreements(), Vec::<String>::new());
    for device in [gus, bo, ana] {
        world.command(device, Command::Meeting { circle: 0, act: Act::Depart });
        world.pass(MINUTE);
    }
    assert!(world.meeting(bo).is_none(), "over");
}

/// Nobody does anything: the devices do.
fn goes_by_themselves<S: Suite>(world: &mut World<S>, [ana, bo, cy, gus]: [DeviceId; 4]) {
    world.pass(3 * DAY);
    for device in [ana, bo, cy] {
        let circle = world.ready(device)[0];
        assert_eq!(circle.members.len(), 3, "{device:?}");
        assert_eq!(circle.outbox, 0, "{device:?}");
    }
    let left = world.view(gus).is_some_and(|view| view.circles.iter().all(|circle| circle.state == CircleState::Left));
    assert!(left, "the guest's device has let go too");
    world.say(bo, "said without gus");
    world.pass(MINUTE);
    assert_eq!(world.head(ana), world.head(cy));
    assert!(world.invite(ana, 0, 1).is_some(), "links for members are made again");
}

fn the_circle_objects<S: Suite>() {
    let mut world = World::<S>::new(32);
    let [ana, bo, cy] = world.circle_under(TEMPLATE, ["ana", "bo", "cy"]);
    done(
        &mut world,
        ana,
        GuestCommand::Ask { part: GuestPart::Observes, label: "Student".to_owned(), days: 3, reports: false },
    );
    world.pass(MINUTE);
    let visit = world.ready(bo)[0].visits[0].id.clone();
    done(&mut world, bo, GuestCommand::Agree { visit: visit.clone() });
    world.pass(MINUTE);
    let fragment = link(&mut world, ana, &visit);
    world.pass(MINUTE);
    done(&mut world, cy, GuestCommand::Object { visit });
    world.pass(MINUTE);
    for device in [ana, bo, cy] {
        let circle = world.ready(device)[0];
        assert!(circle.visits.is_empty() && circle.invites.iter().all(|invite| !invite.for_guest), "{device:?}");
    }
    let eve = world.sign_up("eve");
    world.ask_in(eve, &fragment);
    world.pass(10 * MINUTE);
    assert!(world.view(eve).is_some_and(|view| view.circles.is_empty()), "the link leads nowhere");
}

fn link<S: Suite>(world: &mut World<S>, device: DeviceId, visit: &str) -> String {
    let act = GuestCommand::Link { visit: visit.to_owned(), words: "Tell us about sleep.".to_owned() };
    match world.run(device, Command::Guest { circle: 0, act }, 5 * MINUTE) {
        Some(Outcome::Done(Value::Link { fragment })) => fragment,
        other => panic!("no link: {other:?}"),
    }
}

fn done<S: Suite>(world: &mut World<S>, device: DeviceId, act: GuestCommand) {
    let outcome = world.run(device, Command::Guest { circle: 0, act }, MINUTE);
    assert!(matches!(outcome, Some(Outcome::Done(_))), "{outcome:?}");
}

fn refused<S: Suite>(world: &mut World<S>, device: DeviceId, command: Command) {
    let outcome = world.run(device, command, MINUTE);
    let is_guest = matches!(&outcome, Some(Outcome::Refused { error, .. }) if error.0 == "refused_is_guest");
    assert!(is_guest, "{outcome:?}");
}

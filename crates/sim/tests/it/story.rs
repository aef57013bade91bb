//! One story told step by step: the first thing to look at when something breaks.

use engine::{
    Command, MlsSuite, Outcome, PlainSuite, Suite,
    command::{Act, Calendar, Value, Welcome},
    view::Place,
};
use sim::{World, ops::MINUTE};

#[test]
fn three_people_hold_a_meeting_on_the_plain_suite() {
    story::<PlainSuite>();
}

#[test]
fn three_people_hold_a_meeting_on_mls() {
    story::<MlsSuite>();
}

/// Domain I25: what the founder chose holds for everybody who comes.
#[test]
fn a_circle_has_its_calendar() {
    let mut world = World::<PlainSuite>::new(2);
    let (ana, bo) = (world.sign_up("ana"), world.sign_up("bo"));
    let plain = world.found(ana, "grief-circle", "Thursday light", Welcome::Open);
    let command = Command::CreateCircle {
        template: "grief-circle".to_owned(),
        name: "Crescent".to_owned(),
        my_name: "ana".to_owned(),
        bond: None,
        pledge: None,
        lang: "ar".to_owned(),
        welcome: Welcome::Open,
        retention_days: 30,
        calendar: Some(Calendar::Hijri),
    };
    let Some(Outcome::Done(Value::NewCircle { circle })) = world.run(ana, command, MINUTE) else { panic!("no circle") };
    let link = world.invite(ana, circle, 1).expect("a link");
    world.join(bo, &link);
    world.pass(MINUTE);
    let calendars = |device| world.ready(device).iter().map(|circle| circle.calendar).collect::<Vec<_>>();
    assert_eq!(calendars(bo), [Calendar::Hijri]);
    assert_eq!((calendars(ana), plain), (vec![Calendar::Gregorian, Calendar::Hijri], 0));
}

fn story<S: Suite>() {
    let mut world = World::<S>::new(1);
    let (ana, bo, cy) = (world.sign_up("ana"), world.sign_up("bo"), world.sign_up("cy"));
    let circle = world.found(ana, "grief-circle", "Thursday light", Welcome::Open);
    let link = world.invite(ana, circle, 5).expect("a link");
    world.join(bo, &link);
    world.join(cy, &link);
    world.pass(MINUTE);
    let everybody = [ana, bo, cy];
    for device in everybody {
        let ready = world.ready(device);
        assert_eq!(ready.len(), 1, "{device:?}");
        assert_eq!(ready[0].members.len(), 3, "{device:?}");
    }
    agree(&world, &everybody);

    world.command(ana, Command::OpenMeeting { circle });
    world.pass(5_000);
    for device in [bo, cy] {
        let circle = world.ready(device)[0].index;
        world.command(device, Command::Meeting { circle, act: Act::Arrive });
    }
    world.pass(30_000);
    for device in everybody {
        let meeting = world.ready(device)[0].meeting.clone().expect("a meeting");
        assert_eq!(meeting.my_place, Place::Inside, "{device:?}");
        assert_eq!(meeting.present.len(), 3, "{device:?}");
    }
    let said = world.run(ana, Command::Say { circle, text: "Welcome, everybody.".to_owned() }, MINUTE);
    assert!(matches!(said, Some(Outcome::Done(_))), "{said:?}");
    world.pass(5_000);
    for device in everybody {
        let meeting = world.ready(device)[0].meeting.clone().expect("a meeting");
        let lines: Vec<_> = meeting.words.iter().flat_map(|turn| &turn.lines).map(|line| line.text.clone()).collect();
        assert_eq!(lines, ["Welcome, everybody."], "{device:?}");
    }
    world.command(ana, Command::Meeting { circle, act: Act::Close });
    world.pass(30_000);
    for device in everybody {
        assert!(world.ready(device)[0].meeting.is_none(), "{device:?}");
    }
    agree(&world, &everybody);
}

fn agree<S: Suite>(world: &World<S>, devices: &[sim::DeviceId]) {
    let first = world.heads(devices[0]);
    for device in devices {
        assert_eq!(world.heads(*device), first, "{device:?}");
    }
}

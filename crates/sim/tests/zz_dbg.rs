use engine::{
    Command, PlainSuite,
    command::{Act, Welcome},
};
use sim::{World, ops::MINUTE};
#[test]
fn dbg() {
    let mut world = World::<PlainSuite>::new(1);
    let (ana, bo, cy) = (world.sign_up("ana"), world.sign_up("bo"), world.sign_up("cy"));
    let circle = world.found(ana, "grief-circle", "Thursday light", Welcome::Open);
    let link = world.invite(ana, circle, 5).expect("a link");
    world.join(bo, &link);
    world.join(cy, &link);
    world.pass(MINUTE);
    let r = world.run(ana, Command::OpenMeeting { circle }, 5000);
    eprintln!("open {r:?}");
    world.pass(5_000);
    for device in [bo, cy] {
        let circle = world.ready(device)[0].index;
        let r = world.run(device, Command::Meeting { circle, act: Act::Arrive }, 10);
        eprintln!("arrive {r:?}");
    }
    for _ in 0..30 {
        world.pass(1_000);
        for d in [ana, bo, cy] {
            let c = world.ready(d)[0];
            let m = c.meeting.as_ref().unwrap();
            eprintln!(
                "{} {d:?} place {:?} present {} waiting {} outbox {} heads {:?}",
                world.now().0 % 1000000,
                m.my_place,
                m.present.len(),
                m.waiting.len(),
                c.outbox,
                world.heads(d).values().collect::<Vec<_>>()
            );
        }
    }
}

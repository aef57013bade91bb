//! Meetings of six on six devices under every shipped template: whatever people do, the meeting is never stuck, no turn
//! has two holders, everybody who stays gets the floor, and all devices agree in the end.
//!
//! `SEEDS=n` holds n meetings under each template, `SEED=n` one with that seed, `TEMPLATE=id` only under one.

use engine::{MlsSuite, PlainSuite, Suite};
use sim::{World, meetings::Seen, ops::MINUTE};

const NAMES: [&str; 6] = ["ann", "ben", "cho", "dan", "eli", "fay"];
/// Random acts before people are polite.
const ACTS: u32 = 60;

#[test]
fn polite_meetings_run_to_their_end_under_every_template() {
    for template in templates() {
        hold::<PlainSuite>(&template, 0, 0);
    }
}

#[test]
fn wild_meetings_can_be_brought_to_their_end_under_every_template() {
    for template in templates() {
        for seed in seeds() {
            hold::<PlainSuite>(&template, seed, ACTS);
        }
    }
}

#[test]
fn a_wild_meeting_on_mls() {
    hold::<MlsSuite>("survivors-circle", 1, ACTS);
}

#[expect(clippy::print_stdout, reason = "what a failed test shows")]
fn hold<S: Suite>(template: &str, seed: u64, acts: u32) {
    println!("TEMPLATE={template} SEED={seed}");
    let mut world = World::<S>::new(seed);
    let people = world.circle_under(template, NAMES);
    world.gather(&people);
    let mut told = Seen::default();
    world.mingle(&people, acts, &mut told);
    let open = people.iter().any(|device| world.meeting(*device).is_some());
    world.finish_politely(&people, &mut told);
    println!("{:?}", told.done);
    for (turn, holders) in &told.holders {
        assert_eq!(holders.len(), 1, "turn {turn} has one holder on all devices");
    }
    assert!(told.asked.is_subset(&told.heard), "who raised a hand got the floor: {:?}", told.asked);
    if acts == 0 {
        assert!(open, "nobody closed it");
        assert_eq!(told.heard.len(), NAMES.len(), "everybody had the floor");
    }
    world.pass(2 * MINUTE);
    let wrong = world.disagreements();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn templates() -> Vec<String> {
    let only = std::env::var("TEMPLATE").ok();
    let all = circle::templates().into_iter().map(|template| template.id);
    all.filter(|id| only.as_ref().is_none_or(|only| only == id)).collect()
}

fn seeds() -> std::ops::Range<u64> {
    match number("SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("SEEDS").unwrap_or(1),
    }
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

//! Meetings of six on six devices under every shipped template: whatever people do, and whoever drops out, comes late or
//! acts before they have heard of the others, the meeting is never stuck, no turn has two holders, everybody who stays
//! gets the floor, and all devices agree in the end.
//!
//! `SEEDS=n` holds n meetings under each template, `SEED=m` begins with that seed and holds one unless more are asked for,
//! `TEMPLATE=id` only under one.

use engine::{Command, MlsSuite, PlainSuite, Suite};
use sim::{DeviceId, World, meetings::Seen, ops::MINUTE};

const NAMES: [&str; 6] = ["ann", "ben", "cho", "dan", "eli", "fay"];
/// Random acts before people are polite.
const ACTS: u32 = 60;
/// Happenings of a rough meeting before that.
const HAPPENINGS: u32 = 50;
/// So many are there when it is opened; the others come late.
const PUNCTUAL: usize = 4;
/// So many seeds after each other hold their meetings in copies of one circle: to found it takes as long as to meet.
const COPIES: u64 = 10;

#[test]
fn polite_meetings_run_to_their_end_under_every_template() {
    for template in templates() {
        hold(&mut Circles::<PlainSuite>::under(&template), 0, 0);
    }
}

#[test]
fn wild_meetings_can_be_brought_to_their_end_under_every_template() {
    for template in templates() {
        let mut circles = Circles::<PlainSuite>::under(&template);
        for seed in seeds(1) {
            hold(&mut circles, seed, ACTS);
        }
    }
}

#[test]
fn a_wild_meeting_on_mls() {
    hold(&mut Circles::<MlsSuite>::under("survivors-circle"), 1, ACTS);
}

#[test]
fn rough_meetings_can_be_brought_to_their_end_under_every_template() {
    for template in templates() {
        let mut circles = Circles::<PlainSuite>::under(&template);
        for seed in seeds(3) {
            hold_roughly(&mut circles, seed);
        }
    }
}

#[test]
fn somebody_goes_on_where_all_wait_for_a_keeper_who_vanished() {
    let mut world = World::<PlainSuite>::new(1);
    let people = world.circle_under("steps-fellowship", NAMES);
    world.gather(&people);
    let keeper = world.ready(people[0])[0].me.clone();
    let holds = |world: &World<PlainSuite>| {
        let turn = world.meeting(people[1]).and_then(|(_, meeting)| meeting.turn.clone());
        turn.is_some_and(|turn| turn.holder == keeper)
    };
    assert!(holds(&world), "the keeper leads, and nobody else may do anything");
    world.lose(people[0]);
    let offered = |world: &World<PlainSuite>, device: &DeviceId| {
        world.meeting(*device).is_some_and(|(_, meeting)| meeting.can_take_keeping)
    };
    assert!(!world.until(MINUTE, |world| people[1..].iter().any(|device| offered(world, device))), "too early");
    assert!(world.until(2 * MINUTE, |world| people[1..].iter().all(|device| offered(world, device))), "by themselves");
    let mut told = Seen { gone: [keeper].into(), ..Seen::default() };
    world.finish_politely(&people[1..], &mut told);
}

#[test]
fn nobody_relieves_a_keeper_who_listens() {
    let mut world = World::<PlainSuite>::new(1);
    let people = world.circle_under("steps-fellowship", NAMES);
    world.gather(&people);
    let offered = world.until(20 * MINUTE, |world| {
        let mut meetings = people.iter().filter_map(|device| world.meeting(*device));
        meetings.any(|(_, meeting)| meeting.can_take_keeping)
    });
    assert!(!offered, "the devices hear that the keeper is there");
}

#[test]
fn a_rough_meeting_on_mls() {
    hold_roughly(&mut Circles::<MlsSuite>::under("grief-circle"), 2);
}

/// Four meet, and from some phase on it is rough: two come late, any of them may drop out. Whoever stays, three at least,
/// brings the meeting to its end. Then the others hear of it.
#[expect(clippy::print_stdout, reason = "what a failed test shows")]
fn hold_roughly<S: Suite>(circles: &mut Circles<S>, seed: u64) {
    let (mut world, people) = circles.of(seed);
    if world.random.chance(50) {
        let (circle, role) = (world.ready(people[1])[0].index, "deputy".to_owned());
        world.run(people[1], Command::ServeAs { circle, role }, MINUTE);
    }
    if world.random.chance(30) {
        to_the_end_of_the_day(&mut world);
    }
    world.gather(&people[..PUNCTUAL]);
    let phases = world.meeting(people[0]).map_or(0, |(_, meeting)| meeting.phases.len());
    let phase = world.random.below(phases as u64) as u32;
    world.come_to_phase(&people[..PUNCTUAL], phase);
    let mut told = Seen::default();
    let stay = world.mingle_roughly(&people, HAPPENINGS, &mut told);
    world.finish_politely(&stay, &mut told);
    println!("{:?}", told.done);
    one_holder_each(&told);
    everybody_got_the_floor(&told);
    world.clear_up();
    let wrong = world.disagreements();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The keys change while the meeting goes on, and with them what comes first in the log.
fn to_the_end_of_the_day<S: Suite>(world: &mut World<S>) {
    let (day, left) = (24 * 60 * MINUTE, 2 * MINUTE);
    let evening = day - world.now().0 % day - left - MINUTE;
    world.sleep(evening);
    world.pass(MINUTE);
}

fn one_holder_each(told: &Seen) {
    for (turn, holders) in &told.holders {
        assert_eq!(holders.len(), 1, "turn {turn} has one holder on all devices");
    }
}

fn everybody_got_the_floor(told: &Seen) {
    let waited: Vec<&String> = told.asked.difference(&told.heard).collect();
    assert!(waited.is_empty(), "who stayed and raised a hand got the floor, but for {waited:?}");
}

#[expect(clippy::print_stdout, reason = "what a failed test shows")]
fn hold<S: Suite>(circles: &mut Circles<S>, seed: u64, acts: u32) {
    let (mut world, people) = circles.of(seed);
    world.gather(&people);
    let mut told = Seen::default();
    world.mingle(&people, acts, &mut told);
    let open = people.iter().any(|device| world.meeting(*device).is_some());
    world.finish_politely(&people, &mut told);
    println!("{:?}", told.done);
    one_holder_each(&told);
    everybody_got_the_floor(&told);
    if acts == 0 {
        assert!(open, "nobody closed it");
        assert_eq!(told.heard.len(), NAMES.len(), "everybody had the floor");
    }
    world.pass(2 * MINUTE);
    let wrong = world.disagreements();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Circles of six under one template, founded as they are asked for.
struct Circles<'a, S: Suite> {
    template: &'a str,
    /// The last one that was founded, and its number.
    founded: Option<(u64, World<S>, [DeviceId; NAMES.len()])>,
}

impl<'a, S: Suite> Circles<'a, S> {
    const fn under(template: &'a str) -> Self {
        Self { template, founded: None }
    }

    /// A copy of the circle in which meeting `seed` is held, and its people.
    #[expect(clippy::print_stdout, reason = "what a failed test shows")]
    fn of(&mut self, seed: u64) -> (World<S>, [DeviceId; NAMES.len()]) {
        println!("TEMPLATE={} SEED={seed}", self.template);
        let number = seed / COPIES;
        let founded = self.founded.take().filter(|(founded, ..)| *founded == number).unwrap_or_else(|| {
            // Other dice than those of its copies: no two engines may draw the same.
            let mut world = World::new(u64::MAX - number);
            let people = world.circle_under(self.template, NAMES);
            (number, world, people)
        });
        let (_, world, people) = self.founded.insert(founded);
        let mut copy = world.copy(seed);
        copy.pass(MINUTE);
        assert!(people.iter().all(|device| copy.ready(*device).len() == 1), "everybody is back");
        (copy, *people)
    }
}

fn templates() -> Vec<String> {
    let only = std::env::var("TEMPLATE").ok();
    let all = circle::templates().into_iter().map(|template| template.id);
    all.filter(|id| only.as_ref().is_none_or(|only| only == id)).collect()
}

/// The seeds that are asked for; where none are, the first so many.
fn seeds(usual: u64) -> std::ops::Range<u64> {
    let (first, count) = (number("SEED"), number("SEEDS"));
    let from = first.unwrap_or(0);
    from..from + count.unwrap_or(if first.is_some() { 1 } else { usual })
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

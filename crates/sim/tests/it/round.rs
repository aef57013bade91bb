//! An asynchronous round of a week over links that are there for minutes a day (domain I108), and the schedule that
//! begins it.

use engine::{
    Command, MlsSuite, Outcome, PlainSuite, Suite,
    command::{PlanText, RotaService, RoundCommand, RuleText, ScheduleCommand, SeriesForm, Tap, Value},
    view::{CircleView, RoundStepView, RoundTurnState, RoundView, SeatStateView},
};
use sim::{DeviceId, World, ops::MINUTE};

const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

#[test]
fn a_week_over_intermittent_links_on_the_plain_suite() {
    a_round_of_a_week_completes::<PlainSuite>(7);
}

#[test]
fn a_week_over_intermittent_links_on_mls() {
    a_round_of_a_week_completes::<MlsSuite>(8);
}

/// Each day each device is on for some minutes at an hour of its own; what people write, they write while it is off.
fn a_round_of_a_week_completes<S: Suite>(seed: u64) {
    let (mut world, people) = World::<S>::three();
    let [ana, bo, cy] = people;
    weekly(&mut world, ana);
    world.pass(MINUTE);
    let due = view(&world, bo).round_due.clone().expect("a round is due");
    act(
        &mut world,
        bo,
        schedule(ScheduleCommand::TakeSeat { series: due.series, date: due.date, service: RotaService::Keep }),
    );
    world.pass(MINUTE);
    let due = view(&world, bo).round_due.clone().expect("a round is due");
    assert_eq!(due.leader_name, Some("bo".to_owned()));
    world.sleep(ms(due.at).saturating_sub(world.now().0));
    for device in people {
        world.set_online(device, false);
    }
    // The leader opens without a network; the queue keeps it.
    act_of(&mut world, bo, RoundCommand::Open { series: Some(due.series), date: Some(due.date) });
    for half_day in 0..20 {
        for (n, device) in [bo, ana, cy].into_iter().enumerate() {
            // An hour of the day that differs from device to device and from day to day.
            world.sleep(((half_day * 7 + n as u64 * 5 + seed) % 5) * HOUR + HOUR / 2);
            write_what_is_open(&mut world, device);
            world.set_online(device, true);
            world.pass(3 * MINUTE);
            write_what_is_open(&mut world, device);
            world.pass(MINUTE);
            world.set_online(device, false);
        }
        world.sleep(2 * HOUR);
    }
    for device in people {
        world.set_online(device, true);
    }
    world.pass(5 * MINUTE);
    for device in people {
        let round = view(&world, device).rounds.first().expect("the round");
        assert!(round.closed, "{device:?} sees it go on: {:?}", round.summary);
        complete(round);
        assert_eq!(world.heads(device), world.heads(ana), "{device:?}");
    }
    answers_and_taps(view(&world, ana).rounds.first().expect("the round"));
}

fn complete(round: &RoundView) {
    for step in &round.steps {
        let mut authors: Vec<&str> = step.turns.iter().map(|turn| turn.author_name.as_str()).collect();
        authors.sort_unstable();
        authors.dedup();
        assert_eq!(authors, ["ana", "bo", "cy"], "everybody had a turn in step {}", step.number);
        for turn in &step.turns {
            assert!(turn.text.is_some() && turn.state == RoundTurnState::Said, "{} has words", turn.author_name);
        }
    }
}

fn answers_and_taps(round: &RoundView) {
    let asked = round.steps.iter().filter(|step| step.may_ask).flat_map(|step| &step.turns);
    let answered = asked.filter(|turn| turn.asks && !turn.answers.is_empty()).count();
    let mine = round.steps.iter().flat_map(|step| &step.turns).filter(|turn| turn.is_mine);
    let tapped = mine.filter(|turn| turn.taps.iter().any(|tap| tap.count > 0)).count();
    assert!(tapped > 0, "own words were heard");
    let can = round.steps.iter().any(|step: &RoundStepView| step.may_ask);
    assert_eq!(answered > 0, can, "who asks is answered where the rule has it");
}

/// One turn in each open step, an answer and a tap for what the others said.
fn write_what_is_open<S: Suite>(world: &mut World<S>, device: DeviceId) {
    let Some(round) = view(world, device).rounds.iter().find(|round| !round.closed).cloned() else { return };
    for step in round.steps.iter().filter(|step| step.open && step.mine_left == step.each) {
        let text = format!("step {}", step.number);
        act_of(
            world,
            device,
            RoundCommand::Turn { step: step.number, text, note: Some("note".to_owned()), ask: step.may_ask },
        );
    }
    for turn in round.steps.iter().flat_map(|step| &step.turns).filter(|turn| !turn.is_mine) {
        let mine = turn.answers.iter().any(|answer| answer.is_mine);
        if let Some(words) = turn.words.clone().filter(|_| turn.can_answer && !mine) {
            act_of(world, device, RoundCommand::Answer { words, text: "with you".to_owned() });
        }
        if let Some(share) = turn.id.clone().filter(|_| turn.taps.is_empty()) {
            act(world, device, Command::TapShare { circle: 0, share, tap: Tap::Heard });
        }
    }
}

#[test]
fn the_deputy_opens_when_the_leader_does_not() {
    let (mut world, [ana, bo, cy]) = World::<PlainSuite>::three();
    weekly(&mut world, ana);
    world.pass(MINUTE);
    let due = view(&world, bo).round_due.clone().expect("a round is due");
    let open = || RoundCommand::Open { series: Some(due.series.clone()), date: Some(due.date.clone()) };
    let keep =
        ScheduleCommand::TakeSeat { series: due.series.clone(), date: due.date.clone(), service: RotaService::Keep };
    act(&mut world, bo, schedule(keep));
    world.pass(MINUTE);
    world.set_online(bo, false);
    world.sleep(ms(due.at).saturating_sub(world.now().0));
    world.pass(MINUTE);
    assert_eq!(refusal(run(&mut world, ana, round(open()))), Some("refused_round_too_early".to_owned()));
    world.sleep(12 * HOUR);
    // The devices that are there tell the time by themselves, and circle time is past the hour.
    world.pass(3 * MINUTE);
    assert_eq!(refusal(run(&mut world, cy, round(open()))), Some("refused_round_too_early".to_owned()));
    act(&mut world, ana, round(open()));
    world.pass(MINUTE);
    assert_eq!(view(&world, cy).rounds.first().map(|round| round.leader_name.clone()), Some("ana".to_owned()));
}

#[test]
fn a_rota_is_proposed_and_said_yes_to() {
    let (mut world, [ana, bo, cy]) = World::<PlainSuite>::three();
    weekly(&mut world, ana);
    world.pass(MINUTE);
    let proposed = value(run(&mut world, ana, schedule(ScheduleCommand::ProposeSeats { days: 28 })));
    let Value::Seats { seats } = proposed else { panic!("no seats") };
    let mut counts: Vec<usize> = [ana, bo, cy]
        .iter()
        .map(|device| seats.iter().filter(|asked| asked.member == view(&world, *device).me).count())
        .collect();
    counts.sort_unstable();
    assert!(counts[2] - counts[0] <= 1 && counts[0] > 0, "{counts:?}");
    act(&mut world, ana, schedule(ScheduleCommand::AskSeats { seats: seats.clone() }));
    world.pass(MINUTE);
    let mine = seats.iter().find(|asked| asked.member == view(&world, bo).me).expect("bo is asked").clone();
    let (series, date, service) = (mine.series, mine.date, mine.service);
    act(&mut world, bo, schedule(ScheduleCommand::TakeSeat { series: series.clone(), date: date.clone(), service }));
    world.pass(MINUTE);
    act(&mut world, bo, schedule(ScheduleCommand::OfferSeat { series: series.clone(), date: date.clone(), service }));
    world.pass(MINUTE);
    act(&mut world, cy, schedule(ScheduleCommand::TakeSeat { series, date: date.clone(), service }));
    world.pass(MINUTE);
    let seen = view(&world, ana).schedule.next.iter().find(|one| one.date == date).expect("it");
    let seat = seen.seats.iter().find(|seat| seat.service == service).expect("the seat");
    assert_eq!((seat.state, seat.name.as_deref()), (SeatStateView::Serves, Some("cy")));
}

#[test]
fn hours_are_told_to_the_asker_alone_and_make_a_fair_rotation() {
    let (mut world, [ana, bo, cy]) = World::<PlainSuite>::three();
    act(&mut world, ana, schedule(ScheduleCommand::AskHours { week: "2026-01-14".to_owned() }));
    world.pass(MINUTE);
    for (device, offset) in [(ana, 2), (bo, 10), (cy, 18)] {
        let hours = (0..168).map(|hour| if (hour + offset) % 24 < 7 { 3 } else { 0 }).collect();
        act(&mut world, device, schedule(ScheduleCommand::TellHours { hours }));
    }
    world.pass(MINUTE);
    let hours = view(&world, cy).schedule.hours.clone().expect("an asking");
    assert_eq!((hours.told, hours.told_by_me, hours.by_me, hours.monday.as_str()), (3, true, false, "2026-01-12"));
    let plan = || schedule(ScheduleCommand::PlanRotation { minutes: 60, weeks: 3, candidates: vec![0, 8, 16] });
    assert!(refusal(run(&mut world, bo, plan())).is_some(), "bo's device can read none");
    let Value::Rotation { hours, burdens, fixed } = value(run(&mut world, ana, plan())) else { panic!("no plan") };
    let most = burdens.iter().map(|one| one.burden).max().expect("somebody");
    assert!(burdens.len() == 3 && most < fixed, "{burdens:?} {fixed}");
    act(&mut world, ana, schedule(ScheduleCommand::SetRotation { plan: plan_text(SeriesForm::Meeting), hours }));
    world.pass(MINUTE);
    let seen = &view(&world, bo).schedule;
    assert_eq!(seen.series.len(), 3);
    assert!(seen.series.iter().all(|series| series.rotation == seen.series[0].rotation));
    let weeks: Vec<u64> = seen.next.iter().map(|one| ms(one.at) / (7 * DAY)).collect();
    assert!(weeks.windows(2).all(|two| two[1] == two[0] + 1), "one a week: {weeks:?}");
}

#[test]
fn the_calendar_file_tells_times_and_nothing_else() {
    let (mut world, [ana, bo, _]) = World::<PlainSuite>::three();
    weekly(&mut world, ana);
    world.pass(MINUTE);
    let export = schedule(ScheduleCommand::Export { title: "Tea".to_owned() });
    let Value::Calendar { ics } = value(run(&mut world, bo, export)) else { panic!("no file") };
    let circle = view(&world, bo);
    for secret in [&circle.name, &circle.schedule.series[0].plan.title, &circle.schedule.series[0].id, &circle.me] {
        assert!(!ics.contains(secret.as_str()), "{secret} is in {ics}");
    }
    assert!(ics.contains("SUMMARY:Tea\r\n") && ics.contains("TZID=Africa/Cairo"), "{ics}");
    let unknown = PlanText { zone: "Mars/Olympus".to_owned(), ..plan_text(SeriesForm::Meeting) };
    let set = schedule(ScheduleCommand::Set { series: None, plan: unknown });
    assert_eq!(refusal(run(&mut world, ana, set)), Some("zone_unknown".to_owned()));
}

/// A view's moment: views are for JavaScript, which has no other number.
#[expect(clippy::cast_sign_loss, reason = "no moment of a view lies before 1970")]
fn ms(at: f64) -> u64 {
    at as u64
}

/// Rounds that begin on Fridays at 18:00 in Cairo.
fn plan_text(form: SeriesForm) -> PlanText {
    PlanText {
        title: "Week together".to_owned(),
        form,
        zone: "Africa/Cairo".to_owned(),
        start: "2026-01-02".to_owned(),
        time: "18:00".to_owned(),
        minutes: 7 * 24 * 60,
        rule: RuleText::Weekly { days: vec![4], every: 1 },
        months: Vec::new(),
        end: None,
    }
}

fn weekly<S: Suite>(world: &mut World<S>, device: DeviceId) {
    act(world, device, schedule(ScheduleCommand::Set { series: None, plan: plan_text(SeriesForm::Round) }));
}

/// Commands here are about the only circle; [`run`] fills in its number.
fn schedule(act: ScheduleCommand) -> Command {
    Command::Schedule { circle: 0, act }
}

fn round(act: RoundCommand) -> Command {
    Command::Round { circle: 0, act }
}

fn act_of<S: Suite>(world: &mut World<S>, device: DeviceId, command: RoundCommand) {
    act(world, device, round(command));
}

fn run<S: Suite>(world: &mut World<S>, device: DeviceId, command: Command) -> Option<Outcome> {
    let index = view(world, device).index;
    let command = match command {
        Command::Schedule { act, .. } => Command::Schedule { circle: index, act },
        Command::Round { act, .. } => Command::Round { circle: index, act },
        Command::TapShare { share, tap, .. } => Command::TapShare { circle: index, share, tap },
        other => other,
    };
    world.run(device, command, MINUTE)
}

#[track_caller]
fn act<S: Suite>(world: &mut World<S>, device: DeviceId, command: Command) {
    let what = format!("{command:?}");
    let outcome = run(world, device, command);
    assert!(matches!(outcome, Some(Outcome::Done(_))), "{what}: {outcome:?}");
}

#[track_caller]
fn value(outcome: Option<Outcome>) -> Value {
    match outcome {
        Some(Outcome::Done(value)) => value,
        other => panic!("{other:?}"),
    }
}

fn refusal(outcome: Option<Outcome>) -> Option<String> {
    match outcome {
        Some(Outcome::Refused { error, .. }) => Some(error.0),
        _ => None,
    }
}

#[track_caller]
fn view<S: Suite>(world: &World<S>, device: DeviceId) -> &CircleView {
    world.ready(device).first().copied().expect("the circle")
}

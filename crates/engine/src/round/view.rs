//! Rounds as a person sees them.

use circle::{Body, Occasion, Round, RoundAct, RoundId, RoundTurn, RoundWords, Said, SaidKind};
use serde::Serialize;
use wire::{Hash, Millis};

#[cfg(feature = "ts")]
use ts_rs::TS;

use crate::{
    member::{Core, hex},
    schedule::zone_of,
    suite::Suite,
    view::{PhaseCard, TapView, millis, phase, taps},
};

/// A round: the running one, or one that was closed and whose words are still kept.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(TS))]
pub struct RoundView {
    pub id: String,
    /// Who leads it.
    pub leader: String,
    pub leader_name: String,
    /// When it was opened, ms since 1970.
    pub opened: f64,
    pub closed: bool,
    pub steps: Vec<RoundStepView>,
    /// What is open now.
    pub summary: RoundSummary,
    /// This person may close it.
    pub can_close: bool,
    /// When it closes by itself if nobody takes another turn, ms since 1970.
    pub quiet_from: f64,
    /// The day on which all of its words are gone, days since 1970-01-01 UTC.
    pub expires_day: u32,
}

/// What is open in a round: numbers only, so that nobody is called up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(TS))]
pub struct RoundSummary {
    /// Members who have not had a turn in a step that is open.
    pub to_come: u32,
    /// Turns that ask for answers, have none, and can be answered.
    pub unanswered: u32,
    /// Turns that this person may still take now.
    pub mine: u32,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(TS))]
pub struct RoundStepView {
    /// Its number in commands, from 0.
    pub number: u16,
    /// The phase whose texts it has; None if the charter has it no more.
    pub phase: Option<PhaseCard>,
    /// Its window, ms since 1970.
    pub from: f64,
    pub to: f64,
    /// Turns are taken now.
    pub open: bool,
    /// Turns that everybody may take.
    pub each: u32,
    /// Turns that this person may still take, windows aside.
    pub mine_left: u32,
    /// Turns may ask for answers here.
    pub may_ask: bool,
    /// In order.
    pub turns: Vec<RoundTurnView>,
}

/// One turn.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(TS))]
pub struct RoundTurnView {
    /// Its name in `Answer`; None for a pass.
    pub words: Option<String>,
    /// Its name in `TapShare` and `TakeBack`; None where this device does not have the words: they are on their way,
    /// or were said before this person came.
    pub id: Option<String>,
    pub author: String,
    pub author_name: String,
    pub is_mine: bool,
    pub state: RoundTurnState,
    /// None when taken back, passed, or not here.
    pub text: Option<String>,
    pub note: Option<String>,
    /// The author asks for answers.
    pub asks: bool,
    /// This person may answer now.
    pub can_answer: bool,
    /// Until when it can be answered, ms since 1970; None where the rule takes no answers.
    pub answers_until: Option<f64>,
    pub answers: Vec<RoundAnswerView>,
    pub taps: Vec<TapView>,
}

/// What there is of a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(TS))]
pub enum RoundTurnState {
    /// Its words are here.
    Said,
    /// The member passed.
    Passed,
    /// Its author has taken the words back.
    TakenBack,
    /// The words are on their way, or were said before this person came.
    NotHere,
    /// An own turn on its way to the server.
    Sending,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(TS))]
pub struct RoundAnswerView {
    /// Its name in `TapShare` and `TakeBack`; empty while it is on its way.
    pub id: String,
    pub author: String,
    pub author_name: String,
    pub is_mine: bool,
    /// None when taken back.
    pub text: Option<String>,
    pub taps: Vec<TapView>,
    pub sending: bool,
}

/// The round to open next.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(TS))]
pub struct RoundDueView {
    pub series: String,
    pub date: String,
    /// When, ms since 1970.
    pub at: f64,
    /// Who leads it by the rota.
    pub leader_name: Option<String>,
    /// From when a deputy may open it, and from when anybody may, ms since 1970.
    pub deputy_from: f64,
    pub anybody_from: f64,
    /// This person may open it now.
    pub can_open: bool,
}

/// The rounds that this person sees, oldest first.
pub(crate) fn views<S: Suite>(core: &Core<S>, now: Millis) -> Vec<RoundView> {
    core.circle.rounds().iter().map(|round| round_view(core, round, now)).collect()
}

/// The round to open next.
pub(crate) fn due<S: Suite>(core: &Core<S>, now: Millis) -> Option<RoundDueView> {
    let circle = &core.circle;
    let (occasion, about) = circle.round_due()?;
    let planned = circle.series(occasion.series)?;
    let exact = zone_of(planned).and_then(|zone| planned.series.occurrence_on(&zone, occasion.date)).map(|one| one.at);
    let wait = u64::from(circle.charter().round.leader_by_hours) * 3_600_000;
    let Occasion { series, date } = occasion;
    let seat = circle.seat_of(circle::SeatKey { date, series, service: circle::SeatService::Keep });
    let seat = seat.filter(|seat| seat.state != circle::SeatState::Asked);
    let open = Body::Round(RoundAct::Open { round: RoundId([0; 16]), occurrence: Some(occasion) });
    Some(RoundDueView {
        series: hex(&series.0),
        date: date.to_string(),
        at: millis(exact.unwrap_or(about)),
        leader_name: seat.and_then(|seat| circle.name_of(seat.member)).map(str::to_owned),
        deputy_from: millis(about.plus(wait)),
        anybody_from: millis(about.plus(2 * wait)),
        can_open: core.allows(open, now),
    })
}

fn round_view<S: Suite>(core: &Core<S>, round: &Round, now: Millis) -> RoundView {
    let running = round.closed.is_none();
    let steps: Vec<RoundStepView> = (0..).zip(&round.steps).map(|(n, _)| step_view(core, round, n)).collect();
    RoundView {
        id: hex(&round.id.0),
        leader: hex(&round.leader.0),
        leader_name: name(core, round.leader),
        opened: millis(round.opened),
        closed: !running,
        summary: summary(core, round, &steps),
        steps,
        can_close: running && core.allows(Body::Round(RoundAct::Close { round: round.id }), now),
        quiet_from: millis(round.quiet_from()),
        expires_day: round.expires.0,
    }
}

fn summary<S: Suite>(core: &Core<S>, round: &Round, steps: &[RoundStepView]) -> RoundSummary {
    let open = || steps.iter().filter(|step| step.open);
    let waits = |step: &RoundStepView| {
        let staying = core.circle.members().filter(|member| !member.leaving);
        staying.filter(|member| round.taken(member.id, step.number) == 0).count() as u32
    };
    let unanswered = |turn: &&RoundTurnView| turn.asks && turn.answers.is_empty() && turn.can_answer;
    RoundSummary {
        to_come: open().map(waits).max().unwrap_or(0),
        unanswered: steps.iter().flat_map(|step| &step.turns).filter(unanswered).count() as u32,
        mine: open().map(|step| step.mine_left).sum(),
    }
}

fn step_view<S: Suite>(core: &Core<S>, round: &Round, number: u16) -> RoundStepView {
    let step = &round.steps[usize::from(number)];
    let now = round.now(core.circle.time());
    let (from, to) = round.window(number).unwrap_or((round.opened, round.opened));
    let turns = round.turns.iter().filter(|turn| turn.step == number).map(|turn| turn_view(core, round, turn));
    let sending = sending(core, round.id, number);
    RoundStepView {
        number,
        phase: core.circle.charter().phases.iter().find(|phase| phase.id == step.plan.phase).map(phase),
        from: millis(from),
        to: millis(to),
        open: round.closed.is_none() && round.open_steps(now).any(|(open, _)| open == number),
        each: step.most() as u32,
        mine_left: round.left(core.me(), number).saturating_sub(sending.len()) as u32,
        may_ask: step.rule == circle::SpeakingRule::Ask,
        turns: turns.chain(sending).collect(),
    }
}

fn turn_view<S: Suite>(core: &Core<S>, round: &Round, turn: &RoundTurn) -> RoundTurnView {
    let said = turn.words.and_then(|words| find(core, turn, words));
    let until = turn.words.filter(|_| round.takes_answers(turn)).and_then(|words| round.answers_until(words));
    let is_mine = turn.member == core.me();
    RoundTurnView {
        words: turn.words.map(|words| words.to_hex()),
        id: said.map(|said| said.at.0.to_hex()),
        author: hex(&turn.member.0),
        author_name: name(core, turn.member),
        is_mine,
        state: match (turn.words, said) {
            (None, _) => RoundTurnState::Passed,
            (Some(_), None) => RoundTurnState::NotHere,
            (Some(_), Some(said)) if said.text.is_none() => RoundTurnState::TakenBack,
            (Some(_), Some(_)) => RoundTurnState::Said,
        },
        text: said.and_then(|said| said.text.clone()),
        note: said.and_then(|said| said.note.clone()),
        asks: turn.ask,
        can_answer: round.closed.is_none() && until.is_some_and(|until| core.circle.time() < until),
        answers_until: until.map(millis),
        answers: turn.words.map(|words| answers(core, words)).unwrap_or_default(),
        taps: said.map(|said| taps(&said.taps, is_mine, core.me())).unwrap_or_default(),
    }
}

/// The words of a turn: of its author, with its hash. Others' words with that hash are none.
fn find<'a, S: Suite>(core: &'a Core<S>, turn: &RoundTurn, words: Hash) -> Option<&'a Said> {
    core.circle.said().iter().find(|said| said.kind == SaidKind::Words(words) && said.author.member == turn.member)
}

fn answers<S: Suite>(core: &Core<S>, words: Hash) -> Vec<RoundAnswerView> {
    let me = core.me();
    let kept = core.circle.said().iter().filter(|said| said.kind == SaidKind::Answer(words));
    let kept = kept.map(|said| RoundAnswerView {
        id: said.at.0.to_hex(),
        author: hex(&said.author.member.0),
        author_name: name(core, said.author.member),
        is_mine: said.author.member == me,
        text: said.text.clone(),
        taps: taps(&said.taps, said.author.member == me, me),
        sending: false,
    });
    let sending = core.outbox.iter().filter_map(|out| match &out.body {
        Body::RoundWords(RoundWords::Answer { to, text, .. }) if *to == words => Some(RoundAnswerView {
            id: String::new(),
            author: hex(&me.0),
            author_name: name(core, me),
            is_mine: true,
            text: Some(text.clone()),
            taps: Vec::new(),
            sending: true,
        }),
        _ => None,
    });
    kept.chain(sending).collect()
}

/// Own turns that the server does not have yet.
fn sending<S: Suite>(core: &Core<S>, id: RoundId, number: u16) -> Vec<RoundTurnView> {
    let me = core.me();
    let text_of = |hash: Hash| {
        let posted = core.outbox.iter().filter_map(|out| match &out.body {
            Body::RoundWords(RoundWords::Words { round, salt, text, note }) => {
                let found = circle::words_hash(*round, me, *salt, text, note.as_deref()) == hash;
                found.then(|| (Some(text.clone()), note.clone()))
            }
            _ => None,
        });
        let said = core.circle.said().iter().filter(|said| said.kind == SaidKind::Words(hash));
        let said = said.map(|said| (said.text.clone(), said.note.clone()));
        posted.chain(said).next().unwrap_or_default()
    };
    let turns = core.outbox.iter().filter_map(|out| match &out.body {
        Body::Round(RoundAct::Turn { round, step, words, ask }) if *round == id && *step == number => {
            Some((Some(*words), *ask))
        }
        Body::Round(RoundAct::Pass { round, step }) if *round == id && *step == number => Some((None, false)),
        _ => None,
    });
    turns
        .map(|(words, asks)| {
            let (text, note) = words.map(text_of).unwrap_or_default();
            RoundTurnView {
                words: words.map(|words| words.to_hex()),
                id: None,
                author: hex(&me.0),
                author_name: name(core, me),
                is_mine: true,
                state: RoundTurnState::Sending,
                text,
                note,
                asks,
                can_answer: false,
                answers_until: None,
                answers: Vec::new(),
                taps: Vec::new(),
            }
        })
        .collect()
}

fn name<S: Suite>(core: &Core<S>, member: circle::MemberId) -> String {
    core.circle.name_of(member).unwrap_or_default().to_owned()
}

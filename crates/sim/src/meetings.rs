//! People in a meeting: at random, whatever the screen offers; or politely, until it is over.

use std::collections::{BTreeMap, BTreeSet};

use engine::{
    Command, Suite,
    command::{Act, Answer, CornersCommand, Deed, SplitForm, Tap},
    view::{Carrying, CircleView, MeetingAct, MeetingView, Place},
};
use server_store::Store;

use crate::{DeviceId, World, ops::MINUTE};

/// Between two acts of polite people.
const BREATH: u64 = 1_500;
/// So often nobody finds anything to do: longer than any quiet between turns.
const STUCK: u32 = 500;
/// Acts after which a meeting should be over.
const LONGEST: u32 = 2_000;

/// What somebody who is polite does, as they see circle and meeting.
type Step = fn(&CircleView, &MeetingView, &mut Seen) -> Option<Command>;

/// What was seen of a meeting, over all devices.
#[derive(Debug, Default)]
pub struct Seen {
    /// Who held each turn, by the turn's number.
    pub holders: BTreeMap<u32, BTreeSet<String>>,
    /// Who raised a hand while people were polite.
    pub asked: BTreeSet<String>,
    /// Who held the floor then.
    pub heard: BTreeSet<String>,
    /// What was done, as often.
    pub done: BTreeMap<String, u32>,
}

impl<S: Suite, D: Store + Clone> World<S, D> {
    /// The first opens a meeting and all come.
    ///
    /// # Panics
    /// When they are not inside after two minutes.
    pub fn gather(&mut self, people: &[DeviceId]) {
        let circle = self.ready(people[0])[0].index;
        self.command(people[0], Command::OpenMeeting { circle });
        self.pass(5_000);
        for device in &people[1..] {
            let circle = self.ready(*device)[0].index;
            self.command(*device, Command::Meeting { circle, act: Act::Arrive });
        }
        let inside = self.until(2 * MINUTE, |world| {
            let at = |device: &DeviceId| world.meeting(*device).map(|(_, meeting)| meeting.my_place);
            people.iter().all(|device| at(device) == Some(Place::Inside))
        });
        assert!(inside, "somebody was not let in");
    }

    /// So many acts at random, each of something that the screen offers.
    pub fn mingle(&mut self, people: &[DeviceId], acts: u32, seen: &mut Seen) {
        for _ in 0..acts {
            let Some(device) = self.random.pick(people).copied() else { return };
            let Some(circle) = self.ready(device).first().map(|circle| (*circle).clone()) else { continue };
            if circle.meeting.is_some()
                && let Some(command) = self.any_act(&circle)
            {
                seen.note(&command);
                self.command(device, command);
            }
            let pause = self.random.below(4_000);
            self.pass(pause);
            self.look(people, seen);
        }
    }

    /// Everybody comes back, speaks once, and the meeting is brought to its end.
    ///
    /// # Panics
    /// When nobody can do anything any more, or it does not end.
    pub fn finish_politely(&mut self, people: &[DeviceId], seen: &mut Seen) {
        let mut waited = 0;
        for _ in 0..LONGEST {
            self.pass(BREATH);
            self.look(people, seen);
            if people.iter().all(|device| self.meeting(*device).is_none()) {
                return;
            }
            match self.polite_act(people, seen) {
                Some((device, command)) => {
                    waited = 0;
                    seen.note(&command);
                    self.command(device, command);
                }
                None => waited += 1,
            }
            assert!(waited < STUCK, "stuck: {:#?}", self.meeting(people[0]).map(|(_, meeting)| meeting));
        }
        panic!("the meeting does not end: {:#?}", self.meeting(people[0]).map(|(_, meeting)| meeting));
    }

    /// The meeting of the device's only circle, as the device sees it, and its circle.
    pub fn meeting(&self, device: DeviceId) -> Option<(&CircleView, &MeetingView)> {
        let circle = self.ready(device).into_iter().next()?;
        Some((circle, circle.meeting.as_ref()?))
    }

    fn look(&self, people: &[DeviceId], seen: &mut Seen) {
        for device in people {
            if let Some(turn) = self.meeting(*device).and_then(|(_, meeting)| meeting.turn.as_ref()) {
                seen.holders.entry(turn.number).or_default().insert(turn.holder.clone());
            }
        }
    }

    fn polite_act(&self, people: &[DeviceId], seen: &mut Seen) -> Option<(DeviceId, Command)> {
        let steps: [Step; 4] = [be_here, take_turn, ask_for_turn, keep];
        steps.iter().find_map(|step| {
            people.iter().find_map(|device| {
                let (circle, meeting) = self.meeting(*device)?;
                Some((*device, step(circle, meeting, seen)?))
            })
        })
    }

    /// One act of those that the screen offers; none where it would end the meeting too soon, or carries what has tests
    /// of its own.
    pub(crate) fn any_act(&mut self, circle: &CircleView) -> Option<Command> {
        let meeting = circle.meeting.as_ref()?;
        let index = circle.index;
        if meeting.my_place == Place::Outside && !self.random.chance(60) {
            return None;
        }
        if self.random.chance(50) && !meeting.gathering.deeds.is_empty() {
            // By kind first: there are many services, and one way to go on to the next part.
            let mut kinds: Vec<_> = meeting.gathering.deeds.iter().map(std::mem::discriminant).collect();
            kinds.dedup();
            let kind = *self.random.pick(&kinds)?;
            let of_kind = meeting.gathering.deeds.iter().filter(|deed| std::mem::discriminant(*deed) == kind);
            let deed = self.random.pick(&of_kind.collect::<Vec<_>>()).copied()?.clone();
            return Some(Command::Deed { circle: index, deed });
        }
        match self.random.pick(&meeting.acts).copied()? {
            // Meetings that close at once teach little.
            MeetingAct::Act(Act::Close | Act::Depart) if self.random.chance(90) => None,
            MeetingAct::Act(act) => Some(Command::Meeting { circle: index, act }),
            MeetingAct::With(carrying) => self.carry_words(index, meeting, carrying),
        }
    }

    fn carry_words(&mut self, circle: u32, meeting: &MeetingView, carrying: Carrying) -> Option<Command> {
        let text = format!("words {}", self.random.below(1_000_000));
        let turn = meeting.turn.as_ref().map_or(1, |turn| turn.number);
        Some(match carrying {
            Carrying::Say => Command::Say { circle, text },
            Carrying::Tap => Command::TapTurn { circle, turn, tap: Tap::WithYou },
            Carrying::Tag => {
                let tags: Vec<&String> = meeting.tag_names.keys().collect();
                let tag = (*self.random.pick(&tags)?).clone();
                Command::TagTurn { circle, turn, tag }
            }
            Carrying::Draft => Command::ShowDraft { circle, text },
            Carrying::Propose => Command::ProposeTopic { circle, title: text },
            Carrying::AskHands => Command::AskHands { circle, question: text },
            Carrying::AnswerHands => {
                let question = meeting.gathering.questions.len() as u32;
                let answer = *self.random.pick(&[Answer::For, Answer::Against, Answer::Aside])?;
                Command::AnswerHands { circle, question, answer }
            }
            Carrying::Milestone => Command::TellMilestone { circle, days: 0, text },
            Carrying::Note => Command::WriteNote { circle, to: None, text },
            Carrying::CornerSay => Command::Corners { circle, act: CornersCommand::Say { text } },
            Carrying::BreakOut if meeting.gathering.draw.is_some() => {
                Command::Corners { circle, act: CornersCommand::Start }
            }
            Carrying::BreakOut => {
                let split = *self.random.pick(&[SplitForm::Pairs, SplitForm::Triads, SplitForm::Topics])?;
                let with_me = self.random.chance(50);
                Command::Corners { circle, act: CornersCommand::Draw { split, minutes: 1, with_me } }
            }
        })
    }

    pub(crate) fn act_in_meeting(&mut self, device: DeviceId, circle: &CircleView) {
        if let Some(command) = self.any_act(circle) {
            self.command(device, command);
        }
    }
}

impl Seen {
    fn note(&mut self, command: &Command) {
        let what = match command {
            Command::Meeting { act, .. } => format!("{act:?}"),
            Command::Deed { deed, .. } => format!("{deed:?}").split([' ', '{']).next().unwrap_or_default().to_owned(),
            other => format!("{other:?}").split([' ', '{']).next().unwrap_or_default().to_owned(),
        };
        *self.done.entry(what).or_default() += 1;
    }
}

/// Who is outside comes in; who only listened takes part; who paused the meeting goes on.
fn be_here(circle: &CircleView, meeting: &MeetingView, _: &mut Seen) -> Option<Command> {
    let circle = circle.index;
    if offers(meeting, Act::Arrive) {
        return Some(Command::Meeting { circle, act: Act::Arrive });
    }
    let own = [Deed::ComeBack, Deed::Be { mode: None }, Deed::Pause { on: false }, Deed::Last { on: false }];
    let in_corners = meeting.gathering.corners.is_some();
    let unusual = [in_corners, meeting.gathering.my_mode.is_some(), meeting.gathering.paused, meeting.gathering.last];
    let mut deeds = own.into_iter().zip(unusual).filter(|(deed, is)| *is && meeting.gathering.deeds.contains(deed));
    deeds.next().map(|(deed, _)| Command::Deed { circle, deed })
}

/// The holder says a line, goes through the parts, and gives the floor back.
fn take_turn(circle: &CircleView, meeting: &MeetingView, seen: &mut Seen) -> Option<Command> {
    let turn = meeting.turn.as_ref().filter(|turn| turn.is_me)?;
    let phase = &meeting.phases[meeting.phase as usize];
    seen.heard.insert(turn.holder.clone());
    let circle = circle.index;
    let act = |act| Some(Command::Meeting { circle, act });
    let said = |words: &&engine::view::TurnWords| {
        words.turn == turn.number && words.lines.iter().any(|line| line.author == turn.holder)
    };
    if turn.feedback {
        return act(Act::EndFeedback);
    }
    if meeting.acts.contains(&MeetingAct::With(Carrying::Say)) && !meeting.words.iter().any(|words| said(&words)) {
        return Some(Command::Say { circle, text: "One day at a time.".to_owned() });
    }
    let more = turn.part.is_some_and(|part| part as usize + 1 < phase.parts.len());
    if more && meeting.gathering.deeds.contains(&Deed::NextPart) {
        return Some(Command::Deed { circle, deed: Deed::NextPart });
    }
    if offers(meeting, Act::Done) { act(Act::Done) } else { act(Act::Pass).filter(|_| offers(meeting, Act::Pass)) }
}

/// Whoever has not had the floor while people are polite would like it.
fn ask_for_turn(circle: &CircleView, meeting: &MeetingView, seen: &mut Seen) -> Option<Command> {
    let me = &circle.members.iter().find(|member| member.is_me)?.id;
    let may = offers(meeting, Act::HandUp) && !seen.heard.contains(me);
    if may {
        seen.asked.insert(me.clone());
    }
    may.then_some(Command::Meeting { circle: circle.index, act: Act::HandUp })
}

/// The keeper opens and closes topics and goes on once nobody wants the floor.
fn keep(circle: &CircleView, meeting: &MeetingView, _: &mut Seen) -> Option<Command> {
    let circle = circle.index;
    if !meeting.waiting.is_empty() || meeting.turn.is_some() {
        return None;
    }
    if !meeting.i_am_keeper {
        let take = !meeting.keeper_here && offers(meeting, Act::TakeKeeping);
        return take.then_some(Command::Meeting { circle, act: Act::TakeKeeping });
    }
    let topic = meeting.gathering.deeds.iter().find(|deed| matches!(deed, Deed::OpenTopic { .. } | Deed::CloseTopic));
    if let Some(deed) = topic.filter(|_| meeting.hands.is_empty()) {
        return Some(Command::Deed { circle, deed: deed.clone() });
    }
    let close = |deed: &&Deed| matches!(deed, Deed::CloseHands { .. });
    if let Some(deed) = meeting.gathering.deeds.iter().find(close) {
        return Some(Command::Deed { circle, deed: deed.clone() });
    }
    let act = [Act::NextPhase, Act::Close].into_iter().find(|act| offers(meeting, *act))?;
    // Closing is always offered; it comes after the last phase.
    let early = act == Act::Close && (meeting.phase as usize) + 1 < meeting.phases.len();
    (!early).then_some(Command::Meeting { circle, act })
}

fn offers(meeting: &MeetingView, act: Act) -> bool {
    meeting.acts.contains(&MeetingAct::Act(act))
}

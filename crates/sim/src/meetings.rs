//! People in a meeting who do at random whatever the screen offers.

use std::collections::{BTreeMap, BTreeSet};

use engine::{
    Command, Suite,
    command::{Act, Answer, CornersCommand, SplitForm, Tap},
    view::{Carrying, CircleView, MeetingAct, MeetingView, Place},
};
use server_store::Store;

use crate::{DeviceId, World, ops::MINUTE};

/// What was seen of a meeting, over all devices.
#[derive(Debug, Default)]
pub struct Seen {
    /// Who held each turn, by the turn's number.
    pub holders: BTreeMap<u32, BTreeSet<String>>,
    /// Nothing is on its way any more that was done before people were polite.
    pub settled: bool,
    /// Whose hand was up while people were polite.
    pub asked: BTreeSet<String>,
    /// Who held the floor then.
    pub heard: BTreeSet<String>,
    /// Who dropped out and does not come back.
    pub gone: BTreeSet<String>,
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

    /// The meeting of the device's only circle, as the device sees it, and its circle.
    pub fn meeting(&self, device: DeviceId) -> Option<(&CircleView, &MeetingView)> {
        let circle = self.ready(device).into_iter().next()?;
        Some((circle, circle.meeting.as_ref()?))
    }

    pub(crate) fn look(&self, people: &[DeviceId], seen: &mut Seen) {
        for device in people {
            if let Some(turn) = self.meeting(*device).and_then(|(_, meeting)| meeting.turn.as_ref()) {
                seen.holders.entry(turn.number).or_default().insert(turn.holder.clone());
            }
        }
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

    pub(crate) fn carry_words(&mut self, circle: u32, meeting: &MeetingView, carrying: Carrying) -> Option<Command> {
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
    pub(crate) fn note(&mut self, command: &Command) {
        let what = match command {
            Command::Meeting { act, .. } => format!("{act:?}"),
            Command::Deed { deed, .. } => format!("{deed:?}").split([' ', '{']).next().unwrap_or_default().to_owned(),
            other => format!("{other:?}").split([' ', '{']).next().unwrap_or_default().to_owned(),
        };
        self.count(&what);
    }

    pub(crate) fn count(&mut self, what: &str) {
        *self.done.entry(what.to_owned()).or_default() += 1;
    }
}

pub(crate) fn offers(meeting: &MeetingView, act: Act) -> bool {
    meeting.acts.contains(&MeetingAct::Act(act))
}

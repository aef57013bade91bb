//! People in a meeting who are polite, until it is over.

use engine::{
    Command, Suite,
    command::{Act, Deed},
    view::{Carrying, CircleView, MeetingAct, MeetingView, Place},
};
use server_store::Store;

use crate::{
    DeviceId, World,
    meetings::{Seen, offers},
};

/// Between two acts of polite people.
const BREATH: u64 = 1_500;
/// So often nobody finds anything to do: longer than any quiet between turns, and than it takes until nothing waits for
/// a keeper who dropped out.
const STUCK: u32 = 800;
/// Acts after which a meeting should be over.
const LONGEST: u32 = 2_000;

/// What somebody who is polite does, as they see circle and meeting.
type Step = fn(&CircleView, &MeetingView, &mut Seen) -> Option<Command>;

impl<S: Suite, D: Store + Clone> World<S, D> {
    /// Polite people bring the meeting to a phase.
    pub fn come_to_phase(&mut self, people: &[DeviceId], phase: u32) {
        let mut seen = Seen::default();
        for _ in 0..LONGEST {
            if self.meeting(people[0]).is_none_or(|(_, meeting)| meeting.phase >= phase) {
                return;
            }
            self.pass(BREATH);
            if let Some((device, command)) = self.polite_act(people, &mut seen) {
                self.command(device, command);
            }
        }
    }

    /// These people come back, speak once each, and bring the meeting to its end, whoever else dropped out.
    ///
    /// # Panics
    /// When nobody can do anything any more, or it does not end.
    pub fn finish_politely(&mut self, people: &[DeviceId], seen: &mut Seen) {
        let mut waited = 0;
        for _ in 0..LONGEST {
            self.pass(BREATH);
            self.look(people, seen);
            self.see_hands(people, seen);
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
            assert!(waited < STUCK, "stuck: {}", self.places(people));
        }
        panic!("the meeting does not end: {:#?}", self.meeting(people[0]).map(|(_, meeting)| meeting));
    }

    /// A hand is up once all have heard of it: between the wish and that the meeting may have gone on. What was done before
    /// people were polite may still be on its way, and then it is not they who go over a hand.
    fn see_hands(&self, people: &[DeviceId], seen: &mut Seen) {
        let circles: Vec<&CircleView> = people.iter().flat_map(|device| self.ready(*device)).collect();
        seen.settled |= circles.iter().all(|circle| circle.outbox == 0);
        if !seen.settled {
            return;
        }
        let meetings: Vec<&MeetingView> = circles.iter().filter_map(|circle| circle.meeting.as_ref()).collect();
        let stay = circles.iter().filter(|circle| circle.meeting.is_some()).map(|circle| &circle.me);
        let up = |me: &&String| meetings.iter().all(|meeting| meeting.hands.contains(me));
        seen.asked.extend(stay.filter(up).cloned());
    }

    /// Where each stands, for whoever looks why nobody goes on.
    fn places(&self, people: &[DeviceId]) -> String {
        let place = |device: &DeviceId| match self.meeting(*device) {
            Some((circle, meeting)) => format!(
                "{device:?} {} {:?} {:?} in part {}, waiting {:?}, turn {:?}, may {:?}\n",
                circle.me, circle.state, meeting.my_place, meeting.phase, meeting.waiting, meeting.turn, meeting.acts
            ),
            None => format!("{device:?} sees no meeting\n"),
        };
        people.iter().map(place).collect()
    }

    fn polite_act(&self, people: &[DeviceId], seen: &mut Seen) -> Option<(DeviceId, Command)> {
        let steps: [Step; 6] = [be_here, take_over, take_turn, move_on, ask_for_turn, keep];
        steps.iter().find_map(|step| {
            people.iter().find_map(|device| {
                let (circle, meeting) = self.meeting(*device)?;
                Some((*device, step(circle, meeting, seen)?))
            })
        })
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

/// Somebody goes on in the place of a keeper who dropped out.
fn take_over(circle: &CircleView, meeting: &MeetingView, seen: &mut Seen) -> Option<Command> {
    let take = seen.gone.contains(&meeting.keeper) && offers(meeting, Act::TakeKeeping);
    take.then_some(Command::Meeting { circle: circle.index, act: Act::TakeKeeping })
}

/// Nobody waits for a holder who dropped out.
fn move_on(circle: &CircleView, meeting: &MeetingView, seen: &mut Seen) -> Option<Command> {
    let dropped = meeting.turn.as_ref().is_some_and(|turn| seen.gone.contains(&turn.holder));
    (dropped && offers(meeting, Act::MoveOn)).then_some(Command::Meeting { circle: circle.index, act: Act::MoveOn })
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
    may.then_some(Command::Meeting { circle: circle.index, act: Act::HandUp })
}

/// The keeper opens and closes topics and goes on once nobody wants the floor. Who was just reloaded has the key first: only
/// then is a pause of the meeting ended.
fn keep(circle: &CircleView, meeting: &MeetingView, _: &mut Seen) -> Option<Command> {
    let circle = circle.index;
    let hands_wait = meeting.gathering.quiet_until.is_some() && !meeting.hands.is_empty();
    let inside = meeting.my_place == Place::Inside;
    if !inside || !meeting.waiting.is_empty() || meeting.turn.is_some() || hands_wait {
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

//! When a simulated member does what: from what it sees and how late it is, and from nothing else.
//!
//! Guests come first: whoever of them waits at the door or raises a hand makes the others finish their turn, and
//! while a guest is about, the parts before the sharing are short.

use std::collections::{BTreeMap, BTreeSet};

use engine::{
    Command,
    command::{Act, Deed, Tap},
    view::{Carrying, CircleView, MeetingAct, MeetingView, PhaseKind, Place, TurnView},
};
use wire::Millis;

use super::cast::{Cast, Member};

/// Between two acts.
const BEAT: u64 = 700;
/// Before a line.
const LINE: u64 = 2_600;
/// Between two meetings.
const PAUSE: u64 = 12_000;
/// The time between one member and the next, so that they do not all act together.
const APART: u64 = 1_300;
/// How long the keeper waits for all to come in.
const GATHER: u64 = 9_000;
/// How long everybody is silent together.
const SILENCE: u64 = 6_000;
/// How long answers may take.
const ANSWERS: u64 = 11_000;
/// How long a free floor is left to whoever might want it.
const FREE: u64 = 4_000;
/// How long the sharing waits for a guest.
const LINGER: u64 = 75_000;
/// After so long without a word a guest's turn in the sharing is passed on.
const MUTE: u64 = 120_000;
/// The same in the other parts, where a turn is a sentence.
const MUTE_ELSEWHERE: u64 = 40_000;
/// A new member who is not in the room is expected for so long.
const EXPECTED: u64 = 150_000;
/// The part in which guests have their time.
const SHARES: &str = "shares";
const TAPS: [Tap; 4] = [Tap::Heard, Tap::WithYou, Tap::Thanks, Tap::MeToo];

pub(crate) struct Mind {
    me: Member,
    number: u64,
    names: Vec<String>,
    speed: u64,
    /// Nothing is done before.
    free_at: Millis,
    guests: BTreeMap<String, Millis>,
    meeting: Option<Seen>,
    closed: Option<Millis>,
}

/// What is remembered of the running meeting.
struct Seen {
    since: Millis,
    phase: (u32, Millis),
    turn: (Option<(u32, bool)>, Millis),
    /// Lines heard in all, and when the last came.
    lines: (usize, Millis),
    said: BTreeMap<u32, usize>,
    answered: BTreeSet<u32>,
    tapped: BTreeSet<u32>,
}

impl Mind {
    pub(crate) fn new(cast: &Cast, number: usize, speed: u64) -> Self {
        Self {
            me: cast.member[number].clone(),
            number: number as u64,
            names: cast.member.iter().map(|member| member.name.clone()).collect(),
            speed: speed.max(1),
            free_at: Millis(0),
            guests: BTreeMap::new(),
            meeting: None,
            closed: None,
        }
    }

    /// What to do now.
    pub(crate) fn next(&mut self, circle: &CircleView, now: Millis) -> Option<Command> {
        self.look(circle, now);
        if now < self.free_at {
            return None;
        }
        let command = match &circle.meeting {
            None => self.between(circle, now),
            Some(meeting) => Scene { circle, meeting, now, mind: self }.act(),
        }?;
        self.free_at = now.plus(self.pace(BEAT));
        Some(command)
    }

    fn look(&mut self, circle: &CircleView, now: Millis) {
        let others = circle.members.iter().filter(|member| !self.names.contains(&member.name));
        for guest in others {
            self.guests.entry(guest.id.clone()).or_insert(now);
        }
        let Some(meeting) = &circle.meeting else {
            self.meeting = None;
            self.closed.get_or_insert(now);
            return;
        };
        self.closed = None;
        let lines = meeting.words.iter().map(|talk| talk.lines.len()).sum();
        let turn = meeting.turn.as_ref().map(|turn| (turn.number, turn.feedback));
        let seen = self.meeting.get_or_insert_with(|| Seen {
            since: now,
            phase: (meeting.phase, now),
            turn: (turn, now),
            lines: (lines, now),
            said: BTreeMap::new(),
            answered: BTreeSet::new(),
            tapped: BTreeSet::new(),
        });
        if seen.phase.0 != meeting.phase {
            seen.phase = (meeting.phase, now);
        }
        if seen.turn.0 != turn {
            seen.turn = (turn, now);
        }
        if seen.lines.0 != lines {
            seen.lines = (lines, now);
        }
    }

    fn between(&self, circle: &CircleView, now: Millis) -> Option<Command> {
        let rested = circle.meetings_held == 0 || self.closed.is_some_and(|since| now.since(since) >= self.pace(PAUSE));
        (self.number == 0 && circle.can_open_meeting && rested).then_some(Command::OpenMeeting { circle: circle.index })
    }

    fn pace(&self, millis: u64) -> u64 {
        millis / self.speed
    }
}

/// One look at the meeting.
struct Scene<'a> {
    circle: &'a CircleView,
    meeting: &'a MeetingView,
    now: Millis,
    mind: &'a mut Mind,
}

impl Scene<'_> {
    fn act(&mut self) -> Option<Command> {
        if self.meeting.my_place != Place::Inside {
            let is_time = self.since(self.seen()?.since) >= self.mind.pace(APART * self.mind.number);
            return is_time.then(|| self.may(Act::Arrive)).flatten();
        }
        match &self.meeting.turn {
            Some(turn) if turn.is_me && turn.feedback => self.hear_answers(),
            Some(turn) if turn.is_me => self.speak(),
            Some(turn) => self.listen(&turn.clone()).or_else(|| self.stand_back()).or_else(|| self.move_on(turn)),
            None => self
                .tap_last()
                .or_else(|| self.stand_back())
                .or_else(|| self.raise_hand())
                .or_else(|| self.end_quiet())
                .or_else(|| self.lead()),
        }
    }

    /// The own turn: line by line, then done.
    fn speak(&mut self) -> Option<Command> {
        let (turn, lines) = (self.seen()?.turn.1, self.own_lines());
        let said = self.said();
        let last = self.seen()?.lines.1.max(turn);
        if self.gathering() {
            return None;
        }
        if self.mind.me.passes.iter().any(|phase| phase == self.phase_id()) {
            return (self.since(turn) >= self.mind.pace(LINE)).then(|| self.may(Act::Pass)).flatten();
        }
        if said < lines.len() && (said == 0 || !self.guest_wants()) {
            if self.since(last) < self.mind.pace(LINE) {
                return None;
            }
            let phase = self.meeting.phase;
            *self.seen_mut()?.said.entry(phase).or_default() += 1;
            return Some(Command::Say { circle: self.circle.index, text: lines[said].clone() });
        }
        if self.since(last) < self.mind.pace(LINE / 2) {
            return None;
        }
        // Whoever is interrupted for a guest's sake does not begin again.
        let phase = self.meeting.phase;
        self.seen_mut()?.said.insert(phase, lines.len());
        let asks = self.mind.me.asks && !self.guest_wants() && !lines.is_empty();
        asks.then(|| self.may(Act::DoneWithFeedback)).flatten().or_else(|| self.may(Act::Done))
    }

    fn hear_answers(&self) -> Option<Command> {
        let is_over = self.since(self.seen()?.turn.1) >= self.mind.pace(ANSWERS) || self.guest_wants();
        is_over.then(|| self.may(Act::EndFeedback)).flatten()
    }

    /// Somebody else's turn: an answer where one is asked for, a tap.
    fn listen(&mut self, turn: &TurnView) -> Option<Command> {
        let since = self.since(self.seen()?.turn.1);
        let place = self.after(&turn.holder);
        if turn.feedback && place <= 3 && place % 2 == 1 && !self.seen()?.answered.contains(&turn.number) {
            if since < self.mind.pace(LINE + place * APART) {
                return None;
            }
            self.seen_mut()?.answered.insert(turn.number);
            let answers = &self.mind.me.answers;
            let text = answers.get(turn.number as usize % answers.len().max(1))?.clone();
            return Some(Command::Say { circle: self.circle.index, text });
        }
        let heard = self.meeting.words.iter().any(|talk| talk.turn == turn.number && !talk.lines.is_empty());
        let is_time = since >= self.mind.pace(2 * LINE + place * APART);
        (heard && is_time).then(|| self.tap(turn.number, &turn.holder)).flatten()
    }

    /// The last turn can still be tapped on while the floor is free.
    fn tap_last(&mut self) -> Option<Command> {
        let last = self.meeting.words.iter().rfind(|talk| talk.turn > 0 && !talk.lines.is_empty())?;
        let (turn, holder) = (last.turn, last.holder.clone());
        let is_time = self.since(self.seen()?.turn.1) >= self.mind.pace(APART * self.mind.number);
        (is_time && holder != self.circle.me).then(|| self.tap(turn, &holder)).flatten()
    }

    fn tap(&mut self, turn: u32, holder: &str) -> Option<Command> {
        let wants = self.is_guest(holder) || (u64::from(turn) + self.mind.number).is_multiple_of(2);
        let may = self.meeting.acts.contains(&MeetingAct::With(Carrying::Tap));
        if !wants || !may || !self.seen_mut()?.tapped.insert(turn) {
            return None;
        }
        let tap = TAPS[(u64::from(turn) + self.mind.number) as usize % TAPS.len()];
        Some(Command::TapTurn { circle: self.circle.index, turn, tap })
    }

    /// A guest who wants the floor or the door gets it before any of us.
    fn stand_back(&self) -> Option<Command> {
        let is_queue = self.kind().is_some_and(goes_by_hands);
        (is_queue && self.guest_wants() && self.meeting.my_hand).then(|| self.may(Act::HandDown)).flatten()
    }

    fn raise_hand(&self) -> Option<Command> {
        let seen = self.seen()?;
        let has_more = self.said() < self.own_lines().len();
        let is_turn = match self.kind()? {
            kind if goes_by_hands(kind) => self.since(seen.phase.1) >= self.mind.pace(APART * (1 + self.mind.number)),
            PhaseKind::Words => self.meeting.i_am_keeper && self.since(seen.turn.1) >= self.mind.pace(BEAT),
            _ => false,
        };
        (has_more && is_turn && !self.meeting.my_hand && !self.guest_wants()).then(|| self.may(Act::HandUp)).flatten()
    }

    /// Every device ends the quiet after a turn in its time; the keeper does so at the demo's pace, or for a guest's sake.
    fn end_quiet(&self) -> Option<Command> {
        let planned = self.meeting.phases.get(self.meeting.phase as usize)?.silence_after;
        let most = if self.guest_wants() { LINE } else { u64::from(planned) * 1_000 };
        let is_time = self.is_quiet() && self.since(self.seen()?.turn.1) >= self.mind.pace(most);
        let may = self.meeting.i_am_keeper && self.meeting.gathering.deeds.contains(&Deed::QuietOver);
        (is_time && may).then_some(Command::Deed { circle: self.circle.index, deed: Deed::QuietOver })
    }

    fn is_quiet(&self) -> bool {
        self.meeting.gathering.quiet_until.is_some()
    }

    /// What the keeper does while nobody has the floor.
    fn lead(&self) -> Option<Command> {
        if !self.meeting.i_am_keeper || self.is_quiet() || self.gathering() || !self.meeting.waiting.is_empty() {
            return None;
        }
        let seen = self.seen()?;
        let (free, here) = (self.since(seen.turn.1), self.since(seen.phase.1));
        let is_over = match self.kind()? {
            PhaseKind::Words => self.said() >= self.own_lines().len() && free >= self.mind.pace(LINE / 2),
            PhaseKind::Silence => here >= self.mind.pace(SILENCE),
            kind if !goes_by_hands(kind) => free >= self.mind.pace(LINE / 2),
            _ => {
                let quiet = free >= self.mind.pace(FREE) && here >= self.mind.pace(APART * 6 + FREE);
                quiet && self.meeting.hands.is_empty() && (!self.waits_for_guest() || here >= self.mind.pace(LINGER))
            }
        };
        is_over.then(|| self.may(Act::NextPhase).or_else(|| self.may(Act::Close))).flatten()
    }

    /// The keeper passes on the turn of a guest who seems to have gone.
    fn move_on(&self, turn: &TurnView) -> Option<Command> {
        let seen = self.seen()?;
        let most = if self.phase_id() == SHARES { MUTE } else { MUTE_ELSEWHERE };
        let quiet = self.since(seen.lines.1.max(seen.turn.1)) >= self.mind.pace(most);
        (quiet && self.is_guest(&turn.holder)).then(|| self.may(Act::MoveOn)).flatten()
    }

    /// At the beginning the keeper waits with the first words until all are in.
    fn gathering(&self) -> bool {
        let Some(seen) = self.seen() else { return false };
        let all = self.mind.names.len();
        let is_late = self.since(seen.since) >= self.mind.pace(GATHER);
        self.meeting.phase == 0 && self.meeting.present.len() < all && !is_late
    }

    /// A guest is in the room and has not spoken, or has just joined and is on the way.
    fn waits_for_guest(&self) -> bool {
        self.phase_id() == SHARES
            && self.mind.guests.iter().any(|(guest, since)| {
                let is_here = self.meeting.present.contains(guest);
                let is_coming = self.since(*since) < self.mind.pace(EXPECTED);
                (is_here || is_coming) && !self.meeting.spoken.contains(guest)
            })
    }

    fn guest_wants(&self) -> bool {
        let mut wanting = self.meeting.hands.iter().chain(&self.meeting.waiting);
        wanting.any(|member| self.is_guest(member))
    }

    fn guest_is_about(&self) -> bool {
        self.mind
            .guests
            .iter()
            .any(|(guest, since)| self.meeting.present.contains(guest) || self.since(*since) < self.mind.pace(EXPECTED))
    }

    fn is_guest(&self, member: &str) -> bool {
        self.mind.guests.contains_key(member)
    }

    /// The own lines in this phase; before the sharing only the first while a guest is about.
    fn own_lines(&self) -> Vec<String> {
        let turns = self.mind.me.says.get(self.phase_id()).map(Vec::as_slice).unwrap_or_default();
        let lines = turns.get(self.circle.meetings_held as usize % turns.len().max(1)).cloned().unwrap_or_default();
        let is_before = !self.meeting.phases.iter().take(self.meeting.phase as usize + 1).any(|p| p.id == SHARES);
        let most = if is_before && self.guest_is_about() { 1 } else { lines.len() };
        lines.into_iter().take(most).collect()
    }

    /// The number of seats from the holder to this member, from 1; guests count as the first.
    fn after(&self, holder: &str) -> u64 {
        let name = self.circle.members.iter().find(|member| member.id == holder).map(|member| &member.name);
        let seats = self.mind.names.len() as u64;
        let held = self.mind.names.iter().position(|one| Some(one) == name).unwrap_or_default() as u64;
        (seats + self.mind.number - held) % seats
    }

    fn may(&self, act: Act) -> Option<Command> {
        let may = self.meeting.acts.contains(&MeetingAct::Act(act));
        may.then_some(Command::Meeting { circle: self.circle.index, act })
    }

    fn said(&self) -> usize {
        self.seen().and_then(|seen| seen.said.get(&self.meeting.phase)).copied().unwrap_or_default()
    }

    fn phase_id(&self) -> &str {
        self.meeting.phases.get(self.meeting.phase as usize).map(|phase| phase.id.as_str()).unwrap_or_default()
    }

    fn kind(&self) -> Option<PhaseKind> {
        self.meeting.phases.get(self.meeting.phase as usize).map(|phase| phase.kind)
    }

    fn since(&self, then: Millis) -> u64 {
        self.now.since(then)
    }

    fn seen(&self) -> Option<&Seen> {
        self.mind.meeting.as_ref()
    }

    fn seen_mut(&mut self) -> Option<&mut Seen> {
        self.mind.meeting.as_mut()
    }
}

#[cfg(test)]
mod tests;

const fn goes_by_hands(kind: PhaseKind) -> bool {
    match kind {
        PhaseKind::Queue
        | PhaseKind::Presenter
        | PhaseKind::Work
        | PhaseKind::Ask
        | PhaseKind::Example
        | PhaseKind::Sheet
        | PhaseKind::Business => true,
        PhaseKind::Silence
        | PhaseKind::Words
        | PhaseKind::Round
        | PhaseKind::Open
        | PhaseKind::Reading
        | PhaseKind::Welcome
        | PhaseKind::Plans => false,
    }
}

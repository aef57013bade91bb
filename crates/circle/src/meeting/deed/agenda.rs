//! The agenda: topics from everybody, ordered by plain interest; nobody can hide one (domain I45).

use std::collections::BTreeSet;

use minicbor::{Decode, Encode};
use wire::Millis;

use crate::{
    Meeting, MeetingEffect, MemberId, PhaseKind, Refused, limits,
    meeting::{Act, floor},
};

/// A topic. Its title is a live frame.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Topic {
    /// Its number, from 1.
    #[n(0)]
    pub number: u32,
    /// Who proposed it.
    #[n(1)]
    pub author: MemberId,
    /// Who would like to talk about it.
    #[n(2)]
    pub interest: BTreeSet<MemberId>,
    /// How far it is.
    #[n(3)]
    pub state: TopicState,
    /// What the clock of whoever opened it said.
    #[n(4)]
    pub claimed: Millis,
}

/// How far a topic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum TopicState {
    /// On the agenda.
    #[n(0)]
    Waiting,
    /// Being talked about.
    #[n(1)]
    Open,
    /// Over.
    #[n(2)]
    Over,
    /// Taken back.
    #[n(3)]
    Withdrawn,
}

impl Meeting {
    /// A topic by its number.
    pub fn topic(&self, number: u32) -> Option<&Topic> {
        self.agenda.iter().find(|topic| topic.number == number)
    }

    /// The topics that wait, those first that most would like to talk about, then as they came.
    pub fn waiting_topics(&self) -> Vec<&Topic> {
        let mut waiting: Vec<&Topic> = self.agenda.iter().filter(|topic| topic.state == TopicState::Waiting).collect();
        waiting.sort_by_key(|topic| (usize::MAX - topic.interest.len(), topic.number));
        waiting
    }
}

pub(super) fn propose(act: &mut Act) -> Result<(), Refused> {
    act.seated()?;
    if !act.phase().agenda && act.phase().kind != PhaseKind::Work {
        return Err(Refused::NoAgendaHere);
    }
    let author = act.author.member;
    let agenda = &mut act.meeting.agenda;
    let own = agenda.iter().filter(|topic| topic.author == author && topic.state == TopicState::Waiting).count();
    if agenda.len() >= limits::TOPICS || own >= limits::TOPICS_EACH {
        return Err(Refused::TooManyTopics);
    }
    let number = agenda.len() as u32 + 1;
    let topic = Topic { number, author, interest: BTreeSet::new(), state: TopicState::Waiting, claimed: Millis(0) };
    agenda.push(topic);
    act.effects.push(MeetingEffect::AgendaChanged.into());
    Ok(())
}

pub(super) fn interest(act: &mut Act, number: u32, up: bool) -> Result<(), Refused> {
    act.seated()?;
    let member = act.author.member;
    let topic = topic(act, number, TopicState::Waiting)?;
    let changed = if up { topic.interest.insert(member) } else { topic.interest.remove(&member) };
    if !changed {
        return Err(Refused::Unchanged);
    }
    act.effects.push(MeetingEffect::AgendaChanged.into());
    Ok(())
}

/// The keeper begins with a topic, in whichever order; its author has the first word.
pub(super) fn open(act: &mut Act, number: u32) -> Result<(), Refused> {
    act.keeper()?;
    act.floor_is_open()?;
    if act.phase().kind != PhaseKind::Work {
        return Err(Refused::NoTopicsHere);
    }
    if act.meeting.stage.topic != 0 || act.meeting.turn().is_some() {
        return Err(Refused::FloorHeld);
    }
    let claimed = act.claimed;
    let topic = topic(act, number, TopicState::Waiting)?;
    topic.state = TopicState::Open;
    topic.claimed = claimed;
    let meeting = &mut *act.meeting;
    meeting.stage.topic = number;
    meeting.stage.last = false;
    meeting.stage.later.clear();
    meeting.stage.extra.clear();
    meeting.taken.clear();
    act.effects.push(MeetingEffect::AgendaChanged.into());
    floor::settle(act);
    Ok(())
}

/// The keeper ends it, or whoever proposed it.
pub(super) fn close(act: &mut Act, number: u32) -> Result<(), Refused> {
    act.seated()?;
    let member = act.author.member;
    if topic(act, number, TopicState::Open)?.author != member {
        act.keeper()?;
    }
    if act.meeting.turn().is_some() {
        return Err(Refused::FloorHeld);
    }
    over(act.meeting);
    act.effects.push(MeetingEffect::AgendaChanged.into());
    Ok(())
}

/// Whoever proposed it takes it back.
pub(super) fn withdraw(act: &mut Act, number: u32) -> Result<(), Refused> {
    act.seated()?;
    let member = act.author.member;
    let topic = topic(act, number, TopicState::Waiting)?;
    if topic.author != member {
        return Err(Refused::NotYourTopic);
    }
    topic.state = TopicState::Withdrawn;
    topic.interest.clear();
    act.effects.push(MeetingEffect::AgendaChanged.into());
    Ok(())
}

/// The open topic is over.
pub(in crate::meeting) fn over(meeting: &mut Meeting) {
    let number = std::mem::take(&mut meeting.stage.topic);
    meeting.hands.clear();
    if let Some(topic) = meeting.agenda.iter_mut().find(|topic| topic.number == number) {
        topic.state = TopicState::Over;
    }
}

fn topic<'a>(act: &'a mut Act, number: u32, state: TopicState) -> Result<&'a mut Topic, Refused> {
    let mut agenda = act.meeting.agenda.iter_mut();
    agenda.find(|topic| topic.number == number && topic.state == state).ok_or(Refused::TopicUnknown)
}

//! Shows of hands: blind until closed, and binding for those present only.
//!
//! Every member can read an entry, so an answer is sealed with a salt that its author's device shows afterwards.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};
use wire::Hash;

use crate::{HereAndNow, MeetingEffect, MeetingId, MemberId, PhaseKind, Refused, limits, meeting::Act};

const PREFIX: &[u8] = b"stayhere/v1/show-of-hands\0";

/// A question. Its words are a live frame.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Question {
    /// Its number, from 1.
    #[n(0)]
    pub number: u32,
    /// Who asked.
    #[n(1)]
    pub by: MemberId,
    /// How far it is.
    #[n(2)]
    pub state: QuestionState,
    /// The sealed answers.
    #[n(3)]
    pub sealed: BTreeMap<MemberId, Hash>,
    /// The answers that were shown.
    #[n(4)]
    pub shown: BTreeMap<MemberId, Answer>,
}

/// How far a question is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum QuestionState {
    /// Answers are taken.
    #[n(0)]
    Open,
    /// Answers are shown.
    #[n(1)]
    Showing,
    /// Over; who has not shown an answer is not counted.
    #[n(2)]
    Over,
}

/// An answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Answer {
    /// For it.
    #[n(0)]
    For,
    /// Against it.
    #[n(1)]
    Against,
    /// Neither.
    #[n(2)]
    Aside,
}

impl Answer {
    /// What stands for the answer of `member` until it is shown: SHA-256 over prefix, meeting, number, member, answer
    /// and a random salt.
    pub fn seal(self, meeting: MeetingId, question: u32, member: MemberId, salt: &[u8; 16]) -> Hash {
        let mut bytes = PREFIX.to_vec();
        bytes.extend_from_slice(meeting.as_bytes());
        bytes.extend_from_slice(&question.to_be_bytes());
        bytes.extend_from_slice(member.as_bytes());
        bytes.push(self as u8);
        bytes.extend_from_slice(salt);
        Hash::of(&bytes)
    }
}

impl Question {
    /// How many answered so.
    pub fn count(&self, answer: Answer) -> usize {
        self.shown.values().filter(|shown| **shown == answer).count()
    }

    /// What those present decided; none while it is open, and where the keeper decides.
    pub fn outcome(&self, rule: HereAndNow) -> Option<bool> {
        let (yes, no) = (self.count(Answer::For), self.count(Answer::Against));
        match (self.state, rule) {
            (QuestionState::Over, HereAndNow::ShowOfHands) => Some(yes > no),
            (QuestionState::Over, HereAndNow::Consent) => Some(yes > 0 && no == 0),
            (QuestionState::Over, HereAndNow::Keeper) | (QuestionState::Open | QuestionState::Showing, _) => None,
        }
    }
}

pub(super) fn ask(act: &mut Act) -> Result<(), Refused> {
    act.seated()?;
    if act.phase().kind != PhaseKind::Business {
        return Err(Refused::NoBusinessHere);
    }
    let questions = &mut act.meeting.questions;
    if questions.iter().any(|question| question.state != QuestionState::Over) {
        return Err(Refused::QuestionOpen);
    }
    if questions.len() >= limits::QUESTIONS {
        return Err(Refused::TooManyQuestions);
    }
    let (number, by) = (questions.len() as u32 + 1, act.author.member);
    let (sealed, shown) = (BTreeMap::new(), BTreeMap::new());
    questions.push(Question { number, by, state: QuestionState::Open, sealed, shown });
    act.effects.push(MeetingEffect::QuestionsChanged.into());
    Ok(())
}

/// Once; whoever has answered stands by it.
pub(super) fn answer(act: &mut Act, number: u32, sealed: Hash) -> Result<(), Refused> {
    act.seated()?;
    let member = act.author.member;
    let question = question(act, number, QuestionState::Open)?;
    if question.sealed.contains_key(&member) {
        return Err(Refused::AlreadyAnswered);
    }
    question.sealed.insert(member, sealed);
    act.effects.push(MeetingEffect::QuestionsChanged.into());
    Ok(())
}

/// The keeper, or whoever asked: first no more answers, then no more showing.
pub(super) fn close(act: &mut Act, number: u32) -> Result<(), Refused> {
    act.seated()?;
    let member = act.author.member;
    let mut questions = act.meeting.questions.iter_mut();
    let question = questions.find(|question| question.number == number).ok_or(Refused::QuestionUnknown)?;
    if question.by != member && act.meeting.keeper != member {
        return Err(Refused::NotTheKeeper);
    }
    question.state = match question.state {
        QuestionState::Open if !question.sealed.is_empty() => QuestionState::Showing,
        QuestionState::Open | QuestionState::Showing => QuestionState::Over,
        QuestionState::Over => return Err(Refused::QuestionUnknown),
    };
    act.effects.push(MeetingEffect::QuestionsChanged.into());
    Ok(())
}

/// When all have shown theirs, the question is over.
pub(super) fn show(act: &mut Act, number: u32, answer: Answer, salt: &[u8; 16]) -> Result<(), Refused> {
    act.seated()?;
    let (member, meeting) = (act.author.member, act.meeting.id);
    let question = question(act, number, QuestionState::Showing)?;
    if question.shown.contains_key(&member) {
        return Err(Refused::AlreadyAnswered);
    }
    if question.sealed.get(&member) != Some(&answer.seal(meeting, number, member, salt)) {
        return Err(Refused::WrongAnswer);
    }
    question.shown.insert(member, answer);
    if question.shown.len() == question.sealed.len() {
        question.state = QuestionState::Over;
    }
    act.effects.push(MeetingEffect::QuestionsChanged.into());
    Ok(())
}

fn question<'a>(act: &'a mut Act, number: u32, state: QuestionState) -> Result<&'a mut Question, Refused> {
    let mut questions = act.meeting.questions.iter_mut();
    questions.find(|question| question.number == number && question.state == state).ok_or(Refused::QuestionUnknown)
}

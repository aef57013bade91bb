//! What is told besides the lines of turns: titles, questions, tags, milestones, drafts, private notes. In memory only.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use circle::{Arrival, Body, Deed, Live, Meeting, MemberId, QuestionState, Refused, Seal, TopicState};
use seal::{
    CryptoRngCore, HpkePublic,
    pad::{Class, pad, unpad},
};
use wire::Millis;
use zeroize::Zeroizing;

use super::{Own, Room, What, draw, speak::payload};
use crate::{command::Failure, member::Core, suite::Suite};

/// What the sealed key of a note is bound to.
const NOTE: &str = "note";
/// Notes and claims that are remembered.
const MOST: usize = 64;

/// What was told.
#[derive(Default)]
pub(crate) struct Told {
    /// Titles by topic.
    pub(crate) titles: BTreeMap<u32, Zeroizing<String>>,
    /// Words by question.
    pub(crate) questions: BTreeMap<u32, Zeroizing<String>>,
    /// Tool tags by turn and number.
    pub(crate) tags: BTreeMap<u32, BTreeMap<u32, BTreeSet<MemberId>>>,
    pub(crate) milestones: Vec<Milestone>,
    /// What the holder of a turn is typing.
    pub(crate) draft: Option<(u32, Zeroizing<String>)>,
    pub(crate) notes: Vec<Note>,
    /// Own titles and questions whose numbers are not known yet.
    coming: VecDeque<Coming>,
}

/// A claim of a milestone.
pub(crate) struct Milestone {
    pub(crate) member: MemberId,
    pub(crate) days: u32,
    pub(crate) text: Zeroizing<String>,
}

/// A private note.
pub(crate) struct Note {
    pub(crate) from: MemberId,
    pub(crate) text: Zeroizing<String>,
}

enum Coming {
    Title(Zeroizing<String>),
    Question(Zeroizing<String>),
}

/// Puts a topic on the agenda; its title follows once it has a number.
pub(crate) fn propose<S: Suite>(core: &mut Core<S>, title: &str, now: Millis) -> Result<(), Failure> {
    start(core, Deed::Propose {}, Coming::Title(fit(title)?), now)
}

/// Asks for a show of hands; the question follows once it has a number.
pub(crate) fn ask<S: Suite>(core: &mut Core<S>, question: &str, now: Millis) -> Result<(), Failure> {
    start(core, Deed::AskHands {}, Coming::Question(fit(question)?), now)
}

/// Answers a question, sealed until the answers are shown.
pub(crate) fn answer<S: Suite>(
    core: &mut Core<S>,
    question: u32,
    answer: circle::Answer,
    now: Millis,
    rng: &mut dyn CryptoRngCore,
) -> Result<(), Failure> {
    let meeting = core.circle.meeting().ok_or(Refused::NoMeeting)?.id;
    let mut salt = [0; 16];
    rng.fill_bytes(&mut salt);
    let sealed = answer.seal(meeting, question, core.me(), &salt);
    core.post(Body::InMeeting { meeting, deed: Deed::Answer { question, sealed } }, now)?;
    if let Some(room) = &mut core.room {
        room.answers.insert(question, (answer, salt));
    }
    Ok(())
}

/// Puts a tool tag on a turn.
pub(crate) fn tag<S: Suite>(core: &mut Core<S>, turn: u32, tag: &str) -> Result<(), Failure> {
    let place = core.circle.charter().tags.iter().position(|known| known.id == tag).ok_or(Refused::NoTags)?;
    tell(core, &Live::Tag { turn, tag: place as u32 })
}

/// Claims a milestone.
pub(crate) fn claim<S: Suite>(core: &mut Core<S>, days: u32, text: &str) -> Result<(), Failure> {
    tell(core, &Live::Milestone { days, text: text.trim().to_owned() })
}

/// Shows the words of the own turn while they are typed.
pub(crate) fn draft<S: Suite>(core: &mut Core<S>, text: &str) -> Result<(), Failure> {
    let turn = core.circle.meeting().map_or(0, |meeting| meeting.turn_count);
    let line = core.room.as_ref().map_or(0, |room| room.next_line(turn));
    tell(core, &Live::Draft { turn, line, text: text.to_owned() })
}

/// A private note to the keeper, or from the keeper to one member.
pub(crate) fn note<S: Suite>(core: &mut Core<S>, to: Option<MemberId>, text: &str) -> Result<(), Failure> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refused::TextEmpty.into());
    }
    let meeting = core.circle.meeting().ok_or(Refused::NoMeeting)?;
    let to = to.unwrap_or(meeting.keeper);
    let devices = meeting.arrivals.iter().filter(|presence| presence.arrival.member == to);
    let seal = |presence: &circle::Presence| {
        let sealed = seal_note(&presence.key.0, &meeting.id.0, text)?;
        Ok(Seal { to: presence.arrival, sealed })
    };
    let seals = devices.map(seal).collect::<Result<Vec<Seal>, Refused>>()?;
    tell(core, &Live::Note { seals })
}

/// All notes have one length: the whole room sees them go by.
fn seal_note(to: &[u8], meeting: &[u8; 16], text: &str) -> Result<Vec<u8>, Refused> {
    let padded = pad(text.as_bytes(), Class::Note).map_err(|_| Refused::TextTooLong)?;
    HpkePublic::from_bytes(to).seal_to(NOTE, meeting, &padded).map_err(|_| Refused::NoteAstray)
}

/// Something of this kind was heard, or said by this device.
pub(super) fn heard(room: &mut Room, meeting: &Meeting, me: Arrival, author: Arrival, live: &Live) {
    let secret = |text: &str| Zeroizing::new(text.to_owned());
    match live {
        Live::Tag { turn, tag } => {
            room.told.tags.entry(*turn).or_default().entry(*tag).or_default().insert(author.member);
        }
        Live::Topic { topic, text } => drop(room.told.titles.insert(*topic, secret(text))),
        Live::Question { question, text } => drop(room.told.questions.insert(*question, secret(text))),
        Live::Draft { turn, text, .. } => room.told.draft = Some((*turn, secret(text))),
        Live::Milestone { days, text } => {
            let claim = Milestone { member: author.member, days: *days, text: secret(text) };
            push(&mut room.told.milestones, claim);
        }
        Live::Note { seals } => {
            let Some(note) = seals.iter().find(|seal| seal.to == me).and_then(|seal| open(room, meeting, seal)) else {
                return;
            };
            push(&mut room.told.notes, Note { from: author.member, text: note });
        }
        Live::Fit { seals } => draw::heard(room, meeting, me, author, seals),
        Live::Say { .. } | Live::Tap { .. } | Live::Here {} | Live::Corner { .. } => {}
    }
}

/// Says the words of an own topic or question as soon as it has its number, and again to those who come in.
pub(super) fn follow<S: Suite>(core: &mut Core<S>, author: Arrival, body: &Body) {
    let me = core.arrival();
    let Some(meeting) = core.circle.meeting() else { return };
    let mut tell_now = Vec::new();
    match body {
        Body::InMeeting { deed: Deed::Propose {}, .. } if author == me => {
            let number = meeting.agenda.len() as u32;
            if let Some(Coming::Title(text)) = next(core, |coming| matches!(coming, Coming::Title(_))) {
                tell_now.push(Live::Topic { topic: number, text: text.to_string() });
            }
        }
        Body::InMeeting { deed: Deed::AskHands {}, .. } if author == me => {
            let number = meeting.questions.len() as u32;
            if let Some(Coming::Question(text)) = next(core, |coming| matches!(coming, Coming::Question(_))) {
                tell_now.push(Live::Question { question: number, text: text.to_string() });
            }
        }
        Body::Door { .. } | Body::Rekey { .. } => tell_now = own_words(core),
        _ => {}
    }
    for live in tell_now {
        // Refused means that the meeting has gone on meanwhile.
        let _ = tell(core, &live);
    }
}

/// The own titles and questions that still matter.
fn own_words<S: Suite>(core: &Core<S>) -> Vec<Live> {
    let me = core.me();
    let (Some(meeting), Some(room)) = (core.circle.meeting(), &core.room) else { return Vec::new() };
    let topics = meeting.agenda.iter().filter(|topic| topic.author == me);
    let topics = topics.filter(|topic| matches!(topic.state, TopicState::Waiting | TopicState::Open));
    let topics = topics.filter_map(|topic| {
        let text = room.told.titles.get(&topic.number)?.to_string();
        Some(Live::Topic { topic: topic.number, text })
    });
    let questions =
        meeting.questions.iter().filter(|question| question.by == me && question.state != QuestionState::Over);
    let questions = questions.filter_map(|question| {
        let text = room.told.questions.get(&question.number)?.to_string();
        Some(Live::Question { question: question.number, text })
    });
    topics.chain(questions).collect()
}

fn start<S: Suite>(core: &mut Core<S>, deed: Deed, coming: Coming, now: Millis) -> Result<(), Failure> {
    let meeting = core.circle.meeting().ok_or(Refused::NoMeeting)?.id;
    core.post(Body::InMeeting { meeting, deed }, now)?;
    if let Some(room) = &mut core.room {
        room.told.coming.push_back(coming);
    }
    Ok(())
}

fn next<S: Suite>(core: &mut Core<S>, is: impl Fn(&Coming) -> bool) -> Option<Coming> {
    let coming = &mut core.room.as_mut()?.told.coming;
    let place = coming.iter().position(is)?;
    coming.remove(place)
}

pub(super) fn tell<S: Suite>(core: &mut Core<S>, live: &Live) -> Result<(), Failure> {
    let me = core.arrival();
    core.circle.judge(me, core.circle.seq(), live)?;
    let payload = payload(core, What::Live(live.clone()));
    let (Some(meeting), Some(room)) = (core.circle.meeting(), &mut core.room) else {
        return Err(Refused::NotPresent.into());
    };
    heard(room, meeting, me, me, live);
    room.unsent.push_back(Own { payload, breakout: None });
    Ok(())
}

fn open(room: &Room, meeting: &Meeting, seal: &Seal) -> Option<Zeroizing<String>> {
    let plain = room.arrival.as_ref()?.open(NOTE, &meeting.id.0, &seal.sealed).ok()?;
    core::str::from_utf8(unpad(&plain).ok()?).ok().map(|text| Zeroizing::new(text.to_owned()))
}

fn fit(text: &str) -> Result<Zeroizing<String>, Refused> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refused::TextEmpty);
    }
    let fits = text.chars().count() <= circle::limits::TITLE;
    if fits { Ok(Zeroizing::new(text.to_owned())) } else { Err(Refused::TextTooLong) }
}

fn push<T>(list: &mut Vec<T>, item: T) {
    if list.len() == MOST {
        list.remove(0);
    }
    list.push(item);
}

#[cfg(test)]
mod tests {
    use circle::limits;
    use seal::{HpkeSecret, Key};

    use super::*;

    #[test]
    fn a_note_does_not_tell_its_length() {
        let secret = HpkeSecret::derive(&Key::from_stored([1; 32]), "arrival");
        for words in ["no", &"a heavy day ".repeat(100)] {
            let sealed = seal_note(secret.public().as_bytes(), &[2; 16], words).expect("fits");
            assert_eq!(sealed.len(), seal_note(secret.public().as_bytes(), &[2; 16], "").expect("fits").len());
            assert!(sealed.len() <= limits::NOTE_SEALED);
            let opened = secret.open(NOTE, &[2; 16], &sealed).expect("opens");
            assert_eq!(unpad(&opened), Ok(words.as_bytes()));
        }
        assert_eq!(seal_note(secret.public().as_bytes(), &[2; 16], &"a".repeat(2_000)), Err(Refused::TextTooLong));
    }
}

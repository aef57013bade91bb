//! What a running meeting shows besides its turns: agenda, shows of hands, services, quiet, notes.

use std::collections::BTreeMap;

use circle::{Aftercare, Charter, Meeting, PhaseKind, QuestionState, TopicState};

use super::{
    AftercareView, ClaimView, EjectView, EjectionView, GatheringView, NoteView, QuestionView, ReadingView, ServiceView,
    TagView, Text, TopicView,
    build::{id, text},
};
use crate::{
    command::{Answer, Deed},
    meeting::Room,
    member::{Core, hex},
    suite::Suite,
};

pub(super) fn view<S: Suite>(
    core: &Core<S>,
    meeting: &Meeting,
    room: Option<&Room>,
    deeds: Vec<Deed>,
) -> GatheringView {
    let me = core.me();
    let stage = &meeting.stage;
    let keeps = deeds.iter().any(|deed| matches!(deed, Deed::Pause { .. }));
    let away = meeting.modes.iter().filter(|(_, mode)| **mode != circle::Mode::Listening);
    GatheringView {
        last: stage.last,
        later: stage.later.iter().map(|member| id(*member)).collect(),
        quiet_until: stage
            .quiet
            .map(|quiet| super::meeting::millis(quiet.claimed.plus(u64::from(quiet.seconds) * 1_000))),
        asker: stage.asking.as_ref().map(|asking| id(asking.asker)),
        my_mode: meeting.modes.get(&me).copied().map(Into::into),
        away: away.map(|(member, _)| id(*member)).collect(),
        my_next_is_held: stage.hold.contains(&me),
        services: services(meeting),
        topic: (stage.topic > 0).then_some(stage.topic),
        agenda: agenda(core, meeting, room),
        questions: questions(core, meeting, room),
        paused: meeting.pause.is_some(),
        pause_asked: meeting.pause_asked.len() as u32,
        ejecting: if keeps { ejecting(meeting) } else { Vec::new() },
        rekey_due: meeting.rekey_due,
        claims: room.map(claims).unwrap_or_default(),
        notes: room.map(notes).unwrap_or_default(),
        corners: super::corners::view(core, meeting, room),
        draw: super::corners::draw(meeting, room),
        stays: room.is_some_and(|room| room.draws.stays),
        deeds,
    }
}

/// The reading that is next or being read.
pub(super) fn reading(charter: &Charter, meeting: &Meeting) -> Option<ReadingView> {
    if charter.phases[meeting.phase as usize].kind != PhaseKind::Reading {
        return None;
    }
    let reading = charter.readings.get(meeting.stage.spoken as usize)?;
    Some(ReadingView { title: text(&reading.title), text: text(&reading.text) })
}

/// The days that may be claimed now.
pub(super) fn marks(charter: &Charter, meeting: &Meeting) -> Vec<u32> {
    let offered = charter.phases[meeting.phase as usize].milestones;
    if offered { charter.milestones.marks.clone() } else { Vec::new() }
}

/// The keeper's cue cards.
pub(super) fn cards(charter: &Charter) -> BTreeMap<String, Text> {
    charter.cards.iter().map(|(key, card)| (key.clone(), text(card))).collect()
}

/// What the rules would take from this person now.
pub(super) fn deeds<S: Suite>(core: &Core<S>, meeting: &Meeting, now: wire::Millis) -> Vec<Deed> {
    let phases = &core.circle.charter().phases;
    let next = phases.iter().skip(meeting.phase as usize + 1);
    let skippable = next.take_while(|phase| phase.optional).count() as u32;
    let mut deeds = Deed::candidates(meeting, core.me(), skippable);
    deeds.retain(|deed| deed.body(core).is_ok_and(|body| core.allows(body, now)));
    deeds
}

/// Tags of a turn by id, with how many gave them; told to the holder and those who gave them.
pub(super) fn tags<S: Suite>(core: &Core<S>, room: &Room, turn: u32, mine: bool) -> Vec<TagView> {
    let me = core.me();
    let known = &core.circle.charter().tags;
    let given = room.told.tags.get(&turn).into_iter().flatten();
    let one = |(tag, members): (&u32, &std::collections::BTreeSet<circle::MemberId>)| {
        let tag = known.get(*tag as usize)?;
        let count = if mine { members.len() as u32 } else { 0 };
        Some(TagView { tag: tag.id.clone(), count, mine: members.contains(&me) })
    };
    given.filter_map(one).collect()
}

pub(super) fn aftercare(turn: &circle::Turn) -> AftercareView {
    match turn.aftercare {
        Aftercare::None => AftercareView::None,
        Aftercare::Wanted => AftercareView::Wanted,
        Aftercare::Taken(_) => AftercareView::Taken,
        Aftercare::Declined => AftercareView::Declined,
    }
}

fn services(meeting: &Meeting) -> Vec<ServiceView> {
    let one = |(service, members): (&circle::Service, &Vec<circle::MemberId>)| ServiceView {
        service: (*service).into(),
        members: members.iter().map(|member| id(*member)).collect(),
    };
    meeting.services.iter().map(one).collect()
}

fn agenda<S: Suite>(core: &Core<S>, meeting: &Meeting, room: Option<&Room>) -> Vec<TopicView> {
    let me = core.me();
    let titles = room.map(|room| &room.told.titles);
    let open = meeting.agenda.iter().filter(|topic| topic.state == TopicState::Open);
    let over = meeting.agenda.iter().filter(|topic| topic.state == TopicState::Over);
    let one = |topic: &circle::Topic| TopicView {
        number: topic.number,
        author: id(topic.author),
        title: titles.and_then(|titles| titles.get(&topic.number)).map(|title| title.to_string()),
        interest: topic.interest.len() as u32,
        interested: topic.interest.contains(&me),
        open: topic.state == TopicState::Open,
        over: topic.state == TopicState::Over,
    };
    open.chain(meeting.waiting_topics()).chain(over).map(one).collect()
}

fn questions<S: Suite>(core: &Core<S>, meeting: &Meeting, room: Option<&Room>) -> Vec<QuestionView> {
    let me = core.me();
    let rule = core.circle.charter().decisions.here_and_now;
    let texts = room.map(|room| &room.told.questions);
    let one = |question: &circle::Question| {
        let over = question.state == QuestionState::Over;
        let count = |answer: Answer| if over { question.count(answer.into()) as u32 } else { 0 };
        QuestionView {
            number: question.number,
            by: id(question.by),
            text: texts.and_then(|texts| texts.get(&question.number)).map(|text| text.to_string()),
            open: question.state == QuestionState::Open,
            over,
            answered: question.sealed.len() as u32,
            i_answered: question.sealed.contains_key(&me),
            yes: count(Answer::For),
            no: count(Answer::Against),
            aside: count(Answer::Aside),
            carried: question.outcome(rule),
        }
    };
    meeting.questions.iter().map(one).collect()
}

fn ejecting(meeting: &Meeting) -> Vec<EjectView> {
    let one = |(member, said): (&circle::MemberId, &BTreeMap<circle::MemberId, circle::EjectReason>)| {
        let reason = (*said.values().next_back()?).into();
        Some(EjectView { member: id(*member), by: said.keys().map(|keeper| id(*keeper)).collect(), reason })
    };
    meeting.ejecting.iter().filter_map(one).collect()
}

/// Who had to leave a meeting, as far as this person is told.
pub(super) fn ejections<S: Suite>(core: &Core<S>, now: wire::Millis) -> Vec<EjectionView> {
    let (circle, me, today) = (&core.circle, core.me(), wire::Day::of(now));
    let told = |ejection: &&circle::Ejection| ejection.member == me || (ejection.appealed && circle.keeps(me));
    let one = |ejection: &circle::Ejection| EjectionView {
        meeting: hex(ejection.meeting.as_bytes()),
        member: id(ejection.member),
        day: ejection.day.0,
        reason: ejection.reason.into(),
        appealed: ejection.appealed,
        mine: ejection.member == me,
        running: circle.meeting().is_some_and(|meeting| meeting.id == ejection.meeting),
    };
    circle.ejections().iter().filter(told).filter(|ejection| ejection.counts(today)).map(one).collect()
}

fn claims(room: &Room) -> Vec<ClaimView> {
    let claims = room.told.milestones.iter();
    claims.map(|claim| ClaimView { member: id(claim.member), days: claim.days, text: claim.text.to_string() }).collect()
}

fn notes(room: &Room) -> Vec<NoteView> {
    room.told.notes.iter().map(|note| NoteView { from: id(note.from), text: note.text.to_string() }).collect()
}

/// What the tool tags say, by id.
pub(super) fn tag_names(charter: &circle::Charter) -> BTreeMap<String, super::Text> {
    charter.tags.iter().map(|tag| (tag.id.clone(), super::build::text(&tag.name))).collect()
}

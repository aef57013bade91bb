//! A circle in a meeting, as the engine would show it.

use std::collections::BTreeMap;

use engine::{
    command::{Calendar, Feedback, Welcome},
    view::{
        AftercareView, Bell, CardView, CircleState, CircleView, GatheringView, MeetingAct, MeetingView, MemberView,
        PhaseCard, PhaseKind, Place, SenseView, SpeakingRule, Text, TurnView, TurnWords, Verified,
    },
};

/// A circle of these people; the first of them looks at it.
pub(crate) fn circle(names: &[&str]) -> CircleView {
    let members = names.iter().enumerate().map(|(number, name)| MemberView {
        id: number.to_string(),
        name: (*name).to_owned(),
        is_me: number == 0,
        roles: Vec::new(),
        leaving: false,
        can_remove: false,
        verified: Verified::No,
        guest: None,
        blocked: false,
        new_keys_day: None,
    });
    CircleView {
        index: 0,
        state: CircleState::Ready,
        name: "Thursday light".to_owned(),
        bond: text("Each of us has lost somebody dear."),
        pledge: Text::new(),
        template: "grief-circle".to_owned(),
        vocabulary: BTreeMap::new(),
        retention_days: 30,
        welcome: Welcome::Open,
        calendar: Calendar::Gregorian,
        notices: Vec::new(),
        newcomer_card: Vec::new(),
        me: "0".to_owned(),
        members: members.collect(),
        confirmed_by: None,
        differs: false,
        parted: None,
        removals: Vec::new(),
        removed: Vec::new(),
        roles: Vec::new(),
        shares: Vec::new(),
        invites: Vec::new(),
        visits: Vec::new(),
        may_ask_guests: Vec::new(),
        card: CardView::default(),
        knocks: Vec::new(),
        meeting: None,
        can_open_meeting: false,
        meetings_held: 0,
        ejections: Vec::new(),
        schedule: engine::view::ScheduleView::default(),
        rounds: Vec::new(),
        round_due: None,
        outbox: 0,
        suspended: None,
    }
}

/// A meeting in the phase of sharing, with everybody in the room.
pub(crate) fn meeting(circle: &CircleView, acts: Vec<MeetingAct>) -> MeetingView {
    MeetingView {
        phase: 1,
        phases: vec![
            phase("opening", "Opening", PhaseKind::Words),
            phase("shares", "Sharing", PhaseKind::Queue),
            phase("light", "Silence", PhaseKind::Silence),
        ],
        tag_names: BTreeMap::new(),
        phase_began: 0.0,
        turn_began: Some(60_000.0),
        keeper: "1".to_owned(),
        i_am_keeper: false,
        can_take_keeping: false,
        keeper_here: true,
        my_place: Place::Inside,
        present: circle.members.iter().map(|member| member.id.clone()).collect(),
        waiting: Vec::new(),
        doors: true,
        turn: None,
        hands: Vec::new(),
        my_hand: false,
        spoken: Vec::new(),
        words: Vec::new(),
        reading: None,
        marks: Vec::new(),
        late: BTreeMap::new(),
        cards: BTreeMap::new(),
        gathering: gathering(),
        acts,
        connected: true,
        unsent: 0,
    }
}

pub(crate) fn turn(number: u32, holder: &str) -> TurnView {
    TurnView {
        number,
        holder: holder.to_owned(),
        is_me: holder == "0",
        feedback: false,
        open_to_feedback: true,
        sense: SenseView::Plain,
        wish: Feedback::Taps,
        most: Feedback::Ask,
        part: None,
        held: false,
        release: Vec::new(),
        aftercare: AftercareView::None,
        aftercare_by: None,
        typing: false,
        draft: None,
    }
}

pub(crate) fn said(turn: u32, holder: &str, lines: &[&str]) -> TurnWords {
    let line =
        |text: &&str| engine::view::LineView { author: holder.to_owned(), text: (*text).to_owned(), sending: false };
    TurnWords {
        turn,
        holder: holder.to_owned(),
        phase: 0,
        lines: lines.iter().map(line).collect(),
        taps: Vec::new(),
        tags: Vec::new(),
        aftercare: AftercareView::None,
        aftercare_by: None,
    }
}

pub(crate) fn text(text: &str) -> Text {
    Text::from([("en".to_owned(), text.to_owned())])
}

fn phase(id: &str, name: &str, kind: PhaseKind) -> PhaseCard {
    PhaseCard {
        id: id.to_owned(),
        name: text(name),
        purpose: text("Time to speak. You decide whether the others may answer."),
        cue: Text::new(),
        kind,
        rule: SpeakingRule::Ask,
        seconds: 600,
        turn_seconds: 250,
        parts: Vec::new(),
        tags: Vec::new(),
        lines: 0,
        agenda: false,
        bell: Bell::None,
        lights: false,
        milestones: false,
        held: false,
        silence_after: 0,
        optional: false,
        after: false,
    }
}

fn gathering() -> GatheringView {
    GatheringView {
        last: false,
        later: Vec::new(),
        quiet_until: None,
        asker: None,
        my_mode: None,
        away: Vec::new(),
        my_next_is_held: false,
        services: Vec::new(),
        topic: None,
        agenda: Vec::new(),
        questions: Vec::new(),
        paused: false,
        pause_asked: 0,
        ejecting: Vec::new(),
        rekey_due: false,
        corners: None,
        draw: None,
        stays: false,
        claims: Vec::new(),
        notes: Vec::new(),
        deeds: Vec::new(),
    }
}

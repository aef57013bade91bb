//! What happened between two views of a circle, one thing at a time.

use std::collections::BTreeMap;

use engine::view::{CircleView, MeetingView, Place};

/// Something that people in the room notice. Names are names in the circle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Happening {
    Opened,
    /// Where this device is now.
    Place(Place),
    /// By its id.
    Phase(String),
    /// Nobody has the floor when there is no name.
    Floor(Option<String>),
    Feedback(String),
    Line {
        name: String,
        text: String,
    },
    Hand {
        name: String,
        up: bool,
    },
    Came(String),
    Went(String),
    Keeper(String),
    /// This person is in a corner with these, or in the circle again.
    Corner(Option<String>),
    Closed,
}

/// Who a line is from, in which phase and turn, and its words.
type Key = (u32, u32, String, String);

#[derive(Default)]
pub(crate) struct Feed {
    last: Option<MeetingView>,
    lines: BTreeMap<Key, usize>,
}

impl Feed {
    /// What is new since the last call.
    pub(crate) fn take(&mut self, circle: &CircleView) -> Vec<Happening> {
        let mut new = Vec::new();
        match (self.last.take(), &circle.meeting) {
            (None, None) => {}
            (Some(_), None) => new.push(Happening::Closed),
            (before, Some(meeting)) => {
                if before.is_none() {
                    new.push(Happening::Opened);
                    self.lines.clear();
                }
                self.compare(before.as_ref(), meeting, circle, &mut new);
                self.last = Some(meeting.clone());
            }
        }
        new
    }

    fn compare(
        &mut self,
        before: Option<&MeetingView>,
        now: &MeetingView,
        circle: &CircleView,
        new: &mut Vec<Happening>,
    ) {
        let name = |id: &String| name_of(circle, id);
        if before.map(|before| before.my_place) != Some(now.my_place) {
            new.push(Happening::Place(now.my_place));
        }
        if let Some(before) = before {
            new.extend(
                now.present.iter().filter(|id| !before.present.contains(id)).map(|id| Happening::Came(name(id))),
            );
            new.extend(
                before.present.iter().filter(|id| !now.present.contains(id)).map(|id| Happening::Went(name(id))),
            );
        }
        if before.map(|before| &before.keeper) != Some(&now.keeper) {
            new.push(Happening::Keeper(name(&now.keeper)));
        }
        if before.and_then(corner) != corner(now) {
            let with = mine(now)
                .map(|members| members.iter().filter(|id| **id != circle.me).map(name).collect::<Vec<_>>().join(", "));
            new.push(Happening::Corner(with));
        }
        self.said(now, circle, new);
        if before.map(|before| before.phase) != Some(now.phase) {
            let phase = now.phases.get(now.phase as usize).map(|phase| phase.id.clone());
            new.push(Happening::Phase(phase.unwrap_or_default()));
        }
        let hands = before.map(|before| before.hands.as_slice()).unwrap_or_default();
        let up = now.hands.iter().filter(|id| !hands.contains(id));
        new.extend(up.map(|id| Happening::Hand { name: name(id), up: true }));
        let down = hands.iter().filter(|id| !now.hands.contains(id));
        new.extend(down.map(|id| Happening::Hand { name: name(id), up: false }));
        let turn = |meeting: &MeetingView| meeting.turn.as_ref().map(|turn| (turn.number, turn.holder.clone()));
        let had = before.and_then(turn);
        if before.is_none() || had != turn(now) {
            new.push(Happening::Floor(now.turn.as_ref().map(|turn| name(&turn.holder))));
        }
        let asked = |meeting: &MeetingView| meeting.turn.as_ref().filter(|turn| turn.feedback).map(|turn| turn.number);
        if let Some(turn) = &now.turn
            && asked(now).is_some()
            && before.and_then(asked) != asked(now)
        {
            new.push(Happening::Feedback(name(&turn.holder)));
        }
    }

    fn said(&mut self, now: &MeetingView, circle: &CircleView, new: &mut Vec<Happening>) {
        let mut counts: BTreeMap<Key, usize> = BTreeMap::new();
        let talks = now.words.iter().map(|talk| (talk.phase, talk.turn, talk.lines.as_slice()));
        let corner = now.gathering.corners.iter().map(|corners| (u32::MAX, 0, corners.lines.as_slice()));
        for (phase, turn, lines) in talks.chain(corner) {
            for line in lines.iter().filter(|line| !is_blocked(circle, &line.author)) {
                let key = (phase, turn, line.author.clone(), line.text.clone());
                let count = counts.entry(key.clone()).or_default();
                *count += 1;
                let heard = self.lines.entry(key).or_default();
                if *count > *heard {
                    *heard = *count;
                    new.push(Happening::Line { name: name_of(circle, &line.author), text: line.text.clone() });
                }
            }
        }
    }
}

/// The own corner: which one, and who is in it.
fn corner(meeting: &MeetingView) -> Option<(u64, &[String])> {
    Some((meeting.gathering.corners.as_ref()?.until.to_bits(), mine(meeting)?))
}

/// Who is in the own corner.
fn mine(meeting: &MeetingView) -> Option<&[String]> {
    let corners = meeting.gathering.corners.as_ref()?;
    Some(corners.corners.get(corners.mine? as usize)?.members.as_slice())
}

/// Whether this person has blocked them.
pub(crate) fn is_blocked(circle: &CircleView, id: &str) -> bool {
    circle.members.iter().any(|member| member.id == id && member.blocked)
}

/// What somebody is called in the circle.
pub(crate) fn name_of(circle: &CircleView, id: &str) -> String {
    circle.members.iter().find(|member| member.id == id).map_or_else(|| "?".to_owned(), |member| member.name.clone())
}

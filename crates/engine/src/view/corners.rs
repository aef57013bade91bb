//! Small corners as this person sees them: the own one with its words, of the others only who is where.

use std::collections::BTreeSet;

use circle::{Meeting, MemberId};

use super::{CornerView, CornersView, DrawStateView, DrawView, LineView, build::id};
use crate::{
    meeting::{DrawState, Room, may_say_in_corner},
    member::Core,
    suite::Suite,
};

pub(super) fn view<S: Suite>(core: &Core<S>, meeting: &Meeting, room: Option<&Room>) -> Option<CornersView> {
    let breakout = meeting.breakout.as_ref()?;
    let mine = breakout.corner_of(core.me());
    let others =
        |members: &BTreeSet<MemberId>| members.iter().any(|member| *member != core.me() && meeting.is_here(*member));
    let corner = room.and_then(|room| room.corner.as_ref());
    let lines = corner.map(|corner| corner.lines.as_slice()).unwrap_or_default();
    Some(CornersView {
        until: super::meeting::millis(breakout.claimed.plus(u64::from(breakout.seconds) * 1_000)),
        corners: breakout.corners.iter().map(|corner| one(meeting, &corner.members, corner.topic)).collect(),
        mine: mine.map(|(place, _)| place),
        ready: may_say_in_corner(core),
        alone: mine.is_some_and(|(_, corner)| !others(&corner.members)),
        circle: in_circle(meeting, breakout.corners.iter().map(|corner| &corner.members)),
        lines: lines
            .iter()
            .map(|line| LineView { author: id(line.author.member), text: line.text.to_string(), sending: line.sending })
            .collect(),
    })
}

/// What the keeper's device has drawn. While it asks, nothing is shown of what did not suit.
pub(super) fn draw(meeting: &Meeting, room: Option<&Room>) -> Option<DrawView> {
    let drawn = room?.draws.own.as_ref()?;
    let corners = if drawn.state == DrawState::Ready { drawn.corners.as_slice() } else { &[] };
    Some(DrawView {
        state: match drawn.state {
            DrawState::Asking => DrawStateView::Asking,
            DrawState::Ready => DrawStateView::Ready,
            DrawState::Nobody => DrawStateView::Nobody,
        },
        seconds: drawn.seconds,
        corners: corners.iter().map(|corner| one(meeting, &corner.members, corner.topic)).collect(),
        circle: if corners.is_empty() {
            Vec::new()
        } else {
            in_circle(meeting, corners.iter().map(|corner| &corner.members))
        },
    })
}

/// Those of a corner who are here; whoever has dropped out comes back to it.
fn one(meeting: &Meeting, members: &BTreeSet<MemberId>, topic: u32) -> CornerView {
    let here = meeting.ring.iter().filter(|member| members.contains(member));
    CornerView { members: here.map(|member| id(*member)).collect(), topic: (topic > 0).then_some(topic) }
}

fn in_circle<'a>(meeting: &Meeting, corners: impl Iterator<Item = &'a BTreeSet<MemberId>>) -> Vec<String> {
    let out: BTreeSet<MemberId> = corners.flatten().copied().collect();
    meeting.ring.iter().filter(|member| !out.contains(member)).map(|member| id(*member)).collect()
}

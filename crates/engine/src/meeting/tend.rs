//! What a running meeting needs and any device in it can do: a quiet that ends, corners that come back, an answer that
//! is shown, the time where a keeper has vanished, a fresh key after somebody had to leave.

use std::collections::BTreeSet;

use circle::{Body, Deed, Meeting, MeetingId, MemberId, QuestionState};
use seal::CryptoRngCore;
use wire::Millis;

use super::{corner, door, draw};
use crate::{member::Core, suite::Suite};

/// How long the keeper's device alone may do it.
const KEEPER_FIRST_MS: u64 = 2_000;

/// Does what is due. `wait` staggers the devices; `online` says whether the server is heard; `blocked` are members with whom this person is in no corner.
pub(crate) fn tend<S: Suite>(
    core: &mut Core<S>,
    now: Millis,
    wait: u64,
    online: bool,
    blocked: &BTreeSet<MemberId>,
    rng: &mut dyn CryptoRngCore,
) {
    let me = core.arrival();
    let Some(meeting) = core.circle.meeting() else { return };
    if core.room.as_ref().is_none_or(|room| room.meeting != meeting.id) {
        return;
    }
    if !meeting.is_admitted(me) {
        tell_from_outside(core, now, wait, online);
        return;
    }
    let patience = if meeting.keeper == me.member { 0 } else { KEEPER_FIRST_MS + wait };
    let id = meeting.id;
    let due = [
        quiet(meeting, now, patience),
        corners(meeting, now, patience),
        answer(core, meeting),
        tell(core, now, wait, online),
    ];
    for deed in due.into_iter().flatten() {
        post(core, id, deed, now);
    }
    fresh_key(core, now, wait, rng);
    corner::tend(core, now, blocked, rng);
    draw::tend(core, now, blocked, rng);
}

/// Whether something of this will be due.
pub(super) fn is_waiting(meeting: &Meeting) -> bool {
    let showing = meeting.questions.iter().any(|question| question.state == QuestionState::Showing);
    meeting.stage.quiet.is_some() || meeting.breakout.is_some() || meeting.rekey_due || showing
}

fn quiet(meeting: &Meeting, now: Millis, patience: u64) -> Option<Deed> {
    let quiet = meeting.stage.quiet?;
    is_over(now, quiet.claimed, quiet.seconds, patience).then_some(Deed::QuietOver { turn: quiet.turn })
}

fn corners(meeting: &Meeting, now: Millis, patience: u64) -> Option<Deed> {
    let breakout = meeting.breakout.as_ref()?;
    let over = is_over(now, breakout.claimed, breakout.seconds, patience);
    over.then_some(Deed::ComeBack { breakout: breakout.number })
}

fn is_over(now: Millis, since: Millis, seconds: u32, patience: u64) -> bool {
    now.since(since) >= u64::from(seconds) * 1_000 + patience
}

/// The own answer to a question whose answers are shown now.
fn answer<S: Suite>(core: &Core<S>, meeting: &Meeting) -> Option<Deed> {
    let question = meeting.questions.iter().find(|question| question.state == QuestionState::Showing)?;
    let (answer, salt) = core.room.as_ref()?.answers.get(&question.number).copied()?;
    let shown = question.shown.contains_key(&core.me());
    (!shown).then_some(Deed::Show { question: question.number, answer, salt })
}

/// That a keeper is silent counts once two say so by their clocks: in a turn that nobody ends, nobody else has anything to
/// do that would tell the time. A device that hears nobody has itself lost the network.
fn tell<S: Suite>(core: &Core<S>, now: Millis, wait: u64, online: bool) -> Option<Deed> {
    let room = core.room.as_ref()?;
    let me = core.me();
    let hears = |member: &MemberId| *member != me && room.is_here(*member, now);
    let meeting = core.circle.meeting()?;
    let is_due = |(keeper, from): (MemberId, Millis)| keeper != me && !hears(&keeper) && from.plus(wait) <= now;
    let presence = core.circle.presence_due(me);
    let shows = presence.is_some_and(|due| due.plus(wait) <= now);
    let connected = meeting.ring.iter().any(hears) || (presence.is_some() && online);
    (shows || connected && core.circle.silences().any(is_due)).then_some(Deed::Tell {})
}

/// Whoever waits at the shut door hears nobody, and says by the clock that those inside have been silent for long. With
/// the connection gone it would be this device that is.
fn tell_from_outside<S: Suite>(core: &mut Core<S>, now: Millis, wait: u64, online: bool) {
    let Some(meeting) = core.circle.meeting().map(|meeting| meeting.id) else { return };
    let me = core.me();
    let past = |from: Millis| from.plus(wait) <= now;
    let silent = core.circle.silences().any(|(member, from)| member != me && past(from));
    if online && (silent || core.circle.is_abandoned(now)) {
        post(core, meeting, Deed::Tell {}, now);
    }
}

fn post<S: Suite>(core: &mut Core<S>, meeting: MeetingId, deed: Deed, now: Millis) {
    if !core.is_posting(|body| matches!(body, Body::InMeeting { deed: other, .. } if deed == *other)) {
        // Refused means that another device was faster.
        let _ = core.post(Body::InMeeting { meeting, deed }, now);
    }
}

/// Whoever had to leave holds the present key.
fn fresh_key<S: Suite>(core: &mut Core<S>, now: Millis, wait: u64, rng: &mut dyn CryptoRngCore) {
    let due = core.circle.meeting().filter(|meeting| meeting.rekey_due);
    let keeper = due.is_some_and(|meeting| meeting.keeper == core.me());
    let due = due.is_some();
    let Some(room) = &mut core.room else { return };
    if !due {
        room.rekey_since = None;
        return;
    }
    let since = *room.rekey_since.get_or_insert(now);
    let patience = if keeper { 0 } else { KEEPER_FIRST_MS + wait };
    if now.since(since) >= patience {
        door::post_rekey(core, now, rng);
    }
}

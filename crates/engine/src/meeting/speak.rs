//! Saying something in a meeting: own words go to memory first, and to the room as soon as the stream allows.

use circle::{Arrival, Live, Tap};
use seal::{CryptoRngCore, live};
use wire::Millis;

use super::{BEAT_MS, Own, Room, Spoken, What, corner, words::Line};
use crate::{command::Failure, member::Core, suite::Suite};

/// Says a line in the present turn, or in the open talk of the phase.
pub(crate) fn say<S: Suite>(core: &mut Core<S>, text: &str) -> Result<(), Failure> {
    let meeting = core.circle.meeting().ok_or(circle::Refused::NoMeeting)?;
    let turn = meeting.turn().map_or(0, |turn| turn.number);
    let phase = meeting.phase;
    let me = core.arrival();
    let room = core.room.as_ref().ok_or(circle::Refused::NotPresent)?;
    let line = room.next_line(turn);
    let part = meeting.turn().map_or(0, |turn| turn.part);
    let saying = Live::Say { turn, line, text: text.trim().to_owned(), part };
    core.circle.judge(me, core.circle.seq(), &saying)?;
    let payload = payload(core, What::Live(saying));
    let Some(room) = &mut core.room else { return Err(circle::Refused::NotPresent.into()) };
    room.lines.insert(turn, line + 1);
    let text = zeroize::Zeroizing::new(text.trim().to_owned());
    room.words.add(phase, turn, Line { author: me, number: line, text, sending: true });
    room.unsent.push_back(Own { payload, breakout: None });
    Ok(())
}

/// Taps on a turn.
pub(crate) fn tap<S: Suite>(core: &mut Core<S>, turn: u32, tap: Tap) -> Result<(), Failure> {
    let live = Live::Tap { turn, tap };
    core.circle.judge(core.arrival(), core.circle.seq(), &live)?;
    let payload = payload(core, What::Live(live));
    let me = core.me();
    let Some(room) = &mut core.room else { return Err(circle::Refused::NotPresent.into()) };
    if room.words.tap(turn, me, tap) {
        room.unsent.push_back(Own { payload, breakout: None });
    }
    Ok(())
}

/// What to send now: own words, a sign of being here, what others missed.
pub(crate) fn frames_to_send<S: Suite>(core: &mut Core<S>, now: Millis, rng: &mut dyn CryptoRngCore) -> Vec<Vec<u8>> {
    let Some(index) = core.circle.meeting().map(|meeting| meeting.key_index) else { return Vec::new() };
    if !core.room.as_ref().is_some_and(|room| room.keys.contains_key(&index)) {
        return Vec::new();
    }
    let mut frames = Vec::new();
    let own: Vec<Own> = core.room.iter_mut().flat_map(|room| std::mem::take(&mut room.unsent)).collect();
    for own in own {
        let frame = match own.breakout {
            None => seal(core, index, &own.payload, rng),
            Some(_) => corner::seal(core, &own.payload, rng),
        };
        match frame {
            Some(frame) => {
                frames.push(frame);
                flight(core, Some(own));
            }
            None => wait(core, own),
        }
    }
    for what in duties(core, now) {
        let payload = payload(core, what);
        frames.extend(seal(core, index, &payload, rng));
        flight(core, None);
    }
    let passed_on = pass_on(core, index, now, rng);
    for frame in passed_on {
        frames.push(frame);
        flight(core, None);
    }
    frames
}

/// The server has taken the frame that was first in flight.
pub(crate) fn taken<S: Suite>(core: &mut Core<S>, number: u64) {
    let me = core.arrival();
    let Some(room) = &mut core.room else { return };
    room.last_live = room.last_live.max(number);
    let Some(Some(own)) = room.flight.pop_front() else { return };
    match wire::decode(&own.payload) {
        Ok(Spoken { what: What::Live(Live::Say { turn, line, .. }), .. }) => room.words.arrived(me, turn, line),
        Ok(Spoken { what: What::Live(Live::Corner { breakout, line, .. }), .. }) => {
            corner::arrived(room, breakout, line, me);
        }
        Ok(_) | Err(_) => {}
    }
}

/// How many lines of each of the holder's devices this one knows: what `TurnDone` counts.
pub(crate) fn counted(room: &Room, turn: u32, of: impl Fn(Arrival) -> bool) -> Vec<(Arrival, u32)> {
    let mut counts = std::collections::BTreeMap::new();
    for ((_, number), talk) in &room.words.talks {
        for line in talk.lines.iter().filter(|line| *number == turn && of(line.author)) {
            let count = counts.entry(line.author).or_insert(0);
            *count = (*count).max(line.number + 1);
        }
    }
    counts.into_iter().collect()
}

pub(super) fn payload<S: Suite>(core: &Core<S>, what: What) -> Vec<u8> {
    wire::encode(&Spoken { member: core.me(), device: core.device, at: core.circle.seq(), what })
}

fn seal<S: Suite>(core: &mut Core<S>, index: u32, payload: &[u8], rng: &mut dyn CryptoRngCore) -> Option<Vec<u8>> {
    let signer = core.leaf.key.clone();
    let room = core.room.as_mut()?;
    let key = room.keys.get(&index)?;
    let frame = live::seal_frame(key, room.meeting.0, index, payload, &signer, rng);
    if let Ok(opened) = live::open_frame(key, room.meeting.0, &frame) {
        room.keep(index, opened);
    }
    Some(frame)
}

/// Words of a corner wait for its key, and are nothing any more once the corner is over.
fn wait<S: Suite>(core: &mut Core<S>, own: Own) {
    let Some(room) = &mut core.room else { return };
    if room.corner.as_ref().map(|corner| corner.breakout) == own.breakout {
        room.unsent.push_back(own);
    }
}

fn flight<S: Suite>(core: &mut Core<S>, again: Option<Own>) {
    if let Some(room) = &mut core.room {
        room.flight.push_back(again);
    }
}

/// Signs of life and questions that are due.
fn duties<S: Suite>(core: &mut Core<S>, now: Millis) -> Vec<What> {
    let Some(room) = &mut core.room else { return Vec::new() };
    let mut due = Vec::new();
    if now.since(room.beat) >= BEAT_MS {
        room.beat = now;
        due.push(What::Live(Live::Here {}));
    }
    if std::mem::take(&mut room.missing) {
        due.push(What::Missing { since: room.mine_from });
    }
    due
}

/// What others missed, with its authors' signatures, under the present key; nothing from before they were let in.
fn pass_on<S: Suite>(core: &mut Core<S>, index: u32, now: Millis, rng: &mut dyn CryptoRngCore) -> Vec<Vec<u8>> {
    let Some(room) = &mut core.room else { return Vec::new() };
    let (due, later): (Vec<_>, Vec<_>) =
        std::mem::take(&mut room.asked).into_iter().partition(|asked| asked.due <= now);
    room.asked = later;
    let unanswered = due.iter().filter(|asked| room.passed_on < asked.at);
    let from =
        unanswered.map(|asked| asked.since.max(room.admitted.get(&asked.by).copied().unwrap_or(room.mine_from))).min();
    let (Some(from), Some(key)) = (from, room.keys.get(&index)) else { return Vec::new() };
    room.passed_on = now;
    let since = room.heard.iter().filter(|(number, _)| *number >= from);
    since.map(|(_, opened)| live::reseal_frame(key, room.meeting.0, index, opened, rng)).collect()
}

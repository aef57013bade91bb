//! Hearing: open, verify, judge at the position where the author stood, then show.

use circle::{Arrival, Live, Refused};
use seal::live::{self, OpenedFrame};
use wire::Millis;

use super::{Asked, Room, Spoken, What, corner, told, words::Line};
use crate::{member::Core, suite::Suite};

/// Frames that wait for the fold or for a key, at most.
const HELD: usize = 256;
/// Frames that are kept to pass on, at most.
const KEPT: usize = 400;
/// Between those who could pass on what somebody missed.
const STAGGER_MS: u64 = 1_500;

/// Why a frame is not shown now.
pub(super) enum Unheard {
    /// The fold or the keys are behind it.
    Later,
    /// It is nothing for this device.
    Never,
}

/// Takes a live frame from the server.
pub(crate) fn hear<S: Suite>(core: &mut Core<S>, number: u64, frame: &[u8], now: Millis) {
    let Some(room) = &mut core.room else { return };
    room.last_live = room.last_live.max(number);
    if matches!(take(core, frame, now), Err(Unheard::Later)) {
        hold(core, frame);
    }
}

/// Tries the frames again that ran ahead.
pub(super) fn hear_held<S: Suite>(core: &mut Core<S>) {
    let held = core.room.as_mut().map(|room| std::mem::take(&mut room.held)).unwrap_or_default();
    for frame in held {
        if matches!(take(core, &frame, Millis(0)), Err(Unheard::Later)) {
            hold(core, &frame);
        }
    }
}

fn hold<S: Suite>(core: &mut Core<S>, frame: &[u8]) {
    if let Some(room) = &mut core.room
        && room.held.len() < HELD
    {
        room.held.push(frame.to_vec());
    }
}

fn take<S: Suite>(core: &mut Core<S>, frame: &[u8], now: Millis) -> Result<(), Unheard> {
    let index = live::frame_key(frame).map_err(|_| Unheard::Never)?;
    if live::is_corner(index) {
        return corner::hear(core, frame, index, now);
    }
    let room = core.room.as_ref().ok_or(Unheard::Never)?;
    let newest = room.keys.last_key_value().map(|(number, _)| *number);
    let Some(key) = room.keys.get(&index) else {
        return Err(if newest.is_none_or(|newest| index > newest) { Unheard::Later } else { Unheard::Never });
    };
    let opened = live::open_frame(key, room.meeting.0, frame).map_err(|_| Unheard::Never)?;
    let (arrival, spoken) = verified(core, &opened)?;
    if arrival == core.arrival() {
        return Ok(());
    }
    match spoken.what {
        // Words of a corner that somebody in it passed on.
        What::Live(Live::Corner { .. }) => return Err(Unheard::Never),
        What::Live(live) => {
            core.circle.judge(arrival, spoken.at, &live).map_err(|refused| match refused {
                Refused::Ahead => Unheard::Later,
                _ => Unheard::Never,
            })?;
            show(core, arrival, &live, now);
            if let Some(room) = &mut core.room {
                room.keep(index, opened);
            }
        }
        What::Missing { since } => note_asked(core, arrival, since, now),
    }
    Ok(())
}

/// Who says what in an opened frame.
pub(super) fn verified<S: Suite>(core: &Core<S>, opened: &OpenedFrame) -> Result<(Arrival, Spoken), Unheard> {
    let room = core.room.as_ref().ok_or(Unheard::Never)?;
    let spoken: Spoken = wire::decode(&opened.payload).map_err(|_| Unheard::Never)?;
    let author = core.circle.member(spoken.member).ok_or(Unheard::Never)?;
    opened.verify(room.meeting.0, author.key).map_err(|_| Unheard::Never)?;
    Ok((Arrival { member: spoken.member, device: spoken.device }, spoken))
}

fn show<S: Suite>(core: &mut Core<S>, author: Arrival, live: &Live, now: Millis) {
    let me = core.arrival();
    let Some(meeting) = core.circle.meeting() else { return };
    let Some(room) = &mut core.room else { return };
    let seen = room.here.entry(author).or_insert(now);
    *seen = (*seen).max(now);
    match live {
        Live::Say { turn, line, text, .. } => {
            let phase = meeting.turns.get(turn).map_or(meeting.phase, |turn| turn.phase);
            let text = zeroize::Zeroizing::new(text.clone());
            if !room.words.add(phase, *turn, Line { author, number: *line, text, sending: false }) {
                room.passed_on = room.passed_on.max(now);
            }
        }
        Live::Tap { turn, tap } => {
            room.words.tap(*turn, author.member, *tap);
        }
        _ => told::heard(room, meeting, me, author, live),
    }
}

fn note_asked<S: Suite>(core: &mut Core<S>, by: Arrival, since: u32, now: Millis) {
    let me = core.arrival();
    let Some(meeting) = core.circle.meeting().filter(|meeting| meeting.is_admitted(by)) else { return };
    let others = meeting.arrivals.iter().map(|presence| presence.arrival).filter(|arrival| *arrival != by);
    let place = others.take_while(|arrival| *arrival != me).count() as u64;
    if let Some(room) = &mut core.room {
        room.asked.push(Asked { by, since, at: now, due: now.plus(place * STAGGER_MS) });
    }
}

impl Room {
    /// Keeps a frame to pass on, once.
    pub(super) fn keep(&mut self, index: u32, opened: OpenedFrame) {
        let lasting = matches!(
            wire::decode(&opened.payload),
            Ok(Spoken {
                what: What::Live(
                    Live::Say { .. }
                        | Live::Tap { .. }
                        | Live::Tag { .. }
                        | Live::Topic { .. }
                        | Live::Question { .. }
                        | Live::Milestone { .. },
                ),
                ..
            })
        );
        if !lasting || self.heard.iter().any(|(_, known)| *known == opened) {
            return;
        }
        if self.heard.len() == KEPT {
            self.heard.remove(0);
        }
        self.heard.push((index, opened));
    }
}

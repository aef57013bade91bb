//! This device in a small corner: its keys, what is said there, coming back. In memory only, and gone with the corner.

use std::collections::{BTreeMap, BTreeSet};

use circle::{Arrival, Body, Deed, Entry, Live, Meeting, MeetingEffect, MemberId, OpenCorner, Refused, Seal};
use seal::{
    CryptoRngCore, HpkePublic,
    live::{CornerKey, CornerPlace},
};
use wire::Millis;

use super::{
    Own, Room, Spoken, What,
    hear::{Unheard, verified},
    speak::payload,
    words::Line,
};
use crate::{command::Failure, member::Core, suite::Suite};

/// How long each device leaves it to those before it to make the key.
const STAGGER_MS: u64 = 2_000;

/// The corner that this device is in.
pub(crate) struct InCorner {
    pub(crate) breakout: u32,
    pub(crate) place: u32,
    /// The present key and the one before it, by number.
    keys: BTreeMap<u32, CornerKey>,
    pub(crate) lines: Vec<Line>,
    next_line: u32,
    /// Since when this device has seen that a key is due.
    due_since: Option<Millis>,
}

/// Says a line in the own corner.
pub(crate) fn say_in_corner<S: Suite>(core: &mut Core<S>, text: &str) -> Result<(), Failure> {
    let me = core.arrival();
    let text = text.trim();
    let room = core.room.as_ref().ok_or(Refused::NotPresent)?;
    let corner = room.corner.as_ref().ok_or(Refused::NoBreakout)?;
    let (breakout, line) = (corner.breakout, corner.next_line);
    let saying = Live::Corner { breakout, corner: corner.place, line, text: text.to_owned() };
    core.circle.judge(me, core.circle.seq(), &saying)?;
    let payload = payload(core, What::Live(saying));
    let Some(room) = &mut core.room else { return Err(Refused::NotPresent.into()) };
    if let Some(corner) = &mut room.corner {
        corner.next_line += 1;
        let text = zeroize::Zeroizing::new(text.to_owned());
        corner.lines.push(Line { author: me, number: line, text, sending: true });
    }
    room.unsent.push_back(Own { payload, breakout: Some(breakout) });
    Ok(())
}

/// Whether this person may say something in a corner now.
pub(crate) fn may_say_in_corner<S: Suite>(core: &Core<S>) -> bool {
    let Some(corner) = core.room.as_ref().and_then(|room| room.corner.as_ref()) else { return false };
    let say =
        Live::Corner { breakout: corner.breakout, corner: corner.place, line: corner.next_line, text: "-".to_owned() };
    corner.present_key(core).is_some() && core.circle.judge(core.arrival(), core.circle.seq(), &say).is_ok()
}

/// Goes into the corner where the log says that this person is, or out of the one where they no longer are: with it go
/// its keys and words.
pub(super) fn settle<S: Suite>(core: &mut Core<S>) {
    let me = core.me();
    let mine = core.circle.meeting().and_then(|meeting| {
        let breakout = meeting.breakout.as_ref()?;
        Some((breakout.number, breakout.corner_of(me)?.0))
    });
    let Some(room) = &mut core.room else { return };
    if room.corner.as_ref().map(|corner| (corner.breakout, corner.place)) != mine {
        room.corner = mine.map(|(breakout, place)| InCorner {
            breakout,
            place,
            keys: BTreeMap::new(),
            lines: Vec::new(),
            next_line: 0,
            due_since: None,
        });
    }
}

/// Takes the key of a corner where one was made for this device.
pub(super) fn follow<S: Suite>(core: &mut Core<S>, entry: &Entry, effect: &MeetingEffect) {
    let me = core.arrival();
    let (MeetingEffect::CornerKeyed { corner: place, index }, Body::InMeeting { meeting, deed }) =
        (effect, &entry.body)
    else {
        return;
    };
    let Deed::CornerKey { breakout, seals, .. } = deed else { return };
    settle(core);
    let Some(room) = &mut core.room else { return };
    let (Some(corner), Some(secret)) = (&mut room.corner, &room.arrival) else { return };
    if (corner.breakout, corner.place) != (*breakout, *place) {
        return;
    }
    let named = CornerPlace { breakout: *breakout, corner: *place, index: *index };
    let own = seals.iter().find(|seal| seal.to == me);
    let key = own.and_then(|seal| CornerKey::open(secret, meeting.0, named, &seal.sealed).ok());
    corner.keys.extend(key.map(|key| (*index, key)));
    corner.keys.retain(|number, _| number + 1 >= *index);
}

/// Makes the key of the own corner where one is due; goes back to the circle from one where somebody is whom this
/// person has blocked.
pub(super) fn tend<S: Suite>(
    core: &mut Core<S>,
    now: Millis,
    blocked: &BTreeSet<MemberId>,
    rng: &mut dyn CryptoRngCore,
) {
    let me = core.arrival();
    let Some(meeting) = core.circle.meeting() else { return };
    let Some((breakout, place, open)) = own(meeting, me.member) else { return };
    let id = meeting.id;
    if open.members.iter().any(|member| blocked.contains(member)) {
        post(core, Body::InMeeting { meeting: id, deed: Deed::LeaveCorner { breakout } }, now);
        return;
    }
    let here = open.here(meeting);
    let before = here.iter().take_while(|arrival| **arrival != me).count() as u64;
    let (due, index) = (open.needs_key(meeting), open.index);
    let lacks = open.keyed.contains(&me);
    let Some(corner) = core.room.as_mut().and_then(|room| room.corner.as_mut()) else { return };
    // It was sealed to the key of an arrival that this device has no more.
    let lacks = lacks && !corner.keys.contains_key(&index) && here.len() > 1;
    if !due && !lacks {
        corner.due_since = None;
        return;
    }
    let since = *corner.due_since.get_or_insert(now);
    if now.since(since) < (before + u64::from(!due)) * STAGGER_MS {
        return;
    }
    let place = CornerPlace { breakout, corner: place, index: index + 1 };
    if let Some(seals) = seal_key(core, place, &here, rng) {
        let deed = Deed::CornerKey { breakout, corner: place.corner, index: place.index, seals };
        post(core, Body::InMeeting { meeting: id, deed }, now);
    }
}

/// Hears a frame of a corner.
pub(super) fn hear<S: Suite>(core: &mut Core<S>, frame: &[u8], mark: u32, now: Millis) -> Result<(), Unheard> {
    let room = core.room.as_ref().ok_or(Unheard::Never)?;
    let corner = room.corner.as_ref().ok_or(Unheard::Never)?;
    let Some(key) = corner.keys.values().find(|key| key.mark() == mark) else {
        // It may be of the key that is on its way; or of another corner.
        return Err(if corner.present_key(core).is_none() { Unheard::Later } else { Unheard::Never });
    };
    let opened = key.open_frame(room.meeting.0, frame).map_err(|_| Unheard::Never)?;
    let (author, Spoken { at, what, .. }) = verified(core, &opened)?;
    let What::Live(live @ Live::Corner { .. }) = what else { return Err(Unheard::Never) };
    if author == core.arrival() {
        return Ok(());
    }
    core.circle.judge(author, at, &live).map_err(|refused| match refused {
        Refused::Ahead => Unheard::Later,
        _ => Unheard::Never,
    })?;
    let Some(room) = &mut core.room else { return Err(Unheard::Never) };
    let seen = room.here.entry(author).or_insert(now);
    *seen = (*seen).max(now);
    if let (Some(corner), Live::Corner { line, text, .. }) = (&mut room.corner, live) {
        corner.add(Line { author, number: line, text: text.into(), sending: false });
    }
    Ok(())
}

/// Seals own words of a corner; none while it has no key that all of those in it hold, and nobody else.
pub(super) fn seal<S: Suite>(core: &Core<S>, words: &[u8], rng: &mut dyn CryptoRngCore) -> Option<Vec<u8>> {
    let (room, meeting) = (core.room.as_ref()?, core.circle.meeting()?);
    // Somebody has come back: they shall hear it too.
    if own(meeting, core.me())?.2.needs_key(meeting) {
        return None;
    }
    let key = room.corner.as_ref()?.present_key(core)?;
    Some(key.seal_frame(room.meeting.0, words, &core.leaf.key, rng))
}

/// An own line is on its way by now.
pub(super) fn arrived(room: &mut Room, breakout: u32, line: u32, me: Arrival) {
    let Some(corner) = room.corner.as_mut().filter(|corner| corner.breakout == breakout) else { return };
    for line in corner.lines.iter_mut().filter(|known| known.author == me && known.number == line) {
        line.sending = false;
    }
}

impl InCorner {
    /// The key under which words may be said now.
    fn present_key<S: Suite>(&self, core: &Core<S>) -> Option<&CornerKey> {
        let meeting = core.circle.meeting()?;
        let (_, _, open) = own(meeting, core.me())?;
        self.keys.get(&open.index).filter(|_| open.is_open(meeting))
    }

    #[cfg(feature = "test-suite")]
    pub(super) fn opens(&self, meeting: circle::MeetingId, frame: &[u8]) -> bool {
        self.keys.values().any(|key| key.open_frame(meeting.0, frame).is_ok())
    }

    fn add(&mut self, line: Line) {
        let known = self.lines.iter().any(|other| other.author == line.author && other.number == line.number);
        if !known {
            self.lines.push(line);
        }
    }
}

/// The open corner of a member: number of the break-out, its own, and what it is.
fn own(meeting: &Meeting, member: MemberId) -> Option<(u32, u32, &OpenCorner)> {
    let breakout = meeting.breakout.as_ref()?;
    let (place, corner) = breakout.corner_of(member)?;
    Some((breakout.number, place, corner))
}

fn seal_key<S: Suite>(
    core: &Core<S>,
    place: CornerPlace,
    to: &BTreeSet<Arrival>,
    rng: &mut dyn CryptoRngCore,
) -> Option<Vec<Seal>> {
    let meeting = core.circle.meeting()?;
    let key = CornerKey::make(rng);
    let devices = meeting.arrivals.iter().filter(|presence| to.contains(&presence.arrival));
    let seal = |presence: &circle::Presence| {
        let sealed = key.seal_to(&HpkePublic::from_bytes(&presence.key.0), meeting.id.0, place).ok()?;
        Some(Seal { to: presence.arrival, sealed })
    };
    devices.map(seal).collect()
}

fn post<S: Suite>(core: &mut Core<S>, body: Body, now: Millis) {
    let of_corner =
        |body: &Body| matches!(body, Body::InMeeting { deed: Deed::CornerKey { .. } | Deed::LeaveCorner { .. }, .. });
    if !core.is_posting(of_corner) {
        // Refused means that another device was faster.
        let _ = core.post(body, now);
    }
}

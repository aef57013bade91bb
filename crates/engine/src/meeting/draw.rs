//! Who goes with whom: the keeper's device proposes, every device answers for its person, sealed, and the keeper's
//! device draws again where one does not suit (decision 0011). Nobody is told who said so, nor why.

use std::collections::{BTreeMap, BTreeSet};

use circle::{Apart, Arrival, Body, Corner, Deed, Live, Meeting, MemberId, Refused, Seal, Split, TopicState, limits};
use minicbor::{Decode, Encode};
use seal::{
    CryptoRngCore, HpkePublic,
    pad::{Class, pad, unpad},
};
use wire::Millis;

use super::{Room, told::tell};
use crate::{
    command::{Failure, SplitForm},
    member::Core,
    suite::Suite,
};

/// What the sealed words are bound to.
const FIT: &str = "corner fit";
/// Proposals before somebody whom none suits stays in the circle.
const TRIES: u32 = 12;
/// Who has not answered after this long is not there.
const PATIENCE_MS: u64 = 3_000;
/// One other in so many does not suit for no reason at all, so that an answer tells little.
const WHIM: u32 = 12;
/// In smaller meetings that would keep people from each other who would like to talk.
const WHIMS_FROM: usize = 6;

/// What is asked and answered, sealed to devices and of one length.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub(crate) enum Fit {
    /// Would a corner with these suit?
    #[n(0)]
    Ask {
        /// Which proposal.
        #[n(0)]
        number: u32,
        /// All of the corner.
        #[n(1)]
        members: Vec<MemberId>,
    },
    /// The answer of one device.
    #[n(1)]
    Answer {
        /// To which proposal.
        #[n(0)]
        number: u32,
        /// Whether it does.
        #[n(1)]
        suits: Suits,
    },
}

/// Whether a corner suits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub(crate) enum Suits {
    /// Yes.
    #[n(0)]
    Yes,
    /// Not this one.
    #[n(1)]
    NotThis,
    /// This person would rather stay in the circle.
    #[n(2)]
    Stay,
}

/// How far a draw is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DrawState {
    /// Devices are asked.
    Asking,
    /// These corners suit all who go.
    Ready,
    /// There is no way to divide those who would go.
    Nobody,
}

/// A draw of the keeper's device.
pub(crate) struct Draw {
    pub(crate) state: DrawState,
    pub(crate) corners: Vec<Corner>,
    pub(crate) seconds: u32,
    split: Split,
    /// Who would go.
    members: BTreeSet<MemberId>,
    apart: Apart,
    /// How often a proposal did not suit whom.
    refusals: BTreeMap<MemberId, u32>,
    tries: u32,
    number: u32,
    answers: BTreeMap<Arrival, Suits>,
    asked_at: Millis,
}

/// What this device knows of draws in this meeting.
#[derive(Default)]
pub(crate) struct Draws {
    pub(crate) own: Option<Draw>,
    /// This person would rather stay in the circle.
    pub(crate) stays: bool,
    /// Proposals to answer.
    asked: Vec<(u32, Vec<MemberId>)>,
    /// Who does not suit for no reason: drawn once a meeting, so that asking again tells no more.
    whims: BTreeMap<MemberId, bool>,
    numbers: u32,
}

impl Draws {
    /// Something is to be answered, or answers are waited for.
    pub(super) fn are_open(&self) -> bool {
        let asking = self.own.as_ref().is_some_and(|drawn| drawn.state == DrawState::Asking);
        asking || !self.asked.is_empty()
    }
}

/// Begins to draw.
pub(crate) fn draw<S: Suite>(
    core: &mut Core<S>,
    form: (SplitForm, u32, bool),
    blocked: &BTreeSet<MemberId>,
    now: Millis,
    rng: &mut dyn CryptoRngCore,
) -> Result<(), Failure> {
    let (split, minutes, with_me) = form;
    let me = core.me();
    let meeting = core.circle.meeting().ok_or(Refused::NoMeeting)?;
    let goes = |member: &MemberId| {
        let open = meeting.is_open_to_turns(*member) && admitted(meeting, *member).next().is_some();
        open && (with_me || *member != me)
    };
    let members: BTreeSet<MemberId> = meeting.ring.iter().copied().filter(goes).collect();
    let split = match split {
        SplitForm::Pairs => Split::Pairs,
        SplitForm::Triads => Split::Triads,
        SplitForm::Topics => Split::Topics(topics(meeting)),
    };
    let seconds = minutes.saturating_mul(60);
    let all = vec![Corner { members: members.clone(), topic: 0 }];
    core.circle.would_admit(&core.entry(break_out(meeting, seconds, all), now))?;
    let own = Draw {
        state: DrawState::Asking,
        corners: Vec::new(),
        seconds,
        split,
        members,
        apart: Apart::new(),
        refusals: BTreeMap::new(),
        tries: 0,
        number: 0,
        answers: BTreeMap::new(),
        asked_at: now,
    };
    propose(core, own, blocked, now, rng);
    Ok(())
}

/// Whether corners may be drawn now.
pub(crate) fn may_draw<S: Suite>(core: &Core<S>, now: Millis) -> bool {
    let Some(meeting) = core.circle.meeting() else { return false };
    let members: BTreeSet<MemberId> =
        meeting.ring.iter().copied().filter(|member| meeting.is_open_to_turns(*member)).collect();
    let all = vec![Corner { members, topic: 0 }];
    core.allows(break_out(meeting, limits::PHASE_SECONDS, all), now)
}

/// Sends people out as drawn.
pub(crate) fn start<S: Suite>(core: &mut Core<S>, now: Millis) -> Result<(), Failure> {
    let meeting = core.circle.meeting().ok_or(Refused::NoMeeting)?;
    let ready = core.room.as_ref().and_then(|room| room.draws.own.as_ref());
    let drawn = ready.filter(|drawn| drawn.state == DrawState::Ready).ok_or(Refused::WrongCorners)?;
    let result = core.post(break_out(meeting, drawn.seconds, drawn.corners.clone()), now);
    cancel(core);
    Ok(result?)
}

/// Lets a draw be.
pub(crate) fn cancel<S: Suite>(core: &mut Core<S>) {
    if let Some(room) = &mut core.room {
        room.draws.own = None;
    }
}

/// From now on this device answers that its person stays in the circle, or no longer.
pub(crate) fn stay<S: Suite>(core: &mut Core<S>, on: bool) -> Result<(), Failure> {
    core.room.as_mut().ok_or(Refused::NotPresent)?.draws.stays = on;
    Ok(())
}

/// Takes what was sealed to this device.
pub(super) fn heard(room: &mut Room, meeting: &Meeting, me: Arrival, author: Arrival, seals: &[Seal]) {
    let own = seals.iter().find(|seal| seal.to == me).zip(room.arrival.as_ref());
    let Some(plain) = own.and_then(|(seal, secret)| secret.open(FIT, &meeting.id.0, &seal.sealed).ok()) else {
        return;
    };
    match unpad(&plain).ok().and_then(|fit| wire::decode(fit).ok()) {
        Some(Fit::Ask { number, members }) if author.member == meeting.keeper && author.member != me.member => {
            // Only the last one counts.
            room.draws.asked = vec![(number, members)];
        }
        Some(Fit::Answer { number, suits }) => {
            if let Some(draw) = room.draws.own.as_mut().filter(|draw| draw.number == number) {
                draw.answers.insert(author, suits);
            }
        }
        Some(Fit::Ask { .. }) | None => {}
    }
}

/// Answers what this device was asked, and goes on with the own draw.
pub(super) fn tend<S: Suite>(
    core: &mut Core<S>,
    now: Millis,
    blocked: &BTreeSet<MemberId>,
    rng: &mut dyn CryptoRngCore,
) {
    for (number, members) in core.room.as_mut().map(|room| std::mem::take(&mut room.draws.asked)).unwrap_or_default() {
        let suits = suits(core, &members, blocked, rng);
        let keeper = core.circle.meeting().map(|meeting| meeting.keeper);
        if let Some(keeper) = keeper.filter(|_| members.contains(&core.me())) {
            send(core, keeper, &Fit::Answer { number, suits });
        }
    }
    let (Some(meeting), Some(room)) = (core.circle.meeting(), &core.room) else { return };
    let Some(drawn) = &room.draws.own else { return };
    if meeting.keeper != core.me() || meeting.breakout.is_some() {
        return cancel(core);
    }
    let done = now.since(drawn.asked_at) >= PATIENCE_MS
        || asked(meeting, &drawn.corners, core.me()).all(|arrival| drawn.answers.contains_key(&arrival));
    if drawn.state == DrawState::Asking
        && done
        && let Some(mut drawn) = core.room.as_mut().and_then(|room| room.draws.own.take())
    {
        match drawn.weigh() {
            Ok(()) => {
                drawn.state = DrawState::Ready;
                keep(core, drawn);
            }
            Err(NotYet) => propose(core, drawn, blocked, now, rng),
        }
    }
}

/// A proposal does not suit somebody.
struct NotYet;

impl Draw {
    /// Takes the answers.
    fn weigh(&mut self) -> Result<(), NotYet> {
        let mut result = Ok(());
        for corner in &self.corners {
            for member in &corner.members {
                let own = self.answers.iter().filter(|(arrival, _)| arrival.member == *member);
                let answers: Vec<Suits> = own.map(|(_, suits)| *suits).collect();
                if answers.is_empty() || answers.contains(&Suits::Stay) {
                    self.members.remove(member);
                    result = Err(NotYet);
                } else if answers.contains(&Suits::NotThis) {
                    let others = corner.members.iter().filter(|other| *other != member);
                    self.apart.extend(others.map(|other| (*member, *other)));
                    *self.refusals.entry(*member).or_default() += 1;
                    result = Err(NotYet);
                }
            }
        }
        result
    }

    /// Draws corners that nobody has refused. Whom nothing has suited for long stays in the circle.
    fn redraw(&mut self, rng: &mut dyn CryptoRngCore) -> Option<Vec<Corner>> {
        self.tries += 1;
        while self.members.len() >= 2 {
            let found = circle::assign(&self.members, &self.split, &self.apart, rng.next_u64());
            if let Some(corners) = found.filter(|_| self.tries <= TRIES) {
                return Some(corners);
            }
            let most = self.members.iter().max_by_key(|member| self.refusals.get(*member)).copied()?;
            // Where nobody refused anything there is no way: three topics for two people, or none.
            self.refusals.get(&most)?;
            self.members.remove(&most);
            self.tries = 1;
        }
        None
    }
}

fn propose<S: Suite>(
    core: &mut Core<S>,
    mut drawn: Draw,
    blocked: &BTreeSet<MemberId>,
    now: Millis,
    rng: &mut dyn CryptoRngCore,
) {
    let me = core.arrival();
    let Some(room) = &mut core.room else { return };
    room.draws.numbers += 1;
    drawn.number = room.draws.numbers;
    drawn.asked_at = now;
    drawn.answers.clear();
    drawn.corners = drawn.redraw(rng).unwrap_or_default();
    drawn.state = if drawn.corners.is_empty() { DrawState::Nobody } else { DrawState::Asking };
    let (number, corners) = (drawn.number, drawn.corners.clone());
    keep(core, drawn);
    for corner in corners {
        let members: Vec<MemberId> = corner.members.into_iter().collect();
        for member in &members {
            if *member == me.member {
                let suits = suits(core, &members, blocked, rng);
                if let Some(draw) = core.room.as_mut().and_then(|room| room.draws.own.as_mut()) {
                    draw.answers.insert(me, suits);
                }
            } else {
                send(core, *member, &Fit::Ask { number, members: members.clone() });
            }
        }
    }
}

fn keep<S: Suite>(core: &mut Core<S>, drawn: Draw) {
    if let Some(room) = &mut core.room {
        room.draws.own = Some(drawn);
    }
}

/// What this device answers for its person.
fn suits<S: Suite>(
    core: &mut Core<S>,
    members: &[MemberId],
    blocked: &BTreeSet<MemberId>,
    rng: &mut dyn CryptoRngCore,
) -> Suits {
    let me = core.me();
    let many = core.circle.meeting().is_some_and(|meeting| meeting.ring.len() >= WHIMS_FROM);
    let Some(room) = &mut core.room else { return Suits::Stay };
    if room.draws.stays {
        return Suits::Stay;
    }
    let mut not_this = false;
    for other in members.iter().filter(|other| **other != me) {
        let whim = *room.draws.whims.entry(*other).or_insert_with(|| rng.next_u32().is_multiple_of(WHIM));
        not_this |= blocked.contains(other) || (whim && many);
    }
    if not_this { Suits::NotThis } else { Suits::Yes }
}

/// Seals it to all devices of a member.
fn send<S: Suite>(core: &mut Core<S>, to: MemberId, fit: &Fit) {
    let Some(meeting) = core.circle.meeting() else { return };
    let Ok(padded) = pad(&wire::encode(fit), Class::Note) else { return };
    let devices = meeting.arrivals.iter().filter(|presence| presence.arrival.member == to);
    let seal = |presence: &circle::Presence| {
        let sealed = HpkePublic::from_bytes(&presence.key.0).seal_to(FIT, &meeting.id.0, &padded).ok()?;
        Some(Seal { to: presence.arrival, sealed })
    };
    let seals = devices.map(seal).collect::<Option<Vec<Seal>>>();
    // Refused means that somebody has gone, or another one keeps the meeting: then nobody waits for it.
    let _ = seals.map(|seals| tell(core, &Live::Fit { seals }));
}

/// The devices that answer a proposal.
fn asked<'a>(meeting: &'a Meeting, corners: &'a [Corner], me: MemberId) -> impl Iterator<Item = Arrival> + 'a {
    let members = corners.iter().flat_map(|corner| corner.members.iter().copied()).filter(move |member| *member != me);
    members.flat_map(|member| admitted(meeting, member))
}

fn break_out(meeting: &Meeting, seconds: u32, corners: Vec<Corner>) -> Body {
    let deed = Deed::BreakOut { number: meeting.breakouts + 1, seconds, corners };
    Body::InMeeting { meeting: meeting.id, deed }
}

fn admitted(meeting: &Meeting, member: MemberId) -> impl Iterator<Item = Arrival> {
    let own = meeting.arrivals.iter().filter(move |presence| presence.arrival.member == member && !presence.waiting);
    own.map(|presence| presence.arrival)
}

/// The open topic and those that wait, with who would like to talk about them.
fn topics(meeting: &Meeting) -> Vec<(u32, BTreeSet<MemberId>)> {
    let open = meeting.agenda.iter().filter(|topic| topic.state == TopicState::Open);
    let all: Vec<_> = open.chain(meeting.waiting_topics()).collect();
    // Whoever proposed a topic would like to talk about it.
    let liked = |topic: &&circle::Topic| (topic.number, topic.interest.iter().copied().chain([topic.author]).collect());
    all.iter().map(liked).collect()
}

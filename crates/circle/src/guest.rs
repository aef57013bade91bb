//! Guests whom the circle has let in by a decision (domain I44, R28): labelled, for a time, without a vote.
//!
//! One member asks, another one agrees, and one of the two keeps the circle; until the guest has come, any member may
//! object, and that settles it. What a guest may do is a short list, judged for every entry of theirs, so that nothing new
//! is theirs by accident.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};
use wire::Day;

use crate::{
    Body, Deed, Effect, Entry, Member, MemberId, Observers, Openness, Refused, Seq, Service, durable::Durable, limits,
    meeting, members, text::is_name,
};

/// What a guest is here for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum GuestPart {
    /// Takes turns like everybody, to tell something or to answer questions.
    #[n(0)]
    Speaks,
    /// Looks on, and says nothing.
    #[n(1)]
    Observes,
}

/// As what a guest is announced: everybody sees this beside the name, for as long as the guest is here.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Guest {
    /// What for.
    #[n(0)]
    pub part: GuestPart,
    /// Who they are to the circle, 1 to [`limits::GUEST_LABEL`] characters.
    #[n(1)]
    pub label: String,
    /// Their last day.
    #[n(2)]
    pub until: Day,
    /// Their work or their law may make them pass on what they hear, for example of danger (domain R28).
    #[n(3)]
    pub reports: bool,
    /// Who asked the circle.
    #[n(4)]
    pub asked: MemberId,
    /// Who agreed.
    #[n(5)]
    pub agreed: MemberId,
}

/// A guest whom somebody would like to invite. It falls with its last day, or when whoever asked is gone.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Visit {
    /// Who asks.
    #[n(0)]
    pub asked: MemberId,
    /// What for.
    #[n(1)]
    pub part: GuestPart,
    /// As [`Guest::label`].
    #[n(2)]
    pub label: String,
    /// The last day, at most [`limits::GUEST_DAYS`] ahead.
    #[n(3)]
    pub until: Day,
    /// As [`Guest::reports`].
    #[n(4)]
    pub reports: bool,
    /// Who agreed.
    #[n(5)]
    pub agreed: Option<MemberId>,
}

/// The acts there are about guests.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum GuestAct {
    /// Asks the circle whether a guest may come.
    #[n(0)]
    Ask {
        /// What for.
        #[n(0)]
        part: GuestPart,
        /// As [`Guest::label`].
        #[n(1)]
        label: String,
        /// The last day.
        #[n(2)]
        until: Day,
        /// As [`Guest::reports`].
        #[n(3)]
        reports: bool,
    },
    /// Agrees: it is decided, and whoever asked or agreed may make the link.
    #[n(1)]
    Agree {
        /// Where it was asked.
        #[n(0)]
        visit: Seq,
    },
    /// Does not want it, or does not want it any more: the guest does not come.
    #[n(2)]
    Object {
        /// Where it was asked.
        #[n(0)]
        visit: Seq,
    },
    /// Says good-bye to a guest. The next commit removes the leaf.
    #[n(3)]
    End {
        /// The guest.
        #[n(0)]
        member: MemberId,
    },
}

/// Folds an act. On refusal the state is half changed and must be dropped.
pub(crate) fn fold(state: &mut Durable, entry: &Entry, act: &GuestAct) -> Result<Vec<Effect>, Refused> {
    tidy(state);
    let author = entry.member;
    match act {
        GuestAct::Ask { part, label, until, reports } => {
            let label = label.clone();
            ask(state, Visit { asked: author, part: *part, label, until: *until, reports: *reports, agreed: None })
        }
        GuestAct::Agree { visit } => agree(state, author, *visit),
        GuestAct::Object { visit } => object(state, *visit),
        GuestAct::End { member } => end(state, entry, *member),
    }
}

/// Whether a guest may do this at all. For members everything is open that the rules of the act allow.
pub(crate) fn check_act(state: &Durable, member: &Member, entry: &Entry) -> Result<(), Refused> {
    let Some(guest) = &member.guest else { return Ok(()) };
    if guest.until < state.today() || guest.until < Day::of(entry.claimed) {
        return Err(Refused::GuestOver);
    }
    if may(guest.part, &entry.body) { Ok(()) } else { Err(Refused::IsGuest) }
}

/// Whether `author`, a member who has not left and is no guest, may agree to this visit.
pub(crate) fn check_agree(state: &Durable, author: MemberId, at: Seq) -> Result<(), Refused> {
    let visit = standing(state, at).ok_or(Refused::VisitUnknown)?;
    if visit.agreed.is_some() {
        return Err(Refused::Unchanged);
    }
    if visit.asked == author {
        return Err(Refused::OwnMove);
    }
    if state.keeps(author) || state.keeps(visit.asked) { Ok(()) } else { Err(Refused::GuestsByKeeper) }
}

/// Whether `author` may make the link for this visit, for so many and until then.
pub(crate) fn check_link(state: &Durable, author: MemberId, at: Seq, uses: u32, expires: Day) -> Result<(), Refused> {
    let visit = standing(state, at).ok_or(Refused::VisitUnknown)?;
    let agreed = visit.agreed.ok_or(Refused::VisitUnknown)?;
    if author != visit.asked && author != agreed {
        return Err(Refused::NotYourMove);
    }
    if uses == 1 && expires <= visit.until { Ok(()) } else { Err(Refused::InviteUnusable) }
}

/// The visits that stand, by where they were asked.
pub(crate) fn all_standing(state: &Durable) -> impl Iterator<Item = (Seq, &Visit)> {
    state.visits.iter().map(|(at, visit)| (*at, visit)).filter(|(_, visit)| stands(state, visit))
}

/// Somebody has come as a guest: everybody sees what was decided. A guest knows the links that there are, from the
/// snapshot, so those by which somebody would become a member end, but for the one that everybody may know.
pub(crate) fn come(state: &mut Durable, id: MemberId, at: Seq) -> Result<(), Refused> {
    let visit = standing(state, at).ok_or(Refused::VisitUnknown)?;
    let agreed = visit.agreed.ok_or(Refused::VisitUnknown)?;
    let Visit { asked, part, label, until, reports, .. } = visit.clone();
    state.visits.remove(&at);
    if let Some(member) = state.members.get_mut(&id) {
        member.guest = Some(Guest { part, label, until, reports, asked, agreed });
    }
    state.invites.retain(|_, open| open.invite.guest.is_some() || open.invite.card);
    Ok(())
}

/// Whether a guest is in the circle who has not left.
pub(crate) fn is_here(state: &Durable) -> bool {
    state.members.values().any(|member| member.guest.is_some() && !member.leaving)
}

/// Guests who are in the circle, and what for.
pub(crate) fn parts(state: &Durable) -> BTreeMap<MemberId, GuestPart> {
    let parts = state.members.values().filter_map(|member| Some((member.id, member.guest.as_ref()?.part)));
    parts.collect()
}

fn ask(state: &mut Durable, visit: Visit) -> Result<Vec<Effect>, Refused> {
    let wanted = match visit.part {
        GuestPart::Speaks => true,
        GuestPart::Observes => state.charter.safety.observers == Observers::ByDecision,
    };
    if state.charter.openness != Openness::Guests || !wanted {
        return Err(Refused::NoGuests);
    }
    if !is_name(&visit.label, limits::GUEST_LABEL) {
        return Err(Refused::NameUnusable);
    }
    let today = state.today();
    if visit.until < today || visit.until > today.plus(limits::GUEST_DAYS) {
        return Err(Refused::VisitUnusable);
    }
    if state.visits.len() >= limits::VISITS {
        return Err(Refused::TooManyVisits);
    }
    state.visits.insert(state.seq, visit);
    Ok(vec![Effect::GuestsChanged])
}

fn agree(state: &mut Durable, author: MemberId, at: Seq) -> Result<Vec<Effect>, Refused> {
    check_agree(state, author, at)?;
    if let Some(visit) = state.visits.get_mut(&at) {
        visit.agreed = Some(author);
    }
    Ok(vec![Effect::GuestsChanged])
}

fn object(state: &mut Durable, at: Seq) -> Result<Vec<Effect>, Refused> {
    state.visits.remove(&at).ok_or(Refused::VisitUnknown)?;
    state.invites.retain(|_, open| open.invite.guest != Some(at));
    Ok(vec![Effect::GuestsChanged, Effect::InvitesChanged])
}

/// By whoever keeps the circle, asked for the guest or agreed; after the last day by anybody, for whose clock says so.
fn end(state: &mut Durable, entry: &Entry, member: MemberId) -> Result<Vec<Effect>, Refused> {
    let target = state.active(member)?;
    let guest = target.guest.as_ref().ok_or(Refused::NotAGuest)?;
    let theirs = [guest.asked, guest.agreed].contains(&entry.member) || state.keeps(entry.member);
    if !theirs && guest.until >= Day::of(entry.claimed) {
        return Err(Refused::NotYourMove);
    }
    members::lay_down(state, member);
    let mut effects = vec![Effect::LeaveAnnounced(member), Effect::GuestsChanged];
    meeting::put_out_wholly(state, member, &mut effects);
    Ok(effects)
}

fn tidy(state: &mut Durable) {
    let fallen = state.visits.iter().filter(|(_, visit)| !stands(state, visit)).map(|(at, _)| *at);
    for at in fallen.collect::<Vec<_>>() {
        state.visits.remove(&at);
        state.invites.retain(|_, open| open.invite.guest != Some(at));
    }
}

fn standing(state: &Durable, at: Seq) -> Option<&Visit> {
    state.visits.get(&at).filter(|visit| stands(state, visit))
}

fn stands(state: &Durable, visit: &Visit) -> bool {
    visit.until >= state.today() && state.active(visit.asked).is_ok()
}

/// The whole list. What stands in no line is for members.
const fn may(part: GuestPart, body: &Body) -> bool {
    match body {
        Body::Rename { .. }
        | Body::Leave {}
        | Body::Appeal { .. }
        | Body::Arrive { .. }
        | Body::Depart { .. }
        | Body::InMeeting { deed: Deed::Tell {}, .. } => true,
        Body::Hand { .. } | Body::TurnDone { .. } | Body::Pass { .. } | Body::EndFeedback { .. } => {
            matches!(part, GuestPart::Speaks)
        }
        Body::InMeeting { deed, .. } => matches!(part, GuestPart::Speaks) && may_do(deed),
        _ => false,
    }
}

const fn may_do(deed: &Deed) -> bool {
    matches!(
        deed,
        Deed::Later { .. }
            | Deed::Wish { .. }
            | Deed::Hold { .. }
            | Deed::Be { .. }
            | Deed::Typing { .. }
            | Deed::NextPart { .. }
            | Deed::CornerKey { .. }
            | Deed::LeaveCorner { .. }
            | Deed::Volunteer { service: Service::Present, .. }
    )
}

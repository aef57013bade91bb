//! What is shown of guests: everybody sees who is one, until when, and who let them in.

use circle::{Body, GuestAct, Seq, Visit};
use serde::Serialize;

#[cfg(feature = "ts")]
use ts_rs::TS;

use super::{GuestPart, GuestTerms, is_guest};
use crate::{
    member::{Core, Member},
    suite::Suite,
};

/// A member is a guest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(TS))]
pub struct GuestView {
    pub part: GuestPart,
    /// Who they are to the circle.
    pub label: String,
    pub until_day: u32,
    /// They may have to pass on what they hear.
    pub reports: bool,
    /// The names of the two who let them in, as far as they are known.
    pub by: Vec<String>,
    pub can_end: bool,
}

/// Somebody would like to invite a guest.
#[expect(
    clippy::struct_excessive_bools,
    reason = "what is shown and what is offered: together they are no state machine"
)]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(TS))]
pub struct VisitView {
    pub id: String,
    pub part: GuestPart,
    pub label: String,
    pub until_day: u32,
    pub reports: bool,
    /// The name of whoever asked.
    pub asked: String,
    /// The name of whoever agreed.
    pub agreed: Option<String>,
    pub can_agree: bool,
    pub can_object: bool,
    /// The link may be made, and there is none yet.
    pub can_link: bool,
}

/// As what somebody is invited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(TS))]
pub struct GuestTermsView {
    pub part: GuestPart,
    pub label: String,
    pub until_day: u32,
    pub reports: bool,
}

impl From<&GuestTerms> for GuestTermsView {
    fn from(terms: &GuestTerms) -> Self {
        let GuestTerms { part, label, until, reports } = terms;
        Self { part: (*part).into(), label: label.clone(), until_day: until.0, reports: *reports }
    }
}

/// What is known of a member who is a guest.
pub(crate) fn guest<S: Suite>(member: &Member<S>, core: &Core<S>, of: &circle::Member) -> Option<GuestView> {
    let guest = of.guest.as_ref()?;
    let end = Body::Guest(GuestAct::End { member: of.id });
    let by = [guest.asked, guest.agreed];
    Some(GuestView {
        part: guest.part.into(),
        label: guest.label.clone(),
        until_day: guest.until.0,
        reports: guest.reports,
        by: by.iter().filter_map(|by| core.circle.name_of(*by)).map(str::to_owned).collect(),
        can_end: !of.leaving && core.allows(end, member.now()),
    })
}

/// What guests somebody may ask the circle for now.
pub(crate) fn may_ask<S: Suite>(member: &Member<S>, core: &Core<S>) -> Vec<GuestPart> {
    let until = member.io.today();
    let ask = |part: GuestPart| GuestAct::Ask { part: part.into(), label: "x".to_owned(), until, reports: false };
    let parts = [GuestPart::Speaks, GuestPart::Observes].into_iter();
    parts.filter(|part| core.allows(Body::Guest(ask(*part)), member.now())).collect()
}

/// The visits that stand; a guest has no say in them.
pub(crate) fn visits<S: Suite>(core: &Core<S>) -> Vec<VisitView> {
    if is_guest(core) {
        return Vec::new();
    }
    core.circle.visits().map(|(at, visit)| one(core, at, visit)).collect()
}

fn one<S: Suite>(core: &Core<S>, at: Seq, visit: &Visit) -> VisitView {
    let (circle, me) = (&core.circle, core.me());
    let name = |member| circle.name_of(member).unwrap_or_default().to_owned();
    let mine = visit.asked == me || visit.agreed == Some(me);
    let has_link = circle.invites().any(|open| open.invite.guest == Some(at) && open.left() > 0);
    VisitView {
        id: at.0.to_string(),
        part: visit.part.into(),
        label: visit.label.clone(),
        until_day: visit.until.0,
        reports: visit.reports,
        asked: name(visit.asked),
        agreed: visit.agreed.map(name),
        can_agree: circle.may_agree(me, at),
        can_object: true,
        can_link: visit.agreed.is_some() && mine && !has_link,
    }
}

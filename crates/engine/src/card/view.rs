//! What is shown of the card: everybody sees what the circle says in public, who agreed on it, and whether it is so.

use serde::Serialize;

#[cfg(feature = "ts")]
use ts_rs::TS;

use super::{CardText, publish::page};
use crate::{
    guest::is_guest,
    member::{Core, Member, hex},
    suite::Suite,
};

/// The circle's card.
#[expect(
    clippy::struct_excessive_bools,
    reason = "what is shown and what is offered: together they are no state machine"
)]
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "ts", derive(TS))]
pub struct CardView {
    pub published: Option<PublishedCardView>,
    pub proposal: Option<CardProposalView>,
    /// It may be proposed what it says from now on.
    pub can_propose: bool,
    pub can_confirm: bool,
    pub can_withdraw: bool,
    pub can_take_back: bool,
}

/// What the circle shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(TS))]
pub struct PublishedCardView {
    pub text: CardText,
    /// The names of the two who agreed, as far as they are known.
    pub by: Vec<String>,
    /// Its page on this server: a path.
    pub page: String,
    pub shown: CardShown,
}

/// What somebody would like to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(TS))]
pub struct CardProposalView {
    /// Names exactly this.
    pub hash: String,
    pub text: CardText,
    /// The name of whoever proposed it.
    pub by: String,
    pub by_me: bool,
    /// The day on which it falls, in days since 1970-01-01 UTC.
    pub falls_day: u32,
}

/// What this device has seen the server show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(TS))]
pub enum CardShown {
    /// It has not looked yet.
    #[default]
    Unknown,
    /// What was agreed.
    AsAgreed,
    /// What was agreed before; a keeper's device is to bring the present one.
    Earlier,
    /// Something else than what was agreed.
    Differs,
    /// Nothing yet, or no more.
    Missing,
    /// The operator hides it.
    Hidden,
    /// Somebody who has its key took it back for good.
    Gone,
    /// The server lists nothing.
    NoDirectory,
}

/// The card as this person sees it.
pub(crate) fn view<S: Suite>(member: &Member<S>, core: &Core<S>) -> CardView {
    let (circle, me) = (&core.circle, core.me());
    if is_guest(core) {
        return CardView::default();
    }
    let name = |member| circle.name_of(member).map(str::to_owned);
    let published = circle.card().map(|card| PublishedCardView {
        text: CardText::of(&card.plan),
        by: [card.by, card.confirmed].into_iter().filter_map(name).collect(),
        page: page(&card.keys),
        shown: member.card_watch.borrow().shown,
    });
    let proposal = circle.card_proposal().map(|proposal| CardProposalView {
        hash: hex(&proposal.hash().0),
        text: CardText::of(&proposal.plan),
        by: name(proposal.by).unwrap_or_default(),
        by_me: proposal.by == me,
        falls_day: proposal.day.plus(circle::limits::CARD_PROPOSAL_DAYS).0,
    });
    CardView {
        published,
        proposal,
        can_propose: circle.may_propose_card(me),
        can_confirm: circle.may_confirm_card(me),
        can_withdraw: circle.may_withdraw_card(me),
        can_take_back: circle.may_take_card_back(me),
    }
}

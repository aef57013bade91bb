//! What is shown of it: to those who have a say, to the one whom it is about, and afterwards to everybody.

use std::collections::BTreeMap;

use circle::{Removal, Removed};
use serde::Serialize;
use wire::Day;

#[cfg(feature = "ts")]
use ts_rs::TS;

use super::Told;
use crate::{
    app::App,
    command::EjectReason,
    member::{Core, Member, hex},
    suite::Suite,
};

/// For so many days the circle is told that somebody had to leave.
const TOLD_DAYS: u32 = 7;

/// It was moved that a member leaves for good.
#[expect(
    clippy::struct_excessive_bools,
    reason = "what is shown and what is offered: together they are no state machine"
)]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(TS))]
pub struct RemovalView {
    pub member: String,
    pub name: String,
    /// The name of whoever moved it.
    pub by: String,
    pub reason: EjectReason,
    pub words: Option<String>,
    /// The last day on which it can be confirmed.
    pub until_day: u32,
    /// It is decided, and takes effect now.
    pub decided: bool,
    pub about_me: bool,
    pub can_confirm: bool,
    pub can_withdraw: bool,
}

/// Somebody had to leave the circle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(TS))]
pub struct RemovedView {
    pub name: String,
    pub day: u32,
    pub reason: EjectReason,
    /// The names of the two who decided it, as far as they are known.
    pub by: Vec<String>,
}

/// This person had to leave a circle. Nothing else of it is left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(TS))]
pub struct PutOutView {
    pub id: String,
    /// The circle's local number until now; none after a new start.
    pub index: Option<u32>,
    pub circle: String,
    pub day: u32,
    pub reason: EjectReason,
    pub words: Option<String>,
    /// The names of the two who decided it.
    pub by: Vec<String>,
}

/// What was moved, for whoever it concerns: everybody can read it in the log, and nobody has it held before them.
pub(crate) fn removals<S: Suite>(core: &Core<S>) -> Vec<RemovalView> {
    let (circle, me) = (&core.circle, core.me());
    let name = |member| circle.name_of(member).unwrap_or_default().to_owned();
    let one = |(member, removal): (circle::MemberId, &Removal)| RemovalView {
        member: hex(&member.0),
        name: name(member),
        by: name(removal.by),
        reason: removal.reason.into(),
        words: removal.words.clone(),
        until_day: removal.day.plus(circle::limits::REMOVAL_DAYS - 1).0,
        decided: removal.confirmed.is_some(),
        about_me: member == me,
        can_confirm: circle.may_confirm(me, member),
        can_withdraw: removal.by == me && removal.confirmed.is_none(),
    };
    let keeps = circle.keeps(me);
    let shown = circle.removals().map(one);
    shown.filter(|shown| keeps || shown.about_me || shown.can_confirm || shown.can_withdraw).collect()
}

pub(crate) fn removed<S: Suite>(core: &Core<S>, today: Day) -> Vec<RemovedView> {
    let circle = &core.circle;
    let one = |removed: &Removed| RemovedView {
        name: removed.name.clone(),
        day: removed.day.0,
        reason: removed.reason.into(),
        by: [removed.moved, removed.confirmed].iter().filter_map(|by| circle.name_of(*by)).map(str::to_owned).collect(),
    };
    circle.removed().iter().filter(|removed| removed.day.plus(TOLD_DAYS) > today).map(one).collect()
}

/// What the vault keeps of it, and what is not in the vault yet.
pub(crate) fn put_out<S: Suite>(app: &App<S>) -> Vec<PutOutView> {
    let account = app.account.borrow();
    let kept = account.as_ref().map(|account| account.vault.borrow().told.clone()).unwrap_or_default();
    let circles = app.circles.borrow();
    let fresh = circles.values().filter_map(|member: &std::rc::Rc<Member<S>>| member.told.borrow().clone());
    let told: BTreeMap<_, _> = fresh.chain(kept).map(|told| (told.member, told)).collect();
    let index = app.ended.borrow();
    told.into_values().map(|told| put_out_of(index.get(&told.member).copied(), told)).collect()
}

fn put_out_of(index: Option<u32>, told: Told) -> PutOutView {
    PutOutView {
        id: hex(&told.member.0),
        index,
        circle: told.circle,
        day: told.day.0,
        reason: told.reason.into(),
        words: told.words,
        by: told.by,
    }
}

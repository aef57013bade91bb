//! Guests of a circle: what members may say about them, the link that they come by, and that their time ends by itself.

mod terms;
pub(crate) mod view;

use circle::{Body, GuestAct, MemberId, Refused, Seq};
use serde::{Deserialize, Serialize};
use wire::{Day, Millis};

#[cfg(feature = "ts")]
use ts_rs::TS;

pub(crate) use self::terms::GuestTerms;
use crate::{
    command::{Failure, Value},
    member::{Core, Member, rank},
    suite::Suite,
};

/// What a guest is here for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(TS))]
pub enum GuestPart {
    /// Takes turns like everybody.
    Speaks,
    /// Looks on, and says nothing.
    Observes,
}

/// What a member may say about guests (domain R28). It takes two, and anybody may object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(TS))]
pub enum GuestCommand {
    /// Asks whether somebody may come: who they are to the circle, for how many days, counting today as 0, and whether
    /// they may have to pass on what they hear.
    Ask { part: GuestPart, label: String, days: u32, reports: bool },
    /// Agrees to a visit (`CircleView::visits`).
    Agree { visit: String },
    /// Does not want it.
    Object { visit: String },
    /// Makes the link for a visit that is agreed; the answer is `Value::Link`.
    Link { visit: String, words: String },
    /// Says good-bye to a guest.
    End { member: String },
}

impl From<GuestPart> for circle::GuestPart {
    fn from(part: GuestPart) -> Self {
        match part {
            GuestPart::Speaks => Self::Speaks,
            GuestPart::Observes => Self::Observes,
        }
    }
}

impl From<circle::GuestPart> for GuestPart {
    fn from(part: circle::GuestPart) -> Self {
        match part {
            circle::GuestPart::Speaks => Self::Speaks,
            circle::GuestPart::Observes => Self::Observes,
        }
    }
}

impl<S: Suite> Member<S> {
    pub(crate) async fn guest(&self, command: GuestCommand) -> Result<Value, Failure> {
        let act = match command {
            GuestCommand::Ask { part, label, days, reports } => GuestAct::Ask {
                part: part.into(),
                label: label.trim().to_owned(),
                until: self.io.today().plus(days.min(circle::limits::GUEST_DAYS)),
                reports,
            },
            GuestCommand::Agree { visit } => GuestAct::Agree { visit: visit_of(&visit)? },
            GuestCommand::Object { visit } => GuestAct::Object { visit: visit_of(&visit)? },
            GuestCommand::Link { visit, words } => return self.link(visit_of(&visit)?, &words).await,
            GuestCommand::End { member } => GuestAct::End { member: self.seated(&member)? },
        };
        self.act(Body::Guest(act))
    }

    /// Guests whose last day is over by this device's clock, after those who come before it had the chance.
    pub(crate) fn end_visits(&self) {
        let now = self.now();
        self.change(|core| {
            if is_guest(core) {
                return;
            }
            let by = Day::of(Millis(now.0.saturating_sub(rank(core))));
            for member in over(core, by) {
                let body = Body::Guest(GuestAct::End { member });
                // What the rules refuse by now another device has done.
                if !core.is_posting(|posting| *posting == body) {
                    let _ = core.post(body, now);
                }
            }
        });
    }

    async fn link(&self, visit: Seq, words: &str) -> Result<Value, Failure> {
        let today = self.io.today();
        let until = self.with(|core| core.circle.visits().find(|(at, _)| *at == visit).map(|(_, visit)| visit.until));
        let until = until.flatten().ok_or(Refused::VisitUnknown)?;
        self.invite_guest(visit, until.0.saturating_sub(today.0), words).await
    }
}

/// Whether this person is a guest here.
pub(crate) fn is_guest<S: Suite>(core: &Core<S>) -> bool {
    core.circle.member(core.me()).is_some_and(|member| member.guest.is_some())
}

fn over<S: Suite>(core: &Core<S>, today: Day) -> Vec<MemberId> {
    let guests = core.circle.members().filter(|member| !member.leaving);
    let over = guests.filter(|member| member.guest.as_ref().is_some_and(|guest| guest.until < today));
    over.map(|member| member.id).collect()
}

fn visit_of(id: &str) -> Result<Seq, Failure> {
    Ok(id.parse().map(Seq).map_err(|_| Refused::VisitUnknown)?)
}

//! The own words of a person, to take along: never a word or a name of anybody else (domain R8).
//!
//! Nothing is asked of the server: an export holds what this device has open. The format is described in
//! `docs/export.md`.

mod date;

use circle::{Arrival, Body, MemberId, RoundWords};
use serde::Serialize;
use wire::Day;

#[cfg(feature = "ts")]
use ts_rs::TS;

use crate::{
    app::App,
    command::{Failure, Value, Wish},
    member::{Core, Member},
    suite::Suite,
    view::{CircleState, Text},
};

/// Names the format.
const FORMAT: &str = "stayhere-own-words";
/// Its version: raised when a reader of the last one would go wrong.
const VERSION: u32 = 1;

/// A person's own words. Dates are of UTC, as ISO 8601 writes them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(TS))]
pub struct Export {
    pub format: &'static str,
    pub version: u32,
    /// When it was made.
    pub made: String,
    /// The sign-in name.
    pub name: String,
    pub circles: Vec<ExportedCircle>,
    /// Newest first.
    pub sheets: Vec<ExportedSheet>,
}

/// The own part in one circle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(TS))]
pub struct ExportedCircle {
    /// False when this device could not open the circle: then only the own name is here.
    pub complete: bool,
    pub name: String,
    pub my_name: String,
    pub bond: Text,
    pub pledge: Text,
    /// Names of the roles in which the person serves.
    pub my_roles: Vec<Text>,
    /// Oldest first.
    pub shares: Vec<ExportedShare>,
    /// What the person said in the meeting that is running, as this device heard it.
    pub lines: Vec<String>,
}

/// A share that is still kept and was not taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(TS))]
pub struct ExportedShare {
    /// None when it has not been sent yet.
    pub written: Option<String>,
    pub text: String,
    pub note: Option<String>,
    /// None for words of a round.
    pub wish: Option<Wish>,
}

/// A sheet of own writing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(TS))]
pub struct ExportedSheet {
    /// The day on which it was begun.
    pub created: String,
    pub title: String,
    pub text: String,
}

impl<S: Suite> App<S> {
    /// Gathers the own words of all circles that this device has open.
    pub(crate) fn export(&self) -> Result<Value, Failure> {
        let account = self.account()?;
        let circles = self.circles.borrow().values().map(|member| circle(member)).collect();
        let sheets = self.sheets.written().iter().map(sheet).collect();
        let name = account.vault.borrow().name.clone();
        let made = date::iso(self.io.today());
        Ok(Value::Export(Box::new(Export { format: FORMAT, version: VERSION, made, name, circles, sheets })))
    }
}

fn sheet(sheet: &personal::Sheet) -> ExportedSheet {
    ExportedSheet {
        created: date::iso(sheet.created()),
        title: sheet.title().to_owned(),
        text: sheet.text().to_owned(),
    }
}

fn circle<S: Suite>(member: &Member<S>) -> ExportedCircle {
    let is_open = member.state.get() == CircleState::Ready;
    member.with(own).filter(|_| is_open).unwrap_or_else(|| ExportedCircle {
        complete: false,
        name: String::new(),
        my_name: member.membership().own_name,
        bond: Text::new(),
        pledge: Text::new(),
        my_roles: Vec::new(),
        shares: Vec::new(),
        lines: Vec::new(),
    })
}

fn own<S: Suite>(core: &Core<S>) -> ExportedCircle {
    let me = core.me();
    let charter = core.circle.charter();
    let mine = core.circle.roles().filter(|(_, holders)| holders.contains(&me));
    ExportedCircle {
        complete: true,
        name: charter.name.clone(),
        my_name: core.circle.name_of(me).unwrap_or_default().to_owned(),
        bond: charter.bond.0.clone(),
        pledge: charter.pledge.0.clone(),
        my_roles: mine.map(|(role, _)| role.name.0.clone()).collect(),
        shares: shares(core, me),
        lines: lines(core, me),
    }
}

/// Own shares in the log, own words of rounds, then what is on its way.
fn shares<S: Suite>(core: &Core<S>, me: MemberId) -> Vec<ExportedShare> {
    let mine = core.circle.shares().iter().filter(|share| share.author.member == me);
    let kept = mine.filter_map(|share| {
        Some(ExportedShare {
            written: Some(date::iso(Day::of(share.claimed))),
            text: share.text.clone()?,
            note: share.note.clone(),
            wish: Some(share.wish.into()),
        })
    });
    let said = core.circle.said().iter().filter(|said| said.author.member == me).filter_map(|said| {
        let written = Some(date::iso(Day::of(said.claimed)));
        Some(ExportedShare { written, text: said.text.clone()?, note: said.note.clone(), wish: None })
    });
    let waiting = core.outbox.iter().filter_map(|out| match &out.body {
        Body::Share { text, wish, note } => {
            Some(ExportedShare { written: None, text: text.clone(), note: note.clone(), wish: Some((*wish).into()) })
        }
        Body::RoundWords(RoundWords::Words { text, note, .. }) => {
            Some(ExportedShare { written: None, text: text.clone(), note: note.clone(), wish: None })
        }
        Body::RoundWords(RoundWords::Answer { text, .. }) => {
            Some(ExportedShare { written: None, text: text.clone(), note: None, wish: None })
        }
        _ => None,
    });
    kept.chain(said).chain(waiting).collect()
}

fn lines<S: Suite>(core: &Core<S>, me: MemberId) -> Vec<String> {
    let is_mine = |author: Arrival| author.member == me;
    let talks = core.room.iter().flat_map(|room| room.words.talks.values());
    let lines = talks.flat_map(|talk| &talk.lines).filter(|line| is_mine(line.author));
    lines.map(|line| line.text.to_string()).collect()
}

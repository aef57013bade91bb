//! What a person may ask of the engine, and what comes of it. The web app and the terminal send the same commands.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

#[cfg(feature = "ts")]
use ts_rs::TS;

pub use crate::deed::{Answer, Deed, EjectReason, Feedback, Mode, Service};
use crate::view::TemplateCard;
pub use crate::{
    card::{CardAttendance, CardCommand, CardStatus, CardText},
    export::{Export, ExportedCircle, ExportedShare, ExportedSheet},
    guest::{GuestCommand, GuestPart},
    removal::RemovalCommand,
    round::RoundCommand,
    schedule::{Burden, PlanText, RotaService, RuleText, ScheduleCommand, SeatAsked, SeriesForm},
    wake::Wake,
};

/// One act of a person. Circles are named by their local index (`CircleView::index`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(TS))]
pub enum Command {
    /// Draws five words. Value: [`Words`].
    MakePassphrase,
    /// Judges a passphrase that a person chose. Value: [`Strength`].
    CheckPassphrase { phrase: String },
    /// Asks how the server takes people in. Value: [`Server`].
    AskServer,
    /// Makes an account, with the operator's code where the server asks for one. Value: [`Recovery`].
    SignUp { name: String, passphrase: String, shared_device: bool, adult: bool, code: Option<String> },
    /// Signs in.
    SignIn { name: String, passphrase: String, shared_device: bool },
    /// Opens the account with the printed code and sets a new passphrase. Value: [`Recovery`].
    Recover { code: String, passphrase: String, shared_device: bool },
    /// Sets a new passphrase and makes a new code. Value: [`Recovery`].
    ChangePassphrase { old: String, new: String },
    /// Wipes the device and forgets everything in memory.
    SignOut,
    /// Has this device ask for the passphrase at every start, and after so many minutes without a touch (1 to 240), which
    /// the shell counts.
    SetLock { passphrase: String, minutes: u32 },
    /// Takes the lock off, and with it the second PIN and its notes.
    ClearLock,
    /// Sets a second PIN (at least 4 characters), which opens empty notes in place of the circles (I56); `None`: none any
    /// more. Notes that were there are gone. Needs a lock.
    SetSecondPin { pin: Option<String> },
    /// Keeps the notes behind the second PIN, fewer than [`wire::limits::NOTES`] bytes.
    SaveNotes { text: String },
    /// Locks now. The shell drops this engine and starts another one.
    Lock,
    /// Opens a device that is locked; the server is not needed. The second PIN opens the notes instead.
    Unlock { passphrase: String },
    /// Leaves every circle and deletes the account with all that belongs to it, on the server and here (R34). Signs out.
    EraseAccount { passphrase: String, take_back: bool },
    /// Asks under which key the server wakes browsers. Value: [`Value::WakeKey`].
    AskWakeKey,
    /// Has the server wake the browser with this address at its push service before meetings; `before` is the list so far. Set it
    /// anew when the schedule changes, and each day. Value: [`Value::Wakes`].
    SetWakes { address: String, before: Vec<Wake> },
    /// Has the server forget that address. Needs nobody to be signed in.
    EndWakes { address: String },
    /// Gathers the own words, and nobody else's, to take along (R8). Value: [`Export`].
    Export,
    /// A new, empty sheet of own writing. Value: [`Value::Sheet`].
    NewSheet,
    /// Reads a sheet. Value: [`Value::Sheet`].
    ReadSheet { sheet: String },
    /// Writes other words on a sheet. Done when this device has them; `SheetView::state` tells when the server has.
    SaveSheet { sheet: String, title: String, text: String },
    /// Destroys a sheet and its key, here, on the server and on every other device (I68).
    BurnSheet { sheet: String },
    /// Looks at what other devices have written and burnt.
    LookAtSheets,
    /// Asks what a circle can start from. Value: [`Value::Templates`]. Not in the view: the texts are long.
    ListTemplates,
    /// Founds a circle from a template; `None` means the template's own text or calendar. Value: [`NewCircle`].
    CreateCircle {
        template: String,
        name: String,
        my_name: String,
        bond: Option<String>,
        pledge: Option<String>,
        lang: String,
        welcome: Welcome,
        retention_days: u8,
        calendar: Option<Calendar>,
    },
    /// Reads a template from its structure and its language files by tag. Value: [`Value::Template`].
    UseTemplate { structure: String, words: BTreeMap<String, String> },
    /// Makes an invite. Value: [`Link`].
    MakeInvite { circle: u32, uses: u32, days: u32, words: String },
    /// Closes an invite.
    RevokeInvite { circle: u32, invite: String },
    /// Reads the preview of an invite into `View::joining`.
    ReadInvite { fragment: String },
    /// Asks to be let in, having read bond and pledge.
    Knock { name: String, words: String, shares_bond: bool, accepts_pledge: bool },
    /// Gives up the present attempt to join.
    CancelJoin,
    /// Lets a waiting newcomer in, or does not.
    AnswerKnock { circle: u32, knock: String, admit: bool },
    /// Leaves a circle for good: needs no reason and is silent (I4).
    Leave { circle: u32 },
    /// Changes the own name in a circle.
    Rename { circle: u32, name: String },
    /// Takes a free seat of a role.
    ServeAs { circle: u32, role: String },
    /// Gives a role back.
    StandDown { circle: u32, role: String },
    /// Shares something between meetings.
    Share { circle: u32, text: String, wish: Wish, note: Option<String> },
    /// Says that a share was heard.
    TapShare { circle: u32, share: String, tap: Tap },
    /// Takes the own share back, on every device and on the server.
    TakeBack { circle: u32, share: String },
    /// What this person and a member compare to know each other's keys. Value: [`Value::Safety`].
    Compare { circle: u32, member: String },
    /// Notes that a member's key was compared; `code` is the one of `Compare`, as it was shown or read from a picture.
    Verify { circle: u32, member: String, code: String },
    /// Takes that note back.
    Unverify { circle: u32, member: String },
    /// What all members who are shown the same circle see alike. Value: [`Value::Safety`].
    SameCircle { circle: u32 },
    /// Sends again what did not reach the others, as far as it is named, and forgets the rest (`CircleView::parted`).
    SettleParted { circle: u32, again: Vec<String> },
    /// Opens a meeting.
    OpenMeeting { circle: u32 },
    /// An act in the running meeting.
    Meeting { circle: u32, act: Act },
    /// Says a line in the running meeting.
    Say { circle: u32, text: String },
    /// Does something besides taking turns.
    Deed { circle: u32, deed: Deed },
    /// Puts a topic on the agenda.
    ProposeTopic { circle: u32, title: String },
    /// Asks those present for a show of hands.
    AskHands { circle: u32, question: String },
    /// Answers it; nobody sees how until the answers are shown.
    AnswerHands { circle: u32, question: u32, answer: Answer },
    /// Puts a tool tag on a turn, by its id.
    TagTurn { circle: u32, turn: u32, tag: String },
    /// Claims a milestone: one of the charter's marks in days, or 0 and words.
    TellMilestone { circle: u32, days: u32, text: String },
    /// Shows the words of the own turn while they are typed.
    ShowDraft { circle: u32, text: String },
    /// Writes to the keeper alone; the keeper writes to one member.
    WriteNote { circle: u32, to: Option<String>, text: String },
    /// Small corners: who goes with whom, and what is said in one.
    Corners { circle: u32, act: CornersCommand },
    /// Hides what a member writes, and keeps this person and them out of each other's corners; or no longer. It is this
    /// person's own: nobody is told (R20).
    Block { circle: u32, member: String, on: bool },
    /// Asks the circle to look again at an ejection from a meeting.
    AppealEjection { circle: u32, meeting: String },
    /// Says that a member has to leave for good; it takes two.
    Removal { circle: u32, act: RemovalCommand },
    /// Says something about guests of the circle.
    Guest { circle: u32, act: GuestCommand },
    /// Says something about what the circle shows of itself in public.
    Card { circle: u32, act: CardCommand },
    /// Has read that this person had to leave a circle (`View::put_out`).
    PutAway { id: String },
    /// Says that a turn was heard.
    TapTurn { circle: u32, turn: u32, tap: Tap },
    /// Says when the circle meets, and who serves then.
    Schedule { circle: u32, act: ScheduleCommand },
    /// An act in an asynchronous round.
    Round { circle: u32, act: RoundCommand },
}

/// An act in a meeting that needs no words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(TS))]
pub enum Act {
    Arrive,
    Depart,
    HandUp,
    HandDown,
    Done,
    DoneWithFeedback,
    Pass,
    EndFeedback,
    Door,
    NextPhase,
    MoveOn,
    TakeKeeping,
    Close,
}

/// An act about small corners.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "corners", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(TS))]
pub enum CornersCommand {
    /// The keeper draws who goes with whom, for so many minutes, with or without the keeper: `GatheringView::draw`.
    Draw { split: SplitForm, minutes: u32, with_me: bool },
    /// Sends people out as drawn.
    Start,
    /// Lets the draw be.
    Cancel,
    /// Says a line in the own corner.
    Say { text: String },
    /// This person would rather stay in the circle when corners are drawn, or no longer. Told to nobody.
    Stay { on: bool },
}

/// How people are divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(TS))]
pub enum SplitForm {
    Pairs,
    Triads,
    /// By the topics of the agenda.
    Topics,
}

/// What the sharer wishes for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(TS))]
pub enum Wish {
    JustListen,
    AskMe,
    Experience,
    Advice,
}

/// A witness tap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(TS))]
pub enum Tap {
    Heard,
    MeToo,
    Thanks,
    WithYou,
}

/// How newcomers are let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(TS))]
pub enum Welcome {
    /// A member's open device lets in whoever holds a link.
    Open,
    /// A greeter or keeper answers each knock.
    Greeter,
}

/// In which calendar a circle's dates are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(TS))]
pub enum Calendar {
    /// The Gregorian one.
    Gregorian,
    /// That of Umm al-Qura beside it.
    Hijri,
}

/// Who may make an account on a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(TS))]
pub enum SignUpRule {
    /// Everybody.
    Open,
    /// Whoever has a code of the operator.
    Code,
    /// Nobody.
    Closed,
}

/// What came of a command.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Done, with a value where the command has one.
    Done(Value),
    /// Refused; the code is a key of the message catalogues.
    Refused {
        /// For the catalogue.
        error: ErrorCode,
        /// Seconds after which it may work.
        retry_after_s: Option<u32>,
    },
}

/// The value of a command that was carried out.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// None.
    Nothing,
    /// Of `MakePassphrase`.
    Words { words: String },
    /// Of `CheckPassphrase`.
    Strength { strong: bool, reason: Option<String> },
    /// Of `AskServer`.
    Server { sign_up: SignUpRule, founding: bool },
    /// Of `SignUp`, `Recover`, `ChangePassphrase`: the printed code, shown once.
    Recovery { recovery_code: String, name: String },
    /// Of `ListTemplates`.
    Templates { templates: Vec<TemplateCard> },
    /// Of `CreateCircle`.
    NewCircle { circle: u32 },
    /// Of `UseTemplate`: its id, or everything that is wrong as `file:line: message`.
    Template { template: Option<String>, faults: Vec<String> },
    /// Of `Compare` and `SameCircle`: eight words, the same as numbers of four digits, and the whole code for a picture.
    Safety { words: Vec<String>, numbers: Vec<u16>, code: String },
    /// Of `MakeInvite`: the fragment of the link.
    Link { fragment: String },
    /// Of `NewSheet` and `ReadSheet`.
    Sheet { sheet: String, title: String, text: String },
    /// Of `Export`.
    Export(Box<Export>),
    /// Of `AskWakeKey`: base64url of a point of P-256, as the browser's push service takes it.
    WakeKey { key: String },
    /// Of `SetWakes`: the list as the server has it now, decoys included.
    Wakes { wakes: Vec<Wake> },
    /// Of `ScheduleCommand::Set` and `SetRotation`: the series' id, or the first one's.
    Series { series: String },
    /// Of `ScheduleCommand::ProposeSeats`.
    Seats { seats: Vec<SeatAsked> },
    /// Of `ScheduleCommand::PlanRotation`: the hour of the UTC week for each week, what each member bears, and the most that
    /// anybody would bear at the best single time.
    Rotation { hours: Vec<u8>, burdens: Vec<Burden>, fixed: u32 },
    /// Of `ScheduleCommand::Export`: an iCalendar file.
    Calendar { ics: String },
}

/// Every code of a refusal that is not one of the circle's rules; those are `refused_` and
/// [`circle::Refused::code`].
pub const CODES: [&str; 55] = [
    "account_erased",
    "bond_not_shared",
    "box_damaged",
    "box_lost",
    "busy",
    "circle_full",
    "circle_name_unusable",
    "code_differs",
    "code_needed",
    "founding_closed",
    "internal",
    "invite_expired",
    "invite_unknown",
    "invite_used_up",
    "knock_unknown",
    "name_in_use",
    "name_taken",
    "name_unusable",
    "no_lock",
    "no_way_back",
    "not_adult",
    "not_allowed",
    "not_found",
    "not_in_circle",
    "not_let_in",
    "not_signed_in",
    "offline",
    "pin_is_passphrase",
    "pin_too_short",
    "place_lost",
    "pledge_not_accepted",
    "rate_limited",
    "rolled_back",
    "server_fault",
    "server_full",
    "shared_device",
    "sheet_gone",
    "sheets_full",
    "sign_up_closed",
    "signed_out_elsewhere",
    "snapshot_false",
    "suspended",
    "template_unknown",
    "text_too_long",
    "too_large",
    "update_needed",
    "vault_damaged",
    "vault_full",
    "waits_for_others",
    "weak_passphrase",
    "welcome_false",
    "wrong_code",
    "wrong_name_or_passphrase",
    "wrong_passphrase",
    "zone_unknown",
];

/// A refusal by its code; the prose is in the catalogues.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct ErrorCode(pub String);

/// A refusal inside the engine.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}")]
pub struct Failure {
    pub(crate) code: String,
    pub(crate) retry_after_s: Option<u32>,
}

impl Failure {
    pub(crate) fn new(code: impl Into<String>) -> Self {
        Self { code: code.into(), retry_after_s: None }
    }

    pub(crate) fn is(&self, code: &str) -> bool {
        self.code == code
    }

    /// It is worth trying again after a while.
    pub(crate) fn passes(&self) -> bool {
        matches!(self.code.as_str(), "circle_full" | "offline" | "rate_limited" | "server_full" | "suspended")
    }
}

impl From<circle::Refused> for Failure {
    fn from(refused: circle::Refused) -> Self {
        Self::new(format!("refused_{}", refused.code()))
    }
}

impl From<wire::Problem> for Failure {
    fn from(problem: wire::Problem) -> Self {
        use wire::Code;
        let code = match problem.code {
            Code::Malformed | Code::ProofOfWork | Code::Work | Code::Internal | Code::Conflict => "server_fault",
            Code::WrongVersion => "update_needed",
            Code::TooLarge => "too_large",
            Code::NotAuthorised => "not_allowed",
            Code::NotFound => "not_found",
            Code::NameTaken => "name_taken",
            Code::RateLimited | Code::Quota => "rate_limited",
            Code::StorageFull => "server_full",
            Code::CircleFull => "circle_full",
            Code::SignUpClosed => "sign_up_closed",
            Code::CodeNeeded => "code_needed",
            Code::FoundingClosed => "founding_closed",
            Code::Suspended => "suspended",
            Code::Unavailable => "offline",
            Code::Gone => "invite_used_up",
        };
        Self { code: code.to_owned(), retry_after_s: problem.retry_after_s }
    }
}

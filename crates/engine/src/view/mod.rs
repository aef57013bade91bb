//! What a person sees: plain values for the web app and the terminal, rebuilt whenever the engine changes.
//!
//! Codes and numbers, never prose; texts of a circle come in its own languages.

#[macro_use]
mod macros;
mod build;
mod corners;
mod gathering;
mod gathering_types;
mod meeting;

use std::collections::BTreeMap;

use serde::Serialize;

#[cfg(feature = "ts")]
use ts_rs::TS;

use crate::command::{Act, Calendar, Feedback, Tap, Welcome, Wish};

pub(crate) use build::{phase, taps, template_cards, view};
pub use gathering_types::{
    AftercareView, ClaimView, CornerView, CornersView, DrawStateView, DrawView, EjectView, EjectionView, GatheringView,
    NoteView, QuestionView, ReadingView, SenseView, ServiceView, TagView, TopicView,
};
pub(crate) use meeting::millis;

pub use crate::{
    card::view::{CardProposalView, CardShown, CardView, PublishedCardView},
    guest::{
        GuestPart,
        view::{GuestTermsView, GuestView, VisitView},
    },
    removal::view::{PutOutView, RemovalView, RemovedView},
    round::view::{
        RoundAnswerView, RoundDueView, RoundStepView, RoundSummary, RoundTurnState, RoundTurnView, RoundView,
    },
    schedule::view::{
        BreakView, HoursView, OccurrenceView, ScheduleView, SeatStateView, SeatView, SeriesStateView, SeriesView,
    },
};

/// A text in one or more languages, by language tag (BCP 47).
pub type Text = BTreeMap<String, String>;

view! {
    /// Everything.
    View {
        session: Session,
        /// Whether the last request reached the server.
        network: Network,
        circles: Vec<CircleView>,
        joining: Option<Joining>,
        /// Circles that this person had to leave, until they have read it.
        put_out: Vec<PutOutView>,
        /// Own writing, newest first.
        sheets: Vec<SheetView>,
    }
}

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(TS))]
pub enum Session {
    /// The device's store is being read.
    Starting,
    /// Nobody.
    SignedOut,
    /// Somebody, whose passphrase this device asks for.
    Locked,
    /// Whoever gave the second PIN: the device shows these notes and nothing else.
    Notes { text: String, lock_minutes: u32 },
    /// The person with this sign-in name. `list_put_back`: the server had an older list of the person's circles than
    /// this device, which has put back the newer one. `lock_minutes`: after so many minutes without a touch the shell locks this device.
    /// `renewal`: how far new keys have got since the passphrase was last changed.
    SignedIn {
        name: String,
        shared_device: bool,
        list_put_back: bool,
        renewal: Option<RenewalView>,
        lock_minutes: Option<u32>,
    },
}

/// How many circles have got new keys after a new passphrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(TS))]
pub struct RenewalView {
    /// Circles that have them.
    pub done: u32,
    /// Circles that there were when the passphrase was changed.
    pub all: u32,
}

view_enum! {
    /// Whether the server can be reached.
    Network {
        Online,
        /// The engine tries again by itself.
        Offline,
        /// The server has no room left and stores nothing; what was written waits here.
        Full,
    }
}

view! {
    /// A sheet of own writing.
    SheetView {
        /// Stable as long as the sheet lasts.
        id: String,
        title: String,
        /// Days since 1970-01-01 UTC.
        created_day: u32,
        state: SheetState,
        /// It holds what another device had saved while this one wrote on the same sheet.
        parted: bool,
    }
}

view_enum! {
    /// Where the words of a sheet are.
    SheetState {
        /// On the server, sealed.
        Saved,
        /// On this device; the server does not have them yet.
        Waiting,
    }
}

view! {
    /// A template that a circle can start from.
    TemplateCard {
        id: String,
        origin: TemplateOrigin,
        version: String,
        title: Text,
        summary: Text,
        bond: Text,
        pledge: Text,
        vocabulary: BTreeMap<String, Text>,
        minutes: u32,
        calendar: Calendar,
        phases: Vec<PhaseCard>,
        newcomer_card: Vec<Text>,
        notices: Vec<Text>,
        roles: Vec<RoleCard>,
    }
}

view_enum! {
    /// Whose a template is.
    TemplateOrigin {
        Shipped,
        /// Of the operator of this server.
        Server,
        /// Read from own files.
        Own,
    }
}

view! {
    /// A phase of a meeting.
    PhaseCard {
        id: String,
        name: Text,
        purpose: Text,
        cue: Text,
        kind: PhaseKind,
        rule: SpeakingRule,
        seconds: u32,
        turn_seconds: u32,
        /// Named parts of a turn or sheet, in order.
        parts: Vec<PartCard>,
        /// Tool tags that are offered instead of replies, by id; names in `MeetingView::tag_names`.
        tags: Vec<String>,
        /// So many lines a turn at most; 0: as many as one likes.
        lines: u32,
        /// Topics may be put on the agenda here.
        agenda: bool,
        bell: Bell,
        /// Each turn lights the circle's symbol.
        lights: bool,
        /// Own claims of milestones are offered here.
        milestones: bool,
        /// Shares may be held here.
        held: bool,
        /// Seconds of quiet after each turn.
        silence_after: u32,
        /// The keeper may skip it.
        optional: bool,
        /// After the closing.
        after: bool,
    }
}

view! {
    /// A named part of a turn.
    PartCard {
        id: String,
        name: Text,
        hint: Text,
    }
}

view_enum! {
    /// When a bell is shown or sounds.
    Bell { None, Start, End, Both, }
}

view_enum! {
    /// How the floor moves.
    PhaseKind {
        Silence, Words, Round, Queue, Open, Reading, Welcome, Presenter, Work, Ask, Example, Sheet, Plans, Business,
    }
}

view_enum! {
    /// Who may answer, and with what.
    SpeakingRule { None, Ask, Tags, Open, }
}

view! {
    /// A role of a template.
    RoleCard {
        id: String,
        name: Text,
        seats: u32,
    }
}

view! {
    /// A circle of this person.
    CircleView {
        /// Local number, stable while signed in.
        index: u32,
        state: CircleState,
        name: String,
        bond: Text,
        pledge: Text,
        template: String,
        vocabulary: BTreeMap<String, Text>,
        retention_days: u8,
        welcome: Welcome,
        calendar: Calendar,
        notices: Vec<Text>,
        newcomer_card: Vec<Text>,
        /// The own member id.
        me: String,
        /// By name.
        members: Vec<MemberView>,
        /// For a newcomer: how many others have written since; `None` once settled.
        confirmed_by: Option<u32>,
        /// The server shows this device something else than it showed a member who has committed since.
        differs: bool,
        /// This device has seen what the history that the server shows now does not have.
        parted: Option<PartedView>,
        /// That members have to leave for good, as far as it concerns this person.
        removals: Vec<RemovalView>,
        /// Who had to leave a short time ago, the latest last.
        removed: Vec<RemovedView>,
        roles: Vec<RoleView>,
        /// Oldest first.
        shares: Vec<ShareView>,
        invites: Vec<InviteView>,
        /// Guests who are asked for.
        visits: Vec<VisitView>,
        /// What guests this person may ask the circle for.
        may_ask_guests: Vec<GuestPart>,
        /// What the circle shows of itself in public.
        card: CardView,
        /// Newcomers that this person may let in.
        knocks: Vec<KnockView>,
        meeting: Option<MeetingView>,
        can_open_meeting: bool,
        meetings_held: u32,
        /// Who had to leave a meeting lately, oldest first.
        ejections: Vec<EjectionView>,
        /// When the circle meets, and who serves then.
        schedule: ScheduleView,
        /// Asynchronous rounds, oldest first; at most one is not closed.
        rounds: Vec<RoundView>,
        /// The round to open next: the latest that is due, else the next; None while one runs.
        round_due: Option<RoundDueView>,
        /// Own acts that the server has not acknowledged.
        outbox: u32,
        /// The operator of the server has suspended the circle: it can be read, and nothing is sent.
        suspended: Option<Suspension>,
    }
}

view_enum! {
    /// Why an operator has suspended a circle.
    Suspension { Flood, Law, Other, }
}

view_enum! {
    /// Where a membership stands.
    CircleState {
        Loading,
        Ready,
        Left,
        /// The person had to leave; what is told of it is in `View::put_out`.
        Removed,
        /// Box and log do not fit together: waits until another member's device lets this leaf in again.
        Returning,
        /// This device cannot follow the circle.
        Stuck,
        /// The others have a newer client. What waits to be sent is kept, and goes once this one is updated.
        NeedsUpdate,
    }
}

view! {
    /// Somebody in the circle.
    MemberView {
        id: String,
        name: String,
        is_me: bool,
        roles: Vec<String>,
        leaving: bool,
        /// This person may move that they leave for good.
        can_remove: bool,
        verified: Verified,
        /// They are a guest.
        guest: Option<GuestView>,
        /// This person has blocked them; nobody else knows.
        blocked: bool,
        /// The day on which their key took the place of another, in days since 1970-01-01 UTC; none while it is the one
        /// that they came with, and once that was long ago.
        new_keys_day: Option<u32>,
    }
}

view_enum! {
    /// Whether this person has compared keys with a member; a private note of theirs.
    Verified {
        No,
        Yes,
        /// They have, and it is another key by now.
        NewKeys,
    }
}

view! {
    /// The server showed this device something else than what it shows now.
    PartedView {
        /// When this device noticed, in days since 1970-01-01 UTC.
        day: u32,
        /// What this person said meanwhile and the others do not have.
        words: Vec<UnreachedView>,
    }
}

view! {
    /// A share that did not reach the others.
    UnreachedView {
        id: String,
        text: String,
        note: Option<String>,
    }
}

view! {
    /// A role and who serves in it.
    RoleView {
        id: String,
        name: Text,
        seats: u32,
        holders: Vec<String>,
        can_serve: bool,
        can_stand_down: bool,
    }
}

view! {
    /// A share between meetings.
    ShareView {
        id: String,
        author: String,
        author_name: String,
        is_mine: bool,
        /// None when taken back.
        text: Option<String>,
        wish: Wish,
        note: Option<String>,
        /// Days since 1970-01-01 UTC.
        expires_day: u32,
        taps: Vec<TapView>,
        sending: bool,
    }
}

view! {
    /// Taps of one kind.
    TapView {
        tap: Tap,
        /// How many; told to the sharer only, 0 to others (I13).
        count: u32,
        mine: bool,
    }
}

view! {
    /// An invite that is open.
    InviteView {
        id: String,
        fragment: String,
        uses_left: u32,
        expires_day: u32,
        mine: bool,
        /// Whoever comes by it is a guest.
        for_guest: bool,
    }
}

view! {
    /// A newcomer at the door of the circle.
    KnockView {
        id: String,
        name: String,
        words: String,
        /// Who they are to the circle, if they come as a guest.
        guest: Option<String>,
    }
}

view! {
    /// The running meeting.
    MeetingView {
        phase: u32,
        phases: Vec<PhaseCard>,
        /// What the tool tags say, by id.
        tag_names: BTreeMap<String, Text>,
        /// Circle time, ms since 1970.
        phase_began: f64,
        turn_began: Option<f64>,
        keeper: String,
        i_am_keeper: bool,
        can_take_keeping: bool,
        keeper_here: bool,
        my_place: Place,
        /// In order of arrival.
        present: Vec<String>,
        waiting: Vec<String>,
        doors: bool,
        turn: Option<TurnView>,
        hands: Vec<String>,
        my_hand: bool,
        spoken: Vec<String>,
        /// What this device has heard.
        words: Vec<TurnWords>,
        /// What is to be read now, where the phase is for reading.
        reading: Option<ReadingView>,
        /// Days that may be claimed as a milestone; empty where the phase has none.
        marks: Vec<u32>,
        /// What somebody reads who comes late.
        late: Text,
        /// The keeper's cue cards, by [`circle::CARDS`]; empty for others.
        cards: BTreeMap<String, Text>,
        /// What there is besides turns.
        gathering: GatheringView,
        acts: Vec<MeetingAct>,
        connected: bool,
        unsent: u32,
    }
}

view_enum! {
    /// Where this device is.
    Place { Outside, Waiting, Inside, }
}

view! {
    /// The turn that is being taken.
    TurnView {
        number: u32,
        holder: String,
        is_me: bool,
        /// The sharer has opened feedback.
        feedback: bool,
        /// The phase lets the sharer open it; after an example: tool tags.
        open_to_feedback: bool,
        sense: SenseView,
        /// How the others may answer.
        wish: Feedback,
        /// The most that the phase allows.
        most: Feedback,
        /// The part that is open, by number; only where the phase has parts.
        part: Option<u32>,
        /// Only the holder, or two others together, end it.
        held: bool,
        /// Who would move on a held turn.
        release: Vec<String>,
        aftercare: AftercareView,
        /// Who looks after the holder later.
        aftercare_by: Option<String>,
        /// The holder shows words while typing.
        typing: bool,
        /// What the holder is typing.
        draft: Option<String>,
    }
}

view! {
    /// What was said in one turn; turn 0 is open talk.
    TurnWords {
        turn: u32,
        holder: String,
        phase: u32,
        lines: Vec<LineView>,
        taps: Vec<TapView>,
        tags: Vec<TagView>,
        /// A held turn may want aftercare when it is over.
        aftercare: AftercareView,
        aftercare_by: Option<String>,
    }
}

view! {
    /// One line.
    LineView {
        author: String,
        text: String,
        sending: bool,
    }
}

/// What this person may do in the meeting now, judged by the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[cfg_attr(feature = "ts", derive(TS))]
pub enum MeetingAct {
    /// An act of `Command::Meeting`.
    Act(Act),
    /// One that carries something.
    With(Carrying),
}

view_enum! {
    /// Acts that carry words, a tap or a tag.
    Carrying { Say, Tap, Tag, Draft, Propose, AskHands, AnswerHands, Milestone, Note, BreakOut, CornerSay, }
}

view! {
    /// An attempt to join a circle.
    Joining {
        stage: JoinStage,
        preview: Option<Preview>,
        /// One of [`crate::command::CODES`].
        #[cfg_attr(feature = "ts", ts(type = "ErrorCode | null"))]
        error: Option<String>,
    }
}

view_enum! {
    /// Where the attempt stands.
    JoinStage {
        /// Fetching the preview.
        Reading,
        /// The person reads bond and pledge.
        Asking,
        /// Knocked; somebody's device must open.
        Waiting,
        /// Let in; fetching the circle's state.
        Joining,
        Failed,
    }
}

view! {
    /// What a newcomer reads before knocking.
    Preview {
        circle_name: String,
        bond: Text,
        pledge: Text,
        words: String,
        newcomer_card: Vec<Text>,
        notices: Vec<Text>,
        welcome: Welcome,
        /// Whoever comes by this link is a guest.
        guest: Option<GuestTermsView>,
    }
}

//! The values of [`super::GatheringView`].

use serde::Serialize;

#[cfg(feature = "ts")]
use ts_rs::TS;

use super::{LineView, Text};
use crate::command::{Deed, EjectReason, Mode, Service};

view! {
    /// What a running meeting shows besides its turns.
    GatheringView {
        /// No further turn begins in this phase.
        last: bool,
        /// Who would like one more turn at the end of the phase, in order.
        later: Vec<String>,
        /// It is quiet after a turn until then (ms since 1970); any device ends it then by itself.
        quiet_until: Option<f64>,
        /// Whose question goes round.
        asker: Option<String>,
        /// How this person is here, if not as usual.
        my_mode: Option<Mode>,
        /// Who pauses or was called away; who only listens is never named.
        away: Vec<String>,
        /// The own next turn will be held.
        my_next_is_held: bool,
        /// Small services of this meeting that somebody does.
        services: Vec<ServiceView>,
        /// The topic that is open.
        topic: Option<u32>,
        /// The open topic, those that wait by interest, those that are over.
        agenda: Vec<TopicView>,
        questions: Vec<QuestionView>,
        /// The whole meeting pauses.
        paused: bool,
        /// How many ask for a pause.
        pause_asked: u32,
        /// Told to keepers: whom one of them has said should leave.
        ejecting: Vec<EjectView>,
        /// Somebody had to leave: nothing can be said until a device has made a fresh key, within seconds.
        rekey_due: bool,
        /// Own claims of milestones in this meeting.
        claims: Vec<ClaimView>,
        /// Private notes that this device wrote no word of: to the keeper, or from the keeper.
        notes: Vec<NoteView>,
        /// Small corners that people are in.
        corners: Option<CornersView>,
        /// Told to the keeper: who would go with whom.
        draw: Option<DrawView>,
        /// This person would rather stay in the circle when corners are drawn; nobody is told.
        stays: bool,
        /// Every deed that the rules would take from this person now; ejecting is offered to keepers by `pause`.
        deeds: Vec<Deed>,
    }
}

view! {
    /// Small corners that people are in.
    CornersView {
        /// The planned end, ms since 1970.
        until: f64,
        corners: Vec<CornerView>,
        /// The own one, by its place in the list; None: this person is in the circle.
        mine: Option<u32>,
        /// The own one has a key that only those in it hold.
        ready: bool,
        /// Nobody else is in the own one any more.
        alone: bool,
        /// Who is in the circle.
        circle: Vec<String>,
        /// What was said in the own one.
        lines: Vec<LineView>,
    }
}

view! {
    /// Who is with whom.
    CornerView {
        members: Vec<String>,
        /// The topic of the agenda.
        topic: Option<u32>,
    }
}

view! {
    /// Corners that are being drawn.
    DrawView {
        state: DrawStateView,
        seconds: u32,
        /// Once they suit all who go.
        corners: Vec<CornerView>,
        /// Who would stay in the circle, for whatever reason.
        circle: Vec<String>,
    }
}

view_enum! {
    /// How far a draw is.
    DrawStateView {
        /// Every device is asked; seconds.
        Asking,
        Ready,
        /// Those who would go cannot be divided.
        Nobody,
    }
}

view! {
    /// A short text that a meeting reads.
    ReadingView {
        title: Text,
        text: Text,
    }
}

view! {
    /// A small service and who does it.
    ServiceView {
        service: Service,
        members: Vec<String>,
    }
}

view! {
    /// A topic of the agenda.
    TopicView {
        number: u32,
        author: String,
        /// None where this device has not heard it.
        title: Option<String>,
        /// How many would like to talk about it.
        interest: u32,
        interested: bool,
        open: bool,
        over: bool,
    }
}

view! {
    /// A show of hands.
    QuestionView {
        number: u32,
        by: String,
        /// None where this device has not heard it.
        text: Option<String>,
        /// Answers are taken.
        open: bool,
        over: bool,
        /// How many have answered.
        answered: u32,
        i_answered: bool,
        /// 0 until it is over; so are the next two.
        yes: u32,
        no: u32,
        aside: u32,
        /// What those present decided, by the charter's rule.
        carried: Option<bool>,
    }
}

view! {
    /// Somebody of whom a keeper has said that they should leave.
    EjectView {
        member: String,
        by: Vec<String>,
        /// The reason that one of them gave.
        reason: EjectReason,
    }
}

view! {
    /// Somebody had to leave a meeting within the last [`circle::limits::APPEAL_DAYS`]. Told to them; once they ask the
    /// circle to look at it again, to keepers too.
    EjectionView {
        meeting: String,
        member: String,
        /// In days since 1970-01-01 UTC.
        day: u32,
        reason: EjectReason,
        /// They ask the circle to look at it again.
        appealed: bool,
        /// It was this person.
        mine: bool,
        /// The meeting is still going on.
        running: bool,
    }
}

view! {
    /// A claim of a milestone.
    ClaimView {
        member: String,
        /// One of the charter's marks, or 0.
        days: u32,
        text: String,
    }
}

view! {
    /// A private note.
    NoteView {
        from: String,
        text: String,
    }
}

view! {
    /// Tool tags of one kind on a turn.
    TagView {
        tag: String,
        /// How many; told to the holder only, 0 to others.
        count: u32,
        mine: bool,
    }
}

view_enum! {
    /// Whether somebody looks after the holder of a held turn later.
    AftercareView { None, Wanted, Taken, Declined, }
}

view_enum! {
    /// What a turn is for.
    SenseView { Plain, Later, Question, Answer, TakingAway, }
}

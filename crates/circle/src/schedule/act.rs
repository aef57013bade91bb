//! The acts there are about the schedule.

use calendar::{Change, Date, Pattern};
use minicbor::{Decode, Encode};

use crate::{HoursId, MemberId, SeriesId};

/// Sets the schedule. All but `EndHours` are acts of a keeper or deputy.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum ScheduleAct {
    /// Adds a series, or changes the plan of one; what was agreed about its single dates stays.
    #[n(0)]
    Set {
        /// Which.
        #[n(0)]
        series: SeriesId,
        /// What is planned.
        #[n(1)]
        plan: Plan,
    },
    /// Ends a series.
    #[n(1)]
    End {
        /// Which.
        #[n(0)]
        series: SeriesId,
        /// Its last date; before its start: it never was.
        #[n(1)]
        last: Date,
    },
    /// Lets a series rest.
    #[n(2)]
    Rest {
        /// Which.
        #[n(0)]
        series: SeriesId,
        /// The first day of rest.
        #[n(1)]
        from: Date,
        /// The last one; `None`: until somebody resumes it.
        #[n(2)]
        to: Option<Date>,
    },
    /// Ends the rest that covers a date, or that begins after it.
    #[n(3)]
    Resume {
        /// Which.
        #[n(0)]
        series: SeriesId,
        /// The first day that is no rest.
        #[n(1)]
        on: Date,
    },
    /// Agrees something about one occurrence.
    #[n(4)]
    Change {
        /// Of which series.
        #[n(0)]
        series: SeriesId,
        /// The occurrence's name.
        #[n(1)]
        date: Date,
        /// What; `None`: as the rule says.
        #[n(2)]
        change: Option<Change>,
    },
    /// Adds an occurrence.
    #[n(5)]
    Extra {
        /// To which series.
        #[n(0)]
        series: SeriesId,
        /// On which date.
        #[n(1)]
        date: Date,
    },
    /// Asks everybody which hours are hard for them, to plan a fair rotation. The answers are sealed to the key.
    #[n(6)]
    AskHours {
        /// The asking. It replaces an older one.
        #[n(0)]
        hours: HoursId,
        /// What answers are sealed to, at most [`crate::limits::HOURS_KEY`] bytes.
        #[n(1)]
        #[cbor(with = "minicbor::bytes")]
        key: Vec<u8>,
        /// A day of the week of which people shall think: hours are those of UTC in that week, from its Monday.
        #[n(2)]
        week: Date,
    },
    /// Ends the asking; the asker's act, or a keeper's or deputy's.
    #[n(7)]
    EndHours {
        /// Which asking.
        #[n(0)]
        hours: HoursId,
    },
}

/// What is planned.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Plan {
    /// What the circle calls it, at most [`crate::limits::SHORT_TEXT`] characters.
    #[n(0)]
    pub title: String,
    /// What it is.
    #[n(1)]
    pub form: Form,
    /// When.
    #[n(2)]
    pub pattern: Pattern,
    /// How far the zone's clocks were ahead of UTC when this was set, in minutes.
    #[n(3)]
    pub offset_minutes: i16,
    /// The first of the series that make up one rotation of times, this one included.
    #[n(4)]
    pub rotation: Option<SeriesId>,
}

/// What a series is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Form {
    /// Meetings.
    #[n(0)]
    Meeting,
    /// Asynchronous rounds, which begin then.
    #[n(1)]
    Round,
}

/// Says who serves.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum RotaAct {
    /// Takes a free or offered seat, says yes to one that was asked, or takes the own offer back.
    #[n(0)]
    Take {
        /// Which.
        #[n(0)]
        seat: SeatKey,
    },
    /// Offers the own seat to whoever takes it; until then it is the author's.
    #[n(1)]
    Offer {
        /// Which.
        #[n(0)]
        seat: SeatKey,
    },
    /// Gives the own seat back, or says no.
    #[n(2)]
    Free {
        /// Which.
        #[n(0)]
        seat: SeatKey,
    },
    /// Asks members to take free seats; an act of a keeper or deputy. Nobody serves who has not said yes.
    #[n(3)]
    Ask {
        /// Which, and whom; at most [`crate::limits::ASKS`].
        #[n(0)]
        seats: Vec<(SeatKey, MemberId)>,
    },
}

/// One service at one occurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct SeatKey {
    /// The occurrence's name.
    #[n(0)]
    pub date: Date,
    /// Of which series.
    #[n(1)]
    pub series: SeriesId,
    /// Which service.
    #[n(2)]
    pub service: SeatService,
}

/// A service at one occurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum SeatService {
    /// Keeps the meeting, or leads the round.
    #[n(0)]
    Keep,
    /// Reads.
    #[n(1)]
    Read,
    /// Greets those who come.
    #[n(2)]
    Greet,
}

impl SeatService {
    /// All.
    pub const ALL: [Self; 3] = [Self::Keep, Self::Read, Self::Greet];
}

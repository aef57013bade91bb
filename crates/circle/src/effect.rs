//! What folding an entry or a commit changed, so that a view can follow.

use crate::{Arrival, EntryRef, MeetingId, MemberId, RoundId, Tap};

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// A newcomer is a member now.
    MemberJoined(MemberId),
    /// A member who had lost their place is back.
    MemberReturned(MemberId),
    /// Somebody was silent for so long that the keys go on without them; their seat waits.
    MemberAway(MemberId),
    /// Somebody is no longer a member.
    MemberLeft(MemberId),
    /// Somebody said that they leave; the next commit removes them.
    LeaveAnnounced(MemberId),
    /// It was moved, taken back or decided that somebody has to leave the circle.
    RemovalChanged(MemberId),
    /// A guest was asked for, agreed to or objected to, came or goes.
    GuestsChanged,
    /// A card was proposed, confirmed, let be or taken back.
    CardChanged,
    /// Somebody has another name.
    Renamed(MemberId),
    /// Somebody has another signing key.
    KeyChanged(MemberId),
    /// The circle has another knock key.
    KnockReplaced,
    /// A new share.
    Shared(EntryRef),
    /// A share was tapped.
    Tapped {
        /// Which share.
        share: EntryRef,
        /// By whom.
        member: MemberId,
        /// How.
        tap: Tap,
    },
    /// A share was taken back.
    TakenBack(EntryRef),
    /// Invites were made, used or ended.
    InvitesChanged,
    /// Somebody took on or laid down a role.
    RolesChanged,
    /// The schedule, or what was agreed about one date of it, is another.
    ScheduleChanged,
    /// Somebody took, gave back or was asked for a seat of the rota.
    RotaChanged,
    /// Somebody asked for hours, told them or has done with them.
    HoursChanged,
    /// A round was opened, went on or was closed.
    RoundChanged(RoundId),
    /// Words in a round.
    Said(EntryRef),
    /// Something happened in the meeting.
    Meeting(MeetingEffect),
}

/// One change in a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MeetingEffect {
    /// A meeting was opened.
    Opened(MeetingId),
    /// Somebody waits at the door.
    Arrived(Arrival),
    /// Those who waited are in, under the key of this number.
    Admitted(Vec<Arrival>, u32),
    /// A fresh key of number `index`; `admitted` came in with it, `out` had to go.
    Rekeyed {
        /// The key's number.
        index: u32,
        /// Who waited and is in now.
        admitted: Vec<Arrival>,
        /// Who is out of this meeting.
        out: Vec<Arrival>,
    },
    /// This phase began.
    PhaseBegan(u32),
    /// A turn began.
    TurnBegan {
        /// Its number, from 1.
        turn: u32,
        /// Who holds the floor.
        holder: MemberId,
    },
    /// A turn ended, and its feedback with it: lines beyond the ones that it named are void.
    TurnEnded {
        /// Its number.
        turn: u32,
    },
    /// The holder is done and asks for feedback.
    FeedbackOpened {
        /// The turn that it is about.
        turn: u32,
    },
    /// Hands went up or down.
    HandsChanged,
    /// The meeting has another keeper.
    KeeperChanged(MemberId),
    /// A turn has another wish, part or aftercare, is held or no longer.
    TurnChanged {
        /// Its number.
        turn: u32,
    },
    /// The quiet after a turn is over.
    QuietOver {
        /// The turn.
        turn: u32,
    },
    /// Somebody is here in another way; views do not name who only listens.
    ModeChanged(MemberId),
    /// Somebody took on a small service or laid it down.
    ServicesChanged,
    /// The meeting pauses or goes on, or somebody asks for a pause.
    PauseChanged,
    /// The present turn is the last of its phase, or no longer.
    LastChanged,
    /// Topics were proposed, wanted, opened, closed or taken back.
    AgendaChanged,
    /// Something about a show of hands.
    QuestionsChanged,
    /// One keeper says that somebody has to leave; another has to say so too.
    EjectProposed(MemberId),
    /// Somebody had to leave. A fresh key is due.
    Ejected(MemberId),
    /// Who had to leave asks the circle to look at it again.
    Appealed(MemberId),
    /// People went to corners or came back.
    BreakoutChanged,
    /// A corner has a key.
    CornerKeyed {
        /// Which corner, from 0.
        corner: u32,
        /// The key's number.
        index: u32,
    },
    /// A device left the meeting.
    Departed(Arrival),
    /// The meeting is over; keys and words are to be dropped.
    Closed(MeetingId),
}

impl From<MeetingEffect> for Effect {
    fn from(effect: MeetingEffect) -> Self {
        Self::Meeting(effect)
    }
}

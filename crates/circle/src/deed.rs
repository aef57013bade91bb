//! What somebody does in a running meeting, beyond the acts that every meeting began with.
//!
//! Numbers, ids and times only: words travel as live frames that name the number.

use minicbor::{Decode, Encode};
use wire::Hash;

use crate::{Aftercare, Answer, Corner, EjectReason, Feedback, MemberId, Mode, Seal, Service};

/// One deed. Numbers are stable; a decoder refuses numbers it does not know.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum Deed {
    /// Would like one more turn at the end of the phase, after all others; or no longer.
    #[n(0)]
    Later {
        /// Would like it.
        #[n(0)]
        up: bool,
    },
    /// Says how the others may answer the own turn: never more than the phase's rule (domain R11).
    #[n(1)]
    Wish {
        /// Which turn.
        #[n(0)]
        turn: u32,
        /// The wish.
        #[n(1)]
        wish: Feedback,
    },
    /// Has the own turn held, the present or the next one (domain I57); or no longer.
    #[n(2)]
    Hold {
        /// Held.
        #[n(0)]
        up: bool,
    },
    /// Ends the quiet after a turn.
    #[n(3)]
    QuietOver {
        /// Which turn.
        #[n(0)]
        turn: u32,
    },
    /// Takes the aftercare of a held turn, or gives it back; its holder declines it.
    #[n(4)]
    Care {
        /// Which turn.
        #[n(0)]
        turn: u32,
        /// Takes it.
        #[n(1)]
        up: bool,
    },
    /// Is here as usual, or only listens, pauses or is called away. The seat stays.
    #[n(5)]
    Be {
        /// How; none as usual.
        #[n(0)]
        mode: Option<Mode>,
    },
    /// Takes on a small service of this meeting, also as a newcomer (domain I50), or lays it down.
    #[n(6)]
    Volunteer {
        /// Which.
        #[n(0)]
        service: Service,
        /// Takes it on.
        #[n(1)]
        up: bool,
    },
    /// Shows the words of the own turn while they are typed, or no longer.
    #[n(7)]
    Typing {
        /// Which turn.
        #[n(0)]
        turn: u32,
        /// Shows them.
        #[n(1)]
        on: bool,
    },
    /// Pauses the whole meeting, or goes on.
    #[n(8)]
    Pause {
        /// Pauses.
        #[n(0)]
        on: bool,
    },
    /// Asks the keepers for a pause.
    #[n(9)]
    AskPause {},
    /// Says that no further turn begins in this phase, or that one may.
    #[n(10)]
    Last {
        /// Which phase.
        #[n(0)]
        phase: u32,
        /// None begins.
        #[n(1)]
        on: bool,
    },
    /// Goes to the next part of a turn.
    #[n(11)]
    NextPart {
        /// Which turn.
        #[n(0)]
        turn: u32,
        /// The part that ends.
        #[n(1)]
        from: u32,
    },
    /// Puts a topic on the agenda.
    #[n(12)]
    Propose {},
    /// Would like to talk about a topic, or no longer.
    #[n(13)]
    Interest {
        /// Which topic.
        #[n(0)]
        topic: u32,
        /// Would like to.
        #[n(1)]
        up: bool,
    },
    /// Begins with a topic.
    #[n(14)]
    OpenTopic {
        /// Which topic.
        #[n(0)]
        topic: u32,
    },
    /// Ends the topic that is open.
    #[n(15)]
    CloseTopic {
        /// Which topic.
        #[n(0)]
        topic: u32,
    },
    /// Takes an own topic from the agenda.
    #[n(16)]
    WithdrawTopic {
        /// Which topic.
        #[n(0)]
        topic: u32,
    },
    /// Asks for a show of hands.
    #[n(17)]
    AskHands {},
    /// Answers, sealed until the answers are shown.
    #[n(18)]
    Answer {
        /// Which question.
        #[n(0)]
        question: u32,
        /// [`Answer::seal`] of the answer.
        #[n(1)]
        sealed: Hash,
    },
    /// Takes no more answers; then, no more showing.
    #[n(19)]
    CloseHands {
        /// Which question.
        #[n(0)]
        question: u32,
    },
    /// Shows the own answer.
    #[n(20)]
    Show {
        /// Which question.
        #[n(0)]
        question: u32,
        /// The answer.
        #[n(1)]
        answer: Answer,
        /// What it was sealed with.
        #[n(2)]
        #[cbor(with = "minicbor::bytes")]
        salt: [u8; 16],
    },
    /// Says that somebody has to leave the meeting. Where two keepers are here, both must say so.
    #[n(21)]
    Eject {
        /// Who.
        #[n(0)]
        member: MemberId,
        /// Why.
        #[n(1)]
        reason: EjectReason,
    },
    /// Sends everybody into small corners with keys of their own.
    #[n(22)]
    BreakOut {
        /// Number: the last and 1.
        #[n(0)]
        number: u32,
        /// Planned length in seconds.
        #[n(1)]
        seconds: u32,
        /// Who is with whom.
        #[n(2)]
        corners: Vec<Corner>,
    },
    /// The next key of a corner, made by somebody in it and sealed to those in it.
    #[n(23)]
    CornerKey {
        /// Which break-out.
        #[n(0)]
        breakout: u32,
        /// Which corner.
        #[n(1)]
        corner: u32,
        /// Number of the key: the present one and 1.
        #[n(2)]
        index: u32,
        /// The key, sealed to each device of those in the corner.
        #[n(3)]
        seals: Vec<Seal>,
    },
    /// Everybody comes back together.
    #[n(24)]
    ComeBack {
        /// From which break-out.
        #[n(0)]
        breakout: u32,
    },
    /// Goes back to the circle alone, before the others come.
    #[n(25)]
    LeaveCorner {
        /// From which break-out.
        #[n(0)]
        breakout: u32,
    },
    /// Tells what time it is, where somebody who keeps has been silent for so long that it makes a difference and circle
    /// time has not come there.
    #[n(26)]
    Tell {},
}

impl Aftercare {
    /// Whether somebody may still take it.
    pub const fn is_wanted(self) -> bool {
        matches!(self, Self::Wanted)
    }
}

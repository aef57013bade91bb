//! The state of the present phase. It begins anew with every phase.

use std::collections::BTreeSet;

use minicbor::{Decode, Encode};
use wire::Millis;

use crate::MemberId;

/// What the present phase remembers besides hands and taken turns.
#[derive(Debug, Clone, PartialEq, Eq, Default, Encode, Decode)]
pub struct Stage {
    /// Turns that were not passed.
    #[n(0)]
    pub spoken: u32,
    /// No further turn begins.
    #[n(1)]
    pub last: bool,
    /// Who would like one more turn at the end, in order.
    #[n(2)]
    pub later: Vec<MemberId>,
    /// Who had it.
    #[n(3)]
    pub extra: BTreeSet<MemberId>,
    /// Whose next turn is held.
    #[n(4)]
    pub hold: BTreeSet<MemberId>,
    /// The quiet after a turn.
    #[n(5)]
    pub quiet: Option<Quiet>,
    /// The topic that is open; 0: none.
    #[n(6)]
    pub topic: u32,
    /// The question that goes round.
    #[n(7)]
    pub asking: Option<Asking>,
}

/// The quiet after a turn: nobody has the floor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Quiet {
    /// After which turn.
    #[n(0)]
    pub turn: u32,
    /// Planned length in seconds.
    #[n(1)]
    pub seconds: u32,
    /// What the clock of whoever made it begin said.
    #[n(2)]
    pub claimed: Millis,
}

/// A question that goes round: the others answer from own experience, then the asker says what they take away.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Asking {
    /// Who asked.
    #[n(0)]
    pub asker: MemberId,
    /// Who has answered or passed.
    #[n(1)]
    pub answered: BTreeSet<MemberId>,
}

//! What an operator lets happen on the server.

use wire::{account::SignUpRule, limits};

/// The operator's switches; by default all doors are open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// Who may make an account.
    pub sign_up: SignUpRule,
    /// Whether circles may be founded; those that are there go on.
    pub founding: bool,
    /// With so many accounts no more are made.
    pub accounts: Option<u64>,
    /// With so many circles no more are founded.
    pub circles: Option<u64>,
    /// Bytes that one circle may have: entries, envelopes, snapshots.
    pub circle_bytes: u64,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            sign_up: SignUpRule::Open,
            founding: true,
            accounts: None,
            circles: None,
            circle_bytes: limits::CIRCLE_BYTES,
        }
    }
}

//! Closing the meeting.

use super::Act;
use crate::Refused;

/// The keeper may close at any time.
pub(super) fn close(act: &mut Act) -> Result<(), Refused> {
    act.keeper()?;
    act.over = true;
    Ok(())
}

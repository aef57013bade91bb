//! Closing a round.

use crate::{Effect, MemberId, Refused, RoundId, durable::Durable};

/// The leader, a keeper or a deputy may close at any time; anybody once the steps are over and it is quiet.
pub(super) fn close(state: &mut Durable, author: MemberId, id: RoundId) -> Result<Vec<Effect>, Refused> {
    let (now, keeps) = (state.time(), state.keeps(author));
    let round = state.rounds.running_mut(id)?;
    if round.leader != author && !keeps && now < round.quiet_from() {
        return Err(Refused::RoundNotQuiet);
    }
    round.closed = Some(now);
    Ok(vec![Effect::RoundChanged(id)])
}

//! `/servants/review/ID`: somebody looks at what another one sent, and lists it or sends it back.

use axum::{body::Bytes, extract::Path, http::StatusCode, response::Response};
use directory::{
    EntryId,
    own::{Form, Proposal, reason},
};
use directory_pages::{Hitch, servants_review};
use wire::Millis;

use super::{Seat, broken, entry_id, page};

pub(super) async fn look(seat: Seat, id: Path<String>) -> Response {
    match seat.to_decide(&id) {
        Some((id, proposal)) => seat.review(id, proposal, false),
        None => seat.hitch(Hitch::Decided),
    }
}

pub(super) async fn grant(seat: Seat, id: Path<String>, body: Bytes) -> Response {
    let (Some((id, _)), Some(at)) = (seat.to_decide(&id), seen(&Form::parse(&body))) else {
        return seat.hitch(Hitch::Decided);
    };
    let now = seat.now;
    match directory_store::grant(seat.directory.store(), id, at, now).await {
        Ok(true) => {}
        Ok(false) => return seat.hitch(Hitch::Decided),
        Err(error) => return broken(&error),
    }
    // Whoever listed it sees it listed.
    match seat.directory.look(now).await {
        Ok(()) => seat.to_desk(),
        Err(error) => broken(&error),
    }
}

pub(super) async fn give_back(seat: Seat, id: Path<String>, body: Bytes) -> Response {
    let form = Form::parse(&body);
    // What was written is not lost.
    let decided = || seat.hitch_with(Hitch::Decided, form.first("why"));
    let (Some((id, proposal)), Some(at)) = (seat.to_decide(&id), seen(&form)) else { return decided() };
    let Some(why) = reason(form.first("why")) else { return seat.review(id, proposal, true) };
    match seat.directory.store().give_back(id, at, why).await {
        Ok(true) => seat.to_desk(),
        Ok(false) => decided(),
        Err(error) => broken(&error),
    }
}

impl Seat {
    /// What this servant may decide on: nobody decides on their own.
    fn to_decide(&self, id: &Path<String>) -> Option<(EntryId, &Proposal)> {
        let id = entry_id(id).filter(|_| self.reviews)?;
        let proposal = self.proposals.get(&id)?;
        (proposal.by != self.name && proposal.returned.is_none()).then_some((id, proposal))
    }

    fn review(&self, id: EntryId, proposal: &Proposal, no_reason: bool) -> Response {
        let status = if no_reason { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        page(status, servants_review(self.frame(), self.listing(), id, proposal, no_reason, self.now))
    }
}

/// Which state of it was seen.
fn seen(form: &Form) -> Option<Millis> {
    form.first("at").parse().ok().map(Millis)
}

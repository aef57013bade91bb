//! `/servants/new`, `/servants/meeting/ID`: a meeting is written, sent, taken back, wished away.

use axum::{body::Bytes, extract::Path, http::StatusCode, response::Response};
use data_encoding::HEXLOWER;
use directory::{
    Entry, EntryId, limits,
    own::{Form, Proposal, Wish, fresh, source},
};
use directory_pages::{Draft, Hitch, Stage, servants_form};
use directory_store::{DirectoryStoreError, Proposing};
use wire::{Day, Millis};

use super::{Seat, broken, entry_id, page, status};

pub(super) async fn new(seat: Seat) -> Response {
    let (form, key) = (Form::blank(&seat.list.zone), HEXLOWER.encode(&seat.random));
    page(StatusCode::OK, servants_form(seat.frame(), blank(&form, 1, &key)))
}

pub(super) async fn send_new(seat: Seat, body: Bytes) -> Response {
    let form = Form::parse(&body);
    // Sent twice on a slow line, or once more after going back, it is still one meeting.
    let is_key = |key: &str| key.len() == 32 && key.bytes().all(|b| b.is_ascii_hexdigit());
    let drawn = HEXLOWER.encode(&seat.random);
    let key = Some(form.first("key")).filter(|key| is_key(key)).unwrap_or(&drawn);
    let entry = fresh(key);
    if seat.listing().entries.contains_key(&entry.id) {
        return seat.to_desk();
    }
    seat.receive(entry, &form, blank(&form, rows(&form), key)).await
}

pub(super) async fn open(seat: Seat, id: Path<String>) -> Response {
    let entry = match seat.on_desk(&id) {
        Ok(entry) => entry,
        Err(hitch) => return seat.hitch(hitch),
    };
    let form = Form::of(&entry, &seat.list.zone);
    page(StatusCode::OK, servants_form(seat.frame(), seat.draft(entry.id, &form)))
}

pub(super) async fn send(seat: Seat, id: Path<String>, body: Bytes) -> Response {
    let form = Form::parse(&body);
    let Some(number) = entry_id(&id) else { return seat.hitch(Hitch::Gone) };
    let draft = seat.draft(number, &form);
    let entry = match seat.on_desk(&id) {
        Ok(entry) => entry,
        Err(Hitch::Waits) => return seat.not_taken(Hitch::Others, draft),
        Err(hitch) => return seat.not_taken(hitch, draft),
    };
    let began_with = form.first("seen");
    if !began_with.is_empty() && began_with != draft.seen.to_string() {
        return seat.not_taken(Hitch::Changed, draft);
    }
    seat.receive(entry, &form, draft).await
}

pub(super) async fn remove(seat: Seat, id: Path<String>) -> Response {
    let entry = match seat.on_desk(&id) {
        Ok(entry) if seat.listing().entries.contains_key(&entry.id) => entry,
        Ok(_) => return seat.hitch(Hitch::Gone),
        Err(hitch) => return seat.hitch(hitch),
    };
    match seat.propose(entry.id, Wish::Remove).await {
        Ok(None) => seat.to_desk(),
        Ok(Some(hitch)) => seat.hitch(hitch),
        Err(error) => broken(&error),
    }
}

pub(super) async fn withdraw(seat: Seat, id: Path<String>) -> Response {
    let Some(id) = entry_id(&id) else { return seat.hitch(Hitch::Gone) };
    match seat.directory.store().withdraw(id, Some(seat.name.clone())).await {
        Ok(true) => seat.to_desk(),
        Ok(false) => seat.hitch(Hitch::Decided),
        Err(error) => broken(&error),
    }
}

/// As many rows of times as were shown, or have something in them.
fn rows(form: &Form) -> usize {
    let shown = form.first("rows").parse().unwrap_or(1);
    form.rows().max(shown).clamp(1, limits::SLOTS)
}

/// A new meeting.
const fn blank<'a>(form: &'a Form, rows: usize, key: &'a str) -> Draft<'a> {
    Draft { id: None, form, wrong: &[], stage: Stage::Writing, listed: false, rows, hitch: None, seen: 0, key }
}

impl Seat {
    /// The entry as this servant may go on writing it: as they last sent it, or as it is listed.
    fn on_desk(&self, id: &Path<String>) -> Result<Entry, Hitch> {
        let id = entry_id(id).ok_or(Hitch::Gone)?;
        let listed = self.listing().entries.get(&id).filter(|entry| entry.origin.source == source());
        let wish = self.proposals.get(&id);
        if wish.is_some_and(|wish| wish.by != self.name && wish.returned.is_none()) {
            return Err(Hitch::Waits);
        }
        let mine = self.mine(id).and_then(|wish| match &wish.wish {
            Wish::List(entry) => Some(&**entry),
            Wish::Remove => None,
        });
        mine.or(listed).cloned().ok_or(Hitch::Gone)
    }

    /// What this servant wishes of an entry.
    fn mine(&self, id: EntryId) -> Option<&Proposal> {
        self.proposals.get(&id).filter(|wish| wish.by == self.name)
    }

    fn draft<'a>(&'a self, id: EntryId, form: &'a Form) -> Draft<'a> {
        let stage = match self.mine(id) {
            None => Stage::Writing,
            Some(Proposal { returned: Some(why), .. }) => Stage::Returned(why),
            Some(Proposal { wish: Wish::Remove, .. }) => Stage::WaitsToGo,
            Some(Proposal { .. }) => Stage::Waits,
        };
        let listed = self.listing().entries.get(&id);
        let seen = self.mine(id).map(|wish| wish.at).or_else(|| listed.and_then(|entry| entry.updated));
        let seen = seen.map_or(0, |Millis(at)| at);
        let (id, listed, rows) = (Some(id), listed.is_some(), rows(form));
        Draft { id, form, wrong: &[], stage, listed, rows, hitch: None, seen, key: "" }
    }

    /// A form came: it waits to be looked at, or comes again with what is in the way, or with room for another time.
    async fn receive(&self, base: Entry, form: &Form, draft: Draft<'_>) -> Response {
        if form.has("more", "yes") {
            let rows = (draft.rows + 1).min(limits::SLOTS);
            return page(StatusCode::OK, servants_form(self.frame(), Draft { rows, ..draft }));
        }
        let entry = match form.read(base, Day::of(self.now)) {
            Ok(entry) => entry,
            Err(wrong) => {
                let draft = Draft { wrong: &wrong, ..draft };
                return page(StatusCode::UNPROCESSABLE_ENTITY, servants_form(self.frame(), draft));
            }
        };
        match self.propose(entry.id, Wish::List(Box::new(entry))).await {
            Ok(None) => self.to_desk(),
            Ok(Some(hitch)) => self.not_taken(hitch, draft),
            Err(error) => broken(&error),
        }
    }

    /// The form again, with all that was typed.
    fn not_taken(&self, hitch: Hitch, draft: Draft<'_>) -> Response {
        page(status(hitch), servants_form(self.frame(), Draft { hitch: Some(hitch), ..draft }))
    }

    /// Stores a wish; or says what is in its way.
    async fn propose(&self, id: EntryId, wish: Wish) -> Result<Option<Hitch>, DirectoryStoreError> {
        let proposal = Proposal { by: self.name.clone(), at: self.now, wish, returned: None };
        Ok(match self.directory.store().propose(id, proposal).await? {
            Proposing::Stored => None,
            Proposing::Others => Some(Hitch::Others),
            Proposing::Full => Some(Hitch::Full),
        })
    }
}

//! Invites: making, using up, ending.

use minicbor::{Decode, Encode};

use crate::{Effect, GREETER, Invite, InviteId, KEEPER, MemberId, Refused, Seq, durable::Durable, guest, limits};

/// An invite and how often it was used.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct OpenInvite {
    /// The invite.
    #[n(0)]
    pub invite: Invite,
    /// How many newcomers it let in.
    #[n(1)]
    pub used: u32,
}

impl OpenInvite {
    /// How many newcomers it still lets in, its last day aside.
    pub const fn left(&self) -> u32 {
        self.invite.uses.saturating_sub(self.used)
    }
}

pub(crate) fn make(state: &mut Durable, author: MemberId, invite: &Invite) -> Result<Vec<Effect>, Refused> {
    let today = state.today();
    let uses_fit = (1..=wire::limits::MEMBERS as u32).contains(&invite.uses);
    if !uses_fit || invite.expires < today || invite.made_by != author || invite.card {
        return Err(Refused::InviteUnusable);
    }
    if state.invites.contains_key(&invite.id) {
        return Err(Refused::InviteTaken);
    }
    match invite.guest {
        Some(visit) => guest::check_link(state, author, visit, invite.uses, invite.expires)?,
        None if guest::is_here(state) => return Err(Refused::GuestHere),
        None => {}
    }
    state.invites.retain(|_, open| open.invite.card || (open.left() > 0 && open.invite.expires >= today));
    if state.invites.len() >= limits::INVITES {
        return Err(Refused::TooManyInvites);
    }
    state.invites.insert(invite.id, OpenInvite { invite: invite.clone(), used: 0 });
    Ok(vec![Effect::InvitesChanged])
}

pub(crate) fn revoke(state: &mut Durable, author: MemberId, id: InviteId) -> Result<Vec<Effect>, Refused> {
    let open = state.invites.get(&id).ok_or(Refused::InviteUnknown)?;
    if open.invite.card {
        return Err(Refused::InviteOnCard);
    }
    if open.invite.made_by != author && !state.serves(author, GREETER) && !state.serves(author, KEEPER) {
        return Err(Refused::NotYourInvite);
    }
    state.invites.remove(&id);
    Ok(vec![Effect::InvitesChanged])
}

/// Takes one use of an invite, and says for which visit of a guest it was made. The one on the card has no end of uses.
pub(crate) fn take_one(state: &mut Durable, id: InviteId) -> Result<Option<Seq>, Refused> {
    let today = state.today();
    let open = state.invites.get_mut(&id).ok_or(Refused::InviteUnknown)?;
    if open.invite.expires < today {
        return Err(Refused::InviteExpired);
    }
    if open.left() == 0 {
        return Err(Refused::InviteUsedUp);
    }
    if !open.invite.card {
        open.used += 1;
    }
    Ok(open.invite.guest)
}

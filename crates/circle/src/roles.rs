//! Roles are services that members take on and lay down; none ranks above another.

use crate::{Effect, MemberId, Refused, durable::Durable};

pub(crate) fn serve(state: &mut Durable, author: MemberId, id: &str) -> Result<Vec<Effect>, Refused> {
    let role = state.charter.role(id).ok_or(Refused::RoleUnknown)?;
    let seats = role.seats as usize;
    let holders = state.roles.entry(id.to_owned()).or_default();
    if holders.contains(&author) {
        return Err(Refused::AlreadyServing);
    }
    if holders.len() >= seats {
        return Err(Refused::RoleFull);
    }
    holders.insert(author);
    Ok(vec![Effect::RolesChanged])
}

pub(crate) fn stand_down(state: &mut Durable, author: MemberId, id: &str) -> Result<Vec<Effect>, Refused> {
    if state.charter.role(id).is_none() {
        return Err(Refused::RoleUnknown);
    }
    let held = state.roles.get_mut(id).is_some_and(|holders| holders.remove(&author));
    if held { Ok(vec![Effect::RolesChanged]) } else { Err(Refused::NotServing) }
}

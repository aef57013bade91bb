//! The rules about who may be in a circle that both implementations share.

use std::collections::BTreeMap;

use wire::{PublicKey, limits};

use super::{GroupError, LeafInfo, Member};

/// All members, by their identifier.
pub(super) type Roster = BTreeMap<Member, PublicKey>;

/// The roster of a list of leaves.
///
/// # Errors
/// [`GroupError::Invalid`] when two leaves have one identifier.
pub(super) fn roster(leaves: &[LeafInfo]) -> Result<Roster, GroupError> {
    let roster: Roster = leaves.iter().map(|leaf| (leaf.member, leaf.key)).collect();
    if roster.len() == leaves.len() { Ok(roster) } else { Err(GroupError::Invalid("two leaves with one identifier")) }
}

/// The roster after `author`'s commit, who may have a new key. Everybody else that it does not name keeps identifier
/// and key.
///
/// # Errors
/// [`GroupError::NotAMember`] for a removal of somebody unknown, [`GroupError::Invalid`] for everything else that a
/// commit may not do.
pub(super) fn after(
    before: &Roster,
    author: Member,
    added: &[LeafInfo],
    removed: &[Member],
    rekeyed: Option<PublicKey>,
) -> Result<Roster, GroupError> {
    if removed.contains(&author) {
        return Err(GroupError::Invalid("a commit cannot remove its author"));
    }
    let mut roster = before.clone();
    for member in removed {
        roster.remove(member).ok_or(GroupError::NotAMember)?;
    }
    if let Some(key) = rekeyed
        && (before.values().any(|known| *known == key) || roster.insert(author, key).is_none())
    {
        return Err(GroupError::Invalid("a key that somebody has"));
    }
    for leaf in added {
        if roster.values().any(|key| *key == leaf.key) || roster.insert(leaf.member, leaf.key).is_some() {
            return Err(GroupError::Invalid("already a member"));
        }
    }
    if roster.len() > limits::MEMBERS {
        return Err(GroupError::Invalid("too many members"));
    }
    Ok(roster)
}

/// The members of a roster in order.
pub(super) fn leaves(roster: &Roster) -> Vec<LeafInfo> {
    roster.iter().map(|(member, key)| LeafInfo { member: *member, key: *key }).collect()
}

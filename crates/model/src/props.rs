//! What must hold always, and what must hold in the end.

use crate::{
    device::{Content, Core, Device, Etag, Followed},
    tree::{CommitNo, Draft, Facts, Kind, Posted},
    world::{Action, State, World},
};

/// Every device and every box stands on the path of first valid children.
pub const ONE_HISTORY: &str = "there is one history";
/// What an honest device posts and the server stores is the first valid child of its parent.
pub const HONEST_IS_HISTORY: &str = "an honest commit that is stored is history";
/// An entry that was acknowledged while its commit had no valid child counts, and so does one whose author has folded
/// it and therefore sends it no more.
pub const ACKNOWLEDGED_COUNTS: &str = "an acknowledged entry counts";
/// Neither a device nor a box lets go of a pending commit that can still be the first valid child.
pub const NEVER_GIVEN_UP: &str = "a pending commit is never given up too early";
/// Where the server sets no box back, nobody needs to be let in again.
pub const PLACE_KEPT: &str = "nobody loses the place";

pub(crate) fn one_history(state: &State) -> bool {
    let history = state.tree.history();
    let boxes = state.boxes.iter().filter_map(|slot| match slot.content {
        Content::Member { tip, .. } => Some(tip),
        Content::Returning(_) => None,
    });
    let devices = state.devices.iter().filter_map(|device| device.core().map(|core| core.tip));
    boxes.chain(devices).all(|tip| history.contains(&tip))
}

pub(crate) fn honest_is_history(state: &State) -> bool {
    let history = state.tree.history();
    let honest = (0u8..).zip(&state.tree.nodes).filter(|(_, node)| matches!(node.kind, Kind::Honest(_)));
    honest.into_iter().all(|(commit, _)| history.contains(&commit))
}

pub(crate) fn acknowledged_counts(state: &State) -> bool {
    (0u8..).zip(&state.tree.nodes).all(|(commit, node)| {
        let cut = state.tree.first_valid_child(commit).map_or(node.length(), |child| state.tree.node(child).cut);
        node.entries.iter().skip(usize::from(cut)).all(|entry| !entry.counts)
    })
}

/// Whether somebody lets go of a pending commit in this step although it may still lead. A crash loses what the box
/// still has, and what the server does to a box is no act of a device.
pub(crate) fn gives_up(world: &World, before: &State, after: &State, action: Action) -> bool {
    if matches!(action, Action::Crash(_) | Action::SetBack(_)) {
        return false;
    }
    let tree = &after.tree;
    let keeps = |draft: &Draft, tip, pending: Option<Draft>| {
        let merged = tree.find(draft).is_some_and(|place| tree.leads_to(place, tip));
        let replaced = tree.circle(tree.tip(), 0).last_return(draft.author) > 0;
        pending == Some(*draft) || merged || replaced || !tree.may_lead(draft, world.rules.swap)
    };
    let devices = before.devices.iter().zip(&after.devices).any(|(before, after)| {
        let now: Vec<_> = places(after).collect();
        let known = places(before).filter_map(|(_, pending)| pending);
        let is_kept = |draft: Draft| now.iter().any(|(tip, pending)| keeps(&draft, *tip, *pending));
        !now.is_empty() && !known.into_iter().all(is_kept)
    });
    let boxes = before.boxes.iter().zip(&after.boxes).any(|(before, after)| match (before.content, after.content) {
        (Content::Member { pending: Some(draft), .. }, Content::Member { tip, pending }) => {
            !keeps(&draft, tip, pending)
        }
        _ => false,
    });
    devices || boxes
}

/// Where a device stands and what it has pending: in its memory, and in the box that it has just read.
fn places(device: &Device) -> impl Iterator<Item = (CommitNo, Option<Draft>)> {
    let read = match device {
        Device::Read(_, _, Content::Member { tip, pending }, _) => Some((*tip, *pending)),
        _ => None,
    };
    device.core().map(|core| (core.tip, core.pending)).into_iter().chain(read)
}

/// Everybody who is a member stands at the tip with nothing left to do, every box leads there, nobody who has left is
/// still a member, and each leaf's next commit would be stored and followed by all. A box that was set back may lead
/// astray: the states in which a device loads it are states of their own, from which the circle must become whole.
pub fn is_whole(world: &World, state: &State) -> bool {
    let tree = &state.tree;
    let (tip, length) = (tree.tip(), tree.node(tree.tip()).length());
    let children = tree.node(tip).children.len() as u8;
    let circle = tree.circle(tip, length);
    let settled = world.size.devices.iter().zip(&state.devices).all(|(leaf, device)| match device {
        Device::Open(core) => {
            let all = core.tip == tip && core.have == length && core.known == children && core.refused == children;
            all && core.pending.is_none() && !core.unsaved && circle.is_active(*leaf)
        }
        Device::Over => !circle.has(*leaf),
        _ => false,
    });
    let leads = |content: Content, leaf| match content {
        Content::Member { tip: at, pending } => {
            let mut core = Core::at(at, pending, Etag::default());
            core.sync(tree, leaf) == Followed::UpToDate && core.tip == tip
        }
        Content::Returning(_) => false,
    };
    let boxes = (0u8..).zip(&state.boxes).filter(|(leaf, _)| circle.has(*leaf));
    let mut next = boxes.map(|(author, slot)| {
        let draft = Draft { author, parent: tip, children, cut: length, facts: Facts::Rotate, nonce: u8::MAX };
        (world.size.set_back == Some(author) || leads(slot.content, author))
            && tree.takes(&draft, world.rules.swap) == Posted::Stored
    });
    settled && state.flight.is_none() && next.all(|fine| fine)
}

//! Whether a child of the tip is the circle's history (protocol.md section 2, "Valid").

use circle::{Circle, Effect, MemberId, RemoveGround};
use seal::{Context, Group, GroupError};
use wire::{PublicKey, circle::Child};

use super::{POLICY, authority::Authority, core::Core};
use crate::suite::Suite;

/// What a child of the tip is to this device.
pub(crate) enum Verdict<S: Suite> {
    /// Valid: the circle's history goes on here.
    Valid(Box<Next<S>>),
    /// Valid but for the state that it binds, which this device cannot compute: entries before it have expired.
    Untold(Box<Next<S>>),
    /// Valid, and it removes the own leaf.
    Removed(RemoveGround),
    /// By the own leaf, and not by this device's memory: the box knows more.
    OwnUnknown,
    /// Valid but for the log that it binds, which is not the one that this device was served.
    Differs,
    /// Allowed, by this member, and MLS cannot follow it from here: perhaps others can.
    CannotFollow(MemberId),
    /// Made for a newer client: wait to be updated.
    Newer,
    /// Not history.
    Invalid,
}

/// What stands after a child. Where the verdict is [`Verdict::Untold`], `circle` is this device's own reckoning and
/// not to be used.
pub(crate) struct Next<S: Suite> {
    pub(crate) group: S::Group,
    pub(crate) secrets: seal::EpochSecrets,
    pub(crate) circle: Circle,
    pub(crate) effects: Vec<Effect>,
    pub(crate) author: circle::MemberId,
}

/// A pure function of the state and the child: nothing in it reads the clock or local settings.
pub(crate) fn judge<S: Suite>(core: &Core<S>, child: &Child) -> Verdict<S> {
    if child.cut != core.have {
        return Verdict::Invalid;
    }
    let Ok(envelope) = seal::commit::open_envelope(&core.secrets.hs, core.id, core.tip, &child.envelope) else {
        return Verdict::Invalid;
    };
    let letter = &envelope.letter;
    let Some(author) = core.circle.member(circle::MemberId(letter.member)) else { return Verdict::Invalid };
    let id = seal::commit::commit_id(core.id, core.tip, &letter.mls, child.access);
    if id != child.commit || envelope.verify(core.id, id, author.key).is_err() {
        return Verdict::Invalid;
    }
    let Ok(authority) = wire::decode::<Authority>(&letter.authority) else { return Verdict::Invalid };
    if authority.facts.author.0 != letter.member || !authority.is_proven(core.id, &core.circle) {
        return Verdict::Invalid;
    }
    let own_pending = core.pending.as_ref().is_some_and(|pending| pending.commit() == child.commit);
    if own_pending {
        return merge_own(core, &authority);
    }
    match core.group.process(&letter.mls) {
        Ok(processed) => judge_processed(core, child.access, &authority, processed),
        Err(GroupError::OwnCommit) => Verdict::OwnUnknown,
        Err(GroupError::CannotFollow) if core.circle.clone().commit(&authority.facts).is_ok() => {
            Verdict::CannotFollow(author.id)
        }
        Err(_) => Verdict::Invalid,
    }
}

fn judge_processed<S: Suite>(
    core: &Core<S>,
    access: PublicKey,
    authority: &Authority,
    processed: seal::Processed<S::Group>,
) -> Verdict<S> {
    let facts = &authority.facts;
    let context = &processed.context;
    match asks_for(core, context) {
        Asks::Known => {}
        Asks::Newer => return Verdict::Newer,
        Asks::Unfounded => return Verdict::Invalid,
    }
    let mut added: Vec<_> = facts.adds.iter().map(|add| (add.member.id.0, add.member.key)).collect();
    let mut removed: Vec<_> = facts.removes.iter().map(|remove| remove.member.0).collect();
    let mut mls_added: Vec<_> = processed.added.iter().map(|leaf| (leaf.member, leaf.key)).collect();
    let mut mls_removed = processed.removed.clone();
    added.sort_unstable();
    removed.sort_unstable();
    mls_added.sort_unstable();
    mls_removed.sort_unstable();
    let same_facts = processed.author == facts.author.0
        && added == mls_added
        && removed == mls_removed
        && facts.rekeyed == processed.rekeyed;
    let mut circle = core.circle.clone();
    let Ok(effects) = circle.commit(facts) else { return Verdict::Invalid };
    let bound = context.cut == core.have && context.log_head == core.head;
    let told = context.root == circle.root();
    if !same_facts {
        return Verdict::Invalid;
    }
    if !bound {
        return Verdict::Differs;
    }
    if !(told || core.hollow) || context.knock != circle.knock().public {
        return Verdict::Invalid;
    }
    let Some(secrets) = processed.secrets else {
        let own = facts.removes.iter().find(|remove| remove.member == core.me());
        return match own.map(|remove| remove.ground) {
            // Another device of this person had lost its place and came back with a new leaf: the box has it.
            Some(RemoveGround::Rejoin) => Verdict::OwnUnknown,
            Some(ground) => Verdict::Removed(ground),
            None => Verdict::Invalid,
        };
    };
    if secrets.access.public() != access {
        return Verdict::Invalid;
    }
    let next = Box::new(Next { group: processed.group, secrets, circle, effects, author: facts.author });
    if told { Verdict::Valid(next) } else { Verdict::Untold(next) }
}

/// What a commit asks of those who follow it.
enum Asks {
    Known,
    Newer,
    /// More than the circle stands behind: else one member could have everybody wait for a client that does not exist.
    Unfounded,
}

fn asks_for<S: Suite>(core: &Core<S>, context: &Context) -> Asks {
    let before = core.group.context().map_or(0, |context| context.min_client);
    if context.min_client > before && !core.circle.can_ask_for(context.min_client) {
        return Asks::Unfounded;
    }
    match (context.policy > POLICY, context.min_client > core.client) {
        (_, true) => Asks::Newer,
        (true, false) => Asks::Unfounded,
        (false, false) => Asks::Known,
    }
}

/// The own pending commit came back: OpenMLS cannot process it, it is merged (protocol.md section 1.4).
fn merge_own<S: Suite>(core: &Core<S>, authority: &Authority) -> Verdict<S> {
    let group = core.staged.as_deref().and_then(|staged| S::Group::load(staged, &core.group.tree(), &core.leaf).ok());
    let Some(mut group) = group else { return Verdict::OwnUnknown };
    if group.merge_pending(&core.next_leaf()).is_err() {
        return Verdict::OwnUnknown;
    }
    let mut circle = core.circle.clone();
    let (Ok(secrets), Ok(effects)) = (group.secrets(), circle.commit(&authority.facts)) else {
        return Verdict::Invalid;
    };
    Verdict::Valid(Box::new(Next { group, secrets, circle, effects, author: authority.facts.author }))
}

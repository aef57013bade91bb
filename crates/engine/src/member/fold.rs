//! One entry into the state: the only place where the log changes it.

use circle::{Effect, Entry, EntryRef, Lifetime, Refused};
use wire::{Hash, PublicKey, circle::Keep};

use super::core::{Core, Place};
use crate::{meeting, suite::Suite};

/// Folds the next entry of the tip. The caller has made sure that `stored.n` is the next.
pub(crate) fn fold<S: Suite>(core: &mut Core<S>, stored: &wire::circle::Entry) -> Vec<Effect> {
    core.have += 1;
    core.head = core.head.chain(stored.hash);
    core.hollow |= stored.blob.is_none();
    if let Keep::Until(day) = stored.keep {
        core.kept_until = core.kept_until.max(Some(day));
    }
    let Some((entry, nonce)) = read(core, stored) else {
        core.circle.skip();
        return Vec::new();
    };
    let at = EntryRef(stored.hash);
    let key = core.circle.key_of(entry.member).unwrap_or(PublicKey([0; 32]));
    let place = Place { commit: core.tip, n: stored.n, nonce, key };
    let result = core.circle.admit(at, &entry);
    settle_own(core, stored.hash, &entry, place, &result);
    let effects = result.unwrap_or_default();
    for effect in &effects {
        // The tip's first state lies in the device's store, too.
        if let Effect::TakenBack(at) = effect {
            core.base.forget_words(*at);
        }
    }
    note_confirmation(core, &entry);
    meeting::folded(core, &entry, &effects);
    effects
}

/// Opens an entry and checks its author; whatever fails here is void for everybody.
fn read<S: Suite>(core: &mut Core<S>, stored: &wire::circle::Entry) -> Option<(Entry, seal::entry::Nonce)> {
    if !core.seen.insert(stored.hash) {
        return None;
    }
    let blob = stored.blob.as_ref().filter(|blob| Hash::of(blob) == stored.hash)?;
    let opened = seal::entry::open_entry(&core.secrets.content, core.id, core.tip, blob).ok()?;
    let entry = Entry::decode(&opened.payload).ok()?;
    if !is_kept_as_due(entry.body.lifetime(), stored.keep) {
        return None;
    }
    let key = core.circle.member(entry.member)?.key;
    opened.verify(core.id, core.tip, key).ok()?;
    Some((entry, opened.nonce))
}

/// Void is what goes earlier than its kind asks for: whoever came after that could not know what all others know.
const fn is_kept_as_due(lifetime: Lifetime, keep: Keep) -> bool {
    match lifetime {
        Lifetime::Durable => matches!(keep, Keep::Commit),
        Lifetime::OneDay => matches!(keep, Keep::Brief),
        Lifetime::Retention => matches!(keep, Keep::Until(_)),
    }
}

/// An own entry has found its place: it leaves the outbox, whether the rules took it or not.
fn settle_own<S: Suite>(
    core: &mut Core<S>,
    hash: Hash,
    entry: &Entry,
    place: Place,
    result: &Result<Vec<Effect>, Refused>,
) {
    if entry.member != core.me() {
        return;
    }
    core.outbox.retain(|out| out.hash() != Some(hash));
    if result.is_ok() {
        core.stranded.note_own(hash, &entry.body);
    }
    match &entry.body {
        circle::Body::Share { .. } | circle::Body::RoundWords(_) if result.is_ok() => {
            core.places.insert(EntryRef(hash), place);
        }
        circle::Body::TakeBack { share } => {
            if let Some(place) = core.places.get(share) {
                core.unshredded.insert(*share, *place);
            }
        }
        _ => {}
    }
}

fn note_confirmation<S: Suite>(core: &mut Core<S>, entry: &Entry) {
    let me = core.me();
    if let Some(confirmed) = &mut core.confirmed
        && entry.member != me
    {
        confirmed.insert(entry.member);
    }
    core.settle_confirmation();
}

#[cfg(test)]
mod tests {
    use wire::Day;

    use super::*;

    #[test]
    fn what_goes_too_early_is_void() {
        let keeps = [Keep::Commit, Keep::Brief, Keep::Until(Day(20_000))];
        for (lifetime, due) in [(Lifetime::Durable, 0), (Lifetime::OneDay, 1), (Lifetime::Retention, 2)] {
            let folded = keeps.map(|keep| is_kept_as_due(lifetime, keep));
            let mut expected = [false; 3];
            expected[due] = true;
            assert_eq!(folded, expected, "{lifetime:?}");
        }
    }
}

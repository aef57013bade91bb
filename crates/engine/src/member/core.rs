//! What a device knows of a circle at the tip.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use circle::{Arrival, Body, Circle, DeviceId, Entry, EntryRef, MemberId};
use minicbor::{Decode, Encode};
use seal::{EpochSecrets, Group, Key, Leaf, SigningKey, entry::Nonce};
use wire::{
    CircleId, CommitId, Day, Etag, Hash, MailId, Millis, PublicKey,
    circle::{Append, Child},
};

use super::{
    CLIENT, Knock, Pending,
    cannot_follow::Stranded,
    let_back::Returning,
    parted::{Parted, Sought, own_words},
};
use crate::{device::Kept, meeting::Room, suite::Suite, view::CircleState};

/// Others who must have written before their word for the state is enough.
const CONFIRMED_BY: usize = 2;

/// A device's state of one circle.
#[expect(clippy::struct_excessive_bools, reason = "each is a duty of its own; together they are no state machine")]
pub(crate) struct Core<S: Suite> {
    pub(crate) id: CircleId,
    pub(crate) leaf: Leaf,
    /// Signing keys that the leaf had before and that some share may still be taken back by.
    pub(crate) earlier: Vec<SigningKey>,
    pub(crate) device: DeviceId,
    /// The version of this client.
    pub(crate) client: u32,
    pub(crate) group: S::Group,
    pub(crate) secrets: EpochSecrets,
    /// The commit that all of this stands at.
    pub(crate) tip: CommitId,
    /// The state, folded to entry `have` of the tip.
    pub(crate) circle: Circle,
    /// The state at the tip's first entry.
    pub(crate) base: Circle,
    /// How many entries of the tip are folded.
    pub(crate) have: u32,
    /// Hash chain over them.
    pub(crate) head: Hash,
    /// The content of one of them is gone, so that the fold may lack what the others know.
    pub(crate) hollow: bool,
    /// Their hashes: the same one again is a replay.
    pub(crate) seen: BTreeSet<Hash>,
    /// Children of the tip that have been judged and found invalid, in order.
    pub(crate) refused: Vec<CommitId>,
    /// Children that wait until the fold has reached their cut.
    pub(crate) waiting: VecDeque<Child>,
    pub(crate) pending: Option<Pending>,
    /// The group with the pending commit inside.
    pub(crate) staged: Option<Vec<u8>>,
    pub(crate) etag: Etag,
    /// The box is behind `tip`.
    pub(crate) unsaved: bool,
    pub(crate) unsaved_since: Option<Millis>,
    /// Content keys that no ring record holds yet.
    pub(crate) unringed: Vec<Unringed>,
    /// The latest day until which an entry of the tip is kept.
    pub(crate) kept_until: Option<Day>,
    /// The day on which this device came to the tip.
    pub(crate) since: Day,
    /// The leaf has made a commit of its own.
    pub(crate) warm: bool,
    pub(crate) outbox: VecDeque<Outgoing>,
    pub(crate) counter: u64,
    /// Where entries lie whose author may want to shred them.
    pub(crate) places: BTreeMap<EntryRef, Place>,
    /// Own words that were taken back and that the server may still have.
    pub(crate) unshredded: BTreeMap<EntryRef, Place>,
    pub(crate) knocks: BTreeMap<MailId, Knock>,
    /// Members who have lost their place and wait to be let in again.
    pub(crate) returns: BTreeMap<MailId, Returning>,
    /// Members who have left or were silent and are not removed yet, and since when this device knows.
    pub(crate) leavers: BTreeMap<MemberId, Millis>,
    /// Since when this device knows that the knock key must be replaced.
    pub(crate) knock_due_since: Option<Millis>,
    /// A meeting has closed since the tip: a commit's snapshot must cover it before the meeting's entries expire.
    pub(crate) snapshot_due: bool,
    /// Since when this device knows that.
    pub(crate) snapshot_due_since: Option<Millis>,
    /// A newcomer's list of others who have written since; `None` once settled.
    pub(crate) confirmed: Option<BTreeSet<MemberId>>,
    pub(crate) room: Option<Room>,
    /// The membership has ended this way.
    pub(crate) gone: Option<CircleState>,
    /// The child for which the tip's entries have been read a second time, as it binds others than were served.
    pub(crate) read_again: Option<CommitId>,
    /// Some member's device was served another log than this one.
    pub(crate) differs: bool,
    /// What another telling of the log had, until it is found in this one.
    pub(crate) sought: Sought,
    /// What was not found: told to the person until they have decided about it.
    pub(crate) parted: Option<Parted>,
    /// Commits on the way to the tip that this device knows of: those that it has followed, or loaded from.
    pub(crate) passed: BTreeSet<CommitId>,
    /// What this device cannot follow.
    pub(crate) stranded: Stranded,
}

/// A content key that no ring record holds yet.
#[derive(Debug, Clone, Encode, Decode)]
pub(crate) struct Unringed {
    #[n(0)]
    pub(crate) commit: CommitId,
    #[n(1)]
    pub(crate) key: Key,
    /// Once its commit has been left: the latest day until which an entry under it is kept.
    #[n(2)]
    pub(crate) until: Option<Day>,
}

/// Where an own share lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub(crate) struct Place {
    #[n(0)]
    pub(crate) commit: CommitId,
    #[n(1)]
    pub(crate) n: u32,
    #[cbor(n(2), with = "minicbor::bytes")]
    pub(crate) nonce: Nonce,
    /// The key that signed it.
    #[n(3)]
    pub(crate) key: PublicKey,
}

/// An own entry until it is folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outgoing {
    pub(crate) body: Body,
    /// As it was sealed for a commit: after a network failure exactly this is sent again, so that nothing doubles.
    pub(crate) sealed: Option<Append>,
    /// The server has stored it.
    pub(crate) stored: bool,
}

impl Outgoing {
    pub(crate) fn new(body: Body) -> Self {
        Self { body, sealed: None, stored: false }
    }

    /// The hash under which the log knows it.
    pub(crate) fn hash(&self) -> Option<Hash> {
        self.sealed.as_ref().map(|append| Hash::of(&append.blob))
    }
}

/// What a core starts from.
pub(crate) struct Start<S: Suite> {
    pub(crate) leaf: Leaf,
    pub(crate) device: DeviceId,
    pub(crate) group: S::Group,
    pub(crate) secrets: EpochSecrets,
    pub(crate) tip: CommitId,
    pub(crate) circle: Circle,
    pub(crate) etag: Etag,
    pub(crate) since: Day,
    pub(crate) warm: bool,
}

impl<S: Suite> Core<S> {
    pub(crate) fn new(start: Start<S>) -> Self {
        let Start { leaf, device, group, secrets, tip, circle, etag, since, warm } = start;
        Self {
            id: group.circle(),
            leaf,
            earlier: Vec::new(),
            device,
            client: CLIENT,
            group,
            secrets,
            tip,
            base: circle.clone(),
            circle,
            have: 0,
            head: Hash::ZERO,
            hollow: false,
            seen: BTreeSet::new(),
            refused: Vec::new(),
            waiting: VecDeque::new(),
            pending: None,
            staged: None,
            etag,
            unsaved: false,
            unsaved_since: None,
            unringed: Vec::new(),
            kept_until: None,
            since,
            warm,
            outbox: VecDeque::new(),
            counter: 0,
            places: BTreeMap::new(),
            unshredded: BTreeMap::new(),
            knocks: BTreeMap::new(),
            returns: BTreeMap::new(),
            leavers: BTreeMap::new(),
            knock_due_since: None,
            snapshot_due: false,
            snapshot_due_since: None,
            confirmed: None,
            room: None,
            gone: None,
            read_again: None,
            differs: false,
            sought: Sought::default(),
            parted: None,
            passed: BTreeSet::from([tip]),
            stranded: Stranded::default(),
        }
    }

    /// Takes up entries of an earlier session; what the log has already is not sent again.
    pub(crate) fn restore(&mut self, kept: Vec<Kept>) {
        for Kept { body, sealed } in kept {
            let hash = sealed.as_ref().map(|append| Hash::of(&append.blob));
            if hash.is_none_or(|hash| !self.places.contains_key(&EntryRef(hash))) {
                self.outbox.push_back(Outgoing { body, sealed, stored: false });
            }
        }
    }

    /// The tip's content key waits for a ring record.
    pub(crate) fn ring_tip(&mut self) {
        let key = self.secrets.content.clone();
        self.unringed.push(Unringed { commit: self.tip, key, until: None });
    }

    /// The tip has been left. Its key lives as long as what lies under it, also where this device comes by weeks later
    /// (protocol.md S6): with nothing there it goes at once.
    pub(crate) fn leave_ring(&mut self, passed: CommitId) {
        let until = self.kept_until.take();
        self.unringed.retain(|waiting| waiting.commit != passed || until.is_some());
        for waiting in self.unringed.iter_mut().filter(|waiting| waiting.commit == passed) {
            waiting.until = until;
        }
    }

    /// Two others who have written since, or all others, are enough to believe in the state that was taken from them.
    pub(crate) fn settle_confirmation(&mut self) {
        let enough = CONFIRMED_BY.min(self.circle.members().len().saturating_sub(1));
        if self.confirmed.as_ref().is_some_and(|by| by.len() >= enough) {
            self.confirmed = None;
        }
    }

    /// Whom some member has let in waits no longer.
    pub(crate) fn drop_answered_knocks(&mut self) {
        let circle = &self.circle;
        self.knocks.retain(|_, knock| circle.member(knock.member()).is_none());
        self.returns.retain(|_, returning| returning.is_wanted(circle));
    }

    /// These mails are answered, or never can be.
    pub(crate) fn forget_mails(&mut self, mails: &[MailId]) {
        self.knocks.retain(|mail, _| !mails.contains(mail));
        self.returns.retain(|mail, _| !mails.contains(mail));
    }

    /// Entries that were sealed for another commit than the tip are to be sent again under the tip. Only once the log has
    /// been read to its end: what an earlier session has sent may still turn up in it.
    pub(crate) fn unseal_outbox(&mut self) {
        let tip = self.tip;
        self.unseal(|at| at != tip);
    }

    /// The same for what was sealed for a commit whose counting entries are all folded.
    pub(crate) fn unseal_passed(&mut self, passed: CommitId) {
        self.unseal(|at| at == passed);
    }

    /// Whether something was sealed for a commit that this device may not have reached yet.
    pub(crate) fn may_have_sent(&self) -> bool {
        self.outbox.iter().any(|out| out.sealed.as_ref().is_some_and(|append| append.at != self.tip))
    }

    /// A knock key is not sent again: a copy of it may lie behind the cut, where a member who was removed can read it.
    fn unseal(&mut self, elsewhere: impl Fn(CommitId) -> bool) {
        let is_elsewhere = |out: &Outgoing| out.sealed.as_ref().is_some_and(|append| elsewhere(append.at));
        self.outbox.retain(|out| !(is_elsewhere(out) && matches!(out.body, Body::KnockReplaced { .. })));
        for out in self.outbox.iter_mut().filter(|out| is_elsewhere(out)) {
            *out = Outgoing::new(out.body.clone());
        }
    }

    /// Back to the tip's first entry, to fold its entries again.
    pub(crate) fn rewind(&mut self) {
        // What this device has said must be there again. For another device of this person, that one takes care.
        let (tip, device) = (self.tip, self.device);
        let by_this = |at: EntryRef| self.circle.share(at).is_some_and(|share| share.author.device == device);
        let words = own_words(&self.circle, &self.places, self.me());
        let words: Vec<_> = words.into_iter().filter(|own| own.place.commit == tip && by_this(own.at)).collect();
        self.sought.words(words);
        self.circle = self.base.clone();
        self.have = 0;
        self.head = Hash::ZERO;
        self.hollow = false;
        self.seen.clear();
    }

    /// Forgets what was judged by a log that does not fit, to read all of it again.
    pub(crate) fn begin_again(&mut self) {
        self.rewind();
        self.refused.clear();
        self.waiting.clear();
        self.read_again = None;
    }

    /// Drops words past the retention, also from the tip's first state: both lie in the device's store.
    pub(crate) fn drop_old_words(&mut self, now: Millis) {
        self.circle.expire(now);
        self.base.expire(now);
    }

    pub(crate) fn me(&self) -> MemberId {
        MemberId(self.leaf.member)
    }

    /// The own leaf once the pending commit is history.
    pub(crate) fn next_leaf(&self) -> Leaf {
        let signer = self.pending.as_ref().and_then(Pending::signer);
        Leaf { member: self.leaf.member, key: signer.unwrap_or(&self.leaf.key).clone() }
    }

    /// The own signing key with this public half.
    pub(crate) fn signer_of(&self, key: PublicKey) -> Option<&SigningKey> {
        std::iter::once(&self.leaf.key).chain(&self.earlier).find(|signer| signer.public() == key)
    }

    /// The leaf has this key now. Those that it had are kept as long as the circle counts them.
    pub(crate) fn take_leaf(&mut self, leaf: Leaf) {
        if leaf != self.leaf {
            self.earlier.push(std::mem::replace(&mut self.leaf, leaf).key);
        }
        let counted = self.circle.member(self.me()).map(|me| me.earlier.as_slice()).unwrap_or_default();
        self.earlier.retain(|signer| counted.iter().any(|old| old.key == signer.public()));
    }

    pub(crate) fn arrival(&self) -> Arrival {
        Arrival { member: self.me(), device: self.device }
    }

    /// The next number of this device's acts.
    pub(crate) fn count(&mut self) -> u64 {
        self.counter += 1;
        self.counter
    }

    /// An entry by this device, as it would be sent now.
    pub(crate) fn entry(&self, body: Body, now: Millis) -> Entry {
        Entry {
            member: self.me(),
            device: self.device,
            counter: self.counter + 1,
            known: self.circle.seq(),
            claimed: now,
            body,
        }
    }

    /// Whether the rules would take this entry now.
    pub(crate) fn allows(&self, body: Body, now: Millis) -> bool {
        self.circle.would_admit(&self.entry(body, now)).is_ok()
    }

    /// Drops entries that the rules refuse by now and that were never sent.
    pub(crate) fn drop_refused(&mut self, now: Millis) {
        let outbox = std::mem::take(&mut self.outbox);
        self.outbox =
            outbox.into_iter().filter(|out| out.sealed.is_some() || self.allows(out.body.clone(), now)).collect();
    }

    /// Puts an entry into the outbox if the rules allow it now.
    pub(crate) fn post(&mut self, body: Body, now: Millis) -> Result<(), circle::Refused> {
        self.circle.would_admit(&self.entry(body.clone(), now))?;
        self.outbox.push_back(Outgoing::new(body));
        Ok(())
    }

    /// Whether an entry that matches lies in the outbox.
    pub(crate) fn is_posting(&self, matches: impl Fn(&Body) -> bool) -> bool {
        self.outbox.iter().any(|out| matches(&out.body))
    }

    /// How many children of the tip this device has heard of: what a commit must name.
    pub(crate) fn children(&self) -> u32 {
        (self.refused.len() + self.waiting.len()) as u32
    }
}

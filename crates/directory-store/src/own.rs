//! Who enters meetings here, and what of it waits to be reviewed.

use std::collections::BTreeMap;

use directory::{
    Entry, EntryId, Source,
    own::{Proposal, Wish, settled},
};
use sha2::{Digest, Sha256};
use wire::{Day, Millis};

use crate::store::{Answer, DirectoryStore, DirectoryStoreError};

/// Somebody whom the operator trusts to enter meetings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Servant {
    /// Which key opens the desk to them.
    pub key: KeyHash,
    /// Whether they look at what others enter, too.
    pub reviews: bool,
    /// Since when.
    pub since: Day,
}

/// What is kept of a key. It has 160 bits that nobody chose, so that no guess and no table leads from here back to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyHash(pub [u8; 32]);

impl KeyHash {
    /// Of a key as it was typed: spaces, hyphens and the case do not count.
    pub fn of(key: &str) -> Self {
        let counts = |c: &char| c.is_ascii_alphanumeric();
        let plain: String = key.chars().filter(counts).map(|c| c.to_ascii_lowercase()).collect();
        Self(Sha256::digest(plain.as_bytes()).into())
    }
}

/// What came of a wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proposing {
    /// It waits.
    Stored,
    /// Somebody else's wish for the same meeting waits.
    Others,
    /// [`directory::limits::PROPOSALS`] are there, or [`directory::limits::PROPOSALS_EACH`] of this servant.
    Full,
}

/// What came of granting a wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Granting {
    /// It is listed, or off the list.
    Done,
    /// It is no longer that wish.
    Decided,
    /// The listing has changed since it was read.
    Again,
}

/// The part of a store that trusted servants fill. What one method writes is stored together or not at all.
pub trait OwnStore: Send + Sync + 'static {
    /// All, by name.
    fn servants(&self) -> Answer<'_, BTreeMap<String, Servant>>;
    /// Adds somebody; `false`, and nothing changes, if the name or the key is there already.
    fn add_servant(&self, name: String, servant: Servant) -> Answer<'_, bool>;
    /// Lets somebody go; whether there was such a one. What of theirs waits stays, for those who review; what had come back to
    /// them goes, since nobody else can see it.
    fn remove_servant(&self, name: String) -> Answer<'_, bool>;
    /// All that waits or came back.
    fn proposals(&self) -> Answer<'_, BTreeMap<EntryId, Proposal>>;
    /// Stores a wish in place of an older one of the same servant, or of one that came back to somebody.
    fn propose(&self, id: EntryId, proposal: Proposal) -> Answer<'_, Proposing>;
    /// Takes back what this servant wished; `None`: whoever wished it. Whether there was something.
    fn withdraw(&self, id: EntryId, by: Option<String>) -> Answer<'_, bool>;
    /// Lets go what came back to somebody and was made before `before`.
    fn expire_returned(&self, before: Millis) -> Answer<'_, ()>;
    /// Stores the own list itself, [`directory::own::source`], as it is called; its meetings stay.
    fn put_list(&self, list: Source) -> Answer<'_, ()>;
    /// Sends back the wish that was made at `at`, with the reason; `false` if it is no longer that one.
    fn give_back(&self, id: EntryId, at: Millis, why: String) -> Answer<'_, bool>;
    /// Grants the wish that was made at `at`: lists the entry like this, or lets it go, as a change of `now`, if the listing is
    /// still that of `revision`. Where only the area of a meeting is listed from now on, its history goes, which told more.
    fn grant(&self, id: EntryId, at: Millis, entry: Option<Entry>, revision: u64, now: Millis) -> Answer<'_, Granting>;
}

/// Times that granting begins anew where others write into the listing.
const TRIES: usize = 5;

/// Grants a wish, under the address that is right by now; whether it was still there.
///
/// # Errors
/// The store's; [`DirectoryStoreError::Unavailable`] where others write without end.
pub async fn grant(
    store: &dyn DirectoryStore,
    id: EntryId,
    at: Millis,
    now: Millis,
) -> Result<bool, DirectoryStoreError> {
    for _ in 0..TRIES {
        let Some(proposal) = store.proposals().await?.remove(&id) else { return Ok(false) };
        let stored = store.load().await?;
        let entry = match proposal.wish {
            Wish::List(entry) => Some(settled(*entry, &stored.listing, now)),
            Wish::Remove => None,
        };
        match store.grant(id, at, entry, stored.revision, now).await? {
            Granting::Done => return Ok(true),
            Granting::Decided => return Ok(false),
            Granting::Again => {}
        }
    }
    Err(DirectoryStoreError::Unavailable("the listing changes all the time".to_owned()))
}

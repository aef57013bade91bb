//! What the server has acknowledged, from its answers alone, and whether it is there.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decode, Encode};
use server_store::Store;
use wire::{
    BoxId, CircleId, CommitId, Day, Etag, Hash, LoginHash, MailId, MailboxId, PublicKey, Request,
    account::{AccountErase, Rekey, SignUp, VaultPut, VaultStored},
    circle::{Append, Appended, Commit, Committed, Found, Keep, Shred},
    mailbox::{MailDelete, MailPost, MailboxMake},
    sealed_box::{BoxDelete, BoxPut, BoxStored},
};

/// Everything acknowledged.
#[derive(Default)]
pub(super) struct Kept {
    commits: BTreeMap<(CircleId, CommitId), Stored>,
    entries: BTreeMap<(CircleId, CommitId, u32), Row>,
    boxes: BTreeMap<BoxId, (Etag, Option<Day>)>,
    mailboxes: BTreeMap<MailboxId, (PublicKey, Day)>,
    mails: BTreeSet<(MailboxId, MailId)>,
    vaults: BTreeMap<LoginHash, (PublicKey, Etag)>,
}

struct Stored {
    access: PublicKey,
    /// Parent, place among its children, cut.
    place: Option<(CommitId, u32, u32)>,
}

struct Row {
    hash: Hash,
    keep: Keep,
    shredded: bool,
}

impl Kept {
    /// Notes what an answer of success says about a request.
    pub(super) fn note(&mut self, path: &str, body: &[u8], answer: &[u8], today: Day) {
        match path {
            Found::PATH => {
                let found: Found = read(body);
                self.commits
                    .entry((found.circle, found.commit))
                    .or_insert(Stored { access: found.access, place: None });
            }
            Commit::PATH => self.note_commit(&read(body), &read(answer)),
            Append::PATH => self.note_append(&read(body), &read(answer)),
            Shred::PATH => {
                let shred: Shred = read(body);
                let row = self.entries.get_mut(&(shred.circle, shred.commit, shred.n)).expect("an entry");
                assert!(row.keep.expires().is_some(), "what lasts is not shredded");
                row.shredded = true;
            }
            BoxPut::PATH => self.note_box(&read(body), read::<BoxStored>(answer).etag, today),
            BoxDelete::PATH => drop(self.boxes.remove(&read::<BoxDelete>(body).id)),
            MailboxMake::PATH => self.note_mailbox(&read(body), today),
            MailPost::PATH => {
                let mail = read::<MailPost>(body).mail;
                self.mails.insert((mail.mailbox, MailId::of(&mail.blob)));
            }
            MailDelete::PATH => self.note_delete(&read(body)),
            SignUp::PATH => {
                let (request, stored): (SignUp, VaultStored) = (read(body), read(answer));
                self.vaults.entry(request.login).or_insert((request.vault_cap, stored.etag));
            }
            VaultPut::PATH => {
                let (request, stored): (VaultPut, VaultStored) = (read(body), read(answer));
                self.vaults.get_mut(&request.login).expect("an account").1 = stored.etag;
            }
            Rekey::PATH => {
                let (request, stored): (Rekey, VaultStored) = (read(body), read(answer));
                self.vaults.insert(request.login, (request.vault_cap, stored.etag));
            }
            AccountErase::PATH => drop(self.vaults.remove(&read::<AccountErase>(body).login)),
            _ => {}
        }
    }

    /// Whether the store has it all, and no entry that was not acknowledged.
    pub(super) async fn check<S: Store>(&self, store: &S, today: Day) {
        for ((circle, commit), stored) in &self.commits {
            assert_eq!(store.access(*circle, *commit).await, Ok(Some(stored.access)), "{commit:?}");
            if let Some((parent, child_no, cut)) = stored.place {
                let children = store.children(*circle, parent, child_no, 1).await.expect("children");
                assert_eq!((children[0].commit, children[0].cut), (*commit, cut));
            }
            self.check_entries(store, *circle, *commit, today).await;
        }
        for (id, (etag, _)) in self.boxes.iter().filter(|(_, (_, expires))| lives(*expires, today)) {
            let stored = store.box_get(*id, today).await.expect("a box").expect("acknowledged");
            assert_eq!(Etag::of(&stored.blob), *etag, "{id:?}");
        }
        for (id, (read, _)) in self.mailboxes.iter().filter(|(_, (_, expires))| lives(Some(*expires), today)) {
            let stored = store.mailbox(*id, today).await.expect("a mailbox").expect("acknowledged");
            assert_eq!(stored.read, *read);
            let present: BTreeSet<MailId> = store.mail_ids(*id).await.expect("mails").into_iter().collect();
            let noted = self.mails.iter().filter(|(mailbox, _)| mailbox == id).map(|(_, mail)| *mail);
            assert_eq!(present, noted.collect(), "{id:?}");
        }
    }

    async fn check_entries<S: Store>(&self, store: &S, circle: CircleId, commit: CommitId, today: Day) {
        let rows = self.entries.range((circle, commit, 0)..=(circle, commit, u32::MAX));
        let has_child = self.children(circle, commit) > 0;
        let mut noted = 0;
        for ((_, _, n), row) in rows {
            let page = store.read(circle, commit, commit, *n, 1, today).await.expect("a page").expect("a commit");
            let entry = page.entries.first().expect("acknowledged");
            assert_eq!((entry.n, entry.hash, entry.keep), (*n, row.hash, row.keep));
            let may_be_gone =
                row.shredded || !lives(row.keep.expires(), today) || (row.keep == Keep::Brief && has_child);
            match &entry.blob {
                Some(blob) => assert!(Hash::of(blob) == row.hash && !row.shredded),
                None => assert!(may_be_gone, "entry {n} of {commit:?}"),
            }
            noted += 1;
        }
        let page = store.read(circle, commit, commit, 0, 1, today).await.expect("a page").expect("a commit");
        assert_eq!(page.total, noted, "{commit:?} has what was acknowledged and nothing else");
    }

    /// The key that a commit's requests are signed by.
    pub(super) fn access(&self, circle: CircleId, commit: CommitId) -> Option<PublicKey> {
        self.commits.get(&(circle, commit)).map(|stored| stored.access)
    }

    pub(super) fn children(&self, circle: CircleId, parent: CommitId) -> u32 {
        let places = self.commits.range((circle, CommitId([0; 32]))..=(circle, CommitId([255; 32])));
        places.filter(|(_, stored)| stored.place.is_some_and(|(of, ..)| of == parent)).count() as u32
    }

    pub(super) fn entries(&self, circle: CircleId, commit: CommitId) -> u32 {
        self.entries.range((circle, commit, 0)..=(circle, commit, u32::MAX)).count() as u32
    }

    pub(super) fn etag(&self, id: BoxId) -> Etag {
        self.boxes.get(&id).map_or(Etag::NONE, |(etag, _)| *etag)
    }

    pub(super) fn vault(&self, login: LoginHash) -> Option<(PublicKey, Etag)> {
        self.vaults.get(&login).copied()
    }

    pub(super) fn vaults(&self) -> impl Iterator<Item = (LoginHash, PublicKey, Etag)> + '_ {
        self.vaults.iter().map(|(login, (cap, etag))| (*login, *cap, *etag))
    }

    fn note_commit(&mut self, commit: &Commit, answer: &Committed) {
        let key = (commit.circle, commit.commit);
        if let Some(stored) = self.commits.get(&key) {
            assert_eq!(stored.place.map(|place| place.1), Some(answer.child_no), "answered as the first time");
            return;
        }
        assert_eq!(answer.child_no, self.children(commit.circle, commit.parent), "places are given in order");
        assert_eq!(commit.cut, self.entries(commit.circle, commit.parent), "the cut is what the parent had");
        let place = Some((commit.parent, answer.child_no, commit.cut));
        self.commits.insert(key, Stored { access: commit.access, place });
        for answered in &commit.answers {
            self.mails.remove(&(answered.mailbox, answered.mail));
        }
        for mail in &commit.mails {
            self.mails.insert((mail.mailbox, MailId::of(&mail.blob)));
        }
    }

    fn note_append(&mut self, append: &Append, answer: &Appended) {
        let hash = Hash::of(&append.blob);
        let next = self.entries(append.circle, append.at);
        assert_eq!(answer.children, self.children(append.circle, append.at));
        assert!(answer.n <= next, "places are given in order");
        let row = Row { hash, keep: append.keep, shredded: false };
        let row = self.entries.entry((append.circle, append.at, answer.n)).or_insert(row);
        assert_eq!(row.hash, hash, "the same entry has the same place, and no other has it");
    }

    fn note_box(&mut self, put: &BoxPut, etag: Etag, today: Day) {
        assert_eq!(etag, Etag::of(&put.blob));
        let old = self.boxes.get(&put.id).filter(|(_, expires)| lives(*expires, today)).map(|(_, expires)| *expires);
        let expires = old.unwrap_or_else(|| put.new.as_ref().and_then(|new| new.expires));
        self.boxes.insert(put.id, (etag, expires));
    }

    fn note_mailbox(&mut self, make: &MailboxMake, today: Day) {
        let old = self.mailboxes.insert(make.mailbox, (make.read, make.expires));
        if old.is_some_and(|(_, expires)| !lives(Some(expires), today)) {
            self.mails.retain(|(mailbox, _)| *mailbox != make.mailbox);
        }
    }

    fn note_delete(&mut self, delete: &MailDelete) {
        if let Some(mail) = delete.mail {
            self.mails.remove(&(delete.mailbox, mail));
        } else {
            self.mailboxes.remove(&delete.mailbox);
            self.mails.retain(|(mailbox, _)| *mailbox != delete.mailbox);
        }
    }
}

/// Whether something whose last day is this may not be gone yet.
fn lives(expires: Option<Day>, today: Day) -> bool {
    expires.is_none_or(|day| day > today)
}

fn read<T: for<'b> Decode<'b, ()> + Encode<()>>(bytes: &[u8]) -> T {
    wire::decode(bytes).expect("the server has read it, or written it")
}

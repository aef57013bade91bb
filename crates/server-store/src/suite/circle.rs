use wire::{
    CommitId, Day, Hash, MailId, MailboxId,
    circle::{Answered, Append, Commit, Keep, Mail, Step},
    error::ParentState,
    limits,
    pow::{Stamp, child_subject},
};

use super::{CIRCLE, TODAY, commit, entry, forked, found, id, key, mailbox, snapshot, snapshot_id};
use crate::{Appending, Committing, Founding, Shredding, Store};

const ROOM: usize = limits::BODY;

pub(super) async fn founding_is_idempotent<S: Store>(store: &S) {
    for _ in 0..2 {
        assert_eq!(store.found(found(), TODAY).await.unwrap(), Founding::Stored);
    }
    let other = wire::circle::Found { access: key(9), ..found() };
    assert_eq!(store.found(other, TODAY).await.unwrap(), Founding::Taken);
    assert_eq!(store.access(CIRCLE, id(1)).await.unwrap(), Some(key(1)));
    assert_eq!(store.access(CIRCLE, id(2)).await.unwrap(), None);
    assert_eq!(store.path(CIRCLE, id(2)).await.unwrap(), None);
}

pub(super) async fn of_two_racing_commits_one_wins<S: Store>(store: &S) {
    store.found(found(), TODAY).await.unwrap();
    store.append(entry(1, b"a")).await.unwrap();
    let stands = |children| ParentState { children, entries: 1 };
    assert_eq!(
        store.commit(commit(1, 2, 0, 0), TODAY).await.unwrap(),
        Committing::Conflict(stands(0)),
        "an entry came in between"
    );
    let (two, three) = (commit(1, 2, 0, 1), commit(1, 3, 0, 1));
    assert_eq!(store.commit(two, TODAY).await.unwrap(), Committing::Stored { child_no: 0 });
    assert_eq!(store.commit(three, TODAY).await.unwrap(), Committing::Conflict(stands(1)));
    let sibling = commit(1, 3, 1, 1);
    assert_eq!(store.commit(sibling, TODAY).await.unwrap(), Committing::Stored { child_no: 1 });
    assert_eq!(store.commit(commit(77, 5, 0, 0), TODAY).await.unwrap(), Committing::Missing);
    let children = store.children(CIRCLE, id(1), 0, 10).await.unwrap();
    let present: Vec<_> =
        children.iter().map(|child| (child.commit, child.child_no, child.cut, child.access)).collect();
    assert_eq!(present, [(id(2), 0, 1, key(2)), (id(3), 1, 1, key(3))]);
    assert_eq!(children[0].envelope.to_vec(), vec![2; 10]);
    assert_eq!(store.children(CIRCLE, id(1), 1, 10).await.unwrap(), children[1..]);
    assert_eq!(store.children(CIRCLE, id(1), 0, 1).await.unwrap(), children[..1]);
    let mut nodes = store.tree(CIRCLE).await.unwrap();
    nodes.sort();
    assert_eq!(nodes, [(id(1), CommitId([0; 32])), (id(2), id(1)), (id(3), id(1))]);
}

pub(super) async fn a_commit_is_idempotent<S: Store>(store: &S) {
    store.found(found(), TODAY).await.unwrap();
    assert_eq!(store.commit(commit(1, 2, 0, 0), TODAY).await.unwrap(), Committing::Stored { child_no: 0 });
    store.append(entry(1, b"later")).await.unwrap();
    store.commit(commit(1, 3, 1, 1), TODAY).await.unwrap();
    assert_eq!(store.commit(commit(1, 2, 0, 0), TODAY).await.unwrap(), Committing::Same { child_no: 0 });
    let state = ParentState { children: 2, entries: 1 };
    let forged = Commit { envelope: vec![0].into(), ..commit(1, 2, 0, 0) };
    assert_eq!(store.commit(forged, TODAY).await.unwrap(), Committing::Conflict(state));
}

pub(super) async fn a_commit_delivers_and_answers_mails_or_does_nothing<S: Store>(store: &S) {
    store.found(found(), TODAY).await.unwrap();
    store.mailbox_make(mailbox::make(3), TODAY).await.unwrap();
    store.mail_post(mailbox::BOX, b"knock".to_vec(), TODAY).await.unwrap();
    let mail = |mailbox, words: &[u8]| Mail { mailbox, blob: words.to_vec().into() };
    let answered = vec![Answered { mailbox: mailbox::BOX, mail: MailId::of(b"knock") }];

    let lost = MailboxId([99; 32]);
    for mails in [
        vec![mail(mailbox::BOX, b"welcome"), mail(lost, b"nobody")],
        vec![mail(mailbox::BOX, b"1"), mail(mailbox::BOX, b"2"), mail(mailbox::BOX, b"3")],
    ] {
        let request = Commit { mails, answers: answered.clone(), ..commit(1, 2, 0, 0) };
        assert_eq!(store.commit(request, TODAY).await.unwrap(), Committing::MailboxGone);
        assert_eq!(store.access(CIRCLE, id(2)).await.unwrap(), None);
        assert_eq!(store.mail_ids(mailbox::BOX).await.unwrap(), [MailId::of(b"knock")]);
        assert_eq!(store.mailbox(mailbox::BOX, TODAY).await.unwrap().unwrap().uses, 2);
    }
    let mails = vec![mail(mailbox::BOX, b"welcome")];
    let request = Commit { mails, answers: answered, ..commit(1, 2, 0, 0) };
    assert_eq!(store.commit(request, TODAY).await.unwrap(), Committing::Stored { child_no: 0 });
    assert_eq!(store.mail_ids(mailbox::BOX).await.unwrap(), [MailId::of(b"welcome")]);
    assert_eq!(store.mailbox(mailbox::BOX, TODAY).await.unwrap().unwrap().uses, 1);
}

pub(super) async fn appends_are_numbered_and_idempotent<S: Store>(store: &S) {
    store.found(found(), TODAY).await.unwrap();
    let stored = |n, children, fresh| Appending::Stored { n, children, fresh };
    assert_eq!(store.append(entry(1, b"a")).await.unwrap(), stored(0, 0, true));
    assert_eq!(store.append(entry(1, b"b")).await.unwrap(), stored(1, 0, true));
    assert_eq!(store.append(entry(1, b"a")).await.unwrap(), stored(0, 0, false));
    store.commit(commit(1, 2, 0, 2), TODAY).await.unwrap();
    assert_eq!(store.append(entry(1, b"late")).await.unwrap(), stored(2, 1, true));
    assert_eq!(store.append(entry(2, b"a")).await.unwrap(), stored(0, 0, true), "each commit has its own list");
    assert_eq!(store.append(entry(3, b"a")).await.unwrap(), Appending::Missing);
}

pub(super) async fn reading_follows_the_path<S: Store>(store: &S) {
    forked(store).await;
    for number in 1..=4 {
        store.append(entry(number, &[number])).await.unwrap();
    }
    // Path 1, 2, 3; 4 is a sibling of 2.
    for (at, readable) in [(1, &[1][..]), (2, &[1, 2]), (3, &[1, 2, 3]), (4, &[1, 4])] {
        for commit in 1..=4 {
            let page = store.read(CIRCLE, id(at), id(commit), 0, ROOM, TODAY).await.unwrap();
            assert_eq!(page.is_some(), readable.contains(&commit), "read {commit} at {at}");
            if let Some(page) = page {
                assert_eq!(page.entries[0].blob.as_ref().unwrap().to_vec(), [commit]);
            }
            let blob = store.blob(CIRCLE, id(at), snapshot_id(commit)).await.unwrap();
            assert_eq!(blob, readable.contains(&commit).then(|| snapshot(commit)), "snapshot {commit} at {at}");
            let shred = store.shred(CIRCLE, id(at), id(commit), 0, Hash::ZERO).await.unwrap();
            assert_eq!(shred != Shredding::Missing, readable.contains(&commit), "shred {commit} at {at}");
        }
    }
    let step = |number, entries| Step { commit: id(number), entries, snapshot: snapshot_id(number) };
    assert_eq!(store.path(CIRCLE, id(3)).await.unwrap().unwrap(), [step(1, 0), step(2, 0), step(3, 1)]);
    assert_eq!(store.path(CIRCLE, id(4)).await.unwrap().unwrap(), [step(1, 0), step(4, 1)]);
}

pub(super) async fn pages_are_bounded<S: Store>(store: &S) {
    store.found(found(), TODAY).await.unwrap();
    let total = limits::ENTRIES_PER_READ + 5;
    for number in 0..total {
        store.append(entry(1, &number.to_be_bytes())).await.unwrap();
    }
    let read = async |from, room| store.read(CIRCLE, id(1), id(1), from, room, TODAY).await.unwrap().unwrap();
    let first = read(0, ROOM).await;
    assert_eq!((first.entries.len() as u32, first.total), (limits::ENTRIES_PER_READ, total));
    assert!(first.entries.iter().enumerate().all(|(n, entry)| entry.n as usize == n));
    assert_eq!(read(limits::ENTRIES_PER_READ, ROOM).await.entries.len(), 5);
    assert_eq!(read(total, ROOM).await.entries.len(), 0);
    assert_eq!(read(0, 9).await.entries.len(), 2, "two entries of four bytes");
    assert_eq!(read(3, 0).await.entries.len(), 1, "at least one, so that a reader gets on");
}

pub(super) async fn shredding_needs_the_secret_and_leaves_the_hash<S: Store>(store: &S) {
    store.found(found(), TODAY).await.unwrap();
    let words = || Append { keep: Keep::Until(TODAY.plus(2)), ..entry(1, b"gone") };
    store.append(words()).await.unwrap();
    store.append(Append { keep: Keep::Until(TODAY.plus(2)), ..entry(1, b"stays") }).await.unwrap();
    store.append(Append { keep: Keep::Commit, ..entry(1, b"lasts") }).await.unwrap();
    store.append(Append { keep: Keep::Brief, ..entry(1, b"structure") }).await.unwrap();
    let shred = async |n, secret| store.shred(CIRCLE, id(1), id(1), n, secret).await.unwrap();
    assert_eq!(shred(0, Hash::ZERO).await, Shredding::WrongSecret);
    assert_eq!(shred(9, Hash::ZERO).await, Shredding::Missing);
    for (n, content) in [(2, b"lasts".as_slice()), (3, b"structure")] {
        assert_eq!(shred(n, Hash::of(content)).await, Shredding::Lasting, "{n}");
    }
    for _ in 0..2 {
        assert_eq!(shred(0, Hash::of(b"gone")).await, Shredding::Done);
    }
    let page = store.read(CIRCLE, id(1), id(1), 0, ROOM, TODAY).await.unwrap().unwrap();
    assert_eq!((page.entries[0].hash, &page.entries[0].blob), (Hash::of(b"gone"), &None));
    let kept = page.entries[1..].iter().map(|entry| (entry.blob.as_ref().unwrap().to_vec(), entry.keep));
    let expected = [
        (b"stays".to_vec(), Keep::Until(TODAY.plus(2))),
        (b"lasts".to_vec(), Keep::Commit),
        (b"structure".to_vec(), Keep::Brief),
    ];
    assert_eq!(kept.collect::<Vec<_>>(), expected);
    let again = Appending::Stored { n: 0, children: 0, fresh: false };
    assert_eq!(store.append(words()).await.unwrap(), again, "a late retry does not bring it back");
    assert_eq!(store.read(CIRCLE, id(1), id(1), 0, ROOM, TODAY).await.unwrap().unwrap(), page);
}

pub(super) async fn more_and_heavier_children_cost_more_work<S: Store>(store: &S) {
    store.found(found(), TODAY).await.unwrap();
    let free = limits::CHILDREN_FREE;
    for number in 0..free {
        let request = commit(1, number as u8 + 2, number, 0);
        assert_eq!(store.commit(request, TODAY).await.unwrap(), Committing::Stored { child_no: number });
    }
    let stamped = |child: u8, place: u32, bits, bytes| {
        let subject = child_subject(CIRCLE, id(1), place);
        let stamp = Stamp::search(TODAY, &subject, bits, 0, u64::MAX);
        Commit { stamp, envelope: vec![child; bytes].into(), ..commit(1, child, place, 0) }
    };
    let lazy = commit(1, 100, free, 0);
    assert_eq!(store.commit(lazy, TODAY).await.unwrap(), Committing::Work { bits: limits::POW_BITS });
    let elsewhere = Commit { n_children: free, ..stamped(100, free + 1, limits::POW_BITS, 10) };
    assert_eq!(store.commit(elsewhere, TODAY).await.unwrap(), Committing::Work { bits: limits::POW_BITS });
    let worked = stamped(100, free, limits::POW_BITS, limits::ENVELOPE);
    let yesterdays =
        Commit { stamp: worked.stamp.map(|stamp| Stamp { day: Day(TODAY.0 - 2), ..stamp }), ..worked.clone() };
    assert_eq!(store.commit(yesterdays, TODAY).await.unwrap(), Committing::Work { bits: limits::POW_BITS });
    assert_eq!(store.commit(worked.clone(), TODAY).await.unwrap(), Committing::Stored { child_no: free });
    let again = Commit { stamp: None, ..worked };
    assert_eq!(store.commit(again, TODAY).await.unwrap(), Committing::Same { child_no: free }, "paid for already");
    let bits = limits::POW_BITS + 2;
    assert_eq!(store.commit(commit(1, 101, free + 1, 0), TODAY).await.unwrap(), Committing::Work { bits });
    let worked = stamped(101, free + 1, bits, 10);
    assert_eq!(store.commit(worked, TODAY).await.unwrap(), Committing::Stored { child_no: free + 1 });
    assert_eq!(store.commit(commit(2, 102, 0, 0), TODAY).await.unwrap(), Committing::Stored { child_no: 0 });
}

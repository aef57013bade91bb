//! What every [`Store`] must do, as functions that panic when it does not.

#![expect(clippy::unwrap_used, reason = "these are tests for other crates to call")]

mod account;
mod circle;
mod mailbox;
mod sealed_box;
mod tidy;
mod wake;

use wire::{
    BlobId, CircleId, CommitId, Day, Hash, PublicKey,
    circle::{Append, Commit, Found, Keep},
    limits,
    pow::Stamp,
};

use crate::Store;

/// The day on which the suite plays.
pub const TODAY: Day = Day(20_000);

/// Runs everything, each part on a new store from `make`.
pub async fn suite<S: Store>(make: impl AsyncFn() -> S) {
    account::sign_up_is_idempotent_and_names_are_unique(&make().await).await;
    account::a_vault_is_swapped_by_its_etag(&make().await).await;
    account::rekey_replaces_all_or_nothing(&make().await).await;
    account::erasing_leaves_nothing_and_nobody_else_is_touched(&make().await).await;
    sealed_box::is_made_swapped_and_deleted(&make().await).await;
    sealed_box::expires_on_its_day(&make().await).await;
    circle::founding_is_idempotent(&make().await).await;
    circle::of_two_racing_commits_one_wins(&make().await).await;
    circle::a_commit_is_idempotent(&make().await).await;
    circle::a_commit_delivers_and_answers_mails_or_does_nothing(&make().await).await;
    circle::appends_are_numbered_and_idempotent(&make().await).await;
    circle::reading_follows_the_path(&make().await).await;
    circle::pages_are_bounded(&make().await).await;
    circle::shredding_needs_the_secret_and_leaves_the_hash(&make().await).await;
    circle::more_and_heavier_children_cost_more_work(&make().await).await;
    mailbox::uses_are_counted(&make().await).await;
    mailbox::holds_so_many_unread_mails(&make().await).await;
    mailbox::closes_and_expires(&make().await).await;
    wake::a_list_stands_in_the_place_of_the_one_before(&make().await).await;
    wake::what_is_due_is_handed_out_once(&make().await).await;
    wake::so_many_addresses_and_no_more(&make().await).await;
    wake::what_nobody_took_goes(&make().await).await;
    tidy::what_expires_goes_and_hashes_stay(&make().await).await;
    tidy::what_is_brief_goes_when_it_is_covered(&make().await).await;
    tidy::a_tip_with_a_foreign_grandchild_goes_unless_somebody_commits([&make().await, &make().await]).await;
    tidy::a_left_commit_goes_but_never_a_tip(&make().await).await;
}

/// The circle that the suite uses.
pub const CIRCLE: CircleId = CircleId([1; 32]);

/// A stamp; a store does not look at it.
pub const STAMP: Stamp = Stamp { day: TODAY, number: 0 };

/// A commit id from a small number.
pub const fn id(number: u8) -> CommitId {
    CommitId([number; 32])
}

/// An access key from a small number; a store only keeps it.
pub const fn key(number: u8) -> PublicKey {
    PublicKey([number; 32])
}

/// Genesis with id 1.
pub fn found() -> Found {
    Found { circle: CIRCLE, commit: id(1), access: key(1), snapshot: snapshot(1).into(), stamp: STAMP }
}

/// A commit without mails.
pub fn commit(parent: u8, child: u8, n_children: u32, cut: u32) -> Commit {
    Commit {
        circle: CIRCLE,
        parent: id(parent),
        commit: id(child),
        n_children,
        cut,
        access: key(child),
        envelope: vec![child; 10].into(),
        snapshot: snapshot(child).into(),
        mails: Vec::new(),
        answers: Vec::new(),
        stamp: None,
    }
}

/// The snapshot that belongs to commit `number`.
pub fn snapshot(number: u8) -> Vec<u8> {
    vec![number; 100]
}

/// Its id.
pub fn snapshot_id(number: u8) -> BlobId {
    BlobId::of(&snapshot(number))
}

/// An entry of commit `at` with this content and no expiry.
pub fn entry(at: u8, content: &[u8]) -> Append {
    Append { circle: CIRCLE, at: id(at), blob: content.to_vec().into(), delete: Hash::of(content), keep: Keep::Commit }
}

/// A store with genesis and the path 1, 2, 3, beside it 4, a child of 1.
async fn forked<S: Store>(store: &S) {
    store.found(found(), TODAY).await.unwrap();
    for (parent, child, n_children) in [(1, 2, 0), (2, 3, 0), (1, 4, 1)] {
        store.commit(commit(parent, child, n_children, 0), TODAY).await.unwrap();
    }
}

/// A day on which everything that may go is gone.
const fn far() -> Day {
    TODAY.plus(limits::CATCH_UP_DAYS)
}

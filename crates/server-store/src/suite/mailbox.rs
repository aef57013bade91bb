use wire::{
    MailId, MailboxId, limits,
    mailbox::{Kind, MailboxMake},
};

use super::{STAMP, TODAY, key};
use crate::{MailboxMaking, Posting, Store};

pub(super) const BOX: MailboxId = MailboxId([6; 32]);

pub(super) fn make(uses: u32) -> MailboxMake {
    MailboxMake {
        mailbox: BOX,
        kind: Kind::Knock,
        read: key(6),
        uses,
        expires: TODAY.plus(7),
        preview: vec![1, 2].into(),
        stamp: STAMP,
    }
}

pub(super) async fn uses_are_counted<S: Store>(store: &S) {
    assert_eq!(store.mail_post(BOX, vec![1], TODAY).await.unwrap(), Posting::Missing);
    for _ in 0..2 {
        assert_eq!(store.mailbox_make(make(2), TODAY).await.unwrap(), MailboxMaking::Made);
    }
    let foreign = MailboxMake { read: key(7), ..make(2) };
    assert_eq!(store.mailbox_make(foreign, TODAY).await.unwrap(), MailboxMaking::Taken);
    assert_eq!(store.mail_post(BOX, vec![1], TODAY).await.unwrap(), Posting::Stored);
    assert_eq!(store.mail_post(BOX, vec![1], TODAY).await.unwrap(), Posting::Same);
    assert_eq!(store.mailbox(BOX, TODAY).await.unwrap().unwrap().uses, 1);
    assert_eq!(store.mail_post(BOX, vec![2], TODAY).await.unwrap(), Posting::Stored);
    assert_eq!(store.mail_post(BOX, vec![2], TODAY).await.unwrap(), Posting::Same, "the last use, asked again");
    assert_eq!(store.mail_post(BOX, vec![3], TODAY).await.unwrap(), Posting::Gone);

    let mut ids = store.mail_ids(BOX).await.unwrap();
    ids.sort();
    let mut expected = [MailId::of(&[1]), MailId::of(&[2])];
    expected.sort();
    assert_eq!(ids, expected);
    assert_eq!(store.mail(BOX, MailId::of(&[2])).await.unwrap().unwrap().blob.to_vec(), vec![2]);
    store.mail_delete(BOX, Some(MailId::of(&[1]))).await.unwrap();
    assert!(store.mail(BOX, MailId::of(&[1])).await.unwrap().is_none());
    assert_eq!(store.mail_post(BOX, vec![3], TODAY).await.unwrap(), Posting::Gone, "a read mail gives no use back");

    let renewed = MailboxMake { preview: vec![3].into(), expires: TODAY.plus(20), ..make(1) };
    assert_eq!(store.mailbox_make(renewed, TODAY).await.unwrap(), MailboxMaking::Made);
    let after = store.mailbox(BOX, TODAY.plus(20)).await.unwrap().unwrap();
    assert_eq!((after.uses, after.preview), (1, vec![3]), "the latest request counts");
}

pub(super) async fn holds_so_many_unread_mails<S: Store>(store: &S) {
    store.mailbox_make(make(1000), TODAY).await.unwrap();
    for number in 0..limits::MAILS_PER_BOX {
        assert_eq!(store.mail_post(BOX, vec![number as u8], TODAY).await.unwrap(), Posting::Stored);
    }
    assert_eq!(store.mail_post(BOX, vec![255], TODAY).await.unwrap(), Posting::Full);
    store.mail_delete(BOX, Some(MailId::of(&[0]))).await.unwrap();
    assert_eq!(store.mail_post(BOX, vec![255], TODAY).await.unwrap(), Posting::Stored);
}

pub(super) async fn closes_and_expires<S: Store>(store: &S) {
    store.mailbox_make(make(2), TODAY).await.unwrap();
    store.mail_post(BOX, vec![1], TODAY).await.unwrap();
    assert!(store.mailbox(BOX, TODAY.plus(7)).await.unwrap().is_some(), "its last day");
    assert!(store.mailbox(BOX, TODAY.plus(8)).await.unwrap().is_none());
    assert_eq!(store.mail_post(BOX, vec![2], TODAY.plus(8)).await.unwrap(), Posting::Missing);
    store.mail_delete(BOX, None).await.unwrap();
    assert!(store.mailbox(BOX, TODAY).await.unwrap().is_none());
    assert!(store.mail_ids(BOX).await.unwrap().is_empty());
    assert!(store.mail(BOX, MailId::of(&[1])).await.unwrap().is_none());
}

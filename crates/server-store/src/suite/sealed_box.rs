use wire::{
    BoxId, Day, Etag,
    sealed_box::{BoxPut, NewBox},
};

use super::{STAMP, TODAY, key};
use crate::{Store, Swapping};

const BOX: BoxId = BoxId([5; 32]);

fn put(if_match: Etag, content: u8, new: Option<Option<Day>>) -> BoxPut {
    let new = new.map(|expires| NewBox { cap: key(content), expires, stamp: STAMP });
    BoxPut { id: BOX, if_match, blob: vec![content; 32].into(), new }
}

fn etag(content: u8) -> Etag {
    Etag::of(&[content; 32])
}

pub(super) async fn is_made_swapped_and_deleted<S: Store>(store: &S) {
    assert_eq!(store.box_put(put(Etag::NONE, 1, None), TODAY).await.unwrap(), Swapping::Missing);
    assert_eq!(store.box_put(put(etag(9), 1, Some(None)), TODAY).await.unwrap(), Swapping::Missing);
    for _ in 0..2 {
        assert_eq!(store.box_put(put(Etag::NONE, 1, Some(None)), TODAY).await.unwrap(), Swapping::Stored);
    }
    let again = store.box_put(put(Etag::NONE, 2, Some(None)), TODAY).await.unwrap();
    assert_eq!(again, Swapping::Conflict(etag(1)));
    assert_eq!(store.box_put(put(etag(1), 3, None), TODAY).await.unwrap(), Swapping::Stored);
    assert_eq!(store.box_put(put(etag(1), 4, None), TODAY).await.unwrap(), Swapping::Conflict(etag(3)));
    let stored = store.box_get(BOX, TODAY).await.unwrap().unwrap();
    assert_eq!((stored.cap, stored.blob), (key(1), vec![3; 32]), "the capability stays that of the maker");
    store.box_delete(BOX).await.unwrap();
    assert!(store.box_get(BOX, TODAY).await.unwrap().is_none());
    store.box_delete(BOX).await.unwrap();
}

pub(super) async fn expires_on_its_day<S: Store>(store: &S) {
    let day = TODAY.plus(3);
    store.box_put(put(Etag::NONE, 1, Some(Some(day))), TODAY).await.unwrap();
    assert!(store.box_get(BOX, TODAY.plus(2)).await.unwrap().is_some());
    assert!(store.box_get(BOX, day).await.unwrap().is_none(), "even before it is swept away");
    assert_eq!(store.box_put(put(etag(1), 2, None), day).await.unwrap(), Swapping::Missing);
    assert_eq!(store.box_put(put(Etag::NONE, 2, Some(None)), day).await.unwrap(), Swapping::Stored);
    assert_eq!(store.box_get(BOX, day).await.unwrap().unwrap().cap, key(2));
}

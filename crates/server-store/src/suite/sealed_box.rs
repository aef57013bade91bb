use wire::{
    BoxId, Day, Etag,
    sealed_box::{BoxPut, NewBox},
};

use super::{STAMP, TODAY, key};
use crate::{Store, Swapping};

const BOX: BoxId = BoxId([5; 32]);

fn put(if_match: Etag, content: u8) -> BoxPut {
    BoxPut { id: BOX, if_match, blob: vec![content; 32].into(), new: None }
}

fn make(if_match: Etag, content: u8, expires: Option<Day>) -> BoxPut {
    BoxPut { new: Some(NewBox { cap: key(content), expires, stamp: STAMP }), ..put(if_match, content) }
}

fn etag(content: u8) -> Etag {
    Etag::of(&[content; 32])
}

pub(super) async fn is_made_swapped_and_deleted<S: Store>(store: &S) {
    assert_eq!(store.box_put(put(Etag::NONE, 1), TODAY).await.unwrap(), Swapping::Missing);
    assert_eq!(store.box_put(make(etag(9), 1, None), TODAY).await.unwrap(), Swapping::Missing);
    for _ in 0..2 {
        assert_eq!(store.box_put(make(Etag::NONE, 1, None), TODAY).await.unwrap(), Swapping::Stored);
    }
    let again = store.box_put(make(Etag::NONE, 2, None), TODAY).await.unwrap();
    assert_eq!(again, Swapping::Conflict(etag(1)));
    assert_eq!(store.box_put(put(etag(1), 3), TODAY).await.unwrap(), Swapping::Stored);
    assert_eq!(store.box_put(put(etag(1), 4), TODAY).await.unwrap(), Swapping::Conflict(etag(3)));
    let stored = store.box_get(BOX, TODAY).await.unwrap().unwrap();
    assert_eq!((stored.cap, stored.blob), (key(1), vec![3; 32]), "the capability stays that of the maker");
    store.box_delete(BOX).await.unwrap();
    assert!(store.box_get(BOX, TODAY).await.unwrap().is_none());
    store.box_delete(BOX).await.unwrap();
}

pub(super) async fn expires_on_its_day<S: Store>(store: &S) {
    let day = TODAY.plus(3);
    store.box_put(make(Etag::NONE, 1, Some(day)), TODAY).await.unwrap();
    assert!(store.box_get(BOX, TODAY.plus(2)).await.unwrap().is_some());
    assert!(store.box_get(BOX, day).await.unwrap().is_none(), "even before it is swept away");
    assert_eq!(store.box_put(put(etag(1), 2), day).await.unwrap(), Swapping::Missing);
    assert_eq!(store.box_put(make(Etag::NONE, 2, None), day).await.unwrap(), Swapping::Stored);
    assert_eq!(store.box_get(BOX, day).await.unwrap().unwrap().cap, key(2));
}

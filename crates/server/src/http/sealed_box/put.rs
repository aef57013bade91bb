//! `POST /v1/box/put`: makes or replaces a box.

use server_store::{Store, Swapping};
use wire::{
    Code, Etag, Problem, limits,
    sealed_box::{BoxPut, BoxStored},
};

use crate::http::adapter::{Call, Handle, at_most};

impl<S: Store> Handle<S> for BoxPut {
    async fn handle(self, call: &Call<'_, S>) -> Result<BoxStored, Problem> {
        at_most(&self.blob, limits::BOX)?;
        let today = call.service.today();
        match (call.service.store.box_get(self.id, today).await?, &self.new) {
            (Some(stored), _) => call.signed_by(&stored.cap)?,
            (None, Some(new)) => {
                call.signed_by(&new.cap)?;
                call.worked(new.stamp, &self.id.0)?;
                call.service.limiter.new_box(call.peer)?;
            }
            (None, None) => return Err(Code::NotFound.into()),
        }
        let stored = BoxStored { etag: Etag::of(&self.blob) };
        match call.service.store.box_put(self, today).await? {
            Swapping::Stored => Ok(stored),
            Swapping::Conflict(etag) => Err(Problem { etag: Some(etag), ..Problem::new(Code::Conflict) }),
            Swapping::Missing => Err(Code::NotFound.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use wire::{
        BoxId, Code, Etag,
        sealed_box::{BoxDelete, BoxGet, BoxPut, NewBox},
    };

    use crate::testing::{World, public, refused};

    const ID: BoxId = BoxId([5; 32]);

    fn make(world: &World, content: u8) -> BoxPut {
        let new = NewBox { cap: public(50), expires: None, stamp: world.stamp(ID.0) };
        BoxPut { new: Some(new), ..put(Etag::NONE, content) }
    }

    fn put(if_match: Etag, content: u8) -> BoxPut {
        BoxPut { id: ID, if_match, blob: vec![content; 64].into(), new: None }
    }

    fn etag(content: u8) -> Etag {
        Etag::of(&[content; 64])
    }

    #[tokio::test]
    async fn a_box_is_made_swapped_read_and_deleted_by_its_capability_alone() {
        let world = World::new();
        assert_eq!(refused(world.signed(50, &put(Etag::NONE, 1)).await), Code::NotFound);
        assert_eq!(refused(world.signed(51, &make(&world, 1)).await), Code::NotAuthorised);
        assert_eq!(world.signed(50, &make(&world, 1)).await.unwrap().etag, etag(1));
        let stale = world.signed(50, &put(etag(9), 2)).await.unwrap_err();
        assert_eq!((stale.code, stale.etag), (Code::Conflict, Some(etag(1))));
        assert_eq!(refused(world.signed(51, &put(etag(1), 2)).await), Code::NotAuthorised);
        let takeover =
            BoxPut { new: Some(NewBox { cap: public(51), ..make(&world, 2).new.unwrap() }), ..put(etag(1), 2) };
        assert_eq!(refused(world.signed(51, &takeover).await), Code::NotAuthorised);
        assert_eq!(world.signed(50, &put(etag(1), 2)).await.unwrap().etag, etag(2));
        assert_eq!(world.signed(50, &put(etag(1), 2)).await.unwrap().etag, etag(2), "the answer was lost");
        assert_eq!(refused(world.signed(51, &BoxGet { id: ID }).await), Code::NotAuthorised);
        assert_eq!(world.signed(50, &BoxGet { id: ID }).await.unwrap().blob.to_vec(), [2; 64]);
        assert_eq!(refused(world.signed(51, &BoxDelete { id: ID }).await), Code::NotAuthorised);
        world.signed(50, &BoxDelete { id: ID }).await.unwrap();
        assert_eq!(refused(world.signed(50, &BoxGet { id: ID }).await), Code::NotFound);
    }

    #[tokio::test]
    async fn a_new_box_costs_work_and_has_a_size() {
        let world = World::new();
        let mut lazy = make(&world, 1);
        lazy.new.as_mut().unwrap().stamp.number += 1;
        assert_eq!(refused(world.signed(50, &lazy).await), Code::ProofOfWork);
        let large = BoxPut { blob: vec![0; wire::limits::BOX + 1].into(), ..make(&world, 1) };
        assert_eq!(refused(world.signed(50, &large).await), Code::TooLarge);
    }
}

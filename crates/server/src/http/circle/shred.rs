//! `POST /v1/circle/shred`: removes the content of an entry.

use server_store::{Shredding, Store};
use wire::{Code, Problem, account::Done, circle::Shred};

use super::signed_at;
use crate::http::adapter::{Call, Handle};

impl<S: Store> Handle<S> for Shred {
    async fn handle(self, call: &Call<'_, S>) -> Result<Done, Problem> {
        signed_at(call, self.circle, self.at).await?;
        let secret = self.secret.hash();
        match call.service.store.shred(self.circle, self.at, self.commit, self.n, secret).await? {
            Shredding::Done => {
                call.service.relay().shredded(self.circle, self.commit, self.n);
                Ok(Done {})
            }
            Shredding::Missing => Err(Code::NotFound.into()),
            Shredding::WrongSecret => Err(Code::NotAuthorised.into()),
            Shredding::Lasting => Err(Code::Malformed.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use wire::{
        Code, DeleteSecret, Hash,
        circle::{Append, Keep, Read, Shred},
    };

    use crate::testing::{CIRCLE, World, append, id, refused};

    #[tokio::test]
    async fn the_secret_removes_the_content_and_leaves_the_hash() {
        let world = World::new();
        world.found().await;
        let secret = DeleteSecret([7; 32]);
        world
            .signed(
                1,
                &Append { delete: secret.hash(), keep: Keep::Until(world.today().plus(9)), ..append(1, b"words") },
            )
            .await
            .unwrap();
        world.commit(1, 2, 0, 1).await.unwrap();
        let shred = |secret| Shred { circle: CIRCLE, at: id(2), commit: id(1), n: 0, secret };
        assert_eq!(refused(world.signed(2, &shred(DeleteSecret([8; 32]))).await), Code::NotAuthorised);
        assert!(world.signed(2, &shred(secret)).await.is_ok());
        world.signed(1, &Append { delete: secret.hash(), ..append(1, b"structure") }).await.unwrap();
        assert_eq!(refused(world.signed(2, &Shred { n: 1, ..shred(secret) }).await), Code::Malformed);
        let read = Read { circle: CIRCLE, at: id(2), commit: id(1), from: 0, from_child: 0 };
        let entries = world.signed(2, &read).await.unwrap().entries;
        assert_eq!((entries[0].hash, &entries[0].blob), (Hash::of(b"words"), &None));
    }
}

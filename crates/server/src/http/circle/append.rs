//! `POST /v1/circle/append`: an entry, durable before it is answered or heard by anybody.

use server_store::{Appending, Store};
use wire::{
    Code, Hash, Problem,
    circle::{Append, Appended, Entry},
    limits,
};

use super::{check_expiry, signed_at};
use crate::{
    http::adapter::{Call, Handle, at_most},
    sizes::Want,
};

impl<S: Store> Handle<S> for Append {
    async fn handle(self, call: &Call<'_, S>) -> Result<Appended, Problem> {
        at_most(&self.blob, limits::ENTRY)?;
        signed_at(call, self.circle, self.at).await?;
        let today = call.service.today();
        self.keep.expires().map_or(Ok(()), |day| check_expiry(day, today.plus(1), today))?;
        call.service.may_write(self.circle)?;
        call.service.limiter.entry(self.circle)?;
        call.service.has_room(self.circle, Want::Entry, self.blob.len()).await?;
        let (circle, at, blob, keep) = (self.circle, self.at, self.blob.clone(), self.keep);
        match call.service.store.append(self).await? {
            Appending::Stored { n, children, fresh } => {
                if fresh {
                    call.service.has_grown(circle, blob.len());
                    let entry = Entry { n, hash: Hash::of(&blob), blob: Some(blob), keep };
                    call.service.relay().appended(circle, at, entry);
                }
                Ok(Appended { n, children })
            }
            Appending::Missing => Err(Code::NotFound.into()),
            Appending::Quota => Err(Code::Quota.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use wire::{
        Code, Problem, Reason,
        circle::{Append, Appended, Keep, Read},
        limits,
    };

    use crate::{
        Rules,
        testing::{CIRCLE, World, append, brief, id, refused},
    };

    #[tokio::test]
    async fn entries_are_numbered_and_a_repetition_is_answered_alike() {
        let world = World::new();
        world.found().await;
        assert_eq!(world.append(1, b"a").await, Ok(Appended { n: 0, children: 0 }));
        assert_eq!(world.append(1, b"b").await, Ok(Appended { n: 1, children: 0 }));
        assert_eq!(world.append(1, b"a").await, Ok(Appended { n: 0, children: 0 }));
        world.commit(1, 2, 0, 2).await.unwrap();
        assert_eq!(world.append(1, b"late").await, Ok(Appended { n: 2, children: 1 }));
    }

    #[tokio::test]
    async fn only_the_access_key_of_that_commit_appends_to_it() {
        let world = World::new();
        world.forked().await;
        for at in 1..=4 {
            for signer in 1..=4 {
                let outcome = world.signed(signer, &append(at, b"new")).await;
                assert_eq!(outcome.is_ok(), at == signer, "{signer} appends to {at}");
            }
        }
        assert_eq!(refused(world.ask(&append(1, b"unsigned")).await), Code::NotAuthorised);
        assert_eq!(refused(world.append(9, b"nowhere").await), Code::NotFound);
    }

    #[tokio::test]
    async fn sizes_and_days_have_limits() {
        let world = World::new();
        world.found().await;
        assert!(world.append(1, &vec![0; limits::ENTRY]).await.is_ok());
        assert_eq!(refused(world.append(1, &vec![0; limits::ENTRY + 1]).await), Code::TooLarge);
        for (days, expected) in [
            (0, Err(Code::Malformed)),
            (1, Ok(())),
            (limits::EXPIRY_DAYS, Ok(())),
            (limits::EXPIRY_DAYS + 1, Err(Code::TooLarge)),
        ] {
            let request = Append { keep: Keep::Until(world.today().plus(days)), ..append(1, &[9]) };
            let outcome = world.signed(1, &request).await.map(drop).map_err(|problem| problem.code);
            assert_eq!(outcome, expected, "{days} days");
        }
    }

    #[tokio::test]
    async fn a_circle_has_as_many_bytes_as_the_operator_lets_it_have() {
        let world = World::with_rules(Rules { circle_bytes: 1_371, ..Rules::default() });
        world.found().await;
        assert!(world.append(1, &[1; 800]).await.is_ok());
        assert_eq!(refused(world.append(1, &[2; 301]).await), Code::CircleFull, "the snapshot has a hundred");
        assert!(world.append(1, &[2; 300]).await.is_ok(), "exactly so many");
        let expiring = Append { keep: Keep::Until(world.today().plus(1)), ..append(1, &[3; 1]) };
        assert_eq!(refused(world.signed(1, &expiring).await), Code::CircleFull);
        world.commit(1, 2, 0, 2).await.expect("an eighth is for commits");
        assert_eq!(refused(world.commit(2, 3, 0, 0).await), Code::CircleFull, "and no more");
    }

    #[tokio::test]
    async fn a_suspended_circle_takes_no_writes_and_can_be_read() {
        let world = World::new();
        world.found().await;
        world.append(1, b"before").await.unwrap();
        let listener = world.listen();
        listener.open(1, 0, 0).await;
        world.service.store().suspend(CIRCLE, Some(Reason::Law));
        world.service.look_at_suspensions().await.unwrap();
        assert_eq!(listener.stream.outbox().await, None, "its devices come back to be told");
        let told = Problem { reason: Some(Reason::Law), ..Problem::new(Code::Suspended) };
        assert_eq!(world.append(1, b"after").await, Err(told.clone()));
        assert_eq!(world.commit(1, 2, 0, 1).await, Err(told));
        let read = Read { circle: CIRCLE, at: id(1), commit: id(1), from: 0, from_child: 0 };
        assert_eq!(world.signed(1, &read).await.unwrap().entries.len(), 1);
        let listener = world.listen();
        assert_eq!(brief(listener.open(1, 0, 0).await), ["refused Suspended", "opened 1 e1 l0-0", "e0 of 1"]);
        assert_eq!(brief(listener.live(b"words").await), ["refused Suspended"]);
        world.service.store().suspend(CIRCLE, None);
        world.service.look_at_suspensions().await.unwrap();
        assert!(world.append(1, b"after").await.is_ok());
    }

    #[tokio::test]
    async fn whoever_floods_a_circle_can_still_be_removed() {
        let world = World::new();
        world.found().await;
        let mut stored = 0;
        let problem = loop {
            match world.append(1, &u32::to_be_bytes(stored)).await {
                Ok(_) => stored += 1,
                Err(problem) => break problem,
            }
        };
        assert_eq!((stored, problem.code, problem.retry_after_s), (600, Code::Quota, Some(1)));
        world.commit(1, 2, 0, stored).await.unwrap();
        world.pass(1000);
        assert!(world.append(2, b"again").await.is_ok());
    }
}

//! `POST /v1/circle/found`: a circle with one member.

use server_store::{Founding, Store};
use wire::{Code, Problem, account::Done, circle::Found, limits};

use crate::http::adapter::{Call, Handle, at_most};

impl<S: Store> Handle<S> for Found {
    async fn handle(self, call: &Call<'_, S>) -> Result<Done, Problem> {
        at_most(&self.snapshot, limits::SNAPSHOT)?;
        call.signed_by(&self.access)?;
        call.worked(self.stamp, &self.circle.0)?;
        if call.service.store.access(self.circle, self.commit).await?.is_none() {
            // Not for the same request again, whose answer was lost.
            may_found(call).await?;
        }
        match call.service.store.found(self, call.service.today()).await? {
            Founding::Stored => Ok(Done {}),
            Founding::Taken => Err(Code::Conflict.into()),
        }
    }
}

async fn may_found<S: Store>(call: &Call<'_, S>) -> Result<(), Problem> {
    let rules = &call.service.rules;
    let full = match rules.circles {
        Some(most) => call.service.store.counts().await?.circles >= most,
        None => false,
    };
    if !rules.founding || full {
        return Err(Code::FoundingClosed.into());
    }
    call.service.limiter.founding(call.peer)
}

#[cfg(test)]
mod tests {
    use wire::{CircleId, Code, circle::Found, limits, pow::Stamp};

    use crate::{
        Rules,
        testing::{World, public, refused},
    };

    #[tokio::test]
    async fn a_circle_is_founded_once_and_the_same_request_may_come_again() {
        let world = World::new();
        world.found().await;
        world.found().await;
        let other = Found { access: public(9), ..world.founding() };
        assert_eq!(refused(world.signed(9, &other).await), Code::Conflict);
    }

    #[tokio::test]
    async fn the_operator_decides_whether_and_how_many() {
        for rules in [Rules { founding: false, ..Rules::default() }, Rules { circles: Some(0), ..Rules::default() }] {
            let world = World::with_rules(rules);
            assert_eq!(refused(world.signed(1, &world.founding()).await), Code::FoundingClosed);
        }
        let world = World::with_rules(Rules { circles: Some(1), ..Rules::default() });
        world.found().await;
        world.found().await;
        let other = CircleId([7; 32]);
        let second = Found { circle: other, stamp: world.stamp(other.0), ..world.founding() };
        assert_eq!(refused(world.signed(1, &second).await), Code::FoundingClosed);
    }

    #[tokio::test]
    async fn it_needs_its_key_work_and_a_small_snapshot() {
        let world = World::new();
        let founding = world.founding();
        assert_eq!(refused(world.ask(&founding).await), Code::NotAuthorised);
        assert_eq!(refused(world.signed(2, &founding).await), Code::NotAuthorised);
        let lazy = Found { stamp: Stamp { number: founding.stamp.number + 1, ..founding.stamp }, ..founding.clone() };
        assert_eq!(refused(world.signed(1, &lazy).await), Code::ProofOfWork);
        let stale = Found { stamp: Stamp::find(wire::Day(1), &founding.circle.0), ..founding.clone() };
        assert_eq!(refused(world.signed(1, &stale).await), Code::ProofOfWork);
        let large = Found { snapshot: vec![0; limits::SNAPSHOT + 1].into(), ..founding };
        assert_eq!(refused(world.signed(1, &large).await), Code::TooLarge);
    }
}

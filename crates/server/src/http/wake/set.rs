//! `POST /v1/wake/set`: the moments at which a browser wants to be woken. Whoever knows its address may.

use server_store::{Store, Waking};
use wire::{
    Code, Millis, Problem,
    account::Done,
    limits,
    wake::{WakeTime, WakesSet},
};

use super::{Call, Handle};
use crate::{http::adapter::at_most, wake::origin};

impl<S: Store> Handle<S> for WakesSet {
    async fn handle(self, call: &Call<'_, S>) -> Result<Done, Problem> {
        at_most(self.address.as_bytes(), limits::WAKE_ADDRESS)?;
        origin(&self.address).ok_or(Problem::new(Code::Malformed))?;
        check_times(&self.times, call.service.now())?;
        call.worked(self.stamp, &Self::subject(&self.address))?;
        call.service.limiter.wakes(call.peer)?;
        // Who wants to be forgotten is, also by a server that does not wake any more.
        if !self.times.is_empty() {
            call.service.waker().ok_or(Problem::new(Code::NotFound))?;
        }
        match call.service.store.wakes_set(self.address, self.times, limits::WAKE_ADDRESSES).await? {
            Waking::Set => Ok(Done {}),
            Waking::Full => Err(Code::Quota.into()),
        }
    }
}

fn check_times(times: &[WakeTime], now: Millis) -> Result<(), Problem> {
    let (now, farthest) = (WakeTime::of(now), limits::WAKE_DAYS * WakeTime::PER_DAY);
    let rising = times.windows(2).all(|pair| pair[0] < pair[1]);
    let whole = times.is_empty() || times.len() == limits::WAKES;
    if !rising || !whole {
        return Err(Code::Malformed.into());
    }
    let within = times.iter().all(|at| now < *at && *at <= now.plus(farthest));
    within.then_some(()).ok_or(Code::TooLarge.into())
}

#[cfg(test)]
mod tests {
    use server_store::Store;
    use wire::{
        Code, Millis, Problem,
        account::Done,
        limits,
        wake::{WakeKeyGet, WakeTime, WakesSet},
    };

    use crate::{
        testing::{World, refused},
        wake::testing::silent,
    };

    const ADDRESS: &str = "https://push.example/secret";

    fn now(world: &World) -> WakeTime {
        WakeTime::of(Millis(u64::from(world.today().0) * 86_400_000))
    }

    fn list(world: &World, address: &str, steps: impl IntoIterator<Item = u32>) -> WakesSet {
        let times = steps.into_iter().map(|step| now(world).plus(step)).collect();
        WakesSet { address: address.to_owned(), times, stamp: world.stamp(WakesSet::subject(address)) }
    }

    async fn ask(world: &World, address: &str, steps: impl IntoIterator<Item = u32>) -> Result<Done, Problem> {
        world.ask(&list(world, address, steps)).await
    }

    #[tokio::test]
    async fn a_server_that_wakes_nobody_says_so_and_still_forgets() {
        let world = World::new();
        assert_eq!(refused(world.ask(&WakeKeyGet {}).await), Code::NotFound);
        assert_eq!(refused(ask(&world, ADDRESS, 1..17).await), Code::NotFound);
        assert_eq!(ask(&world, ADDRESS, []).await, Ok(Done {}));
    }

    #[tokio::test]
    async fn times_are_so_many_rising_ahead_and_not_too_far() {
        let world = World::new();
        world.service.wake_by(silent());
        let last = limits::WAKE_DAYS * WakeTime::PER_DAY;
        for (steps, expected) in [
            ((1..17).collect::<Vec<_>>(), Ok(Done {})),
            ((1..16).chain([last]).collect(), Ok(Done {})),
            (vec![], Ok(Done {})),
            ((1..16).collect(), Err(Code::Malformed)),
            ((1..18).collect(), Err(Code::Malformed)),
            ((1..16).chain([15]).collect(), Err(Code::Malformed)),
            ((1..17).rev().collect(), Err(Code::Malformed)),
            ((0..16).collect(), Err(Code::TooLarge)),
            ((1..16).chain([last + 1]).collect(), Err(Code::TooLarge)),
        ] {
            let answer = ask(&world, ADDRESS, steps.clone()).await.map_err(|problem| problem.code);
            assert_eq!(answer, expected, "{steps:?}");
        }
    }

    #[tokio::test]
    async fn addresses_are_those_of_a_push_service() {
        let world = World::new();
        world.service.wake_by(silent());
        for bad in [
            "",
            "push.example/a",
            "http://push.example/a",
            "https://push.example:8443/a",
            "https://who@push.example/a",
            "https://127.0.0.1/a",
            "https://[::1]/a",
            "https://2130706433/a",
            "https://localhost/a",
            "https://push.example/a b",
            "https://push.example/\u{e9}",
        ] {
            assert_eq!(refused(ask(&world, bad, 1..17).await), Code::Malformed, "{bad}");
        }
        let long = format!("https://push.example/{}", "a".repeat(limits::WAKE_ADDRESS));
        assert_eq!(refused(ask(&world, &long, 1..17).await), Code::TooLarge);
        assert_eq!(ask(&world, "https://wns2-by3p.notify.example/w/?token=BQ%3d%3d", 1..17).await, Ok(Done {}));
    }

    #[tokio::test]
    async fn a_list_costs_work_and_an_address_sets_so_many_an_hour() {
        let world = World::new();
        world.service.wake_by(silent());
        let mut lazy = list(&world, ADDRESS, 1..17);
        lazy.stamp.number += 1;
        assert_eq!(refused(world.ask(&lazy).await), Code::ProofOfWork);
        let foreign = WakesSet { stamp: world.stamp(WakesSet::subject("https://push.example/other")), ..lazy };
        assert_eq!(refused(world.ask(&foreign).await), Code::ProofOfWork);
        let good = list(&world, ADDRESS, 1..17);
        for _ in 0..limits::WAKES_PER_HOUR {
            assert_eq!(world.ask(&good).await, Ok(Done {}));
        }
        assert_eq!(refused(world.ask(&good).await), Code::RateLimited);
        let kept = world.service.store().wakes_take(now(&world).plus(99), 99).await.unwrap();
        assert_eq!(kept.len(), limits::WAKES, "each list stood in the place of the one before");
    }
}

//! Limits on how often, in memory: nothing of them is stored.

use std::{hash::Hash, net::IpAddr, num::NonZeroU32, time::Duration};

use governor::{Quota, RateLimiter, middleware::NoOpMiddleware, state::keyed::DashMapStateStore};
use server_store::AccountKey;
use wire::{CircleId, Code, MailboxId, Problem, limits};

use crate::service::Clock;

/// Sign-ins that one address may start for all names together, in multiples of what one name may.
const NAMES_PER_ADDRESS: u32 = 10;
/// Entries that a circle may append at once, and per second on average.
const ENTRIES: (u32, u32) = (600, 10);
/// Commits that a circle may post at once, and per second on average: apart from the entries, so that whoever floods
/// a circle can still be removed from it (protocol.md M6).
const COMMITS: (u32, u32) = (200, 1);
/// Mails that may be posted to a mailbox at once, and per second on average.
const MAILS: (u32, u32) = (64, 1);

pub(crate) struct Limiter {
    names: Keyed<AccountKey>,
    sign_ins: Keyed<IpAddr>,
    sign_ups: Keyed<IpAddr>,
    entries: Keyed<CircleId>,
    commits: Keyed<CircleId>,
    mails: Keyed<MailboxId>,
}

impl Limiter {
    pub(crate) fn new(clock: &Clock) -> Self {
        let hourly = |number| Quota::per_hour(at_least_one(number));
        let burst = |(burst, second)| Quota::per_second(at_least_one(second)).allow_burst(at_least_one(burst));
        Self {
            names: Keyed::new(hourly(limits::SIGNINS_PER_HOUR), clock),
            sign_ins: Keyed::new(hourly(limits::SIGNINS_PER_HOUR * NAMES_PER_ADDRESS), clock),
            sign_ups: Keyed::new(hourly(limits::SIGNUPS_PER_HOUR), clock),
            entries: Keyed::new(burst(ENTRIES), clock),
            commits: Keyed::new(burst(COMMITS), clock),
            mails: Keyed::new(burst(MAILS), clock),
        }
    }

    /// Before anything that evaluates the OPRF for a name: a sign-in or a registration. Without the second, whoever
    /// has seen one answer to a sign-in could try passphrases by registering.
    pub(crate) fn name(&self, account: AccountKey, peer: Option<IpAddr>) -> Result<(), Problem> {
        peer.map_or(Ok(()), |peer| self.sign_ins.check(&peer, Code::RateLimited))?;
        self.names.check(&account, Code::RateLimited)
    }

    pub(crate) fn sign_up(&self, peer: Option<IpAddr>) -> Result<(), Problem> {
        peer.map_or(Ok(()), |peer| self.sign_ups.check(&peer, Code::RateLimited))
    }

    pub(crate) fn entry(&self, circle: CircleId) -> Result<(), Problem> {
        self.entries.check(&circle, Code::Quota)
    }

    pub(crate) fn commit(&self, circle: CircleId) -> Result<(), Problem> {
        self.commits.check(&circle, Code::Quota)
    }

    pub(crate) fn mail(&self, mailbox: MailboxId) -> Result<(), Problem> {
        self.mails.check(&mailbox, Code::RateLimited)
    }

    /// Forgets everybody who is far from a limit.
    pub(crate) fn tidy(&self) {
        self.names.0.retain_recent();
        self.sign_ins.0.retain_recent();
        self.sign_ups.0.retain_recent();
        self.entries.0.retain_recent();
        self.commits.0.retain_recent();
        self.mails.0.retain_recent();
    }
}

struct Keyed<K: Hash + Eq + Clone>(RateLimiter<K, DashMapStateStore<K>, Ticks, NoOpMiddleware<Duration>>);

impl<K: Hash + Eq + Clone> Keyed<K> {
    fn new(quota: Quota, clock: &Clock) -> Self {
        Self(RateLimiter::new(quota, DashMapStateStore::default(), Ticks(clock.clone())))
    }

    fn check(&self, key: &K, code: Code) -> Result<(), Problem> {
        use governor::clock::Clock as _;
        self.0.check_key(key).map_err(|until| {
            let wait = until.wait_time_from(self.0.clock().now());
            Problem { retry_after_s: Some(wait.as_secs() as u32 + 1), ..Problem::new(code) }
        })
    }
}

/// The injected clock, as governor wants it.
#[derive(Clone)]
struct Ticks(Clock);

impl governor::clock::Clock for Ticks {
    type Instant = Duration;

    fn now(&self) -> Duration {
        Duration::from_millis((self.0)().0)
    }
}

fn at_least_one(number: u32) -> NonZeroU32 {
    NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN)
}

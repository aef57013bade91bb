//! Limits on how often, in memory: nothing of them is stored.

use std::{
    collections::BTreeMap,
    hash::Hash,
    net::IpAddr,
    num::NonZeroU32,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

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
    foundings: Keyed<IpAddr>,
    boxes: Keyed<IpAddr>,
    mailboxes: Keyed<IpAddr>,
    cards: Keyed<IpAddr>,
    wakes: Keyed<IpAddr>,
    entries: Keyed<CircleId>,
    commits: Keyed<CircleId>,
    mails: Keyed<MailboxId>,
    streams: Arc<Mutex<BTreeMap<IpAddr, u32>>>,
}

/// An open stream of an address, until it is dropped.
pub(crate) struct Seat {
    streams: Arc<Mutex<BTreeMap<IpAddr, u32>>>,
    peer: IpAddr,
}

impl Limiter {
    pub(crate) fn new(clock: &Clock) -> Self {
        let hourly = |number| Quota::per_hour(at_least_one(number));
        let burst = |(burst, second)| Quota::per_second(at_least_one(second)).allow_burst(at_least_one(burst));
        Self {
            names: Keyed::new(hourly(limits::SIGNINS_PER_HOUR), clock),
            sign_ins: Keyed::new(hourly(limits::SIGNINS_PER_HOUR * NAMES_PER_ADDRESS), clock),
            sign_ups: Keyed::new(hourly(limits::SIGNUPS_PER_HOUR), clock),
            foundings: Keyed::new(hourly(limits::FOUNDINGS_PER_HOUR), clock),
            boxes: Keyed::new(hourly(limits::BOXES_PER_HOUR), clock),
            mailboxes: Keyed::new(hourly(limits::MAILBOXES_PER_HOUR), clock),
            cards: Keyed::new(hourly(limits::CARDS_PER_HOUR), clock),
            wakes: Keyed::new(hourly(limits::WAKES_PER_HOUR), clock),
            entries: Keyed::new(burst(ENTRIES), clock),
            commits: Keyed::new(burst(COMMITS), clock),
            mails: Keyed::new(burst(MAILS), clock),
            streams: Arc::default(),
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

    pub(crate) fn founding(&self, peer: Option<IpAddr>) -> Result<(), Problem> {
        peer.map_or(Ok(()), |peer| self.foundings.check(&peer, Code::RateLimited))
    }

    pub(crate) fn new_box(&self, peer: Option<IpAddr>) -> Result<(), Problem> {
        peer.map_or(Ok(()), |peer| self.boxes.check(&peer, Code::RateLimited))
    }

    pub(crate) fn new_mailbox(&self, peer: Option<IpAddr>) -> Result<(), Problem> {
        peer.map_or(Ok(()), |peer| self.mailboxes.check(&peer, Code::RateLimited))
    }

    pub(crate) fn new_card(&self, peer: Option<IpAddr>) -> Result<(), Problem> {
        peer.map_or(Ok(()), |peer| self.cards.check(&peer, Code::RateLimited))
    }

    pub(crate) fn wakes(&self, peer: Option<IpAddr>) -> Result<(), Problem> {
        peer.map_or(Ok(()), |peer| self.wakes.check(&peer, Code::RateLimited))
    }

    /// A place for one more stream of an address; none is counted where the address is not known.
    pub(crate) fn seat(&self, peer: Option<IpAddr>) -> Result<Option<Seat>, Problem> {
        let Some(peer) = peer else { return Ok(None) };
        let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        let open = streams.entry(peer).or_default();
        if *open >= limits::STREAMS_PER_ADDRESS {
            return Err(Code::RateLimited.into());
        }
        *open += 1;
        drop(streams);
        Ok(Some(Seat { streams: Arc::clone(&self.streams), peer }))
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
        self.foundings.0.retain_recent();
        self.boxes.0.retain_recent();
        self.mailboxes.0.retain_recent();
        self.cards.0.retain_recent();
        self.wakes.0.retain_recent();
        self.entries.0.retain_recent();
        self.commits.0.retain_recent();
        self.mails.0.retain_recent();
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = streams.get_mut(&self.peer) {
            *open -= 1;
            if *open == 0 {
                streams.remove(&self.peer);
            }
        }
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

#[cfg(test)]
mod tests {
    use wire::Millis;

    use super::*;

    type Make = fn(&Limiter, Option<IpAddr>) -> Result<(), Problem>;

    fn frozen() -> Limiter {
        let clock: Clock = Arc::new(|| Millis(20_000 * 86_400_000));
        Limiter::new(&clock)
    }

    #[test]
    fn an_address_makes_so_many_things_an_hour_and_another_one_is_not_held_up() {
        let limiter = frozen();
        let [crowd, quiet] = [[192, 0, 2, 1], [192, 0, 2, 2]].map(|address| Some(IpAddr::from(address)));
        let kinds: [(Make, u32); 5] = [
            (Limiter::sign_up, limits::SIGNUPS_PER_HOUR),
            (Limiter::founding, limits::FOUNDINGS_PER_HOUR),
            (Limiter::new_box, limits::BOXES_PER_HOUR),
            (Limiter::new_mailbox, limits::MAILBOXES_PER_HOUR),
            (Limiter::wakes, limits::WAKES_PER_HOUR),
        ];
        for (make, most) in kinds {
            for _ in 0..most {
                assert_eq!(make(&limiter, crowd), Ok(()));
            }
            assert_eq!(make(&limiter, crowd).map_err(|problem| problem.code), Err(Code::RateLimited));
            assert_eq!(make(&limiter, quiet), Ok(()));
            assert_eq!(make(&limiter, None), Ok(()), "an address that is not known is not counted");
        }
    }

    #[test]
    fn an_address_has_so_many_streams_until_it_closes_one() {
        let limiter = frozen();
        let peer = Some(IpAddr::from([192, 0, 2, 1]));
        let mut seats: Vec<_> = (0..limits::STREAMS_PER_ADDRESS).map(|_| limiter.seat(peer).unwrap()).collect();
        assert!(limiter.seat(peer).is_err());
        assert!(limiter.seat(Some(IpAddr::from([192, 0, 2, 2]))).is_ok());
        seats.pop();
        assert!(limiter.seat(peer).is_ok());
        drop(seats);
        assert!(limiter.streams.lock().unwrap().is_empty(), "nobody is remembered");
    }
}

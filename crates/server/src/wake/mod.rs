//! Waking browsers: a push without content to the address that a browser has at its push service (RFC 8030), for each moment that
//! it asked for. One try each: a moment is taken out of the store before it is pushed, and does not come back.

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
pub(crate) mod vapid;

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use futures::{StreamExt, future::BoxFuture, stream};
use http::Uri;
use server_store::{Store, StoreError, Wake};
use tokio::time::timeout;
use wire::{limits, wake::WakeTime};

use crate::Service;

/// Moments that are taken at a time.
const BATCH: u32 = 512;
/// Push services that are asked at the same time, and how much each may be asked at the same time: none holds up another.
const SERVICES: usize = 64;
const PER_SERVICE: usize = 8;
/// A push service that fails so often in a batch is left alone for the rest of it.
const FAILURES: usize = 8;
/// How long one push may take.
const PUSH: Duration = Duration::from_secs(10);
/// How long one batch may take; what is not pushed then is given up.
const ROUND: Duration = Duration::from_mins(2);
/// Seconds for which a push service keeps a push for a device that it cannot reach: less than what a reminder is good for.
const TTL: &str = "900";

/// What a push is, besides its address: it has no body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Push {
    /// Where to POST.
    pub address: String,
    /// Name and value.
    pub headers: Vec<(&'static str, String)>,
}

/// What came of a push.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pushed {
    /// The push service has answered with this status (RFC 8030, section 5).
    Answered(u16),
    /// It could not be asked.
    Failed,
}

/// What carries pushes out. It must follow no redirection and ask no address inside the operator's own network.
pub type Carry = Arc<dyn Fn(Push) -> BoxFuture<'static, Pushed> + Send + Sync>;

/// Wakes browsers.
#[derive(Clone)]
pub struct Waker {
    carry: Carry,
    /// An `https:` or `mailto:` address by which a push service can reach the operator (RFC 8292, section 2.1).
    contact: Option<String>,
}

impl Waker {
    /// `contact`: an `https:` or `mailto:` address by which a push service can reach the operator (RFC 8292, section 2.1).
    pub fn new(carry: Carry, contact: Option<String>) -> Self {
        Self { carry, contact }
    }
}

/// What became of the pushes of one service in a batch.
#[derive(Default)]
struct Tally {
    failed: usize,
    gone: Vec<String>,
}

impl<S: Store> Service<S> {
    /// Pushes what is due, and drops what is more than [`limits::WAKE_LATE_MINUTES`] late. Call it each minute.
    ///
    /// # Errors
    /// The store's.
    pub async fn wake_due(&self) -> Result<(), StoreError> {
        let Some(waker) = self.waker() else { return Ok(()) };
        loop {
            let now = WakeTime::of(self.now());
            let taken = self.store.wakes_take(now, BATCH).await?;
            let is_last = taken.len() < BATCH as usize;
            let oldest = now.minus(limits::WAKE_LATE_MINUTES / limits::WAKE_STEP_MINUTES);
            self.push_all(waker, taken.into_iter().filter(|wake| wake.at >= oldest)).await?;
            if is_last {
                return Ok(());
            }
        }
    }

    async fn push_all(&self, waker: &Waker, due: impl Iterator<Item = Wake>) -> Result<(), StoreError> {
        let mut services = BTreeMap::<String, Vec<String>>::new();
        for wake in due {
            if let Some(origin) = origin(&wake.address) {
                services.entry(origin).or_default().push(wake.address);
            }
        }
        let mut services: Vec<_> = services.into_iter().collect();
        // Those whom most people use first: made-up ones that never answer come last.
        services.sort_by_key(|(_, addresses)| std::cmp::Reverse(addresses.len()));
        let pushes = stream::iter(services)
            .map(|(origin, addresses)| self.push_to(waker, origin, addresses))
            .buffer_unordered(SERVICES)
            .for_each(|gone| async move {
                for address in gone {
                    if let Err(error) = self.store.wakes_set(address, Vec::new(), 0).await {
                        tracing::error!(%error, "a browser that is gone could not be forgotten");
                    }
                }
            });
        if timeout(ROUND, pushes).await.is_err() {
            tracing::warn!("push services took too long: some devices were not woken");
        }
        Ok(())
    }

    /// Pushes to one service, and gives the addresses that it does not know any more.
    async fn push_to(&self, waker: &Waker, origin: String, addresses: Vec<String>) -> Vec<String> {
        let key = &self.secrets.vapid;
        let authorization = vapid::authorization(key, &origin, waker.contact.as_deref(), self.now());
        let mut tally = Tally::default();
        for some in addresses.chunks(PER_SERVICE) {
            if tally.failed >= FAILURES {
                tracing::warn!("a push service does not take what it is sent: some devices were not woken");
                break;
            }
            let pushes = some.iter().map(|address| push(waker, address, &authorization));
            let answers = futures::future::join_all(pushes).await;
            for (address, pushed) in some.iter().zip(answers) {
                match pushed {
                    Pushed::Answered(404 | 410) => tally.gone.push(address.clone()),
                    Pushed::Answered(200..=299) => {}
                    Pushed::Answered(_) | Pushed::Failed => tally.failed += 1,
                }
            }
        }
        tally.gone
    }
}

async fn push(waker: &Waker, address: &str, authorization: &str) -> Pushed {
    let headers =
        vec![("authorization", authorization.to_owned()), ("ttl", TTL.to_owned()), ("urgency", "high".to_owned())];
    let push = Push { address: address.to_owned(), headers };
    timeout(PUSH, (waker.carry)(push)).await.unwrap_or(Pushed::Failed)
}

/// The origin of an address that can be one of a push service: `https` at its usual port, a host with a name, no user, plain
/// characters. Whether the name leads into the operator's own network is seen where it is asked.
pub(crate) fn origin(address: &str) -> Option<String> {
    let is_plain = address.bytes().all(|byte| byte.is_ascii_graphic());
    let uri: Uri = address.parse().ok()?;
    let host = uri.host()?;
    let is_named = host.contains('.') && host.rsplit('.').next()?.bytes().any(|byte| byte.is_ascii_alphabetic());
    let authority = uri.authority()?.as_str();
    let is_usual = authority == host || authority == format!("{host}:443");
    let ok = is_plain && uri.scheme_str() == Some("https") && is_named && is_usual;
    ok.then(|| format!("https://{}", host.to_ascii_lowercase()))
}

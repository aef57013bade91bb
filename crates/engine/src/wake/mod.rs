//! Wakes: a closed browser is reminded of meetings by a push without content, at moments that this device asks the server for. The
//! request names no account and no circle, and carries decoys.

mod plan;

use std::collections::BTreeSet;

use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};
use wire::{
    Millis, limits,
    pow::Stamp,
    wake::{WakeKeyGet, WakeTime, WakesSet},
};

#[cfg(feature = "ts")]
use ts_rs::TS;

use crate::{
    app::App,
    command::{Failure, Value},
    schedule::zone_of,
    suite::Suite,
};

const DAY_MS: u64 = 86_400_000;
const MINUTE_MS: u64 = 60_000;

/// A moment at which this device is woken. The shell keeps the list, so that it knows without the engine what a push is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(TS))]
pub struct Wake {
    /// In steps of five minutes since 1970 (UTC).
    pub at: u32,
    /// When the meeting begins that it is for, in minutes since 1970 (UTC); none for a decoy.
    pub meeting: Option<u32>,
}

impl<S: Suite> App<S> {
    /// The key for the browser's push service.
    pub(crate) async fn ask_wake_key(&self) -> Result<Value, Failure> {
        let answer = self.io.call(&WakeKeyGet {}, None).await?;
        Ok(Value::WakeKey { key: BASE64URL_NOPAD.encode(&*answer.key) })
    }

    /// Asks to be woken at `address` for the meetings to come, following on the list of `before`.
    pub(crate) async fn set_wakes(&self, address: String, before: &[Wake]) -> Result<Value, Failure> {
        if self.account()?.shared_device {
            return Err(Failure::new("shared_device"));
        }
        let (now, meetings) = (self.io.now(), self.meetings_ahead());
        let of = |wake: &Wake| (WakeTime(wake.at), wake.meeting.map(|minute| Millis(u64::from(minute) * MINUTE_MS)));
        let before = before.iter().map(of).collect();
        let list = self.io.random(|mut rng| plan::plan(&meetings, &before, now, &mut rng));
        self.put_wakes(address, list.keys().copied().collect()).await?;
        let wake = |(at, meeting): (WakeTime, Option<Millis>)| Wake {
            at: at.0,
            meeting: meeting.map(|meeting| (meeting.0 / MINUTE_MS) as u32),
        };
        Ok(Value::Wakes { wakes: list.into_iter().map(wake).collect() })
    }

    /// Asks not to be woken at `address` any more. Needs no account.
    pub(crate) async fn end_wakes(&self, address: String) -> Result<Value, Failure> {
        self.put_wakes(address, Vec::new()).await?;
        Ok(Value::Nothing)
    }

    async fn put_wakes(&self, address: String, times: Vec<WakeTime>) -> Result<(), Failure> {
        let stamp = Stamp::find(self.io.today(), &WakesSet::subject(&address));
        self.io.call(&WakesSet { address, times, stamp }, None).await?;
        Ok(())
    }

    /// When the circles that this device has open meet, or begin a round, to the minute.
    fn meetings_ahead(&self) -> BTreeSet<Millis> {
        let now = self.io.now();
        let until = now.plus(u64::from(limits::WAKE_DAYS) * DAY_MS);
        let mut ahead = BTreeSet::new();
        for member in self.circles.borrow().values().filter(|member| !member.is_over()) {
            member.with(|core| {
                for (_, planned) in core.circle.schedule() {
                    let Some(zone) = zone_of(planned) else { continue };
                    let happens = planned.series.occurrences(&zone, now, until, limits::WAKES);
                    ahead.extend(happens.iter().map(|one| Millis(one.at.0 - one.at.0 % MINUTE_MS)));
                }
            });
        }
        ahead.retain(|at| *at > now);
        ahead
    }
}

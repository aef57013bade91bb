//! The key ring: one record per day with the content keys of that day's epochs, so that whoever comes back reads what
//! the retention still holds (protocol.md sections 1.8 and 2).

use futures::future::try_join_all;
use minicbor::{Decode, Encode};
use seal::{Key, box_::BoxKey};
use wire::{
    Code, CommitId, Day, Etag,
    pow::Stamp,
    sealed_box::{BoxGet, BoxPut, NewBox},
};

use super::{Core, Member, core::Unringed, follow::bytes};
use crate::{account::Membership, api::CallError, suite::Suite};

/// A day's record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
pub(crate) struct Record {
    /// In order of adoption.
    #[n(0)]
    pub(crate) keys: Vec<(CommitId, Key)>,
}

impl<S: Suite> Member<S> {
    /// Stores content keys that no record holds yet. Must succeed before a box is saved that has left their epochs.
    pub(crate) async fn save_ring(&self) -> Result<(), CallError> {
        self.bring_ring_along().await?;
        loop {
            let today = self.io.today();
            let Some((day, keys)) = self.change(|core| next_record(core, today)).flatten() else { return Ok(()) };
            let retention = self.with(retention).unwrap_or_default();
            if self.add_to_ring(day, &keys, day.plus(retention + 1)).await? {
                let is_saved = |commit: CommitId| keys.iter().any(|(saved, _)| *saved == commit);
                self.change(|core| core.unringed.retain(|waiting| !is_saved(waiting.commit)));
            }
        }
    }

    /// The records of the last `days` days, oldest first.
    pub(crate) async fn read_ring(&self, days: u32) -> Result<Vec<(CommitId, Key)>, CallError> {
        let today = self.io.today();
        let Membership { box_key, renewal, .. } = self.membership();
        let read = async |key: &BoxKey| {
            let records = (0..=days).rev().map(|back| self.get_record(key, Day(today.0.saturating_sub(back))));
            let records = try_join_all(records).await?;
            Ok::<_, CallError>(records.into_iter().flat_map(|(_, record)| record.keys))
        };
        let mut keys: Vec<_> = match renewal.filter(|_| !self.ring_moved.get()) {
            Some(renewal) => read(&renewal.from.box_key).await?.collect(),
            None => Vec::new(),
        };
        keys.extend(read(&box_key).await?);
        Ok(keys)
    }

    /// Copies the records beside a box that is being replaced. Each keeps its last day.
    pub(crate) async fn bring_ring_along(&self) -> Result<(), CallError> {
        let Some(renewal) = self.membership().renewal.filter(|_| !self.ring_moved.get()) else { return Ok(()) };
        let Some(retention) = self.with(retention) else { return Ok(()) };
        let today = self.io.today();
        for back in 0..=retention {
            let day = Day(today.0.saturating_sub(back));
            let keys = self.get_record(&renewal.from.box_key, day).await?.1.keys;
            while !(keys.is_empty() || self.add_to_ring(day, &keys, day.plus(retention + 1)).await?) {}
        }
        self.ring_moved.set(true);
        Ok(())
    }

    /// True when stored, false when another device was faster.
    async fn add_to_ring(&self, day: Day, keys: &[(CommitId, Key)], expires: Day) -> Result<bool, CallError> {
        let box_key = self.membership().box_key;
        let (etag, mut record) = self.get_record(&box_key, day).await?;
        let known = record.keys.len();
        for (commit, key) in keys {
            if !record.keys.iter().any(|(known, _)| known == commit) {
                record.keys.push((*commit, key.clone()));
            }
        }
        if record.keys.len() == known {
            return Ok(true);
        }
        let ring = box_key.ring(day);
        let blob = self.io.random(|rng| seal::box_::seal_ring(&ring, etag, &wire::encode(&record), rng));
        let new = (etag == Etag::NONE).then(|| NewBox {
            cap: ring.capability.public(),
            expires: Some(expires),
            stamp: Stamp::find(self.io.today(), ring.id.as_bytes()),
        });
        let put = BoxPut { id: ring.id, if_match: etag, blob: bytes(blob), new };
        match self.io.call(&put, Some(&ring.capability)).await {
            Ok(_) => Ok(true),
            Err(error) if error.code() == Some(Code::Conflict) => Ok(false),
            Err(error) => Err(error),
        }
    }

    async fn get_record(&self, box_key: &BoxKey, day: Day) -> Result<(Etag, Record), CallError> {
        let ring = box_key.ring(day);
        match self.io.call(&BoxGet { id: ring.id }, Some(&ring.capability)).await {
            Ok(content) => {
                let etag = Etag::of(&content.blob);
                let opened = seal::box_::open_ring(&ring, &content.blob).ok();
                // A record that cannot be opened is replaced: what it held is lost either way.
                let record = opened.and_then(|opened| wire::decode(&opened.plain).ok()).unwrap_or_default();
                Ok((etag, record))
            }
            Err(error) if error.code() == Some(Code::NotFound) => Ok((Etag::NONE, Record::default())),
            Err(error) => Err(error),
        }
    }
}

/// Keys that belong into one record, and its day: today for the tip's, and for the others the day whose record goes with
/// the last of what lies under them. Keys with nothing left under them are dropped.
fn next_record<S: Suite>(core: &mut Core<S>, today: Day) -> Option<(Day, Vec<(CommitId, Key)>)> {
    let retention = retention(core);
    core.unringed.retain(|waiting| waiting.until.is_none_or(|until| until >= today));
    let day_of =
        |waiting: &Unringed| waiting.until.map_or(today, |until| Day(until.0.saturating_sub(retention)).min(today));
    let day = day_of(core.unringed.first()?);
    let keys = core.unringed.iter().filter(|waiting| day_of(waiting) == day);
    Some((day, keys.map(|waiting| (waiting.commit, waiting.key.clone())).collect()))
}

fn retention<S: Suite>(core: &Core<S>) -> u32 {
    u32::from(core.circle.charter().retention_days)
}

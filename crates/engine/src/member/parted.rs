//! What this device has seen and the history that the server shows now does not have: the server showed different things
//! to different people, or was set back (protocol.md section 5.1, S2). What the person said there is kept, and offered to
//! be sent again.

use std::collections::BTreeMap;

use circle::{Body, Circle, EntryRef, MemberId};
use minicbor::{Decode, Encode};
use wire::{
    CommitId, Day,
    circle::{Path, Read},
    limits,
};

use super::{Core, Member, Place, hex};
use crate::{
    api::CallError,
    command::{Failure, Value},
    suite::Suite,
};

/// A share of this person that was in the log, as this device was shown it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub(crate) struct Own {
    #[n(0)]
    pub(crate) at: EntryRef,
    #[n(1)]
    pub(crate) place: Place,
    /// By the own clock.
    #[n(2)]
    pub(crate) day: Day,
    /// A [`Body::Share`].
    #[n(3)]
    pub(crate) body: Body,
}

/// What is to be found again in another telling of the log.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sought {
    /// The commit that the device stood at, since this day.
    tip: Option<(CommitId, Day)>,
    words: Vec<Own>,
}

/// What was not found.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub(crate) struct Parted {
    /// When this device noticed.
    #[n(0)]
    pub(crate) day: Day,
    #[n(1)]
    pub(crate) words: Vec<Own>,
}

impl Sought {
    pub(crate) const fn is_empty(&self) -> bool {
        self.tip.is_none() && self.words.is_empty()
    }

    /// Another telling takes the place of the one that led to `tip`.
    pub(crate) fn stood_at(&mut self, tip: CommitId, since: Day) {
        self.tip.get_or_insert((tip, since));
    }

    pub(crate) fn words(&mut self, words: impl IntoIterator<Item = Own>) {
        for own in words {
            if self.words.iter().all(|known| known.at != own.at) {
                self.words.push(own);
            }
        }
    }

    /// The history has come to this commit.
    pub(crate) fn passed(&mut self, commit: CommitId) {
        self.tip = self.tip.filter(|(sought, _)| *sought != commit);
    }
}

/// The own shares that a fold has.
pub(crate) fn own_words(circle: &Circle, places: &BTreeMap<EntryRef, Place>, me: MemberId) -> Vec<Own> {
    let own = circle.shares().iter().filter(|share| share.author.member == me);
    own.filter_map(|share| {
        let body = Body::Share { text: share.text.clone()?, wish: share.wish, note: share.note.clone() };
        Some(Own { at: share.at, place: *places.get(&share.at)?, day: Day::of(share.claimed), body })
    })
    .collect()
}

impl<S: Suite> Member<S> {
    /// Looks for what is sought in the history to the tip, all of which is folded; tells the person what is not there.
    pub(super) async fn settle_sought(&self) -> Result<(), CallError> {
        let today = self.io.today();
        let Some((mut sought, circle, at, key)) = self
            .change(|core| {
                if core.sought.is_empty() || core.differs {
                    return None;
                }
                drop_found(core, today);
                (!core.sought.is_empty()).then(|| (core.sought.clone(), core.id, core.tip, core.secrets.access.clone()))
            })
            .flatten()
        else {
            return Ok(());
        };
        let steps = self.io.call(&Path { circle, at }, Some(&key)).await?.steps;
        let counting: BTreeMap<_, _> = steps.iter().map(|step| (step.commit, step.entries)).collect();
        let mut lost = Vec::new();
        for own in std::mem::take(&mut sought.words) {
            let Place { commit, n, .. } = own.place;
            let is_there = counting.get(&commit).is_some_and(|entries| n < *entries) && {
                // Its content may be gone, because another device has taken it back; its hash stays.
                let read = Read { circle, at, commit, from: n, from_child: 0 };
                let page = self.io.call(&read, Some(&key)).await?;
                page.entries.first().is_some_and(|entry| EntryRef(entry.hash) == own.at)
            };
            if !is_there {
                lost.push(own);
            }
        }
        // The server forgets commits that are older.
        let is_due = |since: Day| since.plus(limits::CATCH_UP_DAYS) > today;
        let missed = sought.tip.is_some_and(|(tip, since)| is_due(since) && !counting.contains_key(&tip));
        self.change(|core| {
            core.sought = Sought::default();
            if missed || !lost.is_empty() {
                note(core, today, lost);
            }
        });
        Ok(())
    }

    /// Sends again what is named, and forgets the rest.
    pub(super) fn settle_parted(&self, again: &[String]) -> Result<Value, Failure> {
        let words = self.with(|core| core.parted.clone()).flatten().map(|parted| parted.words).unwrap_or_default();
        for own in words.into_iter().filter(|own| again.contains(&hex(&own.at.0.0))) {
            self.act(own.body)?;
            self.change(|core| core.parted.iter_mut().for_each(|parted| parted.words.retain(|kept| kept.at != own.at)));
        }
        self.change(|core| core.parted = None);
        self.poke();
        Ok(Value::Nothing)
    }
}

/// Forgets what the fold has, what was sent again meanwhile, and what nobody would see any more.
fn drop_found<S: Suite>(core: &mut Core<S>, today: Day) {
    let retention = u32::from(core.circle.charter().retention_days);
    let me = core.me();
    let shares = core.circle.shares();
    let is_said = |own: &Own| {
        let Body::Share { text, .. } = &own.body else { return true };
        let same = |share: &circle::Share| share.author.member == me && share.text.as_ref() == Some(text);
        shares.iter().any(|share| share.at == own.at || same(share))
    };
    core.sought.words.retain(|own| own.day.plus(retention) >= today && !is_said(own));
}

fn note<S: Suite>(core: &mut Core<S>, day: Day, lost: Vec<Own>) {
    let parted = core.parted.get_or_insert(Parted { day, words: Vec::new() });
    parted.day = day;
    for own in lost {
        if parted.words.iter().all(|known| known.at != own.at) {
            parted.words.push(own);
        }
    }
}

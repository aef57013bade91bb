//! Recent state: shares and their taps. Not under the state root, so that they can die with the retention.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decode, Encode};
use wire::{Day, Millis};

use crate::{
    Arrival, Body, Charter, ContentNotes, Effect, Entry, EntryRef, HoursId, MemberId, Refused, RoundWords, Said, Tap,
    Wish, durable::Durable, limits, round,
};

const DAY_MS: u64 = 86_400_000;

/// A share between meetings.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Share {
    /// How taps and take-backs name it.
    #[n(0)]
    pub at: EntryRef,
    /// Who wrote it, on which device.
    #[n(1)]
    pub author: Arrival,
    /// The words; none once it was taken back.
    #[n(2)]
    pub text: Option<String>,
    /// What the writer wishes for.
    #[n(3)]
    pub wish: Wish,
    /// The content note.
    #[n(4)]
    pub note: Option<String>,
    /// The writer's clock.
    #[n(5)]
    pub claimed: Millis,
    /// Who tapped how. Counts are for the writer alone (domain R26).
    #[n(6)]
    pub taps: BTreeMap<Tap, BTreeSet<MemberId>>,
    #[n(7)]
    counter: u64,
}

/// The shares, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Encode, Decode)]
pub(crate) struct Recent {
    #[n(0)]
    shares: Vec<Share>,
    /// How many of the shares came from before the snapshot; they stand first.
    #[n(1)]
    backfilled: u32,
    /// Words of rounds, in order.
    #[n(2)]
    said: Vec<Said>,
    /// Sealed hours of those who told them, for the latest asking.
    #[n(3)]
    hours: BTreeMap<MemberId, Told>,
}

/// Hours that somebody told, for the asker's eyes.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
struct Told {
    #[n(0)]
    hours: HoursId,
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    sealed: Vec<u8>,
    #[n(2)]
    claimed: Millis,
}

impl Recent {
    pub(crate) fn shares(&self) -> &[Share] {
        &self.shares
    }

    /// Whether read bytes make sense.
    pub(crate) const fn is_sound(&self) -> bool {
        self.backfilled as usize <= self.shares.len()
    }

    pub(crate) fn share(&self, at: EntryRef) -> Option<&Share> {
        self.shares.iter().find(|share| share.at == at)
    }

    /// Words of rounds, oldest first.
    pub(crate) fn said(&self) -> &[Said] {
        &self.said
    }

    /// Who has told hours for this asking, and the sealed hours.
    pub(crate) fn told(&self, hours: HoursId) -> impl Iterator<Item = (MemberId, &[u8])> {
        let told = self.hours.iter().filter(move |(_, told)| told.hours == hours);
        told.map(|(member, told)| (*member, told.sealed.as_slice()))
    }

    /// Folds a share, tap or take-back whose author is known to be allowed to speak. Unchanged when refused.
    pub(crate) fn fold(
        &mut self,
        state: &Durable,
        at: EntryRef,
        entry: &Entry,
        when: When,
    ) -> Result<Vec<Effect>, Refused> {
        match &entry.body {
            Body::Share { text, wish, note } => {
                check_words(&state.charter, text, note.as_deref())?;
                self.add(at, entry, text, *wish, note.clone(), when)
            }
            Body::Tap { share, tap } => self.tap(*share, entry.member, *tap),
            Body::TakeBack { share } => self.take_back(*share, entry.member),
            Body::RoundWords(words) => self.say(state, at, entry, words, when),
            Body::HoursTold { hours, sealed } => self.tell(state, entry, *hours, sealed, when),
            _ => Err(Refused::NotKept),
        }
    }

    /// Drops what is past the retention by the caller's clock. A claim from the future counts from now on.
    pub(crate) fn expire(&mut self, now: Millis, days: u8) {
        let lives = u64::from(days) * DAY_MS;
        for share in &mut self.shares {
            share.claimed = share.claimed.min(now);
        }
        let old = self.shares.iter().take(self.backfilled as usize);
        let old = old.filter(|share| now.since(share.claimed) > lives).count();
        self.backfilled -= old as u32;
        self.shares.retain(|share| now.since(share.claimed) <= lives);
        let today = Day::of(now);
        for said in &mut self.said {
            said.claimed = said.claimed.min(now);
        }
        self.said.retain(|said| said.expires > today && now.since(said.claimed) <= lives);
        self.hours.retain(|_, told| now.since(told.claimed) <= lives);
    }

    /// Drops the words that stand there, if any do.
    pub(crate) fn forget_words(&mut self, at: EntryRef) {
        for share in self.shares.iter_mut().filter(|share| share.at == at) {
            (share.text, share.note) = (None, None);
        }
        for said in self.said.iter_mut().filter(|said| said.at == at) {
            said.text = None;
        }
    }

    /// Words of before a snapshot were judged when they came; what the structure no longer names is not shown.
    fn say(
        &mut self,
        state: &Durable,
        at: EntryRef,
        entry: &Entry,
        words: &RoundWords,
        when: When,
    ) -> Result<Vec<Effect>, Refused> {
        if when == When::Now {
            round::check_words(state, words)?;
        }
        let round = state.rounds.get(words.round()).ok_or(Refused::NoRound)?;
        if self.said.iter().any(|said| said.author == entry.author() && said.counter == entry.counter) {
            return Err(Refused::Repeated);
        }
        self.said.push(Said::of(at, entry, words, round.expires));
        Ok(vec![Effect::Said(at)])
    }

    fn tell(
        &mut self,
        state: &Durable,
        entry: &Entry,
        hours: HoursId,
        sealed: &[u8],
        when: When,
    ) -> Result<Vec<Effect>, Refused> {
        let asked = state.schedule.hours.as_ref().is_some_and(|asked| asked.id == hours);
        if !asked {
            return Err(Refused::HoursUnasked);
        }
        if !(1..=limits::HOURS_SEAL).contains(&sealed.len()) {
            return Err(Refused::HoursUnusable);
        }
        self.hours.retain(|_, told| told.hours == hours);
        if when == When::Before && self.hours.contains_key(&entry.member) {
            return Err(Refused::Repeated);
        }
        self.hours.insert(entry.member, Told { hours, sealed: sealed.to_vec(), claimed: entry.claimed });
        Ok(vec![Effect::HoursChanged])
    }

    fn add(
        &mut self,
        at: EntryRef,
        entry: &Entry,
        text: &str,
        wish: Wish,
        note: Option<String>,
        when: When,
    ) -> Result<Vec<Effect>, Refused> {
        // By author and counter, not by `at`: a signed entry may come back under another seal.
        if self.shares.iter().any(|share| share.author == entry.author() && share.counter == entry.counter) {
            return Err(Refused::Repeated);
        }
        let share = Share {
            at,
            author: entry.author(),
            text: Some(text.to_owned()),
            wish,
            note,
            claimed: entry.claimed,
            taps: BTreeMap::new(),
            counter: entry.counter,
        };
        match when {
            When::Now => self.shares.push(share),
            When::Before => {
                self.shares.insert(self.backfilled as usize, share);
                self.backfilled += 1;
            }
        }
        Ok(vec![Effect::Shared(at)])
    }

    fn tap(&mut self, at: EntryRef, member: MemberId, tap: Tap) -> Result<Vec<Effect>, Refused> {
        let share = self.find(at)?;
        if share.author == member {
            return Err(Refused::OwnShare);
        }
        if share.text.is_none() {
            return Err(Refused::ShareTakenBack);
        }
        if !share.taps.entry(tap).or_default().insert(member) {
            return Err(Refused::AlreadyTapped);
        }
        Ok(vec![Effect::Tapped { share: at, member, tap }])
    }

    /// The words go; a gap stays, so that what others wrote around it keeps its place.
    fn take_back(&mut self, at: EntryRef, member: MemberId) -> Result<Vec<Effect>, Refused> {
        let share = self.find(at)?;
        if share.author != member {
            return Err(Refused::NotYourShare);
        }
        if share.text.take().is_none() {
            return Err(Refused::ShareTakenBack);
        }
        *share.note = None;
        share.taps.clear();
        Ok(vec![Effect::TakenBack(at)])
    }

    /// A share, or words of a round: both are tapped and taken back in the same way.
    fn find(&mut self, at: EntryRef) -> Result<Kept<'_>, Refused> {
        let shares = self.shares.iter_mut().filter(|share| share.at == at).map(|share| {
            let Share { author, text, note, taps, .. } = share;
            Kept { author: author.member, text, note, taps }
        });
        let said = self.said.iter_mut().filter(|said| said.at == at).map(|said| {
            let Said { author, text, note, taps, .. } = said;
            Kept { author: author.member, text, note, taps }
        });
        shares.chain(said).next().ok_or(Refused::ShareUnknown)
    }
}

/// What a share and words of a round have in common.
struct Kept<'a> {
    author: MemberId,
    text: &'a mut Option<String>,
    note: &'a mut Option<String>,
    taps: &'a mut BTreeMap<Tap, BTreeSet<MemberId>>,
}

/// Whether an entry is folded in its turn, or comes back from before the snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    Now,
    Before,
}

fn check_words(charter: &Charter, text: &str, note: Option<&str>) -> Result<(), Refused> {
    if text.trim().is_empty() || note.is_some_and(|note| note.trim().is_empty()) {
        return Err(Refused::TextEmpty);
    }
    if text.chars().count() > limits::SHARE || note.is_some_and(|note| note.chars().count() > limits::NOTE) {
        return Err(Refused::TextTooLong);
    }
    if charter.safety.content_notes == ContentNotes::Asked && note.is_none() {
        return Err(Refused::NoteMissing);
    }
    Ok(())
}

//! Which moments a device asks for: real ones, and decoys that look like them, always [`limits::WAKES`] together.
//!
//! The list is set anew whenever the schedule changes and each day, and whoever has two lists can compare them. So a moment that was
//! asked for stays until it is over: a meeting keeps the moment that was drawn for it, one that is called off leaves its moment
//! behind as a decoy, and only what is missing is drawn.

use std::collections::{BTreeMap, BTreeSet};

use rand_core::RngCore;
use wire::{Millis, limits, wake::WakeTime};

/// The most that are real: a list without decoys would be a calendar.
pub(super) const REAL: usize = 12;
/// A person is woken at least so many minutes before a meeting begins, and at most two steps earlier.
const BEFORE_MS: u64 = 10 * 60_000;
/// Nothing nearer is asked for, in steps: the server's clock may be somewhat ahead.
const NEAREST: u32 = 2;
/// Nothing farther, in steps before what the server allows: its clock may be somewhat behind.
const MARGIN: u32 = 12;
const WEEK: u32 = 7 * WakeTime::PER_DAY;
/// Tries to draw a decoy that looks like the others, before any free moment will do.
const TRIES: u32 = 32;

/// A moment, and which meeting it is for; none for a decoy.
pub(super) type Moments = BTreeMap<WakeTime, Option<Millis>>;

/// The list that follows on `before`, for meetings that begin at these times.
pub(super) fn plan(meetings: &BTreeSet<Millis>, before: &Moments, now: Millis, rng: &mut dyn RngCore) -> Moments {
    let range = Range::at(now);
    let wanted: BTreeSet<Millis> =
        meetings.iter().copied().filter(|meeting| range.holds(latest(*meeting))).take(REAL).collect();
    let kept = before.iter().filter(|(at, _)| range.holds(**at)).take(limits::WAKES);
    let mut list: Moments =
        kept.map(|(at, meeting)| (*at, meeting.filter(|meeting| wanted.contains(meeting)))).collect();
    for meeting in &wanted {
        if !list.values().any(|other| *other == Some(*meeting)) {
            add(&mut list, *meeting, &range, rng);
        }
    }
    while list.len() < limits::WAKES {
        let decoy = decoy(&list, &range, rng);
        list.insert(decoy, None);
    }
    list
}

/// The moments that may be asked for, both ends included.
struct Range {
    first: WakeTime,
    last: WakeTime,
}

impl Range {
    fn at(now: Millis) -> Self {
        let now = WakeTime::of(now);
        Self { first: now.plus(NEAREST), last: now.plus(limits::WAKE_DAYS * WakeTime::PER_DAY - MARGIN) }
    }

    fn holds(&self, at: WakeTime) -> bool {
        self.first <= at && at <= self.last
    }

    /// Any of them.
    fn draw(&self, rng: &mut dyn RngCore) -> WakeTime {
        self.first.plus(below(rng, self.last.0 - self.first.0 + 1))
    }
}

/// The last moment at which a wake for a meeting is early enough.
fn latest(meeting: Millis) -> WakeTime {
    WakeTime::of(Millis(meeting.0.saturating_sub(BEFORE_MS)))
}

/// Asks for a moment for a meeting: one that is there already, if it fits.
fn add(list: &mut Moments, meeting: Millis, range: &Range, rng: &mut dyn RngCore) {
    let latest = latest(meeting);
    let earlier = if range.holds(latest.minus(1)) { latest.minus(1) } else { latest };
    let mut fits = [latest, earlier];
    if below(rng, 2) == 1 {
        fits.reverse();
    }
    if let Some(there) = fits.iter().find(|at| list.contains_key(at)) {
        // Another meeting that begins at the same time has it: one wake is enough for both.
        list.entry(*there).and_modify(|of| *of = of.or(Some(meeting)));
        return;
    }
    if list.len() >= limits::WAKES {
        let decoys: Vec<WakeTime> = list.iter().filter(|(_, of)| of.is_none()).map(|(at, _)| *at).collect();
        // There are more moments than real ones, so there is a decoy.
        let Some(out) = decoys.get(below(rng, decoys.len() as u32) as usize) else { return };
        list.remove(out);
    }
    list.insert(fits[0], Some(meeting));
}

/// A moment that nobody needs: a week after one that is asked for, as meetings come, or on another day at about the same hour.
fn decoy(list: &Moments, range: &Range, rng: &mut dyn RngCore) -> WakeTime {
    let free = |at: WakeTime| range.holds(at) && !list.contains_key(&at);
    for _ in 0..TRIES {
        let drawn = match list.keys().nth(below(rng, list.len() as u32) as usize) {
            None => range.draw(rng),
            Some(like) => {
                let jitter = below(rng, 3);
                let day = if below(rng, 4) > 0 { like.plus(WEEK) } else { same_hour(*like, range.draw(rng)) };
                day.plus(jitter).minus(1)
            }
        };
        if free(drawn) {
            return drawn;
        }
    }
    loop {
        let drawn = range.draw(rng);
        if free(drawn) {
            return drawn;
        }
    }
}

/// The hour of one moment on the day of another one.
fn same_hour(like: WakeTime, on: WakeTime) -> WakeTime {
    WakeTime(on.0 - on.0 % WakeTime::PER_DAY + like.0 % WakeTime::PER_DAY)
}

/// A number below `end`; 0 when there is none. The bias of a remainder is nothing here.
fn below(rng: &mut dyn RngCore, end: u32) -> u32 {
    rng.next_u32().checked_rem(end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};

    use super::*;

    const NOW: Millis = Millis(20_000 * 86_400_000 + 12_345);
    const MINUTE: u64 = 60_000;
    const HOUR: u64 = 60 * MINUTE;
    const DAY: u64 = 24 * HOUR;

    fn rng(seed: u64) -> ChaCha8Rng {
        ChaCha8Rng::seed_from_u64(seed)
    }

    fn weekly(first: u64, count: u64) -> BTreeSet<Millis> {
        (0..count).map(|week| NOW.plus(first + week * 7 * DAY)).collect()
    }

    fn real(list: &Moments) -> Vec<Millis> {
        list.values().copied().flatten().collect()
    }

    proptest! {
        #[test]
        fn a_list_is_whole_ahead_and_has_each_meeting_in_time(
            minutes in proptest::collection::btree_set(0_u64..40 * 24 * 60, 0..30),
            old in proptest::collection::btree_map(0_u32..9_000, any::<Option<u64>>(), 0..40),
            seed: u64,
        ) {
            let meetings: BTreeSet<Millis> = minutes.iter().map(|minute| NOW.plus(minute * MINUTE)).collect();
            let base = WakeTime::of(NOW);
            let before = old.into_iter().map(|(step, of)| (base.plus(step), of.map(Millis))).collect();
            let list = plan(&meetings, &before, NOW, &mut rng(seed));
            prop_assert_eq!(list.len(), limits::WAKES);
            for at in list.keys() {
                prop_assert!(base < *at && *at < base.plus(limits::WAKE_DAYS * WakeTime::PER_DAY));
            }
            prop_assert!(real(&list).len() <= REAL);
            let in_time = meetings.iter().filter(|meeting| Range::at(NOW).holds(latest(**meeting)));
            for meeting in in_time.take(REAL) {
                let is_woken = list.iter().any(|(at, of)| {
                    let ahead = meeting.since(at.begins());
                    of.is_some() && (10 * MINUTE..=20 * MINUTE).contains(&ahead)
                });
                prop_assert!(is_woken, "{:?} in {:?}", meeting, list);
            }
        }
    }

    /// Whoever compares two lists sees no difference but what is over and what took its place.
    #[test]
    fn what_was_asked_for_stays() {
        for seed in 0..50 {
            let meetings = weekly(2 * DAY + 18 * HOUR, 4);
            let first = plan(&meetings, &Moments::new(), NOW, &mut rng(seed));
            assert_eq!(plan(&meetings, &first, NOW, &mut rng(seed + 1)), first, "nothing has changed, seed {seed}");
            let later = NOW.plus(3 * DAY);
            let second = plan(&meetings, &first, later, &mut rng(seed + 2));
            let over = WakeTime::of(later).plus(NEAREST);
            let rest: Vec<_> = first.iter().filter(|(at, _)| **at >= over).collect();
            assert!(rest.iter().all(|(at, of)| second.get(*at) == Some(*of)), "seed {seed}");
        }
    }

    #[test]
    fn a_meeting_that_is_called_off_leaves_a_decoy() {
        for seed in 0..50 {
            let first = plan(&weekly(DAY, 3), &Moments::new(), NOW, &mut rng(seed));
            let second = plan(&BTreeSet::new(), &first, NOW, &mut rng(seed + 1));
            assert!(first.keys().eq(second.keys()), "seed {seed}");
            assert_eq!((real(&first).len(), real(&second).len()), (3, 0));
        }
    }

    #[test]
    fn a_new_meeting_takes_the_place_of_one_decoy() {
        for seed in 0..50 {
            let first = plan(&weekly(DAY, 3), &Moments::new(), NOW, &mut rng(seed));
            let mut meetings = weekly(DAY, 3);
            meetings.insert(NOW.plus(5 * DAY + 3 * HOUR));
            let second = plan(&meetings, &first, NOW, &mut rng(seed + 1));
            assert_eq!(first.keys().filter(|at| !second.contains_key(at)).count(), 1, "seed {seed}");
            assert_eq!(real(&second).len(), 4);
        }
    }

    /// For one weekly meeting, decoys keep its hour: by the hour of the day alone nobody tells them apart.
    #[test]
    fn decoys_keep_the_hours_of_the_meetings() {
        let (mut close, mut all) = (0, 0);
        for seed in 0..50 {
            let list = plan(&weekly(2 * DAY + 18 * HOUR, 4), &Moments::new(), NOW, &mut rng(seed));
            let hour = WakeTime::of(NOW.plus(17 * HOUR + 50 * MINUTE)).0 % WakeTime::PER_DAY;
            let decoys = list.iter().filter(|(_, of)| of.is_none());
            for at in decoys.map(|(at, _)| at.0 % WakeTime::PER_DAY) {
                all += 1;
                close += usize::from(at.abs_diff(hour) <= 12);
            }
        }
        assert!(close * 10 >= all * 9, "{close} of {all} decoys are within an hour of the meetings' time");
    }

    #[test]
    fn decoys_fall_on_the_weekday_of_the_meeting_and_on_others() {
        let weekday = |at: &WakeTime| at.0 / WakeTime::PER_DAY % 7;
        for seed in 0..50 {
            let list = plan(&weekly(2 * DAY + 18 * HOUR, 4), &Moments::new(), NOW, &mut rng(seed));
            let days: BTreeSet<u32> = list.keys().map(weekday).collect();
            assert!(days.len() > 1, "seed {seed}: only the day of the meeting");
        }
    }
}

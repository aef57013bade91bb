//! Who goes with whom: pairs, triads, or by topic. The same seed draws the same.

use std::collections::BTreeSet;

use super::Corner;
use crate::MemberId;

/// Steps after which a search for pairs or triads gives up.
const STEPS: u32 = 20_000;
/// How often corners by topic are tried in another order.
const ORDERS: u32 = 32;

/// How people are divided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Split {
    /// By two; one corner of three where the number is odd.
    Pairs,
    /// By three; one or two corners of two where it does not come out even.
    Triads,
    /// By topic: its number and who would like to talk about it, those first that most would. Whoever would like none of
    /// them, or one that nobody else would, goes where fewest are.
    Topics(Vec<(u32, BTreeSet<MemberId>)>),
}

/// Two who are not put into one corner; in either order.
pub type Apart = BTreeSet<(MemberId, MemberId)>;

/// Divides all `members`: nobody twice, nobody alone. None where that cannot be, or was not found.
pub fn assign(members: &BTreeSet<MemberId>, split: &Split, apart: &Apart, seed: u64) -> Option<Vec<Corner>> {
    let mut chance = Chance(seed);
    let mut free: Vec<MemberId> = members.iter().copied().collect();
    chance.shuffle(&mut free);
    let sizes = match split {
        Split::Pairs => pairs(free.len())?,
        Split::Triads => triads(free.len())?,
        Split::Topics(topics) => return (0..ORDERS).find_map(|_| by_topic(&mut free, topics, apart, &mut chance)),
    };
    let mut search = Search { apart, steps: STEPS };
    let corners = search.fill(&free, &sizes)?;
    Some(corners.into_iter().map(|members| Corner { members, topic: 0 }).collect())
}

fn pairs(count: usize) -> Option<Vec<usize>> {
    match (count, count % 2) {
        (0 | 1, _) => None,
        (_, 0) => Some(vec![2; count / 2]),
        _ => Some([vec![3], vec![2; (count - 3) / 2]].concat()),
    }
}

fn triads(count: usize) -> Option<Vec<usize>> {
    match (count, count % 3) {
        (0 | 1, _) => None,
        (_, 0) => Some(vec![3; count / 3]),
        (_, 1) => Some([vec![3; (count - 4) / 3], vec![2, 2]].concat()),
        _ => Some([vec![3; (count - 2) / 3], vec![2]].concat()),
    }
}

struct Search<'a> {
    apart: &'a Apart,
    steps: u32,
}

impl Search<'_> {
    /// The first of `free` goes into a corner of one of `sizes`, with the first others that fit; then the rest.
    fn fill(&mut self, free: &[MemberId], sizes: &[usize]) -> Option<Vec<BTreeSet<MemberId>>> {
        let Some((first, rest)) = free.split_first() else { return Some(Vec::new()) };
        let different: BTreeSet<usize> = sizes.iter().copied().collect();
        for size in different {
            let mut left = sizes.to_vec();
            left.remove(left.iter().position(|other| *other == size)?);
            for others in choices(rest, size - 1) {
                self.steps = self.steps.checked_sub(1)?;
                let corner: BTreeSet<MemberId> = others.into_iter().chain([*first]).collect();
                if !fits(&corner, self.apart) {
                    continue;
                }
                let rest: Vec<MemberId> = rest.iter().copied().filter(|member| !corner.contains(member)).collect();
                if let Some(mut corners) = self.fill(&rest, &left) {
                    corners.push(corner);
                    return Some(corners);
                }
            }
        }
        None
    }
}

/// All ways to take one or two of `from`, in order.
fn choices(from: &[MemberId], count: usize) -> Vec<Vec<MemberId>> {
    if count == 1 {
        return from.iter().map(|one| vec![*one]).collect();
    }
    from.iter().enumerate().flat_map(|(at, one)| from[at + 1..].iter().map(|other| vec![*one, *other])).collect()
}

fn fits(corner: &BTreeSet<MemberId>, apart: &Apart) -> bool {
    !apart.iter().any(|(one, other)| corner.contains(one) && corner.contains(other))
}

fn by_topic(
    free: &mut [MemberId],
    topics: &[(u32, BTreeSet<MemberId>)],
    apart: &Apart,
    chance: &mut Chance,
) -> Option<Vec<Corner>> {
    chance.shuffle(free);
    let most = free.len() / 2;
    let mut rooms: Vec<Corner> =
        topics.iter().take(most).map(|(topic, _)| Corner { members: BTreeSet::new(), topic: *topic }).collect();
    let likes = |member: MemberId, topic: u32| topics.iter().any(|(t, liked)| *t == topic && liked.contains(&member));
    let any = |member: &MemberId| topics.iter().take(most).any(|(_, liked)| liked.contains(member));
    let (keen, others): (Vec<MemberId>, Vec<MemberId>) = free.iter().copied().partition(any);
    for member in keen.into_iter().chain(others) {
        place(&mut rooms, member, likes, apart)?;
    }
    rooms.retain(|room| !room.members.is_empty());
    // Whoever is alone goes to the others, or one of them comes over.
    while let Some(at) = rooms.iter().position(|room| room.members.len() == 1) {
        let mut alone = rooms.remove(at);
        let member = *alone.members.first()?;
        if place(&mut rooms, member, likes, apart).is_none() {
            alone.members.insert(come_over(&mut rooms, member, apart)?);
            rooms.push(alone);
        }
    }
    Some(rooms).filter(|rooms| !rooms.is_empty())
}

/// Takes somebody who fits with `member` out of the largest corner that can spare one.
fn come_over(rooms: &mut [Corner], member: MemberId, apart: &Apart) -> Option<MemberId> {
    rooms.sort_by_key(|room| (usize::MAX - room.members.len(), room.topic));
    rooms.iter_mut().filter(|room| room.members.len() > 2).find_map(|room| {
        let other = room.members.iter().copied().find(|other| fits(&[member, *other].into(), apart))?;
        room.members.remove(&other);
        Some(other)
    })
}

/// Where they would like to be, or else anywhere; of these where fewest are.
fn place(rooms: &mut [Corner], member: MemberId, likes: impl Fn(MemberId, u32) -> bool, apart: &Apart) -> Option<()> {
    let with = |room: &Corner| room.members.iter().copied().chain([member]).collect::<BTreeSet<_>>();
    let fitting = rooms.iter_mut().filter(|room| fits(&with(room), apart));
    let room = fitting.min_by_key(|room| (!likes(member, room.topic), room.members.len()))?;
    room.members.insert(member);
    Some(())
}

/// SplitMix64 (Steele, Lea and Flood, 2014): fair enough for who sits with whom, and the same everywhere.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            let other = (self.next() % (last as u64 + 1)) as usize;
            list.swap(last, other);
        }
    }
}

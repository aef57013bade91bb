//! What people ask a directory, as each way of answering is asked it.

use calendar::{Time, Weekday, Weekdays};
use directory::{
    model::{Audience, Coordinates, Form, Openness, Set},
    search::{Near, Order, Query, Week, When},
};
use rand_chacha::ChaCha8Rng;
use rand_core::SeedableRng;

use super::made::{Made, Rng};

/// Kinds of questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Within 40 km of a point, on a day, of a type: the nearest hundred.
    Near,
    /// A word, a day, a type: a hundred of them.
    Words,
    /// Between six and eight in the evening of a day, of a type: a hundred of them.
    Evening,
}

/// One question.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    pub(crate) latitude: f64,
    pub(crate) longitude: f64,
    /// 0 is Sunday.
    pub(crate) day: u8,
    pub(crate) of: &'static str,
    pub(crate) word: &'static str,
}

/// How far "near" is, in kilometres.
pub(crate) const KM: u16 = 40;
/// Answers that are given.
pub(crate) const MOST: u16 = 100;
/// Minutes after midnight.
pub(crate) const EVENING: [u16; 2] = [18 * 60, 20 * 60];
const TYPES: [&str; 6] = ["O", "C", "W", "M", "BE", "ST"];
const SAID: [&str; 5] = ["serenity", "hope", "sober", "harbor", "grace"];

impl Kind {
    pub(crate) const ALL: [Self; 3] = [Self::Near, Self::Words, Self::Evening];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Near => "near, day, type",
            Self::Words => "word, day, type",
            Self::Evening => "evening, type",
        }
    }
}

/// So many, the same in every run.
pub(crate) fn ask(kind: Kind, meetings: &[Made], count: usize) -> Vec<Question> {
    let mut rng = Rng(ChaCha8Rng::seed_from_u64(kind as u64));
    let mut one = || {
        let at = &meetings[rng.below(meetings.len() as u32) as usize];
        let (latitude, longitude) = (at.latitude, at.longitude);
        Question { latitude, longitude, day: rng.below(7) as u8, of: rng.pick(&TYPES), word: rng.pick(&SAID) }
    };
    (0..count).map(|_| one()).collect()
}

impl Question {
    /// As our search has it.
    pub(crate) fn query(&self, kind: Kind) -> Query {
        // Theirs begin with Monday.
        let days = Weekdays::of(&[Weekday::ALL[usize::from((self.day + 6) % 7)]]);
        let week = |from, until| When::Week(Week { days, from, until });
        let midnight = Time::from_minutes(0);
        let mut query = Query { size: MOST, when: midnight.map(|from| week(from, None)), ..Query::default() };
        match self.of {
            "O" => query.openness = Set::of(&[Openness::Open]),
            "C" => query.openness = Set::of(&[Openness::Closed]),
            "W" => query.audience = Set::of(&[Audience::Women]),
            "M" => query.audience = Set::of(&[Audience::Men]),
            "BE" => query.audience = Set::of(&[Audience::Newcomers]),
            _ => query.forms = Set::of(&[Form::StepStudy]),
        }
        match kind {
            Kind::Near => {
                query.order = Some(Order::Nearest);
                query.near = Coordinates::new(self.latitude, self.longitude).map(|at| Near::Point { at, km: KM });
            }
            Kind::Words => self.word.clone_into(&mut query.words),
            Kind::Evening => {
                let [from, until] = EVENING.map(Time::from_minutes);
                query.when = from.map(|from| week(from, until));
            }
        }
        query
    }
}

//! What somebody looks for.

use core::fmt;
use std::collections::BTreeSet;

use calendar::{Time, Weekdays};

use super::limits;
use crate::model::{
    Access, Attendance, Audience, Coordinates, Crosstalk, Faith, Form, Goal, Openness, Philosophy, Problem, Relation,
    Set, Status,
};

/// A search. Of each facet one of the words is enough, of access every word is needed; an empty facet asks for nothing.
/// What nobody has stated of a meeting is not read into it: who asks for `faith=off` finds what says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Words, as typed; [`limits::WORDS`] characters.
    pub words: String,
    /// The first axis.
    pub problems: Set<Problem>,
    /// The second axis.
    pub philosophies: Set<Philosophy>,
    /// For whom.
    pub relations: Set<Relation>,
    /// Who may come.
    pub openness: Set<Openness>,
    /// Words of faith.
    pub faith: Set<Faith>,
    /// Abstinence, harm reduction.
    pub goals: Set<Goal>,
    /// Whether one answers.
    pub crosstalk: Set<Crosstalk>,
    /// All that is needed.
    pub access: Set<Access>,
    /// For whom first of all.
    pub audience: Set<Audience>,
    /// What happens there.
    pub forms: Set<Form>,
    /// How one attends; what is hybrid counts as online and as in person.
    pub attendance: Set<Attendance>,
    /// Empty: what runs and what is paused.
    pub status: Set<Status>,
    /// Language tags (RFC 5646) in lower case, [`limits::LANGUAGES`] at most; `pt` finds `pt-BR` too.
    pub languages: BTreeSet<String>,
    /// The visitor's zone (IANA); without one, times are those where each meeting takes place.
    pub zone: Option<String>,
    /// When.
    pub when: Option<When>,
    /// Where.
    pub near: Option<Near>,
    /// What comes first.
    pub order: Option<Order>,
    /// From 1, [`limits::PAGE`] at most.
    pub page: u32,
    /// Results on a page: 1 to [`limits::SIZE`].
    pub size: u16,
}

impl Default for Query {
    fn default() -> Self {
        Self {
            words: String::new(),
            problems: Set::EMPTY,
            philosophies: Set::EMPTY,
            relations: Set::EMPTY,
            openness: Set::EMPTY,
            faith: Set::EMPTY,
            goals: Set::EMPTY,
            crosstalk: Set::EMPTY,
            access: Set::EMPTY,
            audience: Set::EMPTY,
            forms: Set::EMPTY,
            attendance: Set::EMPTY,
            status: Set::EMPTY,
            languages: BTreeSet::new(),
            zone: None,
            when: None,
            near: None,
            order: None,
            page: 1,
            size: limits::DEFAULT_SIZE,
        }
    }
}

/// When it shall take place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// It runs now or begins within so many minutes, 1 to [`limits::SOON_MINUTES`].
    Soon {
        /// From now.
        minutes: u16,
    },
    /// It begins in the coming week, on some days at some times.
    Week(Week),
}

/// Days and times of the coming week, on the wall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Week {
    /// On which days; with a window over midnight, those on which it opens.
    pub days: Weekdays,
    /// From this time on.
    pub from: Time,
    /// Until before this time; `None`: the end of the day. One that is not after `from` lies on the next day.
    pub until: Option<Time>,
}

/// Where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Near {
    /// Around a point.
    Point {
        /// The point.
        at: Coordinates,
        /// 1 to [`limits::KM`].
        km: u16,
    },
    /// In a coarse cell and its neighbours, so that nobody says where they are.
    Cell(Cell),
}

/// A coarse cell: a geohash of [`limits::CELL`] letters (base 32 as geohash.org has it: 0-9, b-z without i, l, o).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell(String);

const LETTERS: &str = "0123456789bcdefghjkmnpqrstuvwxyz";

impl Cell {
    /// Reads a cell; `None` if it is none, or a finer one.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.to_ascii_lowercase();
        let fits = limits::CELL.contains(&text.len()) && text.chars().all(|letter| LETTERS.contains(letter));
        fits.then_some(Self(text))
    }

    /// The cell of so many letters around a point.
    pub fn around(point: Coordinates, letters: usize) -> Option<Self> {
        let at = geohash::Coord { x: point.longitude(), y: point.latitude() };
        geohash::encode(at, letters).ok().and_then(|text| Self::parse(&text))
    }

    /// Its middle.
    pub fn middle(&self) -> Option<Coordinates> {
        let (middle, _, _) = geohash::decode(&self.0).ok()?;
        Coordinates::new(middle.y, middle.x)
    }

    /// Whether the point is in the cell or one of its eight neighbours.
    pub fn block_holds(&self, point: Coordinates) -> bool {
        let Ok((middle, half_width, half_height)) = geohash::decode(&self.0) else { return false };
        // To the east or to the west of the middle, the shorter way.
        let aside = (point.longitude() - middle.x + 540.0).rem_euclid(360.0) - 180.0;
        aside.abs() <= 3.0 * half_width && (point.latitude() - middle.y).abs() <= 3.0 * half_height
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

crate::model::vocabulary! {
    /// What comes first. Otherwise: what is nearest, if a place is asked for; what has the words in its name, if some are;
    /// then what begins soonest.
    Order {
        /// What begins soonest; what does not meet within a week comes last, by name.
        Soonest = 0, "soonest";
        /// What is nearest.
        Nearest = 1, "nearest";
        /// By name.
        Name = 2, "name";
    }
}

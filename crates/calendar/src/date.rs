//! Civil dates and times of day: what stands on a wall calendar, without a zone.

use core::fmt;

use jiff::{ToSpan, civil};
use minicbor::{Decode, Decoder, Encode, Encoder};

/// A day of the Gregorian calendar from 1970 to 2199. Encoded as days since 1970-01-01; shown as `2026-03-01`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(civil::Date);

const EPOCH: civil::Date = civil::date(1970, 1, 1);
const LAST: civil::Date = civil::date(2199, 12, 31);

impl Date {
    /// That day, if there is one.
    pub fn new(year: i16, month: u8, day: u8) -> Option<Self> {
        let date = civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
        Self::within(date)
    }

    /// The day that many days after 1970-01-01.
    pub fn from_days(days: u32) -> Option<Self> {
        EPOCH.checked_add(i64::from(days).days()).ok().and_then(Self::within)
    }

    /// Reads `2026-03-01`.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        fits.then(|| text.parse().ok().and_then(Self::within)).flatten()
    }

    /// Days since 1970-01-01.
    pub fn days(self) -> u32 {
        EPOCH.duration_until(self.0).as_hours().unsigned_abs() as u32 / 24
    }

    /// So many days later, or earlier; stays within the range.
    #[must_use]
    pub fn plus(self, days: i32) -> Self {
        let moved = i64::from(self.days()) + i64::from(days);
        let last = i64::from(Self(LAST).days());
        Self::from_days(u32::try_from(moved.clamp(0, last)).unwrap_or(0)).unwrap_or(self)
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u8 {
        self.0.month().unsigned_abs()
    }

    /// The day of the month, from 1.
    pub fn day(self) -> u8 {
        self.0.day().unsigned_abs()
    }

    /// The day of the week.
    pub fn weekday(self) -> Weekday {
        Weekday::ALL[self.0.weekday().to_monday_zero_offset().unsigned_abs() as usize % 7]
    }

    pub(crate) fn days_in_month(self) -> u8 {
        self.0.days_in_month().unsigned_abs()
    }

    /// Months since year 0.
    pub(crate) fn months(self) -> u32 {
        u32::from(self.year().unsigned_abs()) * 12 + u32::from(self.month()) - 1
    }

    /// Weeks since the Monday before 1970-01-01, a Thursday.
    pub(crate) fn weeks(self) -> u32 {
        (self.days() + 3) / 7
    }

    pub(crate) const fn civil(self) -> civil::Date {
        self.0
    }

    /// The nearest day within the range.
    pub(crate) fn clamped(date: civil::Date) -> Self {
        Self(date.clamp(EPOCH, LAST))
    }

    fn within(date: civil::Date) -> Option<Self> {
        (EPOCH..=LAST).contains(&date).then_some(Self(date))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl<C> Encode<C> for Date {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.u32(self.days())?;
        Ok(())
    }
}

impl<'b, C> Decode<'b, C> for Date {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        Self::from_days(d.u32()?).ok_or_else(|| minicbor::decode::Error::message("no such date"))
    }
}

/// A time of day to the minute, shown as `18:30`. Encoded as minutes since midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(u16);

impl Time {
    /// That time, if there is one.
    pub fn new(hour: u8, minute: u8) -> Option<Self> {
        (hour < 24 && minute < 60).then(|| Self(u16::from(hour) * 60 + u16::from(minute)))
    }

    /// That many minutes after midnight, less than a day.
    pub fn from_minutes(minutes: u16) -> Option<Self> {
        (minutes < 24 * 60).then_some(Self(minutes))
    }

    /// Reads `18:30`.
    pub fn parse(text: &str) -> Option<Self> {
        let (hour, minute) = text.split_once(':')?;
        let digits = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
        if digits(hour) && digits(minute) { Self::new(hour.parse().ok()?, minute.parse().ok()?) } else { None }
    }

    /// Minutes since midnight.
    pub const fn minutes(self) -> u16 {
        self.0
    }

    pub(crate) fn of(time: civil::Time) -> Self {
        Self(u16::from(time.hour().unsigned_abs()) * 60 + u16::from(time.minute().unsigned_abs()))
    }

    pub(crate) fn civil(self) -> civil::Time {
        civil::time((self.0 / 60) as i8, (self.0 % 60) as i8, 0, 0)
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl<C> Encode<C> for Time {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.u16(self.0)?;
        Ok(())
    }
}

impl<'b, C> Decode<'b, C> for Time {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        Self::from_minutes(d.u16()?).ok_or_else(|| minicbor::decode::Error::message("no such time"))
    }
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Weekday {
    /// Monday.
    #[n(0)]
    Monday,
    /// Tuesday.
    #[n(1)]
    Tuesday,
    /// Wednesday.
    #[n(2)]
    Wednesday,
    /// Thursday.
    #[n(3)]
    Thursday,
    /// Friday.
    #[n(4)]
    Friday,
    /// Saturday.
    #[n(5)]
    Saturday,
    /// Sunday.
    #[n(6)]
    Sunday,
}

impl Weekday {
    /// From Monday to Sunday.
    pub const ALL: [Self; 7] =
        [Self::Monday, Self::Tuesday, Self::Wednesday, Self::Thursday, Self::Friday, Self::Saturday, Self::Sunday];
}

/// Some days of the week. Encoded as bits, Monday lowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct Weekdays(#[n(0)] u8);

impl Weekdays {
    /// Every day.
    pub const ALL: Self = Self(0x7f);

    /// These.
    pub fn of(days: &[Weekday]) -> Self {
        Self(days.iter().fold(0, |bits, day| bits | 1 << *day as u8))
    }

    /// Whether it is one of them.
    pub const fn contains(self, day: Weekday) -> bool {
        self.0 & (1 << day as u8) != 0
    }

    /// From Monday to Sunday.
    pub fn iter(self) -> impl Iterator<Item = Weekday> {
        Weekday::ALL.into_iter().filter(move |day| self.contains(*day))
    }

    pub(crate) const fn is_sound(self) -> bool {
        self.0 != 0 && self.0 <= 0x7f
    }
}

/// Some months of every year: the season in which something runs. Encoded as bits, January lowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct Months(#[n(0)] u16);

impl Months {
    /// The whole year.
    pub const ALL: Self = Self(0xfff);

    /// These, each 1 to 12; other numbers are passed over.
    pub fn of(months: &[u8]) -> Self {
        Self(months.iter().filter(|month| (1..=12).contains(*month)).fold(0, |bits, month| bits | 1 << (month - 1)))
    }

    /// Whether it is one of them.
    pub const fn contains(self, month: u8) -> bool {
        month >= 1 && month <= 12 && self.0 & (1 << (month - 1)) != 0
    }

    /// From January to December.
    pub fn iter(self) -> impl Iterator<Item = u8> {
        (1..=12).filter(move |month| self.contains(*month))
    }

    pub(crate) const fn is_sound(self) -> bool {
        self.0 != 0 && self.0 <= 0xfff
    }
}

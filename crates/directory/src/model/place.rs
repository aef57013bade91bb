//! Where.

use minicbor::{Decode, Encode};

/// A point on the Earth (WGS 84), to 10^-7 degrees: about a centimetre.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct Coordinates {
    /// In 10^-7 degrees, -900,000,000 to 900,000,000.
    #[n(0)]
    latitude: i32,
    /// In 10^-7 degrees, -1,800,000,000 to 1,800,000,000.
    #[n(1)]
    longitude: i32,
}

const SCALE: f64 = 1e7;

impl Coordinates {
    /// From degrees; `None` outside the Earth.
    pub fn new(latitude: f64, longitude: f64) -> Option<Self> {
        let fits = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
        let scaled = |degrees: f64| (degrees * SCALE).round() as i32;
        fits.then(|| Self { latitude: scaled(latitude), longitude: scaled(longitude) })
    }

    /// In degrees, north positive.
    pub fn latitude(self) -> f64 {
        f64::from(self.latitude) / SCALE
    }

    /// In degrees, east positive.
    pub fn longitude(self) -> f64 {
        f64::from(self.longitude) / SCALE
    }
}

/// A place, as precisely as its owners tell it. Every text may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Encode, Decode)]
pub struct Place {
    /// What the building or venue is called.
    #[n(0)]
    pub name: String,
    /// The whole address in one line, if the source gave one.
    #[n(1)]
    pub formatted: String,
    /// Street and number.
    #[n(2)]
    pub street: String,
    /// A part of a city: a borough.
    #[n(3)]
    pub subsection: String,
    /// A smaller part of a city.
    #[n(4)]
    pub neighborhood: String,
    /// City or town.
    #[n(5)]
    pub city: String,
    /// County.
    #[n(6)]
    pub county: String,
    /// State or province.
    #[n(7)]
    pub province: String,
    /// Postal code.
    #[n(8)]
    pub postal_code: String,
    /// Country, as the source writes it.
    #[n(9)]
    pub country: String,
    /// How to find it: floor, door, bell.
    #[n(10)]
    pub notes: String,
    /// Trains that lead there.
    #[n(11)]
    pub trains: String,
    /// Buses that lead there.
    #[n(12)]
    pub buses: String,
    /// The point, or one nearby if [`Place::approximate`].
    #[n(13)]
    pub coordinates: Option<Coordinates>,
    /// Only the area is told: nobody can go there by it.
    #[n(14)]
    pub approximate: bool,
    /// Areas as the source names them, from general to specific.
    #[n(15)]
    pub regions: Vec<String>,
}

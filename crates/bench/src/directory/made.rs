//! Made-up meetings around made-up cities, the same in every run.

use anyhow::Result;
use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};
use serde_json::json;

/// A meeting that takes place every week.
pub(crate) struct Made {
    pub(crate) number: usize,
    pub(crate) name: String,
    /// 0 is Sunday, as in the feeds of the field.
    pub(crate) day: u8,
    /// Minutes after midnight.
    pub(crate) start: u16,
    pub(crate) types: Vec<&'static str>,
    pub(crate) place: String,
    pub(crate) address: String,
    pub(crate) latitude: f64,
    pub(crate) longitude: f64,
    pub(crate) region: String,
    pub(crate) zone: &'static str,
    pub(crate) notes: &'static str,
}

const CITIES: u32 = 300;
const WORDS: [&str; 20] = [
    "serenity",
    "hope",
    "morning",
    "acceptance",
    "gratitude",
    "sunrise",
    "noon",
    "candlelight",
    "living",
    "sober",
    "freedom",
    "harbor",
    "new",
    "life",
    "courage",
    "downtown",
    "eastside",
    "grace",
    "quiet",
    "garden",
];
const KINDS: [&str; 11] = ["D", "B", "BE", "ST", "W", "M", "Y", "LGBTQ", "X", "SP", "MED"];
const HOUSES: [&str; 5] = ["Church", "Hall", "Center", "Library", "Clinic"];
/// Longitudes of the west and the east of an area, and its zone.
const AREAS: [(i32, i32, &str); 4] = [
    (-122, -105, "America/Los_Angeles"),
    (-90, -70, "America/New_York"),
    (-9, 25, "Europe/Berlin"),
    (140, 153, "Australia/Sydney"),
];

/// So many of them.
pub(crate) fn meetings(count: usize) -> Vec<Made> {
    let mut rng = Rng(ChaCha8Rng::seed_from_u64(42));
    let cities: Vec<City> = (0..CITIES).map(|number| City::make(number, &mut rng)).collect();
    let places: Vec<Place> = (0..(count / 3).max(1)).map(|number| Place::make(number, &cities, &mut rng)).collect();
    (1..=count).map(|number| meeting(number, &places, &mut rng)).collect()
}

/// As a feed in the field's convention (Meeting Guide). Row by row: memory that was freed would not be seen to be taken.
pub(crate) fn feed(meetings: &[Made]) -> Result<Vec<u8>> {
    let mut feed = Vec::new();
    for made in meetings {
        feed.push(if feed.is_empty() { b'[' } else { b',' });
        let row = json!({
            "slug": format!("m-{}", made.number), "name": made.name, "day": made.day, "time": clock(made.start),
            "end_time": clock((made.start + 60) % 1_440), "types": made.types, "location": made.place,
            "formatted_address": made.address, "latitude": made.latitude, "longitude": made.longitude,
            "region": made.region, "timezone": made.zone, "notes": made.notes,
        });
        serde_json::to_writer(&mut feed, &row)?;
    }
    feed.push(b']');
    Ok(feed)
}

/// `HH:MM`.
pub(crate) fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

struct City {
    name: String,
    latitude: f64,
    longitude: f64,
    zone: &'static str,
}

struct Place {
    name: String,
    address: String,
    latitude: f64,
    longitude: f64,
    region: String,
    zone: &'static str,
}

impl City {
    fn make(number: u32, rng: &mut Rng) -> Self {
        let (west, east, zone) = rng.pick(&AREAS);
        let (south, north) = if zone.starts_with("Australia") { (-38, -28) } else { (30, 55) };
        let (latitude, longitude) = (rng.between(south, north), rng.between(west, east));
        Self { name: format!("City {number}"), latitude, longitude, zone }
    }
}

impl Place {
    fn make(number: usize, cities: &[City], rng: &mut Rng) -> Self {
        // The first cities are large: the smaller of three draws is one of them more often.
        let draw = (0..3).map(|_| rng.below(CITIES)).min().unwrap_or_default();
        let city = &cities[draw as usize];
        let street = format!("{} {} St", 1 + rng.below(9_999), title(rng.pick(&WORDS)));
        Self {
            name: format!("{} {} {number}", title(rng.pick(&WORDS)), rng.pick(&HOUSES)),
            address: format!("{street}, {}, ST {}, USA", city.name, 10_000 + draw),
            latitude: city.latitude + rng.between(-1, 1) / 5.0,
            longitude: city.longitude + rng.between(-1, 1) / 4.0,
            region: city.name.clone(),
            zone: city.zone,
        }
    }
}

fn meeting(number: usize, places: &[Place], rng: &mut Rng) -> Made {
    let place = &places[rng.below(places.len() as u32) as usize];
    let mut types = vec![rng.pick(&["O", "C"])];
    for _ in 0..rng.below(5) {
        types.push(rng.pick(&KINDS));
    }
    types.sort_unstable();
    types.dedup();
    let words: Vec<String> = (0..2 + rng.below(3)).map(|_| title(rng.pick(&WORDS))).collect();
    let evening = rng.below(10) < 6;
    let hour = if evening { 17 + rng.below(5) } else { 6 + rng.below(11) };
    Made {
        number,
        name: words.join(" "),
        day: rng.below(7) as u8,
        start: (hour * 60 + rng.below(4) * 15) as u16,
        types,
        place: place.name.clone(),
        address: place.address.clone(),
        latitude: place.latitude,
        longitude: place.longitude,
        region: place.region.clone(),
        zone: place.zone,
        notes: if rng.below(3) == 0 { "Ring the bell at the side door." } else { "" },
    }
}

fn title(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Numbers from a seed.
pub(crate) struct Rng(pub(crate) ChaCha8Rng);

impl Rng {
    pub(crate) fn below(&mut self, end: u32) -> u32 {
        self.0.next_u32() % end.max(1)
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u32) as usize]
    }

    fn between(&mut self, low: i32, high: i32) -> f64 {
        let share = f64::from(self.0.next_u32()) / f64::from(u32::MAX);
        f64::from(low) + share * f64::from(high - low)
    }
}

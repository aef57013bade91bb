//! Distances on the Earth.

use crate::model::Coordinates;

/// Kilometres of a mile.
pub(super) const MILE: f64 = 1.609_344;
/// Mean radius of the Earth, in kilometres.
const EARTH: f64 = 6_371.008_8;

/// Kilometres along the great circle (haversine: exact for near points too).
pub(super) fn distance_km(a: Coordinates, b: Coordinates) -> f64 {
    let (north_a, north_b) = (a.latitude().to_radians(), b.latitude().to_radians());
    let half_north = (north_b - north_a) / 2.0;
    let half_east = (b.longitude() - a.longitude()).to_radians() / 2.0;
    let chord = half_north.sin().powi(2) + north_a.cos() * north_b.cos() * half_east.sin().powi(2);
    2.0 * EARTH * chord.sqrt().min(1.0).asin()
}

//! Near a place.
//!
//! Points stand on the unit sphere: the nearest by the straight line through the Earth is the nearest on its surface, so
//! that there are no poles and no date line to go wrong.

use roaring::RoaringBitmap;
use rstar::{RTree, primitives::GeomWithData};

use super::query::{Cell, Near};
use crate::model::Coordinates;

/// The Earth's mean radius in metres (IUGG).
pub const EARTH: f64 = 6_371_008.8;

type Point = GeomWithData<[f64; 3], u32>;

/// Where one can go.
#[derive(Debug)]
pub(crate) struct Places {
    tree: RTree<Point>,
    points: Vec<(u32, Coordinates)>,
}

impl Places {
    pub(crate) fn of(points: Vec<(u32, Coordinates)>) -> Self {
        let tree = points.iter().map(|(doc, point)| Point::new(on_sphere(*point), *doc)).collect();
        Self { tree: RTree::bulk_load(tree), points }
    }

    /// What of these documents is near, by distance in metres, then by number: within the radius of a point, or in a cell and
    /// its eight neighbours, from the cell's middle.
    pub(crate) fn near(&self, docs: &RoaringBitmap, near: &Near) -> Vec<(u32, f64)> {
        let mut found = match near {
            Near::Point { at, km } => {
                let centre = on_sphere(*at);
                let chord = 2.0 * (f64::from(*km) * 1000.0 / (2.0 * EARTH)).sin();
                let within = self.tree.locate_within_distance(centre, chord * chord);
                let within = within.filter(|point| docs.contains(point.data));
                within.map(|point| (point.data, along(square(centre, *point.geom())))).collect()
            }
            Near::Cell(cell) => self.in_block(docs, cell),
        };
        found.sort_unstable_by(|a: &(u32, f64), b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        found
    }

    fn in_block(&self, docs: &RoaringBitmap, cell: &Cell) -> Vec<(u32, f64)> {
        let Some(middle) = cell.middle() else { return Vec::new() };
        let centre = on_sphere(middle);
        let inside = self.points.iter().filter(|(doc, point)| docs.contains(*doc) && cell.block_holds(*point));
        inside.map(|(doc, point)| (*doc, along(square(centre, on_sphere(*point))))).collect()
    }
}

/// The documents among what is near.
pub(crate) fn docs(near: &[(u32, f64)]) -> RoaringBitmap {
    near.iter().map(|(doc, _)| *doc).collect()
}

/// Metres between two points on the Earth's surface, by the great circle.
pub fn metres(a: Coordinates, b: Coordinates) -> f64 {
    along(square(on_sphere(a), on_sphere(b)))
}

fn along(chord_square: f64) -> f64 {
    2.0 * EARTH * (chord_square.sqrt() / 2.0).min(1.0).asin()
}

fn square(a: [f64; 3], b: [f64; 3]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
}

fn on_sphere(point: Coordinates) -> [f64; 3] {
    let (latitude, longitude) = (point.latitude().to_radians(), point.longitude().to_radians());
    [latitude.cos() * longitude.cos(), latitude.cos() * longitude.sin(), latitude.sin()]
}

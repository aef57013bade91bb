//! Near-me against plain geometry.

use directory::{
    Entry,
    model::{Coordinates, Place},
    search::{Cell, EARTH, Index, Near, Query, limits, metres},
};
use proptest::prelude::*;

use super::world::{NOW, at, entry, listing, numbers};

/// The haversine formula: another way to the same distance.
fn haversine(a: Coordinates, b: Coordinates) -> f64 {
    let (from, to) = (a.latitude().to_radians(), b.latitude().to_radians());
    let across = (b.longitude() - a.longitude()).to_radians();
    let h = ((to - from) / 2.0).sin().powi(2) + from.cos() * to.cos() * (across / 2.0).sin().powi(2);
    2.0 * EARTH * h.sqrt().min(1.0).asin()
}

fn point() -> impl Strategy<Value = Coordinates> {
    // Everywhere, crowded in one town, at a pole, and on both sides of the date line.
    let spots = prop_oneof![
        (-90.0..=90.0, -180.0..=180.0),
        (52.4..52.6, 13.2..13.6),
        (89.0..=90.0, -180.0..=180.0),
        (-17.0..-16.0, prop_oneof![179.0..=180.0, -180.0..=-179.0]),
    ];
    spots.prop_map(|(latitude, longitude)| Coordinates::new(latitude, longitude).unwrap())
}

fn placed(points: &[Coordinates]) -> Index {
    let entries =
        points.iter().zip(1..).map(|(point, number)| at(entry(number, "m"), point.latitude(), point.longitude()));
    Index::build(listing(entries.collect()), NOW)
}

proptest! {
    #[test]
    fn around_a_point_all_are_found_nearest_first(
        points in proptest::collection::vec(point(), 1..60),
        centre in point(),
        km in 1..=limits::KM,
    ) {
        let index = placed(&points);
        let query = Query { near: Some(Near::Point { at: centre, km }), size: limits::SIZE, ..Query::default() };
        let page = index.search(&query, NOW);
        let mut scanned: Vec<(f64, u64)> = points.iter().zip(1..).map(|(point, number)| (haversine(centre, *point), number)).collect();
        scanned.sort_by(|a, b| a.0.total_cmp(&b.0));
        let radius = f64::from(km) * 1000.0;
        // Two formulas may differ by a hair on the circle itself.
        let hair = 0.001;
        let found: Vec<u64> = page.hits.iter().map(|hit| hit.id.0).collect();
        for (distance, number) in &scanned {
            if *distance < radius - hair {
                prop_assert!(found.contains(number), "{} at {} m of {}", number, distance, radius);
            }
            if *distance > radius + hair {
                prop_assert!(!found.contains(number), "{} at {} m of {}", number, distance, radius);
            }
        }
        let told: Vec<f64> = page.hits.iter().map(|hit| hit.metres.unwrap()).collect();
        prop_assert!(told.is_sorted());
        for hit in &page.hits {
            let exact = haversine(centre, points[hit.id.0 as usize - 1]);
            prop_assert!((hit.metres.unwrap() - exact).abs() < hair, "{:?} {}", hit, exact);
        }
    }

    /// Wherever in a cell somebody is, what is within half a cell of them is found, and they have told the cell alone.
    #[test]
    fn a_cell_finds_what_is_around_it(points in proptest::collection::vec(point(), 1..60), me in point(), letters in limits::CELL) {
        let index = placed(&points);
        let cell = Cell::around(me, letters).unwrap();
        let query = Query { near: Some(Near::Cell(cell.clone())), size: limits::SIZE, ..Query::default() };
        let page = index.search(&query, NOW);
        let found = numbers(&page);
        let (height, width) = if letters == 3 { (1.406_25, 1.406_25) } else { (0.175_781_25, 0.351_562_5) };
        for (point, number) in points.iter().zip(1..) {
            let up = (point.latitude() - me.latitude()).abs();
            let aside = (point.longitude() - me.longitude()).abs();
            let aside = aside.min(360.0 - aside);
            if up < height * 0.99 && aside < width * 0.99 {
                prop_assert!(found.contains(&number), "{:?} from {:?} in {}", point, me, cell);
            }
            if up > 2.0 * height || aside > 2.0 * width {
                prop_assert!(!found.contains(&number), "{:?} from {:?} in {}", point, me, cell);
            }
        }
        prop_assert!(cell.block_holds(me));
        prop_assert!(page.hits.iter().map(|hit| hit.metres.unwrap()).is_sorted());
    }
}

#[test]
fn distances_that_are_known() {
    let point = |latitude, longitude| Coordinates::new(latitude, longitude).unwrap();
    for (a, b, expected) in [
        (point(0.0, 0.0), point(0.0, 180.0), core::f64::consts::PI * EARTH),
        (point(90.0, 0.0), point(90.0, 77.0), 0.0),
        (point(0.0, 179.5), point(0.0, -179.5), EARTH.to_radians()),
    ] {
        assert!((metres(a, b) - expected).abs() < 0.01, "{a:?} {b:?}: {}", metres(a, b));
    }
}

#[test]
fn only_where_one_can_go() {
    let there = at(entry(1, "there"), 10.0, 10.0);
    let area = at(entry(2, "area"), 10.0, 10.0);
    let area = Entry { place: Place { approximate: true, ..area.place }, ..area };
    let index = Index::build(listing(vec![there, area, entry(3, "nowhere")]), NOW);
    for address in ["near=10,10&km=1", "cell=s1z", "near=10,10&sort=name"] {
        let found = numbers(&index.search(&Query::parse(address).unwrap(), NOW));
        assert_eq!(found, [1], "{address}");
    }
}

//! What every convention needs: a place that can be found, a way in that opens.

use super::{Effect, Verdict};
use crate::{
    feed::At,
    model::{Attendance, Entry, Status},
};

/// As the editors of the field demand it: a street for a place, a link or a number for what is online.
pub(super) fn verdicts(at: At, entry: &Entry) -> Vec<Verdict> {
    if entry.status != Status::Runs {
        return Vec::new();
    }
    let has_street = !entry.place.street.is_empty() || !entry.place.formatted.is_empty();
    let place_needed = matches!(entry.attendance, Attendance::InPerson | Attendance::Hybrid);
    let way_needed = matches!(entry.attendance, Attendance::Online | Attendance::Hybrid);
    let checks = [
        (place_needed && !has_street, Effect::NoStreet),
        (way_needed && !entry.online.is_usable(), Effect::NoWayIn),
        (entry.schedule.is_empty(), Effect::ByAppointment),
    ];
    let verdict = |effect| Verdict { at, name: entry.name.clone(), effect };
    checks.into_iter().filter(|(is_so, _)| *is_so).map(|(_, effect)| verdict(effect)).collect()
}

//! The schedule for somebody's own calendar. It leaves what the circle's keys protect, so it tells nothing but times.

use calendar::{Event, calendar};
use wire::Hash;

use crate::{
    command::{Failure, Value},
    member::Member,
    suite::Suite,
};

impl<S: Suite> Member<S> {
    pub(super) fn export_calendar(&self, title: &str) -> Result<Value, Failure> {
        let now = self.now();
        let text = self.with(|core| {
            let uids: Vec<String> = core.circle.schedule().map(|(id, _)| uid(id)).collect();
            let all = core.circle.schedule().zip(&uids);
            let events: Vec<Event<'_>> = all
                .map(|((_, planned), uid)| Event { uid, title: title.trim(), series: &planned.series, public: None })
                .collect();
            calendar(&events, now)
        });
        let text = text.ok_or_else(|| Failure::new("busy"))?;
        Ok(Value::Calendar { ics: text.ok_or_else(|| Failure::new("zone_unknown"))? })
    }
}

/// The same at every export, so that a calendar brings events up to date; it names nothing inside the circle.
fn uid(series: circle::SeriesId) -> String {
    let mut bytes = b"stayhere/v1/ics\0".to_vec();
    bytes.extend_from_slice(&series.0);
    Hash::of(&bytes).to_hex()[..32].to_owned()
}

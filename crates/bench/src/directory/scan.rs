//! As the field's servers answer: every question looks at every meeting of the decoded feed.

use std::time::Instant;

use anyhow::Result;
use directory::{model::Coordinates, search::metres};
use serde::Deserialize;

use super::{
    Answered, SCANNED, Way, held,
    questions::{EVENING, KM, Kind, MOST, Question},
};

/// What is looked at of a meeting.
#[derive(Deserialize)]
struct Row {
    name: String,
    location: String,
    formatted_address: String,
    region: String,
    notes: String,
    day: u8,
    time: String,
    types: Vec<String>,
    latitude: f64,
    longitude: f64,
}

pub(crate) fn measure(feed: &[u8], asked: &[(Kind, Vec<Question>)]) -> Result<Way> {
    let before = held()?;
    let began = Instant::now();
    let rows: Vec<Row> = serde_json::from_slice(feed)?;
    let import = began.elapsed();
    let after = held()?;
    let answers = asked.iter().map(|(kind, questions)| (*kind, answer(&rows, *kind, questions))).collect();
    Ok(Way { name: "scan of memory", import, held: after.saturating_sub(before), answers })
}

fn answer(rows: &[Row], kind: Kind, questions: &[Question]) -> Answered {
    let mut answered = Answered::default();
    for question in &questions[..questions.len().min(SCANNED)] {
        let began = Instant::now();
        let mut found: Vec<(f64, &Row)> =
            rows.iter().filter_map(|row| Some((is_meant(row, kind, question)?, row))).collect();
        let count = found.len() as u64;
        found.sort_unstable_by(|(a, one), (b, other)| a.total_cmp(b).then_with(|| one.time.cmp(&other.time)));
        found.truncate(usize::from(MOST));
        std::hint::black_box(&found);
        answered.times.add_time(began.elapsed());
        answered.found.push(count);
    }
    // One core answers for each of two askers.
    answered.rate = 2.0 * 1e3 / answered.times.mean();
    answered
}

/// How far away, if it is one of those that were asked for.
fn is_meant(row: &Row, kind: Kind, question: &Question) -> Option<f64> {
    if row.day != question.day || !row.types.iter().any(|of| of == question.of) {
        return None;
    }
    match kind {
        Kind::Near => {
            let at = Coordinates::new(row.latitude, row.longitude)?;
            let metres = metres(at, Coordinates::new(question.latitude, question.longitude)?);
            (metres <= f64::from(KM) * 1_000.0).then_some(metres)
        }
        Kind::Words => {
            let texts = [&row.name, &row.location, &row.formatted_address, &row.region, &row.notes];
            let begins = |word: &str| word.to_lowercase().starts_with(question.word);
            texts.iter().any(|text| text.split(|c: char| !c.is_alphanumeric()).any(begins)).then_some(0.0)
        }
        Kind::Evening => {
            let (hour, minute) = row.time.split_once(':')?;
            let minutes = hour.parse::<u16>().ok()? * 60 + minute.parse::<u16>().ok()?;
            (EVENING[0] <= minutes && minutes < EVENING[1]).then_some(0.0)
        }
    }
}

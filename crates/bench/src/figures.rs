//! Many measurements of one thing, and tables of them.

use std::{fs, thread, time::Duration};

/// Measurements of one thing, in one unit.
#[derive(Debug, Clone, Default)]
pub(crate) struct Samples(Vec<f64>);

impl Samples {
    /// Adds a time, in milliseconds.
    pub(crate) fn add_time(&mut self, time: Duration) {
        self.0.push(time.as_secs_f64() * 1000.0);
    }

    /// Adds a number of something.
    pub(crate) fn add_count(&mut self, count: u64) {
        self.0.push(number(count));
    }

    pub(crate) fn median(&self) -> f64 {
        self.rank(50)
    }

    /// What 95 of a hundred do not exceed.
    pub(crate) fn p95(&self) -> f64 {
        self.rank(95)
    }

    /// What 99 of a hundred do not exceed.
    pub(crate) fn p99(&self) -> f64 {
        self.rank(99)
    }

    /// The sum of all, shared out evenly; not a number when there are none.
    pub(crate) fn mean(&self) -> f64 {
        self.0.iter().sum::<f64>() / number(self.0.len() as u64)
    }

    /// By nearest rank; not a number when there are none.
    fn rank(&self, percent: usize) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let rank = (sorted.len() * percent).div_ceil(100);
        sorted.get(rank.saturating_sub(1)).copied().unwrap_or(f64::NAN)
    }
}

/// A count as a number to reckon with.
#[expect(clippy::cast_precision_loss, reason = "nothing here comes near 2^52")]
pub(crate) fn number(count: u64) -> f64 {
    count as f64
}

/// So many in a second.
pub(crate) fn rate(count: usize, time: Duration) -> f64 {
    number(count as u64) / time.as_secs_f64()
}

/// Prints one row of a table.
pub(crate) fn row<T: AsRef<str>>(cells: &[T]) {
    let cells: Vec<&str> = cells.iter().map(AsRef::as_ref).collect();
    println!("| {} |", cells.join(" | "));
}

/// Prints the head of a table.
pub(crate) fn head(cells: &[&str]) {
    row(cells);
    println!("|{}", "---|".repeat(cells.len()));
}

/// Milliseconds, with a decimal where it says something.
pub(crate) fn ms(value: f64) -> String {
    if value < 100.0 { format!("{value:.1}") } else { format!("{value:.0}") }
}

/// Milliseconds as microseconds.
pub(crate) fn micros(value: f64) -> String {
    let micros = value * 1_000.0;
    if micros < 10.0 { format!("{micros:.1}") } else { format!("{micros:.0}") }
}

/// A count of bytes in kB (1,000 bytes).
pub(crate) fn kb(bytes: f64) -> String {
    let kb = bytes / 1000.0;
    if kb < 100.0 { format!("{kb:.1}") } else { format!("{kb:.0}") }
}

/// How many times as much.
pub(crate) fn ratio(this: &Samples, that: &Samples) -> String {
    format!("{:.2}", this.median() / that.median())
}

/// Cores, and how many programs wanted them in the last minute, without which no time means anything.
pub(crate) fn machine() -> String {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().filter(|load| !load.is_empty()).unwrap_or("unknown");
    format!("{cores} cores, load {load} before the start.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks() {
        let cases: [(&[f64], f64, f64); 4] = [
            (&[3.0], 3.0, 3.0),
            (&[4.0, 1.0, 2.0, 3.0], 2.0, 4.0),
            (&[5.0, 1.0, 2.0, 3.0, 4.0], 3.0, 5.0),
            (&[7.0; 40], 7.0, 7.0),
        ];
        for (values, median, p95) in cases {
            let samples = Samples(values.to_vec());
            assert_eq!((samples.median(), samples.p95()), (median, p95), "{values:?}");
        }
        let hundred = Samples((1..=100).map(f64::from).collect());
        assert_eq!((hundred.median(), hundred.p95(), hundred.p99(), hundred.mean()), (50.0, 95.0, 99.0, 50.5));
        assert!(Samples::default().median().is_nan());
    }
}

//! Parameters of a query: `k=1`, `k=1,2`, `k[]=1&k[]=2`; some count by their presence alone.

use std::collections::{BTreeMap, BTreeSet};

use crate::limits;

/// The parameters by name, without brackets.
#[derive(Debug, Clone, Default)]
pub(super) struct Params(BTreeMap<String, Vec<String>>);

/// Numbers that must, and that must not be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Numbers {
    pub(super) only: BTreeSet<u64>,
    pub(super) not: BTreeSet<u64>,
}

impl Params {
    pub(super) fn parse(query: &str) -> Self {
        let mut params: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()).take(limits::PARAMS) {
            let name = name.split('[').next().unwrap_or_default();
            if !name.is_empty() {
                params.entry(name.to_owned()).or_default().push(value.into_owned());
            }
        }
        Self(params)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// The last value, as PHP takes it.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(|values| values.last()).map(|value| value.trim())
    }

    pub(super) fn is_one(&self, name: &str) -> bool {
        self.get(name) == Some("1")
    }

    /// Every value, split at commas.
    pub(super) fn list(&self, name: &str) -> Vec<String> {
        let all = self.0.get(name).into_iter().flatten().flat_map(|value| value.split(','));
        all.map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }

    /// Every value as it is.
    pub(super) fn values(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    pub(super) fn numbers(&self, name: &str) -> Numbers {
        let mut numbers = Numbers::default();
        for number in self.list(name).iter().filter_map(|part| part.parse::<i64>().ok()) {
            if number > 0 {
                numbers.only.insert(number.unsigned_abs());
            } else if number < 0 {
                numbers.not.insert(number.unsigned_abs());
            }
        }
        numbers
    }

    pub(super) fn float(&self, name: &str) -> Option<f64> {
        self.get(name)?.parse().ok().filter(|number: &f64| number.is_finite())
    }

    /// Hours and minutes, in minutes, if either is given.
    pub(super) fn minutes(&self, hours: &str, minutes: &str) -> Option<u32> {
        let part = |name: &str| self.get(name).and_then(|text| text.parse::<u32>().ok()).filter(|part| *part < 10_000);
        match (part(hours), part(minutes)) {
            (None, None) => None,
            (hours, minutes) => Some(hours.unwrap_or(0) * 60 + minutes.unwrap_or(0)),
        }
    }
}

impl Numbers {
    /// Whether one number passes.
    pub(super) fn fits(&self, number: u64) -> bool {
        (self.only.is_empty() || self.only.contains(&number)) && !self.not.contains(&number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_write_a_list() {
        for query in ["k=1,-2", "k[]=1&k[]=-2", "k%5B%5D=1&k%5B1%5D=-2", "k=1&k=-2", "k= 1 , -2 ,x,0"] {
            let numbers = Params::parse(query).numbers("k");
            assert_eq!(numbers, Numbers { only: BTreeSet::from([1]), not: BTreeSet::from([2]) }, "{query}");
            assert!(numbers.fits(1) && !numbers.fits(2) && !numbers.fits(3));
        }
        assert!(Params::parse("").numbers("k").fits(7));
    }

    #[test]
    fn presence_counts() {
        for query in ["a=1&get_used_formats&b=2", "get_used_formats=", "get_used_formats=0"] {
            assert!(Params::parse(query).has("get_used_formats"), "{query}");
        }
        assert!(!Params::parse("a=get_used_formats").has("get_used_formats"));
        assert_eq!(
            Params::parse("StartsAfterH=18&StartsAfterM=5").minutes("StartsAfterH", "StartsAfterM"),
            Some(1_085)
        );
        assert_eq!(Params::parse("StartsAfterM=5").minutes("StartsAfterH", "StartsAfterM"), Some(5));
        assert_eq!(Params::parse("").minutes("StartsAfterH", "StartsAfterM"), None);
        assert_eq!(Params::parse("lat_val=nan&a=%C3%A9+x").float("lat_val"), None);
        assert_eq!(Params::parse("a=%C3%A9+x").get("a"), Some("é x"));
    }
}

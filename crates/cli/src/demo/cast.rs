//! Who the simulated members are and what they say, as data (`demo/*.toml`).

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{Trouble, words::Lang};

/// The whole company. The first keeps the meetings.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cast {
    /// The circle's name.
    pub(crate) circle: String,
    /// What stands in the invitation.
    pub(crate) invitation: String,
    pub(crate) member: Vec<Member>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Member {
    /// Says that the member is simulated.
    pub(crate) name: String,
    /// Phases in which this one gives the turn on.
    #[serde(default)]
    pub(crate) passes: Vec<String>,
    /// Whether this one asks for answers after a share.
    #[serde(default)]
    pub(crate) asks: bool,
    /// By phase, for one meeting after the other: the lines of a turn.
    #[serde(default)]
    pub(crate) says: BTreeMap<String, Vec<Vec<String>>>,
    /// To those who ask for answers, one after the other.
    pub(crate) answers: Vec<String>,
}

impl Cast {
    pub(crate) fn of(lang: Lang) -> Result<Self, Trouble> {
        let text = match lang {
            Lang::En => include_str!("../../demo/en.toml"),
            Lang::Ar => include_str!("../../demo/ar.toml"),
        };
        toml::from_str(text).map_err(|error| Trouble(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn casts_are_alike_and_labelled() {
        let (english, arabic) = (Cast::of(Lang::En).unwrap(), Cast::of(Lang::Ar).unwrap());
        assert_eq!((english.member.len(), arabic.member.len()), (5, 5));
        for (one, other) in english.member.iter().zip(&arabic.member) {
            assert!(one.name.contains("(simulated)") && other.name.contains("(محاكاة)"), "{}", one.name);
            assert!(one.name.chars().count() <= 40 && other.name.chars().count() <= 40, "{}", one.name);
            let shape = |member: &Member| -> Vec<_> {
                let lines = |turns: &Vec<Vec<String>>| turns.iter().map(Vec::len).collect::<Vec<_>>();
                member.says.iter().map(|(phase, turns)| (phase.clone(), lines(turns))).collect()
            };
            assert_eq!(shape(one), shape(other), "{}", one.name);
            assert_eq!((&one.passes, one.asks), (&other.passes, other.asks));
        }
    }
}

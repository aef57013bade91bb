//! What a card says, as screens have it.

use std::collections::{BTreeMap, BTreeSet};

use card::{Attendance, Status, Words};
use circle::{CardPlan, Refused, SeriesId};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ts")]
use ts_rs::TS;

use crate::{
    command::Failure,
    member::{hex, unhex},
};

/// What a card says, as it is proposed and shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(TS))]
pub struct CardText {
    pub name: String,
    /// By language tag, in lower case.
    pub text: BTreeMap<String, String>,
    /// Words of the directory by facet: `problem`, `philosophy`, `relation`, `faith`, `goal`, ...
    pub tags: BTreeMap<String, Vec<String>>,
    /// Languages spoken, the main one first.
    pub languages: Vec<String>,
    pub attendance: CardAttendance,
    pub status: CardStatus,
    /// Series of the schedule that are on it.
    pub series: Vec<String>,
    /// One may knock.
    pub knock: bool,
}

/// How one attends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(TS))]
pub enum CardAttendance {
    Online,
    Text,
}

/// Whether the circle meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(TS))]
pub enum CardStatus {
    Runs,
    Paused,
    Ended,
}

impl CardText {
    pub(crate) fn of(plan: &CardPlan) -> Self {
        let CardPlan { words, series, knock } = plan;
        Self {
            name: words.name.clone(),
            text: words.text.clone(),
            tags: words.tags.iter().map(|(facet, words)| (facet.clone(), words.iter().cloned().collect())).collect(),
            languages: words.languages.clone(),
            attendance: match words.attendance {
                Attendance::Online => CardAttendance::Online,
                Attendance::Text => CardAttendance::Text,
            },
            status: match words.status {
                Status::Runs => CardStatus::Runs,
                Status::Paused => CardStatus::Paused,
                Status::Ended => CardStatus::Ended,
            },
            series: series.iter().map(|series| hex(series.as_bytes())).collect(),
            knock: *knock,
        }
    }

    pub(super) fn plan(self) -> Result<CardPlan, Failure> {
        let series = self.series.iter().map(|id| unhex(id).map(SeriesId).ok_or(Refused::SeriesUnknown));
        let series = series.collect::<Result<BTreeSet<_>, _>>()?;
        let text = self.text.into_iter().map(|(tag, text)| (tag, text.trim().to_owned()));
        let tags = self.tags.into_iter().map(|(facet, words)| (facet, words.into_iter().collect::<BTreeSet<_>>()));
        let words = Words {
            name: self.name.trim().to_owned(),
            text: text.filter(|(_, text)| !text.is_empty()).collect(),
            tags: tags.filter(|(_, words)| !words.is_empty()).collect(),
            languages: self.languages,
            attendance: match self.attendance {
                CardAttendance::Online => Attendance::Online,
                CardAttendance::Text => Attendance::Text,
            },
            status: match self.status {
                CardStatus::Runs => Status::Runs,
                CardStatus::Paused => Status::Paused,
                CardStatus::Ended => Status::Ended,
            },
        };
        Ok(CardPlan { words, series, knock: self.knock })
    }
}

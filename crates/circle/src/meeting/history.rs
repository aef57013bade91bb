//! The last meeting states by position, so that a live frame is judged where its author stood.

use std::collections::VecDeque;

use crate::{Meeting, Seq, limits, shared::Shared};

/// States of the running meeting, oldest first, each from its position on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct History(VecDeque<(Seq, Shared<Meeting>)>);

impl History {
    /// Notes the state after folding up to `seq`.
    pub(crate) fn note(&mut self, seq: Seq, meeting: Option<&Shared<Meeting>>) {
        let Some(meeting) = meeting else {
            self.0.clear();
            return;
        };
        if self.0.back().is_some_and(|(_, last)| last.same(meeting)) {
            return;
        }
        self.0.push_back((seq, meeting.clone()));
        if self.0.len() > limits::HISTORY {
            self.0.pop_front();
        }
    }

    /// The state at a position, if it is remembered.
    pub(crate) fn at(&self, seq: Seq) -> Option<&Meeting> {
        self.0.iter().rev().find(|(from, _)| *from <= seq).map(|(_, meeting)| &**meeting)
    }
}

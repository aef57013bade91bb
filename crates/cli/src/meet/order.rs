//! What a person or a script may type.

use engine::{
    Command,
    command::{Act, CornersCommand, Deed, Tap, Wish},
    view::{CircleView, MeetingAct},
};

/// One typed order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Order {
    Act(Act),
    Open,
    Say(String),
    Tap(Tap),
    Share(String),
    /// Lets the newcomer at the door in, or does not.
    Answer(bool),
    /// Goes back to the circle from a corner.
    Back,
    Invite,
    Help,
    Quit,
}

/// The plain words, in the order in which help lists them.
const PLAIN: [(&str, Order); 24] = [
    ("open", Order::Open),
    ("arrive", Order::Act(Act::Arrive)),
    ("hand", Order::Act(Act::HandUp)),
    ("unhand", Order::Act(Act::HandDown)),
    ("done", Order::Act(Act::Done)),
    ("feedback", Order::Act(Act::DoneWithFeedback)),
    ("enough", Order::Act(Act::EndFeedback)),
    ("pass", Order::Act(Act::Pass)),
    ("heard", Order::Tap(Tap::Heard)),
    ("me-too", Order::Tap(Tap::MeToo)),
    ("thanks", Order::Tap(Tap::Thanks)),
    ("with-you", Order::Tap(Tap::WithYou)),
    ("next", Order::Act(Act::NextPhase)),
    ("move-on", Order::Act(Act::MoveOn)),
    ("keep", Order::Act(Act::TakeKeeping)),
    ("close", Order::Act(Act::Close)),
    ("depart", Order::Act(Act::Depart)),
    ("door", Order::Act(Act::Door)),
    ("let-in", Order::Answer(true)),
    ("not-in", Order::Answer(false)),
    ("back", Order::Back),
    ("invite", Order::Invite),
    ("help", Order::Help),
    ("quit", Order::Quit),
];

impl Order {
    /// Reads an order: a word, or `say` and `share` with what follows.
    pub(crate) fn parse(line: &str) -> Option<Self> {
        let (word, rest) = line.trim().split_once(char::is_whitespace).unwrap_or((line.trim(), ""));
        let rest = rest.trim();
        match (word, rest.is_empty()) {
            ("say", false) => Some(Self::Say(rest.to_owned())),
            ("share", false) => Some(Self::Share(rest.to_owned())),
            (_, true) => PLAIN.iter().find(|(name, _)| *name == word).map(|(_, order)| order.clone()),
            _ => None,
        }
    }

    /// The word for it, where it is a plain one.
    pub(crate) fn word(&self) -> Option<&'static str> {
        PLAIN.iter().find(|(_, order)| order == self).map(|(word, _)| *word)
    }

    /// The engine's command, given how the circle stands; none where there is nothing that it could be about.
    pub(crate) fn command(&self, circle: &CircleView) -> Option<Command> {
        let index = circle.index;
        Some(match self {
            Self::Act(act) => Command::Meeting { circle: index, act: *act },
            Self::Open => Command::OpenMeeting { circle: index },
            Self::Say(text) if in_corner(circle) => {
                Command::Corners { circle: index, act: CornersCommand::Say { text: text.clone() } }
            }
            Self::Say(text) => Command::Say { circle: index, text: text.clone() },
            Self::Back => Command::Deed { circle: index, deed: Deed::LeaveCorner },
            Self::Tap(tap) => Command::TapTurn { circle: index, turn: last_turn(circle)?, tap: *tap },
            Self::Share(text) => {
                Command::Share { circle: index, text: text.clone(), wish: Wish::JustListen, note: None }
            }
            Self::Answer(admit) => {
                let knock = circle.knocks.first()?.id.clone();
                Command::AnswerKnock { circle: index, knock, admit: *admit }
            }
            Self::Invite => Command::MakeInvite { circle: index, uses: 1, days: 7, words: String::new() },
            Self::Help | Self::Quit => return None,
        })
    }
}

/// Whether the rules would take this act now.
pub(crate) fn may(circle: &CircleView, act: Act) -> bool {
    circle.meeting.as_ref().is_some_and(|meeting| meeting.acts.contains(&MeetingAct::Act(act)))
}

/// Whether this person is in a small corner.
pub(crate) fn in_corner(circle: &CircleView) -> bool {
    let corners = circle.meeting.as_ref().and_then(|meeting| meeting.gathering.corners.as_ref());
    corners.is_some_and(|corners| corners.mine.is_some())
}

/// The turn that a tap is for: the one that is being taken by somebody else, or else the last that was.
fn last_turn(circle: &CircleView) -> Option<u32> {
    let meeting = circle.meeting.as_ref()?;
    let present = meeting.turn.as_ref().filter(|turn| !turn.is_me).map(|turn| turn.number);
    let heard = meeting.words.iter().filter(|talk| talk.turn > 0 && talk.holder != circle.me).map(|talk| talk.turn);
    present.or_else(|| heard.max())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed() {
        for (line, expected) in [
            ("hand", Some(Order::Act(Act::HandUp))),
            (" with-you ", Some(Order::Tap(Tap::WithYou))),
            ("say  Good evening, all ", Some(Order::Say("Good evening, all".to_owned()))),
            ("back", Some(Order::Back)),
            ("share a lamp", Some(Order::Share("a lamp".to_owned()))),
            ("say", None),
            ("hand up", None),
            ("", None),
            ("dance", None),
        ] {
            assert_eq!(Order::parse(line), expected, "{line}");
        }
    }
}

//! What a person does in a meeting besides taking turns, as the screens name it.

use circle::{Body, Meeting, MemberId, Refused};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ts")]
use ts_rs::TS;

use crate::{
    command::Failure,
    member::{Core, hex},
    suite::Suite,
};

macro_rules! mirror {
    ($(#[$doc:meta])* $name:ident { $($(#[$item:meta])* $case:ident,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[cfg_attr(feature = "ts", derive(TS))]
        pub enum $name { $($(#[$item])* $case,)* }

        impl From<$name> for circle::$name {
            fn from(value: $name) -> Self {
                match value { $($name::$case => Self::$case,)* }
            }
        }

        impl From<circle::$name> for $name {
            fn from(value: circle::$name) -> Self {
                match value { $(circle::$name::$case => Self::$case,)* }
            }
        }
    };
}

mirror! {
    /// How the others may answer a turn; each allows what stands before it.
    Feedback { Silent, Taps, Ask, Open, }
}

mirror! {
    /// How somebody is here, if not as usual.
    Mode { Listening, Paused, Away, }
}

mirror! {
    /// A small service of one meeting.
    Service { Open, Time, Door, Read, Greet, Present, }
}

mirror! {
    /// An answer to a show of hands.
    Answer { For, Against, Aside, }
}

mirror! {
    /// Why somebody had to leave a meeting.
    EjectReason { Disturbing, Attacking, Pledge, Stranger, Other, }
}

/// A deed. Where it is about the present turn or phase, the engine puts in the number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "deed", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(TS))]
pub enum Deed {
    /// One more turn at the end of the phase.
    Later { up: bool },
    /// How the others may answer the own turn.
    Wish { wish: Feedback },
    /// The own turn, this one or the next, is held.
    Hold { up: bool },
    /// Ends the quiet after a turn.
    QuietOver,
    /// Takes the aftercare of a held turn or gives it back; its holder declines it or asks for it again.
    Care { turn: u32, up: bool },
    /// Is here in another way; none: as usual.
    Be { mode: Option<Mode> },
    /// Takes on a small service, or lays it down.
    Volunteer { service: Service, up: bool },
    /// Shows the own words while they are typed.
    Typing { on: bool },
    /// Pauses the whole meeting, or goes on.
    Pause { on: bool },
    /// Asks the keepers for a pause.
    AskPause,
    /// No further turn begins in this phase, or one may.
    Last { on: bool },
    /// Goes to the next part of the turn.
    NextPart,
    /// Would like to talk about a topic.
    Interest { topic: u32, up: bool },
    /// Begins with a topic.
    OpenTopic { topic: u32 },
    /// Ends the open topic.
    CloseTopic,
    /// Takes an own topic back.
    WithdrawTopic { topic: u32 },
    /// No more answers; then, no more showing.
    CloseHands { question: u32 },
    /// Somebody has to leave the meeting.
    Eject { member: String, reason: EjectReason },
    /// Everybody comes back from the corners.
    ComeBack,
    /// Goes back to the circle from the own corner.
    LeaveCorner,
    /// Ends the phase and skips so many optional ones after it.
    Skip { phases: u32 },
}

impl Deed {
    /// The entry for it now.
    pub(crate) fn body<S: Suite>(&self, core: &Core<S>) -> Result<Body, Failure> {
        let meeting = core.circle.meeting().ok_or(Refused::NoMeeting)?;
        let deed = match self {
            Self::Skip { phases } => {
                return Ok(Body::NextPhase { meeting: meeting.id, from: meeting.phase, skip: *phases });
            }
            Self::Eject { member, reason } => {
                let mut members = core.circle.members().map(|known| known.id);
                let member = members.find(|id| hex(id.as_bytes()) == *member).ok_or(Refused::NotPresent)?;
                circle::Deed::Eject { member, reason: (*reason).into() }
            }
            _ => self.plain(meeting).ok_or_else(|| Failure::new("internal"))?,
        };
        Ok(Body::InMeeting { meeting: meeting.id, deed })
    }

    fn plain(&self, meeting: &Meeting) -> Option<circle::Deed> {
        use circle::Deed as To;
        let turn = meeting.turn_count;
        Some(match self {
            Self::Later { up } => To::Later { up: *up },
            Self::Wish { wish } => To::Wish { turn, wish: (*wish).into() },
            Self::Hold { up } => To::Hold { up: *up },
            Self::QuietOver => To::QuietOver { turn: meeting.stage.quiet.map_or(0, |quiet| quiet.turn) },
            Self::Care { turn, up } => To::Care { turn: *turn, up: *up },
            Self::Be { mode } => To::Be { mode: mode.map(Into::into) },
            Self::Volunteer { service, up } => To::Volunteer { service: (*service).into(), up: *up },
            Self::Typing { on } => To::Typing { turn, on: *on },
            Self::Pause { on } => To::Pause { on: *on },
            Self::AskPause => To::AskPause {},
            Self::Last { on } => To::Last { phase: meeting.phase, on: *on },
            Self::NextPart => To::NextPart { turn, from: meeting.turn().map_or(0, |turn| turn.part) },
            Self::Interest { topic, up } => To::Interest { topic: *topic, up: *up },
            Self::OpenTopic { topic } => To::OpenTopic { topic: *topic },
            Self::CloseTopic => To::CloseTopic { topic: meeting.stage.topic },
            Self::WithdrawTopic { topic } => To::WithdrawTopic { topic: *topic },
            Self::CloseHands { question } => To::CloseHands { question: *question },
            Self::ComeBack => To::ComeBack { breakout: meeting.breakouts },
            Self::LeaveCorner => To::LeaveCorner { breakout: meeting.breakouts },
            Self::Eject { .. } | Self::Skip { .. } => return None,
        })
    }

    /// Everything that could be offered to this person in the present state, for the rules to judge.
    pub(crate) fn candidates(meeting: &Meeting, me: MemberId, skippable: u32) -> Vec<Self> {
        let mut all = vec![Self::QuietOver, Self::AskPause, Self::NextPart, Self::CloseTopic];
        all.extend([Self::ComeBack, Self::LeaveCorner]);
        for up in [true, false] {
            all.extend([Self::Later { up }, Self::Hold { up }, Self::Typing { on: up }, Self::Pause { on: up }]);
            all.push(Self::Last { on: up });
            let held = meeting.turns.values().filter(|turn| turn.aftercare != circle::Aftercare::None);
            all.extend(held.map(|turn| Self::Care { turn: turn.number, up }));
            let services =
                [Service::Open, Service::Time, Service::Door, Service::Read, Service::Greet, Service::Present];
            all.extend(services.map(|service| Self::Volunteer { service, up }));
            all.extend(meeting.waiting_topics().iter().map(|topic| Self::Interest { topic: topic.number, up }));
        }
        all.extend([Feedback::Silent, Feedback::Taps, Feedback::Ask, Feedback::Open].map(|wish| Self::Wish { wish }));
        all.push(Self::Be { mode: None });
        all.extend([Mode::Listening, Mode::Paused, Mode::Away].map(|mode| Self::Be { mode: Some(mode) }));
        for topic in meeting.waiting_topics() {
            all.push(Self::OpenTopic { topic: topic.number });
            if topic.author == me {
                all.push(Self::WithdrawTopic { topic: topic.number });
            }
        }
        all.extend(meeting.questions.iter().map(|question| Self::CloseHands { question: question.number }));
        all.extend((1..=skippable).map(|phases| Self::Skip { phases }));
        all
    }
}

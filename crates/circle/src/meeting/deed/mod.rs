//! What people do in a meeting besides taking turns. One deed, one file.

mod aftercare;
mod agenda;
mod breakout;
mod business;
mod eject;
mod hold;
mod last;
mod later;
mod mode;
mod part;
mod pause;
mod quiet;
mod service;
mod typing;
mod wish;

pub use agenda::{Topic, TopicState};
pub use breakout::{Breakout, Corner, OpenCorner};
pub use business::{Answer, Question, QuestionState};
pub use eject::EjectReason;
pub use mode::Mode;
pub use service::Service;

pub(super) use agenda::over as end_topic;
pub(super) use breakout::{came_again, forget as forget_corner};
pub(super) use mode::tidy as tidy_modes;

use super::{Act, keeping};
use crate::{Deed, Refused};

/// The table of deeds.
pub(super) fn run(act: &mut Act, deed: &Deed) -> Result<(), Refused> {
    match deed {
        Deed::Later { up } => later::later(act, *up),
        Deed::Wish { turn, wish } => wish::wish(act, *turn, *wish),
        Deed::Hold { up } => hold::hold(act, *up),
        Deed::QuietOver { turn } => quiet::over(act, *turn),
        Deed::Care { turn, up } => aftercare::care(act, *turn, *up),
        Deed::Be { mode } => mode::be(act, *mode),
        Deed::Volunteer { service, up } => service::volunteer(act, *service, *up),
        Deed::Typing { turn, on } => typing::typing(act, *turn, *on),
        Deed::Pause { on } => pause::pause(act, *on),
        Deed::AskPause {} => pause::ask(act),
        Deed::Last { phase, on } => last::last(act, *phase, *on),
        Deed::NextPart { turn, from } => part::next(act, *turn, *from),
        Deed::Propose {} => agenda::propose(act),
        Deed::Interest { topic, up } => agenda::interest(act, *topic, *up),
        Deed::OpenTopic { topic } => agenda::open(act, *topic),
        Deed::CloseTopic { topic } => agenda::close(act, *topic),
        Deed::WithdrawTopic { topic } => agenda::withdraw(act, *topic),
        Deed::AskHands {} => business::ask(act),
        Deed::Answer { question, sealed } => business::answer(act, *question, *sealed),
        Deed::CloseHands { question } => business::close(act, *question),
        Deed::Show { question, answer, salt } => business::show(act, *question, *answer, salt),
        Deed::Eject { member, reason } => eject::eject(act, *member, *reason),
        Deed::BreakOut { number, seconds, corners } => breakout::out(act, *number, *seconds, corners),
        Deed::CornerKey { breakout, corner, index, seals } => breakout::key(act, (*breakout, *corner), *index, seals),
        Deed::ComeBack { breakout } => breakout::back(act, *breakout),
        Deed::LeaveCorner { breakout } => breakout::leave(act, *breakout),
        // `keeping::check_tell` has judged its claim.
        Deed::Tell {} => keeping::tell(act),
    }
}

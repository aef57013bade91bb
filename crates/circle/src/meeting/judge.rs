//! Judging live frames: who may speak when (domain R11, I55).

use crate::{Arrival, Charter, Live, Meeting, PhaseKind, Refused, SpeakingRule, Turn, TurnState, limits};

/// Judges by the state `then` at which the author stood, and by the ends of turns that are known `now`.
pub(crate) fn judge(
    charter: &Charter,
    now: &Meeting,
    then: &Meeting,
    author: Arrival,
    live: &Live,
) -> Result<(), Refused> {
    let presence = then.presence(author).ok_or(Refused::NotPresent)?;
    if presence.waiting {
        return Err(Refused::NotAdmitted);
    }
    match live {
        Live::Say { turn, line, text } => {
            check_text(text)?;
            may_say(charter, then, author, *turn)?;
            before_the_end(now, author, *turn, *line)
        }
        Live::Tap { turn, .. } => may_tap(then, author, *turn),
        Live::Here {} => Ok(()),
    }
}

fn check_text(text: &str) -> Result<(), Refused> {
    if text.trim().is_empty() {
        return Err(Refused::TextEmpty);
    }
    if text.chars().count() > limits::LINE { Err(Refused::TextTooLong) } else { Ok(()) }
}

fn may_say(charter: &Charter, then: &Meeting, author: Arrival, number: u32) -> Result<(), Refused> {
    let phase = &charter.phases[then.phase as usize];
    match phase.kind {
        PhaseKind::Silence => return Err(Refused::Silence),
        PhaseKind::Open if number == 0 => return Ok(()),
        PhaseKind::Open => return Err(Refused::WrongTurn),
        _ => {}
    }
    let turn = then.turn().ok_or(Refused::NotYourTurn)?;
    if turn.number != number {
        return Err(Refused::WrongTurn);
    }
    let holds = turn.holder == author.member;
    let may = match turn.state {
        TurnState::Held => holds || phase.rule == SpeakingRule::Open,
        TurnState::Feedback => !holds,
        TurnState::Over => false,
    };
    if may { Ok(()) } else { Err(Refused::NotYourTurn) }
}

/// Whoever ended the turn or its feedback named how many lines count, so every device drops the same ones.
fn before_the_end(now: &Meeting, author: Arrival, number: u32, line: u32) -> Result<(), Refused> {
    if number == 0 {
        return Ok(());
    }
    let turn = now.turns.get(&number).ok_or(Refused::TooOld)?;
    match counted(turn, author) {
        Some(lines) if line >= lines => Err(Refused::AfterTheEnd),
        Some(_) | None => Ok(()),
    }
}

/// How many lines of the author count in this turn; none while that is open.
fn counted(turn: &Turn, author: Arrival) -> Option<u32> {
    if turn.holder == author.member {
        turn.lines.as_ref().map(|lines| lines.get(&author.device).copied().unwrap_or_default())
    } else {
        turn.answers.as_ref().map(|answers| answers.get(&author).copied().unwrap_or_default())
    }
}

fn may_tap(then: &Meeting, author: Arrival, number: u32) -> Result<(), Refused> {
    if !(1..=then.turn_count).contains(&number) {
        return Err(Refused::WrongTurn);
    }
    let turn = then.turns.get(&number).ok_or(Refused::TooOld)?;
    if turn.holder == author.member { Err(Refused::OwnTurn) } else { Ok(()) }
}

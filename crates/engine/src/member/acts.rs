//! The table of a circle's commands.

use circle::{Body, Meeting, Refused, TurnState};

use super::{Core, Member, hex};
use crate::{
    command::{Act, Command, CornersCommand, Failure, Value},
    meeting,
    suite::Suite,
};

/// Carries out a command about the circle.
pub(super) async fn run<S: Suite>(member: &Member<S>, command: Command) -> Result<Value, Failure> {
    match command {
        Command::MakeInvite { uses, days, words, .. } => member.make_invite(uses, days, &words).await,
        Command::RevokeInvite { invite, .. } => member.revoke_invite(&invite).await,
        Command::AnswerKnock { knock, admit, .. } => {
            let result = member.answer_knock(&knock, admit).await;
            member.poke();
            result
        }
        Command::Leave { .. } => member.leave().await,
        Command::Rename { name, .. } => member.act(Body::Rename { name: name.trim().to_owned() }),
        Command::ServeAs { role, .. } => member.act(Body::ServeAs { role }),
        Command::StandDown { role, .. } => member.act(Body::StandDown { role }),
        Command::Share { text, wish, note, .. } => member.share(&text, wish, note.as_deref()),
        Command::TapShare { share, tap, .. } => member.tap_share(&share, tap),
        Command::TakeBack { share, .. } => member.take_back(&share).await,
        Command::Compare { member: other, .. } => member.compare(&other),
        Command::Verify { member: other, code, .. } => member.verify(&other, &code).await,
        Command::Unverify { member: other, .. } => member.unverify(&other).await,
        Command::SameCircle { .. } => member.same_circle(),
        Command::SettleParted { again, .. } => member.settle_parted(&again),
        Command::OpenMeeting { .. } => {
            member.look_at_vault();
            member.in_meeting(|core, now, rng| meeting::open(core, now, rng))
        }
        Command::Meeting { act, .. } => member.meeting_act(act),
        Command::Say { text, .. } => member.speak(|core| meeting::say(core, &text)),
        Command::Deed { deed, .. } => {
            let body = member.with(|core| deed.body(core)).ok_or_else(|| Failure::new("busy"))??;
            member.act(body)
        }
        Command::ProposeTopic { title, .. } => member.in_meeting(|core, now, _| meeting::propose(core, &title, now)),
        Command::AskHands { question, .. } => member.in_meeting(|core, now, _| meeting::ask(core, &question, now)),
        Command::AnswerHands { question, answer, .. } => {
            member.in_meeting(|core, now, rng| meeting::answer(core, question, answer.into(), now, rng))
        }
        Command::TagTurn { turn, tag, .. } => member.speak(|core| meeting::tag(core, turn, &tag)),
        Command::TellMilestone { days, text, .. } => member.speak(|core| meeting::claim(core, days, &text)),
        Command::ShowDraft { text, .. } => member.speak(|core| meeting::draft(core, &text)),
        Command::WriteNote { to, text, .. } => member.write_note(to.as_deref(), &text),
        Command::Corners { act, .. } => member.corners(act),
        Command::Block { member: other, on, .. } => member.block(&other, on).await,
        Command::AppealEjection { meeting, .. } => member.appeal(&meeting),
        Command::Schedule { act, .. } => member.schedule(act),
        Command::Round { act, .. } => member.round(act),
        Command::Removal { act, .. } => member.removal(act).await,
        Command::Guest { act, .. } => member.guest(act).await,
        Command::Card { act, .. } => member.card(act).await,
        Command::TapTurn { turn, tap, .. } => member.speak(|core| meeting::tap(core, turn, tap.into())),
        _ => Err(Failure::new("internal")),
    }
}

impl<S: Suite> Member<S> {
    fn meeting_act(&self, act: Act) -> Result<Value, Failure> {
        if act == Act::Arrive {
            self.look_at_vault();
            return self.in_meeting(|core, now, rng| meeting::arrive(core, now, rng));
        }
        let body = self.with(|core| body_of(core, act)).ok_or_else(|| Failure::new("busy"))??;
        if let Some(body) = body {
            return self.act(body);
        }
        self.poke();
        Ok(Value::Nothing)
    }

    fn corners(&self, act: CornersCommand) -> Result<Value, Failure> {
        match act {
            CornersCommand::Draw { split, minutes, with_me } => {
                let blocked = self.blocked();
                let form = (split, minutes, with_me);
                self.in_meeting(|core, now, rng| meeting::draw(core, form, &blocked, now, rng))
            }
            CornersCommand::Start => self.in_meeting(|core, now, _| meeting::start(core, now)),
            CornersCommand::Cancel => self.in_meeting(|core, _, _| {
                meeting::cancel(core);
                Ok(())
            }),
            CornersCommand::Say { text } => self.speak(|core| meeting::say_in_corner(core, &text)),
            CornersCommand::Stay { on } => self.in_meeting(|core, _, _| meeting::stay(core, on)),
        }
    }

    fn write_note(&self, to: Option<&str>, text: &str) -> Result<Value, Failure> {
        self.speak(|core| {
            let find = |to: &str| core.circle.members().map(|member| member.id).find(|id| hex(id.as_bytes()) == to);
            let to = to.map(|to| find(to).ok_or(Refused::NoteAstray)).transpose()?;
            meeting::note(core, to, text)
        })
    }

    fn appeal(&self, meeting: &str) -> Result<Value, Failure> {
        let find = |core: &Core<S>| {
            let ejections = core.circle.ejections().iter().map(|ejection| ejection.meeting);
            ejections.rev().find(|id| hex(id.as_bytes()) == meeting)
        };
        let meeting = self.with(find).flatten().ok_or(Refused::NotEjected)?;
        self.act(Body::Appeal { meeting })
    }

    fn in_meeting(
        &self,
        act: impl FnOnce(&mut Core<S>, wire::Millis, &mut dyn seal::CryptoRngCore) -> Result<(), Failure>,
    ) -> Result<Value, Failure> {
        let now = self.now();
        let result = self.change(|core| self.io.random(|rng| act(core, now, rng)));
        result.ok_or_else(|| Failure::new("busy"))??;
        self.poke();
        Ok(Value::Nothing)
    }

    fn speak(&self, act: impl FnOnce(&mut Core<S>) -> Result<(), Failure>) -> Result<Value, Failure> {
        self.change(act).ok_or_else(|| Failure::new("busy"))??;
        self.send_live();
        Ok(Value::Nothing)
    }
}

/// The entry for an act; none where the device does it by itself soon.
pub(crate) fn body_of<S: Suite>(core: &Core<S>, act: Act) -> Result<Option<Body>, Failure> {
    let meeting = core.circle.meeting().ok_or(Refused::NoMeeting)?;
    let id = meeting.id;
    Ok(Some(match act {
        Act::Arrive | Act::Door => return Ok(None),
        Act::Depart => Body::Depart { meeting: id },
        Act::HandUp => Body::Hand { meeting: id, up: true },
        Act::HandDown => Body::Hand { meeting: id, up: false },
        Act::Done => turn_done(core, meeting, false),
        Act::DoneWithFeedback => turn_done(core, meeting, true),
        Act::Pass => Body::Pass { meeting: id },
        Act::EndFeedback => end_feedback(core, meeting),
        Act::NextPhase => Body::NextPhase { meeting: id, from: meeting.phase, skip: 0 },
        Act::MoveOn => move_on(core, meeting),
        Act::TakeKeeping => Body::TakeKeeping { meeting: id },
        Act::Close => Body::Close { meeting: id },
    }))
}

fn turn_done<S: Suite>(core: &Core<S>, meeting: &Meeting, feedback: bool) -> Body {
    let turn = meeting.turn_count;
    let me = core.me();
    let lines = core.room.as_ref().map(|room| meeting::counted(room, turn, |author| author.member == me));
    let last = lines.unwrap_or_default().into_iter().map(|(arrival, lines)| (arrival.device, lines)).collect();
    Body::TurnDone { meeting: meeting.id, turn, last, feedback }
}

/// The keeper counts what was heard: the holder's lines, or the answers once feedback is open.
fn move_on<S: Suite>(core: &Core<S>, meeting: &Meeting) -> Body {
    let turn = meeting.turn_count;
    let (holder, held) = meeting.turn().map_or((core.me(), true), |turn| (turn.holder, turn.state == TurnState::Held));
    let lines = core.room.as_ref().map(|room| meeting::counted(room, turn, |author| (author.member == holder) == held));
    Body::MoveOn { meeting: meeting.id, turn, last: lines.unwrap_or_default() }
}

fn end_feedback<S: Suite>(core: &Core<S>, meeting: &Meeting) -> Body {
    let turn = meeting.turn_count;
    let me = core.me();
    let lines = core.room.as_ref().map(|room| meeting::counted(room, turn, |author| author.member != me));
    Body::EndFeedback { meeting: meeting.id, turn, last: lines.unwrap_or_default() }
}

//! Judging live frames: who may speak when (domain R11, I55).

use crate::{
    Arrival, Charter, Feedback, GuestPart, Live, Meeting, MemberId, Phase, PhaseKind, Refused, Seal, Turn, TurnState,
    limits,
};

/// A live frame and where it is judged.
pub(crate) struct Judge<'a> {
    pub(crate) charter: &'a Charter,
    /// The ends of turns are known from here.
    pub(crate) now: &'a Meeting,
    /// The state at which the author stood.
    pub(crate) then: &'a Meeting,
    pub(crate) author: Arrival,
    /// What the author is here for, if a guest.
    pub(crate) guest: Option<GuestPart>,
}

impl Judge<'_> {
    /// Judges a frame.
    pub(crate) fn judge(&self, live: &Live) -> Result<(), Refused> {
        let presence = self.then.presence(self.author).ok_or(Refused::NotPresent)?;
        if presence.waiting {
            return Err(Refused::NotAdmitted);
        }
        // Whoever had to leave still holds the key.
        if self.then.rekey_due && !matches!(live, Live::Here {}) {
            return Err(Refused::RekeyDue);
        }
        if !self.may_at_all(live) {
            return Err(Refused::IsGuest);
        }
        match live {
            Live::Say { turn, line, text, part } => {
                check_text(text, limits::LINE)?;
                self.may_say(*turn, *part, *line, text)?;
                self.before_the_end(*turn, *line)
            }
            Live::Draft { turn, text, .. } => self.may_type(*turn, text),
            Live::Tap { turn, .. } => self.may_tap(*turn).map(|_| ()),
            Live::Tag { turn, tag } => self.may_tag(*turn, *tag),
            Live::Note { seals } | Live::Fit { seals } => self.may_note(seals),
            Live::Topic { topic, text } => {
                let topic = self.then.topic(*topic).ok_or(Refused::TopicUnknown)?;
                self.own(topic.author, Refused::NotYourTopic)?;
                check_text(text, limits::TITLE)
            }
            Live::Question { question, text } => {
                let mut questions = self.then.questions.iter();
                let question = questions.find(|known| known.number == *question).ok_or(Refused::QuestionUnknown)?;
                self.own(question.by, Refused::QuestionUnknown)?;
                check_text(text, limits::TITLE)
            }
            Live::Corner { breakout, corner, text, .. } => {
                check_text(text, limits::LINE)?;
                self.in_corner(*breakout, *corner)
            }
            Live::Milestone { days, text } => self.may_claim(*days, text),
            Live::Here {} => Ok(()),
        }
    }

    /// Who looks on says nothing but to the keeper; a guest has no milestones here.
    const fn may_at_all(&self, live: &Live) -> bool {
        match self.guest {
            None => true,
            Some(GuestPart::Speaks) => !matches!(live, Live::Milestone { .. }),
            Some(GuestPart::Observes) => matches!(live, Live::Here {} | Live::Note { .. }),
        }
    }

    fn phase(&self) -> &Phase {
        &self.charter.phases[self.then.phase as usize]
    }

    fn own(&self, author: MemberId, refused: Refused) -> Result<(), Refused> {
        if author == self.author.member { Ok(()) } else { Err(refused) }
    }

    fn together(&self) -> Result<(), Refused> {
        if self.then.pause.is_some() {
            return Err(Refused::Paused);
        }
        if self.then.breakout.is_some() { Err(Refused::InCorners) } else { Ok(()) }
    }

    fn may_say(&self, number: u32, part: u32, line: u32, text: &str) -> Result<(), Refused> {
        self.together()?;
        match self.phase().kind {
            PhaseKind::Silence => return Err(Refused::Silence),
            PhaseKind::Open if number == 0 => return Ok(()),
            PhaseKind::Open => return Err(Refused::WrongTurn),
            _ => {}
        }
        let turn = self.then.turn().ok_or(Refused::NotYourTurn)?;
        if turn.number != number {
            return Err(Refused::WrongTurn);
        }
        let holds = turn.holder == self.author.member;
        let may = match turn.state {
            TurnState::Held => holds || turn.wish == Feedback::Open,
            TurnState::Feedback => !holds && self.phase().kind != PhaseKind::Example,
            TurnState::Over => false,
        };
        if !may {
            return Err(Refused::NotYourTurn);
        }
        if turn.state == TurnState::Held && turn.part != part {
            return Err(Refused::WrongPart);
        }
        let lines = self.phase().lines;
        if holds && lines > 0 && (line >= lines || text.contains('\n')) {
            return Err(Refused::TooManyLines);
        }
        Ok(())
    }

    /// Whoever ended the turn or its feedback named how many lines count, so every device drops the same ones.
    fn before_the_end(&self, number: u32, line: u32) -> Result<(), Refused> {
        if number == 0 {
            return Ok(());
        }
        let turn = self.now.turns.get(&number).ok_or(Refused::TooOld)?;
        match self.counted(turn) {
            Some(lines) if line >= lines => Err(Refused::AfterTheEnd),
            Some(_) | None => Ok(()),
        }
    }

    /// How many lines of the author count in this turn; none while that is open.
    fn counted(&self, turn: &Turn) -> Option<u32> {
        let author = self.author;
        if turn.holder == author.member {
            turn.lines.as_ref().map(|lines| lines.get(&author.device).copied().unwrap_or_default())
        } else {
            turn.answers.as_ref().map(|answers| answers.get(&author).copied().unwrap_or_default())
        }
    }

    fn may_type(&self, number: u32, text: &str) -> Result<(), Refused> {
        self.together()?;
        if text.chars().count() > limits::LINE {
            return Err(Refused::TextTooLong);
        }
        let turn = self.then.turn().filter(|turn| turn.number == number).ok_or(Refused::WrongTurn)?;
        self.own(turn.holder, Refused::NotYourTurn)?;
        if turn.typing && turn.state == TurnState::Held { Ok(()) } else { Err(Refused::NoTypingHere) }
    }

    fn may_tap(&self, number: u32) -> Result<&Turn, Refused> {
        if !(1..=self.then.turn_count).contains(&number) {
            return Err(Refused::WrongTurn);
        }
        let turn = self.then.turns.get(&number).ok_or(Refused::TooOld)?;
        if turn.holder == self.author.member {
            return Err(Refused::OwnTurn);
        }
        if turn.wish == Feedback::Silent { Err(Refused::TapsUnwanted) } else { Ok(turn) }
    }

    /// After an example, once all its parts were told; elsewhere as taps.
    fn may_tag(&self, number: u32, tag: u32) -> Result<(), Refused> {
        let turn = self.may_tap(number)?;
        let phase = &self.charter.phases[turn.phase as usize];
        let known = self.charter.tags.get(tag as usize).is_some_and(|tag| phase.tags.contains(&tag.id));
        let told = phase.kind != PhaseKind::Example || turn.state == TurnState::Feedback;
        if known && told { Ok(()) } else { Err(Refused::NoTags) }
    }

    /// To the devices of the keeper, or from the keeper to those of one member.
    fn may_note(&self, seals: &[Seal]) -> Result<(), Refused> {
        let to = seals.first().map(|seal| seal.to.member).ok_or(Refused::NoteAstray)?;
        let keeper = self.then.keeper;
        let concerns = (to == keeper) != (self.author.member == keeper);
        let fits = |seal: &Seal| {
            let here = self.then.presence(seal.to).is_some();
            seal.to.member == to && here && (1..=limits::NOTE_SEALED).contains(&seal.sealed.len())
        };
        let few = seals.len() <= limits::ARRIVALS_PER_MEMBER;
        if concerns && few && seals.iter().all(fits) { Ok(()) } else { Err(Refused::NoteAstray) }
    }

    fn in_corner(&self, number: u32, place: u32) -> Result<(), Refused> {
        let breakout = self.then.breakout.as_ref().filter(|b| b.number == number).ok_or(Refused::NoBreakout)?;
        let corner = breakout.corners.get(place as usize).ok_or(Refused::NoBreakout)?;
        if self.then.pause.is_some() {
            return Err(Refused::Paused);
        }
        let within = corner.keyed.contains(&self.author) && corner.members.contains(&self.author.member);
        if !within {
            return Err(Refused::NotYourCorner);
        }
        if corner.is_open(self.then) { Ok(()) } else { Err(Refused::CornerKeyDue) }
    }

    fn may_claim(&self, days: u32, text: &str) -> Result<(), Refused> {
        let marked = days == 0 || self.charter.milestones.marks.contains(&days);
        if !self.phase().milestones || !marked {
            return Err(Refused::NoMilestonesHere);
        }
        if text.chars().count() > limits::TITLE { Err(Refused::TextTooLong) } else { Ok(()) }
    }
}

fn check_text(text: &str, most: usize) -> Result<(), Refused> {
    if text.trim().is_empty() {
        return Err(Refused::TextEmpty);
    }
    if text.chars().count() > most { Err(Refused::TextTooLong) } else { Ok(()) }
}

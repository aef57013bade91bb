//! Why something was refused. Carries nothing personal, so that it may stand in a log.

/// Why an entry, commit or live frame was refused: one case per rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("refused: {}", self.code())]
pub enum Refused {
    /// The bytes are not an entry that this version knows.
    Malformed,
    /// The author is not a member.
    NotAMember,
    /// The author has left.
    Leaving,
    /// The entry repeats one that was folded before.
    Repeated,
    /// The entry claims to have seen what has not happened yet.
    KnowsTooMuch,
    /// Only shares, taps and take-backs come back from before a snapshot.
    NotKept,
    /// The name is empty, too long or holds characters that cannot be shown.
    NameUnusable,
    /// Another member has this name.
    NameTaken,
    /// The invite has no uses, has already expired or names another maker.
    InviteUnusable,
    /// There is no such invite, or it was ended.
    InviteUnknown,
    /// The invite's last day has passed.
    InviteExpired,
    /// The invite has no uses left.
    InviteUsedUp,
    /// There is an invite with this id.
    InviteTaken,
    /// There are too many open invites.
    TooManyInvites,
    /// Only its maker, a greeter or a keeper may end an invite.
    NotYourInvite,
    /// The charter has no such role.
    RoleUnknown,
    /// All seats of this role are taken.
    RoleFull,
    /// The author serves in this role already.
    AlreadyServing,
    /// The author does not serve in this role.
    NotServing,
    /// There are no words in it.
    TextEmpty,
    /// The words are too many for one piece.
    TextTooLong,
    /// This circle asks for a content note on every share.
    NoteMissing,
    /// There is no such share, or it has expired.
    ShareUnknown,
    /// The share was taken back.
    ShareTakenBack,
    /// One does not tap one's own share.
    OwnShare,
    /// The author has tapped like this already.
    AlreadyTapped,
    /// Only its author takes a share back.
    NotYourShare,
    /// This circle lets newcomers in by a greeter or keeper.
    NotAGreeter,
    /// The circle has as many members as it can hold.
    CircleFull,
    /// There is or was a member with this id.
    MemberTaken,
    /// Another member has this signing key.
    KeyTaken,
    /// The accepted pledge is not the present one.
    PledgeOutdated,
    /// A removal without a ground.
    NoGround,
    /// Coming back needs removal and addition of the same member with the same key.
    RejoinMismatch,
    /// The knock key is replaced after a removal, once.
    KnockNotDue,
    /// The knock key has no usable length.
    KnockKeyUnusable,
    /// A meeting is running already.
    MeetingRunning,
    /// Meetings are opened by a keeper or deputy.
    MayNotOpen,
    /// This meeting is not running.
    NoMeeting,
    /// The arrival's key has no usable length.
    ArrivalKeyUnusable,
    /// The meeting holds as many devices as it can.
    MeetingFull,
    /// The author is here with too many devices.
    TooManyDevices,
    /// The author is out of this meeting.
    PutOut,
    /// The author's device is not in the meeting.
    NotPresent,
    /// The author's device still waits at the door.
    NotAdmitted,
    /// The key's number is not the next one.
    WrongKeyIndex,
    /// The seals do not cover exactly those who shall have the key.
    WrongSeals,
    /// Nobody waits at the door.
    NobodyWaits,
    /// The door stays shut while somebody shares or hears feedback.
    DoorShut,
    /// Only the meeting's keeper may do this.
    NotTheKeeper,
    /// Somebody holds the floor, or feedback is open.
    FloorHeld,
    /// The meeting is in another phase.
    WrongPhase,
    /// There is no further phase.
    LastPhase,
    /// No hands are raised in this phase.
    NoHands,
    /// The hand is there already.
    HandUnchanged,
    /// Somebody else holds the floor, or nobody does.
    NotYourTurn,
    /// This turn is not the present one.
    WrongTurn,
    /// The counts of lines name a device twice, or one that is not concerned.
    WrongLines,
    /// This phase has no feedback.
    NoFeedbackHere,
    /// No feedback is open.
    NoFeedbackOpen,
    /// The author is the meeting's keeper already.
    AlreadyKeeper,
    /// The meeting's keeper is here.
    KeeperHere,
    /// This phase is silent.
    Silence,
    /// The line came after the end of its turn.
    AfterTheEnd,
    /// One does not tap one's own turn.
    OwnTurn,
    /// There are no turns of one's own in this phase.
    NoTurnsHere,
    /// More time later is for those who have had a turn.
    NoTurnYet,
    /// The author has had this turn already.
    HadTurn,
    /// It is so already.
    Unchanged,
    /// Who only listens, pauses or is away takes no turn.
    NotAsUsual,
    /// Shares are not held in this phase.
    NotHeldHere,
    /// The turn was not held.
    NotHeld,
    /// A held share is moved on by two keepers together.
    ShareHeld,
    /// Somebody has the aftercare, or it is not wanted.
    AftercareSettled,
    /// There is no quiet after this turn.
    NotQuiet,
    /// Enough people do this service.
    ServiceFull,
    /// The turn has further parts.
    PartsLeft,
    /// The turn is in another part.
    WrongPart,
    /// The turn has no further part.
    LastPart,
    /// Only optional phases are skipped.
    NotOptional,
    /// No topics are proposed in this phase.
    NoAgendaHere,
    /// No topics are opened in this phase.
    NoTopicsHere,
    /// No topic is open.
    NoTopicOpen,
    /// The agenda is full, or the author has enough topics on it.
    TooManyTopics,
    /// There is no such topic, or it is not at this point.
    TopicUnknown,
    /// Only its author may do this with a topic.
    NotYourTopic,
    /// No questions are asked in this phase.
    NoBusinessHere,
    /// A question is open.
    QuestionOpen,
    /// There were enough questions for one meeting.
    TooManyQuestions,
    /// There is no such question, or it is not at this point.
    QuestionUnknown,
    /// The author has answered already.
    AlreadyAnswered,
    /// The answer is not the one that was sealed.
    WrongAnswer,
    /// The author did not have to leave this meeting.
    NotEjected,
    /// The circle has been asked already.
    AlreadyAppealed,
    /// Somebody who has to leave the circle has no say in it: they may leave by themselves.
    OwnRemoval,
    /// Who has just come puts nobody out who was here before.
    TooNew,
    /// That somebody has to leave is said by those who keep the circle, as long as others do.
    MayNotRemove,
    /// It has been moved already that this member leaves.
    RemovalMoved,
    /// The author has moved enough of the kind.
    TooManyRemovals,
    /// This was not moved, is moved otherwise by now, or has fallen.
    NoRemoval,
    /// Somebody else confirms what the author has moved.
    OwnMove,
    /// Only whoever moved it takes it back.
    NotYourMove,
    /// That somebody goes with all devices is for the keepers to say first.
    LastDevice,
    /// Somebody had to leave: nothing is said until there is another key.
    RekeyDue,
    /// The meeting pauses.
    Paused,
    /// People are in their corners.
    InCorners,
    /// The corners are not as they must be.
    WrongCorners,
    /// There is no such corner.
    NoBreakout,
    /// The author is in another corner.
    NotYourCorner,
    /// Somebody came to the corner or left it: nothing is said there until it has another key.
    CornerKeyDue,
    /// The phase asks for fewer lines.
    TooManyLines,
    /// Words are not shown while they are typed unless the holder chose it.
    NoTypingHere,
    /// There is no such tool tag here, or not yet.
    NoTags,
    /// The holder wishes for no answer.
    TapsUnwanted,
    /// A note goes to the keeper, or from the keeper to one member.
    NoteAstray,
    /// No milestones are told in this phase, or not this one.
    NoMilestonesHere,
    /// The schedule is set by a keeper or deputy.
    MayNotSchedule,
    /// There is no such series.
    SeriesUnknown,
    /// A field of the series breaks a limit.
    SeriesUnusable,
    /// The schedule holds as many series as it can.
    TooManySeries,
    /// Nothing happens on that date, or it is over.
    NoOccurrence,
    /// Somebody has this seat and does not offer it, or it cannot be asked for.
    SeatTaken,
    /// The seat is somebody else's, or nobody's.
    NotYourSeat,
    /// The rota holds as many seats as it can.
    TooManySeats,
    /// Nobody has asked for hours, or the asking is over.
    HoursUnasked,
    /// Key or sealed hours have no usable length.
    HoursUnusable,
    /// A round is running already.
    RoundRunning,
    /// This round is not running.
    NoRound,
    /// A step of the charter names no phase, or the round's id was used before.
    RoundUnusable,
    /// The leader may still open the round, or it is not due yet.
    RoundTooEarly,
    /// The step has not begun, or its time is over.
    StepClosed,
    /// The author has had a turn in this step.
    RoundTurnTaken,
    /// The round holds as many turns as it can.
    RoundFull,
    /// The round is still going on.
    RoundNotQuiet,
    /// This turn takes no answers.
    NoAnswersHere,
    /// The time to answer this turn is over.
    AnswersClosed,
    /// The claim would move nothing.
    NothingToTell,
    /// The frame belongs to a position that has not been folded yet. Hold it and ask again.
    Ahead,
    /// The frame belongs to a position that is no longer remembered.
    TooOld,
}

impl Refused {
    /// All refusals, so that a message catalogue can be checked for completeness.
    pub const ALL: &[Self] = &[
        Self::Malformed,
        Self::NotAMember,
        Self::Leaving,
        Self::Repeated,
        Self::KnowsTooMuch,
        Self::NotKept,
        Self::NameUnusable,
        Self::NameTaken,
        Self::InviteUnusable,
        Self::InviteUnknown,
        Self::InviteExpired,
        Self::InviteUsedUp,
        Self::InviteTaken,
        Self::TooManyInvites,
        Self::NotYourInvite,
        Self::RoleUnknown,
        Self::RoleFull,
        Self::AlreadyServing,
        Self::NotServing,
        Self::TextEmpty,
        Self::TextTooLong,
        Self::NoteMissing,
        Self::ShareUnknown,
        Self::ShareTakenBack,
        Self::OwnShare,
        Self::AlreadyTapped,
        Self::NotYourShare,
        Self::NotAGreeter,
        Self::CircleFull,
        Self::MemberTaken,
        Self::KeyTaken,
        Self::PledgeOutdated,
        Self::NoGround,
        Self::RejoinMismatch,
        Self::KnockNotDue,
        Self::KnockKeyUnusable,
        Self::MeetingRunning,
        Self::MayNotOpen,
        Self::NoMeeting,
        Self::ArrivalKeyUnusable,
        Self::MeetingFull,
        Self::TooManyDevices,
        Self::PutOut,
        Self::NotPresent,
        Self::NotAdmitted,
        Self::WrongKeyIndex,
        Self::WrongSeals,
        Self::NobodyWaits,
        Self::DoorShut,
        Self::NotTheKeeper,
        Self::FloorHeld,
        Self::WrongPhase,
        Self::LastPhase,
        Self::NoHands,
        Self::HandUnchanged,
        Self::NotYourTurn,
        Self::WrongTurn,
        Self::WrongLines,
        Self::NoFeedbackHere,
        Self::NoFeedbackOpen,
        Self::AlreadyKeeper,
        Self::KeeperHere,
        Self::Silence,
        Self::AfterTheEnd,
        Self::OwnTurn,
        Self::NoTurnsHere,
        Self::NoTurnYet,
        Self::HadTurn,
        Self::Unchanged,
        Self::NotAsUsual,
        Self::NotHeldHere,
        Self::NotHeld,
        Self::ShareHeld,
        Self::AftercareSettled,
        Self::NotQuiet,
        Self::ServiceFull,
        Self::PartsLeft,
        Self::WrongPart,
        Self::LastPart,
        Self::NotOptional,
        Self::NoAgendaHere,
        Self::NoTopicsHere,
        Self::NoTopicOpen,
        Self::TooManyTopics,
        Self::TopicUnknown,
        Self::NotYourTopic,
        Self::NoBusinessHere,
        Self::QuestionOpen,
        Self::TooManyQuestions,
        Self::QuestionUnknown,
        Self::AlreadyAnswered,
        Self::WrongAnswer,
        Self::NotEjected,
        Self::AlreadyAppealed,
        Self::OwnRemoval,
        Self::TooNew,
        Self::MayNotRemove,
        Self::RemovalMoved,
        Self::TooManyRemovals,
        Self::NoRemoval,
        Self::OwnMove,
        Self::NotYourMove,
        Self::LastDevice,
        Self::RekeyDue,
        Self::Paused,
        Self::InCorners,
        Self::WrongCorners,
        Self::NoBreakout,
        Self::NotYourCorner,
        Self::CornerKeyDue,
        Self::TooManyLines,
        Self::NoTypingHere,
        Self::NoTags,
        Self::TapsUnwanted,
        Self::NoteAstray,
        Self::NoMilestonesHere,
        Self::MayNotSchedule,
        Self::SeriesUnknown,
        Self::SeriesUnusable,
        Self::TooManySeries,
        Self::NoOccurrence,
        Self::SeatTaken,
        Self::NotYourSeat,
        Self::TooManySeats,
        Self::HoursUnasked,
        Self::HoursUnusable,
        Self::RoundRunning,
        Self::NoRound,
        Self::RoundUnusable,
        Self::RoundTooEarly,
        Self::StepClosed,
        Self::RoundTurnTaken,
        Self::RoundFull,
        Self::RoundNotQuiet,
        Self::NoAnswersHere,
        Self::AnswersClosed,
        Self::NothingToTell,
        Self::Ahead,
        Self::TooOld,
    ];

    /// Key of the sentence in the message catalogues: snake case, stable.
    #[expect(clippy::too_many_lines, reason = "one line per refusal")]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::NotAMember => "not_a_member",
            Self::Leaving => "leaving",
            Self::Repeated => "repeated",
            Self::KnowsTooMuch => "knows_too_much",
            Self::NotKept => "not_kept",
            Self::NameUnusable => "name_unusable",
            Self::NameTaken => "name_taken",
            Self::InviteUnusable => "invite_unusable",
            Self::InviteUnknown => "invite_unknown",
            Self::InviteExpired => "invite_expired",
            Self::InviteUsedUp => "invite_used_up",
            Self::InviteTaken => "invite_taken",
            Self::TooManyInvites => "too_many_invites",
            Self::NotYourInvite => "not_your_invite",
            Self::RoleUnknown => "role_unknown",
            Self::RoleFull => "role_full",
            Self::AlreadyServing => "already_serving",
            Self::NotServing => "not_serving",
            Self::TextEmpty => "text_empty",
            Self::TextTooLong => "text_too_long",
            Self::NoteMissing => "note_missing",
            Self::ShareUnknown => "share_unknown",
            Self::ShareTakenBack => "share_taken_back",
            Self::OwnShare => "own_share",
            Self::AlreadyTapped => "already_tapped",
            Self::NotYourShare => "not_your_share",
            Self::NotAGreeter => "not_a_greeter",
            Self::CircleFull => "circle_full",
            Self::MemberTaken => "member_taken",
            Self::KeyTaken => "key_taken",
            Self::PledgeOutdated => "pledge_outdated",
            Self::NoGround => "no_ground",
            Self::RejoinMismatch => "rejoin_mismatch",
            Self::KnockNotDue => "knock_not_due",
            Self::KnockKeyUnusable => "knock_key_unusable",
            Self::MeetingRunning => "meeting_running",
            Self::MayNotOpen => "may_not_open",
            Self::NoMeeting => "no_meeting",
            Self::ArrivalKeyUnusable => "arrival_key_unusable",
            Self::MeetingFull => "meeting_full",
            Self::TooManyDevices => "too_many_devices",
            Self::PutOut => "put_out",
            Self::NotPresent => "not_present",
            Self::NotAdmitted => "not_admitted",
            Self::WrongKeyIndex => "wrong_key_index",
            Self::WrongSeals => "wrong_seals",
            Self::NobodyWaits => "nobody_waits",
            Self::DoorShut => "door_shut",
            Self::NotTheKeeper => "not_the_keeper",
            Self::FloorHeld => "floor_held",
            Self::WrongPhase => "wrong_phase",
            Self::LastPhase => "last_phase",
            Self::NoHands => "no_hands",
            Self::HandUnchanged => "hand_unchanged",
            Self::NotYourTurn => "not_your_turn",
            Self::WrongTurn => "wrong_turn",
            Self::WrongLines => "wrong_lines",
            Self::NoFeedbackHere => "no_feedback_here",
            Self::NoFeedbackOpen => "no_feedback_open",
            Self::AlreadyKeeper => "already_keeper",
            Self::KeeperHere => "keeper_here",
            Self::Silence => "silence",
            Self::AfterTheEnd => "after_the_end",
            Self::OwnTurn => "own_turn",
            Self::NoTurnsHere => "no_turns_here",
            Self::NoTurnYet => "no_turn_yet",
            Self::HadTurn => "had_turn",
            Self::Unchanged => "unchanged",
            Self::NotAsUsual => "not_as_usual",
            Self::NotHeldHere => "not_held_here",
            Self::NotHeld => "not_held",
            Self::ShareHeld => "share_held",
            Self::AftercareSettled => "aftercare_settled",
            Self::NotQuiet => "not_quiet",
            Self::ServiceFull => "service_full",
            Self::PartsLeft => "parts_left",
            Self::WrongPart => "wrong_part",
            Self::LastPart => "last_part",
            Self::NotOptional => "not_optional",
            Self::NoAgendaHere => "no_agenda_here",
            Self::NoTopicsHere => "no_topics_here",
            Self::NoTopicOpen => "no_topic_open",
            Self::TooManyTopics => "too_many_topics",
            Self::TopicUnknown => "topic_unknown",
            Self::NotYourTopic => "not_your_topic",
            Self::NoBusinessHere => "no_business_here",
            Self::QuestionOpen => "question_open",
            Self::TooManyQuestions => "too_many_questions",
            Self::QuestionUnknown => "question_unknown",
            Self::AlreadyAnswered => "already_answered",
            Self::WrongAnswer => "wrong_answer",
            Self::NotEjected => "not_ejected",
            Self::AlreadyAppealed => "already_appealed",
            Self::OwnRemoval => "own_removal",
            Self::TooNew => "too_new",
            Self::MayNotRemove => "may_not_remove",
            Self::RemovalMoved => "removal_moved",
            Self::TooManyRemovals => "too_many_removals",
            Self::NoRemoval => "no_removal",
            Self::OwnMove => "own_move",
            Self::NotYourMove => "not_your_move",
            Self::LastDevice => "last_device",
            Self::RekeyDue => "rekey_due",
            Self::Paused => "paused",
            Self::InCorners => "in_corners",
            Self::WrongCorners => "wrong_corners",
            Self::NoBreakout => "no_breakout",
            Self::NotYourCorner => "not_your_corner",
            Self::CornerKeyDue => "corner_key_due",
            Self::TooManyLines => "too_many_lines",
            Self::NoTypingHere => "no_typing_here",
            Self::NoTags => "no_tags",
            Self::TapsUnwanted => "taps_unwanted",
            Self::NoteAstray => "note_astray",
            Self::NoMilestonesHere => "no_milestones_here",
            Self::MayNotSchedule => "may_not_schedule",
            Self::SeriesUnknown => "series_unknown",
            Self::SeriesUnusable => "series_unusable",
            Self::TooManySeries => "too_many_series",
            Self::NoOccurrence => "no_occurrence",
            Self::SeatTaken => "seat_taken",
            Self::NotYourSeat => "not_your_seat",
            Self::TooManySeats => "too_many_seats",
            Self::HoursUnasked => "hours_unasked",
            Self::HoursUnusable => "hours_unusable",
            Self::RoundRunning => "round_running",
            Self::NoRound => "no_round",
            Self::RoundUnusable => "round_unusable",
            Self::RoundTooEarly => "round_too_early",
            Self::StepClosed => "step_closed",
            Self::RoundTurnTaken => "round_turn_taken",
            Self::RoundFull => "round_full",
            Self::RoundNotQuiet => "round_not_quiet",
            Self::NoAnswersHere => "no_answers_here",
            Self::AnswersClosed => "answers_closed",
            Self::NothingToTell => "nothing_to_tell",
            Self::Ahead => "ahead",
            Self::TooOld => "too_old",
        }
    }
}

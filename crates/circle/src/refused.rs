//! Why something was refused. Carries nothing personal, so that it may stand in a log.

/// Defines the refusals: a line for each, with the key of its sentence in the message catalogues.
macro_rules! refusals {
    ($($(#[doc = $why:literal])+ $name:ident = $code:literal,)+) => {
        /// Why an entry, commit or live frame was refused: one case per rule.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
        #[error("refused: {}", self.code())]
        pub enum Refused {
            $($(#[doc = $why])+ $name,)+
        }

        impl Refused {
            /// All refusals, so that a message catalogue can be checked for completeness.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// Key of the sentence in the message catalogues: snake case, stable.
            pub const fn code(&self) -> &'static str {
                match self {
                    $(Self::$name => $code,)+
                }
            }
        }
    };
}

refusals! {
    /// The bytes are not an entry that this version knows.
    Malformed = "malformed",
    /// The author is not a member.
    NotAMember = "not_a_member",
    /// The author has left.
    Leaving = "leaving",
    /// The entry repeats one that was folded before.
    Repeated = "repeated",
    /// The entry claims to have seen what has not happened yet.
    KnowsTooMuch = "knows_too_much",
    /// Only shares, taps and take-backs come back from before a snapshot.
    NotKept = "not_kept",
    /// The name is empty, too long or holds characters that cannot be shown.
    NameUnusable = "name_unusable",
    /// Another member has this name.
    NameTaken = "name_taken",
    /// The invite has no uses, has already expired or names another maker.
    InviteUnusable = "invite_unusable",
    /// There is no such invite, or it was ended.
    InviteUnknown = "invite_unknown",
    /// The invite's last day has passed.
    InviteExpired = "invite_expired",
    /// The invite has no uses left.
    InviteUsedUp = "invite_used_up",
    /// There is an invite with this id.
    InviteTaken = "invite_taken",
    /// There are too many open invites.
    TooManyInvites = "too_many_invites",
    /// Only its maker, a greeter or a keeper may end an invite.
    NotYourInvite = "not_your_invite",
    /// The charter has no such role.
    RoleUnknown = "role_unknown",
    /// All seats of this role are taken.
    RoleFull = "role_full",
    /// The author serves in this role already.
    AlreadyServing = "already_serving",
    /// The author does not serve in this role.
    NotServing = "not_serving",
    /// There are no words in it.
    TextEmpty = "text_empty",
    /// The words are too many for one piece.
    TextTooLong = "text_too_long",
    /// This circle asks for a content note on every share.
    NoteMissing = "note_missing",
    /// There is no such share, or it has expired.
    ShareUnknown = "share_unknown",
    /// The share was taken back.
    ShareTakenBack = "share_taken_back",
    /// One does not tap one's own share.
    OwnShare = "own_share",
    /// The author has tapped like this already.
    AlreadyTapped = "already_tapped",
    /// Only its author takes a share back.
    NotYourShare = "not_your_share",
    /// This circle lets newcomers in by a greeter or keeper.
    NotAGreeter = "not_a_greeter",
    /// The circle has as many members as it can hold.
    CircleFull = "circle_full",
    /// There is or was a member with this id.
    MemberTaken = "member_taken",
    /// Another member has this signing key.
    KeyTaken = "key_taken",
    /// The accepted pledge is not the present one.
    PledgeOutdated = "pledge_outdated",
    /// A removal without a ground.
    NoGround = "no_ground",
    /// Coming back needs removal and addition of the same member with the same key.
    RejoinMismatch = "rejoin_mismatch",
    /// The knock key is replaced after a removal, once.
    KnockNotDue = "knock_not_due",
    /// The knock key has no usable length.
    KnockKeyUnusable = "knock_key_unusable",
    /// A meeting is running already.
    MeetingRunning = "meeting_running",
    /// Meetings are opened by a keeper or deputy.
    MayNotOpen = "may_not_open",
    /// This meeting is not running.
    NoMeeting = "no_meeting",
    /// The arrival's key has no usable length.
    ArrivalKeyUnusable = "arrival_key_unusable",
    /// The meeting holds as many devices as it can.
    MeetingFull = "meeting_full",
    /// The author is out of this meeting.
    PutOut = "put_out",
    /// The author's device is not in the meeting.
    NotPresent = "not_present",
    /// The author's device still waits at the door.
    NotAdmitted = "not_admitted",
    /// The key's number is not the next one.
    WrongKeyIndex = "wrong_key_index",
    /// The seals do not cover exactly those who shall have the key.
    WrongSeals = "wrong_seals",
    /// Nobody waits at the door.
    NobodyWaits = "nobody_waits",
    /// The door stays shut while somebody shares or hears feedback.
    DoorShut = "door_shut",
    /// Only the meeting's keeper may do this.
    NotTheKeeper = "not_the_keeper",
    /// Somebody holds the floor, or feedback is open.
    FloorHeld = "floor_held",
    /// The meeting is in another phase.
    WrongPhase = "wrong_phase",
    /// There is no further phase.
    LastPhase = "last_phase",
    /// No hands are raised in this phase.
    NoHands = "no_hands",
    /// The hand is there already.
    HandUnchanged = "hand_unchanged",
    /// Somebody else holds the floor, or nobody does.
    NotYourTurn = "not_your_turn",
    /// This turn is not the present one.
    WrongTurn = "wrong_turn",
    /// The counts of lines name a device twice, or one that is not concerned.
    WrongLines = "wrong_lines",
    /// This phase has no feedback.
    NoFeedbackHere = "no_feedback_here",
    /// No feedback is open.
    NoFeedbackOpen = "no_feedback_open",
    /// The author is the meeting's keeper already.
    AlreadyKeeper = "already_keeper",
    /// The meeting's keeper is here.
    KeeperHere = "keeper_here",
    /// This phase is silent.
    Silence = "silence",
    /// The line came after the end of its turn.
    AfterTheEnd = "after_the_end",
    /// One does not tap one's own turn.
    OwnTurn = "own_turn",
    /// There are no turns of one's own in this phase.
    NoTurnsHere = "no_turns_here",
    /// More time later is for those who have had a turn.
    NoTurnYet = "no_turn_yet",
    /// The author has had this turn already.
    HadTurn = "had_turn",
    /// It is so already.
    Unchanged = "unchanged",
    /// Who only listens, pauses or is away takes no turn.
    NotAsUsual = "not_as_usual",
    /// Shares are not held in this phase.
    NotHeldHere = "not_held_here",
    /// The turn was not held.
    NotHeld = "not_held",
    /// A held share is moved on by two keepers together.
    ShareHeld = "share_held",
    /// Somebody has the aftercare, or it is not wanted.
    AftercareSettled = "aftercare_settled",
    /// There is no quiet after this turn.
    NotQuiet = "not_quiet",
    /// Enough people do this service.
    ServiceFull = "service_full",
    /// The turn has further parts.
    PartsLeft = "parts_left",
    /// The turn is in another part.
    WrongPart = "wrong_part",
    /// The turn has no further part.
    LastPart = "last_part",
    /// Only optional phases are skipped.
    NotOptional = "not_optional",
    /// No topics are proposed in this phase.
    NoAgendaHere = "no_agenda_here",
    /// No topics are opened in this phase.
    NoTopicsHere = "no_topics_here",
    /// No topic is open.
    NoTopicOpen = "no_topic_open",
    /// The agenda is full, or the author has enough topics on it.
    TooManyTopics = "too_many_topics",
    /// There is no such topic, or it is not at this point.
    TopicUnknown = "topic_unknown",
    /// Only its author may do this with a topic.
    NotYourTopic = "not_your_topic",
    /// No questions are asked in this phase.
    NoBusinessHere = "no_business_here",
    /// A question is open.
    QuestionOpen = "question_open",
    /// There were enough questions for one meeting.
    TooManyQuestions = "too_many_questions",
    /// There is no such question, or it is not at this point.
    QuestionUnknown = "question_unknown",
    /// The author has answered already.
    AlreadyAnswered = "already_answered",
    /// The answer is not the one that was sealed.
    WrongAnswer = "wrong_answer",
    /// The author did not have to leave this meeting.
    NotEjected = "not_ejected",
    /// The circle has been asked already.
    AlreadyAppealed = "already_appealed",
    /// Somebody who has to leave the circle has no say in it: they may leave by themselves.
    OwnRemoval = "own_removal",
    /// Who has just come puts nobody out who was here before.
    TooNew = "too_new",
    /// That somebody has to leave is said by those who keep the circle, as long as others do.
    MayNotRemove = "may_not_remove",
    /// It has been moved already that this member leaves.
    RemovalMoved = "removal_moved",
    /// The author has moved enough of the kind.
    TooManyRemovals = "too_many_removals",
    /// This was not moved, is moved otherwise by now, or has fallen.
    NoRemoval = "no_removal",
    /// Somebody else confirms what the author has moved.
    OwnMove = "own_move",
    /// Only whoever moved it takes it back.
    NotYourMove = "not_your_move",
    /// The guest's last day is over.
    GuestOver = "guest_over",
    /// Guests do not do this.
    IsGuest = "is_guest",
    /// This circle has no guests of this kind.
    NoGuests = "no_guests",
    /// The last day of the visit has passed, or is too far ahead.
    VisitUnusable = "visit_unusable",
    /// Enough guests are asked for.
    TooManyVisits = "too_many_visits",
    /// There is no such visit, it has fallen, or is not agreed.
    VisitUnknown = "visit_unknown",
    /// One of the two who let a guest in keeps the circle.
    GuestsByKeeper = "guests_by_keeper",
    /// No links for new members are made while a guest is here.
    GuestHere = "guest_here",
    /// The card is a matter of those who keep the circle, as long as others do.
    CardByKeeper = "card_by_keeper",
    /// What the card is to say breaks a limit or cannot be shown.
    CardUnusable = "card_unusable",
    /// No such card is proposed, or it has fallen.
    NoCardProposal = "no_card_proposal",
    /// A first card brings keys of its own, and a card that is shown keeps its own.
    CardKeysMismatch = "card_keys_mismatch",
    /// The circle has no card.
    NoCard = "no_card",
    /// The link on the card goes with the card.
    InviteOnCard = "invite_on_card",
    /// This member is no guest.
    NotAGuest = "not_a_guest",
    /// That somebody goes with all devices is for the keepers to say first.
    LastDevice = "last_device",
    /// Somebody had to leave: nothing is said until there is another key.
    RekeyDue = "rekey_due",
    /// The meeting pauses.
    Paused = "paused",
    /// People are in their corners.
    InCorners = "in_corners",
    /// The corners are not as they must be.
    WrongCorners = "wrong_corners",
    /// There is no such corner.
    NoBreakout = "no_breakout",
    /// The author is in another corner.
    NotYourCorner = "not_your_corner",
    /// Somebody came to the corner or left it: nothing is said there until it has another key.
    CornerKeyDue = "corner_key_due",
    /// The phase asks for fewer lines.
    TooManyLines = "too_many_lines",
    /// Words are not shown while they are typed unless the holder chose it.
    NoTypingHere = "no_typing_here",
    /// There is no such tool tag here, or not yet.
    NoTags = "no_tags",
    /// The holder wishes for no answer.
    TapsUnwanted = "taps_unwanted",
    /// A note goes to the keeper, or from the keeper to one member.
    NoteAstray = "note_astray",
    /// No milestones are told in this phase, or not this one.
    NoMilestonesHere = "no_milestones_here",
    /// The schedule is set by a keeper or deputy.
    MayNotSchedule = "may_not_schedule",
    /// There is no such series.
    SeriesUnknown = "series_unknown",
    /// A field of the series breaks a limit.
    SeriesUnusable = "series_unusable",
    /// The schedule holds as many series as it can.
    TooManySeries = "too_many_series",
    /// Nothing happens on that date, or it is over.
    NoOccurrence = "no_occurrence",
    /// Somebody has this seat and does not offer it, or it cannot be asked for.
    SeatTaken = "seat_taken",
    /// The seat is somebody else's, or nobody's.
    NotYourSeat = "not_your_seat",
    /// The rota holds as many seats as it can.
    TooManySeats = "too_many_seats",
    /// Nobody has asked for hours, or the asking is over.
    HoursUnasked = "hours_unasked",
    /// Key or sealed hours have no usable length.
    HoursUnusable = "hours_unusable",
    /// A round is running already.
    RoundRunning = "round_running",
    /// This round is not running.
    NoRound = "no_round",
    /// A step of the charter names no phase, or the round's id was used before.
    RoundUnusable = "round_unusable",
    /// The leader may still open the round, or it is not due yet.
    RoundTooEarly = "round_too_early",
    /// The step has not begun, or its time is over.
    StepClosed = "step_closed",
    /// The author has had a turn in this step.
    RoundTurnTaken = "round_turn_taken",
    /// The round holds as many turns as it can.
    RoundFull = "round_full",
    /// The round is still going on.
    RoundNotQuiet = "round_not_quiet",
    /// This turn takes no answers.
    NoAnswersHere = "no_answers_here",
    /// The time to answer this turn is over.
    AnswersClosed = "answers_closed",
    /// The claim would move nothing.
    NothingToTell = "nothing_to_tell",
    /// The frame belongs to a position that has not been folded yet. Hold it and ask again.
    Ahead = "ahead",
    /// The frame belongs to a position that is no longer remembered.
    TooOld = "too_old",
}

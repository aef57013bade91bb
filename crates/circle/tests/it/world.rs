//! A small circle to try rules on. Every act is checked for the promises that hold for all of them.

use std::collections::BTreeMap;

use circle::{
    Add, AddGround, Arrival, Bell, Body, Calendar, Charter, Circle, CompanionKind, Companions, ContentNotes, Decisions,
    Deed, DeviceId, Duty, Effect, Entry, EntryRef, Facets, Facts, Faith, Goal, HereAndNow, Hints, Invite, InviteId,
    KnockKey, Live, Meeting, MeetingId, MemberId, MilestoneKind, Milestones, Modules, NewMember, Notices, Observers,
    Openness, Order, OutsideContact, Part, Phase, PhaseKind, Philosophy, Problem, Programme, Reading, Refused,
    Relation, Role, RoundPlan, RoundStep, Safety, ScheduleTitles, Seal, Seq, SpeakingRule, Standing, Symbol, Text,
    ToolTag, Welcoming, Who,
};
use wire::{Day, Hash, Millis, PublicKey};

pub(crate) const MEETING: MeetingId = MeetingId([7; 16]);
pub(crate) const START: Millis = Millis(1_800_000_000_000);
pub(crate) const TODAY: Day = Day::of(START);
/// Milliseconds of a day.
pub(crate) const DAY: u64 = 86_400_000;

/// Phases of the test charter by number.
pub(crate) const LEAD: u32 = 0;
pub(crate) const SILENCE: u32 = 1;
pub(crate) const READINGS: u32 = 2;
pub(crate) const ROUND: u32 = 3;
pub(crate) const QUEUE: u32 = 4;
pub(crate) const OPEN: u32 = 5;
pub(crate) const TALK: u32 = 6;
pub(crate) const READING: u32 = 7;
pub(crate) const WELCOME: u32 = 8;
pub(crate) const PRESENTER: u32 = 9;
pub(crate) const WORK: u32 = 10;
pub(crate) const ASK: u32 = 11;
pub(crate) const EXAMPLE: u32 = 12;
pub(crate) const SHEET: u32 = 13;
pub(crate) const PLANS: u32 = 14;
pub(crate) const BUSINESS: u32 = 15;
pub(crate) const BY_HAND: u32 = 16;
pub(crate) const DEEP: u32 = 17;
pub(crate) const REST: u32 = 18;
pub(crate) const END: u32 = 19;

#[expect(clippy::too_many_lines, reason = "a whole charter, written out")]
pub(crate) fn charter() -> Charter {
    let text = |s: &str| Text::new("en", s);
    let phase = |id: &str, kind, rule, who| Phase {
        id: id.to_owned(),
        name: text(id),
        purpose: text(id),
        cue: text(id),
        kind,
        rule,
        seconds: 60,
        turn_seconds: 60,
        who,
        pass: true,
        order: Order::Ring,
        parts: vec![],
        lines: 0,
        agenda: false,
        bell: Bell::None,
        lights: false,
        tags: vec![],
        milestones: false,
        held: false,
        silence_after: 0,
        optional: false,
        after: false,
    };
    let part = |id: &str| Part { id: id.to_owned(), name: text(id), hint: text(id) };
    let parts = vec![part("event"), part("feelings")];
    let reading = |id: &str| Reading { title: text(id), text: text(id) };
    let role = |id: &str, seats, duties: &[Duty]| Role {
        id: id.to_owned(),
        name: text(id),
        duty: text(id),
        seats,
        term_days: 90,
        max_terms: 2,
        needs_meetings: 0,
        duties: duties.iter().copied().collect(),
    };
    Charter {
        template: "test".to_owned(),
        template_version: "1.0.0".to_owned(),
        name: "Test circle".to_owned(),
        bond: text("bond"),
        pledge: text("pledge"),
        openness: Openness::Closed,
        welcome: Welcoming::Open,
        retention_days: 30,
        vocabulary: BTreeMap::from([("circle".to_owned(), text("circle"))]),
        phases: vec![
            phase("lead", PhaseKind::Words, SpeakingRule::None, Who::Keeper),
            phase("silence", PhaseKind::Silence, SpeakingRule::None, Who::Keeper),
            phase("readings", PhaseKind::Words, SpeakingRule::Tags, Who::Anyone),
            phase("round", PhaseKind::Round, SpeakingRule::Ask, Who::Anyone),
            phase("queue", PhaseKind::Queue, SpeakingRule::None, Who::Anyone),
            phase("open", PhaseKind::Open, SpeakingRule::Open, Who::Anyone),
            phase("talk", PhaseKind::Queue, SpeakingRule::Open, Who::Anyone),
            phase("reading", PhaseKind::Reading, SpeakingRule::None, Who::Reader),
            phase("welcome", PhaseKind::Welcome, SpeakingRule::None, Who::Newcomers),
            Phase { held: true, ..phase("presenter", PhaseKind::Presenter, SpeakingRule::Ask, Who::Anyone) },
            phase("work", PhaseKind::Work, SpeakingRule::Open, Who::Anyone),
            phase("ask", PhaseKind::Ask, SpeakingRule::None, Who::Anyone),
            Phase {
                parts: parts.clone(),
                tags: vec!["noticed".to_owned()],
                ..phase("example", PhaseKind::Example, SpeakingRule::Tags, Who::Anyone)
            },
            Phase { parts: parts.clone(), ..phase("sheet", PhaseKind::Sheet, SpeakingRule::Open, Who::Anyone) },
            Phase { parts, milestones: true, ..phase("plans", PhaseKind::Plans, SpeakingRule::None, Who::Anyone) },
            phase("business", PhaseKind::Business, SpeakingRule::None, Who::Anyone),
            Phase {
                order: Order::Hand,
                lines: 1,
                agenda: true,
                ..phase("by_hand", PhaseKind::Round, SpeakingRule::None, Who::Anyone)
            },
            Phase { held: true, silence_after: 20, ..phase("deep", PhaseKind::Queue, SpeakingRule::Ask, Who::Anyone) },
            Phase { optional: true, ..phase("rest", PhaseKind::Silence, SpeakingRule::None, Who::Keeper) },
            phase("end", PhaseKind::Open, SpeakingRule::Open, Who::Anyone),
        ],
        roles: vec![
            role("keeper", 2, &[Duty::Open]),
            role("deputy", 1, &[Duty::Open]),
            role("greeter", 1, &[Duty::Greet]),
        ],
        safety: Safety {
            doors: true,
            two_keepers: true,
            content_notes: ContentNotes::Offered,
            pair_contact_after: 3,
            hints: Hints::Off,
            observers: Observers::Never,
        },
        notices: Notices { adult: text("adults"), not_treatment: text("no treatment"), health: BTreeMap::new() },
        newcomer_card: vec![text("card")],
        symbol: Symbol::None,
        lineage: vec![],
        facets: Facets {
            problem: Problem::Grief,
            philosophy: Philosophy::Grief,
            relations: [Relation::Bereaved].into(),
            faith: Faith::Off,
            goal: Goal::None,
        },
        decisions: Decisions {
            here_and_now: HereAndNow::ShowOfHands,
            standing: Standing::Consent,
            information_days: 7,
            minority_note: true,
            review_days: 180,
        },
        milestones: Milestones { kind: MilestoneKind::DaysSince, marks: vec![1, 30] },
        companions: Companions {
            kinds: [CompanionKind::Pair].into(),
            symmetrical: false,
            agreement: true,
            outside_contact: OutsideContact::Never,
        },
        programme: Programme { order: Modules::None, modules: vec![] },
        round: RoundPlan {
            leader_by_hours: 12,
            close_hours: 24,
            steps: vec![RoundStep { phase: "round".to_owned(), from_day: 0, to_day: 2, each: 1 }],
            close: text("close"),
        },
        tags: vec![ToolTag { id: "noticed".to_owned(), name: text("noticed") }],
        readings: vec![reading("one"), reading("two")],
        cards: BTreeMap::new(),
        late: text("late"),
        schedule: ScheduleTitles { title: text("meeting"), discreet: text("call") },
        calendar: Calendar::Gregorian,
    }
}

pub(crate) fn id(name: &str) -> MemberId {
    let mut bytes = [0; 16];
    bytes[..name.len()].copy_from_slice(name.as_bytes());
    MemberId(bytes)
}

/// Device `n` of a member.
pub(crate) fn device(name: &str, n: u8) -> Arrival {
    Arrival { member: id(name), device: DeviceId([n; 8]) }
}

/// The member's usual device.
pub(crate) fn at(name: &str) -> Arrival {
    device(name, 1)
}

pub(crate) fn newcomer(name: &str) -> NewMember {
    let key = PublicKey(Hash::of(name.as_bytes()).0);
    NewMember { id: id(name), key, name: name.to_owned(), pledge: charter().pledge_hash() }
}

pub(crate) fn knock_key(n: u8) -> KnockKey {
    KnockKey { secret: vec![n; 32], public: vec![n; 32], back: [n; 32] }
}

pub(crate) fn invite(n: u8, made_by: &str) -> Invite {
    let expires = TODAY.plus(7);
    Invite {
        id: InviteId([n; 16]),
        secret: [n; 16],
        read_seed: [n; 32],
        uses: 100,
        expires,
        made_by: id(made_by),
        guest: None,
        card: false,
    }
}

pub(crate) fn joining(author: &str, name: &str, invite: u8) -> Facts {
    let ground = AddGround::Invite(InviteId([invite; 16]));
    Facts { adds: vec![Add { member: newcomer(name), ground }], ..Facts::of(id(author)) }
}

pub(crate) fn entry_ref(n: u64) -> EntryRef {
    EntryRef(Hash::of(&n.to_be_bytes()))
}

pub(crate) fn hand(up: bool) -> Body {
    Body::Hand { meeting: MEETING, up }
}

pub(crate) fn arrive() -> Body {
    Body::Arrive { meeting: MEETING, key: vec![1; 32] }
}

pub(crate) fn done(turn: u32, lines: u32) -> Body {
    Body::TurnDone { meeting: MEETING, turn, last: vec![(DeviceId([1; 8]), lines)], feedback: false }
}

pub(crate) fn ask(turn: u32, lines: u32) -> Body {
    Body::TurnDone { meeting: MEETING, turn, last: vec![(DeviceId([1; 8]), lines)], feedback: true }
}

pub(crate) fn next(from: u32) -> Body {
    Body::NextPhase { meeting: MEETING, from, skip: 0 }
}

pub(crate) fn move_on(turn: u32) -> Body {
    Body::MoveOn { meeting: MEETING, turn, last: vec![] }
}

pub(crate) fn deed(deed: Deed) -> Body {
    Body::InMeeting { meeting: MEETING, deed }
}

pub(crate) fn seals(to: &[Arrival]) -> Vec<Seal> {
    to.iter().map(|to| Seal { to: *to, sealed: vec![2; 48] }).collect()
}

pub(crate) fn say(turn: u32, line: u32) -> Live {
    Live::Say { turn, line, text: "words".to_owned(), part: 0 }
}

#[derive(Clone)]
pub(crate) struct World {
    pub(crate) circle: Circle,
    pub(crate) now: Millis,
    counter: u64,
}

impl World {
    /// `ann` founds; the `others` join on her invite. A greeter is not needed.
    pub(crate) fn of(others: &[&str]) -> Self {
        Self::under(charter(), others)
    }

    pub(crate) fn under(charter: Charter, others: &[&str]) -> Self {
        let pledge = charter.pledge_hash();
        let founder = NewMember { pledge, ..newcomer("ann") };
        let circle = Circle::found(founder, charter, knock_key(1)).expect("a sound charter");
        let mut world = Self { circle, now: START, counter: 0 };
        world.ok("ann", Body::InviteMade { invite: invite(1, "ann") });
        for other in others {
            let mut facts = joining("ann", other, 1);
            facts.adds[0].member.pledge = pledge;
            world.circle.commit(&facts).expect("joins");
        }
        world
    }

    /// A meeting kept by `ann`, in phase `phase`, with the `others` let in, in that order.
    pub(crate) fn meeting(phase: u32, others: &[&str]) -> Self {
        let mut world = Self::of(others);
        world.open();
        if world.meet().turn().is_some() {
            world.ok("ann", done(1, 0));
        }
        for other in others {
            world.ok(other, arrive());
        }
        if !others.is_empty() {
            world.door("ann");
        }
        for from in 0..phase {
            while let Some(turn) = world.meet().turn().map(|turn| turn.number) {
                world.ok("ann", move_on(turn));
            }
            world.ok("ann", next(from));
        }
        world
    }

    /// The present turn; 0: none.
    pub(crate) fn number(&self) -> u32 {
        self.meet().turn().map_or(0, |turn| turn.number)
    }

    pub(crate) fn open(&mut self) {
        self.ok("ann", Body::MeetingOpened { meeting: MEETING, key_check: Hash::ZERO, arrival_key: vec![1; 32] });
    }

    /// `who` lets in whoever may enter.
    pub(crate) fn door(&mut self, who: &str) -> Vec<Effect> {
        let may_enter = self.meet().may_enter(self.circle.charter());
        let waiting: Vec<Arrival> = may_enter.iter().map(|presence| presence.arrival).collect();
        let index = self.meet().key_index + 1;
        self.ok(who, Body::Door { meeting: MEETING, index, seals: seals(&waiting) })
    }

    pub(crate) fn meet(&self) -> &Meeting {
        self.circle.meeting().expect("a meeting")
    }

    pub(crate) fn entry(&mut self, author: Arrival, body: Body) -> Entry {
        self.counter += 1;
        let Arrival { member, device } = author;
        Entry { member, device, counter: self.counter, known: self.circle.seq(), claimed: self.now, body }
    }

    pub(crate) fn act(&mut self, author: Arrival, body: Body) -> Result<Vec<Effect>, Refused> {
        let entry = self.entry(author, body);
        self.fold(&entry)
    }

    /// Folds an entry, and checks what must hold for each.
    pub(crate) fn fold(&mut self, entry: &Entry) -> Result<Vec<Effect>, Refused> {
        let mut skipped = self.circle.clone();
        skipped.skip();
        let would = self.circle.would_admit(entry);
        let result = self.circle.admit(entry_ref(self.circle.seq().0), entry);
        assert_eq!(would, result.as_ref().map(|_| ()).map_err(|refused| *refused), "would_admit tells the truth");
        assert_eq!(self.circle.seq(), skipped.seq(), "the position always advances");
        if result.is_err() {
            assert_eq!(self.circle, skipped, "refused is the same as skipped");
        }
        let held =
            |meeting: &Meeting| meeting.turns.values().filter(|turn| turn.state != circle::TurnState::Over).count();
        assert!(self.circle.meeting().is_none_or(|meeting| held(meeting) <= 1), "one floor, one holder");
        result
    }

    #[track_caller]
    pub(crate) fn ok(&mut self, who: &str, body: Body) -> Vec<Effect> {
        let what = format!("{who}: {body:?}");
        match self.act(at(who), body) {
            Ok(effects) => effects,
            Err(refused) => panic!("{what} was {refused}"),
        }
    }

    #[track_caller]
    pub(crate) fn refused(&mut self, who: &str, body: Body, want: Refused) {
        let what = format!("{who}: {body:?}");
        assert_eq!(self.act(at(who), body), Err(want), "{what}");
    }

    pub(crate) fn live(&self, who: &str, at_seq: Seq, live: &Live) -> Result<(), Refused> {
        self.circle.judge(at(who), at_seq, live)
    }

    /// Who holds the floor, by name.
    pub(crate) fn holder(&self) -> Option<String> {
        self.meet().holder().and_then(|member| self.circle.name_of(member)).map(str::to_owned)
    }

    /// One act, `days` after the acts before it.
    #[track_caller]
    pub(crate) fn check_after(
        mut self,
        days: u64,
        before: &[(&str, Body)],
        (who, body): (&str, Body),
        want: Result<(), Refused>,
    ) {
        for (who, body) in before {
            self.ok(who, body.clone());
        }
        self.pass(days);
        let what = format!("{who}: {body:?}");
        assert_eq!(self.act(at(who), body).map(|_| ()), want, "{what}");
    }

    /// Days pass, and ann and ben agree on it.
    pub(crate) fn pass(&mut self, days: u64) {
        if days > 0 {
            self.now = self.now.plus(days * DAY);
            for (who, name) in [("ann", "Anna"), ("ben", "Benno")] {
                self.ok(who, Body::Rename { name: name.to_owned() });
            }
        }
    }
}

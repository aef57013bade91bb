//! The structure of a template, with its words put in.

use std::collections::{BTreeMap, BTreeSet};

use super::{Template, table::Table, words::Words};
use crate::{
    Ancestor, Bell, CARDS, Calendar, Charter, CharterFault, Companions, ContentNotes, Decisions, Facets, Faith, Goal,
    HereAndNow, Hints, MilestoneKind, Milestones, Module, Modules, Notices, Observers, Openness, Order, OutsideContact,
    Part, Phase, PhaseKind, Philosophy, Problem, Programme, Reading, Role, RoundPlan, RoundStep, Safety,
    ScheduleTitles, SpeakingRule, Standing, Symbol, ToolTag, Welcoming, Who,
};

pub(super) struct Structure<'a> {
    pub(super) root: &'a Table<'a>,
    pub(super) words: &'a Words<'a>,
}

impl Structure<'_> {
    pub(super) fn read(&self) -> Template {
        let (root, words) = (self.root, self.words);
        let title = words.short("title");
        let variant_of = root.string_or_empty("variant_of");
        let charter = self.charter(title.in_language("en"));
        let template = Template {
            id: charter.template.clone(),
            version: charter.template_version.clone(),
            title,
            summary: words.long("summary"),
            minutes: root.number("minutes"),
            people: root.number("people"),
            variant_of: (!variant_of.is_empty()).then_some(variant_of),
            charter,
        };
        root.finish();
        template
    }

    /// Where a fault of the charter stands.
    pub(super) fn line_of(&self, fault: &CharterFault) -> usize {
        let list = |key| self.root.tables(key);
        let named = |table: &Table<'_>, id: &str| table.string("id") == id;
        if let Some(subject) = fault.subject() {
            let place = list("phase").into_iter().chain(list("role")).filter(|table| named(table, subject)).last();
            return place.map_or(1, |table| table.line());
        }
        match fault {
            CharterFault::Retention => self.root.line_of("retention_days"),
            CharterFault::Relations => self.root.line_of("facets"),
            CharterFault::Marks => self.root.line_of("milestones"),
            CharterFault::Programme => self.root.line_of("programme"),
            CharterFault::RoundPlan => self.root.line_of("round"),
            CharterFault::Decisions => self.root.line_of("decisions"),
            _ => 1,
        }
    }

    fn charter(&self, title: &str) -> Charter {
        let (root, words) = (self.root, self.words);
        let phases: Vec<Phase> = root.tables("phase").iter().map(|table| phase(table, words)).collect();
        Charter {
            template: root.string("id"),
            template_version: root.string("version"),
            name: title.to_owned(),
            bond: words.long("bond"),
            pledge: words.long("pledge"),
            openness: root.choice("openness", Openness::Closed),
            welcome: root.choice("welcome", Welcoming::Greeter),
            retention_days: u8::try_from(root.number("retention_days")).unwrap_or(u8::MAX),
            vocabulary: keyed(&words.names("vocabulary"), |key| words.short(&format!("vocabulary.{key}"))),
            tags: tags(&phases, words),
            phases,
            roles: root.tables("role").iter().map(|table| role(table, words)).collect(),
            safety: safety(&root.table("safety")),
            notices: notices(&root.table("safety"), words),
            newcomer_card: NEWCOMER.iter().map(|key| words.long(&format!("newcomer.{key}"))).collect(),
            symbol: root.choice("symbol", Symbol::None),
            lineage: root.strings_or_none("lineage").iter().map(|text| ancestor(text)).collect(),
            facets: facets(&root.table("facets")),
            decisions: decisions(&root.table("decisions")),
            milestones: milestones(&root.table("milestones")),
            companions: companions(&root.table("companion")),
            programme: programme(&root.table("programme"), words),
            round: round(&root.table("round"), words),
            readings: readings(words),
            cards: keyed(&CARDS.map(str::to_owned).into(), |key| words.long(&format!("card.{key}"))),
            late: words.long("late.text"),
            schedule: ScheduleTitles {
                title: words.short("schedule.title"),
                discreet: words.short("schedule.discreet_title"),
            },
            calendar: root.choice_or("calendar", Calendar::Gregorian),
        }
    }
}

/// The questions that every newcomer has, in the order in which they are answered.
const NEWCOMER: [&str; 7] =
    ["what_happens", "you_may_pass", "what_is_kept", "who_sees_you", "whom_to_ask", "how_to_leave", "may_feel_heavy"];

fn keyed<T>(keys: &BTreeSet<String>, value: impl Fn(&str) -> T) -> BTreeMap<String, T> {
    keys.iter().map(|key| (key.clone(), value(key))).collect()
}

fn ancestor(text: &str) -> Ancestor {
    let (id, version) = text.split_once(' ').unwrap_or((text, ""));
    Ancestor { id: id.to_owned(), version: version.trim().to_owned() }
}

fn phase(table: &Table<'_>, words: &Words<'_>) -> Phase {
    let id = table.string("id");
    let key = |name: &str| format!("phase.{id}.{name}");
    let part = |part: String| Part {
        name: words.short(&key(&format!("part.{part}.name"))),
        hint: words.long(&key(&format!("part.{part}.hint"))),
        id: part,
    };
    let phase = Phase {
        name: words.short(&key("name")),
        purpose: words.long(&key("purpose")),
        cue: words.long(&key("cue")),
        kind: table.choice("kind", PhaseKind::Words),
        rule: table.choice("rule", SpeakingRule::None),
        seconds: table.number_or("seconds", 0),
        turn_seconds: table.number_or("turn_seconds", 0),
        who: table.choice("who", Who::Anyone),
        pass: table.flag("pass"),
        order: table.choice_or("order", Order::Ring),
        parts: table.strings_or_none("parts").into_iter().map(part).collect(),
        lines: table.number_or("lines", 0),
        agenda: table.flag_or("agenda", false),
        bell: table.choice_or("bell", Bell::None),
        lights: table.flag_or("lights", false),
        tags: table.strings_or_none("tags"),
        milestones: table.flag_or("milestones", false),
        held: table.flag_or("held", false),
        silence_after: table.number_or("silence_after", 0),
        optional: table.flag_or("optional", false),
        after: table.flag_or("after", false),
        id,
    };
    table.finish();
    phase
}

fn tags(phases: &[Phase], words: &Words<'_>) -> Vec<ToolTag> {
    let mut tags: Vec<ToolTag> = Vec::new();
    for id in phases.iter().flat_map(|phase| &phase.tags) {
        if tags.iter().all(|tag| tag.id != *id) {
            tags.push(ToolTag { id: id.clone(), name: words.short(&format!("tag.{id}.name")) });
        }
    }
    tags
}

fn role(table: &Table<'_>, words: &Words<'_>) -> Role {
    let id = table.string("id");
    let role = Role {
        name: words.short(&format!("role.{id}.name")),
        duty: words.long(&format!("role.{id}.duty")),
        seats: table.number("seats"),
        term_days: table.number("term_days"),
        max_terms: table.number_or("max_terms", 0),
        needs_meetings: table.number_or("needs_meetings", 0),
        duties: table.choices("duties").into_iter().collect(),
        id,
    };
    table.finish();
    role
}

fn safety(table: &Table<'_>) -> Safety {
    let safety = Safety {
        doors: table.flag("doors"),
        two_keepers: table.flag("two_keepers"),
        content_notes: table.choice("content_notes", ContentNotes::Offered),
        pair_contact_after: table.number("pair_contact_after"),
        hints: table.choice("hints", Hints::Off),
        observers: table.choice("observers", Observers::Never),
    };
    let _ = table.strings_or_none("health");
    table.finish();
    safety
}

fn notices(safety: &Table<'_>, words: &Words<'_>) -> Notices {
    let health = safety.strings_or_none("health").into_iter();
    Notices {
        adult: words.long("notice.adult"),
        not_treatment: words.long("notice.not_treatment"),
        health: health.map(|key| (key.clone(), words.long(&format!("notice.{key}")))).collect(),
    }
}

fn facets(table: &Table<'_>) -> Facets {
    let facets = Facets {
        problem: table.choice("problem", Problem::Addiction),
        philosophy: table.choice("philosophy", Philosophy::Peer),
        relations: table.choices("relations").into_iter().collect(),
        faith: table.choice("faith", Faith::Off),
        goal: table.choice("goal", Goal::None),
    };
    table.finish();
    facets
}

fn decisions(table: &Table<'_>) -> Decisions {
    let decisions = Decisions {
        here_and_now: table.choice("here_and_now", HereAndNow::ShowOfHands),
        standing: table.choice("standing", Standing::Consent),
        information_days: table.number("information_days"),
        minority_note: table.flag("minority_note"),
        review_days: table.number("review_days"),
    };
    table.finish();
    decisions
}

fn milestones(table: &Table<'_>) -> Milestones {
    let milestones = Milestones { kind: table.choice("kind", MilestoneKind::None), marks: table.numbers("marks") };
    table.finish();
    milestones
}

fn companions(table: &Table<'_>) -> Companions {
    let companions = Companions {
        kinds: table.choices("kinds").into_iter().collect(),
        symmetrical: table.flag("symmetrical"),
        agreement: table.flag("agreement"),
        outside_contact: table.choice("outside_contact", OutsideContact::ByAgreement),
    };
    table.finish();
    companions
}

fn programme(table: &Table<'_>, words: &Words<'_>) -> Programme {
    let module = |id: String| Module {
        name: words.short(&format!("module.{id}.name")),
        purpose: words.long(&format!("module.{id}.purpose")),
        id,
    };
    let modules = table.strings_or_none("names").into_iter().map(module).collect();
    let programme = Programme { order: table.choice("modules", Modules::None), modules };
    table.finish();
    programme
}

fn round(table: &Table<'_>, words: &Words<'_>) -> RoundPlan {
    let step = |table: &Table<'_>| {
        let step = RoundStep {
            phase: table.string("phase"),
            from_day: table.number("from_day"),
            to_day: table.number("to_day"),
            each: table.number("each"),
        };
        table.finish();
        step
    };
    let round = RoundPlan {
        leader_by_hours: table.number("leader_by_hours"),
        close_hours: table.number("close_hours"),
        steps: table.tables("step").iter().map(step).collect(),
        close: words.long("close.text"),
    };
    table.finish();
    round
}

/// By their numbers.
fn readings(words: &Words<'_>) -> Vec<Reading> {
    let mut names: Vec<String> = words.names("reading").into_iter().collect();
    names.sort_by_key(|name| name.parse::<u32>().unwrap_or(u32::MAX));
    let one = |name: &String| Reading {
        title: words.short(&format!("reading.{name}.title")),
        text: words.long(&format!("reading.{name}.text")),
    };
    names.iter().map(one).collect()
}

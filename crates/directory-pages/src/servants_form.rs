//! The form in which a trusted servant enters a meeting.

use askama::Template;
use calendar::Weekday;
use directory::{
    EntryId, limits,
    model::{
        Access, Attendance, Audience, Crosstalk, DAYS, Faith, Form as What, Goal, Openness, Philosophy, Problem,
        Relation, Status, Word,
    },
    own::{Form, Rhythm, Wrong},
};

use crate::{
    Frame, Hitch, Lang,
    find::ZONES,
    frame::print,
    inputs::{Input, Kind, Part},
    options::Choice,
};

/// Where a wish stands that is being written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage<'a> {
    /// Nothing was sent yet, or with faults.
    Writing,
    /// It waits, and may be written on.
    Waits,
    /// It waits to be taken off the list.
    WaitsToGo,
    /// It came back, for this reason.
    Returned(&'a str),
}

/// What is being written.
#[derive(Debug, Clone, Copy)]
pub struct Draft<'a> {
    /// The entry's number; none: it is a new one.
    pub id: Option<EntryId>,
    /// What stands in the form.
    pub form: &'a Form,
    /// What is wrong with it.
    pub wrong: &'a [Wrong],
    /// Where it stands.
    pub stage: Stage<'a>,
    /// It is listed, and can be wished away.
    pub listed: bool,
    /// Rows of times to show.
    pub rows: usize,
    /// Why it was not taken although nothing is wrong with it.
    pub hitch: Option<Hitch>,
    /// Which state of the meeting it began with.
    pub seen: u64,
    /// What a new one will be called in the store: sent twice, it is still one.
    pub key: &'a str,
}

#[derive(Template)]
#[template(path = "servants_form.html")]
struct Page<'a> {
    frame: Frame<'a>,
    lang: Lang,
    title: String,
    action: String,
    id: String,
    stage: String,
    returned: &'a str,
    is_kept: bool,
    listed: bool,
    hitch: String,
    seen: u64,
    key: &'a str,
    wrong: Vec<Told>,
    parts: Vec<Part>,
    has_room: bool,
    rows: usize,
}

/// A fault at the top of the page, with the way to its field.
struct Told {
    field: String,
    label: String,
    what: String,
}

/// The form with what stands in it.
pub fn servants_form(frame: Frame<'_>, draft: Draft<'_>) -> String {
    let lang = frame.lang;
    let parts = Parts { lang, form: draft.form, wrong: draft.wrong }.all(draft.rows);
    let inputs = || parts.iter().flat_map(|part| &part.inputs);
    let told = |wrong: &Wrong| {
        let label = inputs().find(|input| input.name == wrong.field).map(|input| input.label.clone());
        let what = lang.word("amiss", wrong.what.word());
        Told { field: wrong.field.clone(), label: label.unwrap_or_default(), what }
    };
    let (stage, returned) = match draft.stage {
        Stage::Writing => (String::new(), ""),
        Stage::Waits => (lang.get("servants-it-waits"), ""),
        Stage::WaitsToGo => (lang.get("servants-it-goes"), ""),
        Stage::Returned(why) => (lang.get("servants-it-came-back"), why),
    };
    print(&Page {
        frame,
        lang,
        title: lang.get(if draft.id.is_some() { "servants-change" } else { "servants-new" }),
        action: draft.id.map_or_else(|| "/servants/new".to_owned(), |id| format!("/servants/meeting/{id}")),
        id: draft.id.map(|id| id.to_string()).unwrap_or_default(),
        stage,
        returned,
        hitch: draft.hitch.map(|hitch| lang.get(hitch.key())).unwrap_or_default(),
        seen: draft.seen,
        key: draft.key,
        is_kept: draft.stage != Stage::Writing,
        listed: draft.listed,
        wrong: draft.wrong.iter().map(told).collect(),
        has_room: draft.rows < limits::SLOTS,
        rows: draft.rows,
        parts,
    })
}

/// What the form is made of.
struct Parts<'a> {
    lang: Lang,
    form: &'a Form,
    wrong: &'a [Wrong],
}

impl Parts<'_> {
    fn all(&self, rows: usize) -> Vec<Part> {
        let mut parts = vec![self.meeting(), self.zone()];
        for n in 0..rows {
            parts.extend([self.time(n, rows), self.season(n)]);
        }
        parts.extend([self.place(), self.online(), self.about()]);
        parts.extend(self.facets());
        parts.extend([self.more(), self.contacts()]);
        parts
    }

    fn meeting(&self) -> Part {
        let inputs = vec![
            self.needed(self.line("name", "entry-name")),
            self.needed(self.one_of::<Attendance>("attendance")),
            self.select::<Status>("status", None),
            self.line("group", "entry-group"),
            self.line("programme", "entry-programme"),
        ];
        Part { title: self.lang.get("entry-part-meeting"), lead: String::new(), open: None, inputs }
    }

    fn zone(&self) -> Part {
        let mut zone = self.needed(self.line("zone", "entry-zone").left_to_right());
        if let Kind::Line { offered, .. } = &mut zone.kind {
            offered.extend(ZONES.map(str::to_owned));
        }
        let lead = self.lang.get("entry-when-lead");
        Part { title: self.lang.get("entry-part-when"), lead, open: None, inputs: vec![zone] }
    }

    fn time(&self, n: usize, rows: usize) -> Part {
        let name = |part: &str| format!("time{n}-{part}");
        let day = |(day, word): (Weekday, &str)| {
            self.choice(&name("day"), word, self.lang.get(&format!("day-{}", DAYS[day as usize])))
        };
        let nth = |(value, key): (&str, &str)| self.choice(&name("nth"), value, self.lang.get(key));
        let nths =
            [("1", "nth-first"), ("2", "nth-second"), ("3", "nth-third"), ("4", "nth-fourth"), ("last", "nth-last")];
        let mut inputs = vec![
            self.select::<Rhythm>(&name("rhythm"), None),
            self.many(&name("day"), "entry-days", Weekday::ALL.into_iter().zip(DAYS).map(day).collect()),
            self.needed(self.native(&name("from"), "entry-from", "time")),
            self.native(&name("until"), "entry-until", "time").hinted(self.lang.get("entry-until-hint")),
            self.many(&name("nth"), "entry-nth", nths.map(nth).into()).hinted(self.lang.get("entry-nth-hint")),
            self.native(&name("month-day"), "entry-month-day", "text").hinted(self.lang.get("entry-month-day-hint")),
            self.native(&name("every"), "entry-every", "text").hinted(self.lang.get("entry-every-hint")),
            self.native(&name("first"), "entry-first", "date").hinted(self.lang.get("entry-first-hint")),
        ];
        if rows > 1 {
            let gone = self.choice(&name("gone"), "yes", self.lang.get("entry-gone"));
            inputs.push(self.many(&name("gone"), "entry-gone-label", vec![gone]));
        }
        let number = self.lang.with("entry-time", &[("number", (n + 1).into())]);
        let title = if rows > 1 { number } else { self.lang.get("entry-time-one") };
        Part { title, lead: String::new(), open: None, inputs }
    }

    fn season(&self, n: usize) -> Part {
        let name = |part: &str| format!("time{n}-{part}");
        let month =
            |month: u8| self.choice(&name("month"), &month.to_string(), self.lang.get(&format!("month-{month}")));
        let dates = |part: &str, key: &str| {
            let hint = self.lang.get(&format!("{key}-hint"));
            self.paragraph(&name(part), key, 2).hinted(hint).left_to_right()
        };
        let inputs = vec![
            self.native(&name("last"), "entry-last", "date"),
            self.many(&name("month"), "entry-months", (1..=12).map(month).collect()),
            dates("not", "entry-not"),
            dates("moved", "entry-moved"),
            dates("also", "entry-also"),
            dates("rest", "entry-rest"),
        ];
        self.folded("entry-part-season", inputs)
    }

    fn place(&self) -> Part {
        let area = self.choice("area", "yes", self.lang.get("entry-area"));
        let inputs = vec![
            self.line("place", "entry-place"),
            self.line("street", "entry-street"),
            self.line("town", "entry-town"),
            self.line("province", "entry-province"),
            self.line("postal-code", "entry-postal-code"),
            self.line("country", "entry-country"),
            self.many("area", "entry-area-label", vec![area]),
            self.paragraph("place-notes", "entry-place-notes", 2),
            self.line("point", "entry-point").hinted(self.lang.get("entry-point-hint")).left_to_right(),
        ];
        let lead = self.lang.get("entry-place-lead");
        Part { title: self.lang.get("entry-part-place"), lead, open: None, inputs }
    }

    fn online(&self) -> Part {
        let inputs = vec![
            self.line("link", "entry-link").left_to_right(),
            self.line("link-notes", "entry-link-notes"),
            self.line("phone", "entry-phone").left_to_right(),
            self.line("phone-notes", "entry-phone-notes"),
        ];
        let lead = self.lang.get("entry-online-lead");
        Part { title: self.lang.get("entry-part-online"), lead, open: None, inputs }
    }

    fn about(&self) -> Part {
        let language =
            self.line("language", "entry-language").hinted(self.lang.get("entry-language-hint")).left_to_right();
        let unsaid = Some("entry-unsaid");
        let inputs = vec![
            language,
            self.select::<Openness>("openness", unsaid),
            self.select::<Faith>("faith", unsaid),
            self.select::<Goal>("goal", unsaid),
            self.select::<Crosstalk>("crosstalk", unsaid),
        ];
        let lead = self.lang.get("entry-about-lead");
        Part { title: self.lang.get("entry-part-about"), lead, open: None, inputs }
    }

    /// Each folds: most of them stay empty.
    fn facets(&self) -> [Part; 6] {
        [
            self.facet::<Problem>("problem"),
            self.facet::<Philosophy>("philosophy"),
            self.facet::<Relation>("relation"),
            self.facet::<Access>("access"),
            self.facet::<Audience>("audience"),
            self.facet::<What>("form"),
        ]
    }

    fn more(&self) -> Part {
        let inputs = vec![self.paragraph("notes", "entry-notes", 4), self.line("page", "entry-page").left_to_right()];
        Part { title: self.lang.get("entry-part-more"), lead: String::new(), open: None, inputs }
    }

    fn contacts(&self) -> Part {
        let mut inputs = Vec::new();
        for n in 0..limits::CONTACTS {
            let numbered = |part: &str| {
                let label = self.lang.with(&format!("entry-contact-{part}"), &[("number", (n + 1).into())]);
                let value = self.form.first(&format!("contact{n}-{part}")).to_owned();
                self.input(
                    &format!("contact{n}-{part}"),
                    label,
                    Kind::Line { value, native: "text", offered: Vec::new() },
                )
            };
            inputs.extend([numbered("name"), numbered("email").left_to_right(), numbered("phone").left_to_right()]);
        }
        let mut part = self.folded("entry-part-contacts", inputs);
        part.lead = self.lang.get("entry-contacts-lead");
        part
    }

    fn facet<W: Word>(&self, name: &str) -> Part {
        let input = self.many(name, &format!("field-{name}"), self.words::<W>(name));
        self.folded(&format!("field-{name}"), vec![input])
    }

    /// A part that stands open where something is in it or amiss.
    fn folded(&self, key: &str, inputs: Vec<Input>) -> Part {
        let open = inputs.iter().any(|input| !input.wrong.is_empty() || !self.form.first(&input.name).is_empty());
        Part { title: self.lang.get(key), lead: String::new(), open: Some(open), inputs }
    }

    /// Marked as such, in words: a star says nothing to who does not know it.
    fn needed(&self, input: Input) -> Input {
        let label = self.lang.with("entry-needed", &[("label", input.label.clone().into())]);
        // Both parts are of one language, and a label is compared by what it says.
        Input { label: label.replace(['\u{2068}', '\u{2069}'], ""), needed: true, ..input }
    }

    fn line(&self, name: &str, key: &str) -> Input {
        self.native(name, key, "text")
    }

    fn native(&self, name: &str, key: &str, native: &'static str) -> Input {
        let value = self.form.first(name).to_owned();
        self.input(name, self.lang.get(key), Kind::Line { value, native, offered: Vec::new() })
    }

    fn paragraph(&self, name: &str, key: &str, rows: usize) -> Input {
        let value = self.form.first(name).to_owned();
        self.input(name, self.lang.get(key), Kind::Paragraph { value, rows })
    }

    fn many(&self, name: &str, key: &str, choices: Vec<Choice>) -> Input {
        self.input(name, self.lang.get(key), Kind::Many(choices))
    }

    fn one_of<W: Word>(&self, name: &str) -> Input {
        self.input(name, self.lang.get(&format!("field-{name}")), Kind::One(self.words::<W>(name)))
    }

    fn select<W: Word>(&self, name: &str, unsaid: Option<&str>) -> Input {
        let facet = name.rsplit('-').next().unwrap_or(name);
        let mut choices: Vec<Choice> =
            unsaid.map(|key| self.choice(name, "", self.lang.get(key))).into_iter().collect();
        choices.extend(W::ALL.iter().map(|word| self.choice(name, word.word(), self.lang.word(facet, word.word()))));
        self.input(name, self.lang.get(&format!("field-{facet}")), Kind::Select(choices))
    }

    fn words<W: Word>(&self, name: &str) -> Vec<Choice> {
        W::ALL.iter().map(|word| self.choice(name, word.word(), self.lang.word(name, word.word()))).collect()
    }

    fn choice(&self, name: &str, value: &str, label: String) -> Choice {
        Choice { value: value.to_owned(), label, chosen: self.form.has(name, value) }
    }

    fn input(&self, name: &str, label: String, kind: Kind) -> Input {
        let wrong = self.wrong.iter().filter(|wrong| wrong.field == name);
        let wrong = wrong.map(|wrong| self.lang.word("amiss", wrong.what.word())).collect::<Vec<_>>().join(" ");
        let (hint, name) = (String::new(), name.to_owned());
        Input { name, label, hint, wrong, direction: "auto", needed: false, kind }
    }
}

//! The shipped templates: complete in every language, of the declared length, readable.

use circle::{Calendar, Change, Charter, SHIPPED_COUNT, Template, TemplateFault, Text, changes, templates};

const LANGUAGES: [&str; 2] = ["ar", "en"];

#[test]
fn all_templates_are_readable() {
    let ids: Vec<String> = templates().into_iter().map(|template| template.id).collect();
    assert_eq!(ids.len(), SHIPPED_COUNT, "{ids:?}");
    assert_eq!(ids.first().map(String::as_str), Some("steps-fellowship"), "{ids:?}");
    assert!(ids.contains(&"grief-circle".to_owned()), "{ids:?}");
}

fn texts(charter: &Charter) -> Vec<&Text> {
    let phases = charter.phases.iter().flat_map(|phase| [&phase.name, &phase.purpose, &phase.cue]);
    let parts = charter.phases.iter().flat_map(|phase| &phase.parts).flat_map(|part| [&part.name, &part.hint]);
    let readings = charter.readings.iter().flat_map(|reading| [&reading.title, &reading.text]);
    let modules = charter.programme.modules.iter().flat_map(|module| [&module.name, &module.purpose]);
    let more =
        charter.cards.values().chain(charter.notices.health.values()).chain(charter.tags.iter().map(|t| &t.name));
    let single = [&charter.late, &charter.round.close, &charter.schedule.title, &charter.schedule.discreet];
    let roles = charter.roles.iter().flat_map(|role| [&role.name, &role.duty]);
    let rest = [&charter.bond, &charter.pledge, &charter.notices.adult, &charter.notices.not_treatment];
    phases
        .chain(parts)
        .chain(readings)
        .chain(modules)
        .chain(more)
        .chain(single)
        .chain(roles)
        .chain(rest)
        .chain(&charter.newcomer_card)
        .chain(charter.vocabulary.values())
        .collect()
}

#[test]
fn every_text_stands_in_every_language_once() {
    for template in templates() {
        let all = texts(&template.charter).into_iter().chain([&template.title, &template.summary]);
        for text in all {
            let tags: Vec<&str> = text.0.keys().map(String::as_str).collect();
            assert_eq!(tags, LANGUAGES, "{}: {text:?}", template.id);
            assert!(text.in_language("ar").chars().any(|c| ('\u{0600}'..='\u{06FF}').contains(&c)), "{text:?}");
            assert!(text.in_language("en").is_ascii(), "{text:?}");
        }
    }
}

#[test]
fn phases_sum_to_the_declared_length() {
    for template in templates() {
        let phases = &template.charter.phases;
        let seconds: u32 =
            phases.iter().filter(|phase| !phase.after).map(|phase| phase.planned_seconds(template.people)).sum();
        assert_eq!(template.people, 6);
        assert!(seconds.abs_diff(template.minutes * 60) <= 120, "{}: {seconds} s", template.id);
    }
}

/// Words that product texts may use in a boundary only, and words that belong to an organisation (domain I18, 2.0).
#[test]
fn texts_keep_to_own_plain_words() {
    let foreign =
        ["patient", "diagnos", "therap", "anonymous", "serenity", "higher power", "sponsor", "smart recovery"];
    for template in templates() {
        for text in texts(&template.charter) {
            let english = text.in_language("en").to_lowercase();
            for word in foreign {
                assert!(!english.contains(word), "{}: `{word}` in: {english}", template.id);
            }
            let boundary = *text == template.charter.notices.not_treatment;
            assert!(boundary || !english.contains("treatment"), "{english}");
        }
    }
}

const STRUCTURE: &str = include_str!("../../../../templates/grief-circle/template.toml");
const WORDS: &str = include_str!("../../../../templates/grief-circle/en.toml");

fn parse(structure: &str, words: &str) -> Result<Template, Vec<TemplateFault>> {
    Template::parse(structure, &[("en", words)])
}

#[track_caller]
fn check(structure: &str, words: &str, want: &[&str]) {
    let faults = parse(structure, words).expect_err("faults");
    let found: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(found.len(), want.len(), "{found:#?}");
    for (found, want) in found.iter().zip(want) {
        assert!(found.starts_with(want), "{found} does not start with {want}");
    }
}

fn line_of(text: &str, what: &str) -> usize {
    text.lines().position(|line| line.starts_with(what)).map_or(0, |line| line + 1)
}

/// Domain I25. Without a word it is the Gregorian one, as in every template that is shipped.
#[test]
fn a_template_can_choose_the_calendar() {
    assert!(templates().iter().all(|template| template.charter.calendar == Calendar::Gregorian));
    let chosen = |word: &str| format!("calendar = \"{word}\"\n{STRUCTURE}");
    assert_eq!(parse(&chosen("hijri"), WORDS).expect("sound").charter.calendar, Calendar::Hijri);
    check(&chosen("julian"), WORDS, &["template:1: "]);
    let (plain, hijri) = (parse(STRUCTURE, WORDS).expect("sound"), parse(&chosen("hijri"), WORDS).expect("sound"));
    let changes: Vec<String> = changes(&plain, &hijri).into_iter().map(|change| change.what).collect();
    assert_eq!(changes, ["calendar"]);
}

#[test]
fn faults_are_named_with_file_and_line() {
    assert!(parse(STRUCTURE, WORDS).is_ok(), "{:#?}", parse(STRUCTURE, WORDS));
    let at = |what| format!("template:{}: ", line_of(STRUCTURE, what));
    check(
        &STRUCTURE.replace("minutes = 60", "minutes = \"sixty\""),
        WORDS,
        &[&(at("minutes") + "field `minutes` must be")],
    );
    check(
        &STRUCTURE.replacen("kind = \"words\"", "kind = \"dance\"", 1),
        WORDS,
        &[&(at("kind") + "unknown variant `dance`")],
    );
    check(&format!("colour = \"blue\"\n{STRUCTURE}"), WORDS, &["template:1: field `colour` is not known"]);
    check(
        &STRUCTURE.replace("retention_days = 30", "retention_days = 31"),
        WORDS,
        &[&(at("retention_days") + "retention")],
    );
    check(&STRUCTURE.replace("relations = [\"bereaved\"]", "relations = []"), WORDS, &["template:"]);
    check(&format!("{STRUCTURE}\nfield"), WORDS, &[&format!("template:{}: ", STRUCTURE.lines().count() + 2)]);
    let purpose = WORDS.lines().find(|line| line.starts_with("purpose")).unwrap_or_default();
    let phase = line_of(WORDS, "[phase.");
    check(STRUCTURE, &WORDS.replacen(purpose, "", 1), &[&format!("en:{phase}: `phase.")]);
    let summary = line_of(WORDS, "summary");
    check(
        STRUCTURE,
        &WORDS.replacen("summary = ", "summery = ", 1),
        &["en:1: `summary` is missing", &format!("en:{summary}: `summery`")],
    );
    let long = format!("title = \"{}\"\n", "x".repeat(121));
    let title = WORDS.lines().find(|line| line.starts_with("title")).unwrap_or_default();
    check(STRUCTURE, &WORDS.replacen(title, &long, 1), &["en:1: `title` has 121 characters"]);
    assert_eq!(Template::parse(STRUCTURE, &[]).expect_err("no language").len(), 1);
}

#[test]
fn all_faults_are_found_at_once() {
    let structure = STRUCTURE
        .replacen("minutes = 60\n", "", 1)
        .replacen("kind = \"silence\"", "kind = \"quiet\"", 1)
        .replacen("seats = 2", "seats = -2", 1);
    let words = WORDS.replacen("title = ", "titel = ", 1);
    check(
        &structure,
        &words,
        &["en:1: `titel`", "en:1: `title`", "template:1: field `minutes` is missing", "template:", "template:"],
    );
    let one = Template::parse(
        STRUCTURE,
        &[("en", WORDS), ("ar", &WORDS.replacen("[vocabulary]\n", "[vocabulary]\nfriend = \"x\"\n", 1))],
    );
    assert_eq!(one.expect_err("a word is missing").len(), 1, "a word of one language is missing in the other");
}

#[test]
fn charters_that_break_a_limit_are_refused() {
    let phase = |kind: &str, rest: &str| {
        let at = STRUCTURE.find("[[phase]]").unwrap_or_default();
        let more = format!("[[phase]]\nid = \"more\"\nkind = \"{kind}\"\nseconds = 60\n{rest}\n\n");
        format!("{}{more}{}", &STRUCTURE[..at], &STRUCTURE[at..])
    };
    let words = format!("{WORDS}\n[phase.more]\nname = \"x\"\npurpose = \"x\"\ncue = \"x\"\n");
    let parts = format!("{words}part.a = {{ name = \"a\", hint = \"a\" }}\n");
    let usual = "turn_seconds = 60\nwho = \"anyone\"\npass = true\nrule = ";
    let turns = |rule: &str, rest: &str| format!("{usual}\"{rule}\"\n{rest}");
    for (kind, rule, rest) in [
        ("silence", "ask", ""),
        ("open", "none", ""),
        ("example", "tags", ""),
        ("ask", "open", ""),
        ("queue", "none", "order = \"hand\""),
        ("reading", "none", ""),
        ("welcome", "none", ""),
        ("words", "none", "held = true"),
        ("queue", "none", "silence_after = 601"),
        ("queue", "none", "lines = 101"),
        ("queue", "none", "after = true"),
    ] {
        let result = parse(&phase(kind, &turns(rule, rest)), &words);
        assert!(result.is_err(), "{kind} {rule} {rest}");
    }
    for (kind, rule, parted) in
        [("sheet", "open", true), ("plans", "none", true), ("work", "open", false), ("ask", "none", false)]
    {
        let (rest, words) = if parted { ("parts = [\"a\"]", &parts) } else { ("", &words) };
        let result = parse(&phase(kind, &turns(rule, rest)), words);
        assert!(result.is_ok(), "{kind}: {result:?}");
    }
    assert!(parse(&phase("sheet", &turns("open", "")), &words).is_err(), "a sheet has parts");
    assert!(parse(&phase("silence", &turns("none", "parts = [\"a\"]")), &parts).is_err(), "silence has none");
}

#[test]
fn a_fork_sees_what_its_parent_changed() {
    let template = |structure: &str, words: &str| parse(structure, words).expect("a template");
    let before = template(STRUCTURE, WORDS);
    assert_eq!(changes(&before, &before), []);
    let title = WORDS.lines().find(|line| line.starts_with("title")).unwrap_or_default();
    let structure = STRUCTURE.replacen("minutes = 60", "minutes = 61", 1);
    let after = template(&structure, &WORDS.replacen(title, "title = \"Other\"", 1));
    let places: Vec<String> = changes(&before, &after).into_iter().map(|change| change.what).collect();
    assert_eq!(places, ["minutes", "title (en)"]);
    let mut shorter = before.clone();
    let gone = shorter.charter.phases.remove(1);
    let found = changes(&before, &shorter);
    let want = format!("phase.{}", gone.id);
    assert_eq!(found.iter().map(|change| change.what.as_str()).collect::<Vec<_>>(), [want.as_str(), "phases"]);
    assert_eq!((found[0].from.as_deref(), found[0].to.as_deref()), (Some(gone.name.in_language("en")), None));
    let mut stricter = before.clone();
    stricter.charter.phases[0].lines = 3;
    let want = Change {
        what: format!("phase.{}.lines", before.charter.phases[0].id),
        from: Some("0".to_owned()),
        to: Some("3".to_owned()),
    };
    assert_eq!(changes(&before, &stricter), [want]);
}

//! The shipped templates: complete in every language, of the declared length, readable.

use std::collections::BTreeSet;

use circle::{Charter, PhaseKind, SpeakingRule, Symbol, Template, TemplateError, Text, templates};

const LANGUAGES: [&str; 2] = ["ar", "en"];

#[test]
fn all_templates_are_readable() {
    let ids: Vec<String> = templates().into_iter().map(|template| template.id).collect();
    assert_eq!(ids, ["steps-fellowship", "grief-circle"]);
}

fn texts(charter: &Charter) -> Vec<&Text> {
    let phases = charter.phases.iter().flat_map(|phase| [&phase.name, &phase.purpose, &phase.cue]);
    let roles = charter.roles.iter().flat_map(|role| [&role.name, &role.duty]);
    let rest = [&charter.bond, &charter.pledge, &charter.notices.adult, &charter.notices.not_treatment];
    phases.chain(roles).chain(rest).chain(&charter.newcomer_card).chain(charter.vocabulary.values()).collect()
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
        let seconds: u32 = phases.iter().map(|phase| phase.planned_seconds(template.people)).sum();
        assert_eq!(template.people, 6);
        assert!(seconds.abs_diff(template.minutes * 60) <= 120, "{}: {seconds} s", template.id);
    }
}

#[test]
fn the_two_differ_where_they_must() {
    let [steps, grief] = templates().try_into().expect("two templates");
    let rules = |template: &Template| -> BTreeSet<String> {
        template.charter.phases.iter().map(|phase| format!("{:?}", phase.rule)).collect()
    };
    assert!(!rules(&steps).contains("Ask"));
    assert!(rules(&grief).contains("Ask"));
    assert_ne!(steps.charter.pledge_hash(), grief.charter.pledge_hash());
    assert_ne!(steps.charter.vocabulary["keeper"], grief.charter.vocabulary["keeper"]);
    assert_eq!((steps.charter.symbol, grief.charter.symbol), (Symbol::None, Symbol::Light));
    assert!(grief.charter.safety.doors && !steps.charter.safety.doors);
    for template in [&steps, &grief] {
        let phases = &template.charter.phases;
        assert!(phases.iter().any(|phase| phase.kind == PhaseKind::Silence), "{}", template.id);
        assert!(phases.iter().all(|phase| phase.rule != SpeakingRule::Open), "{}", template.id);
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

fn parse(structure: &str, words: &str) -> Result<Template, TemplateError> {
    Template::parse(structure, &[("en", words)])
}

#[test]
fn faults_are_named_with_file_and_line() {
    #[track_caller]
    fn check(structure: &str, words: &str, want: &str) {
        let error = parse(structure, words).expect_err(want);
        assert!(error.to_string().starts_with(want), "{error}");
    }
    assert!(parse(STRUCTURE, WORDS).is_ok());
    check(&STRUCTURE.replace("minutes = 60", "minutes = \"sixty\""), WORDS, "template, line 4: ");
    check(&STRUCTURE.replace("kind = \"round\"", "kind = \"dance\""), WORDS, "template, line ");
    check(&format!("{STRUCTURE}colour = \"blue\"\n"), WORDS, "template, line ");
    check(STRUCTURE, &WORDS.replace("[role.reader]", "[role.writer]"), "en: `role.");
    check(STRUCTURE, &WORDS.replace("[phase.light]", "[phase.dark]"), "en: `phase.");
    check(STRUCTURE, &WORDS.replace("title = \"Grief circle\"\n", ""), "en, line ");
    check(
        &STRUCTURE.replace("retention_days = 30", "retention_days = 31"),
        WORDS,
        "the charter is not usable: [Retention]",
    );
    check(&STRUCTURE.replace("rule = \"ask\"", "rule = \"none\"\nseconds = 1"), WORDS, "template, line ");
    let one = Template::parse(STRUCTURE, &[("en", WORDS), ("ar", &WORDS.replace("share = \"memory\"\n", ""))]);
    assert_eq!(one.expect_err("a word is missing").to_string(), "en: `vocabulary.share` is missing or not expected");
    assert_eq!(Template::parse(STRUCTURE, &[]), Err(TemplateError::NoLanguage));
}

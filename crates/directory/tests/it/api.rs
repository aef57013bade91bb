//! This server's interface for programs: every answer is what its description says, and the description is the one that
//! `docs/directory` has.
//!
//! After a change: `UPDATE=1 cargo nextest run -E 'package(directory) & test(api)'`.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "helpers of tests, and files that they keep fresh")]

use std::{collections::BTreeSet, fmt::Write};

use directory::{
    Listing,
    api::{self, Host, PATHS},
    search::{Index, Query},
};
use serde_json::Value;

use crate::world::{NEW_YORK, NOW, guide, listing, new_york};

const HOST: Host<'static> = Host { base: "https://stay.example" };
const OPENAPI: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/directory/openapi.json");
const TYPES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/directory/api.ts");

fn document() -> Value {
    serde_json::from_str(&api::document()).unwrap()
}

/// The schema of an answer, as the description has it.
fn schema(document: &Value, path: &str, status: &str) -> Value {
    let mut schema =
        document["paths"][path]["get"]["responses"][status]["content"]["application/json"]["schema"].clone();
    assert!(schema.is_object(), "{path} {status}");
    schema["components"] = document["components"].clone();
    schema
}

/// No object may have a field that the description does not name.
fn close(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.values_mut().for_each(close);
            if map.get("type").is_some_and(|kind| kind == "object") {
                map.insert("additionalProperties".to_owned(), false.into());
            }
        }
        Value::Array(list) => list.iter_mut().for_each(close),
        _ => {}
    }
}

fn fits(path: &str, status: &str, answer: &impl serde::Serialize) {
    let mut schema = schema(&document(), path, status);
    close(&mut schema);
    let validator = jsonschema::validator_for(&schema).unwrap();
    let answer = serde_json::to_value(answer).unwrap();
    let faults: Vec<String> =
        validator.iter_errors(&answer).map(|fault| format!("{fault} at {}", fault.instance_path())).take(3).collect();
    assert_eq!(faults, Vec::<String>::new(), "{path}");
}

fn indexes() -> [Index; 2] {
    let orange = listing("mg-orange-county-1967", guide("mg-orange-county-1967", "America/Los_Angeles"));
    [listing(NEW_YORK, new_york()), orange].map(|listing: Listing| Index::build(listing, NOW))
}

#[test]
fn every_answer_is_what_the_description_says() {
    for index in indexes() {
        let (mut seen, mut page) = (BTreeSet::new(), Some("size=200&sort=name".to_owned()));
        while let Some(asked) = page {
            let answer = api::meetings(&index, &asked, &HOST, NOW).unwrap();
            fits(PATHS[0], "200", &answer);
            assert!(answer.meetings.iter().all(|one| seen.insert(one.id.clone())), "nothing twice");
            assert_eq!(answer.total as usize, index.len());
            page = answer.next.map(|next| next.split_once('?').unwrap().1.to_owned());
        }
        assert_eq!(seen.len(), index.len(), "nothing is lost between pages");
        for id in seen.iter().step_by(100) {
            let one = api::meeting(&index, id, &HOST, NOW).unwrap();
            fits(PATHS[1], "200", &one);
            assert_eq!(api::meeting(&index, one.slug.as_deref().unwrap(), &HOST, NOW).unwrap(), one);
        }
        fits(PATHS[2], "200", &api::sources(&index, NOW));
        fits(PATHS[0], "400", &api::meetings(&index, "colour=red", &HOST, NOW).unwrap_err());
        fits(PATHS[1], "404", &api::meeting(&index, "nobody", &HOST, NOW).unwrap_err());
    }
}

#[test]
fn a_search_finds_what_the_pages_find() {
    let [index, _] = indexes();
    let asked = "near=40.75,-73.99&km=3&day=mon&zone=America/New_York&size=50";
    let answer = api::meetings(&index, asked, &HOST, NOW).unwrap();
    let page = index.search(&Query::parse(asked).unwrap(), NOW);
    assert!(page.hits.len() > 5);
    let told: Vec<(u32, String)> =
        answer.meetings.iter().map(|one| (one.metres.unwrap(), one.next.clone().unwrap().starts)).collect();
    assert!(told.windows(2).all(|two| two[0].0 <= two[1].0), "the nearest first");
    assert_eq!(told.len(), page.hits.len());
    // 2026-11-25 is a Wednesday: the coming Monday in New York, in UTC perhaps Tuesday.
    assert!(told.iter().all(|(_, starts)| starts.starts_with("2026-11-30T") || starts.starts_with("2026-12-01T")));
}

#[test]
fn a_meeting_looks_like_this() {
    let [index, _] = indexes();
    insta::assert_json_snapshot!(api::meeting(&index, "2", &HOST, NOW).unwrap());
}

#[test]
fn every_parameter_is_described_and_no_other() {
    let full = "q=tea&problem=alcohol&philosophy=steps&relation=self&openness=open&faith=off&goal=own&crosstalk=off\
                &access=wheelchair&audience=women&form=speaker&attendance=online&status=runs&language=en\
                &zone=Africa/Cairo&day=mon&from=18:00&until=20:00&near=30.0,31.0&km=5&sort=name&page=2&size=50";
    let document = document();
    let described: BTreeSet<&str> = document["paths"][PATHS[0]]["get"]["parameters"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    let query = Query::parse(full).unwrap().print();
    let printed: BTreeSet<&str> = query.split('&').map(|pair| pair.split('=').next().unwrap()).collect();
    let expected: BTreeSet<&str> = printed.into_iter().chain(["within", "cell"]).collect();
    assert_eq!(described, expected);
    for other in ["within=60", "cell=u33"] {
        assert!(Query::parse(other).is_ok(), "{other}");
    }
}

#[test]
fn the_description_and_the_types_are_fresh() {
    let made = [(OPENAPI, format!("{}\n", api::document())), (TYPES, types(&document()))];
    for (file, made) in made {
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(file, &made).unwrap();
        }
        let present = std::fs::read_to_string(file).unwrap_or_default();
        assert!(present == made, "{file} is stale: run this test with UPDATE=1");
    }
}

/// TypeScript from the description's schemas.
fn types(document: &Value) -> String {
    let mut out = String::from(
        "// Made from openapi.json by `UPDATE=1 cargo nextest run -E 'package(directory) & test(api)'`; do not edit.\n",
    );
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        let what = schema["description"].as_str().unwrap_or_default().replace('\n', " ");
        let _ = write!(out, "\n/** {what} */\nexport type {name} = {};\n", typed(schema, ""));
    }
    out
}

/// One schema; only what the description uses is known, and all else fails.
fn typed(schema: &Value, indent: &str) -> String {
    if let Some(name) = schema["$ref"].as_str() {
        return name.rsplit('/').next().unwrap().to_owned();
    }
    if let Some(words) = schema["enum"].as_array() {
        return words.iter().map(ToString::to_string).collect::<Vec<_>>().join(" | ");
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        let choices = choices.iter().filter(|one| one["type"] != "null").map(|one| typed(one, indent));
        return choices.collect::<Vec<_>>().join(" | ");
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).filter(|kind| *kind != "null").collect(),
        kind => kind.as_str().into_iter().collect(),
    };
    match kinds[..] {
        ["string"] => "string".to_owned(),
        ["integer" | "number"] => "number".to_owned(),
        ["boolean"] => "boolean".to_owned(),
        ["array"] => match typed(&schema["items"], indent) {
            item if item.contains(' ') => format!("({item})[]"),
            item => format!("{item}[]"),
        },
        ["object"] => object(schema, indent),
        _ => panic!("no type for {schema}"),
    }
}

fn object(schema: &Value, indent: &str) -> String {
    let required: BTreeSet<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let mut out = String::from("{\n");
    for (name, field) in schema["properties"].as_object().unwrap() {
        let inner = format!("{indent}  ");
        if let Some(what) = field["description"].as_str() {
            let _ = writeln!(out, "{inner}/** {} */", what.replace('\n', " "));
        }
        let mark = if required.contains(name.as_str()) { "" } else { "?" };
        let _ = writeln!(out, "{inner}{name}{mark}: {};", typed(field, &inner));
    }
    let _ = write!(out, "{indent}}}");
    out
}

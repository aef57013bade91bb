//! The BMLT interface's answers, over the New York sample: names, parameters, forms.

use std::collections::BTreeSet;

use directory::{
    Entry, Listing,
    bmlt::{Answer, Changed, Server, answer},
};
use serde_json::Value;
use wire::Millis;

use crate::world::{NEW_YORK, NOW, bytes, guide, json, listing, new_york};

const SERVER: Server<'static> = Server {
    root: "https://stay.example/main_server",
    version: "4.2.7",
    language: "en",
    pages: "https://stay.example/m/",
};

fn ask(listing: &Listing, query: &str) -> Value {
    let answer = answer(listing, &[], &SERVER, "json", query, NOW);
    assert_eq!((answer.status, answer.content_type), (200, "application/json"), "{query}: {}", answer.body);
    serde_json::from_str(&answer.body).unwrap_or_else(|fault| panic!("{query}: {fault}"))
}

/// The ids of the meetings that a query finds, in order.
fn found(listing: &Listing, query: &str) -> Vec<u64> {
    let answer = ask(listing, &format!("switcher=GetSearchResults&{query}"));
    let meetings = answer.as_array().unwrap_or_else(|| panic!("{query}: no list"));
    meetings.iter().map(|one| text(one, "id_bigint").parse().unwrap_or_default()).collect()
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_else(|| panic!("{name} is no text in {value}"))
}

/// The same question asked of the raw data.
fn raw(fits: impl Fn(&Value) -> bool) -> BTreeSet<u64> {
    let all = json(NEW_YORK);
    let meetings = all["meetings"].as_array().cloned().unwrap_or_default();
    let shown = meetings.iter().filter(|one| text(one, "published") == "1" && fits(one));
    shown.map(|one| text(one, "id_bigint").parse().unwrap_or_default()).collect()
}

fn list<'a>(value: &'a Value, name: &str) -> Vec<&'a str> {
    text(value, name).split(',').collect()
}

#[test]
fn each_parameter_finds_what_the_data_say() {
    let listing = listing(NEW_YORK, new_york());
    let check = |query: &str, fits: &dyn Fn(&Value) -> bool| {
        let answered = found(&listing, query);
        let as_set: BTreeSet<u64> = answered.iter().copied().collect();
        let expected = raw(fits);
        assert_eq!(as_set.len(), answered.len(), "{query}: nothing twice");
        assert!(
            !expected.is_empty() && expected.len() < 1_513 || query.is_empty(),
            "{query}: {} tell nothing",
            expected.len()
        );
        assert_eq!(as_set, expected, "{query}");
    };
    let day = |one: &Value| text(one, "weekday_tinyint").to_owned();
    let start = |one: &Value| text(one, "start_time").to_owned();
    check("", &|_| true);
    check("callingApp=crouton&meeting_ids=2,12", &|one| ["2", "12"].contains(&text(one, "id_bigint")));
    check("meeting_ids[]=-2&weekdays=7", &|one| text(one, "id_bigint") != "2" && day(one) == "7");
    check("weekdays=1,2", &|one| ["1", "2"].contains(&day(one).as_str()));
    check("weekdays[]=-1&weekdays[]=-2", &|one| !["1", "2"].contains(&day(one).as_str()));
    check("services=1005", &|one| text(one, "service_body_bigint") == "1005");
    check("services[]=-1005", &|one| text(one, "service_body_bigint") != "1005");
    check("formats=17,27", &|one| ["17", "27"].iter().all(|id| list(one, "format_shared_id_list").contains(id)));
    check("formats=17,27&formats_comparison_operator=OR", &|one| {
        ["17", "27"].iter().any(|id| list(one, "format_shared_id_list").contains(id))
    });
    check("formats[]=-17", &|one| !list(one, "format_shared_id_list").contains(&"17"));
    check("StartsAfterH=18&StartsAfterM=30", &|one| start(one).as_str() > "18:30:00");
    check("StartsBeforeH=9", &|one| start(one).as_str() < "09:00:00");
    check("MinDurationH=2", &|one| text(one, "duration_time") >= "02:00:00");
    check("MaxDurationH=1&MaxDurationM=0", &|one| text(one, "duration_time") <= "01:00:00");
    check("meeting_key=weekday_tinyint&meeting_key_value=3", &|one| day(one) == "3");
    check("meeting_key=start_time&meeting_key_value=19:30", &|one| start(one) == "19:30:00");
    let town = |one: &Value, name: &str| one["location_municipality"].as_str().is_some_and(|town| town == name);
    check("meeting_key=location_municipality&meeting_key_value[]=Yonkers&meeting_key_value[]=Rochester", &|one| {
        town(one, "Yonkers") || town(one, "Rochester")
    });
    check("SearchString=2,12", &|one| ["2", "12"].contains(&text(one, "id_bigint")));
}

#[test]
fn a_search_for_words_loses_nothing() {
    let listing = listing(NEW_YORK, new_york());
    for name in ["Nothing Macho", "nothing  MACHO"] {
        let answered = found(&listing, &format!("SearchString={}", name.replace(' ', "+")));
        assert!(answered.contains(&2), "{name}: {answered:?}");
    }
    // Every meeting is found by its own name: the field's software drops those that share it.
    for entry in listing.published().filter(|entry| entry.name.parse::<f64>().is_err()).step_by(50) {
        let query: String = entry.name.chars().map(|c| if c.is_alphanumeric() { c } else { '+' }).collect();
        if query.is_ascii()
            && query.len() > 2
            && !entry.name.contains(['\'', '&', '-', '.', '/', '"', '*', '!', ',', '('])
        {
            assert!(found(&listing, &format!("SearchString={query}")).contains(&entry.id.0), "{}", entry.name);
        }
    }
    assert_eq!(found(&listing, "SearchString=zzzzzz"), Vec::<u64>::new());
    assert_eq!(found(&listing, "SearchString=ab").len(), 1_513, "two letters are no question");
}

#[test]
fn bodies_below_count_if_asked() {
    let listing = listing(NEW_YORK, new_york());
    assert_eq!(found(&listing, "services=1"), Vec::<u64>::new());
    let below = found(&listing, "services=1&recursive=1");
    assert!(below.len() > 500, "{}", below.len());
    let others = found(&listing, "services=-1&recursive=1");
    assert_eq!(below.len() + others.len(), 1_513);
    let bodies = ask(&listing, "switcher=GetServiceBodies");
    assert_eq!(bodies.as_array().map(Vec::len), Some(44));
    let up = ask(&listing, "switcher=GetServiceBodies&services[]=1005&parents=1");
    let ids: BTreeSet<&str> = up.as_array().unwrap().iter().map(|body| text(body, "id")).collect();
    assert!(ids.contains("1005") && ids.contains(text(&up[0], "id")) && ids.len() > 1, "{ids:?}");
}

#[test]
fn near_me_is_exact() {
    let listing = listing(NEW_YORK, new_york());
    let here = (40.75, -73.99);
    // The law of cosines, as the field's server reckons; ours is the haversine.
    let km = |entry: &Entry| {
        let point = entry.place.coordinates.unwrap_or_else(|| panic!("no point"));
        let (a, b) = (f64::to_radians(here.0), point.latitude().to_radians());
        let east = (point.longitude() - here.1).to_radians();
        6_371.008_8 * (a.sin() * b.sin() + a.cos() * b.cos() * east.cos()).min(1.0).acos()
    };
    let at = "lat_val=40.75&long_val=-73.99";
    for (query, reach) in [("geo_width_km=2", 2.0), ("geo_width=1", 1.609_344), ("geo_width_km=0.5", 0.5)] {
        let answered: BTreeSet<u64> = found(&listing, &format!("{at}&{query}")).into_iter().collect();
        let has_point = |entry: &&Entry| entry.place.coordinates.is_some();
        let near = listing.published().filter(has_point).filter(|entry| km(entry) <= reach);
        assert_eq!(answered, near.map(|entry| entry.id.0).collect(), "{query}");
    }
    let ten = found(&listing, &format!("{at}&geo_width_km=-10&sort_results_by_distance=1"));
    assert!((10..30).contains(&ten.len()), "{}", ten.len());
    let distances: Vec<f64> = ten.iter().map(|id| km(&listing.entries[&directory::EntryId(*id)])).collect();
    assert!(distances.windows(2).all(|two| two[0] <= two[1] + 1e-6), "{distances:?}");
    let answer = ask(
        &listing,
        &format!("switcher=GetSearchResults&{at}&geo_width=-1&data_field_key=distance_in_km,distance_in_miles"),
    );
    let (km, miles): (f64, f64) =
        (text(&answer[0], "distance_in_km").parse().unwrap(), text(&answer[0], "distance_in_miles").parse().unwrap());
    assert!((km / miles - 1.609_344).abs() < 1e-9);
    assert_eq!(answer[0].as_object().map(serde_json::Map::len), Some(2));
    for broken in ["lat_val=40.75&geo_width=5", at, "lat_val=x&long_val=1&geo_width=5"] {
        assert_eq!(found(&listing, broken), Vec::<u64>::new(), "{broken}");
    }
}

#[test]
fn sorted_and_paged() {
    let listing = listing(NEW_YORK, new_york());
    let all = found(&listing, "sort_keys=location_municipality,weekday_tinyint,start_time");
    let key = |id: &u64| {
        let entry = &listing.entries[&directory::EntryId(*id)];
        let time = entry.schedule[0].series.pattern.time;
        (entry.place.city.to_lowercase(), time)
    };
    assert!(all.windows(2).all(|two| key(&two[0]).0 <= key(&two[1]).0));
    let second = found(&listing, "sort_keys=location_municipality,weekday_tinyint,start_time&page_size=100&page_num=2");
    assert_eq!(second, all[100..200]);
    assert_eq!(found(&listing, "page_size=100&page_num=17"), Vec::<u64>::new());
    let by_day = ask(&listing, "switcher=GetSearchResults&sort_key=time&data_field_key=weekday_tinyint,start_time");
    let keys: Vec<(&str, &str)> =
        by_day.as_array().unwrap().iter().map(|one| (text(one, "weekday_tinyint"), text(one, "start_time"))).collect();
    assert!(keys.windows(2).all(|two| two[0] <= two[1]));
}

#[test]
fn formats_join_meetings() {
    let listing = listing(NEW_YORK, new_york());
    // As croutonjs asks.
    let answer = ask(
        &listing,
        "switcher=GetSearchResults&get_used_formats&lang_enum=en&services[]=1&recursive=1&sort_keys=start_time",
    );
    let formats: BTreeSet<(&str, &str)> = answer["formats"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (text(one, "id"), text(one, "root_server_uri")))
        .collect();
    for one in answer["meetings"].as_array().unwrap() {
        for id in list(one, "format_shared_id_list").into_iter().filter(|id| !id.is_empty()) {
            assert!(formats.contains(&(id, text(one, "root_server_uri"))), "{id} of {one}");
        }
    }
    assert!(formats.len() > 20);
    let only = ask(&listing, "switcher=GetSearchResults&get_formats_only&services=1005");
    assert!(only["meetings"].is_null() && only["formats"].is_array());
    let reserved = ask(&listing, "switcher=GetFormats&lang_enum=en&key_strings[]=TC,VM,HY");
    let codes: BTreeSet<&str> = reserved.as_array().unwrap().iter().map(|one| text(one, "key_string")).collect();
    assert_eq!(codes, BTreeSet::from(["HY", "TC", "VM"]));
    let arabic = ask(&listing, "switcher=GetFormats&lang_enum=ar&key_strings=VM");
    assert_eq!(text(&arabic[0], "lang"), "ar");
    let spanish = ask(&listing, "switcher=GetFormats&lang_enum=es&format_ids=1");
    assert_eq!((text(&spanish[0], "lang"), text(&spanish[0], "id")), ("es", "1"));
}

#[test]
fn drafts_of_our_own_people_are_never_shown() {
    let mut listing = listing(NEW_YORK, new_york());
    assert_eq!(found(&listing, "advanced_published=-1").len(), 42);
    assert_eq!(found(&listing, "advanced_published=0").len(), 1_555);
    for source in listing.sources.values_mut() {
        source.kind = directory::model::SourceKind::Own;
    }
    assert_eq!(found(&listing, "advanced_published=0").len(), 1_513);
    assert_eq!(found(&listing, "advanced_published=-1"), Vec::<u64>::new());
}

#[test]
fn every_scalar_is_a_text_and_the_descriptions_schema_agrees() {
    let description: Value = serde_json::from_slice(&bytes("bmlt-openapi-semantic")).unwrap();
    let listing = listing(NEW_YORK, new_york());
    let other = crate::world::listing("mg-aasfmarin-658", guide("mg-aasfmarin-658", "America/Los_Angeles"));
    let queries = [
        ("GetSearchResults", "&advanced_published=0"),
        ("GetSearchResults", "&get_used_formats"),
        ("GetFormats", "&show_all=1&lang_enum[]=en&lang_enum[]=fr"),
        ("GetServiceBodies", ""),
        ("GetFieldKeys", ""),
        ("GetFieldValues", "&meeting_key=location_municipality"),
        ("GetFieldValues", "&meeting_key=formats&specific_formats=17,27"),
    ];
    for (name, more) in queries {
        let mut schema = schema(&description, name);
        // Three kinds of answers are alike to it, as it requires no field: one of them must fit, not exactly one.
        if let Some(kinds) = schema.as_object_mut().and_then(|schema| schema.remove("oneOf")) {
            schema["anyOf"] = kinds;
        }
        let validator = jsonschema::validator_for(&schema).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        for listing in [&listing, &other] {
            let answer = ask(listing, &format!("switcher={name}{more}"));
            let faults: Vec<String> = validator
                .iter_errors(&answer)
                .map(|fault| format!("{} at {}", fault, fault.instance_path()))
                .take(3)
                .collect();
            assert_eq!(faults, Vec::<String>::new(), "{name}{more}");
            assert!(!scalars(&answer).iter().any(|value| !value.is_string()), "{name}{more}");
        }
    }
}

#[test]
fn what_the_server_says_of_itself_and_of_changes_fits_the_description() {
    let description: Value = serde_json::from_slice(&bytes("bmlt-openapi-semantic")).unwrap();
    let listing = listing(NEW_YORK, new_york());
    let entry = listing.published().next().unwrap();
    let after = Entry { name: "Renamed".to_owned(), ..entry.clone() };
    let changes = [
        Changed { number: 1, at: NOW, before: None, after: Some(entry) },
        Changed { number: 2, at: NOW, before: Some(entry), after: Some(&after) },
        Changed { number: 3, at: NOW, before: Some(&after), after: None },
    ];
    for (name, count) in [("GetServerInfo", 1), ("GetChanges", 3)] {
        let mut schema = schema(&description, name);
        // The description says an object; the server's code gives a text, and so do its answers.
        schema["components"]["schemas"]["SemanticMeetingChange"]["properties"]["details"] =
            serde_json::json!({ "type": "string" });
        let validator = jsonschema::validator_for(&schema).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        let answer = answer(&listing, &changes, &SERVER, "json", &format!("switcher={name}"), NOW);
        let answer: Value = serde_json::from_str(&answer.body).unwrap();
        let faults: Vec<String> = validator.iter_errors(&answer).map(|fault| fault.to_string()).collect();
        assert_eq!((answer.as_array().map(Vec::len), faults), (Some(count), Vec::new()), "{name}");
    }
    let required: BTreeSet<&String> =
        description["components"]["schemas"]["SemanticServerInfo"]["properties"].as_object().unwrap().keys().collect();
    let info = ask(&listing, "switcher=GetServerInfo");
    let answered: BTreeSet<&String> = info[0].as_object().unwrap().keys().collect();
    assert!(required.is_subset(&answered), "{:?}", required.difference(&answered));
    assert_eq!((info.as_array().map(Vec::len), text(&info[0], "versionInt")), (Some(1), "4002007"));
    // The description says numbers in one object; the server gives texts in an array of one, and clients read that.
    let area = ask(&listing, "switcher=GetCoverageArea");
    let corner = |name: &str| text(&area[0], name).parse::<f64>().unwrap_or(f64::NAN);
    assert!(corner("nw_corner_latitude") > corner("se_corner_latitude"));
    assert!(corner("nw_corner_longitude") < corner("se_corner_longitude"));
}

/// What the field's description says of an answer.
fn schema(description: &Value, name: &str) -> Value {
    let path = format!("/client_interface/json/?switcher={name}");
    let mut schema =
        description["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"].clone();
    schema["components"] = description["components"].clone();
    schema
}

fn scalars(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(list) => list.iter().flat_map(scalars).collect(),
        Value::Object(map) => map.values().flat_map(scalars).collect(),
        scalar => vec![scalar],
    }
}

#[test]
fn a_meeting_of_each_convention_looks_like_this() {
    let first = listing(NEW_YORK, new_york());
    let second = listing("mg-orange-county-1967", guide("mg-orange-county-1967", "America/Los_Angeles"));
    let one = |listing: &Listing, key: &str| {
        let entry = listing.entries.values().find(|entry| entry.origin.key == key).unwrap();
        ask(listing, &format!("switcher=GetSearchResults&meeting_ids={}", entry.id))
    };
    insta::assert_json_snapshot!([one(&first, "2"), one(&second, "dog-and-pony-show")]);
}

#[test]
fn changes_are_told_without_telling_who() {
    let listing = listing(NEW_YORK, new_york());
    let before = listing.entries.values().next().unwrap();
    let mut after = before.clone();
    after.place.street = "1 New Street".to_owned();
    let at = |days: u64| Millis(NOW.0 + days * 86_400_000);
    let changes = [
        Changed { number: 1, at: at(0), before: None, after: Some(before) },
        Changed { number: 2, at: at(1), before: Some(before), after: Some(&after) },
        Changed { number: 3, at: at(2), before: Some(&after), after: None },
    ];
    let told = |query: &str| -> Vec<String> {
        let answer = answer(&listing, &changes, &SERVER, "json", &format!("switcher=GetChanges{query}"), NOW);
        let list: Vec<Value> = serde_json::from_str(&answer.body).unwrap();
        list.iter().map(|one| format!("{} {}", text(one, "change_id"), text(one, "change_type"))).collect()
    };
    let [new, change, delete] =
        ["1 comdef_change_type_new", "2 comdef_change_type_change", "3 comdef_change_type_delete"];
    assert_eq!(told(""), [delete, change, new]);
    assert_eq!(told("&start_date=2026-11-26&end_date=2026-11-26"), [change]);
    assert_eq!(told(&format!("&meeting_id={}", before.id)), [delete, change, new]);
    assert_eq!(told("&service_body_id=999"), Vec::<String>::new());
    let whole = answer(&listing, &changes[1..2], &SERVER, "json", "switcher=GetChanges", NOW).body;
    let one: Value = serde_json::from_str(&whole).unwrap();
    assert!(text(&one[0], "details").contains("location_street was changed"), "{whole}");
    assert_eq!(one[0]["json_data"]["after"]["location_street"], "1 New Street");
    assert_eq!(text(&one[0], "date_string"), "12:00 PM, 11/26/2026");
    assert_eq!((text(&one[0], "user_id"), text(&one[0], "user_name")), ("0", ""));
}

#[test]
fn other_forms_and_refusals() {
    let listing = listing(NEW_YORK, new_york());
    let get = |format: &str, query: &str| -> Answer { answer(&listing, &[], &SERVER, format, query, NOW) };
    let call = get("jsonp", "switcher=GetServerInfo&callback=crouton_1");
    assert_eq!((call.status, call.content_type), (200, "text/javascript; charset=UTF-8"));
    assert!(call.body.starts_with("/**/crouton_1([{") && call.body.ends_with("}]);"), "{}", call.body);
    let table = get("csv", "switcher=GetSearchResults&weekdays=1");
    let mut rows = csv::Reader::from_reader(table.body.as_bytes());
    assert!(rows.headers().unwrap().iter().any(|name| name == "meeting_name"));
    assert_eq!(rows.records().flatten().count(), found(&listing, "weekdays=1").len());
    let guide: Value = serde_json::from_str(&get("tsml", "switcher=GetSearchResults&weekdays=1").body).unwrap();
    assert!(guide.as_array().unwrap().iter().all(|one| one["day"] == 0 && one["timezone"] == "America/New_York"));
    let about = get("serverInfo.xml", "");
    assert_eq!((about.status, about.content_type), (200, "application/xml"));
    assert!(about.body.contains("<serverVersion>\r\n<readableString>4.2.7</readableString>"), "{}", about.body);
    for (format, query, status) in [
        ("json", "switcher=GetNAWSDump&sb_id=1005", 422),
        ("csv", "switcher=GetNAWSDump", 422),
        ("csv", "switcher=GetNAWSDump&sb_id=999999", 422),
        ("xml", "switcher=GetSearchResults", 422),
        ("json", "switcher=GetSecrets", 422),
        ("json", "", 422),
        ("jsonp", "switcher=GetServerInfo&callback=alert(1)", 422),
        ("tsml", "switcher=GetFormats", 422),
        ("json", "switcher=GetFieldValues&meeting_key=secrets", 400),
        ("json", "switcher=GetSearchResults&SearchString=Bronx&StringSearchIsAnAddress=1", 400),
    ] {
        let refused = get(format, query);
        assert_eq!(refused.status, status, "{format} {query}");
        assert!(serde_json::from_str::<Value>(&refused.body).is_ok_and(|body| body["message"].is_string()));
    }
}

#[test]
fn the_offices_sheet_has_what_a_body_holds_and_what_went() {
    const BODY: u64 = 1005;
    let mut listing = listing(NEW_YORK, new_york());
    for (id, body) in &mut listing.bodies {
        body.world_id = if id.0 == BODY { "AR1005".to_owned() } else { String::new() };
    }
    let expected = found(&listing, &format!("services={BODY}&advanced_published=0"));
    let mut gone = listing.entries.values().find(|one| one.body.is_some_and(|body| body.0 == BODY)).unwrap().clone();
    gone.id = directory::EntryId(999_999);
    gone.published = true;
    gone.name = "=gone".to_owned();
    gone.kept.insert("worldid_mixed".to_owned(), "\"G00999\"".to_owned());
    let changes = [Changed { number: 1, at: NOW, before: Some(&gone), after: None }];
    let sheet = answer(&listing, &changes, &SERVER, "csv", &format!("switcher=GetNAWSDump&sb_id={BODY}"), NOW);
    assert_eq!((sheet.status, sheet.content_type), (200, "text/csv; charset=UTF-8"));
    let mut reader = csv::Reader::from_reader(sheet.body.as_bytes());
    let heads = reader.headers().unwrap().clone();
    assert_eq!((heads.len(), &heads[0], &heads[51]), (52, "Committee", "unpublished"));
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let cell =
        |row: &csv::StringRecord, name: &str| row[heads.iter().position(|head| head == name).unwrap()].to_owned();
    let (went, stand): (Vec<_>, Vec<_>) = rows.iter().partition(|row| cell(row, "Delete") == "D");
    let ids = |rows: &[&csv::StringRecord]| -> BTreeSet<u64> {
        rows.iter().map(|row| cell(row, "bmlt_id").parse().unwrap()).collect()
    };
    assert_eq!(ids(&stand), expected.iter().copied().collect());
    let told = ["bmlt_id", "Committee", "CommitteeName", "LastChanged"].map(|name| cell(went[0], name));
    assert_eq!((went.len(), told), (1, ["999999", "G00999", "'=gone", "11/25/26"].map(str::to_owned)));
    for row in &rows {
        let [day, time, closed, area] = ["Day", "Time", "Closed", "AreaRegion"].map(|name| cell(row, name));
        assert!(day.ends_with("day") && time.len() == 4 && time.bytes().all(|b| b.is_ascii_digit()), "{row:?}");
        assert!(["OPEN", "CLOSED"].contains(&closed.as_str()) && area == "AR1005", "{row:?}");
    }
}

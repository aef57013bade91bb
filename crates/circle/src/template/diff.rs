//! What differs between two versions of a template, so that a fork can see what its parent has changed (domain I34).

use std::collections::{BTreeMap, BTreeSet};

use super::Template;
use crate::{Charter, Phase, Role, Text};

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// What differs: `phase.shares`, `phase.shares.rule`, `role.reader.seats`, or with a language
    /// `phase.shares.cue (en)`.
    pub what: String,
    /// Before; none where it is new.
    pub from: Option<String>,
    /// After; none where it is gone.
    pub to: Option<String>,
}

/// What changed from one version to the other, by place. A phase or role that came or went is one change.
pub fn changes(from: &Template, to: &Template) -> Vec<Change> {
    let (from, to) = (leaves(from), leaves(to));
    let mut changes = BTreeSet::new();
    for what in from.keys().chain(to.keys()) {
        let (before, after) = (from.get(what), to.get(what));
        let whole = before.is_some() != after.is_some();
        let what = if whole { owner(what, &from, &to) } else { what.clone() };
        if before != after {
            changes.insert(Change { from: from.get(&what).cloned(), to: to.get(&what).cloned(), what });
        }
    }
    changes.into_iter().collect()
}

type Leaves = BTreeMap<String, String>;

/// The phase or role that came or went with a leaf, or the leaf itself.
fn owner(leaf: &str, from: &Leaves, to: &Leaves) -> String {
    let mut parts = leaf.splitn(3, '.');
    let outer = parts.next().zip(parts.next()).map(|(section, id)| format!("{section}.{id}"));
    match outer {
        Some(outer) if from.contains_key(&outer) != to.contains_key(&outer) => outer,
        _ => leaf.to_owned(),
    }
}

fn leaves(template: &Template) -> Leaves {
    let mut leaves = Leaves::new();
    let Template { title, summary, minutes, people, charter, .. } = template;
    text(&mut leaves, "title", title);
    text(&mut leaves, "summary", summary);
    leaves.insert("minutes".to_owned(), minutes.to_string());
    leaves.insert("people".to_owned(), people.to_string());
    frame(&mut leaves, charter);
    let order = |ids: Vec<&str>| ids.join(", ");
    leaves.insert("phases".to_owned(), order(charter.phases.iter().map(|phase| phase.id.as_str()).collect()));
    for one in &charter.phases {
        phase(&mut leaves, one);
    }
    for one in &charter.roles {
        role(&mut leaves, one);
    }
    leaves
}

fn frame(leaves: &mut Leaves, charter: &Charter) {
    let values: [(&str, &dyn core::fmt::Debug); 14] = [
        ("openness", &charter.openness),
        ("welcome", &charter.welcome),
        ("retention_days", &charter.retention_days),
        ("symbol", &charter.symbol),
        ("calendar", &charter.calendar),
        ("facets", &charter.facets),
        ("safety", &charter.safety),
        ("decisions", &charter.decisions),
        ("milestones", &charter.milestones),
        ("companion", &charter.companions),
        ("programme.modules", &charter.programme.order),
        ("round.step", &charter.round.steps),
        ("round.leader_by_hours", &charter.round.leader_by_hours),
        ("round.close_hours", &charter.round.close_hours),
    ];
    leaves.extend(values.map(|(key, value)| (key.to_owned(), format!("{value:?}"))));
    let keyed = |section: &str, map: &BTreeMap<String, Text>| {
        map.iter().map(|(key, text)| (format!("{section}.{key}"), text.clone())).collect::<Vec<_>>()
    };
    let mut texts = vec![
        ("bond".to_owned(), charter.bond.clone()),
        ("pledge".to_owned(), charter.pledge.clone()),
        ("notice.adult".to_owned(), charter.notices.adult.clone()),
        ("notice.not_treatment".to_owned(), charter.notices.not_treatment.clone()),
        ("late.text".to_owned(), charter.late.clone()),
        ("close.text".to_owned(), charter.round.close.clone()),
        ("schedule.title".to_owned(), charter.schedule.title.clone()),
        ("schedule.discreet_title".to_owned(), charter.schedule.discreet.clone()),
    ];
    texts.extend(keyed("vocabulary", &charter.vocabulary));
    texts.extend(keyed("notice", &charter.notices.health));
    texts.extend(keyed("card", &charter.cards));
    texts.extend(
        charter.newcomer_card.iter().enumerate().map(|(n, card)| (format!("newcomer.{}", n + 1), card.clone())),
    );
    texts.extend(charter.tags.iter().map(|tag| (format!("tag.{}", tag.id), tag.name.clone())));
    for (n, reading) in charter.readings.iter().enumerate() {
        texts.push((format!("reading.{}.title", n + 1), reading.title.clone()));
        texts.push((format!("reading.{}.text", n + 1), reading.text.clone()));
    }
    for module in &charter.programme.modules {
        texts.push((format!("module.{}.name", module.id), module.name.clone()));
        texts.push((format!("module.{}.purpose", module.id), module.purpose.clone()));
    }
    for (key, value) in texts {
        text(leaves, &key, &value);
    }
}

fn phase(leaves: &mut Leaves, phase: &Phase) {
    let at = format!("phase.{}", phase.id);
    leaves.insert(at.clone(), phase.name.in_language("en").to_owned());
    let values: [(&str, &dyn core::fmt::Debug); 17] = [
        ("kind", &phase.kind),
        ("rule", &phase.rule),
        ("seconds", &phase.seconds),
        ("turn_seconds", &phase.turn_seconds),
        ("who", &phase.who),
        ("pass", &phase.pass),
        ("order", &phase.order),
        ("lines", &phase.lines),
        ("agenda", &phase.agenda),
        ("bell", &phase.bell),
        ("lights", &phase.lights),
        ("tags", &phase.tags),
        ("milestones", &phase.milestones),
        ("held", &phase.held),
        ("silence_after", &phase.silence_after),
        ("optional", &phase.optional),
        ("after", &phase.after),
    ];
    leaves.extend(values.map(|(key, value)| (format!("{at}.{key}"), format!("{value:?}"))));
    for (key, value) in [("name", &phase.name), ("purpose", &phase.purpose), ("cue", &phase.cue)] {
        text(leaves, &format!("{at}.{key}"), value);
    }
    leaves
        .insert(format!("{at}.parts"), phase.parts.iter().map(|part| part.id.as_str()).collect::<Vec<_>>().join(", "));
    for part in &phase.parts {
        text(leaves, &format!("{at}.part.{}.name", part.id), &part.name);
        text(leaves, &format!("{at}.part.{}.hint", part.id), &part.hint);
    }
}

fn role(leaves: &mut Leaves, role: &Role) {
    let at = format!("role.{}", role.id);
    leaves.insert(at.clone(), role.name.in_language("en").to_owned());
    let values: [(&str, &dyn core::fmt::Debug); 5] = [
        ("seats", &role.seats),
        ("term_days", &role.term_days),
        ("max_terms", &role.max_terms),
        ("needs_meetings", &role.needs_meetings),
        ("duties", &role.duties),
    ];
    leaves.extend(values.map(|(key, value)| (format!("{at}.{key}"), format!("{value:?}"))));
    text(leaves, &format!("{at}.name"), &role.name);
    text(leaves, &format!("{at}.duty"), &role.duty);
}

fn text(leaves: &mut Leaves, at: &str, text: &Text) {
    leaves.extend(text.0.iter().map(|(tag, words)| (format!("{at} ({tag})"), words.clone())));
}

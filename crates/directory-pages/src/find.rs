//! The page on which one searches, with what was found.

use askama::Template;
use calendar::{Weekday, Weekdays, Zone};
use directory::{
    model::{DAYS, Set, Word},
    search::{Index, Near, Order, Query, QueryFault, When},
};
use wire::Millis;

use crate::{
    Frame, Lang,
    frame::print,
    lines::{Lines, lines},
    options::{Choice, Field, field},
};

/// What somebody asked for: nothing yet, something, or something that cannot be read.
#[derive(Debug, Clone)]
pub enum Asked {
    /// The form alone.
    Nothing,
    /// A search.
    Search(Box<Query>),
    /// What is wrong with it.
    Wrong(QueryFault),
}

/// Zones that stand in the list; any other can be asked for by address.
pub(crate) const ZONES: [&str; 36] = [
    "Africa/Algiers",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/Johannesburg",
    "Africa/Khartoum",
    "Africa/Lagos",
    "Africa/Nairobi",
    "Africa/Tripoli",
    "Africa/Tunis",
    "America/Anchorage",
    "America/Bogota",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Mexico_City",
    "America/New_York",
    "America/Sao_Paulo",
    "America/Toronto",
    "Asia/Amman",
    "Asia/Baghdad",
    "Asia/Beirut",
    "Asia/Damascus",
    "Asia/Dubai",
    "Asia/Gaza",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Kuwait",
    "Asia/Qatar",
    "Asia/Riyadh",
    "Asia/Tehran",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Europe/Berlin",
    "Europe/Istanbul",
    "Europe/London",
    "Europe/Paris",
];
const SOON: [u16; 4] = [60, 180, 720, 1_440];
const KM: [u16; 5] = [5, 25, 50, 100, 500];

#[derive(Template)]
#[template(path = "find.html")]
struct Find<'a> {
    frame: Frame<'a>,
    lang: Lang,
    title: String,
    query: Query,
    wrong: String,
    searched: bool,
    count: String,
    hits: Vec<Lines>,
    others: Vec<Lines>,
    first: Vec<Field>,
    more: Vec<Field>,
    zones: Vec<Choice>,
    soon: Vec<Choice>,
    days: Vec<Choice>,
    from: String,
    until: String,
    cell: String,
    near: String,
    km: Vec<Choice>,
    orders: Vec<Choice>,
    languages: String,
    /// The parameters of the search but its page, for the buttons that turn pages.
    kept: Vec<(String, String)>,
    previous: Option<u32>,
    next: Option<u32>,
    page: String,
}

/// The page: the form with what was asked for in it, what was found, and another way beside it.
pub fn find(frame: Frame<'_>, index: &Index, asked: &Asked, now: Millis) -> String {
    let lang = frame.lang;
    let (query, wrong) = match asked {
        Asked::Nothing => (Query::default(), String::new()),
        Asked::Search(query) => ((**query).clone(), String::new()),
        Asked::Wrong(fault) => {
            let values = [("name", fault.name.clone().into()), ("wrong", fault.wrong.to_string().into())];
            (Query::default(), lang.with("find-wrong", &values))
        }
    };
    let searched = matches!(asked, Asked::Search(_));
    let zone = query.zone.as_deref().and_then(Zone::find);
    let found = searched.then(|| index.search(&query, now));
    let beside = found.as_ref().map(|page| index.another_way(&query, page, now)).unwrap_or_default();
    let shown = |hit| lines(frame, index, hit, zone.as_ref(), now);
    let (total, pages) = found.as_ref().map_or((0, 1), |page| (page.total, page.pages));
    let page = Find {
        frame,
        lang,
        title: lang.get("find-title"),
        wrong,
        searched,
        count: lang.with("find-count", &[("count", total.into())]),
        hits: found.iter().flat_map(|page| &page.hits).filter_map(shown).collect(),
        others: beside.iter().filter_map(shown).collect(),
        first: first(lang, &query),
        more: more(lang, &query),
        zones: zones(&query),
        soon: soon(lang, &query),
        days: days(lang, &query),
        from: week(&query).map(|week| week.from.to_string()).filter(|from| from != "00:00").unwrap_or_default(),
        until: week(&query).and_then(|week| week.until).map(|until| until.to_string()).unwrap_or_default(),
        cell: cell(&query),
        near: near(&query),
        km: radius(lang, &query),
        orders: orders(lang, &query),
        languages: query.languages.iter().cloned().collect::<Vec<_>>().join(", "),
        kept: kept(&query),
        previous: (query.page > 1).then(|| query.page - 1),
        next: (query.page < pages).then(|| query.page + 1),
        page: lang.with("find-page", &[("page", query.page.into()), ("pages", pages.into())]),
        query,
    };
    print(&page)
}

fn first(lang: Lang, query: &Query) -> Vec<Field> {
    vec![
        field(lang, "problem", query.problems),
        field(lang, "philosophy", query.philosophies),
        field(lang, "attendance", query.attendance),
    ]
}

fn more(lang: Lang, query: &Query) -> Vec<Field> {
    vec![
        field(lang, "relation", query.relations),
        field(lang, "openness", query.openness),
        field(lang, "faith", query.faith),
        field(lang, "goal", query.goals),
        field(lang, "crosstalk", query.crosstalk),
        field(lang, "access", query.access),
        field(lang, "audience", query.audience),
        field(lang, "form", query.forms),
        field(lang, "status", query.status),
    ]
}

fn zones(query: &Query) -> Vec<Choice> {
    let own = query.zone.as_deref().filter(|zone| !ZONES.contains(zone));
    let choice = |zone: &str| Choice {
        value: zone.to_owned(),
        label: zone.replace('_', " "),
        chosen: query.zone.as_deref() == Some(zone),
    };
    ZONES.into_iter().chain(own).map(choice).collect()
}

fn soon(lang: Lang, query: &Query) -> Vec<Choice> {
    let choice = |minutes: u16| Choice {
        value: minutes.to_string(),
        label: lang.with("find-within", &[("hours", (minutes / 60).into())]),
        chosen: query.when == Some(When::Soon { minutes }),
    };
    SOON.into_iter().map(choice).collect()
}

fn days(lang: Lang, query: &Query) -> Vec<Choice> {
    let chosen = week(query).map(|week| week.days).filter(|days| *days != Weekdays::ALL);
    let choice = |day: Weekday| Choice {
        value: DAYS[day as usize].to_owned(),
        label: lang.get(&format!("day-{}", DAYS[day as usize])),
        chosen: chosen.is_some_and(|days| days.contains(day)),
    };
    Weekday::ALL.into_iter().map(choice).collect()
}

fn week(query: &Query) -> Option<directory::search::Week> {
    match query.when {
        Some(When::Week(week)) => Some(week),
        Some(When::Soon { .. }) | None => None,
    }
}

fn cell(query: &Query) -> String {
    match &query.near {
        Some(Near::Cell(cell)) => cell.to_string(),
        Some(Near::Point { .. }) | None => String::new(),
    }
}

fn near(query: &Query) -> String {
    match &query.near {
        Some(Near::Point { at, .. }) => format!("{}, {}", at.latitude(), at.longitude()),
        Some(Near::Cell(_)) | None => String::new(),
    }
}

fn radius(lang: Lang, query: &Query) -> Vec<Choice> {
    let wanted = match &query.near {
        Some(Near::Point { km, .. }) => *km,
        Some(Near::Cell(_)) | None => directory::search::limits::DEFAULT_KM,
    };
    let choice = |km: u16| Choice {
        value: km.to_string(),
        label: lang.with("distance", &[("km", km.to_string().into())]),
        chosen: km == wanted,
    };
    KM.into_iter().map(choice).collect()
}

fn orders(lang: Lang, query: &Query) -> Vec<Choice> {
    let chosen: Set<Order> = query.order.into_iter().collect();
    // "Nearest" is what comes first anyway where a place is asked for.
    let offered = [Order::Soonest, Order::Name];
    let choice = |order: Order| Choice {
        value: order.word().to_owned(),
        label: lang.word("sort", order.word()),
        chosen: chosen.contains(order),
    };
    offered.into_iter().map(choice).collect()
}

fn kept(query: &Query) -> Vec<(String, String)> {
    let first = Query { page: 1, ..query.clone() };
    form_urlencoded::parse(first.print().as_bytes()).into_owned().collect()
}

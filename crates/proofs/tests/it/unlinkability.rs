//! What the database tells a thief, and no more (protocol.md section 2): neither which accounts, boxes and circles
//! belong together, nor a time finer than a day.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    time::Duration,
};

use engine::{
    Command,
    command::{Welcome, Wish},
    view::{CircleState, View},
};
use proofs::{House, Person, circle, now};
use tokio::time::{interval, timeout};
use wire::Day;

use crate::database::{Row, Value, rows};

const RUN: usize = 16;
/// A box of a small circle is longer than this, in bytes, when it holds a commit that is being sent.
const WITH_COMMIT: usize = 16 * 1024;
/// Up to this size, in bytes, boxes and blobs are padded to powers of two, and entries to steps.
const EXACT: usize = 5 * 1024;

/// Every column, and what a number in it is. A new column must be judged here.
const COLUMNS: [(&str, &[(&str, Holds)]); 10] = [
    (
        "account",
        &[
            ("id", Holds::Bytes),
            ("record", Holds::Bytes),
            ("vault", Holds::Bytes),
            ("vault_cap", Holds::Bytes),
            ("wrapped_vault_key", Holds::Bytes),
        ],
    ),
    ("recovery", &[("auth", Holds::Bytes), ("code", Holds::Bytes), ("sealed", Holds::Bytes)]),
    ("sealed_box", &[("blob", Holds::Bytes), ("cap", Holds::Bytes), ("expires", Holds::Day), ("id", Holds::Bytes)]),
    ("circle", &[("genesis", Holds::Bytes), ("id", Holds::Bytes), ("suspended", Holds::Reason)]),
    ("sign_up_code", &[("expires", Holds::Day), ("id", Holds::Bytes), ("uses", Holds::Count)]),
    (
        "circle_commit",
        &[
            ("access", Holds::Bytes),
            ("child_no", Holds::Count),
            ("circle", Holds::Bytes),
            ("cut", Holds::Count),
            ("envelope", Holds::Bytes),
            ("id", Holds::Bytes),
            ("left_on", Holds::Day),
            ("parent", Holds::Bytes),
            ("snapshot", Holds::Bytes),
            ("snapshot_id", Holds::Bytes),
        ],
    ),
    (
        "entry",
        &[
            ("at", Holds::Bytes),
            ("blob", Holds::Bytes),
            ("brief", Holds::Count),
            ("circle", Holds::Bytes),
            ("expires", Holds::Day),
            ("hash", Holds::Bytes),
            ("n", Holds::Count),
            ("shred", Holds::Bytes),
        ],
    ),
    (
        "mailbox",
        &[
            ("expires", Holds::Day),
            ("id", Holds::Bytes),
            ("kind", Holds::Count),
            ("preview", Holds::Bytes),
            ("read", Holds::Bytes),
            ("uses", Holds::Count),
        ],
    ),
    ("mail", &[("blob", Holds::Bytes), ("id", Holds::Bytes), ("mailbox", Holds::Bytes)]),
    ("wake", &[("address", Holds::Bytes), ("at", Holds::Moment), ("id", Holds::Bytes)]),
];

/// Where the same value may stand in two rows: the list of protocol.md section 2, "two blobs belong to one circle",
/// "which knocks and replies exist". Nothing here leaves a circle or a mailbox.
const SHARED: [(&str, &str); 10] = [
    ("circle.id", "circle_commit.circle"),
    ("circle.id", "entry.circle"),
    ("circle_commit.circle", "entry.circle"),
    ("circle.genesis", "circle_commit.id"),
    ("circle.genesis", "circle_commit.parent"),
    ("circle.genesis", "entry.at"),
    ("circle_commit.id", "circle_commit.parent"),
    ("circle_commit.id", "entry.at"),
    ("circle_commit.parent", "entry.at"),
    ("mailbox.id", "mail.mailbox"),
];

/// Columns whose value may come again in other rows of the same table.
const REPEATED: [&str; 5] =
    ["circle_commit.circle", "entry.circle", "entry.at", "circle_commit.parent", "mail.mailbox"];

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Holds {
    Bytes,
    Count,
    Day,
    /// Ahead, in steps of five minutes, as a browser asked for it.
    Moment,
    /// Why an operator has suspended a circle; nothing where nobody has.
    Reason,
}

/// Who owns the memberships in the first two circles; Ana has a third one besides.
#[derive(Clone, Copy)]
enum Owners {
    AnaThenBen,
    BenThenAna,
}

/// Waits until no box holds a commit that waits for its answer any more: devices save a box without one some time after.
async fn saved(folder: &Path) {
    let holds_commit = |row: &Row| row.table == "sealed_box" && row.bytes("blob").len() > WITH_COMMIT;
    let look = async {
        let mut looks = interval(Duration::from_millis(100));
        while rows(folder).await.iter().any(holds_commit) {
            looks.tick().await;
        }
    };
    timeout(Duration::from_mins(1), look).await.expect("every device saves its box");
}

/// Two circles of different histories, each with its founder and one other member, and a third one of Ana.
/// One device is open at a time wherever two could do the same duty, so that the histories are equal.
async fn world(owners: Owners) -> (tempfile::TempDir, Vec<Row>) {
    let data = tempfile::tempdir().unwrap();
    let house = House::open(data.path()).await;
    let url = house.url();
    let (ana, ben) = (Person::new(&url, "ana").await, Person::new(&url, "ben").await);
    let (in_first, in_second) = match owners {
        Owners::AnaThenBen => (&ana, &ben),
        Owners::BenThenAna => (&ben, &ana),
    };
    membership(data.path(), &url, "first", in_first, 3).await;
    membership(data.path(), &url, "second", in_second, 1).await;
    membership(data.path(), &url, "third", &ana, 0).await;
    for person in [ana, ben] {
        person.goes().await;
    }
    house.service.tidy().await.unwrap();
    house.close().await;
    let rows = rows(data.path()).await;
    (data, rows)
}

async fn membership(folder: &Path, url: &str, name: &str, member: &Person, shares: usize) {
    let founder = Person::new(url, &format!("founder of {name}")).await;
    founder.founds("steps-fellowship", name, Welcome::Open).await;
    let fragment = founder.invites(name, "").await;
    member.knocks(&fragment, "somebody", "").await;
    member.is_in(name).await;
    for person in [&founder, member] {
        person.counts(name, 2).await;
        let settled = |view: &View| circle(view, name).is_some_and(|circle| circle.state == CircleState::Ready);
        person.sees("a settled circle", settled).await;
    }
    for number in 0..shares {
        let (text, wish) = (format!("share number {number}"), Wish::JustListen);
        let command = Command::Share { circle: member.index(name), text, wish, note: None };
        member.done(command).await;
        member.has_sent(name).await;
    }
    let all = |view: &View| circle(view, name).is_some_and(|circle| circle.shares.len() == shares);
    founder.sees("all shares", all).await;
    saved(folder).await;
    founder.goes().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_row_ties_account_box_and_circle_together() {
    let (_folder, rows) = world(Owners::AnaThenBen).await;
    assert!(rows.iter().filter(|row| row.table == "account").count() == 5, "or the world is another");
    assert!(rows.iter().filter(|row| row.table == "circle").count() == 3);
    for row in &rows {
        columns_are_known(row);
    }
    let found = ties(&rows);
    assert!(found.is_empty(), "{found:#?}");
    circles_share_nothing(&rows);
}

/// Number columns hold what the table says; none holds a time finer than a day.
fn columns_are_known(row: &Row) {
    let Some((_, columns)) = COLUMNS.iter().find(|(table, _)| *table == row.table) else {
        panic!("the table {} is not judged", row.table)
    };
    let names: Vec<&str> = row.values.keys().map(String::as_str).collect();
    assert_eq!(names, columns.iter().map(|(name, _)| *name).collect::<Vec<_>>(), "columns of {}", row.table);
    let today = i64::from(Day::of(now()).0);
    let days = (today - 1)..=(today + 1 + i64::from(wire::limits::EXPIRY_DAYS));
    for (name, holds) in *columns {
        let place = format!("{}.{name}", row.table);
        match (&row.values[*name], holds) {
            (Value::Bytes(_), Holds::Bytes) | (Value::Nothing, Holds::Bytes | Holds::Day | Holds::Reason) => {}
            (Value::Number(number), Holds::Count) => assert!((0..100_000).contains(number), "{place}: {number}"),
            (Value::Number(number), Holds::Day) => assert!(days.contains(number), "{place}: {number} is no day"),
            (value, holds) => panic!("{place}: {holds:?} expected, {value:?} found"),
        }
    }
}

/// Every run of sixteen bytes that stands in two rows, by the places where it stands; documented ones left out.
fn ties(rows: &[Row]) -> BTreeSet<(String, String)> {
    let mut seen: BTreeMap<[u8; RUN], (usize, String)> = BTreeMap::new();
    let mut found = BTreeSet::new();
    for (number, row) in rows.iter().enumerate() {
        for (column, value) in &row.values {
            let Value::Bytes(bytes) = value else { continue };
            let place = format!("{}.{column}", row.table);
            for run in bytes.windows(RUN) {
                let run: [u8; RUN] = run.try_into().unwrap();
                // The etag before the first one, and a genesis' parent, are zeroes, and so are most of the runs round them.
                if run.into_iter().filter(|byte| *byte == 0).count() > RUN / 2 {
                    continue;
                }
                match seen.get(&run) {
                    None => {
                        seen.insert(run, (number, place.clone()));
                    }
                    Some((other, _)) if *other == number => {}
                    Some((_, there)) if is_documented(there, &place) => {}
                    Some((_, there)) => {
                        found.insert((there.clone(), place.clone()));
                    }
                }
            }
        }
    }
    found
}

fn is_documented(one: &str, other: &str) -> bool {
    let pair = |(first, second): &(&str, &str)| (one, other) == (first, second) || (other, one) == (first, second);
    SHARED.iter().any(pair) || (one == other && REPEATED.contains(&one))
}

/// The documented ties stay inside one circle.
fn circles_share_nothing(rows: &[Row]) {
    let mut owner: BTreeMap<Vec<u8>, Vec<u8>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.values.contains_key("circle")) {
        for value in row.values.values() {
            let Value::Bytes(bytes) = value else { continue };
            if bytes.len() < RUN || bytes.iter().all(|byte| *byte == 0) {
                continue;
            }
            let circle = owner.entry(bytes.clone()).or_insert_with(|| row.bytes("circle").to_vec());
            assert_eq!(circle, row.bytes("circle"), "one value in two circles, in {}", row.table);
        }
    }
}

#[test]
fn a_tie_is_found() {
    let row = |table: &str, column: &str, bytes: Vec<u8>| Row {
        table: table.to_owned(),
        values: BTreeMap::from([(column.to_owned(), Value::Bytes(bytes))]),
    };
    let secret: Vec<u8> = (1..33).collect();
    let hidden = [vec![9; 40], secret[5..25].to_vec(), vec![8; 7]].concat();
    let found = ties(&[row("account", "id", secret.clone()), row("sealed_box", "blob", hidden)]);
    assert_eq!(found, BTreeSet::from([("account.id".to_owned(), "sealed_box.blob".to_owned())]));
    let documented = [row("circle", "id", secret.clone()), row("entry", "circle", secret.clone())];
    assert!(ties(&documented).is_empty());
    let twice = [row("mailbox", "read", secret.clone()), row("mailbox", "read", secret)];
    assert_eq!(ties(&twice).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn swapped_owners_leave_the_same_database() {
    let (_one, one) = world(Owners::AnaThenBen).await;
    let (_other, other) = world(Owners::BenThenAna).await;
    let (one, other) = (masked(&one), masked(&other));
    for (table, rows) in &one {
        assert_eq!(rows, &other[table], "{table}");
    }
}

/// What is left when random values are gone: rows of a circle together, sizes, counts, days, what is missing.
fn masked(rows: &[Row]) -> BTreeMap<String, Vec<Vec<String>>> {
    let mut groups: BTreeMap<String, BTreeMap<Vec<u8>, Vec<String>>> = BTreeMap::new();
    for row in rows {
        let circle = if row.values.contains_key("circle") { row.bytes("circle").to_vec() } else { Vec::new() };
        let values = row.values.iter().map(|(column, value)| match value {
            Value::Nothing => format!("{column}=none"),
            Value::Number(number) => format!("{column}={number}"),
            Value::Bytes(bytes) if bytes.iter().all(|byte| *byte == 0) => format!("{column}={} zeroes", bytes.len()),
            // An MLS state is some bytes longer or shorter by chance, so that equal histories may lie on two sides of a
            // step of Padmé, which are finer than this.
            Value::Bytes(bytes) if bytes.len() > EXACT => format!("{column}<{}", bytes.len().next_power_of_two()),
            Value::Bytes(bytes) => format!("{column}={} bytes", bytes.len()),
        });
        let text = values.collect::<Vec<_>>().join(" ");
        groups.entry(row.table.clone()).or_default().entry(circle).or_default().push(text);
    }
    let sorted = |circles: BTreeMap<Vec<u8>, Vec<String>>| {
        let mut all: Vec<Vec<String>> = circles.into_values().collect();
        for rows in &mut all {
            rows.sort();
        }
        all.sort();
        all
    };
    groups.into_iter().map(|(table, circles)| (table, sorted(circles))).collect()
}

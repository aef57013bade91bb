//! What a person erases or burns is gone from the server's real store: the rows, and their bytes in every file
//! (domain I68, R34).

use std::path::{Path, PathBuf};

use engine::{
    Command,
    command::{Value, Welcome},
    view::{Session, SheetState, View},
};
use proofs::{Detector, House, Person};

use crate::database::{Row, rows};

const CIRCLE: &str = "lanternmoor";
/// The person's boxes: the membership's, one day of its ring, one sheet's.
const BOXES: usize = 3;

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_account_leaves_no_row_and_no_byte() {
    let folder = tempfile::tempdir().unwrap();
    let (data, device) = (folder.path().join("data"), folder.path().join("device"));
    let house = House::open(&data).await;
    let words = "glimmerox tundraviol quagmirep hesperolin";
    let person = Person::sign_up(&house.url(), "zorblattica", words, Some(device.clone())).await;
    person.founds("steps-fellowship", CIRCLE, Welcome::Open).await;
    writes(&person, "My brambleheart is heavy.").await;
    person.goes().await;
    let before = stopped(house, &data).await;
    assert_eq!([count(&before, "account"), count(&before, "recovery"), count(&before, "sealed_box")], [1, 1, BOXES]);

    let house = House::open(&data).await;
    let person = Person::nobody_yet(&house.url(), Some(device.clone()));
    person.sees("the session", |view| matches!(view.session, Session::SignedIn { .. })).await;
    person.is_in(CIRCLE).await;
    person.done(Command::EraseAccount { passphrase: words.to_owned(), take_back: false }).await;
    person.sees("nobody", |view| view.session == Session::SignedOut).await;
    person.goes().await;
    house.service.tidy().await.unwrap();
    let after = stopped(house, &data).await;
    assert_eq!([count(&after, "account"), count(&after, "recovery"), count(&after, "sealed_box")], [0, 0, 0]);
    assert_eq!(std::fs::read_dir(&device).unwrap().count(), 0, "nothing is left on the device");
    let theirs = before.iter().filter(|row| ["account", "recovery", "sealed_box"].contains(&row.table.as_str()));
    nothing_of(theirs, &data);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_burnt_sheet_leaves_no_row_no_slot_and_no_byte() {
    let folder = tempfile::tempdir().unwrap();
    let (data, device) = (folder.path().join("data"), folder.path().join("device"));
    let house = House::open(&data).await;
    let words = "glimmerox tundraviol quagmirep hesperolin";
    let person = Person::sign_up(&house.url(), "zorblattica", words, Some(device.clone())).await;
    let sheet = writes(&person, "My brambleheart is heavy.").await;
    let slots = sheet_slots(&device);
    let [slot] = slots.as_slice() else { panic!("one slot for the sheet: {slots:?}") };
    let kept = std::fs::read(slot).unwrap();
    person.goes().await;
    let before = stopped(house, &data).await;
    assert_eq!(count(&before, "sealed_box"), 1);

    let house = House::open(&data).await;
    let person = Person::nobody_yet(&house.url(), Some(device.clone()));
    person.sees("the sheet", |view| view.sheets.len() == 1).await;
    person.done(Command::BurnSheet { sheet }).await;
    person.sees("no sheet", |view| view.sheets.is_empty()).await;
    person.goes().await;
    assert!(sheet_slots(&device).is_empty());
    house.service.tidy().await.unwrap();
    let after = stopped(house, &data).await;
    assert_eq!(count(&after, "sealed_box"), 0);
    nothing_of(before.iter().filter(|row| row.table == "sealed_box"), &data);
    let found = Detector::new([("the slot", &kept[kept.len() / 2..][..32])]).search_folder(folder.path());
    assert!(found.is_empty(), "{found:#?}");
}

/// Writes a sheet and waits until the server has it.
async fn writes(person: &Person, text: &str) -> String {
    let Value::Sheet { sheet, .. } = person.done(Command::NewSheet).await else { panic!("no sheet") };
    let (id, text) = (sheet.clone(), text.to_owned());
    person.done(Command::SaveSheet { sheet: id, title: "Not sent".to_owned(), text }).await;
    let saved = |view: &View| view.sheets.iter().all(|sheet| sheet.state == SheetState::Saved);
    person.sees("the sheet saved", saved).await;
    sheet
}

/// The rows of a server that has just ended.
async fn stopped(house: House, data: &Path) -> Vec<Row> {
    house.close().await;
    rows(data).await
}

fn count(rows: &[Row], table: &str) -> usize {
    rows.iter().filter(|row| row.table == table).count()
}

/// What the device keeps of sheets.
fn sheet_slots(device: &Path) -> Vec<PathBuf> {
    let files = std::fs::read_dir(device).unwrap().map(|file| file.unwrap().path());
    files.filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with("sheet-")).collect()
}

/// The middle of each value of these rows stands in no file of the server any more.
fn nothing_of<'a>(gone: impl Iterator<Item = &'a Row>, data: &Path) {
    let values = gone.flat_map(Row::long_values).map(|value| ("a value that is gone", &value[value.len() / 2..][..24]));
    let values: Vec<_> = values.collect();
    assert!(!values.is_empty());
    let found = Detector::new(values).search_folder(data);
    assert!(found.is_empty(), "{found:#?}");
}

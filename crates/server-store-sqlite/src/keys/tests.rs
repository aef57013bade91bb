use super::*;
use crate::column::{ENVELOPE, SNAPSHOT, VAULT};

const DAY: Day = Day(20_000);
const ROW: &[&[u8]] = &[&[1; 32]];

fn new() -> (tempfile::TempDir, Arc<Keys>) {
    let folder = tempfile::tempdir().unwrap();
    let keys = Arc::new(Keys::open(folder.path(), true).unwrap());
    (folder, keys)
}

/// What was wrapped before a sweep on each of some days, and whether it opens after it.
#[test]
fn keys_live_so_long() {
    for (dies, sweeps, opens) in [
        (Some(2), &[0, 1][..], true),
        (Some(2), &[2], false),
        (Some(2), &[0, 9], false),
        (None, &[0], true),
        (None, &[0, KEY_DAYS], true),
        (None, &[0, KEY_DAYS, 2 * KEY_DAYS - 1], true),
        (None, &[0, KEY_DAYS, 2 * KEY_DAYS], false),
        (None, &[5, 5 + KEY_DAYS, 4 + 2 * KEY_DAYS], true),
        // A server that was away for long still keeps the old key for a while.
        (None, &[0, 500, 499 + KEY_DAYS], true),
        (None, &[0, 500, 500 + KEY_DAYS], false),
        // A clock that was wrong for a day neither destroys a lasting key early nor keeps one for ever.
        (None, &[900, 0, KEY_DAYS - 1], true),
        (None, &[0, 900, 1, KEY_DAYS], true),
        (None, &[0, 900, 1, 1 + KEY_DAYS], false),
    ] {
        let (_folder, keys) = new();
        let wrapped = keys.wrap(&VAULT, ROW, dies.map(|days| DAY.plus(days)), b"words");
        for days in sweeps {
            keys.turn(DAY.plus(*days));
            keys.forget_retired(DAY.plus(*days));
        }
        let expected = if opens { Ok(b"words".to_vec()) } else { Err(Shut::KeyGone) };
        assert_eq!(keys.try_open(&VAULT, ROW, &wrapped), expected, "dies {dies:?}, swept on {sweeps:?}");
    }
}

#[test]
fn only_the_own_place_opens() {
    let (_folder, keys) = new();
    let wrapped = keys.wrap(&ENVELOPE, &[&[1; 32], &[2; 32]], None, b"words");
    assert_eq!(wrapped.len(), ID + NONCE + b"words".len() + TAG);
    let shut = Err(Shut::Damaged);
    for (column, row, expected) in [
        (&ENVELOPE, [[1; 32], [2; 32]], Ok(b"words".to_vec())),
        (&ENVELOPE, [[2; 32], [1; 32]], shut.clone()),
        (&SNAPSHOT, [[1; 32], [2; 32]], shut),
    ] {
        assert_eq!(keys.try_open(column, &[&row[0], &row[1]], &wrapped), expected, "{} {row:?}", column.name);
    }
}

#[test]
fn damage_is_handed_out_as_it_stands() {
    let (_folder, keys) = new();
    let sound = keys.wrap(&VAULT, ROW, None, b"words");
    let mut changed = sound.clone();
    changed[ID + NONCE] ^= 1;
    let mut foreign = sound.clone();
    foreign[0] ^= 1;
    for (stored, expected) in [
        (sound.clone(), Some(b"words".to_vec())),
        (changed.clone(), Some(changed)),
        (sound[..20].to_vec(), Some(sound[..20].to_vec())),
        (Vec::new(), Some(Vec::new())),
        (foreign, None),
    ] {
        assert_eq!(keys.value(&VAULT, ROW, &stored), expected, "{stored:?}");
    }
}

#[tokio::test]
async fn what_was_saved_is_there_again() {
    let (folder, keys) = new();
    let wrapped = [None, Some(DAY), Some(DAY), Some(DAY.plus(1))].map(|dies| keys.wrap(&VAULT, ROW, dies, b"words"));
    assert_eq!(wrapped[1][..ID], wrapped[2][..ID], "one key for one day");
    keys.save().await.unwrap();
    let again = Keys::open(folder.path(), false).unwrap();
    for wrapped in &wrapped {
        assert_eq!(again.try_open(&VAULT, ROW, wrapped), Ok(b"words".to_vec()));
    }
    assert_eq!(again.wrap(&VAULT, ROW, Some(DAY), b"more")[..ID], wrapped[1][..ID]);
    assert_eq!(again.wrap(&VAULT, ROW, None, b"more")[..ID], wrapped[0][..ID]);

    keys.turn(DAY);
    keys.save().await.unwrap();
    let again = Keys::open(folder.path(), false).unwrap();
    assert_eq!(again.try_open(&VAULT, ROW, &wrapped[1]), Err(Shut::KeyGone), "destroyed in the file too");
}

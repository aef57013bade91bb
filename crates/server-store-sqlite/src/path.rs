//! Walking a circle's tree.

use sqlx::{SqliteConnection, query};
use wire::{BlobId, CircleId, CommitId, PublicKey, circle::Child, circle::Step};

use crate::{
    column::{ENVELOPE, SNAPSHOT},
    keys::Keys,
    row::{array, bytes, number},
};

/// The commits from `at` up to the oldest that is stored, with the cut that each makes in its parent.
const WALK: &str = "WITH RECURSIVE up (id, parent, cut, snapshot_id, depth) AS (
        SELECT id, parent, cut, snapshot_id, 0 FROM circle_commit WHERE circle = ?1 AND id = ?2
        UNION ALL
        SELECT c.id, c.parent, c.cut, c.snapshot_id, depth + 1
        FROM up JOIN circle_commit c ON c.circle = ?1 AND c.id = up.parent
    ) SELECT id, cut, snapshot_id FROM up ORDER BY depth";

/// Whether `commit` is stored and lies on the path to `at`.
pub(crate) async fn holds(
    db: &mut SqliteConnection,
    circle: CircleId,
    commit: CommitId,
    at: CommitId,
) -> sqlx::Result<bool> {
    if commit == at {
        return crate::circle::access(db, circle, at).await.map(|access| access.is_some());
    }
    Ok(walk(db, circle, at).await?.iter().any(|step| step.0 == commit))
}

pub(crate) async fn steps(
    db: &mut SqliteConnection,
    circle: CircleId,
    at: CommitId,
) -> sqlx::Result<Option<Vec<Step>>> {
    let mut entries = crate::circle::count(db, circle, at).await?;
    let mut steps = Vec::new();
    for (commit, cut, snapshot) in walk(db, circle, at).await? {
        steps.push(Step { commit, entries, snapshot });
        entries = cut;
    }
    steps.reverse();
    Ok((!steps.is_empty()).then_some(steps))
}

pub(crate) async fn blob(
    db: &mut SqliteConnection,
    keys: &Keys,
    circle: CircleId,
    at: CommitId,
    blob: BlobId,
) -> sqlx::Result<Option<Vec<u8>>> {
    let on_path = walk(db, circle, at).await?.into_iter().find(|step| step.2 == blob);
    let Some((commit, ..)) = on_path else { return Ok(None) };
    let row = query("SELECT snapshot FROM circle_commit WHERE circle = ? AND id = ?")
        .bind(&circle.0[..])
        .bind(&commit.0[..])
        .fetch_optional(db)
        .await?;
    row.map(|row| keys.lasting_value(&SNAPSHOT, &[&circle.0, &commit.0], bytes(&row, 0)?)).transpose()
}

pub(crate) async fn tree(db: &mut SqliteConnection, circle: CircleId) -> sqlx::Result<Vec<(CommitId, CommitId)>> {
    let rows = query("SELECT id, parent FROM circle_commit WHERE circle = ?").bind(&circle.0[..]).fetch_all(db).await?;
    rows.iter().map(|row| Ok((CommitId(array(row, 0)?), CommitId(array(row, 1)?)))).collect()
}

pub(crate) async fn children(
    db: &mut SqliteConnection,
    keys: &Keys,
    circle: CircleId,
    commit: CommitId,
    from: u32,
    most: u32,
) -> sqlx::Result<Vec<Child>> {
    let rows = query(
        "SELECT id, child_no, cut, access, envelope, snapshot_id FROM circle_commit
         WHERE circle = ? AND parent = ? AND child_no >= ? ORDER BY child_no LIMIT ?",
    )
    .bind(&circle.0[..])
    .bind(&commit.0[..])
    .bind(from)
    .bind(most)
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| {
            let commit = CommitId(array(row, 0)?);
            let envelope = keys.lasting_value(&ENVELOPE, &[&circle.0, &commit.0], bytes(row, 4)?)?;
            Ok(Child {
                commit,
                child_no: number(row, 1)?,
                cut: number(row, 2)?,
                access: PublicKey(array(row, 3)?),
                envelope: envelope.into(),
                snapshot: BlobId(array(row, 5)?),
            })
        })
        .collect()
}

async fn walk(db: &mut SqliteConnection, circle: CircleId, at: CommitId) -> sqlx::Result<Vec<(CommitId, u32, BlobId)>> {
    let rows = query(WALK).bind(&circle.0[..]).bind(&at.0[..]).fetch_all(db).await?;
    rows.iter().map(|row| Ok((CommitId(array(row, 0)?), number(row, 1)?, BlobId(array(row, 2)?)))).collect()
}

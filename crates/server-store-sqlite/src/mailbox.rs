//! Mailboxes and mails.

use server_store::{Mailbox, MailboxMaking, Posting};
use sqlx::{SqliteConnection, query};
use wire::{
    Day, MailId, MailboxId, PublicKey, limits,
    mailbox::{MailboxMake, WaitingMail},
};

use crate::{
    column::{MAIL, PREVIEW},
    keys::Keys,
    row::{array, bytes, number},
};

pub(crate) async fn make(
    db: &mut SqliteConnection,
    keys: &Keys,
    request: MailboxMake,
    today: Day,
) -> sqlx::Result<MailboxMaking> {
    if let Some((present, expires)) = living(db, keys, request.mailbox, today).await? {
        if present.read != request.read {
            return Ok(MailboxMaking::Taken);
        }
        keep_mails(db, keys, request.mailbox, expires, request.expires).await?;
        query("DELETE FROM mailbox WHERE id = ?").bind(&request.mailbox.0[..]).execute(&mut *db).await?;
    } else {
        // One that has expired but was not swept away yet may be in the way.
        delete(db, request.mailbox, None).await?;
    }
    query("INSERT INTO mailbox (id, kind, read, uses, preview, expires) VALUES (?, ?, ?, ?, ?, ?)")
        .bind(&request.mailbox.0[..])
        .bind(request.kind as u8)
        .bind(&request.read.0[..])
        .bind(request.uses)
        .bind(keys.wrap(&PREVIEW, &[&request.mailbox.0], Some(dies(request.expires)), &request.preview))
        .bind(request.expires.0)
        .execute(db)
        .await?;
    Ok(MailboxMaking::Made)
}

/// What waits in a mailbox that is renewed lives as long as the mailbox.
async fn keep_mails(
    db: &mut SqliteConnection,
    keys: &Keys,
    mailbox: MailboxId,
    until: Day,
    now_until: Day,
) -> sqlx::Result<()> {
    if until == now_until {
        return Ok(());
    }
    for id in ids(db, mailbox).await? {
        let Some(waiting) = mail(db, keys, mailbox, id).await? else { continue };
        query("UPDATE mail SET blob = ? WHERE mailbox = ? AND id = ?")
            .bind(keys.wrap(&MAIL, &[&mailbox.0, &id.0], Some(dies(now_until)), &waiting.blob))
            .bind(&mailbox.0[..])
            .bind(&id.0[..])
            .execute(&mut *db)
            .await?;
    }
    Ok(())
}

pub(crate) async fn get(
    db: &mut SqliteConnection,
    keys: &Keys,
    id: MailboxId,
    today: Day,
) -> sqlx::Result<Option<Mailbox>> {
    Ok(living(db, keys, id, today).await?.map(|(mailbox, _)| mailbox))
}

/// A mailbox and its last day.
async fn living(
    db: &mut SqliteConnection,
    keys: &Keys,
    id: MailboxId,
    today: Day,
) -> sqlx::Result<Option<(Mailbox, Day)>> {
    let row = query("SELECT read, uses, preview, expires FROM mailbox WHERE id = ? AND expires >= ?")
        .bind(&id.0[..])
        .bind(today.0)
        .fetch_optional(db)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let Some(preview) = keys.value(&PREVIEW, &[&id.0], bytes(&row, 2)?) else { return Ok(None) };
    let mailbox = Mailbox { read: PublicKey(array(&row, 0)?), uses: number(&row, 1)?, preview };
    Ok(Some((mailbox, Day(number(&row, 3)?))))
}

pub(crate) async fn post(
    db: &mut SqliteConnection,
    keys: &Keys,
    mailbox: MailboxId,
    blob: Vec<u8>,
    today: Day,
) -> sqlx::Result<Posting> {
    let Some((present, expires)) = living(db, keys, mailbox, today).await? else { return Ok(Posting::Missing) };
    let id = MailId::of(&blob);
    let waiting = ids(db, mailbox).await?;
    if waiting.contains(&id) {
        return Ok(Posting::Same);
    }
    if present.uses == 0 {
        return Ok(Posting::Gone);
    }
    if waiting.len() >= limits::MAILS_PER_BOX {
        return Ok(Posting::Full);
    }
    query("UPDATE mailbox SET uses = uses - 1 WHERE id = ?").bind(&mailbox.0[..]).execute(&mut *db).await?;
    query("INSERT INTO mail (mailbox, id, blob) VALUES (?, ?, ?)")
        .bind(&mailbox.0[..])
        .bind(&id.0[..])
        .bind(keys.wrap(&MAIL, &[&mailbox.0, &id.0], Some(dies(expires)), &blob))
        .execute(db)
        .await?;
    Ok(Posting::Stored)
}

pub(crate) async fn ids(db: &mut SqliteConnection, mailbox: MailboxId) -> sqlx::Result<Vec<MailId>> {
    let rows = query("SELECT id FROM mail WHERE mailbox = ?").bind(&mailbox.0[..]).fetch_all(db).await?;
    rows.iter().map(|row| Ok(MailId(array(row, 0)?))).collect()
}

pub(crate) async fn mail(
    db: &mut SqliteConnection,
    keys: &Keys,
    mailbox: MailboxId,
    mail: MailId,
) -> sqlx::Result<Option<WaitingMail>> {
    let row = query("SELECT blob FROM mail WHERE mailbox = ? AND id = ?")
        .bind(&mailbox.0[..])
        .bind(&mail.0[..])
        .fetch_optional(db)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let blob = keys.value(&MAIL, &[&mailbox.0, &mail.0], bytes(&row, 0)?);
    Ok(blob.map(|blob| WaitingMail { mail, blob: blob.into() }))
}

pub(crate) async fn delete(db: &mut SqliteConnection, mailbox: MailboxId, mail: Option<MailId>) -> sqlx::Result<()> {
    let Some(mail) = mail else {
        query("DELETE FROM mail WHERE mailbox = ?").bind(&mailbox.0[..]).execute(&mut *db).await?;
        query("DELETE FROM mailbox WHERE id = ?").bind(&mailbox.0[..]).execute(db).await?;
        return Ok(());
    };
    query("DELETE FROM mail WHERE mailbox = ? AND id = ?").bind(&mailbox.0[..]).bind(&mail.0[..]).execute(db).await?;
    Ok(())
}

/// The day whose sweep deletes a mailbox with this last day.
fn dies(expires: Day) -> Day {
    expires.plus(1)
}

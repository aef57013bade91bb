//! Mailboxes and mails.

use server_store::{Mailbox, MailboxMaking, Posting};
use sqlx::{SqliteConnection, query};
use wire::{
    Day, MailId, MailboxId, PublicKey, limits,
    mailbox::{MailboxMake, WaitingMail},
};

use crate::row::{array, bytes, number};

pub(crate) async fn make(db: &mut SqliteConnection, request: MailboxMake, today: Day) -> sqlx::Result<MailboxMaking> {
    if let Some(present) = get(db, request.mailbox, today).await? {
        let same = present.read == request.read && present.preview[..] == request.preview[..];
        return Ok(if same { MailboxMaking::Made } else { MailboxMaking::Taken });
    }
    delete(db, request.mailbox, None).await?;
    query("INSERT INTO mailbox (id, kind, read, uses, preview, expires) VALUES (?, ?, ?, ?, ?, ?)")
        .bind(&request.mailbox.0[..])
        .bind(request.kind as u8)
        .bind(&request.read.0[..])
        .bind(request.uses)
        .bind(&request.preview[..])
        .bind(request.expires.0)
        .execute(db)
        .await?;
    Ok(MailboxMaking::Made)
}

pub(crate) async fn get(db: &mut SqliteConnection, id: MailboxId, today: Day) -> sqlx::Result<Option<Mailbox>> {
    let row = query("SELECT read, uses, preview FROM mailbox WHERE id = ? AND expires >= ?")
        .bind(&id.0[..])
        .bind(today.0)
        .fetch_optional(db)
        .await?;
    row.map(|row| Ok(Mailbox { read: PublicKey(array(&row, 0)?), uses: number(&row, 1)?, preview: bytes(&row, 2)? }))
        .transpose()
}

pub(crate) async fn post(
    db: &mut SqliteConnection,
    mailbox: MailboxId,
    blob: Vec<u8>,
    today: Day,
) -> sqlx::Result<Posting> {
    let Some(present) = get(db, mailbox, today).await? else { return Ok(Posting::Missing) };
    let id = MailId::of(&blob);
    if mail(db, mailbox, id).await?.is_some() {
        return Ok(Posting::Same);
    }
    if present.uses == 0 {
        return Ok(Posting::Gone);
    }
    if ids(db, mailbox).await?.len() >= limits::MAILS_PER_BOX {
        return Ok(Posting::Full);
    }
    query("UPDATE mailbox SET uses = uses - 1 WHERE id = ?").bind(&mailbox.0[..]).execute(&mut *db).await?;
    query("INSERT INTO mail (mailbox, id, blob) VALUES (?, ?, ?)")
        .bind(&mailbox.0[..])
        .bind(&id.0[..])
        .bind(blob)
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
    mailbox: MailboxId,
    mail: MailId,
) -> sqlx::Result<Option<WaitingMail>> {
    let row = query("SELECT blob FROM mail WHERE mailbox = ? AND id = ?")
        .bind(&mailbox.0[..])
        .bind(&mail.0[..])
        .fetch_optional(db)
        .await?;
    row.map(|row| Ok(WaitingMail { mail, blob: bytes(&row, 0)?.into() })).transpose()
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

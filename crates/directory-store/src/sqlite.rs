//! The store in one SQLite file of its own.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    time::Duration,
};

use directory::{CardKey, Entry, EntryId, Listing, Source, SourceId, merge::Asking, own};
use futures::FutureExt;
use sqlx::{
    ConnectOptions, Row, SqliteConnection, SqlitePool, query, raw_sql,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous},
};
use wire::{Day, Millis};

use crate::{
    cards, history, news,
    store::{
        Answer, CardPutting, Changes, DirectoryStore, DirectoryStoreError, Hidden, KeptCard, Stored, is_new, part_of,
    },
};

/// Name of the file in a server's data folder.
pub const NAME: &str = "directory.db";
/// Schema files in order; a database remembers in `user_version` how many it has seen.
const SCHEMA: &[&str] =
    &[include_str!("../schema/1.sql"), include_str!("../schema/2.sql"), include_str!("../schema/3.sql")];
const CONNECTIONS: u32 = 2;
const BUSY: Duration = Duration::from_secs(10);

pub(crate) type Result<T> = core::result::Result<T, DirectoryStoreError>;
type Blobs = BTreeMap<u64, Vec<u8>>;

/// A store in a server's data folder. Clones share it; a server and an operator's command may have it open together.
#[derive(Debug, Clone)]
pub struct Sqlite(SqlitePool);

impl Sqlite {
    /// Opens [`NAME`] in the folder; makes it where there is none.
    ///
    /// # Errors
    /// [`DirectoryStoreError`].
    pub async fn open(folder: &Path) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(folder.join(NAME))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(BUSY)
            .disable_statement_logging();
        let pool = SqlitePoolOptions::new().max_connections(CONNECTIONS).connect_with(options).await?;
        migrate(&pool).await?;
        Ok(Self(pool))
    }

    pub(crate) const fn pool(&self) -> &SqlitePool {
        &self.0
    }

    /// Over a file that is open and has the schema.
    pub(crate) fn over(pool: SqlitePool) -> Self {
        Self(pool)
    }

    pub(crate) async fn load_all(&self) -> Result<Stored> {
        let mut tx = self.0.begin().await?;
        let db = &mut *tx;
        let mut listing = Listing::default();
        for row in query("SELECT id, data FROM source").fetch_all(&mut *db).await? {
            listing.sources.insert(SourceId(row.try_get(0)?), decode(&row)?);
        }
        for row in query("SELECT id, data FROM entry").fetch_all(&mut *db).await? {
            listing.entries.insert(EntryId(number(&row)?), decode(&row)?);
        }
        for row in query("SELECT id, data FROM body").fetch_all(&mut *db).await? {
            listing.bodies.insert(directory::model::BodyId(number(&row)?), decode(&row)?);
        }
        for row in query("SELECT id, data FROM format").fetch_all(&mut *db).await? {
            listing.formats.insert(directory::model::FormatId(number(&row)?), decode(&row)?);
        }
        let cards = cards::all(db).await?;
        let hidden = hidden(db).await?;
        let history = history::read(db).await?;
        let revision = revision(db).await?;
        Ok(Stored { listing, cards, hidden, history, revision })
    }

    async fn replace(&self, id: SourceId, part: Listing, now: Millis) -> Result<Changes> {
        let new = part_of(&part, &id);
        let mut tx = self.0.begin_with("BEGIN IMMEDIATE").await?;
        let db = &mut *tx;
        let known = query("SELECT id, data FROM source WHERE id = ?1").bind(&id.0).fetch_optional(&mut *db).await?;
        let known: Option<Source> = known.as_ref().map(decode).transpose()?;
        let news = if news::is_first(known.as_ref()) {
            Vec::new()
        } else {
            news::between(&entries_of(db, &id).await?, &new.entries, &hidden(db).await?)
        };
        history::note(db, news, now).await?;
        let mut anything = is_new(known.as_ref(), new.sources.get(&id));
        for (source, content) in &new.sources {
            query("INSERT INTO source VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET data = ?2")
                .bind(&source.0)
                .bind(wire::encode(content))
                .execute(&mut *db)
                .await?;
        }
        let entries = new.entries.iter().map(|(id, entry)| (id.0, wire::encode(entry))).collect();
        let changes = swap(db, Table::ENTRY, &id, entries).await?;
        let bodies = new.bodies.iter().map(|(id, body)| (id.0, wire::encode(body))).collect();
        let formats = new.formats.iter().map(|(id, format)| (id.0, wire::encode(format))).collect();
        for other in [changes, swap(db, Table::BODY, &id, bodies).await?, swap(db, Table::FORMAT, &id, formats).await?]
        {
            anything |= other.added + other.changed + other.removed > 0;
        }
        if anything {
            revise(db).await?;
        }
        tx.commit().await?;
        Ok(changes)
    }

    async fn read_sources(&self) -> Result<BTreeMap<SourceId, Source>> {
        let rows = query("SELECT id, data FROM source").fetch_all(&self.0).await?;
        rows.iter().map(|row| Ok((SourceId(row.try_get(0)?), decode(row)?))).collect()
    }

    async fn note_fetched(&self, id: SourceId, at: Millis) -> Result<bool> {
        let mut tx = self.0.begin_with("BEGIN IMMEDIATE").await?;
        let row = query("SELECT id, data FROM source WHERE id = ?1").bind(&id.0).fetch_optional(&mut *tx).await?;
        let Some(row) = row else { return Ok(false) };
        let source = Source { fetched: Some(at), ..decode(&row)? };
        query("UPDATE source SET data = ?2 WHERE id = ?1")
            .bind(&id.0)
            .bind(wire::encode(&source))
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn remove(&self, id: SourceId) -> Result<bool> {
        let mut tx = self.0.begin_with("BEGIN IMMEDIATE").await?;
        let mut gone = 0;
        for sql in [
            "DELETE FROM source WHERE id = ?1",
            "DELETE FROM entry WHERE source = ?1",
            "DELETE FROM body WHERE source = ?1",
            "DELETE FROM format WHERE source = ?1",
            "DELETE FROM change WHERE source = ?1",
        ] {
            gone += query(sql).bind(&id.0).execute(&mut *tx).await?.rows_affected();
        }
        query("DELETE FROM asking WHERE source = ?1").bind(&id.0).execute(&mut *tx).await?;
        if id == own::source() {
            query("DELETE FROM proposal").execute(&mut *tx).await?;
        }
        if gone > 0 {
            revise(&mut tx).await?;
        }
        tx.commit().await?;
        Ok(gone > 0)
    }

    async fn cover(&self, what: Hidden, hidden: bool, now: Millis) -> Result<bool> {
        let mut tx = self.0.begin_with("BEGIN IMMEDIATE").await?;
        let (entry, there) = match what {
            Hidden::Entry(id) => {
                let found = query("SELECT id, data FROM entry WHERE id = ?1").bind(id.0.cast_signed());
                let found: Option<Entry> = found.fetch_optional(&mut *tx).await?.as_ref().map(decode).transpose()?;
                let there = found.is_some() || history::has(&mut tx, id).await?;
                (found, there)
            }
            Hidden::Card(key) => (None, cards::one(&mut tx, key).await?.is_some()),
        };
        if !there {
            return Ok(false);
        }
        let sql =
            if hidden { "INSERT OR IGNORE INTO hidden VALUES (?1)" } else { "DELETE FROM hidden WHERE name = ?1" };
        if query(sql).bind(what.to_string()).execute(&mut *tx).await?.rows_affected() > 0 {
            let news = entry.and_then(|entry| news::covered(entry, hidden));
            history::note(&mut tx, news.into_iter().collect(), now).await?;
            revise(&mut tx).await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    async fn read_asking(&self) -> Result<BTreeMap<SourceId, Asking>> {
        let rows = query("SELECT source, etag, modified, asked, failures FROM asking").fetch_all(&self.0).await?;
        let read = |row: &SqliteRow| -> Result<(SourceId, Asking)> {
            let asking = Asking {
                etag: row.try_get(1)?,
                modified: row.try_get(2)?,
                asked: row.try_get::<Option<i64>, _>(3)?.map(|asked| Millis(asked.cast_unsigned())),
                failures: row.try_get(4)?,
            };
            Ok((SourceId(row.try_get(0)?), asking))
        };
        rows.iter().map(read).collect()
    }

    async fn write_asking(&self, id: SourceId, asking: Asking) -> Result<()> {
        query("INSERT OR REPLACE INTO asking VALUES (?1, ?2, ?3, ?4, ?5)")
            .bind(id.0)
            .bind(asking.etag)
            .bind(asking.modified)
            .bind(asking.asked.map(|asked| asked.0.cast_signed()))
            .bind(asking.failures)
            .execute(&self.0)
            .await?;
        Ok(())
    }
}

impl DirectoryStore for Sqlite {
    fn load(&self) -> Answer<'_, Stored> {
        self.load_all().boxed()
    }
    fn revision(&self) -> Answer<'_, u64> {
        async { revision(&mut *self.0.acquire().await?).await }.boxed()
    }
    fn put_source(&self, id: SourceId, part: Listing, now: Millis) -> Answer<'_, Changes> {
        self.replace(id, part, now).boxed()
    }
    fn sources(&self) -> Answer<'_, BTreeMap<SourceId, Source>> {
        self.read_sources().boxed()
    }
    fn touch(&self, id: SourceId, at: Millis) -> Answer<'_, bool> {
        self.note_fetched(id, at).boxed()
    }
    fn remove_source(&self, id: SourceId) -> Answer<'_, bool> {
        self.remove(id).boxed()
    }
    fn put_card(&self, key: CardKey, card: KeptCard) -> Answer<'_, CardPutting> {
        cards::put(&self.0, key, card).boxed()
    }
    fn card(&self, key: CardKey) -> Answer<'_, (Option<KeptCard>, bool)> {
        cards::shown(&self.0, key).boxed()
    }
    fn card_count(&self) -> Answer<'_, u64> {
        cards::count(&self.0).boxed()
    }
    fn remove_card(&self, key: CardKey) -> Answer<'_, bool> {
        cards::take_back(&self.0, key).boxed()
    }
    fn expire_cards(&self, today: Day) -> Answer<'_, ()> {
        cards::expire(&self.0, today).boxed()
    }
    fn hide(&self, what: Hidden, hidden: bool, now: Millis) -> Answer<'_, bool> {
        self.cover(what, hidden, now).boxed()
    }
    fn asking(&self) -> Answer<'_, BTreeMap<SourceId, Asking>> {
        self.read_asking().boxed()
    }
    fn put_asking(&self, id: SourceId, asking: Asking) -> Answer<'_, ()> {
        self.write_asking(id, asking).boxed()
    }
}

impl From<sqlx::Error> for DirectoryStoreError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) | sqlx::Error::ColumnNotFound(_) => {
                Self::Damaged(error.to_string())
            }
            _ => Self::Unavailable(error.to_string()),
        }
    }
}

/// A table of what belongs to sources.
#[derive(Clone, Copy)]
struct Table {
    select: &'static str,
    put: &'static str,
    delete: &'static str,
}

impl Table {
    const ENTRY: Self = Self {
        select: "SELECT id, data FROM entry WHERE source = ?1",
        put: "INSERT INTO entry VALUES (?1, ?2, ?3) ON CONFLICT (id) DO UPDATE SET data = ?3 WHERE source = ?2",
        delete: "DELETE FROM entry WHERE id = ?1",
    };
    const BODY: Self = Self {
        select: "SELECT id, data FROM body WHERE source = ?1",
        put: "INSERT INTO body VALUES (?1, ?2, ?3) ON CONFLICT (id) DO UPDATE SET data = ?3 WHERE source = ?2",
        delete: "DELETE FROM body WHERE id = ?1",
    };
    const FORMAT: Self = Self {
        select: "SELECT id, data FROM format WHERE source = ?1",
        put: "INSERT INTO format VALUES (?1, ?2, ?3) ON CONFLICT (id) DO UPDATE SET data = ?3 WHERE source = ?2",
        delete: "DELETE FROM format WHERE id = ?1",
    };
}

/// Makes `new` all that the table has of a source; touches only what differs.
async fn swap(db: &mut SqliteConnection, table: Table, id: &SourceId, new: Blobs) -> Result<Changes> {
    let mut old = Blobs::new();
    for row in query(table.select).bind(&id.0).fetch_all(&mut *db).await? {
        old.insert(number(&row)?, row.try_get(1)?);
    }
    let mut changes = Changes::default();
    for gone in old.keys().filter(|id| !new.contains_key(id)) {
        query(table.delete).bind(gone.cast_signed()).execute(&mut *db).await?;
        changes.removed += 1;
    }
    for (number, data) in new {
        match old.get(&number) {
            Some(known) if *known == data => {
                changes.same += 1;
                continue;
            }
            Some(_) => changes.changed += 1,
            None => changes.added += 1,
        }
        query(table.put).bind(number.cast_signed()).bind(&id.0).bind(data).execute(&mut *db).await?;
    }
    Ok(changes)
}

async fn migrate(pool: &SqlitePool) -> Result<()> {
    let mut db = pool.acquire().await?;
    let found = version(&mut db).await?;
    for (number, schema) in SCHEMA.iter().enumerate().skip(found as usize) {
        let version = number + 1;
        let sql = format!("BEGIN IMMEDIATE;\n{schema}\nPRAGMA user_version = {version};\nCOMMIT;");
        raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut *db).await?;
    }
    Ok(())
}

/// The schema of a file that this program can read, perhaps after bringing it up to date.
pub(crate) async fn version(db: &mut SqliteConnection) -> Result<u32> {
    let found: u32 = query("PRAGMA user_version").fetch_one(db).await?.try_get(0)?;
    let known = SCHEMA.len() as u32;
    if found > known { Err(DirectoryStoreError::Newer { found, known }) } else { Ok(found) }
}

pub(crate) async fn revision(db: &mut SqliteConnection) -> Result<u64> {
    let number: i64 = query("SELECT number FROM revision").fetch_one(db).await?.try_get(0)?;
    Ok(number.cast_unsigned())
}

pub(crate) async fn revise(db: &mut SqliteConnection) -> Result<()> {
    query("UPDATE revision SET number = number + 1").execute(db).await?;
    Ok(())
}

pub(crate) async fn hidden(db: &mut SqliteConnection) -> Result<BTreeSet<Hidden>> {
    let rows = query("SELECT name FROM hidden").fetch_all(db).await?;
    let names: core::result::Result<Vec<String>, _> = rows.iter().map(|row| row.try_get(0)).collect();
    Ok(names?.iter().filter_map(|name| Hidden::parse(name)).collect())
}

async fn entries_of(db: &mut SqliteConnection, id: &SourceId) -> Result<BTreeMap<EntryId, Entry>> {
    let rows = query(Table::ENTRY.select).bind(&id.0).fetch_all(db).await?;
    rows.iter().map(|row| Ok((EntryId(number(row)?), decode(row)?))).collect()
}

pub(crate) fn number(row: &SqliteRow) -> Result<u64> {
    Ok(row.try_get::<i64, _>(0)?.cast_unsigned())
}

fn decode<T: for<'b> minicbor::Decode<'b, ()>>(row: &SqliteRow) -> Result<T> {
    decode_from(row.try_get(1)?)
}

pub(crate) fn decode_from<T: for<'b> minicbor::Decode<'b, ()>>(data: &[u8]) -> Result<T> {
    wire::decode(data).map_err(|error| DirectoryStoreError::Damaged(error.to_string()))
}

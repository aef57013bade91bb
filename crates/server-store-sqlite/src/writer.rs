//! The one writer: group commit.
//!
//! Whatever waits when the writer is free goes into one transaction, each piece of work in its own savepoint, so that
//! one that fails does not undo its neighbours. Answers are given after the commit is on the disk, never before. A
//! full disk fails the whole group, as the file system has not said what it took.

use std::sync::Arc;

use futures::future::BoxFuture;
use server_store::StoreError;
use sqlx::{ConnectOptions, Connection, SqliteConnection, query, sqlite::SqliteConnectOptions};
use tokio::sync::{mpsc, oneshot};

use crate::{error, keys::Keys};

/// Most pieces of work in one transaction.
const GROUP: usize = 256;
/// Work that may wait; more waits at the senders.
const QUEUE: usize = 1024;

/// Hands work to the writer's task, which ends when the last clone is dropped.
#[derive(Clone)]
pub(crate) struct Writer {
    queue: mpsc::Sender<Message>,
}

enum Message {
    /// Inside a transaction, together with others.
    Grouped(Box<dyn Job>),
    /// Alone and outside a transaction, which VACUUM asks for.
    Alone(Box<dyn Job>),
}

impl Writer {
    /// Starts the task on the current tokio runtime.
    pub(crate) fn start(options: SqliteConnectOptions, db: SqliteConnection, keys: Arc<Keys>) -> Self {
        let (queue, inbox) = mpsc::channel(QUEUE);
        tokio::spawn(Task { options, db: Some(db), keys, inbox }.run());
        Self { queue }
    }

    /// Does `work` in a transaction; what it answered is durable when this returns.
    pub(crate) async fn write<T: Send + 'static>(&self, work: impl Work<T>) -> Result<T, StoreError> {
        self.send(work, Message::Grouped).await
    }

    /// Does `work` outside a transaction.
    pub(crate) async fn alone<T: Send + 'static>(&self, work: impl Work<T>) -> Result<T, StoreError> {
        self.send(work, Message::Alone).await
    }

    async fn send<T: Send + 'static>(
        &self,
        work: impl Work<T>,
        message: fn(Box<dyn Job>) -> Message,
    ) -> Result<T, StoreError> {
        let (reply, answer) = oneshot::channel();
        let pending = Pending { work: Some(work), done: None, reply };
        self.queue.send(message(Box::new(pending))).await.map_err(|_| StoreError::Unavailable)?;
        answer.await.map_err(|_| StoreError::Unavailable)?
    }
}

/// A piece of work on the writer's connection.
pub(crate) trait Work<T>:
    for<'c> FnOnce(&'c mut SqliteConnection, &'c Arc<Keys>) -> BoxFuture<'c, sqlx::Result<T>> + Send + 'static
{
}

impl<T, W> Work<T> for W where
    W: for<'c> FnOnce(&'c mut SqliteConnection, &'c Arc<Keys>) -> BoxFuture<'c, sqlx::Result<T>> + Send + 'static
{
}

/// Work whose result type does not matter to the writer.
trait Job: Send {
    fn run<'a>(
        &'a mut self,
        db: &'a mut SqliteConnection,
        keys: &'a Arc<Keys>,
    ) -> BoxFuture<'a, Result<(), StoreError>>;
    fn answer(self: Box<Self>, outcome: Result<(), StoreError>);
}

struct Pending<T, W> {
    work: Option<W>,
    done: Option<T>,
    reply: oneshot::Sender<Result<T, StoreError>>,
}

impl<T: Send + 'static, W: Work<T>> Job for Pending<T, W> {
    fn run<'a>(
        &'a mut self,
        db: &'a mut SqliteConnection,
        keys: &'a Arc<Keys>,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            if let Some(work) = self.work.take() {
                self.done = Some(work(db, keys).await.map_err(error::of)?);
            }
            Ok(())
        })
    }

    fn answer(self: Box<Self>, outcome: Result<(), StoreError>) {
        let done = self.done.ok_or(StoreError::Unavailable);
        // Whoever asked may be gone; the work is done all the same.
        let _ = self.reply.send(outcome.and(done));
    }
}

struct Task {
    options: SqliteConnectOptions,
    db: Option<SqliteConnection>,
    keys: Arc<Keys>,
    inbox: mpsc::Receiver<Message>,
}

impl Task {
    async fn run(mut self) {
        let mut waiting = Vec::with_capacity(GROUP);
        while self.inbox.recv_many(&mut waiting, GROUP).await > 0 {
            let mut group = Vec::new();
            for message in waiting.drain(..) {
                match message {
                    Message::Grouped(job) => group.push(job),
                    Message::Alone(job) => {
                        self.group(std::mem::take(&mut group)).await;
                        self.alone(job).await;
                    }
                }
            }
            self.group(group).await;
        }
        if let Some(db) = self.db {
            let _ = db.close().await;
        }
    }

    async fn group(&mut self, mut jobs: Vec<Box<dyn Job>>) {
        if jobs.is_empty() {
            return;
        }
        let keys = Arc::clone(&self.keys);
        let outcome = match self.connection().await {
            Ok(db) => commit_together(db, &keys, &mut jobs).await,
            Err(error) => Err(error),
        };
        match outcome {
            Ok(outcomes) => {
                for (job, outcome) in jobs.into_iter().zip(outcomes) {
                    job.answer(outcome);
                }
            }
            Err(error) => {
                tracing::warn!(%error, "a group of writes was not stored");
                self.abandon(&error).await;
                for job in jobs {
                    job.answer(Err(error.clone()));
                }
            }
        }
    }

    async fn alone(&mut self, mut job: Box<dyn Job>) {
        let keys = Arc::clone(&self.keys);
        let outcome = match self.connection().await {
            Ok(db) => job.run(db, &keys).await,
            Err(error) => Err(error),
        };
        job.answer(outcome);
    }

    /// Leaves no transaction open, on a new connection where the old one may be broken.
    async fn abandon(&mut self, error: &StoreError) {
        if let Some(db) = &mut self.db {
            // SQLite may have rolled back by itself, then there is nothing to roll back.
            let _ = query("ROLLBACK").execute(&mut *db).await;
        }
        if !matches!(error, StoreError::Full) {
            self.db = None;
        }
    }

    async fn connection(&mut self) -> Result<&mut SqliteConnection, StoreError> {
        let db = match self.db.take() {
            Some(db) => db,
            None => self.options.connect().await.map_err(error::of)?,
        };
        Ok(self.db.insert(db))
    }
}

/// One transaction for all; an outcome for each, or one error for all.
async fn commit_together(
    db: &mut SqliteConnection,
    keys: &Arc<Keys>,
    jobs: &mut [Box<dyn Job>],
) -> Result<Vec<Result<(), StoreError>>, StoreError> {
    execute(db, "BEGIN IMMEDIATE").await?;
    let mut outcomes = Vec::with_capacity(jobs.len());
    for job in jobs {
        execute(db, "SAVEPOINT job").await?;
        let outcome = job.run(db, keys).await;
        match &outcome {
            Ok(()) => {}
            Err(error) if error::is_of_one_statement(error) => execute(db, "ROLLBACK TO job").await?,
            Err(error) => return Err(error.clone()),
        }
        execute(db, "RELEASE job").await?;
        outcomes.push(outcome);
    }
    // A key that is not on the disk would make what it wraps unreadable after a crash.
    keys.save().await.map_err(|error| error::of(error.into()))?;
    execute(db, "COMMIT").await?;
    Ok(outcomes)
}

async fn execute(db: &mut SqliteConnection, sql: &'static str) -> Result<(), StoreError> {
    query(sql).execute(db).await.map(drop).map_err(error::of)
}

//! A server on a free port of this computer, on a folder or in memory, that can write down when each request came.

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use anyhow::Result;
use axum::{extract::Request, middleware};
use rand_core::{OsRng, RngCore};
use server::{Config, Directory, NoAssets, Secrets, Service};
use server_store::{Memory, Store};
use server_store_sqlite::Sqlite;
use tempfile::TempDir;
use tokio::{net::TcpListener, task::JoinHandle};

/// Where the folders are made: on a disk, which a folder for temporary files need not be.
const PLACE: &str = "target";

/// A running server; it ends with the program's runtime.
pub(crate) struct House {
    pub(crate) url: String,
    running: JoinHandle<()>,
    _folder: Option<TempDir>,
}

/// One request, as the server saw it.
#[derive(Debug, Clone)]
pub(crate) struct Heard {
    pub(crate) path: String,
    pub(crate) came: Instant,
    pub(crate) answered: Instant,
}

/// Every request since it was last taken.
#[derive(Debug, Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<Heard>>>);

impl House {
    /// As `stayhere serve` runs it, on a folder of its own.
    pub(crate) async fn on_disk() -> Result<Self> {
        let folder = folder()?;
        let service = service(Sqlite::open(folder.path()).await?);
        let (listener, url) = listen().await?;
        Ok(Self { url, running: serve(service, listener), _folder: Some(folder) })
    }

    /// The same with nothing on a disk.
    pub(crate) async fn in_memory() -> Result<Self> {
        let (listener, url) = listen().await?;
        Ok(Self { url, running: serve(service(Memory::new()), listener), _folder: None })
    }

    /// In memory, with a directory.
    pub(crate) async fn with_directory(directory: Directory) -> Result<Self> {
        let (listener, url) = listen().await?;
        let service = service(Memory::new());
        service.list(directory);
        Ok(Self { url, running: serve(service, listener), _folder: None })
    }

    /// On a folder, with a log of the requests.
    pub(crate) async fn recorded() -> Result<(Self, Log)> {
        let folder = folder()?;
        let service = service(Sqlite::open(folder.path()).await?);
        let log = Log::default();
        let writing = log.clone();
        let noted = middleware::from_fn(move |request: Request, next: middleware::Next| {
            let log = writing.clone();
            async move {
                let (path, came) = (request.uri().path().to_owned(), Instant::now());
                let response = next.run(request).await;
                log.lock().push(Heard { path, came, answered: Instant::now() });
                response
            }
        });
        let router = server::router(service, Arc::new(NoAssets)).layer(noted);
        let (listener, url) = listen().await?;
        let running = tokio::spawn(async move { axum::serve(listener, router).await.unwrap_or_default() });
        Ok((Self { url, running, _folder: Some(folder) }, log))
    }
}

impl Drop for House {
    fn drop(&mut self) {
        self.running.abort();
    }
}

impl Log {
    /// What came since the last time, in the order of the answers.
    pub(crate) fn take(&self) -> Vec<Heard> {
        std::mem::take(&mut *self.lock())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Heard>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn serve<S: Store>(service: Service<S>, listener: TcpListener) -> JoinHandle<()> {
    let serving = server::serve(Config::default(), service, Arc::new(NoAssets), listener, std::future::pending());
    tokio::spawn(async move { serving.await.unwrap_or_default() })
}

fn service<S: Store>(store: S) -> Service<S> {
    let mut seed = [0; 32];
    OsRng.fill_bytes(&mut seed);
    Service::new(store, Secrets::generate(&mut OsRng), Arc::new(proofs::now), seed)
}

async fn listen() -> Result<(TcpListener, String)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    Ok((listener, url))
}

fn folder() -> Result<TempDir> {
    std::fs::create_dir_all(Path::new(PLACE))?;
    Ok(tempfile::Builder::new().prefix("bench-").tempdir_in(PLACE)?)
}

//! A server as `stayhere serve` runs it, in this process, on a folder.

use std::{
    fs::File,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use rand_core::{OsRng, RngCore};
use server::{Config, NoAssets, Secrets, Service};
use server_store_sqlite::{Sqlite, load_or_make_secrets};
use tokio::{
    net::TcpListener,
    sync::oneshot,
    task::JoinHandle,
    time::{interval, timeout},
};
use wire::Millis;

const PATIENCE: Duration = Duration::from_secs(30);

/// A running server. Its folder stays when it ends.
pub struct House {
    /// Where it listens.
    pub address: SocketAddr,
    /// Its data folder.
    pub data: PathBuf,
    /// Its daily work.
    pub service: Service<Sqlite>,
    stop: oneshot::Sender<()>,
    running: JoinHandle<std::io::Result<()>>,
}

impl House {
    /// Starts a server on a folder, on a free port of this computer.
    pub async fn open(data: &Path) -> Self {
        Self::open_at(data, 0).await
    }

    /// As [`Self::open`], on a port.
    pub async fn open_at(data: &Path, port: u16) -> Self {
        let secrets = load_or_make_secrets(data, || Secrets::generate(&mut OsRng).to_bytes()).unwrap();
        let store = Sqlite::open(data).await.unwrap();
        let mut seed = [0; 32];
        OsRng.fill_bytes(&mut seed);
        let service = Service::new(store, Secrets::from_bytes(&secrets).unwrap(), Arc::new(now), seed);
        let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let shutdown = async move {
            let _ = stopped.await;
        };
        let serving = server::serve(Config::default(), service.clone(), Arc::new(NoAssets), listener, shutdown);
        Self { address, data: data.to_owned(), service, stop, running: tokio::spawn(serving) }
    }

    /// Its address for clients.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Ends it and waits until its files are closed.
    pub async fn close(self) {
        let Self { data, service, stop, running, .. } = self;
        stop.send(()).unwrap();
        timeout(PATIENCE, running).await.expect("the server ends in time").unwrap().unwrap();
        // Streams that are ending hold the store for a moment longer.
        drop(service);
        timeout(PATIENCE, is_free(&data)).await.expect("the server lets its folder go in time");
    }
}

/// Waits until nobody holds the lock of a data folder.
async fn is_free(data: &Path) {
    let lock = File::open(data.join("lock")).unwrap();
    let mut looks = interval(Duration::from_millis(20));
    while lock.try_lock().is_err() {
        looks.tick().await;
    }
}

/// The time of this computer.
pub fn now() -> Millis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Millis(since.as_millis().try_into().unwrap())
}

//! A server in this process: its data folder, its port, its end.

use std::{
    io::ErrorKind,
    net::SocketAddr,
    path::Path,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use rand_core::{OsRng, RngCore};
use server::{Config, Rules, Secrets, Service};
use server_store_sqlite::{OpenError, Sqlite, load_or_make_secrets};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    time::timeout,
};
use wire::Millis;

use crate::{Trouble, assets::App, home, say, words::Words};

/// After the signal to end, so long may requests take that are under way.
const END: Duration = Duration::from_secs(10);

/// Opens the data folder, making what is not there.
pub(crate) async fn open(data: &Path, rules: Rules, words: &Words) -> Result<Service<Sqlite>, Trouble> {
    let told = |error: OpenError| trouble(&error, data, words);
    let secrets = secrets(data, words)?;
    let store = Sqlite::open(data).await.map_err(told)?;
    let mut seed = [0; 32];
    OsRng.fill_bytes(&mut seed);
    Ok(Service::with_rules(store, secrets, rules, Arc::new(now), seed))
}

/// The secrets of a data folder; made where there is nothing yet.
pub(crate) fn secrets(data: &Path, words: &Words) -> Result<Secrets, Trouble> {
    let told = |error: OpenError| trouble(&error, data, words);
    home::make_private(data).map_err(|cause| told(OpenError::NotWritable { folder: data.to_owned(), cause }))?;
    let made = load_or_make_secrets(data, || Secrets::generate(&mut OsRng).to_bytes()).map_err(told)?;
    let place = data.display().to_string();
    Secrets::from_bytes(&made).map_err(|_| Trouble(words.name("serve-secrets-damaged", &place)))
}

/// Takes the port.
pub(crate) async fn listen(address: SocketAddr, words: &Words) -> Result<TcpListener, Trouble> {
    TcpListener::bind(address).await.map_err(|error| {
        let values = [("address", address.to_string().into()), ("cause", error.to_string().into())];
        Trouble(match error.kind() {
            ErrorKind::AddrInUse => words.with("serve-port-in-use", &values),
            ErrorKind::PermissionDenied => words.with("serve-port-forbidden", &values),
            _ => words.with("serve-port-other", &values),
        })
    })
}

/// Serves until the process is told to end.
pub(crate) async fn serve(
    service: Service<Sqlite>,
    listener: TcpListener,
    config: Config,
    mut stop: Stop,
    words: &Words,
) -> Result<(), Trouble> {
    let (ending, ended) = tokio::sync::oneshot::channel();
    let shutdown = async move {
        stop.wait().await;
        let _ = ending.send(());
    };
    let serving = server::serve(config, service, Arc::new(App), listener, shutdown);
    tokio::pin!(serving);
    tokio::select! {
        served = &mut serving => return Ok(served?),
        _ = ended => {}
    }
    if let Ok(served) = timeout(END, serving).await {
        return Ok(served?);
    }
    say::trouble(&words.get("serve-cut"));
    Ok(())
}

/// SIGINT and SIGTERM, from the moment it is made: before others are told that we are here.
pub(crate) struct Stop {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

impl Stop {
    pub(crate) fn new() -> std::io::Result<Self> {
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    pub(crate) async fn wait(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

pub(crate) fn now() -> Millis {
    Millis(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis() as u64)
}

/// What to do about a data folder that cannot be used.
pub(crate) fn trouble(error: &OpenError, data: &Path, words: &Words) -> Trouble {
    let values = [("folder", data.display().to_string().into()), ("cause", error.to_string().into())];
    Trouble(match error {
        OpenError::NotWritable { cause, .. } if is_full(cause) => words.with("serve-disk-full", &values),
        OpenError::NotWritable { .. } => words.with("serve-not-writable", &values),
        OpenError::InUse(_) => words.with("serve-in-use", &values),
        OpenError::Newer { .. } => words.with("serve-newer", &values),
        OpenError::SecretsMissing(_) => words.with("serve-secrets-missing", &values),
        OpenError::DayKeysMissing(_) => words.with("serve-day-keys-missing", &values),
        OpenError::DayKeysDamaged(_) => words.with("serve-day-keys-damaged", &values),
        OpenError::DayKeysForeign(_) => words.with("serve-day-keys-foreign", &values),
        OpenError::Database(_) if is_full_database(error) => words.with("serve-disk-full", &values),
        OpenError::Database(_) => words.with("serve-database", &values),
    })
}

fn is_full(cause: &std::io::Error) -> bool {
    matches!(cause.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded)
}

/// SQLite's own words for SQLITE_FULL (sqlite.org/rescode.html#full).
fn is_full_database(error: &OpenError) -> bool {
    error.to_string().contains("database or disk is full")
}

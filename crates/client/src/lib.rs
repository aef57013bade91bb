//! The engine on a computer of its own: requests, streams, files, time and randomness of the operating system.
//!
//! The engine lives on a thread of its own, because it must not leave it; [`Client`] talks to it through channels.
//! Nothing here knows what a circle is.

mod device;
mod driver;
mod fetch;
mod net;
mod push;
mod wipe;

use std::{
    path::PathBuf,
    sync::Arc,
    thread,
    time::{SystemTime, UNIX_EPOCH},
};

use engine::{
    Command, Outcome,
    command::ErrorCode,
    view::{Network, Session, View},
};
use tokio::{
    runtime::Builder,
    sync::{mpsc, oneshot, watch},
};
use wire::Millis;

pub use fetch::{Fetch, FetchError, Fetched, Files, News, Validators, Way, fetch_file, fetch_news};
pub use push::Pusher;
pub use wipe::{WIPING, WipingAllocator};

use device::DeviceStore;
use driver::{Driver, Order};
use net::Net;

/// Why a client could not be started.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// Not an address of a server.
    #[error("{0:?} is no address of a server: it should look like https://example.org or http://127.0.0.1:8080")]
    Address(String),
    /// TLS cannot be set up on this machine.
    #[error("TLS cannot be set up: {0}")]
    Tls(#[from] rustls::Error),
    /// The device's store cannot be read or written.
    #[error("the folder {} cannot be used: {cause}", .folder.display())]
    Store {
        /// Which folder.
        folder: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// The operating system gives no thread or runtime.
    #[error("no thread for the engine: {0}")]
    Thread(std::io::Error),
}

/// One person's client. Dropping it ends it too, but does not wait for what is under way.
pub struct Client {
    orders: mpsc::UnboundedSender<Order>,
    view: watch::Receiver<Arc<View>>,
}

impl Client {
    /// Starts a client of `server` (scheme, host and port). `store` is the folder in which this device remembers;
    /// without one it remembers nothing.
    ///
    /// # Errors
    /// [`ConnectError`]. That the server cannot be reached is no error: the view says so, and the engine goes on
    /// trying.
    pub fn connect(server: &str, store: Option<PathBuf>) -> Result<Self, ConnectError> {
        let (events, inbox) = mpsc::unbounded_channel();
        let net = Net::new(server, events)?;
        let store = store.map(DeviceStore::open).transpose()?;
        let (orders, waiting) = mpsc::unbounded_channel();
        let (show, view) = watch::channel(Arc::new(nothing_yet()));
        let runtime = Builder::new_current_thread().enable_all().build().map_err(ConnectError::Thread)?;
        let work = move || {
            runtime.block_on(Driver::new(net, store, show).run(waiting, inbox));
            drop(runtime);
            wipe::stack();
        };
        thread::Builder::new().name("engine".to_owned()).spawn(work).map_err(ConnectError::Thread)?;
        Ok(Self { orders, view })
    }

    /// Carries out an act of the person. When it returns, [`Self::view`] shows what came of it.
    pub async fn command(&self, command: Command) -> Outcome {
        let (done, outcome) = oneshot::channel();
        // A thread that has ended drops `done`, which is told below.
        let _ = self.orders.send(Order::Command(Box::new(command), done));
        let ended = || Outcome::Refused { error: ErrorCode("internal".to_owned()), retry_after_s: None };
        outcome.await.unwrap_or_else(|_| ended())
    }

    /// What the person sees, as it changes.
    pub fn view(&self) -> watch::Receiver<Arc<View>> {
        self.view.clone()
    }

    /// Ends the client: requests under way are finished as far as a few seconds allow, streams are closed.
    pub async fn close(self) {
        let (done, closed) = oneshot::channel();
        if self.orders.send(Order::Close(done)).is_ok() {
            let _ = closed.await;
        }
    }
}

fn nothing_yet() -> View {
    View {
        session: Session::Starting,
        network: Network::Online,
        circles: Vec::new(),
        joining: None,
        put_out: Vec::new(),
        sheets: Vec::new(),
    }
}

fn now() -> Millis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Millis(since.as_millis() as u64)
}

//! A service on a listener, with its daily work.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::http::StatusCode;
use server_store::Store;
use tokio::{net::TcpListener, time};
use tower_http::timeout::TimeoutLayer;

use crate::{Assets, Service, http};

/// A request that takes longer is given up.
const REQUEST: Duration = Duration::from_mins(1);
/// How soon a suspension is noticed.
const LOOK: Duration = Duration::from_secs(5);
const MINUTE: Duration = Duration::from_mins(1);

/// How to serve.
#[derive(Debug, Clone, Copy, Default)]
pub struct Config {
    /// Whether a reverse proxy stands in front, whose `X-Forwarded-For` names the client's address. The address is
    /// used for rate limits, in memory, and for nothing else.
    pub behind_proxy: bool,
}

/// Serves until `shutdown` is ready; then no new request is taken, those that run are finished, streams are closed.
///
/// # Errors
/// The listener's.
pub async fn serve<S: Store>(
    config: Config,
    service: Service<S>,
    assets: Arc<dyn Assets>,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    look(&service).await;
    let worker = service.clone();
    let jobs = tokio::spawn(async move { tokio::join!(jobs(worker.clone()), watch(worker.clone()), wake(worker)) });
    let layer = TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, REQUEST);
    let app = http::router_for(service.clone(), assets, config).layer(layer);
    let shutdown = async move {
        shutdown.await;
        service.closing.notify_waiters();
    };
    let served = axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(shutdown)
        .await;
    jobs.abort();
    served
}

/// Looks at the operator's switches, from time to time.
async fn watch<S: Store>(service: Service<S>) {
    let mut pause = time::interval(LOOK);
    loop {
        pause.tick().await;
        look(&service).await;
    }
}

async fn look<S: Store>(service: &Service<S>) {
    if let Err(error) = service.look_at_suspensions().await {
        tracing::error!(%error, "which circles are suspended could not be read; it is tried again in some seconds");
    }
    if let Some(directory) = service.directory()
        && let Err(error) = directory.look(service.now()).await
    {
        tracing::error!(%error, "the directory could not be read; it is tried again in some seconds");
    }
}

/// Wakes the browsers whose moment has come.
async fn wake<S: Store>(service: Service<S>) {
    let mut minute = time::interval(MINUTE);
    minute.set_missed_tick_behavior(time::MissedTickBehavior::Delay);
    loop {
        minute.tick().await;
        if let Err(error) = service.wake_due().await {
            tracing::error!(%error, "who is to be woken could not be read; it is tried again in a minute");
        }
    }
}

/// Sweeps the store at the start and on each new day, and memory each minute.
async fn jobs<S: Store>(service: Service<S>) {
    let mut swept = None;
    let mut minute = time::interval(MINUTE);
    loop {
        minute.tick().await;
        service.tidy_memory();
        let today = service.today();
        if swept == Some(today) {
            continue;
        }
        match service.tidy().await {
            Ok(()) => swept = Some(today),
            Err(error) => tracing::error!(%error, "the daily sweep failed; it is tried again in a minute"),
        }
    }
}

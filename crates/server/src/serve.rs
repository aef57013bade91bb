//! A service on a listener, with its daily work.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::http::StatusCode;
use server_store::Store;
use tokio::{net::TcpListener, time};
use tower_http::timeout::TimeoutLayer;

use crate::{Assets, Service, http};

/// A request that takes longer is given up.
const REQUEST: Duration = Duration::from_mins(1);
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
    let jobs = tokio::spawn(jobs(service.clone()));
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

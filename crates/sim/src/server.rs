//! The servers of a world: one, unless it keeps people apart.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use axum::{Router, body::Body};
use http::Request;
use http_body_util::BodyExt;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use server::{NoAssets, Secrets, Service};
use server_store::Store;
use tower::ServiceExt;
use wire::{Millis, stream::ToClient};

use crate::device::DeviceId;

/// Names a server for as long as the world lasts; by default the one that everybody begins with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ServerId(pub(crate) usize);

/// What a lying server makes of the truth on its way to a device.
pub trait Liar {
    /// The body of a successful answer.
    fn answer(&mut self, to: DeviceId, path: &str, body: Vec<u8>) -> Vec<u8>;

    /// What a device asks, before the server has it.
    fn asked(&mut self, _from: DeviceId, _path: &str, _body: &[u8]) {}

    /// A message of a stream; none is withheld.
    fn message(&mut self, to: DeviceId, message: ToClient) -> Option<ToClient>;
}

pub(crate) struct Server<D: Store + Clone> {
    pub(crate) store: D,
    pub(crate) service: Service<D>,
    router: Router,
}

impl<D: Store + Clone> Server<D> {
    /// A process on a store.
    pub(crate) fn start(store: D, secrets: &[u8], clock: &Arc<AtomicU64>, seed: [u8; 32]) -> Self {
        let now = Arc::clone(clock);
        let clock: server::Clock = Arc::new(move || Millis(now.load(Ordering::Relaxed)));
        let fallback = || Secrets::generate(&mut ChaCha20Rng::from_seed(seed));
        let secrets = Secrets::from_bytes(secrets).unwrap_or_else(|_| fallback());
        let service = Service::new(store.clone(), secrets, clock, seed);
        let taken: server::Carry = Arc::new(|_| Box::pin(async { server::Pushed::Answered(201) }));
        service.wake_by(server::Waker::new(taken, None));
        let router = server::router(service.clone(), Arc::new(NoAssets));
        Self { store, service, router }
    }

    /// Status and body of its answer.
    pub(crate) async fn ask(&self, path: &str, auth: Option<String>, body: Vec<u8>) -> (u16, Vec<u8>) {
        let mut request = Request::post(path).header("content-type", wire::CONTENT_TYPE);
        if let Some(auth) = auth {
            request = request.header(wire::auth::HEADER, auth);
        }
        let Ok(request) = request.body(Body::from(body)) else { return (0, Vec::new()) };
        let Ok(response) = self.router.clone().oneshot(request).await;
        let status = response.status().as_u16();
        let body = response.into_body().collect().await.map(|body| body.to_bytes().to_vec());
        (status, body.unwrap_or_default())
    }
}

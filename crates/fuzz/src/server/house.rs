//! A server without sockets, its clock, somebody who stands by, and those who come with anything.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use axum::{Router, body::Body, extract::ConnectInfo};
use ed25519_dalek::{Signer, SigningKey};
use http::{Request as HttpRequest, StatusCode};
use http_body_util::BodyExt;
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use server::{NoAssets, Secrets, Service, StreamHandle};
use server_store::Store;
use tower::ServiceExt;
use wire::{
    Code, Day, Millis, Problem, PublicKey, Request, Signature,
    account::VaultGet,
    auth::{self, Nonce, Proof},
    stream::ToClient,
};

use super::{Kept, requests};
use crate::{bounds, wire_messages};

const START: u64 = 20_000 * 86_400_000;
/// Number of the key of whoever stands by; nobody else has it.
pub(super) const BYSTANDER: u8 = 200;

/// How a request is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signing {
    /// Not.
    None,
    /// By this key.
    By(u8),
    /// By this key, days ago.
    Stale(u8),
    /// By this key, for another path.
    Elsewhere(u8),
}

pub(super) struct House<S: Store> {
    service: Service<S>,
    router: Router,
    now: Arc<AtomicU64>,
    nonces: u64,
    pub(super) kept: Kept,
    pub(super) streams: Vec<(StreamHandle<S>, [u8; 32])>,
    /// Bytes sent to the server so far.
    sent: usize,
    /// The last request, whole.
    pub(super) last: Option<(String, Option<String>, Vec<u8>)>,
}

impl<S: Store + Clone> House<S> {
    /// A server on a store; somebody already lives there.
    pub(super) async fn new(store: S) -> Self {
        let now = Arc::new(AtomicU64::new(START));
        let (service, router) = start(store, &now);
        let kept = Kept::default();
        let mut house = Self { service, router, now, nonces: 0, kept, streams: Vec::new(), sent: 0, last: None };
        for (path, body) in requests::bystander(house.today()) {
            let status = house.post(path, Signing::By(BYSTANDER), body).await;
            assert_eq!(status, StatusCode::OK, "{path}");
        }
        house
    }

    /// The process ends, with all it held in memory, and another one starts.
    pub(super) fn restart(&mut self) {
        self.streams.clear();
        (self.service, self.router) = start(self.service.store().clone(), &self.now);
    }

    pub(super) fn today(&self) -> Day {
        Day::of(Millis(self.now.load(Ordering::Relaxed)))
    }

    pub(super) async fn pass(&mut self, millis: u64, sweep: bool) {
        self.now.fetch_add(millis, Ordering::Relaxed);
        self.service.tidy_memory();
        if sweep {
            self.service.tidy().await.expect("swept");
        }
    }

    /// A request to the interface, from one of many addresses; the status of the answer, which has been checked.
    pub(super) async fn post(&mut self, path: &str, signing: Signing, body: Vec<u8>) -> StatusCode {
        let proof = self.proof(path, signing, &body);
        self.last = Some((path.to_owned(), proof.clone(), body.clone()));
        self.send(path, proof, body).await
    }

    pub(super) async fn send(&mut self, path: &str, proof: Option<String>, body: Vec<u8>) -> StatusCode {
        let mut request = HttpRequest::post(path).header("content-type", wire::CONTENT_TYPE);
        if let Some(proof) = proof {
            request = request.header(auth::HEADER, proof);
        }
        let Ok(request) = request.body(Body::from(body.clone())) else { return StatusCode::BAD_REQUEST };
        let (status, answer) = self.raw(request, body.len()).await;
        if status == StatusCode::OK {
            assert!(wire_messages::is_answer(path, &answer), "{path} gave no answer of its own");
            self.kept.note(path, &body, &answer, self.today());
        } else {
            let problem: Problem = wire::decode(&answer).expect("a refusal says why");
            assert_eq!(problem.code.status(), status.as_u16());
            assert!(!matches!(problem.code, Code::Internal | Code::Unavailable | Code::StorageFull), "{problem:?}");
        }
        status
    }

    /// Any request at all.
    pub(super) async fn raw(&mut self, mut request: HttpRequest<Body>, len: usize) -> (StatusCode, Vec<u8>) {
        self.nonces += 1;
        let address = SocketAddr::from(([192, 0, 2, self.nonces as u8 % 8], 4711));
        request.extensions_mut().insert(ConnectInfo(address));
        self.sent += len;
        let most = (1 << 20) + 64 * self.sent;
        let router = self.router.clone();
        let answering = async {
            let response = router.oneshot(request).await.expect("an answer");
            let (parts, body) = response.into_parts();
            (parts.status, body.collect().await.expect("a body").to_bytes().to_vec())
        };
        let (status, answer) = bounds::within_async(most, "a request", answering).await;
        assert!(!status.is_server_error() || status == StatusCode::SERVICE_UNAVAILABLE, "{status}");
        (status, answer)
    }

    pub(super) async fn connect(&mut self) {
        if self.streams.len() < 4
            && let Ok(stream) = self.service.stream_connect()
        {
            self.streams.push((stream, [0; 32]));
            self.listen().await;
        }
    }

    /// Takes everything that waits for the streams, and checks it.
    pub(super) async fn listen(&mut self) {
        let mut over = Vec::new();
        for (place, (stream, challenge)) in self.streams.iter_mut().enumerate() {
            let mut rounds = 0;
            loop {
                let Some(frames) = stream.outbox().await else {
                    over.push(place);
                    break;
                };
                if frames.is_empty() {
                    break;
                }
                rounds += 1;
                assert!(rounds < 10_000, "a stream that never ends");
                for frame in frames {
                    match wire::decode(&frame).expect("a message of a stream") {
                        ToClient::Challenge { challenge: new } => *challenge = new.into(),
                        ToClient::Entry { entry, .. } => {
                            assert!(entry.blob.is_none_or(|blob| wire::Hash::of(&blob) == entry.hash));
                        }
                        ToClient::Refused { problem } => assert_ne!(problem.code, Code::Internal),
                        _ => {}
                    }
                }
            }
        }
        for place in over.into_iter().rev() {
            drop(self.streams.remove(place));
        }
    }

    /// Everything acknowledged is there, also for those who ask.
    pub(super) async fn check(&mut self) {
        self.listen().await;
        self.kept.check(self.service.store(), self.today()).await;
        let vaults: Vec<_> = self.kept.vaults().collect();
        for (login, cap, etag) in vaults {
            let Some(key) = requests::number_of(cap) else { continue };
            let body = wire::encode(&VaultGet { login });
            let proof = self.proof(VaultGet::PATH, Signing::By(key), &body);
            let request = HttpRequest::post(VaultGet::PATH).header("content-type", wire::CONTENT_TYPE);
            let request =
                request.header(auth::HEADER, proof.expect("signed")).body(Body::from(body)).expect("a request");
            let (status, answer) = self.raw(request, 0).await;
            assert_eq!(status, StatusCode::OK, "the vault of {login:?}");
            assert_eq!(wire::decode::<wire::account::Account>(&answer).expect("an account").etag, etag);
        }
    }

    /// The process is over: what it has acknowledged, and when.
    pub(super) fn end(self) -> (Kept, Millis) {
        (self.kept, Millis(self.now.load(Ordering::Relaxed)))
    }

    fn proof(&mut self, path: &str, signing: Signing, body: &[u8]) -> Option<String> {
        let (number, day, path) = match signing {
            Signing::None => return None,
            Signing::By(number) => (number, self.today(), path),
            Signing::Stale(number) => (number, Day(self.today().0.saturating_sub(3)), path),
            Signing::Elsewhere(number) => (number, self.today(), "/v1/elsewhere"),
        };
        self.nonces += 1;
        let mut random = [0; 12];
        random[..8].copy_from_slice(&self.nonces.to_be_bytes());
        let nonce = Nonce::new(day, random);
        let signature = Signature(key(number).sign(&auth::signed_bytes(path, body, nonce)).to_bytes());
        Some(Proof { nonce, signature }.to_header())
    }
}

pub(super) fn key(number: u8) -> SigningKey {
    SigningKey::from_bytes(&[number; 32])
}

pub(super) fn public(number: u8) -> PublicKey {
    PublicKey(key(number).verifying_key().to_bytes())
}

fn start<S: Store>(store: S, now: &Arc<AtomicU64>) -> (Service<S>, Router) {
    let hands = Arc::clone(now);
    let clock: server::Clock = Arc::new(move || Millis(hands.load(Ordering::Relaxed)));
    let secrets = Secrets::generate(&mut ChaCha20Rng::seed_from_u64(1));
    let service = Service::new(store, secrets, clock, [2; 32]);
    let router = server::router(service.clone(), Arc::new(NoAssets));
    (service, router)
}

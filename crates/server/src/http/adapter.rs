//! From HTTP to a handler and back: CBOR, limits, signatures, refusals.

use std::net::{IpAddr, SocketAddr};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{ConnectInfo, FromRequest, Request as HttpRequest, State, rejection::BytesRejection},
    http::{Extensions, HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use server_store::Store;
use wire::{
    Code, Problem, PublicKey, Request,
    auth::{self, Proof},
    pow::Stamp,
};

use crate::{Config, Service, stream};

/// What every handler shares.
pub(crate) struct Shared<S> {
    pub(crate) service: Service<S>,
    pub(crate) config: Config,
}

impl<S> Clone for Shared<S> {
    fn clone(&self) -> Self {
        Self { service: self.service.clone(), config: self.config }
    }
}

/// A request type that the server answers.
pub(crate) trait Handle<S: Store>: Request + Send + Sized {
    /// Does what is asked, or says why not.
    fn handle(self, call: &Call<'_, S>) -> impl Future<Output = Result<Self::Response, Problem>> + Send;
}

/// What belongs to a request besides its body.
pub(crate) struct Call<'a, S> {
    pub(crate) service: &'a Service<S>,
    /// The sender's address, where one is known; for rate limits.
    pub(crate) peer: Option<IpAddr>,
    path: &'static str,
    body: &'a [u8],
    proof: Option<Proof>,
}

impl<S: Store> Call<'_, S> {
    /// Refuses a request that is not signed by `key`, or that was seen before.
    pub(crate) fn signed_by(&self, key: &PublicKey) -> Result<(), Problem> {
        let refused = Problem::new(Code::NotAuthorised);
        let proof = self.proof.ok_or(refused.clone())?;
        stream::verify(key, &auth::signed_bytes(self.path, self.body, proof.nonce), proof.signature)?;
        let fresh = self.service.nonces().take(proof.nonce, self.service.today());
        fresh.then_some(()).ok_or(refused)
    }

    /// Refuses a request without a good proof of work for `subject`.
    pub(crate) fn worked(&self, stamp: Stamp, subject: &[u8; 32]) -> Result<(), Problem> {
        stamp.holds(self.service.today(), subject).then_some(()).ok_or(Problem::new(Code::ProofOfWork))
    }
}

/// Refuses what is longer than its limit.
pub(crate) fn at_most(bytes: &[u8], limit: usize) -> Result<(), Problem> {
    if bytes.len() <= limit { Ok(()) } else { Err(Code::TooLarge.into()) }
}

/// Adds the route of a request type.
pub(crate) fn add<S: Store, R: Handle<S> + 'static>(router: Router<Shared<S>>) -> Router<Shared<S>> {
    router.route(R::PATH, post(endpoint::<S, R>))
}

/// A refusal with its status.
pub(crate) fn refuse(problem: &Problem) -> Response {
    let status = StatusCode::from_u16(problem.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, cbor(wire::encode(problem))).into_response()
}

async fn endpoint<S: Store, R: Handle<S>>(State(shared): State<Shared<S>>, request: HttpRequest) -> Response {
    match answer::<S, R>(&shared, request).await {
        Ok(response) => cbor(wire::encode(&response)).into_response(),
        Err(problem) => {
            tracing::debug!(path = R::PATH, code = ?problem.code, "refused");
            refuse(&problem)
        }
    }
}

async fn answer<S: Store, R: Handle<S>>(shared: &Shared<S>, request: HttpRequest) -> Result<R::Response, Problem> {
    let peer = peer(request.headers(), request.extensions(), shared.config);
    let proof = proof(request.headers())?;
    if request.headers().get(header::CONTENT_TYPE).is_none_or(|value| value != wire::CONTENT_TYPE) {
        return Err(Code::Malformed.into());
    }
    let body = Bytes::from_request(request, &()).await.map_err(|rejection| unreadable(&rejection))?;
    let decoded: R = wire::decode(&body).map_err(|_| Problem::new(Code::Malformed))?;
    decoded.handle(&Call { service: &shared.service, peer, path: R::PATH, body: &body, proof }).await
}

fn proof(headers: &HeaderMap) -> Result<Option<Proof>, Problem> {
    let Some(value) = headers.get(auth::HEADER) else { return Ok(None) };
    let proof = value.to_str().ok().and_then(|value| Proof::from_header(value).ok());
    proof.map(Some).ok_or(Problem::new(Code::Malformed))
}

fn unreadable(rejection: &BytesRejection) -> Problem {
    match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Code::TooLarge.into(),
        _ => Code::Malformed.into(),
    }
}

fn peer(headers: &HeaderMap, extensions: &Extensions, config: Config) -> Option<IpAddr> {
    if config.behind_proxy {
        // The proxy adds the address that it saw at the end; what stands before it, the client may have written.
        let forwarded = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
        return forwarded.rsplit(',').next()?.trim().parse().ok();
    }
    extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip())
}

fn cbor(bytes: Vec<u8>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, wire::CONTENT_TYPE)], Body::from(bytes))
}

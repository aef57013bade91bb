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

/// Who asks, for rate limits: as the proxy says, where there is one.
pub(crate) fn peer(headers: &HeaderMap, extensions: &Extensions, config: Config) -> Option<IpAddr> {
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

#[cfg(test)]
mod tests {
    use axum::{body::Body, http::Request as HttpRequest, http::StatusCode};
    use wire::{Code, Problem, Request, circle::Found, sealed_box::BoxGet};

    use crate::testing::{World, key, refused};

    fn problem(bytes: &[u8]) -> Code {
        wire::decode::<Problem>(bytes).unwrap().code
    }

    #[tokio::test]
    async fn a_copied_request_is_refused() {
        let world = World::new();
        let body = wire::encode(&world.founding());
        let proof = world.proof(&key(1), Found::PATH, &body);
        assert_eq!(world.post(Found::PATH, Some(proof.clone()), body.clone()).await.0, StatusCode::OK);
        let (status, answer) = world.post(Found::PATH, Some(proof.clone()), body.clone()).await;
        assert_eq!((status, problem(&answer)), (StatusCode::UNAUTHORIZED, Code::NotAuthorised));
        world.pass(2 * 86_400_000);
        let (_, answer) = world.post(Found::PATH, Some(proof), body).await;
        assert_eq!(problem(&answer), Code::NotAuthorised, "also when its day is over");
    }

    #[tokio::test]
    async fn a_signature_is_for_one_path_and_one_body() {
        let world = World::new();
        let body = wire::encode(&world.founding());
        let elsewhere = world.proof(&key(1), "/v1/circle/commit", &body);
        assert_eq!(problem(&world.post(Found::PATH, Some(elsewhere), body.clone()).await.1), Code::NotAuthorised);
        let other = world.proof(&key(1), Found::PATH, b"other");
        assert_eq!(problem(&world.post(Found::PATH, Some(other), body).await.1), Code::NotAuthorised);
    }

    #[tokio::test]
    async fn what_is_not_a_request_is_malformed() {
        let world = World::new();
        let good = wire::encode(&BoxGet { id: wire::BoxId([1; 32]) });
        let mut longer = good.clone();
        longer.push(0);
        for body in [vec![], vec![0xff; 40], good[..good.len() - 1].to_vec(), longer] {
            assert_eq!(problem(&world.post(BoxGet::PATH, None, body).await.1), Code::Malformed);
        }
        let (_, answer) = world.post(BoxGet::PATH, Some("not a proof".into()), good.clone()).await;
        assert_eq!(problem(&answer), Code::Malformed);
        let form = HttpRequest::post(BoxGet::PATH).header("content-type", "text/plain").body(good.into()).unwrap();
        assert_eq!(problem(&world.raw(form).await.2), Code::Malformed, "what a foreign page could send");
        let (status, answer) = world.post(BoxGet::PATH, None, vec![0; wire::limits::BODY + 1]).await;
        assert_eq!((status, problem(&answer)), (StatusCode::PAYLOAD_TOO_LARGE, Code::TooLarge));
    }

    #[tokio::test]
    async fn paths_and_versions_that_are_not_there() {
        let world = World::new();
        for (path, expected) in [
            ("/v1/box/steal", Code::NotFound),
            ("/v1", Code::NotFound),
            ("/v2/box/get", Code::WrongVersion),
            ("/v0/box/get", Code::WrongVersion),
        ] {
            assert_eq!(problem(&world.post(path, None, vec![]).await.1), expected, "{path}");
        }
        let get = HttpRequest::get(BoxGet::PATH).body(Body::empty()).unwrap();
        assert_eq!(problem(&world.raw(get).await.2), Code::NotFound);
        let unknown = world.signed(1, &BoxGet { id: wire::BoxId([1; 32]) }).await;
        assert_eq!(refused(unknown), Code::NotFound);
    }

    #[tokio::test]
    async fn every_answer_is_guarded_and_none_of_the_interface_is_kept() {
        let world = World::new();
        for path in ["/", "/v1/box/get", "/v9/x", "/nothing.js"] {
            let (_, headers, _) = world.raw(HttpRequest::get(path).body(Body::empty()).unwrap()).await;
            let policy = headers["content-security-policy"].to_str().unwrap();
            assert!(
                policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; script-src-attr 'none'")
            );
            assert!(policy.ends_with("require-trusted-types-for 'script'; trusted-types svelte-trusted-html stayhere"));
            for foreign in ["http", "data:", "blob:", "*"] {
                assert!(!policy.contains(foreign), "{foreign}");
            }
            for part in policy.split("; ").filter(|part| part.contains("unsafe")) {
                assert_eq!(part, "script-src 'self' 'wasm-unsafe-eval'");
            }
            for (name, value) in [
                ("referrer-policy", "no-referrer"),
                ("x-content-type-options", "nosniff"),
                ("x-frame-options", "DENY"),
                ("origin-agent-cluster", "?1"),
                ("cross-origin-opener-policy", "same-origin"),
                ("cross-origin-embedder-policy", "require-corp"),
                ("cross-origin-resource-policy", "same-origin"),
                ("cache-control", "no-store"),
            ] {
                assert_eq!(headers[name], value, "{path}");
            }
        }
    }
}

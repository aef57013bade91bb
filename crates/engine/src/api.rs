//! Typed requests over [`Io`]: signing, decoding, and what to do when the network fails.

use seal::SigningKey;
use wire::{Code, Problem, Request};

use crate::{command::Failure, io::Io};

/// Why a call brought no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum CallError {
    /// Nothing came back: whether the server did it is unknown. Ask again with the identical request.
    Network,
    /// The server refused.
    Problem(Problem),
}

impl CallError {
    pub(crate) fn code(&self) -> Option<Code> {
        match self {
            Self::Network => None,
            Self::Problem(problem) => Some(problem.code),
        }
    }
}

impl From<CallError> for Failure {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Network => Self::new("offline"),
            CallError::Problem(problem) => problem.into(),
        }
    }
}

/// Attempts where the network may double requests: so many copies in a row are faster than their originals only if
/// somebody makes them.
const ATTEMPTS: u32 = 4;

impl Io {
    /// One attempt; and more where a copy of the signed request may have been faster than the request itself, in which
    /// case its nonce was used up. Every signed request is idempotent or a compare-and-swap.
    pub(crate) async fn call<R: Request>(
        &self,
        request: &R,
        key: Option<&SigningKey>,
    ) -> Result<R::Response, CallError> {
        for _ in 1..ATTEMPTS {
            match self.attempt(request, key).await {
                Err(error) if error.code() == Some(Code::NotAuthorised) && key.is_some() => {}
                answer => return answer,
            }
        }
        self.attempt(request, key).await
    }

    async fn attempt<R: Request>(&self, request: &R, key: Option<&SigningKey>) -> Result<R::Response, CallError> {
        let body = wire::encode(request);
        let auth = key.map(|key| self.random(|rng| key.prove(R::PATH, &body, self.today(), rng)).to_header());
        let answer = self.request(R::PATH, auth, body).await;
        match answer.status {
            200..=299 => wire::decode(&answer.body).map_err(|_| CallError::Problem(Code::Internal.into())),
            // What stands between us and the server answers without our body.
            0 | 502..=504 => Err(CallError::Network),
            _ => Err(CallError::Problem(wire::decode(&answer.body).unwrap_or(Problem::new(Code::Internal)))),
        }
    }
}

//! Bytes as a program: what happens to the server, one thing after another.

use axum::body::Body;
use ed25519_dalek::Signer;
use http::{Method, Request as HttpRequest, StatusCode};
use rand_chacha::{
    ChaCha8Rng,
    rand_core::{RngCore, SeedableRng},
};
use server_store::Store;
use wire::{
    CircleId, CommitId, MailboxId, Request, Signature,
    account::{AboutGet, RegisterStart, SignInFinish, SignInStart, SignUp},
    auth,
    mailbox::{MailPost, PreviewGet},
    sealed_box::BoxGet,
    stream::ToServer,
};

use super::{
    house::{House, Signing, key},
    requests::{any_id, draw, number_of, signing},
};
use crate::{input::Input, wire_messages};

/// Most things that happen in one program.
const STEPS: u32 = 60;
/// The longest that the clock jumps: within [`STEPS`] jumps no commit is old enough to be swept.
const JUMP_MS: u64 = 20 * 3_600_000;
/// Requests that nobody signs: a proof in the header is not looked at, and so not used up.
const UNSIGNED: [&str; 8] = [
    AboutGet::PATH,
    RegisterStart::PATH,
    SignUp::PATH,
    SignInStart::PATH,
    SignInFinish::PATH,
    PreviewGet::PATH,
    MailPost::PATH,
    BoxGet::PATH,
];

pub(super) async fn run<S: Store + Clone>(house: &mut House<S>, bytes: &[u8]) {
    let mut input = Input::new(bytes);
    let mut steps = 0;
    while !input.is_empty() && steps < STEPS {
        steps += 1;
        match input.below(20) {
            0..=10 => well_formed(house, &mut input).await,
            11 => any_body(house, &mut input).await,
            12 => any_request(house, &mut input).await,
            13 => again(house).await,
            14 => house.connect().await,
            15..=17 => say(house, &mut input).await,
            18 => {
                let millis = u64::from(input.number()) % JUMP_MS;
                let sweep = input.one_in(2);
                house.pass(millis, sweep).await;
            }
            _ => house.restart(),
        }
        house.listen().await;
    }
}

/// Programs from a few seeds: what a search begins with.
pub(super) fn seeds() -> Vec<Vec<u8>> {
    let program = |seed: u64| {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let mut bytes = vec![0; 200 + 20 * seed as usize];
        random.fill_bytes(&mut bytes);
        // Strings are short, so that a program has many steps.
        for byte in &mut bytes {
            *byte %= 60;
        }
        bytes
    };
    (0..24).map(program).collect()
}

/// A request of the interface, changed now and then before or after it is signed.
async fn well_formed<S: Store + Clone>(house: &mut House<S>, input: &mut Input<'_>) {
    let asked = draw(input, &house.kept, house.today());
    let how = signing(input, asked.right);
    let mut body = asked.body;
    if input.one_in(8) && !body.is_empty() {
        let at = input.number() as usize % body.len();
        body[at] = input.byte();
    }
    house.post(asked.path, how, body).await;
}

/// Any body, to a path that is there.
async fn any_body<S: Store + Clone>(house: &mut House<S>, input: &mut Input<'_>) {
    let paths: Vec<&str> = wire_messages::paths().collect();
    let path = paths[usize::from(input.byte()) % paths.len()];
    let how = signing(input, None);
    let body = input.string().to_vec();
    house.post(path, how, body).await;
}

/// Any method, path, headers and body.
async fn any_request<S: Store + Clone>(house: &mut House<S>, input: &mut Input<'_>) {
    let method = match input.below(6) {
        0 => Method::GET,
        1 => Method::POST,
        2 => Method::HEAD,
        3 => Method::OPTIONS,
        4 => Method::DELETE,
        _ => Method::from_bytes(input.string()).unwrap_or(Method::PUT),
    };
    let paths = ["/v1/stream", "/v1/box/get", "/", "/v2/box/get", "/v1", "/v999/"];
    let own = format!("/{}", String::from_utf8_lossy(input.string()));
    let path = paths.get(usize::from(input.below(8))).copied().unwrap_or(&own);
    let mut request = HttpRequest::builder().method(method).uri(path);
    for _ in 0..input.below(4) {
        let names = ["content-type", auth::HEADER, "upgrade", "content-length", "x-forwarded-for", "accept-encoding"];
        let own = input.string();
        let name = names.get(usize::from(input.below(8))).map_or(own, |name| name.as_bytes());
        request = request.header(name, input.string());
    }
    let body = input.string().to_vec();
    let len = body.len();
    if let Ok(request) = request.body(Body::from(body)) {
        house.raw(request, len).await;
    }
}

/// The last request once more: what was signed is good once, in one process.
async fn again<S: Store + Clone>(house: &mut House<S>) {
    let Some((path, proof, body)) = house.last.take() else { return };
    let was_signed = proof.is_some();
    let first = house.send(&path, proof.clone(), body.clone()).await;
    let second = house.send(&path, proof, body).await;
    if was_signed && first == StatusCode::OK && !UNSIGNED.contains(&path.as_str()) {
        assert_eq!(second, StatusCode::UNAUTHORIZED, "{path} took one proof twice");
    }
}

/// A message on a stream.
async fn say<S: Store + Clone>(house: &mut House<S>, input: &mut Input<'_>) {
    if house.streams.is_empty() {
        house.connect().await;
    }
    let Some(place) = usize::from(input.byte()).checked_rem(house.streams.len()) else { return };
    let challenge = house.streams[place].1;
    let what = any_id(input);
    let sign =
        |number: u8, what: &[u8; 32]| Signature(key(number).sign(&auth::stream_bytes(&challenge, what)).to_bytes());
    let message = match input.below(6) {
        0 | 1 => {
            let at = any_id(input);
            let right = house.kept.access(CircleId(what), CommitId(at)).and_then(number_of);
            let how = signing(input, right.filter(|number| *number != super::house::BYSTANDER));
            let signature = if let Signing::By(number) = how { sign(number, &at) } else { Signature([1; 64]) };
            let (have, live) = (u32::from(input.below(4)), u64::from(input.below(4)));
            wire::encode(&ToServer::Open { circle: CircleId(what), at: CommitId(at), signature, have, live })
        }
        2 => wire::encode(&ToServer::Watch { mailbox: MailboxId(what), signature: sign(1 + input.below(2), &what) }),
        3 => wire::encode(&ToServer::Live { frame: input.string().to_vec().into() }),
        4 => wire::encode(&ToServer::Ping { number: input.number() }),
        _ => input.string().to_vec(),
    };
    house.streams[place].0.receive(&message).await;
}

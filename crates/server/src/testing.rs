//! A server without sockets, for the tests of the handlers.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Request as HttpRequest, StatusCode, header},
};
use ed25519_dalek::{Signer, SigningKey};
use http_body_util::BodyExt;
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use server_store::Memory;
use tower::ServiceExt;
use wire::{
    CircleId, Code, CodeSecret, CommitId, Day, Hash, LoginHash, MailboxId, Millis, Problem, PublicKey, Request,
    Signature,
    account::{SignInFinish, SignInStart, SignUp},
    auth::{self, Nonce, Proof},
    circle::{Append, Appended, Commit, Committed, Found, Keep},
    limits,
    mailbox::{Kind, MailboxMake},
    pow::Stamp,
    stream::{ToClient, ToServer},
};

use crate::{NoAssets, Rules, Secrets, Service, StreamHandle, router};

pub(crate) const CIRCLE: CircleId = CircleId([1; 32]);
/// Deletes the recovery record of whoever [`World::sign_up`] signs up.
pub(crate) const CODE: CodeSecret = CodeSecret([31; 32]);
pub(crate) const BOX: MailboxId = MailboxId([6; 32]);
const START: u64 = 20_000 * 86_400_000;

/// A server, its clock, and a supply of nonces.
pub(crate) struct World {
    pub(crate) service: Service<Memory>,
    router: Router,
    now: Arc<AtomicU64>,
    nonces: AtomicU64,
    listed: directory_store::Memory,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with_rules(Rules::default())
    }

    pub(crate) fn with_rules(rules: Rules) -> Self {
        let now = Arc::new(AtomicU64::new(START));
        let hands = Arc::clone(&now);
        let service = start(Memory::new(), rules, hands);
        let router = router(service.clone(), Arc::new(NoAssets));
        Self { service, router, now, nonces: AtomicU64::new(0), listed: directory_store::Memory::default() }
    }

    /// With a directory of two meetings that are shown, `one` and `two`, and one that is hidden.
    pub(crate) async fn listing() -> Self {
        use directory::{
            SourceId,
            model::{Philosophy, Problem, Set},
        };
        use directory_store::{DirectoryStore, suite, take};
        const FEED: &str = r#"[
            {"slug":"one","name":"Hope","day":1,"time":"19:00","city":"Cairo","approximate":"no"},
            {"slug":"two","name":"Compass","day":2,"time":"19:00","city":"Cairo","approximate":"no"},
            {"slug":"hidden","name":"hidden","day":3,"time":"19:00","city":"Cairo","approximate":"no"}]"#;
        let world = Self::new();
        let id = SourceId("a".to_owned());
        let source = suite::part("a", &[]).sources.remove(&id).unwrap();
        let mut fetched = directory::read(&id, &source, FEED.as_bytes()).unwrap();
        for (entry, philosophy) in fetched.entries.iter_mut().zip([Philosophy::Steps, Philosophy::SelfManagement]) {
            entry.tags.problems = Set::of(&[Problem::Alcohol]);
            entry.tags.philosophies = Set::of(&[philosophy]);
        }
        take(&world.listed, &id, source, fetched, Millis(START)).await.unwrap().unwrap();
        let store: Arc<dyn DirectoryStore> = Arc::new(world.listed.clone());
        world.service.list(crate::Directory::open(store, None, Millis(START)).await.unwrap());
        world.hide("hidden").await;
        world
    }

    /// The operator hides the meeting of this slug, and the server sees it.
    pub(crate) async fn hide(&self, slug: &str) {
        use directory_store::{DirectoryStore, Hidden};
        let listing = self.listed.load().await.unwrap().listing;
        let (id, _) = listing.entries.iter().find(|(_, entry)| entry.slug.as_str() == slug).unwrap();
        assert!(self.listed.hide(Hidden::Entry(*id), true, Millis(START)).await.unwrap());
        self.service.directory().unwrap().look(Millis(START)).await.unwrap();
    }

    /// The server looks at what its directory has now.
    pub(crate) async fn look(&self) {
        self.service.directory().unwrap().look(Millis(START)).await.unwrap();
    }

    pub(crate) const fn directory_store(&self) -> &directory_store::Memory {
        &self.listed
    }

    /// Mondays at seven.
    pub(crate) fn schedule(&self) -> Vec<calendar::Series> {
        let pattern = calendar::Pattern {
            zone: "Africa/Cairo".to_owned(),
            start: calendar::Date::from_days(self.today().0).unwrap(),
            time: calendar::Time::parse("19:00").unwrap(),
            minutes: 60,
            rule: calendar::Rule::Weekly { days: calendar::Weekdays::of(&[calendar::Weekday::Monday]), every: 1 },
            months: calendar::Months::ALL,
            end: None,
        };
        vec![calendar::Series::of(pattern)]
    }

    /// What a browser reads.
    pub(crate) async fn page(&self, path: &str) -> String {
        let request = HttpRequest::get(path).header("host", "here.example").body(Body::empty()).unwrap();
        String::from_utf8_lossy(&self.raw(request).await.2).into_owned()
    }

    /// What a search finds.
    pub(crate) async fn finds(&self, query: &str) -> String {
        let request = HttpRequest::post("/find").body(query.to_owned().into()).unwrap();
        String::from_utf8_lossy(&self.raw(request).await.2).into_owned()
    }

    /// The server's process ends and another starts on the same store.
    pub(crate) fn restart(&mut self) {
        self.service = start(self.service.store().clone(), self.service.rules, Arc::clone(&self.now));
        self.router = router(self.service.clone(), Arc::new(NoAssets));
    }

    pub(crate) fn listen(&self) -> Listener {
        Listener::new(self.service.stream_connect().unwrap())
    }

    pub(crate) fn pass(&self, millis: u64) {
        self.now.fetch_add(millis, Ordering::Relaxed);
    }

    pub(crate) fn today(&self) -> Day {
        Day::of(Millis(self.now.load(Ordering::Relaxed)))
    }

    pub(crate) fn stamp(&self, subject: [u8; 32]) -> Stamp {
        Stamp::find(self.today(), &subject)
    }

    pub(crate) fn proof(&self, key: &SigningKey, path: &str, body: &[u8]) -> String {
        let number = self.nonces.fetch_add(1, Ordering::Relaxed);
        let mut random = [0; 12];
        random[..8].copy_from_slice(&number.to_be_bytes());
        let nonce = Nonce::new(self.today(), random);
        let signature = Signature(key.sign(&auth::signed_bytes(path, body, nonce)).to_bytes());
        Proof { nonce, signature }.to_header()
    }

    pub(crate) async fn raw(&self, request: HttpRequest<Body>) -> (StatusCode, HeaderMap, Bytes) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        (parts.status, parts.headers, body.collect().await.unwrap().to_bytes())
    }

    pub(crate) async fn post(&self, path: &str, proof: Option<String>, body: Vec<u8>) -> (StatusCode, Bytes) {
        let mut request = HttpRequest::post(path).header(header::CONTENT_TYPE, wire::CONTENT_TYPE);
        if let Some(proof) = proof {
            request = request.header(auth::HEADER, proof);
        }
        let peer = ConnectInfo(SocketAddr::from(([192, 0, 2, 77], 4711)));
        let (status, _, bytes) = self.raw(request.extension(peer).body(body.into()).unwrap()).await;
        (status, bytes)
    }

    /// Asks without a signature.
    pub(crate) async fn ask<R: Request>(&self, request: &R) -> Result<R::Response, Problem> {
        self.answer::<R>(None, wire::encode(request)).await
    }

    /// Asks with a signature by key `number`.
    pub(crate) async fn signed<R: Request>(&self, number: u8, request: &R) -> Result<R::Response, Problem> {
        let body = wire::encode(request);
        self.answer::<R>(Some(self.proof(&key(number), R::PATH, &body)), body).await
    }

    async fn answer<R: Request>(&self, proof: Option<String>, body: Vec<u8>) -> Result<R::Response, Problem> {
        let (status, bytes) = self.post(R::PATH, proof, body).await;
        if status == StatusCode::OK {
            return Ok(wire::decode(&bytes).unwrap());
        }
        let problem: Problem = wire::decode(&bytes).unwrap();
        assert_eq!(status.as_u16(), problem.code.status());
        Err(problem)
    }

    /// Founds the circle with genesis 1.
    pub(crate) async fn found(&self) {
        self.signed(1, &self.founding()).await.unwrap();
    }

    pub(crate) fn founding(&self) -> Found {
        Found {
            circle: CIRCLE,
            commit: id(1),
            access: public(1),
            snapshot: vec![1; 100].into(),
            stamp: self.stamp(CIRCLE.0),
        }
    }

    pub(crate) async fn commit(&self, parent: u8, child: u8, n: u32, cut: u32) -> Result<Committed, Problem> {
        self.signed(parent, &commit(parent, child, n, cut)).await
    }

    pub(crate) async fn append(&self, at: u8, blob: &[u8]) -> Result<Appended, Problem> {
        self.signed(at, &append(at, blob)).await
    }

    /// Genesis 1 with the path 1, 2, 3, beside it 4, a child of 1; an entry in each.
    pub(crate) async fn forked(&self) {
        self.found().await;
        for (parent, child, n) in [(1, 2, 0), (2, 3, 0), (1, 4, 1)] {
            self.commit(parent, child, n, 0).await.unwrap();
        }
        for at in 1..=4 {
            self.append(at, &[at]).await.unwrap();
        }
    }

    pub(crate) fn mailbox(&self, uses: u32) -> MailboxMake {
        MailboxMake {
            mailbox: BOX,
            kind: Kind::Knock,
            read: public(60),
            uses,
            expires: self.today().plus(7),
            preview: vec![1, 2].into(),
            stamp: self.stamp(BOX.0),
        }
    }

    /// Signs up; the vault capability is key 30, the recovery code 31 with key 31.
    pub(crate) async fn sign_up(&self, name: u8, passphrase: &[u8]) -> Result<SignUp, Problem> {
        use login::{TestKsf, client};
        let mut rng = ChaCha20Rng::seed_from_u64(u64::from(name));
        let login = LoginHash([name; 32]);
        let (state, request) = client::register_start::<TestKsf>(&mut rng, passphrase).unwrap();
        let start = wire::account::RegisterStart { login, request: request.into() };
        let response = self.ask(&start).await?.response;
        let (_, upload) = client::register_finish(state, &mut rng, passphrase, &response).unwrap();
        let sign_up = SignUp {
            login,
            upload: upload.into(),
            wrapped_vault_key: vec![4; 72].into(),
            vault_cap: public(30),
            vault: vec![5; limits::VAULT].into(),
            recovery: wire::account::Recovery { code: CODE.id(), auth: public(31), sealed: vec![6; 99].into() },
            stamp: self.stamp(login.0),
            code: None,
        };
        self.ask(&sign_up).await?;
        Ok(sign_up)
    }

    /// What the client finds, and the lengths of what the server said on the way.
    pub(crate) async fn sign_in(
        &self,
        name: u8,
        passphrase: &[u8],
    ) -> Result<Result<wire::account::Account, (login::Error, usize, usize)>, Problem> {
        use login::{TestKsf, client};
        let mut rng = ChaCha20Rng::seed_from_u64(99);
        let (state, request) = client::sign_in_start::<TestKsf>(&mut rng, passphrase).unwrap();
        let start = SignInStart { login: LoginHash([name; 32]), request: request.into() };
        let credential = self.ask(&start).await?;
        match client::sign_in_finish(state, &mut rng, passphrase, &credential.response) {
            Err(error) => Ok(Err((error, credential.attempt.len(), credential.response.len()))),
            Ok((_, finalization)) => {
                let finish = SignInFinish { attempt: credential.attempt, finalization: finalization.into() };
                self.ask(&finish).await.map(Ok)
            }
        }
    }
}

/// A stream without a socket.
pub(crate) struct Listener {
    pub(crate) stream: StreamHandle<Memory>,
    challenge: std::cell::Cell<[u8; 32]>,
}

impl Listener {
    const fn new(stream: StreamHandle<Memory>) -> Self {
        Self { stream, challenge: std::cell::Cell::new([0; 32]) }
    }

    /// Opens at a commit by that commit's key, and says what comes.
    pub(crate) async fn open(&self, at: u8, have: u32, live: u64) -> Vec<ToClient> {
        self.open_as(at, at, have, live).await
    }

    pub(crate) async fn open_as(&self, signer: u8, at: u8, have: u32, live: u64) -> Vec<ToClient> {
        self.heard().await;
        let signature = sign_stream(signer, &self.challenge.get(), &[at; 32]);
        self.say(&ToServer::Open { circle: CIRCLE, at: id(at), signature, have, live }).await;
        self.heard().await
    }

    pub(crate) async fn watch(&self, signer: u8) -> Vec<ToClient> {
        self.heard().await;
        let signature = sign_stream(signer, &self.challenge.get(), &BOX.0);
        self.say(&ToServer::Watch { mailbox: BOX, signature }).await;
        self.heard().await
    }

    pub(crate) async fn live(&self, frame: &[u8]) -> Vec<ToClient> {
        self.say(&ToServer::Live { frame: frame.to_vec().into() }).await;
        self.heard().await
    }

    pub(crate) async fn say(&self, what: &ToServer) {
        self.stream.receive(&wire::encode(what)).await;
    }

    /// Everything that waits, after the challenge.
    pub(crate) async fn heard(&self) -> Vec<ToClient> {
        let mut all = Vec::new();
        loop {
            let frames = self.stream.outbox().await.unwrap();
            if frames.is_empty() {
                return all;
            }
            for frame in frames {
                match wire::decode(&frame).unwrap() {
                    ToClient::Challenge { challenge } => self.challenge.set(challenge.into()),
                    other => all.push(other),
                }
            }
        }
    }

    /// As [`Self::heard`], in short.
    pub(crate) async fn brief(&self) -> Vec<String> {
        brief(self.heard().await)
    }
}

/// Frames in short: `e0` for entry 0, `c2` for commit 2, `l1` for live number 1, and so on.
pub(crate) fn brief(frames: Vec<ToClient>) -> Vec<String> {
    let short = |frame| match frame {
        ToClient::Challenge { .. } => "challenge".to_owned(),
        ToClient::Opened { at, entries, live, live_from } => {
            format!("opened {} e{entries} l{live_from}-{live}", at.0[0])
        }
        ToClient::Entry { commit, entry } => format!("e{} of {}", entry.n, commit.0[0]),
        ToClient::Commit { parent, child } => format!("c{} of {}", child.commit.0[0], parent.0[0]),
        ToClient::Shredded { commit, n } => format!("shredded {n} of {}", commit.0[0]),
        ToClient::Live { number, frame } => format!("l{number} {}", String::from_utf8_lossy(&frame)),
        ToClient::Mail { mail, .. } => format!("mail {}", String::from_utf8_lossy(&mail.blob)),
        ToClient::LiveTaken { number } => format!("taken {number}"),
        ToClient::Refused { problem } => format!("refused {:?}", problem.code),
        ToClient::Pong { number } => format!("pong {number}"),
    };
    frames.into_iter().map(short).collect()
}

pub(crate) fn sign_stream(signer: u8, challenge: &[u8; 32], what: &[u8; 32]) -> Signature {
    Signature(key(signer).sign(&auth::stream_bytes(challenge, what)).to_bytes())
}

fn start(store: Memory, rules: Rules, hands: Arc<AtomicU64>) -> Service<Memory> {
    let secrets = Secrets::generate(&mut ChaCha20Rng::seed_from_u64(1));
    Service::with_rules(store, secrets, rules, Arc::new(move || Millis(hands.load(Ordering::Relaxed))), [2; 32])
}

pub(crate) fn key(number: u8) -> SigningKey {
    SigningKey::from_bytes(&[number; 32])
}

pub(crate) fn public(number: u8) -> PublicKey {
    PublicKey(key(number).verifying_key().to_bytes())
}

pub(crate) fn id(number: u8) -> CommitId {
    CommitId([number; 32])
}

pub(crate) fn commit(parent: u8, child: u8, n_children: u32, cut: u32) -> Commit {
    Commit {
        circle: CIRCLE,
        parent: id(parent),
        commit: id(child),
        n_children,
        cut,
        access: public(child),
        envelope: vec![child; 10].into(),
        snapshot: vec![child; 100].into(),
        mails: Vec::new(),
        answers: Vec::new(),
        stamp: None,
    }
}

pub(crate) fn append(at: u8, blob: &[u8]) -> Append {
    Append { circle: CIRCLE, at: id(at), blob: blob.to_vec().into(), delete: Hash::of(blob), keep: Keep::Commit }
}

pub(crate) fn refused<T: std::fmt::Debug>(outcome: Result<T, Problem>) -> Code {
    outcome.unwrap_err().code
}

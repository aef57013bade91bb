//! The browser shell of Stayhere: the engine as a class that a worker pumps. Nothing else: no rules, no state.
//!
//! The worker (web/src/lib/engine/worker.ts) does fetch, WebSocket, IndexedDB and timers; it hands in what happened
//! and polls [`Engine::poll`] until there is nothing to do.

mod output;

use std::collections::BTreeMap;

use engine::{Answer, Command, CommandId, MlsSuite, RequestId, StreamId};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};
use wire::Millis;

/// The client of one person in one tab.
#[wasm_bindgen]
pub struct Engine(engine::Engine<MlsSuite>);

#[wasm_bindgen]
impl Engine {
    /// `seed`: 32 bytes of the browser's `crypto.getRandomValues`.
    ///
    /// # Errors
    /// When the seed is not 32 bytes long.
    #[wasm_bindgen(constructor)]
    pub fn new(seed: &[u8]) -> Result<Self, JsError> {
        let seed = seed.try_into().map_err(|_| JsError::new("the seed must be 32 bytes long"))?;
        Ok(Self(engine::Engine::new(Box::new(ChaCha20Rng::from_seed(seed)))))
    }

    /// `judge(phrase, name)` says why an own passphrase is weak, or gives undefined (the module `phrase-wasm`).
    pub fn set_judge(&mut self, judge: js_sys::Function) {
        self.0.set_judge(Box::new(move |phrase, name| {
            let verdict = judge.call2(&JsValue::NULL, &JsValue::from_str(phrase), &JsValue::from_str(name));
            // A judge that fails approves of nothing.
            verdict.map_or_else(|_| Some("guessable".to_owned()), |reason| reason.as_string())
        }));
    }

    /// Starts with the device's store as a map from slot to bytes.
    ///
    /// # Errors
    /// When `slots` is not such a map.
    pub fn start(&mut self, slots: JsValue, now: f64) -> Result<(), JsError> {
        let slots: BTreeMap<String, Vec<u8>> = serde_wasm_bindgen::from_value(slots)?;
        self.0.start(slots, millis(now));
        Ok(())
    }

    /// A person's act, as in `Command`.
    ///
    /// # Errors
    /// When `command` is not a `Command`.
    pub fn command(&mut self, id: u32, command: JsValue, now: f64) -> Result<(), JsError> {
        let command: Command = serde_wasm_bindgen::from_value(command)?;
        self.0.handle_command(CommandId(id), command, millis(now));
        Ok(())
    }

    /// The answer of a request; status 0 when the network failed.
    pub fn response(&mut self, request: u32, status: u16, body: Vec<u8>, now: f64) {
        self.0.handle_response(RequestId(request), Answer { status, body }, millis(now));
    }

    /// A stream is open: nothing to do, its first message comes from the server.
    pub fn stream_opened(&mut self, _stream: u32, now: f64) {
        self.0.tick(millis(now));
    }

    /// A message of a stream.
    pub fn stream_message(&mut self, stream: u32, bytes: Vec<u8>, now: f64) {
        self.0.handle_message(StreamId(stream), bytes, millis(now));
    }

    /// A stream is closed, or could not be opened.
    pub fn stream_closed(&mut self, stream: u32, now: f64) {
        self.0.handle_closed(StreamId(stream), millis(now));
    }

    /// Time has passed.
    pub fn tick(&mut self, now: f64) {
        self.0.tick(millis(now));
    }

    /// When to call `tick` next, in milliseconds since 1970.
    #[expect(clippy::cast_precision_loss, reason = "exact for the next 285,000 years")]
    pub fn timeout(&self) -> Option<f64> {
        self.0.timeout().map(|due| due.0 as f64)
    }

    /// The next thing to do, as in `Output`; undefined when there is nothing.
    ///
    /// # Errors
    /// When a value cannot be represented in JavaScript; none of ours is such.
    pub fn poll(&mut self) -> Result<JsValue, JsError> {
        self.0.poll().map_or(Ok(JsValue::UNDEFINED), |output| output::to_js(&output))
    }
}

/// JavaScript's clock is a float; its fraction and sign mean nothing here.
#[expect(clippy::cast_sign_loss, reason = "a clock before 1970 counts as 1970")]
fn millis(now: f64) -> Millis {
    Millis(now.max(0.0) as u64)
}

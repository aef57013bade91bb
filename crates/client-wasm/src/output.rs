//! Outputs as JavaScript values: plain objects with a `type`, bytes as `Uint8Array`.

use engine::{Outcome, Output, command::Value, view::View};
use serde::{Serialize, Serializer};
use serde_wasm_bindgen::Serializer as ToJs;
use wasm_bindgen::{JsError, JsValue};

/// Bytes that become a `Uint8Array`.
struct Bytes<'a>(&'a [u8]);

impl Serialize for Bytes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Out<'a> {
    Request { id: u32, path: &'a str, auth: Option<&'a str>, body: Bytes<'a> },
    StreamOpen { stream: u32 },
    StreamSend { stream: u32, bytes: Bytes<'a> },
    StreamClose { stream: u32 },
    Store { slot: &'a str, bytes: Bytes<'a> },
    Forget,
    Outcome { id: u32, outcome: Told<'a> },
    View { view: &'a View },
}

#[derive(Serialize)]
#[serde(untagged)]
enum Told<'a> {
    Done { ok: bool, value: &'a Value },
    Refused { ok: bool, error: &'a str, retry_after_s: Option<u32> },
}

/// The value for `poll`.
pub(crate) fn to_js(output: &Output) -> Result<JsValue, JsError> {
    let out = match output {
        Output::Request { id, path, auth, body } => {
            Out::Request { id: id.0, path, auth: auth.as_deref(), body: Bytes(body) }
        }
        Output::StreamOpen(stream) => Out::StreamOpen { stream: stream.0 },
        Output::StreamSend(stream, bytes) => Out::StreamSend { stream: stream.0, bytes: Bytes(bytes) },
        Output::StreamClose(stream) => Out::StreamClose { stream: stream.0 },
        Output::Store { slot, bytes } => Out::Store { slot, bytes: Bytes(bytes) },
        Output::Forget => Out::Forget,
        Output::Outcome(id, outcome) => Out::Outcome { id: id.0, outcome: told(outcome) },
        Output::View(view) => Out::View { view },
    };
    Ok(out.serialize(&ToJs::json_compatible().serialize_bytes_as_arrays(false))?)
}

fn told(outcome: &Outcome) -> Told<'_> {
    match outcome {
        Outcome::Done(value) => Told::Done { ok: true, value },
        Outcome::Refused { error, retry_after_s } => {
            Told::Refused { ok: false, error: &error.0, retry_after_s: *retry_after_s }
        }
    }
}

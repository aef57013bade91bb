//! The WebSocket (RFC 6455) of a stream.

use std::time::Duration;

use axum::{
    extract::{
        State, WebSocketUpgrade,
        ws::{CloseFrame, Message, WebSocket, close_code},
    },
    response::Response,
};
use server_store::Store;
use tokio::time::{Instant, MissedTickBehavior, interval, timeout};
use wire::limits;

use super::adapter::{Shared, refuse};
use crate::StreamHandle;

/// Largest message of a client: a live frame and its envelope.
const MESSAGE: usize = limits::LIVE_FRAME + 1024;
/// How often a silent client is asked whether it is there.
const PING: Duration = Duration::from_secs(25);
/// After so long without a sign of life a stream is closed.
const IDLE: Duration = Duration::from_secs(90);
/// A client that takes nothing for so long is gone.
const SEND: Duration = Duration::from_secs(30);

/// Opens a stream.
pub(crate) async fn handler<S: Store>(State(shared): State<Shared<S>>, upgrade: WebSocketUpgrade) -> Response {
    match shared.service.stream_connect() {
        Err(problem) => refuse(&problem),
        Ok(stream) => upgrade
            .max_message_size(MESSAGE)
            .max_frame_size(MESSAGE)
            .on_upgrade(move |socket| run(shared, stream, socket)),
    }
}

async fn run<S: Store>(shared: Shared<S>, stream: StreamHandle<S>, mut socket: WebSocket) {
    let closing = shared.service.closing.notified();
    tokio::pin!(closing);
    let mut ping = interval(PING);
    ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut heard = Instant::now();
    loop {
        if !send_waiting(&stream, &mut socket).await {
            return close(&mut socket, close_code::AGAIN).await;
        }
        tokio::select! {
            () = &mut closing => return close(&mut socket, close_code::AWAY).await,
            () = stream.woken() => {}
            _ = ping.tick() => {
                if heard.elapsed() > IDLE || !send(&mut socket, Message::Ping(Vec::new().into())).await {
                    return;
                }
            }
            message = socket.recv() => match message {
                Some(Ok(message)) => {
                    heard = Instant::now();
                    if !take(&stream, message).await {
                        return;
                    }
                }
                Some(Err(_)) | None => return,
            },
        }
    }
}

/// Hands a message of the client on; false when it was its last.
async fn take<S: Store>(stream: &StreamHandle<S>, message: Message) -> bool {
    match message {
        Message::Binary(bytes) => stream.receive(&bytes).await,
        // Every frame of ours is binary: the stream says so by refusing it.
        Message::Text(text) => stream.receive(text.as_bytes()).await,
        Message::Ping(_) | Message::Pong(_) => {}
        Message::Close(_) => return false,
    }
    true
}

/// Sends all that waits; false when the stream is over.
async fn send_waiting<S: Store>(stream: &StreamHandle<S>, socket: &mut WebSocket) -> bool {
    loop {
        match stream.outbox().await {
            None => return false,
            Some(frames) if frames.is_empty() => return true,
            Some(frames) => {
                for frame in frames {
                    if !send(socket, Message::Binary(frame)).await {
                        return false;
                    }
                }
            }
        }
    }
}

async fn send(socket: &mut WebSocket, message: Message) -> bool {
    matches!(timeout(SEND, socket.send(message)).await, Ok(Ok(())))
}

async fn close(socket: &mut WebSocket, code: u16) {
    let frame = CloseFrame { code, reason: "".into() };
    // The client may be gone already; then there is nobody to tell.
    let _ = timeout(SEND, socket.send(Message::Close(Some(frame)))).await;
}

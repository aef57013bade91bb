//! The WebSocket (RFC 6455) of a stream.

use std::time::Duration;

use axum::{
    extract::{
        State, WebSocketUpgrade,
        ws::{CloseFrame, Message, WebSocket, close_code},
    },
    http::{Extensions, HeaderMap},
    response::Response,
};
use server_store::Store;
use tokio::time::{Instant, MissedTickBehavior, interval, timeout};
use wire::limits;

use super::adapter::{Shared, peer, refuse};
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
pub(crate) async fn handler<S: Store>(
    State(shared): State<Shared<S>>,
    headers: HeaderMap,
    extensions: Extensions,
    upgrade: WebSocketUpgrade,
) -> Response {
    let seat = shared.service.limiter.seat(peer(&headers, &extensions, shared.config));
    let opened = seat.and_then(|seat| Ok((seat, shared.service.stream_connect()?)));
    match opened {
        Err(problem) => refuse(&problem),
        Ok((seat, stream)) => {
            upgrade.max_message_size(MESSAGE).max_frame_size(MESSAGE).on_upgrade(move |socket| async move {
                run(shared, stream, socket).await;
                drop(seat);
            })
        }
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

#[cfg(test)]
mod tests {
    use std::{net::SocketAddr, sync::Arc};

    use futures::{SinkExt, StreamExt};
    use tokio::{net::TcpListener, sync::oneshot};
    use tokio_tungstenite::{
        MaybeTlsStream, WebSocketStream, connect_async,
        tungstenite::{Message, protocol::frame::coding::CloseCode},
    };
    use wire::stream::{ToClient, ToServer};

    use crate::{
        Config, NoAssets, serve,
        testing::{CIRCLE, World, brief, id, sign_stream},
    };

    type Socket = WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>;

    /// Serves the world on a real port until the sender is used or dropped.
    async fn listen(world: &World) -> (SocketAddr, oneshot::Sender<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let shutdown = async {
            let _ = stopped.await;
        };
        tokio::spawn(serve(Config::default(), world.service.clone(), Arc::new(NoAssets), listener, shutdown));
        (address, stop)
    }

    async fn next(socket: &mut Socket) -> ToClient {
        loop {
            match socket.next().await.unwrap().unwrap() {
                Message::Binary(bytes) => return wire::decode(&bytes).unwrap(),
                Message::Ping(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    async fn closed(socket: &mut Socket) -> CloseCode {
        loop {
            match socket.next().await.unwrap().unwrap() {
                Message::Close(Some(frame)) => return frame.code,
                Message::Ping(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    async fn say(socket: &mut Socket, what: &ToServer) {
        socket.send(Message::Binary(wire::encode(what).into())).await.unwrap();
    }

    async fn open(address: SocketAddr, at: u8, have: u32, live: u64) -> Socket {
        let (mut socket, _) = connect_async(format!("ws://{address}{}", wire::stream::PATH)).await.unwrap();
        let ToClient::Challenge { challenge } = next(&mut socket).await else { panic!("no challenge") };
        let signature = sign_stream(at, &challenge, &[at; 32]);
        say(&mut socket, &ToServer::Open { circle: CIRCLE, at: id(at), signature, have, live }).await;
        socket
    }

    async fn brief_next(socket: &mut Socket) -> String {
        brief(vec![next(socket).await]).remove(0)
    }

    #[tokio::test]
    async fn entries_and_live_frames_travel_over_sockets_and_survive_a_reconnection() {
        let world = World::new();
        world.found().await;
        world.append(1, b"a").await.unwrap();
        let (address, _stop) = listen(&world).await;
        let (mut anna, mut ben) = (open(address, 1, 0, 0).await, open(address, 1, 1, 0).await);
        assert_eq!(brief_next(&mut anna).await, "opened 1 e1 l0-0");
        assert_eq!(brief_next(&mut anna).await, "e0 of 1");
        assert_eq!(brief_next(&mut ben).await, "opened 1 e1 l0-0");
        world.append(1, b"b").await.unwrap();
        assert_eq!(brief_next(&mut anna).await, "e1 of 1");
        assert_eq!(brief_next(&mut ben).await, "e1 of 1");
        say(&mut anna, &ToServer::Live { frame: b"hello".to_vec().into() }).await;
        assert_eq!(brief_next(&mut anna).await, "taken 1");
        assert_eq!(brief_next(&mut ben).await, "l1 hello");
        drop(ben);
        say(&mut anna, &ToServer::Live { frame: b"again".to_vec().into() }).await;
        assert_eq!(brief_next(&mut anna).await, "taken 2");
        let mut ben = open(address, 1, 2, 1).await;
        assert_eq!(brief_next(&mut ben).await, "opened 1 e2 l0-2");
        assert_eq!(brief_next(&mut ben).await, "l2 again");
    }

    #[tokio::test]
    async fn a_server_that_stops_says_so_and_one_that_starts_again_has_the_entries() {
        let mut world = World::new();
        world.found().await;
        let (address, stop) = listen(&world).await;
        let mut socket = open(address, 1, 0, 7).await;
        assert_eq!(brief_next(&mut socket).await, "opened 1 e0 l0-0");
        stop.send(()).unwrap();
        assert_eq!(closed(&mut socket).await, CloseCode::Away);
        world.append(1, b"meanwhile").await.unwrap();
        world.restart();
        let (address, _stop) = listen(&world).await;
        let mut socket = open(address, 1, 0, 7).await;
        assert_eq!(brief_next(&mut socket).await, "opened 1 e1 l0-0");
        assert_eq!(brief_next(&mut socket).await, "e0 of 1");
    }

    #[tokio::test]
    async fn messages_that_are_too_long_end_the_socket() {
        let world = World::new();
        let (address, _stop) = listen(&world).await;
        let (mut socket, _) = connect_async(format!("ws://{address}{}", wire::stream::PATH)).await.unwrap();
        next(&mut socket).await;
        socket.send(Message::Binary(vec![0; super::MESSAGE + 1].into())).await.unwrap();
        while let Some(Ok(message)) = socket.next().await {
            assert!(!matches!(message, Message::Binary(_)), "{message:?}");
        }
    }
}

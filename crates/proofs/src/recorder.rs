//! A wire that keeps every byte that goes over it, both ways.

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{
        TcpListener, TcpSocket, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
};

const END_OF_HEAD: &[u8] = b"\r\n\r\n";

/// Between clients and a server.
pub struct Recorder {
    /// Where clients connect to.
    pub address: SocketAddr,
    connections: Arc<Mutex<Vec<Recording>>>,
}

/// One connection.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recording {
    /// What the client sent.
    pub up: Vec<u8>,
    /// What the server sent.
    pub down: Vec<u8>,
}

/// What went over a stream, without its framing and masks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WebSocket {
    /// Messages of the client.
    pub up: Vec<Vec<u8>>,
    /// Messages of the server.
    pub down: Vec<Vec<u8>>,
}

impl Recorder {
    /// Listens on a free port and carries everything to `server` and back.
    pub async fn start(server: SocketAddr) -> Self {
        Self::start_from(server, Ipv4Addr::LOCALHOST).await
    }

    /// As [`Self::start`]; the server sees everybody come from this address of this computer (127.0.0.0/8).
    pub async fn start_from(server: SocketAddr, from: Ipv4Addr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let connections = Arc::new(Mutex::new(Vec::<Recording>::new()));
        let kept = Arc::clone(&connections);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let number = {
                    let mut all = kept.lock().unwrap();
                    all.push(Recording::default());
                    all.len() - 1
                };
                tokio::spawn(carry(client, server, from, Arc::clone(&kept), number));
            }
        });
        Self { address, connections }
    }

    /// The bodies of all requests for a path so far, in the order of their connections.
    pub fn requests(&self, path: &str) -> Vec<Vec<u8>> {
        let head = format!("POST {path} ");
        let all = self.recordings().iter().flat_map(|recording| requests(&recording.up)).collect::<Vec<_>>();
        let wanted = all.into_iter().filter(|request| request.starts_with(head.as_bytes()));
        wanted.filter_map(|request| after_head(&request).map(<[u8]>::to_vec)).collect()
    }

    /// Everything so far.
    pub fn recordings(&self) -> Vec<Recording> {
        self.connections.lock().unwrap().clone()
    }
}

async fn carry(client: TcpStream, server: SocketAddr, from: Ipv4Addr, kept: Arc<Mutex<Vec<Recording>>>, number: usize) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind((from, 0).into()).unwrap();
    let Ok(server) = socket.connect(server).await else { return };
    // Small messages wait for nothing, as without the recorder.
    for stream in [&client, &server] {
        stream.set_nodelay(true).unwrap();
    }
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    let (up, down) = (Arc::clone(&kept), kept);
    tokio::join!(
        copy(from_client, to_server, |bytes| up.lock().unwrap()[number].up.extend_from_slice(bytes)),
        copy(from_server, to_client, |bytes| down.lock().unwrap()[number].down.extend_from_slice(bytes)),
    );
}

async fn copy(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, keep: impl Fn(&[u8])) {
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(length @ 1..) = from.read(&mut buffer).await {
        keep(&buffer[..length]);
        if to.write_all(&buffer[..length]).await.is_err() {
            break;
        }
    }
    // Whoever went away has closed it already.
    let _ = to.shutdown().await;
}

impl Recording {
    /// Its messages, if it became a stream.
    pub fn web_socket(&self) -> Option<WebSocket> {
        let is_stream = self.up.starts_with(format!("GET {} ", wire::stream::PATH).as_bytes());
        let (up, down) = (after_head(&self.up)?, after_head(&self.down)?);
        is_stream.then(|| WebSocket { up: messages(up), down: messages(down) })
    }
}

/// The requests of one connection that was kept alive, with their heads.
pub fn requests(mut bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    while let Some(body) = after_head(bytes) {
        let head = String::from_utf8_lossy(&bytes[..bytes.len() - body.len()]).to_lowercase();
        if !head.starts_with("post ") {
            break;
        }
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap_or("0");
        let end = bytes.len() - body.len() + length.parse::<usize>().unwrap();
        // The last one may be on its way still.
        let Some((request, rest)) = bytes.split_at_checked(end) else { break };
        all.push(request.to_vec());
        bytes = rest;
    }
    all
}

fn after_head(bytes: &[u8]) -> Option<&[u8]> {
    let end = bytes.windows(END_OF_HEAD.len()).position(|window| window == END_OF_HEAD)?;
    Some(&bytes[end + END_OF_HEAD.len()..])
}

/// The payloads of the frames (RFC 6455, section 5.2), those of one message joined; an unfinished end is left out.
fn messages(mut bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    let mut begun = Vec::new();
    while let Some((head, payload, rest)) = frame(bytes) {
        begun.extend(payload);
        if head & 0x80 != 0 {
            all.push(std::mem::take(&mut begun));
        }
        bytes = rest;
    }
    all
}

/// First byte of the head, unmasked payload, what follows.
fn frame(bytes: &[u8]) -> Option<(u8, Vec<u8>, &[u8])> {
    let ([head, short], rest) = bytes.split_first_chunk::<2>()?;
    let (length, rest) = match short & 0x7f {
        126 => rest.split_first_chunk().map(|(length, rest)| (usize::from(u16::from_be_bytes(*length)), rest))?,
        127 => rest.split_first_chunk().map(|(length, rest)| (u64::from_be_bytes(*length) as usize, rest))?,
        short => (usize::from(short), rest),
    };
    let (mask, rest) = if short & 0x80 == 0 { (&[0; 4], rest) } else { rest.split_first_chunk::<4>()? };
    let (payload, rest) = rest.split_at_checked(length)?;
    Some((*head, payload.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask).collect(), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_joined_and_unmasked() {
        // The examples of RFC 6455, section 5.7.
        let masked = [0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58];
        assert_eq!(messages(&masked), [b"Hello"]);
        let two = [0x01, 0x03, 0x48, 0x65, 0x6c, 0x80, 0x02, 0x6c, 0x6f, 0x81, 0x7e];
        assert_eq!(messages(&two), [b"Hello"], "and an unfinished end");
        let long = [vec![0x82, 0x7e, 0x01, 0x00], vec![7; 256]].concat();
        assert_eq!(messages(&long), [vec![7; 256]]);
    }
}

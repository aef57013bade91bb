//! Requests and streams over the network of this computer.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use engine::{Answer, RequestId, StreamId};
use futures::{SinkExt, StreamExt};
use reqwest::{Url, redirect::Policy};
use rustls::{ClientConfig, crypto::ring};
use rustls_platform_verifier::BuilderVerifierExt;
use tokio::{sync::mpsc, time::timeout};
use tokio_tungstenite::{
    Connector, connect_async_tls_with_config,
    tungstenite::{self, Message, protocol::WebSocketConfig},
};

use crate::{ConnectError, driver::Event};

pub(crate) const CONNECT: Duration = Duration::from_secs(15);
/// A request that takes longer counts as not answered. Somewhat more than the server gives itself.
pub(crate) const REQUEST: Duration = Duration::from_secs(75);
/// The server asks every 25 seconds whether a stream lives; after so long without a word it does not.
const SILENCE: Duration = Duration::from_secs(75);
/// Longest answer or message that is read, in bytes: several times what any request may bring.
const LONGEST: usize = 4 * wire::limits::BODY;

pub(crate) struct Net {
    http: reqwest::Client,
    server: Url,
    tls: Arc<ClientConfig>,
    streams: BTreeMap<StreamId, mpsc::UnboundedSender<Vec<u8>>>,
    events: mpsc::UnboundedSender<Event>,
}

impl Net {
    pub(crate) fn new(server: &str, events: mpsc::UnboundedSender<Event>) -> Result<Self, ConnectError> {
        let url = address(server)?;
        let tls = tls()?;
        // No proxy: the streams take none, and half a way round would look safer than it is.
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(tls.clone())
            .redirect(Policy::none())
            .no_proxy()
            .no_brotli()
            .no_gzip()
            .connect_timeout(CONNECT)
            .timeout(REQUEST)
            .build()
            .map_err(|_| ConnectError::Address(server.to_owned()))?;
        Ok(Self { http, server: url, tls: Arc::new(tls), streams: BTreeMap::new(), events })
    }

    /// Sends a request; its answer comes as an event.
    pub(crate) fn request(&self, id: RequestId, path: &str, auth: Option<String>, body: Vec<u8>) {
        let mut url = self.server.clone();
        url.set_path(path);
        let mut request = self.http.post(url).header("content-type", "application/cbor").body(body);
        if let Some(auth) = auth {
            request = request.header(wire::auth::HEADER, auth);
        }
        let events = self.events.clone();
        tokio::spawn(async move {
            let answer = answer(request).await.unwrap_or_else(|error| {
                // The error names the address, which belongs in no log.
                tracing::debug!(error = %error.without_url(), "a request was not answered");
                Answer { status: 0, body: Vec::new() }
            });
            let _ = events.send(Event::Answer(id, answer));
        });
    }

    /// Opens a stream; its messages and its end come as events.
    pub(crate) fn open(&mut self, id: StreamId) {
        let mut url = self.server.clone();
        url.set_path(wire::stream::PATH);
        // Between these schemes no change is refused.
        let _ = url.set_scheme(if url.scheme() == "https" { "wss" } else { "ws" });
        let (sender, outbox) = mpsc::unbounded_channel();
        self.streams.insert(id, sender);
        let (tls, events) = (Arc::clone(&self.tls), self.events.clone());
        tokio::spawn(async move {
            if let Err(error) = carry(url, tls, id, outbox, &events).await {
                tracing::debug!(%error, "a stream broke");
            }
            let _ = events.send(Event::Closed(id));
        });
    }

    /// Sends a message, as soon as the stream is open.
    pub(crate) fn send(&self, id: StreamId, message: Vec<u8>) {
        if let Some(stream) = self.streams.get(&id) {
            // A stream that has broken is told by its own event.
            let _ = stream.send(message);
        }
    }

    pub(crate) fn close(&mut self, id: StreamId) {
        self.streams.remove(&id);
    }

    pub(crate) fn close_streams(&mut self) {
        self.streams.clear();
    }
}

/// The address of a server: scheme, host and port.
pub(crate) fn address(server: &str) -> Result<Url, ConnectError> {
    let wrong = || ConnectError::Address(server.to_owned());
    let url = Url::parse(server).map_err(|_| wrong())?;
    if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
        return Err(wrong());
    }
    Ok(url)
}

pub(crate) fn tls() -> Result<ClientConfig, rustls::Error> {
    let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_platform_verifier()?;
    Ok(tls.with_no_client_auth())
}

async fn answer(request: reqwest::RequestBuilder) -> Result<Answer, reqwest::Error> {
    let mut response = request.send().await?;
    let status = response.status().as_u16();
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > LONGEST {
            return Ok(Answer { status: 0, body: Vec::new() });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Answer { status, body })
}

/// Carries messages both ways until one side ends the stream.
async fn carry(
    url: Url,
    tls: Arc<ClientConfig>,
    id: StreamId,
    mut outbox: mpsc::UnboundedReceiver<Vec<u8>>,
    events: &mpsc::UnboundedSender<Event>,
) -> Result<(), tungstenite::Error> {
    let config = WebSocketConfig::default().max_message_size(Some(LONGEST)).max_frame_size(Some(LONGEST));
    let connecting = connect_async_tls_with_config(url.as_str(), Some(config), true, Some(Connector::Rustls(tls)));
    let Ok(connected) = timeout(CONNECT, connecting).await else { return Ok(()) };
    let (mut sink, mut stream) = connected?.0.split();
    loop {
        tokio::select! {
            message = outbox.recv() => match message {
                Some(message) => sink.send(Message::Binary(message.into())).await?,
                None => return sink.close().await,
            },
            message = timeout(SILENCE, stream.next()) => match message {
                Ok(Some(message)) => match message? {
                    Message::Binary(bytes) => {
                        let _ = events.send(Event::Message(id, bytes.into()));
                    }
                    Message::Close(_) => return Ok(()),
                    _ => {}
                },
                Ok(None) | Err(_) => return Ok(()),
            },
        }
    }
}

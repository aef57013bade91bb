//! Fetching files of a server's web app, as a browser does or as a plain program does.

use std::collections::BTreeMap;

use reqwest::{
    Client, Url,
    header::{
        ACCEPT, ACCEPT_LANGUAGE, ETAG, HeaderMap, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED,
        USER_AGENT,
    },
    redirect::Policy,
};

use crate::{
    ConnectError,
    net::{CONNECT, REQUEST, address, tls},
};

/// Longest file that is read, in bytes after unpacking: several times the whole app.
const LONGEST: usize = 64 * 1024 * 1024;
/// What a browser says of itself: a server that tells programs from people must not know this one.
const BROWSER: &str =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36";

/// How to ask for a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// With a browser's headers; compressed forms are taken and unpacked.
    Browser,
    /// Without them.
    Plain,
}

/// A file as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// HTTP status. Redirections are not followed.
    pub status: u16,
    /// By lower-case name; several of one name are joined by a comma (RFC 9110, section 5.3).
    pub headers: BTreeMap<String, String>,
    /// Unpacked.
    pub body: Vec<u8>,
}

/// Why a file could not be fetched.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// No whole answer came.
    #[error("no answer: {0}")]
    Network(#[from] reqwest::Error),
    /// More than was to be read.
    #[error("the answer does not end")]
    TooLong,
    /// Another status than 200.
    #[error("the answer was {0}")]
    Status(u16),
    /// No address to ask at.
    #[error(transparent)]
    Address(#[from] ConnectError),
}

/// Redirections that are followed for a file of somebody else's server.
const REDIRECTIONS: usize = 5;

/// What a server said by which it knows again what it sent (RFC 9110, section 8.8).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Validators {
    /// `ETag`.
    pub etag: Option<String>,
    /// `Last-Modified`.
    pub modified: Option<String>,
}

/// A file that is fetched from time to time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// It is as it was.
    Same,
    /// It is another one.
    File(Vec<u8>, Validators),
}

/// The file at a whole address, query included, of any server: at most `most` bytes after unpacking.
///
/// # Errors
/// [`FetchError`].
pub async fn fetch_file(url: &str, most: usize) -> Result<Vec<u8>, FetchError> {
    match fetch_news(url, &Validators::default(), most).await? {
        News::File(body, _) => Ok(body),
        // Nobody asked whether it had changed.
        News::Same => Err(FetchError::Status(304)),
    }
}

/// The same, unless it is still what it was when it came with these validators.
///
/// # Errors
/// [`FetchError`].
pub async fn fetch_news(url: &str, known: &Validators, most: usize) -> Result<News, FetchError> {
    Files::new()?.news(url, known, most).await
}

/// Fetches several files of any server over the same connections.
pub struct Files(Client);

impl Files {
    /// Ready to fetch.
    ///
    /// # Errors
    /// [`FetchError::Address`] where TLS cannot be set up.
    pub fn new() -> Result<Self, FetchError> {
        let tls = tls().map_err(ConnectError::from)?;
        let client = Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(Policy::limited(REDIRECTIONS))
            .no_proxy()
            .connect_timeout(CONNECT)
            .timeout(REQUEST)
            .build()?;
        Ok(Self(client))
    }

    /// As [`fetch_news`].
    ///
    /// # Errors
    /// [`FetchError`].
    pub async fn news(&self, url: &str, known: &Validators, most: usize) -> Result<News, FetchError> {
        let mut request = self.0.get(address(url)?);
        for (name, value) in [(IF_NONE_MATCH, &known.etag), (IF_MODIFIED_SINCE, &known.modified)] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let response = request.send().await?;
        let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let validators = Validators { etag: header(ETAG), modified: header(LAST_MODIFIED) };
        match response.status().as_u16() {
            200 => Ok(News::File(read(response, most).await?, validators)),
            304 => Ok(News::Same),
            status => Err(FetchError::Status(status)),
        }
    }
}

/// Fetches files of one server. It sends nothing that says who asks.
pub struct Fetch {
    server: Url,
    browser: Client,
    plain: Client,
}

impl Fetch {
    /// For the server at this address (scheme, host and port).
    ///
    /// # Errors
    /// [`ConnectError::Address`] and [`ConnectError::Tls`].
    pub fn new(server: &str) -> Result<Self, ConnectError> {
        let tls = tls()?;
        let client = |way: Way| {
            let builder = Client::builder()
                .tls_backend_preconfigured(tls.clone())
                .redirect(Policy::none())
                .no_proxy()
                .connect_timeout(CONNECT)
                .timeout(REQUEST);
            let builder = match way {
                Way::Browser => builder.brotli(true).gzip(true).default_headers(of_a_browser()),
                Way::Plain => builder.no_brotli().no_gzip(),
            };
            builder.build().map_err(|_| ConnectError::Address(server.to_owned()))
        };
        Ok(Self { server: address(server)?, browser: client(Way::Browser)?, plain: client(Way::Plain)? })
    }

    /// The file at a path that begins with a slash.
    ///
    /// # Errors
    /// [`FetchError`].
    pub async fn get(&self, path: &str, way: Way) -> Result<Fetched, FetchError> {
        let client = match way {
            Way::Browser => &self.browser,
            Way::Plain => &self.plain,
        };
        let mut url = self.server.clone();
        url.set_path(path);
        let response = client.get(url).send().await?;
        let (status, headers) = (response.status().as_u16(), by_name(response.headers()));
        Ok(Fetched { status, headers, body: read(response, LONGEST).await? })
    }
}

async fn read(mut response: reqwest::Response, most: usize) -> Result<Vec<u8>, FetchError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > most {
            return Err(FetchError::TooLong);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn of_a_browser() -> HeaderMap {
    let accept = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";
    HeaderMap::from_iter([
        (USER_AGENT, HeaderValue::from_static(BROWSER)),
        (ACCEPT, HeaderValue::from_static(accept)),
        (ACCEPT_LANGUAGE, HeaderValue::from_static("en-US,en;q=0.9")),
    ])
}

fn by_name(headers: &HeaderMap) -> BTreeMap<String, String> {
    let mut found = BTreeMap::<String, String>::new();
    for (name, value) in headers {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        found
            .entry(name.as_str().to_owned())
            .and_modify(|values| {
                values.push_str(", ");
                values.push_str(&value);
            })
            .or_insert(value);
    }
    found
}

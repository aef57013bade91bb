//! The web app's files, from wherever they are.

use std::borrow::Cow;

use bytes::Bytes;

/// A file of the web app.
#[derive(Debug, Clone)]
pub struct Asset {
    /// The bytes, encoded as `encoding` says.
    pub body: Bytes,
    /// Its media type.
    pub content_type: Cow<'static, str>,
    /// `br` or `gzip`, where the bytes are compressed.
    pub encoding: Option<&'static str>,
    /// A strong validator with its quotes.
    pub etag: Option<String>,
    /// Whether the name contains a hash of the content, so that a browser may keep it for ever.
    pub immutable: bool,
}

/// Gives the files of the web app.
pub trait Assets: Send + Sync + 'static {
    /// The file at `path` (no slash in front) in an encoding that `accept_encoding` (a header's value) allows.
    fn get(&self, path: &str, accept_encoding: &str) -> Option<Asset>;
}

/// No web app: for tests and simulators.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoAssets;

impl Assets for NoAssets {
    fn get(&self, _path: &str, _accept_encoding: &str) -> Option<Asset> {
        None
    }
}

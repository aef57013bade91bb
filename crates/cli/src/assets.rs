//! The web app inside the binary.

use std::borrow::Cow;

use bytes::Bytes;
use rust_embed::{EmbeddedFile, RustEmbed};

/// `web/dist`, or nothing at all when built with `STAYHERE_SKIP_WEB=1`; build.rs says which.
#[derive(RustEmbed)]
#[folder = "$STAYHERE_WEB_DIST"]
struct Dist;

/// One file of the web app.
#[derive(Debug, Clone)]
pub struct Asset {
    /// The file itself.
    pub bytes: Cow<'static, [u8]>,
    /// The file compressed with brotli, where that is smaller.
    pub br: Option<Cow<'static, [u8]>>,
    /// The file compressed with gzip, where that is smaller.
    pub gz: Option<Cow<'static, [u8]>>,
    /// For the header `Content-Type`.
    pub content_type: &'static str,
    /// The first half of the file's SHA-256 as lower-case hex, without quotes. A compressed form needs a tag of its own:
    /// add its name.
    pub etag: String,
}

/// Is there a web app in this binary?
pub fn is_embedded() -> bool {
    Dist::get("index.html").is_some()
}

/// The file at `path`, with or without a slash at its start. Hidden files and the compressed copies are no files of their own.
pub fn get(path: &str) -> Option<Asset> {
    find::<Dist>(path)
}

/// The path of every file that [`get`] gives.
pub fn paths() -> impl Iterator<Item = String> {
    Dist::iter().map(Cow::into_owned).filter(|path| is_file(path))
}

/// The web app, as the server asks for it.
pub(crate) struct App;

impl server::Assets for App {
    fn get(&self, path: &str, accept_encoding: &str) -> Option<server::Asset> {
        Some(encode(get(path)?, path, accept_encoding))
    }
}

/// The smallest form that the browser takes. Each has a tag of its own (RFC 9110, section 8.8.3.3).
fn encode(asset: Asset, path: &str, accept_encoding: &str) -> server::Asset {
    let (body, encoding) = match (asset.br, asset.gz) {
        (Some(br), _) if accepts(accept_encoding, "br") => (br, Some("br")),
        (_, Some(gz)) if accepts(accept_encoding, "gzip") => (gz, Some("gzip")),
        _ => (asset.bytes, None),
    };
    let form = encoding.map(|name| format!("-{name}")).unwrap_or_default();
    server::Asset {
        body: match body {
            Cow::Borrowed(bytes) => Bytes::from_static(bytes),
            Cow::Owned(bytes) => bytes.into(),
        },
        content_type: asset.content_type.into(),
        encoding,
        etag: Some(format!("\"{}{form}\"", asset.etag)),
        // Vite puts a hash into every name below this folder.
        immutable: path.trim_start_matches('/').starts_with("assets/"),
    }
}

/// Whether `Accept-Encoding` names an encoding, and not with weight 0 (RFC 9110, section 12.5.3).
fn accepts(accept_encoding: &str, encoding: &str) -> bool {
    accept_encoding.split(',').any(|part| {
        let (name, weight) = part.split_once(';').unwrap_or((part, ""));
        let weight = weight.trim().strip_prefix("q=").and_then(|weight| weight.parse::<f32>().ok());
        name.trim().eq_ignore_ascii_case(encoding) && weight.unwrap_or(1.0) > 0.0
    })
}

fn find<Folder: RustEmbed>(path: &str) -> Option<Asset> {
    let path = path.strip_prefix('/').unwrap_or(path);
    if !is_file(path) {
        return None;
    }
    let file = Folder::get(path)?;
    let compressed = |ending: &str| Folder::get(&format!("{path}{ending}")).map(|file| file.data);
    Some(Asset {
        br: compressed(".br"),
        gz: compressed(".gz"),
        content_type: content_type(path),
        etag: etag(&file),
        bytes: file.data,
    })
}

/// Neither hidden nor a compressed copy.
fn is_file(path: &str) -> bool {
    !path.split('/').any(|part| part.starts_with('.')) && !matches!(ending(path), "br" | "gz")
}

fn etag(file: &EmbeddedFile) -> String {
    let hash = file.metadata.sha256_hash();
    data_encoding::HEXLOWER.encode(&hash[..hash.len() / 2])
}

pub(crate) fn content_type(path: &str) -> &'static str {
    match ending(path) {
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "ico" => "image/x-icon",
        "jpg" => "image/jpeg",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "md" | "sha256" | "toml" | "txt" => "text/plain; charset=utf-8",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "webp" => "image/webp",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

fn ending(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, ending)| ending)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(RustEmbed)]
    #[folder = "$CARGO_MANIFEST_DIR/tests/assets"]
    struct Sample;

    #[test]
    fn a_file_comes_with_its_compressed_copies() {
        let asset = find::<Sample>("/assets/app.js").unwrap();
        assert_eq!(asset.bytes.as_ref(), b"export const here = 1;\n");
        assert_eq!(asset.br.as_deref(), Some(&b"br\n"[..]));
        assert_eq!(asset.gz.as_deref(), Some(&b"gz\n"[..]));
        assert_eq!(asset.content_type, "text/javascript; charset=utf-8");
        assert_eq!(asset.etag.len(), 32);
        assert!(asset.etag.bytes().all(|byte| byte.is_ascii_hexdigit()));
    }

    #[test]
    fn the_smallest_form_that_is_taken() {
        for (accepted, expected, body) in [
            ("gzip, deflate, br", Some("br"), "br\n"),
            ("gzip;q=0.8, br;q=0", Some("gzip"), "gz\n"),
            ("identity", None, "export const here = 1;\n"),
            ("", None, "export const here = 1;\n"),
        ] {
            let asset = encode(find::<Sample>("assets/app.js").unwrap(), "assets/app.js", accepted);
            assert_eq!((asset.encoding, asset.body.as_ref()), (expected, body.as_bytes()), "{accepted}");
            assert!(asset.immutable);
            assert!(
                asset.etag.unwrap().ends_with(&format!("{}\"", expected.map(|e| format!("-{e}")).unwrap_or_default()))
            );
        }
    }

    #[test]
    fn a_file_without_copies_has_none() {
        let asset = find::<Sample>("index.html").unwrap();
        assert!(asset.br.is_none() && asset.gz.is_none());
    }

    #[test]
    fn what_is_not_a_file_of_the_app() {
        for path in [
            "",
            "/",
            "nowhere",
            "assets",
            "assets/app.js.br",
            ".stamp",
            "assets/../index.html",
            "../Cargo.toml",
            "/etc/passwd",
        ] {
            assert!(find::<Sample>(path).is_none(), "{path}");
        }
    }

    #[test]
    fn types() {
        for (path, expected) in [
            ("index.html", "text/html; charset=utf-8"),
            ("assets/client_wasm_bg-abc.wasm", "application/wasm"),
            ("assets/plex.woff2", "font/woff2"),
            ("no-ending", "application/octet-stream"),
        ] {
            assert_eq!(content_type(path), expected, "{path}");
        }
    }
}

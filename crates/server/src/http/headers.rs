//! Headers that every answer carries.

use axum::{
    http::{HeaderName, HeaderValue, header},
    response::Response,
};

/// Only what comes from this server runs or loads; `'self'` covers its WebSocket too (CSP level 3, section 6.7.2.8).
///
/// Text becomes markup or the address of a program only through the two policies that are named (Trusted Types): Svelte's, for the
/// app's own templates, and the app's, for its worker and its service worker (web/src/lib/own_program.ts).
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; script-src-attr 'none'; style-src 'self'; \
    style-src-attr 'none'; img-src 'self'; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
    require-trusted-types-for 'script'; trusted-types svelte-trusted-html stayhere";

/// Everything that a page could ask a person or a device for, but two: the writing of a link to the clipboard, and the
/// camera, for which the app asks when somebody presses the button that reads the code on another device.
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), browsing-topics=(), camera=(self), clipboard-read=(), \
    clipboard-write=(self), display-capture=(), encrypted-media=(), fullscreen=(), gamepad=(), geolocation=(), \
    gyroscope=(), hid=(), identity-credentials-get=(), idle-detection=(), local-fonts=(), magnetometer=(), \
    microphone=(), midi=(), payment=(), picture-in-picture=(), publickey-credentials-create=(), \
    publickey-credentials-get=(), screen-wake-lock=(), serial=(), storage-access=(), usb=(), \
    window-management=(), xr-spatial-tracking=()";

pub(super) static HEADERS: [(HeaderName, &str); 10] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // For what does not know `frame-ancestors`.
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-embedder-policy"), "require-corp"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("origin-agent-cluster"), "?1"),
    (HeaderName::from_static("permissions-policy"), PERMISSIONS),
    // No name of a host that stands in a text is looked up.
    (HeaderName::from_static("x-dns-prefetch-control"), "off"),
];

/// The policy of an answer that runs no script: put among its extensions, it stands in place of the app's.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Policy(pub(crate) &'static str);

/// The same for a policy that is made from what it lets through.
#[derive(Debug, Clone)]
pub(crate) struct OwnPolicy(pub(crate) String);

/// Marks an answer that pages of other servers may read: public data that knows nobody.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Open;

/// Adds them; what says nothing about being kept is not kept.
pub(crate) async fn secure(mut response: Response) -> Response {
    let own = response.extensions().get::<Policy>().copied();
    let made = response.extensions().get::<OwnPolicy>().and_then(|made| HeaderValue::from_str(&made.0).ok());
    let open = response.extensions().get::<Open>().copied();
    let headers = response.headers_mut();
    for (name, value) in &HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Some(Policy(policy)) = own {
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    }
    if let Some(made) = made {
        headers.insert(header::CONTENT_SECURITY_POLICY, made);
    }
    if let Some(Open) = open {
        headers.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

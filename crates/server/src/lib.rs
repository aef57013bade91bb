//! The server: it orders, stores, relays and forgets ciphertexts, and decides nothing about a circle.
//!
//! [`Service`] holds everything; [`router`] gives it an HTTP face that needs no sockets, so that a simulator drives
//! it with `tower::ServiceExt::oneshot`; [`serve`] binds it to a listener. Nothing above DEBUG names an address, an id
//! or a path, and nothing at any level names a person, a hash or a content.

mod assets;
mod directory;
mod http;
mod limiter;
mod log;
mod nonces;
mod relay;
mod rules;
mod secrets;
mod serve;
mod service;
mod signins;
mod sizes;
mod stream;
mod suspensions;
mod wake;

pub use assets::{Asset, Assets, NoAssets};
pub use directory::Directory;
pub use http::{guards, router};
pub use log::may_be_logged;
pub use rules::Rules;
pub use secrets::Secrets;
pub use serve::{Config, serve};
pub use service::{Clock, Service};
pub use stream::StreamHandle;
pub use wake::{Carry, Push, Pushed, Waker};

#[cfg(test)]
mod canary;
#[cfg(test)]
mod testing;

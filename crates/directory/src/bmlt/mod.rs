//! The semantic interface of BMLT servers (directory.md, section 2): its answers in, and the same answers out.

mod answer;
mod formats;
mod geo;
mod key;
mod naws;
mod params;
mod read;
mod render;
mod row;
mod search;
mod server;

pub use answer::{Answer, Changed, answer};
pub use read::{Documents, format_languages, read};
pub use server::Server;

//! A simulated world: many real engines, the real server without sockets, a bad network, and a clock.
//!
//! One seed decides everything that happens, but for the encapsulations of HPKE, whose randomness the library draws
//! itself: they change bytes, never the course of events. A thousand seeds run in minutes; what fails prints its seed.

mod crash;
mod device;
mod hostile;
pub mod meetings;
mod memory;
mod network;
pub mod ops;
mod polite;
mod random;
mod rough;
pub mod season;
mod server;
mod world;

pub use crash::{At, Crash};
pub use device::DeviceId;
pub use network::Weather;
pub use random::Random;
pub use server::{Liar, ServerId};
pub use world::World;

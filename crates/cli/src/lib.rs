//! The parts of the `stayhere` command that tests reach.

pub mod assets;

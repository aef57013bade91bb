//! The built binary, as people and other programs meet it.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod backup;
mod demo;
mod directory;
mod doctor;
mod durability;
mod federation;
mod meeting;
mod operate;
mod own_list;
mod process;
mod serve;
mod template;

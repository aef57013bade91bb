//! The directory's model, feeds and rules.

mod answers;
mod api;
mod calendars;
mod checking;
mod federation;
mod feeds;
mod hostile;
mod merging;
mod model;
mod own;
mod pages;
mod properties;
mod search;
mod world;

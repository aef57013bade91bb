//! The directory's model, feeds and rules.

mod model;
mod search;

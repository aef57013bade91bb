//! The rules of a circle, tried from outside.

mod away;
mod commits;
mod formats;
mod live;
mod meeting;
mod properties;
mod recent;
mod rules;
mod templates;
mod world;

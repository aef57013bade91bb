//! The rules of a circle, tried from outside.

mod away;
mod commits;
mod fair;
mod formats;
mod live;
mod meeting;
mod properties;
mod recent;
mod round;
mod rules;
mod schedule;
mod templates;
mod world;

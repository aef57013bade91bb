//! The rules of a circle, tried from outside.

mod away;
mod commits;
mod deeds;
mod formats;
mod kinds;
mod live;
mod meeting;
mod properties;
mod recent;
mod rules;
mod script;
mod templates;
mod world;

//! The rules of a circle, tried from outside.

mod abandoned;
mod assign;
mod away;
mod commits;
mod deeds;
mod fair;
mod formats;
mod guest;
mod kinds;
mod live;
mod meeting;
mod properties;
mod published;
mod recent;
mod refusals;
mod removal;
mod round;
mod round_script;
mod rules;
mod schedule;
mod script;
mod templates;
mod vectors;
mod world;

//! Stories, seasons and attacks in simulated worlds. One binary, because each links the whole engine twice, for the
//! plain suite and for MLS.

mod absence;
mod asleep;
mod cannot_follow;
mod cards;
mod compare;
mod converge;
mod corners;
mod crash;
mod erasure;
mod flood;
mod guests;
mod hostile_member;
mod hostile_server;
mod invites;
mod lock;
mod mailboxes;
mod meetings;
mod newer;
mod offline;
mod removal;
mod renewal;
mod restore;
mod round;
mod sheets;
mod stolen;
mod story;
mod traces;
mod upkeep;
mod vault;
mod wakes;

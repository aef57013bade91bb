//! Stories, seasons and attacks in simulated worlds. One binary, because each links the whole engine twice, for the
//! plain suite and for MLS.

mod absence;
mod asleep;
mod cannot_follow;
mod compare;
mod converge;
mod crash;
mod erasure;
mod flood;
mod hostile_member;
mod hostile_server;
mod lock;
mod mailboxes;
mod meetings;
mod offline;
mod renewal;
mod round;
mod sheets;
mod stolen;
mod story;
mod upkeep;
mod vault;

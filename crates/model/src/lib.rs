//! SYNC, COMMIT and ROTATE as a small model that is checked exhaustively (protocol.md sections 2, 5.2, 5.3 and 7.4).
//!
//! # What is modelled
//!
//! [`tree`] is the log as the server keeps it and as a device judges it, [`device`] a device's memory and SYNC,
//! `step` the requests (LOAD, COMMIT, the lazy save, leaving, coming back and letting back), [`world`] what may happen
//! next. Each request is one step, and so is each thing that the stream tells of; between any two of them any other
//! device acts, any device crashes (its memory is empty then and it loads its box), garbage arrives, or the server sets
//! a box back. A request may also lose its answer: then the server handles it at once, later or never.
//! A commit's content is what decides about it: author, parent, the two numbers that it names, what it does to the
//! membership. Cryptography is taken to work.
//!
//! A part of a SYNC that fails half way is a shorter SYNC or the stream's next child or entry. Two tolerances make the
//! model worse off than the engine: a place counts as lost at the first reading of a box that knows
//! nothing of what the log shows by the own leaf (the engine reads eight times), and what a device builds it may build
//! at any time.
//!
//! # What is checked
//!
//! In every state ([`props`], by stateright): there is one history, on which every memory and every box stands; what an
//! honest device posts and the server stores is history; an entry that its author does not send again counts; a pending
//! commit is given up by no device and no box while it can still be the first valid child; nobody loses the place
//! unless the server has set the box back.
//!
//! From every state ([`graph`]): stateright's `eventually` looks at single paths, misses some that join, and would count
//! a world in which somebody crashes for ever. So the whole graph is built, and among its steps those are taken that go
//! on by themselves once nothing new is begun and nothing goes wrong any more (devices start, sync, send what is
//! pending, save, remove who has left, let in who has lost the place). Backwards from the states in which the circle is
//! whole ([`props::is_whole`]: all live leaves at one tip, which leads on: each leaf's next commit would be stored and
//! followed) it is shown that **every** order of these steps ends there. So no leaf is bricked, no two devices
//! hold each other up for ever, and garbage does no harm.
//!
//! # Sizes
//!
//! Leaf A has two devices and leaf B one, unless three leaves with one device each are named. Words are entries that
//! anybody appends to the commit where they stand; crashes come at any time and without limit. Removals and returns come
//! on top of the rotations. Seconds in the dev profile, one test at a time, on a small
//! machine of two cores that had other work to do.
//!
//! | rotations | garbage | words | lost answers | besides | states | seconds |
//! |---|---|---|---|---|---|---|
//! | 2 | 1 | | | | 151,576 | 5.7 |
//! | 3 | | | | | 144,376 | 4.5 |
//! | 1 | 2 | | | | 28,735 | 0.8 |
//! | 1 | 1 | | 1 | | 49,979 | 1.7 |
//! | 1 | | 1 | 1 | | 56,682 | 1.4 |
//! | 1 | 1 | | | one of three leaves leaves | 137,032 | 4.1 |
//! | 1 | | 1 | | one of three leaves leaves | 115,678 | 2.9 |
//! | 1 | | | 1 | B leaves | 149,386 | 3.6 |
//! | 1 | 1 | | | A's box is set back | 89,837 | 2.9 |
//! | 1 | | | 1 | A's box is set back | 117,281 | 3.8 |
//!
//! # Controls
//!
//! `tests/controls.rs` takes one rule away at a time, and the check finds what breaks: dropping a pending commit, one
//! child for each commit, a swap without the cut, folding an own entry past a child that waits to be judged. Two more
//! show limits of the protocol: as much garbage on one commit as the server lets it have children freezes the circle,
//! and a sole leaf whose box is set back is lost even while another of its devices still knows the place.
//!
//! # What is not modelled
//!
//! Entries that have expired before an absent device folds them (`taken.rs`), a commit for a newer client, the key
//! ring, what a device keeps of a circle between sessions, a server that forks or withholds, a garbage commit by a leaf
//! that has a device here, more than one unanswered request at a time. The simulator (`crates/sim`) meets some of them
//! at random.

pub mod device;
pub mod graph;
pub mod props;
mod step;
pub mod tree;
pub mod world;

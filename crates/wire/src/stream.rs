//! Streams: one WebSocket (RFC 6455) per circle per device at [`PATH`]; each message is one binary frame.
//!
//! The server opens with [`ToClient::Challenge`]. The client answers with [`ToServer::Open`] (a circle, by the
//! access key of a commit) or [`ToServer::Watch`] (a mailbox, by its read key); both may be sent again: `Open` to
//! re-authorise at a newer commit, `Watch` for further mailboxes. A stream at commit c receives the entries of c,
//! the children of c and of the commits after it, and the live frames of streams on its path; frames that were sent
//! at a child of c reach it for [`crate::limits::REAUTH_GRACE_MS`] after that child was stored.
//!
//! Opening at c sends the entries from `have` on, in order and without gaps, then the children of c that are stored;
//! later descendants only as they come, so a client that moves on opens again at the child and may then get a commit
//! twice (its id tells). A child comes after the entries that it binds. Frames of the same stream are not given back to
//! it, but after a reconnection the server does not know a client's own live frames from those of others.

use minicbor::{Decode, Encode, bytes::ByteVec};

use crate::{
    CircleId, CommitId, MailboxId, Problem, Signature,
    circle::{Child, Entry},
    mailbox::WaitingMail,
};

/// Path of the WebSocket.
pub const PATH: &str = "/v1/stream";

/// What a client says.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum ToServer {
    /// Opens the circle's stream at a commit, or re-authorises it.
    #[n(0)]
    Open {
        /// Which circle.
        #[n(0)]
        circle: CircleId,
        /// At which commit.
        #[n(1)]
        at: CommitId,
        /// By the commit's access key over [`crate::auth::stream_bytes`].
        #[n(2)]
        signature: Signature,
        /// The entries of `at` that the client has, counted from 0: the stream sends what follows.
        #[n(3)]
        have: u32,
        /// The live frames that the client has: the last `live` number it saw, 0 for none. What follows is sent
        /// as far as the server's memory reaches.
        #[n(4)]
        live: u64,
    },
    /// Asks for the mails of a mailbox, those that wait and those that come.
    #[n(1)]
    Watch {
        /// Which.
        #[n(0)]
        mailbox: MailboxId,
        /// By the mailbox's read key over [`crate::auth::stream_bytes`].
        #[n(1)]
        signature: Signature,
    },
    /// A live frame for everybody else in the circle; relayed from memory, never stored.
    #[n(2)]
    Live {
        /// Sealed under the meeting key.
        #[n(0)]
        frame: ByteVec,
    },
    /// Answered with [`ToClient::Pong`].
    #[n(3)]
    Ping {
        /// Given back.
        #[n(0)]
        number: u32,
    },
}

/// What the server says.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum ToClient {
    /// First frame of every connection: what [`ToServer::Open`] and [`ToServer::Watch`] sign.
    #[n(0)]
    Challenge {
        /// Random.
        #[n(0)]
        challenge: minicbor::bytes::ByteArray<32>,
    },
    /// The stream is open at this commit; what was missed follows as frames of their kinds.
    #[n(1)]
    Opened {
        /// At which commit.
        #[n(0)]
        at: CommitId,
        /// How many entries it has now.
        #[n(1)]
        entries: u32,
        /// The number of the last live frame of this server process; a lower one than the client's means that the
        /// server was restarted and its memory of live frames is gone.
        #[n(2)]
        live: u64,
        /// The number of the oldest live frame that is still in memory, less one.
        #[n(3)]
        live_from: u64,
    },
    /// An entry of the commit that the stream is at.
    #[n(2)]
    Entry {
        /// Of which commit.
        #[n(0)]
        commit: CommitId,
        /// The entry.
        #[n(1)]
        entry: Entry,
    },
    /// A commit whose parent is the commit that the stream is at or descends from it.
    #[n(3)]
    Commit {
        /// Its parent.
        #[n(0)]
        parent: CommitId,
        /// The commit.
        #[n(1)]
        child: Child,
    },
    /// The content of an entry is gone.
    #[n(4)]
    Shredded {
        /// Of which commit.
        #[n(0)]
        commit: CommitId,
        /// Its place.
        #[n(1)]
        n: u32,
    },
    /// A live frame.
    #[n(5)]
    Live {
        /// Its number in this server process and circle, from 1.
        #[n(0)]
        number: u64,
        /// Sealed under the meeting key.
        #[n(1)]
        frame: ByteVec,
    },
    /// A mail of a watched mailbox.
    #[n(6)]
    Mail {
        /// In which mailbox.
        #[n(0)]
        mailbox: MailboxId,
        /// The mail.
        #[n(1)]
        mail: WaitingMail,
    },
    /// The server took the client's live frame and gave it a number. Answers come in the order of the frames.
    #[n(7)]
    LiveTaken {
        /// The number.
        #[n(0)]
        number: u64,
    },
    /// The last thing that the client said was refused. The stream stays open.
    #[n(8)]
    Refused {
        /// Why.
        #[n(0)]
        problem: Problem,
    },
    /// Answer to a ping.
    #[n(9)]
    Pong {
        /// From the ping.
        #[n(0)]
        number: u32,
    },
}

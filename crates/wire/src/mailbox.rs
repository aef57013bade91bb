//! Mailboxes: where a newcomer knocks, where the reply waits, where a device that cannot follow asks for repair.

use minicbor::{Decode, Encode, bytes::ByteVec};

use crate::{Day, MailId, MailboxId, PublicKey, Request, account::Done, circle::Mail, pow::Stamp};

/// What a mailbox is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Kind {
    /// Knocks on an invite; its uses are counted.
    #[n(0)]
    Knock,
    /// The answer to one knock.
    #[n(1)]
    Reply,
    /// Requests of members that cannot follow.
    #[n(2)]
    Repair,
}

/// Makes a mailbox, or renews one that is there under the same key: uses, last day and preview are as the latest
/// request says, and what waits in it stays. Signed by `read`. Stamp subject: the mailbox id.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct MailboxMake {
    /// Which.
    #[n(0)]
    pub mailbox: MailboxId,
    /// What for.
    #[n(1)]
    pub kind: Kind,
    /// Public half of the key that reads and closes it.
    #[n(2)]
    pub read: PublicKey,
    /// How many mails may ever be posted.
    #[n(3)]
    pub uses: u32,
    /// Its last day.
    #[n(4)]
    pub expires: Day,
    /// The sealed preview of an invite; empty for the other kinds.
    #[n(5)]
    pub preview: ByteVec,
    /// Proof of work.
    #[n(6)]
    pub stamp: Stamp,
}

/// Reads an invite's preview. Not signed: whoever knows the id may.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct PreviewGet {
    /// Which.
    #[n(0)]
    pub mailbox: MailboxId,
}

/// Answer of [`PreviewGet`].
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Preview {
    /// Sealed under the key in the link.
    #[n(0)]
    pub preview: ByteVec,
    /// Uses left.
    #[n(1)]
    pub uses: u32,
}

/// Posts a mail. Not signed. Idempotent by the mail's hash. Stamp subject: SHA-256 of the mail.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct MailPost {
    /// The mail.
    #[n(0)]
    pub mail: Mail,
    /// Proof of work.
    #[n(1)]
    pub stamp: Stamp,
}

/// Reads the waiting mails. Signed by the read key.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct MailRead {
    /// Which.
    #[n(0)]
    pub mailbox: MailboxId,
}

/// Answer of [`MailRead`].
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Mails {
    /// Waiting mails, in no particular order.
    #[n(0)]
    pub mails: Vec<WaitingMail>,
}

/// A waiting mail.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct WaitingMail {
    /// Its id.
    #[n(0)]
    pub mail: MailId,
    /// Sealed.
    #[n(1)]
    pub blob: ByteVec,
}

/// Deletes one mail, or closes the mailbox for good. Signed by the read key.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct MailDelete {
    /// Which mailbox.
    #[n(0)]
    pub mailbox: MailboxId,
    /// Which mail; none closes the mailbox.
    #[n(1)]
    pub mail: Option<MailId>,
}

impl Request for MailboxMake {
    const PATH: &'static str = "/v1/mailbox/make";
    type Response = Done;
}
impl Request for PreviewGet {
    const PATH: &'static str = "/v1/mailbox/preview";
    type Response = Preview;
}
impl Request for MailPost {
    const PATH: &'static str = "/v1/mailbox/post";
    type Response = Done;
}
impl Request for MailRead {
    const PATH: &'static str = "/v1/mailbox/read";
    type Response = Mails;
}
impl Request for MailDelete {
    const PATH: &'static str = "/v1/mailbox/delete";
    type Response = Done;
}

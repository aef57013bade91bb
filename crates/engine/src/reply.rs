//! The mailbox for the answer to a knock: made by whoever knocks, read by nobody else.

use minicbor::bytes::ByteVec;
use seal::{HpkeSecret, Key, SigningKey};
use wire::{
    MailboxId,
    mailbox::{Kind, MailboxMake},
    pow::Stamp,
};

use crate::{api::CallError, io::Io};

/// Answers that may come to one knock.
const REPLIES: u32 = 4;
/// Days that a knock waits.
const WAIT_DAYS: u32 = 30;

/// Who may read the mailbox.
pub(crate) fn read_key(reply: &Key) -> SigningKey {
    SigningKey::derive(reply, "reply mailbox")
}

/// What the answer is sealed to.
pub(crate) fn hpke_key(reply: &Key) -> HpkeSecret {
    HpkeSecret::derive(reply, "reply")
}

impl Io {
    /// Makes the mailbox, or renews it.
    pub(crate) async fn make_reply_mailbox(&self, mailbox: MailboxId, reply: &Key) -> Result<(), CallError> {
        let (today, read) = (self.today(), read_key(reply));
        let make = MailboxMake {
            mailbox,
            kind: Kind::Reply,
            read: read.public(),
            uses: REPLIES,
            expires: today.plus(WAIT_DAYS),
            preview: ByteVec::from(Vec::new()),
            stamp: Stamp::find(today, mailbox.as_bytes()),
        };
        self.call(&make, Some(&read)).await?;
        Ok(())
    }
}

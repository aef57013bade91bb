use std::collections::BTreeMap;

use wire::{
    Day, MailId, MailboxId, limits,
    mailbox::{MailboxMake, WaitingMail},
};

use super::Tables;
use crate::{Mailbox, MailboxMaking, Posting};

#[derive(Clone)]
pub(super) struct Row {
    mailbox: Mailbox,
    expires: Day,
    mails: BTreeMap<MailId, Vec<u8>>,
}

impl Row {
    pub(super) fn lives(&self, today: Day) -> bool {
        today <= self.expires
    }

    pub(super) fn ids(&self) -> Vec<MailId> {
        self.mails.keys().copied().collect()
    }

    pub(super) fn mail(&self, mail: MailId) -> Option<WaitingMail> {
        self.mails.get(&mail).map(|blob| WaitingMail { mail, blob: blob.clone().into() })
    }

    fn post(&mut self, blob: Vec<u8>) -> Posting {
        let id = MailId::of(&blob);
        if self.mails.contains_key(&id) {
            return Posting::Same;
        }
        if self.mailbox.uses == 0 {
            return Posting::Gone;
        }
        if self.mails.len() >= limits::MAILS_PER_BOX {
            return Posting::Full;
        }
        self.mailbox.uses -= 1;
        self.mails.insert(id, blob);
        Posting::Stored
    }
}

impl Tables {
    pub(super) fn mailbox_make(&mut self, request: MailboxMake, today: Day) -> MailboxMaking {
        let preview: Vec<u8> = request.preview.into();
        let mailbox = Mailbox { read: request.read, uses: request.uses, preview };
        if let Some(row) = self.mailboxes.get_mut(&request.mailbox).filter(|row| row.lives(today)) {
            if row.mailbox.read != mailbox.read {
                return MailboxMaking::Taken;
            }
            (row.mailbox, row.expires) = (mailbox, request.expires);
            return MailboxMaking::Made;
        }
        self.mailboxes.insert(request.mailbox, Row { mailbox, expires: request.expires, mails: BTreeMap::new() });
        MailboxMaking::Made
    }

    pub(super) fn mailbox(&self, id: MailboxId, today: Day) -> Option<Mailbox> {
        self.mailboxes.get(&id).filter(|row| row.lives(today)).map(|row| row.mailbox.clone())
    }

    pub(super) fn mail_post(&mut self, mailbox: MailboxId, blob: Vec<u8>, today: Day) -> Posting {
        match self.mailboxes.get_mut(&mailbox).filter(|row| row.lives(today)) {
            Some(row) => row.post(blob),
            None => Posting::Missing,
        }
    }

    pub(super) fn mail_delete(&mut self, mailbox: MailboxId, mail: Option<MailId>) {
        match (mail, self.mailboxes.get_mut(&mailbox)) {
            (Some(mail), Some(row)) => drop(row.mails.remove(&mail)),
            (None, _) => drop(self.mailboxes.remove(&mailbox)),
            (Some(_), None) => {}
        }
    }

    /// Whether every mail of a commit could be posted, counting several for one mailbox.
    pub(super) fn would_take(&self, mails: &[wire::circle::Mail], today: Day) -> bool {
        let mut wanted = BTreeMap::<MailboxId, usize>::new();
        for mail in mails {
            *wanted.entry(mail.mailbox).or_default() += 1;
        }
        wanted.into_iter().all(|(id, count)| {
            self.mailboxes.get(&id).filter(|row| row.lives(today)).is_some_and(|row| {
                row.mailbox.uses as usize >= count && row.mails.len() + count <= limits::MAILS_PER_BOX
            })
        })
    }
}

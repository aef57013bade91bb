//! `POST /v1/circle/commit`: a commit with its snapshot and its mails, all or nothing.

use server_store::{Committing, Store};
use wire::{
    BlobId, Code, MailId, Problem,
    circle::{Child, Commit, Committed},
    limits,
    mailbox::WaitingMail,
};

use super::signed_at;
use crate::{
    Service,
    http::adapter::{Call, Handle, at_most},
};

impl<S: Store> Handle<S> for Commit {
    async fn handle(self, call: &Call<'_, S>) -> Result<Committed, Problem> {
        check(&self)?;
        signed_at(call, self.circle, self.parent).await?;
        call.service.limiter.commit(self.circle)?;
        match call.service.store.commit(self.clone(), call.service.today()).await? {
            Committing::Stored { child_no } => {
                tell(call.service, self);
                Ok(Committed { child_no })
            }
            Committing::Same { child_no } => Ok(Committed { child_no }),
            Committing::Conflict(state) => Err(Problem { parent: Some(state), ..Problem::new(Code::Conflict) }),
            Committing::Missing => Err(Code::NotFound.into()),
            Committing::MailboxGone => Err(Code::Gone.into()),
            Committing::Quota => Err(Code::Quota.into()),
        }
    }
}

fn check(commit: &Commit) -> Result<(), Problem> {
    at_most(&commit.envelope, limits::ENVELOPE)?;
    at_most(&commit.snapshot, limits::SNAPSHOT)?;
    for mail in &commit.mails {
        at_most(&mail.blob, limits::MAIL)?;
    }
    let fits = commit.mails.len() <= limits::MAILS_PER_COMMIT && commit.answers.len() <= limits::MAILS_PER_COMMIT;
    fits.then_some(()).ok_or(Problem::new(Code::TooLarge))
}

fn tell<S: Store>(service: &Service<S>, commit: Commit) {
    let child = Child {
        commit: commit.commit,
        child_no: commit.n_children,
        cut: commit.cut,
        access: commit.access,
        envelope: commit.envelope,
        snapshot: BlobId::of(&commit.snapshot),
    };
    let now = service.now();
    let mut relay = service.relay();
    relay.committed(commit.circle, commit.parent, child, now);
    for mail in commit.mails {
        relay.mailed(mail.mailbox, WaitingMail { mail: MailId::of(&mail.blob), blob: mail.blob });
    }
}

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
    sizes::Want,
};

impl<S: Store> Handle<S> for Commit {
    async fn handle(self, call: &Call<'_, S>) -> Result<Committed, Problem> {
        check(&self)?;
        signed_at(call, self.circle, self.parent).await?;
        call.service.may_write(self.circle)?;
        if self.work(call.service.today()) < limits::POW_BITS {
            // Whoever uses up the circle's commits keeps nobody out who works for a place.
            call.service.limiter.commit(self.circle).map_err(|_| work(limits::POW_BITS))?;
        }
        let bytes = self.envelope.len() + self.snapshot.len();
        call.service.has_room(self.circle, Want::Commit, bytes).await?;
        match call.service.store.commit(self.clone(), call.service.today()).await? {
            Committing::Stored { child_no } => {
                call.service.has_grown(self.circle, bytes);
                tell(call.service, self);
                Ok(Committed { child_no })
            }
            Committing::Same { child_no } => Ok(Committed { child_no }),
            Committing::Conflict(state) => Err(Problem { parent: Some(state), ..Problem::new(Code::Conflict) }),
            Committing::Missing => Err(Code::NotFound.into()),
            Committing::MailboxGone => Err(Code::Gone.into()),
            Committing::Work { bits } => Err(work(bits)),
            Committing::Quota => Err(Code::Quota.into()),
        }
    }
}

fn work(bits: u32) -> Problem {
    Problem { bits: Some(bits), ..Problem::new(Code::Work) }
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

#[cfg(test)]
mod tests {
    use wire::{
        Code, MailId, Problem,
        circle::{Answered, Commit, Committed, Mail},
        error::ParentState,
        limits,
        mailbox::{MailPost, MailRead},
        pow::child_subject,
    };

    use super::work;
    use crate::testing::{BOX, CIRCLE, World, commit, id, refused};

    #[tokio::test]
    async fn of_two_children_with_one_expectation_one_gets_the_parents_state() {
        let world = World::new();
        world.found().await;
        world.append(1, b"a").await.unwrap();
        assert_eq!(world.commit(1, 2, 0, 1).await, Ok(Committed { child_no: 0 }));
        let state = ParentState { children: 1, entries: 1 };
        let conflict = Problem { parent: Some(state), ..Problem::new(Code::Conflict) };
        assert_eq!(world.commit(1, 3, 0, 1).await, Err(conflict.clone()));
        assert_eq!(world.commit(1, 3, 1, 0).await, Err(conflict), "the cut is part of the expectation");
        assert_eq!(world.commit(1, 3, 1, 1).await, Ok(Committed { child_no: 1 }));
        assert_eq!(world.commit(1, 2, 0, 1).await, Ok(Committed { child_no: 0 }), "the first, sent again");
    }

    #[tokio::test]
    async fn whoever_uses_up_the_commits_of_a_circle_keeps_nobody_out_who_works() {
        let world = World::new();
        world.found().await;
        let refusal = loop {
            match world.commit(1, 2, 7, 0).await.unwrap_err() {
                Problem { code: Code::Conflict, .. } => {}
                other => break other,
            }
        };
        assert_eq!(refusal, work(limits::POW_BITS));
        let worked = Commit { stamp: Some(world.stamp(child_subject(CIRCLE, id(1), 0))), ..commit(1, 2, 0, 0) };
        assert_eq!(world.signed(1, &worked).await, Ok(Committed { child_no: 0 }));
    }

    #[tokio::test]
    async fn only_the_parents_access_key_posts_a_child() {
        let world = World::new();
        world.forked().await;
        for signer in 1..=4 {
            let outcome = world.signed(signer, &commit(2, 9, 1, 1)).await;
            assert_eq!(outcome.is_ok(), signer == 2, "{signer} posts a child of 2");
        }
        assert_eq!(refused(world.commit(8, 9, 0, 0).await), Code::NotFound);
    }

    #[tokio::test]
    async fn mails_go_with_the_commit_or_not_at_all() {
        let world = World::new();
        world.found().await;
        world.signed(60, &world.mailbox(2)).await.unwrap();
        let knock = Mail { mailbox: BOX, blob: b"knock".to_vec().into() };
        let stamp = world.stamp(MailId::of(b"knock").0);
        world.ask(&MailPost { mail: knock, stamp }).await.unwrap();
        let welcome = Mail { mailbox: BOX, blob: b"welcome".to_vec().into() };
        let lost = Mail { mailbox: wire::MailboxId([99; 32]), blob: vec![1].into() };
        let answers = vec![Answered { mailbox: BOX, mail: MailId::of(b"knock") }];
        let waiting = async || {
            let mails = world.signed(60, &MailRead { mailbox: BOX }).await.unwrap().mails;
            mails.into_iter().map(|mail| mail.blob.to_vec()).collect::<Vec<_>>()
        };

        let request = Commit { mails: vec![welcome.clone(), lost], answers: answers.clone(), ..commit(1, 2, 0, 0) };
        assert_eq!(refused(world.signed(1, &request).await), Code::Gone);
        assert_eq!(waiting().await, [b"knock"]);
        let request = Commit { mails: vec![welcome], answers, ..commit(1, 2, 0, 0) };
        assert_eq!(world.signed(1, &request).await, Ok(Committed { child_no: 0 }));
        assert_eq!(waiting().await, [b"welcome"]);
        assert_eq!(world.signed(1, &request).await, Ok(Committed { child_no: 0 }), "sent again, delivered once");
        assert_eq!(waiting().await, [b"welcome"]);
    }

    #[tokio::test]
    async fn each_part_has_its_limit() {
        let world = World::new();
        world.found().await;
        let mail = |length| Mail { mailbox: BOX, blob: vec![0; length].into() };
        let base = || commit(1, 2, 0, 0);
        for request in [
            Commit { envelope: vec![0; limits::ENVELOPE + 1].into(), ..base() },
            Commit { snapshot: vec![0; limits::SNAPSHOT + 1].into(), ..base() },
            Commit { mails: vec![mail(limits::MAIL + 1)], ..base() },
            Commit { mails: vec![mail(1); limits::MAILS_PER_COMMIT + 1], ..base() },
            Commit { envelope: vec![0; limits::BODY].into(), ..base() },
        ] {
            assert_eq!(refused(world.signed(1, &request).await), Code::TooLarge);
        }
    }
}

//! `POST /v1/mailbox/post`: posts a mail.

use server_store::{Posting, Store};
use wire::{
    Code, MailId, Problem,
    account::Done,
    limits,
    mailbox::{MailPost, WaitingMail},
};

use crate::http::adapter::{Call, Handle, at_most};

impl<S: Store> Handle<S> for MailPost {
    async fn handle(self, call: &Call<'_, S>) -> Result<Done, Problem> {
        let (mailbox, blob) = (self.mail.mailbox, self.mail.blob);
        at_most(&blob, limits::MAIL)?;
        let mail = MailId::of(&blob);
        call.worked(self.stamp, &mail.0)?;
        call.service.limiter.mail(mailbox)?;
        match call.service.store.mail_post(mailbox, blob.to_vec(), call.service.today()).await? {
            Posting::Stored => {
                call.service.relay().mailed(mailbox, WaitingMail { mail, blob });
                Ok(Done {})
            }
            Posting::Same => Ok(Done {}),
            Posting::Missing => Err(Code::NotFound.into()),
            Posting::Gone => Err(Code::Gone.into()),
            Posting::Full => Err(Code::Quota.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use wire::{
        Code, MailId,
        circle::Mail,
        limits,
        mailbox::{MailDelete, MailPost, MailRead, MailboxMake, PreviewGet},
    };

    use crate::testing::{BOX, World, public, refused};

    fn post(world: &World, words: &[u8]) -> MailPost {
        let mail = Mail { mailbox: BOX, blob: words.to_vec().into() };
        MailPost { mail, stamp: world.stamp(MailId::of(words).0) }
    }

    #[tokio::test]
    async fn anybody_posts_and_the_read_key_reads_deletes_and_closes() {
        let world = World::new();
        assert_eq!(refused(world.ask(&post(&world, b"a")).await), Code::NotFound);
        assert_eq!(refused(world.signed(61, &world.mailbox(2)).await), Code::NotAuthorised);
        world.signed(60, &world.mailbox(2)).await.unwrap();
        for _ in 0..2 {
            world.ask(&post(&world, b"a")).await.unwrap();
        }
        let preview = world.ask(&PreviewGet { mailbox: BOX }).await.unwrap();
        assert_eq!((preview.preview.to_vec(), preview.uses), (vec![1, 2], 1));
        world.ask(&post(&world, b"b")).await.unwrap();
        assert_eq!(refused(world.ask(&post(&world, b"c")).await), Code::Gone);
        assert_eq!(refused(world.ask(&MailRead { mailbox: BOX }).await), Code::NotAuthorised);
        assert_eq!(refused(world.signed(61, &MailRead { mailbox: BOX }).await), Code::NotAuthorised);
        assert_eq!(world.signed(60, &MailRead { mailbox: BOX }).await.unwrap().mails.len(), 2);
        let delete = |mail| MailDelete { mailbox: BOX, mail };
        assert_eq!(refused(world.signed(61, &delete(None)).await), Code::NotAuthorised);
        world.signed(60, &delete(Some(MailId::of(b"a")))).await.unwrap();
        let mails = world.signed(60, &MailRead { mailbox: BOX }).await.unwrap().mails;
        assert_eq!((mails.len(), mails[0].mail), (1, MailId::of(b"b")));
        world.signed(60, &delete(None)).await.unwrap();
        assert_eq!(refused(world.ask(&PreviewGet { mailbox: BOX }).await), Code::NotFound);
    }

    #[tokio::test]
    async fn limits_and_work() {
        let world = World::new();
        let make = |days| MailboxMake { expires: world.today().plus(days), ..world.mailbox(2) };
        assert_eq!(refused(world.signed(60, &make(limits::EXPIRY_DAYS + 1)).await), Code::TooLarge);
        let large = MailboxMake { preview: vec![0; limits::PREVIEW + 1].into(), ..world.mailbox(2) };
        assert_eq!(refused(world.signed(60, &large).await), Code::TooLarge);
        world.signed(60, &make(0)).await.unwrap();
        assert_eq!(refused(world.signed(62, &MailboxMake { read: public(62), ..make(0) }).await), Code::Conflict);
        let mut lazy = post(&world, b"a");
        lazy.stamp.number += 1;
        assert_eq!(refused(world.ask(&lazy).await), Code::ProofOfWork);
        assert_eq!(refused(world.ask(&post(&world, &vec![0; limits::MAIL + 1])).await), Code::TooLarge);
        world.pass(86_400_000);
        assert_eq!(refused(world.ask(&post(&world, b"late")).await), Code::NotFound);
    }
}

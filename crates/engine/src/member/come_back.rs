//! Coming back after the box was lost, damaged or set back, or after an absence longer than the server remembers: a
//! signed request to be let in again, which any open device of the circle answers (protocol.md section 5.3, R7).

use circle::MemberId;
use seal::{Group, HpkePublic, Joiner, Key, Leaf, WayBack};
use wire::{
    Code, CommitId, Etag, Hash, MailboxId, Signature,
    circle::Mail,
    mailbox::{MailDelete, MailPost, PreviewGet, WaitingMail},
    pow::Stamp,
    sealed_box::BoxGet,
};

use super::{
    BoxState, Core, Member, Reply, ReturningBox, Start, bytes,
    commit::internal,
    let_back::{ReturnLetter, return_bytes},
};
use crate::{
    account::{Home, Membership},
    command::Failure,
    reply::{hpke_key, read_key},
    suite::Suite,
    view::CircleState,
};

/// Pause between attempts.
const PAUSE_MS: u64 = 3_000;

impl<S: Suite> Member<S> {
    /// Asks, and waits until another device has answered. Afterwards the box is to be loaded.
    pub(crate) async fn come_back(&self) {
        self.ask_vault().await;
        while self.state.get() == CircleState::Returning {
            match self.try_to_come_back().await {
                Ok(true) => self.state.set(CircleState::Loading),
                Ok(false) => self.io.sleep(PAUSE_MS).await,
                Err(failure) if failure.passes() => self.io.sleep(PAUSE_MS).await,
                Err(failure) => self.give_up(&failure),
            }
        }
        self.io.changed();
    }

    /// Before others are asked: perhaps another device has set a new passphrase or left the circle, which explains all.
    async fn ask_vault(&self) {
        let Ok(app) = self.app() else { return };
        if app.still_lists(self.me()).await.is_ok_and(|lists| !lists) {
            self.end(CircleState::Left);
        }
        self.take_up_listed();
    }

    /// True when the box is worth loading again.
    async fn try_to_come_back(&self) -> Result<bool, Failure> {
        let home = self.home.get().ok_or_else(|| Failure::new("no_way_back"))?;
        let Some((etag, asking)) = self.note_in_box().await? else { return Ok(true) };
        if self.asked_again.get() != Some(asking.at) {
            self.ask(home, &asking, &[]).await?;
            self.asked_again.set(Some(asking.at));
        }
        let read = read_key(&asking.reply_key);
        let take = async |mail: &WaitingMail| self.take_answer(home, etag, &asking, mail).await;
        Ok(self.io.watch_mailbox(asking.reply, &read, take).await.is_some())
    }

    /// The request as the box has it, written there before anybody hears of it, so that every device of this person
    /// waits for the same answer. `None` when another device has written the box since it was judged lost.
    async fn note_in_box(&self) -> Result<Option<(Etag, ReturningBox)>, Failure> {
        let judged = self.last_read.get();
        let (etag, present) = self.read_whatever_is_there().await?;
        if let Some(BoxState::Returning(asking)) = present {
            return Ok(Some((etag, *asking)));
        }
        if etag != judged {
            return Ok(None);
        }
        let asking = self.make_asking()?;
        let plain = wire::encode(&BoxState::Returning(Box::new(asking.clone())));
        Ok(self.put_box(etag, &plain).await?.map(|etag| (etag, asking)))
    }

    pub(super) fn make_asking(&self) -> Result<ReturningBox, Failure> {
        let leaf = self.leaf();
        let (joiner, key_package) = self.io.random(|rng| S::Group::joiner(&leaf, rng)).map_err(internal)?;
        Ok(ReturningBox {
            at: self.now(),
            key_package: bytes(key_package),
            joiner: bytes(joiner.to_stored().to_vec()),
            reply: MailboxId(self.io.bytes()),
            reply_key: self.io.random(Key::make),
        })
    }

    async fn read_whatever_is_there(&self) -> Result<(Etag, Option<BoxState>), Failure> {
        let Membership { box_id: id, box_key: key, .. } = self.membership();
        match self.io.call(&BoxGet { id }, Some(&key.capability())).await {
            Ok(content) => {
                let opened = seal::box_::open_box(&key, id, &content.blob).ok();
                Ok((Etag::of(&content.blob), opened.and_then(|opened| wire::decode(&opened.plain).ok())))
            }
            Err(error) if error.code() == Some(Code::NotFound) => Ok((Etag::NONE, None)),
            Err(error) => Err(error.into()),
        }
    }

    /// Posts the request; with `cannot_follow` it is for those alone who have followed one of these commits.
    pub(super) async fn ask(
        &self,
        home: Home,
        asking: &ReturningBox,
        cannot_follow: &[CommitId],
    ) -> Result<(), Failure> {
        self.io.make_reply_mailbox(asking.reply, &asking.reply_key).await?;
        let way = WayBack::from_seed(home.back);
        let mailbox = way.mailbox();
        let preview = match self.io.call(&PreviewGet { mailbox }, None).await {
            Err(error) if matches!(error.code(), Some(Code::NotFound | Code::Gone)) => {
                return Err(Failure::new("no_way_back"));
            }
            preview => preview?.preview,
        };
        let knock = way.open_knock_key(&preview).map_err(|_| Failure::new("no_way_back"))?;
        let letter = wire::encode(&ReturnLetter {
            member: self.me(),
            at: asking.at,
            key_package: asking.key_package.clone(),
            reply: asking.reply,
            reply_key: hpke_key(&asking.reply_key).public(),
            signature: self.sign(home, asking),
            cannot_follow: cannot_follow.to_vec(),
        });
        let blob = seal::knock::seal_knock(&HpkePublic::from_bytes(&knock), mailbox, &letter).map_err(internal)?;
        let stamp = Stamp::find(self.io.today(), Hash::of(&blob).as_bytes());
        self.io.call(&MailPost { mail: Mail { mailbox, blob: bytes(blob) }, stamp }, None).await?;
        Ok(())
    }

    fn sign(&self, home: Home, asking: &ReturningBox) -> Signature {
        let covered = return_bytes(home.circle, self.me(), Hash::of(&asking.key_package), asking.at);
        seal::knock::sign_rejoin(&self.leaf().key, &covered)
    }

    /// Some when the answer leads in, or the box has changed meanwhile.
    pub(super) async fn take_answer(
        &self,
        home: Home,
        etag: Etag,
        asking: &ReturningBox,
        mail: &WaitingMail,
    ) -> Option<()> {
        let plain = seal::knock::open_reply(&hpke_key(&asking.reply_key), asking.reply, &mail.blob).ok()?;
        let reply = wire::decode::<Reply>(&plain).ok()?;
        // An answer that does not lead in is as good as none: the next one may.
        self.enter_again(home, etag, asking, reply).await.ok()
    }

    async fn enter_again(&self, home: Home, etag: Etag, asking: &ReturningBox, reply: Reply) -> Result<(), Failure> {
        let false_welcome = || Failure::new("welcome_false");
        let Reply::Welcome { circle, commit, snapshot, welcome } = reply else { return Err(false_welcome()) };
        let (leaf, joiner) = (self.leaf(), Joiner::from_stored(asking.joiner.to_vec()));
        let (group, author) = S::Group::join_by(&joiner, &welcome, &leaf).map_err(|_| false_welcome())?;
        // Whoever has broken a path could answer alone, and lead into a circle of their own.
        let is_breaker = self.with(|core| core.stranded.is_author(MemberId(author))) == Some(true);
        if is_breaker {
            self.change(|core| core.stranded.ask_anew());
        }
        if is_breaker || circle != home.circle || group.circle() != home.circle {
            return Err(false_welcome());
        }
        let secrets = group.secrets().map_err(internal)?;
        let state = self.fetch_state(&group, &secrets, commit, snapshot).await?;
        let me = MemberId(leaf.member);
        if state.member(me).is_none_or(|member| member.key != leaf.key.public()) {
            return Err(false_welcome());
        }
        let (device, since) = (self.device, self.io.today());
        let start = Start { leaf, device, group, secrets, tip: commit, circle: state, etag, since, warm: false };
        self.replace(Core::new(start));
        self.change(|core| {
            core.ring_tip();
            core.confirmed = Some(std::collections::BTreeSet::new());
        });
        if self.save().await? {
            // The mailbox expires by itself when this fails.
            let delete = MailDelete { mailbox: asking.reply, mail: None };
            let _ = self.io.call(&delete, Some(&read_key(&asking.reply_key))).await;
        }
        Ok(())
    }

    fn leaf(&self) -> Leaf {
        Leaf { member: self.me().0, key: self.membership().signer }
    }
}

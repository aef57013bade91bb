//! Joining by an invite: read bond and pledge, knock, wait honestly, come in (protocol.md section 2, "Joining").

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use circle::{Circle, MemberId};
use minicbor::{Decode, Encode};
use seal::{Group, HpkePublic, Joiner, Key, Leaf, invite::InviteSecret};
use wire::{
    BlobId, Code, CommitId, Etag, Hash, MailboxId,
    circle::Mail,
    mailbox::{MailDelete, MailPost, MailRead, PreviewGet, WaitingMail},
    pow::Stamp,
};

use crate::{
    account::Membership,
    app::App,
    command::{Failure, Value},
    member::{
        BoxState, Core, JoiningBox, KnockLetter, Member, PreviewLetter, Reply, Start, bytes, internal, knock_bytes,
    },
    reply::{hpke_key, read_key},
    suite::Suite,
    view::JoinStage,
};

/// Pause before the stream of a waiting newcomer is opened again.
const PAUSE_MS: u64 = 3_000;
/// Words that a newcomer may add, in characters.
const WORDS: usize = 300;

/// An attempt to join.
pub(crate) struct Join {
    pub(crate) stage: Cell<JoinStage>,
    pub(crate) error: RefCell<Option<String>>,
    pub(crate) preview: RefCell<Option<Seen>>,
    waiting: RefCell<Option<Waiting>>,
}

/// A preview that has been opened, and the link's secret.
#[derive(Clone, Encode, Decode)]
pub(crate) struct Seen {
    #[n(0)]
    pub(crate) secret: InviteSecret,
    #[n(1)]
    pub(crate) letter: PreviewLetter,
}

/// A knock that waits for its answer.
#[derive(Clone)]
struct Waiting {
    membership: Membership,
    etag: Etag,
    joining: JoiningBox,
}

/// Whether the knock has been posted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Knocked {
    /// By this session.
    Now,
    /// By an earlier one, unless it ended too early.
    Perhaps,
}

/// What a welcome names.
struct Welcomed {
    commit: CommitId,
    snapshot: BlobId,
    welcome: Vec<u8>,
}

impl Join {
    fn new(stage: JoinStage) -> Rc<Self> {
        Rc::new(Self {
            stage: Cell::new(stage),
            error: RefCell::new(None),
            preview: RefCell::new(None),
            waiting: RefCell::new(None),
        })
    }

    fn fail(&self, code: &str) {
        self.stage.set(JoinStage::Failed);
        *self.error.borrow_mut() = Some(code.to_owned());
    }
}

impl<S: Suite> App<S> {
    /// Fetches and opens the preview of an invite.
    pub(crate) async fn read_invite(&self, fragment: &str) -> Result<Value, Failure> {
        let secret = InviteSecret::from_fragment(fragment).map_err(|_| Failure::new("invite_unknown"))?;
        if self.join.borrow().as_ref().is_some_and(|join| join.waiting.borrow().is_some()) {
            return Err(Failure::new("busy"));
        }
        let join = Join::new(JoinStage::Reading);
        *self.join.borrow_mut() = Some(Rc::clone(&join));
        self.io.changed();
        match self.fetch_preview(secret).await {
            Ok(seen) => {
                *join.preview.borrow_mut() = Some(seen);
                join.stage.set(JoinStage::Asking);
                Ok(Value::Nothing)
            }
            Err(failure) => {
                join.stage.set(JoinStage::Failed);
                *join.error.borrow_mut() = Some(failure.code.clone());
                Err(failure)
            }
        }
    }

    /// Knocks: the vault entry is written before the box, the box before the circle is touched.
    pub(crate) async fn knock(
        self: &Rc<Self>,
        name: &str,
        words: &str,
        shares_bond: bool,
        accepts_pledge: bool,
    ) -> Result<Value, Failure> {
        let _turn = self.turn.lock().await;
        let join = self.join.borrow().clone().ok_or_else(|| Failure::new("invite_unknown"))?;
        let seen = join.preview.borrow().clone().ok_or_else(|| Failure::new("invite_unknown"))?;
        let is_guest = seen.letter.guest.is_some();
        let name = check_knock(name, words, shares_bond || is_guest, accepts_pledge)?;
        let leaf = self.io.random(Leaf::make);
        let membership = Membership::make(&self.io, &leaf, name);
        let (joiner, key_package) = self.io.random(|rng| S::Group::joiner(&leaf, rng)).map_err(internal)?;
        let reply_key = self.io.random(Key::make);
        let mut joining = JoiningBox {
            joiner: bytes(joiner.to_stored().to_vec()),
            reply: MailboxId(self.io.bytes()),
            reply_key,
            seen,
            knock: None,
        };
        joining.knock = Some(bytes(seal_knock(&joining, name, words, key_package)?));
        let box_holder = Member::<S>::new(self, u32::MAX, membership.clone());
        self.add_membership(membership.clone()).await?;
        let plain = wire::encode(&BoxState::Joining(Box::new(joining.clone())));
        let etag = box_holder.put_box(Etag::NONE, &plain).await?.ok_or_else(|| Failure::new("busy"))?;
        let waiting = Waiting { membership, etag, joining };
        if let Err(failure) = self.post_knock(&waiting.joining).await {
            self.drop_waiting(&waiting).await;
            return Err(failure);
        }
        self.wait(&join, waiting, Knocked::Now);
        Ok(Value::Nothing)
    }

    /// A box says that a knock still waits.
    pub(crate) fn resume_join(self: &Rc<Self>, membership: Membership, etag: Etag, joining: JoiningBox) {
        let join = Join::new(JoinStage::Waiting);
        *join.preview.borrow_mut() = Some(joining.seen.clone());
        *self.join.borrow_mut() = Some(Rc::clone(&join));
        self.wait(&join, Waiting { membership, etag, joining }, Knocked::Perhaps);
    }

    /// Gives up the present attempt and forgets everything about it.
    pub(crate) async fn cancel_join(&self) -> Result<Value, Failure> {
        let join = self.join.borrow_mut().take();
        let waiting = join.and_then(|join| join.waiting.borrow_mut().take());
        if let Some(waiting) = waiting {
            self.drop_waiting(&waiting).await;
        }
        Ok(Value::Nothing)
    }

    async fn fetch_preview(&self, secret: InviteSecret) -> Result<Seen, Failure> {
        let answer = self.io.call(&PreviewGet { mailbox: secret.mailbox() }, None).await;
        let preview = answer.map_err(|error| match error.code() {
            Some(Code::NotFound) => Failure::new("invite_unknown"),
            Some(Code::Gone) => Failure::new("invite_expired"),
            _ => error.into(),
        })?;
        if preview.uses == 0 {
            return Err(Failure::new("invite_used_up"));
        }
        let plain = secret.open_preview(&preview.preview).map_err(|_| Failure::new("invite_unknown"))?;
        let letter = wire::decode(&plain).map_err(|_| Failure::new("update_needed"))?;
        Ok(Seen { secret, letter })
    }

    async fn post_knock(&self, joining: &JoiningBox) -> Result<(), Failure> {
        let Some(blob) = joining.knock.clone() else { return Ok(()) };
        self.io.make_reply_mailbox(joining.reply, &joining.reply_key).await?;
        let stamp = Stamp::find(self.io.today(), Hash::of(&blob).as_bytes());
        let mail = Mail { mailbox: joining.seen.secret.mailbox(), blob };
        let posted = self.io.call(&MailPost { mail, stamp }, None).await;
        posted.map(|_| ()).map_err(Failure::from)
    }

    /// After a crash nobody knows how far the knock came: unless its answer is there, the identical one is posted.
    async fn knock_again(&self, joining: &JoiningBox) -> Result<(), Failure> {
        match self.io.call(&MailRead { mailbox: joining.reply }, Some(&read_key(&joining.reply_key))).await {
            Ok(answers) if !answers.mails.is_empty() => Ok(()),
            Ok(_) => self.post_knock(joining).await,
            Err(error) if error.code() == Some(Code::NotFound) => self.post_knock(joining).await,
            Err(error) => Err(error.into()),
        }
    }

    fn wait(self: &Rc<Self>, join: &Rc<Join>, waiting: Waiting, knocked: Knocked) {
        *join.waiting.borrow_mut() = Some(waiting);
        *join.error.borrow_mut() = None;
        join.stage.set(JoinStage::Waiting);
        self.io.changed();
        let (app, join) = (Rc::clone(self), Rc::clone(join));
        self.spawn(async move {
            if knocked == Knocked::Perhaps {
                app.make_sure_of_knock(&join).await;
            }
            app.wait_for_reply(&join).await;
        });
    }

    /// Until it is posted, refused (an answer may come all the same), or the person gives up.
    async fn make_sure_of_knock(&self, join: &Join) {
        loop {
            let Some(waiting) = join.waiting.borrow().clone() else { return };
            match self.knock_again(&waiting.joining).await {
                Err(failure) if failure.passes() => self.io.sleep(PAUSE_MS).await,
                _ => return,
            }
        }
    }

    /// Watches the reply mailbox until an answer comes or the person gives up.
    async fn wait_for_reply(self: &Rc<Self>, join: &Rc<Join>) {
        loop {
            let Some(waiting) = join.waiting.borrow().clone() else { return };
            let read = read_key(&waiting.joining.reply_key);
            let take = async |mail: &WaitingMail| self.take_reply(join, &waiting, mail).await.then_some(());
            if self.io.watch_mailbox(waiting.joining.reply, &read, take).await.is_some() {
                return;
            }
            self.io.sleep(PAUSE_MS).await;
        }
    }

    /// True when the mail decided the attempt.
    async fn take_reply(self: &Rc<Self>, join: &Rc<Join>, waiting: &Waiting, mail: &WaitingMail) -> bool {
        let plain = seal::knock::open_reply(&hpke_key(&waiting.joining.reply_key), waiting.joining.reply, &mail.blob);
        let Some(reply) = plain.ok().and_then(|plain| wire::decode::<Reply>(&plain).ok()) else { return false };
        match reply {
            Reply::Welcome { commit, snapshot, welcome, .. } => {
                join.stage.set(JoinStage::Joining);
                self.io.changed();
                let welcomed = Welcomed { commit, snapshot, welcome: welcome.to_vec() };
                match self.enter(waiting, &welcomed).await {
                    Ok(()) => *self.join.borrow_mut() = None,
                    Err(failure) if failure.is("offline") => return false,
                    Err(failure) => join.fail(&failure.code),
                }
            }
            Reply::No { code } => {
                join.waiting.borrow_mut().take();
                self.drop_waiting(waiting).await;
                join.fail(&code);
                if code == "name_in_use" {
                    join.stage.set(JoinStage::Asking);
                }
            }
        }
        self.io.changed();
        true
    }

    /// Let in: the box becomes a member's box, the circle's state comes from the checked snapshot.
    async fn enter(self: &Rc<Self>, waiting: &Waiting, welcomed: &Welcomed) -> Result<(), Failure> {
        let membership = &waiting.membership;
        let leaf = Leaf { member: membership.member.0, key: membership.signer.clone() };
        let joiner = Joiner::from_stored(waiting.joining.joiner.to_vec());
        let group = S::Group::join(&joiner, &welcomed.welcome, &leaf).map_err(|_| Failure::new("welcome_false"))?;
        let secrets = group.secrets().map_err(internal)?;
        let member = Member::<S>::new(self, self.next_index(), membership.clone());
        let circle = member.fetch_state(&group, &secrets, welcomed.commit, welcomed.snapshot).await?;
        check_circle(&circle, membership.member, waiting)?;
        let mut core = Core::new(Start {
            leaf,
            device: self.device,
            group,
            secrets,
            tip: welcomed.commit,
            circle,
            etag: waiting.etag,
            since: self.io.today(),
            warm: false,
        });
        core.confirmed = Some(std::collections::BTreeSet::new());
        core.ring_tip();
        *member.core.borrow_mut() = Some(core);
        if !member.save().await? {
            return Err(Failure::new("busy"));
        }
        let read = read_key(&waiting.joining.reply_key);
        // The mailbox expires by itself when this fails.
        let _ = self.io.call(&MailDelete { mailbox: waiting.joining.reply, mail: None }, Some(&read)).await;
        member.state.set(crate::view::CircleState::Ready);
        self.circles.borrow_mut().insert(member.index, Rc::clone(&member));
        member.start(self);
        Ok(())
    }

    async fn drop_waiting(&self, waiting: &Waiting) {
        let read = read_key(&waiting.joining.reply_key);
        // What fails here is left over: the vault knows of the box, and the mailbox expires.
        let _ = self.update_vault(|vault| vault.end_waiting(&waiting.membership)).await;
        let _ = self.delete_burnt().await;
        let _ = self.io.call(&MailDelete { mailbox: waiting.joining.reply, mail: None }, Some(&read)).await;
    }
}

fn seal_knock(joining: &JoiningBox, name: &str, words: &str, key_package: Vec<u8>) -> Result<Vec<u8>, Failure> {
    let Seen { secret, letter: preview } = &joining.seen;
    let pledge = circle::pledge_hash(&preview.pledge);
    let letter = KnockLetter {
        invite: preview.invite,
        name: name.to_owned(),
        words: words.trim().to_owned(),
        pledge,
        reply: joining.reply,
        reply_key: hpke_key(&joining.reply_key).public(),
        mac: secret.knock_mac(&knock_bytes(Hash::of(&key_package), name, pledge)),
        key_package: bytes(key_package),
    };
    let circle = HpkePublic::from_bytes(&preview.knock);
    seal::knock::seal_knock(&circle, secret.mailbox(), &wire::encode(&letter)).map_err(internal)
}

fn check_knock<'a>(name: &'a str, words: &str, bond: bool, pledge: bool) -> Result<&'a str, Failure> {
    let name = name.trim();
    if !bond {
        return Err(Failure::new("bond_not_shared"));
    }
    if !pledge {
        return Err(Failure::new("pledge_not_accepted"));
    }
    if !circle::is_member_name(name) {
        return Err(Failure::new("name_unusable"));
    }
    if words.chars().count() > WORDS {
        return Err(Failure::new("text_too_long"));
    }
    Ok(name)
}

/// The circle that was entered is the one that the preview showed, with the pledge that was accepted (R4).
fn check_circle(circle: &Circle, me: MemberId, waiting: &Waiting) -> Result<(), Failure> {
    let pledge = circle::pledge_hash(&waiting.joining.seen.letter.pledge);
    let mine = circle.member(me).is_some_and(|member| member.key == waiting.membership.signer.public());
    if mine && circle.charter().pledge_hash() == pledge { Ok(()) } else { Err(Failure::new("welcome_false")) }
}

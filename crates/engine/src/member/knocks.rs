//! Knocks: reading them, letting newcomers in by rule or by a greeter's word, saying no.

use circle::{Circle, GREETER, InviteId, KEEPER, MemberId, NewMember, OpenInvite, Welcoming};
use minicbor::{Decode, Encode, bytes::ByteVec};
use seal::{
    Group, HpkePublic, HpkeSecret, SigningKey,
    invite::{InviteSecret, KnockMac},
};
use wire::{
    BlobId, CircleId, Code, CommitId, Hash, MailId, MailboxId, Millis,
    circle::Mail,
    mailbox::{MailDelete, MailPost, WaitingMail},
    pow::Stamp,
};
use zeroize::Zeroizing;

use super::{
    Core, Member,
    authority::{Proof, knock_bytes},
    commit::{Newcomer, internal},
    follow::bytes,
    let_back,
};
use crate::{
    api::CallError,
    command::{Failure, Value},
    guest::is_guest,
    reply::read_key,
    suite::Suite,
};

/// Words that a newcomer may add, in characters.
pub(crate) const WORDS: usize = 300;

/// What a knock says, sealed to the circle's knock key.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub(crate) struct KnockLetter {
    #[n(0)]
    pub(crate) invite: InviteId,
    #[n(1)]
    pub(crate) key_package: ByteVec,
    #[n(2)]
    pub(crate) name: String,
    #[n(3)]
    pub(crate) words: String,
    /// Hash of the pledge that the newcomer accepted (R4).
    #[n(4)]
    pub(crate) pledge: Hash,
    #[n(5)]
    pub(crate) reply: MailboxId,
    #[n(6)]
    pub(crate) reply_key: HpkePublic,
    #[n(7)]
    pub(crate) mac: KnockMac,
}

/// What comes back.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub(crate) enum Reply {
    /// Let in by this commit.
    #[n(0)]
    Welcome {
        #[n(0)]
        circle: CircleId,
        #[n(1)]
        commit: CommitId,
        #[n(2)]
        snapshot: BlobId,
        #[n(3)]
        welcome: ByteVec,
    },
    /// Not let in; the code is for the catalogue.
    #[n(1)]
    No {
        #[n(0)]
        code: String,
    },
}

/// A knock that waits for an answer.
#[derive(Debug, Clone)]
pub(crate) struct Knock {
    letter: KnockLetter,
    member: MemberId,
    key: wire::PublicKey,
    mail: (MailboxId, MailId),
    seen: Millis,
    /// A greeter has said yes.
    welcomed: bool,
}

impl Knock {
    /// Whether this device should let the newcomer in now. `rank` staggers the devices.
    pub(crate) fn is_due<S: Suite>(&self, core: &Core<S>, now: Millis, rank: u64) -> bool {
        let is_open = core.circle.charter().welcome == Welcoming::Open && !self.is_by_card(core);
        let by_rule = is_open && now.since(self.seen) >= rank && !is_guest(core);
        self.welcomed || by_rule
    }

    /// Whether a person has to answer it.
    pub(crate) fn asks_greeter<S: Suite>(&self, core: &Core<S>) -> bool {
        let asks = core.circle.charter().welcome == Welcoming::Greeter || self.is_by_card(core);
        !self.welcomed && asks && may_greet(core)
    }

    /// They come by the link that everybody may know: somebody looks who it is.
    pub(crate) fn is_by_card<S: Suite>(&self, core: &Core<S>) -> bool {
        core.circle.invite(self.letter.invite).is_some_and(|open| open.invite.card)
    }

    pub(crate) fn member(&self) -> MemberId {
        self.member
    }

    pub(crate) fn name(&self) -> &str {
        &self.letter.name
    }

    /// Who they are to the circle, if they come as a guest.
    pub(crate) fn guest<S: Suite>(&self, core: &Core<S>) -> Option<String> {
        let visit = core.circle.invite(self.letter.invite)?.invite.guest?;
        core.circle.visits().find(|(at, _)| *at == visit).map(|(_, visit)| visit.label.clone())
    }

    pub(crate) fn words(&self) -> &str {
        &self.letter.words
    }

    pub(crate) fn newcomer(&self) -> Newcomer {
        let letter = &self.letter;
        Newcomer {
            member: NewMember { id: self.member, key: self.key, name: letter.name.clone(), pledge: letter.pledge },
            invite: letter.invite,
            key_package: letter.key_package.to_vec(),
            proof: Proof { key_package: Hash::of(&letter.key_package), mac: letter.mac },
            mail: self.mail,
            reply: (letter.reply, letter.reply_key.clone()),
        }
    }
}

impl<S: Suite> Member<S> {
    /// The mailboxes that this member answers, and their read keys.
    pub(crate) fn mailboxes(&self) -> Vec<(MailboxId, SigningKey)> {
        self.with(|core| {
            let by_rule = core.circle.charter().welcome == Welcoming::Open && !is_guest(core);
            let greets = may_greet(core);
            let answers = |open: &&OpenInvite| greets || (by_rule && !open.invite.card);
            let open = core.circle.invites().filter(answers).filter(|open| open.left() > 0);
            open.map(|open| {
                let secret = InviteSecret::from_stored(open.invite.secret);
                (secret.mailbox(), SigningKey::from_stored(open.invite.read_seed))
            })
            .chain(self.ways_back(&core.circle))
            .chain(core.stranded.reply().map(|asking| (asking.reply, read_key(&asking.reply_key))))
            .collect()
        })
        .unwrap_or_default()
    }

    /// Takes a mail of an invite's mailbox or of a way back.
    pub(crate) fn take_mail(&self, mailbox: MailboxId, mail: &WaitingMail) {
        let now = self.now();
        self.change(|core| {
            if core.stranded.take(mailbox, mail) {
                return;
            }
            if let_back::is_way_back(&core.circle, mailbox) {
                return let_back::take(core, mailbox, mail, now);
            }
            if core.knocks.contains_key(&mail.mail) {
                return;
            }
            if let Some(knock) = read(core, mailbox, mail, now) {
                core.knocks.insert(mail.mail, knock);
            }
        });
    }

    /// A greeter's answer.
    pub(crate) async fn answer_knock(&self, id: &str, admit: bool) -> Result<Value, Failure> {
        let mail = self
            .with(|core| core.knocks.keys().find(|mail| mail.to_hex() == id).copied())
            .flatten()
            .ok_or_else(|| Failure::new("knock_unknown"))?;
        if admit {
            let name_taken = self.change(|core| {
                let name = core.knocks.get(&mail).map(|knock| knock.letter.name.clone()).unwrap_or_default();
                let taken = core.circle.name_is_taken(&name);
                if let Some(knock) = core.knocks.get_mut(&mail) {
                    knock.welcomed = !taken;
                }
                taken
            });
            if name_taken == Some(true) {
                self.say_no(mail, "name_in_use").await?;
            }
        } else {
            self.say_no(mail, "not_let_in").await?;
        }
        Ok(Value::Nothing)
    }

    /// Tells newcomers no whose names are taken by now, so that they can choose another.
    pub(crate) async fn turn_away(&self) -> Result<(), Failure> {
        let taken = self.with(|core| {
            let due = core.knocks.iter().filter(|(_, knock)| knock.is_due(core, self.now(), super::upkeep::rank(core)));
            let taken = due.filter(|(_, knock)| core.circle.name_is_taken(knock.name()));
            taken.map(|(mail, _)| *mail).collect::<Vec<_>>()
        });
        for mail in taken.unwrap_or_default() {
            self.say_no(mail, "name_in_use").await?;
        }
        Ok(())
    }

    async fn say_no(&self, mail: MailId, code: &str) -> Result<(), Failure> {
        let Some(knock) = self.with(|core| core.knocks.get(&mail).cloned()).flatten() else { return Ok(()) };
        let reply = wire::encode(&Reply::No { code: code.to_owned() });
        let letter = &knock.letter;
        let blob = seal::knock::seal_reply(&letter.reply_key, letter.reply, &reply).map_err(internal)?;
        let stamp = Stamp::find(self.io.today(), Hash::of(&blob).as_bytes());
        let post = MailPost { mail: Mail { mailbox: letter.reply, blob: bytes(blob) }, stamp };
        gone_is_fine(self.io.call(&post, None).await)?;
        let key = self.mailboxes().into_iter().find(|(mailbox, _)| *mailbox == knock.mail.0).map(|(_, key)| key);
        if let Some(key) = key {
            gone_is_fine(self.io.call(&MailDelete { mailbox: knock.mail.0, mail: Some(mail) }, Some(&key)).await)?;
        }
        self.change(|core| core.knocks.remove(&mail));
        Ok(())
    }
}

/// The newcomer has given up, or other members have answered.
fn gone_is_fine<T>(result: Result<T, CallError>) -> Result<(), CallError> {
    match result {
        Err(error) if matches!(error.code(), Some(Code::NotFound | Code::Gone)) => Ok(()),
        result => result.map(|_| ()),
    }
}

pub(crate) fn may_greet<S: Suite>(core: &Core<S>) -> bool {
    let me = core.me();
    core.circle.serves(me, GREETER) || core.circle.serves(me, KEEPER)
}

/// Opens what was sealed to one of the circle's knock keys.
pub(crate) fn open_knock(circle: &Circle, mailbox: MailboxId, mail: &WaitingMail) -> Option<Zeroizing<Vec<u8>>> {
    circle.knocks().find_map(|key| {
        let secret: [u8; 32] = key.secret.as_slice().try_into().ok()?;
        seal::knock::open_knock(&HpkeSecret::from_stored(secret), mailbox, &mail.blob).ok()
    })
}

/// Opens and checks a knock; what is not one is left in its mailbox to expire.
fn read<S: Suite>(core: &Core<S>, mailbox: MailboxId, mail: &WaitingMail, now: Millis) -> Option<Knock> {
    let letter: KnockLetter = wire::decode(&open_knock(&core.circle, mailbox, mail)?).ok()?;
    let open = core.circle.invites().find(|open| open.invite.id == letter.invite)?;
    let invite = InviteSecret::from_stored(open.invite.secret);
    let covered = knock_bytes(Hash::of(&letter.key_package), &letter.name, letter.pledge);
    let fits = invite.mailbox() == mailbox && letter.words.chars().count() <= WORDS;
    if !fits || !invite.check_knock(&covered, &letter.mac) {
        return None;
    }
    let leaf = S::Group::key_package_leaf(&letter.key_package).ok()?;
    let member = MemberId(leaf.member);
    if core.circle.member(member).is_some() {
        return None;
    }
    Some(Knock { letter, member, key: leaf.key, mail: (mailbox, mail.mail), seen: now, welcomed: false })
}

//! Making and closing invites: the secret is in the link's fragment and never reaches the server.

use circle::{Body, Invite, InviteId, Seq, Text, Welcoming};
use minicbor::{Decode, Encode, bytes::ByteVec};
use seal::{SigningKey, invite::InviteSecret};
use wire::{
    MailboxId, limits,
    mailbox::{Kind, MailDelete, MailboxMake},
    pow::Stamp,
};

use super::{Member, follow::bytes};
use crate::{
    command::{Failure, Value},
    guest::GuestTerms,
    suite::Suite,
};

/// Words of the inviter in the preview, in characters.
const WORDS: usize = 300;

/// What the link shows before one knocks, sealed under a key from the link.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub(crate) struct PreviewLetter {
    #[n(0)]
    pub(crate) invite: InviteId,
    #[n(1)]
    pub(crate) name: String,
    #[n(2)]
    pub(crate) bond: Text,
    #[n(3)]
    pub(crate) pledge: Text,
    #[n(4)]
    pub(crate) words: String,
    #[n(5)]
    pub(crate) card: Vec<Text>,
    #[n(6)]
    pub(crate) notices: Vec<Text>,
    #[n(7)]
    pub(crate) welcome: Welcoming,
    /// Public HPKE key of the circle's knocks.
    #[n(8)]
    pub(crate) knock: ByteVec,
    /// Whoever comes by it is a guest.
    #[n(9)]
    pub(crate) guest: Option<GuestTerms>,
}

/// What an invite is for.
#[derive(Debug, Clone, Copy)]
struct Plan {
    uses: u32,
    days: u32,
    guest: Option<Seq>,
}

impl<S: Suite> Member<S> {
    /// Makes an invite with its own mailbox, use count and expiry.
    pub(crate) async fn make_invite(&self, uses: u32, days: u32, words: &str) -> Result<Value, Failure> {
        let days = days.clamp(1, limits::EXPIRY_DAYS);
        self.invite(Plan { uses, days, guest: None }, words).await
    }

    /// Makes the link of a guest, once.
    pub(crate) async fn invite_guest(&self, visit: Seq, days: u32, words: &str) -> Result<Value, Failure> {
        let days = days.min(limits::EXPIRY_DAYS);
        self.invite(Plan { uses: 1, days, guest: Some(visit) }, words).await
    }

    async fn invite(&self, plan: Plan, words: &str) -> Result<Value, Failure> {
        let Plan { uses, days, guest } = plan;
        if words.chars().count() > WORDS {
            return Err(Failure::new("text_too_long"));
        }
        let expires = self.io.today().plus(days);
        let secret = self.io.random(InviteSecret::make);
        let read = self.io.random(SigningKey::make);
        let id = InviteId(self.io.bytes());
        let body = |me| Body::InviteMade {
            invite: Invite {
                id,
                secret: *secret.to_stored(),
                read_seed: *read.to_stored(),
                uses,
                expires,
                made_by: me,
                guest,
                card: false,
            },
        };
        let now = self.now();
        let letter = self
            .with(|core| {
                core.circle.would_admit(&core.entry(body(core.me()), now))?;
                let terms = core.circle.visits().find(|(at, _)| Some(*at) == guest);
                let terms = terms.map(|(_, visit)| GuestTerms::of(visit));
                Ok::<_, Failure>(PreviewLetter { guest: terms, ..preview(core, id, words) })
            })
            .unwrap_or_else(|| Err(Failure::new("busy")))?;
        let sealed = self.io.random(|rng| secret.seal_preview(&wire::encode(&letter), rng));
        let mailbox = secret.mailbox();
        let make = MailboxMake {
            mailbox,
            kind: Kind::Knock,
            read: read.public(),
            uses,
            expires,
            preview: bytes(sealed),
            stamp: Stamp::find(self.io.today(), mailbox.as_bytes()),
        };
        self.io.call(&make, Some(&read)).await?;
        let _turn = self.turn.lock().await;
        self.change(|core| core.post(body(core.me()), now)).unwrap_or_else(unreachable_core)?;
        self.send_outbox().await?;
        Ok(Value::Link { fragment: secret.to_fragment().to_string() })
    }

    /// Closes an invite, for the circle and on the server.
    pub(crate) async fn revoke_invite(&self, id: &str) -> Result<Value, Failure> {
        let now = self.now();
        let found =
            self.with(|core| core.circle.invites().find(|open| hex(&open.invite.id.0) == id).cloned()).flatten();
        let open = found.ok_or_else(|| Failure::new("invite_unknown"))?;
        let _turn = self.turn.lock().await;
        self.change(|core| core.post(Body::InviteRevoked { invite: open.invite.id }, now))
            .unwrap_or_else(unreachable_core)?;
        self.send_outbox().await?;
        self.close_mailboxes(vec![mailbox_of(&open.invite)]).await;
        Ok(Value::Nothing)
    }

    /// Where knocks on the circle's invites lie, and the keys that close these mailboxes.
    pub(crate) fn invite_mailboxes(&self) -> Vec<(MailboxId, SigningKey)> {
        self.with(|core| core.circle.invites().map(|open| mailbox_of(&open.invite)).collect()).unwrap_or_default()
    }

    /// The circle's state decides; a mailbox that stays behind takes knocks that nobody answers, and expires.
    pub(crate) async fn close_mailboxes(&self, mailboxes: Vec<(MailboxId, SigningKey)>) {
        for (mailbox, read) in mailboxes {
            let _ = self.io.call(&MailDelete { mailbox, mail: None }, Some(&read)).await;
        }
    }
}

fn mailbox_of(invite: &Invite) -> (MailboxId, SigningKey) {
    (InviteSecret::from_stored(invite.secret).mailbox(), SigningKey::from_stored(invite.read_seed))
}

/// Reads what [`hex`] wrote, of exactly this length.
pub(crate) fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    data_encoding::HEXLOWER.decode(text.as_bytes()).ok()?.try_into().ok()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

fn preview<S: Suite>(core: &super::Core<S>, invite: InviteId, words: &str) -> PreviewLetter {
    let charter = core.circle.charter();
    PreviewLetter {
        invite,
        name: charter.name.clone(),
        bond: charter.bond.clone(),
        pledge: charter.pledge.clone(),
        words: words.trim().to_owned(),
        card: charter.newcomer_card.clone(),
        notices: vec![charter.notices.adult.clone(), charter.notices.not_treatment.clone()],
        welcome: charter.welcome,
        knock: bytes(core.circle.knock().public.clone()),
        guest: None,
    }
}

impl<S: Suite> super::Core<S> {
    /// What the link on the card shows, of a circle that goes by `name` in public: somebody looks who comes by it.
    pub(crate) fn public_preview(&self, invite: InviteId, name: String) -> Vec<u8> {
        wire::encode(&PreviewLetter { name, welcome: Welcoming::Greeter, ..preview(self, invite, "") })
    }
}

/// A command runs only while the core is there.
fn unreachable_core() -> Result<(), circle::Refused> {
    Err(circle::Refused::NotAMember)
}

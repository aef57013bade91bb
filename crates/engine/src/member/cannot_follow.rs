//! A commit whose path is whole for some and broken for this device (RFC 9420 section 16.12). MLS cannot tell that from
//! a commit that is broken for all, so this device goes on as if nobody followed it, and leaves a signed notice with a
//! new KeyPackage in the way back: who has followed that commit lets it in again, who has not leaves the notice alone.

use circle::{Body, Lifetime, MemberId};
use minicbor::{Decode, Encode};
use wire::{CommitId, Hash, MailboxId, mailbox::WaitingMail};

use super::{BoxState, Core, Member, Outgoing, ReturningBox};
use crate::{command::Failure, suite::Suite};

/// Commits that a notice names, the latest: a flood of them costs its author work for each.
pub(crate) const NAMED: usize = 16;

/// A commit that this device cannot follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub(crate) struct Unfollowed {
    #[n(0)]
    pub(crate) commit: CommitId,
    /// Who made it. Their word for the circle counts for nothing until this is settled.
    #[n(1)]
    pub(crate) author: MemberId,
}

/// What this leaf cannot follow, and what it needs to be let in behind it. In the box, so that each device of this
/// person waits for the same answer.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub(crate) struct Notice {
    #[n(0)]
    pub(crate) unfollowed: Vec<Unfollowed>,
    #[n(1)]
    pub(crate) asking: ReturningBox,
}

/// What a device does about commits that it cannot follow.
#[derive(Debug, Default)]
pub(crate) struct Stranded {
    pub(crate) unfollowed: Vec<Unfollowed>,
    /// Written into the box before anybody hears of it.
    pub(crate) asking: Option<ReturningBox>,
    /// How many commits the notice that was posted last names.
    posted: usize,
    answers: Vec<WaitingMail>,
    /// Own acts that were folded since: where others have followed, nobody has seen them.
    unheard: Vec<(Hash, Body)>,
}

impl Stranded {
    pub(crate) fn by(notice: Option<Notice>) -> Self {
        notice.map_or_else(Self::default, |Notice { unfollowed, asking }| Self {
            unfollowed,
            asking: Some(asking),
            ..Self::default()
        })
    }

    pub(crate) fn notice(&self) -> Option<Notice> {
        let asking = self.asking.clone()?;
        Some(Notice { unfollowed: self.unfollowed.clone(), asking })
    }

    pub(crate) fn note(&mut self, commit: CommitId, author: MemberId) {
        if self.unfollowed.iter().any(|known| known.commit == commit) {
            return;
        }
        if self.unfollowed.len() == NAMED {
            self.unfollowed.remove(0);
            self.posted = 0;
        }
        self.unfollowed.push(Unfollowed { commit, author });
    }

    /// A member whose commits this device can follow has gone on from where it stands: so have all.
    pub(crate) fn settle_by(&mut self, author: MemberId, me: MemberId) {
        if author != me && !self.is_author(author) {
            *self = Self::default();
        }
    }

    /// Remembers an own act that others may never see. Those of a meeting are of no use later.
    pub(crate) fn note_own(&mut self, hash: Hash, body: &Body) {
        let lasts = body.lifetime() != Lifetime::OneDay && !matches!(body, Body::KnockReplaced { .. });
        if !self.unfollowed.is_empty() && lasts && self.unheard.iter().all(|(known, _)| *known != hash) {
            self.unheard.push((hash, body.clone()));
        }
    }

    pub(crate) fn is_author(&self, member: MemberId) -> bool {
        self.unfollowed.iter().any(|unfollowed| unfollowed.author == member)
    }

    /// Takes over from an earlier state of this device. Own acts that are to be done again, in order: those that nobody
    /// has seen, once this leaf has been let in behind what it could not follow.
    pub(crate) fn follow_on(&mut self, earlier: Self, is_welcomed: bool) -> Vec<Outgoing> {
        if is_welcomed {
            return earlier.unheard.into_iter().map(|(_, body)| Outgoing::new(body)).collect();
        }
        if !self.unfollowed.is_empty() {
            (self.unheard, self.answers) = (earlier.unheard, earlier.answers);
        }
        Vec::new()
    }

    /// Another device of this person has left the notice.
    pub(crate) fn adopt(&mut self, notice: Notice) {
        for Unfollowed { commit, author } in notice.unfollowed {
            self.note(commit, author);
        }
        if self.asking.as_ref() != Some(&notice.asking) {
            self.asking = Some(notice.asking);
            self.posted = 0;
        }
    }

    /// The author of what this device cannot follow has answered, as only others may, and has used the KeyPackage up:
    /// others need a new one.
    pub(crate) fn ask_anew(&mut self) {
        (self.asking, self.posted) = (None, 0);
    }

    /// Where the answer will lie.
    pub(crate) fn reply(&self) -> Option<&ReturningBox> {
        self.asking.as_ref().filter(|_| self.posted > 0)
    }

    /// Takes a mail if it is an answer.
    pub(crate) fn take(&mut self, mailbox: MailboxId, mail: &WaitingMail) -> bool {
        let is_answer = self.reply().is_some_and(|asking| asking.reply == mailbox);
        if is_answer {
            self.answers.push(mail.clone());
        }
        is_answer
    }
}

impl<S: Suite> Member<S> {
    /// Leaves the notice, and follows the answer. Hold [`Self::turn`].
    pub(crate) async fn mind_unfollowed(&self) -> Result<(), Failure> {
        let Some(home) = self.home.get().filter(|_| self.with(Core::is_stranded) == Some(true)) else {
            return Ok(());
        };
        if self.with(|core| core.stranded.asking.is_none()) == Some(true) {
            let asking = self.make_asking()?;
            self.change(|core| core.stranded.asking = Some(asking));
            if !self.save().await? {
                self.change(|core| core.stranded.asking = None);
                return self.reload().await;
            }
        }
        let (Some(asking), Some(named)) =
            (self.with(|core| core.stranded.asking.clone()).flatten(), self.with(Core::unfollowed))
        else {
            return Ok(());
        };
        if self.with(|core| core.stranded.posted) != Some(named.len()) {
            self.ask(home, &asking, &named).await?;
            self.change(|core| core.stranded.posted = named.len());
            self.reopen_if_moved();
        }
        for mail in self.change(|core| std::mem::take(&mut core.stranded.answers)).unwrap_or_default() {
            let Some(etag) = self.with(|core| core.etag) else { return Ok(()) };
            if self.take_answer(home, etag, &asking, &mail).await.is_some() {
                return self.read_kept_again().await;
            }
        }
        Ok(())
    }

    /// What was kept before is read by the key ring, as on a new device.
    async fn read_kept_again(&self) -> Result<(), Failure> {
        let (etag, state) = self.get_box().await?;
        if let BoxState::Member(state) = state {
            self.load_from(etag, *state).await?;
        }
        self.sync_all().await
    }
}

impl<S: Suite> Core<S> {
    fn is_stranded(&self) -> bool {
        !self.stranded.unfollowed.is_empty()
    }

    fn unfollowed(&self) -> Vec<CommitId> {
        self.stranded.unfollowed.iter().map(|unfollowed| unfollowed.commit).collect()
    }
}

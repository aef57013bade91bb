//! Keeping the way back open while all is well: its mailbox lives on, and the vault knows it.

use circle::{Circle, KnockKey};
use seal::{SigningKey, WayBack};
use wire::{
    Day, MailboxId, limits,
    mailbox::{Kind, MailboxMake},
    pow::Stamp,
};

use super::{Member, follow::bytes};
use crate::{account::Home, command::Failure, suite::Suite};

/// Members who may ask in one mailbox, before it is renewed.
const USES: u32 = 4 * limits::MEMBERS as u32;

impl<S: Suite> Member<S> {
    /// The mailboxes where members who have lost their place ask, and their read keys; the present one once it is made.
    pub(crate) fn ways_back(&self, circle: &Circle) -> Vec<(MailboxId, SigningKey)> {
        let made = self.way_kept.get().map(|(back, _)| back);
        let there = |knock: &&KnockKey| knock.back != circle.knock().back || made == Some(knock.back);
        let ways = circle.knocks().filter(there).map(|knock| WayBack::from_seed(knock.back));
        ways.map(|way| (way.mailbox(), way.read_key())).collect()
    }

    /// Renews the mailboxes once a day, and notes a new way back in the vault. Earlier ways are renewed too: whoever is
    /// away knows no other.
    pub(crate) async fn keep_way_back(&self) -> Result<(), Failure> {
        let Some((circle, knocks)) = self.with(|core| (core.id, core.circle.knocks().cloned().collect::<Vec<_>>()))
        else {
            return Ok(());
        };
        let Some(back) = knocks.first().map(|knock| knock.back) else { return Ok(()) };
        let (home, today) = (Home { circle, back }, self.io.today());
        if self.way_kept.get() != Some((home.back, today)) {
            for knock in &knocks {
                self.renew_way(knock, today).await?;
            }
            self.way_kept.set(Some((home.back, today)));
            self.reopen_if_moved();
        }
        if self.home.get() != Some(home) {
            self.app()?.set_home(self.me(), home).await?;
            self.home.set(Some(home));
        }
        Ok(())
    }

    async fn renew_way(&self, knock: &KnockKey, today: Day) -> Result<(), Failure> {
        let way = WayBack::from_seed(knock.back);
        let mailbox = way.mailbox();
        let make = MailboxMake {
            mailbox,
            kind: Kind::Repair,
            read: way.read_key().public(),
            uses: USES,
            expires: today.plus(limits::EXPIRY_DAYS),
            preview: bytes(self.io.random(|rng| way.seal_knock_key(&knock.public, rng))),
            stamp: Stamp::find(today, mailbox.as_bytes()),
        };
        self.io.call(&make, Some(&way.read_key())).await?;
        Ok(())
    }
}

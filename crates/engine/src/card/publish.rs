//! Publishing what was agreed, seeing that the server shows just that, and that what was taken back is gone.

use calendar::Series;
use card::Card;
use circle::{CardKeys, Published};
use seal::{Domain, SigningKey, invite::InviteSecret};
use wire::{
    Code, Day, PublicKey,
    card::{CardDelete, CardGet, CardPut, CardState, Signed},
    limits,
    mailbox::{Kind, MailDelete, MailboxMake, PreviewGet},
    pow::Stamp,
};

use super::view::CardShown;
use crate::{
    api::CallError,
    command::Failure,
    member::{Core, Member, bytes, rank},
    suite::Suite,
};

/// What is to be shown.
struct Wanted {
    published: Published,
    schedule: Vec<Series>,
    /// This device is one of those that publish.
    keeps: bool,
    rank: u64,
}

impl Wanted {
    fn of<S: Suite>(core: &Core<S>) -> Option<Self> {
        let published = core.circle.card()?.clone();
        let schedule = published.plan.series.iter().filter_map(|id| core.circle.series(*id));
        let schedule = schedule.map(|planned| planned.series.clone()).collect();
        Some(Self { published, schedule, keeps: core.circle.keeps(core.me()), rank: rank(core) })
    }

    fn key(&self) -> SigningKey {
        SigningKey::from_stored(self.published.keys.seed)
    }

    fn knock(&self) -> Option<String> {
        let keys = &self.published.keys;
        let fragment = || InviteSecret::from_stored(keys.secret).to_fragment().to_string();
        self.published.plan.knock.then(fragment)
    }

    fn card(&self, version: u64, until: Day) -> Card {
        Card {
            key: self.key().public(),
            version,
            revision: self.published.revision,
            until,
            words: self.published.plan.words.clone(),
            schedule: self.schedule.clone(),
            knock: self.knock(),
        }
    }

    /// What the server shows of it, and the card, if it is one.
    fn judge(&self, state: &CardState) -> (CardShown, Option<Card>) {
        let Some(signed) = &state.signed else {
            return (if state.hidden { CardShown::Hidden } else { CardShown::Missing }, None);
        };
        let Some(card) = card::open(signed).ok().filter(|card| card.key == self.key().public()) else {
            return (CardShown::Differs, None);
        };
        let wanted = self.card(card.version, card.until);
        let shown = if card.revision < wanted.revision {
            CardShown::Earlier
        } else if (card.revision, &card.words, &card.knock) != (wanted.revision, &wanted.words, &wanted.knock) {
            CardShown::Differs
        } else if state.hidden {
            CardShown::Hidden
        } else if card.schedule == wanted.schedule {
            CardShown::AsAgreed
        } else {
            CardShown::Earlier
        };
        (shown, Some(card))
    }
}

impl<S: Suite> Member<S> {
    /// Looks at times whether the server shows what the circle agreed on; who keeps the circle sees to it. Hold
    /// [`Self::turn`].
    pub(crate) async fn keep_card(&self) -> Result<(), Failure> {
        let now = self.now();
        let wanted = self.with(Wanted::of).flatten();
        let back = self.with(|core| core.circle.cards_taken_back().len());
        if wanted.is_none() && back.unwrap_or_default() == 0 {
            self.card_watch.borrow_mut().rest();
            return Ok(());
        }
        let spread = || u64::from_be_bytes(self.io.bytes());
        let rank = wanted.as_ref().filter(|wanted| wanted.keeps).map(|wanted| wanted.rank);
        let agreed = wanted.as_ref().map(|wanted| (wanted.published.revision, wanted.schedule.as_slice()));
        let due = {
            let mut watch = self.card_watch.borrow_mut();
            watch.note(agreed, now, spread, rank);
            watch.is_due(now)
        };
        if !due {
            return Ok(());
        }
        let looked = match &wanted {
            Some(wanted) => self.look_at_card(wanted).await,
            None => Ok(CardShown::Unknown),
        };
        let gone = self.see_cards_gone().await;
        if let Some(wanted) = &wanted {
            // It is made after the circle has agreed on it, by whichever device comes first.
            self.watch_again(InviteSecret::from_stored(wanted.published.keys.secret).mailbox());
        }
        match looked {
            Ok(shown) => self.card_watch.borrow_mut().looked(shown, now),
            Err(_) => self.card_watch.borrow_mut().failed(now),
        }
        self.io.changed();
        looked.map(|_| ()).and(gone)
    }

    /// Cards that were taken back are deleted where they are shown; whoever keeps the circle sees to it.
    pub(crate) async fn see_cards_gone(&self) -> Result<(), Failure> {
        let back = self.with(|core| {
            let keeps = core.circle.keeps(core.me());
            let back = core.circle.cards_taken_back().iter().filter(|_| keeps);
            back.map(|back| back.keys.clone()).collect::<Vec<CardKeys>>()
        });
        for keys in back.unwrap_or_default() {
            let key = SigningKey::from_stored(keys.seed);
            if self.card_watch.borrow().gone.contains(&key.public()) {
                continue;
            }
            let read = SigningKey::from_stored(keys.read_seed);
            let mailbox = InviteSecret::from_stored(keys.secret).mailbox();
            missing_is_fine(self.io.call(&CardDelete { key: key.public() }, Some(&key)).await)?;
            missing_is_fine(self.io.call(&MailDelete { mailbox, mail: None }, Some(&read)).await)?;
            self.card_watch.borrow_mut().gone.insert(key.public());
        }
        Ok(())
    }

    async fn look_at_card(&self, wanted: &Wanted) -> Result<CardShown, Failure> {
        let key = wanted.key().public();
        let state = match self.io.call(&CardGet { key }, None).await {
            Err(error) if error.code() == Some(Code::NotFound) => return Ok(CardShown::NoDirectory),
            state => state?,
        };
        let (shown, card) = wanted.judge(&state);
        if !wanted.keeps {
            return Ok(shown);
        }
        self.keep_card_door(wanted).await?;
        let today = self.io.today();
        let is_fresh = |card: &Card| card.until >= today.plus(limits::CARD_DAYS - limits::CARD_FRESH_DAYS);
        let restore = self.card_watch.borrow().restore;
        let publish = match shown {
            CardShown::Missing | CardShown::Earlier => true,
            CardShown::Differs => restore,
            CardShown::AsAgreed | CardShown::Hidden => card.as_ref().is_some_and(|card| !is_fresh(card)),
            CardShown::Unknown | CardShown::NoDirectory | CardShown::Gone => false,
        };
        if !publish {
            return Ok(shown);
        }
        let version = card.map_or(0, |card| card.version).saturating_add(1);
        let put = self.put_card(wanted.card(version, today.plus(limits::CARD_DAYS)), &wanted.key()).await;
        match put {
            Ok(()) => {
                self.card_watch.borrow_mut().restore = false;
                Ok(if state.hidden { CardShown::Hidden } else { CardShown::AsAgreed })
            }
            Err(error) if error.code() == Some(Code::Gone) => Ok(CardShown::Gone),
            // Another device came first: the next look sees what it has published.
            Err(error) if error.code() == Some(Code::Conflict) => Ok(shown),
            Err(error) => Err(error.into()),
        }
    }

    async fn put_card(&self, card: Card, key: &SigningKey) -> Result<(), CallError> {
        let encoded = card.encode();
        let signature = key.sign(Domain::Card, &encoded);
        let signed = Signed { card: bytes(encoded), signature };
        let stamp = Stamp::find(self.io.today(), &key.public().0);
        self.io.call(&CardPut { key: key.public(), signed, stamp }, Some(key)).await.map(|_| ())
    }

    /// The mailbox behind the card lives a little longer than the card, and takes knocks anew before it has had too many.
    async fn keep_card_door(&self, wanted: &Wanted) -> Result<(), Failure> {
        let keys = &wanted.published.keys;
        let secret = InviteSecret::from_stored(keys.secret);
        let (mailbox, read) = (secret.mailbox(), SigningKey::from_stored(keys.read_seed));
        if !wanted.published.plan.knock {
            return Ok(missing_is_fine(self.io.call(&MailDelete { mailbox, mail: None }, Some(&read)).await)?);
        }
        let today = self.io.today();
        // What was agreed names what the preview says.
        let door = (mailbox, today, wanted.published.revision);
        let fresh = self.card_watch.borrow().door == Some(door);
        let is_open = |uses: u32| uses > limits::CARD_KNOCKS / 2;
        let left = match self.io.call(&PreviewGet { mailbox }, None).await {
            Err(error) if matches!(error.code(), Some(Code::NotFound | Code::Gone)) => 0,
            answer => answer?.uses,
        };
        if fresh && is_open(left) {
            return Ok(());
        }
        let name = wanted.published.plan.words.name.clone();
        let Some(letter) = self.with(|core| core.public_preview(keys.invite, name)) else { return Ok(()) };
        let make = MailboxMake {
            mailbox,
            kind: Kind::Knock,
            read: read.public(),
            uses: limits::CARD_KNOCKS,
            expires: today.plus(limits::CARD_DAYS + limits::CARD_FRESH_DAYS),
            preview: bytes(self.io.random(|rng| secret.seal_preview(&letter, rng))),
            stamp: Stamp::find(today, mailbox.as_bytes()),
        };
        self.io.call(&make, Some(&read)).await?;
        self.card_watch.borrow_mut().door = Some(door);
        Ok(())
    }
}

/// The address of a card's page in the directory.
pub(super) fn page(keys: &CardKeys) -> String {
    let key: PublicKey = SigningKey::from_stored(keys.seed).public();
    format!("/meeting/{}", Card::slug(key))
}

fn missing_is_fine<T>(result: Result<T, CallError>) -> Result<(), CallError> {
    match result {
        Err(error) if error.code() == Some(Code::NotFound) => Ok(()),
        result => result.map(|_| ()),
    }
}

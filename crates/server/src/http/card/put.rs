//! `POST /v1/card/put`: publishes a card, or a later version of it.

use directory::CardKey;
use directory_store::{CardPutting, KeptCard};
use server_store::Store;
use wire::{Code, Problem, account::Done, card::CardPut, limits};

use super::{directory, read, store};
use crate::http::adapter::{Call, Handle, at_most};

impl<S: Store> Handle<S> for CardPut {
    async fn handle(self, call: &Call<'_, S>) -> Result<Done, Problem> {
        at_most(&self.signed.card, limits::CARD)?;
        call.signed_by(&self.key)?;
        call.worked(self.stamp, &self.key.0)?;
        let card = card::open(&self.signed).map_err(|_| Problem::new(Code::Malformed))?;
        if card.key != self.key {
            return Err(Code::Malformed.into());
        }
        let today = call.service.today();
        // A device's clock may be a day ahead.
        if card.until < today || card.until > today.plus(limits::CARD_DAYS + 1) {
            return Err(Code::TooLarge.into());
        }
        let directory = directory(call)?;
        let store = store(&directory);
        let key = CardKey(self.key.0);
        if read(store.card(key)).await?.0.is_none() {
            call.service.limiter.new_card(call.peer)?;
            if read(store.card_count()).await? >= limits::CARDS {
                return Err(Code::Quota.into());
            }
        }
        let kept = KeptCard { version: card.version, until: card.until, signed: self.signed };
        match read(store.put_card(key, kept)).await? {
            CardPutting::Stored | CardPutting::Same => Ok(Done {}),
            CardPutting::Conflict => Err(Code::Conflict.into()),
            CardPutting::Gone => Err(Code::Gone.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use directory::CardKey;
    use directory_store::{
        DirectoryStore, Hidden,
        suite::{card, signed},
    };
    use wire::{
        Code, Millis,
        card::{CardDelete, CardGet, CardPut, CardState, Signed},
        limits,
    };

    use crate::testing::{World, refused};

    const DAY_MS: u64 = 86_400_000;

    fn harbour(version: u64) -> card::Card {
        card(9, version, "Harbour")
    }

    fn put(world: &World, card: &card::Card) -> CardPut {
        CardPut { key: card.key, signed: signed(card, 9), stamp: world.stamp(card.key.0) }
    }

    async fn get(world: &World) -> CardState {
        world.ask(&CardGet { key: harbour(1).key }).await.unwrap()
    }

    #[tokio::test]
    async fn a_card_is_published_changed_and_taken_back_by_its_key_alone() {
        let world = World::listing().await;
        assert_eq!(get(&world).await, CardState { signed: None, hidden: false });
        assert_eq!(refused(world.signed(8, &put(&world, &harbour(1))).await), Code::NotAuthorised);
        assert_eq!(refused(world.ask(&put(&world, &harbour(1))).await), Code::NotAuthorised);
        for _ in 0..2 {
            world.signed(9, &put(&world, &harbour(1))).await.unwrap();
        }
        assert_eq!(get(&world).await.signed, Some(signed(&harbour(1), 9)));
        world.signed(9, &put(&world, &harbour(2))).await.unwrap();
        assert_eq!(refused(world.signed(9, &put(&world, &harbour(1))).await), Code::Conflict, "an older one");
        assert_eq!(get(&world).await.signed, Some(signed(&harbour(2), 9)));
        let delete = CardDelete { key: harbour(1).key };
        assert_eq!(refused(world.signed(8, &delete).await), Code::NotAuthorised);
        assert_eq!(refused(world.ask(&delete).await), Code::NotAuthorised);
        world.signed(9, &delete).await.unwrap();
        assert_eq!(get(&world).await.signed, None);
        assert_eq!(refused(world.signed(9, &put(&world, &harbour(3))).await), Code::Gone, "for good");
        world.signed(9, &delete).await.unwrap();
    }

    #[tokio::test]
    async fn what_the_key_has_not_signed_is_no_card() {
        let world = World::listing().await;
        let good = put(&world, &harbour(1));
        let mut edited = harbour(1);
        edited.words.name = "Harbor".to_owned();
        let mut unusable = harbour(1);
        unusable.words.name = "\u{202E}x".to_owned();
        for wrong in [
            Signed { card: edited.encode().into(), ..good.signed.clone() },
            signed(&harbour(1), 8),
            signed(&unusable, 9),
            signed(&card(8, 1, "Foreign"), 8),
            Signed { card: b"card".to_vec().into(), ..good.signed.clone() },
        ] {
            let put = CardPut { signed: wrong, ..good.clone() };
            assert_eq!(refused(world.signed(9, &put).await), Code::Malformed);
        }
        assert_eq!(get(&world).await.signed, None);
    }

    #[tokio::test]
    async fn limits_and_work() {
        let world = World::listing().await;
        let until = |days: u32| card::Card { until: world.today().plus(days), ..harbour(1) };
        let mut lazy = put(&world, &harbour(1));
        lazy.stamp.number += 1;
        assert_eq!(refused(world.signed(9, &lazy).await), Code::ProofOfWork);
        let large = Signed { card: vec![0; limits::CARD + 1].into(), ..signed(&harbour(1), 9) };
        let large = CardPut { signed: large, ..put(&world, &harbour(1)) };
        assert_eq!(refused(world.signed(9, &large).await), Code::TooLarge);
        assert_eq!(refused(world.signed(9, &put(&world, &until(limits::CARD_DAYS + 2))).await), Code::TooLarge);
        let over = card::Card { until: wire::Day(world.today().0 - 1), ..harbour(1) };
        assert_eq!(refused(world.signed(9, &put(&world, &over)).await), Code::TooLarge);
        world.signed(9, &put(&world, &until(1))).await.unwrap();
        world.pass(2 * DAY_MS);
        assert_eq!(get(&world).await.signed, None, "nobody has renewed it");
        let bare = World::new();
        assert_eq!(refused(bare.signed(9, &put(&bare, &harbour(1))).await), Code::NotFound, "no directory");
    }

    #[tokio::test]
    async fn all_pages_and_feeds_have_it_until_it_goes() {
        let world = World::listing().await;
        let mut card = harbour(1);
        card.schedule = world.schedule();
        world.signed(9, &put(&world, &card)).await.unwrap();
        world.look().await;
        let slug = card::Card::slug(card.key);
        let page = world.page(&format!("/meeting/{slug}")).await;
        for words in ["Harbour", "We remember together.", "/join#AQIDBAUGBwgJCgsMDQ4PEA", "/calendar.ics"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        let places = [
            ("/sitemap.xml", slug.as_str()),
            ("/feeds/meetings.json", "Harbour"),
            ("/api/v1/meetings?problem=grief", "\"kind\":\"circle\""),
            ("/client_interface/json/?switcher=GetSearchResults", "Harbour"),
            ("/feeds/meetings.ics", "Harbour"),
        ];
        let anywhere = async |wanted: bool| {
            for (place, words) in places {
                let page = world.page(place).await;
                assert_eq!(page.contains(words), wanted, "{place}: {page}");
            }
        };
        anywhere(true).await;
        for place in [format!("/meeting/{slug}/card"), format!("/meeting/{slug}/calendar.ics")] {
            assert!(world.page(&place).await.contains("Harbour"), "{place}");
        }
        assert!(world.finds("q=harbour&problem=grief").await.contains(&slug));
        let hide = async |hidden| {
            let store = world.directory_store();
            assert!(store.hide(Hidden::Card(CardKey(card.key.0)), hidden, Millis(0)).await.unwrap());
            world.look().await;
        };
        hide(true).await;
        assert!(get(&world).await.hidden, "members are told");
        anywhere(false).await;
        hide(false).await;
        anywhere(true).await;
        world.signed(9, &CardDelete { key: card.key }).await.unwrap();
        world.look().await;
        anywhere(false).await;
        assert!(!world.finds("q=harbour").await.contains(&slug));
    }
}

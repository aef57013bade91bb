//! Both halves against each other.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use login::{Error, Ksf, Stretch, TestKsf, client, server};
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use wire::LoginHash;

struct World {
    rng: ChaCha20Rng,
    setup: server::Setup,
    pepper: server::Pepper,
}

fn world() -> World {
    let mut rng = ChaCha20Rng::seed_from_u64(7);
    World { setup: server::Setup::generate(&mut rng), pepper: server::Pepper::generate(&mut rng), rng }
}

impl World {
    fn register<K: Ksf>(&mut self, name: u8, passphrase: &[u8]) -> (client::ExportKey, Vec<u8>) {
        let (state, request) = client::register_start::<K>(&mut self.rng, passphrase).unwrap();
        let id = self.pepper.login_id(LoginHash([name; 32]));
        let response = server::register(&self.setup, id, &request).unwrap();
        let (key, upload) = client::register_finish(state, &mut self.rng, passphrase, &response).unwrap();
        (key, server::record(&upload).unwrap())
    }

    /// Lengths of request and response, then what the client got.
    fn sign_in<K: Ksf>(
        &mut self,
        name: u8,
        passphrase: &[u8],
        record: Option<&[u8]>,
    ) -> (usize, usize, Result<client::ExportKey, Error>) {
        let (state, request) = client::sign_in_start::<K>(&mut self.rng, passphrase).unwrap();
        let id = self.pepper.login_id(LoginHash([name; 32]));
        let (attempt, response) = server::sign_in_start(&self.setup, &mut self.rng, id, record, &request).unwrap();
        let result = client::sign_in_finish(state, &mut self.rng, passphrase, &response).map(|(key, last)| {
            server::sign_in_finish(attempt, &last).unwrap();
            key
        });
        (request.len(), response.len(), result)
    }
}

#[test]
fn the_right_passphrase_gives_the_same_export_key_each_time() {
    let mut world = world();
    let (key, record) = world.register::<TestKsf>(1, b"five plain words make it");
    assert_eq!(record.len(), 192);
    for _ in 0..2 {
        assert_eq!(world.sign_in::<TestKsf>(1, b"five plain words make it", Some(&record)), (96, 320, Ok(key.clone())));
    }
}

#[test]
fn wrong_passphrase_and_unknown_name_look_alike() {
    let mut world = world();
    let (_, record) = world.register::<TestKsf>(1, b"right");
    let wrong = world.sign_in::<TestKsf>(1, b"wrong", Some(&record));
    let unknown = world.sign_in::<TestKsf>(2, b"right", None);
    assert_eq!(wrong, (96, 320, Err(Error::NotAccepted)));
    assert_eq!(unknown, wrong);
}

#[test]
fn the_real_stretching_works_and_differs_from_none() {
    let mut world = world();
    let (key, record) = world.register::<Stretch>(1, b"right");
    assert_eq!(world.sign_in::<Stretch>(1, b"right", Some(&record)).2, Ok(key));
    assert_eq!(world.sign_in::<TestKsf>(1, b"right", Some(&record)).2, Err(Error::NotAccepted));
}

#[test]
fn a_setup_survives_storing_and_a_foreign_one_fails() {
    let mut world = world();
    let (key, record) = world.register::<TestKsf>(1, b"right");
    world.setup = server::Setup::from_bytes(&world.setup.to_bytes()).unwrap();
    assert_eq!(world.sign_in::<TestKsf>(1, b"right", Some(&record)).2, Ok(key));
    world.setup = server::Setup::generate(&mut world.rng);
    assert_eq!(world.sign_in::<TestKsf>(1, b"right", Some(&record)).2, Err(Error::NotAccepted));
    assert!(server::Setup::from_bytes(&[0; 10]).is_err());
}

#[test]
fn damaged_messages_are_malformed() {
    let mut world = world();
    let id = world.pepper.login_id(LoginHash([1; 32]));
    for length in [0, 1, 31, 33, 95, 191, 193, 500] {
        let junk = vec![0xff; length];
        assert_eq!(server::register(&world.setup, id, &junk).err(), Some(Error::Malformed), "register {length}");
        assert_eq!(server::record(&junk).err(), Some(Error::Malformed), "record {length}");
        let start = server::sign_in_start(&world.setup, &mut world.rng, id, None, &junk);
        assert_eq!(start.err(), Some(Error::Malformed), "sign in {length}");
    }
}

#[test]
fn what_follows_a_message_makes_it_malformed() {
    let mut world = world();
    let id = world.pepper.login_id(LoginHash([1; 32]));
    let longer = |message: &[u8]| [message, &[0]].concat();
    let (registering, request) = client::register_start::<TestKsf>(&mut world.rng, b"right").unwrap();
    assert_eq!(server::register(&world.setup, id, &longer(&request)), Err(Error::Malformed));
    let response = server::register(&world.setup, id, &request).unwrap();
    let (again, _) = client::register_start::<TestKsf>(&mut world.rng, b"right").unwrap();
    let refused = client::register_finish(again, &mut world.rng, b"right", &longer(&response));
    assert_eq!(refused.err(), Some(Error::Malformed));
    let (_, upload) = client::register_finish(registering, &mut world.rng, b"right", &response).unwrap();
    assert_eq!(server::record(&longer(&upload)), Err(Error::Malformed));
    let record = server::record(&upload).unwrap();
    let (signing_in, start) = client::sign_in_start::<TestKsf>(&mut world.rng, b"right").unwrap();
    let refused = server::sign_in_start(&world.setup, &mut world.rng, id, Some(&record), &longer(&start));
    assert_eq!(refused.err(), Some(Error::Malformed));
    let (attempt, answer) = server::sign_in_start(&world.setup, &mut world.rng, id, Some(&record), &start).unwrap();
    let (other, _) = client::sign_in_start::<TestKsf>(&mut world.rng, b"right").unwrap();
    let refused = client::sign_in_finish(other, &mut world.rng, b"right", &longer(&answer));
    assert_eq!(refused.err(), Some(Error::Malformed));
    let (_, end) = client::sign_in_finish(signing_in, &mut world.rng, b"right", &answer).unwrap();
    assert_eq!(server::sign_in_finish(attempt, &longer(&end)), Err(Error::Malformed));
    assert!(server::Setup::from_bytes(&longer(&world.setup.to_bytes())).is_err());
}

#[test]
fn a_forged_finalization_is_not_accepted() {
    let mut world = world();
    let (_, record) = world.register::<TestKsf>(1, b"right");
    let (_, request) = client::sign_in_start::<TestKsf>(&mut world.rng, b"right").unwrap();
    let id = world.pepper.login_id(LoginHash([1; 32]));
    let (attempt, _) = server::sign_in_start(&world.setup, &mut world.rng, id, Some(&record), &request).unwrap();
    assert_eq!(server::sign_in_finish(attempt, &[7; 64]), Err(Error::NotAccepted));
}

#[test]
fn a_login_id_depends_on_name_and_pepper() {
    let mut world = world();
    let one = world.pepper.login_id(LoginHash([1; 32]));
    assert_eq!(one, server::Pepper::from_bytes(*world.pepper.as_bytes()).login_id(LoginHash([1; 32])));
    assert_ne!(one, world.pepper.login_id(LoginHash([2; 32])));
    assert_ne!(one, server::Pepper::generate(&mut world.rng).login_id(LoginHash([1; 32])));
}

//! Sign-up, sign-in, a new passphrase and a recovery against the server's half.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use login::{TestKsf, server};
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use seal::{
    account::{BadName, Registered, Registering, SignedIn, SigningIn, VaultKey, login_hash, open_vault, seal_vault},
    code::RecoveryCode,
    pad::TooLarge,
    words::{Passphrase, Weakness},
};
use wire::{Etag, LoginHash, limits};

struct Server {
    setup: server::Setup,
    id: server::LoginId,
    rng: ChaCha20Rng,
}

fn server_for(login: LoginHash) -> Server {
    let mut rng = ChaCha20Rng::seed_from_u64(3);
    let setup = server::Setup::generate(&mut rng);
    let id = server::Pepper::generate(&mut rng).login_id(login);
    Server { setup, id, rng }
}

impl Server {
    fn register(&mut self, passphrase: &Passphrase, key: &VaultKey, login: LoginHash) -> (Registered, Vec<u8>) {
        let (state, request) = Registering::<TestKsf>::start(passphrase.clone(), &mut self.rng).unwrap();
        let response = server::register(&self.setup, self.id, &request).unwrap();
        let registered = state.finish(&response, key, login, &mut self.rng).unwrap();
        let record = server::record(&registered.upload).unwrap();
        (registered, record)
    }

    fn sign_in(&mut self, passphrase: Passphrase, record: Option<&[u8]>) -> Result<SignedIn, login::Error> {
        let (state, request) = SigningIn::<TestKsf>::start(passphrase, &mut self.rng).unwrap();
        let (attempt, response) = server::sign_in_start(&self.setup, &mut self.rng, self.id, record, &request).unwrap();
        let signed_in = state.finish(&response, &mut self.rng)?;
        server::sign_in_finish(attempt, &signed_in.finalization).unwrap();
        Ok(signed_in)
    }
}

#[test]
fn a_passphrase_finds_the_vault_again() {
    let login = login_hash("Quiet  River").unwrap();
    let mut server = server_for(login);
    let passphrase = Passphrase::make(&mut server.rng);
    let key = VaultKey::make(&mut server.rng);
    let (registered, record) = server.register(&passphrase, &key, login);
    let typed = Passphrase::typed(&format!("  {} ", passphrase.as_str().to_uppercase().replace(' ', "   ")));
    let signed_in = server.sign_in(typed, Some(&record)).unwrap();
    assert!(signed_in.kek.unwrap(login, &registered.wrapped_vault_key).unwrap() == key);
    let other = login_hash("another").unwrap();
    assert!(signed_in.kek.unwrap(other, &registered.wrapped_vault_key).is_err());
    assert_eq!(server.sign_in(Passphrase::typed("wrong"), Some(&record)).unwrap_err(), login::Error::NotAccepted);
    assert_eq!(server.sign_in(passphrase, None).unwrap_err(), login::Error::NotAccepted);
}

#[test]
fn a_new_passphrase_shuts_out_the_old_one() {
    let login = login_hash("river").unwrap();
    let mut server = server_for(login);
    let (old, new) = (Passphrase::make(&mut server.rng), Passphrase::make(&mut server.rng));
    let (first, second) = (VaultKey::make(&mut server.rng), VaultKey::make(&mut server.rng));
    server.register(&old, &first, login);
    let (registered, record) = server.register(&new, &second, login);
    assert!(server.sign_in(old, Some(&record)).is_err());
    let signed_in = server.sign_in(new, Some(&record)).unwrap();
    assert!(signed_in.kek.unwrap(login, &registered.wrapped_vault_key).unwrap() == second);
    assert_ne!(first.capability().public(), second.capability().public());
}

#[test]
fn the_paper_opens_the_account() {
    let login = login_hash("river").unwrap();
    let mut rng = ChaCha20Rng::seed_from_u64(4);
    let (code, key) = (RecoveryCode::make(&mut rng), VaultKey::make(&mut rng));
    let record = code.seal_record(&key, login, &mut rng);
    let typed = RecoveryCode::parse(&code.to_printed()).unwrap();
    assert_eq!((typed.id(), typed.auth().public()), (record.code, record.auth));
    let (found, whose) = typed.open_record(&record.sealed).unwrap();
    assert!(found == key && whose == login);
    assert!(RecoveryCode::make(&mut rng).open_record(&record.sealed).is_err());
}

#[test]
fn codes_are_read_as_people_write_them() {
    let code = RecoveryCode::from_stored([0x10; 16]);
    let printed = code.to_printed();
    insta::assert_snapshot!(*printed, @"2081-040G-2081-040G-2081-040G-23H6-1W7R");
    let variants = [
        printed.to_lowercase(),
        printed.replace('-', " "),
        printed.replace('-', ""),
        printed.replace('0', "o"),
        printed.replace('0', "O").replace('1', "l"),
        printed.replace('1', "I"),
        format!("\n {} ", printed.replace('-', " - ")),
        printed.replace('-', "\u{2013}"),
    ];
    for text in variants {
        assert!(RecoveryCode::parse(&text).is_ok_and(|found| found == code), "{text}");
    }
    for at in (0..printed.len()).filter(|at| printed.as_bytes()[*at] != b'-') {
        let mut wrong = printed.as_bytes().to_vec();
        wrong[at] = if wrong[at] == b'Z' { b'Y' } else { b'Z' };
        let wrong = String::from_utf8(wrong).unwrap();
        assert!(RecoveryCode::parse(&wrong).is_err(), "{wrong}");
    }
    for text in ["", "0000", "UUUU-UUUU", &printed[1..], &format!("{}0", *printed), "سلام"] {
        assert!(RecoveryCode::parse(text).is_err(), "{text}");
    }
}

#[test]
fn a_vault_is_always_the_same_size() {
    let (login, mut rng) = (LoginHash([1; 32]), ChaCha20Rng::seed_from_u64(5));
    let key = VaultKey::make(&mut rng);
    let fits = limits::VAULT - 32 - seal::aead::OVERHEAD - 1;
    for len in [0, 1, 4096, fits] {
        let plain = vec![7; len];
        let blob = seal_vault(&key, login, Etag([2; 32]), &plain, &mut rng).unwrap();
        assert_eq!(blob.len(), limits::VAULT);
        let opened = open_vault(&key, login, &blob).unwrap();
        assert_eq!((opened.previous, opened.plain.as_slice()), (Etag([2; 32]), plain.as_slice()));
        assert!(open_vault(&key, LoginHash([2; 32]), &blob).is_err());
        let mut rolled = blob.clone();
        rolled[0] ^= 1;
        assert!(open_vault(&key, login, &rolled).is_err(), "the etag in front is bound");
    }
    assert_eq!(seal_vault(&key, login, Etag::NONE, &vec![7; fits + 1], &mut rng), Err(TooLarge));
}

#[test]
fn names_have_one_form() {
    for (one, other) in [("Quiet River", " quiet   river "), ("ＲＩＶＥＲ", "river"), ("É", "e\u{301}")] {
        assert_eq!(login_hash(one).unwrap(), login_hash(other).unwrap(), "{one}");
    }
    assert_ne!(login_hash("river").unwrap(), login_hash("rivers").unwrap());
    for (name, refused) in [("", BadName::Empty), (" \t ", BadName::Empty), ("a\u{7}b", BadName::Control)] {
        assert_eq!(login_hash(name), Err(refused), "{name:?}");
    }
    assert_eq!(login_hash(&"n".repeat(65)), Err(BadName::TooLong));
    assert!(login_hash(&"ن".repeat(64)).is_ok());
}

#[test]
fn own_phrases_must_be_as_strong_as_five_words() {
    for (phrase, weakness) in [
        ("", Weakness::TooShort),
        ("password", Weakness::CommonWords),
        ("quietriver quietriver", Weakness::OwnName),
        (";lkjhgvbnm,./'[", Weakness::Keyboard),
        ("aaaaaaaaaaaaaaaaaaaaaaaa", Weakness::Repeats),
        ("abcdefghijklmnop", Weakness::Sequence),
        ("13.10.1987", Weakness::Date),
        ("x7q!", Weakness::TooShort),
        ("i love my dog", Weakness::CommonWords),
    ] {
        let weak = Passphrase::choose(phrase, "quietriver").unwrap_err();
        assert_eq!(weak.weakness, weakness, "{phrase}: {weak:?}");
        assert!(weak.bits < 64.6, "{phrase}");
    }
    let own = Passphrase::choose("The kettle   sang twice before Ibrahim's lorry broke", "quietriver").unwrap();
    assert_eq!(own.as_str(), "the kettle sang twice before ibrahim's lorry broke");
}

#[test]
fn generated_words_are_five_and_strong() {
    let mut rng = ChaCha20Rng::seed_from_u64(6);
    insta::assert_snapshot!(Passphrase::make(&mut rng).as_str(), @"donor overlap outplayed reappoint liable");
    for _ in 0..20 {
        let made = Passphrase::make(&mut rng);
        assert_eq!(made.as_str().split(' ').count(), 5);
        assert!(Passphrase::typed(made.as_str()) == made);
    }
}

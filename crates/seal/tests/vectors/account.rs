//! Accounts, recovery codes, boxes and the ring.

use login::{Stretch, client, server};
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use seal::{
    Key, Kind,
    account::{Registering, SigningIn, VaultKey, login_hash, open_vault, seal_vault},
    aead,
    box_::{self, BoxKey},
    code::RecoveryCode,
    lock,
    words::Passphrase,
};
use serde_json::{Value, json};
use wire::{BoxId, Day, Etag, LoginHash};

use crate::{Counting, hex};

const PHRASE: &str = "zoom abacus yo-yo quiet river";

pub(crate) fn account() -> Value {
    let names = ["quiet river", "  Quiet   RIVER\t", "ＺＯＯＭ", "\u{212A}elvin", "Ünï", "ΣΑΣ", "سلام\u{00A0}عليكم"]
        .map(|name| json!({ "name": name, "login": login_hash(name).ok().map(|login| hex(login.0)) }));
    let login = login_hash("quiet river").expect("a name");
    let vault = VaultKey::from_stored([5; 32]);
    let previous = Etag([19; 32]);
    let blob = seal_vault(&vault, login, previous, b"list", &mut Counting(0)).expect("short");
    assert_eq!(open_vault(&vault, login, &blob).expect("just sealed").plain.as_slice(), b"list");
    let pepper = server::Pepper::from_bytes([27; 32]);
    json!({
        "names": names,
        "login": hex(login.0),
        "pepper": hex(pepper.as_bytes()),
        "login_id": hex(pepper.login_id(login).0),
        "vault_key": hex(*vault.to_stored()),
        "capability_seed": hex(*vault.capability().to_stored()),
        "capability": hex(vault.capability().public().0),
        "previous": hex(previous.0),
        "plain": hex(b"list"),
        "blob": hex(&blob),
        "etag": hex(Etag::of(&blob).0),
        "passphrase": passphrase(login, &vault),
        "stretch": stretch(),
        "lock": lock(),
    })
}

/// One registration and two sign-ins with the real library; what OPAQUE itself does is not repeated elsewhere.
fn passphrase(login: LoginHash, vault: &VaultKey) -> Value {
    let mut rng = ChaCha20Rng::seed_from_u64(28);
    let setup = server::Setup::generate(&mut rng);
    let id = server::Pepper::from_bytes([27; 32]).login_id(login);
    let (state, request) =
        Registering::<Stretch>::start(Passphrase::typed(PHRASE), &mut rng).expect("the library works");
    let response = server::register(&setup, id, &request).expect("well-formed");
    let registered = state.finish(&response, vault, login, &mut rng).expect("well-formed");
    let record = server::record(&registered.upload).expect("well-formed");
    let (state, request) = client::sign_in_start::<Stretch>(&mut rng, PHRASE.as_bytes()).expect("the library works");
    let (_, response) = server::sign_in_start(&setup, &mut rng, id, Some(&record), &request).expect("well-formed");
    let (export_key, _) =
        client::sign_in_finish(state, &mut rng, PHRASE.as_bytes(), &response).expect("the right phrase");
    let typed = Passphrase::typed(" ZOOM abacus  yo-yo quiet river ");
    let (state, request) = SigningIn::<Stretch>::start(typed, &mut rng).expect("the library works");
    let (_, response) = server::sign_in_start(&setup, &mut rng, id, Some(&record), &request).expect("well-formed");
    let signed_in = state.finish(&response, &mut rng).expect("the right phrase");
    assert!(signed_in.kek.unwrap(login, &registered.wrapped_vault_key).expect("the right key") == *vault);
    json!({
        "export_key": hex(export_key.as_bytes()),
        "kek1": hex(*signed_in.kek.to_stored()),
        "wrapped_vault_key": hex(&registered.wrapped_vault_key),
        "wrapped_again": hex(aead::seal(
            &Key::from_stored(*signed_in.kek.to_stored()),
            Kind::VaultKey,
            login.as_bytes(),
            vault.to_stored().as_slice(),
            &mut Counting(0),
        )),
    })
}

fn lock() -> Value {
    let device = Key::from_stored([30; 32]);
    let wrapped =
        lock::wrap::<Stretch>(&device, &Passphrase::typed(PHRASE), &mut Counting(0)).expect("there is memory");
    let opened = lock::unwrap::<Stretch>(&Passphrase::typed(" ZOOM abacus yo-yo  quiet river"), &wrapped);
    assert!(opened.expect("the right words") == device);
    assert!(lock::unwrap::<Stretch>(&Passphrase::typed("zoom abacus yo-yo quiet rivers"), &wrapped).is_err());
    json!({ "device_key": hex(*device.to_stored()), "wrapped": hex(&wrapped) })
}

fn stretch() -> Value {
    use login::Ksf;
    let input = [29_u8; 64];
    let out = Stretch.hash(input.into()).expect("there is memory");
    json!({ "input": hex(input), "out": hex(out) })
}

pub(crate) fn recovery() -> Value {
    let code = RecoveryCode::from_stored([6; 16]);
    let vault = VaultKey::from_stored([5; 32]);
    let login = LoginHash([17; 32]);
    let record = code.seal_record(&vault, login, &mut Counting(0));
    assert!(code.open_record(&record.sealed).is_ok());
    let typed = code.to_printed().to_lowercase().replace('0', "o").replace('1', "l").replace('-', " ");
    assert!(RecoveryCode::parse(&typed).is_ok_and(|found| found == code));
    json!({
        "code": hex(*code.to_stored()),
        "printed": *code.to_printed(),
        "typed": typed,
        "secret": hex(code.secret().0),
        "id": hex(code.id().0),
        "auth_seed": hex(*code.auth().to_stored()),
        "auth": hex(code.auth().public().0),
        "vault_key": hex(*vault.to_stored()),
        "login": hex(login.0),
        "sealed": hex(&*record.sealed),
    })
}

pub(crate) fn boxes() -> Value {
    let key = BoxKey::from_stored([7; 32]);
    let (id, previous, day) = (BoxId([20; 32]), Etag([19; 32]), Day(20_000));
    let ring = key.ring(day);
    let content = box_::seal_box(&key, id, previous, b"content", &mut Counting(0));
    let record = box_::seal_ring(&ring, Etag::NONE, b"keys", &mut Counting(0));
    assert!(box_::open_box(&key, id, &content).is_ok() && box_::open_ring(&ring, &record).is_ok());
    json!({
        "box_key": hex(*key.to_stored()),
        "id": hex(id.0),
        "capability_seed": hex(*key.capability().to_stored()),
        "capability": hex(key.capability().public().0),
        "previous": hex(previous.0),
        "plain": hex(b"content"),
        "blob": hex(&content),
        "ring": {
            "day": day.0,
            "id": hex(ring.id.0),
            "capability_seed": hex(*ring.capability.to_stored()),
            "capability": hex(ring.capability.public().0),
            "previous": hex(Etag::NONE.0),
            "plain": hex(b"keys"),
            "blob": hex(&record),
        },
    })
}

//! What everything else is made of.

use seal::{
    HpkeSecret, Kind, SigningKey, aead,
    pad::{self, Class},
    sign::Domain,
};
use serde_json::{Value, json};

use crate::{Counting, hex, key, signer};

pub(crate) fn aead() -> Value {
    let kinds = [
        ("vault", Kind::Vault),
        ("vault key", Kind::VaultKey),
        ("recovery", Kind::Recovery),
        ("box", Kind::Box),
        ("ring", Kind::Ring),
        ("snapshot", Kind::Snapshot),
        ("entry", Kind::Entry),
        ("envelope", Kind::Envelope),
        ("preview", Kind::Preview),
        ("live", Kind::Live),
        ("device", Kind::Device),
        ("lock", Kind::Lock),
    ];
    let cases = kinds.map(|(label, kind)| {
        let sealed = aead::seal(&key(), kind, b"id", b"plain", &mut Counting(0));
        json!({ "kind": label, "id": hex(b"id"), "plain": hex(b"plain"), "sealed": hex(sealed) })
    });
    json!({ "key": hex(*key().to_stored()), "cases": cases })
}

pub(crate) fn derive() -> Value {
    let keys = [("label", &b"context"[..]), ("label", b""), ("", b"labelcontext")].map(|(label, context)| {
        let out = key().derive(label, context);
        json!({ "label": label, "context": hex(context), "out": hex(*out.to_stored()) })
    });
    json!({
        "key": hex(*key().to_stored()),
        "keys": keys,
        "signing": { "label": "label", "seed": hex(*SigningKey::derive(&key(), "label").to_stored()) },
        "hpke": { "label": "label", "seed": hex(*HpkeSecret::derive(&key(), "label").to_stored()) },
    })
}

pub(crate) fn pad() -> Value {
    let classes = [
        ("box", Class::Box),
        ("entry", Class::Entry),
        ("ring", Class::Ring),
        ("vault", Class::Vault),
        ("note", Class::Note),
        ("pin notes", Class::PinNotes),
    ];
    let cases = classes.map(|(name, class)| {
        let sizes: Vec<Value> = [
            0, 1, 254, 255, 256, 511, 512, 1000, 1919, 1920, 4094, 4095, 4096, 5000, 10_000, 16_271, 16_272, 100_000,
            1_000_000,
        ]
        .into_iter()
        .map(|len| json!([len, pad::pad(&vec![1; len], class).ok().map(|padded| padded.len())]))
        .collect();
        json!({ "class": name, "sizes": sizes })
    });
    let padded = pad::pad(b"plain\x80\0", Class::Entry).map(|padded| hex(&*padded)).ok();
    json!({ "cases": cases, "example": { "class": "entry", "plain": hex(b"plain\x80\0"), "padded": padded } })
}

pub(crate) fn sign() -> Value {
    let domains = [
        ("entry", Domain::Entry),
        ("envelope", Domain::Envelope),
        ("live", Domain::Live),
        ("knock", Domain::Knock),
        ("card", Domain::Card),
    ];
    let cases = domains.map(
        |(name, domain)| json!({ "domain": name, "signature": hex(signer().sign(domain, b"message").as_bytes()) }),
    );
    json!({
        "seed": hex(*signer().to_stored()),
        "public": hex(signer().public().0),
        "message": hex(b"message"),
        "cases": cases,
    })
}

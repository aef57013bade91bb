//! Proofs of requests, answers to a stream's challenge, proofs of work.

use serde_json::{Value, json};
use wire::{
    CircleId, CommitId, Day, PublicKey, auth,
    pow::{Stamp, child_subject},
};

use crate::{Counting, hex, signer};

pub(crate) fn requests() -> Value {
    let (path, body, day) = ("/v1/box/get", b"body", Day(20_000));
    let proof = signer().prove(path, body, day, &mut Counting(0));
    let (challenge, what) = ([12; 32], [13; 32]);
    let PublicKey(public) = signer().public();
    json!({
        "seed": hex(*signer().to_stored()),
        "public": hex(public),
        "proof": {
            "path": path,
            "body": hex(body),
            "day": day.0,
            "random": hex((0..12).collect::<Vec<u8>>()),
            "signed": hex(auth::signed_bytes(path, body, proof.nonce)),
            "header": proof.to_header(),
        },
        "stream": {
            "challenge": hex(challenge),
            "what": hex(what),
            "signed": hex(auth::stream_bytes(&challenge, &what)),
            "signature": hex(signer().answer(&challenge, &what).0),
        },
    })
}

pub(crate) fn work() -> Value {
    let cases = [([33; 32], Day(20_000)), ([34; 32], Day(20_001))].map(|(subject, day)| {
        let stamp = Stamp::find(day, &subject);
        assert!(stamp.holds(day, &subject));
        json!({ "subject": hex(subject), "day": day.0, "number": stamp.number })
    });
    let (circle, parent, place) = (CircleId([35; 32]), CommitId([36; 32]), 17);
    let subject = child_subject(circle, parent, place);
    let place = json!({ "circle": hex(circle.0), "parent": hex(parent.0), "place": place, "subject": hex(subject) });
    json!({ "bits": wire::limits::POW_BITS, "cases": cases, "place": place })
}

//! Invites, the way back, and what is sealed to a public key.

use seal::{
    HpkeSecret, SigningKey, WayBack,
    invite::InviteSecret,
    knock,
    live::MeetingKey,
    pad::{Class, pad},
};
use serde_json::{Value, json};
use wire::MailboxId;

use crate::{Counting, hex, signer, unhex};

const MAILBOX: MailboxId = MailboxId([31; 32]);
const MEETING: [u8; 16] = [21; 16];

pub(crate) fn invite() -> Value {
    let invite = InviteSecret::from_stored([8; 16]);
    let preview = invite.seal_preview(b"preview", &mut Counting(0));
    assert!(invite.open_preview(&preview).is_ok());
    json!({
        "secret": hex(*invite.to_stored()),
        "fragment": *invite.to_fragment(),
        "mailbox": hex(invite.mailbox().0),
        "knock": hex(b"knock"),
        "mac": hex(invite.knock_mac(b"knock").0),
        "plain": hex(b"preview"),
        "preview": hex(preview),
    })
}

pub(crate) fn way_back() -> Value {
    let seed = [32; 32];
    let way = WayBack::from_seed(seed);
    let preview = way.seal_knock_key(b"knock key", &mut Counting(0));
    assert!(way.open_knock_key(&preview).is_ok());
    let read: SigningKey = way.read_key();
    json!({
        "seed": hex(seed),
        "mailbox": hex(way.mailbox().0),
        "read_seed": hex(*read.to_stored()),
        "read": hex(read.public().0),
        "plain": hex(b"knock key"),
        "preview": hex(preview),
        "knock": hex(b"knock"),
        "old_leaf": hex(signer().public().0),
        "signature": hex(knock::sign_rejoin(&signer(), b"knock").0),
    })
}

/// The library draws the randomness of an encapsulation itself: a stored ciphertext stays as long as it opens.
pub(crate) fn hpke(stored: &Value) -> Value {
    let secret = HpkeSecret::from_stored([9; 32]);
    let public = secret.public();
    let meeting_key = MeetingKey::make(&mut Counting(18));
    let keep = |name: &str, opens: &dyn Fn(&[u8]) -> bool, fresh: &dyn Fn() -> Vec<u8>| {
        let old = unhex(&stored[name]["sealed"]);
        hex(if opens(&old) { old } else { fresh() })
    };
    let knock = keep(
        "knock",
        &|sealed| knock::open_knock(&secret, MAILBOX, sealed).is_ok_and(|plain| *plain == b"knock"),
        &|| knock::seal_knock(&public, MAILBOX, b"knock").expect("a key"),
    );
    let reply = keep(
        "reply",
        &|sealed| knock::open_reply(&secret, MAILBOX, sealed).is_ok_and(|plain| *plain == b"reply"),
        &|| knock::seal_reply(&public, MAILBOX, b"reply").expect("a key"),
    );
    let door = keep(
        "door",
        &|sealed| MeetingKey::open(&secret, MEETING, 1, sealed).is_ok_and(|key| key.check() == meeting_key.check()),
        &|| meeting_key.seal_to(&public, MEETING, 1).expect("a key"),
    );
    // All notes have one length; hours are bound to circle, asking and teller.
    let note_plain = pad(b"note", Class::Note).expect("fits").to_vec();
    let hours_place = [[1; 32].as_slice(), &[20; 16], &[21; 16]].concat();
    let other = |name: &str, what: &str, place: &[u8], plain: &[u8]| {
        keep(name, &|sealed| secret.open(what, place, sealed).is_ok_and(|opened| *opened == plain), &|| {
            public.seal_to(what, place, plain).expect("a key")
        })
    };
    let note = other("note", "note", &MEETING, &note_plain);
    let hours = other("hours", "hours", &hours_place, b"hours");
    json!({
        "seed": hex([9; 32]),
        "public": hex(public.as_bytes()),
        "knock": { "mailbox": hex(MAILBOX.0), "plain": hex(b"knock"), "sealed": knock },
        "reply": { "mailbox": hex(MAILBOX.0), "plain": hex(b"reply"), "sealed": reply },
        "door": { "meeting": hex(MEETING), "i": 1, "key": hex((18..50).collect::<Vec<u8>>()), "sealed": door },
        "note": { "meeting": hex(MEETING), "plain": hex(b"note"), "sealed": note },
        "hours": { "place": hex(&hours_place), "plain": hex(b"hours"), "sealed": hours },
    })
}

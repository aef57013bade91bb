//! Every request, response and frame as it travels. A change here breaks those who have not updated: only ever add.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::fmt::Write as _;

use minicbor::bytes::{ByteArray, ByteVec};
use wire::{
    BlobId, BoxId, CircleId, Code, CodeId, CodeSecret, CommitId, Day, DeleteSecret, Etag, Hash, LoginHash, MailId,
    MailboxId, Problem, PublicKey, Request, Signature, account, auth, card, circle,
    error::ParentState,
    mailbox,
    pow::{Stamp, child_subject},
    sealed_box, stream, template, wake,
};

const STAMP: Stamp = Stamp { day: Day(20_000), number: 77 };

fn blob(byte: u8) -> ByteVec {
    vec![byte; 3].into()
}

/// CBOR in diagnostic notation, with runs of one byte shortened.
fn show<T: minicbor::Encode<()> + for<'b> minicbor::Decode<'b, ()> + PartialEq + std::fmt::Debug>(value: &T) -> String {
    let bytes = wire::encode(value);
    assert_eq!(wire::decode::<T>(&bytes).as_ref(), Ok(value), "round trip");
    let mut text = minicbor::display(&bytes).to_string();
    for byte in 0..=255_u8 {
        for length in [64, 32] {
            text = text
                .replace(&format!("h'{}'", vec![format!("{byte:02x}"); length].join(" ")), &format!("{length}*{byte}"));
        }
    }
    text
}

struct Listing(String);

impl Listing {
    fn pair<R>(&mut self, request: &R, response: &R::Response)
    where
        R: Request + PartialEq + std::fmt::Debug,
        R::Response: PartialEq + std::fmt::Debug,
    {
        let (asked, answered) = (show(request), show(response));
        writeln!(self.0, "{}\n  {asked}\n  {answered}", R::PATH).unwrap();
    }

    fn frame<T>(&mut self, name: &str, frame: &T)
    where
        T: minicbor::Encode<()> + for<'b> minicbor::Decode<'b, ()> + PartialEq + std::fmt::Debug,
    {
        let shown = show(frame);
        writeln!(self.0, "{name}: {shown}").unwrap();
    }
}

fn recovery(byte: u8) -> account::Recovery {
    account::Recovery { code: CodeId([byte; 32]), auth: PublicKey([byte; 32]), sealed: blob(byte) }
}

fn whole_account() -> account::Account {
    account::Account { wrapped_vault_key: blob(1), vault: blob(2), etag: Etag([3; 32]) }
}

#[test]
fn accounts() {
    let (login, stored) = (LoginHash([1; 32]), account::VaultStored { etag: Etag([9; 32]) });
    let mut list = Listing(String::new());
    list.pair(&account::RegisterStart { login, request: blob(2) }, &account::Registration { response: blob(3) });
    list.pair(
        &account::SignUp {
            login,
            upload: blob(2),
            wrapped_vault_key: blob(3),
            vault_cap: PublicKey([4; 32]),
            vault: blob(5),
            recovery: recovery(6),
            stamp: STAMP,
            code: account::SignUpCode::read("aeaq-caib aeaqcaib"),
        },
        &stored,
    );
    list.pair(&account::AboutGet {}, &account::About { sign_up: account::SignUpRule::Invite, founding: true });
    list.pair(
        &account::SignInStart { login, request: blob(2) },
        &account::Credential { attempt: blob(3), response: blob(4) },
    );
    list.pair(&account::SignInFinish { attempt: blob(1), finalization: blob(2) }, &whole_account());
    list.pair(&account::VaultGet { login }, &whole_account());
    list.pair(&account::VaultPut { login, if_match: Etag([2; 32]), vault: blob(3) }, &stored);
    list.pair(
        &account::Rekey {
            login,
            if_match: Etag([2; 32]),
            upload: blob(3),
            wrapped_vault_key: blob(4),
            vault_cap: PublicKey([5; 32]),
            vault: blob(6),
            recovery: recovery(7),
            old_code: CodeSecret([8; 32]),
        },
        &stored,
    );
    list.pair(&account::AccountErase { login, code: CodeSecret([2; 32]) }, &account::Done {});
    list.pair(&account::RecoveryGet { code: CodeId([1; 32]) }, &account::RecoveryRecord { sealed: blob(2) });
    insta::assert_snapshot!(list.0);
}

#[test]
fn boxes() {
    let id = BoxId([1; 32]);
    let put = sealed_box::BoxPut { id, if_match: Etag::NONE, blob: blob(2), new: None };
    let new = sealed_box::NewBox { cap: PublicKey([3; 32]), expires: Some(Day(20_001)), stamp: STAMP };
    let stored = sealed_box::BoxStored { etag: Etag([4; 32]) };
    let mut list = Listing(String::new());
    list.pair(&sealed_box::BoxPut { new: Some(new), ..put.clone() }, &stored);
    list.pair(&put, &stored);
    list.pair(&sealed_box::BoxGet { id }, &sealed_box::BoxContent { blob: blob(2) });
    list.pair(&sealed_box::BoxDelete { id }, &account::Done {});
    insta::assert_snapshot!(list.0);
}

fn child() -> circle::Child {
    circle::Child {
        commit: CommitId([3; 32]),
        child_no: 0,
        cut: 7,
        access: PublicKey([4; 32]),
        envelope: blob(5),
        snapshot: BlobId([6; 32]),
    }
}

fn entry(content: Option<ByteVec>) -> circle::Entry {
    circle::Entry { n: 7, hash: Hash([8; 32]), blob: content, keep: circle::Keep::Brief }
}

#[test]
fn circles() {
    let (circle, at, commit) = (CircleId([1; 32]), CommitId([2; 32]), CommitId([3; 32]));
    let mut list = Listing(String::new());
    list.pair(
        &circle::Found { circle, commit, access: PublicKey([4; 32]), snapshot: blob(5), stamp: STAMP },
        &account::Done {},
    );
    list.pair(
        &circle::Commit {
            circle,
            parent: at,
            commit,
            n_children: 1,
            cut: 7,
            access: PublicKey([4; 32]),
            envelope: blob(5),
            snapshot: blob(6),
            mails: vec![circle::Mail { mailbox: MailboxId([7; 32]), blob: blob(8) }],
            answers: vec![circle::Answered { mailbox: MailboxId([7; 32]), mail: MailId([9; 32]) }],
            stamp: Some(STAMP),
        },
        &circle::Committed { child_no: 1 },
    );
    list.pair(
        &circle::Append { circle, at, blob: blob(3), delete: Hash([4; 32]), keep: circle::Keep::Until(Day(20_030)) },
        &circle::Appended { n: 7, children: 1 },
    );
    list.pair(&circle::Shred { circle, at, commit, n: 7, secret: DeleteSecret([5; 32]) }, &account::Done {});
    list.pair(
        &circle::Read { circle, at, commit, from: 7, from_child: 1 },
        &circle::Page { entries: vec![entry(Some(blob(9))), entry(None)], total: 9, children: vec![child()] },
    );
    list.pair(
        &circle::Path { circle, at },
        &circle::Steps { steps: vec![circle::Step { commit, entries: 7, snapshot: BlobId([6; 32]) }] },
    );
    list.pair(&circle::BlobGet { circle, at, blob: BlobId([6; 32]) }, &circle::BlobContent { blob: blob(7) });
    insta::assert_snapshot!(list.0);
}

#[test]
fn cards() {
    let key = PublicKey([1; 32]);
    let signed = card::Signed { card: blob(2), signature: Signature([3; 64]) };
    let mut list = Listing(String::new());
    list.pair(&card::CardPut { key, signed: signed.clone(), stamp: STAMP }, &account::Done {});
    list.pair(&card::CardDelete { key }, &account::Done {});
    list.pair(&card::CardGet { key }, &card::CardState { signed: Some(signed), hidden: true });
    list.pair(&card::CardGet { key }, &card::CardState { signed: None, hidden: false });
    insta::assert_snapshot!(list.0);
}

#[test]
fn mailboxes() {
    let mailbox = MailboxId([1; 32]);
    let mut list = Listing(String::new());
    for kind in [mailbox::Kind::Knock, mailbox::Kind::Reply, mailbox::Kind::Repair] {
        list.pair(
            &mailbox::MailboxMake {
                mailbox,
                kind,
                read: PublicKey([2; 32]),
                uses: 5,
                expires: Day(20_007),
                preview: blob(3),
                stamp: STAMP,
            },
            &account::Done {},
        );
    }
    list.pair(&mailbox::PreviewGet { mailbox }, &mailbox::Preview { preview: blob(3), uses: 5 });
    list.pair(&mailbox::MailPost { mail: circle::Mail { mailbox, blob: blob(4) }, stamp: STAMP }, &account::Done {});
    let waiting = mailbox::WaitingMail { mail: MailId([5; 32]), blob: blob(4) };
    list.pair(&mailbox::MailRead { mailbox }, &mailbox::Mails { mails: vec![waiting] });
    list.pair(&mailbox::MailDelete { mailbox, mail: Some(MailId([5; 32])) }, &account::Done {});
    list.pair(&mailbox::MailDelete { mailbox, mail: None }, &account::Done {});
    insta::assert_snapshot!(list.0);
}

#[test]
fn templates() {
    let mut list = Listing(String::new());
    let words = [("en".to_owned(), "title = \"Ours\"".to_owned())].into();
    let files = template::TemplateFiles { structure: "id = \"ours\"".to_owned(), words };
    list.pair(&template::TemplatesGet {}, &template::Templates { templates: vec![files] });
    insta::assert_snapshot!(list.0);
}

#[test]
fn wakes() {
    let mut list = Listing(String::new());
    let address = "https://push.example/a".to_owned();
    let times = vec![wake::WakeTime(5_760_000), wake::WakeTime(5_760_012)];
    list.pair(&wake::WakesSet { address, times, stamp: STAMP }, &account::Done {});
    list.pair(&wake::WakeKeyGet {}, &wake::WakeKey { key: [4; 65].into() });
    insta::assert_snapshot!(list.0);
}

#[test]
fn streams() {
    let (circle, at, mailbox) = (CircleId([1; 32]), CommitId([2; 32]), MailboxId([3; 32]));
    let signature = Signature([4; 64]);
    let mut list = Listing(String::new());
    for (name, frame) in [
        ("open", stream::ToServer::Open { circle, at, signature, have: 5, live: 6 }),
        ("watch", stream::ToServer::Watch { mailbox, signature }),
        ("live", stream::ToServer::Live { frame: blob(7) }),
        ("ping", stream::ToServer::Ping { number: 8 }),
    ] {
        list.frame(name, &frame);
    }
    let mail = mailbox::WaitingMail { mail: MailId([5; 32]), blob: blob(4) };
    for (name, frame) in [
        ("challenge", stream::ToClient::Challenge { challenge: ByteArray::from([1; 32]) }),
        ("opened", stream::ToClient::Opened { at, entries: 5, live: 6, live_from: 2 }),
        ("entry", stream::ToClient::Entry { commit: at, entry: entry(Some(blob(9))) }),
        ("commit", stream::ToClient::Commit { parent: at, child: child() }),
        ("shredded", stream::ToClient::Shredded { commit: at, n: 7 }),
        ("live", stream::ToClient::Live { number: 6, frame: blob(7) }),
        ("mail", stream::ToClient::Mail { mailbox, mail }),
        ("taken", stream::ToClient::LiveTaken { number: 6 }),
        ("refused", stream::ToClient::Refused { problem: Code::NotAuthorised.into() }),
        ("pong", stream::ToClient::Pong { number: 8 }),
    ] {
        list.frame(name, &frame);
    }
    insta::assert_snapshot!(list.0);
}

#[test]
fn problems() {
    let mut list = Listing(String::new());
    let full = Problem {
        code: Code::Conflict,
        retry_after_s: Some(60),
        etag: Some(Etag([1; 32])),
        parent: Some(ParentState { children: 1, entries: 3 }),
        bits: Some(22),
        reason: Some(wire::Reason::Law),
    };
    list.frame("with all details", &full);
    for code in [
        Code::Malformed,
        Code::WrongVersion,
        Code::TooLarge,
        Code::NotAuthorised,
        Code::NotFound,
        Code::Conflict,
        Code::NameTaken,
        Code::RateLimited,
        Code::ProofOfWork,
        Code::StorageFull,
        Code::Unavailable,
        Code::Gone,
        Code::Quota,
        Code::Internal,
        Code::Work,
        Code::CircleFull,
        Code::SignUpClosed,
        Code::CodeNeeded,
        Code::FoundingClosed,
        Code::Suspended,
    ] {
        list.frame(&format!("{} {code:?}", code.status()), &Problem::new(code));
    }
    insta::assert_snapshot!(list.0);
}

#[test]
fn what_is_signed() {
    let nonce = auth::Nonce::new(Day(20_000), [1; 12]);
    let hex = |bytes: &[u8]| data_encoding::HEXLOWER.encode(bytes);
    let proof = auth::Proof { nonce, signature: Signature([2; 64]) };
    assert_eq!(auth::Proof::from_header(&proof.to_header()), Ok(proof));
    let lines = [
        ("request", hex(&auth::signed_bytes("/v1/box/get", b"body", nonce))),
        ("stream", hex(&auth::stream_bytes(&[1; 32], &[2; 32]))),
        ("header", proof.to_header()),
        ("stamp", format!("{:?}", Stamp::find(Day(20_000), &[3; 32]))),
        ("place of a child", hex(&child_subject(CircleId([1; 32]), CommitId([2; 32]), 3))),
    ];
    insta::assert_snapshot!(lines.map(|(name, value)| format!("{name}: {value}")).join("\n"));
}

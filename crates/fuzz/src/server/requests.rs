//! Well-formed requests over few ids and few keys, so that they meet.

use std::{
    collections::BTreeMap,
    sync::{LazyLock, Mutex, PoisonError},
};

use login::{TestKsf, client};
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use wire::{
    BlobId, BoxId, CircleId, CodeSecret, CommitId, Day, DeleteSecret, Etag, LoginHash, MailId, MailboxId, PublicKey,
    Request,
    account::{
        AboutGet, AccountErase, Recovery, RecoveryGet, RegisterStart, Rekey, SignInFinish, SignInStart, SignUp,
        VaultGet, VaultPut,
    },
    circle::{Answered, Append, BlobGet, Commit, Found, Keep, Mail, Path, Read, Shred},
    limits,
    mailbox::{Kind, MailDelete, MailPost, MailRead, MailboxMake, PreviewGet},
    pow::{self, Stamp},
    sealed_box::{BoxDelete, BoxGet, BoxPut, NewBox},
};

use super::{
    Kept,
    house::{BYSTANDER, Signing, public},
};
use crate::input::Input;

/// Keys that whoever comes may have, from 1.
const KEYS: u8 = 6;
/// Ids of each kind that whoever comes may name; the last one is the bystander's.
const IDS: u8 = 4;

type Stamps = BTreeMap<(Day, [u8; 32]), Stamp>;

/// A stamp costs a moment, and few are needed.
static STAMPS: LazyLock<Mutex<Stamps>> = LazyLock::new(Mutex::default);
/// An honest registration, whose upload is good for every name.
static UPLOAD: LazyLock<Vec<u8>> = LazyLock::new(upload);

/// A request and the key that it should be signed by.
pub(super) struct Asked {
    pub(super) path: &'static str,
    pub(super) body: Vec<u8>,
    pub(super) right: Option<u8>,
}

/// Everything of somebody who then stands by.
pub(super) fn bystander(today: Day) -> Vec<(&'static str, Vec<u8>)> {
    let [id, commit] = [[BYSTANDER; 32]; 2];
    let cap = public(BYSTANDER);
    let vault = sign_up(BYSTANDER, BYSTANDER, today);
    let new = Some(NewBox { cap, expires: None, stamp: stamp(today, id) });
    let mailbox = make_mailbox(id, cap, 50, today.plus(80), today);
    vec![
        of(&found(id, commit, cap, today)),
        of(&append(id, commit, b"of the bystander", Keep::Commit)),
        of(&BoxPut { id: BoxId(id), if_match: Etag::NONE, blob: vec![1; 64].into(), new }),
        of(&mailbox),
        of(&post(id, b"to the bystander", today)),
        of(&vault),
    ]
}

/// The next request that the input asks for.
pub(super) fn draw(input: &mut Input<'_>, kept: &Kept, today: Day) -> Asked {
    match input.below(26) {
        0..=11 => of_circle(input, kept, today),
        12..=14 => of_box(input, kept, today),
        15..=19 => of_mailbox(input, today),
        _ => of_account(input, kept, today),
    }
}

/// How the input wants it signed: mostly by the right key, where whoever comes has it.
pub(super) fn signing(input: &mut Input<'_>, right: Option<u8>) -> Signing {
    let other = 1 + input.below(KEYS);
    match input.below(8) {
        0 => Signing::None,
        1 => Signing::By(other),
        2 => Signing::Stale(right.unwrap_or(other)),
        3 => Signing::Elsewhere(right.unwrap_or(other)),
        _ => right.map_or(Signing::None, Signing::By),
    }
}

/// The number of a key that is known here.
pub(super) fn number_of(key: PublicKey) -> Option<u8> {
    (1..=KEYS).chain([BYSTANDER]).find(|number| public(*number) == key)
}

pub(super) fn any_id(input: &mut Input<'_>) -> [u8; 32] {
    let number = input.below(IDS);
    [if number == IDS - 1 { BYSTANDER } else { number + 1 }; 32]
}

fn of_circle(input: &mut Input<'_>, kept: &Kept, today: Day) -> Asked {
    let (circle, at) = (CircleId(any_id(input)), CommitId(any_id(input)));
    let own = 1 + input.below(KEYS);
    let right = kept.access(circle, at).and_then(number_of).filter(|number| *number != BYSTANDER);
    let entries = kept.entries(circle, at);
    match input.below(10) {
        0 | 1 => signed(&found(circle.0, at.0, public(own), today), Some(own)),
        2 | 3 => signed(&commit(input, kept, (circle, at), today), right),
        4 | 5 => {
            let keep = match input.below(4) {
                0 => Keep::Commit,
                1 => Keep::Brief,
                2 => Keep::Until(today.plus(u32::from(input.below(40)))),
                _ => Keep::Until(Day(input.number())),
            };
            signed(&append(circle.0, at.0, input.string(), keep), right)
        }
        6 => {
            let (n, secret) = (near(input, entries.saturating_sub(1)), DeleteSecret([input.below(3); 32]));
            let commit = if input.one_in(4) { CommitId(any_id(input)) } else { at };
            signed(&Shred { circle, at, commit, n, secret }, right)
        }
        7 => {
            let commit = if input.one_in(3) { CommitId(any_id(input)) } else { at };
            let (from, from_child) = (near(input, 0), near(input, 0));
            signed(&Read { circle, at, commit, from, from_child }, right)
        }
        8 => signed(&Path { circle, at }, right),
        _ => signed(&BlobGet { circle, at, blob: BlobId::of(&[input.below(4); 9]) }, right),
    }
}

fn commit(input: &mut Input<'_>, kept: &Kept, (circle, parent): (CircleId, CommitId), today: Day) -> Commit {
    let n_children = near(input, kept.children(circle, parent));
    let cut = near(input, kept.entries(circle, parent));
    let access = public(1 + input.below(KEYS));
    let mails =
        (0..input.below(3)).map(|_| Mail { mailbox: MailboxId(any_id(input)), blob: input.string().to_vec().into() });
    let mails = mails.collect();
    let answered =
        |input: &mut Input<'_>| Answered { mailbox: MailboxId(any_id(input)), mail: MailId::of(input.string()) };
    let answers = (0..input.below(2)).map(|_| answered(input)).collect();
    let stamp = input.one_in(2).then(|| stamp(today, pow::child_subject(circle, parent, n_children)));
    Commit {
        circle,
        parent,
        commit: CommitId(any_id(input)),
        n_children,
        cut,
        access,
        envelope: input.string().to_vec().into(),
        snapshot: vec![input.below(4); 9].into(),
        mails,
        answers,
        stamp,
    }
}

fn of_box(input: &mut Input<'_>, kept: &Kept, today: Day) -> Asked {
    let id = BoxId(any_id(input));
    let cap = 1 + input.below(2);
    let right = (id.0[0] != BYSTANDER).then_some(cap);
    match input.below(4) {
        0 => signed(&BoxGet { id }, right),
        1 => signed(&BoxDelete { id }, right),
        _ => {
            let expires = input.one_in(3).then(|| today.plus(u32::from(input.below(60))));
            let new = input.one_in(2).then(|| NewBox { cap: public(cap), expires, stamp: stamp(today, id.0) });
            let if_match = if input.one_in(4) { Etag(input.array()) } else { kept.etag(id) };
            signed(&BoxPut { id, if_match, blob: input.string().to_vec().into(), new }, right)
        }
    }
}

fn of_mailbox(input: &mut Input<'_>, today: Day) -> Asked {
    let id = any_id(input);
    let read = 1 + input.below(2);
    let right = (id[0] != BYSTANDER).then_some(read);
    match input.below(7) {
        0 | 1 => {
            let uses = near(input, 3);
            let expires = today.plus(u32::from(input.below(100)));
            signed(&make_mailbox(id, public(read), uses, expires, today), right)
        }
        2 => signed(&PreviewGet { mailbox: MailboxId(id) }, None),
        3 | 4 => signed(&post(id, input.string(), today), None),
        5 => signed(&MailRead { mailbox: MailboxId(id) }, right),
        _ => {
            let mail = input.one_in(2).then(|| MailId::of(input.string()));
            signed(&MailDelete { mailbox: MailboxId(id), mail }, right)
        }
    }
}

fn of_account(input: &mut Input<'_>, kept: &Kept, today: Day) -> Asked {
    let (name, cap) = (any_id(input)[0], 1 + input.below(3));
    let login = LoginHash([name; 32]);
    let known = kept.vault(login);
    let right = known.and_then(|(cap, _)| number_of(cap)).filter(|number| *number != BYSTANDER);
    let if_match = if input.one_in(4) { Etag(input.array()) } else { known.map_or(Etag::NONE, |(_, etag)| etag) };
    let code = CodeSecret([if input.one_in(4) { any_id(input)[0] } else { name }; 32]);
    match input.below(9) {
        0 | 1 => signed(&sign_up(name, cap, today), None),
        2 => signed(&VaultGet { login }, right),
        3 => signed(&VaultPut { login, if_match, vault: vault(input) }, right),
        4 => {
            let SignUp { upload, wrapped_vault_key, vault_cap, recovery, .. } = sign_up(name, cap, today);
            let vault = vault(input);
            let rekey =
                Rekey { login, if_match, upload, wrapped_vault_key, vault_cap, vault, recovery, old_code: code };
            signed(&rekey, right)
        }
        5 => signed(&AccountErase { login, code }, right),
        6 => signed(&RecoveryGet { code: code.id() }, Some(cap)),
        7 => {
            let request = input.string().to_vec().into();
            if input.one_in(2) {
                return signed(&RegisterStart { login, request }, None);
            }
            signed(&SignInStart { login, request }, None)
        }
        _ => {
            if input.one_in(2) {
                return signed(&AboutGet {}, None);
            }
            let (attempt, finalization) = (input.array::<16>().to_vec().into(), input.string().to_vec().into());
            signed(&SignInFinish { attempt, finalization }, None)
        }
    }
}

fn of<R: Request>(request: &R) -> (&'static str, Vec<u8>) {
    (R::PATH, wire::encode(request))
}

fn signed<R: Request>(request: &R, right: Option<u8>) -> Asked {
    Asked { path: R::PATH, body: wire::encode(request), right }
}

/// The expected number, or anything.
fn near(input: &mut Input<'_>, expected: u32) -> u32 {
    match input.below(8) {
        0 => input.number(),
        1 => expected.wrapping_add(1),
        _ => expected,
    }
}

fn found(circle: [u8; 32], commit: [u8; 32], access: PublicKey, today: Day) -> Found {
    let (circle, commit) = (CircleId(circle), CommitId(commit));
    Found { circle, commit, access, snapshot: vec![3; 9].into(), stamp: stamp(today, circle.0) }
}

fn append(circle: [u8; 32], at: [u8; 32], blob: &[u8], keep: Keep) -> Append {
    let delete = DeleteSecret([blob.len() as u8 % 3; 32]).hash();
    Append { circle: CircleId(circle), at: CommitId(at), blob: blob.to_vec().into(), delete, keep }
}

fn make_mailbox(id: [u8; 32], read: PublicKey, uses: u32, expires: Day, today: Day) -> MailboxMake {
    let (mailbox, kind, stamp) = (MailboxId(id), Kind::Knock, stamp(today, id));
    MailboxMake { mailbox, kind, read, uses, expires, preview: vec![1, 2].into(), stamp }
}

fn post(mailbox: [u8; 32], blob: &[u8], today: Day) -> MailPost {
    let mail = Mail { mailbox: MailboxId(mailbox), blob: blob.to_vec().into() };
    MailPost { stamp: stamp(today, wire::Hash::of(blob).0), mail }
}

fn sign_up(name: u8, cap: u8, today: Day) -> SignUp {
    let login = LoginHash([name; 32]);
    SignUp {
        login,
        upload: UPLOAD.clone().into(),
        wrapped_vault_key: vec![4; 105].into(),
        vault_cap: public(cap),
        vault: vec![5; limits::VAULT].into(),
        recovery: Recovery { code: CodeSecret([name; 32]).id(), auth: public(cap), sealed: vec![6; 137].into() },
        stamp: stamp(today, login.0),
        code: None,
    }
}

fn vault(input: &mut Input<'_>) -> minicbor::bytes::ByteVec {
    let len = if input.one_in(5) { usize::from(input.byte()) } else { limits::VAULT };
    vec![input.below(3); len].into()
}

fn stamp(today: Day, subject: [u8; 32]) -> Stamp {
    let mut stamps = STAMPS.lock().unwrap_or_else(PoisonError::into_inner);
    *stamps.entry((today, subject)).or_insert_with(|| Stamp::find(today, &subject))
}

fn upload() -> Vec<u8> {
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let setup = login::server::Setup::generate(&mut rng);
    let (state, request) = client::register_start::<TestKsf>(&mut rng, b"words").expect("a request");
    let id = login::server::LoginId([1; 32]);
    let response = login::server::register(&setup, id, &request).expect("a response");
    client::register_finish(state, &mut rng, b"words", &response).expect("an upload").1
}

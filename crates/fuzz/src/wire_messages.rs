//! Everything that devices and the server say to each other.

use minicbor::{Decode, Encode};
use wire::{Problem, Request, account, card, circle, mailbox, sealed_box, stream, template, wake};

use crate::bounds;

type Check = fn(&[u8]);

macro_rules! messages {
    (requests: $($request:ty),* $(,)?; others: $($other:ty),* $(,)?) => {
        /// The path of each request, and the checks of it and of its answer.
        const REQUESTS: &[(&str, Check, Check)] =
            &[$((<$request>::PATH, check::<$request>, check::<<$request as Request>::Response>)),*];
        const OTHERS: &[(&str, Check)] = &[$((stringify!($other), check::<$other>)),*];
        /// Whether the bytes are an answer to a request of this path.
        pub(crate) fn is_answer(path: &str, bytes: &[u8]) -> bool {
            $(if path == <$request>::PATH {
                return wire::decode::<<$request as Request>::Response>(bytes).is_ok();
            })*
            false
        }
    };
}

messages! {
    requests:
        account::RegisterStart, account::AboutGet, account::SignUp, account::SignInStart, account::SignInFinish,
        account::VaultGet, account::VaultPut, account::Rekey, account::AccountErase, account::RecoveryGet,
        circle::Found, circle::Commit, circle::Append, circle::Shred, circle::Read, circle::Path, circle::BlobGet,
        mailbox::MailboxMake, mailbox::PreviewGet, mailbox::MailPost, mailbox::MailRead, mailbox::MailDelete,
        sealed_box::BoxPut, sealed_box::BoxGet, sealed_box::BoxDelete, wake::WakesSet, wake::WakeKeyGet, template::TemplatesGet,
        card::CardPut, card::CardGet, card::CardDelete;
    others: stream::ToServer, stream::ToClient, Problem,
}

/// The first byte says which message, the rest is it.
pub(crate) fn run(bytes: &[u8]) {
    let _turn = bounds::turn();
    let Some((which, message)) = bytes.split_first() else { return };
    let which = usize::from(*which) % (2 * REQUESTS.len() + OTHERS.len());
    let check = match REQUESTS.get(which / 2) {
        Some((_, request, answer)) => [request, answer][which % 2],
        None => &OTHERS[which - 2 * REQUESTS.len()].1,
    };
    check(message);
}

/// Every path of the interface.
pub(crate) fn paths() -> impl Iterator<Item = &'static str> {
    REQUESTS.iter().map(|(path, ..)| *path)
}

/// An input for [`run`] from something real.
pub(crate) fn request_seed(path: &str, body: &[u8]) -> Option<Vec<u8>> {
    Some(seed(2 * place(path)?, body))
}

/// As [`request_seed`], for an answer.
pub(crate) fn answer_seed(path: &str, body: &[u8]) -> Option<Vec<u8>> {
    Some(seed(2 * place(path)? + 1, body))
}

/// As [`request_seed`], for a message of a stream or a refusal.
pub(crate) fn other_seed<T: Encode<()>>(message: &T) -> Option<Vec<u8>> {
    let name = std::any::type_name::<T>().rsplit("::").next()?;
    let place = OTHERS.iter().position(|(other, _)| other.ends_with(name))?;
    Some(seed(2 * REQUESTS.len() + place, &wire::encode(message)))
}

fn place(path: &str) -> Option<usize> {
    paths().position(|known| known == path)
}

fn seed(which: usize, message: &[u8]) -> Vec<u8> {
    [&[which as u8], message].concat()
}

/// What is read is written again in one form, which is no longer and says the same.
fn check<T>(bytes: &[u8])
where
    T: Encode<()> + for<'b> Decode<'b, ()> + PartialEq + core::fmt::Debug,
{
    let most = bounds::decoding(bytes.len());
    let Ok(value) = bounds::within(most, core::any::type_name::<T>(), || wire::decode::<T>(bytes)) else { return };
    let written = wire::encode(&value);
    assert!(written.len() <= bytes.len(), "written again it is longer: {value:?}");
    let again = wire::decode::<T>(&written).expect("what was written is read");
    assert_eq!(again, value);
    assert_eq!(wire::encode(&again), written, "one form");
}

//! OPAQUE: what the server reads of a client, and what a client reads of a server (RFC 9807).

use login::{
    TestKsf, client,
    server::{self, Setup},
};
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use server::LoginId;

use crate::{bounds, input::Input};

const NAME: LoginId = LoginId([9; 32]);
const PASSPHRASE: &[u8] = b"a passphrase";

/// The first byte says which message, the rest is it.
pub(crate) fn run(bytes: &[u8]) {
    let _turn = bounds::turn();
    let mut input = Input::new(bytes);
    let which = input.below(7);
    let message = input.rest();
    bounds::within(1 << 20, "a sign-in", || read(which, message));
}

/// One honest message of each kind.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let mut rng = rng();
    let setup = setup();
    let (registering, request) = client::register_start::<TestKsf>(&mut rng, PASSPHRASE).expect("a request");
    let response = server::register(&setup, NAME, &request).expect("a response");
    let (_, upload) = client::register_finish(registering, &mut rng, PASSPHRASE, &response).expect("an upload");
    let record = server::record(&upload).expect("a record");
    let (signing_in, start) = client::sign_in_start::<TestKsf>(&mut rng, PASSPHRASE).expect("a start");
    let answer = server::sign_in_start(&setup, &mut rng, NAME, Some(&record), &start).expect("an answer").1;
    let finish = client::sign_in_finish(signing_in, &mut rng, PASSPHRASE, &answer).expect("an end").1;
    let messages = [request, upload, start, finish, response, answer, setup.to_bytes()];
    messages.into_iter().enumerate().map(|(which, message)| [&[which as u8], message.as_slice()].concat()).collect()
}

fn read(which: u8, message: &[u8]) {
    let mut rng = rng();
    match which {
        0 => {
            if server::register(&setup(), NAME, message).is_ok() {
                let longer = [message, &[0]].concat();
                assert!(server::register(&setup(), NAME, &longer).is_err(), "nothing follows a message");
            }
        }
        1 => {
            if let Ok(record) = server::record(message) {
                assert_eq!(record.len(), 192);
                let start = client::sign_in_start::<TestKsf>(&mut rng, PASSPHRASE).expect("a start").1;
                assert!(
                    server::sign_in_start(&setup(), &mut rng, NAME, Some(&record), &start).is_ok(),
                    "kept, so read"
                );
            }
        }
        2 => {
            let fake = server::sign_in_start(&setup(), &mut rng, NAME, None, message);
            if let Ok((attempt, answer)) = fake {
                assert_eq!(answer.len(), 320, "no answer is longer for a name that is there");
                assert!(server::sign_in_finish(attempt, message).is_err(), "nobody signs in without a record");
            }
        }
        3 => {
            let start = client::sign_in_start::<TestKsf>(&mut rng, PASSPHRASE).expect("a start").1;
            let attempt = server::sign_in_start(&setup(), &mut rng, NAME, None, &start).expect("an answer").0;
            assert!(server::sign_in_finish(attempt, message).is_err());
        }
        4 => {
            let (state, _) = client::register_start::<TestKsf>(&mut rng, PASSPHRASE).expect("a request");
            let _ = client::register_finish(state, &mut rng, PASSPHRASE, message);
        }
        5 => {
            let (state, _) =
                client::sign_in_start::<TestKsf>(&mut ChaCha20Rng::seed_from_u64(77), PASSPHRASE).expect("a start");
            assert!(client::sign_in_finish(state, &mut rng, PASSPHRASE, message).is_err(), "answers to another start");
        }
        _ => {
            if let Ok(setup) = Setup::from_bytes(message) {
                assert_eq!(setup.to_bytes(), message, "one form");
            }
            let _ = ::server::Secrets::from_bytes(message).map(|secrets| assert_eq!(secrets.to_bytes(), message));
        }
    }
}

fn setup() -> Setup {
    Setup::generate(&mut rng())
}

fn rng() -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(5)
}

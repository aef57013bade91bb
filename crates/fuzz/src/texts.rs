//! What people type or paste, and headers: text from anywhere.

use seal::{account, code::RecoveryCode, invite::InviteSecret, words::Passphrase};
use wire::{account::SignUpCode, auth::Proof};

use crate::bounds;

const TEMPLATES: [[&str; 2]; 2] = [
    [
        include_str!("../../../templates/grief-circle/template.toml"),
        include_str!("../../../templates/grief-circle/en.toml"),
    ],
    [
        include_str!("../../../templates/steps-fellowship/template.toml"),
        include_str!("../../../templates/steps-fellowship/en.toml"),
    ],
];

/// The first byte says what it is read as.
pub(crate) fn run(bytes: &[u8]) {
    let _turn = bounds::turn();
    let Some((which, rest)) = bytes.split_first() else { return };
    let text = String::from_utf8_lossy(rest);
    // Normal forms and a guess at a passphrase's strength ask for much more than a decoder.
    bounds::within(1 << 25, "a text", || read(which % 8, &text));
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let proof = Proof { nonce: wire::auth::Nonce([3; 16]), signature: wire::Signature([4; 64]) };
    let texts = [
        (0, proof.to_header()),
        (1, SignUpCode::new([5; 10]).to_printed()),
        (2, RecoveryCode::from_stored([6; 16]).to_printed().to_string()),
        (3, InviteSecret::from_stored([7; 16]).to_fragment().to_string()),
        (4, " Sámâ  the ﬁrst ".to_owned()),
        (5, "five words that nobody guesses".to_owned()),
        (6, TEMPLATES[0][1].to_owned()),
        (7, TEMPLATES[0][0].to_owned()),
        (6, TEMPLATES[1][1].to_owned()),
        (7, TEMPLATES[1][0].to_owned()),
    ];
    texts.into_iter().map(|(which, text)| [&[which], text.as_bytes()].concat()).collect()
}

fn read(which: u8, text: &str) {
    match which {
        0 => {
            if let Ok(proof) = Proof::from_header(text) {
                assert_eq!(proof.to_header(), text, "one form");
            }
        }
        1 => {
            if let Some(code) = SignUpCode::read(text) {
                assert_eq!(SignUpCode::read(&code.to_printed()), Some(code));
            }
        }
        2 => {
            if let Ok(code) = RecoveryCode::parse(text) {
                assert!(RecoveryCode::parse(&code.to_printed()).is_ok_and(|again| again == code));
            }
        }
        3 => {
            if let Ok(secret) = InviteSecret::from_fragment(text) {
                assert_eq!(*secret.to_fragment(), text.trim().trim_start_matches('#'), "one form");
            }
        }
        4 => {
            if let Ok(hash) = account::login_hash(text) {
                assert_eq!(account::login_hash(&text.to_lowercase()), Ok(hash), "capitals do not matter");
                assert_eq!(account::login_hash(&format!(" {text}  ")), Ok(hash), "nor do spaces around");
            }
        }
        5 => {
            let typed = Passphrase::typed(text);
            assert!(Passphrase::typed(typed.as_str()) == typed, "one form");
            let short: String = text.chars().take(100).collect();
            let _ = Passphrase::choose(&short, "ana");
        }
        6 => template(TEMPLATES[0][0], text),
        _ => template(text, TEMPLATES[0][1]),
    }
}

/// A template that can be read makes a charter that the rules accept, and it comes back from its bytes.
fn template(structure: &str, words: &str) {
    let Ok(template) = circle::Template::parse(structure, &[("en", words)]) else { return };
    assert!(template.charter.check().is_ok());
    let bytes = wire::encode(&template.charter);
    assert_eq!(wire::decode(&bytes), Ok(template.charter));
}

//! Passphrases: drawn words, and the judgement of one's own.

use seal::words::{Passphrase, Weakness};

use crate::{
    app::App,
    command::{Failure, Value},
    suite::Suite,
};

impl<S: Suite> App<S> {
    pub(crate) fn make_passphrase(&self) -> Value {
        Value::Words { words: self.io.random(Passphrase::make).as_str().to_owned() }
    }

    pub(crate) fn check_passphrase(phrase: &str) -> Value {
        let reason = Passphrase::choose(phrase, "").err().map(|weak| match weak.weakness {
            Weakness::TooShort => "short",
            Weakness::CommonWords => "common",
            Weakness::Repeats => "repeats",
            Weakness::OwnName | Weakness::Keyboard | Weakness::Sequence | Weakness::Date => "guessable",
        });
        Value::Strength { strong: reason.is_none(), reason }
    }
}

/// A passphrase that is strong enough to be set (protocol.md section 1.9).
pub(super) fn strong(text: &str, name: &str) -> Result<Passphrase, Failure> {
    Passphrase::choose(text, name).map_err(|_| Failure::new("weak_passphrase"))
}

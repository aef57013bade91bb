//! Passphrases: drawn words, and the judgement of one's own.

use seal::words::Passphrase;

use crate::{app::App, command::Value, judge, suite::Suite};

impl<S: Suite> App<S> {
    pub(crate) fn make_passphrase(&self) -> Value {
        Value::Words { words: self.io.random(Passphrase::make).as_str().to_owned() }
    }

    pub(crate) fn check_passphrase(&self, phrase: &str) -> Value {
        let reason = judge::weakness(&self.io.judge.borrow(), phrase, "");
        Value::Strength { strong: reason.is_none(), reason }
    }
}

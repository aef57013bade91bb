//! Who judges a passphrase that a person chose. Five drawn words need no judge.

use seal::words::Passphrase;

use crate::command::Failure;

/// Given phrase and sign-in name, says why the phrase is too easy to guess; none when it is as hard as five words.
///
/// The estimator brings 800 kB of word frequencies, so a browser loads it only for those who want their own phrase.
pub type Judge = Box<dyn Fn(&str, &str) -> Option<String>>;

/// The estimator that is built in, or one that takes drawn words only.
pub(crate) fn built_in() -> Judge {
    #[cfg(feature = "own-phrases")]
    return Box::new(|phrase, name| Passphrase::choose(phrase, name).err().map(|weak| weak.weakness.code().to_owned()));
    #[cfg(not(feature = "own-phrases"))]
    return Box::new(|_, _| Some("guessable".to_owned()));
}

/// Why a phrase may not be set, if so.
pub(crate) fn weakness(judge: &Judge, phrase: &str, name: &str) -> Option<String> {
    if Passphrase::typed(phrase).is_drawn() { None } else { judge(phrase, name) }
}

/// A passphrase that is strong enough to be set (protocol.md section 1.9).
pub(crate) fn strong(judge: &Judge, phrase: &str, name: &str) -> Result<Passphrase, Failure> {
    match weakness(judge, phrase, name) {
        None => Ok(Passphrase::typed(phrase)),
        Some(_) => Err(Failure::new("weak_passphrase")),
    }
}

//! The estimator for passphrases that a person chose, apart from the engine: most people take drawn words and never
//! load its 800 kB of word frequencies.

use seal::words::Passphrase;
use wasm_bindgen::prelude::wasm_bindgen;

/// Why `phrase` is easier to guess than five drawn words, as a code for the catalogue; undefined when it is not.
#[wasm_bindgen]
pub fn judge(phrase: &str, name: &str) -> Option<String> {
    Passphrase::choose(phrase, name).err().map(|weak| weak.weakness.code().to_owned())
}

#[cfg(test)]
mod tests {
    use super::judge;

    #[test]
    fn a_common_phrase_is_weak_and_a_long_odd_one_is_not() {
        assert_eq!(judge("password password", ""), Some("common".to_owned()));
        assert_eq!(judge("vq8 lanterns, 41 brittle kumquats & a slow Tuesday", ""), None);
    }
}

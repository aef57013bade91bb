//! The detector finds what is planted: or its silence would prove nothing.

use data_encoding::{BASE64, BASE64URL_NOPAD, HEXLOWER, HEXUPPER};
use proofs::Detector;

const WORD: &str = "plumbagowick";
const ARABIC: &str = "قنطرة الضوء";
const SECRET: [u8; 16] = [0, 255, 3, 9, 200, 17, 45, 96, 131, 250, 1, 77, 60, 88, 2, 190];

fn detector() -> Detector {
    Detector::new([("word", WORD.as_bytes()), ("arabic", ARABIC.as_bytes()), ("secret", &SECRET[..])])
}

#[track_caller]
fn check(planted: impl AsRef<[u8]>, word: &str, dress: &str) {
    let before = [b"some bytes before ".as_slice(), planted.as_ref(), b" and after"].concat();
    let found = detector().search("here", &before);
    let is_it = |found: &proofs::Finding| found.word == word && found.dress == dress && found.place == "here";
    assert!(found.iter().any(is_it), "{word} as {dress}: found {found:?}");
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

#[test]
fn every_dress_is_seen_through() {
    check(WORD, "word", "clear");
    check("PlumbagoWICK", "word", "clear");
    check(ARABIC, "arabic", "clear");
    check(SECRET, "secret", "clear");
    check(utf16(WORD, u16::to_le_bytes), "word", "UTF-16 LE");
    check(utf16(WORD, u16::to_be_bytes), "word", "UTF-16 BE");
    check(utf16(ARABIC, u16::to_be_bytes), "arabic", "UTF-16 BE");
    check(HEXLOWER.encode(WORD.as_bytes()), "word", "hex");
    check(HEXUPPER.encode(&SECRET), "secret", "hex");
    check("%70%6c%75%6D%62%61%67%6f%77%69%63%6B", "word", "URL, every byte");
    check("%D9%82%D9%86%D8%B7%D8%B1%D8%A9%20%D8%A7%D9%84%D8%B6%D9%88%D8%A1", "arabic", "URL");
    check(format!("{:?}", WORD.as_bytes()), "word", "Debug of bytes");
    check(format!("{SECRET:?}"), "secret", "Debug of bytes");
    check(ARABIC.escape_default().to_string(), "arabic", "Debug of text");
}

#[test]
fn base64_is_seen_through_wherever_it_begins() {
    for before in 0..6 {
        for after in 0..4 {
            for (name, word) in [("word", WORD.as_bytes()), ("arabic", ARABIC.as_bytes()), ("secret", &SECRET[..])] {
                let bytes = [vec![b'x'; before], word.to_vec(), vec![200; after]].concat();
                check(BASE64.encode(&bytes), name, "base64");
                check(BASE64URL_NOPAD.encode(&bytes), name, "base64url");
            }
        }
    }
}

#[test]
fn files_are_read_and_their_names_too() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("deep")).unwrap();
    assert!(detector().search_folder(folder.path()).is_empty());
    std::fs::write(folder.path().join("deep/file"), HEXLOWER.encode(WORD.as_bytes())).unwrap();
    std::fs::write(folder.path().join("of-plumbagowick"), "").unwrap();
    let found: Vec<_> = detector().search_folder(folder.path()).into_iter().map(|found| found.dress).collect();
    assert_eq!(found, ["clear", "hex"]);
}

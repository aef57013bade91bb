//! Known answers of what the rules hash: `docs/protocol/vectors/hashes.json`, which `check.py` reads too. `UPDATE=1` writes it.

use circle::{Answer, MeetingId, MemberId, RoundId, Text, pledge_hash, words_hash};
use data_encoding::HEXLOWER;
use wire::account::SignUpCode;

use crate::world::World;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/protocol/vectors/hashes.json");

#[test]
#[expect(clippy::disallowed_methods, reason = "the test reads and writes the file that it keeps fresh")]
fn the_file_is_what_the_code_gives() {
    let made = format!("{{\n{}\n}}\n", [pledge(), root(), words(), hands(), code()].join(",\n"));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(FILE, &made).expect("docs/ is there");
    }
    assert_eq!(std::fs::read_to_string(FILE).unwrap_or_default(), made, "hashes.json; UPDATE=1 writes it");
}

fn pledge() -> String {
    let text = Text::new("en", "We listen.");
    one("pledge", &[("text", hex(wire::encode(&text))), ("hash", hex(pledge_hash(&text).0))])
}

fn root() -> String {
    let circle = World::of(&["bob"]).circle;
    one("root", &[("snapshot", hex(circle.snapshot())), ("hash", hex(circle.root().0))])
}

fn words() -> String {
    let (round, author, salt, text, note) = ([1; 16], [2; 16], [3; 16], "A quiet week.", "grief");
    let hash = words_hash(RoundId(round), MemberId(author), salt, text, Some(note));
    let bytes = [("round", hex(round)), ("author", hex(author)), ("salt", hex(salt)), ("hash", hex(hash.0))];
    one("words", &[&bytes[..], &[("text", text.to_owned()), ("note", note.to_owned())]].concat())
}

fn hands() -> String {
    let (meeting, question, member, salt) = ([1; 16], 2_u32, [3; 16], [4; 16]);
    let hash = Answer::Against.seal(MeetingId(meeting), question, MemberId(member), &salt);
    let place = [("meeting", hex(meeting)), ("question", hex(question.to_be_bytes())), ("member", hex(member))];
    let answer = [("answer", hex([Answer::Against as u8])), ("salt", hex(salt)), ("hash", hex(hash.0))];
    one("hands", &[&place[..], &answer[..]].concat())
}

fn code() -> String {
    let code = SignUpCode::new([5; SignUpCode::BYTES]);
    one("sign_up_code", &[("code", code.to_printed()), ("hash", hex(code.hash().0))])
}

fn one(name: &str, fields: &[(&str, String)]) -> String {
    let fields: Vec<_> = fields.iter().map(|(field, value)| format!("    \"{field}\": \"{value}\"")).collect();
    format!("  \"{name}\": {{\n{}\n  }}", fields.join(",\n"))
}

fn hex(bytes: impl AsRef<[u8]>) -> String {
    HEXLOWER.encode(bytes.as_ref())
}

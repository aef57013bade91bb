//! Which texts that people wrote can be shown to others without tricks.

/// Whether `tag` is an identifier: 1 to [`TAG`] lower-case letters, digits, `-` and `_`.
pub fn is_tag(tag: &str) -> bool {
    (1..=TAG).contains(&tag.len())
        && tag.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_')
}

/// Length of an identifier at most.
pub const TAG: usize = 40;

/// Whether a person's or circle's name of at most `max` characters can be shown without tricks: trimmed, no control
/// characters, nothing that turns or hides the text around it (Unicode TR 36).
pub fn is_name(name: &str, max: usize) -> bool {
    (1..=max).contains(&name.chars().count())
        && name.trim() == name
        && name.chars().any(char::is_alphanumeric)
        && !name.chars().any(|c| c.is_control() || is_trick(c))
}

/// Whether words of at most `max` characters can: as a name, with line breaks.
pub fn is_prose(text: &str, max: usize) -> bool {
    text.chars().count() <= max && !text.chars().any(|c| (c.is_control() && c != '\n') || is_trick(c))
}

const fn is_trick(c: char) -> bool {
    matches!(c,
        '\u{202A}'..='\u{202E}'     // bidi embeddings and overrides
        | '\u{2066}'..='\u{2069}'   // bidi isolates
        | '\u{2028}' | '\u{2029}'   // line and paragraph separators
        | '\u{200B}' | '\u{2060}' | '\u{FEFF}'  // invisible spaces
    )
}

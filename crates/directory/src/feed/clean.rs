//! Texts of strangers become plain text: no markup, nothing that turns or hides what stands around it (Unicode TR 36).

/// A text made plain, and what had to go.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Plain {
    /// The text.
    pub(crate) text: String,
    /// There was HTML.
    pub(crate) html: bool,
    /// There were hidden characters.
    pub(crate) hidden: bool,
    /// It was longer than permitted.
    pub(crate) cut: bool,
}

/// Plain text of at most `most` characters on one line.
pub(crate) fn line(raw: &str, most: usize) -> Plain {
    let mut plain = paragraph(raw, most);
    if plain.text.contains(['\n', '\t']) || plain.text.contains("  ") {
        plain.text = plain.text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    plain
}

/// Plain text of at most `most` characters with line breaks. Cleaning it again changes nothing.
pub(crate) fn paragraph(raw: &str, most: usize) -> Plain {
    let mut plain = Plain::default();
    // Markup takes room that the text does not: cut generously first, so that work stays bounded.
    let end = raw.char_indices().nth(most * 4).map_or(raw.len(), |(end, _)| end);
    plain.cut = end < raw.len();
    let mut text = visible(&raw[..end], &mut plain.hidden);
    for _ in 0..ROUNDS {
        let (next, changed) = without_markup(&text);
        if !changed {
            break;
        }
        plain.html = true;
        text = visible(&next, &mut plain.hidden);
    }
    if without_markup(&text).1 {
        text.retain(|c| !matches!(c, '<' | '>' | '&'));
    }
    let trimmed = squeezed(&text);
    plain.cut |= trimmed.chars().count() > most;
    plain.text = if plain.cut { trimmed.chars().take(most).collect::<String>().trim().to_owned() } else { trimmed };
    plain
}

/// Markup within markup within markup: nobody means that.
const ROUNDS: usize = 4;

/// Whether a character turns, hides or breaks what stands around it. Marks that Arabic and Hebrew need stay.
pub fn is_hidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c,
            '\u{202A}'..='\u{202E}'     // bidi embeddings and overrides
            | '\u{2066}'..='\u{2069}'   // bidi isolates
            | '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{00AD}'  // invisible
            | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}'             // annotations, tags
        )
}

fn visible(text: &str, hidden: &mut bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\r' if rest.peek() == Some(&'\n') => {}
            '\r' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            c if is_hidden(c) => *hidden = true,
            c => out.push(c),
        }
    }
    out
}

fn squeezed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.trim().lines() {
        let line = line.trim_end();
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty < 2 {
            out.push_str(line);
            out.push('\n');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// The text without tags and with entities resolved, and whether there were any.
fn without_markup(text: &str) -> (String, bool) {
    let mut out = String::with_capacity(text.len());
    let mut changed = false;
    let mut rest = text;
    while let Some(at) = rest.find(['<', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let part = if rest.starts_with('<') { tag(rest) } else { entity(rest) };
        if let Some((length, stands_for)) = part {
            out.push_str(&stands_for);
            rest = &rest[length..];
            changed = true;
        } else {
            out.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    (out, changed)
}

/// Longer ones are no tags.
const TAG: usize = 2_000;

/// The length of the tag at the beginning, and what it stands for in plain text.
fn tag(text: &str) -> Option<(usize, String)> {
    let first = text[1..].chars().next()?;
    if !(first.is_ascii_alphabetic() || matches!(first, '/' | '!' | '?')) {
        return None;
    }
    let end = text.bytes().take(TAG).position(|b| b == b'>')? + 1;
    let inner = text[1..end - 1].to_ascii_lowercase();
    let name: String = inner.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
    match name.as_str() {
        "script" | "style" if !inner.starts_with('/') => {
            let close = format!("</{name}");
            let length = text.to_ascii_lowercase().find(&close).unwrap_or(text.len());
            Some((length.max(end), String::new()))
        }
        "br" | "p" | "div" | "li" | "tr" | "h1" | "h2" | "h3" | "h4" => Some((end, "\n".to_owned())),
        _ => Some((end, String::new())),
    }
}

/// Longest entity that is looked at, in bytes.
const ENTITY: usize = 10;

fn entity(text: &str) -> Option<(usize, String)> {
    let end = text.bytes().take(ENTITY).position(|b| b == b';')?;
    let name = &text[1..end];
    let found = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "ndash" => '–',
        "mdash" => '—',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "hellip" => '…',
        _ => {
            let digits = name.strip_prefix('#')?;
            let hex = digits.strip_prefix(['x', 'X']);
            let code = hex.map_or_else(|| digits.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok())?;
            char::from_u32(code)?
        }
    };
    Some((end + 1, found.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_comes_out() {
        let check = |raw: &str, expected: &str, html: bool, hidden: bool| {
            let plain = paragraph(raw, 200);
            assert_eq!((plain.text.as_str(), plain.html, plain.hidden), (expected, html, hidden), "{raw:?}");
            assert_eq!(paragraph(&plain.text, 200), Plain { text: plain.text.clone(), ..Plain::default() }, "{raw:?}");
        };
        check("  Side door \r\n\r\n\r\n\r\nbell  ", "Side door\n\nbell", false, false);
        check("<p>One<br/>two &amp; three</p>", "One\ntwo & three", true, false);
        check("5 < 6 & 7 > 3, <3 you", "5 < 6 & 7 > 3, <3 you", false, false);
        check("&lt;script&gt;alert(1)&lt;/script&gt;x", "x", true, false);
        check("a<script>alert('<b>')</script>b<style>p{}</style>c", "abc", true, false);
        check("abc\u{202E}def\u{200B}\u{0007}", "abcdef", false, true);
        check("العربية\u{200F} (12)", "العربية\u{200F} (12)", false, false);
        check("caf&#233; &#x1F600; &bogus; &", "café 😀 &bogus; &", true, false);
        check("<b unclosed", "<b unclosed", false, false);
    }

    #[test]
    fn too_much_is_cut_and_markup_within_markup_ends() {
        let plain = paragraph(&"ab ".repeat(100), 10);
        assert_eq!((plain.text.as_str(), plain.cut), ("ab ab ab a", true));
        let nested = format!("&{}x", "amp;".repeat(9));
        let again = paragraph(&nested, 100);
        assert_eq!(again.text, "amp;amp;amp;amp;amp;x");
        assert_eq!(paragraph(&again.text, 100).text, again.text);
        assert_eq!(line(" a\n\n b\t c ", 50).text, "a b c");
    }
}

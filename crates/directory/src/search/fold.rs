//! Words in one form, however they were typed (domain 7.2, "Search").

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Arabic articles, alone or grown together with a particle.
const ARTICLES: [&str; 6] = ["وال", "بال", "كال", "فال", "ال", "لل"];
/// Letters that must be left of a word for it to be shortened.
const LEFT: usize = 3;

/// The words of a text, folded: lower case, without marks (Latin diacritics, Arabic tashkeel and tatweel), every alef
/// as ا, ة as ه, ى as ي, every digit as 0-9. Scripts that put no spaces between words give a word per letter.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for c in text.nfkd().flat_map(char::to_lowercase) {
        if is_silent(c) {
            continue;
        }
        if !c.is_alphanumeric() {
            take(&mut words, &mut word);
        } else if is_word_by_itself(c) {
            take(&mut words, &mut word);
            words.push(c.to_string());
        } else {
            fold(c, &mut word);
        }
    }
    take(&mut words, &mut word);
    words
}

/// A shorter form of a folded word, if it has one: without the Arabic article, without an English plural's ending.
pub(crate) fn stem(word: &str) -> Option<&str> {
    without_article(word).or_else(|| {
        let endings = ["ies", "sses", "ches", "shes", "xes"];
        let long = endings.into_iter().find(|ending| word.ends_with(ending));
        let cut = match long {
            Some("ies") => 3,
            Some(_) => 2,
            None => usize::from(word.ends_with('s') && !word.ends_with("ss")),
        };
        (cut > 0).then(|| word.get(..word.len() - cut)).flatten().filter(|stem| stem.chars().count() >= LEFT)
    })
}

/// The word without the Arabic article, if it has one.
pub(crate) fn without_article(word: &str) -> Option<&str> {
    let rest = ARTICLES.iter().filter_map(|article| word.strip_prefix(article));
    rest.into_iter().find(|rest| rest.chars().count() >= LEFT)
}

fn take(words: &mut Vec<String>, word: &mut String) {
    if !word.is_empty() {
        words.push(core::mem::take(word));
    }
}

fn fold(c: char, word: &mut String) {
    match c {
        'ß' => word.push_str("ss"),
        'æ' => word.push_str("ae"),
        'œ' => word.push_str("oe"),
        'þ' => word.push_str("th"),
        'ø' => word.push('o'),
        'đ' | 'ð' => word.push('d'),
        'ł' => word.push('l'),
        'ı' => word.push('i'),
        'ٱ' => word.push('ا'),
        'ة' => word.push('ه'),
        'ى' | 'ی' => word.push('ي'),
        'ک' => word.push('ك'),
        '٠'..='٩' => word.push(digit(c, '٠')),
        '۰'..='۹' => word.push(digit(c, '۰')),
        '०'..='९' => word.push(digit(c, '०')),
        _ => word.push(c),
    }
}

fn digit(c: char, zero: char) -> char {
    char::from_digit(u32::from(c).wrapping_sub(u32::from(zero)), 10).unwrap_or(c)
}

/// What stands in a word without being part of it. The hamza after its alef has been taken off is written or not.
fn is_silent(c: char) -> bool {
    is_combining_mark(c)
        || matches!(c, '\'' | '\u{2019}' | '\u{02BC}' | '\u{0640}' | '\u{0621}')
        || matches!(c, '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

fn is_word_by_itself(c: char) -> bool {
    matches!(c,
        '\u{0E00}'..='\u{0EFF}'         // Thai, Lao
        | '\u{1000}'..='\u{109F}'       // Myanmar
        | '\u{1780}'..='\u{17FF}'       // Khmer
        | '\u{3040}'..='\u{30FF}'       // kana
        | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'       // Han
        | '\u{20000}'..='\u{3FFFF}')
}

//! Content lines: unfolded, with their parameters (RFC 5545, 3.1).

use crate::limits;

/// A property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Where it begins, from 1.
    pub(super) number: usize,
    /// In capitals.
    pub(super) name: String,
    /// Names in capitals.
    pub(super) parameters: Vec<(String, String)>,
    /// As it stands there.
    pub(super) value: String,
}

impl Line {
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// The value as text.
    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        let mut rest = self.value.chars();
        while let Some(c) = rest.next() {
            match (c, rest.clone().next()) {
                ('\\', Some('n' | 'N')) => {
                    rest.next();
                    out.push('\n');
                }
                ('\\', Some(escaped)) => {
                    rest.next();
                    out.push(escaped);
                }
                (c, _) => out.push(c),
            }
        }
        out
    }
}

/// The properties of a text, one after the other; lines that are none are left out.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Line> {
    let mut raw = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).enumerate().peekable();
    core::iter::from_fn(move || {
        loop {
            let (index, first) = raw.next()?;
            let mut whole = first.to_owned();
            while let Some((_, more)) = raw.next_if(|(_, next)| next.starts_with([' ', '\t'])) {
                if whole.len() < limits::ENTRY {
                    whole.push_str(&more[1..]);
                }
            }
            if let Some(line) = parse(index + 1, &whole) {
                return Some(line);
            }
        }
    })
}

fn parse(number: usize, whole: &str) -> Option<Line> {
    let name_end = whole.find([':', ';'])?;
    let name = whole[..name_end].trim().to_ascii_uppercase();
    let mut parameters = Vec::new();
    let mut rest = &whole[name_end..];
    while let Some(parameter) = rest.strip_prefix(';') {
        let equals = parameter.find('=')?;
        let name = parameter[..equals].to_ascii_uppercase();
        let after = &parameter[equals + 1..];
        let (value, behind) = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"')?,
            None => after.split_at(after.find([':', ';'])?),
        };
        parameters.push((name, value.to_owned()));
        rest = &behind[behind.find([':', ';'])?..];
    }
    let value = rest.strip_prefix(':')?.to_owned();
    (!name.is_empty()).then_some(Line { number, name, parameters, value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folded_quoted_and_escaped() {
        let text = "SUMMARY;X=\"a:b;c\";LANGUAGE=en:One\\, tw\r\n o\\nthree\r\nno line\r\n\tbroken\nDTSTART;TZID=Europe/Berlin:20260301T180000\n";
        let all: Vec<Line> = lines(text).collect();
        assert_eq!(all.len(), 2, "{all:?}");
        assert_eq!((all[0].text().as_str(), all[0].number), ("One, two\nthree", 1));
        assert_eq!((all[0].parameter("X"), all[0].parameter("LANGUAGE")), (Some("a:b;c"), Some("en")));
        assert_eq!((all[1].parameter("TZID"), all[1].number), (Some("Europe/Berlin"), 5));
    }
}

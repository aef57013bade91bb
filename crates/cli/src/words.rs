//! The texts of the terminal, in English and Arabic (Fluent, `locales/`).

use std::fmt::Write;

use clap::ValueEnum;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use unic_langid::LanguageIdentifier;

/// A language of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Lang {
    /// English.
    En,
    /// Arabic.
    Ar,
}

impl Lang {
    /// By LC_ALL, LC_MESSAGES and LANG, in this order (POSIX.1-2017, section 8.2).
    pub(crate) fn of_environment() -> Self {
        let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
        Self::of(&["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set).unwrap_or_default())
    }

    fn of(locale: &str) -> Self {
        if locale.to_ascii_lowercase().starts_with("ar") { Self::Ar } else { Self::En }
    }

    /// The tag under which a circle keeps its texts.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ar => "ar",
        }
    }

    fn source(self) -> &'static str {
        match self {
            Self::En => include_str!("../locales/en.ftl"),
            Self::Ar => include_str!("../locales/ar.ftl"),
        }
    }

    fn id(self) -> LanguageIdentifier {
        self.tag().parse().unwrap_or_default()
    }
}

/// The texts in one language.
pub(crate) struct Words {
    bundle: FluentBundle<FluentResource>,
    pub(crate) lang: Lang,
}

impl Words {
    pub(crate) fn of(lang: Lang) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![lang.id()]);
        // Many terminals print the isolation marks as boxes.
        bundle.set_use_isolating(false);
        // A catalogue that cannot be read as a whole is used as far as it goes; the tests read all of it.
        let resource = FluentResource::try_new(lang.source().to_owned()).unwrap_or_else(|(resource, _)| resource);
        bundle.add_resource_overriding(resource);
        Self { bundle, lang }
    }

    /// The language in which the directory's pages say the same.
    pub(crate) const fn pages(&self) -> directory_pages::Lang {
        match self.lang {
            Lang::En => directory_pages::Lang::En,
            Lang::Ar => directory_pages::Lang::Ar,
        }
    }

    /// A text. One that is missing shows its key.
    pub(crate) fn get(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// A text with one name in it, as `$name`.
    pub(crate) fn name(&self, key: &str, name: &str) -> String {
        self.with(key, &[("name", name.into())])
    }

    /// A text with values in it.
    pub(crate) fn with(&self, key: &str, values: &[(&'static str, FluentValue<'_>)]) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in values {
            args.set(*name, value.clone());
        }
        self.find(key, &args).unwrap_or_else(|| key.to_owned())
    }

    /// What an engine's error code means.
    pub(crate) fn error(&self, code: &str, retry_after_s: Option<u32>) -> String {
        let none = FluentArgs::new();
        let key = format!("error-{}", code.replace('_', "-"));
        let mut text = self.find(&key, &none).unwrap_or_else(|| {
            if code.starts_with("refused_") { self.get("error-refused") } else { self.name("error-other", code) }
        });
        if let Some(seconds) = retry_after_s {
            let minutes = seconds.div_ceil(60);
            let _ = write!(text, " {}", self.with("error-retry", &[("minutes", minutes.into())]));
        }
        text
    }

    /// A text of a circle in this language, or in whatever it has.
    pub(crate) fn text<'a>(&self, text: &'a engine::view::Text) -> &'a str {
        let found = text.get(self.lang.tag()).or_else(|| text.get("en")).or_else(|| text.values().next());
        found.map(String::as_str).unwrap_or_default()
    }

    fn find(&self, key: &str, args: &FluentArgs<'_>) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        Some(self.bundle.format_pattern(pattern, Some(args), &mut errors).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::*;

    fn keys(lang: Lang) -> BTreeSet<String> {
        let resource = FluentResource::try_new(lang.source().to_owned()).map_err(|(_, errors)| errors).unwrap();
        drop(resource);
        let lines = lang.source().lines().filter(|line| !line.starts_with([' ', '#', '}', '\t']));
        lines.filter_map(|line| Some(line.split_once(" =")?.0.to_owned())).collect()
    }

    fn used(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                used(&entry, found);
            } else if entry.extension().is_some_and(|ending| ending == "rs") {
                let source = fs::read_to_string(entry).unwrap();
                for call in ["words.get(\"", "words.with(\"", "words.name(\""] {
                    let rest = source.split(call).skip(1);
                    found.extend(rest.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())));
                }
            }
        }
    }

    #[test]
    fn both_languages_say_everything() {
        assert_eq!(keys(Lang::En), keys(Lang::Ar));
    }

    #[test]
    fn every_text_that_is_used_is_there() {
        let mut wanted = BTreeSet::new();
        used(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut wanted);
        assert!(wanted.len() > 20, "{wanted:?}");
        let missing: Vec<_> = wanted.difference(&keys(Lang::En)).cloned().collect();
        assert_eq!(missing, Vec::<String>::new());
    }

    #[test]
    fn languages_of_locales() {
        for (locale, expected) in [("ar_EG.UTF-8", Lang::Ar), ("en_GB", Lang::En), ("", Lang::En), ("C", Lang::En)] {
            assert_eq!(Lang::of(locale), expected, "{locale}");
        }
    }

    #[test]
    fn errors_in_words() {
        let words = Words::of(Lang::En);
        assert_eq!(words.error("refused_no_such_rule", None), words.get("error-refused"));
        assert!(words.error("never_heard_of", None).contains("never_heard_of"));
        assert!(words.error("rate_limited", Some(61)).contains('2'));
    }
}

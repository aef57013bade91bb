//! The pages' texts (Fluent, `locales/`).

use std::sync::LazyLock;

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};

/// A language of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    /// English.
    En,
    /// Arabic.
    Ar,
}

impl Lang {
    /// By its tag.
    pub fn parse(tag: &str) -> Option<Self> {
        match tag {
            "en" => Some(Self::En),
            "ar" => Some(Self::Ar),
            _ => None,
        }
    }

    /// The first of an `Accept-Language` header that there is (RFC 9110, 12.5.4; in its order, which browsers make that
    /// of their weights).
    pub fn accepted(header: &str) -> Self {
        let tags = header.split(',').map(|part| part.split([';', '-']).next().unwrap_or_default().trim());
        tags.map(str::to_ascii_lowercase).find_map(|tag| Self::parse(&tag)).unwrap_or(Self::En)
    }

    /// Its tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ar => "ar",
        }
    }

    /// The direction in which it is written.
    pub const fn direction(self) -> &'static str {
        match self {
            Self::En => "ltr",
            Self::Ar => "rtl",
        }
    }

    /// The other one, to change to.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::En => Self::Ar,
            Self::Ar => Self::En,
        }
    }

    /// What it calls itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Ar => "العربية",
        }
    }

    const fn source(self) -> &'static str {
        match self {
            Self::En => include_str!("../locales/en.ftl"),
            Self::Ar => include_str!("../locales/ar.ftl"),
        }
    }

    fn bundle(self) -> &'static FluentBundle<FluentResource> {
        static EN: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| bundle(Lang::En));
        static AR: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| bundle(Lang::Ar));
        match self {
            Self::En => &EN,
            Self::Ar => &AR,
        }
    }

    /// A text. One that is missing shows its key; a test reads all that are used.
    pub(crate) fn get(self, key: &str) -> String {
        self.with(key, &[])
    }

    /// A text of a vocabulary: of `problem` and `alcohol` it is `problem-alcohol`.
    pub(crate) fn word(self, facet: &str, word: &str) -> String {
        self.get(&format!("{facet}-{word}"))
    }

    /// A text with values in it.
    pub(crate) fn with(self, key: &str, values: &[(&'static str, FluentValue<'_>)]) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in values {
            args.set(*name, value.clone());
        }
        let bundle = self.bundle();
        let pattern = bundle.get_message(key).and_then(|message| message.value());
        let text = pattern.map(|pattern| bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned());
        text.unwrap_or_else(|| key.to_owned())
    }
}

fn bundle(lang: Lang) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(vec![lang.tag().parse().unwrap_or_default()]);
    // A catalogue that cannot be read as a whole is used as far as it goes; the tests read all of it.
    let resource = FluentResource::try_new(lang.source().to_owned()).unwrap_or_else(|(resource, _)| resource);
    bundle.add_resource_overriding(resource);
    bundle
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use directory::{
        check::Effect,
        feed::What,
        model::{
            Access, Attendance, Audience, Crosstalk, Faith, Form, Goal, Openness, Philosophy, Problem, Relation,
            SourceKind, Status, Word,
        },
        own::{Amiss, Rhythm},
        search::{Order, Unfit},
    };

    use super::*;

    fn keys(lang: Lang) -> BTreeSet<String> {
        FluentResource::try_new(lang.source().to_owned()).map_err(|(_, errors)| errors).unwrap();
        let lines = lang.source().lines().filter(|line| !line.starts_with([' ', '#', '}', '\t']));
        lines.filter_map(|line| Some(line.split_once(" =")?.0.to_owned())).collect()
    }

    fn vocabulary<W: Word>(facet: &str) -> impl Iterator<Item = String> {
        W::ALL.iter().map(move |word| format!("{facet}-{}", word.word()))
    }

    #[test]
    fn both_languages_say_everything_that_is_used() {
        assert_eq!(keys(Lang::En), keys(Lang::Ar));
        let mut used = BTreeSet::new();
        for folder in ["src", "templates"] {
            for file in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap() {
                let text = fs::read_to_string(file.unwrap().path()).unwrap();
                for call in ["lang.get(\"", "lang.with(\""] {
                    used.extend(text.split(call).skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())));
                }
            }
        }
        // Labels go through the helpers of the long form.
        let form = include_str!("servants_form.rs").split('"').chain(include_str!("servants_review.rs").split('"'));
        let is_label = |text: &&str| text.starts_with("entry-") || text.starts_with("field-");
        used.extend(form.filter(is_label).filter(|text| !text.contains('{')).map(str::to_owned));
        assert!(used.len() > 20, "{used:?}");
        used.extend(vocabulary::<Problem>("problem"));
        used.extend(vocabulary::<Philosophy>("philosophy"));
        used.extend(vocabulary::<Relation>("relation"));
        used.extend(vocabulary::<Openness>("openness"));
        used.extend(vocabulary::<Faith>("faith"));
        used.extend(vocabulary::<Goal>("goal"));
        used.extend(vocabulary::<Crosstalk>("crosstalk"));
        used.extend(vocabulary::<Access>("access"));
        used.extend(vocabulary::<Audience>("audience"));
        used.extend(vocabulary::<Form>("form"));
        used.extend(vocabulary::<Attendance>("attendance"));
        used.extend(vocabulary::<Status>("status"));
        used.extend(vocabulary::<Order>("sort"));
        used.extend(vocabulary::<Unfit>("unfit"));
        used.extend(vocabulary::<Rhythm>("rhythm"));
        used.extend(vocabulary::<Amiss>("amiss"));
        used.extend(vocabulary::<What>("feed-what"));
        used.extend(vocabulary::<Effect>("feed-effect"));
        let kinds = SourceKind::ALL.iter().filter(|kind| **kind != SourceKind::Own);
        used.extend(kinds.map(|kind| format!("feed-kind-{}", kind.word())));
        let missing: Vec<_> = used.difference(&keys(Lang::En)).cloned().collect();
        assert_eq!(missing, Vec::<String>::new());
    }

    #[test]
    fn the_first_language_that_there_is() {
        for (header, expected) in [
            ("ar-EG,ar;q=0.9,en;q=0.8", Lang::Ar),
            ("fr, en;q=0.5", Lang::En),
            ("fr, AR", Lang::Ar),
            ("", Lang::En),
            ("*", Lang::En),
        ] {
            assert_eq!(Lang::accepted(header), expected, "{header}");
        }
    }
}

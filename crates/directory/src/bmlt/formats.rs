//! What formats mean, and formats of our own for entries that came without.

use std::collections::BTreeMap;

use crate::{
    meaning::Means,
    model::{
        Access, Attendance, Audience, CodeList, Crosstalk, Entry, Faith, Form, Format, FormatId, FormatKind,
        FormatWords, Openness, SourceId, Status, Tags,
    },
};

/// Reserved: over the network.
pub(super) const VIRTUAL: &str = "VM";
/// Reserved: the place is closed for now.
pub(super) const CLOSED: &str = "TC";
/// Reserved: at a place and over the network.
pub(super) const HYBRID: &str = "HY";

/// What the fellowship's codes mean that formats carry.
const WORLD: &[(&str, Means)] = &[
    ("OPEN", Means::Openness(Openness::Open)),
    ("CLOSED", Means::Openness(Openness::Closed)),
    ("BEG", Means::Audience(Audience::Newcomers)),
    ("M", Means::Audience(Audience::Men)),
    ("W", Means::Audience(Audience::Women)),
    ("GL", Means::Audience(Audience::Lgbtq)),
    ("LGBTQ", Means::Audience(Audience::Lgbtq)),
    ("Y", Means::Audience(Audience::Young)),
    ("WCHR", Means::Access(Access::Wheelchair)),
    ("CW", Means::Access(Access::Children)),
    ("NS", Means::Access(Access::SmokeFree)),
    ("SMOK", Means::Access(Access::Smoking)),
    ("DISC", Means::Form(Form::Discussion)),
    ("TOP", Means::Form(Form::Discussion)),
    ("SPK", Means::Form(Form::Speaker)),
    ("STEP", Means::Form(Form::StepStudy)),
    ("SWG", Means::Form(Form::StepStudy)),
    ("TRAD", Means::Form(Form::TraditionStudy)),
    ("CPT", Means::Form(Form::ConceptStudy)),
    ("LIT", Means::Form(Form::Literature)),
    ("BT", Means::Form(Form::Literature)),
    ("IP", Means::Form(Form::Literature)),
    ("IW", Means::Form(Form::Literature)),
    ("LC", Means::Form(Form::Literature)),
    ("JFT", Means::Form(Form::DailyText)),
    ("SPAD", Means::Form(Form::DailyText)),
    ("MED", Means::Form(Form::Meditation)),
    ("QA", Means::Form(Form::Questions)),
    ("CAN", Means::Form(Form::Candlelight)),
    ("VAR", Means::Form(Form::Varies)),
];

/// Short names of languages that formats of the kind LANG use.
const LANGUAGES: &[(&str, &str)] = &[
    ("ENG", "en"),
    ("EN", "en"),
    ("ES", "es"),
    ("SP", "es"),
    ("FIN", "fi"),
    ("PER", "fa"),
    ("FR", "fr"),
    ("DE", "de"),
    ("RU", "ru"),
    ("PL", "pl"),
    ("PT", "pt"),
    ("AR", "ar"),
    ("IT", "it"),
    ("HE", "he"),
];

/// Reads formats into tags, above what is true of the whole source, and languages.
pub(super) fn read<'a>(formats: impl Iterator<Item = &'a Format>, base: Tags) -> (Tags, Vec<String>) {
    let mut tags = base;
    let mut languages = Vec::new();
    for format in formats {
        let known = WORLD.iter().filter(|(world_id, _)| *world_id == format.world_id);
        known.for_each(|(_, means)| means.add_to(&mut tags, &mut languages));
        if format.world_id == "LANG" || format.kind == Some(FormatKind::Language) {
            let code = format.words.get("en").or_else(|| format.words.values().next()).map(|words| &words.code);
            let tag = code.and_then(|code| LANGUAGES.iter().find(|(name, _)| code.eq_ignore_ascii_case(name)));
            languages.extend(tag.map(|(_, tag)| (*tag).to_owned()));
        }
    }
    (tags, languages)
}

/// A format of our own.
pub(super) struct Own {
    pub(super) code: &'static str,
    world_id: &'static str,
    kind: FormatKind,
    english: &'static str,
    arabic: &'static str,
    means: Option<Means>,
}

macro_rules! own {
    ($($code:literal, $world:literal, $kind:ident, $english:literal, $arabic:literal, $means:expr;)*) => {
        &[$(Own {
            code: $code, world_id: $world, kind: FormatKind::$kind, english: $english, arabic: $arabic, means: $means,
        },)*]
    };
}

const OWN: &[Own] = own! {
    "VM", "VM", Place, "Online", "عبر الإنترنت", None;
    "TC", "TC", Place, "Place closed for now", "المكان مغلق مؤقتًا", None;
    "HY", "HYBR", Place, "At a place and online", "في مكان وعبر الإنترنت", None;
    "O", "OPEN", Openness, "Open to anybody", "مفتوح للجميع", Some(Means::Openness(Openness::Open));
    "C", "CLOSED", Openness, "For those whom it concerns", "لمن يعنيهم الأمر", Some(Means::Openness(Openness::Closed));
    "B", "BEG", Needs, "Newcomers", "للقادمين الجدد", Some(Means::Audience(Audience::Newcomers));
    "M", "M", Needs, "Men", "للرجال", Some(Means::Audience(Audience::Men));
    "W", "W", Needs, "Women", "للنساء", Some(Means::Audience(Audience::Women));
    "GL", "LGBTQ", Needs, "LGBTQ", "مجتمع الميم", Some(Means::Audience(Audience::Lgbtq));
    "YP", "Y", Needs, "Young people", "للشباب", Some(Means::Audience(Audience::Young));
    "WC", "WCHR", Place, "Wheelchair access", "مدخل للكراسي المتحركة", Some(Means::Access(Access::Wheelchair));
    "CW", "CW", Needs, "Children may come", "يمكن إحضار الأطفال", Some(Means::Access(Access::Children));
    "CC", "", Needs, "Childcare", "رعاية للأطفال", Some(Means::Access(Access::Childcare));
    "SL", "", Needs, "Sign language", "لغة الإشارة", Some(Means::Access(Access::SignLanguage));
    "FF", "", Place, "No scents", "بلا عطور", Some(Means::Access(Access::FragranceFree));
    "NS", "NS", Place, "No smoke", "بلا تدخين", Some(Means::Access(Access::SmokeFree));
    "SM", "SMOK", Place, "Smoking permitted", "التدخين مسموح", Some(Means::Access(Access::Smoking));
    "OD", "", Place, "Outdoors", "في الهواء الطلق", Some(Means::Access(Access::Outdoors));
    "D", "DISC", Meeting, "Discussion", "نقاش", Some(Means::Form(Form::Discussion));
    "So", "SPK", Meeting, "Speaker", "متحدث", Some(Means::Form(Form::Speaker));
    "St", "STEP", Meeting, "Step study", "دراسة الخطوات", Some(Means::Form(Form::StepStudy));
    "Tr", "TRAD", Meeting, "Tradition study", "دراسة التقاليد", Some(Means::Form(Form::TraditionStudy));
    "CP", "CPT", Meeting, "Concept study", "دراسة المفاهيم", Some(Means::Form(Form::ConceptStudy));
    "BK", "LIT", Meeting, "A book is read", "قراءة كتاب", Some(Means::Form(Form::Literature));
    "DT", "", Meeting, "Daily text", "نص اليوم", Some(Means::Form(Form::DailyText));
    "ME", "MED", Meeting, "Meditation", "تأمل", Some(Means::Form(Form::Meditation));
    "QA", "QA", Meeting, "Questions and answers", "أسئلة وأجوبة", Some(Means::Form(Form::Questions));
    "CL", "CAN", Place, "Candlelight", "على ضوء الشموع", Some(Means::Form(Form::Candlelight));
    "RF", "VAR", Meeting, "The form changes", "الشكل يتغير", Some(Means::Form(Form::Varies));
    "XT", "", Meeting, "People answer one another", "يردّ الناس بعضهم على بعض", Some(Means::Crosstalk(Crosstalk::Open));
    "SE", "", Meeting, "Without words of faith", "بلا كلام ديني", Some(Means::Faith(Faith::Off));
};

/// Whose our own formats are: no source can have this name.
fn nobody() -> SourceId {
    SourceId(String::new())
}

fn own_id(own: &Own) -> FormatId {
    FormatId::of(&nobody(), own.code, false)
}

/// All of our own formats.
pub(super) fn own() -> BTreeMap<FormatId, Format> {
    let format = |own: &Own| {
        let words =
            |name: &str| FormatWords { code: own.code.to_owned(), name: name.to_owned(), description: name.to_owned() };
        Format {
            source: nobody(),
            key: own.code.to_owned(),
            kind: Some(own.kind),
            world_id: own.world_id.to_owned(),
            words: BTreeMap::from([("ar".to_owned(), words(own.arabic)), ("en".to_owned(), words(own.english))]),
        }
    };
    OWN.iter().map(|own| (own_id(own), format(own))).collect()
}

/// Whether clients look it up although no meeting may have it.
pub(super) fn is_reserved(format: &Format) -> bool {
    format.source == nobody() && [VIRTUAL, CLOSED, HYBRID].contains(&format.key.as_str())
}

/// The formats of an entry: its source's, or those of our own that say the same.
pub(super) fn of_entry(entry: &Entry) -> Vec<FormatId> {
    if entry.codes.list == CodeList::Formats {
        return entry.codes.formats.clone();
    }
    let is_said = |own: &&Own| match own.means {
        Some(means) => means.is_said(&entry.tags, &entry.languages),
        None => match own.code {
            VIRTUAL => matches!(entry.attendance, Attendance::Online | Attendance::Text),
            HYBRID => entry.attendance == Attendance::Hybrid,
            _ => entry.status != Status::Runs,
        },
    };
    OWN.iter().filter(is_said).map(own_id).collect()
}

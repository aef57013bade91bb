//! What the convention's type codes mean, in the directory's words.

use crate::{
    meaning::Means,
    model::{Access, Audience, CodeList, Codes, Crosstalk, Faith, Form, Openness, Tags},
};

/// There is an online way in.
pub(crate) const ONLINE: &str = "ONL";
/// The place is closed for now.
pub(crate) const PLACE_CLOSED: &str = "TC";

/// The first code of a meaning is the one that is written.
const TABLE: &[(&str, Means)] = &[
    ("O", Means::Openness(Openness::Open)),
    ("C", Means::Openness(Openness::Closed)),
    ("W", Means::Audience(Audience::Women)),
    ("M", Means::Audience(Audience::Men)),
    ("LGBTQ", Means::Audience(Audience::Lgbtq)),
    ("LGBTQIA", Means::Audience(Audience::Lgbtq)),
    ("G", Means::Audience(Audience::Lgbtq)),
    ("L", Means::Audience(Audience::Lgbtq)),
    ("BI", Means::Audience(Audience::Lgbtq)),
    ("T", Means::Audience(Audience::Transgender)),
    ("NB", Means::Audience(Audience::NonBinary)),
    ("Y", Means::Audience(Audience::Young)),
    ("SEN", Means::Audience(Audience::Older)),
    ("BE", Means::Audience(Audience::Newcomers)),
    ("POC", Means::Audience(Audience::PeopleOfColour)),
    ("NDG", Means::Audience(Audience::Indigenous)),
    ("N", Means::Audience(Audience::Indigenous)),
    ("P", Means::Audience(Audience::Professionals)),
    ("DD", Means::Audience(Audience::DualDiagnosis)),
    ("AC", Means::Audience(Audience::AdultChildren)),
    ("X", Means::Access(Access::Wheelchair)),
    ("XB", Means::Access(Access::WheelchairBathroom)),
    ("ASL", Means::Access(Access::SignLanguage)),
    ("BA", Means::Access(Access::Childcare)),
    ("CF", Means::Access(Access::Children)),
    ("FF", Means::Access(Access::FragranceFree)),
    ("SM", Means::Access(Access::Smoking)),
    ("OUT", Means::Access(Access::Outdoors)),
    ("D", Means::Form(Form::Discussion)),
    ("SP", Means::Form(Form::Speaker)),
    ("ST", Means::Form(Form::StepStudy)),
    ("12x12", Means::Form(Form::StepStudy)),
    ("TR", Means::Form(Form::TraditionStudy)),
    ("LIT", Means::Form(Form::Literature)),
    ("B", Means::Form(Form::Literature)),
    ("ABSI", Means::Form(Form::Literature)),
    ("GR", Means::Form(Form::Literature)),
    ("LS", Means::Form(Form::Literature)),
    ("DR", Means::Form(Form::DailyText)),
    ("MED", Means::Form(Form::Meditation)),
    ("11", Means::Form(Form::Meditation)),
    ("CAN", Means::Form(Form::Candlelight)),
    ("H", Means::Form(Form::Birthday)),
    ("BRK", Means::Form(Form::Meal)),
    ("XT", Means::Crosstalk(Crosstalk::Open)),
    ("A", Means::Faith(Faith::Off)),
    ("EN", Means::Language("en")),
    ("S", Means::Language("es")),
    ("FR", Means::Language("fr")),
    ("DE", Means::Language("de")),
    ("AF", Means::Language("af")),
    ("AM", Means::Language("am")),
    ("AR", Means::Language("ar")),
    ("BG", Means::Language("bg")),
    ("DA", Means::Language("da")),
    ("EL", Means::Language("el")),
    ("FA", Means::Language("fa")),
    ("FI", Means::Language("fi")),
    ("HE", Means::Language("he")),
    ("HI", Means::Language("hi")),
    ("HR", Means::Language("hr")),
    ("HU", Means::Language("hu")),
    ("IS", Means::Language("is")),
    ("ITA", Means::Language("it")),
    ("JA", Means::Language("ja")),
    ("KA", Means::Language("ka")),
    ("KOR", Means::Language("ko")),
    ("LT", Means::Language("lt")),
    ("ML", Means::Language("ml")),
    ("MT", Means::Language("mt")),
    ("NE", Means::Language("ne")),
    ("NL", Means::Language("nl")),
    ("NO", Means::Language("no")),
    ("POL", Means::Language("pl")),
    ("POR", Means::Language("pt")),
    ("PUN", Means::Language("pa")),
    ("RUS", Means::Language("ru")),
    ("SK", Means::Language("sk")),
    ("SL", Means::Language("sl")),
    ("SV", Means::Language("sv")),
    ("TH", Means::Language("th")),
    ("TL", Means::Language("tl")),
    ("TUR", Means::Language("tr")),
    ("UK", Means::Language("uk")),
];

/// Types that belong to a place; the field's apps take them from what is online alone.
pub(crate) const IN_PERSON_ONLY: [&str; 11] = ["BA", "BRK", "CAN", "CF", "AL-AN", "AL", "FF", "OUT", "SM", "X", "XB"];

/// Reads the codes into tags, above what is true of the whole source, and languages.
pub(crate) fn read(codes: &[String], base: Tags) -> (Tags, Vec<String>) {
    let mut tags = base;
    let mut languages = Vec::new();
    let known = codes.iter().flat_map(|code| TABLE.iter().filter(move |(name, _)| name == code));
    known.for_each(|(_, means)| means.add_to(&mut tags, &mut languages));
    (tags, languages)
}

/// The codes of an entry: its own if it came with such, else made from tags and languages.
pub(crate) fn write(codes: &Codes, tags: &Tags, languages: &[String]) -> Vec<String> {
    if codes.list == CodeList::MeetingGuide && !codes.codes.is_empty() {
        return codes.codes.clone();
    }
    let first = |means: Means| TABLE.iter().find(|(_, other)| *other == means).map(|(code, _)| *code);
    let said = TABLE.iter().filter(|(code, means)| means.is_said(tags, languages) && first(*means) == Some(*code));
    said.map(|(code, _)| (*code).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_alike() {
        for (code, means) in TABLE {
            let (tags, languages) = read(&[(*code).to_owned()], Tags::default());
            let codes = write(&Codes::none(CodeList::Formats), &tags, &languages);
            assert_eq!(codes.len(), 1, "{code} {means:?}: {codes:?}");
            assert_eq!(read(&codes, Tags::default()), (tags, languages), "{code}");
        }
    }

    #[test]
    fn unknown_codes_say_nothing_and_base_tags_stay() {
        let base = Tags { faith: Some(Faith::Own), ..Tags::default() };
        assert_eq!(read(&["XYZ".to_owned()], base), (base, Vec::new()));
        assert_eq!(read(&["A".to_owned()], base).0.faith, Some(Faith::Off));
    }
}

//! Circles of this server that show themselves (domain R33): a card becomes an entry, so that every page and every feed
//! has it.

use std::collections::{BTreeMap, BTreeSet};

use card::{Attendance, Card, Status};
use wire::PublicKey;

use crate::{
    CardKey, Entry, EntryId, Listing, Source, SourceId,
    model::{self, Door, Online, Origin, Set, Slot, Slug, SourceKind, Tags, Word},
};

/// The name of the source under which they are listed.
pub const SOURCE: &str = "circles";
/// The page of the app that reads the fragment of an invite.
const JOIN: &str = "/join#";

/// The number under which the circle with this card's key is listed.
pub fn id(key: CardKey) -> EntryId {
    EntryId::of(&SourceId(SOURCE.to_owned()), &PublicKey(key.0).to_hex(), false)
}

/// Adds a circle to a listing. `base` is the server's own address without a slash at its end, if it is known: feeds then
/// tell where one knocks.
pub fn list(listing: &mut Listing, card: &Card, base: Option<&str>) {
    let source = SourceId(SOURCE.to_owned());
    let origin = Origin { source: source.clone(), key: card.key.to_hex() };
    let id = id(CardKey(card.key.0));
    let slug = Slug::from_text(&Card::slug(card.key));
    let knock = card.knock.as_ref().map(|fragment| format!("{JOIN}{fragment}"));
    let url = base.zip(knock.as_ref()).map(|(base, knock)| format!("{base}{knock}"));
    let words = &card.words;
    let entry = Entry {
        attendance: match words.attendance {
            Attendance::Online => model::Attendance::Online,
            Attendance::Text => model::Attendance::Text,
        },
        status: match words.status {
            Status::Runs => model::Status::Runs,
            Status::Paused => model::Status::Paused,
            Status::Ended => model::Status::Ended,
        },
        schedule: card.schedule.iter().map(|series| Slot { series: series.clone(), end_is_told: true }).collect(),
        online: Online { url: url.unwrap_or_default(), ..Online::default() },
        languages: words.languages.clone(),
        tags: tags(&words.tags),
        notes: words.text.values().map(|text| text.trim()).collect::<Vec<_>>().join("\n\n"),
        ..Entry::named(id, slug, words.name.clone(), origin)
    };
    let here = || Source { name: base.unwrap_or("Stayhere").to_owned(), ..Source::unnamed(SourceKind::Own, "UTC") };
    listing.sources.entry(source).or_insert_with(here);
    listing.entries.insert(id, entry);
    listing.circles.insert(id, Door { key: CardKey(card.key.0), knock });
}

/// What a card says in words of the directory; what is none of them says nothing here.
fn tags(said: &BTreeMap<String, BTreeSet<String>>) -> Tags {
    Tags {
        problems: set(said, "problem"),
        philosophies: set(said, "philosophy"),
        relations: set(said, "relation"),
        openness: one(said, "openness"),
        faith: one(said, "faith"),
        goal: one(said, "goal"),
        crosstalk: one(said, "crosstalk"),
        access: set(said, "access"),
        audience: set(said, "audience"),
        forms: set(said, "form"),
    }
}

fn set<W: Word>(said: &BTreeMap<String, BTreeSet<String>>, facet: &str) -> Set<W> {
    said.get(facet).into_iter().flatten().filter_map(|word| W::parse(word)).collect()
}

fn one<W: Word>(said: &BTreeMap<String, BTreeSet<String>>, facet: &str) -> Option<W> {
    said.get(facet).into_iter().flatten().find_map(|word| W::parse(word))
}

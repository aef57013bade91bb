//! What `stayhere directory` can be called with.

use std::path::PathBuf;

use clap::Subcommand;
use directory::{
    EntryId, SourceId,
    model::{Philosophy, Problem, Slug, SourceKind, Word},
    own,
};
use directory_store::Hidden;

use super::own_address;

#[derive(Debug, clap::Args)]
pub(crate) struct Directory {
    #[command(subcommand)]
    pub(crate) task: DirectoryTask,
    /// The server's data folder. Otherwise the one that `serve` takes.
    #[arg(long, global = true, value_name = "FOLDER")]
    pub(crate) data: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DirectoryTask {
    /// Take a feed as a source of meetings, or a known source anew, and say line by line what could not be used.
    ///
    /// Meeting Guide JSON, a sheet as CSV, the answer of a BMLT server or iCalendar: which one, is seen by how it begins. The
    /// good entries are taken, also when others are not. What an option does not say stays as it was.
    Import(Import),
    /// Take what another Stayhere server signs as its own, and take it anew every hour while the server runs.
    ///
    /// Its key is pinned: ask its operator for the fingerprint, which `stayhere directory key` shows there. What is signed by
    /// another key later is refused, until you subscribe again with the new fingerprint.
    Subscribe(Subscribe),
    /// Write what a search finds into one file, which opens without a network and can be passed on.
    ///
    /// It is signed: another Stayhere server takes it with `stayhere directory import`.
    Copy(CopyList),
    /// Show the fingerprint of the key under which this server signs its directory.
    Key,
    /// List the sources of meetings, and how asking them goes.
    Sources,
    /// List the circles that show themselves here, and which of them are hidden.
    Circles,
    /// Forget a source with all that came from it.
    Forget {
        /// As `sources` shows it.
        source: String,
    },
    /// Keep a list of this server's own, which trusted servants fill at `/servants`, or call it otherwise.
    Own(OwnList),
    /// Say who enters meetings into the own list.
    Servants {
        #[command(subcommand)]
        task: ServantsTask,
    },
    /// List what waits to be looked at, and decide on it where nobody else can.
    Review {
        #[command(subcommand)]
        task: Option<ReviewTask>,
    },
    /// Show a meeting or a circle's card to nobody. It stays as it is, also when its source or its circle sends it again.
    Hide {
        /// A meeting's number or a card's key.
        #[arg(value_parser = hidden)]
        id: Hidden,
    },
    /// Show again what was hidden.
    Show {
        /// A meeting's number or a card's key.
        #[arg(value_parser = hidden)]
        id: Hidden,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct OwnList {
    /// What visitors read as the one who lists these meetings.
    #[arg(long, value_name = "NAME")]
    pub(crate) name: String,
    /// The time zone that a new meeting's form begins with, for example America/New_York. Needed the first time.
    #[arg(long, value_name = "ZONE")]
    pub(crate) zone: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ServantsTask {
    /// Let somebody enter meetings. Their key is shown once and kept nowhere: hand it to them, and to nobody else.
    Add {
        /// What the others call them.
        name: String,
        /// They also look at what others enter, and list it. Nobody lists what they entered themselves.
        #[arg(long)]
        reviews: bool,
    },
    /// List them.
    List,
    /// Let somebody go. What they entered stays.
    Remove {
        /// As `list` shows it.
        name: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum ReviewTask {
    /// Show what would change, and the number that stands for having seen it.
    Show {
        /// The number that stands before it.
        #[arg(value_parser = entry)]
        id: EntryId,
    },
    /// Grant it: list the meeting like this, or take it off the list.
    List {
        /// The number that stands before it.
        #[arg(value_parser = entry)]
        id: EntryId,
        /// What `show` gave: nothing is listed that was changed after you looked.
        seen: u64,
    },
    /// Let it go for good, also what came back to somebody; what is listed stays.
    Drop {
        /// The number that stands before it.
        #[arg(value_parser = entry)]
        id: EntryId,
    },
    /// Send it back to whoever entered it.
    Return {
        /// The number that stands before it.
        #[arg(value_parser = entry)]
        id: EntryId,
        /// What is to be mended.
        why: String,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct CopyList {
    /// The file to write, which ends in .html.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// What to look for, as the addresses of feeds have it: cell=stq4&problem=alcohol&language=ar. Otherwise everything.
    #[arg(long, default_value = "", value_name = "SEARCH", hide_default_value = true)]
    pub(crate) search: String,
    /// This server's address, as `serve --url` has it.
    #[arg(long, env = "STAYHERE_URL", value_name = "URL", value_parser = own_address())]
    pub(crate) url: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Subscribe {
    /// What to call the source here: letters a to z, digits, - and _.
    #[arg(value_name = "SOURCE", value_parser = source)]
    pub(crate) source: SourceId,
    /// The server's address, which begins with https:// or http://.
    #[arg(value_name = "URL")]
    pub(crate) url: String,
    /// The fingerprint of its key, as its operator told you. Otherwise it is shown, and you are asked.
    #[arg(long)]
    pub(crate) fingerprint: Option<String>,
    /// Who it is, as the pages name it. Otherwise its address.
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// This server's own address, as `serve --url` has it: meetings that have their page there are not taken back.
    #[arg(long = "url", env = "STAYHERE_URL", value_name = "URL", value_parser = own_address())]
    pub(crate) own: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Import {
    /// What to call the source here: letters a to z, digits, - and _.
    #[arg(value_name = "SOURCE", value_parser = source)]
    pub(crate) source: SourceId,
    /// A file, which is taken once, or an address that begins with http:// or https://.
    #[arg(value_name = "FILE|URL")]
    pub(crate) feed: String,
    /// Who it is, as the pages name it.
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// The time zone of entries that name none. A new source needs it.
    #[arg(long, value_name = "ZONE")]
    pub(crate) zone: Option<String>,
    /// The convention, if it is not to be seen: meeting-guide, sheet, icalendar, or bmlt, where the address is that of
    /// the server (it ends before `client_interface`).
    #[arg(long, value_parser = word::<SourceKind>)]
    pub(crate) kind: Option<SourceKind>,
    /// The fellowship or programme of entries that name none.
    #[arg(long)]
    pub(crate) programme: Option<String>,
    /// What the meetings are about, as `/find` has it: alcohol, drugs, ...
    #[arg(long, value_parser = word::<Problem>, value_name = "WORD")]
    pub(crate) problem: Vec<Problem>,
    /// How they work, as `/find` has it: steps, self-management, ...
    #[arg(long, value_parser = word::<Philosophy>, value_name = "WORD")]
    pub(crate) philosophy: Vec<Philosophy>,
    /// Its numbers stay what they are, so that addresses that people have written down lead on. One source at most.
    #[arg(long)]
    pub(crate) keep_numbers: bool,
    /// Tell of every entry that is amiss, not only of the first few of each kind.
    #[arg(long)]
    pub(crate) all: bool,
}

fn source(typed: &str) -> Result<SourceId, &'static str> {
    let slug = Slug::parse(typed).ok_or("1 to 64 of a-z, 0-9, - and _")?;
    let source = SourceId(slug.as_str().to_owned());
    if source == own::source() {
        Err("the list that is entered here has this name; choose another")
    } else {
        Ok(source)
    }
}

fn word<W: Word>(typed: &str) -> Result<W, String> {
    W::parse(typed).ok_or_else(|| W::ALL.iter().map(|one| one.word()).collect::<Vec<_>>().join(", "))
}

fn entry(typed: &str) -> Result<EntryId, &'static str> {
    EntryId::parse(typed).ok_or("a meeting's number")
}

fn hidden(typed: &str) -> Result<Hidden, &'static str> {
    Hidden::parse(typed).ok_or("a meeting's number, or the 64 hexadecimal digits of a card's key")
}

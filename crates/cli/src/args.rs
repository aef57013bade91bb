//! What the command can be called with.

mod directory;

use std::{net::SocketAddr, path::PathBuf};

use crate::words::Lang;
use clap::{
    Parser, Subcommand,
    builder::{StringValueParser, TypedValueParser},
};

pub(crate) use directory::{CopyList, Directory, DirectoryTask, Import, OwnList, ReviewTask, ServantsTask, Subscribe};

/// A home for mutual support groups: what is said here, let it stay here.
#[derive(Debug, Parser)]
#[command(name = "stayhere", version, arg_required_else_help = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) task: Task,
    /// Language of the texts: en or ar. Otherwise LANG decides.
    #[arg(long, global = true, value_enum)]
    pub(crate) lang: Option<Lang>,
    /// What to log to standard error: error, warn, info, debug, or by module as in server=debug.
    #[arg(long, global = true, default_value = "warn", env = "STAYHERE_LOG", value_name = "FILTER")]
    pub(crate) log: String,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Task {
    /// Serve circles to browsers and terminals.
    Serve(Serve),
    /// Serve a circle of simulated members who hold meetings, to look at.
    Demo(Demo),
    /// Join a circle by an invitation link, then take part in its meetings.
    Join(Join),
    /// Take part in the meetings of a circle.
    Meet(Meet),
    /// Write down your own words, and nobody else's, to take along.
    Export(Export),
    /// Look whether a server's data folder, clock and port are well, and say what to do.
    Doctor(Doctor),
    /// Check templates for circles, or compare two versions of one.
    Template(Template),
    /// Say which program this is, and the digest of the web app in it.
    About,
    /// Compare the web app that a server delivers with a release, byte for byte.
    ///
    /// It sees what it is served itself: a server that gives everybody the true app and one person a false one is not
    /// found by it. The exit code is 0 when all is the same, 1 when something differs, 3 when no answer came.
    Verify(Verify),
    /// Copy a server's data folder, while the server runs or not.
    Backup(Backup),
    /// Make a data folder from a copy, to serve from.
    Restore(Restore),
    /// Sign-up codes, for a server with `--sign-up invite`.
    Invites(Invites),
    /// List the circles of a server as far as an operator can see them, suspend one, or resume it.
    Circles(Circles),
    /// Look into a feed of meetings.
    Feed(Feed),
    /// The public directory of a server: where its meetings come from, and what is hidden of them.
    Directory(Directory),
}

const LISTEN: &str = "127.0.0.1:8080";

#[derive(Debug, clap::Args)]
pub(crate) struct Serve {
    /// Address and port to listen on; port 0 takes a free one.
    #[arg(long, default_value = LISTEN, value_name = "ADDRESS")]
    pub(crate) listen: SocketAddr,
    /// Folder with everything that the server keeps. Otherwise one below the data folder of this user.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) data: Option<PathBuf>,
    /// The server's own address, as it stands on printed cards of the directory. Otherwise the name counts by which a
    /// browser asks.
    #[arg(long, env = "STAYHERE_URL", value_name = "URL", value_parser = own_address())]
    pub(crate) url: Option<String>,
    /// A reverse proxy stands in front and sets X-Forwarded-For, which is used for rate limits alone.
    #[arg(long)]
    pub(crate) behind_proxy: bool,
    /// Do not remind closed browsers of meetings. Otherwise the server sends them pushes without content, over the push services
    /// of the browsers' makers.
    #[arg(long)]
    pub(crate) no_reminders: bool,
    /// Folder of templates that are offered to start a circle from, beside those of the program. Each has to be sound, as
    /// `stayhere template check` says, and of another id.
    #[arg(long, env = "STAYHERE_TEMPLATES", value_name = "FOLDER")]
    pub(crate) templates: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) switches: Switches,
}

/// What the operator lets happen.
#[derive(Debug, clap::Args)]
pub(crate) struct Switches {
    /// Who may make an account: everybody, whoever has a code that `stayhere invites` made, or nobody.
    #[arg(long, value_enum, default_value_t = SignUp::Open, env = "STAYHERE_SIGN_UP", value_name = "WHO")]
    pub(crate) sign_up: SignUp,
    /// Whether circles may be founded. Those that are there go on.
    #[arg(long, value_enum, default_value_t = Founding::Open, env = "STAYHERE_FOUNDING", value_name = "WHETHER")]
    pub(crate) founding: Founding,
    /// With so many accounts no more are made.
    #[arg(long, env = "STAYHERE_MOST_ACCOUNTS", value_name = "NUMBER")]
    pub(crate) most_accounts: Option<u64>,
    /// With so many circles no more are founded.
    #[arg(long, env = "STAYHERE_MOST_CIRCLES", value_name = "NUMBER")]
    pub(crate) most_circles: Option<u64>,
    /// How much one circle may have stored at a time, in MiB.
    #[arg(long, default_value_t = CIRCLE_MIB, env = "STAYHERE_CIRCLE_MIB", value_name = "MIB")]
    pub(crate) circle_mib: u64,
}

const CIRCLE_MIB: u64 = wire::limits::CIRCLE_BYTES / (1024 * 1024);

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(crate) enum SignUp {
    Open,
    Invite,
    Closed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Founding {
    Open,
    Closed,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Demo {
    /// Address and port to listen on; port 0 takes a free one.
    #[arg(long, default_value = LISTEN, value_name = "ADDRESS")]
    pub(crate) listen: SocketAddr,
    /// Folder to keep the demo in. Otherwise a temporary one, removed at the end.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) data: Option<PathBuf>,
    /// How many times faster than people the simulated members are.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=20))]
    pub(crate) speed: u64,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Join {
    /// The link, for example https://example.org/join#...
    pub(crate) link: String,
    /// The name to have in this circle.
    #[arg(long)]
    pub(crate) name: Option<String>,
    #[command(flatten)]
    pub(crate) device: Device,
    #[command(flatten)]
    pub(crate) way: Way,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Meet {
    /// Which circle, as numbered in the list.
    #[arg(long, value_name = "NUMBER")]
    pub(crate) circle: Option<usize>,
    /// The server, for example https://example.org. Otherwise the one that was used last.
    #[arg(long, value_name = "URL")]
    pub(crate) server: Option<String>,
    #[command(flatten)]
    pub(crate) device: Device,
    #[command(flatten)]
    pub(crate) way: Way,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Export {
    /// Folder to write to. Files that are there already stay as they are.
    #[arg(default_value = ".", value_name = "FOLDER")]
    pub(crate) folder: PathBuf,
    /// The server, for example https://example.org. Otherwise the one that was used last.
    #[arg(long, value_name = "URL")]
    pub(crate) server: Option<String>,
    #[command(flatten)]
    pub(crate) device: Device,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Device {
    /// Folder in which this device remembers who you are. Otherwise one below the data folder of this user.
    #[arg(long, env = "STAYHERE_STORE", value_name = "FOLDER")]
    pub(crate) store: Option<PathBuf>,
    /// Others use this device too: remember nothing on it.
    #[arg(long)]
    pub(crate) shared: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Way {
    /// No screen: read commands line by line, print a plain line for what happens. See docs/terminal.md.
    #[arg(long)]
    pub(crate) script: bool,
    /// How many seconds a `wait` of a script waits before the command gives up.
    #[arg(long, default_value_t = 60, value_name = "SECONDS")]
    pub(crate) patience: u64,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Doctor {
    /// The server's data folder. Otherwise the one that `serve` takes.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) data: Option<PathBuf>,
    /// The address that the server listens on.
    #[arg(long, default_value = LISTEN, value_name = "ADDRESS")]
    pub(crate) listen: SocketAddr,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Verify {
    /// The server, for example https://example.org
    pub(crate) url: String,
    /// The list of a release (its file app.sha256). Otherwise the app inside this program.
    #[arg(long, value_name = "FILE")]
    pub(crate) release: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Feed {
    #[command(subcommand)]
    pub(crate) task: FeedTask,
}

#[derive(Debug, Subcommand)]
pub(crate) enum FeedTask {
    /// Say what is wrong with a feed, and what the apps that read such feeds will do with each entry.
    ///
    /// Meeting Guide JSON, a sheet as CSV, the answer of a BMLT server or iCalendar: which one, is seen by how it begins. The
    /// exit code is 0 when every entry is good and can be found, 1 when not, 3 when the feed cannot be read.
    Check {
        /// A file, or an address that begins with http:// or https://.
        #[arg(value_name = "FILE|URL")]
        feed: String,
        /// The time zone of entries that name none.
        #[arg(long, default_value = "UTC", value_name = "ZONE")]
        zone: String,
        /// Tell of every entry, not only of the first few of each kind.
        #[arg(long)]
        all: bool,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct Backup {
    /// The server's data folder.
    #[arg(value_name = "DATA_FOLDER")]
    pub(crate) data: PathBuf,
    /// Folder to make, with the database, the secrets and the public directory in it.
    #[arg(value_name = "TARGET")]
    pub(crate) target: PathBuf,
    /// File for the day keys, which is overwritten each time.
    ///
    /// Always give the same path, outside the folders of the copies, and where no history is kept. What people have
    /// taken back, and what has reached its last day, is gone from old copies because the server has destroyed its
    /// keys: whoever archives them brings it back. Without the latest keys no copy can be restored.
    #[arg(long, value_name = "PATH")]
    pub(crate) day_keys: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Restore {
    /// The copy that `backup` made.
    #[arg(value_name = "BACKUP")]
    pub(crate) backup: PathBuf,
    /// Folder to make; one that is there must be empty.
    #[arg(value_name = "DATA_FOLDER")]
    pub(crate) data: PathBuf,
    /// The latest day keys: the file that `backup` wrote last.
    #[arg(long, value_name = "PATH")]
    pub(crate) day_keys: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Invites {
    #[command(subcommand)]
    pub(crate) task: InvitesTask,
    /// The server's data folder. Otherwise the one that `serve` takes.
    #[arg(long, global = true, value_name = "FOLDER")]
    pub(crate) data: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum InvitesTask {
    /// Make a code. It is shown once: the server keeps only its hash.
    Make {
        /// How many people may sign up with it.
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=10_000))]
        uses: u32,
        /// How many days it is good for.
        #[arg(long, default_value_t = 14, value_parser = clap::value_parser!(u32).range(1..=366))]
        days: u32,
    },
    /// List the codes that are still good, by the first digits of their hashes.
    List,
    /// Make a code useless.
    Revoke {
        /// As `list` shows it.
        #[arg(value_parser = digits)]
        id: String,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct Circles {
    #[command(subcommand)]
    pub(crate) task: Option<CirclesTask>,
    /// The server's data folder. Otherwise the one that `serve` takes.
    #[arg(long, global = true, value_name = "FOLDER")]
    pub(crate) data: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CirclesTask {
    /// Take no more words and no meetings in a circle. Its members are told why.
    Suspend {
        /// As the list shows it.
        #[arg(value_parser = digits)]
        id: String,
        /// What its members are told.
        #[arg(long, value_enum)]
        reason: Reason,
    },
    /// Let a circle go on.
    Resume {
        /// As the list shows it.
        #[arg(value_parser = digits)]
        id: String,
    },
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(crate) enum Reason {
    /// It sends more than this server can carry.
    Flood,
    /// A court or an authority obliges you.
    Law,
    /// Something else.
    Other,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Template {
    #[command(subcommand)]
    pub(crate) task: TemplateTask,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TemplateTask {
    /// Say everything that is wrong with a template, by file and line.
    Check {
        /// A template's folder, a file of it, or a folder of templates.
        #[arg(value_name = "PATH")]
        path: PathBuf,
    },
    /// Say what differs between two templates, for example a parent's old and new version.
    Diff {
        /// The folder of the one.
        #[arg(value_name = "OLD")]
        old: PathBuf,
        /// The folder of the other.
        #[arg(value_name = "NEW")]
        new: PathBuf,
    },
}

/// A server's own address, to which paths are joined.
fn own_address() -> impl TypedValueParser<Value = String> {
    StringValueParser::new().map(|typed| typed.trim_end_matches('/').to_owned())
}

/// The beginning of an id, long enough to mean one.
fn digits(typed: &str) -> Result<String, &'static str> {
    let fits = (4..=64).contains(&typed.len()) && typed.chars().all(|letter| letter.is_ascii_hexdigit());
    if fits { Ok(typed.to_owned()) } else { Err("4 to 64 of the digits 0-9 and a-f, as the list shows them") }
}

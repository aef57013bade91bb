//! The `stayhere` command: an operator's `serve`, `demo`, `doctor`, `backup`, `restore`, `invites`, `circles` and `directory`, a member's
//! `join`, `meet` and `export`, anybody's `about`, `verify`, `template` and `feed`.
//!
//! One module per command. What is said goes through `say`, in the words of `words` (Fluent, English and Arabic);
//! whatever goes wrong ends as a [`Trouble`], a sentence that says what to do.

mod about;
mod args;
mod ask;
pub mod assets;
mod backup;
mod demo;
mod directory;
mod doctor;
mod export;
mod feed;
#[cfg(test)]
mod fixture;
mod home;
mod host;
mod join;
mod meet;
mod operate;
mod release;
mod say;
mod serve;
mod sign_in;
mod template;
mod verify;
mod words;

use std::{process::ExitCode, time::Duration};

use clap::Parser;
use tokio::runtime::Runtime;
use tracing_subscriber::{EnvFilter, filter::filter_fn, layer::SubscriberExt, util::SubscriberInitExt};

use args::{Args, Task};
use words::Words;

/// How long the end of the process waits for reads of the keyboard that nobody will finish.
const END: Duration = Duration::from_millis(200);

/// Why a command could not do its work: a sentence for the person who called it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trouble(pub(crate) String);

impl From<std::io::Error> for Trouble {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<client::ConnectError> for Trouble {
    fn from(error: client::ConnectError) -> Self {
        Self(error.to_string())
    }
}

/// Runs the command that the process was called with. Its exit code: 0 when all went well, 1 when not, 2 when it was
/// called wrongly, 3 when `verify` or `feed check` could not find out.
pub fn run() -> ExitCode {
    let args = Args::parse();
    let words = Words::of(args.lang.unwrap_or_else(words::Lang::of_environment));
    log(&args.log);
    let runtime = match Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            say::trouble(&error.to_string());
            return ExitCode::FAILURE;
        }
    };
    let result = runtime.block_on(run_task(args.task, &words));
    runtime.shutdown_timeout(END);
    match result {
        Ok(code) => code,
        Err(Trouble(sentence)) => {
            say::trouble(&sentence);
            ExitCode::FAILURE
        }
    }
}

async fn run_task(task: Task, words: &Words) -> Result<ExitCode, Trouble> {
    match task {
        Task::Serve(args) => serve::run(args, words).await,
        Task::Demo(args) => demo::run(args, words).await,
        Task::Join(args) => join::run(args, words).await,
        Task::Meet(args) => meet::run(args, words).await,
        Task::Export(args) => export::run(args, words).await,
        Task::Doctor(args) => doctor::run(args, words).await,
        Task::Template(args) => template::run(args, words),
        Task::About => Ok(about::run(words)),
        Task::Verify(args) => verify::run(args, words).await,
        Task::Backup(args) => backup::back_up(args, words).await,
        Task::Restore(args) => backup::restore(args, words).await,
        Task::Invites(args) => operate::invites(args, words).await,
        Task::Circles(args) => operate::circles(args, words).await,
        Task::Feed(args) => feed::run(args, words).await,
        Task::Directory(args) => directory::run(args, words).await,
    }
}

fn log(filter: &str) {
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false).finish();
    log.with(filter_fn(server::may_be_logged)).init();
}

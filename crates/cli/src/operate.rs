//! `stayhere invites` and `stayhere circles`: what an operator does to the database, while the server runs or not.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use data_encoding::HEXLOWER;
use rand_core::{OsRng, RngCore};
use server_store_sqlite::{Changed, CircleRow, CodeRow, OperateError, Operator};
use wire::{Day, Reason, account::SignUpCode};

use crate::{
    Trouble,
    args::{self, CirclesTask, InvitesTask},
    home, host, say,
    words::Words,
};

/// Hexadecimal digits of an id in a list.
const SHORT: usize = 8;

pub(crate) async fn invites(args: args::Invites, words: &Words) -> Result<ExitCode, Trouble> {
    let (mut operator, folder) = open(args.data, words).await?;
    let told = |error: OperateError| trouble(&error, &folder, words);
    match args.task {
        InvitesTask::Make { uses, days } => {
            let mut random = [0; SignUpCode::BYTES];
            OsRng.fill_bytes(&mut random);
            let code = SignUpCode::new(random);
            let row = CodeRow { id: code.hash(), uses, last: today().plus(days) };
            operator.add_code(row).await.map_err(told)?;
            say::line(&code.to_printed());
            say::line(&words.with("invites-made", &[("uses", uses.into()), ("days", days.into())]));
        }
        InvitesTask::List => {
            let codes = operator.codes(today()).await.map_err(told)?;
            if codes.is_empty() {
                say::line(&words.get("invites-none"));
            }
            for CodeRow { id, uses, last } in codes {
                let days = last.0.saturating_sub(today().0);
                let values = [("id", short(&id.0).into()), ("uses", uses.into()), ("days", days.into())];
                say::line(&words.with("invites-row", &values));
            }
        }
        InvitesTask::Revoke { id } => {
            let found = operator.revoke_code(&id).await.map_err(told)?;
            return one(found, &id, "invites-revoked", words);
        }
    }
    Ok(ExitCode::SUCCESS)
}

pub(crate) async fn circles(args: args::Circles, words: &Words) -> Result<ExitCode, Trouble> {
    let (mut operator, folder) = open(args.data, words).await?;
    let told = |error: OperateError| trouble(&error, &folder, words);
    match args.task {
        None => {
            let circles = operator.circles().await.map_err(told)?;
            if circles.is_empty() {
                say::line(&words.get("circles-none"));
            }
            for circle in &circles {
                say::line(&row(circle, words));
            }
            Ok(ExitCode::SUCCESS)
        }
        Some(CirclesTask::Suspend { id, reason }) => {
            let reason = match reason {
                args::Reason::Flood => Reason::Flood,
                args::Reason::Law => Reason::Law,
                args::Reason::Other => Reason::Other,
            };
            let found = operator.suspend(&id, Some(reason)).await.map_err(told)?;
            one(found, &id, "circles-suspended", words)
        }
        Some(CirclesTask::Resume { id }) => {
            let found = operator.suspend(&id, None).await.map_err(told)?;
            one(found, &id, "circles-resumed", words)
        }
    }
}

async fn open(named: Option<PathBuf>, words: &Words) -> Result<(Operator, PathBuf), Trouble> {
    let folder = named.map_or_else(|| home::server_data(words), Ok)?;
    let operator = Operator::open(&folder).await.map_err(|error| trouble(&error, &folder, words))?;
    Ok((operator, folder))
}

fn row(circle: &CircleRow, words: &Words) -> String {
    let ago = circle.last_commit.map(|day| today().0.saturating_sub(day.0));
    let values = [
        ("id", short(&circle.id.0).into()),
        ("entries", circle.entries.into()),
        ("kib", circle.bytes.div_ceil(1024).into()),
        ("days", ago.unwrap_or_default().into()),
    ];
    let line = words.with(if ago.is_some() { "circles-row" } else { "circles-row-new" }, &values);
    let Some(reason) = circle.suspended else { return line };
    let why = match reason {
        Reason::Flood => words.get("circles-flood"),
        Reason::Law => words.get("circles-law"),
        Reason::Other => words.get("circles-other"),
    };
    format!("{line} {why}")
}

fn one(found: Changed, id: &str, done: &str, words: &Words) -> Result<ExitCode, Trouble> {
    match found {
        Changed::One => {
            say::line(&words.name(done, id));
            Ok(ExitCode::SUCCESS)
        }
        Changed::None => Err(Trouble(words.name("operate-no-such", id))),
        Changed::Several => Err(Trouble(words.name("operate-several", id))),
    }
}

fn trouble(error: &OperateError, folder: &Path, words: &Words) -> Trouble {
    match error {
        OperateError::NotServed => Trouble(words.name("operate-not-served", &folder.display().to_string())),
        OperateError::Open(error) => host::trouble(error, folder, words),
    }
}

fn short(id: &[u8; 32]) -> String {
    let mut digits = HEXLOWER.encode(id);
    digits.truncate(SHORT);
    digits
}

fn today() -> Day {
    Day::of(host::now())
}

//! `stayhere backup` and `stayhere restore`.

use std::{path::Path, process::ExitCode};

use server_store_sqlite::{BackupError, OpenError};

use crate::{Trouble, args, host, say, words::Words};

/// What lies in the data folder beside the sealed database, and is copied with it.
const BESIDE: &[&str] = &[directory_store::NAME];

pub(crate) async fn back_up(args: args::Backup, words: &Words) -> Result<ExitCode, Trouble> {
    let copied = server_store_sqlite::backup(&args.data, &args.target, &args.day_keys, BESIDE).await;
    let beside = copied.map_err(|error| trouble(&error, &args.data, words))?;
    let values =
        [("folder", args.target.display().to_string().into()), ("keys", args.day_keys.display().to_string().into())];
    say::line(&words.with("backup-done", &values));
    if beside.is_empty() {
        say::line(&words.get("backup-no-directory"));
    }
    Ok(ExitCode::SUCCESS)
}

pub(crate) async fn restore(args: args::Restore, words: &Words) -> Result<ExitCode, Trouble> {
    let restored = server_store_sqlite::restore(&args.backup, &args.data, &args.day_keys, BESIDE).await;
    let beside = restored.map_err(|error| trouble(&error, &args.data, words))?;
    if beside.is_empty() {
        say::line(&words.get("restore-no-directory"));
    }
    say::line(&words.name("restore-done", &args.data.display().to_string()));
    Ok(ExitCode::SUCCESS)
}

fn trouble(error: &BackupError, data: &Path, words: &Words) -> Trouble {
    let told = |key, path: &Path| Trouble(words.name(key, &path.display().to_string()));
    match error {
        BackupError::Missing(path) | BackupError::Open(OpenError::DayKeysMissing(path)) => told("backup-missing", path),
        BackupError::Open(OpenError::DayKeysDamaged(path)) => told("backup-keys-damaged", path),
        BackupError::NotEmpty(path) => told("backup-not-empty", path),
        BackupError::KeysInside(path) => told("backup-keys-inside", path),
        BackupError::File { path, cause } => {
            let values = [("name", path.display().to_string().into()), ("cause", cause.to_string().into())];
            Trouble(words.with("backup-file", &values))
        }
        BackupError::Unsound(faults) => Trouble(words.name("backup-unsound", &faults.join("; "))),
        BackupError::Open(error) => host::trouble(error, data, words),
    }
}

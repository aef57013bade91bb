//! `stayhere doctor`: is the server's place well, and if not, what to do.

use std::{
    fs::{self, File},
    io::ErrorKind,
    net::{SocketAddr, TcpListener},
    os::unix::fs::PermissionsExt,
    path::Path,
    process::ExitCode,
    time::{Duration, SystemTime},
};

use directory_store::DirectoryStoreError;
use server::Secrets;

use crate::{Trouble, args, directory, home, host, release::Release, say, words::Words};

/// Below this the server will soon have to refuse what people write.
const LOW: u64 = 512 * 1024 * 1024;
/// Below this it cannot work.
const NOTHING_LEFT: u64 = 16 * 1024 * 1024;
/// 2025-01-01, before which this program was not written, in seconds since 1970.
const WRITTEN: u64 = 1_735_689_600;
/// How far a file may lie in the future before the clock is doubted.
const AHEAD: Duration = Duration::from_hours(24);
/// Bits of a mode for group and others.
const OTHERS_BITS: u32 = 6;
const MEGABYTE: u64 = 1024 * 1024;

/// What one look found.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Found {
    Well(String),
    /// It works, but somebody should look.
    Look(String),
    Bad(String),
}

pub(crate) async fn run(args: args::Doctor, words: &Words) -> Result<ExitCode, Trouble> {
    let data = args.data.map_or_else(|| home::server_data(words), Ok)?;
    let mut all = vec![folder(&data, words)];
    if data.is_dir() {
        all.extend([rights(&data, words), space(&data, words), secrets(&data, words)]);
        all.extend([day_keys(&data, words), database(&data, words).await, directory(&data, words).await]);
    }
    all.extend([app(words), clock(&data, words), port(args.listen, words)]);
    for found in &all {
        let (mark, text) = match found {
            Found::Well(text) => ("doctor-well", text),
            Found::Look(text) => ("doctor-look", text),
            Found::Bad(text) => ("doctor-bad", text),
        };
        say::line(&format!("{} {text}", words.get(mark)));
    }
    let is_well = !all.iter().any(|found| matches!(found, Found::Bad(_)));
    say::line(&words.get(if is_well { "doctor-all-well" } else { "doctor-not-well" }));
    Ok(if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn folder(data: &Path, words: &Words) -> Found {
    let place = data.display().to_string();
    if !data.exists() {
        return Found::Look(words.name("doctor-no-folder", &place));
    }
    let probe = data.join(".doctor");
    let written = File::create(&probe).and_then(|_| fs::remove_file(&probe));
    match written {
        Ok(()) => Found::Well(words.name("doctor-folder", &place)),
        Err(cause) => {
            let values = [("name", place.into()), ("cause", cause.to_string().into())];
            Found::Bad(words.with("doctor-not-writable", &values))
        }
    }
}

fn rights(data: &Path, words: &Words) -> Found {
    let place = data.display().to_string();
    match fs::metadata(data) {
        Ok(metadata) if is_private(&metadata) => Found::Well(words.get("doctor-rights")),
        Ok(_) => Found::Look(words.name("doctor-rights-wide", &place)),
        Err(error) => Found::Bad(error.to_string()),
    }
}

fn space(data: &Path, words: &Words) -> Found {
    match rustix::fs::statvfs(data) {
        Ok(disk) => {
            let free = disk.f_bavail.saturating_mul(disk.f_frsize);
            let told = |key| words.with(key, &[("megabytes", (free / MEGABYTE).into())]);
            match free {
                ..NOTHING_LEFT => Found::Bad(told("doctor-space-none")),
                NOTHING_LEFT..LOW => Found::Look(told("doctor-space-low")),
                LOW.. => Found::Well(told("doctor-space")),
            }
        }
        Err(error) => Found::Look(error.to_string()),
    }
}

fn secrets(data: &Path, words: &Words) -> Found {
    let (file, database) = (data.join("secrets"), data.join("stayhere.db"));
    let place = file.display().to_string();
    let bytes = match fs::read(&file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound && !database.exists() => {
            return Found::Look(words.get("doctor-secrets-not-yet"));
        }
        Err(_) => return Found::Bad(words.name("doctor-secrets-missing", &place)),
    };
    if Secrets::from_bytes(&bytes).is_err() {
        return Found::Bad(words.name("serve-secrets-damaged", &data.display().to_string()));
    }
    let is_open = fs::metadata(&file).is_ok_and(|metadata| !is_private(&metadata));
    if is_open {
        Found::Bad(words.name("doctor-secrets-open", &place))
    } else {
        Found::Well(words.get("doctor-secrets"))
    }
}

/// Only whether the file is there and closed: [`database`] reads it.
fn day_keys(data: &Path, words: &Words) -> Found {
    let file = data.join(server_store_sqlite::DAY_KEYS);
    let place = file.display().to_string();
    match fs::metadata(&file) {
        Ok(metadata) if is_private(&metadata) => Found::Well(words.get("doctor-day-keys")),
        Ok(_) => Found::Bad(words.name("doctor-day-keys-open", &place)),
        Err(_) if !data.join("stayhere.db").exists() => Found::Look(words.get("doctor-day-keys-not-yet")),
        Err(_) => Found::Bad(words.name("doctor-day-keys-missing", &place)),
    }
}

/// Neither group nor others may do anything with it.
fn is_private(metadata: &fs::Metadata) -> bool {
    metadata.permissions().mode().trailing_zeros() >= OTHERS_BITS
}

async fn database(data: &Path, words: &Words) -> Found {
    if !data.join("stayhere.db").exists() {
        return Found::Look(words.get("doctor-database-not-yet"));
    }
    match server_store_sqlite::check(data).await {
        Ok(faults) if faults.is_empty() => Found::Well(words.get("doctor-database")),
        Ok(faults) => Found::Bad(words.name("doctor-database-damaged", &faults.join("; "))),
        Err(error) => {
            let Trouble(sentence) = host::trouble(&error, data, words);
            Found::Bad(sentence)
        }
    }
}

async fn directory(data: &Path, words: &Words) -> Found {
    if !data.join(directory_store::NAME).exists() {
        return Found::Look(words.get("doctor-directory-not-yet"));
    }
    match directory_store::check(data).await {
        Ok(faults) if faults.is_empty() => Found::Well(words.get("doctor-directory")),
        Ok(faults) => Found::Bad(words.name("doctor-directory-damaged", &faults.join("; "))),
        Err(error @ DirectoryStoreError::Newer { .. }) => {
            let Trouble(sentence) = directory::trouble(&error, words);
            Found::Bad(sentence)
        }
        Err(error) => Found::Bad(words.name("doctor-directory-damaged", &error.to_string())),
    }
}

fn app(words: &Words) -> Found {
    match Release::embedded() {
        Some(release) => Found::Well(words.name("doctor-app", &release.digest().join(" "))),
        None => Found::Look(words.get("serve-no-web")),
    }
}

fn clock(data: &Path, words: &Words) -> Found {
    let now = SystemTime::now();
    let is_past = now < SystemTime::UNIX_EPOCH + Duration::from_secs(WRITTEN);
    let newest = fs::read_dir(data).into_iter().flatten().flatten();
    let newest = newest.filter_map(|file| file.metadata().ok()?.modified().ok()).max();
    if is_past || newest.is_some_and(|newest| newest > now + AHEAD) {
        return Found::Bad(words.get("doctor-clock-wrong"));
    }
    Found::Well(words.get("doctor-clock"))
}

fn port(address: SocketAddr, words: &Words) -> Found {
    let told = |key| words.name(key, &address.to_string());
    match TcpListener::bind(address) {
        Ok(_) => Found::Well(told("doctor-port")),
        Err(error) if error.kind() == ErrorKind::AddrInUse => Found::Look(told("doctor-port-in-use")),
        Err(_) => Found::Bad(told("doctor-port-bad")),
    }
}

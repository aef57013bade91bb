//! Running other programs: what runs is said, and a failure names the command.

use std::{
    ffi::OsStr,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

/// How often a running program is asked whether it has ended.
const POLL: Duration = Duration::from_millis(50);

/// The top folder of the repository.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Prints one line for the person who watches.
pub(crate) fn say(text: &str) {
    // A closed pipe must not turn a good build into a failed one.
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// The cargo that runs us, or the one in PATH.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// A program found in PATH, started in `folder` (relative to the root).
pub(crate) fn program(name: impl AsRef<OsStr>, folder: &str) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root().join(folder));
    command
}

/// Runs to the end with its output shown.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let shown = shown(command);
    let status = command.status().with_context(|| format!("starting `{shown}`"))?;
    if !status.success() {
        bail!("`{shown}` failed ({status})");
    }
    Ok(())
}

/// Runs to the end and gives back what it printed, trimmed.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let shown = shown(command);
    let output = command.stderr(Stdio::inherit()).output().with_context(|| format!("starting `{shown}`"))?;
    if !output.status.success() {
        bail!("`{shown}` failed ({})", output.status);
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs without showing anything: did it start and succeed within `limit`?
pub(crate) fn succeeds_within(command: &mut Command, limit: Duration) -> bool {
    let Ok(mut child) = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn() else {
        return false;
    };
    let start = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) if start.elapsed() < limit => std::thread::sleep(POLL),
            Ok(None) | Err(_) => {
                // It may have ended in this very moment; then there is nothing left to stop.
                let _ = child.kill();
                let _ = child.wait();
                return false;
            }
        }
    }
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_names_the_command() {
        let error = run(&mut program("false", ".")).unwrap_err().to_string();
        assert!(error.starts_with("`false` failed"), "{error}");
    }

    #[test]
    fn output_is_trimmed() {
        assert_eq!(output(program("echo", ".").arg("here")).unwrap(), "here");
    }

    #[test]
    fn a_program_that_hangs_is_stopped() {
        assert!(!succeeds_within(program("sleep", ".").arg("60"), Duration::from_millis(100)));
        assert!(succeeds_within(&mut program("true", "."), Duration::from_secs(10)));
        assert!(!succeeds_within(&mut program("no-such-program-here", "."), Duration::from_secs(10)));
    }
}

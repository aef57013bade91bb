//! Debian packages that a build or a test needs: installed when we may, named clearly when we may not.

use anyhow::{Context, Result, bail};

use crate::process;

/// Is this a system whose packages we know?
pub(crate) fn is_here() -> bool {
    process::program("dpkg-query", ".").arg("--version").output().is_ok()
}

/// Makes sure that all of `packages` are installed. `why` completes "... is needed to". On other systems it only tells.
pub(crate) fn ensure(packages: &[&str], why: &str) -> Result<()> {
    if !is_here() {
        process::say(&format!(
            "  this is not Debian; what its packages {} hold is needed to {why}",
            packages.join(", ")
        ));
        return Ok(());
    }
    let missing: Vec<&str> = packages.iter().copied().filter(|package| !installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    if !is_root() {
        bail!("these Debian packages are needed to {why}; please install them:\n  sudo apt-get install {list}");
    }
    process::say(&format!("  installing {list} (needed to {why})"));
    if install(&missing).is_err() {
        // A machine that was just made may not know any package yet.
        process::run(apt().arg("update"))?;
        install(&missing).with_context(|| format!("installing {list}, needed to {why}"))?;
    }
    Ok(())
}

fn install(packages: &[&str]) -> Result<()> {
    process::run(apt().args(["install", "--yes", "--no-install-recommends"]).args(packages))
}

fn apt() -> std::process::Command {
    let mut command = process::program("apt-get", ".");
    // Suites that run beside each other install what they need.
    command.args(["--quiet=2", "-o", "DPkg::Lock::Timeout=300"]).env("DEBIAN_FRONTEND", "noninteractive");
    command
}

fn installed(package: &str) -> bool {
    let mut query = process::program("dpkg-query", ".");
    query.args(["--show", "--showformat=${db:Status-Status}", package]).stderr(std::process::Stdio::null());
    query.output().is_ok_and(|output| output.stdout == b"installed")
}

fn is_root() -> bool {
    process::output(process::program("id", ".").arg("-u")).is_ok_and(|id| id == "0")
}

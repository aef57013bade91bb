//! Makes sure that there is a web app to embed.
//!
//! `STAYHERE_SKIP_WEB=1` embeds nothing instead (for tests that need no web app); otherwise a missing `web/dist` is built
//! by `xtask web`, so that `cargo install --path crates/cli` gives a complete binary from a fresh clone.

use std::{
    env,
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

const SKIP: &str = "STAYHERE_SKIP_WEB";
/// `target/<profile>/build/<package>/out`: so many steps up is `target`.
const OUT_DEPTH: usize = 4;

fn main() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../..").canonicalize()?;
    tell(&format!("rerun-if-env-changed={SKIP}"));
    let folder = if env::var(SKIP).is_ok_and(|value| value == "1") {
        let empty = out.join("no-web");
        fs::create_dir_all(&empty)?;
        empty
    } else {
        let dist = root.join("web/dist");
        if !dist.join("index.html").is_file() {
            build(&root, &out)?;
        }
        tell(&format!("rerun-if-changed={}", dist.display()));
        dist
    };
    tell(&format!("rustc-env=STAYHERE_WEB_DIST={}", folder.display()));
    Ok(())
}

/// Runs `xtask web` in a target folder of its own: cargo holds the lock of the usual one while it runs us.
fn build(root: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let target = out.ancestors().nth(OUT_DEPTH).unwrap_or(out).join("web-build");
    let mut xtask = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    xtask.current_dir(root).args(["run", "--quiet", "--package", "xtask", "--", "web"]).env("CARGO_TARGET_DIR", target);
    for name in ["RUSTC", "RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_TARGET"] {
        xtask.env_remove(name);
    }
    // What a build script prints to its standard output are orders to cargo.
    let output = xtask.stdout(std::io::stderr()).status()?;
    if output.success() {
        Ok(())
    } else {
        Err(format!("the web app could not be built; the lines above say why. {SKIP}=1 builds a server without it.")
            .into())
    }
}

/// Cargo reads a build script's orders from its standard output.
fn tell(order: &str) {
    println!("cargo:{order}");
}

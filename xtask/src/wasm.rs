//! `cargo xtask wasm`: what runs in browsers (decision 0001).
//!
//! Each crate of [`MODULES`] is compiled for wasm32, wasm-bindgen writes its JavaScript side and binaryen makes it small.
//! Everything goes to `web/src/lib/wasm`.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use anyhow::{Context, Result, bail};

use crate::{debian, node, process, rooms, rooms::Room, stamp::Stamp};

const TARGET: &str = "wasm32-unknown-unknown";
/// Where the result goes, under the root.
const OUTPUT: &str = "web/src/lib/wasm";
/// A crate for browsers. Each is compiled alone, so that what one of them needs does not swell the other.
const MODULES: [&str; 2] = ["client-wasm", "phrase-wasm"];
/// The stamps of all modules, under the root.
pub(crate) const STAMPS: [&str; 2] = ["web/src/lib/wasm/.client-wasm.stamp", "web/src/lib/wasm/.phrase-wasm.stamp"];
/// A rustup that reaches its server needs some seconds; one that does not may wait for ever.
const RUSTUP_LIMIT: Duration = Duration::from_secs(90);
/// Debian's compiler, the sources of its standard library, the linker, and clang for C parts.
const DEBIAN: [&str; 4] = ["rustc-web", "rust-web-src", "lld", "clang-19"];
/// What Rust's wasm32-unknown-unknown emits by default. Never "all features": binaryen would then use what browsers lack.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// What only tools read.
const STRIP: [&str; 3] = ["--strip-debug", "--strip-producers", "--strip-target-features"];

/// Builds every module that is not there or of which something has changed.
pub(crate) fn build() -> Result<()> {
    let root = process::root();
    let rooms = rooms::read(&root)?;
    for (package, stamp_file) in MODULES.into_iter().zip(STAMPS) {
        let stamp = stamp(&root, &rooms, package, stamp_file)?;
        let module = root.join(OUTPUT).join(format!("{}_bg.wasm", file_name(package)));
        if stamp.is_current(&[&module]) {
            continue;
        }
        node::check()?;
        process::say(&format!("wasm: {package} for browsers"));
        let compiled = compile(&root, package)?;
        bind(&root, package, &compiled)?;
        shrink(&root, &module)?;
        stamp.set()?;
    }
    Ok(())
}

fn stamp(root: &Path, rooms: &BTreeMap<String, Room>, package: &str, file: &str) -> Result<Stamp> {
    let ours = rooms::below(rooms, package);
    let folders: Vec<String> = ours.iter().map(|folder| format!("crates/{folder}")).collect();
    let mut inputs: Vec<&str> = folders.iter().map(String::as_str).collect();
    inputs.extend([
        "templates",
        "Cargo.lock",
        "Cargo.toml",
        "xtask/bindgen",
        "xtask/node/package-lock.json",
        "xtask/src/wasm.rs",
    ]);
    Stamp::of(root, file, &inputs, &[])
}

/// `client-wasm` becomes `client_wasm.js`, `client_wasm.d.ts` and `client_wasm_bg.wasm`.
fn file_name(package: &str) -> String {
    package.replace('-', "_")
}

/// Which compiler has a standard library for wasm.
enum Compiler {
    /// rustup's, with the target installed.
    Rustup,
    /// Debian's rustc-web, which builds the standard library from its sources.
    Debian,
}

fn compile(root: &Path, package: &str) -> Result<PathBuf> {
    let mut cargo = process::cargo();
    cargo.args(["build", "--package", package, "--lib", "--profile", "wasm", "--target", TARGET]);
    cargo.arg("--target-dir").arg(root.join("target-wasm"));
    // Whoever calls us may be a build script with settings meant for the machine's own target.
    for name in ["RUSTC", "RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_TARGET_DIR", "CARGO_BUILD_TARGET"] {
        cargo.env_remove(name);
    }
    cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", rustflags(root));
    match compiler()? {
        Compiler::Rustup => {}
        Compiler::Debian => with_debian(&mut cargo),
    }
    process::run(&mut cargo)?;
    Ok(root.join("target-wasm").join(TARGET).join(format!("wasm/{}.wasm", file_name(package))))
}

/// `STAYHERE_WASM_COMPILER=rustup|debian` decides; without it rustup's is taken where it can be had.
fn compiler() -> Result<Compiler> {
    let wish = std::env::var("STAYHERE_WASM_COMPILER").unwrap_or_default();
    match wish.as_str() {
        "rustup" => Ok(Compiler::Rustup),
        "" if rustup_has_target() => Ok(Compiler::Rustup),
        "" | "debian" => debian_compiler(),
        other => bail!("STAYHERE_WASM_COMPILER is `{other}`; it can be `rustup` or `debian`"),
    }
}

fn debian_compiler() -> Result<Compiler> {
    if !debian::is_here() {
        bail!("`rustup target add {TARGET}` does not work here, and without it only Debian has what is needed");
    }
    debian::ensure(
        &DEBIAN,
        "build the engine for browsers, because `rustup target add wasm32-unknown-unknown` does not work here",
    )?;
    Ok(Compiler::Debian)
}

fn rustup_has_target() -> bool {
    let installed = process::program("rustup", ".").args(["target", "list", "--installed"]).output();
    let listed = |text: &[u8]| String::from_utf8_lossy(text).lines().any(|line| line == TARGET);
    match installed {
        Ok(output) if output.status.success() && listed(&output.stdout) => true,
        Ok(output) if output.status.success() => {
            process::say("  rustup target add wasm32-unknown-unknown");
            process::succeeds_within(process::program("rustup", ".").args(["target", "add", TARGET]), RUSTUP_LIMIT)
        }
        Ok(_) | Err(_) => false,
    }
}

fn with_debian(cargo: &mut Command) {
    cargo.arg("-Zbuild-std=std,panic_abort");
    // -Zbuild-std is unstable in name only here: the compiler and the library sources are one release.
    cargo.env("RUSTC", "/usr/bin/rustc").env("RUSTC_BOOTSTRAP", "1").env_remove("RUSTUP_TOOLCHAIN");
    cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "wasm-ld").env("CC_wasm32_unknown_unknown", "clang-19");
}

/// getrandom 0.4 must be told its source; the builder's folders stay out of the module.
fn rustflags(root: &Path) -> String {
    let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let cargo_home = std::env::var_os("CARGO_HOME").map_or_else(|| home.join(".cargo"), PathBuf::from);
    format!(
        "--cfg getrandom_backend=\"wasm_js\" --remap-path-prefix={}=. --remap-path-prefix={}=cargo",
        root.display(),
        cargo_home.display()
    )
}

fn bind(root: &Path, package: &str, compiled: &Path) -> Result<()> {
    let output = root.join(OUTPUT);
    fs::create_dir_all(&output)?;
    process::say("  wasm-bindgen (its first build takes some minutes)");
    let mut bindgen = process::cargo();
    // Not the usual target folder: whoever builds there would make us wait.
    bindgen.args(["run", "--quiet", "--package", "xtask-bindgen", "--target-dir"]).arg(root.join("target-wasm"));
    bindgen.arg("--").arg(compiled).arg(&output).arg(file_name(package));
    process::run(&mut bindgen)
}

fn shrink(root: &Path, module: &Path) -> Result<()> {
    node::install("xtask/node")?;
    let before = fs::metadata(module)?.len();
    let small = module.with_extension("small");
    let mut optimise = process::program("node", ".");
    optimise.arg(root.join("xtask/node/node_modules/binaryen/bin/wasm-opt")).arg("-Oz").args(FEATURES).args(STRIP);
    process::run(optimise.arg(module).arg("-o").arg(&small)).context("wasm-opt")?;
    fs::rename(&small, module)?;
    let after = fs::metadata(module)?.len();
    process::say(&format!("  {} KiB, {} KiB before wasm-opt", after / 1024, before / 1024));
    Ok(())
}

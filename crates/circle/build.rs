//! Lists the shipped templates: every folder of `templates/` is one, so adding one needs no Rust.

#![expect(clippy::disallowed_methods, reason = "a build script reads its surroundings and writes its file")]

use std::{env, error::Error, fmt::Write as _, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../templates").canonicalize()?;
    println!("cargo::rerun-if-changed={}", root.display());
    let mut list = String::from("&[\n");
    for folder in sorted(&root)?.iter().filter(|path| path.is_dir()) {
        println!("cargo::rerun-if-changed={}", folder.display());
        let mut words = String::new();
        for file in sorted(folder)?.iter().filter(|path| path.extension().is_some_and(|ending| ending == "toml")) {
            let tag = file.file_stem().unwrap_or_default().to_string_lossy();
            if tag != "template" {
                write!(words, "({tag:?}, include_str!({:?})), ", file.display().to_string())?;
            }
        }
        writeln!(list, "(include_str!({:?}), &[{words}]),", folder.join("template.toml").display().to_string())?;
    }
    list.push(']');
    fs::write(Path::new(&env::var("OUT_DIR")?).join("templates.rs"), list)?;
    Ok(())
}

fn sorted(folder: &Path) -> Result<Vec<std::path::PathBuf>, Box<dyn Error>> {
    let mut paths =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    Ok(paths)
}

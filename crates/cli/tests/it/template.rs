//! What somebody who writes a template is told.

use std::{fs, path::Path};

use crate::process::run;

const SHIPPED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../templates");

fn copy(from: &str, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(Path::new(SHIPPED).join(from)).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
    }
}

#[test]
fn faults_come_with_file_and_line_and_forks_see_what_changed() {
    let home = tempfile::tempdir().unwrap();
    let (status, out, err) = run(home.path(), &["template", "check", SHIPPED]);
    assert!(status.success() && out.contains("grief-circle"), "{out}{err}");

    let own = home.path().join("own");
    copy("grief-circle", &own);
    let path = own.join("template.toml").display().to_string();
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("minutes = 60", "minutes = 75", 1)).unwrap();
    let (status, out, _) = run(home.path(), &["template", "diff", &format!("{SHIPPED}/grief-circle"), &path]);
    assert!(status.success() && out == "minutes\n  - 60\n  + 75\n", "{out}");

    fs::write(&path, text.replacen("minutes = 60", "minutes = 75\ncolour = 1", 1).replacen("doors = ", "dors = ", 1))
        .unwrap();
    let (status, out, _) = run(home.path(), &["template", "check", &path]);
    assert_eq!(status.code(), Some(1), "{out}");
    let line = text.lines().position(|line| line.starts_with("minutes")).unwrap() + 2;
    assert!(out.contains(&format!("template.toml:{line}: field `colour`")) && out.contains("`doors`"), "{out}");

    let (status, _, err) = run(home.path(), &["template", "check", &home.path().join("nothing").display().to_string()]);
    assert!(!status.success() && err.contains("nothing"), "{err}");
}

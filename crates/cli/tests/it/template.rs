//! What somebody who writes a template is told.

use std::{
    fs,
    path::{Path, PathBuf},
};

use engine::{
    Command,
    command::{Value, Welcome},
    view::TemplateOrigin,
};
use proofs::Person;

use crate::process::{run, serve_with};

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

#[test]
fn what_cannot_be_offered_is_told_before_anything_is_served() {
    let home = tempfile::tempdir().unwrap();
    let refused = |folder: &Path, why: &str| {
        let folder = folder.display().to_string();
        let (status, out, err) = run(home.path(), &["serve", "--listen", "127.0.0.1:0", "--templates", &folder]);
        assert!(!status.success() && err.contains(why) && err.contains(&folder), "{out}{err}");
        assert!(!out.contains("listening"), "{out}");
    };
    refused(&Path::new(SHIPPED).join("grief-circle"), "id of a template that is there already");
    refused(&home.path().join("nothing"), "cannot be read");
    let own = own_template(home.path(), "harbour");
    let path = own.join("template.toml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("minutes = 60", "minutes = 60\ncolour = 1", 1)).unwrap();
    refused(&own, "not sound");
    fs::write(&path, text).unwrap();
    let words = own.join("en.toml");
    let long = format!("{}\n# {}\n", fs::read_to_string(&words).unwrap(), "x".repeat(wire::limits::TEMPLATE_BYTES));
    fs::write(&words, long).unwrap();
    refused(&own, "larger than 96 KiB");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operators_template_and_one_from_own_files_are_founded_from() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("offered");
    own_template(&folder, "harbour");
    let (_server, url) = serve_with(home.path(), &["--templates", &folder.display().to_string()]);
    let person = Person::nobody(&url, None).await;
    let Value::Words { words } = person.done(Command::MakePassphrase).await else { panic!("no words") };
    let (name, code) = ("omar".to_owned(), None);
    person.done(Command::SignUp { name, passphrase: words, shared_device: true, adult: true, code }).await;
    assert_eq!(origin(&person, "harbour").await, Some(TemplateOrigin::Server));
    assert_eq!(origin(&person, "grief-circle").await, Some(TemplateOrigin::Shipped));

    let files = own_template(home.path(), "lagoon");
    let read = |name: &str| fs::read_to_string(files.join(name)).unwrap();
    let words = ["en", "ar"].map(|tag| (tag.to_owned(), read(&format!("{tag}.toml")))).into();
    let used = person.done(Command::UseTemplate { structure: read("template.toml"), words }).await;
    assert_eq!(used, Value::Template { template: Some("lagoon".to_owned()), faults: Vec::new() });
    assert_eq!(origin(&person, "lagoon").await, Some(TemplateOrigin::Own));
    for template in ["harbour", "lagoon"] {
        person.founds(template, template, Welcome::Open).await;
    }
    person.goes().await;
}

async fn origin(person: &Person, id: &str) -> Option<TemplateOrigin> {
    let Value::Templates { templates } = person.done(Command::ListTemplates).await else { panic!("no templates") };
    templates.into_iter().find(|template| template.id == id).map(|template| template.origin)
}

/// The grief circle under another id, in a folder of that name.
fn own_template(inside: &Path, id: &str) -> PathBuf {
    let folder = inside.join(id);
    copy("grief-circle", &folder);
    let path = folder.join("template.toml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("id = \"grief-circle\"", &format!("id = \"{id}\""), 1)).unwrap();
    folder
}

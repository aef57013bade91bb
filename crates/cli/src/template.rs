//! `stayhere template`: for whoever writes a template, before a circle starts from it.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use circle::{STRUCTURE, Template, TemplateFault, changes};
use wire::{
    limits,
    template::{TemplateFiles, Templates},
};

use crate::{
    Trouble,
    args::{self, TemplateTask},
    say,
    words::Words,
};

pub(crate) fn run(args: args::Template, words: &Words) -> Result<ExitCode, Trouble> {
    match args.task {
        TemplateTask::Check { path } => check(&path, words),
        TemplateTask::Diff { old, new } => diff(&old, &new, words),
    }
}

/// The templates that an operator offers, each as the rules take it and none in the place of a shipped one.
pub(crate) fn offered(path: &Path, words: &Words) -> Result<Templates, Trouble> {
    let mut known: BTreeSet<String> = circle::templates().into_iter().map(|template| template.id).collect();
    let mut offered = Templates::default();
    for folder in folders(path) {
        let files = Files::read(&folder, words)?;
        let trouble = |key| Trouble(words.with(key, &[("name", folder.display().to_string().into())]));
        let template = files.parse().map_err(|faults| {
            files.tell(&faults);
            trouble("template-faulty")
        })?;
        if !known.insert(template.id) {
            return Err(trouble("template-known"));
        }
        let files = TemplateFiles { structure: files.structure, words: files.words.into_iter().collect() };
        if files.bytes() > limits::TEMPLATE_BYTES || offered.templates.len() == limits::TEMPLATES {
            return Err(trouble("template-too-large"));
        }
        offered.templates.push(files);
    }
    Ok(offered)
}

/// The files of a template's folder.
struct Files {
    folder: PathBuf,
    structure: String,
    words: Vec<(String, String)>,
}

impl Files {
    /// The folder itself, or the one around a file of it.
    fn read(path: &Path, words: &Words) -> Result<Self, Trouble> {
        let folder = if path.is_file() { path.parent().unwrap_or(path) } else { path };
        let trouble = |path: &Path, error: &std::io::Error| {
            let values = [("name", path.display().to_string().into()), ("cause", error.to_string().into())];
            Trouble(words.with("template-unreadable", &values))
        };
        let read = |path: &Path| fs::read_to_string(path).map_err(|error| trouble(path, &error));
        let mut files = Self { folder: folder.to_owned(), structure: String::new(), words: Vec::new() };
        files.structure = read(&files.path(STRUCTURE))?;
        let entries = fs::read_dir(folder).map_err(|error| trouble(folder, &error))?;
        for path in entries.flatten().map(|entry| entry.path()) {
            let tag = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            if path.extension().is_some_and(|ending| ending == "toml") && tag != STRUCTURE {
                files.words.push((tag, read(&path)?));
            }
        }
        files.words.sort();
        Ok(files)
    }

    fn path(&self, file: &str) -> PathBuf {
        self.folder.join(format!("{file}.toml"))
    }

    fn parse(&self) -> Result<Template, Vec<TemplateFault>> {
        let words: Vec<(&str, &str)> = self.words.iter().map(|(tag, text)| (tag.as_str(), text.as_str())).collect();
        Template::parse(&self.structure, &words)
    }

    /// Each fault as `path:line: message`, as editors read it.
    fn tell(&self, faults: &[TemplateFault]) {
        for fault in faults {
            say::line(&format!("{}:{}: {}", self.path(&fault.file).display(), fault.line, fault.message));
        }
    }
}

/// One template, or every folder inside that is one.
fn check(path: &Path, words: &Words) -> Result<ExitCode, Trouble> {
    let folders = folders(path);
    let mut sound = true;
    for folder in folders {
        let files = Files::read(&folder, words)?;
        match files.parse() {
            Ok(template) => say::line(&words.with("template-sound", &about(&template))),
            Err(faults) => {
                files.tell(&faults);
                sound = false;
            }
        }
    }
    Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn folders(path: &Path) -> Vec<PathBuf> {
    let is_one = |folder: &Path| folder.join(format!("{STRUCTURE}.toml")).is_file();
    let inside = fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut inside: Vec<PathBuf> = inside.filter(|folder| is_one(folder)).collect();
    inside.sort();
    if is_one(path) || inside.is_empty() { vec![path.to_owned()] } else { inside }
}

fn about(template: &Template) -> [(&'static str, fluent_bundle::FluentValue<'static>); 4] {
    let languages = template.title.0.keys().cloned().collect::<Vec<_>>().join(", ");
    [
        ("name", template.id.clone().into()),
        ("version", template.version.clone().into()),
        ("phases", template.charter.phases.len().into()),
        ("languages", languages.into()),
    ]
}

fn diff(old: &Path, new: &Path, words: &Words) -> Result<ExitCode, Trouble> {
    let mut templates = Vec::new();
    for path in [old, new] {
        let files = Files::read(path, words)?;
        match files.parse() {
            Ok(template) => templates.push(template),
            Err(faults) => {
                files.tell(&faults);
                return Ok(ExitCode::FAILURE);
            }
        }
    }
    let [old, new] = templates.as_slice() else { return Ok(ExitCode::FAILURE) };
    for change in changes(old, new) {
        say::line(&change.what);
        for (sign, text) in [("-", change.from), ("+", change.to)] {
            for line in text.iter().flat_map(|text| text.lines()) {
                say::line(&format!("  {sign} {line}"));
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

//! What a circle can start from: templates that every program ships, the operator's, and those of own files.

use std::{collections::BTreeMap, rc::Rc};

use circle::{Template, TemplateFault};
use wire::{
    limits,
    template::{Templates, TemplatesGet},
};

use crate::{
    app::App,
    command::{Failure, Value},
    suite::Suite,
    view::{TemplateOrigin, template_cards},
};

impl<S: Suite> App<S> {
    /// What a circle can start from. The operator's are asked for once; where they cannot be had, the shipped ones are there.
    pub(crate) async fn list_templates(&self) -> Result<Value, Failure> {
        if self.served_templates.borrow().is_none()
            && let Ok(served) = self.io.call(&TemplatesGet {}, None).await
        {
            *self.served_templates.borrow_mut() = Some(self.judge(&served));
        }
        Ok(Value::Templates { templates: template_cards(&self.templates()) })
    }

    /// Reads a template from own files, to found a circle from it. It stands beside the shipped ones until the engine
    /// ends; one of the same id takes its place.
    pub(crate) fn use_template(&self, structure: &str, words: &BTreeMap<String, String>) -> Value {
        match parse(structure, words) {
            Ok(template) => {
                let id = template.id.clone();
                let mut templates = self.own_templates.borrow_mut();
                templates.retain(|known| known.id != id);
                templates.push(Rc::new(template));
                Value::Template { template: Some(id), faults: Vec::new() }
            }
            Err(faults) => Value::Template { template: None, faults: faults.iter().map(ToString::to_string).collect() },
        }
    }

    /// What a circle can start from: the shipped ones, then the operator's, then those that were read from own files.
    pub(crate) fn templates(&self) -> Vec<(TemplateOrigin, Rc<Template>)> {
        let shipped = self.shipped().iter().map(|template| (TemplateOrigin::Shipped, template));
        let (served, own) = (self.served_templates.borrow(), self.own_templates.borrow());
        let served = served.iter().flatten().map(|template| (TemplateOrigin::Server, template));
        let replaced = |id: &str| own.iter().any(|template| template.id == id);
        let others = shipped.chain(served).filter(|(_, template)| !replaced(&template.id));
        let all = others.chain(own.iter().map(|template| (TemplateOrigin::Own, template)));
        all.map(|(origin, template)| (origin, Rc::clone(template))).collect()
    }

    /// Only what the rules take, and nothing in the place of a shipped one: an operator's word is not ours.
    fn judge(&self, served: &Templates) -> Vec<Rc<Template>> {
        let mut sound: Vec<Rc<Template>> = Vec::new();
        for files in served.templates.iter().take(limits::TEMPLATES) {
            let Ok(template) = parse(&files.structure, &files.words) else { continue };
            let is_known = |known: &Rc<Template>| known.id == template.id;
            if files.bytes() <= limits::TEMPLATE_BYTES && !self.shipped().iter().chain(&sound).any(is_known) {
                sound.push(Rc::new(template));
            }
        }
        sound
    }

    fn shipped(&self) -> &[Rc<Template>] {
        self.shipped.get_or_init(|| circle::templates().into_iter().map(Rc::new).collect())
    }
}

fn parse(structure: &str, words: &BTreeMap<String, String>) -> Result<Template, Vec<TemplateFault>> {
    let words: Vec<(&str, &str)> = words.iter().map(|(tag, text)| (tag.as_str(), text.as_str())).collect();
    Template::parse(structure, &words)
}

//! The templates that ship with the program.

use crate::Template;

/// Structure and words of every folder of `templates/`, as the build script found them.
const SHIPPED: &[(&str, &[(&str, &str)])] = include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// The shipped templates in the order in which they are offered: by the problem addressed, variants after the others.
pub fn templates() -> Vec<Template> {
    // A test reads each of them, so none is dropped here.
    let mut templates: Vec<_> =
        SHIPPED.iter().filter_map(|(structure, words)| Template::parse(structure, words).ok()).collect();
    templates.sort_by_key(|template| {
        (template.charter.facets.problem, template.charter.facets.philosophy, template.variant_of.is_some())
    });
    templates
}

/// How many folders ship; a test compares it with what could be read.
pub const SHIPPED_COUNT: usize = SHIPPED.len();

//! The templates that ship with the program.

use crate::Template;

macro_rules! shipped {
    ($($id:literal),* $(,)?) => {
        /// Structure and words of every shipped template.
        const SHIPPED: &[(&str, &[(&str, &str)])] = &[$((
            include_str!(concat!("../../../templates/", $id, "/template.toml")),
            &[
                ("ar", include_str!(concat!("../../../templates/", $id, "/ar.toml"))),
                ("en", include_str!(concat!("../../../templates/", $id, "/en.toml"))),
            ],
        )),*];
    };
}

shipped!("steps-fellowship", "grief-circle");

/// The shipped templates, in the order in which they are offered. A new one is listed above by its id.
pub fn templates() -> Vec<Template> {
    // A test reads each of them, so none is dropped here.
    SHIPPED.iter().filter_map(|(structure, words)| Template::parse(structure, words).ok()).collect()
}

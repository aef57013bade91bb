//! What search engines and browsers read: schema.org, site maps, OpenSearch.

mod json_ld;
mod open_search;
mod sitemap;
mod xml;

pub use json_ld::json_ld;
pub use open_search::{OpenSearch, open_search};
pub use sitemap::{sitemap, sitemap_index};

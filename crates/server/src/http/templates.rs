//! `POST /v1/templates`: what the operator offers to start a circle from. Anybody may ask.

use axum::Router;
use server_store::Store;
use wire::{
    Problem,
    template::{Templates, TemplatesGet},
};

use super::adapter::{Call, Handle, Shared, add};

pub(crate) fn routes<S: Store>(router: Router<Shared<S>>) -> Router<Shared<S>> {
    add::<S, TemplatesGet>(router)
}

impl<S: Store> Handle<S> for TemplatesGet {
    async fn handle(self, call: &Call<'_, S>) -> Result<Templates, Problem> {
        Ok(call.service.templates())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use wire::template::{TemplateFiles, Templates, TemplatesGet};

    use crate::testing::World;

    #[tokio::test]
    async fn what_the_operator_offers_is_given_to_anybody() {
        let world = World::new();
        assert_eq!(world.ask(&TemplatesGet {}).await, Ok(Templates::default()), "none by default");
        let words = BTreeMap::from([("en".to_owned(), "title = \"Ours\"".to_owned())]);
        let offered = Templates { templates: vec![TemplateFiles { structure: "id = \"ours\"".to_owned(), words }] };
        world.service.offer(offered.clone());
        assert_eq!(world.ask(&TemplatesGet {}).await, Ok(offered));
    }
}

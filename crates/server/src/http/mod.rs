//! The interface: one file per verb, each with its handler and its tests.

mod account;
mod adapter;
mod app;
mod card;
mod circle;
mod directory;
mod headers;
mod mailbox;
mod sealed_box;
mod stream;
mod templates;
mod wake;

use std::{any::Any, sync::Arc};

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    middleware,
    response::Response,
};
use server_store::Store;
use tower_http::catch_panic::CatchPanicLayer;
use wire::{Code, limits};

use crate::{Assets, Config, Service};
use adapter::refuse;

/// The whole interface and the web app, without anything that needs a socket or a runtime's timer.
pub fn router<S: Store>(service: Service<S>, assets: Arc<dyn Assets>) -> Router {
    router_for(service, assets, Config::default())
}

pub(crate) fn router_for<S: Store>(service: Service<S>, assets: Arc<dyn Assets>, config: Config) -> Router {
    let router = Router::new();
    let router = account::routes(router);
    let router = circle::routes(router);
    let router = card::routes(router);
    let router = mailbox::routes(router);
    let router = sealed_box::routes(router);
    let router = templates::routes(router);
    let router = wake::routes(router);
    let router = directory::routes(router);
    router
        .route(wire::stream::PATH, axum::routing::get(stream::handler::<S>))
        .with_state(adapter::Shared { service, config })
        .fallback(move |request: Request| async move { app::handler(&*assets, &request) })
        .method_not_allowed_fallback(|| async { refuse(&Code::NotFound.into()) })
        .layer(DefaultBodyLimit::max(limits::BODY))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::map_response(headers::secure))
}

/// The headers that every answer of an honest server carries, whatever it is: name and value.
pub fn guards() -> impl Iterator<Item = (&'static str, &'static str)> {
    headers::HEADERS.iter().map(|(name, value)| (name.as_str(), *value))
}

fn panicked(_: Box<dyn Any + Send>) -> Response {
    tracing::error!("a handler panicked");
    refuse(&Code::Internal.into())
}

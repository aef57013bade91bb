//! Push services for tests.

use std::sync::{Arc, Mutex};

use futures::FutureExt;

use super::{Push, Pushed, Waker};

/// Every push so far.
pub(crate) type Seen = Arc<Mutex<Vec<Push>>>;

/// One that takes everything.
pub(crate) fn silent() -> Waker {
    answering(|_| Pushed::Answered(201)).0
}

/// One that answers like this, and what it was sent.
pub(crate) fn answering(answer: impl Fn(&Push) -> Pushed + Send + Sync + 'static) -> (Waker, Seen) {
    let seen = Seen::default();
    let book = Arc::clone(&seen);
    let carry = move |push: Push| {
        let pushed = answer(&push);
        book.lock().unwrap().push(push);
        async move { pushed }.boxed()
    };
    (Waker::new(Arc::new(carry), Some("https://stayhere.example".to_owned())), seen)
}

//! Signing out: the device's store is wiped, and everything in memory is dropped.

use crate::{app::App, command::Value, io::Output, suite::Suite};

impl<S: Suite> App<S> {
    pub(crate) fn sign_out(&self) -> Value {
        self.circles.borrow_mut().clear();
        *self.join.borrow_mut() = None;
        *self.account.borrow_mut() = None;
        self.io.push(Output::Forget);
        self.io.reset();
        Value::Nothing
    }
}

//! Signing out: the device's store is wiped, and everything in memory is dropped.

use crate::{app::App, command::Value, suite::Suite};

impl<S: Suite> App<S> {
    pub(crate) fn sign_out(&self) -> Value {
        self.drop_session();
        self.forget_device();
        self.io.reset();
        Value::Nothing
    }
}

//! libFuzzer's main: one target, named by `STAYHERE_FUZZ`. Built by `cargo xtask fuzz` only.
#![no_main]

use std::sync::LazyLock;

static TARGET: LazyLock<fn(&[u8])> = LazyLock::new(|| {
    let name = std::env::var("STAYHERE_FUZZ").unwrap_or_default();
    fuzz::find(&name).unwrap_or_else(|| panic!("there is no target {name:?}")).run
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| (*TARGET)(bytes));

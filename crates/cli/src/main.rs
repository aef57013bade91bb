//! The `stayhere` command.

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: client::WipingAllocator = client::WIPING;

fn main() -> ExitCode {
    stayhere::run()
}

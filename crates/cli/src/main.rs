//! The `stayhere` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    stayhere::run()
}

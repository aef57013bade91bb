//! The `stayhere` command.

fn main() {}

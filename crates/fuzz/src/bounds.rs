//! How much memory a piece of work asks for in all: no clock is needed to find a length bomb, or work that grows faster
//! than what it reads.

use std::{
    alloc::System,
    sync::{Mutex, MutexGuard, PoisonError},
};

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static HEAP: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// One target at a time is measured in a process.
static TURN: Mutex<()> = Mutex::new(());

/// Held while a target runs.
pub(crate) fn turn() -> MutexGuard<'static, ()> {
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Does the work and checks that it asked for at most `most` bytes in all, those included that it gave back.
pub(crate) fn within<T>(most: usize, what: &str, work: impl FnOnce() -> T) -> T {
    let region = Region::new(HEAP);
    let result = work();
    let change = region.change();
    let asked = change.bytes_allocated + usize::try_from(change.bytes_reallocated).unwrap_or(0);
    assert!(asked <= most, "{what} asked for {asked} bytes of memory, and {most} are enough");
    result
}

/// What a decoder may ask for: a fixed part, and so much for each byte that it reads.
pub(crate) const fn decoding(len: usize) -> usize {
    16 * 1024 + 256 * len
}

/// As [`within`], for work that waits; what other threads ask for meanwhile counts too.
pub(crate) async fn within_async<T>(most: usize, what: &str, work: impl Future<Output = T>) -> T {
    let region = Region::new(HEAP);
    let result = work.await;
    let change = region.change();
    assert!(change.bytes_allocated <= most, "{what} asked for {} bytes, and {most} are enough", change.bytes_allocated);
    result
}

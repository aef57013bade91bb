//! Secrets must not outlive their use in memory. Types that know that they are secret wipe themselves; this is for the
//! copies that nobody knows of: what buffers leave behind when they grow, what libraries copy, what lies on the stack.

use std::{alloc::System, hint::black_box};

use zeroizing_alloc::ZeroAlloc;

/// Overwrites memory with zeroes as it is freed, and as it is moved to grow.
pub type WipingAllocator = ZeroAlloc<System>;

/// For the `#[global_allocator]` of every program in which a client runs.
pub const WIPING: WipingAllocator = ZeroAlloc(System);

/// Bytes below the caller's frame that are overwritten: more than the deepest calls of the engine use, and less than
/// a thread has left.
const DEPTH: usize = 768 * 1024;

/// Overwrites what earlier, deeper calls have left on this thread's stack.
#[inline(never)]
#[expect(clippy::large_stack_arrays, reason = "the stack is what is to be overwritten")]
pub(crate) fn stack() {
    let mut below = [0_u8; DEPTH];
    // Whoever might look at it keeps the compiler from leaving it out.
    black_box(&mut below);
}

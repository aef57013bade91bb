//! The whole interface of the server, in process: any requests at all, and well-formed ones with any values, signed with
//! right, foreign and stale keys; streams; time; the end of the process.
//!
//! Promises: every answer is one of the interface's and none is a 500; nothing that was acknowledged is lost and nothing
//! else is stored; nobody changes rows for which they hold no key; no request asks for more memory than what was sent.

mod house;
mod kept;
mod program;
mod requests;

use server_store::Memory;
use server_store_sqlite::Sqlite;
use tokio::runtime::{Builder, Runtime};

use crate::bounds;
use house::House;
use kept::Kept;

/// Over the store in memory.
pub(crate) fn in_memory(bytes: &[u8]) {
    let _turn = bounds::turn();
    runtime().block_on(async {
        let mut house = House::new(Memory::new()).await;
        program::run(&mut house, bytes).await;
        house.check().await;
    });
}

/// Over SQLite: after the program the process ends, and another one opens the folder.
pub(crate) fn on_disk(bytes: &[u8]) {
    let _turn = bounds::turn();
    let folder = tempfile::tempdir().expect("a folder");
    let (kept, now) = runtime().block_on(async {
        let mut house = House::new(open(folder.path()).await).await;
        program::run(&mut house, bytes).await;
        house.check().await;
        house.end()
    });
    runtime().block_on(async { check(&kept, &open(folder.path()).await, wire::Day::of(now)).await });
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    program::seeds()
}

async fn check(kept: &Kept, store: &Sqlite, today: wire::Day) {
    kept.check(store, today).await;
}

async fn open(folder: &std::path::Path) -> Sqlite {
    Sqlite::open(folder).await.expect("opens")
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_time().build().expect("a runtime")
}

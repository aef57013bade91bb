//! What must not be in any log, at any level, is not there.

use std::{
    io::Write,
    sync::{Arc, Mutex},
};

use tracing_subscriber::{filter::LevelFilter, fmt::MakeWriter};
use wire::{
    BoxId, Etag,
    sealed_box::{BoxGet, BoxPut, NewBox},
};

use crate::testing::{BOX, CIRCLE, World, public};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

const ALONE: &str = "STAYHERE_TEST_ALONE";

/// In a process of its own, because a process has one log, and other tests write to it too.
#[tokio::test]
async fn no_name_hash_id_address_or_content_is_logged_at_trace() {
    if std::env::var(ALONE).is_ok() {
        return look_at_the_log().await;
    }
    let name = "canary::no_name_hash_id_address_or_content_is_logged_at_trace";
    let mut child = std::process::Command::new(std::env::current_exe().unwrap());
    let output = child.args([name, "--exact", "--nocapture"]).env(ALONE, "1").output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

async fn look_at_the_log() {
    let log = Log::default();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(LevelFilter::TRACE).with_ansi(false).with_writer(log.clone()).finish();
    tracing::subscriber::set_global_default(subscriber).unwrap();
    live_a_little().await;
    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(text.contains("refused"), "or nothing was logged at all");
    let ids = [[7_u8; 32], CIRCLE.0, BOX.0, [5; 32], public(30).0, public(1).0].map(|id| wire::Hash(id).to_hex());
    let shown = ids.iter().flat_map(|hex| [hex.clone(), hex[..8].to_owned()]);
    let bytes = ["[7, 7", "[1, 1", "[5, 5", "[6, 6"].map(str::to_owned);
    let rest = ["192.0.2.77", "passphrase", "words of a share"].map(str::to_owned);
    for canary in shown.chain(bytes).chain(rest) {
        assert!(!text.contains(&canary), "{canary} in the log:\n{text}");
    }
}

async fn live_a_little() {
    let world = World::new();
    world.sign_up(7, b"passphrase").await.unwrap();
    world.sign_in(7, b"passphrase").await.unwrap().unwrap();
    assert!(world.sign_in(7, b"wrong passphrase").await.unwrap().is_err());
    assert!(world.sign_up(7, b"taken passphrase").await.is_err());
    let id = BoxId([5; 32]);
    let new = NewBox { cap: public(50), expires: None, stamp: world.stamp(id.0) };
    world.signed(50, &BoxPut { id, if_match: Etag::NONE, blob: vec![5; 9].into(), new: Some(new) }).await.unwrap();
    assert!(world.signed(51, &BoxGet { id }).await.is_err());
    world.signed(60, &world.mailbox(1)).await.unwrap();
    world.found().await;
    world.append(1, b"words of a share").await.unwrap();
    let stream = world.listen();
    stream.open(1, 0, 0).await;
    stream.live(b"words of a share").await;
    stream.open_as(2, 1, 0, 0).await;
}

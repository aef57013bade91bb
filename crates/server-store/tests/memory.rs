//! The in-memory store passes the conformance suite.

#[tokio::test]
async fn memory_conforms() {
    server_store::suite::suite(async || server_store::Memory::new()).await;
}

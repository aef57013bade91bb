//! What an operator does beside a running server.

use server_store::{
    AccountKey, Admission, Counts, SigningUp, Store,
    suite::{CIRCLE, STAMP, TODAY, entry, found, key},
};
use server_store_sqlite::{Changed, CodeRow, OperateError, Operator, Sqlite};
use wire::{
    CodeId, LoginHash, Reason,
    account::{Recovery, SignUp, SignUpCode},
};

fn sign_up(name: u8) -> SignUp {
    SignUp {
        login: LoginHash([name; 32]),
        upload: vec![1].into(),
        wrapped_vault_key: vec![2; 72].into(),
        vault_cap: key(3),
        vault: vec![4; 64].into(),
        recovery: Recovery { code: CodeId([name; 32]), auth: key(5), sealed: vec![6; 40].into() },
        stamp: STAMP,
        code: None,
    }
}

#[tokio::test]
async fn a_code_is_used_up_revoked_and_swept_away() {
    let folder = tempfile::tempdir().unwrap();
    let store = Sqlite::open(folder.path()).await.unwrap();
    let mut operator = Operator::open(folder.path()).await.unwrap();
    let code = |number: u8, uses| CodeRow { id: SignUpCode::new([number; 10]).hash(), uses, last: TODAY.plus(1) };
    let (one, two) = (code(1, 1), code(2, 2));
    for row in [one, two] {
        operator.add_code(row).await.unwrap();
    }
    let admitted = async |name: u8, row: CodeRow, today| {
        let admission = Admission::Code { code: row.id, today };
        store.sign_up(AccountKey([name; 32]), vec![7], sign_up(name), admission).await.unwrap()
    };
    for _ in 0..2 {
        assert_eq!(admitted(1, one, TODAY).await, SigningUp::Stored, "again, with the same account");
    }
    assert_eq!(admitted(2, one, TODAY).await, SigningUp::NotAdmitted);
    assert_eq!(admitted(2, two, TODAY.plus(2)).await, SigningUp::NotAdmitted, "its last day is over");
    assert_eq!(admitted(2, two, TODAY.plus(1)).await, SigningUp::Stored);
    assert_eq!(store.counts().await.unwrap(), Counts { accounts: 2, circles: 0 });

    let left = CodeRow { uses: 1, ..two };
    assert_eq!(operator.codes(TODAY).await.unwrap(), [left]);
    let beginning = data_encoding::HEXUPPER.encode(&two.id.0[..4]);
    assert_eq!(operator.revoke_code("00000000").await.unwrap(), Changed::None);
    assert_eq!(operator.revoke_code(&beginning).await.unwrap(), Changed::One);
    assert_eq!(admitted(3, two, TODAY).await, SigningUp::NotAdmitted);
    operator.add_code(code(3, 1)).await.unwrap();
    store.tidy(TODAY.plus(2)).await.unwrap();
    assert_eq!(operator.codes(TODAY).await.unwrap(), [], "what is of no use is not kept");
}

#[tokio::test]
async fn a_circle_is_seen_by_its_size_suspended_and_resumed() {
    let folder = tempfile::tempdir().unwrap();
    let store = Sqlite::open(folder.path()).await.unwrap();
    store.found(found(), TODAY).await.unwrap();
    store.append(entry(1, &[1; 5000])).await.unwrap();
    let mut operator = Operator::open(folder.path()).await.unwrap();
    let listed = operator.circles().await.unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!((listed[0].id, listed[0].entries, listed[0].last_commit, listed[0].suspended), (CIRCLE, 1, None, None));
    assert!((5000..6000).contains(&listed[0].bytes), "{}", listed[0].bytes);
    assert_eq!(store.circle_bytes(CIRCLE).await.unwrap(), listed[0].bytes);

    for reason in [Reason::Flood, Reason::Law, Reason::Other] {
        assert_eq!(operator.suspend("0101", Some(reason)).await.unwrap(), Changed::One);
        assert_eq!(store.suspended().await.unwrap(), [(CIRCLE, reason)]);
        assert_eq!(operator.circles().await.unwrap()[0].suspended, Some(reason));
    }
    assert_eq!(operator.suspend("ffff", Some(Reason::Law)).await.unwrap(), Changed::None);
    assert_eq!(operator.suspend("0101", None).await.unwrap(), Changed::One);
    assert_eq!(store.suspended().await.unwrap(), []);
    let other = wire::circle::Found { circle: wire::CircleId([2; 32]), ..found() };
    store.found(other, TODAY).await.unwrap();
    assert_eq!(operator.suspend("0", Some(Reason::Law)).await.unwrap(), Changed::Several);
    assert_eq!(store.suspended().await.unwrap(), []);
}

#[tokio::test]
async fn without_a_database_there_is_nothing_to_decide() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(Operator::open(folder.path()).await, Err(OperateError::NotServed)));
    assert!(std::fs::read_dir(folder.path()).unwrap().next().is_none(), "none is made");
}

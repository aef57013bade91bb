-- No row of an account, a box and a circle names another, no time is finer than a day, and no table has a rowid, so
-- that the order of rows is the order of their random keys and not that of their writing. What is marked as wrapped
-- stands under a day key (decision 0005).
CREATE TABLE account (
    id BLOB PRIMARY KEY NOT NULL, -- HMAC(pepper, login hash)
    record BLOB NOT NULL, -- wrapped
    wrapped_vault_key BLOB NOT NULL, -- wrapped
    vault_cap BLOB NOT NULL,
    vault BLOB NOT NULL -- wrapped
) STRICT, WITHOUT ROWID;

CREATE TABLE recovery (
    code BLOB PRIMARY KEY NOT NULL,
    auth BLOB NOT NULL,
    sealed BLOB NOT NULL -- wrapped
) STRICT, WITHOUT ROWID;

CREATE TABLE sealed_box (
    id BLOB PRIMARY KEY NOT NULL,
    cap BLOB NOT NULL,
    blob BLOB NOT NULL, -- wrapped
    expires INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE circle (
    id BLOB PRIMARY KEY NOT NULL,
    genesis BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE circle_commit (
    circle BLOB NOT NULL,
    id BLOB NOT NULL,
    parent BLOB NOT NULL, -- zeroes for a genesis
    child_no INTEGER NOT NULL,
    cut INTEGER NOT NULL,
    access BLOB NOT NULL,
    envelope BLOB NOT NULL, -- wrapped
    snapshot_id BLOB NOT NULL,
    snapshot BLOB NOT NULL, -- wrapped
    left_on INTEGER, -- day of its first child
    PRIMARY KEY (circle, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX circle_commit_child ON circle_commit (circle, parent, child_no);

CREATE TABLE entry (
    circle BLOB NOT NULL,
    at BLOB NOT NULL,
    n INTEGER NOT NULL,
    hash BLOB NOT NULL, -- outlives the blob
    shred BLOB NOT NULL, -- hash of the secret that removes the blob
    blob BLOB, -- wrapped
    expires INTEGER,
    brief INTEGER NOT NULL, -- the blob goes on the day after the commit got a child
    PRIMARY KEY (circle, at, n)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX entry_hash ON entry (circle, at, hash);

CREATE TABLE mailbox (
    id BLOB PRIMARY KEY NOT NULL,
    kind INTEGER NOT NULL,
    read BLOB NOT NULL,
    uses INTEGER NOT NULL,
    preview BLOB NOT NULL, -- wrapped
    expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE mail (
    mailbox BLOB NOT NULL,
    id BLOB NOT NULL,
    blob BLOB NOT NULL, -- wrapped
    PRIMARY KEY (mailbox, id)
) STRICT, WITHOUT ROWID;

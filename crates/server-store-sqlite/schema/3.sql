-- Moments at which a browser asked to be woken. The address at its push service is wrapped and dies with its moment; the hash names
-- it, and tells nothing of an address that nobody knows.
CREATE TABLE wake (
    id BLOB NOT NULL, -- SHA-256 of the address
    at INTEGER NOT NULL, -- in steps of five minutes since 1970
    address BLOB NOT NULL, -- wrapped
    PRIMARY KEY (id, at)
) STRICT, WITHOUT ROWID;
CREATE INDEX wake_at ON wake (at);

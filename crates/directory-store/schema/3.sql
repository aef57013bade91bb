-- Who enters meetings here, and what they wish to have listed until somebody else has looked at it. A wish is written to become
-- public; a name is what the operator calls somebody.
CREATE TABLE servant (
    name TEXT PRIMARY KEY NOT NULL,
    key BLOB NOT NULL UNIQUE, -- SHA-256 of the key that was handed over
    reviews INTEGER NOT NULL,
    since INTEGER NOT NULL -- day since 1970-01-01 UTC
) STRICT, WITHOUT ROWID;

CREATE TABLE proposal (
    entry INTEGER PRIMARY KEY NOT NULL,
    servant TEXT NOT NULL,
    at INTEGER NOT NULL, -- milliseconds since 1970-01-01 UTC
    data BLOB, -- the entry; none: it is to go
    returned TEXT -- why it came back; none: it waits
) STRICT;

-- What the public could see come, change and go, for 90 days and 5,000 changes at most.
CREATE TABLE change (
    number INTEGER PRIMARY KEY AUTOINCREMENT, -- never given again
    at INTEGER NOT NULL, -- milliseconds since 1970-01-01 UTC
    source TEXT NOT NULL,
    entry INTEGER NOT NULL,
    before BLOB, -- none: it is new
    after BLOB -- none: it is gone
) STRICT;
CREATE INDEX change_of_source ON change (source);
CREATE INDEX change_of_entry ON change (entry);

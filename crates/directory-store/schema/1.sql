-- Public data alone. It has a file of its own, so that nothing of it stands beside what is sealed.
CREATE TABLE source (
    id TEXT PRIMARY KEY NOT NULL,
    data BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE entry (
    id INTEGER PRIMARY KEY NOT NULL,
    source TEXT NOT NULL,
    data BLOB NOT NULL
) STRICT;
CREATE INDEX entry_of_source ON entry (source);

CREATE TABLE body (
    id INTEGER PRIMARY KEY NOT NULL,
    source TEXT NOT NULL,
    data BLOB NOT NULL
) STRICT;
CREATE INDEX body_of_source ON body (source);

CREATE TABLE format (
    id INTEGER PRIMARY KEY NOT NULL,
    source TEXT NOT NULL,
    data BLOB NOT NULL
) STRICT;
CREATE INDEX format_of_source ON format (source);

-- What circles show of themselves, signed by keys that are for nothing else: no circle, no account, no address of a network.
CREATE TABLE card (
    key BLOB PRIMARY KEY NOT NULL,
    version INTEGER NOT NULL,
    until INTEGER NOT NULL, -- the last day on which it is shown, since 1970-01-01 UTC
    data BLOB -- as it was signed; none: taken back, and never to come again
) STRICT, WITHOUT ROWID;

-- What the operator hides. It outlives what it hides, so that fetching a feed again does not show it again.
CREATE TABLE hidden (
    name TEXT PRIMARY KEY NOT NULL -- as Hidden prints it
) STRICT, WITHOUT ROWID;

-- How asking a source went.
CREATE TABLE asking (
    source TEXT PRIMARY KEY NOT NULL,
    etag TEXT, -- of the last good answer
    modified TEXT, -- its Last-Modified
    asked INTEGER, -- milliseconds since 1970-01-01 UTC
    failures INTEGER NOT NULL -- times in a row that nothing good came
) STRICT, WITHOUT ROWID;

CREATE TABLE revision (number INTEGER NOT NULL) STRICT;
INSERT INTO revision VALUES (0);

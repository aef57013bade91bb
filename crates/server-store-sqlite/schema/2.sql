-- The operator's switches. A code names nobody, and no account names the code that it came with.
CREATE TABLE sign_up_code (
    id BLOB PRIMARY KEY NOT NULL, -- hash of the code
    uses INTEGER NOT NULL, -- that are left
    expires INTEGER NOT NULL -- last day
) STRICT, WITHOUT ROWID;

ALTER TABLE circle ADD COLUMN suspended INTEGER; -- why: 0 flood, 1 law, 2 other

//! The columns that are wrapped with day keys.

/// A wrapped column.
pub(crate) struct Column {
    pub(crate) table: &'static str,
    pub(crate) name: &'static str,
    /// Primary key of the table.
    pub(crate) key: &'static [&'static str],
    /// SQL condition of the rows that have a value without a day on which it dies.
    pub(crate) lasting: &'static str,
}

const ALWAYS: &str = "TRUE";
const NEVER: &str = "FALSE";
const WITHOUT_DAY: &str = "expires IS NULL";

const fn column(
    table: &'static str,
    name: &'static str,
    key: &'static [&'static str],
    lasting: &'static str,
) -> Column {
    Column { table, name, key, lasting }
}

pub(crate) const RECORD: Column = column("account", "record", &["id"], ALWAYS);
pub(crate) const WRAPPED_VAULT_KEY: Column = column("account", "wrapped_vault_key", &["id"], ALWAYS);
pub(crate) const VAULT: Column = column("account", "vault", &["id"], ALWAYS);
pub(crate) const RECOVERY: Column = column("recovery", "sealed", &["code"], ALWAYS);
pub(crate) const SEALED_BOX: Column = column("sealed_box", "blob", &["id"], WITHOUT_DAY);
pub(crate) const ENVELOPE: Column = column("circle_commit", "envelope", &["circle", "id"], ALWAYS);
pub(crate) const SNAPSHOT: Column = column("circle_commit", "snapshot", &["circle", "id"], ALWAYS);
pub(crate) const ENTRY: Column = column("entry", "blob", &["circle", "at", "n"], WITHOUT_DAY);
pub(crate) const PREVIEW: Column = column("mailbox", "preview", &["id"], NEVER);
pub(crate) const MAIL: Column = column("mail", "blob", &["mailbox", "id"], NEVER);

pub(crate) const WAKE: Column = column("wake", "address", &["id", "at"], NEVER);

/// All of them.
pub(crate) const ALL: [&Column; 11] =
    [&RECORD, &WRAPPED_VAULT_KEY, &VAULT, &RECOVERY, &SEALED_BOX, &ENVELOPE, &SNAPSHOT, &ENTRY, &PREVIEW, &MAIL, &WAKE];

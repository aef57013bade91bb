//! Limits of what belongs to one person.

/// Sheets of one person: the vault, which is [`wire::limits::VAULT`] bytes long, lists each with about 75.
pub const SHEETS: usize = 40;
/// The title of a sheet, in characters.
pub const TITLE: usize = 120;
/// The text of a sheet, in characters.
pub const TEXT: usize = 40_000;

//! A sheet: free writing of one's own.

use minicbor::{Decode, Encode};
use wire::{Day, Malformed};

use crate::limits;

/// Version of the stored format.
const VERSION: u32 = 1;

/// A sheet.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct Sheet {
    #[n(0)]
    version: u32,
    #[n(1)]
    title: String,
    #[n(2)]
    text: String,
    #[n(3)]
    created: Day,
}

/// What was to be written is longer than a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("longer than a sheet")]
pub struct TooLong;

impl Sheet {
    /// An empty sheet of this day.
    pub const fn new(created: Day) -> Self {
        Self { version: VERSION, title: String::new(), text: String::new(), created }
    }

    /// The same sheet with other words.
    ///
    /// # Errors
    /// [`TooLong`] beyond [`limits::TITLE`] or [`limits::TEXT`].
    pub fn write(&self, title: &str, text: &str) -> Result<Self, TooLong> {
        let (title, text) = (title.to_owned(), text.to_owned());
        let written = Self { title, text, ..*self };
        if written.fits() { Ok(written) } else { Err(TooLong) }
    }

    /// The title; may be empty.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The text; may be empty.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The day on which the sheet was begun.
    pub const fn created(&self) -> Day {
        self.created
    }

    /// The stored form: CBOR of version, title, text, day.
    pub fn encode(&self) -> Vec<u8> {
        wire::encode(self)
    }

    /// Reads what [`Self::encode`] has written.
    ///
    /// # Errors
    /// [`Malformed`] for anything else, a later version included.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let sheet: Self = wire::decode(bytes)?;
        if sheet.version == VERSION && sheet.fits() { Ok(sheet) } else { Err(Malformed) }
    }

    fn fits(&self) -> bool {
        self.title.chars().count() <= limits::TITLE && self.text.chars().count() <= limits::TEXT
    }
}

impl core::fmt::Debug for Sheet {
    // Its words stay out of every log.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Sheet(..)")
    }
}

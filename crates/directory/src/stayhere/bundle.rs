//! A snapshot in one piece, as it stands within a copy that people pass on.

use std::collections::BTreeMap;

use data_encoding::BASE64;
use minicbor::{Decode, Encode, bytes::ByteVec};
use wire::Hash;

use super::{About, Offer, Opened, Read, Refused, Signer, head::Purpose, publish::snapshot, read};
use crate::{Entry, Listing, SourceId, limits};

/// What stands before the data in a copy: data of a kind that no browser runs.
const OPENS: &str = "<script type=\"application/cbor;base64\" id=\"stayhere\">";
const CLOSES: &str = "</script>";

#[derive(Encode, Decode)]
struct Stored {
    #[n(0)]
    signed: ByteVec,
    #[n(1)]
    parts: Vec<ByteVec>,
}

/// A copy of some of what a server lists, signed by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    /// Who signed, when, and what.
    pub opened: Opened,
    parts: BTreeMap<Hash, Vec<u8>>,
}

/// The element with which another server takes a copy of these entries, whoever they are from; safe within a page.
pub fn copy<'a>(
    listing: &'a Listing,
    entries: impl Iterator<Item = &'a Entry>,
    about: &About<'_>,
    signer: &Signer,
) -> String {
    let whole = snapshot(listing, entries, about, Purpose::Copy, signer);
    let parts = whole.parts.into_values().map(ByteVec::from).collect();
    let bytes = wire::encode(&Stored { signed: whole.signed.into(), parts });
    format!("{OPENS}{}{CLOSES}", BASE64.encode(&bytes))
}

impl Bundle {
    /// Whether it is a page with such an element.
    pub fn is_in(page: &[u8]) -> bool {
        memchr::memmem::find(page, OPENS.as_bytes()).is_some()
    }

    /// Finds it in a page, and looks whether it is as it was signed.
    ///
    /// # Errors
    /// [`Refused::Unreadable`], [`Refused::Signature`].
    pub fn find(page: &[u8]) -> Result<Self, Refused> {
        if page.len() > limits::FEED {
            return Err(Refused::Unreadable);
        }
        let start = memchr::memmem::find(page, OPENS.as_bytes()).ok_or(Refused::Unreadable)? + OPENS.len();
        let rest = page.get(start..).unwrap_or_default();
        let end = memchr::memmem::find(rest, CLOSES.as_bytes()).ok_or(Refused::Unreadable)?;
        let bytes = BASE64.decode(rest.get(..end).unwrap_or_default()).map_err(|_| Refused::Unreadable)?;
        let Stored { signed, parts } = wire::decode(&bytes).map_err(|_| Refused::Unreadable)?;
        let opened = Opened::read_for(&signed, Purpose::Copy)?;
        let parts = parts.into_iter().map(|part| (Hash::of(&part), Vec::from(part))).collect();
        Ok(Self { opened, parts })
    }

    /// What is in it, as source `id`; `base` is this server's own address, or empty.
    ///
    /// # Errors
    /// [`Refused::Part`].
    pub fn read(&self, id: &SourceId, base: &str) -> Result<Read, Refused> {
        let offer = Offer { head: &self.opened.head, known: &[], fetched: &self.parts };
        read(id, &offer, &Listing::default(), base)
    }
}

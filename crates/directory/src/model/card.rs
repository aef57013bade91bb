//! What a circle says of itself in public (domain R33).

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};
use wire::Millis;

use super::{Attendance, CardKey, Slot, Status, Tags};

/// A circle's card. Its key is made for it alone: nothing here leads to a circle id, an account or a member.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Card {
    /// Signs the card and names it in the directory; a new card has a new one.
    #[n(0)]
    pub key: CardKey,
    /// The card's page: a path of its server, or a whole address for one of another server.
    #[n(1)]
    pub address: String,
    /// The name that the circle shows in public.
    #[n(2)]
    pub name: String,
    /// What it says of itself, by language tag; [`crate::limits::CARD_TEXT`] each.
    #[n(3)]
    pub text: BTreeMap<String, String>,
    /// What a search asks for.
    #[n(4)]
    pub tags: Tags,
    /// Languages spoken (RFC 5646), the main one first.
    #[n(5)]
    pub languages: Vec<String>,
    /// How one attends.
    #[n(6)]
    pub attendance: Attendance,
    /// Whether it meets.
    #[n(7)]
    pub status: Status,
    /// When, if the circle tells.
    #[n(8)]
    pub schedule: Vec<Slot>,
    /// Areas from general to specific, if the circle tells.
    #[n(9)]
    pub regions: Vec<String>,
    /// Where one knocks: the address of a page with the knock mailbox and key in its fragment; empty: it takes nobody now.
    #[n(10)]
    pub knock: String,
    /// When the circle signed it.
    #[n(11)]
    pub updated: Millis,
    /// The operator hides it; nobody but the circle can change it.
    #[n(12)]
    pub hidden: bool,
}

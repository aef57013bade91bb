//! How to get in touch, online and with people: only what its owners made public.

use minicbor::{Decode, Encode};

/// Ways in over the network. Every text may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Encode, Decode)]
pub struct Online {
    /// Opens the meeting.
    #[n(0)]
    pub url: String,
    /// What one needs to know to use the link.
    #[n(1)]
    pub url_notes: String,
    /// Dials into the meeting.
    #[n(2)]
    pub phone: String,
    /// What one needs to know to dial in.
    #[n(3)]
    pub phone_notes: String,
}

impl Online {
    /// Whether there is a link or a number.
    pub const fn is_usable(&self) -> bool {
        !self.url.is_empty() || !self.phone.is_empty()
    }
}

/// Somebody who answers questions. Every text may be empty; a name is a first name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Encode, Decode)]
pub struct Contact {
    /// What they are called.
    #[n(0)]
    pub name: String,
    /// Their address.
    #[n(1)]
    pub email: String,
    /// Their number.
    #[n(2)]
    pub phone: String,
}

/// How to give money. Every text may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Encode, Decode)]
pub struct Giving {
    /// Begins with `@`.
    #[n(0)]
    pub venmo: String,
    /// Begins with `$`.
    #[n(1)]
    pub square: String,
    /// A name of at most 20 letters and digits.
    #[n(2)]
    pub paypal: String,
    /// The address of a group's page for its members.
    #[n(3)]
    pub homegroup_online: String,
}

/// Where to say that an entry is wrong. Every text may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Encode, Decode)]
pub struct Feedback {
    /// Mail addresses.
    #[n(0)]
    pub emails: Vec<String>,
    /// A page or a `mailto:` address.
    #[n(1)]
    pub url: String,
    /// Where its owners edit it.
    #[n(2)]
    pub edit_url: String,
}

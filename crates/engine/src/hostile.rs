//! What no honest device does, with the keys of one: for tests of what others make of it.

use circle::{Body, Entry, Wish};
use seal::SigningKey;
use wire::{
    CircleId, Etag,
    circle::{Append, Keep},
    sealed_box::BoxPut,
};

use crate::{
    Engine, Suite,
    account::Membership,
    member::{Core, Member, bytes},
};

/// Keys that somebody has copied from a device.
#[derive(Debug, Clone)]
pub struct Stolen {
    membership: Membership,
    signer: SigningKey,
}

impl<S: Suite> Engine<S> {
    /// Signs a request by the circle's access key at this device's tip: the value of [`wire::auth::HEADER`].
    pub fn sign_as_hostile(&self, circle: CircleId, path: &str, body: &[u8]) -> Option<String> {
        let key = self.with_core(circle, |_, core| core.secrets.access.clone())?;
        Some(self.prove(&key, path, body))
    }

    /// Whether any key that this device holds in a meeting, its corner's included, opens a live frame.
    pub fn opens_frame(&self, frame: &[u8]) -> bool {
        let opens = |core: &Core<S>| core.room.as_ref().is_some_and(|room| room.opens(frame));
        self.app.circles.borrow().values().any(|member| member.with(opens) == Some(true))
    }

    /// Has this device take part in the circle as a client of this version, until it starts anew.
    pub fn act_as_client(&self, circle: CircleId, version: u32) -> bool {
        let set = |core: &mut Core<S>| {
            let is_it = core.id == circle;
            if is_it {
                core.client = version;
            }
            is_it
        };
        self.app.circles.borrow().values().any(|member| member.change(set) == Some(true))
    }

    /// Copies a membership's keys.
    pub fn steal(&self, circle: CircleId) -> Option<Stolen> {
        self.with_core(circle, |member, core| Stolen { membership: member.membership(), signer: core.leaf.key.clone() })
    }

    /// A request that overwrites the stolen membership's box with nonsense, and its header.
    pub fn overwrite_box(&self, stolen: &Stolen, if_match: Etag) -> (BoxPut, String) {
        let Membership { box_id, box_key, .. } = &stolen.membership;
        let blob = self.io.random(|rng| seal::box_::seal_box(box_key, *box_id, if_match, b"nonsense", rng));
        let put = BoxPut { id: *box_id, if_match, blob: bytes(blob), new: None };
        let header = self.prove(&box_key.capability(), <BoxPut as wire::Request>::PATH, &wire::encode(&put));
        (put, header)
    }

    /// The box in which the membership's state lies now.
    pub fn box_of(&self, stolen: &Stolen) -> wire::BoxId {
        stolen.membership.box_id
    }

    /// A share under the present keys of this device's circle, in the name and with the signature of a stolen membership.
    pub fn forge_share(&self, circle: CircleId, stolen: &Stolen, text: &str) -> Option<Append> {
        self.with_core(circle, |_, core| {
            let body = Body::Share { text: text.to_owned(), wish: Wish::JustListen, note: None };
            let entry = Entry { member: stolen.membership.member, ..core.entry(body, self.io.now()) };
            let sealed = self.io.random(|rng| {
                let content = &core.secrets.content;
                seal::entry::seal_entry(content, core.id, core.tip, &entry.encode(), &stolen.signer, rng)
            });
            let keep = Keep::Until(self.io.today().plus(u32::from(core.circle.charter().retention_days)));
            Append { circle, at: core.tip, blob: bytes(sealed.blob), delete: sealed.delete.hash(), keep }
        })
    }

    fn with_core<T>(&self, circle: CircleId, read: impl Fn(&Member<S>, &Core<S>) -> T) -> Option<T> {
        let circles = self.app.circles.borrow();
        circles
            .values()
            .find_map(|member| member.with(|core| (core.id == circle).then(|| read(member, core))).flatten())
    }

    fn prove(&self, key: &SigningKey, path: &str, body: &[u8]) -> String {
        let today = self.io.today();
        self.io.random(|rng| key.prove(path, body, today, rng)).to_header()
    }
}

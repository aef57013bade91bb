//! The meeting key and live frames: only those in the room have it, and it is never stored (protocol.md section 3).

use rand_core::CryptoRngCore;
use wire::{Hash, PublicKey, Signature};
use zeroize::Zeroizing;

use crate::{
    aead::{self, CannotOpen, Key, Kind, derive},
    hpke::{BadPublicKey, HpkePublic, HpkeSecret},
    pad::{self, Class},
    sign::{BadSignature, Domain, SigningKey, verify},
};

/// Identifier of a meeting: 16 random bytes.
pub type MeetingId = [u8; 16];

/// Key of a device that waits at a door: made fresh for one arrival, in memory only.
pub type ArrivalKey = HpkeSecret;

/// K_i of a meeting. It has no stored form.
pub struct MeetingKey(Key);

/// The key of a small corner: those of the meeting's keepers and members who are not in it do not have it.
pub struct CornerKey(MeetingKey);

/// Which key of which corner: number of the break-out, of the corner in it, and of the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CornerPlace {
    /// Of the break-out, from 1.
    pub breakout: u32,
    /// Of the corner, from 0.
    pub corner: u32,
    /// Of the key, from 1.
    pub index: u32,
}

/// The bit that a frame of a corner has set where one of the whole meeting has the number of its key.
const CORNER: u32 = 1 << 31;

/// An opened frame; who spoke is known after [`OpenedFrame::verify`].
#[derive(Clone, PartialEq, Eq)]
pub struct OpenedFrame {
    /// What was said.
    pub payload: Zeroizing<Vec<u8>>,
    /// The author's signature over meeting and payload, not over the key's number: it stays good when another device
    /// passes the frame on under a later key.
    pub signature: Signature,
}

impl MeetingKey {
    /// K_0, made by the device that opens the meeting.
    pub fn make(rng: &mut dyn CryptoRngCore) -> Self {
        Self(Key::make(rng))
    }

    /// K_{i+1}: whoever gets it at this door cannot go back to K_i.
    #[must_use]
    pub fn next_by_door(&self) -> Self {
        Self(self.0.derive("door", &[]))
    }

    /// Tells everybody whether they hold the same key, and nobody else anything.
    pub fn check(&self) -> Hash {
        Hash(derive(&self.0.0, "key check", &[]))
    }

    /// Seals the key, as number `i` of `meeting`, to a device that waits at the door.
    ///
    /// # Errors
    /// [`BadPublicKey`].
    pub fn seal_to(&self, arrival: &HpkePublic, meeting: MeetingId, i: u32) -> Result<Vec<u8>, BadPublicKey> {
        arrival.seal_to("meeting key", &place(meeting, i), &self.0.0)
    }

    /// Opens what [`Self::seal_to`] made for this arrival.
    ///
    /// # Errors
    /// [`CannotOpen`].
    pub fn open(arrival: &ArrivalKey, meeting: MeetingId, i: u32, sealed: &[u8]) -> Result<Self, CannotOpen> {
        let plain = arrival.open("meeting key", &place(meeting, i), sealed)?;
        Ok(Self(Key(plain.as_slice().try_into().map_err(|_| CannotOpen)?)))
    }
}

impl CornerKey {
    /// A fresh one, made by a device in the corner.
    pub fn make(rng: &mut dyn CryptoRngCore) -> Self {
        Self(MeetingKey::make(rng))
    }

    /// What its frames bear in place of a number, so that those in the corner know them from others': it follows from
    /// the key and tells nothing of it.
    pub fn mark(&self) -> u32 {
        let [a, b, c, d, ..]: [u8; 32] = derive(&self.0.0.0, "corner mark", &[]);
        u32::from_be_bytes([a, b, c, d]) | CORNER
    }

    /// Seals the key to a device in the corner.
    ///
    /// # Errors
    /// [`BadPublicKey`].
    pub fn seal_to(
        &self,
        arrival: &HpkePublic,
        meeting: MeetingId,
        place: CornerPlace,
    ) -> Result<Vec<u8>, BadPublicKey> {
        arrival.seal_to("corner key", &place.bind(meeting), &self.0.0.0)
    }

    /// Opens what [`Self::seal_to`] made for this arrival.
    ///
    /// # Errors
    /// [`CannotOpen`].
    pub fn open(
        arrival: &ArrivalKey,
        meeting: MeetingId,
        place: CornerPlace,
        sealed: &[u8],
    ) -> Result<Self, CannotOpen> {
        let plain = arrival.open("corner key", &place.bind(meeting), sealed)?;
        Ok(Self(MeetingKey(Key(plain.as_slice().try_into().map_err(|_| CannotOpen)?))))
    }

    /// Signs and seals a frame for those in the corner.
    pub fn seal_frame(
        &self,
        meeting: MeetingId,
        payload: &[u8],
        signer: &SigningKey,
        rng: &mut dyn CryptoRngCore,
    ) -> Vec<u8> {
        seal_frame(&self.0, meeting, self.mark(), payload, signer, rng)
    }

    /// Opens a frame that bears [`Self::mark`].
    ///
    /// # Errors
    /// [`CannotOpen`].
    pub fn open_frame(&self, meeting: MeetingId, frame: &[u8]) -> Result<OpenedFrame, CannotOpen> {
        open_frame(&self.0, meeting, frame)
    }
}

impl CornerPlace {
    fn bind(self, meeting: MeetingId) -> Vec<u8> {
        let numbers = [self.breakout, self.corner, self.index].map(u32::to_be_bytes);
        [meeting.as_slice(), numbers.as_flattened()].concat()
    }
}

impl core::fmt::Debug for CornerKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("CornerKey(..)")
    }
}

/// Whether what [`frame_key`] says is the mark of a corner's key.
pub const fn is_corner(number: u32) -> bool {
    number & CORNER != 0
}

impl core::fmt::Debug for MeetingKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("MeetingKey(..)")
    }
}

/// Signs and seals a frame under K_i: the number `i` (4 bytes, big endian, in clear and bound), then the sealed rest.
pub fn seal_frame(
    key: &MeetingKey,
    meeting: MeetingId,
    i: u32,
    payload: &[u8],
    signer: &SigningKey,
    rng: &mut dyn CryptoRngCore,
) -> Vec<u8> {
    let signature = signer.sign(Domain::Live, &signed(meeting, payload));
    let frame = OpenedFrame { payload: payload.to_vec().into(), signature };
    reseal_frame(key, meeting, i, &frame, rng)
}

/// Seals a frame again, under another key of the same meeting, with its author's signature.
pub fn reseal_frame(
    key: &MeetingKey,
    meeting: MeetingId,
    i: u32,
    frame: &OpenedFrame,
    rng: &mut dyn CryptoRngCore,
) -> Vec<u8> {
    let plain = Zeroizing::new([frame.signature.as_bytes(), frame.payload.as_slice()].concat());
    // Only the vault has a largest size.
    let padded = pad::pad(&plain, Class::Entry).unwrap_or_default();
    let sealed = aead::seal(&key.0, Kind::Live, &place(meeting, i), &padded, rng);
    [i.to_be_bytes().as_slice(), &sealed].concat()
}

/// Under which K_i a frame is sealed.
///
/// # Errors
/// [`CannotOpen`] when it is too short to say so.
pub fn frame_key(frame: &[u8]) -> Result<u32, CannotOpen> {
    frame.first_chunk().map(|i| u32::from_be_bytes(*i)).ok_or(CannotOpen)
}

/// Opens a frame with the key that [`frame_key`] named.
///
/// # Errors
/// [`CannotOpen`].
pub fn open_frame(key: &MeetingKey, meeting: MeetingId, frame: &[u8]) -> Result<OpenedFrame, CannotOpen> {
    let (i, sealed) = frame.split_first_chunk::<4>().ok_or(CannotOpen)?;
    let padded = aead::open(&key.0, Kind::Live, &place(meeting, u32::from_be_bytes(*i)), sealed)?;
    let (signature, payload) = pad::unpad(&padded)?.split_first_chunk::<64>().ok_or(CannotOpen)?;
    Ok(OpenedFrame { payload: payload.to_vec().into(), signature: Signature(*signature) })
}

impl OpenedFrame {
    /// Whether the holder of `key` said this in this meeting.
    ///
    /// # Errors
    /// [`BadSignature`].
    pub fn verify(&self, meeting: MeetingId, key: PublicKey) -> Result<(), BadSignature> {
        verify(key, Domain::Live, &signed(meeting, &self.payload), self.signature)
    }
}

impl core::fmt::Debug for OpenedFrame {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("OpenedFrame").field("bytes", &self.payload.len()).finish_non_exhaustive()
    }
}

fn place(meeting: MeetingId, i: u32) -> [u8; 20] {
    crate::join(&meeting, &i.to_be_bytes())
}

fn signed(meeting: MeetingId, payload: &[u8]) -> Zeroizing<Vec<u8>> {
    [meeting.as_slice(), payload].concat().into()
}

#[cfg(test)]
mod tests {
    use rand_core::SeedableRng;

    use super::*;

    #[test]
    fn a_corner_is_closed_to_the_meeting_and_to_other_corners() {
        let rng = &mut rand_chacha::ChaCha20Rng::from_seed([1; 32]);
        let (meeting, signer) = ([7; 16], SigningKey::make(rng));
        let (corner, other, all) = (CornerKey::make(rng), CornerKey::make(rng), MeetingKey::make(rng));
        let frame = corner.seal_frame(meeting, b"words", &signer, rng);
        assert!(is_corner(frame_key(&frame).expect("a number")) && !is_corner(4));
        assert_eq!(frame_key(&frame), Ok(corner.mark()));
        assert_eq!(corner.open_frame(meeting, &frame).expect("opens").payload.as_slice(), b"words");
        assert!(other.open_frame(meeting, &frame).is_err() && open_frame(&all, meeting, &frame).is_err());
        assert!(corner.open_frame([8; 16], &frame).is_err());

        let (arrival, place) = (HpkeSecret::make(rng), CornerPlace { breakout: 1, corner: 0, index: 1 });
        let sealed = corner.seal_to(&arrival.public(), meeting, place).expect("sealed");
        assert_eq!(CornerKey::open(&arrival, meeting, place, &sealed).expect("opens").mark(), corner.mark());
        let others = [
            CornerPlace { breakout: 2, ..place },
            CornerPlace { corner: 1, ..place },
            CornerPlace { index: 2, ..place },
        ];
        assert!(others.iter().all(|place| CornerKey::open(&arrival, meeting, *place, &sealed).is_err()));
        assert!(MeetingKey::open(&arrival, meeting, 1, &sealed).is_err(), "nor is it a meeting key");
    }
}

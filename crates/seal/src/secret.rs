//! What every secret type of this crate has in common.

/// Implements what a newtype over `[u8; N]` needs to be a secret: wiped on drop, silent in debug output, compared in
/// constant time, and its stored form.
macro_rules! secret {
    ($name:ident, $len:literal) => {
        impl $name {
            /// The stored form, to be kept inside a sealed box only.
            pub fn to_stored(&self) -> zeroize::Zeroizing<[u8; $len]> {
                zeroize::Zeroizing::new(self.0)
            }
            /// From the stored form.
            pub const fn from_stored(bytes: [u8; $len]) -> Self {
                Self(bytes)
            }
        }

        impl core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                subtle::ConstantTimeEq::ct_eq(self.0.as_slice(), other.0.as_slice()).into()
            }
        }
        impl Eq for $name {}

        impl Drop for $name {
            fn drop(&mut self) {
                zeroize::Zeroize::zeroize(&mut self.0);
            }
        }
        impl zeroize::ZeroizeOnDrop for $name {}

        impl<C> minicbor::Encode<C> for $name {
            fn encode<W: minicbor::encode::Write>(
                &self,
                e: &mut minicbor::Encoder<W>,
                _: &mut C,
            ) -> Result<(), minicbor::encode::Error<W::Error>> {
                e.bytes(&self.0)?;
                Ok(())
            }
        }

        impl<'b, C> minicbor::Decode<'b, C> for $name {
            fn decode(d: &mut minicbor::Decoder<'b>, c: &mut C) -> Result<Self, minicbor::decode::Error> {
                Ok(Self(minicbor::bytes::ByteArray::<$len>::decode(d, c)?.into()))
            }
        }
    };
}

pub(crate) use secret;

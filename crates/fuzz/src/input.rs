//! Decisions drawn from bytes. What has run out gives zeros, so that every input is a whole program.

/// A reader of decisions.
pub(crate) struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    /// A number below `end`, which is not 0.
    pub(crate) fn below(&mut self, end: u8) -> u8 {
        self.byte() % end
    }

    pub(crate) fn one_in(&mut self, many: u8) -> bool {
        self.below(many) == many - 1
    }

    pub(crate) fn number(&mut self) -> u32 {
        u32::from_be_bytes(self.array())
    }

    pub(crate) fn array<const N: usize>(&mut self) -> [u8; N] {
        let mut out = [0; N];
        let part = self.take(N);
        out[..part.len()].copy_from_slice(part);
        out
    }

    /// A string of bytes with its length in front: two bytes.
    pub(crate) fn string(&mut self) -> &'a [u8] {
        let len = u16::from_be_bytes(self.array());
        self.take(usize::from(len))
    }

    pub(crate) const fn rest(&mut self) -> &'a [u8] {
        let rest = self.0;
        self.0 = &[];
        rest
    }

    fn take(&mut self, len: usize) -> &'a [u8] {
        let (part, rest) = self.0.split_at(len.min(self.0.len()));
        self.0 = rest;
        part
    }
}

/// What [`Input::string`] reads.
pub(crate) fn write_string(out: &mut Vec<u8>, string: &[u8]) {
    let len = u16::try_from(string.len()).unwrap_or(u16::MAX);
    out.extend_from_slice(&len.to_be_bytes());
    out.extend_from_slice(&string[..usize::from(len)]);
}

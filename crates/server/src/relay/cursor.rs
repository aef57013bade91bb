//! How far a stream is in a list that grows.

/// A place in a list. `known` runs ahead of `next` while there is something to read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor {
    next: u32,
    known: u32,
}

impl Cursor {
    /// At a place, with at least that much known.
    pub(super) const fn new(next: u32, known: u32) -> Self {
        Self { next, known }
    }

    pub(super) const fn next(self) -> u32 {
        self.next
    }

    pub(super) const fn known(self) -> u32 {
        self.known
    }

    pub(super) const fn is_behind(self) -> bool {
        self.next < self.known
    }

    /// Element `n` is at hand: whether to send it now. What is not sent now is read later.
    pub(super) fn offer(&mut self, n: u32, can_send: bool) -> bool {
        self.reach(n + 1);
        let send = can_send && n == self.next;
        self.next += u32::from(send);
        send
    }

    /// There are at least so many elements.
    pub(super) fn reach(&mut self, count: u32) {
        self.known = self.known.max(count);
    }

    /// A read found `total` elements when `known` were known. If nothing was announced since, that is all there is.
    pub(super) fn settle(&mut self, total: u32, known: u32) {
        if self.known == known && total < known {
            self.known = total.max(self.next);
        }
        self.reach(total);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_next_goes_out_and_the_rest_is_read() {
        let mut cursor = Cursor::new(0, 0);
        assert!(cursor.offer(0, true) && cursor.offer(1, true));
        assert!(!cursor.offer(1, true), "sent already");
        assert!(!cursor.offer(3, true), "2 is missing");
        assert!(cursor.is_behind());
        assert!(cursor.offer(2, true) && cursor.offer(3, true) && !cursor.is_behind());
        assert!(!cursor.offer(4, false) && cursor.is_behind(), "no room: read later");
    }

    #[test]
    fn a_read_that_was_overtaken_settles_nothing() {
        let mut cursor = Cursor::new(0, 5);
        cursor.reach(7);
        cursor.settle(3, 5);
        assert_eq!(cursor.known(), 7);
        cursor.settle(3, 7);
        assert_eq!(cursor.known(), 3, "there never were seven");
        cursor.settle(9, 3);
        assert_eq!(cursor.known(), 9);
    }
}

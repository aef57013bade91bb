//! Who hears what: streams, live frames, and what is new in the store.
//!
//! Sans-IO: the caller gives the time, reads the store when [`Relay::wants`] says so, and carries the outboxes away.
//! Entries and children reach a stream through a cursor each: what is next goes out at once, anything else only tells
//! the cursor how far there is to read. So nothing is missed or sent twice, however reads and writes interleave.

mod circle;
mod cursor;
mod outbox;
mod position;

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::Arc,
};

use bytes::Bytes;
use tokio::sync::Notify;
use wire::{
    CircleId, Code, CommitId, MailId, MailboxId, Millis, Problem,
    circle::{Child, Entry},
    limits,
    mailbox::WaitingMail,
    stream::ToClient,
};

use circle::Circle;
use outbox::Outbox;
use position::Position;

/// Mailboxes that one stream may watch.
const WATCHES: usize = 64;

/// A stream in this process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct StreamId(u64);

/// What a stream needs from the store before it can go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Want {
    /// Entries of a commit from a place on.
    Entries { circle: CircleId, at: CommitId, from: u32, known: u32 },
    /// Children of a commit from a place on.
    Children { circle: CircleId, at: CommitId, from: u32, known: u32 },
    /// A mail.
    Mail { mailbox: MailboxId, mail: MailId },
}

#[derive(Default)]
pub(crate) struct Relay {
    last: u64,
    streams: BTreeMap<StreamId, Stream>,
    circles: BTreeMap<CircleId, Circle>,
    watchers: BTreeMap<MailboxId, BTreeSet<StreamId>>,
    /// Last live numbers of circles that nobody streams, so that a number is never used twice in a process.
    numbers: BTreeMap<CircleId, u64>,
}

struct Stream {
    outbox: Outbox,
    position: Option<Position>,
    watches: BTreeMap<MailboxId, Watch>,
}

#[derive(Default)]
struct Watch {
    sent: BTreeSet<MailId>,
    fetch: VecDeque<MailId>,
}

impl Relay {
    /// A new stream, and what wakes whoever carries its outbox; none when there are too many.
    pub(crate) fn connect(&mut self) -> Option<(StreamId, Arc<Notify>)> {
        if self.streams.len() >= limits::STREAMS {
            return None;
        }
        self.last += 1;
        let (id, outbox) = (StreamId(self.last), Outbox::default());
        let wake = outbox.wake();
        self.streams.insert(id, Stream { outbox, position: None, watches: BTreeMap::new() });
        Some((id, wake))
    }

    /// Forgets a stream.
    pub(crate) fn close(&mut self, id: StreamId, now: Millis) {
        self.leave_circle(id, now);
        let Some(stream) = self.streams.remove(&id) else { return };
        for mailbox in stream.watches.keys() {
            if let Some(watchers) = self.watchers.get_mut(mailbox) {
                watchers.remove(&id);
                if watchers.is_empty() {
                    self.watchers.remove(mailbox);
                }
            }
        }
    }

    /// Ends every stream of a circle; the clients come back.
    pub(crate) fn close_circle(&mut self, circle: CircleId) {
        for id in self.circles.get(&circle).into_iter().flat_map(|room| &room.streams) {
            if let Some(stream) = self.streams.get_mut(id) {
                stream.outbox.close();
            }
        }
    }

    /// In which circle a stream is.
    pub(crate) fn circle_of(&self, id: StreamId) -> Option<CircleId> {
        self.streams.get(&id)?.position.as_ref().map(|position| position.circle)
    }

    /// What waits to be sent; none when the stream is to be closed, because its client is too slow.
    pub(crate) fn take(&mut self, id: StreamId) -> Option<Vec<Bytes>> {
        self.streams.get_mut(&id)?.outbox.take()
    }

    /// Something for one stream alone.
    pub(crate) fn say(&mut self, id: StreamId, what: &ToClient) {
        if let Some(stream) = self.streams.get_mut(&id) {
            stream.outbox.push(encoded(what));
        }
    }

    /// The stream is to be at this commit. From now on nothing new is missed; call [`Self::opened`] with what the store
    /// had after this call.
    pub(crate) fn open(&mut self, id: StreamId, circle: CircleId, at: CommitId, have: u32, live: u64, now: Millis) {
        let moved =
            self.streams.get(&id).and_then(|stream| stream.position.as_ref()).is_some_and(|p| p.circle != circle);
        if moved {
            self.leave_circle(id, now);
        }
        let last = self.numbers.remove(&circle).unwrap_or(0);
        let room = self.circles.entry(circle).or_insert_with(|| Circle::new(last, now));
        room.streams.insert(id);
        if let Some(stream) = self.streams.get_mut(&id) {
            let before = stream.position.take();
            stream.position = Some(Position::new(before, circle, at, have, room.last_the_client_has(live)));
        }
    }

    /// What the store had after [`Self::open`]: the tree, and how many entries the commit has.
    pub(crate) fn opened(&mut self, id: StreamId, tree: &[(CommitId, CommitId)], entries: u32, now: Millis) {
        let Some(Stream { outbox, position: Some(position), .. }) = self.streams.get_mut(&id) else { return };
        let Some(room) = self.circles.get_mut(&position.circle) else { return };
        room.learn(tree);
        let (live, live_from) = room.live_span();
        outbox.push(encoded(&ToClient::Opened { at: position.at, entries, live, live_from }));
        position.opened(entries);
        for frame in room.replay(id, position, now) {
            outbox.push(frame);
        }
    }

    /// The commit could not be read after all.
    pub(crate) fn not_opened(&mut self, id: StreamId, now: Millis) {
        self.leave_circle(id, now);
    }

    /// A live frame of a stream: everybody else gets it, the sender its number.
    pub(crate) fn live(&mut self, id: StreamId, frame: Vec<u8>, now: Millis) -> Result<(), Problem> {
        if frame.len() > limits::LIVE_FRAME {
            return Err(Code::TooLarge.into());
        }
        let position = self.streams.get(&id).and_then(|stream| stream.position.as_ref());
        let (circle, at) = position.map(|p| (p.circle, p.at)).ok_or(Problem::new(Code::NotAuthorised))?;
        let room = self.circles.get_mut(&circle).ok_or(Problem::new(Code::NotAuthorised))?;
        if !room.may_send(now) {
            return Err(Problem { retry_after_s: Some(1), ..Problem::new(Code::RateLimited) });
        }
        let (number, frame) = room.add_live(id, at, frame, now);
        for other in room.streams.iter().filter(|other| **other != id) {
            let Some(Stream { outbox, position: Some(position), .. }) = self.streams.get_mut(other) else { continue };
            if position.hears(number, room.may_hear(position.at, at, now)) {
                outbox.push_live(frame.clone());
            }
        }
        self.say(id, &ToClient::LiveTaken { number });
        Ok(())
    }

    /// An entry is stored.
    pub(crate) fn appended(&mut self, circle: CircleId, at: CommitId, entry: Entry) {
        let n = entry.n;
        let mut frame = Encoded::new(ToClient::Entry { commit: at, entry });
        for id in self.circles.get(&circle).into_iter().flat_map(|room| &room.streams) {
            let Some(Stream { outbox, position: Some(position), .. }) = self.streams.get_mut(id) else { continue };
            if position.at != at {
                continue;
            }
            if position.entries.offer(n, outbox.has_room() && position.is_open()) {
                outbox.push(frame.bytes());
            } else {
                outbox.nudge();
            }
        }
    }

    /// The content of an entry is gone.
    pub(crate) fn shredded(&mut self, circle: CircleId, commit: CommitId, n: u32) {
        let mut frame = Encoded::new(ToClient::Shredded { commit, n });
        let Some(room) = self.circles.get(&circle) else { return };
        for id in &room.streams {
            let Some(Stream { outbox, position: Some(position), .. }) = self.streams.get_mut(id) else { continue };
            if room.is_on_path(commit, position.at) {
                outbox.push(frame.bytes());
            }
        }
    }

    /// A commit is stored.
    pub(crate) fn committed(&mut self, circle: CircleId, parent: CommitId, child: Child, now: Millis) {
        let (child_no, cut) = (child.child_no, child.cut);
        let Some(room) = self.circles.get_mut(&circle) else { return };
        room.add_commit(child.commit, parent, now);
        let mut frame = Encoded::new(ToClient::Commit { parent, child });
        for id in &room.streams {
            let Some(Stream { outbox, position: Some(position), .. }) = self.streams.get_mut(id) else { continue };
            let room_left = outbox.has_room() && position.is_open();
            let next = if position.at == parent {
                // Its entries first: the commit binds where they end.
                position.entries.reach(cut);
                position.children.offer(child_no, room_left && !position.entries.is_behind())
            } else {
                room_left && room.is_on_path(position.at, parent)
            };
            if next {
                outbox.push(frame.bytes());
            } else {
                outbox.nudge();
            }
        }
    }

    /// The stream hears of a mailbox; call [`Self::watched`] with what the store had after this call.
    pub(crate) fn watch(&mut self, id: StreamId, mailbox: MailboxId) -> Result<(), Problem> {
        let stream = self.streams.get_mut(&id).ok_or(Problem::new(Code::NotFound))?;
        if stream.watches.len() >= WATCHES && !stream.watches.contains_key(&mailbox) {
            return Err(Code::TooLarge.into());
        }
        stream.watches.insert(mailbox, Watch::default());
        self.watchers.entry(mailbox).or_default().insert(id);
        Ok(())
    }

    /// The mails that waited.
    pub(crate) fn watched(&mut self, id: StreamId, mailbox: MailboxId, mails: Vec<MailId>) {
        if let Some(stream) = self.streams.get_mut(&id)
            && let Some(watch) = stream.watches.get_mut(&mailbox)
        {
            watch.fetch.extend(mails);
            stream.outbox.nudge();
        }
    }

    /// A mail is stored.
    pub(crate) fn mailed(&mut self, mailbox: MailboxId, mail: WaitingMail) {
        let id = mail.mail;
        let mut frame = Encoded::new(ToClient::Mail { mailbox, mail });
        for watcher in self.watchers.get(&mailbox).into_iter().flatten() {
            let Some(stream) = self.streams.get_mut(watcher) else { continue };
            let Some(watch) = stream.watches.get_mut(&mailbox) else { continue };
            if !stream.outbox.has_room() {
                watch.fetch.push_back(id);
                stream.outbox.nudge();
            } else if watch.sent.insert(id) {
                stream.outbox.push(frame.bytes());
            }
        }
    }

    /// What to read for a stream next; none while its outbox is full or when it has everything.
    pub(crate) fn wants(&mut self, id: StreamId) -> Option<Want> {
        let stream = self.streams.get_mut(&id)?;
        if !stream.outbox.has_room() {
            return None;
        }
        if let Some(position) = &mut stream.position
            && let Some(want) = position.wants()
        {
            return Some(want);
        }
        for (mailbox, watch) in &mut stream.watches {
            while let Some(mail) = watch.fetch.pop_front() {
                if watch.sent.insert(mail) {
                    return Some(Want::Mail { mailbox: *mailbox, mail });
                }
            }
        }
        None
    }

    /// Entries that were wanted; none when the commit is gone, which closes the stream.
    pub(crate) fn give_entries(&mut self, id: StreamId, want: Want, page: Option<(Vec<Entry>, u32)>) {
        let Want::Entries { circle, at, known, .. } = want else { return };
        let Some((outbox, position)) = self.asked(id, circle, at) else { return };
        let Some((entries, total)) = page else { return outbox.close() };
        for entry in entries {
            if position.entries.offer(entry.n, true) {
                outbox.push(encoded(&ToClient::Entry { commit: at, entry }));
            }
        }
        position.entries.settle(total, known);
    }

    /// Children that were wanted; fewer than asked for means that there are no more.
    pub(crate) fn give_children(&mut self, id: StreamId, want: Want, children: Vec<Child>, more: bool) {
        let Want::Children { circle, at, known, from } = want else { return };
        let Some((outbox, position)) = self.asked(id, circle, at) else { return };
        let total = from + children.len() as u32 + u32::from(more);
        for child in children {
            // One whose entries came in after they were read waits for them.
            position.entries.reach(child.cut);
            if position.children.offer(child.child_no, !position.entries.is_behind()) {
                outbox.push(encoded(&ToClient::Commit { parent: at, child }));
            }
        }
        position.children.settle(total, known);
    }

    /// A mail that was wanted.
    pub(crate) fn give_mail(&mut self, id: StreamId, mailbox: MailboxId, mail: Option<WaitingMail>) {
        if let Some(mail) = mail {
            self.say(id, &ToClient::Mail { mailbox, mail });
        }
    }

    /// Lets old live frames go; call it each minute.
    pub(crate) fn tick(&mut self, now: Millis) {
        let numbers = &mut self.numbers;
        self.circles.retain(|id, room| {
            room.forget_old(now);
            let keep = !room.is_idle();
            if !keep && room.live_span().0 > 0 {
                numbers.insert(*id, room.live_span().0);
            }
            keep
        });
    }

    fn leave_circle(&mut self, id: StreamId, now: Millis) {
        let position = self.streams.get_mut(&id).and_then(|stream| stream.position.take());
        if let Some(position) = position
            && let Some(room) = self.circles.get_mut(&position.circle)
        {
            room.streams.remove(&id);
            room.forget_old(now);
        }
    }

    fn asked(&mut self, id: StreamId, circle: CircleId, at: CommitId) -> Option<(&mut Outbox, &mut Position)> {
        let stream = self.streams.get_mut(&id)?;
        let position = stream.position.as_mut().filter(|position| position.circle == circle && position.at == at)?;
        Some((&mut stream.outbox, position))
    }
}

/// A frame for several streams, encoded when the first needs it.
struct Encoded {
    frame: ToClient,
    bytes: Option<Bytes>,
}

impl Encoded {
    const fn new(frame: ToClient) -> Self {
        Self { frame, bytes: None }
    }

    fn bytes(&mut self) -> Bytes {
        self.bytes.get_or_insert_with(|| encoded(&self.frame)).clone()
    }
}

fn encoded(frame: &ToClient) -> Bytes {
    wire::encode(frame).into()
}

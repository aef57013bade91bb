//! One membership: a leaf of a circle, its box, and the device's fold of the circle's log.
//!
//! `protocol.md` section 2, "State machine of a leaf": LOAD is [`load`], SYNC is [`follow`], COMMIT is [`commit`],
//! ROTATE and the other duties are [`upkeep`]. Every flow holds [`Member::turn`] while it acts, so that inside one
//! device nothing interleaves; the state itself is borrowed only between awaits.

mod acts;
pub(crate) mod authority;
mod block;
mod boxed;
mod cannot_follow;
mod come_back;
mod commit;
mod compare;
mod core;
mod farewell;
mod fold;
mod follow;
mod held;
#[cfg(feature = "test-suite")]
pub(crate) mod hostile;
mod invites;
mod knocks;
mod let_back;
mod load;
mod outbox;
mod parted;
mod renew;
mod resend;
mod ring;
mod save;
mod shares;
mod stream;
mod taken;
mod upkeep;
mod verdict;
mod way_back;
mod work;

use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};

use circle::{DeviceId, MemberId};
use futures::{channel::mpsc, lock::Mutex};
use wire::{Day, Etag, Millis, Reason};

pub(crate) use self::{
    acts::body_of,
    authority::knock_bytes,
    boxed::{BoxState, JoiningBox, MemberBox, Pending, ReturningBox},
    commit::{internal, knock_key},
    compare::standing,
    core::{Core, Outgoing, Place, Start},
    fold::fold,
    follow::{Followed, bytes},
    held::Held,
    invites::{PreviewLetter, hex, unhex},
    knocks::{Knock, KnockLetter, Reply, may_greet},
    parted::Own,
    resend::seal_snapshot,
    upkeep::rank,
};
#[cfg(feature = "test-suite")]
pub(crate) use self::{let_back::ReturnLetter, ring::Record};
use crate::{
    account::{Home, Membership},
    app::App,
    card::Watch,
    command::{Command, Failure, Value},
    device::Kept,
    io::Io,
    removal::Told,
    suite::Suite,
    view::CircleState,
};

/// Rules that this client knows; a commit of a higher policy pauses it (protocol.md section 4).
pub(crate) const POLICY: u32 = 1;
/// This client's version for `min_client`.
pub(crate) const CLIENT: u32 = 1;

/// A membership and its tasks.
pub(crate) struct Member<S: Suite> {
    /// Local number.
    pub(crate) index: u32,
    pub(crate) io: Rc<Io>,
    pub(crate) device: DeviceId,
    membership: RefCell<Membership>,
    me: MemberId,
    /// One flow at a time.
    pub(crate) turn: Mutex<()>,
    pub(crate) state: Cell<CircleState>,
    pub(crate) core: RefCell<Option<Core<S>>>,
    pub(crate) connection: stream::Connection,
    pokes: RefCell<Option<mpsc::UnboundedSender<()>>>,
    /// The operator has suspended the circle: it can be read, and nothing is written.
    pub(crate) suspended: Cell<Option<Reason>>,
    /// Why this device is stuck.
    pub(crate) trouble: RefCell<Option<String>>,
    /// Entries that the device remembered from an earlier session.
    pub(crate) restored: RefCell<Vec<Kept>>,
    /// What is needed to come back when the box is lost.
    pub(crate) home: Cell<Option<Home>>,
    /// The records of the old box's ring lie beside the new box too.
    ring_moved: Cell<bool>,
    /// Which box was read last; [`Etag::NONE`] where there was none.
    pub(crate) last_read: Cell<Etag>,
    /// The way back whose mailbox was looked after last, and when.
    way_kept: Cell<Option<([u8; 32], Day)>>,
    /// The request to be let in again that this device has posted.
    asked_again: Cell<Option<Millis>>,
    /// When a log that does not fit was read again last.
    looked_again: Cell<Millis>,
    /// The stream told of more than the device could take up.
    behind: Cell<bool>,
    /// The latest work for a place in the log.
    worked: Cell<Option<work::Worked>>,
    /// What the device kept of the circle from an earlier session.
    pub(crate) held: RefCell<Option<Held>>,
    /// How far what the device keeps now reaches.
    held_mark: Cell<Option<held::Mark>>,
    /// What this device knows of the card that the server shows.
    pub(crate) card_watch: RefCell<Watch>,
    /// The person had to leave, and the vault does not say so yet.
    pub(crate) told: RefCell<Option<Told>>,
    pub(crate) app: Weak<App<S>>,
}

impl<S: Suite> Member<S> {
    pub(crate) fn new(app: &Rc<App<S>>, index: u32, membership: Membership) -> Rc<Self> {
        Rc::new(Self {
            index,
            io: Rc::clone(&app.io),
            device: app.device,
            home: Cell::new(membership.home),
            me: membership.member,
            membership: RefCell::new(membership),
            ring_moved: Cell::new(false),
            last_read: Cell::new(Etag::NONE),
            way_kept: Cell::new(None),
            asked_again: Cell::new(None),
            turn: Mutex::new(()),
            state: Cell::new(CircleState::Loading),
            core: RefCell::new(None),
            connection: stream::Connection::default(),
            pokes: RefCell::new(None),
            suspended: Cell::new(None),
            trouble: RefCell::new(None),
            restored: RefCell::default(),
            looked_again: Cell::new(Millis(0)),
            behind: Cell::new(false),
            worked: Cell::new(None),
            held: RefCell::default(),
            held_mark: Cell::new(None),
            card_watch: RefCell::default(),
            told: RefCell::default(),
            app: Rc::downgrade(app),
        })
    }

    /// Who the person is in this circle.
    pub(crate) const fn me(&self) -> MemberId {
        self.me
    }

    /// What the vault says of it, as far as this device acts by it.
    pub(crate) fn membership(&self) -> Membership {
        self.membership.borrow().clone()
    }

    /// Starts the tasks that follow the circle until the membership ends.
    pub(crate) fn start(self: &Rc<Self>, app: &App<S>) {
        let member = Rc::clone(self);
        app.spawn(async move { member.live().await });
    }

    /// Loads if need be, then follows the stream and does the duties; asks to be let in again where the place is lost.
    async fn live(self: Rc<Self>) {
        loop {
            match self.state.get() {
                CircleState::Loading => self.load_until_done().await,
                CircleState::Ready => {
                    let (sender, pokes) = mpsc::unbounded();
                    *self.pokes.borrow_mut() = Some(sender);
                    futures::future::join(self.follow_stream(), self.do_duties(pokes)).await;
                }
                CircleState::Returning => self.come_back().await,
                CircleState::Removed => return self.lay_down().await,
                CircleState::Left => return self.clear_up().await,
                CircleState::Stuck | CircleState::NeedsUpdate => return,
            }
        }
    }

    /// Carries out a command about this circle.
    pub(crate) async fn run(self: &Rc<Self>, command: Command) -> Result<Value, Failure> {
        if self.state.get() != CircleState::Ready {
            return Err(Failure::new("busy"));
        }
        acts::run(self, command).await
    }

    /// Reads the core. None while loading.
    pub(crate) fn with<T>(&self, read: impl FnOnce(&Core<S>) -> T) -> Option<T> {
        self.core.borrow().as_ref().map(read)
    }

    /// Changes the core. None while loading.
    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut Core<S>) -> T) -> Option<T> {
        self.io.changed();
        self.core.borrow_mut().as_mut().map(change)
    }

    pub(crate) fn now(&self) -> Millis {
        self.io.now()
    }

    /// Box and log do not fit together any more: from here only the others can let this leaf in again.
    pub(crate) fn lose_place(&self) {
        self.end(CircleState::Returning);
    }

    /// The session, which outlives its members.
    pub(crate) fn app(&self) -> Result<Rc<App<S>>, Failure> {
        self.app.upgrade().ok_or_else(|| Failure::new("not_signed_in"))
    }

    /// This device cannot follow the circle any more.
    pub(crate) fn give_up(&self, failure: &Failure) {
        *self.trouble.borrow_mut() = Some(failure.code.clone());
        self.end(CircleState::Stuck);
    }

    /// The membership ends here: nothing of it is followed any more.
    pub(crate) fn end(&self, state: CircleState) {
        self.state.set(state);
        self.close_stream();
        if matches!(state, CircleState::Left | CircleState::Removed) {
            self.change(|core| core.outbox.clear());
        }
        self.poke();
        self.io.changed();
    }

    /// The server has said whether the circle is suspended.
    pub(crate) fn note_suspension(&self, reason: Option<Reason>) {
        if self.suspended.replace(reason) != reason {
            self.io.changed();
        }
    }

    /// Has the duties looked at soon.
    pub(crate) fn poke(&self) {
        if let Some(pokes) = &*self.pokes.borrow() {
            let _ = pokes.unbounded_send(());
        }
    }

    pub(crate) fn is_over(&self) -> bool {
        !matches!(self.state.get(), CircleState::Loading | CircleState::Ready)
    }
}

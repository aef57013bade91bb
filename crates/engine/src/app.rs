//! Everything of one signed-in person on one device, and the table of commands.

use std::{
    cell::{Cell, OnceCell, RefCell},
    collections::BTreeMap,
    rc::Rc,
};

use circle::{DeviceId, MemberId};
use futures::{executor::LocalSpawner, lock::Mutex, task::LocalSpawnExt};

use crate::{
    account::{Account, Newcomer},
    command::{Command, ErrorCode, Failure, Outcome, Value},
    io::Io,
    join::Join,
    lock::Lock,
    member::Member,
    sheets::Sheets,
    suite::Suite,
};

/// The state that the tasks share.
pub(crate) struct App<S: Suite> {
    pub(crate) io: Rc<Io>,
    pub(crate) spawner: LocalSpawner,
    /// This device in every circle, as long as the engine lives.
    pub(crate) device: DeviceId,
    /// One act upon the account at a time.
    pub(crate) turn: Mutex<()>,
    pub(crate) account: RefCell<Option<Rc<Account>>>,
    pub(crate) starting: Cell<bool>,
    pub(crate) circles: RefCell<BTreeMap<u32, Rc<Member<S>>>>,
    pub(crate) next_circle: Cell<u32>,
    /// Local numbers of memberships that have ended in this session.
    pub(crate) ended: RefCell<BTreeMap<MemberId, u32>>,
    pub(crate) join: RefCell<Option<Rc<Join>>>,
    /// The shipped templates; read when they are first asked for.
    pub(crate) shipped: OnceCell<Vec<Rc<circle::Template>>>,
    /// Templates that were read from own files; one of the same id stands in for a shipped one.
    pub(crate) own_templates: RefCell<Vec<Rc<circle::Template>>>,
    /// Templates of this server's operator; none before they were asked for.
    pub(crate) served_templates: RefCell<Option<Vec<Rc<circle::Template>>>>,
    /// Seals what this device remembers; none on a shared device.
    pub(crate) device_key: RefCell<Option<seal::Key>>,
    /// The lock of this device, where there is one.
    pub(crate) lock: RefCell<Option<Lock>>,
    pub(crate) written_outbox: RefCell<Vec<u8>>,
    pub(crate) sheets: Sheets,
}

impl<S: Suite> App<S> {
    pub(crate) fn new(io: Rc<Io>, spawner: LocalSpawner) -> Rc<Self> {
        Rc::new(Self {
            device: DeviceId(io.bytes()),
            io,
            spawner,
            turn: Mutex::new(()),
            account: RefCell::new(None),
            starting: Cell::new(true),
            circles: RefCell::default(),
            next_circle: Cell::new(0),
            ended: RefCell::default(),
            join: RefCell::new(None),
            shipped: OnceCell::new(),
            own_templates: RefCell::default(),
            served_templates: RefCell::default(),
            device_key: RefCell::new(None),
            lock: RefCell::new(None),
            written_outbox: RefCell::default(),
            sheets: Sheets::default(),
        })
    }

    /// Nobody is signed in, and nothing is being looked for.
    pub(crate) fn rest(&self) {
        self.starting.set(false);
        self.io.changed();
    }

    /// Runs a task of its own for as long as the session lasts.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        // The pool outlives its tasks, so that spawning cannot fail.
        let _ = self.spawner.spawn_local(task);
    }

    pub(crate) fn account(&self) -> Result<Rc<Account>, Failure> {
        self.account.borrow().clone().ok_or_else(|| Failure::new("not_signed_in"))
    }

    pub(crate) fn circle(&self, index: u32) -> Result<Rc<Member<S>>, Failure> {
        self.circles.borrow().get(&index).cloned().ok_or_else(|| Failure::new("not_in_circle"))
    }

    /// Remembers under which local number a circle was shown.
    pub(crate) fn note_ended(&self, member: &Member<S>) {
        self.ended.borrow_mut().insert(member.me(), member.index);
    }

    /// Carries out a command.
    pub(crate) async fn run(self: &Rc<Self>, command: Command) -> Outcome {
        let result = match command.circle() {
            Some(circle) => match self.circle(circle) {
                Ok(member) => member.run(command).await,
                Err(failure) => Err(failure),
            },
            None => self.run_own(command).await,
        };
        self.io.changed();
        match result {
            Ok(value) => Outcome::Done(value),
            Err(Failure { code, retry_after_s }) => Outcome::Refused { error: ErrorCode(code), retry_after_s },
        }
    }

    /// The commands that belong to no circle.
    async fn run_own(self: &Rc<Self>, command: Command) -> Result<Value, Failure> {
        if self.is_locked()
            && matches!(command, Command::SignUp { .. } | Command::SignIn { .. } | Command::Recover { .. })
        {
            return Err(Failure::new("busy"));
        }
        match command {
            Command::MakePassphrase => Ok(self.make_passphrase()),
            Command::CheckPassphrase { phrase } => Ok(self.check_passphrase(&phrase)),
            Command::AskServer => self.ask_server().await,
            Command::SignUp { name, passphrase, shared_device, adult, code } => {
                self.sign_up(Newcomer { name, passphrase, shared_device, adult, code }).await
            }
            Command::SignIn { name, passphrase, shared_device } => {
                self.sign_in(&name, &passphrase, shared_device).await
            }
            Command::Recover { code, passphrase, shared_device } => {
                self.recover(&code, &passphrase, shared_device).await
            }
            Command::ChangePassphrase { old, new } => self.change_passphrase(&old, &new).await,
            Command::SignOut => Ok(self.sign_out()),
            Command::SetLock { passphrase, minutes } => self.set_lock(&passphrase, minutes).await,
            Command::ClearLock => self.clear_lock(),
            Command::SetSecondPin { pin } => self.set_second_pin(pin.as_deref()),
            Command::SaveNotes { text } => self.save_notes(&text),
            Command::Lock => self.lock_now(),
            Command::Unlock { passphrase } => self.unlock(&passphrase).await,
            Command::EraseAccount { passphrase, take_back } => self.erase_account(&passphrase, take_back).await,
            Command::AskWakeKey => self.ask_wake_key().await,
            Command::SetWakes { address, before } => self.set_wakes(address, &before).await,
            Command::EndWakes { address } => self.end_wakes(address).await,
            Command::Export => self.export(),
            Command::NewSheet => self.new_sheet(),
            Command::ReadSheet { sheet } => self.read_sheet(&sheet),
            Command::SaveSheet { sheet, title, text } => self.save_sheet(&sheet, &title, &text),
            Command::BurnSheet { sheet } => self.burn_sheet(&sheet).await,
            Command::LookAtSheets => self.look_at_sheets().await,
            Command::ListTemplates => self.list_templates().await,
            wishes @ Command::CreateCircle { .. } => self.found(wishes).await,
            Command::UseTemplate { structure, words } => Ok(self.use_template(&structure, &words)),
            Command::ReadInvite { fragment } => self.read_invite(&fragment).await,
            Command::Knock { name, words, shares_bond, accepts_pledge } => {
                self.knock(&name, &words, shares_bond, accepts_pledge).await
            }
            Command::CancelJoin => self.cancel_join().await,
            Command::PutAway { id } => self.put_away(&id).await,
            _ => Err(Failure::new("internal")),
        }
    }
}

impl Command {
    /// The circle that the command is about.
    #[expect(clippy::too_many_lines, reason = "a line for each command, so that none is forgotten")]
    pub fn circle(&self) -> Option<u32> {
        match self {
            Self::MakeInvite { circle, .. }
            | Self::RevokeInvite { circle, .. }
            | Self::AnswerKnock { circle, .. }
            | Self::Leave { circle }
            | Self::Rename { circle, .. }
            | Self::ServeAs { circle, .. }
            | Self::StandDown { circle, .. }
            | Self::Share { circle, .. }
            | Self::TapShare { circle, .. }
            | Self::TakeBack { circle, .. }
            | Self::Compare { circle, .. }
            | Self::Verify { circle, .. }
            | Self::Unverify { circle, .. }
            | Self::SameCircle { circle }
            | Self::SettleParted { circle, .. }
            | Self::Schedule { circle, .. }
            | Self::Round { circle, .. }
            | Self::Removal { circle, .. }
            | Self::Guest { circle, .. }
            | Self::Card { circle, .. }
            | Self::OpenMeeting { circle }
            | Self::Meeting { circle, .. }
            | Self::Say { circle, .. }
            | Self::Deed { circle, .. }
            | Self::ProposeTopic { circle, .. }
            | Self::AskHands { circle, .. }
            | Self::AnswerHands { circle, .. }
            | Self::TagTurn { circle, .. }
            | Self::TellMilestone { circle, .. }
            | Self::ShowDraft { circle, .. }
            | Self::WriteNote { circle, .. }
            | Self::AppealEjection { circle, .. }
            | Self::Corners { circle, .. }
            | Self::Block { circle, .. }
            | Self::TapTurn { circle, .. } => Some(*circle),
            Self::MakePassphrase
            | Self::CheckPassphrase { .. }
            | Self::AskServer
            | Self::SignUp { .. }
            | Self::SignIn { .. }
            | Self::Recover { .. }
            | Self::ChangePassphrase { .. }
            | Self::SignOut
            | Self::SetLock { .. }
            | Self::ClearLock
            | Self::SetSecondPin { .. }
            | Self::SaveNotes { .. }
            | Self::Lock
            | Self::Unlock { .. }
            | Self::EraseAccount { .. }
            | Self::AskWakeKey
            | Self::SetWakes { .. }
            | Self::EndWakes { .. }
            | Self::Export
            | Self::NewSheet
            | Self::ReadSheet { .. }
            | Self::SaveSheet { .. }
            | Self::BurnSheet { .. }
            | Self::LookAtSheets
            | Self::UseTemplate { .. }
            | Self::ListTemplates
            | Self::CreateCircle { .. }
            | Self::ReadInvite { .. }
            | Self::Knock { .. }
            | Self::CancelJoin
            | Self::PutAway { .. } => None,
        }
    }
}

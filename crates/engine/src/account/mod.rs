//! A person's account on this device: the open vault, and how it is kept up to date (protocol.md section 2).

mod change;
mod erase;
mod passphrase;
mod recover;
mod renewal;
mod sign_in;
mod sign_out;
mod sign_up;
mod vault;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use circle::MemberId;
use seal::{
    Leaf, SigningKey,
    account::VaultKey,
    box_::{BoxKey, make_box_id},
};
use wire::{
    Code, CodeSecret, Etag, LoginHash,
    account::{VaultGet, VaultPut},
};

pub(crate) use renewal::{OldBox, Renewal};
pub(crate) use sign_up::Newcomer;
pub(crate) use vault::{Compared, Home, Membership, Vault};

use crate::{
    api::CallError,
    app::App,
    command::Failure,
    device::is_over,
    io::Io,
    member::{Member, bytes},
    suite::Suite,
    view::CircleState,
};

/// How often a lost race for the vault is tried again.
const RACES: u32 = 8;
/// Pause (ms) between attempts while the server cannot be reached.
const PAUSE_MS: u64 = 3_000;

/// The open account.
pub(crate) struct Account {
    pub(crate) login: LoginHash,
    pub(crate) shared_device: bool,
    pub(crate) key: RefCell<VaultKey>,
    pub(crate) vault: RefCell<Vault>,
    pub(crate) etag: Cell<Etag>,
    /// The server had an older vault than this device, which has put back the newer one.
    pub(crate) put_back: Cell<bool>,
}

/// What became of writing the vault.
enum Written {
    Stored,
    /// Another device was faster, or the server already has what was sent, under this etag.
    Conflict(Etag),
}

impl Account {
    /// What has not been read from the server yet.
    pub(crate) fn unread(login: LoginHash, shared_device: bool, key: VaultKey) -> Self {
        Self {
            login,
            shared_device,
            key: RefCell::new(key),
            vault: RefCell::new(Vault::new(String::new(), CodeSecret([0; 32]))),
            etag: Cell::new(Etag::NONE),
            put_back: Cell::new(false),
        }
    }

    fn capability(&self) -> SigningKey {
        self.key.borrow().capability()
    }

    pub(crate) fn open(&self, blob: &[u8]) -> Result<Vault, Failure> {
        let opened = seal::account::open_vault(&self.key.borrow(), self.login, blob);
        let plain = opened.map_err(|_| Failure::new("vault_damaged"))?.plain;
        wire::decode(&plain).map_err(|_| Failure::new("vault_damaged"))
    }

    fn seal(&self, io: &Io, vault: &Vault) -> Result<Vec<u8>, Failure> {
        let plain = wire::encode(vault);
        let key = self.key.borrow();
        io.random(|rng| seal::account::seal_vault(&key, self.login, self.etag.get(), &plain, rng))
            .map_err(|_| Failure::new("vault_full"))
    }
}

impl Membership {
    /// A membership that nothing links to any other.
    pub(crate) fn make(io: &Io, leaf: &Leaf, own_name: &str) -> Self {
        Self {
            box_id: io.random(make_box_id),
            box_key: io.random(BoxKey::make),
            member: MemberId(leaf.member),
            signer: leaf.key.clone(),
            own_name: own_name.to_owned(),
            home: None,
            compared: Vec::new(),
            blocked: Vec::new(),
            renewal: None,
            due: false,
        }
    }
}

impl<S: Suite> App<S> {
    pub(crate) async fn add_membership(&self, membership: Membership) -> Result<(), Failure> {
        self.update_vault(|vault| vault.memberships.push(membership.clone())).await
    }

    /// Notes the way back of a membership.
    pub(crate) async fn set_home(&self, member: MemberId, home: Home) -> Result<(), Failure> {
        self.update_vault(|vault| {
            for membership in vault.memberships.iter_mut().filter(|membership| membership.member == member) {
                membership.home = Some(home);
            }
            vault.begin_renewals(&self.io);
        })
        .await
    }

    /// Changes the notes about whose keys were compared in the circle where the person is `me`.
    pub(crate) async fn note_compared(&self, me: MemberId, change: impl Fn(&mut Vec<Compared>)) -> Result<(), Failure> {
        let _turn = self.turn.lock().await;
        self.update_vault(|vault| {
            for membership in vault.memberships.iter_mut().filter(|membership| membership.member == me) {
                change(&mut membership.compared);
            }
        })
        .await
    }

    /// Whose keys the person has compared in the circle where they are `me`.
    pub(crate) fn compared(&self, me: MemberId) -> Vec<Compared> {
        let account = self.account.borrow();
        let vault = account.as_ref().map(|account| account.vault.borrow());
        let memberships = vault.as_ref().map(|vault| vault.memberships.as_slice()).unwrap_or_default();
        let found = memberships.iter().find(|membership| membership.member == me);
        found.map(|membership| membership.compared.clone()).unwrap_or_default()
    }

    /// Notes in the circle where the person is `me` that they have blocked somebody, or no longer.
    pub(crate) async fn note_blocked(&self, me: MemberId, change: impl Fn(&mut Vec<MemberId>)) -> Result<(), Failure> {
        let _turn = self.turn.lock().await;
        self.update_vault(|vault| {
            for membership in vault.memberships.iter_mut().filter(|membership| membership.member == me) {
                change(&mut membership.blocked);
            }
        })
        .await
    }

    /// Whether the vault, read anew, still lists the membership. Where another device has set a new passphrase, the
    /// session ends here.
    pub(crate) async fn still_lists(&self, member: MemberId) -> Result<bool, Failure> {
        let account = self.account()?;
        if let Err(failure) = self.refresh_vault(&account).await {
            if is_over(&failure) {
                drop(self.sign_out());
            }
            return Err(failure);
        }
        let vault = account.vault.borrow();
        Ok(!vault.erasing && vault.memberships.iter().any(|membership| membership.member == member))
    }

    /// Takes a membership out of the vault, then deletes its boxes. Until they are gone the vault has their keys.
    pub(crate) async fn remove_membership(&self, member: MemberId) -> Result<(), Failure> {
        self.update_vault(|vault| {
            vault.end_membership(member);
        })
        .await?;
        self.delete_ended().await
    }

    /// Deletes the boxes of memberships that are over, and what reminds of them.
    pub(crate) async fn delete_ended(&self) -> Result<(), Failure> {
        let ended = self.account()?.vault.borrow().ended.clone();
        if ended.is_empty() {
            return Ok(());
        }
        for old in &ended {
            self.delete_with_ring(old).await?;
        }
        self.update_vault(|vault| vault.ended.retain(|old| !ended.contains(old))).await
    }

    /// Tries until it is done; false where it never will be.
    pub(crate) async fn until_done(&self, act: impl AsyncFn() -> Result<(), Failure>) -> bool {
        while let Err(failure) = act().await {
            if !failure.passes() && !failure.is("busy") {
                return false;
            }
            self.io.sleep(PAUSE_MS).await;
        }
        true
    }

    /// The membership as this device last saw it in the vault.
    pub(crate) fn listed(&self, member: MemberId) -> Option<Membership> {
        let account = self.account().ok()?;
        let vault = account.vault.borrow();
        vault.memberships.iter().find(|membership| membership.member == member).cloned()
    }

    /// Notes that a membership has its new keys, and begins with the next that waits for some.
    pub(crate) async fn end_renewal(&self, member: MemberId, done: &Renewal) -> Result<(), Failure> {
        self.update_vault(|vault| {
            vault.end_renewal(member, done);
            vault.begin_renewals(&self.io);
        })
        .await
    }

    /// Changes the vault by compare-and-swap; the change is made again on what another device has written.
    pub(crate) async fn update_vault(&self, change: impl Fn(&mut Vault)) -> Result<(), Failure> {
        let account = self.account()?;
        for _ in 0..RACES {
            let mut vault = account.vault.borrow().clone();
            change(&mut vault);
            match self.write_vault(&account, vault).await? {
                Written::Stored => return Ok(()),
                Written::Conflict(etag) if self.refresh_vault(&account).await? == etag => return Ok(()),
                Written::Conflict(_) => {}
            }
        }
        Err(Failure::new("busy"))
    }

    /// Writes the next version of the vault over the one that was read last.
    async fn write_vault(&self, account: &Account, mut vault: Vault) -> Result<Written, Failure> {
        vault.version += 1;
        let blob = account.seal(&self.io, &vault)?;
        let etag = Etag::of(&blob);
        let put = VaultPut { login: account.login, if_match: account.etag.get(), vault: bytes(blob) };
        match self.io.call(&put, Some(&account.capability())).await {
            Ok(_) => {
                account.etag.set(etag);
                *account.vault.borrow_mut() = vault;
                self.remember_vault(account);
                Ok(Written::Stored)
            }
            Err(error) if error.code() == Some(Code::Conflict) => Ok(Written::Conflict(etag)),
            Err(error) => Err(error.into()),
        }
    }

    /// Reads the vault again; its etag. One that is older than what this device knows, or damaged, is overwritten: the
    /// server was set back, and circles joined since would be lost (protocol.md section 5.1, S4).
    pub(crate) async fn refresh_vault(&self, account: &Account) -> Result<Etag, Failure> {
        for _ in 0..RACES {
            let stored = self.io.call(&VaultGet { login: account.login }, Some(&account.capability())).await;
            let stored = stored.map_err(|error| match error {
                CallError::Problem(problem) if problem.code == Code::NotAuthorised => {
                    Failure::new("signed_out_elsewhere")
                }
                error => error.into(),
            })?;
            account.etag.set(stored.etag);
            let known = account.vault.borrow().version;
            match account.open(&stored.vault) {
                Ok(vault) if vault.version >= known => {
                    *account.vault.borrow_mut() = vault;
                    self.remember_vault(account);
                    return Ok(stored.etag);
                }
                Err(failure) if known == 0 => return Err(failure),
                Ok(_) | Err(_) => {}
            }
            let known = account.vault.borrow().clone();
            if let Written::Stored = self.write_vault(account, known).await? {
                account.put_back.set(true);
                self.io.changed();
                return Ok(account.etag.get());
            }
        }
        Err(Failure::new("busy"))
    }

    /// Reads the vault again, and follows the circles that it lists now; none when all is being erased.
    pub(crate) async fn follow_vault(self: &Rc<Self>) -> Result<(), Failure> {
        let account = self.account()?;
        self.refresh_vault(&account).await?;
        if account.vault.borrow().erasing {
            return Ok(());
        }
        let listed = account.vault.borrow().memberships.clone();
        let followed: Vec<_> = self.circles.borrow().values().cloned().collect();
        let is_listed = |member: &Member<S>| listed.iter().any(|one| one.member == member.me());
        for member in followed.iter().filter(|member| !is_listed(member)) {
            member.end(CircleState::Left);
            self.note_ended(member);
            self.forget_circle(member);
            self.circles.borrow_mut().remove(&member.index);
        }
        let is_new = |one: &Membership| followed.iter().all(|member| member.me() != one.member);
        for membership in listed.iter().filter(|one| is_new(one)) {
            self.start_member(membership.clone());
        }
        Ok(())
    }

    /// The account is open: every membership is loaded and followed.
    pub(crate) fn open_account(self: &Rc<Self>, account: Account) {
        let memberships = account.vault.borrow().memberships.clone();
        *self.account.borrow_mut() = Some(Rc::new(account));
        self.starting.set(false);
        for membership in memberships {
            self.start_member(membership);
        }
        self.spawn(Rc::clone(self).keep_sheets());
        let app = Rc::clone(self);
        self.spawn(async move {
            app.until_done(async || app.delete_ended().await).await;
        });
        self.io.changed();
    }

    fn start_member(self: &Rc<Self>, membership: Membership) {
        let member = Member::new(self, self.next_index(), membership);
        self.circles.borrow_mut().insert(member.index, Rc::clone(&member));
        member.start(self);
    }
}

//! What the acts of the protocol cost the devices of a circle: joining, letting in, letting go, rotating, catching up.
//!
//! Every member has made a commit of its own, so that the tree is as full as a living circle's. The devices of most
//! members are off, which changes nothing for the others: a commit is the same for every one of them.

use anyhow::{Context, Result, bail};
use engine::{
    Command,
    command::{Value, Welcome, Wish},
    view::{CircleState, CircleView},
};
use wire::{Request, circle::Commit, sealed_box::BoxPut};

use crate::{
    figures::{Samples, head, kb, ms, row},
    world::{Cost, DeviceId, SECOND, World},
};

const SIZES: [usize; 3] = [10, 50, 150];
/// How often somebody joins and leaves the full circle.
const COMINGS: usize = 5;
const DAYS: usize = 30;
/// After this time all duties are done: the last in the order of ranks had its turn, and the box is saved.
const QUIET: u64 = 30 * SECOND;
/// So long a duty or a message may take.
const PATIENCE: u64 = 120 * SECOND;
/// Newcomers per invite.
const USES: usize = 50;
const PHRASE: &str = "correct harbour velvet anthem quorum lattice";
const FRESH: &str = "fresh";

/// What several acts of one kind cost one device.
struct Bill {
    act: &'static str,
    work: Samples,
    sent: Samples,
    received: Samples,
    requests: Samples,
}

#[derive(Default)]
struct Bills {
    acts: Vec<Bill>,
    /// Requests with a commit that adds, removes, rotates.
    commits: [Samples; 3],
    /// Boxes saved before such a commit is sent, which have it inside.
    boxes_before: [Samples; 3],
    /// Boxes saved some time after somebody's commit.
    box_at_rest: Samples,
}

/// A circle in which a few devices are on.
struct Ring {
    world: World,
    keeper: DeviceId,
    /// A member who does nothing.
    witness: DeviceId,
    /// A member whose device is off for a month.
    away: DeviceId,
    /// A member who loses the device and signs in on a new one after a month.
    fresh: DeviceId,
    /// The one who comes and goes.
    guest: DeviceId,
    fragment: String,
}

pub(crate) fn run() -> Result<()> {
    println!("Real MLS in the real engine, native. Milliseconds are processor time of the device alone.");
    println!("Medians of {COMINGS} who came and went and of {DAYS} days; catching up is measured once.\n");
    head(&["members", "what a device does", "ms", "sent kB", "received kB", "requests"]);
    let mut sizes = Vec::new();
    for size in SIZES {
        crate::eprint(&format!("protocol: a circle of {size}"));
        let bills = measure(size)?;
        bills.acts.iter().for_each(|bill| bill.show(size));
        sizes.push((size, bills));
    }
    println!();
    head(&[
        "members",
        "commit that adds: kB",
        "that removes",
        "that rotates",
        "box save after a commit: kB",
        "before one that adds",
        "that removes",
        "that rotates",
    ]);
    for (size, bills) in &sizes {
        let [add, remove, rotate] = &bills.commits;
        let [before_add, before_remove, before_rotate] = &bills.boxes_before;
        let kinds = [add, remove, rotate, &bills.box_at_rest, before_add, before_remove, before_rotate];
        let cells = kinds.map(|kind| kb(kind.median()));
        row(&[&[size.to_string()], &cells[..]].concat());
    }
    Ok(())
}

fn measure(size: usize) -> Result<Bills> {
    let mut bills = Bills::default();
    let mut ring = gather(size)?;
    for _ in 0..COMINGS {
        ring.comes(&mut bills)?;
        ring.leaves(&mut bills)?;
    }
    join(&mut ring.world, ring.keeper, ring.guest, &ring.fragment, QUIET)?;
    ring.world.switch_off(ring.away);
    ring.world.lose(ring.fresh);
    ring.clear();
    ring.world.pass(QUIET)?;
    bills.add("nothing, for half a minute (part of every other row)", &ring.world.take_cost(ring.witness));
    for n in 0..COMINGS {
        ring.shares(n)?;
        bills.add("shares", &ring.world.take_cost(ring.keeper));
        bills.add("sees a share", &ring.world.take_cost(ring.witness));
    }
    for day in 0..DAYS {
        ring.world.next_day()?;
        ring.shares(day)?;
        let rotates = ring.world.take_cost(ring.keeper);
        bills.note(2, &rotates);
        bills.add("rotates: a day's first share, and the commit before it", &rotates);
        bills.add("sees a day's first share, and follows the commit", &ring.world.take_cost(ring.witness));
    }
    ring.catches_up(&mut bills)?;
    Ok(bills)
}

impl Ring {
    /// The guest joins, which makes the circle full.
    fn comes(&mut self, bills: &mut Bills) -> Result<()> {
        self.clear();
        join(&mut self.world, self.keeper, self.guest, &self.fragment, QUIET)?;
        let adds = self.world.take_cost(self.keeper);
        bills.note(0, &adds);
        bills.add("joins: from the invite to the first own commit", &self.world.take_cost(self.guest));
        bills.add("lets a newcomer in, and follows the newcomer's commit", &adds);
        bills.add("follows both commits of a newcomer", &self.world.take_cost(self.witness));
        Ok(())
    }

    /// The guest leaves again.
    fn leaves(&mut self, bills: &mut Bills) -> Result<()> {
        self.clear();
        let (guest, on) = (self.guest, [self.keeper, self.witness, self.away, self.fresh]);
        let index = circle(&self.world, guest).context("the guest is in no circle")?.index;
        let before = circle(&self.world, self.keeper).map_or(0, |circle| circle.members.len());
        self.world.done(guest, Command::Leave { circle: index })?;
        self.world.until(PATIENCE, "the guest is out", |world| {
            let fewer = |id| circle(world, id).is_some_and(|circle| circle.members.len() < before);
            on.iter().all(|id| fewer(*id)) && circle(world, guest).is_none_or(|c| c.state != CircleState::Ready)
        })?;
        self.world.pass(QUIET)?;
        for id in on {
            let cost = self.world.take_cost(id);
            if cost.bodies.contains_key(Commit::PATH) {
                bills.note(1, &cost);
                bills.add("lets a member go who left", &cost);
            } else {
                bills.add("follows the commit that lets a member go", &cost);
            }
        }
        Ok(())
    }

    /// The keeper shares something; everybody who is on sees it.
    fn shares(&mut self, n: usize) -> Result<()> {
        self.clear();
        let index = circle(&self.world, self.keeper).context("the keeper is in no circle")?.index;
        let text = format!("Share {n}: it was a long week, and a good one.");
        let command = Command::Share { circle: index, text: text.clone(), wish: Wish::JustListen, note: None };
        self.world.done(self.keeper, command)?;
        let on = [self.keeper, self.witness];
        self.world.until(PATIENCE, "the share is seen", |world| {
            let seen = |circle: &CircleView| {
                circle.shares.last().is_some_and(|share| share.text.as_ref() == Some(&text) && !share.sending)
            };
            on.iter().all(|id| circle(world, *id).is_some_and(seen))
        })?;
        self.world.pass(QUIET)
    }

    fn catches_up(&mut self, bills: &mut Bills) -> Result<()> {
        self.clear();
        let keeper = self.keeper;
        let knows = |world: &World, id| world.head(id).is_some() && world.head(id) == world.head(keeper);
        let away = self.away;
        self.world.switch_on(away);
        self.world.until(PATIENCE, "the device that was off knows all", |world| knows(world, away))?;
        bills.add("catches up with 30 daily commits, having been off", &self.world.take_cost(away));
        let new = self.world.device();
        self.world.pass(SECOND)?;
        let command = Command::SignIn { name: FRESH.to_owned(), passphrase: PHRASE.to_owned(), shared_device: true };
        self.world.done(new, command)?;
        self.world.until(PATIENCE, "the new device knows all", |world| knows(world, new))?;
        bills.add("signs in on a new device, with a box of 30 daily commits ago", &self.world.take_cost(new));
        Ok(())
    }

    /// What was before does not count.
    fn clear(&mut self) {
        for id in [self.keeper, self.witness, self.away, self.fresh, self.guest] {
            self.world.take_cost(id);
        }
    }
}

impl Bills {
    fn add(&mut self, act: &'static str, cost: &Cost) {
        let place = self.acts.iter().position(|bill| bill.act == act).unwrap_or(self.acts.len());
        if place == self.acts.len() {
            let [work, sent, received, requests] = Default::default();
            self.acts.push(Bill { act, work, sent, received, requests });
        }
        let bill = &mut self.acts[place];
        bill.work.add_time(cost.work);
        bill.sent.add_count(cost.sent);
        bill.received.add_count(cost.received);
        bill.requests.add_count(cost.requests);
    }

    /// Notes the sizes of a commit, and of the box before and after it.
    fn note(&mut self, kind: usize, cost: &Cost) {
        let of = |path| cost.bodies.get(path).map(Vec::as_slice).unwrap_or_default();
        for commit in of(Commit::PATH) {
            self.commits[kind].add_count(*commit);
        }
        // The largest holds the commit; the last is the box at rest.
        let boxes = of(BoxPut::PATH);
        if let (Some(largest), Some(last)) = (boxes.iter().max(), boxes.last()) {
            self.boxes_before[kind].add_count(*largest);
            self.box_at_rest.add_count(*last);
        }
    }
}

impl Bill {
    fn show(&self, size: usize) {
        row(&[
            size.to_string(),
            self.act.to_owned(),
            ms(self.work.median()),
            kb(self.sent.median()),
            kb(self.received.median()),
            format!("{:.0}", self.requests.median()),
        ]);
    }
}

/// A circle that its guest will make as large as `size`.
fn gather(size: usize) -> Result<Ring> {
    let mut world = World::new()?;
    let keeper = sign_up(&mut world, "keeper")?;
    let command = Command::CreateCircle {
        template: "steps-fellowship".to_owned(),
        name: "Evening lamp".to_owned(),
        my_name: "Keeper".to_owned(),
        bond: None,
        pledge: None,
        lang: "en".to_owned(),
        welcome: Welcome::Greeter,
        retention_days: 30,
        calendar: None,
    };
    world.done(keeper, command)?;
    let mut fragment = String::new();
    // All but the keeper, the three who are named below, and the guest.
    for n in 0..size - 5 {
        if n % USES == 0 {
            fragment = invite(&mut world, keeper)?;
        }
        let member = sign_up(&mut world, &format!("member {n}"))?;
        join(&mut world, keeper, member, &fragment, 5 * SECOND)?;
        world.lose(member);
    }
    let fragment = invite(&mut world, keeper)?;
    let mut devices = Vec::new();
    for name in ["witness", "away", FRESH] {
        let member = sign_up(&mut world, name)?;
        join(&mut world, keeper, member, &fragment, QUIET)?;
        devices.push(member);
    }
    let guest = sign_up(&mut world, "guest")?;
    let [witness, away, fresh] = devices[..] else { bail!("three devices were made") };
    Ok(Ring { world, keeper, witness, away, fresh, guest, fragment })
}

fn sign_up(world: &mut World, name: &str) -> Result<DeviceId> {
    let device = world.device();
    world.pass(SECOND)?;
    let (name, passphrase) = (name.to_owned(), PHRASE.to_owned());
    world.done(device, Command::SignUp { name, passphrase, shared_device: false, adult: true, code: None })?;
    Ok(device)
}

fn invite(world: &mut World, keeper: DeviceId) -> Result<String> {
    let command = Command::MakeInvite { circle: 0, uses: USES as u32, days: 7, words: String::new() };
    match world.done(keeper, command)? {
        Value::Link { fragment } => Ok(fragment),
        other => bail!("no link: {other:?}"),
    }
}

/// Knocks, is let in by the keeper, makes the first own commit.
fn join(world: &mut World, keeper: DeviceId, newcomer: DeviceId, fragment: &str, then: u64) -> Result<()> {
    world.done(newcomer, Command::ReadInvite { fragment: fragment.to_owned() })?;
    let name = format!("Somebody {newcomer:?}");
    world.done(newcomer, Command::Knock { name, words: String::new(), shares_bond: true, accepts_pledge: true })?;
    let knocks = |world: &World| circle(world, keeper).and_then(|circle| circle.knocks.first().map(|k| k.id.clone()));
    world.until(PATIENCE, "a knock", |world| knocks(world).is_some())?;
    let knock = knocks(world).context("no knock")?;
    world.done(keeper, Command::AnswerKnock { circle: 0, knock, admit: true })?;
    world.until(PATIENCE, "the newcomer is in", |world| {
        let joins = world.view(newcomer).and_then(|view| view.joining.as_ref().map(|joining| joining.stage));

        joins.is_none() && circle(world, newcomer).is_some_and(|circle| circle.state == CircleState::Ready)
    })?;
    world.pass(then)
}

/// The one circle of a device.
fn circle(world: &World, device: DeviceId) -> Option<&CircleView> {
    world.view(device)?.circles.last()
}

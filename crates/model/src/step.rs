//! What each action does: `load.rs`, `commit.rs`, `save.rs`, `come_back.rs` and `let_back.rs` of the engine.

use crate::{
    device::{Content, Core, Device, Etag, Followed},
    tree::{Draft, Facts, Kind, Leaf, Posted},
    world::{Action, Flight, State, World},
};

impl State {
    /// None where the action changes nothing or makes no sense any more.
    pub(crate) fn act(&mut self, world: &World, action: Action) -> Option<()> {
        match action {
            Action::Start(device) => self.devices[device] = Device::Asks(None, false),
            Action::Crash(device) => self.devices[device] = Device::Closed,
            Action::ReadBox(device) => self.read_box(world, device)?,
            Action::Load(device) => self.load(world, device)?,
            Action::Sync(device) => self.sync(world, device)?,
            Action::HearChild(device) => self.hear_child(world, device)?,
            Action::HearEntry(device) => {
                let mut core = self.open(device)?;
                core.hear_entry(&self.tree).then_some(())?;
                self.devices[device] = Device::Open(core);
            }
            Action::Build(device, facts) => self.build(world, device, facts)?,
            Action::SaveStaged(device, is_lost) => self.save_staged(world, device, is_lost)?,
            Action::Send(device, is_lost) => self.send(world, device, is_lost)?,
            Action::Save(device, is_lost) => self.save(world, device, is_lost)?,
            Action::Append(device) => {
                self.left.words -= 1;
                self.append(world, device, None)?;
            }
            Action::Leave(device) => self.leave(world, device)?,
            Action::NoteReturn(device) => self.note_return(world, device)?,
            Action::Ask(device) => self.ask(world, device)?,
            Action::Enter(device, is_lost) => self.enter(world, device, is_lost)?,
            Action::Arrive => self.arrive(world)?,
            Action::Garbage(parent) => {
                self.left.garbage -= 1;
                self.tree.post_garbage(parent, world.rules.swap).then_some(())?;
            }
            Action::Keep(leaf) => self.keep(world, leaf),
            Action::SetBack(leaf) => self.set_back(world, leaf)?,
        }
        Some(())
    }

    fn open(&self, device: usize) -> Option<Core> {
        match self.devices[device] {
            Device::Open(core) => Some(core),
            _ => None,
        }
    }

    fn read_box(&mut self, world: &World, device: usize) -> Option<()> {
        let Device::Asks(core, is_missing) = self.devices[device] else { return None };
        let leaf = world.leaf(device);
        let slot = self.boxes[usize::from(leaf)];
        let etag = Etag { now: true, kept: slot.kept_is_now };
        self.devices[device] = Device::Read(core, is_missing, slot.content, etag);
        Some(())
    }

    /// LOAD, or `reload` where the device remembers something.
    fn load(&mut self, world: &World, device: usize) -> Option<()> {
        let Device::Read(held, is_missing, content, etag) = self.devices[device] else { return None };
        let leaf = world.leaf(device);
        let Content::Member { tip, pending } = content else {
            self.lose_place(device, etag);
            return Some(());
        };
        let pending = pending.filter(|_| world.rules.resends_pending);
        let fresh = Core::at(tip, pending, etag);
        let Some(mut core) = held else {
            self.settle(world, device, fresh, None, etag);
            return Some(());
        };
        if !take_same_tip(&mut core, &fresh) {
            let followed = core.sync(&self.tree, leaf);
            if !take_same_tip(&mut core, &fresh) {
                if followed == Followed::BoxKnowsMore {
                    core = fresh;
                } else {
                    core.etag = etag;
                    core.unsaved = true;
                }
            }
        }
        self.settle(world, device, core, held.filter(|_| is_missing), etag);
        Some(())
    }

    /// `sync_all`: what becomes of a device that has just loaded `core`. `held` is what it remembered when it found
    /// that the box must know more; the engine asks eight times before it believes that the box does not.
    fn settle(&mut self, world: &World, device: usize, mut core: Core, held: Option<Core>, etag: Etag) {
        self.devices[device] = match core.sync(&self.tree, world.leaf(device)) {
            Followed::UpToDate => Device::Open(core),
            Followed::Over => Device::Over,
            Followed::BoxKnowsMore => {
                let place = |core: Core| (core.tip, core.pending);
                if held.map(place) == Some(place(core)) {
                    self.lose_place(device, etag);
                    return;
                }
                Device::Asks(Some(core), true)
            }
        };
    }

    fn lose_place(&mut self, device: usize, etag: Etag) {
        self.devices[device] = Device::Lost(etag);
        self.lost_place = true;
    }

    fn follow(&mut self, device: usize, core: Core, followed: Followed) {
        self.devices[device] = match followed {
            Followed::UpToDate => Device::Open(core),
            Followed::Over => Device::Over,
            Followed::BoxKnowsMore => Device::Asks(Some(core), true),
        };
    }

    fn sync(&mut self, world: &World, device: usize) -> Option<()> {
        let mut core = self.open(device)?;
        let followed = core.sync(&self.tree, world.leaf(device));
        self.follow(device, core, followed);
        Some(())
    }

    fn hear_child(&mut self, world: &World, device: usize) -> Option<()> {
        let mut core = self.open(device)?;
        let followed = core.hear_child(&self.tree, world.leaf(device))?;
        self.follow(device, core, followed);
        Some(())
    }

    fn build(&mut self, world: &World, device: usize, facts: Facts) -> Option<()> {
        let mut core = self.open(device)?;
        let author = world.leaf(device);
        if core.sync(&self.tree, author) != Followed::UpToDate || core.pending.is_some() {
            return None;
        }
        self.tree.circle(core.tip, core.have).admits(author, facts).then_some(())?;
        if facts == Facts::Rotate {
            self.left.rotations -= 1;
        }
        let mut draft = Draft { author, parent: core.tip, children: core.known, cut: core.have, facts, nonce: 0 };
        while self.mentions(draft) {
            draft.nonce += 1;
        }
        self.devices[device] = Device::Saving(core, draft);
        Some(())
    }

    /// Whether anybody still knows the commit: then another one needs another number.
    fn mentions(&self, draft: Draft) -> bool {
        let in_content =
            |content: &Content| matches!(content, Content::Member { pending, .. } if *pending == Some(draft));
        let in_device = |device: &Device| {
            device.core().is_some_and(|core| core.pending == Some(draft))
                || matches!(device, Device::Saving(_, staged) if *staged == draft)
                || matches!(device, Device::Read(_, _, content, _) if in_content(content))
        };
        self.tree.find(&draft).is_some()
            || self.boxes.iter().any(|slot| in_content(&slot.content) || slot.kept.as_ref().is_some_and(in_content))
            || self.devices.iter().any(in_device)
            || match &self.flight {
                Some(Flight::Put(_, _, content)) => in_content(content),
                Some(Flight::Post(posted)) => *posted == draft,
                None => false,
            }
    }

    fn save_staged(&mut self, world: &World, device: usize, is_lost: bool) -> Option<()> {
        let Device::Saving(mut core, draft) = self.devices[device] else { return None };
        let content = Content::Member { tip: core.tip, pending: Some(draft) };
        if is_lost {
            self.devices[device] = Device::Open(core);
            self.delay(Flight::Put(world.leaf(device), core.etag, content));
            return Some(());
        }
        self.devices[device] = match self.put(world, world.leaf(device), core.etag, content) {
            Some(etag) => {
                core.etag = etag;
                core.pending = Some(draft);
                Device::Open(core)
            }
            None => Device::Asks(Some(core), false),
        };
        Some(())
    }

    fn save(&mut self, world: &World, device: usize, is_lost: bool) -> Option<()> {
        let mut core = self.open(device)?;
        if is_lost {
            self.delay(Flight::Put(world.leaf(device), core.etag, core.content()));
            return Some(());
        }
        self.devices[device] = match self.put(world, world.leaf(device), core.etag, core.content()) {
            Some(etag) => {
                core.etag = etag;
                core.unsaved = false;
                Device::Open(core)
            }
            None => Device::Asks(Some(core), false),
        };
        Some(())
    }

    fn send(&mut self, world: &World, device: usize, is_lost: bool) -> Option<()> {
        let mut core = self.open(device)?;
        let (draft, at) = (core.pending?, core.tip);
        if draft.parent != at {
            core.pending = None;
            core.unsaved = true;
            self.devices[device] = Device::Open(core);
            return Some(());
        }
        if is_lost {
            self.delay(Flight::Post(draft));
            return Some(());
        }
        let posted = self.tree.post(draft, world.rules.swap);
        if posted == Posted::Full {
            return None;
        }
        let followed = core.sync(&self.tree, world.leaf(device));
        if posted == Posted::Conflict && core.tip == at {
            core.pending = None;
            core.unsaved = true;
        }
        self.follow(device, core, followed);
        Some(())
    }

    fn append(&mut self, world: &World, device: usize, leaves: Option<Leaf>) -> Option<()> {
        let mut core = self.open(device)?;
        let (at, n) = (core.tip, self.tree.append(core.tip, leaves));
        let children = self.tree.node(at).children.len() as u8;
        let judged = if world.rules.judges_before_it_folds { core.refused } else { core.known };
        let followed = if children <= judged && n <= core.have {
            core.have = core.have.max(n + 1);
            Followed::UpToDate
        } else {
            core.sync(&self.tree, world.leaf(device))
        };
        if core.tip == at && core.have > n {
            self.tree.settle(at, n);
        }
        self.follow(device, core, followed);
        Some(())
    }

    /// Gone when the entry is folded: it cannot be cut off any more. Where it was cut off the outbox sends it again.
    fn leave(&mut self, world: &World, device: usize) -> Option<()> {
        let leaf = world.leaf(device);
        let core = self.open(device)?;
        self.tree.circle(core.tip, core.have).is_active(leaf).then_some(())?;
        self.append(world, device, Some(leaf))?;
        let core = self.open(device)?;
        if !self.tree.circle(core.tip, core.have).is_active(leaf) {
            self.devices[device] = Device::Over;
        }
        Some(())
    }

    /// `note_in_box`.
    fn note_return(&mut self, world: &World, device: usize) -> Option<()> {
        let Device::Lost(judged) = self.devices[device] else { return None };
        let leaf = world.leaf(device);
        let slot = self.boxes[usize::from(leaf)];
        self.devices[device] = if let Content::Returning(request) = slot.content {
            let etag = Etag { now: true, kept: slot.kept_is_now };
            Device::Waiting { request, etag, asked: false }
        } else if judged.now {
            let request = 1 + self.last_request(leaf);
            let etag = self.put(world, leaf, judged, Content::Returning(request))?;
            Device::Waiting { request, etag, asked: false }
        } else {
            Device::Asks(None, false)
        };
        Some(())
    }

    /// The clock goes on: each request is later than the last.
    fn last_request(&self, leaf: Leaf) -> u8 {
        let slot = self.boxes[usize::from(leaf)];
        let in_content = |content: Content| match content {
            Content::Returning(request) => request,
            Content::Member { .. } => 0,
        };
        let in_box = in_content(slot.content).max(slot.kept.map_or(0, in_content));
        let posted = self.mails.iter().filter(|(from, _)| *from == leaf).map(|(_, request)| *request).max();
        let returned = self.tree.nodes.iter().filter_map(|node| match node.kind {
            Kind::Honest(Draft { facts: Facts::Return(from, request), .. }) if from == leaf => Some(request),
            _ => None,
        });
        in_box.max(posted.unwrap_or_default()).max(returned.max().unwrap_or_default())
    }

    fn ask(&mut self, world: &World, device: usize) -> Option<()> {
        let Device::Waiting { request, etag, asked: false } = self.devices[device] else { return None };
        let mail = (world.leaf(device), request);
        if !self.mails.contains(&mail) {
            self.mails.push(mail);
            self.mails.sort_unstable();
        }
        self.devices[device] = Device::Waiting { request, etag, asked: true };
        Some(())
    }

    /// `enter_again`: the new place is saved, and the box read once more.
    fn enter(&mut self, world: &World, device: usize, is_lost: bool) -> Option<()> {
        let Device::Waiting { request, etag, asked: true } = self.devices[device] else { return None };
        let leaf = world.leaf(device);
        let answer = |kind: Kind| matches!(kind, Kind::Honest(draft) if draft.facts == Facts::Return(leaf, request));
        let commit = self.tree.nodes.iter().position(|node| answer(node.kind))?;
        let content = Content::Member { tip: commit as u8, pending: None };
        if is_lost {
            self.delay(Flight::Put(leaf, etag, content));
            return Some(());
        }
        self.put(world, leaf, etag, content);
        self.devices[device] = Device::Asks(None, false);
        Some(())
    }

    fn delay(&mut self, flight: Flight) {
        self.left.delays -= 1;
        self.flight = Some(flight);
    }

    fn arrive(&mut self, world: &World) -> Option<()> {
        match self.flight.take()? {
            Flight::Put(leaf, etag, content) => {
                self.put(world, leaf, etag, content);
            }
            Flight::Post(draft) => {
                self.tree.post(draft, world.rules.swap);
            }
        }
        Some(())
    }

    /// Writes a box by compare-and-swap: the version that it has then.
    fn put(&mut self, world: &World, leaf: Leaf, if_match: Etag, content: Content) -> Option<Etag> {
        if !if_match.now {
            return None;
        }
        self.boxes[usize::from(leaf)].content = content;
        self.boxes[usize::from(leaf)].kept_is_now = false;
        self.each_etag(world, leaf, |etag| etag.now = false);
        Some(Etag { now: true, kept: false })
    }

    fn keep(&mut self, world: &World, leaf: Leaf) {
        self.left.keep = false;
        let slot = &mut self.boxes[usize::from(leaf)];
        slot.kept = Some(slot.content);
        slot.kept_is_now = true;
        self.each_etag(world, leaf, |etag| etag.kept = etag.now);
    }

    fn set_back(&mut self, world: &World, leaf: Leaf) -> Option<()> {
        let slot = &mut self.boxes[usize::from(leaf)];
        slot.content = slot.kept.take()?;
        slot.kept_is_now = false;
        self.each_etag(world, leaf, |etag| *etag = Etag { now: etag.kept, kept: false });
        Some(())
    }

    fn each_etag(&mut self, world: &World, leaf: Leaf, mut change: impl FnMut(&mut Etag)) {
        for (device, _) in self.devices.iter_mut().zip(&world.size.devices).filter(|(_, of)| **of == leaf) {
            device.etags().for_each(&mut change);
        }
        if let Some(Flight::Put(of, etag, _)) = &mut self.flight
            && *of == leaf
        {
            change(etag);
        }
    }
}

/// Where box and memory stand at the same commit, the box's pending commit becomes ours too.
fn take_same_tip(core: &mut Core, read: &Core) -> bool {
    let same = core.tip == read.tip;
    if same {
        core.etag = read.etag;
        core.pending = read.pending.or(core.pending);
    }
    same
}

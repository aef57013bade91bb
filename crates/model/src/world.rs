//! The whole world: the server, the devices, the network; what may happen next.

use stateright::{Model, Property};

use crate::{
    device::{Content, Core, Device, Etag},
    props,
    tree::{CommitNo, Draft, Facts, Leaf, Swap, Tree},
};

/// The rules of the protocol, each of which a control can take away.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    /// What the server compares.
    pub swap: Swap,
    /// A pending commit that is found in the box is sent again.
    pub resends_pending: bool,
    /// Before a device folds its own entry it judges every child that it has heard of.
    pub judges_before_it_folds: bool,
}

/// As the protocol has them.
pub const RULES: Rules = Rules {
    swap: Swap { many_children: true, on_cut: true, most_children: 64 },
    resends_pending: true,
    judges_before_it_folds: true,
};

/// How large a world is, and how much may go wrong in it. Crashes are never counted: they may come at any time.
#[derive(Debug, Clone)]
pub struct Size {
    /// The leaf of each device, in order.
    pub devices: Vec<Leaf>,
    /// Commits that nothing makes necessary. Removals and returns come on top.
    pub rotations: u8,
    /// Commits by an insider, each a child of any commit of the history.
    pub garbage: u8,
    /// Words, each appended by any device to the commit that it stands at.
    pub words: u8,
    /// Requests whose answer is lost: handled at once, later, or never.
    pub delays: u8,
    /// A leaf, of one device, that may leave.
    pub leaver: Option<Leaf>,
    /// A leaf whose box the server may once set back to an earlier version.
    pub set_back: Option<Leaf>,
}

/// A world in which rules of a choice hold.
#[derive(Debug, Clone)]
pub struct World {
    /// How large it is.
    pub size: Size,
    /// What holds in it.
    pub rules: Rules,
}

/// A box on the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot {
    /// What it shows.
    pub content: Content,
    /// An earlier version that the server has put aside.
    pub kept: Option<Content>,
    /// It is still the version that the box shows.
    pub kept_is_now: bool,
}

/// A request that was sent and not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flight {
    /// Writes a box.
    Put(Leaf, Etag, Content),
    /// Posts a commit.
    Post(Draft),
}

/// What is left of what may go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Left {
    /// See [`Size::rotations`].
    pub rotations: u8,
    /// See [`Size::garbage`].
    pub garbage: u8,
    /// See [`Size::words`].
    pub words: u8,
    /// See [`Size::delays`].
    pub delays: u8,
    /// The server may still put a version aside.
    pub keep: bool,
}

/// The world at one moment.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct State {
    /// The log.
    pub tree: Tree,
    /// One for each leaf.
    pub boxes: Vec<Slot>,
    /// In the order of [`Size::devices`], those of one leaf sorted.
    pub devices: Vec<Device>,
    /// At most one request is under way without anybody waiting for it.
    pub flight: Option<Flight>,
    /// Requests to be let in again that lie in the mailbox.
    pub mails: Vec<(Leaf, u8)>,
    /// What may still go wrong.
    pub left: Left,
    /// A pending commit was given up while it could still be the first valid child.
    pub gave_up: bool,
    /// A leaf has lost its place.
    pub lost_place: bool,
}

/// Something that happens at one moment: a request with its answer, a thought, a misfortune.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// A device starts.
    Start(usize),
    /// A device crashes, between any two of its steps.
    Crash(usize),
    /// It reads its box.
    ReadBox(usize),
    /// It looks at the log with what it has read.
    Load(usize),
    /// SYNC, to the end.
    Sync(usize),
    /// Takes the next child from the stream.
    HearChild(usize),
    /// Takes the next entry from the stream.
    HearEntry(usize),
    /// Builds a commit on a copy, after a SYNC.
    Build(usize, Facts),
    /// Saves the box with the commit that it has built; true: the answer is lost.
    SaveStaged(usize, bool),
    /// Sends the pending commit; true: the answer is lost.
    Send(usize, bool),
    /// Saves the box that is behind; true: the answer is lost.
    Save(usize, bool),
    /// Appends words.
    Append(usize),
    /// Appends its leave entry, and is gone once that is folded.
    Leave(usize),
    /// The box is judged lost: notes the request to come back there.
    NoteReturn(usize),
    /// Posts the mail with that request.
    Ask(usize),
    /// Finds the answer to it, enters and saves the box; true: the answer to the save is lost.
    Enter(usize, bool),
    /// The server handles a request that nobody waits for any more.
    Arrive,
    /// An insider posts garbage.
    Garbage(CommitNo),
    /// The server puts a version of the box aside.
    Keep(Leaf),
    /// The server shows the version that it has put aside.
    SetBack(Leaf),
}

impl Action {
    /// Whether it goes on by itself once nothing new is begun and nothing goes wrong any more. A device sends what is
    /// pending before it saves what is behind; the other order comes of a network that fails in between.
    pub fn is_duty(&self, state: &State) -> bool {
        match self {
            Self::Start(_)
            | Self::ReadBox(_)
            | Self::Load(_)
            | Self::Sync(_)
            | Self::HearChild(_)
            | Self::HearEntry(_)
            | Self::NoteReturn(_)
            | Self::Ask(_)
            | Self::Arrive => true,
            Self::Build(_, facts) => !matches!(facts, Facts::Rotate),
            Self::SaveStaged(_, is_lost) | Self::Send(_, is_lost) | Self::Enter(_, is_lost) => !*is_lost,
            Self::Save(device, is_lost) => {
                !*is_lost && state.devices[*device].core().is_some_and(|core| core.pending.is_none())
            }
            Self::Crash(_) | Self::Append(_) | Self::Leave(_) | Self::Garbage(_) | Self::Keep(_) | Self::SetBack(_) => {
                false
            }
        }
    }
}

impl World {
    /// By the rules of the protocol.
    pub const fn new(size: Size) -> Self {
        Self { size, rules: RULES }
    }

    /// The leaf of a device.
    pub fn leaf(&self, device: usize) -> Leaf {
        self.size.devices[device]
    }

    fn facts(&self, device: usize, state: &State, core: &Core) -> Vec<Facts> {
        let circle = state.tree.circle(core.tip, core.have);
        let leaver = self.size.leaver.filter(|leaf| *leaf != self.leaf(device)).map(Facts::Remove);
        let returns = state.mails.iter().filter(|(leaf, _)| *leaf != self.leaf(device));
        let duties = leaver.into_iter().chain(returns.map(|(leaf, request)| Facts::Return(*leaf, *request)));
        let rotation = (state.left.rotations > 0).then_some(Facts::Rotate);
        let wanted = duties.filter(|facts| circle.admits(self.leaf(device), *facts));
        wanted.chain(rotation).collect()
    }

    fn acts_of(&self, device: usize, state: &State, actions: &mut Vec<Action>) {
        let delays: &[bool] = if state.left.delays > 0 && state.flight.is_none() { &[false, true] } else { &[false] };
        match &state.devices[device] {
            Device::Over => return,
            Device::Closed => return actions.push(Action::Start(device)),
            Device::Asks(..) => actions.push(Action::ReadBox(device)),
            Device::Read(..) => actions.push(Action::Load(device)),
            Device::Saving(..) => actions.extend(delays.iter().map(|lost| Action::SaveStaged(device, *lost))),
            Device::Lost(_) => actions.push(Action::NoteReturn(device)),
            Device::Waiting { asked: false, .. } => actions.push(Action::Ask(device)),
            Device::Waiting { .. } => actions.extend(delays.iter().map(|lost| Action::Enter(device, *lost))),
            Device::Open(core) => {
                let (node, known) = (state.tree.node(core.tip), usize::from(core.known));
                let (has_child, has_entry) = (known < node.children.len(), core.have < node.length());
                actions.extend(has_child.then_some(Action::HearChild(device)));
                actions.extend(has_entry.then_some(Action::HearEntry(device)));
                if has_child || has_entry || core.refused < core.known {
                    actions.push(Action::Sync(device));
                }
                if core.pending.is_some() {
                    actions.extend(delays.iter().map(|lost| Action::Send(device, *lost)));
                } else {
                    let facts = self.facts(device, state, core);
                    actions.extend(facts.into_iter().map(|facts| Action::Build(device, facts)));
                }
                if core.unsaved {
                    actions.extend(delays.iter().map(|lost| Action::Save(device, *lost)));
                }
                if state.left.words > 0 {
                    actions.push(Action::Append(device));
                }
                if self.size.leaver == Some(self.leaf(device)) {
                    actions.push(Action::Leave(device));
                }
            }
        }
        actions.push(Action::Crash(device));
    }
}

impl Model for World {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        let leaves = self.size.devices.iter().max().map_or(0, |leaf| usize::from(*leaf) + 1);
        let content = Content::Member { tip: 0, pending: None };
        let Size { rotations, garbage, words, delays, set_back, .. } = self.size;
        vec![State {
            tree: Tree::default(),
            boxes: vec![Slot { content, kept: None, kept_is_now: false }; leaves],
            devices: vec![Device::Closed; self.size.devices.len()],
            flight: None,
            mails: Vec::new(),
            left: Left { rotations, garbage, words, delays, keep: set_back.is_some() },
            gave_up: false,
            lost_place: false,
        }]
    }

    fn actions(&self, state: &State, actions: &mut Vec<Action>) {
        for device in 0..state.devices.len() {
            self.acts_of(device, state, actions);
        }
        if state.flight.is_some() {
            actions.push(Action::Arrive);
        }
        if state.left.garbage > 0 {
            actions.extend(state.tree.history().into_iter().map(Action::Garbage));
        }
        if let Some(leaf) = self.size.set_back {
            if state.left.keep {
                actions.push(Action::Keep(leaf));
            }
            if state.boxes[usize::from(leaf)].kept.is_some() {
                actions.push(Action::SetBack(leaf));
            }
        }
    }

    /// None where the action changes nothing.
    fn next_state(&self, before: &State, action: Action) -> Option<State> {
        let mut state = before.clone();
        state.act(self, action)?;
        state.gave_up |= props::gives_up(self, before, &state, action);
        state.sort(&self.size.devices);
        (state != *before).then_some(state)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always(props::ONE_HISTORY, |_, state| props::one_history(state)),
            Property::always(props::HONEST_IS_HISTORY, |_, state| props::honest_is_history(state)),
            Property::always(props::ACKNOWLEDGED_COUNTS, |_, state| props::acknowledged_counts(state)),
            Property::always(props::NEVER_GIVEN_UP, |_, state: &State| !state.gave_up),
            Property::always(props::PLACE_KEPT, |world: &Self, state: &State| {
                world.size.set_back.is_some() || !state.lost_place
            }),
        ]
    }
}

impl State {
    /// Devices of one leaf are alike: which of them is which does not matter.
    fn sort(&mut self, leaves: &[Leaf]) {
        for chunk in leaves.chunk_by(|a, b| a == b).scan(0, |from, chunk| {
            let range = *from..*from + chunk.len();
            *from = range.end;
            Some(range)
        }) {
            self.devices[chunk].sort_unstable();
        }
    }
}

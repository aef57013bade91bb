//! Founding a circle and forgetting one.

use std::rc::Rc;

use circle::{Charter, Circle, NewMember, Template, Text, Welcoming};
use seal::{Context, Group, Leaf};
use wire::{CircleId, Etag, Hash, circle::Found, pow::Stamp};

use crate::{
    account::Membership,
    api::CallError,
    app::App,
    command::{Calendar, Command, Failure, Value, Welcome},
    member::{
        BoxState, CLIENT, Core, Member, MemberBox, POLICY, Pending, Start, bytes, internal, knock_key, seal_snapshot,
    },
    suite::Suite,
    view::CircleState,
};

/// What the founder chose; `None` means the template's own text.
struct Wishes {
    template: String,
    name: String,
    my_name: String,
    bond: Option<String>,
    pledge: Option<String>,
    lang: String,
    welcome: Welcome,
    retention_days: u8,
    calendar: Option<Calendar>,
}

impl<S: Suite> App<S> {
    /// [`Command::CreateCircle`].
    pub(crate) async fn found(self: &Rc<Self>, command: Command) -> Result<Value, Failure> {
        let Command::CreateCircle { template, name, my_name, bond, pledge, lang, welcome, retention_days, calendar } =
            command
        else {
            return Err(Failure::new("internal"));
        };
        let wishes = Wishes { template, name, my_name, bond, pledge, lang, welcome, retention_days, calendar };
        self.create_circle(wishes).await
    }

    /// Founds a circle: vault, then box, then server.
    async fn create_circle(self: &Rc<Self>, wishes: Wishes) -> Result<Value, Failure> {
        let _turn = self.turn.lock().await;
        let known = self.templates().into_iter().map(|(_, template)| template);
        let template = known.into_iter().find(|template| template.id == wishes.template);
        let charter = charter(&*template.ok_or_else(|| Failure::new("template_unknown"))?, &wishes);
        let leaf = self.io.random(Leaf::make);
        let membership = Membership::make(&self.io, &leaf, wishes.my_name.trim());
        let founder = NewMember {
            id: membership.member,
            key: leaf.key.public(),
            name: wishes.my_name.trim().to_owned(),
            pledge: charter.pledge_hash(),
        };
        let knock = knock_key(&self.io);
        let circle = Circle::found(founder, charter, knock).map_err(|faults| fault(&faults))?;
        let (core, found) = self.genesis(leaf, circle)?;
        let member = Member::<S>::new(self, self.next_index(), membership.clone());
        self.add_membership(membership).await?;
        let state = MemberBox {
            circle: core.id,
            tip: core.tip,
            group: bytes(core.group.store()),
            signer: core.leaf.key.clone(),
            earlier: Vec::new(),
            since: core.since,
            pending: Some(Pending::Found(Box::new(found.clone()))),
            warm: true,
            notice: None,
        };
        *member.core.borrow_mut() = Some(core);
        member.save_ring().await?;
        let plain = wire::encode(&BoxState::Member(Box::new(state)));
        let etag = member.put_box(Etag::NONE, &plain).await?.ok_or_else(|| Failure::new("busy"))?;
        let key = member.with(|core| core.secrets.access.clone());
        if let Err(error) = self.io.call(&found, key.as_ref()).await {
            if let CallError::Problem(_) = error {
                // Nothing was founded, and nothing will be: neither vault nor box may wait for it.
                self.remove_membership(member.me()).await?;
            }
            return Err(error.into());
        }
        member.change(|core| {
            core.etag = etag;
            core.unsaved = true;
        });
        member.state.set(CircleState::Ready);
        let index = member.index;
        self.circles.borrow_mut().insert(index, Rc::clone(&member));
        member.start(self);
        Ok(Value::NewCircle { circle: index })
    }

    /// The own membership is over: nothing of it stays in vault or box.
    pub(crate) async fn forget_membership(&self, index: u32) -> Result<(), Failure> {
        let Some(member) = self.circles.borrow_mut().remove(&index) else { return Ok(()) };
        member.end(CircleState::Left);
        self.forget_circle(&member);
        self.remove_membership(member.me()).await
    }

    pub(crate) fn next_index(&self) -> u32 {
        self.next_circle.replace(self.next_circle.get() + 1)
    }

    fn genesis(&self, leaf: Leaf, circle: Circle) -> Result<(Core<S>, Found), Failure> {
        let id = CircleId(self.io.bytes());
        let context = Context {
            policy: POLICY,
            min_client: CLIENT,
            cut: 0,
            log_head: Hash::ZERO,
            root: circle.root(),
            knock: circle.knock().public.clone(),
        };
        let group = self.io.random(|rng| S::Group::found(id, &leaf, &context, rng)).map_err(internal)?;
        let secrets = group.secrets().map_err(internal)?;
        let access = secrets.access.public();
        let tip = seal::commit::genesis_id(id, access);
        let snapshot = seal_snapshot(&secrets.content, id, tip, &circle, group.tree());
        let stamp = Stamp::find(self.io.today(), id.as_bytes());
        let found = Found { circle: id, commit: tip, access, snapshot: bytes(snapshot), stamp };
        let (etag, since, warm) = (Etag::NONE, self.io.today(), true);
        let mut core = Core::new(Start { leaf, device: self.device, group, secrets, tip, circle, etag, since, warm });
        core.ring_tip();
        Ok((core, found))
    }
}

fn charter(template: &Template, wishes: &Wishes) -> Charter {
    let own = |text: &Option<String>, default: &Text| {
        text.as_deref().map_or_else(|| default.clone(), |text| Text::new(&wishes.lang, text.trim()))
    };
    let base = &template.charter;
    Charter {
        name: wishes.name.trim().to_owned(),
        bond: own(&wishes.bond, &base.bond),
        pledge: own(&wishes.pledge, &base.pledge),
        welcome: wishes.welcome.into(),
        retention_days: wishes.retention_days,
        calendar: wishes.calendar.map_or(base.calendar, Into::into),
        ..base.clone()
    }
}

fn fault(faults: &[circle::CharterFault]) -> Failure {
    use circle::CharterFault;
    Failure::new(match faults.first() {
        Some(CharterFault::Name) => "circle_name_unusable",
        Some(CharterFault::Founder) => "name_unusable",
        Some(CharterFault::Text(_)) => "text_too_long",
        _ => "internal",
    })
}

impl From<Welcome> for Welcoming {
    fn from(welcome: Welcome) -> Self {
        match welcome {
            Welcome::Open => Self::Open,
            Welcome::Greeter => Self::Greeter,
        }
    }
}

impl From<Calendar> for circle::Calendar {
    fn from(calendar: Calendar) -> Self {
        match calendar {
            Calendar::Gregorian => Self::Gregorian,
            Calendar::Hijri => Self::Hijri,
        }
    }
}

impl From<circle::Calendar> for Calendar {
    fn from(calendar: circle::Calendar) -> Self {
        match calendar {
            circle::Calendar::Gregorian => Self::Gregorian,
            circle::Calendar::Hijri => Self::Hijri,
        }
    }
}

impl From<Welcoming> for Welcome {
    fn from(welcome: Welcoming) -> Self {
        match welcome {
            Welcoming::Open => Self::Open,
            Welcoming::Greeter => Self::Greeter,
        }
    }
}

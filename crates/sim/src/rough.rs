//! A meeting whose people drop out, come late, and act before they have heard of each other.

use std::collections::{BTreeMap, BTreeSet};

use engine::{
    Command, Suite,
    command::{Act, Deed, EjectReason},
    view::{Carrying, CircleView, MeetingAct, MeetingView, Place},
};
use server_store::Store;

use crate::{
    At, Crash, DeviceId, Weather, World,
    meetings::{Seen, offers},
};

/// So many stay whatever happens: two clocks that agree, and one to listen. All of them may be at the door.
const LEAST: usize = 3;

/// Who is still there, and who may have to leave.
struct Company {
    here: Vec<DeviceId>,
    /// Who they are: a device that was switched off tells nobody.
    names: BTreeMap<DeviceId, String>,
    /// So often somebody said that somebody has to leave.
    ejecting: usize,
}

impl<S: Suite, D: Store + Clone> World<S, D> {
    /// So many things that happen at random, in any weather. Devices lose the network, the holder's and the keeper's first
    /// of all, and come back or not; others crash, or are switched off and on; who has not arrived comes late; several act
    /// on the same state. Gives those who stay, all of them with a network again, under a clear sky.
    ///
    /// # Panics
    /// When the meeting has nobody to keep it, or a device cannot follow.
    pub fn mingle_roughly(&mut self, people: &[DeviceId], happenings: u32, seen: &mut Seen) -> Vec<DeviceId> {
        if self.random.chance(50) {
            self.weather = Weather::STORM;
        }
        let names = people.iter().filter_map(|device| Some((*device, self.me(*device)?))).collect();
        let mut company = Company { here: people.to_vec(), names, ejecting: 0 };
        for _ in 0..happenings {
            match self.random.below(14) {
                0 | 1 => self.drop_out(&mut company, seen),
                2 => self.come_back(&company, seen),
                3 => self.switch_off_and_on(&company, seen),
                4 => self.come_late(&company, seen),
                5 => self.go_to_corners(&company, seen),
                6 | 7 => self.race(&mut company, seen),
                8 => self.race_for_one_thing(&company, seen),
                _ => self.one_acts(&mut company, seen),
            }
            let pause = self.random.below(3_000);
            self.pass(pause);
            self.look(people, seen);
            self.somebody_keeps_it(people);
            self.nobody_is_stuck();
        }
        self.weather = Weather::FAIR;
        for device in &company.here {
            self.call_off_crash(*device);
            self.set_online(*device, true);
        }
        company.here
    }

    fn drop_out(&mut self, company: &mut Company, seen: &mut Seen) {
        let (Some(anybody), Some(witness)) = (self.any(&company.here), self.any(&company.here)) else { return };
        let meeting = self.meeting(witness).map(|(_, meeting)| meeting);
        let holder = meeting.and_then(|meeting| meeting.turn.as_ref()).map(|turn| turn.holder.clone());
        let keeper = meeting.map(|meeting| meeting.keeper.clone());
        let (what, member) = match self.random.below(3) {
            0 => ("holder dropped out", holder),
            1 => ("keeper dropped out", keeper),
            _ => ("somebody dropped out", None),
        };
        let named = company.here.iter().copied().find(|device| member.is_some() && self.me(*device) == member);
        let device = named.unwrap_or(anybody);
        self.set_online(device, false);
        seen.count(what);
        if self.random.chance(30) && Self::can_spare_one(company) {
            company.here.retain(|other| *other != device);
            seen.gone.extend(company.names.get(&device).cloned());
        }
    }

    fn come_back(&mut self, company: &Company, seen: &mut Seen) {
        for device in &company.here {
            if !self.devices[device.0].online && self.random.chance(60) {
                self.set_online(*device, true);
                seen.count("came back");
            }
        }
    }

    fn switch_off_and_on(&mut self, company: &Company, seen: &mut Seen) {
        let Some(device) = self.any(&company.here) else { return };
        if self.random.chance(50) {
            self.restart_device(device);
            seen.count("switched off and on");
            return;
        }
        let at = self.random.pick(&[At::Request, At::Timer, At::Write]).copied().unwrap_or(At::Request);
        let crash = Crash { at, number: self.random.below(4) as u32, done: self.random.chance(50) };
        self.crash_at(device, crash);
        seen.count("crashes soon");
    }

    /// Whoever keeps draws corners, or sends people into those that were drawn.
    fn go_to_corners(&mut self, company: &Company, seen: &mut Seen) {
        let breaks_out = |meeting: &MeetingView| meeting.acts.contains(&MeetingAct::With(Carrying::BreakOut));
        let keeper = company.here.iter().find_map(|device| {
            let (circle, meeting) = self.meeting(*device).filter(|(_, meeting)| breaks_out(meeting))?;
            Some((*device, circle.index, meeting.clone()))
        });
        let Some((device, circle, meeting)) = keeper else { return };
        if let Some(command) = self.carry_words(circle, &meeting, Carrying::BreakOut) {
            seen.count(if meeting.gathering.draw.is_some() { "sent into corners" } else { "drew corners" });
            self.command(device, command);
        }
    }

    /// At the door, mostly while it is shut.
    fn come_late(&mut self, company: &Company, seen: &mut Seen) {
        let outside = |meeting: &MeetingView| meeting.my_place == Place::Outside && offers(meeting, Act::Arrive);
        let late = company.here.iter().find_map(|device| {
            let (circle, meeting) = self.meeting(*device).filter(|(_, meeting)| outside(meeting))?;
            Some((*device, circle.index, meeting.turn.is_some()))
        });
        if let Some((device, circle, in_turn)) = late {
            seen.count(if in_turn { "came in a turn" } else { "came late" });
            self.command(device, Command::Meeting { circle, act: Act::Arrive });
        }
    }

    /// Several do something, each as they see the meeting, before anybody hears of it.
    fn race(&mut self, company: &mut Company, seen: &mut Seen) {
        for _ in 0..2 + self.random.below(3) {
            self.one_acts(company, seen);
        }
        seen.count("raced");
    }

    /// Everybody to whom it is offered does the same, before anybody hears of it.
    fn race_for_one_thing(&mut self, company: &Company, seen: &mut Seen) {
        let offered = |world: &Self, device: DeviceId| {
            let acts = world.meeting(device).map(|(_, meeting)| meeting.acts.clone()).unwrap_or_default();
            let all = acts.into_iter().filter_map(|act| if let MeetingAct::Act(act) = act { Some(act) } else { None });
            all.filter(|act| !matches!(act, Act::Close | Act::Depart)).collect::<Vec<_>>()
        };
        let mut racers: BTreeMap<String, (Act, Vec<DeviceId>)> = BTreeMap::new();
        for device in &company.here {
            for act in offered(self, *device) {
                racers.entry(format!("{act:?}")).or_insert((act, Vec::new())).1.push(*device);
            }
        }
        let contested: Vec<_> = racers.into_values().filter(|(_, racers)| racers.len() > 1).collect();
        let Some((act, racers)) = self.random.pick(&contested).cloned() else { return };
        for device in &racers {
            let Some((circle, _)) = self.meeting(*device) else { continue };
            let command = Command::Meeting { circle: circle.index, act };
            seen.note(&command);
            self.command(*device, command);
        }
        seen.count("raced for one thing");
    }

    fn one_acts(&mut self, company: &mut Company, seen: &mut Seen) {
        let Some(device) = self.any(&company.here) else { return };
        let Some((circle, _)) = self.meeting(device) else { return };
        let circle = circle.clone();
        let somebody_goes = self.random.chance(10) && Self::can_spare_one(company);
        let command = if somebody_goes { self.say_that_somebody_goes(&circle) } else { self.any_act(&circle) };
        let Some(command) = command.filter(|command| !departs(command)) else { return };
        company.ejecting += usize::from(matches!(command, Command::Deed { deed: Deed::Eject { .. }, .. }));
        seen.note(&command);
        self.command(device, command);
    }

    /// Whether enough stay without any one of them, inside or at the door.
    const fn can_spare_one(company: &Company) -> bool {
        company.here.len() > LEAST + company.ejecting
    }

    fn say_that_somebody_goes(&mut self, circle: &CircleView) -> Option<Command> {
        let meeting = circle.meeting.as_ref()?;
        let keeps = meeting.gathering.deeds.iter().any(|deed| matches!(deed, Deed::Pause { .. }));
        let others: Vec<&String> = meeting.present.iter().filter(|member| **member != circle.me).collect();
        let member = (*self.random.pick(&others)?).clone();
        let deed = Deed::Eject { member, reason: EjectReason::Disturbing };
        keeps.then_some(Command::Deed { circle: circle.index, deed })
    }

    /// On every device that sees a meeting its keeper is in it.
    fn somebody_keeps_it(&self, people: &[DeviceId]) {
        for device in people {
            let Some((_, meeting)) = self.meeting(*device) else { continue };
            let here: BTreeSet<&String> = meeting.present.iter().chain(&meeting.waiting).collect();
            assert!(here.contains(&meeting.keeper), "{device:?} sees a keeper who is not here: {meeting:#?}");
        }
    }

    fn any(&mut self, devices: &[DeviceId]) -> Option<DeviceId> {
        self.random.pick(devices).copied()
    }

    fn me(&self, device: DeviceId) -> Option<String> {
        self.ready(device).first().map(|circle| circle.me.clone())
    }
}

/// Whoever departs may leave too few inside; that people do and come again is tried where nobody drops out.
const fn departs(command: &Command) -> bool {
    matches!(command, Command::Meeting { act: Act::Depart, .. })
}

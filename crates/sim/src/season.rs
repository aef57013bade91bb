//! A season: people sign up, found circles, join, meet, switch devices off and lose them, all in bad weather; then the
//! sky clears, and everybody must agree.

use engine::{Command, Suite, command::Welcome, view::CircleState};
use server_store::Store;

use crate::{At, Crash, DeviceId, Weather, World, ops::MINUTE};

/// How large a season is.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// People, at least one.
    pub people: u64,
    /// Circles, at least one.
    pub circles: u64,
    /// Random acts.
    pub acts: u64,
}

impl Plan {
    /// A plan drawn from a seed: up to `people` people in up to three circles.
    pub fn drawn<S: Suite, D: Store + Clone>(world: &mut World<S, D>, people: u64) -> Self {
        let random = &mut world.random;
        Self { people: 2 + random.below(people - 1), circles: 1 + random.below(3), acts: 30 + random.below(60) }
    }
}

impl<S: Suite, D: Store + Clone> World<S, D> {
    /// Lives through a season and lets the sky clear.
    pub fn season(&mut self, plan: Plan) {
        let people: Vec<DeviceId> = (0..plan.people).map(|n| self.sign_up(&format!("person{n}"))).collect();
        let links = self.found_circles(&people, plan.circles);
        self.weather = Weather::STORM;
        for n in 0..plan.acts {
            self.something(&links, n);
            let pause = self.random.below(8_000);
            self.pass(pause);
        }
        self.clear_up();
    }

    /// The same with two devices for each person, crashes in the middle of things, and half of the devices cut off from
    /// time to time.
    ///
    /// # Panics
    /// When somebody is told that a circle cannot be followed.
    pub fn rough_season(&mut self, plan: Plan) {
        let people: Vec<DeviceId> = (0..plan.people).map(|n| self.sign_up(&format!("person{n}"))).collect();
        let links = self.found_circles(&people, plan.circles);
        for person in &people {
            let other = self.another_device(*person);
            self.sign_in(other);
            self.try_to_join(*person, &links);
        }
        self.pass(MINUTE);
        self.weather = Weather::STORM;
        for n in 0..plan.acts {
            match self.random.below(10) {
                0..=3 => self.crash_somebody(),
                4 => self.cut_half_off(),
                _ => self.something(&links, n),
            }
            let pause = self.random.below(8_000);
            self.pass(pause);
            self.nobody_is_stuck();
        }
        for device in self.living() {
            self.call_off_crash(device);
        }
        self.clear_up();
    }

    fn crash_somebody(&mut self) {
        let living = self.living();
        let Some(device) = self.random.pick(&living).copied() else { return };
        let at = self.random.pick(&[At::Request, At::Timer, At::Write]).copied().unwrap_or(At::Request);
        let crash = Crash { at, number: self.random.below(8) as u32, done: self.random.chance(50) };
        self.crash_at(device, crash);
        self.stir();
    }

    /// Whoever was cut off is back, and others are.
    fn cut_half_off(&mut self) {
        for device in self.living() {
            let online = self.random.chance(50);
            self.set_online(device, online);
        }
    }

    pub(crate) fn nobody_is_stuck(&self) {
        for device in self.living() {
            let mut circles = self.view(device).into_iter().flat_map(|view| &view.circles);
            if let Some(circle) = circles.find(|circle| circle.state == CircleState::Stuck) {
                let why = self.devices[device.0].engine.trouble(circle.index);
                panic!("{device:?} is stuck in circle {}: {why:?}", circle.index);
            }
        }
    }

    /// Everybody is online, the network is good, and enough time passes for every duty.
    pub fn clear_up(&mut self) {
        self.weather = Weather::FAIR;
        for device in self.living() {
            self.set_online(device, true);
        }
        self.pass(6 * MINUTE);
    }

    /// What is wrong, if anything: devices that disagree about a circle, that are stuck, or that hold unsent entries.
    pub fn disagreements(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        let mut heads = std::collections::BTreeMap::new();
        for device in self.living() {
            for (circle, head) in self.heads(device) {
                let (first, expected) = *heads.entry(circle).or_insert((device, head));
                if head != expected {
                    wrong.push(format!("{device:?} has {head:?} of {circle:?}, {first:?} has {expected:?}"));
                }
            }
            for circle in self.view(device).into_iter().flat_map(|view| &view.circles) {
                if matches!(circle.state, CircleState::Stuck | CircleState::Loading | CircleState::Returning) {
                    let why = self.devices[device.0].engine.trouble(circle.index);
                    wrong.push(format!("{device:?} is {:?} in circle {}: {why:?}", circle.state, circle.index));
                }
                if circle.outbox > 0 {
                    let state = circle.state;
                    wrong.push(format!("{device:?} still has {} entries to send, {state:?}", circle.outbox));
                }
            }
        }
        wrong
    }

    fn found_circles(&mut self, people: &[DeviceId], circles: u64) -> Vec<String> {
        let mut links = Vec::new();
        for n in 0..circles {
            let Some(founder) = self.random.pick(people).copied() else { continue };
            let template = if self.random.chance(50) { "steps-fellowship" } else { "grief-circle" };
            let circle = self.found(founder, template, &format!("Circle {n}"), Welcome::Open);
            links.extend(self.invite(founder, circle, 100));
        }
        links
    }

    fn something(&mut self, links: &[String], n: u64) {
        let living = self.living();
        let Some(device) = self.random.pick(&living).copied() else { return };
        match self.random.below(100) {
            0..=17 => self.try_to_join(device, links),
            18..=20 => self.leave_a_circle(device),
            21..=25 => {
                let online = !self.devices[device.0].online;
                self.set_online(device, online);
            }
            26..=28 => self.add_a_device(device),
            29..=30 => self.lose_a_device(device),
            31 => self.restart_server(),
            32 if n.is_multiple_of(3) => {
                let hours = 1 + self.random.below(30);
                self.pass(hours * 60 * MINUTE);
            }
            33 => self.restart_device(device),
            _ => self.stir(),
        }
    }

    fn try_to_join(&mut self, device: DeviceId, links: &[String]) {
        let busy = self.view(device).is_none_or(|view| view.joining.is_some());
        if busy || !self.devices[device.0].online {
            return;
        }
        if let Some(link) = self.random.pick(links).cloned() {
            self.ask_in(device, &link);
        }
    }

    fn leave_a_circle(&mut self, device: DeviceId) {
        let ready: Vec<u32> = self.ready(device).iter().filter(|c| c.members.len() > 1).map(|c| c.index).collect();
        if let Some(circle) = self.random.pick(&ready).copied() {
            self.command(device, Command::Leave { circle });
        }
    }

    fn add_a_device(&mut self, device: DeviceId) {
        if self.living().len() < 24 {
            let other = self.another_device(device);
            self.sign_in(other);
        }
    }

    /// A device is lost; its person signs in on another one.
    fn lose_a_device(&mut self, device: DeviceId) {
        let other = self.another_device(device);
        self.lose(device);
        self.sign_in(other);
    }
}

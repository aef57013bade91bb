//! What people do in the world: as a script, or at random.

use engine::{
    Command, Head, Outcome, Suite,
    command::{Tap, Value, Welcome, Wish},
    view::{CircleState, CircleView},
};
use server_store::Store;

use crate::{DeviceId, World};

/// A minute.
pub const MINUTE: u64 = 60_000;

/// The passphrase of somebody who signed up under `name`.
pub fn passphrase(name: &str) -> String {
    format!("{name} correct harbour velvet anthem quorum lattice")
}

impl<S: Suite, D: Store + Clone> World<S, D> {
    /// Somebody new, signed up.
    ///
    /// # Panics
    /// When the server refuses.
    pub fn sign_up(&mut self, name: &str) -> DeviceId {
        self.sign_up_at(crate::ServerId::default(), name)
    }

    /// The same at another server.
    ///
    /// # Panics
    /// When the server refuses.
    pub fn sign_up_at(&mut self, server: crate::ServerId, name: &str) -> DeviceId {
        let words = passphrase(name);
        let device = self.device(name, &words);
        self.serve_from(device, server);
        let command =
            Command::SignUp { name: name.to_owned(), passphrase: words, shared_device: false, adult: true, code: None };
        let outcome = self.run(device, command, 5 * MINUTE);
        assert!(matches!(outcome, Some(Outcome::Done(_))), "{name} could not sign up: {outcome:?}");
        device
    }

    /// What a device's person signed up with.
    pub fn passphrase(&self, device: DeviceId) -> String {
        self.devices[device.0].person.1.clone()
    }

    /// Signs the person in on a device where nobody is.
    pub fn sign_in(&mut self, device: DeviceId) -> Option<Outcome> {
        let (name, passphrase) = self.devices[device.0].person.clone();
        self.run(device, Command::SignIn { name, passphrase, shared_device: false }, 5 * MINUTE)
    }

    /// Founds a circle; its local index.
    ///
    /// # Panics
    /// When it cannot be founded.
    pub fn found(&mut self, device: DeviceId, template: &str, name: &str, welcome: Welcome) -> u32 {
        let my_name = self.devices[device.0].person.0.clone();
        let command = Command::CreateCircle {
            template: template.to_owned(),
            name: name.to_owned(),
            my_name,
            bond: None,
            pledge: None,
            lang: "en".to_owned(),
            welcome,
            retention_days: 30,
            calendar: None,
        };
        match self.run(device, command, 5 * MINUTE) {
            Some(Outcome::Done(Value::NewCircle { circle })) => circle,
            other => panic!("no circle: {other:?}"),
        }
    }

    /// Makes an invite; the link's fragment.
    pub fn invite(&mut self, device: DeviceId, circle: u32, uses: u32) -> Option<String> {
        let command = Command::MakeInvite { circle, uses, days: 7, words: "Come in.".to_owned() };
        match self.run(device, command, 5 * MINUTE) {
            Some(Outcome::Done(Value::Link { fragment })) => Some(fragment),
            _ => None,
        }
    }

    /// Reads an invite and knocks under the person's name; does not wait.
    pub fn ask_in(&mut self, device: DeviceId, fragment: &str) -> bool {
        let read = self.run(device, Command::ReadInvite { fragment: fragment.to_owned() }, MINUTE);
        if !matches!(read, Some(Outcome::Done(_))) {
            return false;
        }
        let name = self.devices[device.0].person.0.clone();
        let knock = Command::Knock { name, words: String::new(), shares_bond: true, accepts_pledge: true };
        matches!(self.run(device, knock, MINUTE), Some(Outcome::Done(_)))
    }

    /// Joins and waits until the circle is there.
    ///
    /// # Panics
    /// When it is not there after ten minutes.
    pub fn join(&mut self, device: DeviceId, fragment: &str) {
        let before = self.view(device).map_or(0, |view| view.circles.len());
        assert!(self.ask_in(device, fragment), "could not knock");
        let there = self.until(10 * MINUTE, |world| {
            world.view(device).is_some_and(|view| view.joining.is_none() && view.circles.len() > before)
        });
        assert!(there, "not let in: {:?}", self.view(device).map(|view| &view.joining));
    }

    /// People who sign up, and one circle of all of them; the first has founded it.
    ///
    /// # Panics
    /// When somebody does not get in.
    pub fn circle_of<const N: usize>(&mut self, names: [&str; N]) -> [DeviceId; N] {
        self.circle_under("steps-fellowship", names)
    }

    /// The same under another template.
    ///
    /// # Panics
    /// When somebody does not get in.
    pub fn circle_under<const N: usize>(&mut self, template: &str, names: [&str; N]) -> [DeviceId; N] {
        let people = names.map(|name| self.sign_up(name));
        let [founder, newcomers @ ..] = people.as_slice() else { return people };
        let circle = self.found(*founder, template, "Friday circle", Welcome::Open);
        let link = self.invite(*founder, circle, 20).expect("a link");
        for newcomer in newcomers {
            self.join(*newcomer, &link);
        }
        self.pass(MINUTE);
        people
    }

    /// Shares a text in the device's only circle; does not wait.
    ///
    /// # Panics
    /// When it is in none.
    pub fn say(&mut self, device: DeviceId, text: &str) {
        let circle = self.ready(device)[0].index;
        let (text, wish) = (text.to_owned(), Wish::JustListen);
        self.command(device, Command::Share { circle, text, wish, note: None });
    }

    /// Where the device stands in its only circle.
    ///
    /// # Panics
    /// When it is in none.
    pub fn head(&self, device: DeviceId) -> Head {
        self.heads(device).into_values().next().expect("a circle")
    }

    /// The circles that a device shows as ready.
    pub fn ready(&self, device: DeviceId) -> Vec<&CircleView> {
        let circles = self.view(device).map(|view| view.circles.iter().collect::<Vec<_>>()).unwrap_or_default();
        circles.into_iter().filter(|circle| circle.state == CircleState::Ready).collect()
    }

    /// One random act of a random device.
    pub fn stir(&mut self) {
        let living = self.living();
        let Some(device) = self.random.pick(&living).copied() else { return };
        let ready: Vec<CircleView> = self.ready(device).into_iter().cloned().collect();
        let Some(circle) = self.random.pick(&ready).cloned() else { return };
        match self.random.below(10) {
            0 => self.share(device, &circle),
            1 => self.tap_or_take_back(device, &circle),
            2 => {
                let roles: Vec<String> = circle.roles.iter().filter(|r| r.can_serve).map(|r| r.id.clone()).collect();
                if let Some(role) = self.random.pick(&roles).cloned() {
                    self.command(device, Command::ServeAs { circle: circle.index, role });
                }
            }
            3 if circle.can_open_meeting => {
                self.command(device, Command::OpenMeeting { circle: circle.index });
            }
            _ => self.act_in_meeting(device, &circle),
        }
    }

    fn share(&mut self, device: DeviceId, circle: &CircleView) {
        let text = format!("share {}", self.random.below(1_000_000));
        let note = Some("a heavy day".to_owned());
        self.command(device, Command::Share { circle: circle.index, text, wish: Wish::JustListen, note });
    }

    fn tap_or_take_back(&mut self, device: DeviceId, circle: &CircleView) {
        let sent: Vec<_> = circle.shares.iter().filter(|share| !share.sending).cloned().collect();
        let Some(share) = self.random.pick(&sent).cloned() else { return };
        let circle = circle.index;
        if share.is_mine {
            self.command(device, Command::TakeBack { circle, share: share.id });
        } else {
            self.command(device, Command::TapShare { circle, share: share.id, tap: Tap::Heard });
        }
    }
}

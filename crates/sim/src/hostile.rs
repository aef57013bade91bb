//! What no honest device would ask of the server.

use engine::{Suite, Turncoat};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use seal::{SigningKey, group::Forge};
use server_store::Store;
use wire::{Code, Day, Problem, circle::Commit, pow};

use crate::{DeviceId, World};

impl<S: Suite, D: Store + Clone> World<S, D> {
    /// Sends what no honest device would, with the keys of one: signed by its circle's access key.
    ///
    /// # Errors
    /// The server's refusal; [`wire::Code::Internal`] when the device is not in that circle.
    pub fn misuse<R: wire::Request>(
        &mut self,
        device: DeviceId,
        circle: wire::CircleId,
        request: &R,
    ) -> Result<R::Response, wire::Problem> {
        let body = wire::encode(request);
        let auth = self.devices[device.0].engine.sign_as_hostile(circle, R::PATH, &body);
        self.ask(device, R::PATH, auth, body)
    }

    /// Sends a request under any key, past the network.
    ///
    /// # Errors
    /// The server's refusal.
    pub fn pose_by<R: wire::Request>(&mut self, key: &SigningKey, request: &R) -> Result<R::Response, Problem> {
        let body = wire::encode(request);
        let mut rng = ChaCha20Rng::from_seed(self.random.seed());
        let proof = key.prove(R::PATH, &body, Day::of(self.now()), &mut rng);
        self.ask(DeviceId(0), R::PATH, Some(proof.to_header()), body)
    }

    /// Asks the server of a device, past the network.
    fn ask<T>(&mut self, of: DeviceId, path: &str, auth: Option<String>, body: Vec<u8>) -> Result<T, Problem>
    where
        T: for<'b> minicbor::Decode<'b, ()>,
    {
        let (status, answer) = self.runtime.block_on(self.server_of(of).ask(path, auth, body));
        self.drain_streams();
        let unreadable = |_| Problem::new(Code::Internal);
        if status == 200 {
            return wire::decode(&answer).map_err(unreadable);
        }
        Err(wire::decode(&answer).unwrap_or_else(unreadable))
    }

    /// All that the device's member knows of its only circle, in hostile hands.
    ///
    /// # Panics
    /// When it is in none.
    pub fn turncoat(&mut self, device: DeviceId) -> Turncoat<S> {
        let circle = self.ready(device)[0].index;
        let rng = ChaCha20Rng::from_seed(self.random.seed());
        self.devices[device.0].engine.turn(circle, Box::new(rng)).expect("a member of it")
    }
}

impl<S: Suite<Group: Forge>, D: Store + Clone> World<S, D> {
    /// Sends a request under the keys that a turncoat has.
    ///
    /// # Errors
    /// The server's refusal.
    pub fn pose<R: wire::Request>(&mut self, who: &mut Turncoat<S>, request: &R) -> Result<R::Response, Problem> {
        let body = wire::encode(request);
        let auth = who.sign(R::PATH, &body, Day::of(self.now())).to_header();
        self.ask(DeviceId(0), R::PATH, Some(auth), body)
    }

    /// Posts a commit with the work that its place costs; whether the server took it.
    pub fn post(&mut self, who: &mut Turncoat<S>, mut commit: Commit) -> bool {
        for _ in 0..8 {
            match self.pose(who, &commit) {
                Ok(_) => return true,
                Err(Problem { code: Code::Work, bits: Some(bits), .. }) => {
                    let subject = pow::child_subject(commit.circle, commit.parent, commit.n_children);
                    commit.stamp = pow::Stamp::search(Day::of(self.now()), &subject, bits, 0, u64::MAX);
                }
                Err(Problem { code: Code::Conflict, parent: Some(stands), .. }) if stands.entries == commit.cut => {
                    commit.n_children = stands.children;
                }
                Err(_) => return false,
            }
        }
        false
    }
}

//! A person at a real client. Every step waits until its effect can be seen; none waits for time to pass.

use std::{path::PathBuf, sync::Arc, time::Duration};

use client::Client;
use engine::{
    Command, Outcome,
    command::{Act, Value, Welcome},
    view::{CircleState, CircleView, JoinStage, MeetingView, Place, Session, View},
};
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_mins(2);

/// Somebody who acts.
pub struct Person {
    client: Client,
    /// Sign-in name.
    pub name: String,
    /// What opens the account.
    pub passphrase: String,
    /// What was printed at sign-up.
    pub code: String,
}

impl Person {
    /// Signs up with a passphrase of one's own choice.
    pub async fn sign_up(server: &str, name: &str, passphrase: &str, store: Option<PathBuf>) -> Self {
        let mut person = Self::nobody(server, store).await;
        let command = Command::SignUp {
            name: name.to_owned(),
            passphrase: passphrase.to_owned(),
            shared_device: false,
            adult: true,
            code: None,
        };
        let Value::Recovery { recovery_code, .. } = person.done(command).await else { panic!("no code") };
        (person.name, person.passphrase, person.code) = (name.to_owned(), passphrase.to_owned(), recovery_code);
        person
    }

    /// Signs up with drawn words.
    pub async fn new(server: &str, name: &str) -> Self {
        let nobody = Self::nobody(server, None).await;
        let Value::Words { words } = nobody.done(Command::MakePassphrase).await else { panic!("no words") };
        Self::sign_up(server, name, &words, None).await
    }

    /// Signs in on another device.
    pub async fn sign_in(server: &str, name: &str, passphrase: &str) -> Self {
        let mut person = Self::nobody(server, None).await;
        let (name, passphrase) = (name.to_owned(), passphrase.to_owned());
        (person.name, person.passphrase) = (name.clone(), passphrase.clone());
        person.done(Command::SignIn { name, passphrase, shared_device: false }).await;
        person
    }

    /// A device that has just been switched on.
    pub fn nobody_yet(server: &str, store: Option<PathBuf>) -> Self {
        let client = Client::connect(server, store).unwrap();
        Self { client, name: String::new(), passphrase: String::new(), code: String::new() }
    }

    /// A device on which nobody is signed in.
    pub async fn nobody(server: &str, store: Option<PathBuf>) -> Self {
        let person = Self::nobody_yet(server, store);
        person.sees("nobody signed in", |view| view.session == Session::SignedOut).await;
        person
    }

    /// Waits for a view.
    pub async fn sees(&self, what: &str, is_so: impl Fn(&View) -> bool) -> Arc<View> {
        let mut view = self.client.view();
        let found = timeout(PATIENCE, view.wait_for(|view| is_so(view))).await;
        let Ok(view) = found else {
            panic!("{} never sees {what}; the last view was {:#?}", self.name, self.view());
        };
        Arc::clone(&view.unwrap())
    }

    /// The present view.
    pub fn view(&self) -> Arc<View> {
        Arc::clone(&self.client.view().borrow())
    }

    /// Carries out a command that must succeed.
    pub async fn done(&self, command: Command) -> Value {
        let told = format!("{command:?}");
        match self.tries(command).await {
            Outcome::Done(value) => value,
            refused @ Outcome::Refused { .. } => panic!("{}: {told}: {refused:?}", self.name),
        }
    }

    /// Carries out a command, whatever comes of it.
    pub async fn tries(&self, command: Command) -> Outcome {
        let told = format!("{command:?}");
        timeout(PATIENCE, self.client.command(command)).await.unwrap_or_else(|_| panic!("no outcome of {told}"))
    }

    /// The number of one's circle of that name.
    pub fn index(&self, name: &str) -> u32 {
        circle(&self.view(), name).unwrap_or_else(|| panic!("{} is not in {name}", self.name)).index
    }

    /// Founds a circle from a template, with the template's own bond and pledge.
    pub async fn founds(&self, template: &str, name: &str, welcome: Welcome) {
        let command = Command::CreateCircle {
            template: template.to_owned(),
            name: name.to_owned(),
            my_name: format!("{} the founder", self.name),
            bond: None,
            pledge: None,
            lang: "en".to_owned(),
            welcome,
            retention_days: 30,
            calendar: None,
        };
        self.done(command).await;
        self.sees("the new circle", |view| is_ready(view, name)).await;
    }

    /// Makes an invite and gives the fragment of its link.
    pub async fn invites(&self, name: &str, words: &str) -> String {
        let command = Command::MakeInvite { circle: self.index(name), uses: 3, days: 7, words: words.to_owned() };
        let Value::Link { fragment } = self.done(command).await else { panic!("no link") };
        self.has_sent(name).await;
        fragment
    }

    /// Reads an invite and knocks.
    pub async fn knocks(&self, fragment: &str, my_name: &str, words: &str) {
        self.done(Command::ReadInvite { fragment: fragment.to_owned() }).await;
        let asked = |view: &View| view.joining.as_ref().is_some_and(|joining| joining.stage == JoinStage::Asking);
        self.sees("bond and pledge", asked).await;
        let (name, words) = (my_name.to_owned(), words.to_owned());
        self.done(Command::Knock { name, words, shares_bond: true, accepts_pledge: true }).await;
    }

    /// Waits until one is in, and one's own first commit is made.
    pub async fn is_in(&self, name: &str) {
        self.sees("the circle from inside", |view| view.joining.is_none() && is_ready(view, name)).await;
    }

    /// Waits until nothing of one's own waits to be acknowledged.
    pub async fn has_sent(&self, name: &str) {
        self.sees("an empty outbox", |view| circle(view, name).is_some_and(|circle| circle.outbox == 0)).await;
    }

    /// Waits until a circle has so many members.
    pub async fn counts(&self, name: &str, members: usize) {
        let so_many = |view: &View| circle(view, name).is_some_and(|circle| circle.members.len() == members);
        self.sees(&format!("{members} members of {name}"), so_many).await;
    }

    /// Acts in a meeting.
    pub async fn acts(&self, name: &str, act: Act) {
        self.done(Command::Meeting { circle: self.index(name), act }).await;
    }

    /// Comes to a meeting and waits to be inside.
    pub async fn arrives(&self, name: &str) {
        self.sees("a meeting", |view| meeting(view, name).is_some()).await;
        self.acts(name, Act::Arrive).await;
        let inside = |view: &View| meeting(view, name).is_some_and(|meeting| meeting.my_place == Place::Inside);
        self.sees("the room from inside", inside).await;
    }

    /// Says a line.
    pub async fn says(&self, name: &str, text: &str) {
        self.done(Command::Say { circle: self.index(name), text: text.to_owned() }).await;
    }

    /// Waits to hear a line.
    pub async fn hears(&self, name: &str, text: &str) {
        self.sees(&format!("the line {text:?}"), |view| heard(view, name, text)).await;
    }

    /// Ends the device without signing out.
    pub async fn goes(self) {
        self.client.close().await;
    }
}

/// A circle by its name.
pub fn circle<'a>(view: &'a View, name: &str) -> Option<&'a CircleView> {
    view.circles.iter().find(|circle| circle.name == name)
}

/// The running meeting of a circle.
pub fn meeting<'a>(view: &'a View, name: &str) -> Option<&'a MeetingView> {
    circle(view, name)?.meeting.as_ref()
}

/// Whether a line was heard, or was sent and has arrived.
pub fn heard(view: &View, name: &str, text: &str) -> bool {
    let lines = meeting(view, name).into_iter().flat_map(|meeting| &meeting.words).flat_map(|turn| &turn.lines);
    lines.into_iter().any(|line| line.text == text && !line.sending)
}

/// Whoever is offered the floor passes, until it is free.
pub async fn nobody_takes_it(people: &[&Person], name: &str) {
    let turn_of = |view: &View| meeting(view, name).and_then(|meeting| meeting.turn.clone());
    while let Some(turn) = turn_of(&people[0].view()) {
        for person in people {
            person.sees("the turn", |view| turn_of(view).is_none_or(|own| own.number >= turn.number)).await;
            if turn_of(&person.view()).is_some_and(|own| own.number == turn.number && own.is_me) {
                person.acts(name, Act::Pass).await;
            }
        }
        people[0].sees("the next turn", |view| turn_of(view).is_none_or(|own| own.number > turn.number)).await;
    }
}

/// Whether one has the floor.
pub fn has_floor(view: &View, name: &str) -> bool {
    meeting(view, name).and_then(|meeting| meeting.turn.as_ref()).is_some_and(|turn| turn.is_me)
}

fn is_ready(view: &View, name: &str) -> bool {
    circle(view, name).is_some_and(|circle| circle.state == CircleState::Ready)
}

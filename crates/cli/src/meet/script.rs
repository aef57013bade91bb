//! `meet --script`: orders come line by line, a plain line is printed for whatever happens (docs/terminal.md).

use std::{collections::BTreeSet, process::ExitCode, sync::Arc, time::Duration};

use client::Client;
use engine::{
    Outcome,
    command::{Act, Value},
    view::{CircleView, Place, View},
};
use tokio::{
    sync::watch,
    time::{Instant, timeout_at},
};

use super::{
    feed::{Feed, Happening},
    find,
    order::{Order, may},
};
use crate::{Trouble, ask::Desk, say};

/// A line that is neither an order nor a wait.
const WRONG: u8 = 2;

/// What `wait` waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Wait {
    Meeting,
    Inside,
    Turn,
    Free,
    Feedback,
    Phase(String),
    Floor(String),
    Hand(String),
    Member(String),
    Present(String),
    Line(String),
    /// The own corner can be spoken in.
    Corner,
    /// Everybody is together.
    Circle,
    Knock,
    Sent,
    Closed,
}

struct Script<'a> {
    client: &'a Client,
    circle: u32,
    view: watch::Receiver<Arc<View>>,
    feed: Feed,
    heard: BTreeSet<String>,
    closed: bool,
    patience: Duration,
}

/// Follows the lines of standard input until `quit` or their end.
pub(super) async fn run(
    client: &Client,
    circle: u32,
    mut desk: Desk<'_>,
    patience: Duration,
) -> Result<ExitCode, Trouble> {
    let view = client.view();
    let (feed, heard) = (Feed::default(), BTreeSet::new());
    let mut script = Script { client, circle, view, feed, heard, closed: false, patience };
    if let Some(circle) = script.circle() {
        say::line(&format!("circle: {}", circle.name));
    }
    loop {
        script.tell();
        tokio::select! {
            changed = script.view.changed() => {
                if changed.is_err() {
                    return Ok(ExitCode::FAILURE);
                }
            }
            line = desk.next() => match line.as_deref().map(str::trim) {
                None | Some("quit") => return Ok(ExitCode::SUCCESS),
                Some("") => {}
                Some(line) => {
                    if let Err(code) = script.follow(line).await {
                        return Ok(code);
                    }
                }
            },
        }
    }
}

impl Script<'_> {
    async fn follow(&mut self, line: &str) -> Result<(), ExitCode> {
        if let Some(wait) = line.strip_prefix("wait ").and_then(parse_wait) {
            return self.wait(&wait, line).await;
        }
        let Some(order) = Order::parse(line) else {
            say::line(&format!("unknown: {line}"));
            return Err(ExitCode::from(WRONG));
        };
        // A device that has just come back needs a moment before it knows of the meeting.
        if order == Order::Act(Act::Arrive) {
            self.wait_until(line, |script| script.circle().is_some_and(|circle| may(&circle, Act::Arrive))).await?;
        }
        let Some(command) = self.circle().and_then(|circle| order.command(&circle)) else {
            say::line("refused: nothing_there");
            return Ok(());
        };
        match self.client.command(command).await {
            Outcome::Done(Value::Link { fragment }) => say::line(&format!("invite: #{fragment}")),
            Outcome::Done(_) => {}
            Outcome::Refused { error, .. } => say::line(&format!("refused: {}", error.0)),
        }
        Ok(())
    }

    async fn wait(&mut self, wait: &Wait, line: &str) -> Result<(), ExitCode> {
        self.wait_until(line, |script| script.is_so(wait)).await
    }

    async fn wait_until(&mut self, line: &str, is_so: impl Fn(&Self) -> bool) -> Result<(), ExitCode> {
        let end = Instant::now() + self.patience;
        loop {
            self.tell();
            if is_so(self) {
                return Ok(());
            }
            let changed = timeout_at(end, self.view.changed()).await;
            if !matches!(changed, Ok(Ok(()))) {
                say::line(&format!("late: {line}"));
                return Err(ExitCode::FAILURE);
            }
        }
    }

    fn is_so(&self, wait: &Wait) -> bool {
        let Some(circle) = self.circle() else { return false };
        let meeting = circle.meeting.as_ref();
        let id_of = |name: &str| circle.members.iter().find(|member| member.name == name).map(|member| &member.id);
        let holder = || meeting.and_then(|meeting| meeting.turn.as_ref());
        match wait {
            Wait::Meeting => meeting.is_some(),
            Wait::Inside => meeting.is_some_and(|meeting| meeting.my_place == Place::Inside),
            Wait::Turn => holder().is_some_and(|turn| turn.is_me && !turn.feedback),
            Wait::Free => meeting.is_some_and(|meeting| meeting.turn.is_none()),
            Wait::Feedback => holder().is_some_and(|turn| turn.feedback),
            Wait::Phase(wanted) => meeting.is_some_and(|meeting| {
                let phase = meeting.phases.get(meeting.phase as usize);
                phase.is_some_and(|phase| phase.id == *wanted) || wanted.parse() == Ok(meeting.phase + 1)
            }),
            Wait::Floor(name) => holder().is_some_and(|turn| Some(&turn.holder) == id_of(name)),
            Wait::Hand(name) => id_of(name).is_some_and(|id| meeting.is_some_and(|meeting| meeting.hands.contains(id))),
            Wait::Member(name) => id_of(name).is_some(),
            Wait::Present(name) => {
                id_of(name).is_some_and(|id| meeting.is_some_and(|meeting| meeting.present.contains(id)))
            }
            Wait::Corner => {
                meeting.and_then(|meeting| meeting.gathering.corners.as_ref()).is_some_and(|corners| corners.ready)
            }
            Wait::Circle => meeting.is_some_and(|meeting| meeting.gathering.corners.is_none()),
            Wait::Line(text) => self.heard.contains(text),
            Wait::Knock => !circle.knocks.is_empty(),
            Wait::Sent => circle.outbox == 0 && meeting.is_none_or(|meeting| meeting.unsent == 0),
            Wait::Closed => self.closed && meeting.is_none(),
        }
    }

    /// Prints what is new.
    fn tell(&mut self) {
        let view = Arc::clone(&self.view.borrow_and_update());
        let Some(circle) = find(&view, self.circle) else { return };
        for happening in self.feed.take(circle) {
            match &happening {
                Happening::Line { text, .. } => drop(self.heard.insert(text.clone())),
                Happening::Closed => self.closed = true,
                Happening::Opened => self.closed = false,
                _ => {}
            }
            say::line(&plain(&happening));
        }
    }

    fn circle(&self) -> Option<CircleView> {
        find(&self.view.borrow(), self.circle).cloned()
    }
}

fn parse_wait(line: &str) -> Option<Wait> {
    let (word, rest) = line.trim().split_once(' ').unwrap_or((line.trim(), ""));
    let named = || Some(rest.trim().to_owned()).filter(|rest| !rest.is_empty());
    match (word, rest.is_empty()) {
        ("meeting", true) => Some(Wait::Meeting),
        ("inside", true) => Some(Wait::Inside),
        ("turn", true) => Some(Wait::Turn),
        ("free", true) => Some(Wait::Free),
        ("feedback", true) => Some(Wait::Feedback),
        ("corner", true) => Some(Wait::Corner),
        ("circle", true) => Some(Wait::Circle),
        ("knock", true) => Some(Wait::Knock),
        ("sent", true) => Some(Wait::Sent),
        ("closed", true) => Some(Wait::Closed),
        ("phase", _) => named().map(Wait::Phase),
        ("floor", _) => named().map(Wait::Floor),
        ("hand", _) => named().map(Wait::Hand),
        ("member", _) => named().map(Wait::Member),
        ("present", _) => named().map(Wait::Present),
        ("line", _) => named().map(Wait::Line),
        _ => None,
    }
}

fn plain(happening: &Happening) -> String {
    match happening {
        Happening::Opened => "opened".to_owned(),
        Happening::Place(Place::Outside) => "place: outside".to_owned(),
        Happening::Place(Place::Waiting) => "place: door".to_owned(),
        Happening::Place(Place::Inside) => "place: inside".to_owned(),
        Happening::Phase(id) => format!("phase: {id}"),
        Happening::Floor(name) => format!("floor: {}", name.as_deref().unwrap_or("-")),
        Happening::Feedback(name) => format!("feedback: {name}"),
        Happening::Line { name, text } => format!("{name}: {text}"),
        Happening::Hand { name, up: true } => format!("hand up: {name}"),
        Happening::Hand { name, up: false } => format!("hand down: {name}"),
        Happening::Came(name) => format!("came: {name}"),
        Happening::Went(name) => format!("went: {name}"),
        Happening::Keeper(name) => format!("keeper: {name}"),
        Happening::Corner(Some(names)) => format!("corner: {names}"),
        Happening::Corner(None) => "circle".to_owned(),
        Happening::Closed => "closed".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits() {
        for (line, expected) in [
            ("turn", Some(Wait::Turn)),
            ("phase shares", Some(Wait::Phase("shares".to_owned()))),
            ("floor Omar the second", Some(Wait::Floor("Omar the second".to_owned()))),
            ("line  I am here", Some(Wait::Line("I am here".to_owned()))),
            ("phase", None),
            ("turn soon", None),
            ("", None),
        ] {
            assert_eq!(parse_wait(line), expected, "{line}");
        }
    }
}

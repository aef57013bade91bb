//! `meet` on a terminal's screen: keys in, pictures out.

use std::{sync::Arc, time::Duration};

use client::Client;
use crossterm::event::{Event, EventStream, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use engine::{
    Outcome,
    command::{Act, Value},
    view::{CircleView, Place, View},
};
use futures::StreamExt;
use ratatui::DefaultTerminal;
use tokio::{sync::watch, time::interval};

use super::{
    draw::{self, Picture},
    feed::{Feed, Happening},
    find,
    order::{Order, in_corner, may},
};
use crate::{Trouble, host, words::Words};

/// How often the soft timer is drawn again.
const TICK: Duration = Duration::from_secs(1);
/// Announcements that are shown at once.
const NOTICES: usize = 2;
/// Longest line, in characters; the engine refuses longer ones.
const LINE: usize = 2_000;

struct Screen<'a> {
    client: &'a Client,
    circle: u32,
    words: &'a Words,
    view: watch::Receiver<Arc<View>>,
    feed: Feed,
    input: String,
    notices: Vec<String>,
    /// What is done when it is asked for once more.
    unsure: Option<Order>,
    over: bool,
}

/// Shows the circle until the person quits. The terminal is restored whatever happens, a panic included.
pub(super) async fn run(client: &Client, circle: u32, words: &Words) -> Result<(), Trouble> {
    let view = client.view();
    let feed = Feed::default();
    let (input, notices) = (String::new(), Vec::new());
    let mut screen = Screen { client, circle, words, view, feed, input, notices, unsure: None, over: false };
    let mut terminal = ratatui::try_init()?;
    let result = screen.follow(&mut terminal).await;
    ratatui::restore();
    result
}

impl Screen<'_> {
    async fn follow(&mut self, terminal: &mut DefaultTerminal) -> Result<(), Trouble> {
        let mut keys = EventStream::new();
        let mut tick = interval(TICK);
        let mut stop = host::Stop::new()?;
        while !self.over {
            self.draw(terminal)?;
            tokio::select! {
                event = keys.next() => match event {
                    Some(Ok(Event::Key(key))) if key.kind != KeyEventKind::Release => self.key(key).await,
                    Some(Ok(Event::Paste(text))) => self.type_in(&text),
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => self.over = true,
                },
                changed = self.view.changed() => self.over = changed.is_err(),
                _ = tick.tick() => {}
                () = stop.wait() => self.over = true,
            }
        }
        self.depart().await;
        Ok(())
    }

    fn draw(&mut self, terminal: &mut DefaultTerminal) -> Result<(), Trouble> {
        let view = Arc::clone(&self.view.borrow_and_update());
        let Some(circle) = find(&view, self.circle) else {
            self.over = true;
            return Ok(());
        };
        for happening in self.feed.take(circle) {
            if let Some(notice) = announce(&happening, self.words) {
                self.notice(notice);
            }
        }
        let picture = Picture {
            circle,
            network: view.network,
            words: self.words,
            input: &self.input,
            notices: &self.notices,
            question: self.unsure.as_ref().map(|order| sure(order, self.words)),
            now: host::now(),
        };
        terminal.draw(|frame| draw::draw(frame, &picture))?;
        Ok(())
    }

    async fn key(&mut self, key: KeyEvent) {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Char('c' | 'd') if control => self.over = true,
            KeyCode::Char('u') if control => self.input.clear(),
            KeyCode::Char('w') if control => {
                let kept = self.input.trim_end().rfind(' ').map_or(0, |space| space + 1);
                self.input.truncate(kept);
            }
            KeyCode::Char(_) if control => {}
            KeyCode::Char(letter) => self.type_in(letter.encode_utf8(&mut [0; 4])),
            KeyCode::Backspace => drop(self.input.pop()),
            KeyCode::Esc => {
                self.input.clear();
                self.unsure = None;
            }
            KeyCode::Enter => self.enter().await,
            KeyCode::F(number) => {
                let order =
                    self.circle().and_then(|circle| offered(&circle).into_iter().find(|(key, _)| *key == number));
                if let Some((_, order)) = order {
                    self.order(order).await;
                }
            }
            _ => {}
        }
    }

    fn type_in(&mut self, text: &str) {
        let room = LINE.saturating_sub(self.input.chars().count());
        self.input.extend(text.chars().filter(|letter| !letter.is_control()).take(room));
    }

    async fn enter(&mut self) {
        let line = std::mem::take(&mut self.input);
        let line = line.trim();
        if line.is_empty() {
            return;
        }
        let order = match line.strip_prefix('/') {
            None => Some(Order::Say(line.to_owned())),
            Some(typed) => Order::parse(typed).or_else(|| self.own_word(typed)),
        };
        match order {
            None => self.notice(self.words.get("meet-unknown")),
            Some(order) => {
                // Words that are refused are not lost.
                let kept = matches!(order, Order::Say(_) | Order::Share(_)).then(|| line.to_owned());
                if !self.order(order).await
                    && let Some(line) = kept
                {
                    self.input = line;
                }
            }
        }
    }

    /// An order by its word in the person's language.
    fn own_word(&self, typed: &str) -> Option<Order> {
        let orders = self.circle().map(|circle| offered(&circle)).unwrap_or_default();
        orders.into_iter().map(|(_, order)| order).find(|order| draw::label(order, self.words) == typed)
    }

    /// True when it was done.
    async fn order(&mut self, order: Order) -> bool {
        match &order {
            Order::Quit => {
                self.over = true;
                return true;
            }
            Order::Help => {
                self.notice(self.words.get("meet-help"));
                return true;
            }
            Order::Act(Act::Close | Act::Depart) if self.unsure.as_ref() != Some(&order) => {
                self.unsure = Some(order);
                return false;
            }
            _ => self.unsure = None,
        }
        let Some(command) = self.circle().and_then(|circle| order.command(&circle)) else {
            self.notice(self.words.get("meet-nothing-there"));
            return false;
        };
        match self.client.command(command).await {
            Outcome::Done(Value::Link { fragment }) => {
                self.notice(self.words.name("meet-invite", &fragment));
                true
            }
            Outcome::Done(_) => true,
            Outcome::Refused { error, retry_after_s } => {
                self.notice(self.words.error(&error.0, retry_after_s));
                false
            }
        }
    }

    fn notice(&mut self, text: String) {
        self.notices.push(text);
        let old = self.notices.len().saturating_sub(NOTICES);
        self.notices.drain(..old);
    }

    /// Whoever quits leaves the room, so that nobody waits for them.
    async fn depart(&self) {
        if let Some(circle) = self.circle().filter(|circle| may(circle, Act::Depart))
            && let Some(command) = Order::Act(Act::Depart).command(&circle)
        {
            self.client.command(command).await;
        }
    }

    fn circle(&self) -> Option<CircleView> {
        find(&self.view.borrow(), self.circle).cloned()
    }
}

/// What can be done now, by function key. Keys are the same in every phase.
pub(super) fn offered(circle: &CircleView) -> Vec<(u8, Order)> {
    let mut orders = Vec::new();
    if circle.can_open_meeting {
        orders.push((2, Order::Open));
    }
    for (key, act) in [
        (2, Act::Arrive),
        (2, Act::HandUp),
        (2, Act::HandDown),
        (3, Act::Done),
        (3, Act::EndFeedback),
        (4, Act::DoneWithFeedback),
        (5, Act::Pass),
        (6, Act::NextPhase),
        (7, Act::MoveOn),
        (8, Act::TakeKeeping),
        (9, Act::Close),
        (12, Act::Depart),
    ] {
        if may(circle, act) {
            orders.push((key, Order::Act(act)));
        }
    }
    if in_corner(circle) {
        orders.push((10, Order::Back));
    }
    if !circle.knocks.is_empty() {
        orders.push((11, Order::Answer(true)));
    }
    orders
}

fn sure(order: &Order, words: &Words) -> String {
    words.get(if *order == Order::Act(Act::Close) { "meet-close-sure" } else { "meet-depart-sure" })
}

/// Turn changes and the like in words; what the picture shows by itself is not announced.
fn announce(happening: &Happening, words: &Words) -> Option<String> {
    Some(match happening {
        Happening::Opened => words.get("announce-opened"),
        Happening::Place(Place::Inside) => words.get("announce-inside"),
        Happening::Place(Place::Waiting) => words.get("announce-door"),
        Happening::Floor(Some(name)) => words.name("announce-floor", name),
        Happening::Feedback(name) => words.name("announce-feedback", name),
        Happening::Hand { name, up: true } => words.name("announce-hand", name),
        Happening::Came(name) => words.name("announce-came", name),
        Happening::Went(name) => words.name("announce-went", name),
        Happening::Keeper(name) => words.name("announce-keeper", name),
        Happening::Corner(Some(names)) => words.name("announce-corner", names),
        Happening::Corner(None) => words.get("announce-circle"),
        Happening::Closed => words.get("announce-closed"),
        Happening::Place(Place::Outside)
        | Happening::Floor(None)
        | Happening::Phase(_)
        | Happening::Line { .. }
        | Happening::Hand { up: false, .. } => return None,
    })
}

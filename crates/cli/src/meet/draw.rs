//! The picture of a circle on a terminal of 80 columns and 24 rows, or whatever there is.

use std::borrow::Cow;

use engine::view::{CircleView, LineView, MeetingView, Network, PhaseCard, PhaseKind, Place, Suspension};
use ratatui::{
    Frame,
    layout::{Alignment, Constraint, Layout, Position, Rect},
    style::{Modifier, Style},
    text::{Line, Span},
    widgets::{Block, Borders, Paragraph},
};
use wire::Millis;

use super::{
    feed::{is_blocked, name_of},
    order::Order,
    screen::offered,
};
use crate::words::{Lang, Words};

const RING: u16 = 26;
const FLOOR: &str = "▶";
const HAND: &str = "↑";
const KEEPER: &str = "◆";

/// All that is drawn.
pub(super) struct Picture<'a> {
    pub(super) circle: &'a CircleView,
    pub(super) network: Network,
    pub(super) words: &'a Words,
    pub(super) input: &'a str,
    pub(super) notices: &'a [String],
    /// A question that waits for its answer.
    pub(super) question: Option<String>,
    pub(super) now: Millis,
}

pub(super) fn draw(frame: &mut Frame<'_>, picture: &Picture<'_>) {
    let keys = wrapped(&picture.keys(), frame.area().width, 2);
    let rows = [
        Constraint::Length(1),
        Constraint::Length(2),
        Constraint::Min(5),
        Constraint::Length(1),
        Constraint::Length(2),
        Constraint::Length(3),
        Constraint::Length(keys.len() as u16),
    ];
    let [title, purpose, middle, moment, notices, input, help] = Layout::vertical(rows).areas(frame.area());
    let side = picture.side();
    let text = |frame: &mut Frame<'_>, area: Rect, lines: Vec<String>, style: Style| {
        let lines: Vec<Line<'_>> = lines.into_iter().map(Line::from).collect();
        frame.render_widget(Paragraph::new(lines).style(style).alignment(side), area);
    };
    text(frame, title, vec![picture.title()], Style::new().add_modifier(Modifier::REVERSED));
    text(frame, purpose, wrapped(&picture.purpose(), purpose.width, 2), Style::new());
    let [ring, said] = Layout::horizontal([Constraint::Length(RING), Constraint::Min(20)]).areas(middle);
    picture.ring(frame, ring);
    picture.said(frame, said);
    let now = picture.question.clone().unwrap_or_else(|| picture.moment());
    text(frame, moment, vec![now], Style::new().add_modifier(Modifier::BOLD));
    let mut news: Vec<String> = picture.notices.iter().flat_map(|text| wrapped(text, notices.width, 2)).collect();
    news.drain(..news.len().saturating_sub(notices.height.into()));
    text(frame, notices, news, Style::new().add_modifier(Modifier::DIM));
    picture.input(frame, input);
    text(frame, help, keys, Style::new().add_modifier(Modifier::DIM));
}

/// What an order is called on the screen.
pub(super) fn label(order: &Order, words: &Words) -> String {
    order.word().map(|word| words.get(&format!("order-{word}"))).unwrap_or_default()
}

impl Picture<'_> {
    fn side(&self) -> Alignment {
        if self.words.lang == Lang::Ar { Alignment::Right } else { Alignment::Left }
    }

    fn meeting(&self) -> Option<&MeetingView> {
        self.circle.meeting.as_ref()
    }

    fn phase(&self) -> Option<&PhaseCard> {
        let meeting = self.meeting()?;
        meeting.phases.get(meeting.phase as usize)
    }

    fn title(&self) -> String {
        let name = &self.circle.name;
        match (self.meeting(), self.phase()) {
            (Some(meeting), Some(phase)) => self.words.with(
                "meet-title",
                &[
                    ("name", name.as_str().into()),
                    ("phase", self.words.text(&phase.name).into()),
                    ("step", (meeting.phase + 1).into()),
                    ("count", meeting.phases.len().into()),
                ],
            ),
            _ => name.clone(),
        }
    }

    fn purpose(&self) -> String {
        match self.phase() {
            Some(phase) => self.words.text(&phase.purpose).to_owned(),
            None => self.words.text(&self.circle.bond).to_owned(),
        }
    }

    fn ring(&self, frame: &mut Frame<'_>, area: Rect) {
        let mut lines: Vec<Line<'_>> = Vec::new();
        match self.meeting() {
            Some(meeting) => {
                lines.extend(meeting.present.iter().map(|id| self.seat(meeting, id)));
                let waiting = meeting.waiting.iter().map(|id| name_of(self.circle, id));
                lines.extend(waiting.map(|name| Line::from(self.words.name("meet-at-the-door", &name))));
            }
            None => lines.extend(self.circle.members.iter().map(|member| Line::from(format!("  {}", member.name)))),
        }
        let title = self.words.get(if self.meeting().is_some() { "meet-ring" } else { "meet-members" });
        let block = Block::new().borders(Borders::TOP | Borders::RIGHT).title(title);
        frame.render_widget(Paragraph::new(lines).block(block).alignment(self.side()), area);
    }

    fn seat(&self, meeting: &MeetingView, id: &String) -> Line<'_> {
        let holds = meeting.turn.as_ref().is_some_and(|turn| turn.holder == *id);
        let mark = |is_so: bool, mark: &'static str| if is_so { mark } else { "" };
        let marks = [mark(*id == meeting.keeper, KEEPER), mark(meeting.hands.contains(id), HAND)];
        let me = if *id == self.circle.me { self.words.get("meet-me") } else { String::new() };
        let name = name_of(self.circle, id);
        let seat = format!("{:1} {name} {me}{}", mark(holds, FLOOR), marks.concat());
        let style = if holds { Style::new().add_modifier(Modifier::BOLD) } else { Style::new() };
        Line::from(Span::styled(seat, style))
    }

    /// The words that this device has heard; the newest stay in sight.
    fn said(&self, frame: &mut Frame<'_>, area: Rect) {
        let block = Block::new().borders(Borders::TOP).title(self.words.get("meet-words"));
        let inside = block.inner(area);
        let mut lines: Vec<String> = Vec::new();
        match self.meeting() {
            Some(meeting) => {
                let corner = meeting.gathering.corners.as_ref().filter(|corners| corners.mine.is_some());
                let talks = meeting.words.iter().flat_map(|talk| &talk.lines);
                // In a corner only its own words are in sight.
                let said: Vec<&LineView> =
                    corner.map_or_else(|| talks.collect(), |corner| corner.lines.iter().collect());
                for line in said {
                    let sending = if line.sending { self.words.get("meet-sending") } else { String::new() };
                    let hidden = is_blocked(self.circle, &line.author);
                    let text = if hidden { self.words.get("meet-hidden") } else { line.text.clone() };
                    let said = format!("{}: {text} {sending}", name_of(self.circle, &line.author));
                    lines.extend(wrapped(&said, inside.width, usize::MAX));
                }
            }
            None => lines.extend(wrapped(&self.words.get("meet-none"), inside.width, usize::MAX)),
        }
        let hidden = lines.len().saturating_sub(inside.height.into());
        let lines: Vec<Line<'_>> = lines.into_iter().skip(hidden).map(Line::from).collect();
        frame.render_widget(Paragraph::new(lines).block(block).alignment(self.side()), area);
    }

    /// Who has the floor, and what that means for this person.
    fn moment(&self) -> String {
        if self.network != Network::Online {
            return self.words.get("meet-offline");
        }
        match self.circle.suspended {
            Some(Suspension::Flood) => return self.words.get("meet-suspended-flood"),
            Some(Suspension::Law) => return self.words.get("meet-suspended-law"),
            Some(Suspension::Other) => return self.words.get("meet-suspended-other"),
            None => {}
        }
        let (Some(meeting), Some(phase)) = (self.meeting(), self.phase()) else {
            let knock = self.circle.knocks.first();
            return knock.map(|knock| self.words.name("meet-knock", &knock.name)).unwrap_or_default();
        };
        if let Some(corners) = &meeting.gathering.corners {
            return self.words.get(match (corners.mine, corners.alone, corners.ready) {
                (None, ..) => "meet-others-in-corners",
                (Some(_), true, _) => "meet-corner-alone",
                (Some(_), false, true) => "meet-corner",
                (Some(_), false, false) => "meet-corner-key",
            });
        }
        match (meeting.my_place, &meeting.turn) {
            (Place::Outside, _) => self.words.get("meet-outside"),
            (Place::Waiting, _) => self.words.get("meet-waiting"),
            (Place::Inside, Some(turn)) if turn.is_me && turn.feedback => self.words.get("meet-my-feedback"),
            (Place::Inside, Some(turn)) if turn.is_me => {
                format!("{} {}", self.words.get("meet-my-floor"), self.timer(meeting, phase))
            }
            (Place::Inside, Some(turn)) => {
                let key = if turn.feedback { "meet-feedback" } else { "meet-floor" };
                self.words.name(key, &name_of(self.circle, &turn.holder))
            }
            (Place::Inside, None) if phase.kind == PhaseKind::Silence => self.words.get("meet-silence"),
            (Place::Inside, None) if phase.kind == PhaseKind::Open => self.words.get("meet-open"),
            (Place::Inside, None) => self.words.get("meet-free"),
        }
    }

    /// The soft timer: the holder alone sees it, and it ends nothing.
    fn timer(&self, meeting: &MeetingView, phase: &PhaseCard) -> String {
        let Some(began) = meeting.turn_began.filter(|_| phase.turn_seconds > 0) else { return String::new() };
        #[expect(clippy::cast_sign_loss, reason = "times before 1970 count as 1970")]
        let began = Millis(began.max(0.0) as u64);
        format!("({} / {})", clock((self.now.since(began) / 1000) as u32), clock(phase.turn_seconds))
    }

    fn input(&self, frame: &mut Frame<'_>, area: Rect) {
        let block = Block::new().borders(Borders::TOP | Borders::BOTTOM);
        let inside = block.inner(area);
        // The end of what is being typed stays in sight.
        let room = usize::from(inside.width.saturating_sub(3));
        let hidden = self.input.chars().count().saturating_sub(room);
        let shown: String = self.input.chars().skip(hidden).collect();
        let line = Line::from(format!("> {shown}"));
        let cursor = Position::new(inside.x + (line.width() as u16).min(inside.width.saturating_sub(1)), inside.y);
        frame.render_widget(Paragraph::new(line).block(block), area);
        frame.set_cursor_position(cursor);
    }

    fn keys(&self) -> String {
        let offered = offered(self.circle);
        let keys = offered.iter().map(|(key, order)| format!("F{key} {}", label(order, self.words)));
        let quit = format!("Ctrl-C {}", self.words.get("order-quit"));
        let help = format!("/{}", self.words.get("order-help"));
        keys.chain([help, quit]).collect::<Vec<_>>().join(" · ")
    }
}

fn wrapped(text: &str, width: u16, most: usize) -> Vec<String> {
    let lines = text.lines().flat_map(|line| textwrap::wrap(line, usize::from(width.max(8))));
    lines.map(Cow::into_owned).take(most).collect()
}

fn clock(seconds: u32) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests;

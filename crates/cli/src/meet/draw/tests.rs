use engine::{
    command::Act,
    view::{KnockView, MeetingAct},
};
use ratatui::{Terminal, backend::TestBackend};

use super::*;
use crate::fixture;

fn picture(circle: &CircleView, lang: Lang, (width, height): (u16, u16)) -> String {
    let words = Words::of(lang);
    let notices = [words.name("announce-came", "Layla"), words.name("announce-floor", "Omar")];
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    let picture = Picture {
        circle,
        network: Network::Online,
        words: &words,
        input: "I am glad",
        notices: &notices,
        question: None,
        now: Millis(125_000),
    };
    terminal.draw(|frame| draw(frame, &picture)).unwrap();
    terminal.backend().to_string()
}

fn in_meeting() -> CircleView {
    let mut circle = fixture::circle(&["Sama", "Omar", "Layla"]);
    let acts = [Act::Depart, Act::Done, Act::DoneWithFeedback, Act::Pass].map(MeetingAct::Act);
    let mut meeting = fixture::meeting(&circle, acts.to_vec());
    meeting.turn = Some(fixture::turn(2, "0"));
    meeting.hands = vec!["2".to_owned()];
    meeting.words = vec![
        fixture::said(1, "1", &["My brother's bicycle still stands in the hall, and I cannot give it away."]),
        fixture::said(2, "0", &["Good evening."]),
    ];
    circle.meeting = Some(meeting);
    circle
}

#[test]
fn the_own_turn() {
    insta::assert_snapshot!(picture(&in_meeting(), Lang::En, (80, 24)));
}

#[test]
fn no_meeting_and_a_knock() {
    let mut circle = fixture::circle(&["Sama", "Omar"]);
    circle.can_open_meeting = true;
    circle.knocks = vec![KnockView { id: "k".to_owned(), name: "Noor".to_owned(), words: String::new(), guest: None }];
    insta::assert_snapshot!(picture(&circle, Lang::En, (80, 24)));
}

#[test]
fn the_newest_words_stay_in_sight() {
    let mut circle = in_meeting();
    let lines: Vec<String> = (0..100).map(|number| format!("line {number}")).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    if let Some(meeting) = &mut circle.meeting {
        meeting.words = vec![fixture::said(1, "1", &lines)];
    }
    let shown = picture(&circle, Lang::En, (80, 24));
    assert!(shown.contains("line 99") && !shown.contains("line 50"), "{shown}");
}

#[test]
fn any_size_can_be_drawn() {
    for size in [(80, 24), (200, 60), (40, 15), (10, 5), (1, 1)] {
        for lang in [Lang::En, Lang::Ar] {
            picture(&in_meeting(), lang, size);
        }
    }
}

use engine::view::CircleView;

use super::*;
use crate::{fixture, words::Lang};

const START: u64 = 1_000_000;

fn mind(number: usize) -> Mind {
    Mind::new(&Cast::of(Lang::En).unwrap(), number, 1)
}

/// The circle as Omar, the second of the cast, sees it in the sharing.
fn sharing(acts: &[Act]) -> CircleView {
    let names = ["Omar (simulated)", "Sama (simulated)", "Layla (simulated)", "A guest"];
    let mut circle = fixture::circle(&names);
    let acts = acts.iter().map(|act| MeetingAct::Act(*act)).collect();
    circle.meeting = Some(fixture::meeting(&circle, acts));
    circle
}

fn meeting(circle: &mut CircleView) -> &mut MeetingView {
    circle.meeting.as_mut().unwrap()
}

/// What the mind does at each of these moments, in milliseconds after the first look.
fn acts(mind: &mut Mind, circle: &CircleView, moments: &[u64]) -> Vec<Option<Command>> {
    moments.iter().map(|moment| mind.next(circle, Millis(START + moment))).collect()
}

fn act(act: Act) -> Command {
    Command::Meeting { circle: 0, act }
}

#[test]
fn a_turn_is_said_line_by_line_and_then_done() {
    let mut circle = sharing(&[Act::Done, Act::DoneWithFeedback]);
    meeting(&mut circle).turn = Some(fixture::turn(1, "0"));
    let mut omar = mind(1);
    let mut spoken = Vec::new();
    for look in 0..20 {
        let command = omar.next(&circle, Millis(START + look * LINE));
        if let Some(Command::Say { text, .. }) = &command {
            spoken.push(text.clone());
            let lines: Vec<&str> = spoken.iter().map(String::as_str).collect();
            meeting(&mut circle).words = vec![fixture::said(1, "0", &lines)];
        } else if command.is_some() {
            assert_eq!(command, Some(act(Act::DoneWithFeedback)));
            break;
        }
    }
    assert_eq!(spoken.len(), 3);
}

#[test]
fn a_guest_who_raises_a_hand_ends_the_turn() {
    let mut circle = sharing(&[Act::Done, Act::DoneWithFeedback]);
    meeting(&mut circle).turn = Some(fixture::turn(1, "0"));
    let mut omar = mind(1);
    assert!(matches!(acts(&mut omar, &circle, &[0, LINE])[1], Some(Command::Say { .. })));
    meeting(&mut circle).hands = vec!["3".to_owned()];
    assert_eq!(acts(&mut omar, &circle, &[LINE + BEAT, 2 * LINE])[1], Some(act(Act::Done)));
}

#[test]
fn hands_go_down_for_a_guest() {
    let mut circle = sharing(&[Act::HandDown]);
    meeting(&mut circle).my_hand = true;
    meeting(&mut circle).hands = vec!["0".to_owned()];
    meeting(&mut circle).turn = Some(fixture::turn(1, "2"));
    let mut omar = mind(1);
    assert_eq!(acts(&mut omar, &circle, &[0, LINE]), [None, None]);
    meeting(&mut circle).waiting = vec!["3".to_owned()];
    assert_eq!(acts(&mut omar, &circle, &[2 * LINE]), [Some(act(Act::HandDown))]);
}

#[test]
fn the_keeper_passes_on_the_turn_of_a_guest_who_has_gone() {
    let names = ["Sama (simulated)", "Omar (simulated)", "A guest"];
    let mut circle = fixture::circle(&names);
    circle.meeting = Some(fixture::meeting(&circle, vec![MeetingAct::Act(Act::MoveOn)]));
    meeting(&mut circle).turn = Some(fixture::turn(1, "2"));
    meeting(&mut circle).i_am_keeper = true;
    let mut sama = mind(0);
    assert_eq!(acts(&mut sama, &circle, &[0, MUTE - 1, MUTE]), [None, None, Some(act(Act::MoveOn))]);
}

#[test]
fn the_sharing_waits_for_a_guest() {
    let mut circle = fixture::circle(&["Sama (simulated)", "Omar (simulated)", "A guest"]);
    circle.meeting = Some(fixture::meeting(&circle, vec![MeetingAct::Act(Act::NextPhase)]));
    meeting(&mut circle).i_am_keeper = true;
    let quiet = APART * 6 + FREE;
    let mut sama = mind(0);
    assert_eq!(acts(&mut sama, &circle, &[0, quiet, LINGER]), [None, None, Some(act(Act::NextPhase))]);
    meeting(&mut circle).spoken = vec!["2".to_owned()];
    let mut sama = mind(0);
    assert_eq!(acts(&mut sama, &circle, &[0, quiet]), [None, Some(act(Act::NextPhase))]);
}

#[test]
fn the_keeper_ends_the_quiet_sooner_for_a_guest() {
    let mut circle = fixture::circle(&["Sama (simulated)", "Omar (simulated)", "A guest"]);
    circle.meeting = Some(fixture::meeting(&circle, vec![MeetingAct::Act(Act::NextPhase)]));
    let quiet = meeting(&mut circle);
    quiet.i_am_keeper = true;
    quiet.phases[1].silence_after = 15;
    quiet.gathering.quiet_until = Some(0.0);
    quiet.gathering.deeds = vec![Deed::QuietOver];
    quiet.spoken = vec!["2".to_owned()];
    let over = Some(Command::Deed { circle: 0, deed: Deed::QuietOver });
    assert_eq!(acts(&mut mind(0), &circle, &[0, 14_999, 15_000]), [None, None, over.clone()]);
    meeting(&mut circle).hands = vec!["2".to_owned()];
    assert_eq!(acts(&mut mind(0), &circle, &[0, LINE - 1, LINE]), [None, None, over]);
}

//! One rule taken away at a time: the check must find what goes wrong then. A check that finds nothing here would
//! prove nothing elsewhere.

#![expect(clippy::print_stdout, reason = "the ways that were found are worth a look")]

use model::{
    graph::Graph,
    props,
    tree::Swap,
    world::{RULES, Rules, Size, World},
};
use stateright::{Checker, HasDiscoveries, Model, Path};

fn size() -> Size {
    Size { devices: vec![0, 0, 1], rotations: 1, garbage: 0, words: 0, delays: 0, leaver: None, set_back: None }
}

fn swap(change: impl FnOnce(&mut Swap)) -> Rules {
    let mut rules = RULES;
    change(&mut rules.swap);
    rules
}

/// The checker finds a way to break what `property` says.
fn check_finds(property: &'static str, rules: Rules, size: &Size) {
    let found = |rules| {
        let world = World { rules, size: size.clone() };
        let until = HasDiscoveries::AllOf([property].into());
        let checker = world.checker().finish_when(until).spawn_bfs().join();
        checker.discovery(property).map(Path::into_actions)
    };
    assert_eq!(found(RULES), None, "the control differs in nothing but the rule");
    let way = found(rules);
    println!("{property}: {way:?}");
    assert!(way.is_some(), "nothing found against: {property}");
}

/// How many states there are from which nothing makes the circle whole.
fn bricked(rules: Rules, size: Size) -> usize {
    Graph::of(&World { rules, size }).ends().bricked
}

#[test]
fn a_pending_commit_that_is_dropped_costs_the_place() {
    let rules = Rules { resends_pending: false, ..RULES };
    check_finds(props::PLACE_KEPT, rules, &size());
    check_finds(props::NEVER_GIVEN_UP, rules, &size());
    assert!(bricked(rules, Size { devices: vec![0, 0], ..size() }) > 0, "a sole leaf has nobody to let it in again");
}

#[test]
fn one_child_for_each_commit_freezes_at_the_first_garbage() {
    let strict = swap(|swap| swap.many_children = false);
    let garbage = Size { garbage: 1, ..size() };
    assert_eq!(bricked(strict, size()), 0, "among the honest it works");
    assert!(bricked(strict, garbage.clone()) > 0);
    assert_eq!(bricked(RULES, garbage), 0);
}

#[test]
fn a_swap_without_the_cut_voids_what_was_acknowledged() {
    let rules = swap(|swap| swap.on_cut = false);
    check_finds(props::ACKNOWLEDGED_COUNTS, rules, &Size { words: 1, ..size() });
}

#[test]
fn an_own_entry_folded_past_a_waiting_child_is_lost() {
    let rules = Rules { judges_before_it_folds: false, ..RULES };
    check_finds(props::ACKNOWLEDGED_COUNTS, rules, &Size { words: 2, ..size() });
}

#[test]
fn a_leaver_whose_entry_is_folded_past_a_waiting_child_stays_a_member_for_ever() {
    let rules = Rules { judges_before_it_folds: false, ..RULES };
    let leaver = Size { devices: vec![0, 1], words: 1, leaver: Some(1), ..size() };
    assert!(bricked(rules, leaver.clone()) > 0);
    assert_eq!(bricked(RULES, leaver), 0);
}

/// The limit of children bounds how much garbage is harmless.
#[test]
fn as_much_garbage_as_a_commit_takes_children_freezes_the_circle() {
    let two = swap(|swap| swap.most_children = 2);
    assert_eq!(bricked(two, Size { garbage: 1, ..size() }), 0);
    assert!(bricked(two, Size { garbage: 2, ..size() }) > 0);
}

/// The limit of coming back: another leaf has to answer (protocol.md section 5.3, R9).
#[test]
fn a_sole_leaf_whose_box_is_set_back_is_lost() {
    assert!(bricked(RULES, Size { devices: vec![0, 0], set_back: Some(0), ..size() }) > 0);
    assert_eq!(bricked(RULES, Size { set_back: Some(0), ..size() }), 0);
}

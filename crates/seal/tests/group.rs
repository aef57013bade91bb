//! One suite of behaviour for both groups: what the engine relies on holds for the real one and for the simulator's.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use seal::{Change, Context, Group, GroupError, Leaf, MlsGroup, PlainGroup, SigningKey, Staged};
use wire::{CircleId, Hash};

const CIRCLE: CircleId = CircleId([7; 32]);

/// Runs every case for both implementations.
macro_rules! for_both {
    ($($case:ident),* $(,)?) => { $(
        mod $case {
            #[test]
            fn mls() { super::$case::<super::MlsGroup>(); }
            #[test]
            fn plain() { super::$case::<super::PlainGroup>(); }
        }
    )* };
}

for_both!(
    founding_a_circle,
    a_newcomer_shares_the_epoch,
    a_knock_may_wait_in_a_box,
    two_loads_agree,
    the_loser_of_a_race_follows_the_winner,
    who_is_removed_is_out,
    an_own_commit_is_recognised,
    a_pending_commit_survives_a_reload,
    a_pending_commit_can_be_dropped,
    processing_changes_nothing,
    other_epochs_and_circles_are_refused,
    every_changed_byte_is_refused,
    bad_changes_are_refused,
    a_lost_leaf_comes_back,
    a_leaf_gets_a_new_key,
    damaged_states_are_refused,
    other_trees_are_refused,
    all_have_the_same_tree,
    secrets_need_no_tree,
    twenty_members_turn_their_keys,
);

struct World<G> {
    rng: ChaCha20Rng,
    leaves: Vec<Leaf>,
    groups: Vec<G>,
}

impl<G: Group> World<G> {
    fn of(members: usize) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let leaf = Leaf::make(&mut rng);
        let founder = G::found(CIRCLE, &leaf, &context(0), &mut rng).unwrap();
        let mut world = Self { rng, leaves: vec![leaf], groups: vec![founder] };
        while world.groups.len() < members {
            world.join();
        }
        world
    }

    fn join(&mut self) {
        let leaf = Leaf::make(&mut self.rng);
        let (joiner, key_package) = G::joiner(&leaf, &mut self.rng).unwrap();
        let staged = self.commit(0, &Change { adds: vec![key_package], ..change(1) });
        self.groups.push(G::join(&joiner, &staged.welcome.unwrap(), &leaf).unwrap());
        self.leaves.push(leaf);
    }

    /// `author` commits, everybody else who is in follows.
    fn commit(&mut self, author: usize, change: &Change) -> Staged {
        let staged = self.groups[author].stage(change, &mut self.rng).unwrap();
        if let Some(signer) = &change.signer {
            self.leaves[author].key = signer.clone();
        }
        self.groups[author].merge_pending(&self.leaves[author]).unwrap();
        for n in (0..self.groups.len()).filter(|n| *n != author) {
            if self.groups[n].secrets().is_ok() {
                self.groups[n] = self.groups[n].process(&staged.mls).unwrap().group;
            }
        }
        staged
    }

    fn stage(&mut self, author: usize, n: u32) -> Staged {
        self.groups[author].stage(&change(n), &mut self.rng).unwrap()
    }

    fn member(&self, n: usize) -> [u8; 16] {
        self.leaves[n].member
    }

    fn assert_in_step(&self) {
        for group in &self.groups {
            assert_eq!(group.secrets(), self.groups[0].secrets());
            assert_eq!(group.context(), self.groups[0].context());
            assert_eq!(group.members(), self.groups[0].members());
            assert_eq!(group.epoch(), self.groups[0].epoch());
        }
    }
}

/// Stored and loaded again.
fn reload<G: Group>(group: &G, leaf: &Leaf) -> G {
    G::load(&group.store(), &group.tree(), leaf).unwrap()
}

fn context(n: u32) -> Context {
    Context { policy: 1, min_client: 1, cut: n, log_head: Hash([1; 32]), root: Hash([2; 32]), knock: vec![3; 1216] }
}

fn change(n: u32) -> Change {
    Change { adds: vec![], removes: vec![], signer: None, context: context(n) }
}

fn founding_a_circle<G: Group>() {
    let world = World::<G>::of(1);
    let founder = &world.groups[0];
    assert_eq!((founder.circle(), founder.epoch()), (CIRCLE, 0));
    assert_eq!(founder.members(), [world.leaves[0].info()]);
    assert_eq!(founder.context().unwrap(), context(0));
    let secrets = founder.secrets().unwrap();
    assert_ne!(secrets.hs, secrets.content);
}

fn a_newcomer_shares_the_epoch<G: Group>() {
    let mut world = World::<G>::of(3);
    world.assert_in_step();
    let before = world.groups[0].secrets().unwrap();
    let staged = world.commit(2, &change(9));
    world.assert_in_step();
    assert_eq!(world.groups[0].secrets().unwrap(), staged.secrets);
    assert_ne!(world.groups[0].secrets().unwrap(), before);
    assert_eq!(world.groups[0].context().unwrap(), context(9));
    assert!(staged.welcome.is_none());
}

fn a_knock_may_wait_in_a_box<G: Group>() {
    let mut world = World::<G>::of(1);
    let leaf = Leaf::make(&mut world.rng);
    let (joiner, key_package) = G::joiner(&leaf, &mut world.rng).unwrap();
    let stored = joiner.to_stored();
    assert_eq!(G::key_package_leaf(&key_package).unwrap(), leaf.info());
    let staged = world.commit(0, &Change { adds: vec![key_package], ..change(1) });
    let joiner = seal::Joiner::from_stored(stored.to_vec());
    let welcome = staged.welcome.unwrap();
    let group = G::join(&joiner, &welcome, &leaf).unwrap();
    assert_eq!(group.secrets().unwrap(), staged.secrets);
    let stranger = Leaf::make(&mut world.rng);
    let (other, _) = G::joiner(&stranger, &mut world.rng).unwrap();
    assert!(matches!(G::join(&other, &welcome, &stranger), Err(GroupError::Invalid(_))));
}

fn two_loads_agree<G: Group>() {
    let mut world = World::<G>::of(3);
    let mut first = reload(&world.groups[1], &world.leaves[1]);
    let mut second = reload(&world.groups[1], &world.leaves[1]);
    for n in 0..3 {
        let mls = world.commit(n as usize % 2 * 2, &change(n)).mls;
        first = first.process(&mls).unwrap().group;
        second = second.process(&mls).unwrap().group;
        assert_eq!(first.secrets().unwrap(), second.secrets().unwrap());
        assert_eq!(first.secrets().unwrap(), world.groups[0].secrets().unwrap());
        let again = reload(&first, &world.leaves[1]);
        assert_eq!(first.store(), again.store());
    }
}

fn the_loser_of_a_race_follows_the_winner<G: Group>() {
    let mut world = World::<G>::of(3);
    let winner = world.stage(0, 1);
    let loser = world.stage(1, 2);
    assert_ne!(winner.secrets, loser.secrets);
    let processed = world.groups[1].process(&winner.mls).unwrap();
    assert!(!processed.group.has_pending());
    assert_eq!(processed.secrets.as_ref(), Some(&winner.secrets));
    assert_eq!((processed.author, processed.context.cut), (world.member(0), 1));
    world.groups[1] = processed.group;
    world.groups[2] = world.groups[2].process(&winner.mls).unwrap().group;
    world.groups[0].merge_pending(&world.leaves[0]).unwrap();
    world.assert_in_step();
    assert!(world.groups[2].process(&loser.mls).is_err());
    world.commit(1, &change(2));
    world.assert_in_step();
}

fn who_is_removed_is_out<G: Group>() {
    let mut world = World::<G>::of(3);
    let removes = vec![world.member(1)];
    let staged = world.groups[0].stage(&Change { removes, ..change(1) }, &mut world.rng).unwrap();
    let processed = world.groups[1].process(&staged.mls).unwrap();
    assert!(!processed.still_member());
    assert_eq!((processed.secrets, processed.removed), (None, vec![world.member(1)]));
    let out = reload(&processed.group, &world.leaves[1]);
    assert_eq!(out.secrets(), Err(GroupError::NotAMember));
    assert_eq!(out.process(&staged.mls).unwrap_err(), GroupError::NotAMember);
    let mut out = out;
    assert_eq!(out.stage(&change(2), &mut world.rng).unwrap_err(), GroupError::NotAMember);
    let seen = world.groups[2].process(&staged.mls).unwrap();
    assert!(seen.still_member());
    assert_eq!(seen.group.members().len(), 2);
}

fn an_own_commit_is_recognised<G: Group>() {
    let mut world = World::<G>::of(2);
    let rolled_back = (world.groups[0].store(), world.groups[0].tree());
    let staged = world.stage(0, 1);
    assert_eq!(world.groups[0].process(&staged.mls).unwrap_err(), GroupError::OwnCommit);
    let rolled_back = G::load(&rolled_back.0, &rolled_back.1, &world.leaves[0]).unwrap();
    assert_eq!(rolled_back.process(&staged.mls).unwrap_err(), GroupError::OwnCommit);
}

fn a_pending_commit_survives_a_reload<G: Group>() {
    let mut world = World::<G>::of(2);
    let staged = world.stage(0, 1);
    let mut reloaded = reload(&world.groups[0], &world.leaves[0]);
    assert!(reloaded.has_pending());
    assert_ne!(reloaded.secrets().unwrap(), staged.secrets);
    assert!(reloaded.stage(&change(2), &mut world.rng).is_err());
    reloaded.merge_pending(&world.leaves[0]).unwrap();
    assert!(!reloaded.has_pending());
    assert_eq!(reloaded.secrets().unwrap(), staged.secrets);
    world.groups[0] = reload(&reloaded, &world.leaves[0]);
    world.groups[1] = world.groups[1].process(&staged.mls).unwrap().group;
    world.assert_in_step();
}

fn a_pending_commit_can_be_dropped<G: Group>() {
    let mut world = World::<G>::of(2);
    let before = world.groups[0].secrets().unwrap();
    world.stage(0, 1);
    world.groups[0].clear_pending();
    assert!(!world.groups[0].has_pending());
    assert!(world.groups[0].merge_pending(&world.leaves[0]).is_err());
    let reloaded = reload(&world.groups[0], &world.leaves[0]);
    assert!(!reloaded.has_pending());
    assert_eq!(reloaded.secrets().unwrap(), before);
    world.commit(0, &change(2));
    world.assert_in_step();
}

fn processing_changes_nothing<G: Group>() {
    let mut world = World::<G>::of(3);
    let first = world.stage(0, 1).mls;
    let second = world.stage(2, 2).mls;
    let before = world.groups[1].store();
    let one = world.groups[1].process(&first).unwrap();
    let other = world.groups[1].process(&second).unwrap();
    assert_ne!(one.secrets, other.secrets);
    assert!(world.groups[1].process(b"garbage").is_err());
    assert_eq!(world.groups[1].process(&first).unwrap().secrets, one.secrets);
    assert_eq!(world.groups[1].store(), before);
}

fn other_epochs_and_circles_are_refused<G: Group>() {
    let mut world = World::<G>::of(2);
    let old = world.commit(0, &change(1)).mls;
    assert_eq!(world.groups[1].process(&old).unwrap_err(), GroupError::WrongEpoch);
    let mut ahead = world.groups[0].copy().unwrap();
    ahead.stage(&change(2), &mut world.rng).unwrap();
    ahead.merge_pending(&world.leaves[0]).unwrap();
    let later = ahead.stage(&change(3), &mut world.rng).unwrap().mls;
    assert_eq!(world.groups[1].process(&later).unwrap_err(), GroupError::WrongEpoch);
    let mut foreign = World::<G>::of(1);
    foreign.groups[0] = G::found(CircleId([8; 32]), &foreign.leaves[0], &context(0), &mut foreign.rng).unwrap();
    foreign.commit(0, &change(1));
    foreign.commit(0, &change(1));
    let strange = foreign.stage(0, 1).mls;
    assert!(matches!(world.groups[1].process(&strange), Err(GroupError::Invalid(_))));
}

fn every_changed_byte_is_refused<G: Group>() {
    let mut world = World::<G>::of(2);
    let mls = world.stage(0, 1).mls;
    let step = (mls.len() / 100).max(1);
    for at in (0..mls.len()).step_by(step).chain([mls.len() - 1]) {
        let mut changed = mls.clone();
        changed[at] ^= 1;
        assert!(world.groups[1].process(&changed).is_err(), "byte {at} of {}", mls.len());
    }
    assert!(world.groups[1].process(&mls[..mls.len() - 1]).is_err());
    assert!(world.groups[1].process(&[mls.as_slice(), &[0]].concat()).is_err());
    assert!(world.groups[1].process(&mls).is_ok());
}

fn bad_changes_are_refused<G: Group>() {
    let mut world = World::<G>::of(2);
    let (_, again) = G::joiner(&world.leaves[1], &mut world.rng).unwrap();
    let namesake = Leaf { member: world.member(1), ..Leaf::make(&mut world.rng) };
    let (_, namesake) = G::joiner(&namesake, &mut world.rng).unwrap();
    let (own, stranger) = (world.member(0), [9; 16]);
    let cases = [
        Change { adds: vec![b"garbage".to_vec()], ..change(1) },
        Change { adds: vec![again], ..change(1) },
        Change { adds: vec![namesake], ..change(1) },
        Change { removes: vec![own], ..change(1) },
        Change { removes: vec![stranger], ..change(1) },
    ];
    for (n, case) in cases.iter().enumerate() {
        let refused = world.groups[0].stage(case, &mut world.rng).unwrap_err();
        assert!(matches!(refused, GroupError::Invalid(_) | GroupError::NotAMember), "case {n}: {refused:?}");
        assert!(!world.groups[0].has_pending());
    }
}

fn a_leaf_gets_a_new_key<G: Group>() {
    let mut world = World::<G>::of(3);
    let old = world.leaves[1].clone();
    let stolen = (world.groups[1].store(), world.groups[1].tree());
    let taken = Change { signer: Some(world.leaves[2].key.clone()), ..change(1) };
    assert!(world.groups[1].stage(&taken, &mut world.rng).is_err(), "somebody has that key");

    let signer = SigningKey::make(&mut world.rng);
    let staged = world.groups[1].stage(&Change { signer: Some(signer.clone()), ..change(1) }, &mut world.rng).unwrap();
    let new = Leaf { key: signer, ..old.clone() };
    let mut half = reload(&world.groups[1], &old);
    assert_eq!(half.merge_pending(&old), Err(GroupError::Damaged), "the old leaf is none any more");
    let processed = world.groups[0].process(&staged.mls).unwrap();
    assert_eq!((processed.author, processed.rekeyed), (old.member, Some(new.key.public())));
    world.groups[1] = reload(&world.groups[1], &old);
    world.groups[1].merge_pending(&new).unwrap();
    for n in [0, 2] {
        world.groups[n] = world.groups[n].process(&staged.mls).unwrap().group;
    }
    world.leaves[1] = new.clone();
    world.assert_in_step();
    assert!(world.groups[2].members().contains(&new.info()) && !world.groups[2].members().contains(&old.info()));
    world.groups[1] = reload(&world.groups[1], &new);
    world.commit(1, &change(2));
    world.commit(0, &change(3));
    world.assert_in_step();
    if std::any::type_name::<G>().ends_with("MlsGroup") {
        let thief = G::load(&stolen.0, &stolen.1, &old).unwrap();
        assert!(thief.process(&staged.mls).is_err(), "whoever had all that the old leaf had is out");
    }
}

fn a_lost_leaf_comes_back<G: Group>() {
    let mut world = World::<G>::of(3);
    let (joiner, key_package) = G::joiner(&world.leaves[1], &mut world.rng).unwrap();
    let removes = vec![world.member(1)];
    let back = Change { adds: vec![key_package], removes, ..change(1) };
    let staged = world.groups[0].stage(&back, &mut world.rng).unwrap();
    world.groups[0].merge_pending(&world.leaves[0]).unwrap();
    let seen = world.groups[2].process(&staged.mls).unwrap();
    assert_eq!((seen.added.clone(), seen.removed.clone()), (vec![world.leaves[1].info()], vec![world.member(1)]));
    world.groups[2] = seen.group;
    let old = world.groups[1].process(&staged.mls).unwrap();
    assert!(!old.still_member(), "the old leaf does not follow its own replacement");
    world.groups[1] = G::join(&joiner, &staged.welcome.unwrap(), &world.leaves[1]).unwrap();
    world.assert_in_step();
    world.commit(1, &change(2));
    world.assert_in_step();
}

fn damaged_states_are_refused<G: Group>() {
    let mut world = World::<G>::of(2);
    let (stored, tree) = (world.groups[0].store(), world.groups[0].tree());
    let other = Leaf::make(&mut world.rng);
    let renamed = Leaf { key: other.key.clone(), ..world.leaves[0].clone() };
    for (name, bytes, leaf) in [
        ("another leaf", stored.as_slice(), &other),
        ("another key", &stored, &renamed),
        ("a part", &stored[..stored.len() / 2], &world.leaves[0]),
        ("nothing", &[], &world.leaves[0]),
    ] {
        assert_eq!(G::load(bytes, &tree, leaf).unwrap_err(), GroupError::Damaged, "{name}");
    }
}

/// The tree that a stored state was written beside is the only one that it is loaded with.
fn other_trees_are_refused<G: Group>() {
    let mut world = World::<G>::of(3);
    let (stored, tree) = (world.groups[1].store(), world.groups[1].tree());
    let (_, key_package) = G::joiner(&Leaf::make(&mut world.rng), &mut world.rng).unwrap();
    let change = Change { adds: vec![key_package], ..change(1) };
    let staged = world.groups[0].stage(&change, &mut world.rng).unwrap();
    let next = world.groups[0].pending_tree().unwrap();
    let foreign = G::found(CIRCLE, &world.leaves[1], &context(0), &mut world.rng).unwrap().tree();
    let mut swapped = tree.clone();
    let (front, back) = swapped.split_at_mut(tree.len() / 2);
    front[..8].swap_with_slice(&mut back[..8]);
    let mut changed = tree.clone();
    *changed.last_mut().unwrap() ^= 1;
    for (name, tree) in [
        ("of the next epoch", next.as_slice()),
        ("of another circle", &foreign),
        ("with parts swapped", &swapped),
        ("with a changed byte", &changed),
        ("cut short", &tree[..tree.len() - 1]),
        ("with a byte more", &[tree.as_slice(), &[0]].concat()),
        ("none", &[]),
    ] {
        assert_eq!(G::load(&stored, tree, &world.leaves[1]).unwrap_err(), GroupError::Damaged, "{name}");
    }
    world.groups[1] = G::load(&stored, &tree, &world.leaves[1]).unwrap().process(&staged.mls).unwrap().group;
    assert_eq!(world.groups[1].tree(), next, "what the author foresaw is what others come to");
}

fn all_have_the_same_tree<G: Group>() {
    let mut world = World::<G>::of(6);
    let removes = vec![world.member(3), world.member(5)];
    world.commit(1, &Change { removes, ..change(2) });
    world.join();
    world.commit(2, &change(3));
    let inside: Vec<usize> = (0..world.groups.len()).filter(|n| world.groups[*n].secrets().is_ok()).collect();
    assert_eq!(inside, [0, 1, 2, 4, 6]);
    for n in inside {
        assert_eq!(world.groups[n].tree(), world.groups[0].tree());
        let mut again = reload(&world.groups[n], &world.leaves[n]);
        assert_eq!((again.tree(), again.store()), (world.groups[n].tree(), world.groups[n].store()));
        again.stage(&change(4), &mut world.rng).unwrap();
    }
}

/// Circle and secrets come without the tree, also with a pending commit inside, and not for another leaf.
fn secrets_need_no_tree<G: Group>() {
    let mut world = World::<G>::of(4);
    let leaf = Leaf::make(&mut world.rng);
    let (_, key_package) = G::joiner(&leaf, &mut world.rng).unwrap();
    for n in [0, 3] {
        let secrets = world.groups[n].secrets().unwrap();
        assert_eq!(G::secrets_of(&world.groups[n].store(), &world.leaves[n]).unwrap(), (CIRCLE, secrets));
    }
    let before = world.groups[0].secrets().unwrap();
    world.groups[0].stage(&Change { adds: vec![key_package], ..change(2) }, &mut world.rng).unwrap();
    let stored = world.groups[0].store();
    assert_eq!(G::secrets_of(&stored, &world.leaves[0]).unwrap(), (CIRCLE, before));
    assert_eq!(G::secrets_of(&stored, &world.leaves[1]).unwrap_err(), GroupError::Damaged);
    assert_eq!(G::secrets_of(&stored[1..], &world.leaves[0]).unwrap_err(), GroupError::Damaged);
}

fn twenty_members_turn_their_keys<G: Group>() {
    let mut world = World::<G>::of(5);
    while world.groups.len() < 20 {
        world.join();
    }
    for n in [19, 3, 11] {
        world.commit(n, &change(n as u32));
    }
    world.assert_in_step();
    assert_eq!(world.groups[0].members().len(), 20);
    for group in &world.groups {
        assert!(group.store().len() < 7_000, "{} bytes", group.store().len());
    }
    world.stage(3, 4);
    assert!(world.groups[3].store().len() < 25_000, "{} bytes", world.groups[3].store().len());
}

/// A state, a commit of another member and their secrets, as an earlier build stored them: what people have in their
/// boxes must stay readable, and every process must digest it alike.
#[test]
fn a_state_of_an_earlier_build_is_read() {
    let leaf = Leaf { member: [1; 16], key: seal::SigningKey::from_stored([2; 32]) };
    let group =
        MlsGroup::load(include_bytes!("fixtures/state.bin"), include_bytes!("fixtures/tree.bin"), &leaf).unwrap();
    let processed = group.process(include_bytes!("fixtures/commit.bin")).unwrap();
    let secrets = wire::encode(&(group.secrets().unwrap(), processed.secrets.unwrap()));
    insta::assert_snapshot!(Hash::of(&secrets).to_hex(), @"8b4437c6b3291c02c979ecd894b67649265b6821a3e72d5e22db1e2d6ef9bd8e");
}

/// Makes the fixtures of the test above anew: `cargo test -p seal --test group -- --ignored`.
#[test]
#[expect(clippy::disallowed_methods, reason = "this one writes the files that the tests read")]
#[ignore = "writes files; run it only when the stored format changes on purpose"]
fn make_fixtures() {
    let mut rng = ChaCha20Rng::seed_from_u64(2);
    let mine = Leaf { member: [1; 16], key: seal::SigningKey::from_stored([2; 32]) };
    let theirs = Leaf::make(&mut rng);
    let mut founder = MlsGroup::found(CIRCLE, &theirs, &context(0), &mut rng).unwrap();
    let (joiner, key_package) = MlsGroup::joiner(&mine, &mut rng).unwrap();
    let staged = founder.stage(&Change { adds: vec![key_package], ..change(1) }, &mut rng).unwrap();
    founder.merge_pending(&theirs).unwrap();
    let group = MlsGroup::join(&joiner, &staged.welcome.unwrap(), &mine).unwrap();
    let commit = founder.stage(&change(2), &mut rng).unwrap().mls;
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures");
    std::fs::write(format!("{folder}/state.bin"), group.store()).unwrap();
    std::fs::write(format!("{folder}/tree.bin"), group.tree()).unwrap();
    std::fs::write(format!("{folder}/commit.bin"), commit).unwrap();
}

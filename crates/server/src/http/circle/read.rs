//! `POST /v1/circle/read`: entries of a commit, and its children where it is the reader's own.

use server_store::Store;
use wire::{
    Code, Problem,
    circle::{Child, Page, Read},
    limits,
};

use super::signed_at;
use crate::http::adapter::{Call, Handle};

/// Bytes of entries in one answer.
const ROOM: usize = limits::BODY;
/// Children that are read at a time: an envelope may be a megabyte.
const CHILDREN: u32 = 4;

impl<S: Store> Handle<S> for Read {
    async fn handle(self, call: &Call<'_, S>) -> Result<Page, Problem> {
        signed_at(call, self.circle, self.at).await?;
        let store = &call.service.store;
        let page = store.read(self.circle, self.at, self.commit, self.from, ROOM, call.service.today()).await?;
        let page = page.ok_or(Problem::new(Code::NotFound))?;
        let children = if self.commit == self.at { children(store, &self).await? } else { Vec::new() };
        Ok(Page { entries: page.entries, total: page.total, children })
    }
}

/// Children from the wanted place on, as many as an answer holds; the last may go beyond it.
async fn children<S: Store>(store: &S, wanted: &Read) -> Result<Vec<Child>, Problem> {
    let (mut found, mut used) = (Vec::new(), 0);
    while (found.len() as u32) < limits::CHILDREN_PER_READ && used < ROOM {
        let from = wanted.from_child.saturating_add(found.len() as u32);
        let more = store.children(wanted.circle, wanted.at, from, CHILDREN).await?;
        let is_last = (more.len() as u32) < CHILDREN;
        used += more.iter().map(|child| child.envelope.len()).sum::<usize>();
        found.extend(more);
        if is_last {
            break;
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use wire::{
        BlobId, Code,
        circle::{BlobGet, Commit, Path, Read, Shred},
        limits,
        pow::{Stamp, child_bits, child_subject},
    };

    use crate::testing::{CIRCLE, World, commit, id};

    fn read(at: u8, commit: u8) -> Read {
        Read { circle: CIRCLE, at: id(at), commit: id(commit), from: 0, from_child: 0 }
    }

    /// Who is 1 to 4 on the tree 1 - 2 - 3 and 1 - 4: an ancestor, a member, the tip, and a removed member's own branch.
    #[tokio::test]
    async fn a_commits_key_reads_the_path_to_it_and_nothing_else() {
        let world = World::new();
        world.forked().await;
        for (at, readable) in [(1, &[1][..]), (2, &[1, 2]), (3, &[1, 2, 3]), (4, &[1, 4])] {
            for commit in 1..=4 {
                let expected = if readable.contains(&commit) { Ok(()) } else { Err(Code::NotFound) };
                let entries = world.signed(at, &read(at, commit)).await;
                assert_eq!(entries.map(drop).map_err(|problem| problem.code), expected, "{at} reads {commit}");
                let blob = BlobGet { circle: CIRCLE, at: id(at), blob: BlobId::of(&[commit; 100]) };
                let blob = world.signed(at, &blob).await;
                assert_eq!(blob.map(drop).map_err(|problem| problem.code), expected, "{at} has snapshot {commit}");
                let secret = wire::DeleteSecret([0; 32]);
                let shred = Shred { circle: CIRCLE, at: id(at), commit: id(commit), n: 0, secret };
                let expected = if readable.contains(&commit) { Code::Malformed } else { Code::NotFound };
                assert_eq!(world.signed(at, &shred).await.unwrap_err().code, expected, "{at} names lasting {commit}");
            }
            let steps = world.signed(at, &Path { circle: CIRCLE, at: id(at) }).await.unwrap().steps;
            assert_eq!(
                steps.iter().map(|step| step.commit).collect::<Vec<_>>(),
                readable.iter().copied().map(id).collect::<Vec<_>>()
            );
        }
    }

    #[tokio::test]
    async fn another_commits_key_does_not_sign_for_this_one() {
        let world = World::new();
        world.forked().await;
        for (signer, at) in [(1, 3), (3, 1), (4, 2), (2, 4)] {
            assert_eq!(world.signed(signer, &read(at, at)).await.unwrap_err().code, Code::NotAuthorised);
            let path = Path { circle: CIRCLE, at: id(at) };
            assert_eq!(world.signed(signer, &path).await.unwrap_err().code, Code::NotAuthorised);
        }
    }

    #[tokio::test]
    async fn children_are_listed_at_ones_own_commit() {
        let world = World::new();
        world.forked().await;
        let children = async |at, commit| {
            let page = world.signed(at, &read(at, commit)).await.unwrap();
            page.children.into_iter().map(|child| child.commit).collect::<Vec<_>>()
        };
        assert_eq!(children(1, 1).await, [id(2), id(4)]);
        assert_eq!(children(3, 1).await, []);
    }

    #[tokio::test]
    async fn many_children_come_in_several_answers() {
        let world = World::new();
        world.found().await;
        let most = limits::CHILDREN_PER_READ;
        let subject = |place| child_subject(CIRCLE, id(1), place);
        for place in 0..most + 2 {
            let stamp = Stamp::search(world.today(), &subject(place), child_bits(place).unwrap(), 0, u64::MAX);
            let child = Commit { stamp, ..commit(1, place as u8 + 2, place, 0) };
            world.signed(1, &child).await.unwrap();
        }
        let numbers = async |from_child| {
            let page = world.signed(1, &Read { from_child, ..read(1, 1) }).await.unwrap();
            page.children.iter().map(|child| child.child_no).collect::<Vec<_>>()
        };
        assert_eq!(numbers(0).await, (0..most).collect::<Vec<_>>());
        assert_eq!(numbers(most).await, [most, most + 1]);
        assert_eq!(numbers(most + 2).await, [] as [u32; 0]);
        assert_eq!(numbers(u32::MAX).await, [] as [u32; 0]);
    }
}

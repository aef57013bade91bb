//! `POST /v1/circle/read`: entries of a commit, and its children where it is the reader's own.

use server_store::Store;
use wire::{
    Code, Problem,
    circle::{Page, Read},
    limits,
};

use super::signed_at;
use crate::http::adapter::{Call, Handle};

/// Bytes of entries in one answer.
const ROOM: usize = limits::BODY;

impl<S: Store> Handle<S> for Read {
    async fn handle(self, call: &Call<'_, S>) -> Result<Page, Problem> {
        signed_at(call, self.circle, self.at).await?;
        let store = &call.service.store;
        let page = store.read(self.circle, self.at, self.commit, self.from, ROOM, call.service.today()).await?;
        let page = page.ok_or(Problem::new(Code::NotFound))?;
        let children = if self.commit == self.at {
            store.children(self.circle, self.at, 0, limits::CHILDREN).await?
        } else {
            Vec::new()
        };
        Ok(Page { entries: page.entries, total: page.total, children })
    }
}

#[cfg(test)]
mod tests {
    use wire::{
        BlobId, Code,
        circle::{BlobGet, Path, Read, Shred},
    };

    use crate::testing::{CIRCLE, World, id};

    fn read(at: u8, commit: u8) -> Read {
        Read { circle: CIRCLE, at: id(at), commit: id(commit), from: 0 }
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
                let expected = if readable.contains(&commit) { Code::NotAuthorised } else { Code::NotFound };
                assert_eq!(world.signed(at, &shred).await.unwrap_err().code, expected, "{at} shreds in {commit}");
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
}

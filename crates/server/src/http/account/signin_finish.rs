//! `POST /v1/account/signin-finish`: the vault, for whoever knew the passphrase.

use server_store::Store;
use wire::{
    Code, Problem,
    account::{Account, SignInFinish},
};

use super::{login_problem, whole};
use crate::http::adapter::{Call, Handle};

impl<S: Store> Handle<S> for SignInFinish {
    async fn handle(self, call: &Call<'_, S>) -> Result<Account, Problem> {
        let service = call.service;
        let refused = Problem::new(Code::NotAuthorised);
        let waiting = service.sign_ins().take(&self.attempt, service.now());
        let (attempt, key) = waiting.ok_or(refused.clone())?;
        login::server::sign_in_finish(attempt, &self.finalization).map_err(login_problem)?;
        service.store.account(key).await?.map(whole).ok_or(refused)
    }
}

#[cfg(test)]
mod tests {
    use wire::{Code, Etag, account::SignInFinish, limits};

    use crate::{
        signins::LIFE_MS,
        testing::{World, refused},
    };

    #[tokio::test]
    async fn the_passphrase_brings_the_vault() {
        let world = World::new();
        world.sign_up(7, b"right").await.unwrap();
        let account = world.sign_in(7, b"right").await.unwrap().unwrap();
        assert_eq!(account.vault.to_vec(), vec![5; limits::VAULT]);
        assert_eq!((account.wrapped_vault_key.to_vec(), account.etag), (vec![4; 72], Etag::of(&account.vault)));
    }

    #[tokio::test]
    async fn wrong_passphrase_and_unknown_name_look_alike() {
        let world = World::new();
        world.sign_up(7, b"right").await.unwrap();
        let wrong = world.sign_in(7, b"wrong").await.unwrap();
        let unknown = world.sign_in(8, b"right").await.unwrap();
        assert_eq!(wrong, Err((login::Error::NotAccepted, 16, 320)));
        assert_eq!(unknown, wrong);
    }

    #[tokio::test]
    async fn an_attempt_is_finished_once_and_soon_and_only_truthfully() {
        use login::{TestKsf, client};
        use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
        let world = World::new();
        let account = world.sign_up(7, b"right").await.unwrap();
        let mut rng = ChaCha20Rng::seed_from_u64(5);
        let mut start = async || {
            let (state, request) = client::sign_in_start::<TestKsf>(&mut rng, b"right").unwrap();
            let request = wire::account::SignInStart { login: account.login, request: request.into() };
            let credential = world.ask(&request).await.unwrap();
            let (_, last) = client::sign_in_finish(state, &mut rng, b"right", &credential.response).unwrap();
            SignInFinish { attempt: credential.attempt, finalization: last.into() }
        };
        let good = start().await;
        assert!(world.ask(&good).await.is_ok());
        assert_eq!(refused(world.ask(&good).await), Code::NotAuthorised, "once");
        let late = start().await;
        world.pass(LIFE_MS + 1);
        assert_eq!(refused(world.ask(&late).await), Code::NotAuthorised, "soon");
        let forged = SignInFinish { finalization: vec![1; 64].into(), ..start().await };
        assert_eq!(refused(world.ask(&forged).await), Code::NotAuthorised, "truthfully");
        let unknown = SignInFinish { attempt: vec![0; 16].into(), finalization: vec![1; 64].into() };
        assert_eq!(refused(world.ask(&unknown).await), Code::NotAuthorised);
        let truncated = SignInFinish { finalization: vec![1; 63].into(), ..start().await };
        assert_eq!(refused(world.ask(&truncated).await), Code::Malformed);
    }

    #[tokio::test]
    async fn a_name_can_be_tried_only_so_often() {
        let world = World::new();
        world.sign_up(7, b"right").await.unwrap();
        // Signing up took one of them.
        for _ in 1..limits::SIGNINS_PER_HOUR {
            assert!(world.sign_in(7, b"wrong").await.unwrap().is_err());
        }
        let problem = world.sign_in(7, b"right").await.unwrap_err();
        assert_eq!((problem.code, problem.retry_after_s.is_some()), (Code::RateLimited, true));
        assert_eq!(refused(world.sign_up(7, b"guess").await), Code::RateLimited, "registering is no way round");
        assert!(world.sign_in(8, b"other").await.is_ok(), "other names are not held up");
        world.pass(3_600_000);
        assert!(world.sign_in(7, b"right").await.unwrap().is_ok());
    }
}

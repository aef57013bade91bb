//! `POST /v1/account/signup`: an account with its vault and its recovery record, at once.

use server_store::{Admission, SigningUp, Store};
use wire::{
    Code, Etag, Problem,
    account::{SignUp, SignUpRule, VaultStored},
};

use super::{check_vault, check_wrapped, login_problem};
use crate::http::adapter::{Call, Handle};

impl<S: Store> Handle<S> for SignUp {
    async fn handle(self, call: &Call<'_, S>) -> Result<VaultStored, Problem> {
        check_vault(&self.vault)?;
        check_wrapped(&self.wrapped_vault_key, &self.recovery)?;
        call.worked(self.stamp, &self.login.0)?;
        call.service.limiter.sign_up(call.peer)?;
        let record = login::server::record(&self.upload).map_err(login_problem)?;
        let key = call.service.secrets.account(self.login);
        let admission = match call.service.store.account(key).await? {
            // The same request again, or a name that is taken: the store tells them apart.
            Some(_) => Admission::Free,
            None => admission(call, &self).await?,
        };
        let etag = Etag::of(&self.vault);
        match call.service.store.sign_up(key, record, self, admission).await? {
            SigningUp::Stored => Ok(VaultStored { etag }),
            SigningUp::NameTaken => Err(Code::NameTaken.into()),
            SigningUp::CodeTaken => Err(Code::Conflict.into()),
            SigningUp::NotAdmitted => Err(Code::CodeNeeded.into()),
        }
    }
}

/// On what condition somebody new may sign up.
async fn admission<S: Store>(call: &Call<'_, S>, request: &SignUp) -> Result<Admission, Problem> {
    let rules = &call.service.rules;
    if let Some(most) = rules.accounts
        && call.service.store.counts().await?.accounts >= most
    {
        return Err(Code::SignUpClosed.into());
    }
    match (rules.sign_up, &request.code) {
        (SignUpRule::Open, _) => Ok(Admission::Free),
        (SignUpRule::Invite, Some(code)) => Ok(Admission::Code { code: code.hash(), today: call.service.today() }),
        (SignUpRule::Invite, None) => Err(Code::CodeNeeded.into()),
        (SignUpRule::Closed, _) => Err(Code::SignUpClosed.into()),
    }
}

#[cfg(test)]
mod tests {
    use wire::{
        Code, CodeId, LoginHash,
        account::{About, AboutGet, Recovery, SignUp, SignUpCode, SignUpRule},
        limits,
    };

    use crate::{
        Rules,
        testing::{World, refused},
    };

    #[tokio::test]
    async fn a_name_is_taken_once_and_the_same_request_may_come_again() {
        let world = World::new();
        let first = world.sign_up(7, b"right").await.unwrap();
        assert!(world.ask(&first).await.is_ok());
        assert_eq!(refused(world.sign_up(7, b"other").await), Code::NameTaken);
        assert_eq!(refused(world.sign_up(8, b"other").await), Code::Conflict, "the recovery code is another's");
        assert!(world.sign_in(7, b"right").await.unwrap().is_ok());
    }

    #[tokio::test]
    async fn the_operator_decides_who() {
        let template = World::new().sign_up(7, b"right").await.unwrap();
        let rules = |sign_up, accounts| Rules { sign_up, accounts, ..Rules::default() };
        let (open, invite, closed) = (SignUpRule::Open, SignUpRule::Invite, SignUpRule::Closed);
        let good = SignUpCode::new([1; 10]);
        for (rules, code, expected) in [
            (rules(open, None), None, Ok(())),
            (rules(open, Some(0)), None, Err(Code::SignUpClosed)),
            (rules(closed, None), Some(good.clone()), Err(Code::SignUpClosed)),
            (rules(invite, None), None, Err(Code::CodeNeeded)),
            (rules(invite, None), Some(SignUpCode::new([2; 10])), Err(Code::CodeNeeded)),
            (rules(invite, None), Some(good.clone()), Ok(())),
            (rules(invite, Some(0)), Some(good.clone()), Err(Code::SignUpClosed)),
        ] {
            let world = World::with_rules(rules);
            world.service.store().add_code(good.hash(), 1, world.today());
            let request = SignUp { code: code.clone(), ..template.clone() };
            let outcome = world.ask(&request).await.map(drop).map_err(|problem| problem.code);
            assert_eq!(outcome, expected, "{rules:?} {code:?}");
            let about = world.ask(&AboutGet {}).await.unwrap();
            assert_eq!(about, About { sign_up: rules.sign_up, founding: true });
        }
    }

    #[tokio::test]
    async fn a_code_is_used_up_and_its_days_end() {
        let world = World::with_rules(Rules { sign_up: SignUpRule::Invite, ..Rules::default() });
        let code = SignUpCode::new([1; 10]);
        world.service.store().add_code(code.hash(), 2, world.today());
        let template = World::new().sign_up(7, b"right").await.unwrap();
        let newcomer = |name: u8| {
            let (login, code_id) = (LoginHash([name; 32]), CodeId([name; 32]));
            let recovery = Recovery { code: code_id, ..template.recovery.clone() };
            SignUp { login, recovery, stamp: world.stamp(login.0), code: Some(code.clone()), ..template.clone() }
        };
        for _ in 0..3 {
            assert!(world.ask(&newcomer(1)).await.is_ok(), "the same request uses up nothing more");
        }
        world.ask(&newcomer(2)).await.unwrap();
        assert_eq!(refused(world.ask(&newcomer(3)).await), Code::CodeNeeded);
        world.service.store().add_code(code.hash(), 2, world.today());
        world.pass(86_400_000);
        assert_eq!(refused(world.ask(&newcomer(4)).await), Code::CodeNeeded, "yesterday was its last day");
    }

    #[tokio::test]
    async fn malformed_uploads_lazy_ones_and_wrong_sizes_are_refused() {
        let world = World::new();
        let good = world.sign_up(7, b"right").await.unwrap();
        let login = LoginHash([8; 32]);
        let good = SignUp { login, stamp: world.stamp(login.0), ..good };
        let recovery = Recovery { code: CodeId([9; 32]), ..good.recovery.clone() };
        let mut lazy = good.clone();
        lazy.stamp.number += 1;
        for (request, expected) in [
            (SignUp { upload: vec![1; 191].into(), ..good.clone() }, Code::Malformed),
            (lazy, Code::ProofOfWork),
            (SignUp { vault: vec![0; limits::VAULT - 1].into(), ..good.clone() }, Code::TooLarge),
            (SignUp { vault: vec![0; limits::VAULT + 1].into(), ..good.clone() }, Code::TooLarge),
            (SignUp { wrapped_vault_key: vec![0; 4097].into(), ..good.clone() }, Code::TooLarge),
            (SignUp { recovery: Recovery { sealed: vec![0; 4097].into(), ..recovery }, ..good }, Code::TooLarge),
        ] {
            assert_eq!(refused(world.ask(&request).await), expected);
        }
    }
}

//! `stayhere serve`.

use std::{process::ExitCode, sync::Arc};

use directory_store::DirectoryStore;
use server::{Config, Directory, Rules};
use wire::account::SignUpRule;

use crate::{Trouble, args, assets, directory, home, host, say, words::Words};

pub(crate) async fn run(args: args::Serve, words: &Words) -> Result<ExitCode, Trouble> {
    let data = args.data.map_or_else(|| home::server_data(words), Ok)?;
    let listener = host::listen(args.listen, words).await?;
    let service = host::open(&data, rules(&args.switches), words).await?;
    let store: Arc<dyn DirectoryStore> = Arc::new(directory::open(&data, words).await?);
    let listed = Directory::open(Arc::clone(&store), args.url, host::now()).await;
    service.list(listed.map_err(|error| directory::trouble(&error, words))?);
    if !assets::is_embedded() {
        say::trouble(&words.get("serve-no-web"));
    }
    let stop = host::Stop::new()?;
    say::line(&format!("listening on http://{}", listener.local_addr()?));
    let asking = tokio::spawn(directory::rounds(store));
    host::serve(service, listener, Config { behind_proxy: args.behind_proxy }, stop, words).await?;
    asking.abort();
    Ok(ExitCode::SUCCESS)
}

fn rules(switches: &args::Switches) -> Rules {
    Rules {
        sign_up: match switches.sign_up {
            args::SignUp::Open => SignUpRule::Open,
            args::SignUp::Invite => SignUpRule::Invite,
            args::SignUp::Closed => SignUpRule::Closed,
        },
        founding: switches.founding == args::Founding::Open,
        accounts: switches.most_accounts,
        circles: switches.most_circles,
        circle_bytes: switches.circle_mib.saturating_mul(1024 * 1024),
    }
}

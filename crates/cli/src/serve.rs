//! `stayhere serve`.

use std::{process::ExitCode, sync::Arc};

use client::Pusher;
use directory_store::DirectoryStore;
use futures::FutureExt;
use server::{Config, Directory, Push, Pushed, Rules, Waker};
use wire::account::SignUpRule;

use crate::{Trouble, args, assets, directory, home, host, say, template, words::Words};

pub(crate) async fn run(args: args::Serve, words: &Words) -> Result<ExitCode, Trouble> {
    let data = args.data.map_or_else(|| home::server_data(words), Ok)?;
    let listener = host::listen(args.listen, words).await?;
    let service = host::open(&data, rules(&args.switches), words).await?;
    let store: Arc<dyn DirectoryStore> = Arc::new(directory::open(&data, words).await?);
    let contact = args.url.clone().filter(|url| url.starts_with("https://"));
    let base = args.url.clone().unwrap_or_default();
    let own = directory::Own { key: service.directory_key(), base };
    let listed = Directory::open(Arc::clone(&store), args.url, host::now()).await;
    service.list(listed.map_err(|error| directory::trouble(&error, words))?);
    if let Some(folder) = &args.templates {
        service.offer(template::offered(folder, words)?);
    }
    if !args.no_reminders {
        service.wake_by(waker(contact)?);
    }
    if !assets::is_embedded() {
        say::trouble(&words.get("serve-no-web"));
    }
    let stop = host::Stop::new()?;
    say::line(&format!("listening on http://{}", listener.local_addr()?));
    let asking = tokio::spawn(directory::rounds(store, own));
    host::serve(service, listener, Config { behind_proxy: args.behind_proxy }, stop, words).await?;
    asking.abort();
    Ok(ExitCode::SUCCESS)
}

/// Wakes browsers over the network. Push services that want to reach the operator find the server's own address.
fn waker(contact: Option<String>) -> Result<Waker, Trouble> {
    let pusher = Pusher::new()?;
    let carry = move |push: Push| {
        let pusher = pusher.clone();
        let post = async move { pusher.post(&push.address, &push.headers).await };
        post.map(|status| status.map_or(Pushed::Failed, Pushed::Answered)).boxed()
    };
    Ok(Waker::new(Arc::new(carry), contact))
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

//! `stayhere demo`: a server with a circle of simulated members who hold meetings, for whoever wants to look.
//!
//! Each of them is a whole client with an account, a key and an engine of its own. What they say is data
//! (`demo/*.toml`); when they act follows from what they see ([`mind`]).

mod cast;
mod company;
mod mind;

use std::{net::SocketAddr, path::PathBuf, process::ExitCode};

use server::{Config, Rules};

use crate::{Trouble, args, assets, home, host, say, words::Words};

use cast::Cast;

pub(crate) async fn run(args: args::Demo, words: &Words) -> Result<ExitCode, Trouble> {
    let temporary = args.data.is_none().then(tempfile::tempdir).transpose()?;
    let data = match (&args.data, &temporary) {
        (Some(data), _) => data.clone(),
        (None, Some(folder)) => folder.path().to_owned(),
        (None, None) => home::server_data(words)?,
    };
    let listener = host::listen(args.listen, words).await?;
    let service = host::open(&data, Rules::default(), words).await?;
    let address = listener.local_addr()?;
    if !assets::is_embedded() {
        say::trouble(&words.get("serve-no-web"));
    }
    let stop = host::Stop::new()?;
    say::line(&format!("listening on http://{address}"));
    tokio::select! {
        served = host::serve(service, listener, Config::default(), stop, words) => served?,
        failed = perform(reachable(address), data.join("members"), args.speed, words) => failed?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Brings the circle together, prints the link and plays until it is dropped.
async fn perform(address: SocketAddr, stores: PathBuf, speed: u64, words: &Words) -> Result<(), Trouble> {
    let server = format!("http://{address}");
    let cast = Cast::of(words.lang)?;
    say::line(&words.get("demo-gathering"));
    let company = company::gather(&server, &stores, &cast, words).await?;
    let link = company.link(&server, words).await?;
    say::line(&words.get("demo-ready"));
    say::line(&link);
    company.play(&cast, speed).await;
    Ok(())
}

/// Where a server that listens on every address is reached from here.
fn reachable(address: SocketAddr) -> SocketAddr {
    let mut reachable = address;
    if address.ip().is_unspecified() {
        let local = if address.is_ipv4() { [127, 0, 0, 1].into() } else { std::net::Ipv6Addr::LOCALHOST.into() };
        reachable.set_ip(local);
    }
    reachable
}

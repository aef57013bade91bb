//! Requests to push services: addresses that anybody may have handed to the server. So nothing inside the operator's own network is
//! ever asked: only `https`, only hosts with a name whose addresses are public, no redirections, no proxy.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
};

use reqwest::{
    Client,
    dns::{Addrs, Name, Resolve, Resolving},
    redirect::Policy,
};

use crate::{
    ConnectError,
    net::{CONNECT, REQUEST, tls},
};

/// Asks push services.
#[derive(Clone)]
pub struct Pusher(Client);

impl Pusher {
    /// One that asks public addresses alone.
    ///
    /// # Errors
    /// [`ConnectError::Tls`].
    pub fn new() -> Result<Self, ConnectError> {
        let builder =
            Client::builder().tls_backend_preconfigured(tls()?).https_only(true).dns_resolver(Arc::new(Public));
        Self::build(builder)
    }

    /// Posts nothing to an address, and gives the status of the answer; none when there was no answer, or the address must not be
    /// asked.
    pub async fn post(&self, address: &str, headers: &[(&'static str, String)]) -> Option<u16> {
        let url = reqwest::Url::parse(address).ok()?;
        let mut request = self.0.post(url).header("content-length", "0");
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let answer = request.send().await;
        // The error names the address, which belongs in no log.
        let answer = answer.map_err(|error| tracing::debug!(error = %error.without_url(), "a push was not answered"));
        answer.ok().map(|answer| answer.status().as_u16())
    }

    fn build(builder: reqwest::ClientBuilder) -> Result<Self, ConnectError> {
        let builder = builder.redirect(Policy::none()).no_proxy().connect_timeout(CONNECT).timeout(REQUEST);
        builder.build().map(Self).map_err(|_| ConnectError::Address("push".to_owned()))
    }
}

/// Finds the public addresses of a name, and no others.
struct Public;

impl Resolve for Public {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let public: Vec<SocketAddr> = found.filter(|address| is_public(address.ip())).collect();
            if public.is_empty() {
                return Err(io::Error::from(io::ErrorKind::AddrNotAvailable).into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

/// Whether an address belongs to the internet and to no network of its own (the registries of RFC 6890).
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

const fn is_public_v4(address: Ipv4Addr) -> bool {
    let own = match address.octets() {
        // This network, private, carrier's, loopback, link, protocol assignments, benchmarks, multicast and above.
        [0 | 10 | 127 | 224..=255, ..]
        | [100, 64..=127, ..]
        | [169, 254, ..]
        | [172, 16..=31, ..]
        | [192, 168, ..]
        | [192, 0, 0 | 2, _]
        | [192, 88, 99, _]
        | [198, 18..=19, ..]
        | [198, 51, 100, _]
        | [203, 0, 113, _] => true,
        _ => false,
    };
    !own
}

const fn is_public_v6(address: Ipv6Addr) -> bool {
    match address.segments() {
        // Protocol assignments with Teredo, documentation, 6to4: in the last one an own address of the fourth version may hide.
        [0x2001, 0..=0x01ff | 0x0db8, ..] | [0x2002, ..] => false,
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
impl Pusher {
    /// One that also asks this machine, without TLS.
    fn unguarded() -> Self {
        Self::build(Client::builder().tls_backend_preconfigured(tls().unwrap())).unwrap()
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;
    use server::{Push, Pushed, Secrets, Service, Waker};
    use server_store::{Memory, Store};
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };
    use wire::{Millis, wake::WakeTime};

    use super::*;

    const NOW: Millis = Millis(20_000 * 86_400_000);

    /// Answers one request, and gives it as it came.
    async fn answer(listener: TcpListener, status: &str) -> String {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut came = Vec::new();
        while !came.ends_with(b"\r\n\r\n") {
            came.push(socket.read_u8().await.unwrap());
        }
        let answer = format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        socket.write_all(answer.as_bytes()).await.unwrap();
        String::from_utf8(came).unwrap()
    }

    #[tokio::test]
    async fn a_push_service_gets_exactly_this_and_can_say_that_a_browser_is_gone() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let local = format!("http://{}", listener.local_addr().unwrap());
        let secrets = Secrets::generate(&mut rand_core::OsRng);
        let service = Service::new(Memory::new(), secrets, Arc::new(|| NOW), [1; 32]);
        let pusher = Pusher::unguarded();
        let carry = move |push: Push| {
            let (pusher, address) = (pusher.clone(), push.address.replace("https://push.example", &local));
            async move { pusher.post(&address, &push.headers).await.map_or(Pushed::Failed, Pushed::Answered) }.boxed()
        };
        service.wake_by(Waker::new(Arc::new(carry), None));
        let times = vec![WakeTime::of(NOW), WakeTime::of(NOW).plus(9)];
        service.store().wakes_set("https://push.example/secret".to_owned(), times, 9).await.unwrap();
        let (came, woken) = tokio::join!(answer(listener, "410 Gone"), service.wake_due());
        woken.unwrap();
        let mut lines: Vec<&str> = came.lines().filter(|line| !line.is_empty()).collect();
        assert_eq!(lines.remove(0), "POST /secret HTTP/1.1");
        let mut names: Vec<&str> = lines.iter().filter_map(|line| line.split_once(':')).map(|(name, _)| name).collect();
        names.sort_unstable();
        let expected = ["accept", "accept-encoding", "authorization", "content-length", "host", "ttl", "urgency"];
        assert_eq!(names, expected, "nothing else, and no content: {came}");
        assert!(
            lines.contains(&"content-length: 0") && lines.contains(&"ttl: 900") && lines.contains(&"urgency: high")
        );
        assert!(service.store().wakes_take(WakeTime(u32::MAX), 9).await.unwrap().is_empty(), "gone, and forgotten");
    }

    #[tokio::test]
    async fn no_redirection_is_followed() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/a", listener.local_addr().unwrap());
        let elsewhere = format!("307 Temporary Redirect\r\nlocation: {address}");
        let pusher = Pusher::unguarded();
        let (_, status) = tokio::join!(answer(listener, &elsewhere), pusher.post(&address, &[]));
        assert_eq!(status, Some(307));
    }

    #[tokio::test]
    async fn what_lies_in_the_own_network_is_not_asked() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let pusher = Pusher::new().unwrap();
        for address in [format!("https://localhost:{port}/a"), format!("http://localhost:{port}/a")] {
            assert_eq!(pusher.post(&address, &[]).await, None);
        }
        assert!(listener.accept().now_or_never().is_none(), "not even a connection");
    }

    #[test]
    fn public_addresses() {
        for (address, expected) in [
            ("8.8.8.8", true),
            ("100.63.255.255", true),
            ("100.64.0.1", false),
            ("127.0.0.1", false),
            ("10.1.2.3", false),
            ("172.15.0.1", true),
            ("172.31.0.1", false),
            ("192.168.0.1", false),
            ("169.254.169.254", false),
            ("0.0.0.0", false),
            ("224.0.0.1", false),
            ("255.255.255.255", false),
            ("2a00:1450::1", true),
            ("::1", false),
            ("::", false),
            ("::ffff:127.0.0.1", false),
            ("64:ff9b::7f00:1", false),
            ("2002:7f00:1::", false),
            ("2001::1", false),
            ("fe80::1", false),
            ("fd00::1", false),
            ("ff02::1", false),
        ] {
            assert_eq!(is_public(address.parse().unwrap()), expected, "{address}");
        }
    }
}

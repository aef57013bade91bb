use std::{
    io::{Read, Write},
    net::TcpListener,
    net::TcpStream,
};

use crate::process::{Stayhere, run, serve};

#[test]
fn serves_until_it_is_told_to_end() {
    let home = tempfile::tempdir().unwrap();
    let (server, url) = serve(home.path());
    let address = url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 "), "{answer}");
    assert!(answer.contains("content-security-policy"), "{answer}");
    server.terminate();
    assert!(server.end().success());
}

#[test]
fn a_port_in_use_is_told() {
    let home = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let (status, out, err) = run(home.path(), &["serve", "--listen", &address]);
    assert_eq!((status.code(), out.as_str()), (Some(1), ""));
    assert!(err.contains(&address) && err.contains("--listen"), "{err}");
}

#[test]
fn a_folder_that_cannot_be_written_is_told() {
    let home = tempfile::tempdir().unwrap();
    for folder in ["/proc/stayhere", "/dev/null/stayhere"] {
        let (status, out, err) = run(home.path(), &["serve", "--listen", "127.0.0.1:0", "--data", folder]);
        assert_eq!((status.code(), out.as_str()), (Some(1), ""), "{folder}");
        assert!(err.contains(folder) && err.contains("--data"), "{err}");
    }
}

#[test]
fn two_servers_on_one_folder_are_told() {
    let home = tempfile::tempdir().unwrap();
    let (_server, _) = serve(home.path());
    let data = home.path().join("data").display().to_string();
    let (status, _, err) = run(home.path(), &["serve", "--listen", "127.0.0.1:0", "--data", &data]);
    assert_eq!(status.code(), Some(1));
    assert!(err.contains("in use by another"), "{err}");
}

#[test]
fn missing_and_damaged_secrets_are_told() {
    let home = tempfile::tempdir().unwrap();
    let (server, _) = serve(home.path());
    server.terminate();
    assert!(server.end().success());
    let data = home.path().join("data");
    let place = data.display().to_string();
    for name in ["day-keys", "secrets"] {
        let file = data.join(name);
        let sound = std::fs::read(&file).unwrap();
        for (bytes, expected) in [(Some(&b"damaged"[..]), "is damaged"), (None, "is missing")] {
            match bytes {
                Some(bytes) => std::fs::write(&file, bytes).unwrap(),
                None => std::fs::remove_file(&file).unwrap(),
            }
            let (status, _, err) = run(home.path(), &["serve", "--listen", "127.0.0.1:0", "--data", &place]);
            assert_eq!(status.code(), Some(1));
            assert!(err.contains(expected) && err.contains(name), "{err}");
        }
        std::fs::write(&file, sound).unwrap();
    }
}

#[test]
fn a_wrong_call_is_told() {
    let home = tempfile::tempdir().unwrap();
    let (status, _, err) = run(home.path(), &["serve", "--listen", "nowhere"]);
    assert_eq!(status.code(), Some(2));
    assert!(err.contains("nowhere"), "{err}");
    let (status, _, err) = run(home.path(), &["join", "https://example.org/no-link"]);
    assert_eq!(status.code(), Some(1));
    assert!(err.contains("/join#"), "{err}");
    let (status, _, err) = run(home.path(), &["meet"]);
    assert_eq!(status.code(), Some(1));
    assert!(err.contains("--server"), "{err}");
}

#[test]
fn texts_come_in_arabic() {
    let home = tempfile::tempdir().unwrap();
    let (_, _, err) = run(home.path(), &["--lang", "ar", "meet"]);
    assert!(err.contains("خادم"), "{err}");
}

#[test]
fn end_of_answers_is_told() {
    let home = tempfile::tempdir().unwrap();
    let (_server, url) = serve(home.path());
    let mut meet = Stayhere::start("meet", home.path(), &["meet", "--script", "--server", &url]);
    meet.tell(&["sign", "nobody", "some five words that fit"]);
    meet.wait("that it does not fit", |line| line.contains("do not fit together").then_some(()));
    assert_eq!(meet.end().code(), Some(1));
}

//! The real process is killed, runs out of disk, or may not write: what it acknowledged is there, and people are told.

use std::{
    fs::{self, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
    process::{Command as Process, Stdio},
};

use engine::{
    Command, Outcome,
    command::{Welcome, Wish},
    view::{Network, ShareView, View},
};
use proofs::{Person, circle};

use crate::process::{Stayhere, run};

const CIRCLE: &str = "Evening lamp";
/// Shares that are sent without a pause.
const STREAM: usize = 30;

fn serve_on(home: &Path, data: &Path, listen: &str) -> (Stayhere, String) {
    let data = data.display().to_string();
    let mut server = Stayhere::start("serve", home, &["serve", "--listen", listen, "--data", &data]);
    let url = server.wait("its address", |line| line.strip_prefix("listening on ").map(str::to_owned));
    (server, url)
}

async fn share(person: &Person, text: &str) {
    let (text, wish) = (text.to_owned(), Wish::JustListen);
    person.done(Command::Share { circle: person.index(CIRCLE), text, wish, note: None }).await;
}

/// The texts of the shares that the server has acknowledged.
fn acknowledged(view: &View) -> Vec<String> {
    let there = |share: &&ShareView| !share.sending;
    let shares = circle(view, CIRCLE).into_iter().flat_map(|circle| &circle.shares).filter(there);
    shares.filter_map(|share| share.text.clone()).collect()
}

async fn sees_all(person: &Person, texts: &[String]) {
    let all = |view: &View| {
        let there = acknowledged(view);
        texts.iter().all(|text| there.contains(text))
    };
    person.sees(&format!("{} shares", texts.len()), all).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_a_kill_and_the_rest_arrives_by_itself() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("data");
    let (server, url) = serve_on(home.path(), &data, "127.0.0.1:0");
    let sama = Person::new(&url, "sama").await;
    sama.founds("steps-fellowship", CIRCLE, Welcome::Open).await;
    let mut texts: Vec<String> = (0..STREAM).map(|number| format!("share number {number}")).collect();
    let sending = async {
        for text in &texts {
            share(&sama, text).await;
        }
    };
    let killing = async {
        let view = sama.sees("some acknowledged", |view| acknowledged(view).len() >= STREAM / 3).await;
        // Dropping it sends SIGKILL.
        drop(server);
        acknowledged(&view)
    };
    let ((), before) = tokio::join!(sending, killing);
    share(&sama, "after the kill").await;
    texts.push("after the kill".to_owned());

    let listen = url.strip_prefix("http://").unwrap().to_owned();
    // The device that has the rest in its outbox is not the one that looks.
    let (server, other) = serve_on(home.path(), &data, "127.0.0.1:0");
    let fresh = Person::sign_in(&other, &sama.name, &sama.passphrase).await;
    sees_all(&fresh, &before).await;
    fresh.goes().await;
    drop(server);

    let (_server, url) = serve_on(home.path(), &data, &listen);
    sees_all(&sama, &texts).await;
    let fresh = Person::sign_in(&url, &sama.name, &sama.passphrase).await;
    sees_all(&fresh, &texts).await;
    let shares = acknowledged(&fresh.view());
    assert_eq!(shares.len(), texts.len(), "none twice: {shares:?}");
    for person in [fresh, sama] {
        person.goes().await;
    }
}

/// A file system of its own in memory, which only root can have.
struct Disk(PathBuf);

impl Disk {
    fn mount(place: &Path, size: &str) -> Option<Self> {
        fs::create_dir(place).unwrap();
        let options = format!("size={size}");
        let mut mount = Process::new("mount");
        mount.args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(place).stderr(Stdio::null());
        mount.status().is_ok_and(|status| status.success()).then(|| Self(place.to_owned()))
    }

    /// Writes a file until nothing more fits.
    fn fill(&self) {
        let mut file = OpenOptions::new().create(true).append(true).open(self.filler()).unwrap();
        for size in [64 * 1024, 512] {
            while file.write_all(&vec![7; size]).is_ok() {}
        }
    }

    fn make_room(&self) {
        fs::remove_file(self.filler()).unwrap();
    }

    fn filler(&self) -> PathBuf {
        self.0.join("filler")
    }

    fn read_only(&self) {
        let status = Process::new("mount").args(["-o", "remount,ro"]).arg(&self.0).status().unwrap();
        assert!(status.success());
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Process::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

/// Without root there is no such disk; the store's own tests then show the same with a bound on its file.
#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_told_and_loses_nothing() {
    let home = tempfile::tempdir().unwrap();
    let Some(disk) = Disk::mount(&home.path().join("disk"), "16m") else { return };
    let data = disk.0.join("data");
    let (server, url) = serve_on(home.path(), &data, "127.0.0.1:0");
    let sama = Person::new(&url, "sama").await;
    sama.founds("steps-fellowship", CIRCLE, Welcome::Open).await;
    let mut texts = vec!["before".to_owned()];
    share(&sama, "before").await;
    sees_all(&sama, &texts).await;

    disk.fill();
    // The database has some room of its own, which is used up first.
    while sama.view().network != Network::Full {
        let text = format!("number {} {}", texts.len(), "long ".repeat(1_500));
        share(&sama, text.trim()).await;
        texts.push(text.trim().to_owned());
        let told = |view: &View| view.network == Network::Full || acknowledged(view).len() == texts.len();
        sama.sees("an acknowledgement, or that the disk is full", told).await;
    }
    let before = acknowledged(&sama.view());
    assert!(before.len() < texts.len(), "the last one waits");
    let nobody = Person::nobody(&url, None).await;
    let (name, passphrase) = ("omar".to_owned(), sama.passphrase.clone());
    let outcome =
        nobody.tries(Command::SignUp { name, passphrase, shared_device: true, adult: true, code: None }).await;
    assert!(matches!(&outcome, Outcome::Refused { error, .. } if error.0 == "server_full"), "{outcome:?}");
    nobody.goes().await;
    let fresh = Person::sign_in(&url, &sama.name, &sama.passphrase).await;
    sees_all(&fresh, &before).await;
    fresh.goes().await;

    disk.make_room();
    sees_all(&sama, &texts).await;
    let passphrase = sama.passphrase.clone();
    sama.goes().await;
    server.terminate();
    assert!(server.end().success());
    let (_server, url) = serve_on(home.path(), &data, "127.0.0.1:0");
    let fresh = Person::sign_in(&url, "sama", &passphrase).await;
    sees_all(&fresh, &texts).await;
    fresh.goes().await;
}

#[test]
fn a_folder_that_has_become_read_only_is_told() {
    let home = tempfile::tempdir().unwrap();
    let Some(disk) = Disk::mount(&home.path().join("disk"), "16m") else { return };
    let data = disk.0.join("data");
    let (server, _) = serve_on(home.path(), &data, "127.0.0.1:0");
    server.terminate();
    assert!(server.end().success());
    disk.read_only();
    let place = data.display().to_string();
    let (status, out, err) = run(home.path(), &["serve", "--listen", "127.0.0.1:0", "--data", &place]);
    assert_eq!((status.code(), out.as_str()), (Some(1), ""), "{err}");
    assert!(err.contains(&place) && err.contains("cannot be written") && err.contains("--data"), "{err}");
}

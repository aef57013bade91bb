use std::{fs, os::unix::fs::PermissionsExt};

use crate::process::{run, serve};

#[test]
fn says_what_is_well_and_what_is_not() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("data");
    let place = data.display().to_string();
    let args = ["doctor", "--data", &place, "--listen", "127.0.0.1:0"];
    let (status, out, _) = run(home.path(), &args);
    assert!(status.success(), "{out}");
    assert!(out.contains("is not there yet"), "{out}");

    let (server, _) = serve(home.path());
    let (status, out, _) = run(home.path(), &args);
    assert!(status.success(), "{out}");
    assert!(out.contains("the database is sound") && out.contains("the day keys are there"), "{out}");
    server.terminate();
    assert!(server.end().success());

    let secrets = data.join("secrets");
    fs::set_permissions(&secrets, fs::Permissions::from_mode(0o644)).unwrap();
    let (status, out, _) = run(home.path(), &args);
    assert_eq!(status.code(), Some(1), "{out}");
    assert!(out.contains("chmod 600"), "{out}");

    fs::set_permissions(&secrets, fs::Permissions::from_mode(0o600)).unwrap();
    let (keys, aside) = (data.join("day-keys"), data.join("aside"));
    fs::rename(&keys, &aside).unwrap();
    let (status, out, _) = run(home.path(), &args);
    assert_eq!(status.code(), Some(1), "{out}");
    assert!(out.contains("latest copy") && !out.contains("the database is sound"), "{out}");

    fs::rename(&aside, &keys).unwrap();
    // What is still in the log would stand in for what is overwritten.
    let _ = fs::remove_file(data.join("stayhere.db-wal"));
    fs::write(data.join("stayhere.db"), vec![0x5a; 100_000]).unwrap();
    let (status, out, _) = run(home.path(), &args);
    assert_eq!(status.code(), Some(1), "{out}");
    assert!(out.contains("BAD"), "{out}");
}

//! Starting: what is printed, and what is said when it cannot.

use crate::client::Device;
use crate::process::Folder;
use std::net::TcpListener;

#[test]
fn a_taken_port_or_a_missing_app_is_said_clearly() {
    let folder = Folder::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let none = folder.0.join("none");
    let none = none.to_str().unwrap();
    std::fs::create_dir_all(folder.0.join("empty")).unwrap();
    let empty = folder.0.join("empty");
    for (more, said) in [
        (
            ["--listen", &*address],
            format!("cannot listen on {address}"),
        ),
        (["--dist", none], "there is no such folder".to_owned()),
        (
            ["--dist", empty.to_str().unwrap()],
            "no index.html".to_owned(),
        ),
    ] {
        let output = folder.fail(&more);
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{error}");
        assert!(error.contains(&said), "{error}");
        assert!(output.stdout.is_empty() && !folder.data().exists());
    }
    let output = folder.fail(&["--nonsense"]);
    assert_eq!(output.status.code(), Some(2));
    let output = folder.fail(&["--help"]);
    assert!(output.status.success());
    assert!(
        String::from_utf8(output.stdout)
            .unwrap()
            .contains("--new-join-code")
    );
}

#[test]
fn the_join_code_is_printed_once_and_replaced_when_asked_to() {
    let folder = Folder::new();
    let server = folder.start(&[]);
    let old = server.code().to_owned();
    assert_eq!(old.len(), 14);
    let device = Device::join(server.at, &old, 1);
    assert!(server.stop("TERM"));

    let server = folder.start(&[]);
    assert_eq!(server.code, None);
    assert!(Device::try_join(server.at, &old, 2).is_ok());
    assert!(server.stop("TERM"));

    let server = folder.start(&["--new-join-code"]);
    assert_ne!(server.code(), old);
    assert!(Device::try_join(server.at, &old, 3).is_err());
    assert!(Device::try_join(server.at, server.code(), 3).is_ok());
    assert_eq!(device.push(server.at, device.changes(1..=1)).0, 200);
    let file = std::fs::read(folder.data().join("candor.db")).unwrap();
    let plain = server.code().as_bytes();
    assert!(!file.windows(plain.len()).any(|window| window == plain));
}

#[test]
fn data_of_a_newer_server_is_left_alone() {
    let folder = Folder::new();
    assert!(folder.start(&[]).stop("TERM"));
    let file = folder.data().join("candor.db");
    let database = rusqlite::Connection::open(&file).unwrap();
    database.pragma_update(None, "user_version", 99).unwrap();
    drop(database);
    let output = folder.fail(&[]);
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(error.contains("newer server"), "{error}");
}

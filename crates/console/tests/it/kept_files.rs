//! What Lintel keeps is its owner's alone, on the way on which the window starts.

#![cfg(unix)]

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
};

use lintel_console::{StartConfig, Tenants, logging, trial::PATIENCE};
use lintel_oidc::Channel;
use lintel_tenant::KeySource;

use crate::{
    ports,
    scene::{KEY, Scene},
};

const FOLDER: &str = "LINTEL_TEST_STARTS_IN";

#[test]
fn nobody_else_can_open_any_file_of_the_window() {
    let parent = tempfile::tempdir().expect("a folder");
    let started = Command::new(std::env::current_exe().expect("this binary"))
        .args(["kept_files::starts_as_the_window_does", "--exact", "--ignored", "--nocapture"])
        .env(FOLDER, parent.path().join("share").join("lintel"))
        .output()
        .expect("a child");
    assert!(started.status.success(), "{}", String::from_utf8_lossy(&started.stderr));
}

/// In a process of its own, which has one log.
#[tokio::test]
#[ignore = "run by the test above"]
async fn starts_as_the_window_does() {
    let folder = PathBuf::from(std::env::var_os(FOLDER).expect("a folder"));
    // Logging comes first.
    let _logs = logging::start(Some(&folder), logging::Level::INFO);
    ports::assign(&folder);
    let config = StartConfig { folder: Some(folder.clone()), key: KeySource::Given(KEY), patience: PATIENCE };
    let tenants = Tenants::start(config).await.expect("the program starts");
    tenants.create_local("Customer lab").await.expect("a tenant");
    let mut seen = Vec::new();
    look(&folder, &mut seen);
    for wanted in
        ["tenant.sqlite3", "tenant.sqlite3-wal", "journal.sqlite3", "journal.sqlite3-wal", "lock", "tenants.json"]
    {
        assert!(seen.iter().any(|name| name == wanted), "{wanted} is not among {seen:?}");
    }
    assert!(seen.iter().any(|name| name.starts_with("lintel.") && name.ends_with(".log")), "{seen:?}");
    tenants.stop().await;
}

#[tokio::test]
async fn a_folder_of_an_earlier_version_is_closed_to_others() {
    let scene = Scene::start().await;
    scene.created("acme", Channel::BackChannel).await;
    let scene = scene
        .while_closed(|folder| {
            fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).expect("a mode");
            for entry in fs::read_dir(&folder).expect("a folder") {
                fs::set_permissions(entry.expect("a file").path(), fs::Permissions::from_mode(0o644)).expect("a mode");
            }
        })
        .await;
    look(scene.folder(), &mut Vec::new());
}

/// Panics at what others can open; the names of what is there.
fn look(path: &Path, seen: &mut Vec<String>) {
    let mode = fs::symlink_metadata(path).expect("it is there").permissions().mode();
    assert_eq!(mode & 0o077, 0, "{}: {mode:o}", path.display());
    seen.push(path.file_name().expect("a name").to_string_lossy().into_owned());
    if path.is_dir() {
        for entry in fs::read_dir(path).expect("a folder") {
            look(&entry.expect("an entry").path(), seen);
        }
    }
}

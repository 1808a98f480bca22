//! The program is killed while it saves, again and again: afterwards each change is done or not, and the journal says which.

use std::{
    io::{BufRead, BufReader, Write},
    path::PathBuf,
    process::{Command, Stdio},
    time::Duration,
};

use lintel_console::{
    StartConfig, Tenants,
    trials::PATIENCE,
    view::{ChangeState, ConnectionForm, Decisions, Edit},
};
use lintel_oidc::Channel;
use lintel_tenant::KeySource;

use crate::scene::{KEY, Scene};

const FOLDER: &str = "LINTEL_TEST_SAVES_IN";
const CONNECTION: &str = "LINTEL_TEST_CONNECTION";
const SAVES: usize = 200;

#[tokio::test]
async fn a_kill_leaves_each_change_done_or_not_and_the_journal_says_which() {
    let mut scene = Scene::start().await;
    let id = scene.created("acme", Channel::BackChannel).await.id;
    let mut seen = 0;
    let mut kills = 0_u64;
    while seen < SAVES {
        scene = scene.while_closed(|folder| save_until_killed(folder, &id, kills)).await;
        kills += 1;
        let held = scene.console.connection(&id).await.expect("the connection").form;
        let history = scene.console.history(&id).await.expect("a history");
        assert!(history.iter().all(|entry| entry.state != ChangeState::Sent), "everything is settled");
        // A kill can leave the newest change undone, and no other.
        let newest = history.iter().find(|entry| entry.state == ChangeState::Done && !entry.changes.is_empty());
        if let Some(newest) = newest {
            let scope = newest.changes.iter().find(|change| change.path == "/options/scope").expect("its scope");
            assert_eq!(scope.after.as_deref(), Some(held.scope.as_str()), "after kill {kills}");
        }
        assert!(history.iter().all(|entry| entry.state != ChangeState::Overtaken));
        assert!(history.len() > seen, "a child saved something before it was killed");
        seen = history.len();
    }
    assert!(kills > 3, "{kills} kills are too few to tell");
}

/// What the killed process does: it saves one change after the other for as long as it may.
#[tokio::test]
#[ignore = "run by the test that kills it"]
async fn saves_for_as_long_as_it_may() {
    let folder = std::env::var_os(FOLDER).expect("a folder");
    let id = std::env::var(CONNECTION).expect("a connection");
    let config = StartConfig { folder: Some(PathBuf::from(folder)), key: KeySource::Given(KEY), patience: PATIENCE };
    let console = Tenants::start(config).await.expect("the program starts").console();
    for number in 0.. {
        let view = console.connection(&id).await.expect("the connection");
        let form = ConnectionForm { scope: format!("openid n{number}-{}", std::process::id()), ..view.form.clone() };
        let edit = Edit { id: id.clone(), revision: view.revision, form };
        console.save_connection(&edit, &Decisions::default()).await.expect("saved");
        writeln!(std::io::stderr(), "saved {number}").expect("somebody listens");
    }
}

/// Runs this binary's other test on the folder, and kills it some time after its first save.
fn save_until_killed(folder: PathBuf, id: &str, seed: u64) {
    let mut child = Command::new(std::env::current_exe().expect("this binary"))
        .args(["killed::saves_for_as_long_as_it_may", "--exact", "--ignored", "--nocapture"])
        .env(FOLDER, folder)
        .env(CONNECTION, id)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a child");
    let mut lines = BufReader::new(child.stderr.take().expect("its output")).lines().map_while(Result::ok);
    let saved = lines.any(|line| line.starts_with("saved "));
    assert!(saved, "the child saves");
    // Another moment each time: that is the point of it.
    let saves_more = 5 + usize::try_from(seed * 7 % 40).expect("a small number");
    let _ = lines.nth(saves_more);
    std::thread::sleep(Duration::from_micros(seed * 1_733 % 9_000));
    child.kill().expect("killed");
    child.wait().expect("gone");
}

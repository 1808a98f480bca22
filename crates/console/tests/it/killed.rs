//! The program is killed while it changes connections, again and again: afterwards each change is done or not, and the journal says
//! which.

use std::{
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
    time::Duration,
};

use axum::http::Method;
use lintel_console::{
    Console, StartConfig, Tenants,
    trial::PATIENCE,
    view::{ChangeKind, ChangeState, ConnectionForm, Decisions, Edit},
};
use lintel_oidc::{Channel, Secret};
use lintel_tenant::KeySource;
use tokio::process;

use crate::{
    elsewhere::{Elsewhere, by_secret},
    gate::{Gate, When},
    scene::{KEY, Scene, practice_form, restored},
};

const FOLDER: &str = "LINTEL_TEST_WORKS_IN";
const CONNECTION: &str = "LINTEL_TEST_CONNECTION";
const NAME: &str = "LINTEL_TEST_NAME";
const ACTION: &str = "LINTEL_TEST_ACTION";
const TENANT: &str = "LINTEL_TEST_TENANT";
const ADDRESS: &str = "LINTEL_TEST_ADDRESS";
const CLIENT_ID: &str = "LINTEL_TEST_CLIENT_ID";
const CLIENT_SECRET: &str = "LINTEL_TEST_CLIENT_SECRET";
const CHANGES: usize = 150;

/// Each way to change a connection, with what it sends.
const WAYS: [(&str, Method); 4] =
    [("create", Method::POST), ("save", Method::PATCH), ("restore", Method::PATCH), ("delete", Method::DELETE)];

/// The answer is held back, so that every kill falls between an entry and its answer: half of them before the tenant has done what
/// it was asked, half of them after.
#[tokio::test]
async fn a_kill_between_entry_and_answer_is_settled_by_what_the_tenant_holds() {
    let (mut scene, elsewhere) = (Scene::start().await, Elsewhere::serve().await);
    let gate = Gate::before(&elsewhere).await;
    let access = gate.access(&elsewhere);
    scene.tenants.connect_auth0("Gated", &access).await.expect("connected");
    let tenant = scene.tenants.desk().tenant.id;
    let journal = scene.folder().join("tenants").join(&tenant).join("journal.sqlite3");
    let (mut done, mut not_done) = (0, 0);
    for (action, method) in WAYS {
        for when in [When::BeforeTheTenant, When::AfterTheTenant] {
            let console = scene.tenants.console().expect("it is open");
            let name = format!("{action}-{when:?}").to_lowercase();
            let id = match action {
                "create" => String::new(),
                _ => created(&console, &scene, &name).await,
            };
            drop(console);
            let (client_id, client_secret) = elsewhere.tenant.management_client();
            let path = if id.is_empty() { "/connections" } else { &id };
            let mut held = gate.hold(method.clone(), path, when);
            scene = scene
                .while_closed_for(async |folder| {
                    let mut child = child(&folder, "killed::changes_one_connection", &id, action);
                    child.env(NAME, &name).env(TENANT, &tenant).env(ADDRESS, &access.domain).env(CLIENT_ID, &client_id);
                    child.env(CLIENT_SECRET, client_secret.expose()).stdout(Stdio::null());
                    let mut child = process::Command::from(child).spawn().expect("a child");
                    tokio::select! {
                        () = held.arrived() => {}
                        ended = child.wait() => panic!("{action} ended by itself: {ended:?}"),
                    }
                    assert_eq!(newest(&journal).1, "sent", "{action} is written down before it is sent");
                    child.kill().await.expect("killed");
                })
                .await;
            scene.tenants.renew_credentials(&tenant, &access).await.expect("connected");
            let settled = async {
                while newest(&journal).1 == "sent" {
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
            };
            tokio::time::timeout(Duration::from_secs(60), settled).await.expect("the start settles it");
            let (kind, state) = newest(&journal);
            let held_now = elsewhere.tenant.store().connections().await.expect("a database");
            let held_now = held_now.into_iter().find(|connection| connection.name == name);
            let scope = held_now
                .as_ref()
                .and_then(|one| one.options.as_ref().expect("options").text("scope").map(str::to_owned));
            let happened = match action {
                "create" => held_now.is_some(),
                "save" => scope.as_deref() == Some("openid phone"),
                "restore" => scope.as_deref() == Some("openid profile email"),
                _ => held_now.is_none(),
            };
            let kinds = [("create", "created"), ("save", "saved"), ("restore", "restored"), ("delete", "deleted")];
            assert!(kinds.contains(&(action, kind.as_str())), "{action}: {kind}");
            assert_eq!(happened, when == When::AfterTheTenant, "{action}, held {when:?}");
            match state.as_str() {
                "done" if happened => done += 1,
                "not_done" if !happened => not_done += 1,
                state => panic!("{action}, held {when:?}, is {state}"),
            }
            if let (true, "create") = (happened, action) {
                let id = held_now.expect("it was created").id;
                let history = scene.tenants.console().expect("it is open").history(&id).await.expect("a history");
                assert_eq!((history[0].kind, history[0].state), (ChangeKind::Created, ChangeState::Done));
            }
        }
    }
    assert_eq!((done, not_done), (WAYS.len(), WAYS.len()), "kills between entry and answer");
}

/// Another moment each time, in whatever the program is at.
#[tokio::test]
async fn a_kill_at_any_moment_leaves_each_change_done_or_not_and_the_journal_says_which() {
    let mut scene = Scene::start().await;
    let id = scene.created("acme", Channel::BackChannel).await.id;
    let (mut seen, mut kills) = (0, 0_u64);
    while seen < CHANGES {
        scene = scene.while_closed(|folder| work_until_killed(&folder, &id, kills)).await;
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
        for row in scene.console.list_connections(None).await.expect("a list").rows {
            let history = scene.console.history(&row.id).await.expect("a history");
            let made = history.last().expect("whatever is there was written down");
            assert_eq!((made.kind, made.state), (ChangeKind::Created, ChangeState::Done), "{}", row.name);
            let gone = |kind| kind == ChangeKind::Deleted;
            assert!(history.iter().all(|entry| !gone(entry.kind) || entry.state == ChangeState::NotDone));
        }
    }
    assert!(kills > 3, "{kills} kills are too few to tell");
}

/// What the killed process does: one change on the tenant elsewhere.
#[tokio::test]
#[ignore = "run by the test that kills it"]
async fn changes_one_connection() {
    let variable = |name| std::env::var(name).expect(name);
    let tenants = started().await;
    let access = by_secret(&variable(ADDRESS), &variable(CLIENT_ID), Secret::new(variable(CLIENT_SECRET)));
    tenants.renew_credentials(&variable(TENANT), &access).await.expect("connected");
    let (console, id) = (tenants.console().expect("it is open"), variable(CONNECTION));
    match variable(ACTION).as_str() {
        "create" => {
            console
                .create_connection(&practice_form(&console, &variable(NAME), Channel::BackChannel))
                .await
                .expect("created");
        }
        "save" => save(&console, &id, "openid phone").await,
        "restore" => {
            let newest = console.history(&id).await.expect("a history")[0].id;
            restored(&console, newest, false).await.expect("restored");
        }
        _ => {
            let name = console.connection(&id).await.expect("the connection").form.name;
            console.delete_connection(&id, &name).await.expect("deleted");
        }
    }
}

/// What the killed process does: one change after the other for as long as it may.
#[tokio::test]
#[ignore = "run by the test that kills it"]
async fn works_for_as_long_as_it_may() {
    let console = started().await.console().expect("it is open");
    let id = std::env::var(CONNECTION).expect("a connection");
    for number in 0.. {
        save(&console, &id, &format!("openid n{number}-{}", std::process::id())).await;
        if number % 4 == 1 {
            let newest = console.history(&id).await.expect("a history")[0].id;
            restored(&console, newest, false).await.expect("restored");
        }
        if number % 8 == 3 {
            let name = format!("n{number}-{}", std::process::id());
            let made = console
                .create_connection(&practice_form(&console, &name, Channel::BackChannel))
                .await
                .expect("created");
            console.delete_connection(&made.id, &name).await.expect("deleted");
        }
        writeln!(std::io::stderr(), "saved {number}").expect("somebody listens");
    }
}

async fn started() -> Tenants {
    let folder = std::env::var_os(FOLDER).expect("a folder");
    let config = StartConfig { folder: Some(PathBuf::from(folder)), key: KeySource::Given(KEY), patience: PATIENCE };
    Tenants::start(config).await.expect("the program starts")
}

async fn save(console: &Console, id: &str, scope: &str) {
    let view = console.connection(id).await.expect("the connection");
    let form = ConnectionForm { scope: scope.to_owned(), ..view.form.clone() };
    let edit = Edit { id: id.to_owned(), revision: view.revision, form };
    console.save_connection(&edit, &Decisions::default()).await.expect("saved");
}

/// A connection with a change to bring back.
async fn created(console: &Arc<Console>, scene: &Scene, name: &str) -> String {
    let id = console.create_connection(&scene.form(name, Channel::BackChannel)).await.expect("created").id;
    save(console, &id, "openid email").await;
    id
}

/// This binary's other test, on the folder.
fn child(folder: &Path, test: &str, id: &str, action: &str) -> Command {
    let mut child = Command::new(std::env::current_exe().expect("this binary"));
    child
        .args([test, "--exact", "--ignored", "--nocapture"])
        .env(FOLDER, folder)
        .env(CONNECTION, id)
        .env(ACTION, action);
    child
}

/// Kind and state of the newest entry.
fn newest(journal: &Path) -> (String, String) {
    let journal = rusqlite::Connection::open(journal).expect("the journal");
    let newest = "SELECT kind, state FROM change ORDER BY id DESC LIMIT 1";
    journal.query_row(newest, [], |row| Ok((row.get(0)?, row.get(1)?))).expect("an entry")
}

/// Runs this binary's other test on the folder, and kills it some time after its first change.
fn work_until_killed(folder: &Path, id: &str, seed: u64) {
    let mut child = child(folder, "killed::works_for_as_long_as_it_may", id, "");
    let mut child = child.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("a child");
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

//! What is typed and not saved yet outlives the program, without a secret and without what was discarded.

use std::{
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use lintel_console::{
    StartConfig, Tenants,
    trial::PATIENCE,
    view::{Channel, ConnectionForm, ConnectionView, Decisions, Edit, SaveOutcome, SecretInput},
};
use lintel_oidc::Secret;
use lintel_tenant::KeySource;

use crate::scene::{KEY, Scene};

const FOLDER: &str = "LINTEL_TEST_TYPES_IN";
const CONNECTION: &str = "LINTEL_TEST_TYPES_OF";
const SECRET: &str = "typed-and-never-kept";

#[tokio::test]
async fn what_was_typed_outlives_a_kill_and_the_secret_among_it_does_not() {
    let scene = Scene::start().await;
    let view = scene.created("acme", Channel::BackChannel).await;
    let scene = scene.while_closed(|folder| type_until_killed(&folder, &view.id)).await;
    let draft = scene.console.kept_draft(&view.id).await.expect("read").expect("a draft");
    assert_eq!((draft.base.scope.as_str(), draft.form.scope.as_str()), ("openid profile email", "openid phone"));
    assert_eq!((draft.form.client_secret, draft.left_out), (SecretInput::Unchanged, vec!["client_secret".to_owned()]));
    let new = scene.console.kept_draft("").await.expect("read").expect("that of the create form");
    assert_eq!((new.base, new.form.name.as_str()), (ConnectionForm::default(), "half-typed"));
    for file in ["drafts.sqlite3", "drafts.sqlite3-wal"] {
        let bytes = std::fs::read(scene.folder().join(file)).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(SECRET) && !text.contains("half-typed"), "{file} is sealed");
    }
}

#[tokio::test]
async fn a_draft_goes_when_it_is_saved_discarded_or_its_connection_deleted() {
    let scene = Scene::start().await;
    let console = &scene.console;
    let view = scene.created("acme", Channel::BackChannel).await;
    let kept = async |id: &str| console.kept_draft(id).await.expect("read").is_some();
    let edit = edited(&view, "openid email");

    console.keep_draft(&edit, None).await.expect("kept");
    console.drop_draft(&view.id).await.expect("dropped");
    assert!(!kept(&view.id).await, "discarded");

    console.keep_draft(&edit, Some("metadata.json")).await.expect("kept");
    let draft = console.kept_draft(&view.id).await.expect("read").expect("a draft");
    assert_eq!(draft.file.as_deref(), Some("metadata.json"));
    let saved = console.save_connection(&edit, &Decisions::default()).await.expect("saved");
    assert!(!kept(&view.id).await, "saved");

    let SaveOutcome::Saved { view, .. } = saved else { panic!("nobody else changed it") };
    let form = ConnectionForm { name: "globex".to_owned(), ..ConnectionForm::default() };
    console.keep_draft(&Edit { id: String::new(), revision: String::new(), form }, None).await.expect("kept");
    scene.created("initech", Channel::BackChannel).await;
    assert!(kept("").await, "another one was created");
    scene.created("globex", Channel::BackChannel).await;
    assert!(!kept("").await, "created");

    console.keep_draft(&edited(&view, "openid phone"), None).await.expect("kept");
    console.delete_connection(&view.id, "acme").await.expect("deleted");
    assert!(!kept(&view.id).await, "deleted");
}

#[tokio::test]
async fn a_save_that_waits_for_a_decision_keeps_the_draft() {
    let scene = Scene::start().await;
    let console = &scene.console;
    let view = scene.created("acme", Channel::BackChannel).await;
    let (mine, theirs) = (edited(&view, "openid phone"), edited(&view, "openid address"));
    console.keep_draft(&mine, None).await.expect("kept");
    let other = Edit { revision: console.connection(&view.id).await.expect("read").revision, ..theirs };
    let draft = console.kept_draft(&view.id).await.expect("read");
    console.save_connection(&other, &Decisions::default()).await.expect("saved");
    console.keep_draft(&mine, None).await.expect("kept again, as its page does");
    let outcome = console.save_connection(&mine, &Decisions::default()).await.expect("an answer");
    assert!(matches!(outcome, SaveOutcome::Conflict { .. }));
    let kept = console.kept_draft(&view.id).await.expect("read");
    assert_eq!(kept.map(|kept| kept.form), draft.map(|draft| draft.form));
}

#[tokio::test]
async fn each_tenant_keeps_its_own_and_a_temporary_one_keeps_none() {
    let scene = Scene::start().await;
    let new = |name: &str| Edit {
        id: String::new(),
        revision: String::new(),
        form: ConnectionForm { name: name.to_owned(), ..ConnectionForm::default() },
    };
    scene.console.keep_draft(&new("first"), None).await.expect("kept");
    scene.tenants.create_local("Second").await.expect("a tenant");
    let second = scene.tenants.console().expect("a console");
    assert_eq!(second.kept_draft("").await.expect("read"), None);
    second.keep_draft(&new("second"), None).await.expect("kept");
    let first = scene.console.kept_draft("").await.expect("read").expect("a draft");
    assert_eq!(first.form.name, "first");
    drop(second);

    let config = StartConfig { folder: None, key: KeySource::random(), patience: PATIENCE };
    let temporary = Tenants::start(config).await.expect("the program starts");
    temporary.console().expect("a console").keep_draft(&new("third"), None).await.expect("nothing happens");
    assert_eq!(temporary.console().expect("a console").kept_draft("").await.expect("read"), None);
    assert!(!temporary.folder().join("drafts.sqlite3").exists());
    temporary.stop().await;
}

/// What the killed process does: a person types, and does not come to save it.
#[tokio::test]
#[ignore = "run by the test that kills it"]
async fn types_and_waits() {
    let folder = std::env::var_os(FOLDER).expect("a folder");
    let config = StartConfig { folder: Some(PathBuf::from(folder)), key: KeySource::Given(KEY), patience: PATIENCE };
    let tenants = Tenants::start(config).await.expect("the program starts");
    let console = tenants.console().expect("a console");
    let view = console.connection(&std::env::var(CONNECTION).expect("a connection")).await.expect("read");
    let mut edit = edited(&view, "openid phone");
    edit.form.client_secret = SecretInput::Replace(Secret::new(SECRET.to_owned()));
    console.keep_draft(&edit, None).await.expect("kept");
    let form = ConnectionForm { name: "half-typed".to_owned(), ..ConnectionForm::default() };
    console.keep_draft(&Edit { id: String::new(), revision: String::new(), form }, None).await.expect("kept");
    writeln!(std::io::stderr(), "typed").expect("somebody listens");
    std::future::pending::<()>().await;
}

fn edited(view: &ConnectionView, scope: &str) -> Edit {
    let form = ConnectionForm { scope: scope.to_owned(), ..view.form.clone() };
    Edit { id: view.id.clone(), revision: view.revision.clone(), form }
}

/// Runs this binary's other test on the folder, and kills it once it has typed.
fn type_until_killed(folder: &Path, id: &str) {
    let mut child = Command::new(std::env::current_exe().expect("this binary"))
        .args(["drafts::types_and_waits", "--exact", "--ignored", "--nocapture"])
        .env(FOLDER, folder)
        .env(CONNECTION, id)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a child");
    let mut lines = BufReader::new(child.stderr.take().expect("its output")).lines().map_while(Result::ok);
    assert!(lines.any(|line| line == "typed"), "the child types");
    child.kill().expect("killed");
    child.wait().expect("gone");
}

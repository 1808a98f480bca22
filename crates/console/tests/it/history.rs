//! The journal: every change is there, secrets stay sealed, and earlier states come back.

use lintel_console::{
    trials::PATIENCE,
    view::{ChangeKind, ChangeState, ConnectionForm, Decisions, Edit, SaveOutcome, SecretInput},
};
use lintel_oidc::{Channel, Secret};

use crate::scene::{Scene, through_tenant};

const SECRET: &str = "the-second-secret-of-this-connection";

#[tokio::test]
async fn each_change_is_listed_and_can_be_taken_back_with_or_without_its_secret() {
    let scene = Scene::start().await;
    let id = scene.created("acme", Channel::BackChannel).await.id;
    let first = scene.console.reveal_secret(&id).await.expect("a secret");
    change(&scene, &id, |form| ConnectionForm { scope: "openid".to_owned(), ..form }).await;
    change(&scene, &id, |form| ConnectionForm { client_secret: SecretInput::Replace(Secret::new(SECRET)), ..form })
        .await;

    let history = scene.console.history(&id).await.expect("a history");
    let kinds: Vec<ChangeKind> = history.iter().map(|entry| entry.kind).collect();
    assert_eq!(kinds, [ChangeKind::Saved, ChangeKind::Saved, ChangeKind::Created]);
    assert!(history.iter().all(|entry| entry.state == ChangeState::Done));
    assert!(history[0].secret_changed && !history[1].secret_changed);
    assert_eq!(history[1].changes[0].after.as_deref(), Some("openid"));
    assert!(!format!("{history:?}").contains(SECRET) && !format!("{history:?}").contains(&first));

    let SaveOutcome::Saved { view, differs } = scene.console.restore(history[1].id, false).await.expect("restored")
    else {
        panic!("a conflict")
    };
    assert_eq!((view.form.scope.as_str(), differs.len()), ("openid profile email", 0));
    assert_eq!(scene.console.reveal_secret(&id).await.expect("a secret"), SECRET, "the secret stays as it is now");
    scene.console.restore(history[1].id, true).await.expect("restored");
    assert_eq!(scene.console.reveal_secret(&id).await.expect("a secret"), first);
    let history = scene.console.history(&id).await.expect("a history");
    assert_eq!(history[0].kind, ChangeKind::Restored);
    let created = history.last().expect("the creation");
    assert_eq!(scene.console.restore(created.id, true).await.expect_err("refused").code, "nothing-to-restore");
}

#[tokio::test]
async fn no_secret_of_the_journal_is_on_disk() {
    let scene = Scene::start().await;
    let id = scene.created("acme", Channel::BackChannel).await.id;
    change(&scene, &id, |form| ConnectionForm { client_secret: SecretInput::Replace(Secret::new(SECRET)), ..form })
        .await;
    let mut looked_at = 0;
    for entry in std::fs::read_dir(scene.folder()).expect("the folder") {
        let entry = entry.expect("an entry");
        if entry.file_name().to_string_lossy().starts_with("journal.sqlite3") {
            let bytes = std::fs::read(entry.path()).expect("a file");
            assert!(!bytes.windows(SECRET.len()).any(|window| window == SECRET.as_bytes()), "{:?}", entry.path());
            looked_at += 1;
        }
    }
    assert!(looked_at > 0);
}

/// A program that ends between sending and reading back leaves an entry that the next start settles by reading.
#[tokio::test]
async fn what_a_crash_left_open_is_settled_by_reading() {
    for (lost, wanted) in [(false, ChangeState::Done), (true, ChangeState::NotDone)] {
        let scene = Scene::start().await;
        let id = scene.created("acme", Channel::BackChannel).await.id;
        change(&scene, &id, |form| ConnectionForm { scope: "openid".to_owned(), ..form }).await;
        let journal = scene.folder().join("journal.sqlite3");
        let id_of_tenant = id.clone();
        let (scene, ()) = scene
            .meanwhile(PATIENCE, async |tenant| {
                if lost {
                    let mut connection = tenant.store().connections().await.expect("a database").remove(0);
                    let options = connection.options.as_mut().expect("options");
                    options.0.insert("scope".to_owned(), "openid profile email".into());
                    assert!(tenant.store().replace_connection(&connection).await.expect("a database"));
                }
                let database = rusqlite::Connection::open(&journal).expect("the journal");
                let open = "UPDATE change SET state = 'sent' WHERE kind = 'saved' AND connection_id = ?1";
                assert_eq!(database.execute(open, [&id_of_tenant]).expect("an update"), 1);
            })
            .await;
        let history = scene.console.history(&id).await.expect("a history");
        assert_eq!(history[0].state, wanted);
    }
}

#[tokio::test]
async fn a_connection_is_deleted_by_its_name_with_its_users() {
    let scene = Scene::start().await;
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    scene.tried(through_tenant(&connection)).await;
    let impact = scene.console.deletion(&connection.id).await.expect("an impact");
    assert_eq!((impact.users, impact.applications), (Some(1), Some(1)));
    let refused = scene.console.delete_connection(&connection.id, "acm").await.expect_err("refused");
    assert_eq!(refused.field.as_deref(), Some("typed_name"));
    scene.console.delete_connection(&connection.id, "acme").await.expect("deleted");
    let history = scene.console.history(&connection.id).await.expect("a history");
    assert_eq!((history[0].kind, history[0].state), (ChangeKind::Deleted, ChangeState::Done));
    let (_scene, holdings) = scene.holdings().await;
    assert_eq!((holdings.connections.len(), holdings.users.len()), (0, 0));
}

async fn change(scene: &Scene, id: &str, make: impl FnOnce(ConnectionForm) -> ConnectionForm) {
    let view = scene.console.connection(id).await.expect("the connection");
    let edit = Edit { id: view.id.clone(), revision: view.revision.clone(), form: make(view.form.clone()) };
    let outcome = scene.console.save_connection(&edit, &Decisions::default()).await.expect("saved");
    assert!(matches!(outcome, SaveOutcome::Saved { .. }), "{outcome:?}");
}

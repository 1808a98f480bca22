//! A data folder of an earlier version opens with this one. `tests/data` has one, and says how it was made.

use std::path::{Path, PathBuf};

use lintel_console::{
    trial::PATIENCE,
    view::{
        AuthMethod, ChangeKind, ChangeState, ConnectionForm, Decisions, Edit, SecretInput, TrialState, UpstreamParam,
        UpstreamSource, UserSearch,
    },
};
use lintel_oidc::{Channel, Secret};
use lintel_tenant::KeySource;
use serde_json::json;
use tempfile::TempDir;

use crate::{
    elsewhere::create,
    ports,
    scene::{Scene, through_tenant},
};

/// What sealed the folder.
const PASSPHRASE: &str = "kept for the tests";
const MADE_IN: &str = "LINTEL_TEST_MAKES_FOLDER";

fn key() -> KeySource {
    KeySource::Passphrase(Secret::new(PASSPHRASE))
}

#[tokio::test]
async fn a_folder_of_an_earlier_version_is_read_and_signs_people_in() {
    let folder = copied("folder-0.1.0");
    ports::assign(folder.path());
    ports::assign(&folder.path().join("tenants").join("ashrjf9krd7s"));
    let scene = Scene::on(folder, key(), PATIENCE).await;
    let desk = scene.tenants.desk();
    let tenants: Vec<_> = desk.tenants.iter().map(|row| (row.name.as_str(), row.problem.as_ref())).collect();
    assert_eq!(tenants, [("Local tenant", None), ("Customer lab", None)]);
    let rows = scene.console.list_connections(None).await.expect("a list").rows;
    let shown = rows.iter().map(|row| (row.name.as_str(), row.display_name.as_str(), row.problem.as_deref()));
    let shown: Vec<_> = shown.collect();
    assert_eq!(shown, [("back", "Back Inc.", None), ("front", "front", None), ("signed", "signed", None)]);
    let [back, front, signed] =
        ["back", "front", "signed"].map(|name| rows.iter().find(|row| row.name == name).expect("a row").id.clone());
    let view = scene.console.connection(&back).await.expect("a connection");
    assert_eq!(view.form.domains, ["back.example", "xn--bcher-kva.example"]);
    assert_eq!(rows.iter().find(|row| row.id == view.id).map(|row| &row.domains), Some(&view.form.domains));
    assert_eq!(view.form.upstream_params.len(), 1);
    let enabled = scene.console.enabled_counts(std::slice::from_ref(&back)).await.expect("counts");
    assert_eq!(enabled[0].count, 1);
    let secret = scene.console.reveal_secret(&back).await.expect("a secret");
    assert_eq!(secret, scene.console.reveal_practice_secret().expect("it answers"));
    let history = scene.console.history(&back).await.expect("a history");
    let told: Vec<_> = history.iter().map(|entry| (entry.kind, entry.state, entry.problem.as_deref())).collect();
    let done = ChangeState::Done;
    assert_eq!(told, [(ChangeKind::Saved, done, None), (ChangeKind::Created, done, None)], "what was open is settled");
    let keys = scene.console.connection_keys(&signed).await.expect("keys").keys;
    assert_eq!(keys.iter().filter(|key| key.problem.is_none() && key.expires.is_some()).count(), 3);

    let everybody = UserSearch { text: String::new(), connection: None };
    let users = scene.console.find_users(&everybody, 0).await.expect("users").users;
    assert_eq!(users.iter().map(|user| user.connection.as_deref()).collect::<Vec<_>>(), [Some("front"), Some("back")]);
    let user = scene.console.user(&users[1].user_id).await.expect("a user");
    assert!(user.traced_at.is_some() && user.attributes.iter().any(|one| one.from.is_some()), "{user:?}");
    let applications = scene.console.tenant_applications().await.expect("a list");
    let names: Vec<&str> = applications.iter().map(|application| application.name.as_str()).collect();
    assert_eq!(names, ["Lintel", "Sample application", "No grants", "Machine", "Single page"]);
    let callbacks = scene.console.callback_urls().await.expect("addresses").urls;
    assert!(callbacks.iter().any(|one| one.custom && one.domain == "login.localhost"), "{callbacks:?}");
    scene.tenants.choose("ashrjf9krd7s").await.expect("the other tenant");
    let lab = scene.tenants.console().expect("it is open").list_connections(None).await.expect("a list").rows;
    assert_eq!(lab.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["lab"]);

    // The practice provider has another port here than it had there.
    for (id, passes) in [(&back, true), (&front, true), (&signed, false)] {
        let form = scene.console.connection(id).await.expect("a connection").form;
        save(
            &scene,
            id,
            ConnectionForm { discovery_url: scene.console.practice().expect("it answers").issuer, ..form },
        )
        .await;
        let view = scene.console.connection(id).await.expect("a connection");
        let trial = scene.tried(through_tenant(&view)).await;
        let assertion = trial.trace.steps.iter().flat_map(|step| &step.messages).flat_map(|message| &message.fields);
        let asserted = assertion.into_iter().any(|field| field.name == "client_assertion");
        assert_eq!(
            (trial.state == TrialState::Passed, asserted),
            (passes, !passes),
            "{}: {}",
            trial.headline,
            trial.detail
        );
    }
    let users = scene.console.find_users(&everybody, 0).await.expect("users").users;
    assert_eq!(users.iter().map(|user| user.logins).collect::<Vec<_>>(), [2, 2], "they are who they were");
}

/// Until grants were obeyed, every application could use a code, and whoever was granted scopes its credentials.
#[tokio::test]
async fn an_application_of_an_earlier_version_keeps_the_grants_that_it_could_use() {
    let folder = copied("folder-0.1.0");
    ports::assign(folder.path());
    let scene = Scene::on(folder, key(), PATIENCE).await;
    let (_scene, granted) = scene
        .meanwhile(PATIENCE, async |tenant| {
            let applications = tenant.store().clients().await.expect("a database");
            let granted = applications.iter().map(|one| (one.name().to_owned(), one.grant_types.join(" ")));
            granted.collect::<Vec<_>>()
        })
        .await;
    let granted: Vec<(&str, &str)> = granted.iter().map(|(name, grants)| (name.as_str(), grants.as_str())).collect();
    assert_eq!(
        granted,
        [
            ("Lintel", "client_credentials"),
            ("Sample application", "authorization_code"),
            ("No grants", "authorization_code"),
            ("Machine", "client_credentials"),
            ("Single page", "authorization_code"),
        ]
    );
}

/// A copy of a folder in `tests/data`.
fn copied(name: &str) -> TempDir {
    fn copy(from: &Path, to: &Path) {
        for entry in std::fs::read_dir(from).expect("a folder").map(|entry| entry.expect("an entry")) {
            let to = to.join(entry.file_name());
            if entry.path().is_dir() {
                std::fs::create_dir(&to).expect("a folder");
                copy(&entry.path(), &to);
            } else {
                std::fs::copy(entry.path(), to).expect("a copy");
            }
        }
    }
    let folder = TempDir::new().expect("a folder");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name), folder.path());
    folder
}

/// Made the folder in `tests/data`, with the version that its name says.
#[tokio::test]
#[ignore = "makes a folder for later versions to open"]
async fn makes_a_folder() {
    let folder = PathBuf::from(std::env::var_os(MADE_IN).expect("a folder"));
    let scene = Scene::start_with(key(), PATIENCE).await;
    let back = scene.enabled("back", Channel::BackChannel).await;
    let front = scene.enabled("front", Channel::FrontChannel).await;
    let signed = scene.enabled("signed", Channel::BackChannel).await;
    scene.console.create_connection_keys(&signed.id, "RS256").await.expect("keys");
    let form = ConnectionForm {
        auth_method: AuthMethod::PrivateKeyJwt,
        auth_signing_alg: "RS256".to_owned(),
        client_secret: SecretInput::Unchanged,
        ..signed.form.clone()
    };
    save(&scene, &signed.id, form).await;
    scene.console.rotate_connection_keys(&signed.id, "RS256").await.expect("rotated");
    let form = ConnectionForm {
        display_name: "Back Inc.".to_owned(),
        domains: vec!["back.example".to_owned(), "xn--bcher-kva.example".to_owned()],
        show_as_button: true,
        upstream_params: vec![UpstreamParam {
            name: "prompt".to_owned(),
            source: UpstreamSource::Value { value: "login".to_owned() },
        }],
        ..back.form.clone()
    };
    save(&scene, &back.id, form).await;
    // The practice provider takes no assertion; what it refused is a trace as well.
    for (view, state) in [(&back, TrialState::Passed), (&front, TrialState::Passed), (&signed, TrialState::Failed)] {
        let trial = scene.tried(through_tenant(view)).await;
        assert_eq!(trial.state, state, "{}: {}", trial.headline, trial.detail);
    }
    let gone = scene.created("gone", Channel::BackChannel).await;
    scene.console.delete_connection(&gone.id, "gone").await.expect("deleted");
    scene.tenants.create_local("Customer lab").await.expect("a tenant");
    let lab = scene.tenants.console().expect("it is open");
    lab.create_connection(&scene.form("lab", Channel::BackChannel)).await.expect("a connection");
    drop(lab);
    scene.tenants.choose("local").await.expect("the first tenant");
    let (scene, ()) = scene
        .meanwhile(PATIENCE, async |tenant| {
            let _serving = tenant.serve().await.expect("it answers");
            create(&tenant, "custom-domains", &json!({ "domain": "login.localhost", "type": "self_managed_certs" })).await;
            for application in [
                json!({ "name": "No grants", "app_type": "regular_web", "callbacks": ["https://app.example/callback"], "grant_types": [] }),
                json!({ "name": "Machine", "app_type": "non_interactive", "grant_types": ["client_credentials"] }),
                json!({ "name": "Single page", "app_type": "spa", "callbacks": ["https://spa.example/callback"] }),
            ] {
                create(&tenant, "clients", &application).await;
            }
        })
        .await;
    scene
        .while_closed(|closed| {
            let copied = std::process::Command::new("cp").arg("-r").arg(closed).arg(&folder).status();
            assert!(copied.expect("a copy").success());
        })
        .await;
}

async fn save(scene: &Scene, id: &str, form: ConnectionForm) {
    let revision = scene.console.connection(id).await.expect("the connection").revision;
    let edit = Edit { id: id.to_owned(), revision, form };
    scene.console.save_connection(&edit, &Decisions::default()).await.expect("saved");
}

//! A data folder of an earlier version opens with this one. `tests/data` has one, and says how it was made.

use std::path::PathBuf;

use lintel_console::{
    trials::PATIENCE,
    view::{AuthMethod, ConnectionForm, Decisions, Edit, SecretInput, TrialState, UpstreamParam, UpstreamSource},
};
use lintel_oidc::{Channel, Secret};
use lintel_tenant::KeySource;
use serde_json::json;

use crate::{
    elsewhere::create,
    scene::{Scene, through_tenant},
};

/// What sealed the folder.
const PASSPHRASE: &str = "kept for the tests";
const MADE_IN: &str = "LINTEL_TEST_MAKES_FOLDER";

fn key() -> KeySource {
    KeySource::Passphrase(Secret::new(PASSPHRASE))
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
    let lab = scene.tenants.console();
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

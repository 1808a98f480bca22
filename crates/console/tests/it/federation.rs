//! One tenant signs people in through another: both on this computer, the practice provider behind the second.

use lintel_console::view::{ConnectionForm, SecretInput, TrialState, TrialView, UpstreamParam, UpstreamSource};
use lintel_management::{Application, Client, client::Credentials};
use lintel_oidc::{Channel, Secret, trace::Outcome};
use serde_json::json;
use url::Url;

use crate::{
    browser::SUBJECT,
    elsewhere::Elsewhere,
    scene::{Scene, direct, through_tenant},
};

/// An application that is called back by the scene's tenant, and whose people sign in at the scene's practice provider.
async fn application(other: &Elsewhere, scene: &Scene) -> Application {
    let (client_id, secret) = other.tenant.management_client();
    let credentials = Credentials::new(client_id, secret.expose(), other.tenant.audience());
    let api = Client::new(Url::parse(other.tenant.url()).expect("a URL"), credentials).expect("a client");
    let callback = scene.tenants.desk().tenant.callback_url;
    let asked = json!({ "name": "Federation", "app_type": "regular_web", "callbacks": [callback] });
    let application = api.create_application(&asked).await.expect("an application");
    let practice = scene.console.practice().expect("it answers");
    let connection = json!({
        "name": "practice", "strategy": "oidc", "show_as_button": true,
        "options": {
            "type": "back_channel", "discovery_url": practice.discovery_url, "scope": "openid profile email",
            "client_id": practice.client_id, "client_secret": scene.console.reveal_practice_secret().expect("it answers"),
        },
    });
    let connection = api.create_connection(&connection).await.expect("a connection");
    let enabled = [(application.client_id.clone(), true)];
    api.set_connection_clients(&connection.id, &enabled).await.expect("enabled");
    application
}

/// The form as the page fills it in from the other tenant's domain, a client ID and a secret.
fn form(scene: &Scene, other: &Elsewhere, application: &Application) -> ConnectionForm {
    ConnectionForm {
        discovery_url: format!("{}/", other.tenant.url()),
        client_id: application.client_id.clone(),
        client_secret: SecretInput::Replace(Secret::new(application.client_secret.as_deref().expect("a secret"))),
        // Straight to the connection behind, past the other tenant's login page.
        upstream_params: vec![UpstreamParam {
            name: "connection".to_owned(),
            source: UpstreamSource::Value { value: "practice".to_owned() },
        }],
        ..scene.form("other-tenant", Channel::BackChannel)
    }
}

fn assert_is_ada(trial: &TrialView) {
    assert_eq!(trial.state, TrialState::Passed, "{}: {:?}", trial.headline, trial.detail);
    let Some(Outcome::Accepted { profile }) = &trial.trace.outcome else { panic!("{:?}", trial.trace.outcome) };
    assert_eq!(profile["email"], "ada.lovelace@acme.example");
}

#[tokio::test]
async fn a_login_passes_through_both_tenants() {
    let scene = Scene::start().await;
    let other = Elsewhere::serve().await;
    let application = application(&other, &scene).await;
    let form = form(&scene, &other, &application);
    let check = scene.console.check_provider("t-1", &form.discovery_url).await.expect("a check");
    assert!(
        check.back_channel.findings.iter().all(|finding| finding.code != "id-token-response-type-not-advertised"),
        "{check:?}"
    );
    assert!(
        check.front_channel.findings.iter().any(|finding| finding.code == "id-token-response-type-not-advertised"),
        "{check:?}"
    );
    let found = check.found.expect("the other tenant");
    assert_eq!((found.issuer, found.issuer_matches_url), (Some(other.tenant.issuer()), true));
    assert!(other.tenant.issuer().ends_with('/'));

    let created = scene.console.create_connection(&form).await.expect("a connection");
    assert_is_ada(&scene.tried(direct(&created)).await);

    scene.enable_sample(&created.id).await;
    assert_is_ada(&scene.tried(through_tenant(&created)).await);
    let (_scene, held) = scene.holdings().await;
    let [user] = &held.users[..] else { panic!("{:?}", held.users) };
    assert_eq!(user["user_id"], format!("oidc|other-tenant|oidc|practice|{SUBJECT}"));
    assert_eq!(other.tenant.store().users().await.expect("a database").len(), 1);
}

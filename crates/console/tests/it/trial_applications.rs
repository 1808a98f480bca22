//! The application of a test through the tenant: any that people sign in to, as it is registered, once nothing stops it.

use lintel_console::{
    trial::PATIENCE,
    view::{
        ConnectionView,
        ObstacleKind::{self, NoCallback, NoLoginGrant, NotEnabled},
        TrialApplication, TrialRequest, TrialState, TrialTarget,
    },
};
use lintel_oidc::{Channel, Secret};
use lintel_tenant::store::ApplicationRecord;
use serde_json::{Value, json};

use crate::{
    scene::{Running, Scene, through_tenant},
    window::{Person, Window},
};

#[tokio::test]
async fn a_test_signs_in_to_whichever_application_is_chosen_and_stops_at_its_callback() {
    let (scene, connection) = with_applications().await;
    let names = ["Portal", "By Basic", "Single page", "Phone"];
    for application in &listed(&scene, &connection).await {
        if !names.contains(&application.name.as_str()) {
            continue;
        }
        enable(&scene, &connection, application).await;
        for callback in &application.callbacks {
            let request = signing_in_to(&connection, &application.client_id, Some(callback));
            let mut running = scene.begin(request, Person::SignsIn).await;
            running.window.opened().await;
            assert_eq!(running.window.watched(), callback.parse().expect("a URL"));
            let trial = running.end().await;
            assert_eq!(trial.state, TrialState::Passed, "{}: {}", application.name, trial.detail);
            assert_eq!(trial.application.as_deref(), Some(application.name.as_str()));
            let last = trial.trace.steps.last().expect("a step");
            assert!(last.summary.starts_with(&application.name), "{}", last.summary);
        }
    }
}

#[tokio::test]
async fn what_stops_a_test_is_known_before_and_can_be_put_right() {
    let (scene, connection) = with_applications().await;
    let applications = listed(&scene, &connection).await;
    let known: Vec<_> = applications.iter().map(|one| (one.name.as_str(), kinds(one), one.confidential)).collect();
    assert_eq!(
        known,
        [
            ("Sample application", vec![NotEnabled], true),
            ("Portal", vec![NotEnabled], true),
            ("By Basic", vec![NotEnabled], true),
            ("Single page", vec![NotEnabled], false),
            ("Phone", vec![NotEnabled], false),
            ("Machine-like", vec![NoLoginGrant, NotEnabled], true),
            ("Without a scheme", vec![NoCallback, NotEnabled], true),
        ]
    );
    let of = |name: &str| applications.iter().find(|one| one.name == name).expect("the application").clone();
    assert!(of("Without a scheme").obstacles[0].message.contains("localhost:4401/cb"));
    assert!(of("Portal").obstacles[0].message.contains("acme is not enabled for Portal"));

    let refused = async |name: &str| {
        let window = Window::new(Person::SignsIn);
        let request = signing_in_to(&connection, &of(name).client_id, None);
        let refused = Running::asked_for(&scene.console, request, window.clone()).started().await;
        assert!(!window.was_opened());
        refused.expect_err("refused").code
    };
    assert_eq!(refused("Portal").await, "connection-not-enabled");
    assert_eq!(refused("Without a scheme").await, "no-callback");
    assert_eq!(refused("Machine-like").await, "no-login-grant");

    let machine = of("Machine-like");
    scene.console.allow_login(&machine.client_id).await.expect("allowed");
    enable(&scene, &connection, &machine).await;
    let now = listed(&scene, &connection).await;
    assert!(now.iter().any(|one| one.name == "Machine-like" && one.obstacles.is_empty()), "{now:?}");
    let trial = scene.tried(signing_in_to(&connection, &machine.client_id, None)).await;
    assert_eq!(trial.state, TrialState::Passed, "{}", trial.detail);
}

#[tokio::test]
async fn a_callback_that_was_taken_off_the_application_is_named() {
    let (scene, connection) = with_applications().await;
    scene.enable_sample(&connection.id).await;
    let sample = scene.sample(&connection.id).await;
    let request = signing_in_to(&connection, &sample, Some("https://gone.example/cb"));
    let refused = Running::asked_for(&scene.console, request, Window::new(Person::Waits)).started().await;
    let problem = refused.expect_err("refused");
    assert!(problem.message.starts_with("https://gone.example/cb is not among"), "{problem:?}");
    let trial = scene.tried(through_tenant(&connection)).await;
    assert_eq!(trial.application.as_deref(), Some("Sample application"), "it stands in where none is named");
}

/// A connection, and applications of every kind.
async fn with_applications() -> (Scene, ConnectionView) {
    let scene = Scene::start().await;
    let connection = scene.created("acme", Channel::BackChannel).await;
    let portal = json!(["https://app.example", "https://app.example/cb?tenant=1"]);
    let applications = [
        ("Portal", "regular_web", "client_secret_post", json!(["authorization_code"]), portal),
        (
            "By Basic",
            "regular_web",
            "client_secret_basic",
            json!(["authorization_code"]),
            json!(["http://127.0.0.1:9/cb"]),
        ),
        ("Single page", "spa", "none", json!(["authorization_code"]), json!(["https://spa.example/"])),
        ("Phone", "native", "none", json!(["authorization_code"]), json!(["com.example.phone:/cb"])),
        (
            "Machine-like",
            "regular_web",
            "client_secret_post",
            json!(["client_credentials"]),
            json!(["https://m.example/cb"]),
        ),
        (
            "Without a scheme",
            "regular_web",
            "client_secret_post",
            json!(["authorization_code"]),
            json!(["localhost:4401/cb"]),
        ),
        ("Nobody", "non_interactive", "client_secret_post", json!(["client_credentials"]), json!([])),
    ];
    let (scene, ()) = scene
        .meanwhile(PATIENCE, async |tenant| {
            for (name, app_type, method, grants, callbacks) in applications {
                let client = json!({
                    "name": name, "app_type": app_type, "token_endpoint_auth_method": method,
                    "grant_types": grants, "callbacks": callbacks,
                });
                let Value::Object(mut client) = client else { panic!("an object") };
                let client_id = name.replace(' ', "-");
                client.insert("client_id".to_owned(), client_id.clone().into());
                let secret = (method != "none").then(|| Secret::new("a secret"));
                let application = ApplicationRecord::new(client, client_id, secret, None);
                tenant.store().insert_client(&application).await.expect("a database");
            }
        })
        .await;
    (scene, connection)
}

fn signing_in_to(connection: &ConnectionView, client_id: &str, callback: Option<&str>) -> TrialRequest {
    let callback = callback.map(str::to_owned);
    let application = Some(TrialTarget { client_id: client_id.to_owned(), callback });
    TrialRequest::ThroughTenant { connection_id: connection.id.clone(), application, organization: None }
}

async fn listed(scene: &Scene, connection: &ConnectionView) -> Vec<TrialApplication> {
    scene.console.trial_applications(&connection.id).await.expect("applications")
}

async fn enable(scene: &Scene, connection: &ConnectionView, application: &TrialApplication) {
    let client_ids = [application.client_id.clone()];
    scene.console.switch_applications(&connection.id, &client_ids, true).await.expect("enabled");
}

fn kinds(application: &TrialApplication) -> Vec<ObstacleKind> {
    application.obstacles.iter().map(|obstacle| obstacle.kind).collect()
}

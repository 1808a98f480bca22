//! A token or a key whose answer never came is found by the next start, by what is new.

use std::{sync::Arc, time::Duration};

use lintel_console::view::{ChangeKind, ChangeState, HistoryEntry};
use lintel_management::Method;
use lintel_oidc::Channel;

use crate::{
    elsewhere::Elsewhere,
    gate::{Gate, When},
    scene::Scene,
};

#[tokio::test]
async fn a_token_and_a_key_whose_answer_never_came_are_found_by_the_next_start() {
    let (mut scene, elsewhere) = (Scene::start().await, Elsewhere::serve().await);
    let gate = Gate::before(&elsewhere).await;
    let access = gate.access(&elsewhere);
    let tenant = scene.tenants.connect_auth0("Gated", &access).await.expect("connected").tenant.id;
    scene.console = scene.tenants.console().expect("it is open");
    let id = scene.created("acme", Channel::BackChannel).await.id;
    scene.console.turn_on_scim(&id).await.expect("on");

    let mut held =
        gate.hold(Method::Post.into(), &format!("/connections/{id}/scim-configuration/tokens"), When::AfterTheTenant);
    let (console, of) = (Arc::clone(&scene.console), id.clone());
    let made = tokio::spawn(async move { console.create_scim_token(&of, &["get:users".to_owned()], None).await });
    held.arrived().await;
    made.abort();
    drop(held);
    let mut held = gate.hold(Method::Post.into(), &format!("/connections/{id}/keys"), When::AfterTheTenant);
    let (console, of) = (Arc::clone(&scene.console), id.clone());
    let keys = tokio::spawn(async move { console.create_connection_keys(&of, "ES256").await });
    held.arrived().await;
    keys.abort();
    drop(held);
    gate.open();
    assert!(made.await.is_err() && keys.await.is_err(), "nobody heard an answer");

    let mut scene = scene.while_closed(drop).await;
    scene.tenants.renew_credentials(&tenant, &access).await.expect("connected");
    scene.console = scene.tenants.console().expect("it is open");
    let settled = async {
        loop {
            let history = scene.console.history(&id).await.expect("a history");
            if history.iter().all(|entry| entry.state == ChangeState::Done) {
                return history;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let history = tokio::time::timeout(Duration::from_secs(30), settled).await.expect("the start settles them");
    let of = |kind| -> &HistoryEntry { history.iter().find(|entry| entry.kind == kind).expect("its entry") };
    assert!(of(ChangeKind::ScimToken).changes[0].label.starts_with("SCIM token tok_"), "{history:?}");
    let labels: Vec<&str> = of(ChangeKind::Keys).changes.iter().map(|change| change.label.as_str()).collect();
    assert_eq!(labels, ["Current key", "Next key"]);
}

//! The keys of a connection: made before they are used, rotated, and written down.

use chrono::{Months, Utc};
use lintel_console::view::{
    AuthMethod, ChangeKind, ChangeState, ConnectionForm, ConnectionKeys, Decisions, Edit, KeyState, SecretInput,
};
use lintel_oidc::Channel;
use serde_json::Value;

use crate::scene::Scene;

#[tokio::test]
async fn keys_are_made_before_they_are_used_and_rotated_after() {
    let scene = Scene::start().await;
    let view = scene.created("acme", Channel::BackChannel).await;
    let none = scene.console.connection_keys(&view.id).await.expect("no keys");
    assert_eq!(none.keys, []);

    let made = scene.console.create_connection_keys(&view.id, "ES256").await.expect("keys");
    assert_eq!(states(&made), [KeyState::Current, KeyState::Next]);
    let [current, next] = &made.keys[..] else { panic!("{made:?}") };
    assert_eq!((current.algorithm.as_deref(), next.algorithm.as_deref()), (Some("ES256"), Some("ES256")));
    assert!(current.since.is_some_and(|since| since <= Utc::now()));
    let in_a_year = Utc::now().checked_add_months(Months::new(12)).expect("a time");
    let expires = current.expires.expect("the certificate's end");
    assert!((in_a_year - expires).num_days().abs() <= 2, "{expires}");

    let early = scene.console.rotate_connection_keys(&view.id, "ES256").await.expect_err("not in use");
    assert!(early.message.contains("private_key_jwt"), "{}", early.message);
    let form = ConnectionForm {
        auth_method: AuthMethod::PrivateKeyJwt,
        auth_signing_alg: "ES256".to_owned(),
        client_secret: SecretInput::Unchanged,
        ..view.form.clone()
    };
    let edit = Edit { id: view.id.clone(), revision: view.revision.clone(), form };
    scene.console.save_connection(&edit, &Decisions::default()).await.expect("saved");
    assert_eq!(scene.console.connection_keys(&view.id).await.expect("keys"), made, "the save kept them");

    let rotated = scene.console.rotate_connection_keys(&view.id, "PS256").await.expect("rotated");
    assert_eq!(states(&rotated), [KeyState::Current, KeyState::Next, KeyState::Previous]);
    let kids: Vec<&str> = rotated.keys.iter().map(|key| key.kid.as_str()).collect();
    assert_eq!((kids[0], kids[2]), (next.kid.as_str(), current.kid.as_str()));
    assert_eq!(rotated.keys[1].algorithm.as_deref(), Some("PS256"));

    let history = scene.console.history(&view.id).await.expect("the history");
    let kinds: Vec<_> = history.iter().map(|entry| (entry.kind, entry.state)).collect();
    assert_eq!(
        kinds,
        [
            (ChangeKind::Keys, ChangeState::Done),
            (ChangeKind::Saved, ChangeState::Done),
            (ChangeKind::Keys, ChangeState::NotDone),
            (ChangeKind::Keys, ChangeState::Done),
            (ChangeKind::Created, ChangeState::Done),
        ]
    );
    let moved = &history[0].changes[0];
    assert_eq!((moved.before.as_deref(), moved.after.as_deref()), (Some(&*current.kid), Some(&*next.kid)));
}

#[tokio::test]
async fn the_address_that_is_shown_has_the_keys() {
    let scene = Scene::start().await;
    let view = scene.created("acme", Channel::BackChannel).await;
    let made = scene.console.create_connection_keys(&view.id, "RS256").await.expect("keys");
    let served: Value = reqwest::get(&made.jwks_url).await.expect("an answer").json().await.expect("a key set");
    let served: Vec<&str> =
        served["keys"].as_array().expect("keys").iter().filter_map(|key| key["kid"].as_str()).collect();
    let shown: Vec<&str> = made.keys.iter().map(|key| key.kid.as_str()).collect();
    assert_eq!(served, shown);
}

fn states(keys: &ConnectionKeys) -> Vec<KeyState> {
    keys.keys.iter().map(|key| key.state).collect()
}

//! Saving: what the form does not show stays.

use lintel_console::{trials::PATIENCE, view::ConnectionForm};
use lintel_management::Connection;
use lintel_oidc::Channel;
use serde_json::{Value, json};

use crate::scene::Scene;

/// Members that no screen shows: declared ones, one that nobody declares, and a mapping.
fn unseen() -> Value {
    json!({
        "icon_url": "https://acme.example/logo.svg",
        "upstream_params": { "screen_name": { "alias": "login_hint" } },
        "attribute_map": { "mapping_mode": "use_map", "attributes": { "email": "${context.tokenset.email}" } },
        "not_declared": { "kept": [1, null, { "deep": "ü" }] },
    })
}

#[tokio::test]
async fn members_that_the_form_does_not_show_stay_as_they_are() {
    let scene = Scene::start().await;
    let id = scene.created("acme", Channel::BackChannel).await.id;
    let (scene, before) = scene
        .meanwhile(PATIENCE, async |tenant| {
            let mut connection = stored(tenant.store().connections().await.expect("a database"));
            let Value::Object(members) = unseen() else { unreachable!() };
            connection.options.as_mut().expect("options").0.extend(members);
            connection.display_name = Some("Acme".to_owned());
            assert!(tenant.store().replace_connection(&connection).await.expect("a database"));
            connection
        })
        .await;

    let form = scene.console.connection(&id).await.expect("the connection").form;
    let edited = ConnectionForm { scope: "openid email".to_owned(), sync_at_each_login: false, ..form };
    let saved = scene.console.save_connection(&id, &edited).await.expect("saved");
    assert_eq!(saved.form, edited);

    let (_scene, after) = scene.holdings().await;
    let after = stored(after.connections);
    assert_eq!(after.display_name.as_deref(), Some("Acme"));
    let (mut before, mut after) = (before.options.expect("options").0, after.options.expect("options").0);
    for (member, value) in [("scope", "openid email"), ("set_user_root_attributes", "on_first_login")] {
        assert_eq!(after.remove(member), Some(value.into()), "{member}");
        before.remove(member);
    }
    before.sort_keys();
    after.sort_keys();
    assert_eq!(after, before);
}

fn stored(connections: Vec<Connection>) -> Connection {
    let [connection]: [Connection; 1] = connections.try_into().expect("one connection");
    connection
}

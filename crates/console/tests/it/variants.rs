//! Connections that other tools made: the four ways of the published guide, and one with everything in it.

use lintel_console::view::{ConnectionForm, Decisions, Edit, SaveOutcome, TrialState};
use lintel_oidc::Channel;
use serde_json::{Value, json};

use crate::{
    elsewhere::Elsewhere,
    scene::{Scene, direct},
};

/// The guide's request bodies, at the practice provider, with the scopes under the key that the guide writes.
fn guide(issuer: &str, client_id: &str, secret: &str) -> Vec<(Channel, Value)> {
    let discovery = format!("{issuer}/.well-known/openid-configuration");
    let authorize = format!("{issuer}/authorize");
    let named = |name: &str, options: Value| json!({ "strategy": "oidc", "name": name, "options": options });
    vec![
        (
            Channel::FrontChannel,
            named(
                "front-discovery",
                json!({ "type": "front_channel", "discovery_url": discovery, "client_id": client_id, "scopes": "openid profile" }),
            ),
        ),
        (
            Channel::BackChannel,
            named(
                "back-discovery",
                json!({ "type": "back_channel", "discovery_url": discovery, "client_id": client_id, "client_secret": secret, "scopes": "openid profile" }),
            ),
        ),
        (
            Channel::BackChannel,
            named(
                "back-issuer",
                json!({ "type": "back_channel", "issuer": issuer, "authorization_endpoint": authorize, "client_secret": secret, "client_id": client_id, "scopes": "openid profile" }),
            ),
        ),
        (
            Channel::FrontChannel,
            named(
                "front-issuer",
                json!({ "type": "front_channel", "issuer": issuer, "authorization_endpoint": authorize, "token_endpoint": format!("{issuer}/token"), "client_id": client_id, "scopes": "openid profile" }),
            ),
        ),
        (
            Channel::BackChannel,
            named(
                "other-tool",
                json!({
                    "type": "back_channel", "client_id": client_id, "client_secret": secret, "scope": "openid  email", "scopes": ["openid", "email"],
                    "issuer": issuer, "authorization_endpoint": authorize, "token_endpoint": format!("{issuer}/token"), "jwks_uri": format!("{issuer}/jwks.json"),
                    "userinfo_endpoint": null, "attribute_map": { "mapping_mode": "bind_all", "note": "kept" }, "fields_map": { "email": "mail" },
                    "connection_settings": { "pkce": "S256", "other": 1 }, "upstream_params": { "prompt": { "value": "login" }, "screen_name": { "alias": "login_hint" } }, "domain": "acme.example",
                }),
            ),
        ),
    ]
}

#[tokio::test]
async fn a_connection_of_another_tool_fills_the_form_signs_in_and_keeps_all_it_had_on_save() {
    let (mut scene, elsewhere) = (Scene::start().await, Elsewhere::serve().await);
    scene.tenants.connect_auth0("Staging", &elsewhere.access()).await.expect("a tenant");
    scene.console = scene.tenants.console().expect("it is open");
    let practice = scene.console.practice().expect("it answers");
    let secret = scene.console.reveal_practice_secret().expect("it answers");
    for (channel, body) in guide(&practice.issuer, &practice.client_id, &secret) {
        let name = body["name"].as_str().expect("a name");
        let created = elsewhere.create("connections", &body).await;
        let view = scene.console.connection(created["id"].as_str().expect("an ID")).await.expect("the connection");
        assert_eq!(view.form.channel, channel, "{name}");
        assert_eq!(view.form.client_id, practice.client_id, "{name}");
        let scopes = if name == "other-tool" { "openid email" } else { "openid profile" };
        assert!(view.form.scope.split_whitespace().eq(scopes.split(' ')), "{name}: {}", view.form.scope);
        assert!(view.form.discovery_url.starts_with(&practice.issuer), "{name}: {}", view.form.discovery_url);

        let trial = scene.tried(direct(&view)).await;
        assert_eq!(trial.state, TrialState::Passed, "{name}: {}", trial.detail);

        let form = ConnectionForm { display_name: "Renamed".to_owned(), ..view.form.clone() };
        let edit = Edit { id: view.id.clone(), revision: view.revision, form };
        let saved = scene.console.save_connection(&edit, &Decisions::default()).await.expect("a save");
        assert!(matches!(&saved, SaveOutcome::Saved { differs, .. } if differs.is_empty()), "{name}: {saved:?}");
        let held = elsewhere.tenant.store().connection(&view.id).await.expect("a database").expect("the connection");
        assert_eq!(held.display_name.as_deref(), Some("Renamed"));
        let mut before = created["options"].as_object().expect("options").clone();
        let mut after = held.options.expect("options").0;
        before.sort_keys();
        after.sort_keys();
        assert_eq!(after, before, "{name}");
    }
}

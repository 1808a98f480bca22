//! `/api/v2/tenants/settings`

use serde_json::json;

use crate::api_scene::Scene;

#[tokio::test]
async fn the_settings_say_what_holds_of_this_tenant() {
    let scene = Scene::start().await;
    let settings = scene.get("tenants/settings").await;
    assert_eq!(settings.status, 200, "{}", settings.text);
    assert_eq!(settings.body["flags"]["enable_client_connections"], json!(false));
    let client_id = scene.application("New").await;
    let enabled = scene.get(&format!("clients/{client_id}/connections")).await;
    assert_eq!(enabled.body["connections"], json!([]), "as the flag says");

    let named = scene.get("tenants/settings?fields=friendly_name").await;
    assert_eq!(named.body, json!({ "friendly_name": "Lintel" }));
    let caller = scene.with_scopes("read:connections").await;
    let expected = "Insufficient scope, expected any of: read:tenant_settings";
    caller.get("tenants/settings").await.assert_error(403, "insufficient_scope", expected);
}

//! The four creates of Auth0's published guide, as they stand, with the practice provider for `IDP_DOMAIN`.

use serde_json::{Value, json};

use crate::login_scene::Scene;

#[tokio::test]
async fn each_create_of_the_guide_is_accepted_and_signs_in() {
    let scene = Scene::start().await;
    let issuer = scene.provider_issuer();
    let (id, secret) = (scene.idp_client_id(), scene.idp_client_secret());
    let discovery = format!("{issuer}/.well-known/openid-configuration");
    let authorize = scene.provider_metadata("authorization_endpoint").await;
    let token = scene.provider_metadata("token_endpoint").await;
    let creates: [(&str, Value); 4] = [
        (
            "front-discovery",
            json!({ "type": "front_channel", "discovery_url": discovery, "client_id": id, "scopes": "openid profile" }),
        ),
        (
            "back-discovery",
            json!({ "type": "back_channel", "discovery_url": discovery, "client_id": id, "client_secret": secret,
                    "scopes": "openid profile" }),
        ),
        (
            "back-issuer",
            json!({ "type": "back_channel", "issuer": issuer, "authorization_endpoint": authorize, "client_secret": secret,
                    "client_id": id, "scopes": "openid profile" }),
        ),
        (
            "front-issuer",
            json!({ "type": "front_channel", "issuer": issuer, "authorization_endpoint": authorize, "token_endpoint": token,
                    "client_id": id, "scopes": "openid profile" }),
        ),
    ];
    for (name, options) in creates {
        let body = json!({ "strategy": "oidc", "name": name, "options": options });
        let created = scene.create(&body).await;
        assert_eq!(created["options"]["scopes"], "openid profile", "kept as it came");
        scene.enable(&created, &scene.client_id).await;
        let page = scene.sign_in(name, "openid").await;
        assert!(page.param("code").is_some(), "{name}: {}", page.url);
        let user = scene.user(&format!("oidc|{name}|{}", scene.subject())).await;
        assert_eq!(user["identities"][0]["connection"], name);
    }
}

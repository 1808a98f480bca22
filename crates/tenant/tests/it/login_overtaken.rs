//! What a sign-in rests on changes before it ends: a sign-in ends by the state of the tenant at its end.

use chrono::{TimeDelta, Utc};
use lintel_tenant::{
    ProfileSync,
    store::{LoginOfUser, RecordLoginError},
};
use reqwest::Method;
use serde_json::{Map, Value, json};
use url::Url;

use crate::{
    login_browser::{Browser, Page},
    login_scene::{CALLBACK, Scene, http_client},
};

/// A sign-in at whose end the provider has answered and the tenant has not yet heard of it.
struct Pending {
    scene: Scene,
    connection: Value,
    browser: Browser,
    callback: Url,
}

impl Pending {
    async fn begin() -> Pending {
        let scene = Scene::start().await;
        let connection = scene.connection("corp", json!({ "type": "back_channel" })).await;
        let mut browser = scene.browser();
        let callback = scene.stopped_at_callback(&mut browser, "corp").await;
        Pending { scene, connection, browser, callback }
    }

    fn path(&self) -> String {
        format!("connections/{}", self.connection["id"].as_str().expect("an ID"))
    }

    async fn change(&self, method: Method, path: &str, body: Value) {
        let body = Some(&body).filter(|body| !body.is_null());
        let answer = self.scene.api(method, path, body).await;
        assert!(answer.status < 300, "{path}: {}", answer.body);
    }

    /// Replaces members of the connection's options; the others stay.
    async fn set(&self, members: Value) {
        let mut options = self.scene.api(Method::GET, &self.path(), None).await.body["options"].clone();
        for (name, value) in members.as_object().expect("an object") {
            options[name] = value.clone();
        }
        self.change(Method::PATCH, &self.path(), json!({ "options": options })).await;
    }

    async fn end(&mut self) -> Page {
        self.browser.open(self.callback.as_str()).await
    }

    /// The application hears that it was refused, with these values, and nothing was written.
    async fn refused(&mut self, values: &[&str]) {
        let page = self.end().await;
        assert!(page.url.as_str().starts_with(CALLBACK), "{}: {}", page.url, page.body);
        assert_eq!(page.param("error").as_deref(), Some("access_denied"), "{}", page.url);
        assert_eq!(page.param("state").as_deref(), Some("st-1"));
        let description = page.param("error_description").expect("a description");
        for value in values.iter().chain(&["connection-changed"]) {
            assert!(description.contains(value), "{value}: {description}");
        }
        assert!(self.scene.users().await.is_empty());
        assert_eq!(self.browser.cookie_names().len(), 0, "the cookie is removed");
    }
}

#[tokio::test]
async fn a_connection_that_is_gone_signs_nobody_in() {
    let mut pending = Pending::begin().await;
    pending.change(Method::DELETE, &pending.path(), Value::Null).await;
    pending.refused(&["corp", "was deleted"]).await;
}

#[tokio::test]
async fn a_new_connection_of_the_name_is_another_one() {
    let mut pending = Pending::begin().await;
    pending.change(Method::DELETE, &pending.path(), Value::Null).await;
    pending.scene.connection("corp", json!({ "type": "back_channel" })).await;
    pending.scene.sign_in("corp", "openid").await;
    let before = pending.scene.users().await;

    let page = pending.end().await;
    assert_eq!(page.param("error").as_deref(), Some("access_denied"), "{}", page.url);
    assert_eq!(pending.scene.users().await, before, "the user of the new connection is as before");
}

#[tokio::test]
async fn a_user_is_written_for_the_connection_of_its_id_alone() {
    let scene = Scene::start().await;
    let old: lintel_management::Connection =
        serde_json::from_value(scene.connection("corp", json!({ "type": "back_channel" })).await)
            .expect("a connection");
    assert_eq!(scene.api(Method::DELETE, &format!("connections/{}", old.id), None).await.status, 202);
    let profile = Map::from_iter([("email".to_owned(), json!("attacker@evil.example"))]);
    let login = |subject: &'static str| {
        let sync = ProfileSync::OnEachLogin;
        scene.store().record_login(LoginOfUser { connection: &old, subject, profile: &profile, sync }, Utc::now())
    };
    let gone =
        |outcome| matches!(outcome, Err(RecordLoginError::ConnectionGone { connection_id }) if connection_id == old.id);
    assert!(gone(login("nobody").await), "without a connection of the name");
    scene.connection("corp", json!({ "type": "back_channel" })).await;
    scene.sign_in("corp", "openid email").await;
    let before = scene.users().await;
    assert!(gone(login("ada-lovelace").await), "with a newer one that has the user");
    assert_eq!(scene.users().await, before);
}

#[tokio::test]
async fn another_issuer_endpoint_client_id_or_channel_is_another_provider() {
    for (member, value) in [
        ("issuer", "https://other.example"),
        ("authorization_endpoint", "https://other.example/authorize"),
        ("token_endpoint", "https://other.example/token"),
        ("userinfo_endpoint", "https://other.example/userinfo"),
        ("jwks_uri", "https://other.example/keys"),
        ("client_id", "other-client"),
        ("type", "front_channel"),
    ] {
        let mut pending = Pending::begin().await;
        let was = pending.connection["options"][member].clone();
        pending.set(json!({ member: value })).await;
        pending.refused(&[member, value, was.as_str().expect("text")]).await;
        let finding = pending.scene.newest_trace("corp").await["outcome"]["finding"].clone();
        assert_eq!(finding["member"], member, "{finding}");
        assert_eq!((&finding["expected"], &finding["got"]), (&json!(value), &was), "{finding}");
    }
}

#[tokio::test]
async fn whatever_else_changes_a_sign_in_goes_on() {
    let mut pending = Pending::begin().await;
    let path = pending.path();
    pending.change(Method::PATCH, &path, json!({ "display_name": "Another", "show_as_button": true })).await;
    let changed = json!({
        "scope": "openid email", "domain_aliases": ["corp.example"], "set_user_root_attributes": "on_first_login",
        "send_back_channel_nonce": true, "client_secret": "another",
        "attribute_map": { "mapping_mode": "use_map", "attributes": { "email": "${context.tokenset.email}" } },
    });
    pending.set(changed).await;
    let page = pending.end().await;
    assert!(page.param("code").is_some(), "{}", page.url);
}

#[tokio::test]
async fn what_happens_while_the_code_is_redeemed_counts_as_well() {
    let scene = Scene::start().await;
    let token_endpoint = scene.provider_metadata("token_endpoint").await;
    let (store, client_id) = (scene.store().clone(), scene.client_id.clone());
    let slow = async move |body: String| {
        let connection = store.connection_by_name("corp").await.expect("a database").expect("the connection");
        store.set_enabled(&connection.id, &[(client_id, false)]).await.expect("a database");
        let request = http_client().post(token_endpoint).header("content-type", "application/x-www-form-urlencoded");
        let answer = request.body(body).send().await.expect("an answer");
        ([("content-type", "application/json")], answer.text().await.expect("a body"))
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = format!("http://{}/token", listener.local_addr().expect("an address"));
    let provider = axum::Router::new().route("/token", axum::routing::post(slow));
    tokio::spawn(async move { axum::serve(listener, provider).await });
    scene.connection("corp", json!({ "type": "back_channel", "token_endpoint": address })).await;

    let page = scene.sign_in("corp", "openid").await;
    assert_eq!(page.param("error").as_deref(), Some("access_denied"), "{}", page.url);
    assert!(scene.users().await.is_empty());
    let trace = scene.newest_trace("corp").await;
    assert_eq!(trace["outcome"]["finding"]["code"], "connection-changed");
    assert_eq!(trace["outcome"]["step"], "profile", "the sign-in itself had passed");
}

#[tokio::test]
async fn a_connection_that_was_disabled_signs_nobody_in() {
    let mut pending = Pending::begin().await;
    let path = format!("{}/clients", pending.path());
    let disabled = json!([{ "client_id": pending.scene.client_id, "status": false }]);
    pending.change(Method::PATCH, &path, disabled).await;
    pending.refused(&["corp", "App", "disabled"]).await;
}

#[tokio::test]
async fn without_a_safe_way_back_the_person_is_told() {
    for (deleted, title) in [(false, "The callback URL is not allowed any more"), (true, "The application is gone")] {
        let mut pending = Pending::begin().await;
        let path = format!("clients/{}", pending.scene.client_id);
        if deleted {
            pending.change(Method::DELETE, &path, Value::Null).await;
        } else {
            pending.change(Method::PATCH, &path, json!({ "callbacks": ["https://new.example/cb"] })).await;
        }
        let page = pending.end().await;
        assert_eq!(page.status, 400);
        assert!(page.body.contains(title), "{}", page.body);
        let value = if deleted { pending.scene.client_id.as_str() } else { CALLBACK };
        assert!(page.body.contains(value), "{}", page.body);
        assert!(pending.scene.users().await.is_empty());
        assert_eq!(pending.scene.newest_trace("corp").await["outcome"]["kind"], "abandoned");
    }
}

#[tokio::test]
async fn a_code_is_worth_what_it_rests_on() {
    type Change = (&'static str, fn(&Scene, &str) -> (Method, String, Value), &'static str);
    let changes: [Change; 6] = [
        ("deleted", |_, id| (Method::DELETE, format!("connections/{id}"), Value::Null), "invalid_grant"),
        (
            "disabled",
            |scene, id| {
                let body = json!([{ "client_id": scene.client_id, "status": false }]);
                (Method::PATCH, format!("connections/{id}/clients"), body)
            },
            "invalid_grant",
        ),
        (
            "callback removed",
            |scene, _| (Method::PATCH, format!("clients/{}", scene.client_id), json!({ "callbacks": [] })),
            "invalid_grant",
        ),
        (
            "public",
            |scene, _| {
                let body = json!({ "token_endpoint_auth_method": "none" });
                (Method::PATCH, format!("clients/{}", scene.client_id), body)
            },
            "invalid_grant",
        ),
        (
            "without the grant",
            |scene, _| (Method::PATCH, format!("clients/{}", scene.client_id), json!({ "grant_types": ["implicit"] })),
            "unauthorized_client",
        ),
        (
            "no application",
            |scene, _| (Method::DELETE, format!("clients/{}", scene.client_id), Value::Null),
            "invalid_client",
        ),
    ];
    for (what, change, error) in changes {
        let scene = Scene::start().await;
        let connection = scene.connection("corp", json!({ "type": "back_channel" })).await;
        let code = scene.sign_in("corp", "openid").await.param("code").expect("a code");
        let (method, path, body) = change(&scene, connection["id"].as_str().expect("an ID"));
        let changed = scene.api(method, &path, Some(&body).filter(|body| !body.is_null())).await;
        assert!(changed.status < 300, "{what}: {}", changed.body);
        let answer = scene.redeem(&code).await;
        assert_eq!(answer.body["error"], error, "{what}: {}", answer.body);
    }
}

#[tokio::test]
async fn an_access_token_ends_with_its_user_and_does_not_open_the_next_one() {
    let scene = Scene::start().await;
    let connection = scene.connection("corp", json!({ "type": "back_channel" })).await;
    let code = scene.sign_in("corp", "openid").await.param("code").expect("a code");
    let tokens = scene.redeem(&code).await.body;
    let token = tokens["access_token"].as_str().expect("an access token");
    assert_eq!(scene.userinfo(token).await.status, 200);

    let user_id = format!("oidc|corp|{}", scene.subject());
    assert!(scene.store().delete_user(&user_id).await.expect("a database"));
    assert_eq!(scene.userinfo(token).await.status, 401);
    let connection: lintel_management::Connection = serde_json::from_value(connection).expect("a connection");
    let login = LoginOfUser {
        connection: &connection,
        subject: scene.subject(),
        profile: &Map::new(),
        sync: ProfileSync::OnEachLogin,
    };
    scene.store().record_login(login, Utc::now() + TimeDelta::minutes(1)).await.expect("a user");
    let answer = scene.userinfo(token).await;
    assert_eq!(answer.status, 401, "who was made later is somebody else: {}", answer.body);
}

#[tokio::test]
async fn an_access_token_ends_with_its_application() {
    let scene = Scene::start().await;
    scene.connection("corp", json!({ "type": "back_channel" })).await;
    let code = scene.sign_in("corp", "openid").await.param("code").expect("a code");
    let tokens = scene.redeem(&code).await.body;
    assert_eq!(scene.api(Method::DELETE, &format!("clients/{}", scene.client_id), None).await.status, 204);
    let answer = scene.userinfo(tokens["access_token"].as_str().expect("an access token")).await;
    assert_eq!(answer.status, 401, "{}", answer.body);
}

//! A connection that takes SCIM, and a provider's provisioning that has a token for it.

use lintel_scim::samples::Request;
use reqwest::{Client, Method, header::HeaderMap};
use serde_json::{Value, json};

use crate::login_scene::{Scene, http_client};

pub(crate) const PATCH: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
pub(crate) const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
pub(crate) const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";

const SCOPES: [&str; 10] = [
    "get:users",
    "post:users",
    "put:users",
    "patch:users",
    "delete:users",
    "get:groups",
    "post:groups",
    "put:groups",
    "patch:groups",
    "delete:groups",
];

pub(crate) struct Provisioning {
    pub(crate) scene: Scene,
    pub(crate) connection: Value,
    pub(crate) base: String,
    pub(crate) token: String,
    http: Client,
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Provisioning {
    /// With the default mapping, a token of every scope, and no users created at login.
    pub(crate) async fn start() -> Provisioning {
        Provisioning::with(json!({ "set_user_root_attributes": "never_on_login" })).await
    }

    pub(crate) async fn with(mut options: Value) -> Provisioning {
        let scene = Scene::start().await;
        options["type"] = "back_channel".into();
        let connection = scene.connection("corp", options).await;
        let id = connection["id"].as_str().expect("an ID").to_owned();
        let base = format!("{}/scim/v2/connections/{id}", scene.url);
        let mut made = Provisioning { scene, connection, base, token: String::new(), http: http_client() };
        made.switch_on(&id).await;
        made.token = made.token_of(&id, &SCOPES).await;
        made
    }

    pub(crate) async fn switch_on(&self, connection_id: &str) {
        let path = format!("connections/{connection_id}/scim-configuration");
        let made = self.scene.api(Method::POST, &path, None).await;
        assert_eq!(made.status, 201, "{}", made.body);
    }

    pub(crate) async fn token_of(&self, connection_id: &str, scopes: &[&str]) -> String {
        let path = format!("connections/{connection_id}/scim-configuration/tokens");
        let made = self.scene.api(Method::POST, &path, Some(&json!({ "scopes": scopes }))).await;
        assert_eq!(made.status, 201, "{}", made.body);
        made.body["token"].as_str().expect("a token").to_owned()
    }

    pub(crate) fn id(&self) -> &str {
        self.connection["id"].as_str().expect("an ID")
    }

    pub(crate) async fn send(&self, method: &str, path: &str, body: Option<&Value>) -> Answer {
        self.send_as(&format!("Bearer {}", self.token), method, path, body).await
    }

    pub(crate) async fn send_as(&self, authorization: &str, method: &str, path: &str, body: Option<&Value>) -> Answer {
        let body = body.map(|body| ("application/scim+json", body.to_string()));
        self.raw(authorization, method, path, body).await
    }

    /// Every answer but 204 is `application/scim+json`, and every refusal has the body of RFC 7644, section 3.12.
    pub(crate) async fn raw(
        &self,
        authorization: &str,
        method: &str,
        path: &str,
        body: Option<(&str, String)>,
    ) -> Answer {
        let method: Method = method.parse().expect("a method");
        let mut request = self.http.request(method.clone(), format!("{}{path}", self.base));
        if !authorization.is_empty() {
            request = request.header("authorization", authorization);
        }
        if let Some((media_type, body)) = body {
            request = request.header("content-type", media_type).body(body);
        }
        let response = request.send().await.expect("an answer");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.expect("a body");
        let body: Value = serde_json::from_str(&text).unwrap_or_default();
        let answer = Answer { status, headers, body };
        if status == 204 {
            assert_eq!(text, "", "{method} {path}");
        } else {
            assert_eq!(answer.header("content-type"), "application/scim+json", "{method} {path}: {text}");
        }
        if status >= 400 {
            assert_eq!(answer.body["schemas"], json!(["urn:ietf:params:scim:api:messages:2.0:Error"]), "{text}");
            assert_eq!(answer.body["status"], status.to_string(), "{text}");
            assert!(answer.body["detail"].as_str().is_some_and(|detail| detail.ends_with('.')), "{text}");
        }
        answer
    }

    /// One request of a client, held to the status that it goes on after.
    pub(crate) async fn play(&self, request: &Request) -> Answer {
        let query = if request.query.is_empty() { String::new() } else { format!("?{}", request.query) };
        let answer = self.send(request.method, &format!("{}{query}", request.path), request.body.as_ref()).await;
        let fine = answer.status == request.status || (request.method == "PATCH" && answer.status == 204);
        assert!(fine, "{}: {} {}", request.title, answer.status, answer.body);
        answer
    }

    /// A user by a POST; the resource.
    pub(crate) async fn user(&self, external_id: &str, user_name: &str) -> Value {
        let body = json!({
            "schemas": [USER], "externalId": external_id, "userName": user_name, "active": true,
            "emails": [{ "value": user_name, "primary": true, "type": "work" }],
        });
        let made = self.send("POST", "/Users", Some(&body)).await;
        assert_eq!(made.status, 201, "{}", made.body);
        made.body
    }

    pub(crate) async fn patch(&self, path: &str, operations: Value) -> Answer {
        self.send("PATCH", path, Some(&json!({ "schemas": [PATCH], "Operations": operations }))).await
    }

    pub(crate) async fn found(&self, kind: &str, filter: &str) -> Value {
        let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("filter", filter).finish();
        let answer = self.send("GET", &format!("/{kind}?{query}"), None).await;
        assert_eq!(answer.status, 200, "{filter}: {}", answer.body);
        answer.body
    }

    /// The newest entry of the log.
    pub(crate) async fn newest_log(&self) -> Value {
        self.scene.api(Method::GET, "logs?per_page=1", None).await.body[0].clone()
    }

    /// Everything that a request could have changed.
    pub(crate) async fn state(&self) -> (Vec<serde_json::Map<String, Value>>, Value) {
        (self.scene.users().await, self.send("GET", "/Groups", None).await.body)
    }
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    #[track_caller]
    pub(crate) fn refused(&self, status: u16, scim_type: &str, says: &str) {
        assert_eq!(self.status, status, "{}", self.body);
        assert_eq!(self.body["scimType"].as_str().unwrap_or_default(), scim_type, "{}", self.body);
        let detail = self.body["detail"].as_str().unwrap_or_default();
        assert!(detail.contains(says), "{detail:?} does not say {says:?}");
    }
}

pub(crate) fn text<'a>(value: &'a Value, member: &str) -> &'a str {
    value[member].as_str().unwrap_or_else(|| panic!("no {member} in {value}"))
}

/// As it stands in a path.
pub(crate) fn encoded(id: &str) -> String {
    id.replace('|', "%7C")
}

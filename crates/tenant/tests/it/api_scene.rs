//! One served tenant and its Management API, for the API tests. Every call goes through [`Published`].

use chrono::Utc;
use lintel_management::Connection;
use lintel_oidc::{Clock, http::Fetcher, sign_in::World};
use lintel_tenant::{Folder, KeySource, ProfileSync, Serving, Tenant, TenantConfig, store::LoginOfUser};
use reqwest::{Client, Method, RequestBuilder, header::HeaderMap, redirect::Policy};
use serde_json::{Value, json};

use crate::api_published::Published;

pub(crate) struct Scene {
    pub(crate) tenant: Tenant,
    serving: Serving,
    http: Client,
    token: String,
    published: Published,
}

/// An answer of the tenant. `body` is null where there is none.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
    pub(crate) body: Value,
}

/// Someone with an access token.
pub(crate) struct Caller<'a> {
    scene: &'a Scene,
    pub(crate) token: String,
}

/// A configuration for any free port.
pub(crate) fn config(folder: Folder, key: KeySource, clock: Clock) -> TenantConfig {
    let world = World::new(Fetcher::new().expect("a fetcher"), clock);
    TenantConfig { folder, port: Some(0), key, world }
}

impl Scene {
    pub(crate) async fn start() -> Scene {
        let folder = Folder::temporary().expect("a folder");
        let config = config(folder, KeySource::Given([7; 32]), Clock::system());
        Scene::of(Tenant::open(config).await.expect("a tenant")).await
    }

    pub(crate) async fn of(tenant: Tenant) -> Scene {
        let serving = tenant.serve().await.expect("a served tenant");
        let http = Client::builder().redirect(Policy::none()).no_proxy().build().expect("an HTTP client");
        let mut scene = Scene { tenant, serving, http, token: String::new(), published: Published::read() };
        scene.token = scene.with_scopes("").await.token;
        scene
    }

    /// Lets go of the folder and the port.
    pub(crate) async fn close(self) {
        drop(self.http);
        self.serving.shutdown().await;
    }

    pub(crate) fn published(&self) -> &Published {
        &self.published
    }

    // With every scope.

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.caller(&self.token).get(path).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.caller(&self.token).post(path, body).await
    }

    pub(crate) async fn patch(&self, path: &str, body: &Value) -> Answer {
        self.caller(&self.token).patch(path, body).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.caller(&self.token).delete(path).await
    }

    /// Whoever has this token.
    pub(crate) fn caller(&self, token: &str) -> Caller<'_> {
        Caller { scene: self, token: token.to_owned() }
    }

    /// The management client, asking for these scopes only.
    pub(crate) async fn with_scopes(&self, scopes: &str) -> Caller<'_> {
        let mut params = self.management_credentials();
        params["scope"] = scopes.into();
        let answer = self.token(|request| request.json(&params)).await;
        self.caller(answer.body["access_token"].as_str().unwrap_or_else(|| panic!("no token: {}", answer.text)))
    }

    pub(crate) fn management_credentials(&self) -> Value {
        let (client_id, secret) = self.tenant.management_client();
        json!({
            "grant_type": "client_credentials",
            "client_id": client_id,
            "client_secret": secret.expose(),
            "audience": self.tenant.audience(),
        })
    }

    /// A call of the Management API; `path` is below `/api/v2`. Nothing is added to what `shape` makes of it.
    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        shape: impl FnOnce(RequestBuilder) -> RequestBuilder,
    ) -> Answer {
        let request = shape(self.http.request(method.clone(), format!("{}/api/v2/{path}", self.tenant.url())));
        let request = request.build().expect("a request");
        let body = request.body().and_then(|body| serde_json::from_slice(body.as_bytes()?).ok());
        let answer = answered(self.http.execute(request).await.expect("an answer")).await;
        self.published.hold(&method, path, body.as_ref(), &answer);
        let cors = answer.headers.keys().find(|name| name.as_str().starts_with("access-control-"));
        assert_eq!(cors, None, "no page of another origin may read the API: {method} {path}");
        answer
    }

    /// The token endpoint, which the document of the Management API does not describe; RFC 6749 does.
    pub(crate) async fn token(&self, shape: impl FnOnce(RequestBuilder) -> RequestBuilder) -> Answer {
        let request = shape(self.http.post(format!("{}/oauth/token", self.tenant.url())));
        let answer = answered(request.send().await.expect("an answer")).await;
        assert_eq!(answer.header("cache-control"), "no-store", "section 5.1: {}", answer.text);
        let wanted: &[&str] =
            if answer.status == 200 { &["access_token", "token_type"] } else { &["error", "error_description"] };
        for member in wanted {
            assert!(answer.body[member].is_string(), "{member} is missing: {}", answer.text);
        }
        answer
    }

    /// What everybody may read, by its path from the root.
    pub(crate) async fn public(&self, path: &str) -> Answer {
        answered(self.http.get(format!("{}{path}", self.tenant.url())).send().await.expect("an answer")).await
    }

    /// A call under another `Host`, which must not get as far as the API.
    pub(crate) async fn under_host(&self, host: &str, path: &str) -> Answer {
        let request = self.http.get(format!("{}{path}", self.tenant.url())).bearer_auth(&self.token);
        answered(request.header("host", host).send().await.expect("an answer")).await
    }

    // What most tests begin with.

    /// A connection with explicit endpoints: nothing is fetched for it.
    pub(crate) async fn connection(&self, name: &str) -> Value {
        self.created(&create(name, explicit_options())).await
    }

    pub(crate) async fn created(&self, body: &Value) -> Value {
        let answer = self.post("connections", body).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        answer.body
    }

    /// Sends options, and nothing else, to a connection.
    pub(crate) async fn change_options(&self, connection: &Value, options: &Value) -> Answer {
        self.patch(&path_of(connection), &json!({ "options": options })).await
    }

    /// A new application's client ID.
    pub(crate) async fn application(&self, name: &str) -> String {
        let made = self.post("clients", &json!({ "name": name, "app_type": "regular_web" })).await;
        assert_eq!(made.status, 201, "{}", made.text);
        made.body["client_id"].as_str().expect("a client ID").to_owned()
    }

    /// A user who has signed in through the connection; the user's ID.
    pub(crate) async fn user(&self, connection: &Value, subject: &str, profile: Value) -> String {
        let connection: Connection = serde_json::from_value(connection.clone()).expect("a connection");
        let Value::Object(profile) = profile else { panic!("an object") };
        let login = LoginOfUser { connection: &connection, subject, profile: &profile, sync: ProfileSync::OnEachLogin };
        self.tenant.store().record_login(login, Utc::now()).await.expect("a recorded login");
        format!("oidc|{}|{subject}", connection.name)
    }
}

impl Caller<'_> {
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.scene.send(Method::GET, path, |request| request.bearer_auth(&self.token)).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.scene.send(Method::POST, path, |request| request.bearer_auth(&self.token).json(body)).await
    }

    pub(crate) async fn patch(&self, path: &str, body: &Value) -> Answer {
        self.scene.send(Method::PATCH, path, |request| request.bearer_auth(&self.token).json(body)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.scene.send(Method::DELETE, path, |request| request.bearer_auth(&self.token)).await
    }
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The names of the items in a list of any shape.
    pub(crate) fn names(&self, member: &str) -> Vec<&str> {
        let items = self.body.get(member).unwrap_or(&self.body).as_array();
        let items = items.unwrap_or_else(|| panic!("not a list: {}", self.text)).iter();
        items.map(|item| item["name"].as_str().expect("a name")).collect()
    }

    #[track_caller]
    pub(crate) fn assert_error(&self, status: u16, code: &str, message: &str) {
        assert_eq!(self.status, status, "{}", self.text);
        assert_eq!(self.body["errorCode"].as_str().unwrap_or_default(), code, "{}", self.text);
        let said = self.body["message"].as_str().unwrap_or_default();
        assert!(said.contains(message), "{said:?} does not say {message:?}");
    }
}

/// A create for strategy `oidc`.
pub(crate) fn create(name: &str, options: Value) -> Value {
    json!({ "strategy": "oidc", "name": name, "options": options })
}

/// Options for which nothing is fetched.
pub(crate) fn explicit_options() -> Value {
    json!({
        "type": "back_channel",
        "client_id": "id-at-provider",
        "client_secret": "secret-at-provider",
        "issuer": "https://idp.example",
        "authorization_endpoint": "https://idp.example/authorize",
        "token_endpoint": "https://idp.example/token",
        "jwks_uri": "https://idp.example/jwks",
        "scope": "openid profile",
    })
}

pub(crate) fn path_of(connection: &Value) -> String {
    format!("connections/{}", connection["id"].as_str().expect("an ID"))
}

async fn answered(response: reqwest::Response) -> Answer {
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    assert_eq!(headers["x-content-type-options"], "nosniff", "whatever the answer: {status}");
    let text = response.text().await.expect("a body");
    let body = serde_json::from_str(&text).unwrap_or_default();
    Answer { status, headers, text, body }
}

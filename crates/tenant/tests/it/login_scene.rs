//! One served tenant, one practice provider and one application, for the sign-in tests.

use std::path::PathBuf;

use lintel_oidc::{
    Clock,
    http::Fetcher,
    sign_in::{AuthorizationResponse, World},
};
use lintel_tenant::{Folder, KeySource, Serving, Tenant, TenantConfig, TenantSignIn, store::Store};
use reqwest::{Client, Method, header::CACHE_CONTROL, redirect::Policy};
use serde_json::{Map, Value, json};
use tokio::sync::{broadcast, oneshot};
use url::{Url, form_urlencoded};

use crate::{
    login_browser::{Browser, Page},
    login_provider::Provider,
};

/// The application's callback; nothing answers there.
pub(crate) const CALLBACK: &str = "http://localhost:9999/callback";
pub(crate) const CUSTOM_DOMAIN: &str = "login.localhost";

pub(crate) struct Scene {
    pub(crate) url: String,
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    tenant: Tenant,
    pub(crate) database: PathBuf,
    _serving: Serving,
    provider: Provider,
    http: Client,
}

/// An answer of an API.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) cache_control: String,
    pub(crate) body: Value,
}

impl Scene {
    /// The tenant is on `localhost`, the provider on `127.0.0.1`: two sites.
    pub(crate) async fn start() -> Scene {
        let folder = Folder::temporary().expect("a folder");
        let database = folder.path().join("tenant.sqlite3");
        let config = TenantConfig {
            folder,
            port: Some(0),
            key: KeySource::Given([7; 32]),
            world: World::new(Fetcher::new().expect("a fetcher"), Clock::system()),
        };
        let tenant = Tenant::open(config).await.expect("a tenant");
        let serving = tenant.serve().await.expect("a served tenant");
        let http = http_client();
        let provider = Provider::start().await;
        let mut scene = Scene {
            url: tenant.url().to_owned(),
            client_id: String::new(),
            client_secret: String::new(),
            tenant,
            database,
            _serving: serving,
            provider,
            http,
        };
        (scene.client_id, scene.client_secret) = scene.application(CALLBACK, &[]).await;
        scene
    }

    /// Does to the database what no call does.
    pub(crate) fn damage(&self, sql: &str) {
        let database = rusqlite::Connection::open(&self.database).expect("the database");
        database.execute_batch(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    /// From now on everybody comes to the tenant by this name.
    pub(crate) async fn move_to(&mut self, domain: &str) {
        let made = self.api(Method::POST, "custom-domains", Some(&custom_domain(domain))).await;
        assert_eq!(made.status, 201, "{}", made.body);
        self.url = self.url.replace("//localhost:", &format!("//{domain}:"));
    }

    /// The redirect URI at the provider.
    pub(crate) fn callback_url(&self) -> String {
        format!("{}/login/callback", self.url)
    }

    // The tenant's API.

    pub(crate) async fn create(&self, body: &Value) -> Value {
        let answer = self.api(Method::POST, "connections", Some(body)).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        answer.body
    }

    pub(crate) async fn enable(&self, connection: &Value, client_id: &str) {
        let path = format!("connections/{}/clients", connection["id"].as_str().expect("an ID"));
        let answer = self.api(Method::PATCH, &path, Some(&json!([{ "client_id": client_id, "status": true }]))).await;
        assert_eq!(answer.status, 204, "{}", answer.body);
    }

    /// A connection to the provider, not enabled for anything.
    pub(crate) async fn connection_not_enabled(&self, name: &str, options: Value) -> Value {
        self.made(name, options, json!({})).await
    }

    /// A connection to the provider with `options` over the usual ones, enabled for the scene's application.
    pub(crate) async fn connection(&self, name: &str, options: Value) -> Value {
        self.connection_with(name, options, json!({})).await
    }

    pub(crate) async fn connection_with(&self, name: &str, options: Value, members: Value) -> Value {
        let connection = self.made(name, options, members).await;
        self.enable(&connection, &self.client_id).await;
        connection
    }

    async fn made(&self, name: &str, options: Value, members: Value) -> Value {
        let mut usual = json!({
            "discovery_url": format!("{}/.well-known/openid-configuration", self.provider.issuer()),
            "client_id": self.provider.client_id(),
            "client_secret": self.provider.client_secret(),
            "scope": "openid profile email",
        });
        over(&mut usual, options);
        let mut body = json!({ "strategy": "oidc", "name": name, "options": usual });
        over(&mut body, members);
        self.create(&body).await
    }

    /// A confidential application with one callback, enabled for some connections.
    pub(crate) async fn application(&self, callback: &str, connections: &[&str]) -> (String, String) {
        let made = self
            .registered(&json!({ "name": "App", "app_type": "regular_web", "callbacks": [callback] }), connections)
            .await;
        let text = |member: &str| made[member].as_str().unwrap_or_default().to_owned();
        (text("client_id"), text("client_secret"))
    }

    pub(crate) async fn public_application(&self, connections: &[&str]) -> String {
        let body =
            json!({ "name": "SPA", "app_type": "spa", "callbacks": [CALLBACK], "token_endpoint_auth_method": "none" });
        self.registered(&body, connections).await["client_id"].as_str().expect("a client ID").to_owned()
    }

    pub(crate) async fn registered(&self, body: &Value, connections: &[&str]) -> Value {
        let made = self.api(Method::POST, "clients", Some(body)).await;
        assert_eq!(made.status, 201, "{}", made.body);
        let client_id = made.body["client_id"].as_str().expect("a client ID");
        for name in connections {
            let connection = self.connection_named(name).await;
            self.enable(&connection, client_id).await;
        }
        made.body
    }

    async fn connection_named(&self, name: &str) -> Value {
        let found = self.api(Method::GET, &format!("connections?name={name}"), None).await;
        found.body[0].clone()
    }

    pub(crate) async fn user(&self, user_id: &str) -> Map<String, Value> {
        self.tenant.store().user(user_id).await.expect("a database").unwrap_or_else(|| panic!("no user {user_id}"))
    }

    pub(crate) async fn users(&self) -> Vec<Map<String, Value>> {
        self.tenant.store().users().await.expect("a database")
    }

    /// The newest kept trace of a connection.
    pub(crate) async fn newest_trace(&self, connection: &str) -> Value {
        let id = self.connection_named(connection).await["id"].as_str().expect("an ID").to_owned();
        let traces = self.tenant.traces(&id, 200).await.expect("a database");
        serde_json::to_value(traces.first().expect("a trace")).expect("JSON")
    }

    pub(crate) fn store(&self) -> &Store {
        self.tenant.store()
    }

    pub(crate) fn limit_scim(&self, requests_a_second: Option<u32>) {
        self.tenant.limit_scim(requests_a_second);
    }

    pub(crate) fn watch(&self) -> broadcast::Receiver<TenantSignIn> {
        self.tenant.sign_ins()
    }

    pub(crate) fn trial(&self, state: &str) -> oneshot::Receiver<AuthorizationResponse> {
        self.tenant.expect_callback(state)
    }

    pub(crate) async fn management_token(&self) -> String {
        let (client_id, secret) = self.tenant.management_client();
        let audience = self.tenant.audience();
        let params = [
            ("grant_type", "client_credentials"),
            ("client_id", client_id.as_str()),
            ("client_secret", secret.expose()),
            ("audience", audience.as_str()),
        ];
        let answer = self.post_form(&format!("{}/oauth/token", self.url), &form(&params)).await;
        let body: Value = answer.json().await.expect("JSON");
        body["access_token"].as_str().unwrap_or_else(|| panic!("no token: {body}")).to_owned()
    }

    pub(crate) async fn api(&self, method: Method, path: &str, body: Option<&Value>) -> Answer {
        let token = self.management_token().await;
        let mut request = self.http.request(method, format!("{}/api/v2/{path}", self.url)).bearer_auth(token);
        if let Some(body) = body {
            request = request.json(body);
        }
        answer(request.send().await.expect("an answer")).await
    }

    // What the application does.

    /// `/authorize` for the scene's application; `extra` parameters replace the usual ones, an empty value leaves one out.
    pub(crate) fn authorize_url(&self, connection: &str, scope: &str, extra: &[(&str, &str)]) -> String {
        let usual = [
            ("client_id", self.client_id.as_str()),
            ("redirect_uri", CALLBACK),
            ("response_type", "code"),
            ("scope", scope),
            ("state", "st-1"),
            ("nonce", "n-1"),
            ("connection", connection),
        ];
        let kept = usual.into_iter().filter(|(name, _)| !extra.iter().any(|(other, _)| other == name));
        let params: Vec<(&str, &str)> =
            kept.chain(extra.iter().copied()).filter(|(_, value)| !value.is_empty()).collect();
        format!("{}/authorize?{}", self.url, form(&params))
    }

    /// Redeems a code as the scene's application.
    pub(crate) async fn redeem(&self, code: &str) -> Answer {
        let (id, secret) = (self.client_id.as_str(), self.client_secret.as_str());
        self.token(&[("client_id", id), ("client_secret", secret), ("redirect_uri", CALLBACK), ("code", code)]).await
    }

    pub(crate) async fn token(&self, params: &[(&str, &str)]) -> Answer {
        let params: Vec<(&str, &str)> =
            [("grant_type", "authorization_code")].into_iter().chain(params.iter().copied()).collect();
        answer(self.post_form(&format!("{}/oauth/token", self.url), &form(&params)).await).await
    }

    /// Redeems a code with the secret in an `Authorization` header.
    pub(crate) async fn token_by_basic(&self, client_id: &str, secret: &str, code: &str) -> reqwest::Response {
        let body = form(&[("grant_type", "authorization_code"), ("redirect_uri", CALLBACK), ("code", code)]);
        let request = self.http.post(format!("{}/oauth/token", self.url)).basic_auth(client_id, Some(secret));
        let request = request.header("content-type", "application/x-www-form-urlencoded").body(body);
        request.send().await.expect("an answer")
    }

    pub(crate) async fn userinfo(&self, token: &str) -> Answer {
        self.userinfo_at(&self.url, token).await
    }

    pub(crate) async fn userinfo_at(&self, url: &str, token: &str) -> Answer {
        let request = self.http.get(format!("{url}/userinfo")).bearer_auth(token);
        answer(request.send().await.expect("an answer")).await
    }

    pub(crate) async fn get(&self, url: &str) -> Answer {
        answer(self.http.get(url).send().await.expect("an answer")).await
    }

    pub(crate) async fn post_form(&self, url: &str, body: &str) -> reqwest::Response {
        let request =
            self.http.post(url).header("content-type", "application/x-www-form-urlencoded").body(body.to_owned());
        request.send().await.expect("an answer")
    }

    /// The claims of an ID token, verified with the tenant's published keys.
    pub(crate) async fn claims(&self, token: &str) -> Value {
        let keys = self.get(&format!("{}/.well-known/jwks.json", self.url)).await.body;
        let keys: jsonwebtoken::jwk::JwkSet = serde_json::from_value(keys).expect("a key set");
        let kid = jsonwebtoken::decode_header(token).expect("a header").kid.expect("a kid");
        let key = jsonwebtoken::DecodingKey::from_jwk(keys.find(&kid).expect("the key")).expect("a key");
        let mut validation = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::RS256);
        validation.set_audience(&[&self.client_id]);
        validation.set_issuer(&[format!("{}/", self.url)]);
        jsonwebtoken::decode(token, &key, &validation).expect("a valid ID token").claims
    }

    // What the person does.

    pub(crate) fn browser(&self) -> Browser {
        Browser::new(CALLBACK)
    }

    /// A whole sign-in in a fresh browser, to the application's callback.
    pub(crate) async fn sign_in(&self, connection: &str, scope: &str) -> Page {
        self.sign_in_with(&mut self.browser(), connection, scope).await
    }

    pub(crate) async fn sign_in_with(&self, browser: &mut Browser, connection: &str, scope: &str) -> Page {
        let address = self.authorize_url(connection, scope, &[]);
        self.at_provider(browser, &address).await
    }

    /// Opens the address, which leads to the provider, and signs in there.
    pub(crate) async fn at_provider(&self, browser: &mut Browser, address: &str) -> Page {
        let page = browser.open(address).await;
        self.through_provider(browser, page).await
    }

    /// From the provider's page to wherever that leads.
    pub(crate) async fn through_provider(&self, browser: &mut Browser, page: Page) -> Page {
        let page = self.provider.sign_in(browser, page).await;
        self.posted_on(browser, page).await
    }

    /// The callback that the provider redirects to, not opened.
    pub(crate) async fn stopped_at_callback(&self, browser: &mut Browser, connection: &str) -> Url {
        let page = browser.open(&self.authorize_url(connection, "openid", &[])).await;
        browser.stop_before = Some(self.callback_url());
        let stopped = self.provider.sign_in(browser, page).await;
        browser.stop_before = None;
        stopped.url
    }

    /// The provider's page that posts the answer, not submitted.
    pub(crate) async fn stopped_at_form_post(&self, browser: &mut Browser, connection: &str) -> Page {
        let page = browser.open(&self.authorize_url(connection, "openid", &[])).await;
        self.provider.sign_in(browser, page).await
    }

    /// Submits a page of the provider that posts itself to the tenant.
    async fn posted_on(&self, browser: &mut Browser, page: Page) -> Page {
        let to_tenant = page.status == 200 && page.body.contains("<form") && page.form().action == self.callback_url();
        if to_tenant { browser.submit(&page, &[]).await } else { page }
    }

    // The provider.

    pub(crate) fn subject(&self) -> &str {
        self.provider.subject()
    }

    pub(crate) fn provider_issuer(&self) -> String {
        self.provider.issuer()
    }

    pub(crate) fn provider_url(&self) -> String {
        self.provider.issuer()
    }

    pub(crate) fn idp_client_id(&self) -> String {
        self.provider.client_id()
    }

    pub(crate) fn idp_client_secret(&self) -> String {
        self.provider.client_secret()
    }

    pub(crate) async fn provider_metadata(&self, member: &str) -> String {
        let metadata = self.get(&format!("{}/.well-known/openid-configuration", self.provider.issuer())).await.body;
        metadata[member].as_str().expect("a member").to_owned()
    }

    /// From now on the provider's ID tokens name another issuer.
    pub(crate) fn break_issuer(&self) {
        self.provider.break_issuer();
    }
}

/// An HTTP client to which the custom domain of these tests is this computer, as it is to every browser.
pub(crate) fn http_client() -> Client {
    let client = Client::builder().redirect(Policy::none()).no_proxy();
    client.resolve(CUSTOM_DOMAIN, ([127, 0, 0, 1], 0).into()).build().expect("an HTTP client")
}

pub(crate) fn custom_domain(domain: &str) -> Value {
    json!({ "domain": domain, "type": "self_managed_certs" })
}

/// A step of a trace.
pub(crate) fn step<'a>(trace: &'a Value, kind: &str) -> &'a Value {
    let steps = trace["steps"].as_array().expect("steps");
    steps.iter().find(|step| step["kind"] == kind).unwrap_or_else(|| panic!("no {kind} in {trace}"))
}

/// The value of a field of the messages of a step.
pub(crate) fn field(trace: &Value, kind: &str, name: &str) -> Option<String> {
    let messages = step(trace, kind)["messages"].as_array().expect("messages").iter();
    let fields = messages.flat_map(|message| message["fields"].as_array().expect("fields"));
    fields.into_iter().find(|field| field["name"] == name)?["value"].as_str().map(str::to_owned)
}

/// Sets members, and takes out those that are null.
fn over(base: &mut Value, changes: Value) {
    let (Value::Object(base), Value::Object(changes)) = (base, changes) else { panic!("objects") };
    for (name, value) in changes {
        if value.is_null() {
            base.shift_remove(&name);
        } else {
            base.insert(name, value);
        }
    }
}

fn form(params: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(params).finish()
}

async fn answer(response: reqwest::Response) -> Answer {
    let status = response.status().as_u16();
    let cache_control =
        response.headers().get(CACHE_CONTROL).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let text = response.text().await.expect("a body");
    let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
    Answer { status, cache_control, body }
}

//! The stored metadata document: where it comes from, and another one in its place.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicUsize, Ordering},
};

use axum::{Json, Router, extract::State, routing::get};
use lintel_console::view::{
    ConnectionForm, ConnectionView, Decisions, Edit, MetadataEdit, MetadataOrigin, SaveOutcome, TrialState,
};
use lintel_oidc::Channel;
use serde_json::{Map, Value, json};
use tokio::net::TcpListener;

use crate::scene::{Scene, direct};

/// A provider's document that a test can change, with the number of times it was read.
#[derive(Debug, Clone)]
struct Provider {
    document: Arc<Mutex<Value>>,
    read: Arc<AtomicUsize>,
}

impl Provider {
    /// One that leaves signing in to the practice provider of the scene; the other value is its address.
    async fn start(scene: &Scene) -> (Provider, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let mut document = practice_document(scene).await;
        document.insert("issuer".to_owned(), address.clone().into());
        let provider = Provider { document: Arc::new(Mutex::new(document.into())), read: Arc::default() };
        let served = async |State(provider): State<Provider>| {
            provider.read.fetch_add(1, Ordering::Relaxed);
            Json(provider.document())
        };
        let router = Router::new().route("/.well-known/openid-configuration", get(served)).with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (provider, address)
    }

    fn document(&self) -> Value {
        self.document.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn says(&self, member: &str, value: Value) {
        self.document.lock().unwrap_or_else(PoisonError::into_inner)[member] = value;
    }

    fn times_read(&self) -> usize {
        self.read.load(Ordering::Relaxed)
    }
}

#[tokio::test]
async fn a_file_is_judged_and_compared_before_it_replaces_anything() {
    let scene = Scene::start().await;
    let view = scene.created("acme", Channel::BackChannel).await;
    let mut document = practice_document(&scene).await;
    document.insert("scopes_supported".to_owned(), json!(["openid"]));
    document.insert("acme_region".to_owned(), json!("EU"));
    document.shift_remove("userinfo_endpoint");
    let check = checked(&scene, &view, &Value::Object(document.clone()).to_string());
    assert!(check.front_channel.usable && check.back_channel.usable, "{check:?}");
    let changed: Vec<&str> = check.changes.iter().map(|change| change.name.as_str()).collect();
    assert_eq!(changed, ["userinfo_endpoint", "scopes_supported", "acme_region"]);
    assert_eq!(check.document, Some(document));
    assert_eq!(scene.console.connection(&view.id).await.expect("the connection"), view, "nothing was written");
}

#[tokio::test]
async fn what_is_no_metadata_is_named_with_a_remedy() {
    let scene = Scene::start().await;
    let view = scene.created("acme", Channel::BackChannel).await;
    for (text, code, named) in [
        ("<!doctype html><title>Sign in</title>", "document-is-html", "web page"),
        (r#"{ "issuer": "#, "document-not-json", "Line 1"),
        ("[]", "document-not-object", "an array"),
        (r#"{ "keys": [{ "kty": "RSA" }] }"#, "document-not-metadata", "key set"),
        (r#"{ "error": "no" }"#, "document-not-metadata", "neither an issuer nor any endpoint"),
        (&" ".repeat(131_073), "document-too-large", "131072"),
    ] {
        let check = checked(&scene, &view, text);
        let [finding] = &check.front_channel.findings[..] else { panic!("{check:?}") };
        assert_eq!(check.back_channel.findings, check.front_channel.findings);
        assert_eq!(finding.code, code);
        assert!(finding.message.contains(named) && finding.remedy.is_some(), "{finding:?}");
        assert!(check.document.is_none() && check.changes.is_empty() && !check.front_channel.usable);
    }
    let check = checked(&scene, &view, r#"{ "issuer": "https://op.example" }"#);
    assert!(check.back_channel.missing.iter().any(|member| member == "jwks_uri"), "{:?}", check.back_channel);
}

#[tokio::test]
async fn a_document_is_saved_with_the_endpoints_that_follow_it_and_signs_in() {
    let scene = Scene::start().await;
    let view = scene.created("acme", Channel::BackChannel).await;
    let token_endpoint = json!("https://override.example/token");
    let overridden = ConnectionForm {
        metadata: [("token_endpoint".to_owned(), MetadataEdit::Set { value: token_endpoint.clone() })].into(),
        ..view.form.clone()
    };
    let view = saved(&scene, &view, overridden).await;

    let mut document = practice_document(&scene).await;
    document.insert("userinfo_endpoint".to_owned(), json!("https://op.example/userinfo"));
    document.insert("token_endpoint".to_owned(), json!("https://op.example/token"));
    let form = ConnectionForm { document: Some(document.clone()), ..view.form.clone() };
    let told = scene.console.review_changes(&edit(&view, form.clone())).await.expect("a review");
    let paths: Vec<&str> = told.iter().map(|change| change.path.as_str()).collect();
    assert_eq!(paths, ["/options/oidc_metadata/token_endpoint", "/options/userinfo_endpoint"]);

    let view = saved(&scene, &view, form).await;
    assert_eq!(origin(&scene, &view).await, MetadataOrigin::Saved);
    let (scene, held) = scene.holdings().await;
    let options = &held.connections[0].options.as_ref().expect("options").0;
    assert_eq!(options["userinfo_endpoint"], "https://op.example/userinfo");
    assert_eq!(options["token_endpoint"], token_endpoint);
    assert_eq!(options["oidc_metadata"]["token_endpoint"], "https://op.example/token");

    let whole = practice_document(&scene).await;
    let unsaved = ConnectionForm {
        document: Some(whole),
        metadata: [("token_endpoint".to_owned(), MetadataEdit::Stored)].into(),
        ..view.form.clone()
    };
    let trial = scene.tried(direct(&ConnectionView { form: unsaved, ..view })).await;
    assert_eq!(trial.state, TrialState::Passed, "{}", trial.headline);
}

#[tokio::test]
async fn a_document_that_lacks_what_the_channel_needs_is_not_saved() {
    let scene = Scene::start().await;
    let view = scene.created("acme", Channel::BackChannel).await;
    let mut document = practice_document(&scene).await;
    document.shift_remove("token_endpoint");
    let form = ConnectionForm { document: Some(document), ..view.form.clone() };
    let refused = scene.console.review_changes(&edit(&view, form.clone())).await.expect_err("refused");
    assert_eq!(refused.field.as_deref(), Some("document"));
    assert!(refused.message.contains("token_endpoint"), "{}", refused.message);
    let front = ConnectionForm { channel: Channel::FrontChannel, ..form };
    assert!(scene.console.review_changes(&edit(&view, front)).await.is_ok());
}

#[tokio::test]
async fn members_that_somebody_else_changed_meanwhile_stay_beside_a_new_document() {
    let scene = Scene::start().await;
    let view = scene.created("acme", Channel::BackChannel).await;
    let elsewhere = ConnectionForm {
        metadata: [("acr_values_supported".to_owned(), MetadataEdit::Set { value: json!(["gold"]) })].into(),
        ..view.form.clone()
    };
    saved(&scene, &view, elsewhere).await;
    let mut document = practice_document(&scene).await;
    document.insert("scopes_supported".to_owned(), json!(["openid"]));
    saved(&scene, &view, ConnectionForm { document: Some(document), ..view.form.clone() }).await;
    let (_scene, held) = scene.holdings().await;
    let metadata =
        held.connections[0].options.as_ref().and_then(|options| options.oidc_metadata()).expect("a document");
    assert_eq!(
        (&metadata["acr_values_supported"], &metadata["scopes_supported"]),
        (&json!(["gold"]), &json!(["openid"]))
    );
}

#[tokio::test]
async fn the_page_learns_what_differs_from_live_without_asking_the_provider_twice() {
    let scene = Scene::start().await;
    let (provider, address) = Provider::start(&scene).await;
    let form = ConnectionForm { discovery_url: address, ..scene.form("acme", Channel::BackChannel) };
    let view = scene.console.create_connection(&form).await.expect("a connection");
    assert_eq!(origin(&scene, &view).await, MetadataOrigin::DiscoveryUrl);
    provider.says("scopes_supported", json!(["openid", "email", "phone"]));

    scene.console.check_provider("t-1", &view.form.discovery_url).await.expect("a check");
    let before = provider.times_read();
    let details = scene.console.issuer_details("t-2", &view.id, &view.revision, false).await.expect("details");
    assert_eq!(provider.times_read(), before);
    let differing = |details: &lintel_console::view::IssuerDetails| -> Vec<String> {
        details.members.iter().filter(|member| member.differs).map(|member| member.name.clone()).collect()
    };
    assert_eq!(differing(&details), ["scopes_supported"]);

    provider.says("acr_values_supported", json!(["gold"]));
    let afresh = scene.console.issuer_details("t-3", &view.id, &view.revision, true).await.expect("details");
    assert_eq!(provider.times_read(), before + 1);
    assert_eq!(differing(&afresh), ["scopes_supported", "acr_values_supported"]);

    let live = scene.console.live_document("t-4", &view.revision, &view.form.discovery_url).await.expect("a document");
    assert_eq!(provider.times_read(), before + 2);
    let changed: Vec<&str> = live.changes.iter().map(|change| change.name.as_str()).collect();
    assert_eq!(changed, ["scopes_supported", "acr_values_supported"]);
}

async fn practice_document(scene: &Scene) -> Map<String, Value> {
    let http = reqwest::Client::builder().no_proxy().build().expect("an HTTP client");
    let answer = http.get(scene.console.practice().expect("it answers").discovery_url).send().await.expect("an answer");
    answer.json().await.expect("a document")
}

async fn origin(scene: &Scene, view: &ConnectionView) -> MetadataOrigin {
    let details = scene.console.issuer_details("t-0", &view.id, &view.revision, false).await.expect("details");
    details.stored.expect("a document").origin
}

fn checked(scene: &Scene, view: &ConnectionView, text: &str) -> lintel_console::view::DocumentCheck {
    scene.console.check_document(&view.revision, &view.form.discovery_url, text).expect("a check")
}

fn edit(view: &ConnectionView, form: ConnectionForm) -> Edit {
    Edit { id: view.id.clone(), revision: view.revision.clone(), form }
}

async fn saved(scene: &Scene, view: &ConnectionView, form: ConnectionForm) -> ConnectionView {
    let outcome = scene.console.save_connection(&edit(view, form), &Decisions::default()).await.expect("an outcome");
    let SaveOutcome::Saved { view, differs } = outcome else { panic!("{outcome:?}") };
    assert_eq!(differs, []);
    *view
}

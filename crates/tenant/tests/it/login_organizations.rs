//! Signing in to an organization.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    login_browser::Page,
    login_scene::{CALLBACK, Scene},
};

struct Acme {
    scene: Scene,
    connection: Value,
    id: String,
}

/// An application that takes organizations, a connection, and an organization that uses it with these switches.
async fn acme(switches: Value) -> Acme {
    let scene = Scene::start().await;
    usage(&scene, "allow").await;
    let connection = scene.connection("sso", json!({})).await;
    let mut enabled = switches;
    enabled["connection_id"] = connection["id"].clone();
    let body = json!({ "name": "acme", "display_name": "Acme Corp", "enabled_connections": [enabled] });
    let made = scene.api(Method::POST, "organizations", Some(&body)).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let id = made.body["id"].as_str().expect("an ID").to_owned();
    Acme { scene, connection, id }
}

async fn usage(scene: &Scene, usage: &str) {
    let path = format!("clients/{}", scene.client_id);
    let changed = scene.api(Method::PATCH, &path, Some(&json!({ "organization_usage": usage }))).await;
    assert_eq!(changed.status, 200, "{}", changed.body);
}

impl Acme {
    async fn sign_in(&self, organization: &str) -> Page {
        let address = self.scene.authorize_url("sso", "openid", &[("organization", organization)]);
        self.scene.at_provider(&mut self.scene.browser(), &address).await
    }

    fn user_id(&self) -> String {
        format!("oidc|sso|{}", self.scene.subject())
    }

    async fn members(&self) -> Value {
        self.scene.api(Method::GET, &format!("organizations/{}/members", self.id), None).await.body
    }

    async fn add(&self) {
        let body = json!({ "members": [self.user_id()] });
        let path = format!("organizations/{}/members", self.id);
        assert_eq!(self.scene.api(Method::POST, &path, Some(&body)).await.status, 204);
    }

    fn enabled(&self) -> String {
        let connection = self.connection["id"].as_str().expect("an ID");
        format!("organizations/{}/enabled_connections/{connection}", self.id)
    }

    async fn delete(&self, path: &str) {
        let answer = self.scene.api(Method::DELETE, path, None).await;
        assert_eq!(answer.status, 204, "{}", answer.body);
    }
}

fn param(page: &Page, name: &str) -> String {
    page.url.query_pairs().find(|(own, _)| own == name).map(|(_, value)| value.into_owned()).unwrap_or_default()
}

#[track_caller]
fn refused(page: &Page, error: &str, description: &str) {
    assert!(page.url.as_str().starts_with(CALLBACK), "{}", page.url);
    assert_eq!(param(page, "error"), error, "{}", page.url);
    let said = param(page, "error_description");
    assert!(said.contains(description), "{said:?} does not say {description:?}");
}

#[tokio::test]
async fn whoever_signs_in_becomes_a_member_and_the_tokens_name_the_organization() {
    let acme = acme(json!({ "assign_membership_on_login": true })).await;
    // By its name as by its ID.
    for organization in ["acme", acme.id.as_str()] {
        let page = acme.sign_in(organization).await;
        let tokens = acme.scene.redeem(&param(&page, "code")).await.body;
        let claims = acme.scene.claims(tokens["id_token"].as_str().expect("an ID token")).await;
        assert_eq!((&claims["org_id"], &claims["org_name"]), (&json!(acme.id), &json!("acme")));
        let payload = tokens["access_token"].as_str().and_then(|token| token.split('.').nth(1)).expect("a payload");
        let payload = base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, payload);
        let access: Value = serde_json::from_slice(&payload.expect("base64")).expect("JSON");
        assert_eq!(access["org_id"], json!(acme.id));
    }
    let members = acme.members().await;
    assert_eq!((members.as_array().map(Vec::len), &members[0]["user_id"]), (Some(1), &json!(acme.user_id())));
    let plain = acme.scene.sign_in("sso", "openid").await;
    let tokens = acme.scene.redeem(&param(&plain, "code")).await.body;
    let claims = acme.scene.claims(tokens["id_token"].as_str().expect("an ID token")).await;
    assert_eq!(claims.get("org_id"), None, "without an organization nothing is said of one");
}

#[tokio::test]
async fn the_log_names_the_organization_of_every_sign_in_and_refusal_and_of_no_other() {
    let acme = acme(json!({})).await;
    acme.sign_in("acme").await;
    acme.add().await;
    let page = acme.sign_in("acme").await;
    acme.scene.redeem(&param(&page, "code")).await;
    let plain = acme.scene.sign_in("sso", "openid").await;
    acme.scene.redeem(&param(&plain, "code")).await;
    let log = acme.scene.api(Method::GET, "logs?sort=date:1", None).await.body;
    let told = log.as_array().expect("a list").iter().map(|entry| {
        let text = |name: &str| entry[name].as_str().unwrap_or_default().to_owned();
        (text("type"), text("organization_id"), text("organization_name"))
    });
    let of = |kind: &str, id: &str, name: &str| (kind.to_owned(), id.to_owned(), name.to_owned());
    let own = |kind| of(kind, &acme.id, "acme");
    assert_eq!(told.collect::<Vec<_>>(), [own("f"), own("s"), own("seacft"), of("s", "", ""), of("seacft", "", "")]);
}

#[tokio::test]
async fn who_is_no_member_is_refused_by_name_and_the_trace_says_which_switch_would_help() {
    let acme = acme(json!({})).await;
    let page = acme.sign_in("acme").await;
    refused(&page, "access_denied", &format!("user {} is not part of the {} organization", acme.user_id(), acme.id));
    let finding = acme.scene.newest_trace("sso").await["outcome"]["finding"].clone();
    assert_eq!((&finding["code"], &finding["member"]), (&json!("not-a-member"), &json!("assign_membership_on_login")));
    let remedy = finding["remedy"].as_str().expect("a remedy");
    assert!(remedy.contains("membership at login for sso in the organization acme"), "{remedy}");
    assert_eq!(acme.members().await, json!([]));
    acme.add().await;
    assert!(!param(&acme.sign_in("acme").await, "code").is_empty(), "whoever was added gets in");
}

#[tokio::test]
async fn an_application_takes_organizations_as_its_organization_usage_says() {
    let acme = acme(json!({ "assign_membership_on_login": true })).await;
    usage(&acme.scene, "deny").await;
    let open = async |organization: &str| {
        acme.scene.browser().open(&acme.scene.authorize_url("sso", "openid", &[("organization", organization)])).await
    };
    refused(&open("acme").await, "invalid_request", "parameter organization is not allowed for this client");
    usage(&acme.scene, "require").await;
    refused(&open("").await, "invalid_request", "parameter organization is required for this client");
    refused(&open("none").await, "invalid_request", "this tenant has no organization 'none'");
    assert!(!param(&acme.sign_in("acme").await, "code").is_empty());
}

#[tokio::test]
async fn only_the_connections_of_the_organization_are_offered_and_used() {
    let acme = acme(json!({ "show_as_button": false })).await;
    let domains = json!({ "domain_aliases": ["acme.example"] });
    acme.scene.connection_with("other", domains, json!({ "show_as_button": true })).await;
    let of = [("organization", "acme"), ("connection", "")];
    let open = async |extra: &[(&str, &str)]| {
        let params: Vec<_> = of.iter().copied().chain(extra.iter().copied()).collect();
        acme.scene.browser().open(&acme.scene.authorize_url("", "openid", &params)).await
    };
    let page = open(&[]).await;
    assert!(page.body.contains("Log in to Acme Corp to continue to App"), "{}", page.body);
    assert!(
        !page.body.contains("Continue with"),
        "neither another's button nor one that is switched off: {}",
        page.body
    );
    let page = open(&[("email", "ada@acme.example")]).await;
    assert!(page.body.contains("No connection of this application is for acme.example"), "{}", page.body);
    let switched = json!({ "show_as_button": true });
    assert_eq!(acme.scene.api(Method::PATCH, &acme.enabled(), Some(&switched)).await.status, 200);
    let page = open(&[]).await;
    assert!(page.body.contains("Continue with sso") && page.body.contains("organization=acme"), "{}", page.body);
    let address = acme.scene.authorize_url("other", "openid", &[("organization", "acme")]);
    let page = acme.scene.browser().open(&address).await;
    refused(&page, "invalid_request", "The connection 'other' is not enabled for the organization 'acme'");
    acme.delete(&acme.enabled()).await;
    refused(&open(&[]).await, "invalid_request", "no connections enabled for the organization");
}

#[tokio::test]
async fn what_is_taken_away_while_a_person_signs_in_lets_nobody_in() {
    for (gone, description) in [
        ("organization", "The organization acme was deleted while the person signed in"),
        ("connection", "The connection sso was disabled for the organization acme while the person signed in"),
        ("member", "is not part of the"),
    ] {
        let acme = acme(json!({})).await;
        // The user has to exist before anybody can be added.
        acme.scene.sign_in("sso", "openid").await;
        acme.add().await;
        let mut browser = acme.scene.browser();
        let page = browser.open(&acme.scene.authorize_url("sso", "openid", &[("organization", "acme")])).await;
        match gone {
            "organization" => acme.delete(&format!("organizations/{}", acme.id)).await,
            "connection" => acme.delete(&acme.enabled()).await,
            _ => remove(&acme).await,
        }
        let page = acme.scene.through_provider(&mut browser, page).await;
        refused(&page, "access_denied", description);
    }
}

#[tokio::test]
async fn a_code_is_worth_nothing_once_its_user_is_no_member_any_more() {
    let acme = acme(json!({ "assign_membership_on_login": true })).await;
    let page = acme.sign_in("acme").await;
    remove(&acme).await;
    let answer = acme.scene.redeem(&param(&page, "code")).await;
    assert_eq!((answer.status, &answer.body["error"]), (400, &json!("invalid_grant")));
    let said = answer.body["error_description"].as_str().expect("a description");
    assert!(said.contains("not a member of the organization acme any more"), "{said}");
}

async fn remove(acme: &Acme) {
    let body = json!({ "members": [acme.user_id()] });
    let path = format!("organizations/{}/members", acme.id);
    assert_eq!(acme.scene.api(Method::DELETE, &path, Some(&body)).await.status, 204);
}

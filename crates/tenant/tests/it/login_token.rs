//! `/oauth/token` for codes, `/userinfo`, and the tenant's own metadata.

use lintel_oidc::{Channel, Clock, Finding, discovery::check_provider, http::Fetcher, issuing};
use reqwest::Method;
use serde_json::json;

use crate::login_scene::{CALLBACK, Scene};

#[tokio::test]
async fn a_code_is_good_once() {
    let scene = Scene::start().await;
    scene.connection("acme", json!({ "type": "back_channel" })).await;
    let code = scene.sign_in("acme", "openid").await.param("code").expect("a code");
    assert_eq!(scene.redeem(&code).await.status, 200);
    let again = scene.redeem(&code).await;
    assert_eq!(again.status, 400);
    assert_eq!(again.body["error"], "invalid_grant");
}

#[tokio::test]
async fn a_code_that_comes_twice_ends_the_access_token_of_the_first_time() {
    let scene = Scene::start().await;
    scene.connection("acme", json!({ "type": "back_channel" })).await;
    let mut tokens = Vec::new();
    for _ in 0..2 {
        let code = scene.sign_in("acme", "openid").await.param("code").expect("a code");
        let token = scene.redeem(&code).await.body["access_token"].as_str().expect("an access token").to_owned();
        assert_eq!(scene.userinfo(&token).await.status, 200);
        tokens.push((code, token));
    }
    let [(code, token), (_, other)] = &tokens[..] else { panic!("two tokens") };
    assert_eq!(scene.redeem(code).await.body["error"], "invalid_grant");
    let answer = scene.userinfo(token).await;
    assert_eq!((answer.status, &answer.body["error"]), (401, &json!("invalid_token")), "{}", answer.body);
    assert_eq!(scene.userinfo(other).await.status, 200, "another code's token lives on");
}

#[tokio::test]
async fn another_application_cannot_spoil_a_code() {
    let scene = Scene::start().await;
    scene.connection("acme", json!({ "type": "back_channel" })).await;
    let (id, secret) = scene.application(CALLBACK, &["acme"]).await;
    let code = scene.sign_in("acme", "openid").await.param("code").expect("a code");
    let params = [("client_id", id.as_str()), ("client_secret", secret.as_str()), ("redirect_uri", CALLBACK)];
    let params: Vec<(&str, &str)> = params.into_iter().chain([("code", code.as_str())]).collect();
    let answer = scene.token(&params).await;
    assert_eq!(answer.body["error"], "invalid_grant");
    assert!(answer.body["error_description"].as_str().is_some_and(|text| text.contains("another application")));
    let own = scene.redeem(&code).await;
    assert_eq!(own.status, 200, "{}", own.body);
    assert_eq!(scene.token(&params).await.body["error"], "invalid_grant");
    assert_eq!(scene.userinfo(own.body["access_token"].as_str().expect("an access token")).await.status, 200);
}

#[tokio::test]
async fn an_application_keeps_to_its_grant_types() {
    let scene = Scene::start().await;
    scene.connection("acme", json!({ "type": "back_channel" })).await;
    let code = scene.sign_in("acme", "openid").await.param("code").expect("a code");
    let path = format!("clients/{}", scene.client_id);
    let refused = "Grant type 'authorization_code' not allowed for the client.";
    for grant_types in [json!(["client_credentials"]), json!([])] {
        scene.api(Method::PATCH, &path, Some(&json!({ "grant_types": grant_types }))).await;
        let answer = scene.redeem(&code).await;
        assert_eq!((answer.status, &answer.body["error"]), (403, &json!("unauthorized_client")));
        assert_eq!(answer.body["error_description"], refused);
        let page = scene.browser().open(&scene.authorize_url("acme", "openid", &[])).await;
        assert_eq!(page.param("error").as_deref(), Some("unauthorized_client"), "{}", page.url);
        assert_eq!(page.param("error_description"), Some(refused.to_owned()));
    }
    scene.api(Method::PATCH, &path, Some(&json!({ "grant_types": ["authorization_code"] }))).await;
    assert_eq!(scene.redeem(&code).await.status, 200, "the code was not touched");
}

#[tokio::test]
async fn a_code_is_bound_to_its_request() {
    let scene = Scene::start().await;
    scene.connection("acme", json!({ "type": "back_channel" })).await;
    let right = [
        ("client_id", scene.client_id.as_str()),
        ("client_secret", scene.client_secret.as_str()),
        ("redirect_uri", CALLBACK),
    ];
    let cases: [(&str, Option<&str>, u16, &str); 5] = [
        ("redirect_uri", Some("http://localhost:9999/other"), 400, "invalid_grant"),
        ("redirect_uri", None, 400, "invalid_grant"),
        ("client_secret", Some("wrong"), 401, "invalid_client"),
        ("client_secret", None, 401, "invalid_client"),
        ("code_verifier", Some("a-verifier-that-nobody-asked-for-000000000000"), 400, "invalid_grant"),
    ];
    for (name, value, status, error) in cases {
        let code = scene.sign_in("acme", "openid").await.param("code").expect("a code");
        let kept = right.iter().copied().filter(|(other, _)| *other != name);
        let changed = value.map(|value| (name, value));
        let params: Vec<(&str, &str)> = kept.chain(changed).chain([("code", code.as_str())]).collect();
        let answer = scene.token(&params).await;
        assert_eq!(
            (answer.status, &answer.body["error"]),
            (status, &json!(error)),
            "{name} {value:?}: {}",
            answer.body
        );
    }
}

#[tokio::test]
async fn a_public_application_signs_in_with_pkce_alone() {
    let scene = Scene::start().await;
    scene.connection("acme", json!({ "type": "back_channel" })).await;
    let spa = scene.public_application(&["acme"]).await;
    let verifier = issuing::token(64);
    for (method, challenge) in [("S256", issuing::code_challenge_s256(&verifier)), ("plain", verifier.clone())] {
        let extra =
            [("client_id", spa.as_str()), ("code_challenge", challenge.as_str()), ("code_challenge_method", method)];
        let address = scene.authorize_url("acme", "openid", &extra);
        let redeem = async |given: Option<&str>| {
            let code = scene.at_provider(&mut scene.browser(), &address).await.param("code").expect("a code");
            let mut params = vec![("client_id", spa.as_str()), ("redirect_uri", CALLBACK), ("code", code.as_str())];
            params.extend(given.map(|verifier| ("code_verifier", verifier)));
            scene.token(&params).await
        };
        assert_eq!(redeem(Some(&verifier)).await.status, 200, "{method}");
        assert_eq!(redeem(None).await.body["error"], "invalid_grant", "{method}");
        assert_eq!(redeem(Some(&issuing::token(64))).await.body["error"], "invalid_grant", "{method}");
    }
}

#[tokio::test]
async fn an_application_authenticates_in_the_way_it_is_registered_with() {
    let scene = Scene::start().await;
    scene.connection("acme", json!({ "type": "back_channel" })).await;
    let body = json!({ "name": "Basic", "app_type": "regular_web", "callbacks": [CALLBACK],
                       "token_endpoint_auth_method": "client_secret_basic" });
    let basic = scene.registered(&body, &["acme"]).await;
    let (id, secret) =
        (basic["client_id"].as_str().expect("an ID"), basic["client_secret"].as_str().expect("a secret"));
    let address = scene.authorize_url("acme", "openid", &[("client_id", id)]);
    let code = async || scene.at_provider(&mut scene.browser(), &address).await.param("code").expect("a code");

    assert_eq!(scene.token_by_basic(id, secret, &code().await).await.status(), 200);
    let wrong = scene.token_by_basic(id, "wrong", &code().await).await;
    assert_eq!(wrong.status(), 401);
    assert!(wrong.headers()["www-authenticate"].to_str().expect("a challenge").starts_with("Basic "));
    let by_post = [("client_id", id), ("client_secret", secret), ("redirect_uri", CALLBACK)];
    let code = code().await;
    let posted: Vec<(&str, &str)> = by_post.into_iter().chain([("code", code.as_str())]).collect();
    assert_eq!(scene.token(&posted).await.body["error"], "invalid_client");
    let none = scene.token_by_basic(&scene.client_id, &scene.client_secret, "x").await;
    assert_eq!(none.status(), 401, "registered with client_secret_post");
}

#[tokio::test]
async fn userinfo_takes_only_access_tokens_made_out_to_it() {
    let scene = Scene::start().await;
    scene.connection("acme", json!({ "type": "back_channel" })).await;
    let code = scene.sign_in("acme", "openid").await.param("code").expect("a code");
    let tokens = scene.redeem(&code).await.body;
    let answer = scene.userinfo(tokens["access_token"].as_str().expect("an access token")).await;
    assert_eq!(
        answer.body,
        json!({ "sub": format!("oidc|acme|{}", scene.subject()) }),
        "the scope openid opens sub alone"
    );
    let management = scene.management_token().await;
    for other in [tokens["id_token"].as_str().expect("an ID token"), management.as_str(), "nonsense"] {
        assert_eq!(scene.userinfo(other).await.status, 401);
    }
}

#[tokio::test]
async fn the_metadata_passes_the_provider_check_for_back_channel() {
    let scene = Scene::start().await;
    let metadata = scene.get(&format!("{}/.well-known/openid-configuration", scene.url)).await.body;
    assert_eq!(metadata["issuer"], format!("{}/", scene.url));
    assert_eq!(metadata["code_challenge_methods_supported"], json!(["S256", "plain"]));
    let keys = scene.get(metadata["jwks_uri"].as_str().expect("jwks_uri")).await.body;
    assert_eq!(keys["keys"][0]["alg"], "RS256");
    assert!(keys["keys"][0].get("d").is_none(), "no private half");
    let report = check_provider(&scene.url, &Fetcher::new().expect("a fetcher"), Clock::system().now()).await;
    assert!(report.channel(Channel::BackChannel).usable, "{report:?}");
    assert!(!report.findings.iter().any(Finding::is_error), "{report:?}");
}

#[tokio::test]
async fn one_tenant_federates_with_another() {
    let upstream = Scene::start().await;
    upstream.connection_with("acme", json!({ "type": "back_channel" }), json!({ "show_as_button": true })).await;
    let scene = Scene::start().await;
    let (client_id, client_secret) = upstream.application(&format!("{}/login/callback", scene.url), &["acme"]).await;
    let options = json!({
        "type": "back_channel", "scope": "openid profile email", "client_id": client_id, "client_secret": client_secret,
        "discovery_url": format!("{}/.well-known/openid-configuration", upstream.url),
    });
    scene.connection("other-tenant", options).await;

    let mut browser = scene.browser();
    let page = browser.open(&scene.authorize_url("other-tenant", "openid", &[])).await;
    let button = page.links().into_iter().next().expect("a button of the other tenant");
    let page = browser.click(&page, &button.1).await;
    let page = upstream.through_provider(&mut browser, page).await;
    assert!(page.param("code").is_some(), "{}", page.url);
    scene.user(&format!("oidc|other-tenant|oidc|acme|{}", upstream.subject())).await;
}

//! One sign-in against a provider of the test's making: what goes over the wire, and what the trace says of it.

use std::sync::Arc;

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use lintel_oidc::{
    Channel, Clock, Secret,
    metadata::ProviderSource,
    sign_in::{
        AssertionAudience, AttributeMap, AuthorizationResponse, ClientAuthentication, Pkce, RelyingParty, UpstreamParam,
    },
    signing::{SigningAlgorithm, SigningKey},
    trace::{CheckState, StepKind, StepState},
};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::sign_in_provider::{ACCESS_TOKEN, CLIENT_ID, Manner, Provider, begin, field, part, query, step};

fn with_key(key: &Arc<SigningKey>, audience: AssertionAudience) -> ClientAuthentication {
    ClientAuthentication::PrivateKeyJwt { key: Some(Arc::clone(key)), algorithm: key.algorithm(), audience }
}

fn a_key(algorithm: SigningAlgorithm) -> Arc<SigningKey> {
    Arc::new(SigningKey::generate(algorithm).expect("a key"))
}

fn upstream(params: Value) -> Vec<UpstreamParam> {
    UpstreamParam::all_from_json(params.as_object())
}

/// A mapping that asks for userinfo.
fn by_userinfo() -> AttributeMap {
    let map = json!({ "mapping_mode": "use_map", "attributes": { "email": "${context.userinfo.email}" } });
    AttributeMap::from_json(map.as_object())
}

#[tokio::test]
async fn an_application_sends_its_secret_by_basic_or_none_at_all_and_its_redirect_uri_as_it_is_registered() {
    let provider = Provider::start(Manner::default()).await;
    let registered = "HTTPS://App.example";
    let basic = ClientAuthentication::ClientSecretBasic(Secret::new("a secret"));
    for (client_authentication, sent) in [(basic, Some("a secret")), (ClientAuthentication::Public, None)] {
        let redirect_uri = registered.parse().expect("a URL");
        let rp = RelyingParty { client_authentication, redirect_uri, pkce: Pkce::S256, ..provider.relying_party() };
        let verified = provider.sign_in(rp).await.expect("a sign-in");
        let seen = provider.seen("token").pop().expect("a token request");
        assert_eq!(seen.form["redirect_uri"], registered);
        assert!(seen.form.contains_key("code_verifier") && !seen.form.contains_key("client_secret"));
        let header = sent
            .map(|secret| format!("Basic {}", STANDARD.encode(format!("{CLIENT_ID}:{}", secret.replace(' ', "+")))));
        assert_eq!(seen.authorization, header);
        let trace = serde_json::to_string(verified.recorder.trace()).expect("JSON");
        assert!(!trace.contains("a secret"), "the secret is not shown");
    }
}

#[tokio::test]
async fn an_assertion_takes_the_place_of_the_secret() {
    let provider = Provider::start(Manner::default()).await;
    for algorithm in [SigningAlgorithm::RS256, SigningAlgorithm::PS384, SigningAlgorithm::ES384] {
        let key = a_key(algorithm);
        let rp = RelyingParty {
            client_authentication: with_key(&key, AssertionAudience::TokenEndpoint),
            ..provider.relying_party()
        };
        let verified = provider.sign_in(rp).await.expect("a sign-in");

        let sent = provider.seen("token").pop().expect("a token request").form;
        assert_eq!(sent["client_id"], CLIENT_ID);
        assert_eq!(sent["client_assertion_type"], "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        assert!(!sent.contains_key("client_secret"));
        let assertion = &sent["client_assertion"];
        assert_eq!(part(assertion, 0)["kid"], key.kid());
        assert_eq!(part(assertion, 0)["alg"], algorithm.name());
        let claims = key.verify(assertion, Clock::system().now()).expect("an assertion of this key");
        assert_eq!((&claims["iss"], &claims["sub"]), (&json!(CLIENT_ID), &json!(CLIENT_ID)));
        assert_eq!(claims["aud"], format!("{}/token", provider.url));
        assert_eq!(claims["exp"].as_i64().expect("exp") - claims["iat"].as_i64().expect("iat"), 60);

        let step = step(verified.recorder.trace(), StepKind::TokenRequest);
        assert_eq!(step.summary, format!("Code redeemed with private_key_jwt ({algorithm}), ID token returned"));
        let shown = field(&step.messages, "client_assertion").expect("the assertion");
        assert!(shown.contains(key.kid()) && !shown.contains(assertion.as_str()), "{shown}");
    }
    let jti = |seen: &crate::sign_in_provider::Seen| part(&seen.form["client_assertion"], 1)["jti"].clone();
    let mut ids: Vec<Value> = provider.seen("token").iter().map(jti).collect();
    ids.dedup();
    assert_eq!(ids.len(), 3, "an assertion has an ID of its own");
}

#[tokio::test]
async fn an_assertion_can_be_made_out_to_the_issuer() {
    let provider = Provider::start(Manner::default()).await;
    let key = a_key(SigningAlgorithm::ES256);
    let client_authentication = with_key(&key, AssertionAudience::Issuer);
    provider.sign_in(RelyingParty { client_authentication, ..provider.relying_party() }).await.expect("a sign-in");
    let sent = provider.seen("token").pop().expect("a token request").form;
    assert_eq!(part(&sent["client_assertion"], 1)["aud"], provider.url);
}

#[tokio::test]
async fn a_refused_assertion_names_its_key_algorithm_and_audience() {
    let manner = Manner { token_error: Some("invalid_client"), ..Manner::default() };
    let provider = Provider::start(manner).await;
    let key = a_key(SigningAlgorithm::ES256);
    let client_authentication = with_key(&key, AssertionAudience::TokenEndpoint);
    let refusal = provider
        .sign_in(RelyingParty { client_authentication, ..provider.relying_party() })
        .await
        .expect_err("refused");
    assert_eq!(refusal.finding.code, "client-rejected");
    let remedy = refusal.finding.remedy.expect("a remedy");
    for named in [key.kid(), "ES256", &format!("{}/token", provider.url), "public key set", "Assertion audience"] {
        assert!(remedy.contains(named), "{named}: {remedy}");
    }
}

#[tokio::test]
async fn private_key_jwt_without_a_key_for_its_algorithm_is_refused_before_anybody_signs_in() {
    let provider = Provider::start(Manner::default()).await;
    for (key, got) in [(None, "none"), (Some(a_key(SigningAlgorithm::ES256)), "a key for ES256")] {
        let client_authentication = ClientAuthentication::PrivateKeyJwt {
            key,
            algorithm: SigningAlgorithm::RS512,
            audience: AssertionAudience::default(),
        };
        let rp = RelyingParty { client_authentication, ..provider.relying_party() };
        let refusal = begin(rp, &[]).await.expect_err("refused");
        assert_eq!(refusal.finding.code, "client-key-missing");
        assert_eq!(refusal.finding.expected.as_deref(), Some("a key for RS512"));
        assert_eq!(refusal.finding.got.as_deref(), Some(got));
    }
    let front = RelyingParty {
        channel: Channel::FrontChannel,
        client_authentication: ClientAuthentication::ClientSecretPost(None),
        ..provider.relying_party()
    };
    begin(front, &[]).await.expect("the front channel needs neither key nor secret");
}

#[tokio::test]
async fn a_nonce_over_the_back_channel_is_sent_when_told_and_has_to_come_back() {
    let provider = Provider::start(Manner::default()).await;
    let asked = RelyingParty { send_back_channel_nonce: true, ..provider.relying_party() };
    let verified = provider.sign_in(asked.clone()).await.expect("a sign-in");
    let check =
        step(verified.recorder.trace(), StepKind::IdToken).checks.iter().find(|check| check.code == "id-token-nonce");
    assert_eq!(check.map(|check| check.state), Some(CheckState::Passed));

    let plain = begin(provider.relying_party(), &[]).await.expect("a sign-in");
    assert!(!query(plain.authorization_url()).contains_key("nonce"));

    for (claims, remedy) in [(json!({ "nonce": null }), "switch Nonce off"), (json!({ "nonce": "old" }), "cache")] {
        let provider = Provider::start(Manner { claims, ..Manner::default() }).await;
        let asked = RelyingParty { send_back_channel_nonce: true, ..provider.relying_party() };
        let finding = provider.sign_in(asked).await.expect_err("refused").finding;
        assert_eq!(finding.code, "id-token-nonce");
        assert!(finding.remedy.as_deref().is_some_and(|text| text.contains(remedy)), "{finding:?}");
    }
}

#[tokio::test]
async fn the_connection_can_narrow_the_algorithms_of_the_id_token() {
    let provider = Provider::start(Manner { signs_with: SigningAlgorithm::PS256, ..Manner::default() }).await;
    let listed = |names: &[&str]| RelyingParty {
        id_token_signed_response_algs: names.iter().map(|name| (*name).to_owned()).collect(),
        ..provider.relying_party()
    };
    provider.sign_in(listed(&[])).await.expect("any algorithm");
    provider.sign_in(listed(&["RS256", "PS256"])).await.expect("a listed algorithm");
    let finding = provider.sign_in(listed(&["RS256", "ES256"])).await.expect_err("refused").finding;
    assert_eq!(finding.code, "id-token-algorithm");
    assert_eq!(finding.got.as_deref(), Some("PS256"));
    let expected = finding.expected.expect("a list");
    assert_eq!(expected, "RS256, ES256, which ID token algorithms lists");
    assert!(finding.remedy.is_some_and(|text| text.contains("Add PS256 to the connection's ID token algorithms")));
}

#[tokio::test]
async fn upstream_parameters_are_sent_as_they_stand_or_as_the_application_says() {
    let provider = Provider::start(Manner::default()).await;
    let rp = RelyingParty {
        upstream_params: upstream(json!({
            "blog": { "value": "my blog" }, "screen_name": { "alias": "login_hint" }, "hint": { "alias": "id_token_hint" },
            "acr_values": { "alias": "acr_values" },
        })),
        ..provider.relying_party()
    };
    let application = [("login_hint", "ada@example.com"), ("id_token_hint", "aaa.bbb.ccc"), ("prompt", "login")];
    let sign_in = begin(rp, &application).await.expect("a sign-in");

    let sent = query(sign_in.authorization_url());
    assert_eq!(sent["blog"], "my blog");
    assert_eq!(sent["screen_name"], "ada@example.com");
    assert_eq!(sent["hint"], "aaa.bbb.ccc");
    for unasked in ["login_hint", "prompt", "acr_values"] {
        assert!(!sent.contains_key(unasked), "{unasked} is not passed on");
    }
    let recorder = sign_in.into_recorder();
    let step = step(recorder.trace(), StepKind::AuthorizationRequest);
    assert_eq!(field(&step.messages, "screen_name"), Some("ada@example.com"));
    assert!(!field(&step.messages, "hint").expect("the hint").contains("bbb"), "a token is masked");
    let without_value: Vec<_> = step.checks.iter().filter_map(|check| check.member.as_deref()).collect();
    assert_eq!(without_value, ["acr_values"]);
    assert_eq!(step.state, StepState::Passed);
}

#[tokio::test]
async fn an_upstream_parameter_does_not_replace_what_the_sign_in_writes() {
    let provider = Provider::start(Manner::default()).await;
    let replacing = json!({
        "state": { "value": "mine" }, "nonce": { "value": "mine" }, "redirect_uri": { "value": "https://mine.example" },
        "response_mode": { "value": "form_post" },
    });
    let back = RelyingParty { upstream_params: upstream(replacing.clone()), ..provider.relying_party() };
    let front = RelyingParty { channel: Channel::FrontChannel, ..back.clone() };
    for (rp, refused) in
        [(back, &["state", "nonce", "redirect_uri"][..]), (front, &["state", "nonce", "redirect_uri", "response_mode"])]
    {
        let sign_in = begin(rp, &[]).await.expect("a sign-in");
        assert_eq!(query(sign_in.authorization_url())["state"], sign_in.state());
        assert!(!sign_in.authorization_url().as_str().contains("mine"), "{}", sign_in.authorization_url());
        assert_eq!(query(sign_in.authorization_url())["response_mode"], "form_post");
        let recorder = sign_in.into_recorder();
        let step = step(recorder.trace(), StepKind::AuthorizationRequest);
        let findings: Vec<&str> = step
            .findings
            .iter()
            .filter(|finding| finding.code == "upstream-parameter-not-sent")
            .filter_map(|finding| finding.member.as_deref())
            .collect();
        assert_eq!(findings, refused);
        assert_eq!(step.state, StepState::Warned);
    }
}

#[tokio::test]
async fn dpop_proves_one_key_at_the_token_endpoint_and_at_userinfo() {
    let provider = Provider::start(Manner { token_type: "DPoP", ..Manner::default() }).await;
    for algorithm in ["ES256", "ES384", "ES512", "Ed25519"] {
        let rp = RelyingParty {
            dpop_signing_alg: Some(algorithm.to_owned()),
            attribute_map: by_userinfo(),
            ..provider.relying_party()
        };
        let verified = provider.sign_in(rp).await.expect("a sign-in");

        let at_token = provider.seen("token").pop().and_then(|seen| seen.dpop).expect("a proof");
        assert_eq!(part(&at_token, 0)["typ"], "dpop+jwt");
        assert_eq!(part(&at_token, 0)["alg"], algorithm);
        assert!(part(&at_token, 0)["jwk"].get("d").is_none(), "the public half alone");
        assert_eq!(part(&at_token, 1)["htm"], "POST");
        assert_eq!(part(&at_token, 1)["htu"], format!("{}/token", provider.url));
        assert!(part(&at_token, 1).get("ath").is_none());

        let seen = provider.seen("userinfo").pop().expect("a userinfo request");
        assert_eq!(seen.authorization.as_deref(), Some(&*format!("DPoP {ACCESS_TOKEN}")));
        let at_userinfo = seen.dpop.expect("a proof");
        assert_eq!(part(&at_userinfo, 0)["jwk"], part(&at_token, 0)["jwk"], "one key for one sign-in");
        assert_eq!(part(&at_userinfo, 1)["ath"], URL_SAFE_NO_PAD.encode(Sha256::digest(ACCESS_TOKEN)));
        assert_eq!(part(&at_userinfo, 1)["htm"], "GET");
        assert_ne!(part(&at_userinfo, 1)["jti"], part(&at_token, 1)["jti"]);
        assert_eq!(verified.profile["email"], "ada@example.com");

        let request = step(verified.recorder.trace(), StepKind::AuthorizationRequest);
        assert!(request.summary.contains(&format!("DPoP {algorithm}")), "{}", request.summary);
        let step = step(verified.recorder.trace(), StepKind::TokenRequest);
        assert!(step.summary.ends_with(&format!("access token bound by DPoP ({algorithm})")), "{}", step.summary);
        let shown = field(&step.messages, "DPoP").expect("the proof");
        assert!(shown.starts_with(&format!("{algorithm} proof of key ")) && !shown.contains(&at_token), "{shown}");
    }
    let keys: std::collections::HashSet<String> = provider
        .seen("token")
        .iter()
        .map(|seen| part(seen.dpop.as_deref().expect("a proof"), 0)["jwk"].to_string())
        .collect();
    assert_eq!(keys.len(), 4, "a sign-in has a key of its own");
}

#[tokio::test]
async fn a_proof_verifies_with_the_key_in_its_header() {
    let provider = Provider::start(Manner { token_type: "DPoP", ..Manner::default() }).await;
    let rp = RelyingParty { dpop_signing_alg: Some("ES384".to_owned()), ..provider.relying_party() };
    provider.sign_in(rp).await.expect("a sign-in");
    let proof = provider.seen("token").pop().and_then(|seen| seen.dpop).expect("a proof");
    let jwk = serde_json::from_value(part(&proof, 0)["jwk"].clone()).expect("a JWK");
    let key = jsonwebtoken::DecodingKey::from_jwk(&jwk).expect("a key");
    let mut validation = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::ES384);
    validation.required_spec_claims.clear();
    jsonwebtoken::decode::<Map<String, Value>>(&proof, &key, &validation).expect("a valid proof");
}

#[tokio::test]
async fn a_server_that_wants_its_nonce_in_the_proof_gets_it_at_the_second_try() {
    let provider = Provider::start(Manner { token_type: "DPoP", wants_dpop_nonce: true, ..Manner::default() }).await;
    let key = a_key(SigningAlgorithm::ES256);
    let rp = RelyingParty {
        dpop_signing_alg: Some("ES256".to_owned()),
        client_authentication: with_key(&key, AssertionAudience::TokenEndpoint),
        attribute_map: by_userinfo(),
        ..provider.relying_party()
    };
    let verified = provider.sign_in(rp).await.expect("a sign-in");
    let tries = provider.seen("token");
    assert_eq!(tries.len(), 2);
    let assertions: Vec<&String> = tries.iter().map(|seen| &seen.form["client_assertion"]).collect();
    assert_ne!(assertions[0], assertions[1], "an assertion is used once");
    assert_eq!(provider.seen("userinfo").len(), 2);
    assert_eq!(verified.profile["email"], "ada@example.com");
    let messages = &step(verified.recorder.trace(), StepKind::TokenRequest).messages;
    assert_eq!(messages.len(), 4, "both exchanges are in the trace");
    assert_eq!(field(messages, "DPoP-Nonce"), Some("token-nonce"));
}

#[tokio::test]
async fn a_token_that_is_not_bound_signs_in_as_a_bearer_token_with_a_warning() {
    let provider = Provider::start(Manner::default()).await;
    let rp = RelyingParty {
        dpop_signing_alg: Some("ES256".to_owned()),
        attribute_map: by_userinfo(),
        ..provider.relying_party()
    };
    let verified = provider.sign_in(rp).await.expect("a sign-in");
    let step = step(verified.recorder.trace(), StepKind::TokenRequest);
    assert_eq!(step.state, StepState::Warned);
    assert_eq!(step.findings[0].code, "dpop-not-bound");
    let seen = provider.seen("userinfo").pop().expect("a userinfo request");
    assert_eq!(seen.authorization.as_deref(), Some(&*format!("Bearer {ACCESS_TOKEN}")));
    assert_eq!(seen.dpop, None);
}

#[tokio::test]
async fn dpop_that_cannot_be_used_is_left_out_and_said() {
    let provider = Provider::start(Manner::default()).await;
    for (algorithm, channel, got) in
        [("RS256", Channel::BackChannel, "RS256"), ("ES256", Channel::FrontChannel, "Front Channel")]
    {
        let rp = RelyingParty { channel, dpop_signing_alg: Some(algorithm.to_owned()), ..provider.relying_party() };
        let sign_in = begin(rp, &[]).await.expect("a sign-in");
        let recorder = sign_in.into_recorder();
        let step = step(recorder.trace(), StepKind::AuthorizationRequest);
        let finding = step.findings.iter().find(|finding| finding.code == "dpop-not-used").expect("a finding");
        assert_eq!(finding.got.as_deref(), Some(got));
        assert_eq!(step.state, StepState::Warned);
    }
    let rp = RelyingParty { dpop_signing_alg: Some("RS256".to_owned()), ..provider.relying_party() };
    provider.sign_in(rp).await.expect("a sign-in");
    assert_eq!(provider.seen("token").pop().expect("a token request").dpop, None);
}

#[tokio::test]
async fn dpop_that_the_provider_does_not_advertise_is_tried_and_noted() {
    let manner = Manner {
        dpop_signing_alg_values_supported: json!(["ES256"]),
        token_error: Some("invalid_dpop_proof"),
        ..Manner::default()
    };
    let provider = Provider::start(manner).await;
    let rp = RelyingParty { dpop_signing_alg: Some("Ed25519".to_owned()), ..provider.relying_party() };
    let refusal = provider.sign_in(rp).await.expect_err("refused");
    let noted = &step(&refusal.trace, StepKind::AuthorizationRequest).findings;
    assert_eq!(noted[0].code, "dpop-not-advertised");
    assert_eq!(noted[0].got.as_deref(), Some("ES256"));
    assert_eq!(refusal.finding.code, "token-request-refused");
    assert!(refusal.finding.remedy.is_some_and(|text| text.contains("set DPoP to off")));
}

#[tokio::test]
async fn the_end_of_the_session_at_the_provider_is_demanded_when_told_and_explained() {
    let ends = json!({ "session_expiry": 1_760_000_000 });
    for (supported, note) in
        [(true, "2025-10-09 08:53:20 UTC: Auth0 would end its session then"), (false, "Not used: ")]
    {
        let provider = Provider::start(Manner { claims: ends.clone(), ..Manner::default() }).await;
        let rp = RelyingParty { id_token_session_expiry_supported: supported, ..provider.relying_party() };
        let verified = provider.sign_in(rp).await.expect("a sign-in");
        let claims = &step(verified.recorder.trace(), StepKind::IdToken).claims;
        let claim = claims.iter().find(|claim| claim.name == "session_expiry").expect("the claim");
        assert!(claim.note.as_deref().is_some_and(|text| text.starts_with(note)), "{claim:?}");
    }
    let provider = Provider::start(Manner::default()).await;
    let rp = RelyingParty { id_token_session_expiry_supported: true, ..provider.relying_party() };
    let refusal = provider.sign_in(rp).await.expect_err("refused");
    assert_eq!(refusal.finding.code, "session-expiry-missing");
    provider.sign_in(provider.relying_party()).await.expect("not demanded unless told");
}

#[tokio::test]
async fn an_access_token_of_an_unknown_type_is_not_used_and_hinders_only_who_needs_it() {
    for (token_type, dpop, message) in
        [("N_A", false, "of the type “N_A”"), ("mac", true, "of the type “mac”"), ("DPoP", false, "sent no proof")]
    {
        let provider = Provider::start(Manner { token_type, ..Manner::default() }).await;
        let rp = RelyingParty {
            dpop_signing_alg: dpop.then(|| "ES256".to_owned()),
            scope: "openid".to_owned(),
            ..provider.relying_party()
        };
        let verified = provider.sign_in(rp.clone()).await.expect("the ID token is good without it");
        let redeemed = step(verified.recorder.trace(), StepKind::TokenRequest);
        assert_eq!(redeemed.state, StepState::Warned);
        let codes: Vec<&str> = redeemed.findings.iter().map(|finding| finding.code.as_str()).collect();
        assert_eq!(codes, ["token-type-unknown"]);
        assert!(redeemed.findings[0].message.contains(message), "{}", redeemed.findings[0].message);

        let refusal = provider
            .sign_in(RelyingParty { attribute_map: by_userinfo(), ..rp })
            .await
            .expect_err("the mapping needs userinfo");
        assert_eq!((refusal.finding.code.as_str(), refusal.finding.is_error()), ("token-type-unknown", true));
        assert_eq!(step(&refusal.trace, StepKind::Userinfo).state, StepState::Failed);
        assert!(provider.seen("userinfo").is_empty(), "the token went nowhere");
    }
    for token_type in ["bearer", "BEARER"] {
        let provider = Provider::start(Manner { token_type, ..Manner::default() }).await;
        let rp = RelyingParty { attribute_map: by_userinfo(), ..provider.relying_party() };
        assert_eq!(provider.sign_in(rp).await.expect("a sign-in").profile["email"], "ada@example.com");
    }
}

#[tokio::test]
async fn an_id_token_in_a_query_is_refused_where_a_form_was_asked_for() {
    let provider = Provider::start(Manner::default()).await;
    let rp = RelyingParty { channel: Channel::FrontChannel, ..provider.relying_party() };
    provider.sign_in(rp.clone()).await.expect("a form is taken");

    let sign_in = begin(rp, &[]).await.expect("a sign-in");
    let response = AuthorizationResponse { posted: false, ..provider.response(&sign_in) };
    let refusal = sign_in.finish(response).await.expect_err("refused");
    assert_eq!(refusal.finding.code, "response-not-posted");
    assert!(refusal.trace.steps.iter().all(|step| step.kind != StepKind::IdToken), "the token is used for nothing");
}

#[tokio::test]
async fn an_endpoint_with_a_placeholder_or_a_fragment_is_refused_before_anybody_signs_in() {
    let provider = Provider::start(Manner::default()).await;
    let sound = provider.relying_party();
    let with = |change: fn(&mut ProviderSource)| {
        let mut rp = sound.clone();
        change(&mut rp.provider);
        rp
    };
    let templated = Some("https://op.example/{tenantid}/token".to_owned());
    for (rp, code) in [
        (with(|it| it.token_endpoint = Some("https://op.example/{tenantid}/token".to_owned())), "endpoint-templated"),
        (with(|it| it.jwks_uri = Some("https://op.example/{tenantid}/keys".to_owned())), "endpoint-templated"),
        (with(|it| it.authorization_endpoint = Some("https://op.example/a#b".to_owned())), "endpoint-with-fragment"),
    ] {
        assert_eq!(begin(rp, &[]).await.expect_err("refused").finding.code, code);
    }
    let front = with(|it| it.token_endpoint = Some("https://op.example/{tenantid}/token".to_owned()));
    begin(RelyingParty { channel: Channel::FrontChannel, ..front }, &[]).await.expect("it calls no token endpoint");

    let mut userinfo = sound.clone();
    userinfo.provider.userinfo_endpoint = templated;
    begin(userinfo.clone(), &[]).await.expect("its mapping reads no userinfo");
    let refusal = begin(RelyingParty { attribute_map: by_userinfo(), ..userinfo }, &[]).await.expect_err("refused");
    assert_eq!(refusal.finding.code, "endpoint-templated");
    assert_eq!(refusal.finding.member.as_deref(), Some("userinfo_endpoint"));
}

#[tokio::test]
async fn a_code_that_neither_pkce_nor_a_nonce_protects_is_warned_of_and_sent_for_all_that() {
    let provider = Provider::start(Manner::default()).await;
    for (pkce, nonce, code, state) in [
        (Pkce::Auto, false, Some("code-unprotected"), StepState::Warned),
        (Pkce::Disabled, false, Some("code-unprotected"), StepState::Warned),
        (Pkce::Auto, true, Some("pkce-not-used"), StepState::Passed),
        (Pkce::Disabled, true, None, StepState::Passed),
        (Pkce::S256, false, None, StepState::Passed),
    ] {
        let rp = RelyingParty { pkce, send_back_channel_nonce: nonce, ..provider.relying_party() };
        let verified = provider.sign_in(rp).await.expect("a sign-in");
        let step = step(verified.recorder.trace(), StepKind::AuthorizationRequest);
        let codes: Vec<&str> = step.findings.iter().map(|finding| finding.code.as_str()).collect();
        assert_eq!(codes, Vec::from_iter(code), "{pkce:?}, nonce {nonce}");
        assert_eq!(step.state, state);
    }
    let front = RelyingParty { channel: Channel::FrontChannel, pkce: Pkce::Auto, ..provider.relying_party() };
    let sign_in = begin(front, &[]).await.expect("a sign-in");
    assert_eq!(step(sign_in.into_recorder().trace(), StepKind::AuthorizationRequest).findings, [], "there is no code");
}

#[tokio::test]
async fn a_login_that_fills_no_attribute_is_warned_of_with_the_way_to_its_claims() {
    let provider = Provider::start(Manner::default()).await;
    let map = |attributes: Value| {
        AttributeMap::from_json(json!({ "mapping_mode": "use_map", "attributes": attributes }).as_object())
    };
    let rp = || RelyingParty { scope: "openid profile email".to_owned(), ..provider.relying_party() };
    let front = Channel::FrontChannel;
    let cases = [
        (rp(), "${context.userinfo.email}"),
        (RelyingParty { scope: "openid".to_owned(), ..rp() }, "Add profile and email to the scopes"),
        (RelyingParty { channel: front, ..rp() }, "or choose Back Channel"),
        (RelyingParty { attribute_map: map(json!({})), ..rp() }, "Name the attributes"),
        (
            RelyingParty { attribute_map: map(json!({ "email": "${context.userinfo.mail}" })), ..rp() },
            "Correct the templates",
        ),
    ];
    for (rp, way) in cases {
        let verified = provider.sign_in(rp).await.expect("a sign-in");
        assert!(verified.profile.is_empty(), "{:?}", verified.profile);
        let step = step(verified.recorder.trace(), StepKind::ClaimsMapping);
        assert_eq!(step.state, StepState::Warned);
        let finding = step.findings.iter().find(|finding| finding.code == "profile-empty").expect("the finding");
        assert!(finding.remedy.as_deref().is_some_and(|remedy| remedy.contains(way)), "{way}: {finding:?}");
    }
    let rp = RelyingParty { attribute_map: map(json!({ "source": "acme" })), ..rp() };
    let verified = provider.sign_in(rp).await.expect("a sign-in");
    let step = step(verified.recorder.trace(), StepKind::ClaimsMapping);
    assert!(step.findings.is_empty(), "{:?}", step.findings);
}

//! What a preflight proves, refuses and leaves open, against providers that answer in their different ways.

use std::sync::Arc;

use axum::{
    http::StatusCode,
    response::{Html, IntoResponse},
};
use lintel_oidc::{
    Channel, Secret,
    preflight::{Pace, Preflight, PreflightState, Verdict},
    sign_in::{ClientAuthentication, Pkce, RelyingParty},
    signing::{SigningAlgorithm, SigningKey},
};

use crate::preflight_provider::{
    CALLBACK, CLIENT_ID, Provider, SECRET, Sent, back, error, page, sound, sound_token, to,
};

const OTHER: &str = "https://login.example/login/callback";

fn verdict(preflight: &Preflight, id: &str) -> Verdict {
    let one = preflight.experiments.iter().find(|experiment| experiment.id == id);
    one.unwrap_or_else(|| panic!("{id} is asked")).verdict
}

fn verdicts(preflight: &Preflight) -> String {
    let short = |experiment: &lintel_oidc::preflight::Experiment| {
        let mark = match experiment.verdict {
            Verdict::Proven => '+',
            Verdict::Refused => '-',
            Verdict::Unknown => '?',
        };
        format!("{mark}{}", experiment.id)
    };
    preflight.experiments.iter().map(short).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn each_value_of_a_sound_connection_is_proven_against_its_control_one_request_a_second() {
    let provider = Provider::start(sound, sound_token).await;
    let preflight = provider.preflight().await;
    assert_eq!(
        verdicts(&preflight),
        "+callback-1 +client-id +client-authentication +channel +pkce ?scopes ?claims",
        "{preflight:#?}"
    );
    assert_eq!((preflight.state, preflight.sent()), (PreflightState::Done, 8));
    let order: Vec<&str> = provider.seen.lock().expect("no panic").iter().map(|(what, _)| *what).collect();
    assert!(order.chunks(2).all(|pair| pair.get(1).is_none_or(|wait| *wait == "wait")), "{order:?}");
    assert_eq!(order.iter().filter(|what| **what != "wait").count(), 8);
    for sent in provider.seen("authorize") {
        assert_eq!((sent["prompt"].as_str(), sent["keep"].as_str()), ("none", "1"));
        assert!(sent["state"].len() >= 8);
    }
    let secrets: Vec<_> = provider.seen("token").iter().map(|sent| sent["client_secret"].clone()).collect();
    assert_eq!(secrets, [SECRET.to_owned(), format!("{SECRET}x")], "one wrong secret");
    let control = provider.seen("authorize").into_iter().filter(|sent| sent["redirect_uri"] == format!("{CALLBACK}x"));
    assert_eq!(control.count(), 1);
}

#[tokio::test]
async fn what_the_plan_says_is_what_is_sent_and_to_nowhere_else() {
    let provider = Provider::start(sound, sound_token).await;
    let course = provider.course(provider.relying_party(), &[CALLBACK]).await;
    assert!(provider.seen("authorize").is_empty() && provider.seen("token").is_empty(), "nothing before it is told");
    let plan = course.plan();
    assert_eq!(plan.state, PreflightState::Planned);
    let planned: Vec<(&str, &str)> =
        plan.requests.iter().map(|request| (request.id.as_str(), request.method.as_str())).collect();
    assert_eq!(
        planned,
        [
            ("callback-1", "GET"),
            ("callback-1-control", "GET"),
            ("client-id-control", "GET"),
            ("channel-control", "GET"),
            ("pkce-control", "GET"),
            ("scopes-control", "GET"),
            ("client-authentication", "POST"),
            ("client-authentication-control", "POST"),
        ]
    );
    assert!(plan.requests.iter().all(|request| !request.logs.is_empty() && request.url.starts_with(&provider.url)));
    assert!(!format!("{plan:?}").contains(SECRET));
}

#[tokio::test]
async fn what_is_left_out_is_not_sent_and_nothing_is_proven_by_it() {
    let provider = Provider::start(sound, sound_token).await;
    let without = ["client-id-control", "client-authentication", "callback-1-control"];
    let preflight = provider.preflight_of(provider.relying_party(), &[CALLBACK], &without).await;
    assert_eq!(verdicts(&preflight), "?callback-1 ?client-id ?client-authentication +channel +pkce ?scopes ?claims");
    assert!(provider.seen("authorize").iter().all(|sent| sent["client_id"] == CLIENT_ID));
    assert_eq!(provider.seen("token").len(), 0);
}

/// How providers answer before anybody signs in, and what that proves.
#[tokio::test]
async fn nothing_is_proven_where_a_wrong_value_is_answered_alike() {
    for (authorize, expected) in [
        // The sign-in comes first, whatever is asked.
        ((|_| page(200, "Sign in")) as fn(&Sent) -> _, "?callback-1 ?client-id ?channel"),
        // So does an address of its own for each attempt.
        (|sent| to(&format!("/interaction/{}", sent["state"])), "?callback-1 ?client-id ?channel"),
        // It goes back wherever it is told to.
        (|sent| back(sent, "login_required"), "?callback-1 ?client-id ?channel"),
        // prompt=none is not known, and what is wrong stops at once.
        (
            |sent| match sent["client_id"] == CLIENT_ID && sent["redirect_uri"] == CALLBACK {
                true => page(200, "Sign in"),
                false => page(400, "Error"),
            },
            "+callback-1 +client-id ?channel",
        ),
        // The same by addresses alone.
        (
            |sent| match sent["client_id"] == CLIENT_ID && sent["redirect_uri"] == CALLBACK {
                true => to("/login?client_id=client-1"),
                false => to("/error?error=redirect_mismatch&client_id=client-1"),
            },
            "+callback-1 +client-id ?channel",
        ),
        // An error page with status 200.
        (
            |sent| match sent["client_id"] == CLIENT_ID && sent["redirect_uri"] == CALLBACK {
                true => back(sent, "interaction_required"),
                false => page(200, "Error"),
            },
            "+callback-1 +client-id ?channel",
        ),
        // A page of errors that names nothing, and one that names the wrong thing.
        (|_| page(400, "Error"), "?callback-1 ?client-id ?channel"),
        (|_| page(400, "Client not found"), "?callback-1 -client-id ?channel"),
        (|_| page(200, "AADSTS50011: the redirect URI"), "-callback-1 ?client-id ?channel"),
        (|_| page(200, "AADSTS500112: something else"), "?callback-1 ?client-id ?channel"),
        (|_| page(503, "Maintenance"), "?callback-1 ?client-id ?channel"),
    ] {
        let provider = Provider::start(authorize, sound_token).await;
        let rp = RelyingParty { scope: "openid".to_owned(), ..provider.relying_party() };
        let without = ["client-authentication"];
        let preflight = provider.preflight_of(rp, &[CALLBACK], &without).await;
        let said = ["callback-1", "client-id", "channel"].map(|id| {
            let all = verdicts(&preflight);
            all.split(' ').find(|one| &one[1..] == id).expect("asked").to_owned()
        });
        assert_eq!(said.join(" "), expected, "{preflight:#?}");
    }
}

#[tokio::test]
async fn a_callback_that_is_missing_is_told_from_one_that_is_there() {
    let provider = Provider::start(
        |sent| match sent["redirect_uri"] == OTHER {
            true => back(sent, "login_required"),
            false => page(400, "Something is wrong"),
        },
        sound_token,
    )
    .await;
    let preflight = provider.preflight_of(provider.relying_party(), &[CALLBACK, OTHER], &[]).await;
    assert_eq!(verdict(&preflight, "callback-1"), Verdict::Refused, "{preflight:#?}");
    assert_eq!(verdict(&preflight, "callback-2"), Verdict::Proven);
    assert_eq!(preflight.headline, "A callback URL is missing at the provider");
    let refused = &preflight.experiments[0];
    assert!(refused.remedy.as_deref().is_some_and(|remedy| remedy.contains(CALLBACK)), "{refused:?}");
    // What stops tells nothing more by a control.
    let controls = provider.seen("authorize").into_iter().filter(|sent| sent["redirect_uri"] == format!("{CALLBACK}x"));
    assert_eq!(controls.count(), 0);
    assert!(provider.seen("token").iter().all(|sent| sent["redirect_uri"] == OTHER));
}

#[tokio::test]
async fn what_an_error_names_is_refused_and_its_control_is_not_sent() {
    let provider = Provider::start(
        |sent| back(sent, if sent["redirect_uri"].ends_with('x') { "invalid_request" } else { "invalid_scope" }),
        sound_token,
    )
    .await;
    let preflight = provider.preflight().await;
    assert_eq!(verdict(&preflight, "scopes"), Verdict::Refused, "{preflight:#?}");
    assert_eq!(verdict(&preflight, "channel"), Verdict::Unknown);
    assert!(provider.seen("authorize").iter().all(|sent| sent["scope"] == "openid email"));

    let provider = Provider::start(sound, sound_token).await;
    let rp = RelyingParty { pkce: Pkce::Disabled, ..provider.relying_party() };
    let preflight = provider.preflight_of(rp, &[CALLBACK], &[]).await;
    assert_eq!(verdict(&preflight, "pkce"), Verdict::Refused, "{preflight:#?}");
    assert_eq!(verdict(&preflight, "callback-1"), Verdict::Proven, "it came back all the same");
}

#[tokio::test]
async fn a_client_is_proven_where_only_a_wrong_secret_is_refused_and_one_wrong_secret_is_sent_at_most() {
    type Token = fn(&Sent) -> axum::response::Response;
    let cases: [(&str, Token, Verdict, usize); 9] = [
        ("", sound_token, Verdict::Proven, 2),
        ("", |_| error(401, "invalid_client"), Verdict::Refused, 1),
        // A public client, or the code first.
        ("", |_| error(400, "invalid_grant"), Verdict::Unknown, 2),
        ("", |_| error(400, "temporarily_unavailable"), Verdict::Unknown, 1),
        ("", |_| page(200, "Welcome"), Verdict::Unknown, 1),
        ("", |_| error(401, "unauthorized_client"), Verdict::Unknown, 2),
        ("/realms/acme", |_| error(401, "unauthorized_client"), Verdict::Refused, 1),
        (
            "/realms/acme",
            |sent| match sent["client_secret"] == SECRET {
                true => error(400, "invalid_grant"),
                false => error(401, "unauthorized_client"),
            },
            Verdict::Proven,
            2,
        ),
        (
            "",
            |_| (StatusCode::OK, axum::Json(serde_json::json!({ "access_token": "a" }))).into_response(),
            Verdict::Unknown,
            1,
        ),
    ];
    for (path, token, expected, requests) in cases {
        let provider = Provider::start_at(path, sound, token).await;
        let preflight = provider.preflight().await;
        assert_eq!(verdict(&preflight, "client-authentication"), expected, "{preflight:#?}");
        let sent = provider.seen("token");
        assert_eq!(sent.len(), requests);
        assert!(sent.iter().filter(|sent| sent["client_secret"] != SECRET).count() <= 1);
        let codes: std::collections::HashSet<_> = sent.iter().map(|sent| sent["code"].clone()).collect();
        assert_eq!(codes.len(), sent.len(), "each with a code of its own that nobody issued");
    }
}

#[tokio::test]
async fn a_key_that_nobody_registered_is_the_control_of_a_key() {
    let provider = Provider::start(sound, |sent| {
        let first = sent["client_assertion"].split('.').next().unwrap_or_default().to_owned();
        assert_eq!(sent["client_id"], CLIENT_ID);
        match FIRST.get_or_init(|| first.clone()) == &first {
            true => error(400, "invalid_grant"),
            false => error(401, "invalid_client"),
        }
    })
    .await;
    static FIRST: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    let key = Arc::new(SigningKey::generate(SigningAlgorithm::ES256).expect("a key"));
    let (algorithm, audience) = (SigningAlgorithm::ES256, Default::default());
    let client_authentication = ClientAuthentication::PrivateKeyJwt { key: Some(key), algorithm, audience };
    let rp = RelyingParty { client_authentication, ..provider.relying_party() };
    let preflight = provider.preflight_of(rp, &[CALLBACK], &[]).await;
    assert_eq!(verdict(&preflight, "client-authentication"), Verdict::Proven, "{preflight:#?}");

    let client_authentication = ClientAuthentication::PrivateKeyJwt { key: None, algorithm, audience };
    let rp = RelyingParty { client_authentication, ..provider.relying_party() };
    let preflight = provider.preflight_of(rp, &[CALLBACK], &[]).await;
    assert_eq!(verdict(&preflight, "client-authentication"), Verdict::Unknown);
    assert_eq!(provider.seen("token").len(), 2, "nothing is sent without a key");
}

#[tokio::test]
async fn nothing_but_its_own_callback_is_shown_to_authentik_and_no_control() {
    let provider = Provider::start_at("/application/o", |sent| back(sent, "login_required"), sound_token).await;
    let preflight = provider.preflight_of(provider.relying_party(), &[CALLBACK, OTHER], &[]).await;
    let seen = provider.seen("authorize");
    assert_eq!(seen.len(), 1, "{seen:?}");
    assert_eq!(seen[0]["redirect_uri"], CALLBACK);
    assert_eq!(provider.seen("token").len(), 1);
    assert_eq!(preflight.counted(Verdict::Proven), 0, "{preflight:#?}");
    assert_eq!(preflight.left_out.len(), 2);

    // Its own words for a wrong secret are those for a wrong callback.
    let refusing = |_: &Sent| error(400, "invalid_client");
    let provider = Provider::start_at("/application/o", |sent| back(sent, "login_required"), refusing).await;
    assert_eq!(verdict(&provider.preflight().await, "client-authentication"), Verdict::Unknown);
}

#[tokio::test]
async fn the_first_sign_that_nothing_more_is_wanted_ends_it() {
    type Authorize = fn(&Sent) -> axum::response::Response;
    let cases: [(Authorize, &str); 4] = [
        (|_| (StatusCode::TOO_MANY_REQUESTS, [("retry-after", "30")]).into_response(), "in 30 seconds"),
        (|_| (StatusCode::FORBIDDEN, [("cf-mitigated", "challenge")]).into_response(), "Cloudflare"),
        (|_| (StatusCode::FORBIDDEN, Html("<title>Forbidden</title>")).into_response(), "A firewall"),
        (|_| (StatusCode::FORBIDDEN, Html("<p>Solve this captcha")).into_response(), "captcha"),
    ];
    for (authorize, why) in cases {
        let provider = Provider::start(authorize, sound_token).await;
        let preflight = provider.preflight().await;
        assert_eq!((preflight.state, preflight.sent()), (PreflightState::Stopped, 1), "{preflight:#?}");
        assert!(preflight.stopped.as_deref().is_some_and(|stopped| stopped.contains(why)), "{:?}", preflight.stopped);
        assert_eq!(preflight.counted(Verdict::Unknown), preflight.experiments.len());
        assert!(provider.seen("token").is_empty());
    }
    // What was proven before stays.
    let limited = |_: &Sent| (StatusCode::TOO_MANY_REQUESTS, "{}").into_response();
    let preflight = Provider::start(sound, limited).await.preflight().await;
    assert_eq!((preflight.state, verdict(&preflight, "callback-1")), (PreflightState::Stopped, Verdict::Proven));
}

#[tokio::test]
async fn no_answer_ends_it_as_well() {
    let provider = Provider::start(sound, sound_token).await;
    let mut rp = provider.relying_party();
    rp.provider.authorization_endpoint = Some("http://127.0.0.1:1/authorize".to_owned());
    let preflight = provider.preflight_of(rp, &[CALLBACK], &[]).await;
    assert_eq!((preflight.state, preflight.sent()), (PreflightState::Stopped, 1));
    assert!(preflight.stopped.as_deref().is_some_and(|stopped| stopped.contains("refused the connection")));
}

#[tokio::test]
async fn a_secret_that_a_provider_repeats_is_shown_to_nobody() {
    let provider = Provider::start(sound, |sent| {
        let description = format!("The secret {} is wrong", sent["client_secret"]);
        let body = serde_json::json!({ "error": "invalid_grant", "error_description": description });
        (StatusCode::BAD_REQUEST, axum::Json(body)).into_response()
    })
    .await;
    let preflight = provider.preflight().await;
    let told = serde_json::to_string(&preflight).expect("JSON");
    assert!(told.contains("The secret ***") && !told.contains(SECRET), "{told}");
}

#[tokio::test]
async fn a_refused_secret_with_a_blank_at_its_end_is_told_as_that() {
    let provider = Provider::start(sound, |_| {
        (StatusCode::UNAUTHORIZED, axum::Json(serde_json::json!({ "error": "invalid_client" }))).into_response()
    })
    .await;
    let mut rp = provider.relying_party();
    rp.client_authentication = ClientAuthentication::ClientSecretPost(Some(Secret::new("secret-1 ")));
    let preflight = provider.preflight_of(rp, &[CALLBACK], &[]).await;
    let told = serde_json::to_string(&preflight).expect("JSON");
    assert!(told.contains("begins or ends with a blank") && !told.contains("a current credential"), "{told}");
}

#[tokio::test]
async fn sixteen_requests_are_the_most_however_many_callbacks_there_are() {
    let provider = Provider::start(|sent| back(sent, "login_required"), sound_token).await;
    let callbacks: Vec<String> = (0..9).map(|n| format!("https://d{n}.example/login/callback")).collect();
    let callbacks: Vec<&str> = callbacks.iter().map(String::as_str).collect();
    let preflight = provider.preflight_of(provider.relying_party(), &callbacks, &[]).await;
    assert_eq!((preflight.requests.len(), preflight.left_out.len()), (16, 4), "{preflight:#?}");
    assert_eq!(provider.seen("authorize").len() + provider.seen("token").len(), 16);
}

#[tokio::test]
async fn the_front_channel_answers_by_a_page_that_posts() {
    let provider = Provider::start(
        |sent| match (sent["redirect_uri"].as_str(), sent["response_type"].as_str()) {
            (CALLBACK, "id_token") => {
                assert_eq!(sent["response_mode"], "form_post");
                let page = format!(
                    "<form method=post action=\"{CALLBACK}\"><input name=error value=login_required><input name=state value=x></form>"
                );
                Html(page).into_response()
            }
            (CALLBACK, _) => back(sent, "unsupported_response_type"),
            _ => page(400, "redirect_uri_mismatch"),
        },
        sound_token,
    )
    .await;
    let rp = RelyingParty { channel: Channel::FrontChannel, ..provider.relying_party() };
    let preflight = provider.preflight_of(rp, &[CALLBACK], &[]).await;
    assert_eq!(verdicts(&preflight), "+callback-1 ?client-id +channel ?scopes ?claims", "{preflight:#?}");
    assert!(provider.seen("token").is_empty());
}

#[tokio::test]
async fn a_preflight_that_is_dropped_sends_nothing_more() {
    let provider = Provider::start(sound, sound_token).await;
    let course = provider.course(provider.relying_party(), &[CALLBACK]).await;
    let (waiting, waited) = tokio::sync::oneshot::channel();
    let waiting = std::sync::Mutex::new(Some(waiting));
    let pace = Pace::by(move || {
        waiting.lock().expect("no panic").take().map(|waiting| waiting.send(()));
        std::future::pending()
    });
    let running =
        tokio::spawn(async move { course.run(&crate::preflight_provider::world(), &[], &pace, &|_| {}).await });
    waited.await.expect("it waits before the second request");
    running.abort();
    assert!(running.await.is_err());
    assert_eq!(provider.seen("authorize").len(), 1);
}

#[tokio::test]
async fn the_strongest_that_both_have_is_proposed_with_why() {
    let provider = Provider::start(sound, sound_token).await;
    let mut rp = provider.relying_party();
    let metadata = rp.provider.metadata.as_mut().expect("there is some");
    for (member, values) in [
        ("token_endpoint_auth_methods_supported", &["client_secret_post", "private_key_jwt"][..]),
        ("code_challenge_methods_supported", &["plain", "S256"]),
        ("id_token_signing_alg_values_supported", &["HS256", "RS256", "ES256"]),
    ] {
        metadata.insert(member.to_owned(), values.into());
    }
    rp.id_token_signed_response_algs = vec!["RS256".to_owned()];
    rp.client_authentication = ClientAuthentication::ClientSecretPost(Some(Secret::new(SECRET)));
    let compatibility = provider.preflight_of(rp.clone(), &[CALLBACK], &[]).await.compatibility;
    assert_eq!(compatibility.headline, "Usable with Back Channel");
    assert_eq!(compatibility.client_authentication.strongest.as_deref(), Some("private_key_jwt"));
    assert!(compatibility.client_authentication.because.contains("You use client_secret_post."));
    assert_eq!((compatibility.pkce.strongest.as_deref(), compatibility.pkce.used), (Some("S256"), true));
    assert!(compatibility.pkce.because.contains("proven above"), "{compatibility:?}");
    // The key set is empty.
    assert_eq!(compatibility.algorithm.strongest, None);
    assert!(compatibility.algorithm.because.contains("ES256 and RS256"), "{compatibility:?}");

    rp.provider
        .metadata
        .as_mut()
        .expect("some")
        .insert("token_endpoint_auth_methods_supported".to_owned(), ["client_secret_basic"][..].into());
    let compatibility = provider.preflight_of(rp, &[CALLBACK], &[]).await.compatibility;
    assert_eq!(compatibility.headline, "Usable with Front Channel");
    assert!(compatibility.channel.because.contains("Back Channel will fail because"), "{compatibility:?}");
    assert!(compatibility.channel.because.contains("You use Back Channel."));
}

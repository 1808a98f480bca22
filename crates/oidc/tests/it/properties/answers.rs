//! What comes back at a sign-in, over the wire.

use std::sync::{Arc, LazyLock};

use lintel_oidc::{
    Channel, Clock,
    http::Fetcher,
    sign_in::{AttributeMap, AuthorizationResponse, Refusal, RelyingParty, SignIn, World},
    trace::{Evidence, Outcome, Trace},
};
use proptest::{collection::vec, prelude::*, test_runner::TestCaseError};
use serde_json::json;
use tokio::runtime::Runtime;
use url::form_urlencoded;

use super::{
    can_be_stored,
    discovery::key_set,
    hold,
    input::{self, Bytes},
    is_named,
};
use crate::sign_in_provider::{Manner, Provider};

/// A provider, and a sign-in of any connection with it.
struct Scene {
    provider: Arc<Provider>,
    world: World,
}

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime"));

impl Scene {
    fn new() -> Self {
        let world = World::new(Fetcher::new().expect("a fetcher"), Clock::system());
        Scene { provider: RUNTIME.block_on(Provider::start(Manner::default())), world }
    }

    /// Asks for userinfo over the back channel.
    fn relying_party(&self) -> RelyingParty {
        let map = json!({ "mapping_mode": "use_map", "attributes": {
            "email": "${context.userinfo.email}", "all": "${context.userinfo.a}", "sub": "${context.tokenset.sub}",
        }});
        RelyingParty { attribute_map: AttributeMap::from_json(map.as_object()), ..self.provider.relying_party() }
    }

    async fn begun(&self, channel: Channel) -> Result<SignIn, Box<Refusal>> {
        let rp = RelyingParty { channel, ..self.relying_party() };
        SignIn::begin(rp, &[], self.world.clone(), Arc::new(|_| {})).await
    }

    async fn sign_in(&self) -> Result<Trace, Box<Refusal>> {
        let sign_in = self.begun(Channel::BackChannel).await?;
        let response = AuthorizationResponse::from_query(&format!("code=c&state={}", sign_in.state()));
        ended(sign_in, response).await
    }
}

async fn ended(sign_in: SignIn, response: AuthorizationResponse) -> Result<Trace, Box<Refusal>> {
    let verified = sign_in.finish(response).await?;
    Ok(verified.recorder.accept(verified.profile))
}

/// Its trace can be kept, says why where it was refused, and holds nothing that was to be hidden.
fn is_sound(outcome: Result<Trace, Box<Refusal>>) -> Result<(), TestCaseError> {
    let mut trace = match outcome {
        Ok(trace) => trace,
        Err(refusal) => {
            is_named(&refusal.finding)?;
            prop_assert!(refusal.finding.expected.is_some() && refusal.finding.got.is_some(), "{:?}", refusal.finding);
            let refused = matches!(refusal.trace.outcome, Some(Outcome::Refused { .. }));
            prop_assert!(refused, "the trace is open");
            refusal.trace
        }
    };
    trace.steps.iter().flat_map(|step| &step.findings).try_for_each(is_named)?;
    prop_assert!(!serde_json::to_string(&trace).expect("a trace").contains("hidden"));
    // Its evidence is kept apart, and a clock in whole milliseconds.
    if let Some(evidence) = trace.evidence.take() {
        let kept = serde_json::to_value(&*evidence).expect("evidence");
        let read: Evidence = serde_json::from_value(kept.clone()).expect("evidence");
        prop_assert_eq!(serde_json::to_value(read).expect("evidence"), kept);
    }
    can_be_stored(&trace)
}

#[test]
fn any_key_set_ends_a_sign_in_or_lets_it_begin() {
    let scene = Scene::new();
    hold(250, key_set(), |Bytes(keys)| {
        scene.provider.serve("jwks", &keys);
        is_sound(RUNTIME.block_on(scene.sign_in()))
    });
}

const OF_TOKENS: [&str; 9] = [
    "access_token",
    "token_type",
    "id_token",
    "expires_in",
    "scope",
    "error",
    "error_description",
    "refresh_token",
    "device_secret",
];

#[test]
fn any_token_response_ends_well_or_with_a_finding() {
    let scene = Scene::new();
    let secret = prop_oneof![Just(r#""hidden""#), Just(r#"{"a": ["hidden"]}"#), Just(r#"[["hidden"]]"#)];
    let secret = ("x[a-z]{1,5}", secret).prop_map(|(name, value)| (name, value.to_owned()));
    // The sound ID token takes the place of the word.
    let sound = [
        ("access_token".to_owned(), r#""hidden-access""#.to_owned()),
        ("token_type".to_owned(), r#""Bearer""#.to_owned()),
        ("id_token".to_owned(), r#""SOUND""#.to_owned()),
    ];
    let others = vec((proptest::sample::select(&OF_TOKENS[..]).prop_map(str::to_owned), input::value()), 0..3);
    let response = (others, vec(secret, 0..2)).prop_map(move |(others, secrets)| {
        let sound = sound.iter().filter(|(name, _)| others.iter().all(|(other, _)| other != name)).cloned();
        input::object_text(sound.chain(others.iter().cloned()).chain(secrets).collect())
    });
    hold(250, input::text(response), |Bytes(body)| {
        let sound = scene.provider.id_token();
        let body = String::from_utf8(body)
            .map_or_else(|error| error.into_bytes(), |text| text.replace("SOUND", &sound).into_bytes());
        scene.provider.serve("token", &body);
        is_sound(RUNTIME.block_on(scene.sign_in()))
    });
}

#[test]
fn any_userinfo_gives_claims_or_a_finding() {
    let scene = Scene::new();
    let body = input::text(input::spoiled(&[("sub", r#""ada""#)], &["sub", "email", "a", "groups"]));
    hold(150, body, |Bytes(body)| {
        scene.provider.serve("userinfo", &body);
        is_sound(RUNTIME.block_on(scene.sign_in()))
    });
}

const PARAMETERS: [&str; 10] = [
    "code",
    "state",
    "iss",
    "error",
    "error_description",
    "id_token",
    "access_token",
    "session_state",
    "client_info",
    "response",
];

#[test]
fn any_callback_ends_well_or_with_a_finding() {
    let scene = Scene::new();
    let name =
        prop_oneof![8 => proptest::sample::select(&PARAMETERS[..]).prop_map(str::to_owned), 1 => any::<String>()];
    let value = prop_oneof![4 => Just("STATE".to_owned()), 1 => Just("ISSUER".to_owned()), 4 => any::<String>()];
    let state = ("state".to_owned(), "STATE".to_owned());
    let params = prop_oneof![
        4 => vec((name.clone(), value.clone()), 0..3).prop_map(move |params| [vec![state.clone()], params].concat()),
        4 => vec((name.clone(), value.clone()), 0..6), 1 => vec((name, value), 60..200)];
    let raw = vec(any::<u8>(), 0..80);
    hold(
        250,
        (params, proptest::option::weighted(0.1, raw), any::<bool>(), any::<bool>()),
        |(params, raw, posted, front)| {
            let channel = if front { Channel::FrontChannel } else { Channel::BackChannel };
            RUNTIME.block_on(async {
                let sign_in = scene.begun(channel).await.expect("a sign-in");
                let query = params.iter().map(|(name, value)| {
                    let value = match value.as_str() {
                        "STATE" if name == "state" => sign_in.state(),
                        // Whatever goes under a name that is not known to be open stays out of the trace.
                        "STATE" if name == "client_info" || name == "response" => "hidden",
                        "ISSUER" => &scene.provider.url,
                        other => other,
                    };
                    (name, value)
                });
                let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
                let bytes = raw.unwrap_or(query.into_bytes());
                let response = match posted {
                    true => AuthorizationResponse::from_form(&bytes),
                    false => AuthorizationResponse::from_query(&String::from_utf8_lossy(&bytes)),
                };
                is_sound(ended(sign_in, response).await)
            })
        },
    );
}

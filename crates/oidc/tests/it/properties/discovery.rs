use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use lintel_oidc::{
    Channel, Clock,
    discovery::{Report, check_document, check_key_set, check_provider},
    http::Fetcher,
    json::MAX_DEPTH,
    keys::KeySet,
    metadata::ProviderSource,
    sign_in::{World, resolve},
};
use proptest::{collection::vec, prelude::*, test_runner::TestCaseError};
use serde_json::Value;
use tokio::runtime::Runtime;

use super::{
    can_be_stored, depth, hold,
    input::{self, Bytes},
    is_named,
};
use crate::sign_in_provider::{Manner, Provider};

const SOUND: [(&str, &str); 8] = [
    ("issuer", r#""https://op.example""#),
    ("authorization_endpoint", r#""https://op.example/authorize""#),
    ("token_endpoint", r#""https://op.example/token""#),
    ("userinfo_endpoint", r#""https://op.example/userinfo""#),
    ("jwks_uri", r#""https://op.example/jwks""#),
    ("response_types_supported", r#"["code", "id_token"]"#),
    ("subject_types_supported", r#"["public"]"#),
    ("id_token_signing_alg_values_supported", r#"["RS256"]"#),
];
const MEMBERS: [&str; 18] = [
    "issuer",
    "authorization_endpoint",
    "token_endpoint",
    "userinfo_endpoint",
    "jwks_uri",
    "jwksUri",
    "response_types_supported",
    "response_modes_supported",
    "subject_types_supported",
    "id_token_signing_alg_values_supported",
    "scopes_supported",
    "claims_supported",
    "code_challenge_methods_supported",
    "dpop_signing_alg_values_supported",
    "authorization_response_iss_parameter_supported",
    "token_endpoint_auth_methods_supported",
    "request_parameter_supported",
    "keys",
];

fn document() -> impl Strategy<Value = Bytes> {
    input::text(input::spoiled(&SOUND, &MEMBERS))
}

const OF_KEYS: [&str; 12] = ["kty", "kid", "use", "alg", "n", "e", "crv", "x", "y", "x5c", "key_ops", "d"];

const SOUND_KEY: [(&str, &str); 6] = [
    ("kty", r#""EC""#),
    ("crv", r#""P-256""#),
    ("kid", r#""1""#),
    ("use", r#""sig""#),
    // RFC 7517, appendix A.1.
    ("x", r#""MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4""#),
    ("y", r#""4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM""#),
];

pub(super) fn key_set() -> impl Strategy<Value = Bytes> {
    let word = proptest::sample::select(vec![
        "RSA", "EC", "OKP", "oct", "P-256", "P-384", "Ed25519", "sig", "enc", "RS256", "ES256", "AQAB", "verify",
    ]);
    let value = prop_oneof![
        6 => word.prop_map(|word| format!("\"{word}\"")),
        2 => "\"[A-Za-z0-9_+/=-]{0,400}\"",
        1 => input::value(),
        1 => vec("\"[A-Za-z0-9+/=]{0,300}\"", 0..3).prop_map(|chain| format!("[{}]", chain.join(","))),
    ];
    let key = prop_oneof![
        3 => input::spoiled(&SOUND_KEY, &OF_KEYS),
        3 => input::object(&OF_KEYS, value),
        1 => input::value(),
    ];
    let set = vec(key, 0..4).prop_map(|keys| format!(r#"{{"keys": [{}]}}"#, keys.join(",")));
    input::text(prop_oneof![12 => set, 1 => input::object(&["keys"], input::value())])
}

fn is_sound(report: &Report, bytes: &[u8]) -> Result<(), TestCaseError> {
    report.findings.iter().try_for_each(is_named)?;
    match &report.found {
        None => prop_assert!(report.findings[0].is_error(), "refused without a reason"),
        Some(found) => {
            let document = Value::Object(found.document.members().clone());
            prop_assert!(depth(&document) <= MAX_DEPTH);
            can_be_stored(&document)?;
        }
    }
    let said: usize = report.findings.iter().map(|finding| finding.message.len()).sum();
    prop_assert!(said < 20_000 + 20 * bytes.len(), "{said} bytes of findings for {}", bytes.len());
    Ok(())
}

#[test]
fn any_metadata_file_is_a_document_or_a_finding() {
    let url = "https://op.example/.well-known/openid-configuration".parse().expect("a URL");
    hold(1000, (document(), any::<bool>()), |(Bytes(bytes), saved_from)| {
        let report = check_document(&bytes, saved_from.then_some(&url));
        is_sound(&report, &bytes)?;
        // What the form keeps is judged again when it is saved, as it was written.
        if let Some(found) = &report.found {
            let again = check_document(Value::Object(found.document.members().clone()).to_string().as_bytes(), None);
            prop_assert!(again.found.is_some_and(|again| again.document.members() == found.document.members()));
        }
        Ok(())
    });
}

#[test]
fn any_key_set_is_judged() {
    let now = DateTime::<Utc>::from_timestamp(1_767_225_600, 0).expect("a time");
    hold(
        1500,
        (key_set(), vec(prop_oneof!["RS256", "ES256", "[A-Z]{2}[0-9]{3}"], 0..3)),
        |(Bytes(bytes), algorithms)| {
            let algorithms: Vec<&str> = algorithms.iter().map(String::as_str).collect();
            match KeySet::parse(&bytes) {
                Err(error) => is_named(&error.finding()),
                Ok(set) => {
                    let report = check_key_set(set, &algorithms, now);
                    prop_assert!(
                        report.usable_keys() > 0 || report.findings().iter().any(|finding| finding.is_error())
                    );
                    report.set.keys().iter().for_each(|key| drop(key.thumbprint()));
                    report.findings().iter().try_for_each(is_named)
                }
            }
        },
    );
}

#[test]
fn any_provider_is_checked_and_resolved() {
    static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime"));
    let provider = RUNTIME.block_on(Provider::start(Manner::default()));
    let world = World::new(Fetcher::new().expect("a fetcher"), Clock::system());
    let discovery_url = format!("{}/.well-known/openid-configuration", provider.url);
    // The keys are read where the document is served.
    let at_home = |bytes: Vec<u8>| {
        let text = String::from_utf8(bytes);
        text.map_or_else(
            |error| error.into_bytes(),
            |text| text.replace("https://op.example", &provider.url).into_bytes(),
        )
    };
    hold(150, (document(), key_set()), |(Bytes(document), Bytes(keys))| {
        let document = at_home(document);
        provider.serve("discovery", &document);
        provider.serve("jwks", &keys);
        RUNTIME.block_on(async {
            let report = check_provider(&discovery_url, &world.fetcher, Utc::now()).await;
            is_sound(&report, &[document, keys].concat())?;
            let stored = report.found.map(|found| found.document.into_members());
            for source in [
                ProviderSource { discovery_url: Some(discovery_url.clone()), ..ProviderSource::default() },
                ProviderSource { metadata: stored, ..ProviderSource::default() },
            ] {
                for channel in Channel::BOTH {
                    match resolve(&source, channel, &world).await {
                        Ok((_, findings)) => findings.iter().try_for_each(is_named)?,
                        Err(finding) => is_named(&finding)?,
                    }
                }
            }
            Ok(())
        })
    });
}

use lintel_oidc::discovery::{CandidatesError, candidates};

const WELL_KNOWN: &str = "/.well-known/openid-configuration";

#[test]
fn the_likeliest_url_comes_first_for_whatever_is_pasted() {
    let cases = [
        ("https://op.example", "https://op.example/.well-known/openid-configuration"),
        ("https://op.example/", "https://op.example/.well-known/openid-configuration"),
        ("op.example", "https://op.example/.well-known/openid-configuration"),
        ("op.example:8443/base/", "https://op.example:8443/base/.well-known/openid-configuration"),
        ("  \"https://op.example/realms/x\"\n", "https://op.example/realms/x/.well-known/openid-configuration"),
        ("<https://op.example>", "https://op.example/.well-known/openid-configuration"),
        ("https://op.example/realms/x#account", "https://op.example/realms/x/.well-known/openid-configuration"),
        ("https://op.example/.well-known", "https://op.example/.well-known/openid-configuration"),
        ("https://op.example/x/.well-known/", "https://op.example/x/.well-known/openid-configuration"),
        (
            "https://op.example/x/.well-known/uma2-configuration",
            "https://op.example/x/.well-known/openid-configuration",
        ),
        ("https://op.example/.well-known/openid-configuration/", "https://op.example/.well-known/openid-configuration"),
        (
            "https://op.example/.well-known/openid-configuration?appid=1",
            "https://op.example/.well-known/openid-configuration?appid=1",
        ),
        (
            "https://t.b2clogin.com/t.onmicrosoft.com/v2.0?p=B2C_1_in",
            "https://t.b2clogin.com/t.onmicrosoft.com/v2.0/.well-known/openid-configuration?p=B2C_1_in",
        ),
        (
            "https://op.example/.well-known/oauth-authorization-server/x",
            "https://op.example/x/.well-known/openid-configuration",
        ),
        ("localhost:4400", "http://localhost:4400/.well-known/openid-configuration"),
        ("127.0.0.1:4400/", "http://127.0.0.1:4400/.well-known/openid-configuration"),
        ("http://[::1]:4400", "http://[::1]:4400/.well-known/openid-configuration"),
        ("HTTPS://OP.example/X", "https://op.example/X/.well-known/openid-configuration"),
    ];
    for (typed, first) in cases {
        assert_eq!(candidates(typed).expect(typed)[0].as_str(), first, "{typed}");
    }
}

#[test]
fn the_address_is_found_in_whatever_stands_around_it() {
    for pasted in [
        "Discovery URL: https://op.example/x",
        "issuer=https://op.example/x",
        "issuer=op.example/x",
        "issuer: op.example/x",
        "\"https://op.example/x\",",
        "\"issuer\": \"https://op.example/x\",",
        "{\"issuer\":\"https://op.example/x\"}",
        "Use https://op.example/x, not https://other.example.",
        "It is at https://op.example/x.",
        "see docs/setup: https://op.example/x",
        "(https://op.example/x)",
        "[Acme](https://op.example/x)",
        "OIDC_ISSUER='https://op.example/x'",
        "https:/op.example/x",
        "https//op.example/x",
        "https:///op.example/x",
        "HTTPS:/op.example/x",
        "op.example/x,",
    ] {
        let first = &candidates(pasted).expect(pasted)[0];
        assert_eq!(first.as_str(), "https://op.example/x/.well-known/openid-configuration", "{pasted}");
    }
    let first = |pasted: &str| candidates(pasted).expect(pasted)[0].to_string();
    assert_eq!(first("http:/localhost:4400"), format!("http://localhost:4400{WELL_KNOWN}"));
    assert_eq!(first("Issuer: localhost:4400"), format!("http://localhost:4400{WELL_KNOWN}"));
    assert_eq!(first("http://[::1]"), format!("http://[::1]{WELL_KNOWN}"));
    assert!(first("op.example/auth?redirect_uri=https://app.example").starts_with("https://op.example/auth/"));
    assert!(first("https://http.example").starts_with("https://http.example/"));
}

#[test]
fn a_refusal_has_no_words_of_a_library() {
    for (typed, why) in [
        ("Discovery URL: none", "it names no host"),
        ("https://", "it names no host"),
        ("https://op.example:99999", "its port is not a number up to 65535"),
        ("https://[::1", "its host is not an IP address"),
        ("https://op%20x.example", "its host is not a name that a host can have"),
    ] {
        assert_eq!(candidates(typed).expect_err(typed).to_string(), format!("“{typed}” holds no URL: {why}."));
    }
}

#[test]
fn what_may_be_meant_follows_and_what_explains_a_miss_comes_last() {
    let of = |typed: &str| candidates(typed).expect(typed).iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        of("https://op.example/app"),
        [
            "https://op.example/app/.well-known/openid-configuration",
            "https://op.example/.well-known/openid-configuration",
            "https://op.example/.well-known/openid-configuration/app",
            "https://op.example/.well-known/oauth-authorization-server/app",
        ]
    );
    let contains = |typed: &str, path: &str| {
        let urls = of(typed);
        assert!(urls.iter().any(|url| url.ends_with(&format!("{path}{WELL_KNOWN}"))), "{typed}: {urls:?}");
    };
    contains("https://sso.example/realms/x/protocol/openid-connect/auth?client_id=a", "/realms/x");
    contains("https://login.microsoftonline.com/abc/oauth2/v2.0/authorize", "/abc/v2.0");
    contains("https://dev.okta.com/oauth2/default/v1/authorize", "/oauth2/default");
    contains("https://acme.onelogin.com", "/oidc/2");
    contains("https://adfs.example", "/adfs");
    contains("http://op.example/x", "op.example/x");
    contains("localhost:1", "https://localhost:1");
}

#[test]
fn no_url_is_tried_twice() {
    for typed in [
        "https://op.example",
        "https://op.example/x?y=z",
        "localhost",
        "http://op.example/.well-known/openid-configuration",
    ] {
        let urls = candidates(typed).expect(typed);
        let mut unique = urls.clone();
        unique.sort();
        unique.dedup();
        assert_eq!(urls.len(), unique.len(), "{typed}");
    }
}

#[test]
fn text_that_is_no_url_is_refused_with_its_reason() {
    assert_eq!(candidates(" \t"), Err(CandidatesError::Empty));
    assert!(matches!(candidates("https://"), Err(CandidatesError::NotAUrl { .. })));
    assert!(matches!(candidates("not a url"), Err(CandidatesError::NotAUrl { .. })));
    assert!(matches!(candidates("ftp://op.example"), Err(CandidatesError::NotHttps { .. })));
    assert!(matches!(candidates("mailto:a@op.example"), Err(CandidatesError::NotHttps { .. })));
    assert!(matches!(candidates("https://me:word@op.example"), Err(CandidatesError::Credentials { .. })));
}

mod properties {
    use proptest::prelude::*;

    use super::*;
    use crate::properties::hold;

    #[test]
    fn any_text_gives_urls_or_a_reason() {
        hold(256, ".*", |text| {
            if let Ok(urls) = candidates(&text) {
                prop_assert!(!urls.is_empty());
                prop_assert!(urls.iter().all(|url| matches!(url.scheme(), "https" | "http") && url.has_host()));
            }
            Ok(())
        });
    }
}

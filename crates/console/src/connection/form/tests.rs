//! The form over options of every kind.

use std::collections::BTreeMap;

use lintel_management::{Connection, Options};
use lintel_oidc::{Secret, sign_in::Pkce};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::validate::endpoint_problem;
use crate::{
    experience::domains,
    view::{
        AuthAudience, AuthMethod, ConnectionForm, MetadataEdit, ProfileSync, SecretInput, UpstreamParam, UpstreamSource,
    },
};

fn form() -> ConnectionForm {
    ConnectionForm {
        name: "acme".to_owned(),
        display_name: "Acme".to_owned(),
        discovery_url: "https://new.example".to_owned(),
        client_id: "client".to_owned(),
        scope: "openid email".to_owned(),
        ..ConnectionForm::default()
    }
}

fn options(value: Value) -> Options {
    serde_json::from_value(value).expect("options")
}

#[test]
fn an_endpoint_with_a_placeholder_or_a_fragment_is_refused_as_it_is_entered() {
    for (member, value, code) in [
        ("token_endpoint", "https://op.example/{tenant}/token", Some("endpoint-templated")),
        ("jwks_uri", "https://{host}/keys", Some("endpoint-templated")),
        ("authorization_endpoint", "https://op.example/authorize#top", Some("endpoint-with-fragment")),
        ("authorization_endpoint", "http://op.example/authorize", Some("endpoint-unusable")),
        ("authorization_endpoint", "https://op.example/authorize?realm=a", None),
        ("issuer", "https://op.example/{tenant}", None),
    ] {
        let problem = endpoint_problem(member, value);
        assert_eq!(problem.map(|problem| problem.code).as_deref(), code, "{value}");
    }
}

const NEW: &str = "https://new.example/.well-known/openid-configuration";

#[test]
fn a_changed_discovery_url_takes_the_old_metadata_with_it_and_keeps_overrides() {
    let current = options(json!({
        "discovery_url": "https://old.example/.well-known/openid-configuration",
        "oidc_metadata": { "issuer": "https://old.example", "jwks_uri": "https://old.example/keys" },
        "issuer": "https://old.example", "jwks_uri": "https://override.example/keys", "custom": { "kept": [1] },
    }));
    let edited = form().options(Some(&current), NEW);
    assert_eq!(edited.discovery_url(), Some(NEW));
    assert_eq!(edited.oidc_metadata(), None);
    assert_eq!(edited.issuer(), None);
    assert_eq!(edited.text("jwks_uri"), Some("https://override.example/keys"));
    assert_eq!(edited.0["custom"], json!({ "kept": [1] }));
}

#[test]
fn edits_of_the_metadata_go_where_they_belong() {
    let current = options(json!({
        "discovery_url": NEW, "jwks_uri": "https://a.example/keys",
        "oidc_metadata": { "jwks_uri": "https://a.example/keys", "scopes_supported": ["openid"], "x": 1 },
    }));
    let edited = |name: &str, edit: MetadataEdit| {
        let metadata = BTreeMap::from([(name.to_owned(), edit)]);
        ConnectionForm { metadata, ..form() }.options(Some(&current), NEW)
    };
    let set = edited("jwks_uri", MetadataEdit::Set { value: json!("https://b.example/keys") });
    assert_eq!(set.text("jwks_uri"), Some("https://b.example/keys"));
    assert_eq!(set.oidc_metadata(), current.oidc_metadata());
    let live = edited("jwks_uri", MetadataEdit::Live { value: json!("https://c.example/keys") });
    assert_eq!(live.text("jwks_uri"), Some("https://c.example/keys"));
    assert_eq!(live.0["oidc_metadata"]["jwks_uri"], "https://c.example/keys");
    let set = edited("scopes_supported", MetadataEdit::Set { value: json!(["openid", "email"]) });
    assert_eq!(set.0["oidc_metadata"]["scopes_supported"], json!(["openid", "email"]));
    assert!(!set.0.contains_key("scopes_supported"));
    let back = ConnectionForm { metadata: BTreeMap::from([("jwks_uri".to_owned(), MetadataEdit::Stored)]), ..form() };
    assert_eq!(back.options(Some(&live), NEW).text("jwks_uri"), Some("https://c.example/keys"));
    let edit = MetadataEdit::Set { value: json!(["openid"]) };
    let homeless = ConnectionForm { metadata: BTreeMap::from([("scopes_supported".to_owned(), edit)]), ..form() };
    let without = homeless.options(Some(&options(json!({ "discovery_url": NEW }))), NEW);
    assert_eq!(
        homeless.metadata_is_kept_in(&without.0).expect_err("refused").field.as_deref(),
        Some("metadata.scopes_supported")
    );
    assert_eq!(homeless.metadata_is_kept_in(&homeless.options(Some(&current), NEW).0), Ok(()));
    let bad = MetadataEdit::Set { value: json!("http://a.example/keys") };
    let bad = ConnectionForm { metadata: BTreeMap::from([("jwks_uri".to_owned(), bad)]), ..form() };
    assert_eq!(bad.validate(None).expect_err("refused").field.as_deref(), Some("metadata.jwks_uri"));
    let typed = |name: &str, value: Value| ConnectionForm::member_problem(name, &value).map(|problem| problem.code);
    assert_eq!(typed("token_endpoint", json!("not a url")).as_deref(), Some("endpoint-unusable"));
    assert_eq!(typed("token_endpoint", json!("https://a.example/token")), None);
    assert_eq!(typed("scopes_supported", json!(["openid"])), None, "what no save refuses");
}

#[test]
fn pkce_changes_alone() {
    let current = options(json!({ "connection_settings": { "pkce": "S256", "other": 1 } }));
    let disabled = ConnectionForm { pkce: Pkce::Disabled, ..form() }.options(Some(&current), NEW);
    assert_eq!(disabled.0["connection_settings"], json!({ "pkce": "disabled", "other": 1 }));
    let set = ConnectionForm { pkce: Pkce::S256, ..form() }.options(Some(&options(json!({}))), NEW);
    assert_eq!(set.0["connection_settings"], json!({ "pkce": "S256" }));
    assert!(!form().options(Some(&options(json!({}))), NEW).0.contains_key("connection_settings"));
}

#[test]
fn an_unchanged_secret_goes_back_as_it_is() {
    let current = options(json!({ "client_secret": " s3cret ", "connection_settings": { "pkce": "S256" } }));
    let edited = form().options(Some(&current), NEW);
    assert_eq!(edited.client_secret(), Some(" s3cret "));
    let replaced = ConnectionForm { client_secret: SecretInput::Replace(Secret::new("new")), ..form() };
    assert_eq!(replaced.options(Some(&current), NEW).client_secret(), Some("new"));
}

#[test]
fn what_the_form_says_already_is_not_written_again() {
    let current = options(
        json!({ "type": "back_channel", "discovery_url": NEW, "client_id": " client ", "scope": " openid   email", "x": null }),
    );
    assert_eq!(form().options(Some(&current), NEW), current);
}

#[test]
fn what_is_unset_null_or_unknown_reads_as_the_default_and_stays_as_it_is() {
    for current in [
        json!({}),
        json!({
            "token_endpoint_auth_method": null, "token_endpoint_auth_signing_alg": null,
            "id_token_signed_response_algs": null, "upstream_params": null,
        }),
        json!({
            "token_endpoint_auth_method": "client_secret_basic", "token_endpoint_jwtca_aud_format": "other",
            "send_back_channel_nonce": "yes", "id_token_signed_response_algs": [], "dpop_signing_alg": "",
        }),
        json!({ "token_endpoint_auth_signing_alg": "RS256", "send_back_channel_nonce": false }),
    ] {
        let mut current = options(current);
        current.0.extend(
            options(
                json!({ "discovery_url": NEW, "type": "back_channel", "client_id": "client", "scope": "openid email" }),
            )
            .0,
        );
        assert_eq!(form().options(Some(&current), NEW), current);
    }
}

#[test]
fn each_setting_is_written_where_the_api_has_it_and_goes_when_nothing_is_chosen() {
    let chosen = ConnectionForm {
        auth_method: AuthMethod::PrivateKeyJwt,
        auth_signing_alg: "PS256".to_owned(),
        auth_audience: AuthAudience::Issuer,
        back_channel_nonce: true,
        id_token_algs: vec!["ES256".to_owned(), "RS256".to_owned()],
        dpop_signing_alg: Some("Ed25519".to_owned()),
        session_expiry: true,
        upstream_params: vec![UpstreamParam {
            name: "screen_name".to_owned(),
            source: UpstreamSource::Alias { alias: "login_hint".to_owned() },
        }],
        ..form()
    };
    let current = options(json!({ "not_declared": 1 }));
    let written = chosen.options(Some(&current), NEW);
    let expected = json!({
        "token_endpoint_auth_method": "private_key_jwt",
        "token_endpoint_auth_signing_alg": "PS256",
        "token_endpoint_jwtca_aud_format": "issuer",
        "send_back_channel_nonce": true,
        "id_token_signed_response_algs": ["ES256", "RS256"],
        "dpop_signing_alg": "Ed25519",
        "id_token_session_expiry_supported": true,
        "upstream_params": { "screen_name": { "alias": "login_hint" } },
        "not_declared": 1,
    });
    for (member, value) in expected.as_object().expect("members") {
        assert_eq!(written.0.get(member), Some(value), "{member}");
    }
    let reordered = ConnectionForm { id_token_algs: vec!["RS256".to_owned(), "ES256".to_owned()], ..chosen.clone() };
    assert_eq!(reordered.options(Some(&written), NEW), written);

    let back = form().options(Some(&written), NEW);
    assert_eq!(back.text("token_endpoint_auth_method"), Some("client_secret_post"));
    assert_eq!(back.0["send_back_channel_nonce"], false);
    for member in ["id_token_signed_response_algs", "dpop_signing_alg", "upstream_params"] {
        assert!(!back.0.contains_key(member), "{member}");
    }
    assert_eq!(back.0["not_declared"], 1);
}

#[test]
fn when_a_profile_follows_the_provider_is_written_only_where_its_meaning_changes() {
    let syncing = |profile_sync| ConnectionForm { profile_sync, ..form() };
    for (stored, profile_sync) in [
        (json!({}), ProfileSync::OnEachLogin),
        (json!({ "set_user_root_attributes": null }), ProfileSync::OnEachLogin),
        (json!({ "set_user_root_attributes": "other" }), ProfileSync::OnEachLogin),
        (json!({ "set_user_root_attributes": "on_first_login" }), ProfileSync::OnFirstLogin),
        (json!({ "set_user_root_attributes": "never_on_login" }), ProfileSync::NeverOnLogin),
    ] {
        let written = syncing(profile_sync).options(Some(&options(stored.clone())), NEW);
        assert_eq!(written.0.get("set_user_root_attributes"), stored.get("set_user_root_attributes"), "{stored}");
    }
    let first = options(json!({ "set_user_root_attributes": "on_first_login" }));
    for (profile_sync, word) in
        [(ProfileSync::NeverOnLogin, "never_on_login"), (ProfileSync::OnEachLogin, "on_each_login")]
    {
        assert_eq!(syncing(profile_sync).options(Some(&first), NEW).text("set_user_root_attributes"), Some(word));
    }
}

#[test]
fn domains_and_logo_are_written_when_they_change_and_go_when_they_are_empty() {
    let current = options(json!({
        "domain_aliases": ["B.example", "bücher.example"], "tenant_domain": "a.example",
        "icon_url": "https://cdn.example/a.svg",
    }));
    let shown = ConnectionForm {
        domains: vec!["xn--bcher-kva.example".to_owned(), "b.example".to_owned()],
        tenant_domain: "a.example".to_owned(),
        icon_url: " https://cdn.example/a.svg ".to_owned(),
        ..form()
    };
    let same = shown.options(Some(&current), NEW);
    for member in ["domain_aliases", "tenant_domain", "icon_url"] {
        assert_eq!(same.0.get(member), current.0.get(member), "{member}");
    }
    let fewer = ConnectionForm { domains: vec!["b.example".to_owned()], ..shown };
    assert_eq!(fewer.options(Some(&current), NEW).0["domain_aliases"], json!(["b.example"]));
    let none = form().options(Some(&current), NEW);
    for member in ["domain_aliases", "tenant_domain", "icon_url"] {
        assert!(!none.0.contains_key(member), "{member}");
    }
}

#[test]
fn a_domain_or_logo_that_will_not_do_is_refused() {
    let long = format!("https://cdn.example/{}", "x".repeat(236));
    let with = |domains: &[&str], icon_url: &str| ConnectionForm {
        domains: domains.iter().map(|domain| (*domain).to_owned()).collect(),
        icon_url: icon_url.to_owned(),
        ..form()
    };
    for (form, field) in [
        (with(&["Acme.example"], ""), "domains"),
        (with(&["ok.example", "*.acme.example"], ""), "domains"),
        (with(&["ada@acme.example"], ""), "domains"),
        (with(&[], "http://cdn.example/logo.png"), "icon_url"),
        (with(&[], "logo.png"), "icon_url"),
        (with(&[], &long), "icon_url"),
    ] {
        assert_eq!(form.validate(None).expect_err(field).field.as_deref(), Some(field), "{form:?}");
    }
    assert_eq!(with(&["acme.example", "xn--bcher-kva.example"], "https://cdn.example/a.png").validate(None), Ok(()));
    let many: Vec<String> = (0..=domains::MOST).map(|number| format!("d{number}.example")).collect();
    let problem = ConnectionForm { domains: many, ..form() }.validate(None).expect_err("too many");
    assert!(problem.message.contains("1001 domains"), "{}", problem.message);
}

#[test]
fn private_key_jwt_needs_no_secret_and_keeps_the_one_that_is_saved() {
    let typed = SecretInput::Replace(Secret::new("typed"));
    let signs = ConnectionForm { auth_method: AuthMethod::PrivateKeyJwt, client_secret: typed, ..form() };
    assert_eq!(signs.has_secret(None), Ok(()));
    let saved = options(json!({ "client_secret": "saved" }));
    assert_eq!(signs.options(Some(&saved), NEW).client_secret(), Some("saved"));
    assert_eq!(form().has_secret(None).expect_err("refused").field.as_deref(), Some("client_secret"));
}

#[test]
fn scopes_in_the_published_spelling_stay_where_they_are_until_they_change() {
    let current = options(json!({ "scopes": "openid email" }));
    assert!(!form().options(Some(&current), NEW).0.contains_key("scope"));
    let changed = ConnectionForm { scope: "openid".to_owned(), ..form() };
    assert_eq!(changed.options(Some(&current), NEW).text("scope"), Some("openid"));
}

/// What another tool, or an older rule, may have left in a connection.
fn whatever_is_saved() -> impl Strategy<Value = Connection> {
    let texts = || {
        prop_oneof![
            Just(Value::Null),
            Just(json!("")),
            Just(json!(" x ")),
            Just(json!("http://op.example")),
            Just(json!("back_channel")),
            Just(json!("private_key_jwt")),
            Just(json!("openid  email ")),
            Just(json!("email")),
            Just(json!("x".repeat(300))),
            Just(json!(5)),
            Just(json!([" a", "*.b.example", "c.example", 7])),
            Just(json!({ "": { "value": "" }, " state": { "alias": "x" }, "scope": { "value": "y" } })),
            Just(json!({ "mapping_mode": "use_map", "attributes": "none", "pkce": "S257", "x": 1 })),
        ]
    };
    let members = prop::collection::vec((prop::sample::select(MEMBERS.as_slice()), texts()), 0..12);
    let name = prop_oneof![Just("acme".to_owned()), Just("a_b".to_owned()), Just("-".repeat(200))];
    let display_name =
        prop_oneof![Just(None), Just(Some(String::new())), Just(Some(" A ".to_owned())), Just(Some("x".repeat(200)))];
    (name, display_name, members).prop_map(|(name, display_name, members)| Connection {
        id: "con_1".to_owned(),
        name,
        strategy: "oidc".to_owned(),
        display_name,
        options: Some(Options(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())),
        show_as_button: false,
        other: Map::new(),
    })
}

const MEMBERS: [&str; 18] = [
    "type",
    "client_id",
    "client_secret",
    "discovery_url",
    "issuer",
    "scope",
    "scopes",
    "connection_settings",
    "attribute_map",
    "set_user_root_attributes",
    "token_endpoint_auth_method",
    "token_endpoint_auth_signing_alg",
    "token_endpoint_jwtca_aud_format",
    "id_token_signed_response_algs",
    "dpop_signing_alg",
    "domain_aliases",
    "icon_url",
    "upstream_params",
];

/// A field, and an edit of it.
type FieldEdit = (&'static str, fn(&mut ConnectionForm));

/// Each field with a sound value that no saved connection above has.
fn edits() -> Vec<FieldEdit> {
    vec![
        ("display_name", |form| form.display_name = "Acme".to_owned()),
        ("discovery_url", |form| form.discovery_url = NEW.to_owned()),
        ("client_id", |form| form.client_id = "client".to_owned()),
        ("client_secret", |form| form.client_secret = SecretInput::Replace(Secret::new("new"))),
        ("auth_signing_alg", |form| form.auth_signing_alg = "ES384".to_owned()),
        ("scope", |form| form.scope = "openid phone".to_owned()),
        ("pkce", |form| form.pkce = Pkce::Plain),
        ("profile_sync", |form| form.profile_sync = ProfileSync::NeverOnLogin),
        ("back_channel_nonce", |form| form.back_channel_nonce = true),
        ("id_token_algs", |form| form.id_token_algs = vec!["PS256".to_owned()]),
        ("dpop_signing_alg", |form| form.dpop_signing_alg = Some("ES512".to_owned())),
        ("session_expiry", |form| form.session_expiry = true),
        ("upstream_params", |form| {
            let source = UpstreamSource::Value { value: "login".to_owned() };
            form.upstream_params.push(UpstreamParam { name: "prompt".to_owned(), source });
        }),
        ("domains", |form| form.domains.push("new.example".to_owned())),
        ("tenant_domain", |form| form.tenant_domain = "new.example".to_owned()),
        ("show_as_button", |form| form.show_as_button = true),
        ("icon_url", |form| form.icon_url = "https://cdn.example/new.svg".to_owned()),
    ]
}

mod properties {
    use super::*;
    use crate::hold::hold;

    #[test]
    fn whatever_is_saved_hinders_no_other_edit_and_stays_as_it_is() {
        hold(256, whatever_is_saved(), |saved| {
            let options = saved.options.clone().expect("options");
            let form = ConnectionForm::of(&saved);
            prop_assert_eq!(form.options(Some(&options), &form.discovery_url), options);
            let nothing: FieldEdit = ("nothing", |_| {});
            for (field, edit) in edits().into_iter().chain([nothing]) {
                let mut edited = form.clone();
                edit(&mut edited);
                prop_assert_eq!(edited.validate(Some(&saved)), Ok(()), "{}", field);
                prop_assert_eq!(edited.has_secret(Some(&saved)), Ok(()), "{}", field);
            }
            Ok(())
        });
    }
}

#[test]
fn a_field_that_will_not_do_is_refused_where_it_is_edited() {
    let saved = Connection {
        id: "con_1".to_owned(),
        name: "a_b".to_owned(),
        strategy: "oidc".to_owned(),
        display_name: Some("x".repeat(200)),
        options: Some(options(json!({ "scope": "email", "client_id": "" }))),
        show_as_button: false,
        other: Map::new(),
    };
    let refused: [FieldEdit; 6] = [
        ("name", |form| form.name = "b_c".to_owned()),
        ("display_name", |form| form.display_name = "y".repeat(129)),
        ("scope", |form| form.scope = "profile".to_owned()),
        ("icon_url", |form| form.icon_url = "http://cdn.example/a".to_owned()),
        ("domains", |form| form.domains = vec!["*.example".to_owned()]),
        ("upstream_params.state", |form| {
            let source = UpstreamSource::Value { value: "x".to_owned() };
            form.upstream_params = vec![UpstreamParam { name: "state".to_owned(), source }];
        }),
    ];
    for (field, edit) in refused {
        let mut form = ConnectionForm::of(&saved);
        edit(&mut form);
        assert_eq!(form.validate(Some(&saved)).expect_err(field).field.as_deref(), Some(field));
    }
    let sound = Connection {
        options: Some(options(
            json!({ "client_id": "a", "discovery_url": NEW, "type": "back_channel", "client_secret": "s" }),
        )),
        ..saved
    };
    let emptied: [FieldEdit; 2] =
        [("client_id", |form| form.client_id.clear()), ("discovery_url", |form| form.discovery_url.clear())];
    for (field, edit) in emptied {
        let mut form = ConnectionForm::of(&sound);
        edit(&mut form);
        assert_eq!(form.validate(Some(&sound)).expect_err(field).field.as_deref(), Some(field));
    }
    let blank = ConnectionForm { client_secret: SecretInput::Replace(Secret::new("")), ..ConnectionForm::of(&sound) };
    assert_eq!(blank.has_secret(Some(&sound)).expect_err("refused").field.as_deref(), Some("client_secret"));
}

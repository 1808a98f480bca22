//! Saving: what the form does not show stays.

use lintel_console::{
    field::Effect,
    trial::PATIENCE,
    view::{
        AuthAudience, AuthMethod, ConnectionForm, ConnectionView, Decisions, Edit, FieldChange, FieldConflict,
        ProfileSync, SaveOutcome, SecretInput, UpstreamParam, UpstreamSource,
    },
};
use lintel_management::Connection;
use lintel_oidc::{Channel, Secret};
use serde_json::{Value, json};

use crate::scene::Scene;

/// Members that no screen shows: declared ones, one that nobody declares, and a mapping.
fn unseen() -> Value {
    json!({
        "icon_url": "https://acme.example/logo.svg",
        "upstream_params": { "screen_name": { "alias": "login_hint" } },
        "attribute_map": { "mapping_mode": "use_map", "attributes": { "email": "${context.tokenset.email}" } },
        "not_declared": { "kept": [1, null, { "deep": "ü" }] },
    })
}

#[tokio::test]
async fn the_end_of_the_client_secret_is_a_note_beside_others_and_goes_into_no_export() {
    let scene = Scene::start().await;
    let id = scene.created("acme", Channel::BackChannel).await.id;
    let (scene, _) = scene
        .meanwhile(PATIENCE, async |tenant| {
            let mut connection = stored(tenant.store().connections().await.expect("a database"));
            connection.other.insert("metadata".to_owned(), json!({ "owner": "identity team" }));
            assert!(tenant.store().replace_connection(&connection).await.expect("a database"));
        })
        .await;
    let view = scene.console.connection(&id).await.expect("the connection");
    assert_eq!(view.form.client_secret_ends, "");
    let ending = |day: &str| ConnectionForm { client_secret_ends: day.to_owned(), ..view.form.clone() };
    let refused = scene.console.save_connection(&edit(&view, ending("31.3.2027")), &Decisions::default()).await;
    assert_eq!(refused.expect_err("no such day").field.as_deref(), Some("client_secret_ends"));

    let noted = saved(&scene, &edit(&view, ending("2027-03-31"))).await;
    assert_eq!(noted.form.client_secret_ends, "2027-03-31");
    let choices = lintel_as_code::Choices::default();
    let export = scene.console.export(lintel_as_code::Format::LintelJson, None, &choices, &|_, _| {}).await;
    let text = export.expect("an export").files[0].text.clone();
    assert!(text.contains("identity team") && !text.contains("lintel_client_secret_ends"), "{text}");

    let history = scene.console.history(&id).await.expect("the history");
    assert_eq!(history[0].changes[0].label, "Client Secret ends");
    let gone =
        saved(&scene, &edit(&noted, ConnectionForm { client_secret_ends: String::new(), ..noted.form.clone() })).await;
    assert_eq!(gone.form.client_secret_ends, "");
    let (_scene, after) = scene.holdings().await;
    assert_eq!(stored(after.connections).other["metadata"], json!({ "owner": "identity team" }));
}

#[tokio::test]
async fn members_that_the_form_does_not_show_stay_as_they_are() {
    let scene = Scene::start().await;
    let id = scene.created("acme", Channel::BackChannel).await.id;
    let (scene, before) = scene
        .meanwhile(PATIENCE, async |tenant| {
            let mut connection = stored(tenant.store().connections().await.expect("a database"));
            let Value::Object(members) = unseen() else { unreachable!() };
            connection.options.as_mut().expect("options").0.extend(members);
            connection.display_name = Some("Acme".to_owned());
            assert!(tenant.store().replace_connection(&connection).await.expect("a database"));
            connection
        })
        .await;

    let view = scene.console.connection(&id).await.expect("the connection");
    let edited = ConnectionForm {
        scope: "openid email".to_owned(),
        profile_sync: ProfileSync::OnFirstLogin,
        ..view.form.clone()
    };
    let saved = saved(&scene, &edit(&view, edited.clone())).await;
    assert_eq!(saved.form, edited);

    let (_scene, after) = scene.holdings().await;
    let after = stored(after.connections);
    assert_eq!(after.display_name.as_deref(), Some("Acme"));
    let (mut before, mut after) = (before.options.expect("options").0, after.options.expect("options").0);
    for (member, value) in [("scope", "openid email"), ("set_user_root_attributes", "on_first_login")] {
        assert_eq!(after.remove(member), Some(value.into()), "{member}");
        before.remove(member);
    }
    before.sort_keys();
    after.sort_keys();
    assert_eq!(after, before);
}

#[tokio::test]
async fn changes_made_elsewhere_meanwhile_stay() {
    let scene = Scene::start().await;
    let view = scene.created("acme", Channel::BackChannel).await;
    let elsewhere = ConnectionForm { client_id: "another".to_owned(), ..view.form.clone() };
    saved(&scene, &edit(&view, elsewhere)).await;
    let here = ConnectionForm { scope: "openid".to_owned(), ..view.form.clone() };
    let merged = saved(&scene, &edit(&view, here)).await;
    assert_eq!((merged.form.client_id.as_str(), merged.form.scope.as_str()), ("another", "openid"));
}

#[tokio::test]
async fn a_field_that_both_sides_changed_waits_for_a_decision() {
    let scene = Scene::start().await;
    let view = scene.created("acme", Channel::BackChannel).await;
    let elsewhere = ConnectionForm { scope: "openid email".to_owned(), ..view.form.clone() };
    let theirs = saved(&scene, &edit(&view, elsewhere)).await;
    let here = edit(
        &view,
        ConnectionForm {
            scope: "openid phone".to_owned(),
            profile_sync: ProfileSync::OnFirstLogin,
            ..view.form.clone()
        },
    );

    let SaveOutcome::Conflict { seen, conflicts, yours, theirs: others, .. } =
        save(&scene, &here, &Decisions::default()).await
    else {
        panic!("no conflict")
    };
    let [conflict] = &conflicts[..] else { panic!("{conflicts:?}") };
    assert_eq!((conflict.path.as_str(), conflict.label.as_str()), ("/options/scope", "Scopes"));
    assert_eq!((conflict.yours.as_deref(), conflict.theirs.as_deref()), (Some("openid phone"), Some("openid email")));
    assert_eq!(conflict.loaded.as_deref(), Some(view.form.scope.as_str()));
    assert_eq!(
        yours.iter().map(|change| change.path.as_str()).collect::<Vec<_>>(),
        ["/options/set_user_root_attributes"]
    );
    assert_eq!(others, []);
    let now = scene.console.connection(&view.id).await.expect("the connection");
    assert_eq!(now, theirs, "nothing was written");

    let mine = Decisions {
        seen: Some(seen),
        mine: vec!["/options/scope".to_owned()],
        theirs: Vec::new(),
        ..Decisions::default()
    };
    // A decision counts for the state that it was made on, and for no other.
    let stale = Decisions { seen: Some(view.revision.clone()), ..mine.clone() };
    assert!(matches!(save(&scene, &here, &stale).await, SaveOutcome::Conflict { .. }));
    let SaveOutcome::Saved { view: decided, differs } = save(&scene, &here, &mine).await else {
        panic!("still a conflict")
    };
    assert_eq!((decided.form.scope.as_str(), decided.form.profile_sync), ("openid phone", ProfileSync::OnFirstLogin));
    assert_eq!(differs, []);
}

#[tokio::test]
async fn what_changes_once_more_after_a_decision_is_named_and_decided_once_more() {
    let scene = Scene::start().await;
    let view = scene.created("acme", Channel::BackChannel).await;
    let changed = |form: &ConnectionForm, scope: &str, sync| ConnectionForm {
        scope: scope.to_owned(),
        profile_sync: sync,
        ..form.clone()
    };
    let theirs = changed(&view.form, "openid email", ProfileSync::NeverOnLogin);
    let theirs = saved(&scene, &edit(&view, theirs)).await;
    let here = edit(&view, changed(&view.form, "openid phone", ProfileSync::OnFirstLogin));
    let SaveOutcome::Conflict { seen, again, .. } = save(&scene, &here, &Decisions::default()).await else {
        panic!("no conflict")
    };
    assert!(again.is_empty());

    let (scopes, sync) = ("/options/scope".to_owned(), "/options/set_user_root_attributes".to_owned());
    let decisions =
        Decisions { seen: Some(seen), mine: vec![sync], theirs: vec![scopes.clone()], share_domains: false };
    let moved = saved(&scene, &edit(&theirs, changed(&theirs.form, "openid address", ProfileSync::NeverOnLogin))).await;
    let SaveOutcome::Conflict { seen, conflicts, again, .. } = save(&scene, &here, &decisions).await else {
        panic!("it was written")
    };
    assert_eq!(again, ["Scopes"]);
    let of =
        |conflicts: &[FieldConflict]| conflicts.iter().map(|one| (one.label.clone(), one.again)).collect::<Vec<_>>();
    let both = [("Scopes".to_owned(), true), ("Sync user profile attributes".to_owned(), false)];
    assert_eq!(of(&conflicts), both);

    // Back to what the form was filled from: no conflict is left, and the person who kept the tenant's value does not get his own.
    let decisions = Decisions { seen: Some(seen), ..decisions };
    saved(&scene, &edit(&moved, changed(&moved.form, &view.form.scope, ProfileSync::NeverOnLogin))).await;
    let SaveOutcome::Conflict { conflicts, again, yours, .. } = save(&scene, &here, &decisions).await else {
        panic!("it was written")
    };
    assert_eq!((again, of(&conflicts)), (vec!["Scopes".to_owned()], vec![(both[1].0.clone(), false)]));
    assert_eq!(yours.iter().map(|change| &change.path).collect::<Vec<_>>(), [&scopes]);
}

#[tokio::test]
async fn a_review_names_each_change_and_shows_no_secret() {
    let scene = Scene::start().await;
    let view = scene.created("acme", Channel::BackChannel).await;
    let form = ConnectionForm {
        client_secret: SecretInput::Replace(Secret::new("brand-new-secret")),
        channel: Channel::BackChannel,
        scope: "openid".to_owned(),
        ..view.form.clone()
    };
    let changes = scene.console.review_changes(&edit(&view, form)).await.expect("a review");
    let labels: Vec<&str> = changes.iter().map(|change| change.label.as_str()).collect();
    assert_eq!(labels, ["Client Secret", "Scopes"]);
    assert!(!format!("{changes:?}").contains("brand-new-secret"));
    let front = ConnectionForm { channel: Channel::FrontChannel, ..view.form.clone() };
    let [change] = &scene.console.review_changes(&edit(&view, front)).await.expect("a review")[..] else { panic!() };
    assert!(change.meaning.as_ref().is_some_and(|meaning| meaning.effect == Effect::Weaker), "{change:?}");
    let untouched = scene.console.review_changes(&edit(&view, view.form.clone())).await.expect("a review");
    assert_eq!(untouched, []);
    assert_eq!(scene.console.connection(&view.id).await.expect("the connection"), view, "nothing was written");
}

/// Every setting of the client and of the connection profile, off its default.
fn strict(form: &ConnectionForm) -> ConnectionForm {
    let param = |name: &str, source| UpstreamParam { name: name.to_owned(), source };
    ConnectionForm {
        auth_method: AuthMethod::PrivateKeyJwt,
        auth_signing_alg: "ES256".to_owned(),
        auth_audience: AuthAudience::Issuer,
        back_channel_nonce: true,
        id_token_algs: vec!["RS256".to_owned(), "ES256".to_owned()],
        dpop_signing_alg: Some("Ed25519".to_owned()),
        session_expiry: true,
        upstream_params: vec![
            param("kc_idp_hint", UpstreamSource::Value { value: "entra".to_owned() }),
            param("screen_name", UpstreamSource::Alias { alias: "login_hint".to_owned() }),
        ],
        ..form.clone()
    }
}

#[tokio::test]
async fn every_setting_of_the_client_and_the_profile_is_found_again() {
    let scene = Scene::start().await;
    let created = scene.created("acme", Channel::BackChannel).await;
    let strict = strict(&created.form);
    let view = saved(&scene, &edit(&created, strict.clone())).await;
    assert_eq!(scene.console.connection(&view.id).await.expect("the connection").form, strict);
    let again = scene.console.review_changes(&edit(&view, strict)).await.expect("a review");
    assert_eq!(again, [], "what is saved is no change");

    let (_scene, held) = scene.holdings().await;
    let options = stored(held.connections).options.expect("options").0;
    for (member, value) in [
        ("token_endpoint_auth_method", json!("private_key_jwt")),
        ("token_endpoint_auth_signing_alg", json!("ES256")),
        ("token_endpoint_jwtca_aud_format", json!("issuer")),
        ("send_back_channel_nonce", json!(true)),
        ("id_token_signed_response_algs", json!(["RS256", "ES256"])),
        ("dpop_signing_alg", json!("Ed25519")),
        ("id_token_session_expiry_supported", json!(true)),
        ("upstream_params", json!({ "kc_idp_hint": { "value": "entra" }, "screen_name": { "alias": "login_hint" } })),
    ] {
        assert_eq!(options.get(member), Some(&value), "{member}");
    }
    assert!(options.contains_key("client_secret"), "the secret stays for the way back");
}

#[tokio::test]
async fn a_review_says_which_settings_become_weaker() {
    let scene = Scene::start().await;
    let created = scene.created("acme", Channel::BackChannel).await;
    let strict = strict(&created.form);
    let review = async |view: &ConnectionView, form: &ConnectionForm| {
        let changes = scene.console.review_changes(&edit(view, form.clone())).await.expect("a review");
        let weaker =
            |change: &FieldChange| change.meaning.as_ref().is_some_and(|meaning| meaning.effect == Effect::Weaker);
        let row = |change: FieldChange| {
            (weaker(&change), change.label, change.before.unwrap_or_default(), change.after.unwrap_or_default())
        };
        changes.into_iter().map(row).collect::<Vec<_>>()
    };
    const BOTH: &str = r#"["RS256","ES256"]"#;
    let stronger = review(&created, &strict).await;
    assert!(stronger.iter().all(|(weaker, ..)| !weaker), "{stronger:?}");
    let view = saved(&scene, &edit(&created, strict.clone())).await;

    let rows = review(&view, &created.form).await;
    let row = |weaker: bool, label: &str, before: &str, after: &str| {
        (weaker, label.to_owned(), before.to_owned(), after.to_owned())
    };
    for expected in [
        row(true, "Authentication Method", "private_key_jwt", "client_secret_post"),
        row(false, "Assertion algorithm", "ES256", "RS256"),
        row(false, "Assertion audience", "issuer", "token_endpoint"),
        row(true, "Nonce", "On", "Off"),
        row(true, "ID token algorithms", BOTH, ""),
        row(true, "DPoP", "Ed25519", ""),
        row(false, "Session expiry", "On", "Off"),
        row(
            false,
            "Upstream parameters",
            "kc_idp_hint: entra, screen_name: login_hint of the application’s request",
            "",
        ),
    ] {
        assert!(rows.contains(&expected), "{expected:?} is not in {rows:#?}");
    }

    let algorithms = async |algorithms: &[&str]| {
        let id_token_algs = algorithms.iter().map(ToString::to_string).collect();
        review(&view, &ConnectionForm { id_token_algs, ..strict.clone() }).await
    };
    assert_eq!(algorithms(&["RS256"]).await, [row(false, "ID token algorithms", BOTH, r#"["RS256"]"#)]);
    assert_eq!(algorithms(&["RS256", "PS256"]).await, [row(true, "ID token algorithms", BOTH, r#"["RS256","PS256"]"#)]);
}

#[tokio::test]
async fn a_review_says_which_changes_can_break_logins() {
    let scene = Scene::start().await;
    let view = scene.created("acme", Channel::BackChannel).await;
    let form = ConnectionForm {
        client_id: "another".to_owned(),
        profile_sync: ProfileSync::NeverOnLogin,
        back_channel_nonce: !view.form.back_channel_nonce,
        ..view.form.clone()
    };
    let changes = scene.console.review_changes(&edit(&view, form)).await.expect("a review");
    let breaks = |change: &FieldChange| change.meaning.as_ref().is_some_and(|meaning| meaning.effect == Effect::Breaks);
    let told: Vec<(&str, bool)> = changes.iter().map(|change| (change.label.as_str(), breaks(change))).collect();
    for expected in [("Client ID", true), ("Sync user profile attributes", true), ("Nonce", false)] {
        assert!(told.contains(&expected), "{expected:?} is not in {told:?}");
    }
}

#[tokio::test]
async fn a_client_secret_is_asked_for_when_there_is_none_to_go_back_to() {
    let scene = Scene::start().await;
    let form = ConnectionForm {
        auth_method: AuthMethod::PrivateKeyJwt,
        client_secret: SecretInput::Unchanged,
        ..scene.form("acme", Channel::BackChannel)
    };
    let view = scene.console.create_connection(&form).await.expect("a connection without a secret");
    let back = ConnectionForm { auth_method: AuthMethod::ClientSecretPost, ..view.form.clone() };
    let problem = scene.console.save_connection(&edit(&view, back), &Decisions::default()).await.expect_err("refused");
    assert_eq!((problem.code.as_str(), problem.field.as_deref()), ("client-secret-missing", Some("client_secret")));
}

#[tokio::test]
async fn a_page_whose_state_is_not_held_any_more_is_told_so() {
    let scene = Scene::start().await;
    let view = scene.created("acme", Channel::BackChannel).await;
    let edit = Edit { revision: "unknown".to_owned(), ..edit(&view, view.form.clone()) };
    let problem = scene.console.save_connection(&edit, &Decisions::default()).await.expect_err("refused");
    assert_eq!(problem.code, "page-too-old");
}

fn edit(view: &ConnectionView, form: ConnectionForm) -> Edit {
    Edit { id: view.id.clone(), revision: view.revision.clone(), form }
}

async fn save(scene: &Scene, edit: &Edit, decisions: &Decisions) -> SaveOutcome {
    scene.console.save_connection(edit, decisions).await.expect("an outcome")
}

async fn saved(scene: &Scene, edit: &Edit) -> ConnectionView {
    match save(scene, edit, &Decisions::default()).await {
        SaveOutcome::Saved { view, differs } => {
            assert_eq!(differs, []);
            *view
        }
        other => panic!("{other:?}"),
    }
}

fn stored(connections: Vec<Connection>) -> Connection {
    let [connection]: [Connection; 1] = connections.try_into().expect("one connection");
    connection
}

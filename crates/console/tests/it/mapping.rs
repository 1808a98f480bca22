//! The user mapping, tried on what sign-ins brought.

use lintel_console::view::{
    ConnectionForm, ConnectionView, MappingForm, MappingMode, MappingPreview, TrialState, UserinfoUse,
};
use lintel_oidc::Channel;
use serde_json::json;

use crate::scene::{Scene, direct, through_tenant};

fn templates(attributes: &str) -> MappingForm {
    MappingForm { mode: MappingMode::UseMap, attributes: attributes.to_owned(), userinfo_scope: String::new() }
}

async fn previewed(scene: &Scene, connection: &ConnectionView, mapping: &MappingForm) -> MappingPreview {
    scene.console.preview_mapping(&connection.id, mapping, Channel::BackChannel).await.expect("a preview")
}

fn codes(preview: &MappingPreview) -> Vec<&str> {
    preview.findings.iter().map(|finding| finding.code.as_str()).collect()
}

#[tokio::test]
async fn a_mapping_is_tried_on_the_claims_of_the_last_login() {
    let scene = Scene::start().await;
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    let mapping = templates(r#"{ "mail": "${context.tokenset.email}", "floor": "${context.tokenset.floor}" }"#);
    let before = previewed(&scene, &connection, &mapping).await;
    assert_eq!((before.sampled_at, before.findings.len()), (None, 0));

    let trial = scene.tried(through_tenant(&connection)).await;
    assert_eq!(trial.state, TrialState::Passed);
    let preview = previewed(&scene, &connection, &mapping).await;
    assert!(preview.sampled_at.is_some());
    let [mail] = &preview.attributes[..] else { panic!("{:?}", preview.attributes) };
    assert_eq!((mail.name.as_str(), mail.value.as_str()), ("mail", Some("ada.lovelace@acme.example")));
    assert_eq!(codes(&preview), ["claim-missing"]);
    assert!(preview.unmapped.iter().any(|claim| claim == "groups"), "{:?}", preview.unmapped);
    assert!(!preview.unmapped.iter().any(|claim| claim == "email"), "{:?}", preview.unmapped);

    let broken = previewed(&scene, &connection, &templates("{")).await;
    assert_eq!(broken.problem.expect("a problem").field.as_deref(), Some("mapping"));
}

#[tokio::test]
async fn what_a_mapping_loses_is_told() {
    let scene = Scene::start().await;
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    scene.tried(direct(&connection)).await;
    let bound = previewed(&scene, &connection, &MappingForm::default()).await;
    assert_eq!(codes(&bound), ["reserved-claim-left-out"]);
    assert!(bound.unmapped.iter().any(|claim| claim == "iss"), "{:?}", bound.unmapped);
    let mapping = templates(r#"{ "teams": "${context.tokenset.groups}", "groups": "${context.tokenset.groups}" }"#);
    let mapped = previewed(&scene, &connection, &mapping).await;
    assert_eq!(codes(&mapped), ["list-becomes-text", "reserved-attribute"]);
    assert_eq!(mapped.attributes[0].value, json!("Engineering,Administrators"));
}

#[tokio::test]
async fn templates_can_refer_to_the_claims_of_every_login_and_to_the_connection() {
    let scene = Scene::start().await;
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    let names_userinfo = templates(r#"{ "mail": "${context.userinfo.email}" }"#);
    let form = ConnectionForm { mapping: names_userinfo.clone(), ..connection.form.clone() };
    let none = previewed(&scene, &connection, &names_userinfo).await;
    let paths = |preview: &MappingPreview| -> Vec<String> {
        preview.references.iter().map(|reference| reference.path.clone()).collect()
    };
    assert_eq!(paths(&none), ["context.connection.id", "context.connection.strategy"]);
    assert_eq!((none.userinfo, none.findings.len()), (UserinfoUse::AskedNext, 0));

    scene.tried(direct(&ConnectionView { form, ..connection.clone() })).await;
    let asked = previewed(&scene, &connection, &names_userinfo).await;
    assert_eq!(asked.userinfo, UserinfoUse::Asked);
    let mail = asked.references.iter().find(|reference| reference.path == "context.userinfo.email").expect("it came");
    assert_eq!((&mail.value, mail.in_sample), (&json!("ada.lovelace@acme.example"), true));

    // The tenant keeps what came through it; the newest sign-in is now one that asked no userinfo.
    scene.tried(through_tenant(&connection)).await;
    let later = previewed(&scene, &connection, &names_userinfo).await;
    assert_eq!(later.userinfo, UserinfoUse::AskedNext);
    assert!(later.findings.is_empty(), "{:?}", later.findings);
    assert!(
        later.references.iter().filter(|reference| reference.in_sample).any(|one| one.path == "context.tokenset.email")
    );
}

#[tokio::test]
async fn userinfo_is_never_asked_over_front_channel() {
    let scene = Scene::start().await;
    let connection = scene.enabled("acme", Channel::FrontChannel).await;
    scene.tried(direct(&connection)).await;
    let mapping = templates(r#"{ "mail": "${context.userinfo.email}" }"#);
    let preview =
        scene.console.preview_mapping(&connection.id, &mapping, Channel::FrontChannel).await.expect("a preview");
    assert_eq!(preview.userinfo, UserinfoUse::FrontChannel);
    assert_eq!(codes(&preview), ["claim-missing"]);
    assert!(preview.findings[0].message.contains("userinfo was not read"), "{}", preview.findings[0].message);
    let named = previewed(&scene, &connection, &MappingForm::default()).await;
    assert_eq!(named.userinfo, UserinfoUse::NotNamed);
}

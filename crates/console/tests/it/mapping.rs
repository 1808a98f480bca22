//! The user mapping, tried on what sign-ins brought.

use lintel_console::view::{
    ConnectionForm, ConnectionView, Edit, MappingForm, MappingMode, MappingOutcome, MappingPreview, MappingRow,
    TrialState, UserinfoUse,
};
use lintel_oidc::{Channel, Severity};
use serde_json::json;

use crate::scene::{Scene, direct, through_tenant};

fn templates(attributes: &str) -> MappingForm {
    MappingForm { mode: MappingMode::UseMap, attributes: attributes.to_owned(), userinfo_scope: String::new() }
}

async fn previewed(scene: &Scene, connection: &ConnectionView, mapping: &MappingForm) -> MappingPreview {
    scene.console.preview_mapping(&connection.id, mapping, Channel::BackChannel, None).await.expect("a preview")
}

async fn made(scene: &Scene, connection: &ConnectionView, mapping: &MappingForm) -> MappingOutcome {
    previewed(scene, connection, mapping).await.outcome.expect("an outcome")
}

fn absent(rows: &[MappingRow]) -> Vec<(&str, Option<&str>)> {
    rows.iter().map(|row| (row.name.as_str(), row.absent.as_deref())).collect()
}

fn codes(outcome: &MappingOutcome) -> Vec<&str> {
    outcome.findings.iter().map(|finding| finding.code.as_str()).collect()
}

#[tokio::test]
async fn a_mapping_is_tried_on_the_claims_of_the_last_login() {
    let scene = Scene::start().await;
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    let mapping = templates(r#"{ "mail": "${context.tokenset.email}", "floor": "${context.tokenset.floor}" }"#);
    let before = previewed(&scene, &connection, &mapping).await;
    assert_eq!((&before.sample, before.samples.len(), before.slips.len()), (&None, 0, 0));
    let known_later = Some("Known after a login");
    assert_eq!(absent(&before.outcome.expect("rows").rows), [("mail", known_later), ("floor", known_later)]);

    let trial = scene.tried(through_tenant(&connection)).await;
    assert_eq!(trial.state, TrialState::Passed);
    let preview = previewed(&scene, &connection, &mapping).await;
    assert!(preview.sample.is_some());
    let outcome = preview.outcome.expect("an outcome");
    assert_eq!(absent(&outcome.rows), [("mail", None), ("floor", Some("Not in the claims of this login"))]);
    assert_eq!(outcome.rows[0].value, Some(json!("ada.lovelace@acme.example")));
    // What stands in the text is told there and not twice.
    assert!(outcome.findings.is_empty(), "{:?}", outcome.findings);
    let [floor] = &preview.slips[..] else { panic!("{:?}", preview.slips) };
    assert_eq!((floor.severity, floor.place.line, floor.place.column), (Severity::Warning, 1, 52));
    assert!(outcome.unmapped.iter().any(|claim| claim == "groups"), "{:?}", outcome.unmapped);
    assert!(!outcome.unmapped.iter().any(|claim| claim == "email"), "{:?}", outcome.unmapped);

    let broken = previewed(&scene, &connection, &templates("{")).await;
    assert!(broken.outcome.is_none());
    assert_eq!(broken.slips[0].severity, Severity::Error);
    assert!(!broken.references.is_empty(), "claims are offered while it is broken");

    let mixed = templates(r#"{ "floor": "${context.tokenset.floor}", "mail": "${context.tokensett.email}" }"#);
    let mixed = previewed(&scene, &connection, &mixed).await;
    let weights: Vec<Severity> = mixed.slips.iter().map(|slip| slip.severity).collect();
    assert_eq!(weights, [Severity::Warning, Severity::Error], "an error hides no warning, and is told once");
}

#[tokio::test]
async fn a_mapping_is_tried_on_the_login_that_is_chosen() {
    let scene = Scene::start().await;
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    scene.tried(through_tenant(&connection)).await;
    scene.tried(direct(&connection)).await;
    let mapping = templates(r#"{ "mail": "${context.tokenset.email}" }"#);
    let newest = previewed(&scene, &connection, &mapping).await;
    let [one, other] = &newest.samples[..] else { panic!("{:?}", newest.samples) };
    assert!(one.at > other.at);
    assert_eq!((&newest.sample, one.person.as_deref()), (&Some(one.clone()), Some("Ada Lovelace")));
    for (chosen, sampled) in [(other.id.as_str(), other), ("gone", one)] {
        let preview = scene.console.preview_mapping(&connection.id, &mapping, Channel::BackChannel, Some(chosen)).await;
        let preview = preview.expect("a preview");
        assert_eq!((preview.sample.as_ref(), &preview.samples), (Some(sampled), &newest.samples));
    }
}

#[tokio::test]
async fn a_mapping_with_an_error_is_refused_with_its_place() {
    let scene = Scene::start().await;
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    let mapping = templates("{\n  \"mail\": \"${context.tokenset.email\"\n}");
    let edit = Edit {
        id: connection.id.clone(),
        revision: connection.revision.clone(),
        form: ConnectionForm { mapping, ..connection.form.clone() },
    };
    let problem = scene.console.review_changes(&edit).await.expect_err("refused");
    assert_eq!(problem.field.as_deref(), Some("mapping.2:12"));
    assert!(problem.message.contains("line 2, column 12"), "{}", problem.message);
}

#[tokio::test]
async fn what_a_mapping_loses_is_told() {
    let scene = Scene::start().await;
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    scene.tried(direct(&connection)).await;
    let bound = made(&scene, &connection, &MappingForm::default()).await;
    assert_eq!(codes(&bound), ["reserved-claim-left-out"]);
    assert!(bound.unmapped.iter().any(|claim| claim == "iss"), "{:?}", bound.unmapped);
    let mapping = templates(r#"{ "teams": "${context.tokenset.groups}", "groups": "${context.tokenset.groups}" }"#);
    let preview = previewed(&scene, &connection, &mapping).await;
    let mapped = preview.outcome.expect("an outcome");
    assert_eq!(codes(&mapped), ["list-becomes-text"]);
    assert_eq!(mapped.rows[0].value, Some(json!(["Engineering", "Administrators"])));
    assert_eq!(mapped.rows[1].absent.as_deref(), Some("Not in the profile: the name is reserved"));
    let [reserved] = &preview.slips[..] else { panic!("{:?}", preview.slips) };
    assert!(reserved.message.contains("reserved"), "{}", reserved.message);
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
    let none = none.outcome.expect("an outcome");
    assert_eq!((none.userinfo, none.findings.len()), (UserinfoUse::AskedNext, 0));

    scene.tried(direct(&ConnectionView { form, ..connection.clone() })).await;
    let asked = previewed(&scene, &connection, &names_userinfo).await;
    assert_eq!(asked.outcome.as_ref().map(|outcome| outcome.userinfo), Some(UserinfoUse::Asked));
    let mail = asked.references.iter().find(|reference| reference.path == "context.userinfo.email").expect("it came");
    assert_eq!((&mail.value, mail.in_sample), (&json!("ada.lovelace@acme.example"), true));

    // The tenant keeps what came through it; the newest sign-in is now one that asked no userinfo.
    scene.tried(through_tenant(&connection)).await;
    let later = previewed(&scene, &connection, &names_userinfo).await;
    let outcome = later.outcome.expect("an outcome");
    assert_eq!(outcome.userinfo, UserinfoUse::AskedNext);
    assert_eq!(absent(&outcome.rows), [("mail", Some("Not in the claims of this login"))]);
    let [note] = &outcome.findings[..] else { panic!("{:?}", outcome.findings) };
    assert_eq!(note.severity, Severity::Note);
    assert!(note.remedy.as_deref().is_some_and(|remedy| remedy.contains("test the login")), "{note:?}");
    assert!(later.slips.is_empty(), "{:?}", later.slips);
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
    let preview = scene.console.preview_mapping(&connection.id, &mapping, Channel::FrontChannel, None).await;
    let preview = preview.expect("a preview");
    let outcome = preview.outcome.expect("an outcome");
    assert_eq!(outcome.userinfo, UserinfoUse::FrontChannel);
    assert_eq!(absent(&outcome.rows), [("mail", Some("Not in the claims of this login"))]);
    assert!(preview.slips[0].message.contains("userinfo was not read"), "{}", preview.slips[0].message);
    let named = made(&scene, &connection, &MappingForm::default()).await;
    assert_eq!(named.userinfo, UserinfoUse::NotNamed);
}

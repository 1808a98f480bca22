//! A test through the tenant for an organization: who is no member, what the ID token names, and what the log tells.

use lintel_console::{
    trial::PATIENCE,
    view::{
        Activity, ActivityEntry, ActivityFilter, ConnectionView, OrganizationChange, OrganizationUseForm,
        OrganizationsView, TrialRequest, TrialState, TrialView,
    },
};
use lintel_oidc::trace::CheckState;
use serde_json::json;

use crate::{
    elsewhere_trials::connected,
    scene::{Running, Scene},
    window::{Person, Window},
};

fn signing_in_to(connection: &ConnectionView, organization: &str) -> TrialRequest {
    TrialRequest::ThroughTenant {
        connection_id: connection.id.clone(),
        application: None,
        organization: Some(organization.to_owned()),
    }
}

async fn uses(scene: &Scene, connection: &ConnectionView, organization: &str, assign_membership_on_login: bool) {
    let uses = Some(OrganizationUseForm { assign_membership_on_login, show_as_button: true });
    let change = OrganizationChange { id: organization.to_owned(), name: "initech".to_owned(), uses };
    let switched = scene.console.switch_organizations("t", &connection.id, &[change], &|_| {}).await.expect("switched");
    assert_eq!(switched.refused, []);
}

/// The state of the check that the ID token is of the organization, where it was made.
fn named(trial: &TrialView) -> Option<CheckState> {
    let checks = trial.trace.steps.iter().flat_map(|step| &step.checks);
    checks.into_iter().find(|check| check.code == "organization-named").map(|check| check.state)
}

fn diagnosed(trial: &TrialView) -> (String, String) {
    let diagnosis = trial.diagnosis.clone().unwrap_or_else(|| panic!("a diagnosis of {trial:#?}"));
    (diagnosis.code.to_string(), diagnosis.remedy.unwrap_or_default())
}

/// Who is no member is refused with the switch, and once it is on the ID token names the organization.
async fn refused_until_it_makes_members(scene: &Scene, connection: &ConnectionView, organization: &str) {
    let request = signing_in_to(connection, organization);
    let early = Running::asked_for(&scene.console, request.clone(), Window::new(Person::Waits)).started().await;
    assert_eq!(early.expect_err("it does not use the connection").code, "not-of-organization");

    uses(scene, connection, organization, false).await;
    let trial = scene.tried(request.clone()).await;
    assert_eq!((trial.state, trial.organization.as_deref()), (TrialState::Failed, Some("initech")), "{}", trial.detail);
    let (code, remedy) = diagnosed(&trial);
    assert_eq!(code, "not-a-member");
    assert!(remedy.contains("assign_membership_on_login"), "{remedy}");
    assert_eq!(named(&trial), None);

    uses(scene, connection, organization, true).await;
    let trial = scene.tried(request).await;
    assert_eq!((trial.state, named(&trial)), (TrialState::Passed, Some(CheckState::Passed)), "{}", trial.detail);

    let activity = scene.console.activity(&ActivityFilter::default(), None).await.expect("a log");
    let Activity::Read { entries, .. } = activity else { panic!("{activity:?}") };
    let of_sign_ins = entries.iter().filter_map(|entry| match entry {
        ActivityEntry::SignIn(event) => Some(event.organization.as_deref()),
        ActivityEntry::Provisioning(_) => None,
    });
    let told: Vec<_> = of_sign_ins.collect();
    assert!(!told.is_empty() && told.iter().all(|organization| *organization == Some("initech")), "{told:?}");
}

#[tokio::test]
async fn on_a_local_tenant_who_is_no_member_is_told_the_switch_and_the_id_token_names_the_organization() {
    let scene = Scene::start().await;
    let connection = scene.enabled("acme", lintel_oidc::Channel::BackChannel).await;
    scene.console.create_organization("initech", "").await.expect("an organization");
    let listed = scene.console.list_organizations("t", &connection.id, &|_| {}).await.expect("a list");
    let OrganizationsView::Shown { organizations, .. } = listed else { panic!("{listed:?}") };
    refused_until_it_makes_members(&scene, &connection, &organizations[0].id).await;
    let mut gone =
        Running::asked_for(&scene.console, signing_in_to(&connection, "org_gone"), Window::new(Person::Waits));
    assert_eq!(gone.started().await.expect_err("there is no such one").code, "organization-gone");
}

#[tokio::test]
async fn on_a_tenant_elsewhere_the_same_is_told_from_what_it_answers() {
    let (scene, elsewhere, connection) = connected(PATIENCE, &[]).await;
    let made = elsewhere.create("organizations", &json!({ "name": "initech" })).await;
    refused_until_it_makes_members(&scene, &connection, made["id"].as_str().expect("an ID")).await;
}

//! Which organizations use a connection: read one by one, switched one or many, set by name, written down.

use std::sync::Mutex;

use lintel_as_code::OrganizationUse;
use lintel_console::view::{
    BulkProgress, ChangeKind, ChangeState, OrganizationChange, OrganizationRow, OrganizationUseForm, OrganizationsView,
};
use lintel_oidc::Channel;

use crate::{scene::Scene, scope_less};

const MEMBERSHIP: OrganizationUseForm = OrganizationUseForm { assign_membership_on_login: true, show_as_button: true };

async fn rows(scene: &Scene, id: &str) -> Vec<OrganizationRow> {
    match scene.console.list_organizations("t", id, &|_| {}).await.expect("a list") {
        OrganizationsView::Shown { organizations, lacking, writable } => {
            assert!(lacking.is_empty() && writable);
            organizations
        }
        hidden => panic!("{hidden:?}"),
    }
}

fn change(row: &OrganizationRow, uses: Option<OrganizationUseForm>) -> OrganizationChange {
    OrganizationChange { id: row.id.clone(), name: row.name.clone(), uses }
}

fn used(name: &str, assign_membership_on_login: bool, show_as_button: bool) -> OrganizationUse {
    OrganizationUse { name: name.to_owned(), assign_membership_on_login, show_as_button }
}

async fn with_organizations(names: &[&str]) -> (Scene, String) {
    let scene = Scene::start().await;
    let id = scene.created("acme", Channel::BackChannel).await.id;
    for name in names {
        scene.console.create_organization(name, "").await.expect("an organization");
    }
    (scene, id)
}

#[tokio::test]
async fn one_or_many_are_switched_told_of_as_they_come_and_history_has_a_line_for_each() {
    let (scene, id) = with_organizations(&["a", "b", "c"]).await;
    let listed = rows(&scene, &id).await;
    assert!(listed.iter().all(|row| row.uses.is_none() && row.display_name == row.name), "{listed:?}");
    let seen = Mutex::new(Vec::new());
    let observer = |progress: BulkProgress| seen.lock().expect("a lock").push((progress.done, progress.total));
    let mut changes: Vec<_> = listed.iter().take(2).map(|row| change(row, Some(MEMBERSHIP))).collect();
    changes.push(OrganizationChange { id: "org_gone".to_owned(), name: "gone".to_owned(), uses: Some(MEMBERSHIP) });
    let switched = scene.console.switch_organizations("t", &id, &changes, &observer).await.expect("switched");
    let [refused] = &switched.refused[..] else { panic!("{switched:?}") };
    assert_eq!((refused.id.as_str(), refused.problem.code.as_str()), ("org_gone", "inexistent_organization"));
    assert_eq!(seen.lock().expect("a lock").last(), Some(&(3, 3)));
    let now: Vec<_> = rows(&scene, &id).await.into_iter().map(|row| row.uses).collect();
    assert_eq!(now, [Some(MEMBERSHIP), Some(MEMBERSHIP), None]);

    let without = OrganizationUseForm { show_as_button: false, ..MEMBERSHIP };
    let changes = [change(&listed[0], Some(without)), change(&listed[1], None)];
    scene.console.switch_organizations("t", &id, &changes, &|_| {}).await.expect("switched");
    let history = scene.console.history(&id).await.expect("a history");
    let newest = &history[0];
    assert_eq!((newest.kind, newest.state), (ChangeKind::Organizations, ChangeState::Done));
    let mut told: Vec<_> =
        newest.changes.iter().map(|line| (line.label.as_str(), line.after.as_deref().unwrap_or_default())).collect();
    told.sort_unstable();
    let on = "On, membership at login, without a button";
    assert_eq!(told, [("Organization a", on), ("Organization b", "Off")]);
    assert_eq!(history[1].changes.len(), 2, "what was refused is not in it");
}

#[tokio::test]
async fn a_document_sets_them_by_name_and_a_name_that_is_not_there_changes_nothing() {
    let (scene, id) = with_organizations(&["a", "b"]).await;
    let wanted = [used("b", true, false)];
    scene.console.set_organization_uses(&id, &wanted).await.expect("set");
    assert_eq!(scene.console.organization_uses(&id).await.expect("read"), wanted);
    let wanted = [used("a", false, true)];
    scene.console.set_organization_uses(&id, &wanted).await.expect("set");
    assert_eq!(scene.console.organization_uses(&id).await.expect("read"), wanted, "and the other is off");
    let both = [used("b", true, true), used("nobody", true, true)];
    let problem = scene.console.set_organization_uses(&id, &both).await.expect_err("no such organization");
    assert!(problem.message.contains("no organization nobody"), "{}", problem.message);
    assert_eq!(scene.console.organization_uses(&id).await.expect("read"), wanted);
}

#[tokio::test]
async fn organizations_of_a_local_tenant_are_made_named_once_and_taken_away() {
    let (scene, id) = with_organizations(&["a"]).await;
    for (name, code) in [("a", "organization-taken"), ("Acme Corp", "organization-name"), ("", "organization-name")] {
        let problem = scene.console.create_organization(name, "").await.expect_err("refused");
        assert_eq!((problem.code.as_str(), problem.field.as_deref()), (code, Some("name")), "{name}");
    }
    let organization = rows(&scene, &id).await[0].id.clone();
    let problem = scene.console.set_organization_member(&organization, "oidc|x|y", true).await.expect_err("no user");
    assert!(problem.message.contains("no user with the ID “oidc|x|y”"), "{}", problem.message);
    let members = scene.console.organization_members(&organization).await.expect("members");
    assert!(members.members.is_empty() && !members.more);
    scene.console.delete_organization(&organization).await.expect("deleted");
    assert!(rows(&scene, &id).await.is_empty());
}

#[tokio::test]
async fn credentials_that_may_not_see_organizations_are_told_which_scopes_they_lack() {
    let scene = Scene::start().await;
    let access = scope_less::serve("Insufficient scope, expected any of: read:users").await;
    scene.tenants.connect_auth0("Staging", &access).await.expect("a tenant");
    let console = scene.tenants.console().expect("it is open");
    let view = console.list_organizations("t", "con_1", &|_| {}).await.expect("an answer");
    let lacking = ["read:organizations", "read:organization_connections"].map(str::to_owned).to_vec();
    assert_eq!(view, OrganizationsView::Hidden { lacking });
}

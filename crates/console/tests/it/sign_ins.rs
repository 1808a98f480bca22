//! Activity: the sign-ins of a tenant, here and elsewhere.

use lintel_console::{
    trial::PATIENCE,
    view::{Activity, ActivityEntry, ActivityFilter, ActivitySubject, SignInEvent, SignInOutcome},
};

use crate::{
    elsewhere_trials::connected,
    scene::{Scene, through_tenant},
};

#[tokio::test]
async fn sign_ins_elsewhere_are_listed_with_what_the_log_tells_and_narrowed_down() {
    let (scene, _elsewhere, connection) = connected(PATIENCE, &[]).await;
    scene.tried(through_tenant(&connection)).await;
    scene.console.set_dial("wrong-issuer", true).expect("a dial");
    scene.tried(through_tenant(&connection)).await;
    scene.console.set_dial("wrong-issuer", false).expect("a dial");

    let all = read(&scene, &ActivityFilter::default()).await;
    let outcomes: Vec<_> = all.iter().map(|event| event.outcome).collect();
    assert_eq!(outcomes, [SignInOutcome::Failed, SignInOutcome::Succeeded], "the newest first: {all:#?}");
    assert_eq!(all[0].connection_id.as_deref(), Some(connection.id.as_str()));
    assert_eq!(all[0].application.as_deref(), Some("Sample application"));
    assert!(all[0].reason.is_some() && all[1].reason.is_none());
    assert!(all[1].user_id.as_deref().is_some_and(|id| id.starts_with("oidc|acme|")));

    let narrowed = async |filter: ActivityFilter| read(&scene, &filter).await.len();
    let filter = || ActivityFilter { connection_id: Some(connection.id.clone()), ..ActivityFilter::default() };
    assert_eq!(narrowed(filter()).await, 2);
    assert_eq!(narrowed(ActivityFilter { failed_only: true, ..filter() }).await, 1);
    assert_eq!(narrowed(ActivityFilter { subject: ActivitySubject::Provisioning, ..filter() }).await, 0);
    assert_eq!(narrowed(ActivityFilter { subject: ActivitySubject::SignIns, ..filter() }).await, 2);
    assert_eq!(narrowed(ActivityFilter { text: "SAMPLE app".to_owned(), ..filter() }).await, 2);
    assert_eq!(narrowed(ActivityFilter { text: "nobody".to_owned(), ..filter() }).await, 0);
    assert_eq!(narrowed(ActivityFilter { connection_id: Some("con_other".to_owned()), ..filter() }).await, 0);
    assert_eq!(narrowed(ActivityFilter { client_id: all[0].client_id.clone(), ..filter() }).await, 2);
    assert_eq!(narrowed(ActivityFilter { client_id: Some("another".to_owned()), ..filter() }).await, 0);
    let at = all[1].at.clone().expect("a time");
    let older = scene.console.activity(&ActivityFilter::default(), Some(&at)).await.expect("the log");
    assert_eq!(events(older).len(), 1, "what is not newer than that");
}

#[tokio::test]
async fn a_log_that_may_not_be_read_names_the_scope() {
    let scopes =
        ["read:connections", "read:connections_options", "create:connections", "update:connections", "read:clients"];
    let (scene, _elsewhere, _connection) = connected(PATIENCE, &scopes).await;
    let read = scene.console.activity(&ActivityFilter::default(), None).await.expect("an answer");
    assert_eq!(read, Activity::Hidden { lacking: "read:logs".to_owned() });
}

async fn read(scene: &Scene, filter: &ActivityFilter) -> Vec<SignInEvent> {
    events(scene.console.activity(filter, None).await.expect("the log"))
}

fn events(read: Activity) -> Vec<SignInEvent> {
    let Activity::Read { entries, .. } = read else { panic!("it is hidden") };
    let event = |entry| match entry {
        ActivityEntry::SignIn(event) => event,
        ActivityEntry::Provisioning(request) => panic!("nobody provisions: {request:?}"),
    };
    entries.into_iter().map(event).collect()
}

//! Whom a change in production concerns, as far as the credentials show it.

use lintel_console::{trial::PATIENCE, view::Counted};

use crate::{elsewhere_trials::connected, scene::through_tenant};

#[tokio::test]
async fn people_logins_and_applications_are_counted_where_the_credentials_show_them() {
    let (scene, _elsewhere, connection) = connected(PATIENCE, &[]).await;
    scene.tried(through_tenant(&connection)).await;
    scene.tried(through_tenant(&connection)).await;
    let reach = scene.console.connection_reach("t", &connection.id).await.expect("a reach");
    assert_eq!((reach.people, reach.logins), (Counted::Known { count: 1 }, Counted::Known { count: 2 }));
    assert_eq!(reach.applications.count, Counted::Known { count: 1 });
    assert_eq!(reach.applications.named, ["Sample application"]);
}

#[tokio::test]
async fn what_the_credentials_do_not_show_is_said_and_keeps_nothing_else() {
    let scopes =
        ["read:connections", "read:connections_options", "create:connections", "update:connections", "read:clients"];
    let (scene, _elsewhere, connection) = connected(PATIENCE, &scopes).await;
    let reach = scene.console.connection_reach("t", &connection.id).await.expect("a reach");
    let lacking = |scope: &str| Counted::Unknown { why: format!("the credentials lack {scope}") };
    assert_eq!((reach.people, reach.logins), (lacking("read:users"), lacking("read:logs")));
    assert_eq!(reach.applications.count, Counted::Known { count: 1 });
    let gone = scene.console.connection_reach("t", "con_gone").await;
    assert!(gone.is_err(), "there is nothing to count");
}

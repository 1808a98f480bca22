//! Applications: which may use a connection, many switched at a time, and those that a local tenant has made here.

use lintel_console::view::{ApplicationForm, ApplicationRow, BulkAction};
use lintel_management::{Client, Credentials};
use lintel_oidc::Channel;
use url::Url;

use crate::{elsewhere::Elsewhere, scene::Scene};

fn form(name: &str, callbacks: &[&str]) -> ApplicationForm {
    ApplicationForm { name: name.to_owned(), callbacks: callbacks.iter().map(|&url| url.to_owned()).collect() }
}

fn enabled(applications: &[ApplicationRow]) -> Vec<&str> {
    let enabled = applications.iter().filter(|application| application.enabled);
    enabled.map(|application| application.client_id.as_str()).collect()
}

#[tokio::test]
async fn an_application_is_switched_on_and_off_and_those_without_people_are_told_apart() {
    let scene = Scene::start().await;
    let id = scene.created("acme", Channel::BackChannel).await.id;
    let applications = scene.console.list_applications(&id).await.expect("a list");
    assert!(enabled(&applications).is_empty());
    let people: Vec<_> = applications.iter().filter(|application| application.interactive).collect();
    let [sample] = people[..] else { panic!("{applications:?}") };
    assert_eq!(applications.len(), 2, "the tenant's own management application is the other one");
    for on in [true, false] {
        let client_ids = [sample.client_id.clone()];
        let switched = scene.console.switch_applications(&id, &client_ids, on).await.expect("switched");
        assert!(switched.refused.is_empty());
        let applications = scene.console.list_applications(&id).await.expect("a list");
        assert_eq!(enabled(&applications), if on { vec![sample.client_id.as_str()] } else { vec![] });
        let counted = scene.console.enabled_counts(std::slice::from_ref(&id)).await.expect("counts");
        assert_eq!(counted[0].count, u32::from(on));
    }
}

#[tokio::test]
async fn of_a_hundred_and_twenty_applications_all_are_enabled_but_the_two_that_are_not_there() {
    let scene = Scene::start().await;
    let id = scene.created("acme", Channel::BackChannel).await.id;
    let mut client_ids = Vec::new();
    for number in 0..118 {
        let made = scene.console.create_application(&form(&format!("App {number}"), &[]), "spa").await;
        client_ids.push(made.expect("an application").client_id);
    }
    let there = client_ids.clone();
    client_ids.insert(30, "gone-1".to_owned());
    client_ids.insert(119, "gone-2".to_owned());
    let switched = scene.console.switch_applications(&id, &client_ids, true).await.expect("switched");
    let refused: Vec<_> = switched.refused.iter().map(|refused| refused.client_id.as_str()).collect();
    assert_eq!(refused, ["gone-1", "gone-2"]);
    assert!(switched.refused.iter().all(|refused| refused.problem.code == "inexistent_client"), "{switched:?}");
    let applications = scene.console.list_applications(&id).await.expect("a list");
    let mut now = enabled(&applications);
    now.sort_unstable();
    let mut wanted: Vec<_> = there.iter().map(String::as_str).collect();
    wanted.sort_unstable();
    assert_eq!(now, wanted);
    let counts = scene.console.connections_per_application().await.expect("counts");
    assert_eq!((counts.len(), counts[&there[0]]), (118, 1));
}

#[tokio::test]
async fn no_connection_is_enabled_where_nobody_signs_in_and_one_that_is_counts_for_nothing() {
    let (scene, elsewhere) = (Scene::start().await, Elsewhere::serve().await);
    let access = elsewhere.access();
    scene.tenants.connect_auth0("Staging", &access).await.expect("a tenant");
    let console = scene.tenants.console().expect("it is open");
    let form = scene.form("acme", Channel::BackChannel);
    let id = console.create_connection(&form).await.expect("a connection").id;
    let (machine, machine_secret) = elsewhere.tenant.management_client();
    let sample = elsewhere.tenant.sample_application().client_id.clone();

    let both = [machine.clone(), sample.clone()];
    let switched = console.switch_applications(&id, &both, true).await.expect("an answer");
    let [refused] = &switched.refused[..] else { panic!("{switched:?}") };
    assert_eq!((refused.client_id.as_str(), refused.problem.code.as_str()), (machine.as_str(), "no-logins"));
    let action = BulkAction::Application { client_id: machine.clone(), enabled: true };
    let refused = console.change_connections("ticket", std::slice::from_ref(&id), &action, &|_| {}).await;
    assert_eq!(refused.expect_err("nobody signs in").code, "no-logins");
    let rows = console.list_applications(&id).await.expect("a list");
    assert_eq!(enabled(&rows), [sample.as_str()]);

    console.switch_applications(&id, &[sample], false).await.expect("switched");
    let url = Url::parse(&access.domain).expect("a URL");
    let credentials = Credentials::new(&machine, machine_secret.expose(), elsewhere.tenant.audience());
    let other_tool = Client::new(url, credentials).expect("a client");
    other_tool.set_connection_clients(&id, &[(machine.clone(), true)]).await.expect("another tool enables it");
    let counted = console.enabled_counts(std::slice::from_ref(&id)).await.expect("counts");
    assert_eq!(counted[0].count, 0, "it is enabled nowhere that anybody signs in");
    let away = console.switch_applications(&id, &[machine], false).await.expect("it can be disabled");
    assert!(away.refused.is_empty(), "{away:?}");
}

#[tokio::test]
async fn a_callback_that_another_version_took_hinders_no_other_change() {
    let scene = Scene::start().await;
    let made = scene.console.create_application(&form("App", &["https://a.example/cb"]), "spa").await;
    let id = made.expect("an application").client_id;
    let sql = "UPDATE client SET document = replace(document, 'https://a.example/cb', 'localhost:4401/cb')";
    scene.damage("tenant.sqlite3", sql);
    let held = scene.console.application(&id).await.expect("an application").form.callbacks;
    assert_eq!(held, ["localhost:4401/cb"]);
    scene.console.save_application(&id, &form("Renamed", &["localhost:4401/cb"])).await.expect("it stays");
    let added = scene.console.save_application(&id, &form("Renamed", &["localhost:4401/cb", "localhost:1/cb"])).await;
    let refused = added.expect_err("a new one is refused");
    assert_eq!(refused.remedy.as_deref(), Some("Use http://localhost:1/cb."));
}

#[tokio::test]
async fn a_connection_that_is_gone_is_one_problem_and_not_one_for_each_application() {
    let scene = Scene::start().await;
    let client_ids = ["one".to_owned(), "two".to_owned()];
    let problem = scene.console.switch_applications("con_0000000000000000", &client_ids, true).await;
    assert_eq!(problem.expect_err("no such connection").code, "connection-gone");
}

#[tokio::test]
async fn on_a_local_tenant_an_application_is_made_renamed_and_deleted() {
    let scene = Scene::start().await;
    let connection = scene.created("acme", Channel::BackChannel).await;
    let made = scene.console.create_application(&form(" Portal ", &["https://a.example/cb", ""]), "regular_web").await;
    let made = made.expect("an application");
    assert_eq!(made.form, form("Portal", &["https://a.example/cb"]));
    assert!(made.confidential && made.writable && made.kept_for.is_none());
    assert!(!scene.console.reveal_application_secret(&made.client_id).await.expect("a secret").is_empty());
    let applications = scene.console.tenant_applications().await.expect("a list");
    let managing = applications.iter().find(|application| application.name == "Lintel").expect("Lintel's own");
    let secret = scene.console.reveal_application_secret(&managing.client_id).await.expect("a person may see it");
    assert!(!secret.is_empty(), "though the API shows it to nobody");
    scene
        .console
        .switch_applications(&connection.id, std::slice::from_ref(&made.client_id), true)
        .await
        .expect("switched");
    let changed = form("Customer portal", &["https://b.example/cb", "com.example.app:/cb", "https://b.example/cb"]);
    let view = scene.console.save_application(&made.client_id, &changed).await.expect("saved");
    assert_eq!(view.form, form("Customer portal", &["https://b.example/cb", "com.example.app:/cb"]));
    let connections: Vec<_> = view.connections.iter().map(|one| (one.name.as_str(), one.enabled)).collect();
    assert_eq!(connections, [("acme", true)]);
    let other = scene.console.delete_application(&made.client_id, "Portal").await.expect_err("another name");
    assert_eq!(other.field.as_deref(), Some("typed_name"));
    scene.console.delete_application(&made.client_id, "Customer portal").await.expect("deleted");
    let gone = scene.console.application(&made.client_id).await.expect_err("it is gone");
    assert_eq!(gone.code, "application-unknown");
    assert_eq!(scene.console.tenant_applications().await.expect("a list").len(), 2);
}

#[tokio::test]
async fn what_will_not_do_of_an_application_is_refused_at_its_field() {
    let scene = Scene::start().await;
    let cases = [
        ("name", form(" ", &[])),
        ("name", form("a<b", &[])),
        ("callbacks", form("App", &["/callback"])),
        ("callbacks", form("App", &["https://a.example/cb#part"])),
        ("callbacks", form("App", &["JavaScript:alert(1)"])),
        ("callbacks", form("App", &["data:text/html,x"])),
        ("callbacks", form("App", &["file:///etc/passwd"])),
        ("callbacks", form("App", &["vbscript:x"])),
    ];
    for (field, form) in cases {
        let problem = scene.console.create_application(&form, "spa").await.expect_err("refused");
        assert_eq!(problem.field.as_deref(), Some(field), "{problem:?}");
    }
    let problem = scene.console.create_application(&form("App", &[]), "web").await.expect_err("refused");
    assert_eq!(problem.field.as_deref(), Some("app_type"));
    assert_eq!(scene.console.tenant_applications().await.expect("a list").len(), 2, "nothing was made");
}

#[tokio::test]
async fn the_applications_that_lintel_needs_stay_and_say_what_for() {
    let scene = Scene::start().await;
    for application in scene.console.tenant_applications().await.expect("a list") {
        let view = scene.console.application(&application.client_id).await.expect("an application");
        let reason = view.kept_for.expect("a reason");
        assert!(reason.contains("Lintel"), "{reason}");
        let kept = scene.console.delete_application(&application.client_id, &application.name).await;
        assert!(kept.expect_err("it stays").message.contains("cannot be deleted"));
    }
    assert_eq!(scene.console.tenant_applications().await.expect("a list").len(), 2);
}

#[tokio::test]
async fn on_an_auth0_tenant_applications_are_read_and_switched_and_nothing_else() {
    let (scene, elsewhere) = (Scene::start().await, Elsewhere::serve().await);
    scene.tenants.connect_auth0("Staging", &elsewhere.access()).await.expect("a tenant");
    let staging = scene.tenants.console().expect("it is open");
    let connection = staging.create_connection(&scene.form("acme", Channel::BackChannel)).await.expect("a connection");
    let sample = staging.tenant_applications().await.expect("a list").into_iter().find(|one| one.interactive);
    let client_id = sample.expect("the Sample application").client_id;
    staging.switch_applications(&connection.id, std::slice::from_ref(&client_id), true).await.expect("switched");
    let view = staging.application(&client_id).await.expect("an application");
    assert!(view.connections[0].enabled && !view.writable);
    for refused in [
        staging.create_application(&form("App", &[]), "spa").await.expect_err("not here"),
        staging.save_application(&client_id, &form("App", &[])).await.expect_err("not here"),
        staging.delete_application(&client_id, &view.form.name).await.expect_err("not here"),
    ] {
        assert_eq!(refused.code, "not-here");
    }
    let application = staging.application(&client_id).await.expect("an application");
    assert_eq!(application, view, "nothing was changed");
}

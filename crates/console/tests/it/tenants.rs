//! Several tenants in one program, and an Auth0 tenant: here a local tenant that another program serves.

use lintel_console::{
    Problem, StartConfig, Tenants,
    trial::PATIENCE,
    view::{ApplicationForm, AtStake, BulkAction, BulkProgress, DeskView, TenantAccess, TenantKind, TrialState},
};
use lintel_oidc::{Channel, Secret};
use lintel_tenant::KeySource;
use serde_json::json;

use crate::{
    elsewhere::{Elsewhere, by_secret},
    ports,
    scene::{Scene, direct},
    window::Person,
};

fn names(desk: &DeskView) -> Vec<&str> {
    desk.tenants.iter().map(|row| row.name.as_str()).collect()
}

fn field(problem: Problem) -> Option<String> {
    problem.field
}

#[tokio::test]
async fn a_further_local_tenant_has_connections_of_its_own_and_is_there_after_a_restart() {
    let scene = Scene::start().await;
    scene.created("first", Channel::BackChannel).await;
    let first = scene.tenants.desk().tenant.url;
    let desk = scene.tenants.create_local("Customer lab").await.expect("a tenant");
    assert_eq!(names(&desk), ["Local tenant", "Customer lab"]);
    assert_eq!((desk.tenant.name.as_str(), desk.tenant.kind), ("Customer lab", TenantKind::Local));
    assert_ne!(desk.tenant.url, first);
    let lab = scene.tenants.console().expect("it is open");
    assert!(lab.list_connections(None).await.expect("a list").rows.is_empty());
    assert_eq!(scene.console.list_connections(None).await.expect("a list").rows.len(), 1);
    let lab_id = desk.tenant.id;
    drop(lab);
    // While it is closed, another test could take the port that it had.
    let scene = scene.while_closed(|folder| ports::assign(&folder.join("tenants").join(&lab_id))).await;
    assert_eq!(scene.tenants.desk().tenant.id, lab_id, "the tenant in front stays in front");
    let desk = scene.tenants.choose("local").await.expect("the first tenant");
    assert_eq!(desk.tenant.name, "Local tenant");
    assert_eq!(
        scene.tenants.console().expect("it is open").list_connections(None).await.expect("a list").rows.len(),
        1
    );
}

#[tokio::test]
async fn a_tenant_is_renamed_and_goes_when_its_name_was_typed() {
    let scene = Scene::start().await;
    let id = scene.tenants.create_local("Lab").await.expect("a tenant").tenant.id;
    let taken = scene.tenants.rename(&id, "Local tenant").await.expect_err("the name is taken");
    assert_eq!(field(taken).as_deref(), Some("name"));
    let desk = scene.tenants.rename(&id, "Acme lab").await.expect("a new name");
    assert_eq!(desk.tenant.name, "Acme lab");
    let folder = scene.folder().join("tenants").join(&id);
    assert!(folder.join("tenant.sqlite3").exists());
    scene.tenants.remove(&id, "Lab").await.expect_err("that is another name");
    let desk = scene.tenants.remove(&id, "Acme lab").await.expect("it goes");
    assert_eq!(names(&desk), ["Local tenant"]);
    assert_eq!(desk.tenant.name, "Local tenant");
    assert!(!folder.exists());
    scene.tenants.remove("local", "Local tenant").await.expect_err("the first tenant stays");
}

/// What a change of the tenants can leave behind.
#[derive(Debug, PartialEq)]
struct Left {
    /// Name, place and whether it is in front.
    rows: Vec<(String, String, bool)>,
    folders: Vec<String>,
    vault: String,
    served: usize,
}

fn left(scene: &Scene) -> Left {
    let desk = scene.tenants.desk();
    let rows = desk.tenants.iter().map(|row| (row.name.clone(), row.place.clone(), row.id == desk.tenant.id)).collect();
    let inside = format!("{:?}", scene.tenants);
    let vault = &inside[inside.find("vault: ").expect("a vault")..inside.find("roster: ").expect("a list")];
    let folders = std::fs::read_dir(scene.folder().join("tenants")).expect("folders");
    let mut folders: Vec<_> =
        folders.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    folders.sort();
    Left { rows, folders, vault: vault.to_owned(), served: inside.matches("serving: ").count() }
}

#[tokio::test]
async fn a_change_that_cannot_be_written_down_takes_back_all_that_came_with_it() {
    let (scene, elsewhere, another) = (Scene::start().await, Elsewhere::serve().await, Elsewhere::serve().await);
    let lab = scene.tenants.create_local("Lab").await.expect("a tenant").tenant.id;
    // Another process has its folder as the program starts: it is on the list and not open.
    let path = scene.folder().join("tenants").join(&lab);
    let mut held = None;
    let hold = |_| {
        ports::assign(&path);
        held = Some(lintel_tenant::Folder::open(&path).expect("a folder"));
    };
    let scene = scene.while_closed(hold).await;
    let staging = scene.tenants.connect_auth0("Staging", &elsewhere.access()).await.expect("a tenant").tenant.id;
    let staging_console = scene.tenants.console().expect("it is open");
    let narrow = elsewhere.access_with(&["read:connections"]).await;
    drop(held);
    let list = scene.folder().join("tenants.json");
    std::fs::remove_file(&list).expect("the list");
    std::fs::create_dir(&list).expect("something in its place");
    let before = left(&scene);
    let tenants = &scene.tenants;
    let mut outcomes = Vec::new();
    for (what, outcome) in [
        ("choose", tenants.choose(&lab).await),
        ("create", tenants.create_local("New").await),
        ("connect", tenants.connect_auth0("Another", &another.access()).await),
        ("renew", tenants.renew_credentials(&staging, &narrow).await),
        ("rename", tenants.rename(&lab, "Never written").await),
        ("remove", tenants.remove(&staging, "Staging").await),
    ] {
        outcomes.push((what, outcome.expect_err(what).code));
    }
    assert!(outcomes.iter().all(|(_, code)| code == "tenants-not-kept"), "{outcomes:?}");
    assert_eq!(left(&scene), before);
    staging_console
        .create_connection(&scene.form("acme", Channel::BackChannel))
        .await
        .expect("the tenant has its credentials of before");
    std::fs::remove_dir(&list).expect("out of the way");
    let desk = tenants.connect_auth0("Another", &another.access()).await.expect("nothing stands in its way");
    assert_eq!(names(&desk), ["Local tenant", "Lab", "Staging", "Another"]);
    assert_eq!(tenants.choose(&lab).await.expect("its folder is free").tenant.name, "Lab");
}

#[tokio::test]
async fn new_credentials_are_taken_while_work_on_the_tenant_goes_on() {
    let (mut scene, elsewhere) = (Scene::start().await, Elsewhere::serve().await);
    let id = scene.tenants.connect_auth0("Staging", &elsewhere.access()).await.expect("a tenant").tenant.id;
    scene.console = scene.tenants.console().expect("it is open");
    let view = scene.created("acme", Channel::BackChannel).await;
    let mut trial = scene.begin(direct(&view), Person::Waits).await;
    trial.window.opened().await;
    let nothing = elsewhere.access_with(&["read:clients", "read:users"]).await;
    let refused = scene.tenants.renew_credentials(&id, &nothing).await.expect_err("nothing could be shown");
    assert_eq!(refused.code, "scope-missing");
    let narrow = elsewhere.access_with(&["read:connections"]).await;
    scene.tenants.renew_credentials(&id, &narrow).await.expect("new credentials");
    assert!(
        std::sync::Arc::ptr_eq(&scene.tenants.console().expect("it is open"), &scene.console),
        "it is the same work as before"
    );
    scene.console.list_connections(None).await.expect("they may read");
    let created = scene.console.create_connection(&scene.form("other", Channel::BackChannel)).await;
    assert_eq!(created.expect_err("they may not create").code, "insufficient_scope");
    trial.window.signs_in();
    let trial = trial.end().await;
    assert_eq!(trial.state, TrialState::Passed, "{}", trial.detail);
}

#[tokio::test]
async fn an_auth0_tenant_is_worked_on_like_the_local_one() {
    let (scene, elsewhere) = (Scene::start().await, Elsewhere::serve().await);
    let access = elsewhere.access();
    let found = scene.tenants.check_access("ticket", &access).await.expect("the credentials work");
    assert!(found.scopes.iter().take(8).all(|scope| scope.granted), "{:?}", found.scopes);
    let desk = scene.tenants.connect_auth0("Staging", &access).await.expect("a tenant");
    assert_eq!((desk.tenant.kind, desk.tenant.url.as_str()), (TenantKind::Auth0, elsewhere.tenant.url()));
    assert_eq!(desk.tenant.callback_url, elsewhere.tenant.callback_url().as_str());
    let staging = scene.tenants.console().expect("it is open");
    let view = staging.create_connection(&scene.form("acme", Channel::BackChannel)).await.expect("a connection");
    let mut form = view.form.clone();
    form.display_name = "Acme Inc.".to_owned();
    let edit = lintel_console::view::Edit { id: view.id.clone(), revision: view.revision.clone(), form };
    staging.save_connection(&edit, &Default::default()).await.expect("a save");
    let held = elsewhere.tenant.store().connections().await.expect("a database");
    assert_eq!(held[0].display_name.as_deref(), Some("Acme Inc."));
    assert_eq!(staging.history(&view.id).await.expect("a history").len(), 2);
    assert!(
        scene.console.list_connections(None).await.expect("a list").rows.is_empty(),
        "nothing was done on the local tenant"
    );
    scene.tenants.connect_auth0("Again", &access).await.expect_err("it is here already");
}

#[tokio::test]
async fn a_test_on_an_auth0_tenant_catches_the_answer_before_the_tenant_gets_it() {
    let (mut scene, elsewhere) = (Scene::start().await, Elsewhere::serve().await);
    scene.tenants.connect_auth0("Staging", &elsewhere.access()).await.expect("a tenant");
    scene.console = scene.tenants.console().expect("it is open");
    for (name, channel) in [("back", Channel::BackChannel), ("front", Channel::FrontChannel)] {
        let view = scene.created(name, channel).await;
        let trial = scene.tried(direct(&view)).await;
        assert_eq!(trial.state, TrialState::Passed, "{name}: {}", trial.detail);
    }
    assert!(elsewhere.tenant.store().users().await.expect("a database").is_empty(), "nobody signed in to the tenant");
}

#[tokio::test]
async fn credentials_that_do_not_work_are_refused_at_their_field_and_nothing_is_kept() {
    let (scene, elsewhere) = (Scene::start().await, Elsewhere::serve().await);
    let sound = elsewhere.access();
    let (client_id, _) = elsewhere.tenant.management_client();
    let wrong = by_secret(&sound.domain, &client_id, Secret::new("wrong"));
    let refused = scene.tenants.connect_auth0("", &wrong).await.expect_err("the secret is wrong");
    assert_eq!((refused.code.as_str(), refused.field.as_deref()), ("credentials-refused", Some("client_secret")));
    let nobody = TenantAccess { domain: "http://localhost:9".to_owned(), ..sound.clone() };
    let unreachable = scene.tenants.check_access("ticket", &nobody).await.expect_err("nobody is there");
    assert_eq!((unreachable.code.as_str(), unreachable.field.as_deref()), ("tenant-unreachable", Some("domain")));
    let practice = TenantAccess { domain: scene.console.practice().expect("it answers").issuer, ..sound.clone() };
    assert_eq!(
        field(scene.tenants.check_access("ticket", &practice).await.expect_err("no tenant")).as_deref(),
        Some("domain")
    );
    assert_eq!(names(&scene.tenants.desk()), ["Local tenant"]);
}

#[tokio::test]
async fn without_a_keychain_credentials_are_asked_for_again_after_a_restart() {
    let (scene, elsewhere) = (Scene::start().await, Elsewhere::serve().await);
    assert!(!scene.tenants.desk().keeps_credentials);
    let (_, secret) = elsewhere.tenant.management_client();
    let id = scene.tenants.connect_auth0("Staging", &elsewhere.access()).await.expect("a tenant").tenant.id;
    let folder = scene.folder().to_owned();
    let kept = walk(&folder);
    assert!(kept.iter().all(|file| !contains(file, secret.expose())), "the secret is in no file");
    let scene = scene.while_closed(drop).await;
    let desk = scene.tenants.desk();
    assert_eq!(desk.tenant.name, "Local tenant", "what cannot be opened is not in front");
    assert!(desk.tenants[1].problem.is_some());
    let missing = scene.tenants.choose(&id).await.expect_err("the credentials are gone");
    assert_eq!(missing.code, "credentials-missing");
    let desk = scene.tenants.renew_credentials(&id, &elsewhere.access()).await.expect("new credentials");
    assert_eq!((desk.tenant.name.as_str(), &desk.tenants[1].problem), ("Staging", &None));
}

#[tokio::test]
async fn settings_that_the_credentials_do_not_show_are_not_opened_and_the_scope_is_named() {
    let (scene, elsewhere) = (Scene::start().await, Elsewhere::serve().await);
    let body =
        json!({ "name": "acme", "strategy": "oidc", "options": { "client_id": "x", "issuer": "https://op.example" } });
    let id = elsewhere.create("connections", &body).await["id"].as_str().expect("an ID").to_owned();
    let access = elsewhere.access_with(&["read:connections", "update:connections"]).await;
    let found = scene.tenants.check_access("ticket", &access).await.expect("a check");
    let granted = found.scopes.iter().filter(|scope| scope.granted).count();
    assert_eq!((granted, found.scopes[1].granted), (2, false));
    scene.tenants.connect_auth0("Narrow", &access).await.expect("a tenant");
    let console = scene.tenants.console().expect("it is open");
    assert_eq!(console.list_connections(None).await.expect("a list").rows[0].name, "acme");
    let hidden = console.connection(&id).await.expect_err("its settings cannot be seen");
    assert_eq!(hidden.code, "options-hidden");
    assert!(hidden.message.contains("read:connections_options"), "{}", hidden.message);
    let urls = console.callback_urls().await.expect("the tenant's own");
    assert!(urls.note.expect("a note").contains("read:custom_domains"));
    let nothing = elsewhere.access_with(&["read:users"]).await;
    let refused = scene.tenants.connect_auth0("Nothing", &nothing).await.expect_err("nothing could be shown");
    assert_eq!(refused.code, "scope-missing");
}

#[tokio::test]
async fn each_custom_domain_has_a_callback_url() {
    let (scene, elsewhere) = (Scene::start().await, Elsewhere::serve().await);
    elsewhere.create("custom-domains", &json!({ "domain": "login.localhost", "type": "auth0_managed_certs" })).await;
    scene.tenants.connect_auth0("Staging", &elsewhere.access()).await.expect("a tenant");
    let found = scene.tenants.console().expect("it is open").callback_urls().await.expect("callback URLs");
    let own = elsewhere.tenant.callback_url().to_string();
    let second = own.replace("//localhost", "//login.localhost");
    let urls: Vec<_> = found.urls.iter().map(|one| (one.url.as_str(), one.custom)).collect();
    assert_eq!(urls, [(own.as_str(), false), (second.as_str(), true)]);
    assert_eq!(found.note, None);
}

#[tokio::test]
async fn a_temporary_tenant_leaves_nothing_behind() {
    let config = StartConfig { folder: None, key: KeySource::random(), patience: PATIENCE };
    let tenants = Tenants::start(config).await.expect("the program starts");
    tenants.create_local("Second").await.expect("a tenant");
    let folder = tenants.folder().to_owned();
    assert!(folder.join("tenants").exists());
    tenants.stop().await;
    assert!(!folder.exists());
}

#[tokio::test]
async fn the_end_of_the_program_lets_a_change_of_many_begin_nothing_more() {
    let scene = Scene::start().await;
    let ids: Vec<String> = (0..500).map(|number| format!("con_{number:016}")).collect();
    let (progressed, mut progress) = tokio::sync::mpsc::unbounded_channel();
    let observer = move |seen: BulkProgress| {
        let _ = progressed.send(seen.done);
    };
    let change = scene.console.change_connections("ticket", &ids, &BulkAction::Button { shown: true }, &observer);
    let stop = async {
        progress.recv().await.expect("it has begun");
        scene.tenants.stop().await;
    };
    let (outcome, ()) = tokio::join!(change, stop);
    assert!(outcome.expect("an outcome").left > 0);
}

fn walk(folder: &std::path::Path) -> Vec<Vec<u8>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        match entry.is_dir() {
            true => files.append(&mut walk(&entry)),
            false => files.push(std::fs::read(entry).expect("a file")),
        }
    }
    files
}

fn contains(file: &[u8], text: &str) -> bool {
    file.windows(text.len()).any(|window| window == text.as_bytes())
}

#[tokio::test]
async fn a_taken_port_names_the_program_hides_no_tenant_and_another_port_is_kept() {
    let (scene, elsewhere) = (Scene::start().await, Elsewhere::serve().await);
    scene.created("acme", Channel::BackChannel).await;
    let before = scene.tenants.desk().tenant.url;
    let port: u16 = before.rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
    let lab = scene.tenants.create_local("Lab").await.expect("a tenant").tenant.id;
    scene.tenants.choose("local").await.expect("the first tenant");
    let folder = scene.folder().to_owned();
    let (folder_kept, key) = scene.closed().await;
    ports::assign(&folder.join("tenants").join(&lab));
    let taken = std::net::TcpListener::bind(("127.0.0.1", port)).expect("the port of the tenant");
    let config = StartConfig { folder: Some(folder.clone()), key: key.clone(), patience: PATIENCE };
    let tenants = Tenants::start(config).await.expect("it starts all the same");

    let desk = tenants.desk();
    let rows: Vec<_> = desk.tenants.iter().map(|row| (row.name.as_str(), row.problem.is_some())).collect();
    assert_eq!(rows, [("Local tenant", true), ("Lab", false)]);
    let problem = desk.tenant.problem.expect("why it is not open");
    assert_eq!((problem.code.as_str(), desk.tenant.place.as_str()), ("port-taken", "Not running"));
    assert!(problem.message.starts_with(&format!("Port {port} is taken by ")), "{}", problem.message);
    if cfg!(target_os = "linux") {
        assert!(problem.message.contains(&format!("(process {})", std::process::id())), "{}", problem.message);
    }
    assert_eq!(tenants.console().expect_err("nothing can be done on it").code, "port-taken");

    tenants.connect_auth0("Staging", &elsewhere.access()).await.expect("an Auth0 tenant needs no port");
    tenants.console().expect("it is open").list_connections(None).await.expect("a list");
    tenants.choose(&lab).await.expect("the other local tenant runs");
    assert_eq!(tenants.choose("local").await.expect_err("the port is taken still").code, "port-taken");

    let offer = tenants.offer_port("local").await.expect("an offer");
    assert_eq!(offer.url_before, before);
    assert_eq!(offer.url_after, format!("http://localhost:{}", offer.port));
    let same = tenants.choose_at_port("local", port).await.expect_err("it is taken");
    assert_eq!((same.code.as_str(), same.field.as_deref()), ("port-taken", Some("port")));
    assert_eq!(tenants.choose_at_port("local", 80).await.expect_err("not ours").field.as_deref(), Some("port"));
    let spare = {
        ports::assign(&folder.join("spare"));
        std::fs::read_to_string(folder.join("spare").join("tenant.port")).expect("a port").parse().expect("a number")
    };
    let desk = tenants.choose_at_port("local", spare).await.expect("another port");
    assert_eq!((desk.tenant.url.as_str(), desk.tenant.problem), (&*format!("http://localhost:{spare}"), None));
    let rows = tenants.console().expect("it is open").list_connections(None).await.expect("a list").rows;
    assert_eq!(rows.len(), 1, "what it held is there");
    assert_eq!(tenants.choose_at_port("local", port).await.expect_err("it is open").code, "port-in-use");
    tenants.stop().await;
    drop(tenants);
    drop(taken);
    let kept = std::fs::read_to_string(folder.join("tenant.port")).expect("the port file");
    assert_eq!(kept, spare.to_string());
    drop(folder_kept);
}

#[tokio::test]
async fn without_its_port_the_practice_provider_alone_is_missing() {
    let scene = Scene::start().await;
    let issuer = scene.console.practice().expect("it answers").issuer;
    let port: u16 = issuer.rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
    let (folder, key) = scene.closed().await;
    let _taken = std::net::TcpListener::bind(("127.0.0.1", port)).expect("its port");
    let config = StartConfig { folder: Some(folder.path().to_owned()), key, patience: PATIENCE };
    let tenants = Tenants::start(config).await.expect("it starts all the same");
    let console = tenants.console().expect("it is open");
    console.list_connections(None).await.expect("a list");
    let missing = console.practice().expect_err("it does not answer");
    assert_eq!(missing.code, "practice-port");
    assert!(missing.message.contains(&format!("Port {port} is taken by ")), "{}", missing.message);
    tenants.stop().await;
}

#[tokio::test]
async fn a_temporary_tenant_says_so_and_what_goes_with_it() {
    let elsewhere = Elsewhere::serve().await;
    let config = StartConfig { folder: None, key: KeySource::random(), patience: PATIENCE };
    let tenants = Tenants::start(config).await.expect("it starts");
    let desk = tenants.desk();
    assert!(desk.tenant.temporary && desk.tenants[0].temporary);
    assert_eq!((desk.tenant.name.as_str(), desk.tenant.place.as_str()), ("Temporary tenant", "Gone when Lintel ends"));
    assert_eq!(tenants.at_stake().await, Ok(AtStake::default()), "nothing was made yet");
    let console = tenants.console().expect("it is open");
    console.connect_practice_provider().await.expect("a connection");
    tenants.create_local("Lab").await.expect("another one");
    let lab = tenants.console().expect("it is open");
    lab.connect_practice_provider().await.expect("a connection");
    let form = ApplicationForm { name: "App".to_owned(), callbacks: Vec::new() };
    lab.create_application(&form, "spa").await.expect("an application");
    let desk = tenants.connect_auth0("Staging", &elsewhere.access()).await.expect("a tenant");
    assert!(!desk.tenant.temporary, "it stays where it is");
    let at_stake = AtStake { connections: 2, applications: 1, users: 0, auth0_tenants: 1 };
    assert_eq!(tenants.at_stake().await, Ok(at_stake));
    tenants.stop().await;

    let scene = Scene::start().await;
    scene.created("acme", Channel::BackChannel).await;
    assert_eq!(scene.tenants.at_stake().await, Ok(AtStake::default()), "a data folder stays");
}

#[tokio::test]
async fn how_an_auth0_tenant_was_last_reached_is_known_before_it_is_opened_again() {
    let (scene, elsewhere) = (Scene::start().await, Elsewhere::serve().await);
    scene.tenants.connect_auth0("Staging", &elsewhere.access()).await.expect("a tenant");
    let console = scene.tenants.console().expect("it is open");
    console.list_connections(None).await.expect("it answers");
    let contact = |scene: &Scene| scene.tenants.desk().tenants[1].contact;
    assert!(contact(&scene).expect("a contact").reached);
    assert_eq!(scene.tenants.desk().tenants[0].contact, None, "a local tenant is here");
    drop(elsewhere);
    console.list_connections(None).await.expect_err("nobody answers");
    let lost = contact(&scene).expect("a contact");
    assert!(!lost.reached);
    drop(console);
    scene.tenants.choose("local").await.expect("the first tenant");
    let scene = scene.while_closed(drop).await;
    assert_eq!(contact(&scene), Some(lost), "it was not opened, and is known to have been lost");
}

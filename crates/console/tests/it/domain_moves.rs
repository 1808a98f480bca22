//! Domains that another connection has: told when they are saved, and moved so that nobody is left without a way in.

use axum::http::{Method, StatusCode};
use lintel_console::{
    Console,
    view::{ConnectionForm, ConnectionName, ConnectionView, Decisions, Edit, SaveOutcome},
};
use lintel_oidc::Channel;

use crate::{
    elsewhere::Elsewhere,
    gate::Gate,
    scene::{Scene, practice_form},
};

#[tokio::test]
async fn a_domain_that_another_connection_has_is_told_before_it_is_saved_twice() {
    let scene = Scene::start().await;
    let (globex, acme) = two(&scene.console).await;
    let refused = with_domains(&scene.console, &acme, &["acme.example", "free.example"], false).await;
    let SaveOutcome::DomainsHeld { domains } = refused else { panic!("{refused:?}") };
    let [row] = &domains[..] else { panic!("{domains:?}") };
    assert_eq!((row.domain.as_str(), &row.held_by), ("acme.example", &vec![named(&globex)]));
    assert_eq!(scene.console.connection(&acme.id).await.expect("acme").form.domains, Vec::<String>::new());

    let shared = saved(with_domains(&scene.console, &acme, &["acme.example"], true).await);
    assert_eq!(shared.form.domains, ["acme.example"]);
    let again = with_domains(&scene.console, &shared, &["acme.example", "free.example"], false).await;
    assert_eq!(saved(again).form.domains.len(), 2, "what was saved before is not asked about again");
}

#[tokio::test]
async fn more_domains_than_a_connection_takes_are_refused_before_they_are_sent() {
    let scene = Scene::start().await;
    let acme = scene.created("acme", Channel::BackChannel).await;
    let form = ConnectionForm { domains: (0..1001).map(|n| format!("d{n}.example")).collect(), ..acme.form.clone() };
    let edit = Edit { id: acme.id.clone(), revision: acme.revision.clone(), form };
    let refused = scene.console.save_connection(&edit, &Decisions::default()).await.expect_err("too many");
    assert_eq!((refused.code.as_str(), refused.field.as_deref()), ("domains-too-many", Some("domains")));
    assert_eq!(refused.message, "There are 1001 domains, and a connection has up to 1000.");
}

#[tokio::test]
async fn a_domain_moves_and_each_of_both_connections_has_it_in_its_history() {
    let scene = Scene::start().await;
    let (globex, acme) = two(&scene.console).await;
    let moved = scene.console.move_domains(&acme.id, &["acme.example".to_owned()]).await.expect("moved");
    assert_eq!((moved.view.form.domains.clone(), moved.still_held), (vec!["acme.example".to_owned()], Vec::new()));
    let left = scene.console.connection(&globex.id).await.expect("globex");
    assert_eq!(left.form.domains, ["globex.example"]);
    for id in [&acme.id, &globex.id] {
        let newest = scene.console.history(id).await.expect("a history").remove(0);
        assert_eq!(newest.changes[0].label, "Identity provider domains");
    }
    let again = scene.console.move_domains(&acme.id, &["acme.example".to_owned()]).await.expect("nothing to do");
    assert_eq!(again.view.form.domains, ["acme.example"]);
}

#[tokio::test]
async fn a_move_that_ends_half_way_leaves_the_domain_at_both_and_says_so() {
    let (scene, elsewhere) = (Scene::start().await, Elsewhere::serve().await);
    let gate = Gate::before(&elsewhere).await;
    scene.tenants.connect_auth0("Gated", &gate.access(&elsewhere)).await.expect("connected");
    let console = scene.tenants.console().expect("a console");
    let (globex, acme) = two(&console).await;
    let refusal = r#"{"statusCode":400,"error":"Bad Request","message":"Not now","errorCode":"invalid_body"}"#;

    gate.answer(Method::PATCH, &acme.id, StatusCode::BAD_REQUEST, refusal);
    let nothing = console.move_domains(&acme.id, &["acme.example".to_owned()]).await.expect_err("refused");
    assert!(nothing.message.contains("Not now"));
    let kept = console.connection(&globex.id).await.expect("globex").form.domains;
    assert_eq!(kept, ["acme.example", "globex.example"], "it was not taken away");
    gate.open();

    gate.answer(Method::PATCH, &globex.id, StatusCode::BAD_REQUEST, refusal);
    let half = console.move_domains(&acme.id, &["acme.example".to_owned()]).await.expect("it is here");
    assert_eq!(half.view.form.domains, ["acme.example"]);
    let [held] = &half.still_held[..] else { panic!("{half:?}") };
    assert_eq!(held.connection, named(&globex));
    assert!(held.problem.message.contains("Not now"));
    gate.open();

    let whole = console.move_domains(&acme.id, &["acme.example".to_owned()]).await.expect("the rest");
    assert_eq!(whole.still_held, Vec::new());
    assert_eq!(console.connection(&globex.id).await.expect("globex").form.domains, ["globex.example"]);
}

#[tokio::test]
async fn a_web_host_is_read_with_the_domain_at_which_people_have_mail() {
    let scene = Scene::start().await;
    let acme = scene.created("acme", Channel::BackChannel).await;
    let typed = "https://www.contoso.com/x mail.contoso.com";
    let read = scene.console.read_domains(&acme.id, &[], typed).await.expect("domains");
    let rows: Vec<_> = read.domains.iter().map(|row| (row.domain.as_str(), row.mail_domain.as_deref())).collect();
    assert_eq!(rows, [("www.contoso.com", Some("contoso.com")), ("mail.contoso.com", None)]);
}

/// One with two domains, and one without.
async fn two(console: &Console) -> (ConnectionView, ConnectionView) {
    let created = async |name| {
        console.create_connection(&practice_form(console, name, Channel::BackChannel)).await.expect("a connection")
    };
    let (globex, acme) = (created("globex").await, created("acme").await);
    (saved(with_domains(console, &globex, &["acme.example", "globex.example"], false).await), acme)
}

async fn with_domains(console: &Console, view: &ConnectionView, domains: &[&str], share_domains: bool) -> SaveOutcome {
    let domains = domains.iter().map(|domain| (*domain).to_owned()).collect();
    let form = ConnectionForm { domains, ..view.form.clone() };
    let edit = Edit { id: view.id.clone(), revision: view.revision.clone(), form };
    let decisions = Decisions { share_domains, ..Decisions::default() };
    console.save_connection(&edit, &decisions).await.expect("an outcome")
}

fn saved(outcome: SaveOutcome) -> ConnectionView {
    let SaveOutcome::Saved { view, .. } = outcome else { panic!("{outcome:?}") };
    *view
}

fn named(view: &ConnectionView) -> ConnectionName {
    ConnectionName { id: view.id.clone(), name: view.form.name.clone() }
}

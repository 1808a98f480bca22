//! Connections on their way from a file or a tenant to a tenant.

use std::sync::{Arc, Mutex};

use axum::http::{Method, StatusCode};
use lintel_as_code::{Bundle, ConnectionDocument, NamedApplication, Open, OrganizationUse, WaitsFor};
use lintel_console::{
    Console, FileSource, Problem, Source,
    view::{
        ApplicationChoice, ChangeKind, PathPolicy, PlannedState, QuestionKind, RequestsOf, RunState, SecretChoice,
        StayReason, StepState, TransferChoices, TransferOutcome, TransferPlan, TransferPolicy, TransferRun, ValueShape,
    },
};
use lintel_oidc::{Channel, Secret};
use serde_json::{Value, json};

use crate::{
    elsewhere::Elsewhere,
    gate::{Gate, When},
    scene::Scene,
};

/// A tenant that another program serves is in front, behind a gate.
struct Target {
    console: Arc<Console>,
    elsewhere: Elsewhere,
    gate: Gate,
}

async fn target(scene: &Scene) -> Target {
    let elsewhere = Elsewhere::serve().await;
    let gate = Gate::before(&elsewhere).await;
    scene.tenants.connect_auth0(&gate.address, &gate.access(&elsewhere)).await.expect("added");
    Target { console: scene.tenants.console().expect("it is open"), elsewhere, gate }
}

fn document(name: &str, options: Value, applications: Option<&[&str]>) -> ConnectionDocument {
    let members = json!({ "strategy": "oidc", "id": "con_0123456789abcdef", "realms": [name], "options": options,
        "provisioning_ticket_url": "https://tenant.example.org/p/oidc/x" });
    let named = |name: &&str| NamedApplication { client_id: None, name: Some((*name).to_owned()) };
    ConnectionDocument {
        name: name.to_owned(),
        members: members.as_object().cloned().expect("an object"),
        applications: applications.map(|names| names.iter().map(named).collect()),
        scim: None,
        organizations: None,
    }
}

fn file(connections: Vec<ConnectionDocument>) -> Source {
    let bundle = Bundle { connections, ..Bundle::default() };
    Source::File(Arc::new(FileSource { name: "acme.json".to_owned(), bundle, ..FileSource::default() }))
}

/// One whose members wait for placeholders.
fn file_with_open(connection: ConnectionDocument, open: &[(&str, &str)]) -> Source {
    let open = open.iter().map(|(path, name)| Open {
        connection: connection.name.clone(),
        path: (*path).to_owned(),
        waits_for: WaitsFor::Placeholder((*name).to_owned()),
    });
    let open = open.collect();
    let bundle = Bundle { connections: vec![connection], ..Bundle::default() };
    Source::File(Arc::new(FileSource { name: "acme.json".to_owned(), bundle, open, ..FileSource::default() }))
}

fn issuer(scene: &Scene) -> String {
    scene.console.practice().expect("it answers").issuer
}

fn acme(scene: &Scene, secret: Option<&str>) -> Value {
    let issuer = issuer(scene);
    let mut options = json!({ "type": "back_channel", "client_id": "c-31", "scope": "openid email",
        "discovery_url": format!("{issuer}/.well-known/openid-configuration"), "domain_aliases": ["example.com"] });
    if let Some(secret) = secret {
        options["client_secret"] = secret.into();
    }
    options
}

async fn planned(console: &Console, source: &Source, choices: &TransferChoices) -> TransferPlan {
    console.plan_transfer("ticket", source, choices, &|_| {}).await.expect("a plan")
}

async fn ran(console: &Console, plan: &TransferPlan) -> Result<TransferRun, Problem> {
    match console.run_transfer("ticket", &plan.id, &|_| {}).await? {
        TransferOutcome::Ran { run } => Ok(*run),
        TransferOutcome::Moved { moved, .. } => panic!("{moved:?}"),
    }
}

async fn stored(target: &Elsewhere) -> Vec<lintel_management::Connection> {
    target.tenant.store().connections().await.expect("a database")
}

fn option<'a>(connection: &'a lintel_management::Connection, member: &str) -> Option<&'a Value> {
    connection.options.as_ref().and_then(|options| options.0.get(member))
}

#[tokio::test]
async fn all_sixty_applications_of_a_file_are_enabled_and_a_second_import_changes_nothing() {
    let scene = Scene::start().await;
    let target = target(&scene).await;
    let names: Vec<String> = (1..=60).map(|number| format!("App {number:02}")).collect();
    for name in &names {
        target.elsewhere.create("clients", &json!({ "name": name, "app_type": "spa" })).await;
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let source = file(vec![document("acme-60", acme(&scene, Some("s3cret")), Some(&names))]);
    let plan = planned(&target.console, &source, &TransferChoices::default()).await;
    assert_eq!((plan.summary.create, plan.summary.blocked), (1, 0), "{plan:?}");
    assert_eq!(plan.connections[0].steps.len(), 3, "one to create it, two for the applications");
    let run = ran(&target.console, &plan).await.expect("it runs");
    assert_eq!((run.state, &run.problem), (RunState::Done, &None), "{run:?}");
    let proof = run.connections[0].proof.clone().expect("read back");
    assert_eq!((proof.differs, proof.provider), (Vec::new(), None));
    let id = run.connections[0].id.clone().expect("an ID");
    let enabled = target.console.list_applications(&id).await.expect("a list");
    assert_eq!(enabled.iter().filter(|application| application.enabled).count(), 60);
    let again = planned(&target.console, &source, &TransferChoices::default()).await;
    assert_eq!((again.summary.same, again.connections[0].steps.len()), (1, 0), "{:?}", again.connections[0]);
    let history = target.console.history(&id).await.expect("a history");
    assert!(history.iter().any(|entry| entry.kind == ChangeKind::Created));
}

#[tokio::test]
async fn a_placeholder_is_no_secret_and_an_absent_secret_wipes_none() {
    let scene = Scene::start().await;
    let target = target(&scene).await;
    let waiting = ("/options/client_secret", "ACME_SECRET");
    let open = file_with_open(document("acme", acme(&scene, None), None), &[waiting]);
    let plan = planned(&target.console, &open, &TransferChoices::default()).await;
    assert_eq!(plan.summary.blocked, 1);
    assert_eq!(plan.connections[0].questions[0].kind, QuestionKind::Secret);
    assert!(plan.connections[0].notes.iter().any(|note| note.contains("ACME_SECRET")), "{plan:?}");
    let refused = target.console.run_transfer("ticket", &plan.id, &|_| {}).await.expect_err("refused");
    assert_eq!(refused.code, "transfer-blocked");
    let secret = SecretChoice { connection: "acme".to_owned(), secret: Secret::new("typed-by-a-person") };
    let choices = TransferChoices { secrets: vec![secret], ..TransferChoices::default() };
    let plan = planned(&target.console, &open, &choices).await;
    assert!(!serde_json::to_string(&plan).expect("JSON").contains("typed-by-a-person"));
    ran(&target.console, &plan).await.expect("it runs");
    for secret in [Some(waiting), None] {
        let mut options = acme(&scene, None);
        options["scope"] = "openid profile".into();
        options.as_object_mut().expect("options").remove("domain_aliases");
        let open: Vec<_> = secret.into_iter().chain([("/options/domain_aliases", "MISSING")]).collect();
        let source = file_with_open(document("acme", options, None), &open);
        let plan = planned(&target.console, &source, &TransferChoices::default()).await;
        let asked = &plan.connections[0].questions;
        assert_eq!(asked.iter().map(|one| one.kind).collect::<Vec<_>>(), [QuestionKind::Placeholder]);
        assert_eq!(asked[0].shape, ValueShape::List);
        let keep = PathPolicy {
            connection: None,
            path: "/options/domain_aliases".to_owned(),
            policy: TransferPolicy::Keep,
            value: None,
        };
        let choices = TransferChoices { policies: vec![keep], ..TransferChoices::default() };
        let plan = planned(&target.console, &source, &choices).await;
        if plan.summary.same == 0 {
            ran(&target.console, &plan).await.expect("it runs");
        }
        let held = stored(&target.elsewhere).await;
        assert_eq!(option(&held[0], "client_secret"), Some(&json!("typed-by-a-person")));
        assert_eq!(option(&held[0], "scope"), Some(&json!("openid profile")));
        assert_eq!(option(&held[0], "domain_aliases"), Some(&json!(["example.com"])));
    }
}

#[tokio::test]
async fn applications_are_asked_for_where_they_are_missing_or_twice_and_left_out_ones_stay() {
    let scene = Scene::start().await;
    let target = target(&scene).await;
    for name in ["Web Portal", "Mobile", "Twin", "Twin"] {
        target.elsewhere.create("clients", &json!({ "name": name, "app_type": "spa" })).await;
    }
    let source =
        |applications: Option<&[&str]>| file(vec![document("acme", acme(&scene, Some("s3cret")), applications)]);
    let asking = source(Some(&["Web Portal", "No Such App", "Twin"]));
    let plan = planned(&target.console, &asking, &TransferChoices::default()).await;
    let asked: Vec<_> =
        plan.connections[0].questions.iter().map(|one| (one.about.as_str(), one.candidates.len())).collect();
    assert_eq!(asked, [("No Such App", 0), ("Twin", 2)]);
    let left_out = |source: &str| ApplicationChoice { source: source.to_owned(), target: None };
    let applications = vec![left_out("No Such App"), left_out("Twin")];
    let choices = TransferChoices { applications, ..TransferChoices::default() };
    let run = ran(&target.console, &planned(&target.console, &asking, &choices).await).await.expect("it runs");
    let id = run.connections[0].id.clone().expect("an ID");
    let enabled = async || {
        let applications = target.console.list_applications(&id).await.expect("a list");
        applications.into_iter().filter(|one| one.enabled).map(|one| one.name).collect::<Vec<_>>()
    };
    assert_eq!(enabled().await, ["Web Portal"]);
    // The property left out is not managed.
    let plan = planned(&target.console, &source(None), &TransferChoices::default()).await;
    assert_eq!(plan.summary.same, 1, "{plan:?}");
    // And an empty one is none.
    let plan = planned(&target.console, &source(Some(&[])), &TransferChoices::default()).await;
    ran(&target.console, &plan).await.expect("it runs");
    assert!(enabled().await.is_empty());
}

/// From the scene's own tenant, with what is the target's own given.
fn promoted() -> TransferChoices {
    let policy = PathPolicy {
        connection: Some("acme".to_owned()),
        path: "/options/client_id".to_owned(),
        policy: TransferPolicy::Substitute,
        value: Some("target-client".into()),
    };
    let secret = SecretChoice { connection: "acme".to_owned(), secret: Secret::new("target-secret") };
    TransferChoices { policies: vec![policy], secrets: vec![secret], ..TransferChoices::default() }
}

#[tokio::test]
async fn a_promotion_asks_for_what_is_the_targets_own_once_and_carries_the_rest() {
    let scene = Scene::start().await;
    let created = scene.enabled("acme", Channel::BackChannel).await;
    scene.console.turn_on_scim(&created.id).await.expect("on");
    let target = target(&scene).await;
    let source = scene.tenants.transfer_source("local").await.expect("a source");
    let plan = planned(&target.console, &source, &TransferChoices::default()).await;
    let asked: Vec<_> = plan.connections[0].questions.iter().map(|one| one.about.as_str()).collect();
    assert_eq!(asked, ["/options/client_id", "/options/client_secret"]);
    let plan = planned(&target.console, &source, &promoted()).await;
    assert_eq!(plan.connections[0].state, PlannedState::Create, "{plan:?}");
    let run = ran(&target.console, &plan).await.expect("it runs");
    assert_eq!(run.state, RunState::Done, "{run:?}");
    assert_eq!(run.connections[0].proof.as_ref().map(|proof| proof.differs.len()), Some(0), "{run:?}");
    let held = stored(&target.elsewhere).await;
    assert_eq!(option(&held[0], "client_id"), Some(&json!("target-client")));
    assert_eq!(option(&held[0], "client_secret"), Some(&json!("target-secret")));
    // Nothing is asked a second time, and nothing is left to do.
    let again = planned(&target.console, &source, &TransferChoices::default()).await;
    assert_eq!(again.summary.same, 1, "{:?}", again.connections[0]);
    let stays = &again.connections[0].stays;
    let client_id = stays.iter().find(|stay| stay.change.path == "/options/client_id").expect("it stays");
    assert_eq!((client_id.why, client_id.shape), (StayReason::Remembered, ValueShape::Text));
    assert_eq!(client_id.change.before.as_deref(), Some("target-client"));
    // The command line answers as it is remembered here, and learns no secret.
    let answers: Value = serde_json::from_str(&again.answers.expect("answers")).expect("JSON");
    assert_eq!(answers["policies"][0]["value"], "target-client");
    assert!(!answers.to_string().contains("target-secret"));
}

#[tokio::test]
async fn what_is_remembered_can_be_forgotten_and_the_plan_that_forgot_takes_its_place() {
    let scene = Scene::start().await;
    scene.enabled("acme", Channel::BackChannel).await;
    let target = target(&scene).await;
    let source = scene.tenants.transfer_source("local").await.expect("a source");
    ran(&target.console, &planned(&target.console, &source, &promoted()).await).await.expect("it runs");
    let plan = planned(&target.console, &source, &TransferChoices::default()).await;
    assert!(plan.remembered);
    let forgetting = TransferChoices { forget: true, ..TransferChoices::default() };
    let plan = planned(&target.console, &source, &forgetting).await;
    assert!(!plan.remembered, "{plan:?}");
    assert_eq!(
        plan.answers.as_deref().and_then(|json| serde_json::from_str(json).ok()),
        Some(json!({ "forget": true }))
    );
    assert!(plan.connections[0].stays.iter().all(|stay| stay.why == StayReason::Own), "{plan:?}");
    ran(&target.console, &plan).await.expect("it runs");
    let plan = planned(&target.console, &source, &TransferChoices::default()).await;
    assert!(plan.connections[0].stays.iter().all(|stay| stay.why == StayReason::Own), "{plan:?}");
}

#[tokio::test]
async fn the_requests_of_a_plan_are_shown_before_it_is_carried_out() {
    let scene = Scene::start().await;
    let target = target(&scene).await;
    target.elsewhere.create("clients", &json!({ "name": "Portal", "app_type": "spa" })).await;
    let source = file(vec![
        document("acme", acme(&scene, Some("s3cret")), Some(&["Portal"])),
        document("other", acme(&scene, Some("s3cret")), None),
    ]);
    let choices = TransferChoices { share_domains: true, ..TransferChoices::default() };
    let plan = planned(&target.console, &source, &choices).await;
    let shown = async |connection: Option<&str>| {
        let of = RequestsOf::Plan { plan: plan.id.clone(), connection: connection.map(str::to_owned) };
        target.console.show_requests(&of, false).await.expect("requests")
    };
    let of_acme = shown(Some("acme")).await;
    let paths: Vec<_> = of_acme.calls.iter().map(|call| format!("{} {}", call.method, call.path)).collect();
    assert_eq!(paths, ["POST /connections", "PATCH /connections/{connection_id}/clients"]);
    assert!(of_acme.languages.iter().all(|language| !language.programs.concat().contains("s3cret")));
    assert_eq!(shown(None).await.calls.len(), 3);
    assert!(stored(&target.elsewhere).await.is_empty());
}

#[tokio::test]
async fn what_moved_since_the_plan_is_shown_and_not_overwritten() {
    let scene = Scene::start().await;
    let target = target(&scene).await;
    let source = file(vec![document("acme", acme(&scene, Some("s3cret")), None)]);
    ran(&target.console, &planned(&target.console, &source, &TransferChoices::default()).await).await.expect("it runs");
    let mut options = acme(&scene, None);
    options["scope"] = "openid".into();
    let source = file(vec![document("acme", options, None)]);
    let plan = planned(&target.console, &source, &TransferChoices::default()).await;
    let held = stored(&target.elsewhere).await;
    let row = target.console.connection(&held[0].id).await.expect("a view");
    let mut form = row.form.clone();
    form.scope = "openid address".to_owned();
    let edit = lintel_console::view::Edit { id: row.id.clone(), revision: row.revision.clone(), form };
    target.console.save_connection(&edit, &Default::default()).await.expect("saved");
    let outcome = target.console.run_transfer("ticket", &plan.id, &|_| {}).await.expect("an outcome");
    let TransferOutcome::Moved { moved, plan } = outcome else { panic!("it ran") };
    assert_eq!((moved.len(), moved[0].in_target, moved[0].what.clone()), (1, true, vec!["Scopes".to_owned()]));
    assert_eq!(option(&stored(&target.elsewhere).await[0], "scope"), Some(&json!("openid address")));
    ran(&target.console, &plan).await.expect("whoever saw it may go on");
    assert_eq!(option(&stored(&target.elsewhere).await[0], "scope"), Some(&json!("openid")));
}

/// Every call of a run fails once, refused or with its answer lost, and the run that goes on comes to the same end.
#[tokio::test]
async fn a_run_that_fails_at_any_call_goes_on_to_the_same_end() {
    let calls = [
        (Method::POST, "/connections"),
        (Method::PATCH, "/clients"),
        (Method::POST, "/scim-configuration"),
        (Method::GET, "/clients"),
    ];
    let scene = Scene::start().await;
    let created = scene.enabled("acme", Channel::BackChannel).await;
    scene.console.turn_on_scim(&created.id).await.expect("on");
    let from = scene.tenants.transfer_source("local").await.expect("a source");
    for (method, path) in calls {
        for lost in [true, false] {
            let target = target(&scene).await;
            let plan = planned(&target.console, &from, &promoted()).await;
            if lost {
                target.gate.lose_answer(method.clone(), path);
            } else {
                target.gate.answer(method.clone(), path, StatusCode::SERVICE_UNAVAILABLE, "{}");
            }
            let first = target.console.run_transfer("ticket", &plan.id, &|_| {}).await;
            target.gate.open();
            let run = match first {
                Ok(TransferOutcome::Ran { run }) => *run,
                Ok(TransferOutcome::Moved { moved, .. }) => panic!("{moved:?}"),
                // A reading before the first write failed, and nothing was begun.
                Err(_) => {
                    assert!(stored(&target.elsewhere).await.is_empty());
                    ran(&target.console, &plan).await.expect("it runs")
                }
            };
            let run = match run.state {
                RunState::Done => run,
                _ => target.console.resume_transfer("ticket", &run.id, &|_| {}).await.expect("it goes on"),
            };
            assert_eq!((run.state, &run.problem), (RunState::Done, &None), "{method} {path} {lost}: {run:?}");
            let steps = run.connections[0].steps.iter();
            assert!(steps.clone().all(|step| step.state == StepState::Done), "{method} {path} {lost}: {run:?}");
            let proof = run.connections[0].proof.clone().expect("read back");
            assert_eq!(proof.differs, [], "{method} {path} {lost}");
            assert_eq!(stored(&target.elsewhere).await.len(), 1, "{method} {path} {lost}");
        }
    }
}

/// The program is ended at each word that the run says of itself.
#[tokio::test]
async fn a_run_that_is_cut_off_between_any_two_steps_goes_on_to_the_same_end() {
    let scene = Scene::start().await;
    let created = scene.enabled("acme", Channel::BackChannel).await;
    scene.console.turn_on_scim(&created.id).await.expect("on");
    let from = scene.tenants.transfer_source("local").await.expect("a source");
    for cut in 0..8 {
        let target = target(&scene).await;
        let plan = planned(&target.console, &from, &promoted()).await;
        let (cutting, heard) = (Arc::new(tokio::sync::Notify::new()), Mutex::new(0));
        let observer = {
            let cutting = Arc::clone(&cutting);
            move |progress: lintel_console::view::TransferProgress| {
                if progress.connection.is_some() {
                    let mut heard = heard.lock().expect("no panic");
                    if *heard == cut {
                        cutting.notify_one();
                    }
                    *heard += 1;
                }
            }
        };
        let ended = tokio::select! {
            biased;
            () = cutting.notified() => false,
            outcome = target.console.run_transfer("ticket", &plan.id, &observer) => outcome.is_ok(),
        };
        let [run] = &target.console.transfer_runs().await.expect("runs")[..] else { panic!("one run after cut {cut}") };
        // The last that is written down is that it is done.
        if ended || run.state == RunState::Done {
            assert!(run.connections[0].proof.is_some());
            continue;
        }
        assert_eq!(run.state, RunState::Stopped, "{cut}");
        let run = target.console.resume_transfer("ticket", &run.id, &|_| {}).await.expect("it goes on");
        assert_eq!((run.state, &run.problem), (RunState::Done, &None), "{cut}: {run:?}");
        assert_eq!(run.connections[0].proof.as_ref().map(|proof| proof.differs.len()), Some(0), "{cut}");
        assert_eq!(stored(&target.elsewhere).await.len(), 1);
    }
}

#[tokio::test]
async fn a_run_that_stopped_is_taken_back_and_stays_so() {
    let scene = Scene::start().await;
    let target = target(&scene).await;
    target.elsewhere.create("clients", &json!({ "name": "Web Portal", "app_type": "spa" })).await;
    let source = file(vec![document("acme", acme(&scene, Some("s3cret")), Some(&["Web Portal"]))]);
    let plan = planned(&target.console, &source, &TransferChoices::default()).await;
    target.gate.answer(Method::PATCH, "/clients", StatusCode::FORBIDDEN, r#"{"message":"No."}"#);
    let run = ran(&target.console, &plan).await.expect("an outcome");
    assert_eq!(run.state, RunState::Stopped);
    let states: Vec<_> = run.connections[0].steps.iter().map(|step| (step.state, step.arrived)).collect();
    assert_eq!(states, [(StepState::Done, Some(true)), (StepState::Failed, Some(false))]);
    target.gate.open();
    let run = target.console.take_back_transfer(&run.id).await.expect("taken back");
    assert_eq!((run.state, &run.problem), (RunState::TakenBack, &None), "{run:?}");
    assert!(stored(&target.elsewhere).await.is_empty());
    let ended = target.console.resume_transfer("ticket", &run.id, &|_| {}).await.expect_err("refused");
    assert_eq!(ended.code, "transfer-ended");
}

/// The program is ended after the tenant did something and before Lintel heard of it.
#[tokio::test]
async fn a_run_that_is_cut_off_within_a_call_goes_on_to_the_same_end() {
    let scene = Scene::start().await;
    let created = scene.enabled("acme", Channel::BackChannel).await;
    scene.console.turn_on_scim(&created.id).await.expect("on");
    let from = scene.tenants.transfer_source("local").await.expect("a source");
    for (method, path) in
        [(Method::POST, "/connections"), (Method::PATCH, "/clients"), (Method::POST, "/scim-configuration")]
    {
        let target = target(&scene).await;
        let plan = planned(&target.console, &from, &promoted()).await;
        let mut held = target.gate.hold(method.clone(), path, When::AfterTheTenant);
        tokio::select! {
            () = held.arrived() => {}
            outcome = target.console.run_transfer("ticket", &plan.id, &|_| {}) => panic!("{outcome:?}"),
        }
        drop(held);
        let [run] = &target.console.transfer_runs().await.expect("runs")[..] else { panic!("one run") };
        let cut = run.connections[0].steps.iter().find(|step| step.state == StepState::Unknown);
        assert!(cut.is_some(), "{method} {path}: {run:?}");
        let run = target.console.resume_transfer("ticket", &run.id, &|_| {}).await.expect("it goes on");
        assert_eq!((run.state, &run.problem), (RunState::Done, &None), "{method} {path}: {run:?}");
        assert_eq!(run.connections[0].proof.as_ref().map(|proof| proof.differs.len()), Some(0), "{method} {path}");
        assert_eq!(stored(&target.elsewhere).await.len(), 1);
    }
}

#[tokio::test]
async fn organizations_go_with_a_connection_by_name_and_one_that_is_not_there_is_left_to_a_person() {
    let scene = Scene::start().await;
    let target = target(&scene).await;
    target.elsewhere.create("organizations", &json!({ "name": "acme" })).await;
    let uses =
        |name: &str| OrganizationUse { name: name.to_owned(), assign_membership_on_login: true, show_as_button: false };
    let mut acme = document("acme", acme(&scene, Some("s3cret")), None);
    acme.organizations = Some(vec![uses("acme"), uses("nobody")]);
    let source = file(vec![acme]);
    let plan = planned(&target.console, &source, &TransferChoices::default()).await;
    let values: Vec<_> = plan.connections[0].checklist.iter().filter_map(|item| item.value.as_deref()).collect();
    assert_eq!(values.last(), Some(&"nobody"), "{plan:?}");
    let run = ran(&target.console, &plan).await.expect("it runs");
    assert_eq!((run.state, &run.problem), (RunState::Done, &None), "{run:?}");
    let id = run.connections[0].id.clone().expect("an ID");
    assert_eq!(target.console.organization_uses(&id).await.expect("read"), [uses("acme")]);
    let documents = target.console.documents(None, &|_, _| {}).await.expect("documents");
    assert_eq!(documents[0].organizations, Some(vec![uses("acme")]));
    let again = planned(&target.console, &source, &TransferChoices::default()).await;
    assert_eq!(again.summary.same, 1, "{:?}", again.connections[0]);
}

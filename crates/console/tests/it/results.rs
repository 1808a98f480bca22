//! What tests leave behind: what was so is said after a restart, beside a cancelled test, and of a connection that was tested before it
//! was created.

use lintel_console::{
    trial::PATIENCE,
    view::{
        ConnectionRow, ConnectionView, Decisions, Edit, MetadataEdit, ReportFormat, ReportReader, SaveOutcome,
        TrialRequest, TrialState, TrialStop, TrialSummary, TrialVerdict, TrialWay,
    },
};
use lintel_oidc::{Channel, trace::StepKind};
use serde_json::json;

use crate::{
    scene::{Scene, direct, through_tenant},
    window::Person,
};

const TESTS: &str = "tests.sqlite3";

async fn row(scene: &Scene, id: &str) -> ConnectionRow {
    let rows = scene.console.list_connections(None).await.expect("a list").rows;
    rows.into_iter().find(|row| row.id == id).expect("its row")
}

async fn summary(scene: &Scene, id: &str) -> TrialSummary {
    let summary = row(scene, id).await.last_trial.expect("it was tested");
    let view = scene.console.connection(id).await.expect("the connection");
    assert_eq!(view.last_trial.as_ref(), Some(&summary), "page and list say the same");
    summary
}

async fn saved(scene: &Scene, connection: &ConnectionView, change: impl FnOnce(&mut ConnectionView)) -> ConnectionView {
    let mut edited = scene.console.connection(&connection.id).await.expect("the connection");
    change(&mut edited);
    let edit = Edit { id: edited.id, revision: edited.revision, form: edited.form };
    match scene.console.save_connection(&edit, &Decisions::default()).await.expect("saved") {
        SaveOutcome::Saved { view, .. } => *view,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn after_a_restart_the_list_and_the_page_say_what_was_so() {
    let scene = Scene::start().await;
    let (works, fails) =
        (scene.enabled("works", Channel::BackChannel).await, scene.created("fails", Channel::BackChannel).await);
    let never = scene.created("never", Channel::BackChannel).await;
    let passed = scene.tried(through_tenant(&works)).await;
    scene.console.set_dial("wrong-issuer", true).expect("a dial");
    scene.tried(direct(&fails)).await;
    let scene = scene.while_closed(drop).await;
    let kept = summary(&scene, &works.id).await;
    assert_eq!((kept.verdict, kept.way), (TrialVerdict::Passed, Some(TrialWay::ThroughTenant)));
    assert_eq!((kept.finished_at, kept.headline.as_str()), (passed.finished_at, "Login works"));
    assert!(kept.changed.is_empty(), "{kept:?}");
    assert_eq!(summary(&scene, &fails.id).await.verdict, TrialVerdict::Failed);
    assert_eq!(row(&scene, &never.id).await.last_trial, None);
    let told = scene.tenants.kept_trials(&works.id).await;
    assert_eq!((told.len(), told[0].detail == passed.detail, told[0].has_steps), (1, true, true));
    assert_eq!(scene.tenants.kept_trial(&passed.id).await.expect("its steps"), passed);
}

#[tokio::test]
async fn a_result_is_sealed_and_one_that_cannot_be_read_takes_no_other_with_it() {
    let scene = Scene::start().await;
    let (bad, good) =
        (scene.created("bad", Channel::BackChannel).await, scene.created("good", Channel::BackChannel).await);
    for connection in [&bad, &good] {
        scene.tried(direct(connection)).await;
    }
    let scene = scene
        .while_closed(|folder| {
            let files = [TESTS, "tests.sqlite3-wal"].map(|name| std::fs::read(folder.join(name)).unwrap_or_default());
            let kept = files.concat();
            let held = |text: &str| kept.windows(text.len()).any(|window| window == text.as_bytes());
            assert!(held(&good.id) && !held("Login works") && !held("signed in"), "what was found out is sealed");
        })
        .await;
    scene.damage(TESTS, &format!("UPDATE test SET result = x'00' WHERE connection_id = '{}'", bad.id));
    let scene = scene.while_closed(drop).await;
    let kept = summary(&scene, &bad.id).await;
    assert_eq!((kept.verdict, kept.headline.as_str()), (TrialVerdict::NotKept, "No result kept"));
    assert!(kept.finished_at.is_some(), "when it was is known still");
    assert_eq!(summary(&scene, &good.id).await.verdict, TrialVerdict::Passed);
    scene.tried(direct(&bad)).await;
    let scene = scene.while_closed(drop).await;
    assert_eq!(summary(&scene, &bad.id).await.verdict, TrialVerdict::Passed, "the next test has its place");
}

#[tokio::test]
async fn a_file_that_is_no_database_keeps_nobody_from_working() {
    let scene = Scene::start().await;
    let connection = scene.created("acme", Channel::BackChannel).await;
    let spoilt = |folder: std::path::PathBuf| {
        for name in [TESTS, "tests.sqlite3-wal", "tests.sqlite3-shm"] {
            let _ = std::fs::remove_file(folder.join(name));
        }
        std::fs::write(folder.join(TESTS), "not a database, and longer than the header of one would be; ".repeat(8))
            .expect("a file");
    };
    let scene = scene.while_closed(spoilt).await;
    assert_eq!(
        summary(&scene, &connection.id).await.verdict,
        TrialVerdict::NotKept,
        "nobody knows that it was never tested"
    );
    scene.tried(direct(&connection)).await;
    assert_eq!(summary(&scene, &connection.id).await.verdict, TrialVerdict::Passed);
}

#[tokio::test]
async fn what_goes_with_a_connection_is_its_result() {
    let scene = Scene::start().await;
    let (here, elsewhere) =
        (scene.created("here", Channel::BackChannel).await, scene.created("elsewhere", Channel::BackChannel).await);
    for connection in [&here, &elsewhere] {
        scene.tried(direct(connection)).await;
    }
    scene.console.delete_connection(&here.id, "here").await.expect("deleted");
    let gone = elsewhere.id.clone();
    let (scene, ()) = scene
        .meanwhile(PATIENCE, async |tenant| {
            tenant.store().delete_connection(&gone).await.expect("a database");
        })
        .await;
    assert_eq!(scene.console.list_connections(None).await.expect("a list").rows, []);
    let scene = scene
        .while_closed(|folder| {
            let database = rusqlite::Connection::open(folder.join(TESTS)).expect("a database");
            let left: i64 = database.query_row("SELECT count(*) FROM test", [], |row| row.get(0)).expect("a count");
            assert_eq!(left, 0);
        })
        .await;
    assert!(scene.tenants.kept_trials(&here.id).await.is_empty());
}

#[tokio::test]
async fn a_connection_that_is_not_any_more_what_was_tested_says_what_changed_until_it_is_again() {
    let scene = Scene::start().await;
    let connection = scene.created("acme", Channel::BackChannel).await;
    scene.tried(direct(&connection)).await;
    let changed = async |change: fn(&mut ConnectionView)| {
        let view = saved(&scene, &connection, change).await;
        let kept = summary(&scene, &connection.id).await;
        assert_eq!(view.last_trial.as_ref(), Some(&kept), "a save says it at once");
        assert_eq!(kept.verdict, TrialVerdict::Passed, "the verdict stays what it was");
        kept.changed
    };
    assert!(changed(|view| view.form.display_name = "Acme Corp".to_owned()).await.is_empty());
    assert!(changed(|view| view.form.show_as_button = true).await.is_empty());
    assert_eq!(changed(|view| view.form.scope = "openid".to_owned()).await, ["Scopes"]);
    assert!(
        changed(|view| view.form.scope = "openid profile email".to_owned()).await.is_empty(),
        "it is what was tested again"
    );
    assert_eq!(changed(|view| view.form.scope = "openid email".to_owned()).await, ["Scopes"]);
    // A test of what is typed says nothing of what is saved, until that is saved.
    let mut typed = scene.console.connection(&connection.id).await.expect("the connection");
    typed.form.scope = "openid profile".to_owned();
    scene.tried(direct(&typed)).await;
    assert_eq!(summary(&scene, &connection.id).await.changed, ["Scopes"]);
    assert!(changed(|view| view.form.scope = "openid profile".to_owned()).await.is_empty());
    let scene = scene.while_closed(drop).await;
    assert!(summary(&scene, &connection.id).await.changed.is_empty());
}

#[tokio::test]
async fn a_cancelled_test_stands_beside_the_last_verdict_and_says_how_far_it_was() {
    let scene = Scene::start().await;
    let connection = scene.created("acme", Channel::BackChannel).await;
    let passed = scene.tried(direct(&connection)).await;
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let jwks_uri = json!(format!("http://{}/jwks", silent.local_addr().expect("an address")));
    let mut typed = connection.clone();
    typed.form.metadata.insert("jwks_uri".to_owned(), MetadataEdit::Set { value: jwks_uri });
    let mut trial = scene.begin(direct(&typed), Person::Waits).await;
    let (_held, _) = silent.accept().await.expect("the provider is asked for its keys");
    scene.tenants.cancel_trial(&trial.id, TrialStop::Cancelled);
    let ended = trial.end().await;
    assert_eq!(ended.state, TrialState::Ended);
    assert!(ended.detail.starts_with("You cancelled the test. It had run for "), "{}", ended.detail);
    assert!(ended.detail.ends_with(", and was at discovery."), "{}", ended.detail);
    assert!(ended.trace.steps[0].elapsed_ms.is_some(), "{:?}", ended.trace.steps);
    assert_eq!(summary(&scene, &connection.id).await.verdict, TrialVerdict::Passed);
    let scene = scene.while_closed(drop).await;
    let told = scene.tenants.kept_trials(&connection.id).await;
    assert_eq!([&told[0].id, &told[1].id], [&ended.id, &passed.id]);
    assert_eq!([told[0].verdict, told[1].verdict], [TrialVerdict::Ended, TrialVerdict::Passed]);
    let ada = passed.trace.steps.iter().flat_map(|step| &step.claims).find(|claim| claim.name == "name");
    assert_eq!(told[1].person.as_deref(), ada.and_then(|claim| claim.value.as_str()));
    assert_eq!(scene.tenants.kept_trial(&ended.id).await.expect("its steps"), ended);
}

#[tokio::test]
async fn a_test_before_the_creation_belongs_to_the_connection() {
    let scene = Scene::start().await;
    let form = scene.form("acme", Channel::BackChannel);
    let trial = scene.tried(TrialRequest::Direct { connection_id: None, form: Box::new(form.clone()) }).await;
    let created = scene.console.create_tested_connection(&form, Some(&trial.id)).await.expect("created");
    let last = created.last_trial.expect("it was tested");
    assert_eq!((last.verdict, last.changed.as_slice()), (TrialVerdict::Passed, [].as_slice()));
    let view = scene.tenants.kept_trial(&trial.id).await.expect("its steps");
    assert_eq!(scene.tenants.kept_trials(&created.id).await[0].id, trial.id);
    assert_eq!((view.connection_id.as_deref(), view.trace), (Some(created.id.as_str()), trial.trace));
    let preview =
        scene.console.preview_mapping(&created.id, &form.mapping, form.channel, None).await.expect("a preview");
    assert_eq!(preview.samples.len(), 1, "its claims are there to map");

    let other =
        lintel_console::view::ConnectionForm { name: "other".to_owned(), scope: "openid".to_owned(), ..form.clone() };
    let trial = scene.tried(TrialRequest::Direct { connection_id: None, form: Box::new(form.clone()) }).await;
    let created = scene.console.create_tested_connection(&other, Some(&trial.id)).await.expect("created");
    assert_eq!(created.last_trial.expect("it was tested").changed, ["Scopes"]);
    let scene = scene.while_closed(drop).await;
    assert_eq!(summary(&scene, &created.id).await.changed, ["Scopes"]);
}

#[tokio::test]
async fn what_is_told_of_discovery_is_what_was_read_and_where() {
    let scene = Scene::start().await;
    let connection = scene.created("acme", Channel::BackChannel).await;
    let trial = scene.tried(direct(&connection)).await;
    let discovery = &trial.trace.steps[0];
    assert_eq!(discovery.kind, StepKind::Discovery);
    let fields: Vec<_> = discovery.messages.iter().flat_map(|message| &message.fields).collect();
    let value = |name: &str| fields.iter().find(|field| field.name == name).map(|field| field.value.as_str());
    let issuer = scene.console.practice().expect("the practice provider").issuer;
    assert_eq!(value("issuer"), Some(issuer.as_str()));
    assert!(value("read from").is_some_and(|from| from.contains("/.well-known/openid-configuration")), "{fields:?}");
    assert!(value("keys").is_some_and(|keys| !keys.is_empty()), "{fields:?}");
}

#[tokio::test]
async fn a_report_for_the_provider_speaks_to_its_administrator_and_names_nobody() {
    let scene = Scene::start().await;
    let connection = scene.created("acme", Channel::BackChannel).await;
    scene.console.set_dial("wrong-issuer", true).expect("a dial");
    let trial = scene.tried(direct(&connection)).await;
    let report =
        async |reader| scene.tenants.trial_report(&trial.id, reader, ReportFormat::Markdown).await.expect("a report");
    let (own, theirs) = (report(ReportReader::Own).await, report(ReportReader::Provider).await);
    let issuer = scene.console.practice().expect("the practice provider").issuer;
    let began = trial.trace.started_at.format("%Y-%m-%d %H:%M:%S UTC").to_string();
    let callback = scene.tenants.desk().tenant.callback_url;
    for fact in
        [&issuer, &connection.form.client_id, &callback, &began, &format!("Lintel {}", env!("CARGO_PKG_VERSION"))]
    {
        assert!(theirs.contains(fact.as_str()), "{fact} is not in {theirs}");
        assert!(own.contains(fact.as_str()), "{fact} is not in {own}");
    }
    assert!(theirs.contains(&format!("- Received: {issuer}/v2.0")), "{theirs}");
    assert!(theirs.contains("The issuer must be the same"), "{theirs}");
    let claims = trial.trace.steps.iter().flat_map(|step| &step.claims);
    let about_person = claims.filter(|claim| ["name", "email", "sub"].contains(&claim.name.as_str()));
    let about_person: Vec<_> = about_person.filter_map(|claim| claim.value.as_str()).collect();
    assert_eq!(about_person.len(), 3);
    for value in about_person {
        assert!(!theirs.contains(value), "{value} is in {theirs}");
        assert!(own.contains(value), "{value} is not in {own}");
    }
    assert!(!theirs.contains("connection's") && !theirs.contains("How to fix it"), "{theirs}");
    assert!(own.contains("- Tenant: Local tenant (http://localhost:"), "{own}");
    assert!(own.contains("email") && own.contains("of the person who signed in stand below"), "{own}");
    assert!(
        !own.contains(&scene.console.reveal_practice_secret().expect("its secret")) && !own.contains(".709"),
        "{own}"
    );
    let scene = scene.while_closed(drop).await;
    assert_eq!(
        scene.tenants.trial_report(&trial.id, ReportReader::Own, ReportFormat::Markdown).await.expect("the same"),
        own
    );
}

/// As it stands in the file, opened.
fn rows(folder: &std::path::Path) -> i64 {
    let database = rusqlite::Connection::open(folder.join(TESTS)).expect("a database");
    database.query_row("SELECT count(*) FROM test", [], |row| row.get(0)).expect("a count")
}

#[tokio::test]
async fn the_newest_fifty_tests_of_a_connection_are_kept_and_its_last_verdict_among_them() {
    let scene = Scene::start().await;
    let (connection, other) =
        (scene.created("acme", Channel::BackChannel).await, scene.created("other", Channel::BackChannel).await);
    let verdict = scene.tried(direct(&connection)).await;
    scene.tried(direct(&other)).await;
    let mut ended = Vec::new();
    for _ in 0..50 {
        let mut trial = scene.begin(direct(&connection), Person::Waits).await;
        scene.tenants.cancel_trial(&trial.id, TrialStop::Cancelled);
        ended.push(trial.end().await.id);
    }
    let scene = scene.while_closed(|folder| assert_eq!(rows(&folder), 51)).await;
    let kept = scene.tenants.kept_trials(&connection.id).await;
    assert_eq!(kept.len(), 50);
    assert_eq!((&kept[0].id, &kept[49].id), (&ended[49], &verdict.id), "the oldest without a verdict gave way");
    assert!(!kept.iter().any(|test| test.id == ended[0]));
    assert_eq!(summary(&scene, &connection.id).await.verdict, TrialVerdict::Passed);
    scene.tried(direct(&connection)).await;
    let kept = scene.tenants.kept_trials(&connection.id).await;
    assert!(kept.len() == 50 && !kept.iter().any(|test| test.id == verdict.id), "then it is the oldest");
}

#[tokio::test]
async fn no_secret_and_no_code_is_kept_with_a_test_and_steps_that_cannot_be_read_cost_themselves_alone() {
    let scene = Scene::start().await;
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    let (bad, good) = (scene.tried(through_tenant(&connection)).await, scene.tried(direct(&connection)).await);
    let secret = scene.console.reveal_practice_secret().expect("its secret");
    for trial in [&bad, &good] {
        let kept = scene.tenants.kept_trial(&trial.id).await.expect("its steps");
        let text = serde_json::to_string(&kept).expect("JSON");
        assert!(!text.contains(&secret) && !text.contains("eyJ"), "neither secret nor token: {text}");
        let sent = kept.trace.steps.iter().flat_map(|step| &step.messages).flat_map(|message| &message.fields);
        let secrets = ["code", "code_verifier", "client_secret", "id_token", "access_token", "refresh_token"];
        for field in sent.filter(|field| secrets.contains(&field.name.as_str())) {
            assert!(field.masked, "{field:?}");
        }
    }
    scene.damage(TESTS, &format!("UPDATE test SET whole = x'00' WHERE id = '{}'", bad.id));
    let scene = scene.while_closed(drop).await;
    assert_eq!(scene.tenants.kept_trial(&bad.id).await.expect_err("it cannot be read").code, "trial-not-kept");
    assert_eq!(scene.tenants.kept_trial(&good.id).await.expect("its steps"), good);
    let kept = scene.tenants.kept_trials(&connection.id).await;
    assert_eq!(kept.iter().map(|test| test.verdict).collect::<Vec<_>>(), [TrialVerdict::Passed; 2]);
    scene.damage(TESTS, &format!("UPDATE test SET result = x'00' WHERE id = '{}'", bad.id));
    let kept = scene.tenants.kept_trials(&connection.id).await;
    assert_eq!([kept[0].verdict, kept[1].verdict], [TrialVerdict::Passed, TrialVerdict::NotKept]);
}

#[tokio::test]
async fn what_an_earlier_version_kept_is_read_still() {
    let scene = Scene::start().await;
    let connection = scene.created("acme", Channel::BackChannel).await;
    let trial = scene.tried(direct(&connection)).await;
    let earlier = "DROP INDEX test_with_steps; DROP INDEX test_in_front; DROP INDEX test_at; ALTER TABLE test DROP COLUMN front; \
                   ALTER TABLE test DROP COLUMN whole; PRAGMA user_version = 1;";
    let scene = scene
        .while_closed(|folder| {
            let database = rusqlite::Connection::open(folder.join(TESTS)).expect("a database");
            database.execute_batch(earlier).expect("as it was");
        })
        .await;
    assert_eq!(summary(&scene, &connection.id).await.verdict, TrialVerdict::Passed);
    let kept = scene.tenants.kept_trials(&connection.id).await;
    assert_eq!((kept[0].id.as_str(), kept[0].has_steps), (trial.id.as_str(), false));
}

//! Tests that are kept: judged again, compared, handed on, forgotten.

use lintel_console::{
    trial,
    view::{
        Activity, ActivityEntry, ActivityFilter, JudgeForm, MappingMode, MetadataEdit, ReportFormat, ReportReader,
        TrialState, TrialVerdict, TrialView,
    },
};
use lintel_oidc::{
    Channel,
    signing::{SigningAlgorithm, SigningKey, key_set},
    trace::StepKind,
};
use serde_json::json;

use crate::scene::{Scene, direct, through_tenant};

async fn judged_by(scene: &Scene, trial: &TrialView) -> JudgeForm {
    scene.tenants.kept_facts(&trial.id).await.expect("it is kept").judged_by.expect("it can be judged")
}

#[tokio::test]
async fn a_test_is_judged_again_after_a_restart_and_the_provider_is_not_asked() {
    let scene = Scene::start().await;
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    let good = scene.tried(through_tenant(&connection)).await;
    scene.console.set_dial("wrong-issuer", true).expect("a dial");
    let bad = scene.tried(direct(&connection)).await;
    let scene = scene.while_closed(drop).await;

    let then = judged_by(&scene, &bad).await;
    let told = scene.console.judge_trial(&bad.id, &then).await.expect("judged");
    assert_eq!(told.view.state, TrialState::Failed);
    assert!(told.view.headline.starts_with("Login would fail at "), "{}", told.view.headline);
    let by = JudgeForm { issuer: format!("{}/v2.0", then.issuer.trim_end_matches('/')), ..then };
    let told = scene.console.judge_trial(&bad.id, &by).await.expect("judged");
    assert_eq!((told.view.state, told.view.headline.as_str()), (TrialState::Passed, "Login would work"));
    let differing: Vec<_> = told.comparison.facts.iter().filter(|fact| fact.a != fact.b).collect();
    assert!(differing.iter().any(|fact| fact.name == "Issuer expected"), "{differing:?}");
    assert_eq!(usize::try_from(told.comparison.same).expect("a count") + differing.len(), told.comparison.facts.len());

    let mut by = judged_by(&scene, &good).await;
    by.mapping.mode = MappingMode::UseMap;
    by.mapping.attributes = r#"{ "mail": "${context.tokenset.email}" }"#.to_owned();
    let told = scene.console.judge_trial(&good.id, &by).await.expect("judged");
    let mapped = told.view.trace.steps.iter().find(|step| step.kind == StepKind::ClaimsMapping).expect("a mapping");
    assert_eq!(mapped.attributes.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["mail"]);
    by.mapping.attributes = "{".to_owned();
    let problem = scene.console.judge_trial(&good.id, &by).await.expect_err("no mapping");
    assert_eq!(problem.code, "mapping-invalid");
}

#[tokio::test]
async fn two_tests_are_compared_fact_by_fact() {
    let scene = Scene::start().await;
    let connection = scene.created("acme", Channel::BackChannel).await;
    let first = scene.tried(direct(&connection)).await;
    let mut typed = connection.clone();
    typed.form.scope = "openid".to_owned();
    let second = scene.tried(direct(&typed)).await;
    let told = scene.console.compare_trials(&first.id, &second.id).await.expect("compared");
    let fact = |name: &str| told.facts.iter().find(|fact| fact.name == name).expect("the fact");
    assert_eq!(fact("Scopes").a.as_deref(), Some(connection.form.scope.as_str()));
    assert_eq!(fact("Scopes").b.as_deref(), Some("openid"));
    assert_eq!(fact("ID token, email").b, None, "it is not there");
    assert_eq!(fact("Client ID").a, fact("Client ID").b);
    assert!(!told.facts.iter().any(|fact| fact.name.ends_with(", iat") || fact.name == "state"), "{:?}", told.facts);
}

#[tokio::test]
async fn tokens_are_kept_where_the_person_says_so_and_stand_in_nothing_else() {
    let scene = Scene::start().await;
    let connection = scene.created("acme", Channel::BackChannel).await;
    let without = scene.tried(direct(&connection)).await;
    assert!(!scene.console.keeps_tokens());
    scene.console.keep_tokens(true);
    let with = scene.tried(direct(&connection)).await;
    let kept = async |trial: &TrialView| scene.tenants.kept_facts(&trial.id).await.expect("kept").has_tokens;
    assert_eq!((kept(&without).await, kept(&with).await), (false, true));
    assert_eq!(scene.console.trial_tokens(&without.id).await.expect_err("none").code, "tokens-not-kept");
    let token = scene.console.trial_tokens(&with.id).await.expect("tokens").id_token;
    assert_eq!(token.split('.').count(), 3);
    for format in [ReportFormat::Html, ReportFormat::Markdown] {
        let report = scene.tenants.trial_report(&with.id, ReportReader::Own, format).await.expect("a report");
        assert!(!report.contains(&token), "{report}");
    }
    let scene = scene.while_closed(drop).await;
    assert!(!scene.console.keeps_tokens(), "it is said anew each time");
    assert_eq!(scene.console.trial_tokens(&with.id).await.expect("tokens").id_token, token);
}

#[tokio::test]
async fn a_report_is_one_file_with_the_short_id_that_the_window_shows() {
    let scene = Scene::start().await;
    let connection = scene.created("acme", Channel::BackChannel).await;
    let trial = scene.tried(direct(&connection)).await;
    let short_id = scene.tenants.kept_facts(&trial.id).await.expect("kept").short_id;
    for reader in [ReportReader::Own, ReportReader::Provider] {
        let report = scene.tenants.trial_report(&trial.id, reader, ReportFormat::Html).await.expect("a report");
        assert!(report.starts_with("<!doctype html>") && report.contains(&short_id), "{report}");
        assert!(!report.contains("<script") && !report.contains("http-equiv=\"refresh"), "{report}");
        let path = scene.folder().join("report.html");
        trial::write_report(&path, report.clone()).await.expect("written");
        assert_eq!(std::fs::read_to_string(&path).expect("a file"), report);
    }
    let nowhere = trial::write_report(&scene.folder().join("none/report.html"), String::new()).await;
    assert_eq!(nowhere.expect_err("no such folder").code, "report-not-written");
}

#[tokio::test]
async fn a_person_is_forgotten_in_tests_sign_ins_and_log_and_it_is_said_what_stays() {
    let scene = Scene::start().await;
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    let trial = scene.tried(through_tenant(&connection)).await;
    let claims = || trial.trace.steps.iter().flat_map(|step| &step.claims);
    let claim = |name: &str| claims().find(|claim| claim.name == name).and_then(|claim| claim.value.as_str());
    let email = claim("email").expect("an address").to_owned();
    let nobody = scene.console.forget_person("nobody@acme.example").await.expect("nobody");
    assert_eq!((nobody.tests, nobody.sign_ins, nobody.log_entries), (0, 0, 0));
    let gone = scene.console.forget_person(&email.to_uppercase()).await.expect("forgotten");
    assert_eq!((gone.tests, gone.sign_ins), (1, 1));
    assert!(gone.log_entries > 0 && gone.beyond.iter().any(|it| it.contains("Users")), "{gone:?}");
    let held = |scene: &Scene, name: &str| {
        let files = [name.to_owned(), format!("{name}-wal")];
        let files = files.map(|file| std::fs::read(scene.folder().join(file)).unwrap_or_default()).concat();
        files.windows(email.len()).any(|window| window == email.as_bytes())
    };
    let kept = scene.tenants.kept_trials(&connection.id).await;
    assert_eq!((kept[0].verdict, kept[0].has_steps, kept[0].person.as_deref()), (TrialVerdict::Passed, false, None));
    assert!(!kept[0].detail.contains("signed in."), "{}", kept[0].detail);
    let log = match scene.console.activity(&ActivityFilter::default(), None).await.expect("the log") {
        Activity::Read { entries, .. } => entries,
        Activity::Hidden { .. } => panic!("hidden"),
    };
    assert!(
        !log.iter().any(|entry| matches!(entry, ActivityEntry::SignIn(it) if it.person.as_deref() == Some(&email)))
    );
    let empty = scene.console.forget_person(" ").await.expect_err("nobody is named");
    assert_eq!(empty.code, "person-empty");
    assert!(!held(&scene, "tests.sqlite3"));
}

#[tokio::test]
async fn a_login_in_the_log_opens_with_its_steps() {
    let scene = Scene::start().await;
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    let trial = scene.tried(through_tenant(&connection)).await;
    let Activity::Read { entries, .. } =
        scene.console.activity(&ActivityFilter::default(), None).await.expect("the log")
    else {
        panic!("hidden")
    };
    let trace_id = entries.iter().find_map(|entry| match entry {
        ActivityEntry::SignIn(event) => event.trace_id.clone(),
        ActivityEntry::Provisioning(_) => None,
    });
    let steps = scene.console.sign_in_steps(&trace_id.expect("its trace")).await.expect("its steps");
    assert_eq!((steps.state, steps.connection_name.as_str()), (TrialState::Passed, "acme"));
    let kinds = |view: &TrialView| view.trace.steps.iter().map(|step| step.kind).collect::<Vec<_>>();
    assert!(kinds(&trial).starts_with(&kinds(&steps)), "{:?}", kinds(&steps));
    let none = scene.console.sign_in_steps("nothing").await.expect_err("no such sign-in");
    assert_eq!(none.code, "steps-not-kept");
}

#[tokio::test]
async fn keys_that_a_provider_changed_are_named_in_the_finding_and_told_in_issuer_details() {
    let scene = Scene::start().await;
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    scene.tried(direct(&connection)).await;
    let details = scene.console.issuer_details("1", &connection.id, &connection.revision, true).await.expect("details");
    let current: Vec<_> =
        details.keys_seen.iter().filter(|row| row.gone.is_none()).map(|row| row.name.clone()).collect();
    assert!(!current.is_empty() && details.values_gone.is_empty(), "{details:?}");
    let other = SigningKey::generate(SigningAlgorithm::ES256).expect("a key");
    let (served, kid) = (key_set([&other]), other.kid().to_owned());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let jwks_uri = json!(format!("http://{}/jwks", listener.local_addr().expect("an address")));
    let router = axum::Router::new().route("/jwks", axum::routing::get(async || axum::Json(served)));
    let serving = tokio::spawn(async { axum::serve(listener, router).await.expect("it serves") });
    let mut typed = connection.clone();
    typed.form.metadata.insert("jwks_uri".to_owned(), MetadataEdit::Set { value: jwks_uri });
    let trial = scene.tried(direct(&typed)).await;
    serving.abort();
    let finding = trial.diagnosis.expect("a finding");
    assert_eq!(finding.code, "id-token-key");
    let named = format!("{} is gone, and {kid} is new.", current.join(", "));
    assert!(finding.message.contains("rotated its keys") && finding.message.ends_with(&named), "{}", finding.message);
    assert!(trial.detail.contains(&named), "{}", trial.detail);
    let scene = scene.while_closed(drop).await;
    let details = scene.console.issuer_details("2", &connection.id, &connection.revision, true).await.expect("details");
    let first = details.keys_seen.iter().find(|row| row.name == current[0]).expect("known over a restart");
    assert!(first.gone.is_some() && first.first <= first.last, "the practice provider makes a key at each start");
    scene.damage("providers.sqlite3", "UPDATE provider SET seen = x'00'");
    let details = scene.console.issuer_details("3", &connection.id, &connection.revision, true).await.expect("details");
    assert!(!details.keys_seen.is_empty(), "it begins anew");
}

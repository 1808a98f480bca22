//! What a change sends, as text: what is shown before is what the tenant gets, and what the history shows afterwards.

use lintel_console::{
    Console,
    view::{
        ApplicationChange, ApplicationForm, BulkAction, ChangeKind, ConnectionForm, ConnectionView, Decisions, Edit,
        HistoryEntry, OrganizationChange, OrganizationDeed, OrganizationUseForm, RequestsOf, Restore, RestoreWay,
        SaveOutcome, ScimDeed, ScimSaved, ScimState, SecretInput, ShownRequests, UpstreamParam, UpstreamSource,
    },
};
use lintel_management::{Method, Request};
use lintel_oidc::{Channel, Secret};
use serde_json::Value;

use crate::{
    elsewhere::Elsewhere,
    gate::Gate,
    scene::{Scene, practice_form},
};

/// The requests of the curl programs, read back.
fn of_curl(shown: &ShownRequests) -> Vec<Request> {
    let curl = shown.languages.iter().find(|language| language.label == "curl").expect("curl");
    let between = |text: &str, start: &str, end: &str| -> Option<String> {
        let (_, rest) = text.split_once(start)?;
        Some(rest.split_once(end)?.0.to_owned())
    };
    let request = |program: &String| {
        let method = between(program, "--request ", " ").expect("a method");
        let url = url::Url::parse(&between(program, "--url '", "'").expect("an address")).expect("an address");
        let body = program.split_once("--data-raw '").map(|(_, rest)| rest.trim_end().trim_end_matches('\''));
        let body = body.map(|body| serde_json::from_str::<Value>(&body.replace(r"'\''", "'")).expect("JSON"));
        let method: Method = serde_json::from_value(method.into()).expect("a method");
        Request { method, path: url.path().to_owned(), query: Vec::new(), body }
    };
    curl.programs.iter().map(request).collect()
}

async fn shown(console: &Console, of: RequestsOf) -> Vec<Request> {
    of_curl(&console.show_requests(&of, true).await.expect("requests"))
}

/// The requests of the newest entry, which is of this kind.
async fn kept(console: &Console, id: &str, kind: ChangeKind) -> Vec<Request> {
    let history = console.history(id).await.expect("the history");
    assert_eq!((history[0].kind, history[0].has_requests), (kind, true));
    shown(console, RequestsOf::Entry { entry: history[0].id }).await
}

fn edit(view: &ConnectionView, form: ConnectionForm) -> Edit {
    Edit { id: view.id.clone(), revision: view.revision.clone(), form }
}

#[tokio::test]
async fn what_is_shown_is_what_the_tenant_gets_and_what_the_history_keeps() {
    let (scene, elsewhere) = (Scene::start().await, Elsewhere::serve().await);
    let gate = Gate::before(&elsewhere).await;
    scene.tenants.connect_auth0("Gated", &gate.access(&elsewhere)).await.expect("connected");
    let console = scene.tenants.console().expect("it is open");
    let elsewhere_org = elsewhere.create("organizations", &serde_json::json!({ "name": "initech" })).await["id"]
        .as_str()
        .expect("an ID")
        .to_owned();
    gate.writes();

    let mut form = practice_form(&console, "acme", Channel::BackChannel);
    form.display_name = "Acme's \"best\" – $HOME `x`".to_owned();
    let before = shown(&console, RequestsOf::Creation { form: form.clone() }).await;
    assert_eq!(gate.writes(), [], "showing writes nothing");
    let view = console.create_connection(&form).await.expect("created");
    assert_eq!(gate.writes(), before);
    assert_eq!(kept(&console, &view.id, ChangeKind::Created).await, before);

    let edited = ConnectionForm { scope: "openid email".to_owned(), ..view.form.clone() };
    let edit = edit(&view, edited);
    let before = shown(&console, RequestsOf::Save { edit: edit.clone() }).await;
    assert_eq!(gate.writes(), []);
    let saved = console.save_connection(&edit, &Decisions::default()).await.expect("saved");
    assert!(matches!(saved, SaveOutcome::Saved { .. }), "{saved:?}");
    assert_eq!(gate.writes(), before);
    assert_eq!(kept(&console, &view.id, ChangeKind::Saved).await, before);

    let entry = console.history(&view.id).await.expect("the history")[0].id;
    let way = RestoreWay::StateBefore;
    let review = console.review_restore(entry, way).await.expect("a review");
    let paths = review.lines.iter().map(|line| line.change.path.clone()).collect();
    let restore = Restore { entry, way, seen: review.seen, paths };
    let before = shown(&console, RequestsOf::Restore { restore: restore.clone() }).await;
    assert_eq!(gate.writes(), []);
    console.restore(&restore).await.expect("restored");
    let written = gate.writes();
    assert_eq!((written.len(), written[0].method), (1, Method::Patch));
    assert_eq!(before, written);
    assert_eq!(kept(&console, &view.id, ChangeKind::Restored).await, written);
    let moved = console.show_requests(&RequestsOf::Restore { restore }, false).await;
    assert_eq!(moved.expect_err("the connection is another by now").code, "restore-moved");

    let applications = console.list_applications(&view.id).await.expect("applications");
    let sample = applications.into_iter().find(|one| one.interactive).expect("one that people sign in to").client_id;
    let client_ids = vec![sample];
    let of = RequestsOf::Applications { connection_id: view.id.clone(), client_ids: client_ids.clone(), enabled: true };
    let before = shown(&console, of).await;
    console.switch_applications(&view.id, &client_ids, true).await.expect("switched");
    let written = gate.writes();
    assert_eq!(before, written);
    assert_eq!(kept(&console, &view.id, ChangeKind::Applications).await, written);

    let of_scim = |change| RequestsOf::Scim { connection_id: view.id.clone(), change };
    let before = shown(&console, of_scim(ScimDeed::On)).await;
    console.turn_on_scim(&view.id).await.expect("on");
    let written = gate.writes();
    assert_eq!((written[0].method, &before), (Method::Post, &written));
    assert_eq!(kept(&console, &view.id, ChangeKind::Scim).await, written);
    assert_eq!(shown(&console, of_scim(ScimDeed::On)).await, [], "it is on");
    let ScimState::On { scim } = console.scim(&view.id).await.expect("its state") else { panic!("it is on") };
    let settings = scim.settings;
    let mut changed = settings.clone();
    changed.user_id_attribute = "userName".to_owned();
    let of = of_scim(ScimDeed::Settings { loaded: settings.clone(), edited: changed.clone() });
    let before = shown(&console, of).await;
    let saved = console.save_scim(&view.id, &settings, &changed).await.expect("saved");
    assert!(matches!(saved, ScimSaved::Saved { .. }), "{saved:?}");
    let written = gate.writes();
    assert_eq!((written[0].method, &before), (Method::Patch, &written));
    assert_eq!(kept(&console, &view.id, ChangeKind::Scim).await, written);

    let scopes = vec!["get:users".to_owned()];
    let before = shown(&console, of_scim(ScimDeed::NewToken { scopes: scopes.clone(), days: Some(30) })).await;
    let made = console.create_scim_token(&view.id, &scopes, Some(30)).await.expect("a token");
    assert_eq!(gate.writes(), before);
    assert_eq!(kept(&console, &view.id, ChangeKind::ScimToken).await, before);
    let history = console.history(&view.id).await.expect("the history");
    assert_eq!(history[0].changes[0].label, format!("SCIM token {}", made.id));
    assert!(
        !serde_json::to_string(&history).expect("JSON").contains(&made.token),
        "the token is nobody's to read again"
    );
    let before = shown(&console, of_scim(ScimDeed::Revocation { token_id: made.id.clone() })).await;
    console.revoke_scim_token(&view.id, &made.id).await.expect("revoked");
    assert_eq!(gate.writes(), before);
    assert_eq!(kept(&console, &view.id, ChangeKind::ScimToken).await, before);
    let revoked = &console.history(&view.id).await.expect("the history")[0].changes[0];
    assert_eq!((revoked.before.as_deref(), revoked.after.as_deref()), (Some("get:users"), None));

    let before = shown(&console, of_scim(ScimDeed::Off)).await;
    console.turn_off_scim(&view.id).await.expect("off");
    let written = gate.writes();
    assert_eq!(before, written);
    assert_eq!(kept(&console, &view.id, ChangeKind::Scim).await, written);

    let keys = |first| RequestsOf::Keys { connection_id: view.id.clone(), signing_alg: "ES256".to_owned(), first };
    let before = shown(&console, keys(true)).await;
    console.create_connection_keys(&view.id, "ES256").await.expect("keys");
    assert_eq!(gate.writes(), before);
    assert_eq!(kept(&console, &view.id, ChangeKind::Keys).await, before);
    let labels = |history: &[HistoryEntry]| -> Vec<String> {
        history[0].changes.iter().map(|change| change.label.clone()).collect()
    };
    assert_eq!(labels(&console.history(&view.id).await.expect("the history")), ["Current key", "Next key"]);

    let changes = |uses| vec![OrganizationChange { id: elsewhere_org.clone(), name: "initech".to_owned(), uses }];
    let uses = OrganizationUseForm { assign_membership_on_login: true, show_as_button: false };
    for uses in [Some(uses), None] {
        let of = RequestsOf::Organizations { connection_id: view.id.clone(), changes: changes(uses) };
        let before = shown(&console, of).await;
        assert_eq!(before.len(), 1);
        console.switch_organizations("t", &view.id, &changes(uses), &|_| {}).await.expect("switched");
        assert_eq!(gate.writes(), before);
        assert_eq!(kept(&console, &view.id, ChangeKind::Organizations).await, before);
    }

    let ids = vec![view.id.clone()];
    let action = BulkAction::Button { shown: !view.form.show_as_button };
    let before = shown(&console, RequestsOf::Many { ids: ids.clone(), action: action.clone() }).await;
    assert_eq!(before.len(), 1);
    console.change_connections("t", &ids, &action, &|_| {}).await.expect("changed");
    assert_eq!(gate.writes(), before);

    let before = shown(&console, RequestsOf::Deletion { connection_id: view.id.clone() }).await;
    console.delete_connection(&view.id, "acme").await.expect("deleted");
    assert_eq!(gate.writes(), before);
    assert_eq!(kept(&console, &view.id, ChangeKind::Deleted).await, before);
}

#[tokio::test]
async fn a_secret_is_a_placeholder_until_it_is_asked_for_and_the_token_always() {
    let scene = Scene::start().await;
    let mut form = scene.form("acme", Channel::BackChannel);
    form.client_secret = SecretInput::Replace(Secret::new("s3cret-of-acme".to_owned()));
    form.upstream_params = vec![UpstreamParam {
        name: "api_key".to_owned(),
        source: UpstreamSource::Value { value: "k3y-of-acme".to_owned() },
    }];
    let view = scene.console.create_connection(&form).await.expect("created");
    let entry = scene.console.history(&view.id).await.expect("the history")[0].id;
    let save = edit(&view, ConnectionForm { scope: "openid".to_owned(), ..view.form.clone() });
    for of in [RequestsOf::Creation { form }, RequestsOf::Save { edit: save }, RequestsOf::Entry { entry }] {
        let view = scene.console.show_requests(&of, false).await.expect("requests");
        let text = serde_json::to_string(&view).expect("JSON");
        assert!(!text.contains("s3cret-of-acme") && !text.contains("k3y-of-acme"), "{text}");
        assert_eq!(view.secrets, ["IDP_CLIENT_SECRET", "UPSTREAM_PARAM_API_KEY"]);
        for language in &view.languages {
            let stands = |placeholder: &str| language.programs[0].contains(placeholder);
            assert!(view.secrets.iter().all(|one| stands(one)), "{}", language.programs[0]);
            assert!(language.label == "Auth0 CLI" || stands(&view.token), "{}", language.programs[0]);
        }
        let asked = scene.console.show_requests(&of, true).await.expect("requests");
        let text = serde_json::to_string(&asked).expect("JSON");
        assert!(text.contains("s3cret-of-acme") && text.contains("k3y-of-acme"), "{text}");
        assert!(asked.languages.iter().all(|one| one.label == "Auth0 CLI" || one.programs[0].contains(&asked.token)));
    }
}

#[tokio::test]
async fn a_form_that_will_not_do_says_what_is_missing_and_one_without_a_change_sends_nothing() {
    let scene = Scene::start().await;
    let form = ConnectionForm { client_id: String::new(), ..scene.form("acme", Channel::BackChannel) };
    let refused = scene.console.show_requests(&RequestsOf::Creation { form }, false).await.expect_err("no client ID");
    assert_eq!(refused.field.as_deref(), Some("client_id"));
    let view = scene.created("acme", Channel::BackChannel).await;
    let unchanged = RequestsOf::Save { edit: edit(&view, view.form.clone()) };
    assert_eq!(scene.console.show_requests(&unchanged, false).await.expect("none").calls, []);
    let none = scene.console.show_requests(&RequestsOf::Entry { entry: 99 }, false).await;
    assert_eq!(none.expect_err("no such entry").code, "no-request");
}

#[tokio::test]
async fn of_many_the_first_calls_are_shown_and_how_many_follow_at_most() {
    let scene = Scene::start().await;
    let ids: Vec<String> = (0..23).map(|number| format!("con_{number}")).collect();
    let of = RequestsOf::Many { ids, action: BulkAction::Delete { typed: String::new() } };
    let view = scene.console.show_requests(&of, false).await.expect("requests");
    assert_eq!((view.calls.len(), view.more), (20, 3));
    let client_ids = (0..1_100).map(|number| format!("client-{number}")).collect();
    let of = RequestsOf::Applications { connection_id: "con_1".to_owned(), client_ids, enabled: false };
    let view = scene.console.show_requests(&of, false).await.expect("requests");
    assert_eq!((view.calls.len(), view.more), (20, 2));
}

#[tokio::test]
async fn what_is_made_on_a_local_tenant_alone_shows_its_requests_too() {
    let scene = Scene::start().await;
    let console = &scene.console;
    let form = ApplicationForm { name: " Portal ".to_owned(), callbacks: vec!["https://portal.example/cb".to_owned()] };
    let of = |change| RequestsOf::Application { change };
    let creation = ApplicationChange::Creation { form: form.clone(), app_type: "spa".to_owned() };
    let requests = shown(console, of(creation)).await;
    assert_eq!(requests[0].body.as_ref().expect("a body")["name"], "Portal");
    let made = console.create_application(&form, "spa").await.expect("created");
    let client_id = made.client_id;
    let calls = [
        (of(ApplicationChange::Save { client_id: client_id.clone(), form }), vec![Method::Patch]),
        (of(ApplicationChange::Deletion { client_id: client_id.clone() }), vec![Method::Delete]),
        (of(ApplicationChange::LoginAllowed { client_id: client_id.clone() }), vec![]),
        (RequestsOf::TestAddress { client_id }, vec![Method::Patch, Method::Patch]),
        (RequestsOf::UserDeletion { user_id: "oidc|acme|1".to_owned() }, vec![Method::Delete]),
    ];
    for (of, methods) in calls {
        let sent: Vec<Method> = shown(console, of).await.iter().map(|request| request.method).collect();
        assert_eq!(sent, methods);
    }
    let of = |change| RequestsOf::Organization { change };
    let creation = OrganizationDeed::Creation { name: "initech".to_owned(), display_name: String::new() };
    let requests = shown(console, of(creation)).await;
    assert_eq!(requests[0].body, Some(serde_json::json!({ "name": "initech" })));
    let member = OrganizationDeed::Member { id: "org_1".to_owned(), user_id: " u ".to_owned(), member: false };
    let requests = shown(console, of(member)).await;
    assert_eq!(
        (requests[0].method, &requests[0].body),
        (Method::Delete, &Some(serde_json::json!({ "members": ["u"] })))
    );
}

//! What a change sends, as text: what is shown before is what the tenant gets, and what the history shows afterwards.

use lintel_console::{
    Console,
    view::{
        ChangeKind, ConnectionForm, ConnectionView, Decisions, Edit, RequestsOf, SaveOutcome, ScimSaved, ScimState,
        SecretInput, ShownRequests, UpstreamParam, UpstreamSource,
    },
};
use lintel_management::{Method, Request};
use lintel_oidc::{Channel, Secret};
use serde_json::Value;

use crate::{
    elsewhere::Elsewhere,
    gate::Gate,
    scene::{Scene, practice_form, restored},
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
    restored(&console, entry, false).await.expect("restored");
    let written = gate.writes();
    assert_eq!((written.len(), written[0].method), (1, Method::Patch));
    assert_eq!(kept(&console, &view.id, ChangeKind::Restored).await, written);

    let applications = console.list_applications(&view.id).await.expect("applications");
    let sample = applications.into_iter().find(|one| one.interactive).expect("one that people sign in to").client_id;
    console.switch_applications(&view.id, &[sample], true).await.expect("switched");
    let written = gate.writes();
    assert_eq!(kept(&console, &view.id, ChangeKind::Applications).await, written);

    console.turn_on_scim(&view.id).await.expect("on");
    let written = gate.writes();
    assert_eq!(written[0].method, Method::Post);
    assert_eq!(kept(&console, &view.id, ChangeKind::Scim).await, written);
    let ScimState::On { scim } = console.scim(&view.id).await.expect("its state") else { panic!("it is on") };
    let settings = scim.settings;
    let mut changed = settings.clone();
    changed.user_id_attribute = "userName".to_owned();
    let saved = console.save_scim(&view.id, &settings, &changed).await.expect("saved");
    assert!(matches!(saved, ScimSaved::Saved { .. }), "{saved:?}");
    let written = gate.writes();
    assert_eq!(written[0].method, Method::Patch);
    assert_eq!(kept(&console, &view.id, ChangeKind::Scim).await, written);
    console.turn_off_scim(&view.id).await.expect("off");
    assert_eq!(kept(&console, &view.id, ChangeKind::Scim).await, gate.writes());

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

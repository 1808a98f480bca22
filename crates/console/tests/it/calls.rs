//! What each screen asks of the tenant's Management API, counted as the window opens it. Tenants allow a few calls a second, which everybody
//! who works on them shares. `UPDATE_DOCS=1` writes the table into ARCHITECTURE.md.

use std::{
    env, fmt, fs,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use lintel_console::view::{
    ActivityFilter, ApplicationForm, ConnectionForm, ConnectionView, Decisions, Edit, MappingForm, PreviewTheme,
    TrialState, UserSearch,
};
use lintel_oidc::Channel;
use tracing::{
    Dispatch, Event, Subscriber,
    field::{Field, Visit},
    subscriber::set_default,
};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

use crate::scene::{Scene, through_tenant};

const DOCUMENT: &str = "ARCHITECTURE.md";
const HEADING: &str = "## What a screen asks of a tenant\n";
const TABLE: &str = "| what a person does | calls | which |\n|---|---|---|\n";

#[tokio::test]
async fn each_screen_asks_as_many_calls_of_a_tenant_as_the_table_says() {
    let calls = Calls::default();
    // With one alone, what other tests do decides whether events are looked at.
    let _another = Dispatch::new(tracing_subscriber::registry());
    let _counting = set_default(tracing_subscriber::registry().with(calls.clone()));
    let table = format!("{TABLE}{}", screens(&calls).await.concat());

    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(DOCUMENT);
    let text = fs::read_to_string(&path).expect("the document");
    let begin = text.find(HEADING).and_then(|at| Some(at + text[at..].find(TABLE)?)).expect("the table's place");
    let end = text[begin..].find("\n\n").map_or(text.len(), |length| begin + length + 1);
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, format!("{}{table}{}", &text[..begin], &text[end..])).expect("the document is written");
    } else {
        assert_eq!(&text[begin..end], table, "{DOCUMENT} is stale: run this test with UPDATE_DOCS=1");
    }
}

/// On a tenant with three connections, two applications that people sign in to, two organizations and one person.
async fn screens(calls: &Calls) -> Vec<String> {
    let scene = Scene::start().await;
    let desk = &scene.console;
    let mut ids = Vec::new();
    for name in ["acme", "globex", "initech"] {
        ids.push(scene.enabled(name, Channel::BackChannel).await.id);
    }
    let form =
        ApplicationForm { name: "Portal".to_owned(), callbacks: vec!["https://portal.example/callback".to_owned()] };
    let portal = desk.create_application(&form, "regular_web").await.expect("an application").client_id;
    for name in ["one", "two"] {
        desk.create_organization(name, "").await.expect("an organization");
    }
    let acme = desk.connection(&ids[0]).await.expect("a connection");
    assert_eq!(scene.tried(through_tenant(&acme)).await.state, TrialState::Passed);
    let person = desk.find_users(&everybody(), 0).await.expect("people").users.remove(0).user_id;

    let mut rows = Vec::new();
    let mut screen = |what: &str| rows.push(format!("| {what} | {} |\n", calls.taken()));
    calls.taken();

    desk.list_connections(None).await.expect("connections");
    desk.tenant_applications().await.expect("applications");
    desk.find_users(&everybody(), 0).await.expect("people");
    screen("opens a tenant: the three lists of the sidebar");
    desk.enabled_counts(&ids).await.expect("counts");
    screen("sees the list of three connections, with how many applications use each");

    let acme = opened(&scene, &ids[0]).await;
    screen("opens a connection");
    desk.callback_urls().await.expect("URLs");
    screen("… its callback URLs");
    desk.issuer_details("ticket", &acme.id, &acme.revision, true).await.expect("details");
    screen("… its issuer’s details, read again");
    let mapping =
        MappingForm { attributes: r#"{ "email": "${context.userinfo.email}" }"#.to_owned(), ..MappingForm::default() };
    desk.preview_mapping(&acme.id, &mapping, Channel::BackChannel, None).await.expect("a preview");
    screen("… types in its user mapping, at each pause");
    desk.connection_keys(&acme.id).await.expect("keys");
    screen("… its keys");
    desk.scim(&acme.id).await.expect("SCIM");
    screen("… the tab Provisioning");
    desk.read_domains(&acme.id, &[], "").await.expect("domains");
    desk.preview_login_page(&acme.id, &acme.form, None, PreviewTheme::Light).await.expect("a page");
    screen("… the tab Login Experience");
    desk.route_email(&acme.id, &acme.form, "ada@acme.example").await.expect("routes");
    screen("… types an address there, at each pause");
    desk.list_organizations("ticket", &acme.id, &|_| {}).await.expect("organizations");
    screen("… the tab Organizations, of two");
    looked_at(&scene, &acme).await;
    desk.history(&acme.id).await.expect("a history");
    screen("… the tab History");
    desk.trial_applications(&acme.id).await.expect("applications");
    screen("… the tab Test, which application to sign in to");

    let edit = Edit {
        id: acme.id.clone(),
        revision: acme.revision.clone(),
        form: ConnectionForm { show_as_button: true, ..acme.form.clone() },
    };
    desk.review_changes(&edit).await.expect("a review");
    desk.connection_reach("ticket", &acme.id).await.expect("a reach");
    screen("reviews a change, and whom it concerns");
    desk.save_connection(&edit, &Decisions::default()).await.expect("saved");
    shown_again(&scene, &acme).await;
    screen("saves it");
    let acme = desk.connection(&acme.id).await.expect("a connection");
    calls.taken();
    scene.tried(through_tenant(&acme)).await;
    screen("tests it through a local tenant");

    desk.check_name("acme").await.expect("a check");
    screen("types a name for a new connection that is taken, at each pause");
    calls.taken();
    let created = desk.create_connection(&scene.form("umbrella", Channel::BackChannel)).await.expect("a connection");
    screen("creates a connection");
    desk.deletion(&created.id).await.expect("what goes with it");
    desk.delete_connection(&created.id, "umbrella").await.expect("deleted");
    screen("deletes one, asked before what goes with it");

    desk.tenant_applications().await.expect("applications");
    desk.connections_per_application().await.expect("counts");
    screen("opens Applications, with how many connections each may use");
    desk.application(&portal).await.expect("an application");
    screen("opens one of them");
    desk.find_users(&everybody(), 0).await.expect("people");
    screen("opens Users");
    desk.user(&person).await.expect("a person");
    screen("opens one of them");
    desk.activity(&ActivityFilter::default(), None).await.expect("a log");
    screen("opens Activity, and each time that it asks again");
    desk.find_people("ticket", "ada").await.expect("people");
    screen("types in the palette, at each pause");
    rows
}

fn everybody() -> UserSearch {
    UserSearch { text: String::new(), connection: None }
}

/// As `ui/src/routes/connection/page.svelte.ts` begins.
async fn opened(scene: &Scene, id: &str) -> ConnectionView {
    let view = scene.console.connection(id).await.expect("a connection");
    scene.console.list_applications(id).await.expect("applications");
    scene.console.check_provider("ticket", &view.form.discovery_url).await.expect("a check");
    scene.console.issuer_details("ticket", id, &view.revision, false).await.expect("details");
    view
}

/// As `ui/src/routes/connection/open.svelte.ts` shows what was saved.
async fn shown_again(scene: &Scene, view: &ConnectionView) {
    scene.console.check_provider("ticket", &view.form.discovery_url).await.expect("a check");
    scene.console.connection_row(&view.id, Some(&view.revision)).await.expect("a row");
    scene.console.issuer_details("ticket", &view.id, &view.revision, false).await.expect("details");
}

/// As `ui/src/routes/connection/gone.svelte.ts` looks.
async fn looked_at(scene: &Scene, view: &ConnectionView) {
    scene.console.connection(&view.id).await.expect("a connection");
}

/// The calls that the client has made since somebody asked.
#[derive(Debug, Clone, Default)]
struct Calls(Arc<Mutex<Vec<String>>>);

impl Calls {
    /// How many, and which, as cells of a row.
    fn taken(&self) -> String {
        let calls = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let mut counted: Vec<(&String, usize)> = Vec::new();
        for call in &calls {
            match counted.iter_mut().find(|(known, _)| *known == call) {
                Some((_, count)) => *count += 1,
                None => counted.push((call, 1)),
            }
        }
        // Those that are asked at once are answered in any order.
        counted.sort();
        let told = counted.into_iter().map(|(call, count)| match count {
            1 => format!("`{call}`"),
            _ => format!("`{call}` × {count}"),
        });
        format!("{} | {}", calls.len(), told.collect::<Vec<_>>().join(", "))
    }
}

impl<S: Subscriber> Layer<S> for Calls {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut call = Call::default();
        event.record(&mut call);
        if event.metadata().target().starts_with("lintel_management") && call.message == "Management API" {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push(format!(
                "{} {}",
                call.method,
                outlined(&call.path)
            ));
        }
    }
}

#[derive(Debug, Default)]
struct Call {
    message: String,
    method: String,
    path: String,
}

impl Visit for Call {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let place = match field.name() {
            "message" => &mut self.message,
            "method" => &mut self.method,
            "path" => &mut self.path,
            _ => return,
        };
        *place = format!("{value:?}");
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.record_debug(field, &format_args!("{value}"));
    }
}

/// The path below `/api/v2`, without the IDs in it: every second segment is one.
fn outlined(path: &str) -> String {
    let segments = path.trim_start_matches("/api/v2/").split('/').enumerate();
    segments.map(|(place, segment)| if place % 2 == 1 { "{id}" } else { segment }).collect::<Vec<_>>().join("/")
}

//! One console on a folder of its own, and the tenant's database when the console is closed.

use std::{
    future::Future,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use lintel_console::{
    Console, Problem, StartConfig, Tenants,
    trial::PATIENCE,
    view::{
        ConnectionForm, ConnectionView, Restore, RestoreLine, RestoreOutcome, RestoreWay, SecretInput, TrialPlace,
        TrialRequest, TrialState, TrialView,
    },
};
use lintel_management::Connection;
use lintel_oidc::{Channel, Clock, Secret, http::Fetcher, issuing, sign_in::World};
use lintel_tenant::{Folder, KeySource, Tenant, TenantConfig};
use serde_json::{Map, Value};
use tempfile::TempDir;
use tokio::{sync::mpsc, task::JoinHandle};

use crate::{
    ports,
    window::{Person, Window},
};

/// Far more than anything here takes, on a computer that is busy with other tests.
const SOON: Duration = Duration::from_secs(60);

/// Seals the folders of these tests.
pub(crate) const KEY: [u8; 32] = [7; 32];

pub(crate) struct Scene {
    /// The tenant in front when the scene began.
    pub(crate) console: Arc<Console>,
    pub(crate) tenants: Tenants,
    folder: TempDir,
    key: KeySource,
}

/// What the tenant's database holds.
#[derive(Debug, PartialEq)]
pub(crate) struct Holdings {
    pub(crate) connections: Vec<Connection>,
    pub(crate) users: Vec<Map<String, Value>>,
}

/// A trial under way, from its click.
pub(crate) struct Running {
    pub(crate) id: String,
    pub(crate) window: Arc<Window>,
    views: mpsc::UnboundedReceiver<TrialView>,
    starting: Option<JoinHandle<Result<TrialView, Problem>>>,
}

impl Scene {
    pub(crate) async fn start() -> Scene {
        Scene::start_with(KeySource::Given(KEY), PATIENCE).await
    }

    pub(crate) async fn start_with(key: KeySource, patience: Duration) -> Scene {
        let folder = TempDir::new().expect("a folder");
        ports::assign(folder.path());
        Scene::on(folder, key, patience).await
    }

    /// On a folder that is there already.
    pub(crate) async fn on(folder: TempDir, key: KeySource, patience: Duration) -> Scene {
        let config = StartConfig { folder: Some(folder.path().to_owned()), key: key.clone(), patience };
        let tenants = Tenants::start(config).await.expect("the program starts");
        Scene { console: tenants.console().expect("it is open"), tenants, folder, key }
    }

    /// Closes the console, does something with its tenant, and opens the console again.
    pub(crate) async fn meanwhile<T, F: Future<Output = T>>(
        self,
        patience: Duration,
        work: impl FnOnce(Arc<Tenant>) -> F,
    ) -> (Scene, T) {
        let (folder, key) = self.closed().await;
        let world = World::new(Fetcher::new().expect("a fetcher"), Clock::system());
        let held = Folder::open(folder.path()).expect("the folder is free again");
        let config = TenantConfig { folder: held, port: None, key: key.clone(), world };
        let tenant = Arc::new(Tenant::open(config).await.expect("the tenant"));
        let outcome = work(Arc::clone(&tenant)).await;
        drop(tenant);
        (Scene::on(folder, key, patience).await, outcome)
    }

    /// Closes the console, lets another process have the folder, and opens the console again.
    pub(crate) async fn while_closed(self, work: impl FnOnce(PathBuf)) -> Scene {
        self.while_closed_for(async |folder| work(folder)).await
    }

    /// The same for work that waits.
    pub(crate) async fn while_closed_for(self, work: impl AsyncFnOnce(PathBuf)) -> Scene {
        let (folder, key) = self.closed().await;
        work(folder.path().to_owned()).await;
        Scene::on(folder, key, PATIENCE).await
    }

    /// Ends the program, once nothing under way holds it any more.
    pub(crate) async fn closed(self) -> (TempDir, KeySource) {
        let Scene { console, tenants, folder, key } = self;
        let held = Arc::downgrade(&console);
        drop(console);
        tenants.stop().await;
        drop(tenants);
        let waiting = async {
            while held.strong_count() > 0 {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(SOON, waiting).await.expect("what was under way has ended");
        (folder, key)
    }

    /// Does to a database in the folder what no call does.
    pub(crate) fn damage(&self, database: &str, sql: &str) {
        let database = rusqlite::Connection::open(self.folder().join(database)).expect("a database");
        database.execute_batch(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) async fn holdings(self) -> (Scene, Holdings) {
        self.meanwhile(PATIENCE, async |tenant| Holdings {
            connections: tenant.store().connections().await.expect("a database"),
            users: tenant.store().users().await.expect("a database"),
        })
        .await
    }

    pub(crate) fn form(&self, name: &str, channel: Channel) -> ConnectionForm {
        practice_form(&self.console, name, channel)
    }

    pub(crate) async fn created(&self, name: &str, channel: Channel) -> ConnectionView {
        self.console.create_connection(&self.form(name, channel)).await.expect("a connection")
    }

    /// A connection that the Sample application may use.
    pub(crate) async fn enabled(&self, name: &str, channel: Channel) -> ConnectionView {
        let created = self.created(name, channel).await;
        self.enable_sample(&created.id).await;
        created
    }

    /// Lets the Sample application use the connection.
    pub(crate) async fn enable_sample(&self, connection_id: &str) {
        let client_id = self.sample(connection_id).await;
        self.console.switch_applications(connection_id, &[client_id], true).await.expect("enabled");
    }

    /// The client ID of the Sample application.
    pub(crate) async fn sample(&self, connection_id: &str) -> String {
        let applications = self.console.list_applications(connection_id).await.expect("applications");
        let sample = applications.into_iter().find(|application| application.name == "Sample application");
        sample.expect("the Sample application").client_id
    }

    pub(crate) async fn begin(&self, request: TrialRequest, person: Person) -> Running {
        let mut running = Running::asked_for(&self.console, request, Window::new(person));
        let started = running.started().await.expect("a trial");
        assert_eq!(started.state, TrialState::Running);
        running
    }

    /// A whole trial in which the person signs in.
    pub(crate) async fn tried(&self, request: TrialRequest) -> TrialView {
        self.begin(request, Person::SignsIn).await.end().await
    }
}

impl Running {
    /// The person has pressed the button.
    pub(crate) fn asked_for(console: &Arc<Console>, request: TrialRequest, window: Arc<Window>) -> Running {
        Running::asked_for_at(TrialPlace::Window, console, request, window)
    }

    pub(crate) fn asked_for_at(
        place: TrialPlace,
        console: &Arc<Console>,
        request: TrialRequest,
        window: Arc<Window>,
    ) -> Running {
        let (id, console) = (issuing::token(8), Arc::clone(console));
        let (sender, views) = mpsc::unbounded_channel();
        // A test that has seen enough does not listen any more.
        let observer = Arc::new(move |view: &TrialView| drop(sender.send(view.clone())));
        let (own_id, own_window) = (id.clone(), Arc::clone(&window));
        let starting =
            tokio::spawn(async move { console.start_trial(&own_id, request, place, own_window, observer).await });
        Running { id, window, views, starting: Some(starting) }
    }

    /// What the button's press is answered with.
    pub(crate) async fn started(&mut self) -> Result<TrialView, Problem> {
        let starting = self.starting.take().expect("asked once");
        tokio::time::timeout(SOON, starting).await.expect("an answer").expect("no panic")
    }

    /// The next view that fits.
    pub(crate) async fn until(&mut self, fits: impl Fn(&TrialView) -> bool) -> TrialView {
        let wanted = async {
            loop {
                let view = self.views.recv().await.expect("the trial reports");
                if fits(&view) {
                    return view;
                }
            }
        };
        tokio::time::timeout(SOON, wanted).await.expect("the trial comes so far")
    }

    /// The trial as it ended, its window gone.
    pub(crate) async fn end(&mut self) -> TrialView {
        let view = self.until(|view| view.state != TrialState::Running).await;
        assert!(!self.window.is_open(), "the window is closed");
        view
    }
}

/// The values of the practice provider, as a person copies them into the form.
pub(crate) fn practice_form(console: &Console, name: &str, channel: Channel) -> ConnectionForm {
    let practice = console.practice().expect("it answers");
    ConnectionForm {
        name: name.to_owned(),
        display_name: name.to_owned(),
        discovery_url: practice.issuer,
        channel,
        client_id: practice.client_id,
        client_secret: match channel {
            Channel::BackChannel => {
                SecretInput::Replace(Secret::new(console.reveal_practice_secret().expect("it answers")))
            }
            Channel::FrontChannel => SecretInput::Unchanged,
        },
        ..ConnectionForm::default()
    }
}

/// Brings back the state before a change as a person would who leaves the ticks as they are, but for the secret's.
pub(crate) async fn restored(console: &Console, entry: i64, with_secret: bool) -> Result<RestoreOutcome, Problem> {
    let way = RestoreWay::StateBefore;
    let review = console.review_restore(entry, way).await?;
    let is_secret = |line: &RestoreLine| line.change.path == "/options/client_secret";
    let wanted = review.lines.into_iter().filter(|line| line.chosen || (with_secret && is_secret(line)));
    let paths = wanted.map(|line| line.change.path).collect();
    console.restore(&Restore { entry, way, seen: review.seen, paths }).await
}

/// The saved connection, tested straight at the provider.
pub(crate) fn direct(connection: &ConnectionView) -> TrialRequest {
    TrialRequest::Direct { connection_id: Some(connection.id.clone()), form: Box::new(connection.form.clone()) }
}

pub(crate) fn through_tenant(connection: &ConnectionView) -> TrialRequest {
    TrialRequest::ThroughTenant { connection_id: connection.id.clone(), application: None, organization: None }
}

//! The applications that a test through the tenant can sign in to, and what stops it at one of them.

use lintel_management::{Application, Connection};
use lintel_oidc::{
    Secret,
    bidi::isolated,
    sign_in::{ClientAuthentication, RedirectUri},
};
use lintel_tenant::Tenant;
use serde_json::{Value, json};
use url::Url;

use super::{
    application::{Registration, SCOPE},
    window::same_place,
};
use crate::{
    Console,
    application::{registration::is_confidential, switches::is_interactive},
    view::{ObstacleKind, Problem, TrialApplication, TrialObstacle, TrialTarget},
};

const LOGIN_GRANT: &str = "authorization_code";

impl Console {
    /// The applications of the tenant that people sign in to, with what stops a test of the connection at each. The Sample
    /// application, which a test signs in to unless another is chosen, comes first.
    pub async fn trial_applications(&self, connection_id: &str) -> Result<Vec<TrialApplication>, Problem> {
        let tenant = self.served_here(super::application::THROUGH_TENANT)?;
        let connection = self.client.connection(connection_id).await?;
        let enabled = self.client.connection_clients(connection_id).await?;
        let mut applications = self.applications().await?;
        applications.retain(is_interactive);
        applications.sort_by_key(|application| application.client_id != tenant.sample_application().client_id);
        let shown = applications.into_iter().map(|application| TrialApplication {
            obstacles: obstacles(&application, &connection, enabled.contains(&application.client_id), tenant),
            callbacks: catchable(&application, tenant).map(str::to_owned).collect(),
            scope: SCOPE.to_owned(),
            confidential: is_confidential(&application),
            client_id: application.client_id,
            name: application.name,
            app_type: application.app_type,
        });
        Ok(shown.collect())
    }

    /// Lets people sign in to an application whose grants leave that out.
    pub async fn allow_login(&self, client_id: &str) -> Result<(), Problem> {
        self.writes_applications()?;
        let application = self.client.client(client_id).await?;
        if !has_login_grant(&application) {
            let grants: Vec<&str> = grants(&application).chain([LOGIN_GRANT]).collect();
            self.client.update_application(client_id, &json!({ "grant_types": grants })).await?;
        }
        Ok(())
    }

    /// The application as it is now: its secret, its callbacks and its grants can be changed like those of any.
    pub(super) async fn registration(
        &self,
        tenant: &Tenant,
        connection: &Connection,
        target: Option<&TrialTarget>,
    ) -> Result<Registration, Problem> {
        let sample = &tenant.sample_application().client_id;
        let client_id = target.map_or(sample, |target| &target.client_id);
        let application = self.client.client(client_id).await?;
        let enabled = self.client.connection_clients(&connection.id).await?.contains(client_id);
        if let Some(obstacle) = obstacles(&application, connection, enabled, tenant).into_iter().next() {
            return Err(Problem::new(code(obstacle.kind), obstacle.message).remedy(obstacle.remedy));
        }
        let callback = callback(&application, tenant, target.and_then(|target| target.callback.as_deref()))?;
        Ok(Registration {
            tenant: tenant.url().to_owned(),
            issuer: tenant.issuer(),
            client_authentication: authentication(&application),
            callback,
            client_id: application.client_id,
            name: application.name,
        })
    }
}

/// The callback that is wanted, or else the first one at which the sign-in window can stop.
fn callback(application: &Application, tenant: &Tenant, wanted: Option<&str>) -> Result<RedirectUri, Problem> {
    let found = catchable(application, tenant).find(|callback| wanted.is_none_or(|wanted| wanted == *callback));
    found.and_then(|callback| callback.parse().ok()).ok_or_else(|| {
        let callback = wanted.unwrap_or_default();
        let message = format!("{callback} is not among the callback URLs of {} any more.", named(application));
        Problem::new("callback-unknown", message).remedy("Choose another, or add it to the application again.")
    })
}

fn authentication(application: &Application) -> ClientAuthentication {
    let secret = application.client_secret.as_deref().map(Secret::new);
    match (application.other.get("token_endpoint_auth_method").and_then(Value::as_str), secret) {
        (Some("none"), _) => ClientAuthentication::Public,
        (Some("client_secret_basic"), Some(secret)) => ClientAuthentication::ClientSecretBasic(secret),
        (_, secret) => ClientAuthentication::ClientSecretPost(secret),
    }
}

/// What stops a test of the connection at the application, what has to be put right first before the rest.
fn obstacles(application: &Application, connection: &Connection, enabled: bool, tenant: &Tenant) -> Vec<TrialObstacle> {
    let name = named(application);
    if let Some(why) = application.unreadable() {
        return vec![TrialObstacle {
            kind: ObstacleKind::Unreadable,
            message: format!("{name} cannot be read: {why}."),
            remedy: "All that can be done with it is to delete it.".to_owned(),
        }];
    }
    let grant = (!has_login_grant(application)).then(|| TrialObstacle {
        kind: ObstacleKind::NoLoginGrant,
        message: format!("{name} is not allowed to sign people in: its grants leave {LOGIN_GRANT} out."),
        remedy: "Allow that grant. The tenant refuses its logins without.".to_owned(),
    });
    let callback = catchable(application, tenant).next().is_none().then(|| TrialObstacle {
        kind: ObstacleKind::NoCallback,
        message: match application.callbacks.first() {
            None => format!("{name} has no callback URL."),
            Some(callback) => {
                let why = uncatchable(callback, tenant).unwrap_or("the sign-in window cannot stop there");
                format!("No callback URL of {name} will do. “{callback}”: {why}.")
            }
        },
        remedy: "Add one such as https://app.example.com/callback. Nothing has to answer there: the sign-in window stops before it \
                 loads the page."
            .to_owned(),
    });
    let enabled = (!enabled).then(|| TrialObstacle {
        kind: ObstacleKind::NotEnabled,
        message: format!("{} is not enabled for {name}.", connection.name),
        remedy: "Enable it. The tenant refuses such logins of the application, and so this test.".to_owned(),
    });
    [grant, callback, enabled].into_iter().flatten().collect()
}

fn code(kind: ObstacleKind) -> &'static str {
    match kind {
        ObstacleKind::Unreadable => "application-unreadable",
        ObstacleKind::NoLoginGrant => "no-login-grant",
        ObstacleKind::NoCallback => "no-callback",
        ObstacleKind::NotEnabled => "connection-not-enabled",
    }
}

fn named(application: &Application) -> String {
    isolated(&application.name).into_owned()
}

fn grants(application: &Application) -> impl Iterator<Item = &str> {
    let grants = application.other.get("grant_types").and_then(Value::as_array);
    grants.into_iter().flatten().filter_map(Value::as_str)
}

fn has_login_grant(application: &Application) -> bool {
    grants(application).any(|grant| grant == LOGIN_GRANT)
}

/// The callbacks at which the sign-in window can stop before it loads them.
fn catchable<'a>(application: &'a Application, tenant: &'a Tenant) -> impl Iterator<Item = &'a str> {
    let callbacks = application.callbacks.iter().map(String::as_str);
    callbacks.filter(|callback| uncatchable(callback, tenant).is_none())
}

/// Why the sign-in window would not stop at a callback, or would stop too early.
fn uncatchable(callback: &str, tenant: &Tenant) -> Option<&'static str> {
    let Ok(url) = Url::parse(callback) else { return Some("it is no absolute URL") };
    let on_the_way =
        |path: &str| Url::parse(tenant.url()).and_then(|own| own.join(path)).is_ok_and(|own| same_place(&own, &url));
    if url.cannot_be_a_base() {
        return Some("a scheme such as http:// is missing, or the path after it");
    }
    if url.host_str().is_some_and(|host| host.contains('*')) {
        return Some("it stands for many addresses, and no application can be sent to all of them");
    }
    if url.fragment().is_some() {
        return Some("it has a fragment, the part from # on");
    }
    if on_the_way("/authorize") || on_the_way("/login/callback") {
        return Some("it is the tenant's own, which every login passes on its way");
    }
    None
}

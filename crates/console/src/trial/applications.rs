//! The applications that a test through the tenant can sign in to, and what stops it at one of them.

use lintel_management::{Application, Connection, Request};
use lintel_oidc::{
    Secret,
    bidi::isolated,
    sign_in::{ClientAuthentication, RedirectUri},
};
use serde_json::{Value, json};
use url::Url;

use super::{
    application::{Registration, SCOPE},
    return_address::ReturnAddress,
    window::same_place,
};
use crate::{
    Console,
    application::{registration::is_confidential, switches::is_interactive},
    view::{ObstacleKind, Problem, TrialApplication, TrialObstacle, TrialPlace, TrialTarget},
};

const LOGIN_GRANT: &str = "authorization_code";

impl Console {
    /// The applications of the tenant that people sign in to, with what stops a test of the connection at each. First comes the one
    /// that a test signs in to unless another is chosen: the Sample application, or elsewhere one of which most can be seen.
    pub async fn trial_applications(&self, connection_id: &str) -> Result<Vec<TrialApplication>, Problem> {
        let (connection, enabled, applications) = tokio::join!(
            self.client.connection(connection_id),
            self.client.connection_clients(connection_id),
            self.applications()
        );
        let (connection, enabled, mut applications) = (connection?, enabled?, applications?);
        applications.retain(is_interactive);
        // To enable a connection elsewhere changes who can sign in: that is offered where there is no other way to test.
        if self.served().is_none() && applications.iter().any(|application| enabled.contains(&application.client_id)) {
            applications.retain(|application| enabled.contains(&application.client_id));
        }
        let mut shown: Vec<_> = applications
            .into_iter()
            .map(|application| TrialApplication {
                obstacles: self.obstacles(&application, &connection, enabled.contains(&application.client_id)),
                callbacks: self.catchable(&application).map(str::to_owned).collect(),
                scope: SCOPE.to_owned(),
                confidential: is_confidential(&application),
                organizations: takes_organizations(&application),
                unseen: authentication(&application).err(),
                client_id: application.client_id,
                name: application.name,
                app_type: application.app_type,
            })
            .collect();
        match self.served() {
            Some(tenant) => {
                shown.sort_by_key(|application| application.client_id != tenant.sample_application().client_id);
            }
            None => shown.sort_by_key(|application| {
                (!application.obstacles.is_empty(), application.unseen.is_some(), application.name.to_lowercase())
            }),
        }
        Ok(shown)
    }

    /// Lets people sign in to an application whose grants leave that out.
    pub async fn allow_login(&self, client_id: &str) -> Result<(), Problem> {
        self.writes_applications()?;
        if let Some(request) = self.login_allowed(client_id).await? {
            self.client.perform(&request).await?;
        }
        Ok(())
    }

    /// What lets people sign in to it; nothing where they may.
    pub(crate) async fn login_allowed(&self, client_id: &str) -> Result<Option<Request>, Problem> {
        let application = self.client.client(client_id).await?;
        let grants: Vec<&str> = grants(&application).chain([LOGIN_GRANT]).collect();
        let request = || Request::update_application(client_id, json!({ "grant_types": grants }));
        Ok((!has_login_grant(&application)).then(request))
    }

    /// The application as it is now: its secret, its callbacks and its grants can be changed like those of any.
    pub(super) async fn registration(
        &self,
        connection: &Connection,
        target: Option<&TrialTarget>,
        place: TrialPlace,
    ) -> Result<Registration, Problem> {
        let client_id = match (target, self.served()) {
            (Some(target), _) => target.client_id.clone(),
            (None, Some(tenant)) => tenant.sample_application().client_id.clone(),
            (None, None) => self.proposed(&connection.id).await?,
        };
        let application = self.client.client(&client_id).await?;
        let enabled = self.client.connection_clients(&connection.id).await?.contains(&client_id);
        let own_address = place == TrialPlace::Browser;
        let mut obstacles = self.obstacles(&application, connection, enabled).into_iter();
        if let Some(obstacle) = obstacles.find(|obstacle| !(own_address && obstacle.kind == ObstacleKind::NoCallback)) {
            return Err(Problem::new(code(obstacle.kind), obstacle.message).remedy(obstacle.remedy));
        }
        let (callback, address) = match own_address {
            false => (self.callback(&application, target.and_then(|target| target.callback.as_deref()))?, None),
            true => {
                let address = ReturnAddress::listen()?;
                let callback = address.url().parse().map_err(|_| super::return_address::not_to_be_had("no URL"))?;
                (callback, Some(address))
            }
        };
        let authentication = authentication(&application);
        Ok(Registration {
            tenant: self.url().to_owned(),
            issuer: format!("{}/", self.url()),
            unseen: authentication.as_ref().err().cloned(),
            client_authentication: authentication.unwrap_or(ClientAuthentication::Public),
            callback,
            address,
            client_id: application.client_id,
            name: application.name,
            organization: None,
        })
    }

    async fn proposed(&self, connection_id: &str) -> Result<String, Problem> {
        let first = self.trial_applications(connection_id).await?.into_iter().next();
        first.map(|application| application.client_id).ok_or_else(|| {
            Problem::new("no-application", "There is no application on this tenant that people sign in to.")
                .remedy("Create one in the Auth0 dashboard, and enable the connection for it.")
        })
    }

    /// The callback that is wanted, or else the first one at which the sign-in window can stop.
    fn callback(&self, application: &Application, wanted: Option<&str>) -> Result<RedirectUri, Problem> {
        let found = self.catchable(application).find(|callback| wanted.is_none_or(|wanted| wanted == *callback));
        found.and_then(|callback| callback.parse().ok()).ok_or_else(|| {
            let callback = wanted.unwrap_or_default();
            let message = format!("{callback} is not among the callback URLs of {} any more.", named(application));
            Problem::new("callback-unknown", message).remedy("Choose another, or add it to the application again.")
        })
    }

    /// The callbacks at which the sign-in window can stop before it loads them.
    fn catchable<'a>(&'a self, application: &'a Application) -> impl Iterator<Item = &'a str> {
        let callbacks = application.callbacks.iter().map(String::as_str);
        callbacks.filter(|callback| uncatchable(callback, self.url()).is_none())
    }

    /// What stops a test of the connection at the application, what has to be put right first before the rest.
    fn obstacles(&self, application: &Application, connection: &Connection, enabled: bool) -> Vec<TrialObstacle> {
        obstacles(application, connection, enabled, self.url(), self.served().is_some())
    }
}

/// How the application proves itself, or what Lintel cannot see because it does not know that.
fn authentication(application: &Application) -> Result<ClientAuthentication, String> {
    let secret = application.client_secret.as_deref().map(Secret::new);
    let by_key = application.other.get("client_authentication_methods").is_some_and(|methods| !methods.is_null());
    match (application.other.get("token_endpoint_auth_method").and_then(Value::as_str), secret) {
        (Some("none"), _) => Ok(ClientAuthentication::Public),
        (Some("client_secret_basic"), Some(secret)) => Ok(ClientAuthentication::ClientSecretBasic(secret)),
        (_, Some(secret)) if !by_key => Ok(ClientAuthentication::ClientSecretPost(Some(secret))),
        _ if by_key => Err("It authenticates by a key that it alone has: Lintel sees its code come, and none of its tokens.".to_owned()),
        _ => Err("Its client secret is not shown to Lintel (read:client_keys): Lintel sees its code come, and none of its tokens."
            .to_owned()),
    }
}

fn obstacles(
    application: &Application,
    connection: &Connection,
    enabled: bool,
    own: &str,
    here: bool,
) -> Vec<TrialObstacle> {
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
        remedy: match here {
            true => "Allow that grant. The tenant refuses its logins without.".to_owned(),
            false => "Allow that grant in the Auth0 dashboard, or choose another application.".to_owned(),
        },
    });
    let catchable = |callback: &String| uncatchable(callback, own).is_none();
    let callback = (!application.callbacks.iter().any(catchable)).then(|| TrialObstacle {
        kind: ObstacleKind::NoCallback,
        message: match application.callbacks.first() {
            None => format!("{name} has no callback URL."),
            Some(callback) => {
                let why = uncatchable(callback, own).unwrap_or("the sign-in window cannot stop there");
                format!("No callback URL of {name} will do. “{callback}”: {why}.")
            }
        },
        remedy: match here {
            true => "Add one such as https://app.example.com/callback. Nothing has to answer there: the sign-in window stops before \
                     it loads the page."
                .to_owned(),
            false => "Add one in the Auth0 dashboard, choose another application, or test in the browser, for which Lintel adds an \
                      address of this computer for the time of the test."
                .to_owned(),
        },
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

/// What a new application is without it, it is in Auth0's words as well: it takes none.
fn takes_organizations(application: &Application) -> bool {
    let usage = application.other.get("organization_usage").and_then(Value::as_str);
    matches!(usage, Some("allow" | "require"))
}

fn has_login_grant(application: &Application) -> bool {
    grants(application).any(|grant| grant == LOGIN_GRANT)
}

/// Why the sign-in window would not stop at a callback, or would stop too early.
fn uncatchable(callback: &str, own: &str) -> Option<&'static str> {
    let Ok(url) = Url::parse(callback) else { return Some("it is no absolute URL") };
    let on_the_way =
        |path: &str| Url::parse(own).and_then(|own| own.join(path)).is_ok_and(|own| same_place(&own, &url));
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

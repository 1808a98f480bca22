//! Directly: the draft as it stands against the provider, touching nothing in the tenant.

use std::sync::Arc;

use lintel_management::{Connection, Options};
use lintel_oidc::{
    Channel,
    discovery::DiscoveryDocument,
    sign_in::{AuthorizationResponse, RelyingParty, SignIn},
    signing::SigningKey,
    trace::Trace,
};
use lintel_tenant::{OidcOptions, Tenant, relying_party};
use serde_json::{Map, Value};
use tokio::sync::oneshot;
use url::Url;

use super::{run::Trial, subject::Subject};
use crate::{
    Console,
    view::{ConnectionForm, Problem, TrialPlace},
};

impl Console {
    /// A direct test is answered at the tenant's callback: in the browser that is ours to see only where the tenant is.
    pub(super) fn comes_back(&self, place: TrialPlace) -> Result<(), Problem> {
        match place {
            TrialPlace::Browser if self.served().is_some() => Ok(()),
            TrialPlace::Window => Ok(()),
            _ => Err(Problem::new(
                "browser-elsewhere",
                format!("In the browser, the answer of a direct test goes to {} and not to Lintel.", self.url()),
            )
            .remedy("Test through the tenant, or in the sign-in window.")),
        }
    }

    /// The relying party of the draft, read from its options exactly as the tenant would read them once saved.
    pub(super) async fn direct_plan(
        &self,
        id: Option<&str>,
        form: &ConnectionForm,
    ) -> Result<(RelyingParty, Subject), Problem> {
        let draft = self.draft(id, form).await?;
        let client_key = self.client_key(&draft).await?;
        let rp = relying_party(&draft, self.callback_url(), client_key)
            .map_err(|error| Problem::new("not-testable", error.to_string()))?;
        Ok((rp, Subject::of(&draft, self.callback_url())))
    }

    /// The connection as the form would have it, with what the tenant would store on saving.
    pub(crate) async fn draft(&self, id: Option<&str>, form: &ConnectionForm) -> Result<Connection, Problem> {
        let saved = match id {
            Some(id) => Some(self.read(id).await?),
            None => None,
        };
        let current = saved.as_ref().and_then(|connection| connection.options.as_ref());
        form.validate(saved.as_ref())?;
        let unchanged =
            saved.as_ref().is_some_and(|connection| ConnectionForm::of(connection).discovery_url == form.discovery_url);
        let discovery_url = match unchanged {
            true => form.discovery_url.clone(),
            false => self
                .checked(&form.discovery_url)
                .await
                .found
                .map_or(form.discovery_url.clone(), |found| found.discovery_url),
        };
        let mut options = form.options(current, &discovery_url);
        self.fill_metadata(&mut options).await;
        Ok(Connection {
            id: saved.map(|connection| connection.id).unwrap_or_default(),
            name: form.name.clone(),
            strategy: "oidc".to_owned(),
            display_name: None,
            options: Some(options),
            show_as_button: false,
            other: Map::new(),
        })
    }

    /// The key that the tenant authenticates with, which no tenant elsewhere gives away.
    pub(crate) async fn client_key(&self, draft: &Connection) -> Result<Option<Arc<SigningKey>>, Problem> {
        let by_key = OidcOptions::of_connection(draft)
            .is_some_and(|options| options.channel == Channel::BackChannel && options.uses_private_key_jwt());
        match self.served() {
            Some(tenant) => tenant.client_key(&draft.id).await.map_err(|error| {
                Problem::new("client-key-unreadable", format!("The connection's key could not be read: {error}."))
            }),
            None if by_key => Err(Problem::new(
                "client-key-elsewhere",
                format!("This connection authenticates with private_key_jwt, and its key never leaves {}.", self.url()),
            )
            .remedy("Test it with an application of the tenant, or copy the connection to a local tenant and test it there.")),
            None => Ok(None),
        }
    }

    /// What the tenant would store on saving. Where it cannot be had, the sign-in itself says why.
    async fn fill_metadata(&self, options: &mut Options) {
        if options.oidc_metadata().is_some() {
            return;
        }
        let Some(url) = options.discovery_url().and_then(|url| Url::parse(url).ok()) else { return };
        let Ok(fetched) = self.common.world.fetcher.fetch(&url).await else { return };
        if let Ok(document) = DiscoveryDocument::parse(&fetched.body) {
            options.0.insert("oidc_metadata".to_owned(), Value::Object(document.into_members()));
        }
    }

    pub(super) async fn run_direct(&self, trial: &Arc<Trial>, rp: &RelyingParty) -> Trace {
        let reporting = Arc::clone(trial);
        let observer = Arc::new(move |trace: &Trace| reporting.report(trace));
        let sign_in = match SignIn::begin(rp.clone(), &[], self.common.world.clone(), observer).await {
            Ok(sign_in) => sign_in.keeping_tokens(self.keeps_tokens()),
            Err(refusal) => return refusal.trace,
        };
        // A tenant elsewhere would take the answer for a sign-in that it did not begin: the window catches it before it is sent.
        let at_the_tenant = self.served().map(|tenant| tenant.expect_callback(sign_in.state()));
        let strays = self.served().map(Tenant::stray_answers);
        let watched = at_the_tenant.is_none().then(|| self.callback_url());
        let answer = match trial.open(sign_in.authorization_url(), watched, None).await {
            Ok(mut events) => tokio::select! {
                answer = trial.answer(sign_in.state(), arrival(at_the_tenant), &mut events, self.common.patience) => answer,
                never = trial.note_all(strays) => match never {},
            },
            Err(ended) => Err(ended),
        };
        match answer {
            Ok(response) => match sign_in.finish(response).await {
                Ok(verified) => verified.recorder.accept(verified.profile),
                Err(refusal) => refusal.trace,
            },
            Err(ended) => trial.abandoned(&ended),
        }
    }
}

/// The response that arrives at the tenant's callback; a tenant that is elsewhere, or stops, brings none.
async fn arrival(at_the_tenant: Option<oneshot::Receiver<AuthorizationResponse>>) -> AuthorizationResponse {
    if let Some(arriving) = at_the_tenant
        && let Ok(response) = arriving.await
    {
        return response;
    }
    std::future::pending().await
}

//! Through the tenant: as the sample application, by the path that every login takes.

use std::{convert::Infallible, time::Instant};

use lintel_oidc::{
    Channel, Finding, Secret,
    issuing::{code_challenge_s256, token},
    sign_in::{APPLICATION_REFUSED, AuthorizationResponse},
    trace::{Claim, Direction, Field, Message, Outcome, Step, StepKind, StepState, Trace},
};
use lintel_tenant::TenantSignIn;
use serde_json::{Map, Value};
use tokio::sync::broadcast::{
    self,
    error::{RecvError, TryRecvError},
};
use url::Url;

use super::{Ended, Trial, response};
use crate::{Console, form::channel, view::Problem};

pub(super) struct Plan {
    pub connection_id: String,
    pub connection_name: String,
    pub channel: Channel,
    client_id: String,
    client_secret: Option<Secret>,
    callback: Url,
}

impl Console {
    pub(super) async fn through_tenant_plan(&self, connection_id: &str) -> Result<Plan, Problem> {
        let sample = self.served_here("A test through the tenant")?.sample_application();
        let connection = self.client.connection(connection_id).await?;
        if !self.client.connection_clients(connection_id).await?.contains(&sample.client_id) {
            return Err(Problem::new(
                "connection-not-enabled",
                format!(
                    "“{}” is not enabled for the Sample application, which this test signs in to.",
                    connection.name
                ),
            )
            .remedy("Switch it on under Applications."));
        }
        let callback = sample.callbacks.first().and_then(|callback| Url::parse(callback).ok());
        Ok(Plan {
            connection_id: connection.id,
            connection_name: connection.name,
            channel: channel(&connection.options.unwrap_or_default()),
            client_id: sample.client_id.clone(),
            client_secret: sample.client_secret.clone(),
            callback: callback
                .ok_or_else(|| Problem::new("no-callback", "The Sample application has no callback URL."))?,
        })
    }

    pub(super) async fn run_through_tenant(&self, trial: &Trial, plan: &Plan) -> Trace {
        let (state, verifier) = (token(32), Secret::new(token(64)));
        let Some(tenant) = self.served() else {
            return trial.abandoned(&Ended::NotOpened { reason: "the tenant is not served here".to_owned() });
        };
        let mut sign_ins = tenant.sign_ins();
        let opened = self
            .authorization_url(plan, &state, &verifier)
            .map_err(|error| Ended::NotOpened { reason: error.to_string() });
        let answer = match opened.and_then(|url| trial.open_window(&url, Some(&plan.callback))) {
            Ok(mut events) => {
                let follow = async { match follow(&mut sign_ins, &state, trial).await {} };
                response(follow, &mut events, self.common.patience).await
            }
            Err(ended) => Err(ended),
        };
        match answer {
            Ok(response) => {
                // The tenant reports a sign-in before it sends the browser on: its last word is in the channel.
                report_all(&mut sign_ins, &state, trial);
                self.redeem(trial, plan, &state, &verifier, &response).await
            }
            Err(ended) => trial.abandoned(&ended),
        }
    }

    fn authorization_url(&self, plan: &Plan, state: &str, verifier: &Secret) -> Result<Url, url::ParseError> {
        let mut url = Url::parse(self.url())?.join("/authorize")?;
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &plan.client_id)
            .append_pair("redirect_uri", plan.callback.as_str())
            .append_pair("scope", "openid profile email")
            .append_pair("connection", &plan.connection_name)
            .append_pair("state", state)
            .append_pair("code_challenge", &code_challenge_s256(verifier.expose()))
            .append_pair("code_challenge_method", "S256");
        Ok(url)
    }

    /// The application's own leg: its code for the tenant's ID token.
    async fn redeem(
        &self,
        trial: &Trial,
        plan: &Plan,
        state: &str,
        verifier: &Secret,
        response: &AuthorizationResponse,
    ) -> Trace {
        let mut trace = trial.latest();
        if matches!(trace.outcome, Some(Outcome::Refused { .. })) {
            return trace;
        }
        let started_ms = trace.steps.last().map_or(0, |step| step.started_ms + step.elapsed_ms.unwrap_or(0));
        let mut step = Step::new(StepKind::Application, "The application redeems its code", started_ms);
        trace.steps.push(step.clone());
        trial.report(&trace);
        trace.steps.pop();
        let started = Instant::now();
        let outcome = self.redeem_code(plan, state, verifier, response, &mut step).await;
        step.elapsed_ms = Some(u32::try_from(started.elapsed().as_millis()).unwrap_or(u32::MAX));
        match outcome {
            Ok(claims) => {
                step.state = StepState::Passed;
                step.summary = "The Sample application got its ID token from the tenant".to_owned();
                step.claims = claims.into_iter().map(|(name, value)| Claim { name, value, note: None }).collect();
            }
            Err(finding) => {
                step.state = StepState::Failed;
                finding.message.clone_into(&mut step.summary);
                step.findings.push((*finding).clone());
                trace.outcome = Some(Outcome::Refused { step: StepKind::Application, finding: *finding });
            }
        }
        trace.steps.push(step);
        trace
    }

    async fn redeem_code(
        &self,
        plan: &Plan,
        state: &str,
        verifier: &Secret,
        response: &AuthorizationResponse,
        step: &mut Step,
    ) -> Result<Map<String, Value>, Box<Finding>> {
        if let Some(error) = response.param("error") {
            let said = response.param("error_description").unwrap_or("no description");
            return Err(refused(format!("The tenant answered {error}: {said}"), "a code", error));
        }
        if response.param("state") != Some(state) {
            return Err(refused(
                "The answer does not carry the application's state.".to_owned(),
                state,
                response.param("state").unwrap_or("no state"),
            ));
        }
        let code = response.param("code").unwrap_or_default();
        let endpoint = Url::parse(self.url())
            .and_then(|url| url.join("/oauth/token"))
            .map_err(|error| refused(error.to_string(), "a URL", self.url()))?;
        let secret = plan.client_secret.as_ref().map(Secret::expose).unwrap_or_default();
        let form = [
            ("grant_type", "authorization_code"),
            ("client_id", plan.client_id.as_str()),
            ("client_secret", secret),
            ("code", code),
            ("redirect_uri", plan.callback.as_str()),
            ("code_verifier", verifier.expose()),
        ];
        step.messages.push(Message {
            direction: Direction::Sent,
            method: Some("POST".to_owned()),
            url: Some(endpoint.to_string()),
            status: None,
            fields: form
                .iter()
                .map(|(name, value)| match *name {
                    "client_secret" | "code" | "code_verifier" => Field::masked(*name, value),
                    _ => Field::shown(*name, *value),
                })
                .collect(),
        });
        let answer = self
            .common
            .world
            .fetcher
            .post_form(&endpoint, &form)
            .await
            .map_err(|error| refused(error.to_string(), "an answer", "none"))?;
        let body: Map<String, Value> = serde_json::from_slice(&answer.body).unwrap_or_default();
        step.messages.push(Message::answer(answer.status, &answer.body));
        let token = body.get("access_token").and_then(Value::as_str).map(Secret::new);
        let (200, Some(token)) = (answer.status, token) else {
            return Err(refused(
                "The tenant gave no tokens for the application's code.".to_owned(),
                "200 with tokens",
                &answer.status.to_string(),
            ));
        };
        let userinfo = endpoint.join("/userinfo").map_err(|error| refused(error.to_string(), "a URL", "none"))?;
        let answer = self
            .common
            .world
            .fetcher
            .get_with_bearer(&userinfo, &token)
            .await
            .map_err(|error| refused(error.to_string(), "an answer", "none"))?;
        serde_json::from_slice(&answer.body)
            .map_err(|error| refused(error.to_string(), "a JSON object", &answer.status.to_string()))
    }
}

/// Reports what the tenant says of the sign-in that carries `state`, as it comes.
async fn follow(sign_ins: &mut broadcast::Receiver<TenantSignIn>, state: &str, trial: &Trial) -> Infallible {
    loop {
        match sign_ins.recv().await {
            Ok(sign_in) => report_if_it_carries(state, &sign_in, trial),
            Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}

fn report_all(sign_ins: &mut broadcast::Receiver<TenantSignIn>, state: &str, trial: &Trial) {
    loop {
        match sign_ins.try_recv() {
            Ok(sign_in) => report_if_it_carries(state, &sign_in, trial),
            Err(TryRecvError::Lagged(_)) => {}
            Err(TryRecvError::Empty | TryRecvError::Closed) => return,
        }
    }
}

fn report_if_it_carries(state: &str, sign_in: &TenantSignIn, trial: &Trial) {
    if sign_in.application_state.as_deref() == Some(state) {
        trial.report(&sign_in.trace);
    }
}

fn refused(message: impl Into<String>, expected: &str, got: &str) -> Box<Finding> {
    let finding = APPLICATION_REFUSED.finding("", message).expected(expected).got(got);
    Box::new(finding.remedy("See the step before: what the tenant found there is the cause."))
}

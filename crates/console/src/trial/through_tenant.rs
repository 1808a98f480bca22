//! Through the tenant: as an application of the tenant, by the path that every login takes.

use std::{convert::Infallible, sync::Arc, time::Instant};

use lintel_oidc::{
    bidi::isolated,
    sign_in::{AuthorizationResponse, forget},
    trace::{Outcome, Step, StepKind, StepState, Trace},
};
use lintel_tenant::{OidcOptions, TenantSignIn, provider_source};
use tokio::sync::broadcast::{
    self,
    error::{RecvError, TryRecvError},
};

use super::{
    application::Application,
    run::{ThroughTenant, Trial},
    subject::Subject,
};
use crate::{
    Console,
    view::{ConnectionForm, Problem, TrialPlace, TrialTarget},
};

impl Console {
    pub(super) async fn through_tenant_plan(
        &self,
        connection_id: &str,
        (target, organization): (Option<&TrialTarget>, Option<&str>),
        place: TrialPlace,
    ) -> Result<(ThroughTenant, Subject, ConnectionForm), Problem> {
        if place == TrialPlace::BrowserAndLog && self.served().is_some() {
            return Err(Problem::new(
                "log-not-needed",
                "On a local tenant a test in the browser comes back to Lintel by itself.",
            ));
        }
        let connection = self.read(connection_id).await?;
        let mut application = self.registration(&connection, target, place).await?;
        if let Some(organization) = organization {
            application.organization = Some(self.signed_in_to(organization, connection_id).await?);
        }
        let subject = Subject::of(&connection, self.callback_url());
        let form = ConnectionForm::of(&connection);
        let options = connection.options.unwrap_or_default();
        let options = OidcOptions::of(&options);
        let (channel, provider) = (options.channel, provider_source(&options));
        Ok((ThroughTenant { channel, application, provider, elsewhere: self.served().is_none() }, subject, form))
    }

    pub(super) async fn run_through_tenant(&self, trial: &Arc<Trial>, plan: &ThroughTenant) -> Trace {
        let Some(tenant) = self.served() else { return self.run_elsewhere(trial, plan).await };
        // The tenant's logins may go by what they remember of the provider; a test does not.
        forget(&plan.provider, &self.common.world);
        let application =
            match Application::begin(&plan.application, &trial.subject.connection_name, &self.common.world).await {
                Ok(application) => application,
                Err(finding) => {
                    let mut step = Step::new(StepKind::Application, "", 0);
                    return refused(trial.latest(), &mut step, *finding);
                }
            };
        let (mut sign_ins, strays) = (tenant.sign_ins(), tenant.stray_answers());
        let (watched, address) = (Some(plan.application.callback.url()), plan.application.address.as_ref());
        let answer = match trial.open(application.authorization_url(), watched, address).await {
            Ok(mut events) => {
                let follow = async { match follow(&mut sign_ins, application.state(), trial).await {} };
                tokio::select! {
                    answer = trial.answer(application.state(), follow, &mut events, self.common.patience) => answer,
                    never = trial.note_all(Some(strays)) => match never {},
                }
            }
            Err(ended) => Err(ended),
        };
        match answer {
            Ok(response) => {
                // The tenant reports a sign-in before it sends the browser on: its last word is in the channel.
                report_all(&mut sign_ins, application.state(), trial);
                redeem(trial, &plan.application.name, application, response).await
            }
            Err(ended) => trial.abandoned(&ended),
        }
    }
}

/// The application's own leg: its code for the tenant's ID token, and what the tenant's userinfo says.
pub(super) async fn redeem(
    trial: &Trial,
    name: &str,
    application: Application,
    response: AuthorizationResponse,
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
    let outcome = application.finish(response, &mut step).await;
    step.elapsed_ms = Some(u32::try_from(started.elapsed().as_millis()).unwrap_or(u32::MAX));
    match outcome {
        Ok(()) => {
            step.state = StepState::Passed;
            step.summary = format!("{} verified its ID token from the tenant and read userinfo", isolated(name));
            trace.steps.push(step);
            trace
        }
        Err(finding) => refused(trace, &mut step, *finding),
    }
}

/// The trace as it ends at the application's step.
pub(super) fn refused(mut trace: Trace, step: &mut Step, finding: lintel_oidc::Finding) -> Trace {
    step.state = StepState::Failed;
    finding.message.clone_into(&mut step.summary);
    step.findings.push(finding.clone());
    trace.steps.push(step.clone());
    trace.outcome = Some(Outcome::Refused { step: StepKind::Application, finding });
    trace
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

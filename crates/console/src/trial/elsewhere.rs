//! Through a tenant that this program does not serve. What happens there is not seen; what it sends the application is, and so is
//! what its log says afterwards.

use std::{sync::Arc, time::Duration};

use lintel_oidc::{
    Finding,
    bidi::isolated,
    sign_in::APPLICATION_REFUSED,
    trace::{Attribute, Direction, Field, Message, Outcome, Step, StepKind, StepState, Trace},
};
use serde_json::{Map, Value};

use super::{
    application::Application,
    ended::Ended,
    run::{ThroughTenant, Trial},
    steps::Steps,
    tenant_log::{Joined, Known, TenantLog},
    through_tenant::{redeem, refused},
    words::duration,
};
use crate::{
    Console,
    view::{SignInOutcome, TrialPlace},
};

/// How long the tenant's log may lag.
const LAG: Duration = Duration::from_secs(30);
/// The same where the sign-in came to no end, and the log may say why.
const AFTERWARDS: Duration = Duration::from_secs(6);

impl Console {
    pub(super) async fn run_elsewhere(&self, trial: &Arc<Trial>, plan: &ThroughTenant) -> Trace {
        let registration = &plan.application;
        let subject = &trial.subject;
        let begun = Application::begin(registration, &subject.connection_name, &self.common.world).await;
        let application = match begun {
            Ok(application) => application,
            Err(finding) => return refused(trial.latest(), &mut Step::new(StepKind::Application, "", 0), *finding),
        };
        let connection_id = subject.connection_id.as_deref().unwrap_or_default();
        let log = TenantLog::before(self, &registration.client_id, &subject.connection_name, connection_id).await;
        let steps = Steps::of(trial);
        steps.begin(StepKind::AuthorizationRequest, "");
        let asks = format!(
            "{} asks the tenant for a sign-in by {}",
            isolated(&registration.name),
            isolated(&subject.connection_name)
        );
        steps.end(StepState::Passed, asks, |step| step.messages.push(request(application.authorization_url())));
        steps.begin(StepKind::SignIn, waiting(trial.place));
        if trial.place == TrialPlace::BrowserAndLog {
            return self.by_the_log_alone(trial, &steps, application, log).await;
        }
        let watched = Some(registration.callback.url());
        let answer = match trial.open(application.authorization_url(), watched, registration.address.as_ref()).await {
            Ok(mut events) => {
                trial.answer(application.state(), std::future::pending(), &mut events, self.common.patience).await
            }
            Err(ended) => Err(ended),
        };
        let response = match answer {
            Ok(response) => response,
            Err(ended) => return self.without_an_answer(trial, &steps, log, ended).await,
        };
        steps.end(StepState::Passed, "The tenant sent the browser back to the application", |_| {});
        let code = response.param("error").is_none();
        let mut trace = match (&registration.unseen, code) {
            (Some(unseen), true) => not_redeemed(trial, &steps, &registration.name, unseen),
            _ => redeem(trial, &registration.name, application, response).await,
        };
        let refusal = trace.outcome.take();
        trial.report(&trace);
        let user_id = subject_of(&trace);
        let known = Known { user_id: user_id.clone(), succeeded: Some(code) };
        let joined = self.read_log(&Steps::of(trial), log, &known, LAG.min(self.common.patience)).await;
        let mut trace = trial.latest();
        if let Some(Outcome::Refused { step, finding }) = refusal {
            trace.outcome = Some(Outcome::Refused { step, finding: with_log(finding, joined.as_ref()) });
            return trace;
        }
        let user_id = user_id.or_else(|| joined.as_ref().and_then(|joined| joined.event.user_id.clone()));
        let stored = self.stored(&Steps::of(trial), user_id.as_deref()).await;
        accepted(trial.latest(), stored, joined.as_ref())
    }

    /// The browser ends at the application; only the tenant's log says what came of it.
    async fn by_the_log_alone(
        &self,
        trial: &Arc<Trial>,
        steps: &Steps<'_>,
        application: Application,
        log: Result<TenantLog<'_>, String>,
    ) -> Trace {
        let opened = trial.open(application.authorization_url(), None, None).await;
        let _events = match opened {
            Ok(events) => events,
            Err(ended) => return trial.abandoned(&ended),
        };
        steps.end(
            StepState::Passed,
            "You sign in in the browser, which ends at the application’s own callback",
            |_| {},
        );
        let joined = self.read_log(&Steps::of(trial), log, &Known::default(), self.common.patience).await;
        let Some(joined) = joined else { return trial.abandoned(&Ended::TimedOut(self.common.patience)) };
        if joined.event.outcome == SignInOutcome::Failed {
            return refused_by_log(trial.latest(), &joined);
        }
        let stored = self.stored(&Steps::of(trial), joined.event.user_id.as_deref()).await;
        accepted(trial.latest(), stored, Some(&joined))
    }

    /// A window that was closed before an answer came may have shown why: the tenant's own page of an error leads nowhere.
    async fn without_an_answer(
        &self,
        trial: &Arc<Trial>,
        steps: &Steps<'_>,
        log: Result<TenantLog<'_>, String>,
        ended: Ended,
    ) -> Trace {
        if !matches!(ended, Ended::Closed | Ended::TimedOut(_)) || log.is_err() {
            return trial.abandoned(&ended);
        }
        let abandoned = trial.abandoned(&ended);
        if matches!(abandoned.outcome, Some(Outcome::Refused { .. })) {
            return abandoned;
        }
        steps.end(StepState::Warned, "No answer came to the application", |_| {});
        let known = Known { succeeded: Some(false), ..Known::default() };
        match self.read_log(&Steps::of(trial), log, &known, AFTERWARDS.min(self.common.patience)).await {
            Some(joined) => refused_by_log(trial.latest(), &joined),
            None => abandoned,
        }
    }

    /// The step of the log: what the tenant wrote down of the sign-in.
    async fn read_log(
        &self,
        steps: &Steps<'_>,
        log: Result<TenantLog<'_>, String>,
        known: &Known,
        within: Duration,
    ) -> Option<Joined> {
        steps.begin(StepKind::TenantLog, "Waiting for the tenant’s log");
        let say = |waited: Duration| steps.say(format!("Waiting for the tenant’s log, {}", told(waited)));
        let found = match &log {
            Ok(log) => log.entry(known, within, say).await,
            Err(why) => Err(why.clone()),
        };
        match found {
            Ok(Some(joined)) => {
                steps.end(StepState::Passed, summary(&joined), |step| fill(step, &joined));
                Some(joined)
            }
            Ok(None) => {
                let nothing =
                    format!("No entry of this sign-in within {}. It may show in Activity later.", told(within));
                steps.end(StepState::Warned, nothing, |_| {});
                None
            }
            Err(why) => {
                steps.end(StepState::Warned, why, |_| {});
                None
            }
        }
    }

    /// The step of the profile: the user as the tenant holds him now.
    async fn stored(&self, steps: &Steps<'_>, user_id: Option<&str>) -> Map<String, Value> {
        let Some(user_id) = user_id else { return Map::new() };
        steps.begin(StepKind::Profile, "Reads the user");
        match self.client.user(user_id).await {
            Ok(user) => {
                let Ok(Value::Object(user)) = serde_json::to_value(&user) else { return Map::new() };
                let user: Map<String, Value> = user.into_iter().filter(|(name, _)| name != "identities").collect();
                let attribute = |(name, value): (&String, &Value)| Attribute {
                    name: name.clone(),
                    value: value.clone(),
                    from: "the tenant".to_owned(),
                };
                let attributes: Vec<_> = user.iter().map(attribute).collect();
                let summary = format!("The tenant holds {} with {} attributes", isolated(user_id), attributes.len());
                steps.end(StepState::Passed, summary, |step| step.attributes = attributes);
                user
            }
            Err(error) => {
                let why = match error.status() {
                    Some(403) => "Not shown: Lintel’s credentials lack read:users.".to_owned(),
                    _ => format!("The user could not be read: {error}."),
                };
                steps.end(StepState::Warned, why, |_| {});
                Map::new()
            }
        }
    }
}

fn waiting(place: TrialPlace) -> &'static str {
    match place {
        TrialPlace::Window => "Waiting for you in the sign-in window",
        TrialPlace::Browser | TrialPlace::BrowserAndLog => "Waiting for you in the browser",
    }
}

fn request(url: &url::Url) -> Message {
    let masked = ["state", "nonce", "code_challenge"];
    let field = |(name, value): (std::borrow::Cow<'_, str>, std::borrow::Cow<'_, str>)| match masked.contains(&&*name) {
        true => Field::masked(name, &value),
        false => Field::shown(name, value),
    };
    Message {
        direction: Direction::Sent,
        method: Some("GET".to_owned()),
        url: Some(url[..url::Position::AfterPath].to_owned()),
        status: None,
        fields: url.query_pairs().map(field).collect(),
    }
}

fn not_redeemed(trial: &Trial, steps: &Steps<'_>, name: &str, unseen: &str) -> Trace {
    steps.begin(StepKind::Application, "");
    steps.end(StepState::Passed, format!("{} was sent a code. {unseen}", isolated(name)), |_| {});
    trial.latest()
}

/// The user ID that the application learned: the `sub` of what it verified.
fn subject_of(trace: &Trace) -> Option<String> {
    let step = trace.steps.iter().find(|step| step.kind == StepKind::Application)?;
    let sub = step.claims.iter().find(|claim| claim.name == "sub")?;
    sub.value.as_str().filter(|_| step.state == StepState::Passed).map(str::to_owned)
}

/// Accepted, with what is known of the person: the user whom the tenant holds, else the application's claims, else the log.
fn accepted(mut trace: Trace, stored: Map<String, Value>, joined: Option<&Joined>) -> Trace {
    let mut profile = stored;
    if profile.is_empty() {
        let step = trace.steps.iter().find(|step| step.kind == StepKind::Application);
        let claims = step.map(|step| step.claims.as_slice()).unwrap_or_default();
        profile.extend(claims.iter().map(|claim| (claim.name.clone(), claim.value.clone())));
    }
    if let (true, Some(person)) = (profile.is_empty(), joined.and_then(|joined| joined.event.person.clone())) {
        profile.insert("name".to_owned(), person.into());
    }
    trace.outcome = Some(Outcome::Accepted { profile });
    trace
}

fn refused_by_log(mut trace: Trace, joined: &Joined) -> Trace {
    let reason = joined.event.reason.as_deref().unwrap_or("it does not say why");
    let finding =
        APPLICATION_REFUSED.finding("", format!("The tenant refused the sign-in: {}.", reason.trim_end_matches('.')));
    let finding = finding.expected("a sign-in").got(&joined.event.title).remedy(LOOK);
    if let Some(step) = trace.steps.last_mut() {
        step.state = StepState::Failed;
        step.findings.push(finding.clone());
    }
    trace.outcome = Some(Outcome::Refused { step: StepKind::TenantLog, finding });
    trace
}

const LOOK: &str =
    "The step of the tenant’s log has all that it says. Test directly to see the sign-in at the provider step by step.";

/// What the tenant told the application, with what it wrote down for itself.
/// A refusal whose cause is not known yet is told in the log's words.
fn with_log(mut finding: Finding, joined: Option<&Joined>) -> Finding {
    let open = finding.code == APPLICATION_REFUSED.code;
    if let Some(reason) = joined.filter(|_| open).and_then(|joined| joined.event.reason.as_deref()) {
        finding.message = format!("{} Its log: {}.", finding.message, reason.trim_end_matches('.'));
        finding.remedy = Some(LOOK.to_owned());
    }
    finding
}

fn summary(Joined { event, of }: &Joined) -> String {
    let certainty = match of {
        1 => "the only entry that fits".to_owned(),
        of => format!("most likely this entry, of {of} that fit"),
    };
    match &event.reason {
        Some(reason) => format!("{}: {}; {certainty}", event.title, isolated(reason)),
        None => format!("{}; {certainty}", event.title),
    }
}

fn fill(step: &mut Step, Joined { event, of }: &Joined) {
    let told = [
        ("type", Some(&event.code)),
        ("date", event.at.as_ref()),
        ("connection", event.connection.as_ref()),
        ("client_name", event.application.as_ref()),
        ("user_id", event.user_id.as_ref()),
        ("user_name", event.person.as_ref()),
        ("ip", event.ip.as_ref()),
        ("user_agent", event.user_agent.as_ref()),
        ("reason", event.reason.as_ref()),
        ("log_id", Some(&event.id)),
    ];
    let mut fields: Vec<_> = told.into_iter().filter_map(|(name, value)| Some(Field::shown(name, value?))).collect();
    fields.extend(event.facts.iter().map(|fact| Field::shown(&fact.label, &fact.value)));
    if *of > 1 {
        fields.insert(
            0,
            Field::shown("joined", format!("most likely, of {of} entries of this application and connection")),
        );
    }
    step.messages.push(Message { direction: Direction::Received, method: None, url: None, status: None, fields });
}

fn told(time: Duration) -> String {
    duration(chrono::TimeDelta::from_std(time).unwrap_or_default())
}
